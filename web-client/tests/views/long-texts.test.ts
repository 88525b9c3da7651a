// What somebody wrote is drawn by the one part that folds it and keeps it in its box.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const views = resolve(import.meta.dirname, "../../src/views");

/** Where the line breaks of a text count although it is not drawn whole. */
const cutShort: Record<string, string> = {
  "circle/Quotation.svelte": "one line of a preview",
  "search/MessageCard.svelte": "a few lines of a preview",
};

/** As somebody's words are named wherever they come from. */
const wholeText =
  /<(?:p|span|div|blockquote)\b[^>]*>\s*\{(?:[^{}]*\b(?:body|note|statement)|page\.words)\b[^{}]*\}/u;

const sources = readdirSync(views, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".svelte") && name !== "parts/LongText.svelte")
  .map((name) => [name, readFileSync(join(views, name), "utf8")] as const);

test("no view but the one for long texts keeps line breaks of a whole text", () => {
  const keeping = sources.filter(([, source]) => /white-space: pre-wrap/u.test(source));
  const without = keeping.map(([name]) => name).filter((name) => !(name in cutShort));
  expect(without).toEqual([]);
  expect(sources.length).toBeGreaterThan(100);
});

test("no view puts a person's words into an element of its own", () => {
  const found = sources.filter(([, source]) => wholeText.test(source));
  expect(found.map(([name]) => name)).toEqual([]);
});
