// Whom a text mentions: the name's spelling, where it begins, where it ends.

import { describe, expect, it } from "vitest";
import { mentionsIn, type Named } from "../../src/state/mention-match";

/** Their ids are their aliases. */
const people = (...aliases: string[]): Named[] => aliases.map((alias) => ({ id: alias, alias }));

function mentioned(text: string, ...aliases: string[]): string[] {
  return mentionsIn(text, people(...aliases)).map(({ id }) => id);
}

describe("a name is reached", () => {
  it.each([
    ["@Jose", "José"],
    ["@josé", "Jose"],
    ["@JOSE\u0301", "José"],
    ["@lukasz", "Łukasz"],
    ["@Strasse", "Straße"],
    ["@ozil", "Özil"],
    ["@isik", "Işık"],
    ["@οδυσσευσ", "Οδυσσεύς"],
    ["@алена", "Алёна"],
    ["@viet", "Việt"],
    ["@علیرضا", "علی\u200cرضا"],
    ["@علی\u200cرضا", "علیرضا"],
    ["@👩👧", "👩\u200d👧"],
    ["@☀", "☀\ufe0f"],
    ["@jo ann", "Jo Ann"],
  ])("by %s: %s", (text, alias) => {
    expect(mentioned(`hi ${text}, hello`, alias)).toEqual([alias]);
  });

  it.each([
    ["@jo", "Jon"],
    ["@jon", "Jo"],
    ["@rosé", "José"],
    ["@дід", "Дiд"],
  ])("and no other by %s: %s", (text, alias) => {
    expect(mentioned(`hi ${text}, hello`, alias)).toEqual([]);
  });
});

describe("of several names", () => {
  it("the longest that fits is meant", () => {
    expect(mentioned("@Jo Ann and @Jo", "Jo", "Jo Ann")).toEqual(["Jo Ann", "Jo"]);
    expect(mentioned("@Jo Annette", "Jo", "Jo Ann")).toEqual(["Jo"]);
    expect(mentioned("@jo ann", "Jo", "Jo Ánn")).toEqual(["Jo Ánn"]);
  });

  it("the exact spelling is meant", () => {
    expect(mentioned("@José @Jose", "Jose", "José")).toEqual(["José", "Jose"]);
    expect(mentioned("@josé", "Jose", "José")).toEqual(["José"]);
  });

  it("none is meant where two are as near", () => {
    expect(mentioned("@jose", "Josè", "José")).toEqual([]);
    expect(mentioned("@Jo Ann", "Jo", "Jo Änn", "Jo Ánn")).toEqual([]);
  });
});

describe("a mention begins at a word's beginning", () => {
  it.each(["@Bo", "(@Bo)", "hi,@Bo", "—@Bo", "\n@Bo", "👍@Bo", "ありがとう@Bo", '"@Bo"'])(
    "%s",
    (text) => {
      expect(mentioned(text, "Bo")).toEqual(["Bo"]);
    },
  );

  it.each([
    "bo@Bo.example",
    "bo@Bo",
    "a_@Bo",
    "a+@Bo",
    "9@Bo",
    "@@Bo",
    "https://x.example/@Bo",
    "é@Bo",
  ])("not in %s", (text) => {
    expect(mentioned(text, "Bo")).toEqual([]);
  });
});

describe("a mention ends where a name may end", () => {
  it.each([
    "@Bo",
    "@Bo.",
    "@Bo. Hi",
    "@Bo's",
    "@Bo’ll",
    "@Bo!",
    "@Bo\nhi",
    "@Bo🙂",
    "@Boさん",
    "@Bo-",
  ])("%s", (text) => {
    expect(mentioned(text, "Bo")).toEqual(["Bo"]);
  });

  it.each(["@Bob", "@Bo2", "@Bo-Ann", "@Bo_b", "@Bo.example", "@Bo@b.example", "@Bo'Neill"])(
    "not in %s",
    (text) => {
      expect(mentioned(text, "Bo")).toEqual([]);
    },
  );

  it("also where no space follows a name", () => {
    expect(mentioned("@田中さん", "田中", "田")).toEqual(["田中"]);
    expect(mentioned("@田中さん", "田")).toEqual([]);
    expect(mentioned("@Jo 🌻thanks", "Jo 🌻")).toEqual(["Jo 🌻"]);
  });
});

it("says where each stands, to the letter", () => {
  const text = "hi @Jose\u0301, @jo!";
  const found = mentionsIn(text, people("José", "Jo"));
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(["@Jose\u0301", "@jo"]);
});
