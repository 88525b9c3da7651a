// A disk that gets full: whoever watches over the server hears it before a member
// does, nothing that was acknowledged is lost, and what waits goes out later.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { eventually } from "./eventually.mjs";
import { TestServer, whySmallDiskUnavailable } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

const skip = whySmallDiskUnavailable() ?? false;

// Room for some small messages and not for one of the largest size.
const tightBytes = 48 * 1024;
const largest = "\u{20000}".repeat(8_000);

let server, browsers, ana, ben;

before(async () => {
  if (skip) return;
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
after(async () => {
  await browsers?.close();
  await server?.close();
});

const health = async () => (await fetch(`${server.origin}/api/health`)).status;

test("the server is not well while a largest message would be refused", { skip }, async () => {
  await ana.say("There is room.");
  await ben.sees("There is room.");
  assert.equal(await health(), 200);

  server.fillDisk(tightBytes);
  await eventually(ana.page, health, 503);
  await ana.field.fill(largest);
  await ana.page.getByRole("button", { name: "Send" }).click();
  await eventually(ana.page, () => ana.page.getByText("Waiting to send").count(), 1);
  assert.deepEqual(await ben.said(), ["There is room."]);

  server.freeDisk();
  await eventually(ana.page, health, 200);
  // The largest is shown folded, so that only its beginning counts here.
  const begins = async () => (await ben.said()).map((words) => words.slice(0, 14));
  await eventually(ben.page, begins, ["There is room.", largest.slice(0, 14)]);
  await eventually(ana.page, () => ana.page.getByText("Waiting to send").count(), 0);
  await browsers.closeAfterTest();
});
