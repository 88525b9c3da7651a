// What an alum has told of themselves stands here as the server keeps it, and
// nothing is done twice because an answer was lost.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import type { Care } from "../../src/state/care-contract";
import { TestDevice } from "../device";
import { proposed } from "../fake-care";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  app = await device.open();
  await flushPromises();
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
  device.server.care.own = { ...device.server.care.own, hello_due: true };
  device.server.notify({ type: "care_changed" });
  await flushPromises();
  expect(care().own?.hello_due).toBe(true);
  expect(care().waits).toBe(true);
});

test("a check-in answers the hello", async () => {
  device.server.care.own = { ...device.server.care.own, hello_due: true };
  device.server.notify({ type: "care_changed" });
  await flushPromises();
  await care().checkIns.add(null, false);
  await flushPromises();
  expect(care().waits).toBe(false);
});

test("a lapse that got no answer is the same one when it is sent again", async () => {
  const lapse = {
    from: "2026-11-01",
    to: "2026-11-01",
    shared_with: "nobody",
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

test("a pairing proposed to a mentor is kept apart from the mentor proposed to an alum", async () => {
  const pairings = [proposed("their-mentor", false), proposed("their-mentee", true)];
  device.server.care.own = { ...device.server.care.own, pairings: pairings.slice(1) };
  device.server.notify({ type: "care_changed" });
  await flushPromises();
  expect(care().mentorRequests.map(({ id }) => id)).toEqual(["their-mentee"]);
  expect(care().waits).toBe(false);
  device.server.care.own = { ...device.server.care.own, pairings };
  device.server.notify({ type: "care_changed" });
  await flushPromises();
  expect(care().mentorRequests).toHaveLength(1);
  expect(care().waits).toBe(true);
  await care().acceptPairing("their-mentee");
  expect(care().mentorRequests).toMatchObject([{ state: "accepted" }]);
});

test("a pairing request that was withdrawn is gone once it is answered", async () => {
  device.server.care.own = { ...device.server.care.own, pairings: [proposed("gone", true)] };
  device.server.notify({ type: "care_changed" });
  await flushPromises();
  device.server.care.withdrawn.add("gone");
  await expect(care().acceptPairing("gone")).rejects.toMatchObject({ code: "not_found" });
  expect(care().mentorRequests).toEqual([]);
});
