// Names in a direction of their own: within a sentence, and in the markup by a lint.

import { Linter } from "eslint";
import svelte from "eslint-plugin-svelte";
import { describe, expect, it } from "vitest";
import { isolatedNames } from "../../lint/isolated-names.js";
import { isolated } from "../../src/views/isolated";
import { fewNames, formatNames } from "../../src/views/support-text";

const dana = "דנה";
const layla = "ليلى";
const alone = (name: string): string => `\u2068${name}\u2069`;

describe("a name in a sentence", () => {
  it("is kept apart where it is written from right to left", () => {
    expect(isolated(dana)).toBe(alone(dana));
    expect(isolated(`Jo ${layla}`)).toBe(alone(`Jo ${layla}`));
    expect(isolated("\u{10800}")).toBe(alone("\u{10800}"));
  });

  it("holds no mark that nobody needs", () => {
    for (const name of ["Jo", "José 2", "ベン", "Łukasz (B)", "🙂"])
      expect(isolated(name)).toBe(name);
  });

  it("is kept apart from the next one", () => {
    expect(formatNames([dana, layla, "Jo"])).toBe(`${alone(dana)}, ${alone(layla)} and Jo`);
    expect(formatNames([dana])).toBe(alone(dana));
    expect(fewNames([dana, "Jo", "Sam", "Kim"])).toBe(`${alone(dana)}, Jo, Sam and others`);
  });
});

describe("the lint", () => {
  const rules: Linter.Config[] = [
    ...(svelte.configs["flat/base"] as Linter.Config[]),
    {
      files: ["**/*.svelte", "**/*.js"],
      plugins: { names: { rules: { isolated: isolatedNames } } },
      rules: { "names/isolated": "error" },
    },
  ];
  const faults = (source: string, filename = "one.svelte"): number =>
    new Linter().verify(source, rules, { filename }).length;

  it.each([
    "<p>{member.alias} joined</p>",
    "<p><strong>{pairing.with}</strong> is your mentor.</p>",
    "<option>{circle.name}</option>",
    '<Dialog title="Block {alias}?" />',
    "<p>{`${alias} joined`}</p>",
    '<p dir="auto">{alias} joined</p>',
    "<p>{nameOf(person)}: 2</p>",
    '<p>{mentor ?? "Your mentor"} is told.</p>',
  ])("finds %s", (source) => expect(faults(source)).toBe(1));

  it.each([
    "<p><bdi>{member.alias}</bdi> joined</p>",
    '<option dir="auto">{circle.name}</option>',
    '<Dialog title="Block {isolated(alias)}?" />',
    "<p>{`${isolated(alias)} joined`}</p>",
    "<Seat alias={member.alias} />",
    "<article aria-label={card.alias}></article>",
    "<p>{formatNames(names)}</p>",
  ])("leaves %s alone", (source) => expect(faults(source)).toBe(0));

  it("reads scripts too", () => {
    expect(faults("export const words = (who) => `${who} asks`;", "one.js")).toBe(1);
    expect(faults("export const words = (who) => `${isolated(who)} asks`;", "one.js")).toBe(0);
  });
});
