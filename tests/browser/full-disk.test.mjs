// A disk that gets full: whoever watches over the server hears it before a member
// does, nothing that was acknowledged is lost, and what waits goes out later.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer, whySmallDiskUnavailable } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

// Room for some small messages and not for one of the largest size.
const tightBytes = 48 * 1024;
const largest = "\u{20000}".repeat(8_000);

let server, browsers, ana, ben;

test.beforeAll(async () => {
  const why = whySmallDiskUnavailable();
  test.skip(why !== null, why ?? "");
  server = new TestServer({ diskMib: 16 });
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  const door = await centre.createCircle("Door");
  [ana, ben] = await Promise.all([
    centre.createUser("Ana", door, { device: phone }),
    centre.createUser("Ben", door),
  ]);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const health = async () => (await fetch(`${server.origin}/api/health`)).status;

test("the server is not well while a largest message would be refused", async () => {
  await ana.say("There is room.");
  await ben.sees("There is room.");
  assert.equal(await health(), 200);

  server.fillDisk(tightBytes);
  await expect.poll(health).toBe(503);
  await ana.field.fill(largest);
  await ana.page.getByRole("button", { name: "Send" }).click();
  await expect(ana.page.getByText("Waiting to send")).toHaveCount(1);
  assert.deepEqual(await ben.said(), ["There is room."]);

  server.freeDisk();
  await expect.poll(health).toBe(200);
  // The largest is shown folded, so that only its beginning counts here.
  const begins = async () => (await ben.said()).map((words) => words.slice(0, 14));
  await expect.poll(begins).toEqual(["There is room.", largest.slice(0, 14)]);
  await expect(ana.page.getByText("Waiting to send")).toHaveCount(0);
  await browsers.closeAfterTest();
});
