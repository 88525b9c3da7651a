// Messages that would burst their place: very long ones, ones of strange characters
// and ones that would read as something else. Each keeps to its own box.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { answers, ask, setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

/** As many rows as a folded message has, and its name and button beside it. */
const foldedMostPx = 900;

let server, browsers, centre, circle, ana, ben;

test.beforeAll(async () => {
  server = new TestServer({ settings: ["message_burst=100"] });
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("Harbour");
  ana = await centre.createUserWithoutClient("Ana", circle, { role: "moderator" });
  ben = await centre.createUser("Ben", circle, { device: phone });
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

let sent = 0;

/** Past the screen, so that what arrives is the matter. */
async function post(body) {
  sent += 1;
  const id = `0199f3a0-0000-7000-8000-${String(sent).padStart(12, "0")}`;
  const request = {
    type: "send_message",
    circle: circle.id,
    id,
    body,
    reply_to: null,
  };
  await ask(ana, [request]);
  return ben.page.locator(`article[data-message="${id}"]`);
}

const heightOf = (message) => message.evaluate((one) => one.getBoundingClientRect().height);
const topOf = (message) => message.evaluate((one) => one.getBoundingClientRect().top);

test("a message of 8,000 line breaks takes a bounded height, and opens in its place", async () => {
  for (const nth of [1, 2, 3]) await post(`Good evening, ${"all of you. ".repeat(30)}${nth}`);
  const message = await post(`first${"\n".repeat(7_990)}last`);
  const open = message.getByRole("button", { name: "Show all" });
  await open.waitFor();
  assert.ok((await heightOf(message)) < foldedMostPx);
  assert.equal(await open.getAttribute("aria-expanded"), "false");
  const before = await topOf(message);

  await open.click();
  const close = message.getByRole("button", { name: "Show less" });
  await close.waitFor();
  assert.ok((await heightOf(message)) > 100_000, "all of it is there");
  assert.equal(await close.getAttribute("aria-expanded"), "true");
  await expect.poll(() => topOf(message)).toEqual(before);

  await close.scrollIntoViewIfNeeded();
  const place = await topOf(close);
  await close.click();
  await open.waitFor();
  assert.ok((await heightOf(message)) < foldedMostPx);
  await expect
    .poll(async () => {
      return Math.abs((await topOf(open)) - place) < 3;
    }, "the button stays under the finger")
    .toBe(true);
});

test("a keyboard opens a long message and stays at its button", async () => {
  const message = await post("A long evening. ".repeat(400));
  const open = message.getByRole("button", { name: "Show all" });
  await open.focus();
  await ben.page.keyboard.press("Enter");
  await message.getByRole("button", { name: "Show less" }).waitFor();
  const focused = await ben.page.evaluate(() => document.activeElement.innerText);
  assert.equal(focused, "Show less");
  await ben.page.keyboard.press("Enter");
  await open.waitFor();
  await assertAccessible(ben, "a folded message");
});

test("a message of ordinary length has nothing to unfold", async () => {
  const message = await post("Seven days.\nThank you all.\n\nSee you on Thursday.");
  await message.getByText("Seven days").waitFor();
  assert.equal(await message.getByRole("button", { name: "Show all" }).count(), 0);
});

const marks = "\u0300\u0316\u0489\u0360\u20dd";
const strange = {
  "an unbroken word": "a".repeat(8_000),
  "towers of marks": `z${marks.repeat(40)}algo `.repeat(30),
  "one tower of marks": `z${marks.repeat(1_500)}`,
  "the widest signs": "\ufdfd\u{1242b}".repeat(400),
  tabs: "a\t".repeat(2_000),
  spaces: `a${" ".repeat(7_000)}b`,
  "an override": "\u202e\u2067 turned \u202d",
  "a long link": `https://x.example/${"a".repeat(7_000)}`,
  "a link in an override": "\u202eSee https://x.example/a/b and on",
};

for (const [name, body] of Object.entries(strange)) {
  test(`${name} stays inside of its message`, async () => {
    const message = await post(body);
    await message.waitFor();
    const leaving = await message.evaluate((one) => {
      const box = one.getBoundingClientRect();
      const all = [...one.querySelectorAll(".words *")].filter(
        (each) => each.closest(".visually-hidden") === null,
      );
      const inner = all.flatMap((each) =>
        [...each.getClientRects()].map((rect) => [each.tagName, rect]),
      );
      const found = inner.filter(([, { left, right, top, bottom }]) => {
        return left < box.left || right > box.right || top < box.top - 1 || bottom > box.bottom + 1;
      });
      const text = one.querySelector("p.text");
      const clips = getComputedStyle(text).overflow === "clip";
      return [...found.map(([tag]) => tag), ...(clips ? [] : ["nothing is cut off"])];
    });
    assert.deepEqual(leaving, []);
    assert.ok((await heightOf(message)) < foldedMostPx);
    const wide = await ben.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(wide, 0);
  });
}

test("a link is shown as the host it leads to, and reads from left to right", async () => {
  const message = await post(
    "\u202eA https://bank.example@evil.example/x B https://gооgle.example/ C https://bücher.example",
  );
  const links = message.getByRole("link");
  await expect
    .poll(() => links.allInnerTexts())
    .toEqual([
      "https://evil.example/x",
      "https://xn--ggle-55da.example/",
      "https://bücher.example",
    ]);
  const [first] = await links.evaluateAll((all) => {
    return all.map((one) => ({
      href: one.href,
      rel: one.rel,
      direction: getComputedStyle(one).direction,
      bidi: getComputedStyle(one).unicodeBidi,
    }));
  });
  assert.deepEqual(first, {
    href: "https://evil.example/x",
    rel: "noopener noreferrer nofollow",
    direction: "ltr",
    bidi: "isolate",
  });
});

test("a link with an override inside of it is plain words", async () => {
  const message = await post("https://good.example/\u202emoc.live and https://x.example/a");
  await expect
    .poll(() => message.getByRole("link").allInnerTexts())
    .toEqual(["https://x.example/a"]);
});

test("what is folded in the timeline is short in quotations, pins and lists as well", async () => {
  const body = `Begins${"\n".repeat(4_000)}\u202e${"words ".repeat(600)}`;
  const message = await post(body);
  const id = await message.getAttribute("data-message");
  await ask(ana, [{ type: "pin_message", circle: circle.id, message: id }]);
  await message.getByText("Pinned").waitFor();
  await ben.page.goto(`${server.origin}/circle/${circle.id}?show=pins`);
  const card = ben.page.getByRole("list", { name: "Pinned messages" }).getByRole("button");
  await card.getByText("Begins").waitFor();
  assert.ok((await heightOf(card)) < 200);
  assert.ok((await card.innerText()).length < 500);
  const reply = {
    type: "send_message",
    circle: circle.id,
    body: "Yes.",
    reply_to: id,
  };
  await answers(ana, [{ ...reply, id: "0199f3a0-0000-7000-8001-000000000001" }]);
  await ben.page.goto(`${server.origin}/circle/${circle.id}`);
  const quotation = ben.page.getByRole("button", { name: /^In reply to/ });
  await quotation.waitFor();
  assert.ok((await heightOf(quotation)) < 100);
});

test("what somebody asked for help with is folded for whoever replies", async () => {
  const hourMs = 3_600_000;
  const { coordinator } = centre;
  const [{ person }] = await ask(coordinator, [{ type: "add_on_call", member: null }]);
  const [from, to] = [Date.now() - hourMs, Date.now() + hourMs];
  const cry = {
    type: "ask_for_help",
    id: "0199f3a0-0000-7000-8002-000000000001",
    to: "on_call",
    words: `Please${"\n".repeat(900)}call`,
  };
  await ask(coordinator, [{ type: "add_shift", person, rank: "first", from, to }]);
  const cho = await centre.createUserWithoutClient("Cho", circle);
  await ask(cho, [cry]);
  const [{ direct }] = await ask(coordinator, [{ type: "acknowledge_help", help: cry.id }]);
  await coordinator.page.goto(`${server.origin}/circle/${direct}`);
  const why = coordinator.page.getByRole("region", { name: "Why you are here" });
  await why.getByRole("button", { name: "Show all" }).waitFor();
  assert.ok((await heightOf(why)) < foldedMostPx);
  await assertAccessible(coordinator, "a long request for help");
});

test("words that wait to be sent are folded too", async () => {
  browsers.allowNetworkErrors(ben.context);
  await ben.context.setOffline(true);
  await ben.say("line\n".repeat(60));
  const waiting = ben.page.getByRole("article", {
    name: "Your message, not sent yet",
  });
  await waiting.getByRole("button", { name: "Show all" }).waitFor();
  assert.ok((await heightOf(waiting)) < foldedMostPx);
});
