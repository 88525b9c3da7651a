// How often a meeting comes again, in words that name the day: what is offered for a
// first day, and what a card says. Pure; the server works out the days themselves.

import type { LocalDate, Repeats } from "../../protocol/wire";

const dayMs = 86_400_000;

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const ordinals = ["first", "second", "third", "fourth"];

/** What the rules of a month need to know of a day. */
interface DayOfMonth {
  /** 1 to 31. */
  number: number;
  weekday: string;
  /** "second", undefined in a fifth week, which most months don't have. */
  week: string | undefined;
  inLastWeek: boolean;
}

/** Null for what is no day of the calendar, such as an empty field. */
function dayOfMonth(day: LocalDate): DayOfMonth | null {
  // A day of the calendar has no zone: read and asked in UTC it stays that day.
  const at = Date.parse(day);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at)) return null;
  const [date, weekLater] = [new Date(at), new Date(at + 7 * dayMs)];
  const number = date.getUTCDate();
  return {
    number,
    weekday: weekdays[date.getUTCDay()] ?? "",
    week: ordinals[Math.floor((number - 1) / 7)],
    inLastWeek: weekLater.getUTCMonth() !== date.getUTCMonth(),
  };
}

/** 31 as "31st". */
function nth(number: number): string {
  const endings = ["th", "st", "nd", "rd"];
  const teen = number > 10 && number < 14;
  return `${number}${teen ? "th" : (endings[number % 10] ?? "th")}`;
}

/** "Every month on the second Tuesday", for a meeting that is on this day; without the
 *  day where there is none. Empty for a word that this client doesn't know. */
export function formatRepeats(repeats: Repeats, on: LocalDate): string {
  const day = dayOfMonth(on);
  switch (repeats) {
    case "never":
      return "Once";
    case "daily":
      return "Every day";
    case "weekly":
      return day === null ? "Every week" : `Every week on ${day.weekday}`;
    case "every_two_weeks":
      return day === null ? "Every two weeks" : `Every two weeks on ${day.weekday}`;
    case "monthly":
      return day === null ? "Every month" : `Every month on the ${nth(day.number)}`;
    case "monthly_weekday":
      return day?.week === undefined
        ? "Every month on the same weekday"
        : `Every month on the ${day.week} ${day.weekday}`;
    case "monthly_last_weekday":
      return `Every month on the last ${day?.weekday ?? "such weekday"}`;
    default:
      return "";
  }
}

/** What a meeting may do that is on this day first. */
export function repeatsFrom(first: LocalDate): Repeats[] {
  const day = dayOfMonth(first);
  const all: Repeats[] = ["never", "daily", "weekly", "every_two_weeks", "monthly"];
  if (day?.week !== undefined) all.push("monthly_weekday");
  if (day?.inLastWeek === true) all.push("monthly_last_weekday");
  return all;
}

/** What was picked, or for a first day that it can't have, what is nearest to it: a day
 *  is in one of the first four weeks of its month, in the last, or in both. */
export function repeatsFitting(picked: Repeats, first: LocalDate): Repeats {
  const fitting = repeatsFrom(first);
  if (fitting.includes(picked)) return picked;
  const nearest = picked === "monthly_last_weekday" ? "monthly_weekday" : "monthly_last_weekday";
  return fitting.includes(nearest) ? nearest : "monthly";
}

/** Said where some months are left out; null where none is. */
export function skippedMonths(repeats: Repeats, first: LocalDate): string | null {
  const day = dayOfMonth(first);
  if (repeats !== "monthly" || day === null || day.number < 29) return null;
  const others = formatRepeats("monthly_last_weekday", first);
  return `Months without a ${nth(day.number)} are left out. “${others}” leaves out none.`;
}
