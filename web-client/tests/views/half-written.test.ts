// Before somebody signs out, and before a page goes, it is known what would be lost.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { formsOf } from "../../src/views/form-drafts.svelte";
import { formBegun, lostWithPage, messageBegun } from "../../src/views/half-written";
import { TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { refusing } from "../refusing-store";

let device: TestDevice;
let app: App;
let full: boolean;

beforeEach(async () => {
  device = new TestDevice();
  const open = device.openStore;
  full = false;
  device.openStore = async () => refusing(await open(), () => full);
  app = await device.open();
});

test("a page on which nothing was written may go", () => {
  expect([formBegun(app), messageBegun(app), lostWithPage(app)]).toEqual([false, false, false]);
});

test.each(["saved", "sent"] as const)("a form whose words are to be %s is asked about", (ends) => {
  const form = formsOf(app).open("form", { words: "" }, ends);
  form.values.words = "It was like this";
  expect([formBegun(app), lostWithPage(app)]).toEqual([true, true]);
  form.reset();
  expect(formBegun(app)).toBe(false);
});

test("words to whoever is asked for help are asked about, until they are sent", () => {
  app.help!.words = "It is a hard night";
  expect([formBegun(app), lostWithPage(app)]).toEqual([true, true]);
  app.help!.words = " ";
  expect(formBegun(app)).toBe(false);
});

test("a message that was begun is lost by signing out, and not with the page", async () => {
  walkers(app).draft = "half a thought";
  await device.clock.advance(1_000);
  expect([messageBegun(app), formBegun(app), lostWithPage(app)]).toEqual([true, false, false]);
  walkers(app).draft = "";
  const own = device.server.post("I am fien", { author: walkers(app).me });
  await flushPromises();
  walkers(app).editing = own;
  expect(messageBegun(app)).toBe(false);
  walkers(app).wording = "I am fine";
  expect(messageBegun(app)).toBe(true);
});

test("where the device keeps nothing, it is lost with the page as well", async () => {
  full = true;
  walkers(app).draft = "half a thought";
  await device.clock.advance(1_000);
  expect(lostWithPage(app)).toBe(true);
});
