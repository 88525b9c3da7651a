// After somebody came back to the account by a link, what is private is neither asked for
// nor sent until it is open again; and what was written meanwhile is not lost.

import { beforeEach, expect, test } from "vitest";
import type { AccountRecovery } from "../../src/protocol/wire";
import type { App } from "../../src/state/contract";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;

const closed: AccountRecovery = { link_until: null, closed_until: 1_000_000 };
const nothing: AccountRecovery = { link_until: null, closed_until: null };

beforeEach(async () => {
  device = new TestDevice();
  app = await device.open();
  await flushPromises();
});

async function told(recovery: AccountRecovery): Promise<void> {
  device.server.notify({ type: "account_recovery_changed", recovery });
  await flushPromises();
}

const count = (type: "show_care" | "send_check_in"): number => device.server.askedFor(type).length;

test("a check-in made while it is closed waits on the device, and is sent once it is open", async () => {
  await told(closed);
  await app.care!.checkIns.add(null, false);
  await flushPromises();
  expect(count("send_check_in")).toBe(0);
  expect(app.care!.checkIns.waiting).toHaveLength(1);
  expect(app.unsentCount).toBe(1);
  await told(nothing);
  expect(count("send_check_in")).toBe(1);
  expect(app.care!.checkIns.waiting).toHaveLength(0);
});

test("nothing of it is asked for while it is closed, and all of it afterwards", async () => {
  await told(closed);
  const before = count("show_care");
  device.server.notify({ type: "care_changed" });
  await flushPromises();
  expect(count("show_care")).toBe(before);
  await told(nothing);
  expect(count("show_care")).toBeGreaterThan(before);
});

test("a link that only was made closes nothing, and can be stopped", async () => {
  await told({ link_until: 1_000_000, closed_until: null });
  await app.care!.checkIns.add(null, false);
  await flushPromises();
  expect(count("send_check_in")).toBe(1);
  await app.care!.stopRecoveryLink().catch(() => {});
  expect(device.server.askedFor("stop_recovery_link")).toHaveLength(1);
});
