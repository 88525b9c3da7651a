// What is typed into a form stays until it is saved or discarded, and goes with the
// person who typed it.

import { flushSync } from "svelte";
import { expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { formsOf } from "../../src/views/form-drafts.svelte";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";
import { watch } from "../reactive.svelte";

const card = () => ({
  numbers: [{ label: "The centre", phone: "555 0100" }],
  steps: ["Call 911"],
  last_checked: null as string | null,
});

test("a form that was left with changes holds them when it is opened again", () => {
  const forms = formsOf({ person: {} });
  const first = forms.open("help-card", card());
  expect(first.changed).toBe(false);
  first.values.steps.push("Give naloxone");
  expect(first.changed).toBe(true);
  expect(first.returned).toBe(false);
  const again = forms.open("help-card", card());
  expect(again.values.steps).toEqual(["Call 911", "Give naloxone"]);
  expect(again.returned).toBe(true);
});

test("forms of two things are two", () => {
  const forms = formsOf({ person: {} });
  forms.open("circle 1", { name: "Walkers" }).values.name = "Hikers";
  expect(forms.open("circle 2", { name: "Harbour" }).values.name).toBe("Harbour");
});

test("a form that was left as it is begins with what is saved by now", () => {
  const forms = formsOf({ person: {} });
  forms.open("circle 1", { name: "Walkers" });
  const again = forms.open("circle 1", { name: "Hikers" });
  expect(again.values.name).toBe("Hikers");
  expect(again.returned).toBe(false);
});

test("what is typed changes nothing that the form was given", () => {
  const given = card();
  formsOf({ person: {} }).open("help-card", given).values.numbers[0]!.label = "Another";
  expect(given).toEqual(card());
});

test("what was saved is not offered again, and what was typed since is", () => {
  const forms = formsOf({ person: {} });
  const draft = forms.open("circle 1", { name: "Walkers" });
  draft.values.name = "Hikers";
  const sent = { name: "Hikers" };
  draft.values.name = "Hikers and swimmers";
  draft.saved(sent);
  expect(draft.changed).toBe(true);
  draft.values.name = "Hikers";
  expect(draft.changed).toBe(false);
  expect(forms.open("circle 1", sent).returned).toBe(false);
});

test("to discard is to have what is saved", () => {
  const forms = formsOf({ person: {} });
  forms.open("help-card", card()).values.numbers.splice(0, 1);
  const draft = forms.open("help-card", card());
  draft.reset();
  expect(draft.values).toEqual(card());
  expect(draft.returned).toBe(false);
  expect(draft.changed).toBe(false);
});

test("what somebody else saved meanwhile is taken over where nothing was typed", () => {
  const forms = formsOf({ person: {} });
  const draft = forms.open("help-card", card());
  draft.values.steps.push("Give naloxone");
  draft.load({ ...card(), last_checked: "2026-03-01" });
  expect(draft.values.last_checked).toBe("2026-03-01");
  expect(draft.values.steps).toEqual(["Call 911", "Give naloxone"]);
  expect(draft.conflicting).toBe(false);
});

test("what somebody else saved in the same place is said, and the words stay", () => {
  const forms = formsOf({ person: {} });
  const draft = forms.open("help-card", card());
  draft.values.steps.push("Give naloxone");
  draft.load({ ...card(), steps: ["Call 112"] });
  expect(draft.conflicting).toBe(true);
  expect(draft.values.steps).toEqual(["Call 911", "Give naloxone"]);
  draft.reset();
  expect(draft.values.steps).toEqual(["Call 112"]);
  expect(draft.conflicting).toBe(false);
});

test("where both changed it alike, nothing is left to save", () => {
  const draft = formsOf({ person: {} }).open("circle 1", { name: "Walkers" });
  draft.values.name = "Hikers";
  draft.load({ name: "Hikers" });
  expect(draft.changed).toBe(false);
  expect(draft.conflicting).toBe(false);
});

test("leaving the page is worth a question for settings, and for words to somebody", () => {
  const forms = formsOf({ person: {} });
  const report = forms.open("report", { words: "" }, "sent");
  report.values.words = "It was like this";
  expect(forms.unsaved).toBe(true);
  report.reset();
  const circle = forms.open("circle 1", { name: "Walkers" });
  expect(forms.unsaved).toBe(false);
  circle.values.name = "Hikers";
  expect(forms.unsaved).toBe(true);
  circle.reset();
  expect(forms.unsaved).toBe(false);
});

test("whoever asks first whether anything is unsaved hears of it too", () => {
  const page = { person: {} };
  const heard: boolean[] = [];
  const stop = watch(() => heard.push(formsOf(page).unsaved));
  formsOf(page).open("circle 1", { name: "Walkers" }).values.name = "Hikers";
  flushSync();
  expect(heard).toEqual([false, true]);
  stop();
});

const words = (app: App): string => formsOf(app).open("new-circle", { name: "" }).values.name;

async function typed(): Promise<{ device: TestDevice; app: App }> {
  const device = new TestDevice();
  device.server.me = null;
  const app = await device.open();
  await app.signIn("sam.k", "a quiet walk by the river");
  await flushPromises();
  formsOf(app).open("new-circle", { name: "" }).values.name = "Early risers";
  return { device, app };
}

test("signing out clears every form", async () => {
  const { app } = await typed();
  await app.signOut();
  expect(formsOf(app).unsaved).toBe(false);
  await app.signIn("sam.k", "a quiet walk by the river");
  expect(words(app)).toBe("");
});

test("a session that ends by itself leaves them to the same person", async () => {
  const { device, app } = await typed();
  device.server.endSession();
  await flushPromises();
  expect(app.phase).toBe("signed_out");
  await app.signIn("sam.k", "a quiet walk by the river");
  expect(words(app)).toBe("Early risers");
});

test("and to nobody else", async () => {
  const { device, app } = await typed();
  device.server.endSession();
  await flushPromises();
  await app.signIn("jo.b", "a quiet walk by the river");
  expect(words(app)).toBe("");
  expect(formsOf(app).unsaved).toBe(false);
});

test("nor to whoever signs in in another tab", async () => {
  const { device, app } = await typed();
  const other = await device.open();
  await other.signIn("jo.b", "a quiet walk by the river");
  await flushPromises();
  expect(app.me?.alias).toBe("jo.b");
  expect(words(app)).toBe("");
});

test("nor to whoever comes after signing out in another tab", async () => {
  const { device, app } = await typed();
  const other = await device.open();
  await other.signOut();
  await flushPromises();
  expect(words(app)).toBe("");
});
