// Where the device refuses to keep what a person typed, the screen is told, the words
// stay where they are, and they are kept as soon as there is room again.

import { beforeEach, expect, test } from "vitest";
import type { HowItIs } from "../../src/protocol/wire";
import type { App } from "../../src/state/contract";
import { retryWriteMs } from "../../src/state/pending-writes.svelte";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { reactive } from "../reactive.svelte";
import { refusing } from "../refusing-store";

let device: TestDevice;
let app: App;
let full: boolean;

beforeEach(async () => {
  device = new TestDevice();
  device.server.time = device.clock.now();
  const open = device.openStore;
  full = false;
  device.openStore = async () => refusing(await open(), () => full);
  app = await device.open();
});

async function loseNetwork(): Promise<void> {
  device.hasNetwork = false;
  device.signal("offline");
  device.server.goOffline();
  await flushPromises();
}

test("a draft that is not kept says so, until it is", async () => {
  full = true;
  walkers(app).draft = "Something long thought about";
  await device.clock.advance(1_000);
  expect(walkers(app).draftUnsaved).toBe(true);
  full = false;
  await device.clock.advance(retryWriteMs);
  expect(walkers(app).draftUnsaved).toBe(false);
  app = await device.reload();
  expect(walkers(app).draft).toBe("Something long thought about");
});

test("a draft that is kept says nothing", async () => {
  walkers(app).draft = "Something";
  await device.clock.advance(1_000);
  expect(walkers(app).draftUnsaved).toBe(false);
});

test("an unsent message that is not kept stays in sight, and is kept later", async () => {
  await loseNetwork();
  full = true;
  walkers(app).draft = "To be sent";
  await walkers(app).send();
  await flushPromises();
  const [item] = walkers(app).timeline.items;
  expect(read(walkers(app))).toEqual(["[To be sent: waiting]"]);
  expect(walkers(app).unsaved(item!.key)).toBe(true);
  full = false;
  await device.clock.advance(retryWriteMs);
  expect(walkers(app).unsaved(item!.key)).toBe(false);
  app = await device.reload();
  expect(read(walkers(app))).toEqual(["[To be sent: waiting]"]);
  expect(walkers(app).draft).toBe("");
});

test("news from another tab does not take it away", async () => {
  const other = await device.open();
  await loseNetwork();
  full = true;
  await say(walkers(app), "Not kept");
  full = false;
  // Ids go by the time.
  await device.clock.advance(1);
  await say(walkers(other), "Kept");
  await flushPromises();
  expect(read(walkers(app))).toEqual(["[Not kept: waiting]", "[Kept: waiting]"]);
});

test("a draft that was not kept does not come back after it was sent", async () => {
  full = true;
  walkers(app).draft = "To be sent";
  await device.clock.advance(1_000);
  expect(walkers(app).draftUnsaved).toBe(true);
  full = false;
  await walkers(app).send();
  await device.clock.advance(2 * retryWriteMs);
  app = await device.reload();
  expect(walkers(app).draft).toBe("");
  expect(read(walkers(app))).toEqual(["To be sent"]);
});

test("a full device that still deletes keeps the draft until it has the message", async () => {
  const open = device.openStore;
  device.openStore = async () =>
    refusing(await open(), () => full, undefined, /^(saveUnsent|queueUnsent)/);
  app = await device.reload();
  walkers(app).draft = "To be sent";
  await device.clock.advance(1_000);
  await loseNetwork();
  full = true;
  await walkers(app).send();
  await flushPromises();
  expect(walkers(app).draft).toBe("");
  app = await device.reload();
  expect(walkers(app).draft).toBe("To be sent");
  await walkers(app).send();
  full = false;
  await device.clock.advance(retryWriteMs);
  app = await device.reload();
  expect(walkers(app).draft).toBe("");
  expect(read(walkers(app))).toEqual(["[To be sent: waiting]"]);
});

test("one that is not kept is sent all the same, once", async () => {
  full = true;
  walkers(app).draft = "To be sent";
  await walkers(app).send();
  await flushPromises();
  await device.clock.advance(2 * retryWriteMs);
  expect(device.server.circle.messages().map(({ body }) => body)).toEqual(["To be sent"]);
  expect(app.unsentCount).toBe(0);
});

test("a check-in with nothing ticked, handed over by a form, outlives the page", async () => {
  await loseNetwork();
  const how = reactive<HowItIs>({ mood: "okay", craving: 0, halt: [], note: null });
  await app.care!.checkIns.add(how, true);
  const [made] = app.care!.checkIns.waiting;
  expect(app.care!.checkIns.unsaved(made!.id)).toBe(false);
  app = await device.reload();
  expect(app.care!.checkIns.waiting).toEqual([made]);
});

test("a check-in that is not kept says so and stays in sight, and is kept later", async () => {
  await loseNetwork();
  full = true;
  const how = reactive<HowItIs>({ mood: "low", craving: 4, halt: ["tired"], note: "Bad night." });
  await app.care!.checkIns.add(how, true);
  const { id } = app.care!.checkIns.waiting[0]!;
  expect(app.care!.checkIns.unsaved(id)).toBe(true);
  expect(app.care!.checkIns.waiting).toMatchObject([{ how: { note: "Bad night." } }]);
  full = false;
  await device.clock.advance(retryWriteMs);
  expect(app.care!.checkIns.unsaved(id)).toBe(false);
  app = await device.reload();
  expect(app.care!.checkIns.waiting).toMatchObject([{ id, how: { note: "Bad night." } }]);
});

test("a form that goes on changing changes nothing that was handed over", async () => {
  await loseNetwork();
  const how = reactive<HowItIs>({ mood: "low", craving: 4, halt: ["tired"], note: null });
  await app.care!.checkIns.add(how, false);
  how.halt.splice(0);
  expect(app.care!.checkIns.waiting[0]?.how?.halt).toEqual(["tired"]);
});

test("whether words are kept is known before one is written, and again on return", async () => {
  expect(app.canSave).toBe(true);
  full = true;
  app = await device.open();
  expect(app.canSave).toBe(false);
  full = false;
  device.signal("shown");
  await flushPromises();
  expect(app.canSave).toBe(true);
});

test("a browser without a database says so", async () => {
  device.openStore = () => Promise.reject(new DOMException("no", "SecurityError"));
  app = await device.open();
  expect(app.canSave).toBe(false);
});

test("a write that fails later says it of the whole device, until there is room", async () => {
  full = true;
  walkers(app).draft = "Something";
  await device.clock.advance(1_000);
  expect(app.canSave).toBe(false);
  full = false;
  await device.clock.advance(retryWriteMs);
  expect(app.canSave).toBe(true);
});
