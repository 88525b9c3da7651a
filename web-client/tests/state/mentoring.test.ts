// The mentor's board: it follows the notices, and shows at once what was done.

import { beforeEach, expect, test } from "vitest";
import type { Mentoring } from "../../src/state/mentoring-contract";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";
import { cardOf } from "../fake-support";

let device: TestDevice;
let mentoring: Mentoring;

async function open(): Promise<void> {
  const app = await device.open();
  await flushPromises();
  mentoring = app.mentoring!;
}

beforeEach(() => {
  device = new TestDevice();
});

test("the board keeps the server's order and follows the news", async () => {
  device.server.support.mentor = true;
  device.server.support.board = [cardOf("p2"), cardOf("p1")];
  await open();
  await mentoring.loadBoard();
  expect(mentoring.board?.map(({ pairing }) => pairing)).toEqual(["p2", "p1"]);
  const before = mentoring.boardChanges;
  device.server.support.board = [cardOf("p1", { wants_call_since: 5 })];
  device.server.notify({ type: "board_changed" });
  await flushPromises();
  expect(mentoring.board).toMatchObject([{ pairing: "p1", wants_call_since: 5 }]);
  expect(mentoring.boardChanges).toBeGreaterThan(before);
});

test("who would like a call is known before anybody has looked at the board, and live", async () => {
  device.server.support.mentor = true;
  device.server.support.board = [cardOf("p1", { wants_call_since: 5 }), cardOf("p2")];
  await open();
  expect(mentoring.wantCall).toMatchObject([{ pairing: "p1" }]);
  device.server.support.board = [cardOf("p1"), cardOf("p2")];
  device.server.notify({ type: "board_changed" });
  await flushPromises();
  expect(mentoring.wantCall).toEqual([]);
});

test("whoever is no mentor reads no board for the news", async () => {
  await open();
  device.server.notify({ type: "board_changed" });
  await flushPromises();
  expect(device.server.askedFor("show_board")).toEqual([]);
});

test("what was noted, or ended, stands on the board at once", async () => {
  device.server.support.mentor = true;
  device.server.support.board = [cardOf("p1", { wants_call_since: 5 }), cardOf("p2")];
  await open();
  await mentoring.loadBoard();
  await mentoring.logOutreach("p1", "message", "reached");
  expect(mentoring.board).toMatchObject([{ wants_call_since: null }, { pairing: "p2" }]);
  await mentoring.endPairing("p1");
  expect(mentoring.board).toMatchObject([{ pairing: "p2" }]);
});

test("the board goes with the role", async () => {
  device.server.support.mentor = true;
  device.server.support.board = [cardOf("p1")];
  await open();
  await mentoring.loadBoard();
  device.server.support.mentor = false;
  device.server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(mentoring.mentor).toBe(false);
  expect(mentoring.board).toBeNull();
});

test("outreach whose answer was lost is logged again under the same key", async () => {
  device.server.support.mentor = true;
  await open();
  device.server.dropAnswersTo.add("log_outreach");
  const lost = mentoring.logOutreach("p1", "message", "attempt");
  lost.catch(() => {});
  await flushPromises();
  device.server.cut();
  await expect(lost).rejects.toMatchObject({ code: "unavailable" });
  device.server.dropAnswersTo.clear();
  await device.clock.advance(5_000);
  await mentoring.logOutreach("p1", "message", "attempt");
  await mentoring.logOutreach("p1", "message", "attempt");
  const keys = device.server
    .askedFor("log_outreach")
    .map((asked) => (asked as { idempotency_key?: string }).idempotency_key);
  expect(keys[0]).toBeDefined();
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test("what is safe to ask again has no key", async () => {
  device.server.support.mentor = true;
  await open();
  await mentoring.loadBoard();
  expect(device.server.askedFor("show_board")[0]).not.toHaveProperty("idempotency_key");
});
