// Asking for help, and following what becomes of it; and the card, which is there
// whatever happens.

import { beforeEach, expect, test } from "vitest";
import type { HelpView } from "../../src/protocol/wire";
import type { App } from "../../src/state/contract";
import { defaultHelpCard } from "../../src/state/default-help-card";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  app = await device.open();
  await flushPromises();
});

const asked = (more: Partial<HelpView>): HelpView => ({
  id: app.help?.open?.id ?? "h1",
  to: "on_call",
  asked_at: 1,
  state: "waiting",
  last_step: "on_call",
  by_words: false,
  by: null,
  direct: null,
  ...more,
});

test("it is known who is on duty before anybody is told", () => {
  expect(app.help?.status).toMatchObject({ on_duty: "Jo", open: null });
});

test("that nobody is on duty any more is known once the centre was told", async () => {
  expect(app.help?.status?.on_duty).toBe("Jo");
  device.server.care.onDuty = null;
  await app.help?.ask("on_call", null);
  await flushPromises();
  expect(app.help?.open?.last_step).toBe("centre");
  expect(app.help?.status?.on_duty).toBeNull();
});

test("who was told is shown, then who is replying, then that it has ended", async () => {
  await app.help?.ask("on_call", "a hard night");
  expect(app.help?.open).toMatchObject({ state: "waiting", last_step: "on_call" });
  device.server.notify({ type: "help_changed", help: asked({ last_step: "second_on_call" }) });
  await flushPromises();
  expect(app.help?.open?.last_step).toBe("second_on_call");
  const hellos = device.server.askedFor("hello").length;
  const replying = asked({ state: "acknowledged", by: "Jo", direct: "c9" });
  device.server.care.help = replying;
  device.server.notify({ type: "help_changed", help: replying });
  await flushPromises();
  expect(app.help?.open).toMatchObject({ state: "acknowledged", by: "Jo", direct: "c9" });
  expect(device.server.askedFor("hello").length).toBe(hellos + 1);
  await app.help?.end();
  expect(app.help?.open).toBeNull();
});

test("what is asked can be taken back for some seconds, and its words are there again", async () => {
  device.server.care.undoMs = 5_000;
  await app.help?.ask("on_call", "a hard night");
  expect(device.server.askedFor("ask_for_help")[0]).toMatchObject({ undo: true });
  expect(app.help?.undoUntil).toBe(device.clock.now() + 5_000);
  expect(await app.help?.end()).toBe(false);
  expect(app.help).toMatchObject({ open: null, undoUntil: null, words: "a hard night" });
});

test("what somebody was told of is ended, not taken back", async () => {
  device.server.care.undoMs = 5_000;
  await app.help?.ask("on_call", "a hard night");
  const told = asked({ alerted: ["on_call"] });
  device.server.care.help = told;
  device.server.notify({ type: "help_changed", help: told });
  await flushPromises();
  expect(app.help?.undoUntil).toBeNull();
  expect(await app.help?.end()).toBe(true);
  expect(app.help?.words).toBe("");
});

test("more people are told of the same request", async () => {
  await app.help?.ask("mentor", null);
  const id = app.help?.open?.id;
  await app.help?.addRecipient("on_call");
  expect(device.server.askedFor("add_help_recipient")).toMatchObject([{ help: id, to: "on_call" }]);
  expect(app.help?.open).toMatchObject({ id, alerted: ["on_call"] });
});

test("asked again after a lost answer it is the same request", async () => {
  device.server.dropAnswersTo.add("ask_for_help");
  const first = app.help?.ask("on_call", null).catch(() => "lost");
  await device.clock.advance(120_000);
  expect(await first).toBe("lost");
  device.server.dropAnswersTo.clear();
  await app.help?.ask("on_call", null);
  const ids = device.server.askedFor("ask_for_help").map(({ id }) => id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test("what arrived without an answer and has ended is not what is asked for later", async () => {
  device.server.dropAnswersTo.add("ask_for_help");
  const first = app.help?.ask("on_call", null).catch(() => "lost");
  await device.clock.advance(120_000);
  expect(await first).toBe("lost");
  device.server.dropAnswersTo.clear();
  const earlier = device.server.askedFor("ask_for_help")[0]!;
  device.server.care.answer(earlier);
  await app.help?.load();
  expect(app.help?.open).toMatchObject({ id: earlier.id });
  await app.help?.end();
  await app.help?.ask("on_call", null);
  expect(device.server.askedFor("ask_for_help").at(-1)?.id).not.toBe(earlier.id);
  expect(app.help?.open).toMatchObject({ state: "waiting" });
});

test("where another page ended what had arrived, it is asked anew at once", async () => {
  device.server.dropAnswersTo.add("ask_for_help");
  const first = app.help?.ask("on_call", null).catch(() => "lost");
  await device.clock.advance(120_000);
  expect(await first).toBe("lost");
  device.server.dropAnswersTo.clear();
  device.server.care.ended = device.server.askedFor("ask_for_help")[0]!.id;
  device.server.care.help = null;
  await app.help?.ask("on_call", null);
  const ids = device.server.askedFor("ask_for_help").map(({ id }) => id);
  expect(ids).toHaveLength(3);
  expect(ids[2]).not.toBe(ids[1]);
  expect(app.help?.open).toMatchObject({ id: ids[2], state: "waiting" });
});

test("a page that starts again knows what was asked for", async () => {
  await app.help?.ask("on_call", null);
  app = await device.reload();
  await flushPromises();
  expect(app.help?.open).toMatchObject({ state: "waiting" });
});

test("there is a card before the server was ever seen", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.server.reachable = false;
  app = await device.open();
  expect(app.helpCard).toEqual(defaultHelpCard);
});

test("the centre's own card stays on the device, over signing out and lost networks", async () => {
  const own = {
    numbers: [{ label: "The house", phone: "555 0100" }],
    steps: [],
    last_checked: "2026-11-01",
  };
  device.server.helpCard = own;
  app = await device.reload();
  await flushPromises();
  expect(app.helpCard).toEqual(own);
  await app.signOut();
  device.server.reachable = false;
  app = await device.reload();
  expect(app.phase).toBe("signed_out");
  expect(app.helpCard).toEqual(own);
});

test("a card that is none is passed over", async () => {
  device.keptCard = '{"numbers": 4}';
  app = await device.reload();
  expect(app.helpCard).toEqual(defaultHelpCard);
});
