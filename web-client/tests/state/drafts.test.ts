// What a member has typed is theirs until it is sent or they throw it away,
// whatever happens around it; what others said does not stay with it.

import { beforeEach, expect, test } from "vitest";
import type { App, Circle } from "../../src/state/contract";
import { say, TestDevice, walkers } from "../device";
import { settle } from "../fake-clock";
import { FakeServer } from "../fake-server";

let device: TestDevice;
let server: FakeServer;
let app: App;
let circle: Circle;

beforeEach(async () => {
  device = new TestDevice();
  server = device.server;
  app = await device.open();
  circle = walkers(app);
});

test("a draft outlives what another tab sends", async () => {
  const other = await device.open();
  circle.draft = "typed in the first tab";
  await device.clock.advance(300);
  await say(walkers(other), "sent from the second");
  await settle();
  app = await device.reload();
  expect(walkers(app).draft).toBe("typed in the first tab");
});

test("words of several messages come back in the order of writing", async () => {
  server.unreach();
  await settle();
  await say(circle, "first", "second");
  Object.assign(server.circle, { me: "me-again" });
  server.reachable = true;
  await device.clock.advance(30_000);
  expect(walkers(app).draft).toBe("first\n\nsecond");
});
