// Accessibility: keyboard use, screen readers, narrow screens, dark mode and reduced
// motion.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { passphrase, User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const require = createRequire(new URL("../../web-client/package.json", import.meta.url));
const axe = require.resolve("axe-core/axe.min.js");

const narrow = { ...phone, viewport: { width: 320, height: 640 } };
let server, browsers, centre, circle, ana, ben;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("The long way home on Thursdays");
  [ana, ben] = await Promise.all([
    centre.createUser("Ana", circle, { role: "moderator" }),
    centre.createUser("Ben", circle),
  ]);
  await centre.addToCircle(centre.coordinator, circle, "moderator");
  await talk();
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
const stay = () => [centre.coordinator, ana, ben].map(({ context }) => context);
test.afterEach(() => browsers.closeAfterTest({ keep: stay() }));

/** Something of everything that a timeline can show. */
async function talk() {
  await ana.say("Good evening, all. How was the week?");
  await ben.sees("Good evening, all.");
  await ben.choose("Good evening, all.", "With you");
  await ben.choose("Good evening, all.", "Reply");
  await ben.say("Long. Glad to sit down, @Ana.");
  await ana.choose("Glad to sit down", "Pin");
  await ana.message("Glad to sit down").getByText("Pinned").waitFor();
  await ben.say("https://example.org/" + "a-very-long-address/".repeat(12));
  await ben.say("Never mind this one.");
  await ben.choose("Never mind this one.", "Delete");
  await ben.press("Delete", ben.dialog);
  await ana.page.getByText("This message was deleted").waitFor();
  // And something for those who decide.
  for (const words of ["Good evening, all.", "Glad to sit down"]) {
    const [one, about] = words.startsWith("Good") ? [ben, "Something else"] : [ana, "Insulting"];
    await one.choose(words, "Report");
    await one.dialog.getByRole("button", { name: about }).click();
    await one.press("Close", one.dialog);
  }
}

/** The same person in another browser, as one has several devices. */
async function again(user, device) {
  const other = await User.at(browsers, user.alias, device);
  // A copy of the cookie would be dead once the person's role changes.
  const { origin } = server;
  const data = { sign_in_name: user.signInName, passphrase };
  await other.context.request.post(`${origin}/api/sign-in`, { headers: { origin }, data });
  return other;
}

const focused = ({ page }) =>
  page.evaluate(() => {
    const one = document.activeElement;
    return one?.getAttribute("aria-label") ?? one?.labels?.[0]?.innerText ?? one?.innerText ?? "";
  });

/** Presses Tab until the focus is on something of this name. */
async function tabTo(user, name) {
  const met = [];
  for (let presses = 0; presses < 40; presses += 1) {
    const here = await focused(user);
    if (name.test(here)) return;
    met.push(here.slice(0, 30));
    await user.page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key never reached ${name}, only ${met.join(" | ")}`);
}

test("a keyboard is enough to sign in, open a circle, write, reply and close", async () => {
  const one = await User.at(browsers, "Ana", desktop);
  const keys = one.page.keyboard;
  await one.page.goto(server.origin);
  await tabTo(one, /^Sign-in name$/);
  await keys.type(ana.signInName);
  await tabTo(one, /^Passphrase$/);
  await keys.type(passphrase);
  await keys.press("Enter");
  await one.inList(circle.name).waitFor();
  await tabTo(one, /^The long way home/);
  await keys.press("Enter");
  await expect.poll(() => focused(one)).toBe("Message");
  await keys.type("Typed without a mouse.");
  await keys.press("Enter");
  await one.sees("Typed without a mouse.");

  // Wait until the server has accepted it.
  await one.page.locator("article[tabindex='0']", { hasText: "Typed without" }).waitFor();
  for (let presses = 0; presses < 3; presses += 1) await keys.press("Shift+Tab");
  await keys.press("ArrowUp");
  await keys.press("ArrowUp");
  const message = one.page.locator("article:focus");
  await message.waitFor();
  await keys.press("Enter");
  await one.page.getByRole("menu", { name: "Message actions" }).waitFor();
  // As quickly as fingers are: the closing menu must not close the new one.
  await Promise.all([keys.press("Escape"), keys.press("Enter")]);
  await one.page.getByRole("menu", { name: "Message actions" }).waitFor();
  await expect.poll(() => focused(one)).toBe("With you");
  for (let presses = 0; (await focused(one)) !== "Reply"; presses += 1) {
    assert.ok(presses < 12, "the arrows walk through the menu");
    await keys.press("ArrowDown");
  }
  await keys.press("Enter");
  await one.page.getByText("Replying", { exact: true }).waitFor();
  await expect.poll(() => focused(one)).toBe("Message");
  await keys.press("Escape");
  await one.page.getByText("Replying", { exact: true }).waitFor({ state: "detached" });
});

test("a keyboard is enough to decide a case, and then the next case has the focus", async () => {
  const one = await again(centre.coordinator, desktop);
  const keys = one.page.keyboard;
  await one.page.goto(`${server.origin}/queue`);
  const entries = one.page.locator("[data-entry]");
  await expect(entries).toHaveCount(2);
  const there = async (at) => (await entries.nth(at).getAttribute("data-entry")) ?? "";
  const here = () => one.page.evaluate(() => document.activeElement.dataset.entry ?? "");
  for (let presses = 0; (await here()) === ""; presses += 1) {
    assert.ok(presses < 20, "the Tab key comes to the first one");
    await keys.press("Tab");
  }
  assert.equal(await here(), await there(0));
  await keys.press("ArrowDown");
  assert.equal(await here(), await there(1));
  await keys.press("ArrowUp");
  await tabTo(one, /^Show the words/);
  await keys.press("Enter");
  await one.page.getByText("Glad to sit down").first().waitFor();
  await tabTo(one, /^Decide$/);
  await keys.press("Enter");
  await one.dialog.waitFor();
  await keys.press("Escape");
  await one.dialog.waitFor({ state: "detached" });
  assert.equal(await entries.count(), 2, "nothing was decided");

  const left = await there(1);
  await keys.press("Enter");
  await one.dialog.waitFor();
  await tabTo(one, /^Close without action$/);
  await keys.press("Space");
  await tabTo(one, /^Close it$/);
  await keys.press("Enter");
  await expect.poll(here).toEqual(left);
  assert.equal(await entries.count(), 1);
});

test("help opens without a network, takes the focus, and gives it back", async () => {
  const one = await again(ben, phone);
  browsers.allowNetworkErrors(one.context);
  await one.page.goto(`${server.origin}/circle/${circle.id}`);
  await one.sees("Glad to sit down");
  await one.context.setOffline(true);
  await one.press("Help");
  await expect.poll(() => focused(one)).toBe("Help, at any hour");
  const call = one.page.getByRole("link", { name: "Call 988" });
  assert.equal(await call.getAttribute("href"), "tel:988");
  await one.page.keyboard.press("Escape");
  await call.waitFor({ state: "detached" });
  assert.equal(await focused(one), "Help");
});

test("a panel opened by keyboard gives the focus back", async () => {
  const one = await again(ana, desktop);
  await one.page.goto(`${server.origin}/circle/${circle.id}`);
  await one.field.waitFor();
  await tabTo(one, /^Members$/);
  await one.page.keyboard.press("Enter");
  await expect.poll(() => focused(one)).toBe("Members");
  await one.page.getByRole("heading", { name: "Members" }).waitFor();
  await one.page.keyboard.press("Escape");
  await one.page.getByRole("heading", { name: "Members" }).waitFor({ state: "detached" });
  const skip = await again(ana, desktop);
  await skip.page.goto(server.origin);
  await skip.inList(circle.name).waitFor();
  await skip.page.keyboard.press("Tab");
  assert.equal(await focused(skip), "Skip to the content");
});

test("somebody else's new message is announced once, and an old one never", async () => {
  const one = await again(ana, desktop);
  await one.page.goto(`${server.origin}/circle/${circle.id}`);
  await one.sees("Good evening, all.");
  const spoken = one.page.getByRole("log", { name: "New messages" });
  assert.equal(await spoken.textContent(), "");
  await ben.say("I made bread today.");
  await expect.poll(() => spoken.textContent()).toBe("Ben: I made bread today.");
  await one.say("Lovely.");
  await one.sees("Lovely.");
  assert.equal(await spoken.textContent(), "Ben: I made bread today.");
});

test("a new message does not move the Tab stop from the current message", async () => {
  const one = await again(ana, desktop);
  await one.page.goto(`${server.origin}/circle/${circle.id}`);
  await one.sees("Good evening, all.");
  await one.message("Good evening, all.").focus();
  await ben.say("Another thing.");
  await one.sees("Another thing.");
  await one.page.keyboard.press("Tab");
  assert.equal(await focused(one), "Reply to yourself");
});

const screens = [
  {
    name: "sign-in",
    path: "/sign-in",
    ready: (page) => page.getByLabel("Sign-in name"),
  },
  {
    name: "list",
    path: "/",
    ready: (page) => page.getByRole("list", { name: "Circles" }),
  },
  {
    name: "circle",
    path: null,
    ready: (page) => page.getByRole("article").first(),
  },
  {
    name: "search",
    path: "/search",
    ready: (page) => page.getByRole("searchbox"),
  },
  {
    name: "queue",
    path: "/queue",
    ready: (page) => page.getByRole("button", { name: "Decide" }),
  },
  {
    name: "settings",
    path: "/settings",
    ready: (page) => page.getByText("– this device"),
  },
  {
    name: "centre",
    path: "/centre",
    ready: (page) => page.getByRole("form", { name: "New invite" }),
  },
  {
    name: "mentors",
    path: "/centre?show=mentors",
    ready: (page) => page.getByRole("form", { name: "Add a mentor" }),
  },
  {
    name: "help card",
    path: "/centre?show=help",
    ready: (page) => page.getByRole("heading", { name: "Help card" }),
  },
  {
    name: "statistics",
    path: "/centre?show=statistics",
    ready: (page) => page.getByRole("heading", { name: "Week by week" }),
  },
  {
    name: "audit",
    path: "/centre?show=audit",
    ready: (page) => page.getByRole("list", { name: "Audit" }),
  },
  {
    name: "on call",
    path: "/on-call",
    ready: (page) => page.getByRole("heading", { name: "Who takes shifts" }),
  },
  {
    name: "meetings",
    path: "/meetings",
    ready: (page) => page.getByRole("heading", { name: "In your own calendar" }),
  },
];

/** Each screen in turn, by someone who sees most of it. */
async function* everyScreen(device) {
  const stranger = await User.at(browsers, "Nobody", device);
  const staff = await again(centre.coordinator, device);
  for (const { name, path, ready } of screens) {
    const one = name === "sign-in" ? stranger : staff;
    await one.page.goto(server.origin + (path ?? `/circle/${circle.id}`));
    await ready(one.page).waitFor();
    yield { name, page: one.page, one };
  }
}

async function findBarriers(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  const { violations } = await page.evaluate((dark) => {
    // In dark mode only the colours differ.
    const rules = dark ? { runOnly: ["color-contrast"] } : {};
    return globalThis.axe.run(document, {
      resultTypes: ["violations"],
      ...rules,
    });
  }, colorScheme === "dark");
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n    ")}`);
}

for (const [name, device] of Object.entries({ desktop, phone })) {
  test(`no accessibility problems at a ${name}, in light or dark mode`, async () => {
    const found = [];
    // The checker can be added to the page only without the policy, which other tests cover.
    const looks = { ...device, reducedMotion: "reduce", bypassCSP: true };
    for await (const screen of everyScreen(looks)) {
      await screen.page.addScriptTag({ path: axe });
      for (const colors of ["light", "dark"]) {
        const barriers = await findBarriers(screen.page, colors);
        found.push(...barriers.map((barrier) => `${screen.name}, ${colors}: ${barrier}`));
      }
    }
    assert.deepEqual(found, []);
  });
}

test("nothing scrolls sideways at 320 pixels, panels and menus included", async () => {
  const tooWide = [];
  const look = async (name, page) => {
    const [inner, outer] = await page.evaluate(() => {
      scrollTo(1_000, 0);
      const { scrollWidth, clientWidth } = document.documentElement;
      const inside = [...document.querySelectorAll("main, main *")].filter(
        (one) => one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX === "auto",
      );
      return [inside.length, scrollWidth - clientWidth + scrollX];
    });
    if (inner !== 0 || outer !== 0) tooWide.push(`${name}: ${outer} px, ${inner} inside`);
  };
  for await (const { name, page, one } of everyScreen(narrow)) {
    await look(name, page);
    if (name !== "circle") continue;
    await one.press("Circle menu");
    await look("circle menu", page);
    await page.getByRole("menuitem", { name: "Members" }).click();
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await look("members", page);
  }
  assert.deepEqual(tooWide, []);
});

test("nothing moves with reduced motion", async () => {
  const one = await again(ana, { ...desktop, reducedMotion: "reduce" });
  await one.page.goto(`${server.origin}/circle/${circle.id}`);
  await one.sees("Good evening, all.");
  await one.page.getByRole("button", { name: /^In reply to/ }).click();
  await one.press("Circle menu");
  // New colours come at once too, not in a ripple from element to element.
  await one.page.emulateMedia({ colorScheme: "dark" });
  const moving = await one.page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ transitionProperty, effect }) => {
        return transitionProperty !== undefined || effect.getComputedTiming().duration > 1;
      })
      .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty),
  );
  assert.deepEqual(moving, []);
  const behaviours = await one.page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .map((each) => getComputedStyle(each).scrollBehavior)
      .filter((behaviour) => behaviour === "smooth"),
  );
  assert.deepEqual(behaviours, []);
});

test("the chosen appearance stays, whatever the device prefers", async () => {
  const one = await again(ana, { ...desktop, colorScheme: "light" });
  const background = () => one.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await one.page.goto(`${server.origin}/settings`);
  const light = await background();
  await one.page.getByRole("radio", { name: "Dark" }).check();
  await expect.poll(async () => (await background()) !== light, "it is dark").toBe(true);
  const dark = await background();
  await one.page.reload();
  await expect.poll(background).toEqual(dark);
});
