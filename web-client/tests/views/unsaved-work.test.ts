// Before somebody signs out, and before a page goes, it is known what would be lost.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { formsOf } from "../../src/views/form-drafts.svelte";
import { hasUnsavedForm, losesWorkOnClose, hasDraft } from "../../src/views/unsaved-work";
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
  expect([hasUnsavedForm(app), hasDraft(app), losesWorkOnClose(app)]).toEqual([
    false,
    false,
    false,
  ]);
});

test.each(["saved", "sent"] as const)("a form whose words are to be %s is asked about", (ends) => {
  const form = formsOf(app).open("form", { words: "" }, ends);
  form.values.words = "It was like this";
  expect([hasUnsavedForm(app), losesWorkOnClose(app)]).toEqual([true, true]);
  form.reset();
  expect(hasUnsavedForm(app)).toBe(false);
});

test("words to whoever is asked for help are asked about, until they are sent", () => {
  app.help!.words = "It is a hard night";
  expect([hasUnsavedForm(app), losesWorkOnClose(app)]).toEqual([true, true]);
  app.help!.words = " ";
  expect(hasUnsavedForm(app)).toBe(false);
});

test("a message that was begun is lost by signing out, and not with the page", async () => {
  walkers(app).draft = "half a thought";
  await device.clock.advance(1_000);
  expect([hasDraft(app), hasUnsavedForm(app), losesWorkOnClose(app)]).toEqual([true, false, false]);
  walkers(app).draft = "";
  const own = device.server.post("I am fien", { author: walkers(app).me });
  await flushPromises();
  walkers(app).editing = own;
  expect(hasDraft(app)).toBe(false);
  walkers(app).wording = "I am fine";
  expect(hasDraft(app)).toBe(true);
});

test("where the device keeps nothing, it is lost with the page as well", async () => {
  full = true;
  walkers(app).draft = "half a thought";
  await device.clock.advance(1_000);
  expect(losesWorkOnClose(app)).toBe(true);
});
