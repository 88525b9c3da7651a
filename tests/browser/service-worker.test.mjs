// The service worker answers for the app's own screens. Every other address of the
// site goes to the server, also in a browser that runs the app.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  dee = await centre.createUser("Dee", await centre.createCircle("Walkers"));
  await dee.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await dee.page.reload();
  const controlled = () => navigator.serviceWorker.controller !== null;
  assert.ok(await dee.page.evaluate(controlled), "the worker stands between page and server");
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

test("the calendar address returns the calendar", async () => {
  await dee.goTo("/meetings");
  await dee.press("Create calendar link");
  const address = await dee.page.getByLabel("Calendar link").inputValue();
  const page = await dee.context.newPage();
  const downloading = page.waitForEvent("download");
  // A browser that shows no calendars keeps the file instead of opening a page.
  await page.goto(address).catch((error) => assert.match(error.message, /Download is starting/));
  const calendar = await readFile(await (await downloading).path(), "utf8");
  assert.match(calendar, /^BEGIN:VCALENDAR/);
  await page.close();
});

test("any other address is requested from the server", async () => {
  for (const path of ["/no-screen", "/icon.svg"]) {
    const page = await dee.context.newPage();
    const answer = await page.goto(`${server.origin}${path}`);
    assert.equal(answer.fromServiceWorker(), false, path);
    await page.close();
  }
});

test("a screen of the app is served from the device", async () => {
  for (const path of ["/", "/meetings", "/circle/x", "/settings"]) {
    const page = await dee.context.newPage();
    const answer = await page.goto(`${server.origin}${path}`);
    assert.equal(answer.fromServiceWorker(), true, path);
    await page.close();
  }
});
