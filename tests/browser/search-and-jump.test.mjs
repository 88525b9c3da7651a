// Search, jumping to a date and to the first unread message, among ten thousand messages.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { ask, userOfSession } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const circleName = "Measured";
const messages = 10_000;
let server, browsers, filled;

test.beforeAll(async () => {
  server = new TestServer();
  filled = server.fill({ members: 3, messages });
  await server.start();
  browsers = await Browsers.open(server);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.closeAfterTest());

const member = (nth, device) => userOfSession(browsers, filled.sessions[nth], device);

const open = async (user) => {
  await user.page.goto(`${server.origin}/circle/${filled.circle}`);
  await user.page.getByRole("article").first().waitFor();
};

/** What stands in the middle of the screen, roughly: the messages in view. */
const inView = ({ page }) =>
  page.getByRole("region", { name: "Messages" }).evaluate((scroller) => {
    const view = scroller.getBoundingClientRect();
    return [...scroller.querySelectorAll("article p.text")]
      .filter((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return bottom > view.top && top < view.bottom;
      })
      .map((one) => one.innerText.match(/^Note (\d+):/)?.[1])
      .map(Number);
  });

test("ten thousand unread messages count as 99+, and opening goes to the end", async () => {
  const one = await member(0);
  await one.page.goto(server.origin);
  await one.inList(circleName).getByText("99+", { exact: true }).waitFor();
  await expect(one.page).toHaveTitle("(99+) Circles");
  await one.openCircle(circleName);
  await one.page.getByRole("button", { name: "Go to first unread" }).click();
  // Member 0 wrote Note 0; the first one of somebody else is Note 1.
  await one.page.getByText("New since you were here").waitFor();
  await expect
    .poll(async () => (await inView(one)).includes(1), "the first unread is in view")
    .toBe(true);
  await one.toNewest();
  await expect
    .poll(async () => (await inView(one)).includes(messages - 1), "the newest is in view")
    .toBe(true);
});

test("reading continues at the first unread message", async () => {
  const one = await member(1);
  const circle = filled.circle;
  const from = { type: "newest" };
  const [page] = await ask(one, [{ type: "fetch_history", circle, from, limit: 20 }]);
  const last = page.messages[5];
  await ask(one, [{ type: "mark_read", circle, seq: last.seq }]);
  await open(one);
  await one.page.getByText("New since you were here").waitFor();
  const next = Number(last.body.match(/^Note (\d+)/)[1]) + 1;
  await expect
    .poll(async () => (await inView(one)).includes(next), "the first new one is in view")
    .toBe(true);
  await one.toNewest();
  await expect(one.page).toHaveTitle("Circles");
});

test("search finds one message in ten thousand and opens it", async () => {
  for (const device of [desktop, phone]) {
    const one = await member(2, device);
    await open(one);
    // Where there is little room, it stands in the menu.
    await one.chooseInCircleMenu("Search this circle");
    const search = one.page.getByRole("searchbox", {
      name: "Search in this circle",
    });
    await search.fill("4711");
    await search.press("Enter");
    const results = one.page.getByRole("list", { name: "Search results" });
    await results.getByRole("button", { name: /Note 4711:/ }).click();
    await expect
      .poll(async () => (await inView(one)).includes(4711), "the found one is in view")
      .toBe(true);
    const focused = one.page.locator("article:focus");
    assert.match(await focused.innerText(), /Note 4711:/);
  }
});

test("search accepts any text, and says when nothing was found", async () => {
  const one = await member(2);
  await one.page.goto(`${server.origin}/search`);
  const search = one.page.getByRole("searchbox", {
    name: "Search in all your circles",
  });
  for (const words of ['"', "NEAR(", "* OR AND", "%_\\'", "zebra crossing"]) {
    await search.fill(words);
    await search.press("Enter");
    await one.page.getByText(`Nothing was found for “${words}”.`).waitFor();
  }
  await search.fill("note 8123");
  await search.press("Enter");
  await one.page.getByRole("button", { name: /Measured.*Note 8123:/ }).click();
  await expect
    .poll(async () => (await inView(one)).includes(8123), "the found one is in view")
    .toBe(true);
});

test("jumping to a date shows the first message of that day", async () => {
  const one = await member(2);
  await open(one);
  const [day, firstOfDay] = await one.page.evaluate(async () => {
    const yesterday = new Date();
    yesterday.setDate(yesterday.getDate() - 1);
    yesterday.setHours(0, 0, 0, 0);
    const two = (n) => String(n).padStart(2, "0");
    const words = [
      yesterday.getFullYear(),
      two(yesterday.getMonth() + 1),
      two(yesterday.getDate()),
    ];
    return [words.join("-"), yesterday.getTime()];
  });
  await one.chooseInCircleMenu("Go to a date");
  await one.page.getByLabel("Date", { exact: true }).fill(day);
  await one.press("Go", one.dialog);
  await one.page.getByRole("heading", { name: "Yesterday" }).waitFor();
  const found = one.page.locator("article:focus time");
  await found.waitFor();
  const at = Date.parse(await found.getAttribute("datetime"));
  // The history has one message every twenty seconds.
  assert.ok(at >= firstOfDay && at < firstOfDay + 20_000, `${new Date(at)}`);
});
