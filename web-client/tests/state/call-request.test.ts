// A wish for a call: one press, kept on the device like any check-in, and told to the
// centre where the alum wants that. Never lost, never doubled.

import { beforeEach, expect, test } from "vitest";
import type { HowItIs } from "../../src/protocol/wire";
import type { CheckIns } from "../../src/state/care-contract";
import type { App } from "../../src/state/contract";
import type { DeviceStore } from "../../src/state/device-store";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";

const low: HowItIs = { mood: "low", craving: 4, halt: ["lonely"], note: null };
const minute = 60_000;

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  device.server.time = device.clock.now();
  app = await device.open();
  await flushPromises();
});

/** Notes what is done to the check-ins that it keeps. */
function watched(store: DeviceStore, done: string[]): DeviceStore {
  return new Proxy(store, {
    get(kept, name) {
      const action: unknown = Reflect.get(kept, name);
      if (typeof action !== "function") return action;
      return (...given: unknown[]) => {
        if (/^(save|forget)CheckIn$/.test(String(name))) done.push(String(name));
        return action.apply(kept, given) as unknown;
      };
    },
  });
}

const checkIns = (): CheckIns => app.care!.checkIns;

async function loseNetwork(): Promise<void> {
  device.hasNetwork = false;
  device.signal("offline");
  device.server.goOffline();
  await flushPromises();
}

async function findNetwork(): Promise<void> {
  device.hasNetwork = true;
  device.server.reachable = true;
  device.server.time = device.clock.now();
  device.signal("online");
  await flushPromises();
  await device.clock.advance(minute);
}

test("it needs no mood and no number", async () => {
  await checkIns().add(null, true);
  await flushPromises();
  expect(device.server.care.checkIns).toMatchObject([{ how: null, wants_call: true }]);
  expect(device.server.care.toldCentre.size).toBe(0);
  expect(checkIns().call).toMatchObject({ toldCentre: false });
});

test("the centre hears of the same wish, also when asked for later and twice", async () => {
  await checkIns().add(null, true);
  await flushPromises();
  await checkIns().tellCentre();
  await checkIns().tellCentre();
  await flushPromises();
  const [made] = device.server.care.checkIns;
  expect([...device.server.care.toldCentre]).toEqual([made?.id]);
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(checkIns().call).toMatchObject({ id: made?.id, toldCentre: true });
  expect(checkIns().waiting).toEqual([]);
});

test("asked for while the wish is on its way, the centre hears of it once that has arrived", async () => {
  const sent = checkIns().add(null, true);
  const told = checkIns().tellCentre();
  await Promise.all([sent, told]);
  await flushPromises();
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(device.server.care.toldCentre.size).toBe(1);
  expect(checkIns().waiting).toEqual([]);
});

test("made without a network it outlives the page, and the centre hears of it later", async () => {
  await loseNetwork();
  await checkIns().add(null, true);
  await checkIns().tellCentre();
  await flushPromises();
  app = await device.reload();
  await flushPromises();
  expect(checkIns().call).toMatchObject({ toldCentre: true });
  expect(checkIns().waiting).toHaveLength(1);
  await findNetwork();
  expect(device.server.care.toldCentre.size).toBe(1);
  expect(checkIns().waiting).toEqual([]);
});

test("with a clock that ran ahead it is the same wish all the same", async () => {
  device.server.time = device.clock.now() - 10 * minute;
  app = await device.reload();
  await flushPromises();
  await checkIns().add(null, true);
  await flushPromises();
  await checkIns().tellCentre();
  await flushPromises();
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(device.server.care.toldCentre.size).toBe(1);
});

test("kept with another time elsewhere, the wish goes as a check-in of its own", async () => {
  await checkIns().add(null, true);
  await flushPromises();
  const { checkIns: kept } = device.server.care;
  device.server.care.checkIns = kept.map((one) => ({ ...one, at: one.at - 1 }));
  await checkIns().tellCentre();
  await flushPromises();
  expect(device.server.care.checkIns).toHaveLength(2);
  expect(device.server.care.toldCentre.size).toBe(1);
  expect(checkIns().waiting).toEqual([]);
});

test("a mis-tap is taken back, and what was said with it stays", async () => {
  await checkIns().add(null, true);
  await flushPromises();
  await checkIns().withdrawCall();
  await flushPromises();
  expect(device.server.care.checkIns).toEqual([]);
  expect(checkIns().call).toBeNull();
  await checkIns().add(low, true);
  await flushPromises();
  await checkIns().withdrawCall();
  await flushPromises();
  expect(device.server.care.checkIns).toMatchObject([{ how: low, wants_call: false }]);
  expect(checkIns().call).toBeNull();
});

test("taken back while no answer comes, mood and note stay, and are said once", async () => {
  const how: HowItIs = { ...low, note: "Bad night." };
  await checkIns().add(how, true);
  await flushPromises();
  device.server.dropAnswersTo.add("delete_check_in");
  const refused = expect(checkIns().withdrawCall()).rejects.toMatchObject({
    code: "unavailable",
  });
  await device.clock.advance(minute);
  await refused;
  expect(device.server.care.checkIns).toMatchObject([{ how, wants_call: false }]);
  device.server.dropAnswersTo.clear();
  await device.clock.advance(minute);
  await checkIns().withdrawCall();
  await flushPromises();
  expect(device.server.care.checkIns).toMatchObject([{ how, wants_call: false }]);
  expect(checkIns().call).toBeNull();
});

test("shared while no answer comes, the wish stays, with what was said", async () => {
  await checkIns().add(low, true);
  await flushPromises();
  device.server.dropAnswersTo.add("delete_check_in");
  const refused = expect(checkIns().renewCall()).rejects.toMatchObject({
    code: "unavailable",
  });
  await device.clock.advance(minute);
  await refused;
  expect(device.server.care.checkIns).toMatchObject([{ how: low, wants_call: true }]);
  const [kept] = device.server.care.checkIns;
  expect(checkIns().call).toMatchObject({ id: kept?.id, how: low });
});

test("shared, the wish stands once, with another time than before", async () => {
  await checkIns().add(low, true);
  await flushPromises();
  const [before] = device.server.care.checkIns;
  await device.clock.advance(minute);
  await checkIns().renewCall();
  await flushPromises();
  expect(device.server.care.checkIns).toMatchObject([{ how: low, wants_call: true }]);
  expect(device.server.care.checkIns[0]?.at).toBeGreaterThan(before!.at);
});

test("a wish sent after sharing never looks older than it, however late the welcome came", async () => {
  const given = device.clock.now() + 900;
  device.server.care.consentsGivenAt = given;
  await app.care!.give("mentor_sees_check_ins");
  await checkIns().add(null, true);
  await flushPromises();
  expect(device.server.care.checkIns).toMatchObject([{ at: given }]);
});

test("nor after a reconnect whose welcome came later still", async () => {
  const given = device.clock.now() + 10 * minute;
  device.server.care.consentsGivenAt = given;
  await app.care!.give("mentor_sees_check_ins");
  await loseNetwork();
  await checkIns().add(null, true);
  await findNetwork();
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(device.server.care.checkIns[0]!.at).toBeGreaterThanOrEqual(given);
});

test("the device is never without it: what takes its place is kept first", async () => {
  const store = await device.openStore();
  const done: string[] = [];
  device.openStore = async () => watched(store, done);
  app = await device.reload();
  await loseNetwork();
  await checkIns().add(low, true);
  await checkIns().withdrawCall();
  expect(done).toEqual(["saveCheckIn", "saveCheckIn", "forgetCheckIn"]);
  app = await device.reload();
  expect(checkIns().waiting).toMatchObject([{ how: low, wants_call: false }]);
});

test("taken back without a network, nothing of it is ever sent", async () => {
  await loseNetwork();
  await checkIns().add(null, true);
  await checkIns().withdrawCall();
  await flushPromises();
  await findNetwork();
  expect(device.server.askedFor("send_check_in")).toEqual([]);
});
