// How often a meeting comes again: what is offered for a first day, and how it is said.

import { describe, expect, it } from "vitest";
import { repeats, type Repeats } from "../../src/protocol/wire";
import {
  skippedMonths,
  formatRepeats,
  repeatsFitting,
  repeatsFrom,
} from "../../src/views/meetings/repeats";

const every = (first: string): string[] =>
  repeatsFrom(first).map((one) => formatRepeats(one, first));

describe("what is offered", () => {
  it("names the day", () => {
    expect(every("2026-12-08")).toEqual([
      "Once",
      "Every day",
      "Every week on Tuesday",
      "Every two weeks on Tuesday",
      "Every month on the 8th",
      "Every month on the second Tuesday",
    ]);
  });

  it("is the last weekday of a month, and never a fifth", () => {
    expect(every("2026-10-31").slice(4)).toEqual([
      "Every month on the 31st",
      "Every month on the last Saturday",
    ]);
  });

  it("is both where the last is the fourth", () => {
    expect(every("2027-02-27").slice(4)).toEqual([
      "Every month on the 27th",
      "Every month on the fourth Saturday",
      "Every month on the last Saturday",
    ]);
  });

  it("fits each day of many years as the server has it", () => {
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2031, 0, 1); at += 86_400_000) {
      const day = new Date(at);
      const daysInMonth = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0));
      const offered = repeatsFrom(day.toISOString().slice(0, 10));
      expect(offered.includes("monthly_weekday")).toBe(day.getUTCDate() <= 28);
      expect(offered.includes("monthly_last_weekday")).toBe(
        day.getUTCDate() > daysInMonth.getUTCDate() - 7,
      );
      expect(offered.slice(0, 5)).toEqual(repeats.slice(0, 5));
    }
  });

  it("names no day before one is chosen", () => {
    for (const nothing of ["", "2026-02", "2026-13-01"]) {
      expect(every(nothing)).toEqual([
        "Once",
        "Every day",
        "Every week",
        "Every two weeks",
        "Every month",
      ]);
    }
  });
});

describe("a choice", () => {
  it("stays where the new day can have it", () => {
    expect(repeatsFitting("monthly_last_weekday", "2026-10-31")).toBe("monthly_last_weekday");
    expect(repeatsFitting("weekly", "2026-10-31")).toBe("weekly");
  });

  it("goes to what is nearest where it can't", () => {
    expect(repeatsFitting("monthly_last_weekday", "2026-10-10")).toBe("monthly_weekday");
    expect(repeatsFitting("monthly_weekday", "2026-10-31")).toBe("monthly_last_weekday");
    expect(repeatsFitting("monthly_weekday", "")).toBe("monthly");
  });
});

describe("a month without the day", () => {
  it("is told of for the 29th, the 30th and the 31st, with what leaves out none", () => {
    expect(skippedMonths("monthly", "2026-10-31")).toBe(
      "Months without a 31st are left out. “Every month on the last Saturday” leaves out none.",
    );
    expect(skippedMonths("monthly", "2026-11-30")).toMatch(/^Months without a 30th .*last Monday/);
    expect(skippedMonths("monthly", "2028-02-29")).toMatch(/^Months without a 29th .*last Tuesday/);
  });

  it("is no matter for other days and other rules", () => {
    expect(skippedMonths("monthly", "2026-10-28")).toBeNull();
    expect(skippedMonths("monthly", "")).toBeNull();
    for (const other of repeats.filter((one) => one !== "monthly")) {
      expect(skippedMonths(other, "2026-10-31")).toBeNull();
    }
  });
});

it("numbers are said as people say them", () => {
  const said = Array.from({ length: 31 }, (_, at) =>
    formatRepeats("monthly", `2026-12-${String(at + 1).padStart(2, "0")}`)
      .split(" ")
      .at(-1),
  );
  expect(said.join(" ")).toBe(
    "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th " +
      "20th 21st 22nd 23rd 24th 25th 26th 27th 28th 29th 30th 31st",
  );
});

it("a word from a newer server says nothing", () => {
  expect(formatRepeats("yearly" as Repeats, "2026-10-31")).toBe("");
});
