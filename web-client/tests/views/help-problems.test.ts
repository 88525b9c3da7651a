// What is said when asking for help goes wrong: never that nobody was reached where
// that is not known.

import { expect, test } from "vitest";
import { ConnectionReplaced, Refused, NoResponse } from "../../src/net/refused";
import { helpProblem, type HelpAction } from "../../src/views/help/problems";

const acts: HelpAction[] = ["ask", "add", "take_back", "end"];
const unavailable = new Refused({ code: "unavailable", message: "Nothing can be stored." });

test("an unanswered action is not known, each in its own words, with what to do next", () => {
  const words = acts.map((act) => helpProblem(act, new NoResponse()));
  expect(new Set(words).size).toBe(acts.length);
  for (const one of words) {
    expect(one).not.toMatch(/nobody was|did not reach/i);
    expect(one).toMatch(/don't know whether/);
    expect(one).toMatch(/Please/);
  }
  expect(words[2]).toMatch(/^It may still be on its way/);
});

test("what the server refused is known, and of a take-back it is not said that nobody hears", () => {
  expect(helpProblem("ask", unavailable)).toMatch(/^That did not reach anybody/);
  expect(helpProblem("take_back", unavailable)).toMatch(/could not be taken back/);
  expect(helpProblem("end", unavailable)).toMatch(/may still be told/);
  expect(helpProblem("ask", new ConnectionReplaced())).toMatch(/^That did not reach anybody/);
});

test("any other refusal is shown as the server says it", () => {
  const refused = new Refused({ code: "not_found", message: "That is over." });
  for (const act of acts) expect(helpProblem(act, refused)).toBe("That is over.");
});
