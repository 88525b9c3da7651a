// Every invite of a list has a name of its own.

import { expect, test } from "vitest";
import { inviteNames } from "../../src/views/centre/invite-names";
import { isolated } from "../../src/views/isolated";
import { formatTime } from "../../src/views/local-date";

const now = new Date(2026, 10, 30, 14, 0).getTime();
const minute = 60_000;
const day = 24 * 60 * minute;

const names = (...invites: [label: string | null, created_at: number][]): string[] => {
  const all = invites.map(([label, created_at], at) => ({ id: `i${at}`, label, created_at }));
  const named = inviteNames(all, now);
  return all.map(({ id }) => named.get(id)!);
};

test("an invite is called by its label, and without one by the day it was made", () => {
  expect(names(["For D", now], [null, now], [null, now - day])).toEqual([
    "For D",
    "Without a label, made today",
    "Without a label, made yesterday",
  ]);
});

test("two of one day are told apart by the time, and two of one minute by a number", () => {
  const at = (ms: number) => formatTime(ms);
  expect(names([null, now], [null, now - 60 * minute])).toEqual([
    `Without a label, made today, ${at(now)}`,
    `Without a label, made today, ${at(now - 60 * minute)}`,
  ]);
  const same = names([null, now + 2], [null, now + 1]);
  expect(same[0]).toMatch(/ \(2\)$/);
  expect(same[1]).toMatch(/ \(1\)$/);
});

test("two with the same label are told apart as well", () => {
  const both = names(["Tuesday group", now], ["Tuesday group", now - day]);
  expect(both[0]).toContain(`${isolated("Tuesday group")}, made today`);
  expect(new Set(both).size).toBe(2);
});
