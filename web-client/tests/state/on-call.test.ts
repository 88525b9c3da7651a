// Help alerts and the rota: an alert comes at once and is answered once.

import { beforeEach, expect, test } from "vitest";
import { createCentre } from "../../src/state/centre";
import type { App } from "../../src/state/contract";
import type { OnCall } from "../../src/state/on-call-contract";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";
import { alertOf } from "../fake-support";

let device: TestDevice;
let app: App;
let onCall: OnCall;

async function open(): Promise<void> {
  app = await device.open();
  await flushPromises();
  onCall = app.onCall!;
}

beforeEach(() => {
  device = new TestDevice();
});

test("a plain member is no mentor and asks for no alerts", async () => {
  await open();
  expect(app.mentoring?.mentor).toBe(false);
  expect(onCall.mayBeAlerted).toBe(false);
  expect(device.server.askedFor("list_help_alerts")).toEqual([]);
});

test("an alert sent while there was no connection is here after the welcome", async () => {
  device.server.support.takesShifts = true;
  device.server.support.alerts = [alertOf("h1"), alertOf("h0", { state: "ended" })];
  await open();
  expect(onCall.waiting).toMatchObject([{ id: "h1" }]);
});

test("an alert comes with its notice and goes when somebody else replies", async () => {
  await open();
  device.server.notify({ type: "help_alerted", alert: alertOf("h1") });
  await flushPromises();
  expect(onCall.waiting).toMatchObject([{ id: "h1", who: "Alex" }]);
  device.server.notify({ type: "help_alerted", alert: alertOf("h1", { state: "taken" }) });
  await flushPromises();
  expect(onCall.waiting).toEqual([]);
  expect(onCall.takenByOther).toMatchObject({ who: "Alex" });
  onCall.dismissTaken();
  expect(onCall.takenByOther).toBeNull();
});

test("alerts go from an open page when one is no longer on call", async () => {
  device.server.support.takesShifts = true;
  device.server.support.alerts = [alertOf("h1")];
  await open();
  expect(onCall.waiting).toHaveLength(1);
  device.server.support.takesShifts = false;
  device.server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(onCall.mayBeAlerted).toBe(false);
  expect(onCall.waiting).toEqual([]);
});

test("an alert about a former mentee goes at once", async () => {
  device.server.support.mentor = true;
  device.server.support.alerts = [alertOf("h1")];
  await open();
  expect(onCall.waiting).toHaveLength(1);
  device.server.support.alerts = [];
  device.server.notify({ type: "board_changed" });
  await flushPromises();
  expect(onCall.waiting).toEqual([]);
});

test("whoever has waited longest comes first while other alerts come in", async () => {
  await open();
  for (const [id, asked_at] of [
    ["h1", 5],
    ["h2", 9],
    ["h3", 7],
  ] as const)
    device.server.notify({ type: "help_alerted", alert: alertOf(id, { asked_at }) });
  await flushPromises();
  expect(onCall.waiting.map(({ id }) => id)).toEqual(["h1", "h3", "h2"]);
});

test("who replies gets the private conversation; who comes second is refused", async () => {
  device.server.support.takesShifts = true;
  device.server.support.alerts = [alertOf("h1")];
  await open();
  expect(await onCall.acknowledge("h1")).toBe("l1");
  expect(onCall.waiting).toEqual([]);
  await expect(onCall.acknowledge("h1")).rejects.toThrow("already");
  expect(onCall.alerts).toMatchObject([{ state: "yours" }]);
});

test("changes of the centre and of the rota are counted", async () => {
  await open();
  const { coordination } = createCentre(app.centreHost);
  const { changes } = coordination;
  device.server.notify({ type: "centre_changed" });
  device.server.notify({ type: "rota_changed" });
  await flushPromises();
  expect(coordination.changes).toBe(changes + 1);
  expect(onCall.rotaChanges).toBe(1);
});
