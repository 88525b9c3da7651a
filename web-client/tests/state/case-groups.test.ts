// Many cases that one person brought up take the room of one.

import { expect, test } from "vitest";
import { groupCases } from "../../src/state/case-groups";
import { caseOf } from "../fake-safety";

const shape = (cases: Parameters<typeof groupCases>[0]) =>
  groupCases(cases).map(({ lead, folded }) => [lead.id, ...folded.map(({ id }) => id)]);

const folded = (id: string, under: string) => ({ ...caseOf(id), folded_under: under });

test("cases stand folded the one that the server names, in the order of the queue", () => {
  const cases = [caseOf("k1"), caseOf("k2"), folded("k3", "k1"), caseOf("k4"), folded("k5", "k1")];
  expect(shape(cases)).toEqual([["k1", "k3", "k5"], ["k2"], ["k4"]]);
});

test("where that one is gone, the first of the others stands for them", () => {
  expect(shape([caseOf("k2"), folded("k3", "k1"), folded("k5", "k1")])).toEqual([
    ["k2"],
    ["k3", "k5"],
  ]);
});
