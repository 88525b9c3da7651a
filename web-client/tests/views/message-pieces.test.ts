// What is made of typed words: mentions, links, and completing an alias.

import { describe, expect, it } from "vitest";
import { completeMention, matching, mentionAt } from "../../src/views/circle/mention-typing";
import { linksIn } from "../../src/views/circle/links";
import { piecesOf, type Piece } from "../../src/views/circle/pieces";
import { fewNames, formatNames } from "../../src/views/support-text";

const jo = { id: "1", alias: "Jo" };
const joanna = { id: "2", alias: "Joanna B" };

const pieces = (text: string, mentioned: { id: string; alias: string }[]): Piece[] =>
  piecesOf(text, mentioned, linksIn(text));

describe("the pieces of a message", () => {
  it("cut out a mention whatever its case", () => {
    expect(pieces("hi @jo!", [jo])).toEqual([
      { kind: "words", text: "hi " },
      { kind: "mention", text: "@jo", member: "1" },
      { kind: "words", text: "!" },
    ]);
  });

  it("prefer the longer of two aliases", () => {
    const [first] = pieces("@Joanna B", [jo, joanna]);
    expect(first).toEqual({ kind: "mention", text: "@Joanna B", member: "2" });
  });

  it("cut out a mention in another spelling, and none in an address", () => {
    const jose = { id: "3", alias: "José" };
    expect(pieces("mail jose@jose.example, @Jose", [jose])).toEqual([
      { kind: "words", text: "mail jose@jose.example, " },
      { kind: "mention", text: "@Jose", member: "3" },
    ]);
  });

  it("leave a name alone that mentions nobody", () => {
    expect(pieces("@sam", [jo])).toEqual([{ kind: "words", text: "@sam" }]);
  });

  it("make a link without the full stop after it", () => {
    expect(pieces("see https://example.org/a?b=1.", [])).toMatchObject([
      { kind: "words", text: "see " },
      { kind: "link", text: "https://example.org/a?b=1" },
      { kind: "words", text: "." },
    ]);
  });

  it("make no link of other schemes", () => {
    expect(pieces("javascript:alert(1)", [])).toEqual([
      { kind: "words", text: "javascript:alert(1)" },
    ]);
  });

  it("lose nothing of what was written", () => {
    const text = "a @Jo @ http:// https://x.example/@Jo, 🙂@joanna b\n";
    expect(
      pieces(text, [jo, joanna])
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });
});

describe("typing a mention", () => {
  const members = [jo, joanna].map((one) => ({ ...one, role: "member" as const, present: true }));

  it("begins at an @ after a space, not inside a word", () => {
    expect(mentionAt("hi @jo", 6)).toEqual({ start: 3, part: "jo" });
    expect(mentionAt("jo@example", 10)).toBeNull();
    expect(mentionAt("@jo\nand", 7)).toBeNull();
  });

  it("offers members who are here, and never oneself", () => {
    const typing = { start: 0, part: "jo" };
    expect(matching(members, "2", typing).map(({ alias }) => alias)).toEqual(["Jo"]);
    const gone = members.map((one) => ({ ...one, present: false }));
    expect(matching(gone, "9", typing)).toEqual([]);
  });

  it("offers names without their accents, the typed spelling first", () => {
    const names = ["Joséphine", "Jose", "Łukasz"].map((alias, at) => ({
      ...{ id: `${at}`, alias },
      ...{ role: "member" as const, present: true },
    }));
    const offered = (part: string): string[] =>
      matching(names, "9", { start: 0, part }).map(({ alias }) => alias);
    expect(offered("jose")).toEqual(["Jose", "Joséphine"]);
    expect(offered("josé")).toEqual(["Joséphine", "Jose"]);
    expect(offered("luk")).toEqual(["Łukasz"]);
  });

  it("puts in the alias and one space", () => {
    expect(completeMention("hi @jo there", 6, { start: 3, part: "jo" }, "Joanna B")).toEqual({
      text: "hi @Joanna B there",
      caret: 13,
    });
  });
});

describe("who said words of support", () => {
  it("is told by names and never by a number", () => {
    expect(formatNames(["you", "Jo"])).toBe("you and Jo");
    expect(fewNames(["Jo", "Ray", "Sam", "Kim"])).toBe("Jo, Ray, Sam and others");
  });
});
