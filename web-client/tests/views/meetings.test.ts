// The list of meetings goes on for as many days as are asked for, without a hole.

import { expect, test } from "vitest";
import type { Occurrence } from "../../src/protocol/wire";
import { daysAfter, daysFrom, meetingsOf } from "../../src/views/meetings/listing";

const first = "2026-11-29";
const meeting = (day: number, number: number): Occurrence => ({
  meeting: `m${number}`,
  on: daysAfter(first, day),
  starts_at: new Date(`${daysAfter(first, day)}T12:00`).getTime() + number,
  ends_at: 0,
  circle: null,
  title: "Evening",
  zone: "America/New_York",
  repeats: "daily",
  link: null,
  place: "Here",
  cancelled: false,
  host: false,
  answer: null,
  coming: [],
});

/** A server with some meetings on each of these days, that answers with 500 at most. */
function server(days: readonly number[], aDay: number) {
  const asked: number[] = [];
  const all = days.flatMap((day) => Array.from({ length: aDay }, (_, at) => meeting(day, at)));
  const ask = async (from: string, many: number) => {
    asked.push(many);
    const within = all.filter(({ on }) => on >= from && on < daysAfter(from, many));
    return within.slice(0, 500);
  };
  return { all, ask, asked };
}

test("a meeting of two years on is found, and nobody is asked for too many days", async () => {
  const { all, ask, asked } = server([3, 300, 730], 1);
  expect(await meetingsOf(ask, first, 731)).toEqual(all);
  expect(Math.max(...asked)).toBe(92);
  expect(await meetingsOf(ask, first, 28)).toEqual(all.slice(0, 1));
});

test("where an answer is full, what it left out is asked for, and none comes twice", async () => {
  const days = Array.from({ length: 60 }, (_, day) => day);
  const { all, ask } = server(days, 20);
  expect(await meetingsOf(ask, first, 60)).toEqual(all);
});

test("days are counted over a change of clocks and a leap day", () => {
  expect(daysAfter("2028-02-28", 2)).toBe("2028-03-01");
  expect(daysFrom("2026-10-24", "2026-10-26")).toBe(2);
});
