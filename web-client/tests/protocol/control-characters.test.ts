// What is taken out of pasted text: just what the server would refuse, and what
// belongs to it. The list is the server's own (protocol/golden/text).

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { bodyFault } from "../../src/protocol/body-rules";
import { hasControls, withoutControls } from "../../src/protocol/control-characters";

type Ranges = [from: number, to: number][];

const refused = JSON.parse(
  readFileSync(
    resolve(import.meta.dirname, "../../../protocol/golden/text/control_characters.json"),
    "utf8",
  ),
) as Record<"body" | "statement" | "passphrase" | "one_line", Ranges>;

const within = (ranges: Ranges, code: number): boolean =>
  ranges.some(([from, to]) => from <= code && code <= to);

function* everyCharacter(): Generator<[code: number, text: string]> {
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code < 0xd800 || code > 0xdfff) yield [code, `a${String.fromCodePoint(code)}b`];
  }
}

describe("of all characters", () => {
  it("those that the server refuses are refused here, and taken out; no others are", () => {
    const wrong: string[] = [];
    for (const [code, text] of everyCharacter()) {
      const bad = within(refused.body, code);
      if ((bodyFault(text)?.code === "text_control") !== bad) wrong.push(`rule ${code}`);
      const clean = withoutControls(text, false);
      if (bodyFault(clean) !== null) wrong.push(`left ${code}`);
      if ((clean === text) === (bad || code === 0xfeff)) wrong.push(`taken ${code}`);
    }
    expect(wrong).toEqual([]);
  });

  it("none is left on one line that the server refuses there", () => {
    const wrong: number[] = [];
    for (const [code, text] of everyCharacter()) {
      const clean = withoutControls(text, true);
      const left = [...clean].some((one) => within(refused.one_line, one.codePointAt(0) ?? 0));
      if (left) wrong.push(code);
      if (clean !== text && code !== 0xfeff && !within(refused.one_line, code)) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  it("longer texts and passphrases keep the same rule as messages", () => {
    expect(refused.statement).toEqual(refused.body);
    expect(refused.passphrase).toEqual(refused.body);
  });
});

describe("orders to a terminal are taken out whole", () => {
  it.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b[1;38;5;196mbold\u001b[m", "bold"],
    ["\u009b31mred", "red"],
    ["\u001b[?25lhidden\u001b[2J", "hidden"],
    ["\u001b]0;a title\u0007words", "words"],
    ["\u001b]8;;https://x.example\u001b\\a link\u001b]8;;\u001b\\", "a link"],
    ["\u001b(Bplain", "plain"],
    ["\u001b7kept\u001b8", "kept"],
    ["\u001bHello", "Hello"],
    ["\u001b]never ended", "]never ended"],
    ["\u001b", ""],
  ])("%j", (text, clean) => {
    expect(withoutControls(text, false)).toBe(clean);
  });
});

describe("what parts words still parts them", () => {
  it.each([
    ["one\u000btwo\u000cthree\u0085four", "one\ntwo\nthree\nfour", "one two three four"],
    ["one\r\ntwo\rthree", "one\ntwo\nthree", "one two three"],
    ["one\ttwo", "one\ttwo", "one two"],
  ])("%j", (text, lines, line) => {
    expect(withoutControls(text, false)).toBe(lines);
    expect(withoutControls(text, true)).toBe(line);
  });
});

it("nothing is said where only line breaks and tabs change", () => {
  for (const text of ["one\r\ntwo\tthree", "می\u200cخواهم", "👩\u200d👧❤\ufe0f", ""]) {
    expect(hasControls(text), JSON.stringify(text)).toBe(false);
  }
  for (const text of ["a\u0000", "\ufeffa", "a\u000bb", "\ud800"]) {
    expect(hasControls(text), JSON.stringify(text)).toBe(true);
  }
});
