// What the screens say in the place of a name can be nobody's alias. The server
// refuses the words of one list; here the screens are searched for others.

import { expect, test } from "vitest";
import { standIns } from "../../src/protocol/wire";

const sources = import.meta.glob<string>("../../src/**/*.{ts,svelte}", {
  query: "?raw",
  import: "default",
  eager: true,
});

const patterns = [
  // `member?.alias ?? "Someone"`
  /(?:alias|nameOf\([^()]*\)|\.by|\?\.mentor)\)?\s*\?\?\s*"(?<words>[A-Z][^"]*)"/gu,
  // `own ? "You" : alias`
  /\?\s*"(?<words>[A-Z][\p{L} ]*)"\s*:\s*[^;,`]{0,60}?(?:alias|nameOf\()/gu,
];

function saidForNames(): Set<string> {
  const said = new Set<string>();
  for (const source of Object.values(sources))
    for (const pattern of patterns)
      for (const found of source.matchAll(pattern)) said.add(found.groups?.["words"] ?? "");
  return said;
}

test("the server refuses whatever a screen says in the place of a name", () => {
  const said = saidForNames();
  for (const known of ["You", "Someone", "Somebody", "The centre", "Your mentor"])
    expect(said, "the search itself").toContain(known);
  expect([...said].filter((words) => !standIns.includes(words))).toEqual([]);
});
