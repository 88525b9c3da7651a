// A meeting that starts soon.

import { beforeEach, expect, test } from "vitest";
import type { Meetings } from "../../src/state/meetings-contract";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let meetings: Meetings;

async function open(): Promise<void> {
  const app = await device.open();
  await flushPromises();
  meetings = app.meetings!;
}

beforeEach(() => {
  device = new TestDevice();
});

test("that a meeting starts soon is said once, with its time and nothing else", async () => {
  await open();
  device.server.notify({ type: "meeting_near", meeting: "t1", on: "2026-11-26", starts_at: 7 });
  await flushPromises();
  expect(meetings.startsSoonAt).toBe(7);
  meetings.dismissStartsSoon();
  expect(meetings.startsSoonAt).toBeNull();
});
