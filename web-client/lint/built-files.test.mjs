// The built files use nothing that the oldest browsers we serve lack; and the checker
// that says so finds what it should, and lets through what they have or are given.
// Run after the build: node --test web-client/lint/built-files.test.mjs

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "node:test";

import { ESLint } from "eslint";

import { buildTargets } from "./oldest-browsers.js";

const client = resolve(import.meta.dirname, "..");
const checker = new ESLint({
  cwd: client,
  overrideConfigFile: join(client, "built.eslint.config.js"),
  allowInlineConfig: false,
});

async function found(code, filePath) {
  const [{ messages }] = await checker.lintText(code, { filePath });
  return messages.map(({ message }) => message).join("\n");
}

const inScript = (code) => found(code, join(client, "dist/assets/index.js"));
const inSheet = (code) => found(code, join(client, "dist/assets/style.css"));

test("no built file uses what the oldest browsers we serve lack", async () => {
  assert.ok(existsSync(join(client, "dist/service-worker.js")), "build the client first");
  const results = await checker.lintFiles(["dist"]);
  const checked = results.map(({ filePath }) => filePath.slice(client.length + 1));
  assert.ok(checked.includes("dist/service-worker.js"), "the service worker is checked too");
  assert.ok(
    checked.some((path) => path.endsWith(".css")),
    "and the sheet",
  );
  const faults = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, message }) => `${filePath}:${line}:${column} ${message}`),
  );
  assert.deepEqual(faults, []);
});

for (const [code, name] of [
  ["export const a = Object.groupBy([], (b) => b);", "groupBy"],
  ["export const a = Promise.withResolvers();", "withResolvers"],
  ["export const a = AbortSignal.timeout(5);", "timeout"],
  ["export const a = AbortSignal.any([]);", "any"],
  ["export const a = Array.fromAsync([]);", "fromAsync"],
  ["export const a = new Set().union(new Set());", "union"],
  ["export const a = 'x'.isWellFormed();", "isWellFormed"],
  ["export const a = document.body.checkVisibility();", "checkVisibility"],
  ["document.body.inert = true;", "inert"],
  ["document.body.togglePopover();", "togglePopover"],
  ["export const a = '<div class=\"b\" inert></div>';", "inert"],
  ["addEventListener('scrollend', () => {});", "scrollend"],
  ["navigation.navigate('/');", "Navigation"],
  ["requestIdleCallback(() => {});", "requestIdleCallback"],
  ["export class A { static { A.b = 1; } }", "static block"],
  ["export const a = /(?<=b)c/;", "lookbehind"],
  ["export const a = /[\\p{L}--[a-z]]/v;", "'v' flag"],
]) {
  test(`a script may not use what one of them lacks: ${code}`, async () => {
    assert.match(await inScript(code), new RegExp(name));
  });
}

for (const code of [
  "export const a = [1].toSorted().toReversed().toSpliced(0, 1).with(0, 2).findLast(Boolean);",
  "export const a = [1].at(-1) ?? Object.hasOwn({}, 'b');",
  "export const a = structuredClone({});",
  "export class A { #b = 1; c = () => this.#b; }",
  "document.querySelector('dialog').showModal();",
]) {
  test(`a script may use what all have, or are given: ${code}`, async () => {
    assert.equal(await inScript(code), "");
  });
}

for (const [code, name] of [
  ["a { height: 100dvh; }", "dvh"],
  ["a:has(b) { color: red; }", "has"],
  ["a { &:hover { color: red; } }", "nesting"],
  ["a { color: color-mix(in srgb, red, blue); }", "color-mix"],
  ["a { color: light-dark(red, blue); }", "light-dark"],
  ["a { translate: 1px; }", "translate"],
  ["@layer b { a { color: red; } }", "@layer"],
  ["@container (width > 20rem) { a { color: red; } }", "@container"],
]) {
  test(`a sheet may not use what one of them lacks: ${code}`, async () => {
    assert.match(await inSheet(code), new RegExp(name));
  });
}

for (const code of [
  "a { --dvh: 1vh; } @supports (height: 1dvh) { a { --dvh: 1dvh; } }",
  "a { color: red; } @supports (color: color-mix(in srgb, red, blue)) { a { color: color-mix(in srgb, red, blue); } }",
  "a:focus-visible { outline: 1px solid; accent-color: red; overflow-wrap: anywhere; }",
]) {
  test(`a sheet may use what it asks for first, or what all have: ${code}`, async () => {
    assert.equal(await inSheet(code), "");
  });
}

test("the build and the checker go by one list", () => {
  assert.deepEqual(buildTargets, ["chrome95", "edge95", "firefox98", "safari15.4", "ios15.4"]);
});
