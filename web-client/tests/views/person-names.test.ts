// What coordinators call people, with and without a label.

import { expect, test } from "vitest";
import { standIns } from "../../src/protocol/wire";
import { formatDate } from "../../src/views/local-date";
import { nameOf, nameWithin } from "../../src/views/person-names";

const invitedAt = new Date(2025, 10, 29).getTime();

test("a label goes before everything else", () => {
  expect(nameOf({ label: "room 4", alias: "Jo", invited_at: invitedAt })).toBe("room 4");
});

test("without a label it is the alias, where the coordinator knows it", () => {
  expect(nameOf({ label: null, alias: "Jo", invited_at: invitedAt })).toBe("Jo");
});

test("without both it is the day of the invite", () => {
  const person = { label: null, alias: null, invited_at: invitedAt };
  expect(nameOf(person)).toBe(`The person invited on ${formatDate(invitedAt)}`);
  expect(nameWithin(person)).toBe(`the person invited on ${formatDate(invitedAt)}`);
  expect(nameOf(person)).toContain("29");
});

test("nobody is called by nothing, and nobody can take these words as an alias", () => {
  for (const person of [null, { label: null, alias: null, invited_at: null }])
    expect(standIns).toContain(nameOf(person));
});
