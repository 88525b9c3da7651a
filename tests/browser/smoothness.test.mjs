// Reading upwards through thousands of messages: the page stays small, the place
// stays put, and the browser is never held up for long. Prints its figures.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { userOfSession } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

// The client holds 600 messages at once, and a row has some fifteen elements.
const mostMessages = 600;
const mostElements = 12_000;
const pagesRead = 14;
const mostDriftPx = 4;
// Time of the processor and not of the clock: what else the machine does is left out.
const longestTaskMs = 400;

let server, browsers, filled;

test.beforeAll(async () => {
  server = new TestServer();
  filled = server.fill({ members: 3, messages: 10_000 });
  await server.start();
  browsers = await Browsers.open(server);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.closeAfterTest());

/** In the page: reads up page after page, by the wheel's steps, and measures. */
async function readUpwards({ pagesRead, stepPx }) {
  const scroller = document.querySelector("[role=region][aria-label=Messages]");
  const frame = () => new Promise(requestAnimationFrame);
  // As a wheel does, scroll between two frames and not inside of one.
  const { port1, port2 } = new MessageChannel();
  const afterFrame = () =>
    new Promise((done) => {
      port1.onmessage = done;
      requestAnimationFrame(() => port2.postMessage(null));
    });
  const articles = () => scroller.getElementsByTagName("article");
  const figures = { drift: 0, messages: 0, elements: 0, pages: 0, frames: 0 };
  let top = articles()[0];
  while (figures.pages < pagesRead) {
    await afterFrame();
    scroller.scrollTop -= stepPx;
    const view = scroller.getBoundingClientRect();
    const anchor = [...articles()].find((one) => one.getBoundingClientRect().top >= view.top);
    const before = anchor?.getBoundingClientRect().top;
    const topBefore = top;
    // Scrolled to where it is; whatever moves in the next frames is drift.
    await frame();
    await frame();
    figures.frames += 3;
    top = articles()[0];
    if (anchor?.isConnected) {
      const moved = Math.abs(anchor.getBoundingClientRect().top - before);
      figures.drift = Math.max(figures.drift, moved);
    }
    if (top !== topBefore) figures.pages += 1;
    figures.messages = Math.max(figures.messages, articles().length);
    figures.elements = Math.max(figures.elements, document.getElementsByTagName("*").length);
  }
  return figures;
}

/** What `run` returns, and for how long the page's main thread computed in one go, at most. */
async function withLongestTask({ browser }, page, run) {
  await browser.startTracing(page, { categories: ["toplevel"] });
  const result = await run();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ pid, tid, tdur }) => tdur !== undefined && mains.has(`${pid} ${tid}`),
  );
  assert.ok(tasks.length > 0, "the browser tells of its tasks");
  return [result, Math.max(...tasks.map(({ tdur }) => tdur)) / 1000];
}

for (const [name, device] of Object.entries({ desktop, phone })) {
  test(`reading upwards stays smooth and in place at a ${name}`, async () => {
    const one = await userOfSession(browsers, filled.sessions[0], device);
    await one.page.goto(`${server.origin}/circle/${filled.circle}`);
    await one.sees("Note 9999:");
    const [figures, longestMs] = await withLongestTask(browsers, one.page, () =>
      one.page.evaluate(readUpwards, { pagesRead, stepPx: 2_500 }),
    );
    console.log(
      `${figures.pages} pages in ${figures.frames} frames · ${figures.messages} messages and ` +
        `${figures.elements} elements at most · drift ${figures.drift.toFixed(1)} px · ` +
        `the longest task ${Math.round(longestMs)} ms`,
    );
    assert.equal(figures.pages, pagesRead);
    assert.ok(figures.messages <= mostMessages, `${figures.messages} messages`);
    assert.ok(figures.elements <= mostElements, `${figures.elements} elements`);
    assert.ok(figures.drift < mostDriftPx, `moved by ${figures.drift} px`);
    assert.ok(longestMs <= longestTaskMs, `held up for ${longestMs} ms`);
    await one.toNewest();
    await one.sees("Note 9999:");
  });
}

test("a reader in the past stays in place while the circle talks on", async () => {
  const [reader, writer] = [
    await userOfSession(browsers, filled.sessions[1]),
    await userOfSession(browsers, filled.sessions[2]),
  ];
  for (const one of [reader, writer]) {
    await one.page.goto(`${server.origin}/circle/${filled.circle}`);
    await one.sees("Note 9999:");
  }
  const scroller = reader.page.getByRole("region", { name: "Messages" });
  await scroller.evaluate((box) => (box.scrollTop -= 600));
  const topOf = (text) =>
    reader.message(text).evaluate((one) => Math.round(one.getBoundingClientRect().top));
  const read = await scroller.evaluate((box) => {
    const view = box.getBoundingClientRect();
    const all = [...box.querySelectorAll("article p.text")];
    return all
      .find((one) => one.getBoundingClientRect().top > view.top)
      .innerText.match(/Note \d+:/)[0];
  });
  const before = await topOf(read);
  for (const words of ["One.", "Two.", "Three."]) await writer.say(words);
  await reader.page.getByRole("button", { name: "New messages" }).waitFor();
  assert.equal(await topOf(read), before);
  await reader.press("New messages");
  await expect
    .poll(
      async () =>
        scroller.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2),
      "the newest is in view",
    )
    .toBe(true);
  await reader.sees("Three.");
});
