// What an alum has told of themselves stands here as the server keeps it, and
// nothing is done twice because an answer was lost.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import type { Care } from "../../src/state/care-contract";
import { TestDevice } from "../device";
import { settle } from "../fake-clock";

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  app = await device.open();
  await settle();
});

const care = (): Care => app.care!;

test("all consents are off until given, and given to the wording on the screen", async () => {
  expect(care().own?.consents).toEqual([]);
  await care().give("mentor_sees_check_ins");
  expect(care().own?.consents).toMatchObject([{ consent: "mentor_sees_check_ins", version: 3 }]);
  await care().revoke("mentor_sees_check_ins");
  expect(care().own?.consents).toEqual([]);
});

test("news of it is read", async () => {
  expect(care().waits).toBe(false);
  device.server.care.own = { ...device.server.care.own, hello: true };
  device.server.notify({ type: "care_changed" });
  await settle();
  expect(care().own?.hello).toBe(true);
  expect(care().waits).toBe(true);
});

test("a check-in answers the hello", async () => {
  device.server.care.own = { ...device.server.care.own, hello: true };
  device.server.notify({ type: "care_changed" });
  await settle();
  await care().checkIns.add(null, false);
  await settle();
  expect(care().waits).toBe(false);
});

test("a lapse that got no answer is the same one when it is sent again", async () => {
  const lapse = {
    from: "2026-11-01",
    to: "2026-11-01",
    told: "nobody",
    date: { type: "keep_date" },
  } as const;
  const unreachable = { code: "unavailable", message: "Later." } as const;
  device.server.refusals.push(["record_lapse", unreachable]);
  await expect(care().recordLapse(lapse)).rejects.toThrow("Later.");
  await care().recordLapse(lapse);
  const [first, second] = device.server.askedFor("record_lapse");
  expect(first?.id).toBe(second?.id);
  await care().loadLapses();
  expect(care().lapses).toHaveLength(1);
  await care().deleteLapse(second!.id);
  expect(care().lapses).toEqual([]);
});

test("sharing a milestone again after a lost answer is one message", async () => {
  device.server.refusals.push(["share_milestone", { code: "unavailable", message: "Later." }]);
  await expect(care().shareMilestone("days_90", "c1", "90 days!")).rejects.toThrow();
  expect(await care().shareMilestone("days_90", "c1", "90 days!")).toBe(false);
  const ids = device.server.askedFor("share_milestone").map(({ id }) => id);
  expect(new Set(ids).size).toBe(1);
});
