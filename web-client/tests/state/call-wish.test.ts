// A wish for a call: one press, kept on the device like any check-in, and told to the
// centre where the alum wants that. Never lost, never doubled.

import { beforeEach, expect, test } from "vitest";
import type { HowItIs } from "../../src/protocol/wire";
import type { CheckIns } from "../../src/state/care-contract";
import type { App } from "../../src/state/contract";
import { TestDevice } from "../device";
import { settle } from "../fake-clock";

const low: HowItIs = { mood: "low", craving: 4, halt: ["lonely"], note: null };
const minute = 60_000;

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  device.server.time = device.clock.now();
  app = await device.open();
  await settle();
});

const checkIns = (): CheckIns => app.care!.checkIns;

async function loseNetwork(): Promise<void> {
  device.networked = false;
  device.signal("offline");
  device.server.unreach();
  await settle();
}

async function findNetwork(): Promise<void> {
  device.networked = true;
  device.server.reachable = true;
  device.server.time = device.clock.now();
  device.signal("online");
  await settle();
  await device.clock.advance(minute);
}

test("it needs no mood and no number", async () => {
  await checkIns().add(null, true);
  await settle();
  expect(device.server.care.checkIns).toMatchObject([{ how: null, wants_call: true }]);
  expect(device.server.care.toldCentre.size).toBe(0);
  expect(checkIns().callWish).toMatchObject({ toldCentre: false });
});

test("the centre hears of the same wish, also when asked for later and twice", async () => {
  await checkIns().add(null, true);
  await settle();
  await checkIns().tellCentre();
  await checkIns().tellCentre();
  await settle();
  const [made] = device.server.care.checkIns;
  expect([...device.server.care.toldCentre]).toEqual([made?.id]);
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(checkIns().callWish).toMatchObject({ id: made?.id, toldCentre: true });
  expect(checkIns().waiting).toEqual([]);
});

test("asked for while the wish is on its way, the centre hears of it once that has arrived", async () => {
  const sent = checkIns().add(null, true);
  const told = checkIns().tellCentre();
  await Promise.all([sent, told]);
  await settle();
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(device.server.care.toldCentre.size).toBe(1);
  expect(checkIns().waiting).toEqual([]);
});

test("made without a network it outlives the page, and the centre hears of it later", async () => {
  await loseNetwork();
  await checkIns().add(null, true);
  await checkIns().tellCentre();
  await settle();
  app = await device.reload();
  await settle();
  expect(checkIns().callWish).toMatchObject({ toldCentre: true });
  expect(checkIns().waiting).toHaveLength(1);
  await findNetwork();
  expect(device.server.care.toldCentre.size).toBe(1);
  expect(checkIns().waiting).toEqual([]);
});

test("with a clock that ran ahead it is the same wish all the same", async () => {
  device.server.time = device.clock.now() - 10 * minute;
  app = await device.reload();
  await settle();
  await checkIns().add(null, true);
  await settle();
  await checkIns().tellCentre();
  await settle();
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(device.server.care.toldCentre.size).toBe(1);
});

test("kept with another time elsewhere, the wish goes as a check-in of its own", async () => {
  await checkIns().add(null, true);
  await settle();
  const { checkIns: kept } = device.server.care;
  device.server.care.checkIns = kept.map((one) => ({ ...one, at: one.at - 1 }));
  await checkIns().tellCentre();
  await settle();
  expect(device.server.care.checkIns).toHaveLength(2);
  expect(device.server.care.toldCentre.size).toBe(1);
  expect(checkIns().waiting).toEqual([]);
});

test("a mis-tap is taken back, and what was said with it stays", async () => {
  await checkIns().add(null, true);
  await settle();
  await checkIns().takeBackCall();
  await settle();
  expect(device.server.care.checkIns).toEqual([]);
  expect(checkIns().callWish).toBeNull();
  await checkIns().add(low, true);
  await settle();
  await checkIns().takeBackCall();
  await settle();
  expect(device.server.care.checkIns).toMatchObject([{ how: low, wants_call: false }]);
  expect(checkIns().callWish).toBeNull();
});

test("taken back without a network, nothing of it is ever sent", async () => {
  await loseNetwork();
  await checkIns().add(null, true);
  await checkIns().takeBackCall();
  await settle();
  await findNetwork();
  expect(device.server.askedFor("send_check_in")).toEqual([]);
});
