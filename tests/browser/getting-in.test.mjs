// Getting in on a bad day: the answer to signing up is lost, the browser keeps no
// cookies, a keyboard adds a space, somebody tries too often.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { passphrase, User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { chromiumPath, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, circle;

test.beforeAll(async () => {
  server = new TestServer({ settings: ["sign_ins_per_quarter_hour=3"] });
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  circle = await centre.createCircle("Thursday walkers");
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.closeAfterTest({ keep: [centre.coordinator.context] }));

/** The server carries it out; the answer never arrives. */
async function loseAnswersOf(page, path) {
  await page.route(`**${path}`, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
}

const problem = (user) => user.page.getByRole("alert");

async function fillSignUp(user, words = passphrase) {
  await user.page.getByLabel("Name your circle sees").fill(user.alias);
  await user.page.getByLabel("Sign-in name").fill(user.signInName);
  await user.page.getByLabel("Passphrase", { exact: true }).fill(words);
}

// Whoever joins stands in the circle at once; whoever signs in sees the list.
const isIn = (user) => user.field.or(user.inList(circle.name)).first().waitFor();

test("when the answer to signing up is lost, joining again signs in", async () => {
  const sam = await User.at(browsers, "Sam", phone);
  browsers.allowNetworkErrors(sam.context);
  await loseAnswersOf(sam.page, "/api/sign-up");
  await sam.signUpBy((await centre.createInvite("Sam", circle)).href);
  await problem(sam).filter({ hasText: "can't be reached" }).waitFor();
  await sam.context.clearCookies();
  await sam.page.unrouteAll();
  await sam.press("Join");
  await isIn(sam);
});

test("the same works after a reload", async () => {
  const kim = await User.at(browsers, "Kim", phone);
  browsers.allowNetworkErrors(kim.context);
  await loseAnswersOf(kim.page, "/api/sign-up");
  await kim.signUpBy((await centre.createInvite("Kim", circle)).href);
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

test("the same works from the link in a new tab", async () => {
  const ivy = await User.at(browsers, "Ivy", phone);
  browsers.allowNetworkErrors(ivy.context);
  await loseAnswersOf(ivy.page, "/api/sign-up");
  const link = (await centre.createInvite("Ivy", circle)).href;
  await ivy.signUpBy(link);
  await problem(ivy).filter({ hasText: "can't be reached" }).waitFor();
  const token = link.slice(link.search(/[^/#]+$/));
  const kept = await ivy.page.evaluate(() =>
    JSON.stringify({ ...localStorage, ...sessionStorage }),
  );
  assert.ok(!kept.includes(token.slice(0, 8)), kept);
  await ivy.context.clearCookies();
  const next = await ivy.context.newPage();
  await ivy.page.close();
  const again = new User("Ivy", ivy.context, next);
  again.signInName = ivy.signInName;
  await again.signUpBy(link);
  await isIn(again);
});

test("an invite that somebody else has used is refused", async () => {
  const link = (await centre.createInvite("Lee", circle)).href;
  const lee = await User.at(browsers, "Lee");
  await lee.signUpBy(link);
  await isIn(lee);
  const other = await User.at(browsers, "Other");
  await other.page.goto(link);
  await problem(other).filter({ hasText: "This invite can't be used" }).waitFor();
});

test("a space after the passphrase makes no difference, a common one is refused", async () => {
  const ray = await User.at(browsers, "Ray", phone);
  // Without its cookie the page is refused its socket.
  browsers.allowNetworkErrors(ray.context);
  await ray.page.goto((await centre.createInvite("Ray", circle)).href);
  await fillSignUp(ray, "password1234");
  await ray.press("Join");
  await problem(ray).filter({ hasText: "Many people use a passphrase like this one" }).waitFor();
  const field = ray.page.getByLabel("Passphrase", { exact: true });
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.equal(await ray.page.getByLabel("Sign-in name").inputValue(), ray.signInName);
  await assertAccessible(ray, "common-passphrase");
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

test("correct passphrases don't count as attempts, and whoever has to wait is told until when", async () => {
  const ana = await centre.createUserWithoutClient("Ana", circle);
  const { origin } = server;
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
    .filter({
      hasText: /A moment, please.* You can try again at \d{1,2}:\d{2}/,
    })
    .waitFor();
  assert.equal(await field.inputValue(), "a quiet river at dusk");
  await assertAccessible(ana, "rate-limited");
});

test("joined with an account while no connection stands, the circle opens later", async () => {
  const max = await centre.createUserWithoutClient("Max", circle, { device: phone });
  const harbour = await centre.createCircle("Harbour");
  let stands = false;
  await max.page.routeWebSocket("**/socket", (socket) =>
    stands ? void socket.connectToServer() : void socket.close(),
  );
  await max.page.goto((await centre.createInvite("Max", harbour)).href);
  await max.press("Join with this account");
  await max.page.getByRole("heading", { name: "Circles", exact: true }).waitFor();
  assert.equal(await max.page.getByText("Not found").count(), 0);
  stands = true;
  await max.page.getByRole("heading", { name: "Harbour" }).waitFor();
  await max.page.getByText("Here with you").or(max.page.getByText("You are the first")).waitFor();
});

/** A browser whose owner lets no site keep anything; `then` is the same once they do. */
async function withoutCookies(run, then = async () => {}) {
  const folder = await mkdtemp(join(tmpdir(), "circles-no-cookies-"));
  try {
    await mkdir(join(folder, "Default"));
    await withSetting(folder, 2, run);
    await withSetting(folder, 1, then);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withSetting(folder, cookies, run) {
  const profile = { default_content_setting_values: { cookies } };
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify({ profile }));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    viewport: phone.viewport,
  });
  try {
    await run(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
  }
}

test("where cookies are blocked, signing in says why and keeps what was typed", async () => {
  const ben = await centre.createUserWithoutClient("Ben", circle);
  await withoutCookies(async (page) => {
    const other = new User("Ben", page.context(), page);
    await page.goto(`${server.origin}/sign-in`);
    await page.getByLabel("Sign-in name").fill(ben.signInName);
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await other.press("Sign in");
    await problem(other).filter({ hasText: "Your browser blocked the cookie" }).waitFor();
    assert.equal(await page.getByLabel("Sign-in name").inputValue(), ben.signInName);
    assert.equal(await page.getByLabel("Passphrase", { exact: true }).inputValue(), passphrase);
    await assertAccessible(other, "cookies-blocked");
  });
});

test("signing up says the same, and works once cookies are allowed", async () => {
  const link = (await centre.createInvite("Una", circle)).href;
  const sent = [];
  const blocked = async (page) => {
    page.on("request", (request) => sent.push(new URL(request.url()).pathname));
    const una = new User("Una", page.context(), page);
    await una.signUpBy(link);
    await problem(una).filter({ hasText: "Your browser blocked the cookie" }).waitFor();
    assert.equal(await page.getByLabel("Name your circle sees").inputValue(), "Una");
    await assertAccessible(una, "cookies-blocked-joining");
    await una.press("Join");
    await problem(una).filter({ hasText: "Your browser blocked the cookie" }).waitFor();
    assert.ok(!sent.includes("/api/sign-up"), "the invite would be spent");
  };
  await withoutCookies(blocked, async (page) => {
    const una = new User("Una", page.context(), page);
    await una.signUpBy(link);
    await isIn(una);
    await page.reload();
    await isIn(una);
  });
});

test("when only the session cookie is not kept, trying again signs in", async () => {
  const eli = await User.at(browsers, "Eli", phone);
  browsers.allowNetworkErrors(eli.context);
  await eli.page.route("**/api/sign-up", async (route) => {
    const response = await route.fetch();
    const headers = Object.entries(response.headers()).filter(([name]) => name !== "set-cookie");
    await eli.context.clearCookies();
    await route.fulfill({ response, headers: Object.fromEntries(headers) });
  });
  const link = (await centre.createInvite("Eli", circle)).href;
  await eli.signUpBy(link);
  await problem(eli).filter({ hasText: "Your browser blocked the cookie" }).waitFor();
  await eli.page.unrouteAll();
  await eli.page.goto(`${server.origin}/join`);
  await eli.signUpBy(link);
  await isIn(eli);
});

test("where the form of an invite can't be fetched, the page says so and keeps the invite", async () => {
  const ann = await User.at(browsers, "Ann", phone);
  browsers.allowNetworkErrors(ann.context);
  const form = "**/assets/auth-chunk-*.js";
  await ann.page.route(form, (route) => route.abort("connectionreset"));
  await ann.page.goto((await centre.createInvite("Ann", circle)).href);
  await ann.page.getByRole("heading", { name: "This could not be loaded" }).waitFor();
  await assertAccessible(ann, "the form of an invite can't be loaded");

  await ann.press("Help");
  await ann.page.getByRole("link", { name: "Call 988" }).waitFor();
  await ann.press("Close help");

  await ann.page.unroute(form);
  await ann.press("Try again");
  await fillSignUp(ann);
  await ann.press("Join");
  await ann.field.waitFor();
});
