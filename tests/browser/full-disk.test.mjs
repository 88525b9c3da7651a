// A disk that gets full: whoever watches over the server hears it before a member
// does, nothing that was acknowledged is lost, and what waits goes out later.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { eventually } from "./eventually.mjs";
import { House, whyNoSmallDisk } from "./house.mjs";
import { settle } from "./settle.mjs";
import { phone, Street } from "./street.mjs";

const skip = whyNoSmallDisk() ?? false;

// Room for some small messages and not for one of the largest size.
const tightBytes = 48 * 1024;
const largest = "\u{20000}".repeat(8_000);

let house, street, ana, ben;

before(async () => {
  if (skip) return;
  house = new House({ diskMib: 16 });
  await house.start();
  street = await Street.open(house);
  const centre = await settle(street);
  const door = await centre.circle("Door");
  [ana, ben] = await Promise.all([
    centre.person("Ana", door, { device: phone }),
    centre.person("Ben", door),
  ]);
});
after(async () => {
  await street?.close();
  await house?.close();
});

const health = async () => (await fetch(`${house.origin}/api/health`)).status;

test("the server is not well while a largest message would be refused", { skip }, async () => {
  await ana.say("There is room.");
  await ben.sees("There is room.");
  assert.equal(await health(), 200);

  house.fillDisk(tightBytes);
  await eventually(ana.page, health, 503);
  await ana.field.fill(largest);
  await ana.page.getByRole("button", { name: "Send" }).click();
  await eventually(ana.page, () => ana.page.getByText("Waiting to send").count(), 1);
  assert.deepEqual(await ben.said(), ["There is room."]);

  house.freeDisk();
  await eventually(ana.page, health, 200);
  // The largest is shown folded, so that only its beginning counts here.
  const begins = async () => (await ben.said()).map((words) => words.slice(0, 14));
  await eventually(ben.page, begins, ["There is room.", largest.slice(0, 14)]);
  await eventually(ana.page, () => ana.page.getByText("Waiting to send").count(), 0);
  await street.endOfTest();
});
