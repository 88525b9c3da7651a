// How much of a long message is shown, and where it is cut.

import { describe, expect, it } from "vitest";
import { beginning, collapseAt, shownPart } from "../../src/views/collapsing";

const shown = (text: string): string => {
  const end = collapseAt(text);
  return end === null ? text : shownPart(text, end);
};

describe("a message stands whole", () => {
  it.each([
    ["empty", ""],
    ["short", "Good evening."],
    ["a few lines", "line\n".repeat(20)],
    ["a screen of words", "word ".repeat(220)],
    ["thirty lines", "line\n".repeat(29) + "line"],
    ["a long word", "a".repeat(1_100)],
  ])("%s", (_, text) => {
    expect(collapseAt(text)).toBeNull();
  });
});

describe("a message is folded", () => {
  it.each([
    ["8,000 line breaks", "a" + "\n".repeat(7_998) + "b", 1],
    ["lines of one letter", "a\n".repeat(4_000), 20 * 2],
    ["line separators", "a\u2028".repeat(4_000), 20 * 2],
    ["words", "word ".repeat(1_600), 800],
    ["one unbroken word", "a".repeat(8_000), 800],
    ["Chinese", "走".repeat(8_000), 400],
    ["tabs between letters", "a\t".repeat(4_000), 200],
    ["the widest signs", "\ufdfd".repeat(8_000), 100],
    ["marks upon one letter", "a" + "\u0301".repeat(7_999), 800],
    ["emoji", "🙂".repeat(4_000), 800],
  ])("%s", (_, text, most) => {
    expect(collapseAt(text)).not.toBeNull();
    expect(shown(text).length).toBeLessThanOrEqual(most);
    expect(text.startsWith(shown(text))).toBe(true);
    expect(shown(text)).not.toBe("");
  });
});

describe("it is cut", () => {
  it("between words", () => {
    expect(shown("word ".repeat(1_600))).toMatch(/^(word )+word$/u);
  });

  it("never inside of a character", () => {
    for (const sign of ["👩‍👩‍👧", "e\u0301", "👍🏽", "❤️", "क्षि", "🙂"]) {
      const part = shown(sign.repeat(2_000).slice(0, 8_000));
      const rest = part.length % sign.length;
      expect(rest, `${sign} of ${part.length}`).toBe(0);
    }
  });

  it("so that never just a word or two is missing", () => {
    const text = "word ".repeat(242);
    expect(text.length - shown(text).length).toBeGreaterThan(300);
  });
});

describe("the beginning of a message", () => {
  it("has its first words, whatever stands before them", () => {
    expect(beginning("\n".repeat(7_990) + "words")).toBe("words");
    expect(beginning("one\n\n\n  two")).toBe("one\ntwo");
    expect(beginning("one")).toBe("one");
  });

  it("is no longer than it should be", () => {
    expect(beginning("word ".repeat(1_600))).toMatch(/^(word )+word…$/u);
    expect(beginning("a".repeat(8_000)).length).toBe(301);
  });
});
