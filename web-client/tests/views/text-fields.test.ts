// Every field that somebody writes into looks through what is pasted there.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const views = resolve(import.meta.dirname, "../../src/views");

/** Of an input, those kinds that take no text of one's own, and what can't be changed. */
const takesNoText = /type="(?:radio|checkbox|range|date|time|number|file)"|\breadonly\b/u;

/** The tag from its beginning to where it ends, attributes with arrows in them included. */
function tagAt(source: string, start: number): string {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === "{") depth += 1;
    if (source[at] === "}") depth -= 1;
    if (source[at] === ">" && depth === 0) return source.slice(start, at + 1);
  }
  return source.slice(start);
}

test("every text field takes out hidden characters that come with pasting", () => {
  const files = readdirSync(views, { recursive: true, encoding: "utf8" });
  let fields = 0;
  const without: string[] = [];
  for (const file of files.filter((name) => name.endsWith(".svelte"))) {
    const source = readFileSync(join(views, file), "utf8");
    for (const { index } of source.matchAll(/<(?:input|textarea)\b/gu)) {
      const tag = tagAt(source, index);
      if (takesNoText.test(tag)) continue;
      fields += 1;
      if (!/\{@attach \w+\??\.watch\}/u.test(tag)) without.push(`${file}: ${tag}`);
    }
  }
  expect(without).toEqual([]);
  expect(fields).toBeGreaterThan(5);
});
