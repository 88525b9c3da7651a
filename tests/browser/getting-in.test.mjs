// Getting in on a bad day: the answer to signing up is lost, the browser keeps no
// cookies, a keyboard adds a space, somebody tries too often.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, afterEach, before } from "node:test";
import { House } from "./house.mjs";
import { looksRight } from "./looking.mjs";
import { passphrase, Person } from "./person.mjs";
import { settle } from "./settle.mjs";
import { phone, Street } from "./street.mjs";

const require = createRequire(new URL("../../web-client/package.json", import.meta.url));
const { chromium } = require("playwright-core");

let house, street, centre, circle;

before(async () => {
  house = new House({ settings: ["sign_ins_per_quarter_hour=3"] });
  await house.start();
  street = await Street.open(house);
  centre = await settle(street);
  circle = await centre.circle("Thursday walkers");
});
after(async () => {
  await street?.close();
  await house?.close();
});
afterEach(() => street.endOfTest({ stays: [centre.coordinator.context] }));

/** The server carries it out; the answer never arrives. */
async function loseAnswersOf(page, path) {
  await page.route(`**${path}`, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
}

const problem = (person) => person.page.getByRole("alert");

async function fillSignUp(person, words = passphrase) {
  await person.page.getByLabel("Name your circle sees").fill(person.alias);
  await person.page.getByLabel("Sign-in name").fill(person.signInName);
  await person.page.getByLabel("Passphrase", { exact: true }).fill(words);
}

// Whoever joins stands in the circle at once; whoever signs in sees the list.
const isIn = (person) => person.field.or(person.inList(circle.name)).first().waitFor();

test("the answer to signing up is lost, and joining again gets one in", async () => {
  const sam = await Person.at(street, "Sam", phone);
  street.mayLoseNetwork(sam.context);
  await loseAnswersOf(sam.page, "/api/sign-up");
  await sam.signUpBy((await centre.invite("Sam", circle)).href);
  await problem(sam).filter({ hasText: "can't be reached" }).waitFor();
  await sam.context.clearCookies();
  await sam.page.unrouteAll();
  await sam.press("Join");
  await isIn(sam);
});

test("the same after the page was loaded anew", async () => {
  const kim = await Person.at(street, "Kim", phone);
  street.mayLoseNetwork(kim.context);
  await loseAnswersOf(kim.page, "/api/sign-up");
  await kim.signUpBy((await centre.invite("Kim", circle)).href);
  await problem(kim).filter({ hasText: "can't be reached" }).waitFor();
  await kim.context.clearCookies();
  await kim.page.unrouteAll();
  await kim.page.reload();
  await fillSignUp(kim, `${passphrase}, once more`);
  await kim.press("Join");
  await problem(kim).filter({ hasText: "You have joined already" }).waitFor();
  await fillSignUp(kim);
  await kim.press("Join");
  await isIn(kim);
});

test("an invite that somebody else has used stays shut", async () => {
  const link = (await centre.invite("Lee", circle)).href;
  const lee = await Person.at(street, "Lee");
  await lee.signUpBy(link);
  await isIn(lee);
  const other = await Person.at(street, "Other");
  await other.page.goto(link);
  await problem(other).filter({ hasText: "This invite can't be used" }).waitFor();
});

test("a space after the passphrase makes no difference, a common one is refused", async () => {
  const ray = await Person.at(street, "Ray", phone);
  // Without its cookie the page is refused its socket.
  street.mayLoseNetwork(ray.context);
  await ray.page.goto((await centre.invite("Ray", circle)).href);
  await fillSignUp(ray, "password1234");
  await ray.press("Join");
  await problem(ray).filter({ hasText: "Many people use a passphrase like this one" }).waitFor();
  const field = ray.page.getByLabel("Passphrase", { exact: true });
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.equal(await ray.page.getByLabel("Sign-in name").inputValue(), ray.signInName);
  await looksRight(ray, "common-passphrase");
  await field.fill(`${passphrase} `);
  await ray.press("Join");
  await isIn(ray);
  await ray.goTo("/settings");
  const kept = ray.page.locator("form input[autocomplete=username]");
  await ray.page.waitForFunction(
    (name) => document.querySelector("form input[autocomplete=username]")?.value === name,
    ray.signInName,
  );
  assert.equal(await kept.isVisible(), false);
  await ray.context.clearCookies();
  await ray.goTo("/sign-in");
  await ray.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await ray.signIn();
  await isIn(ray);
});

test("right ones don't count, and whoever has to wait reads until when", async () => {
  const ana = await centre.newcomer("Ana", circle);
  const { origin } = house;
  const data = { sign_in_name: ana.signInName, passphrase };
  for (let time = 0; time < 6; time += 1) {
    const answer = await ana.context.request.post(`${origin}/api/sign-in`, {
      headers: { origin },
      data,
    });
    assert.equal(answer.status(), 200);
  }
  await ana.context.clearCookies();
  await ana.page.goto(`${origin}/sign-in`);
  await ana.page.getByLabel("Sign-in name").fill(ana.signInName);
  const field = ana.page.getByLabel("Passphrase", { exact: true });
  await field.fill("a quiet river at dusk");
  for (let time = 0; time < 3; time += 1) {
    const refused = ana.page.waitForResponse("**/api/sign-in");
    await ana.press("Sign in");
    assert.equal((await refused).status(), 401);
    await problem(ana).filter({ hasText: "is not right" }).waitFor();
  }
  await ana.press("Sign in");
  await problem(ana)
    .filter({ hasText: /A moment, please.* You can try again at \d{1,2}:\d{2}/ })
    .waitFor();
  assert.equal(await field.inputValue(), "a quiet river at dusk");
  await looksRight(ana, "too-fast");
});

/** A browser whose owner lets no site keep anything. */
async function withoutCookies(run) {
  const folder = await mkdtemp(join(tmpdir(), "circles-no-cookies-"));
  await mkdir(join(folder, "Default"));
  const profile = { default_content_setting_values: { cookies: 2 } };
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify({ profile }));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    viewport: phone.viewport,
  });
  try {
    context.setDefaultTimeout(10_000);
    await run(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

test("where cookies are blocked, signing in says why and keeps what was typed", async () => {
  const ben = await centre.newcomer("Ben", circle);
  await withoutCookies(async (page) => {
    const other = new Person("Ben", page.context(), page);
    await page.goto(`${house.origin}/sign-in`);
    await page.getByLabel("Sign-in name").fill(ben.signInName);
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await other.press("Sign in");
    await problem(other).filter({ hasText: "Your browser blocked the cookie" }).waitFor();
    assert.equal(await page.getByLabel("Sign-in name").inputValue(), ben.signInName);
    assert.equal(await page.getByLabel("Passphrase", { exact: true }).inputValue(), passphrase);
    await looksRight(other, "cookies-blocked");
  });
});

test("and so does signing up", async () => {
  const link = (await centre.invite("Una", circle)).href;
  await withoutCookies(async (page) => {
    const una = new Person("Una", page.context(), page);
    await una.signUpBy(link);
    await problem(una).filter({ hasText: "Your browser blocked the cookie" }).waitFor();
    assert.equal(await page.getByLabel("Name your circle sees").inputValue(), "Una");
  });
});
