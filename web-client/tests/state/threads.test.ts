// The flags of a message for the wins and the daily thread.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { TestDevice, say, walkers } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;

async function open(): Promise<void> {
  app = await device.open();
  await flushPromises();
}

beforeEach(() => {
  device = new TestDevice();
});

test("a flag goes with one message and not with the next", async () => {
  await open();
  const circle = walkers(app);
  circle.threads.win = circle.threads.daily = true;
  await say(circle, "Slept well.", "And you?");
  await flushPromises();
  expect(device.server.askedFor("send_message")).toMatchObject([
    { win: true, daily: true },
    { win: false, daily: false },
  ]);
  const [first, second] = circle.timeline.items;
  expect(first).toMatchObject({ message: { win: true, daily_on: "2026-11-24" } });
  expect(second).not.toMatchObject({ message: { win: true } });
});

test("a flag outlives the network and the page", async () => {
  await open();
  device.server.goOffline();
  await flushPromises();
  walkers(app).threads.win = true;
  await say(walkers(app), "Made it home.");
  await device.reload();
  device.server.reachable = true;
  app = await device.reload();
  await flushPromises();
  expect(device.server.askedFor("send_message")).toMatchObject([{ win: true, daily: false }]);
});
