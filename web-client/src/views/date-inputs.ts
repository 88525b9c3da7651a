// Days and times as the browser's own fields for them have them.

import { midnightOf } from "./local-date";

/** A local day as a date input wants it. */
export function dateInputValue(at: number): string {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The day that is so many days after a day of the calendar. */
export function dayOf(date: string, later: number): string {
  const day = new Date(midnightOf(date) ?? Date.now());
  day.setDate(day.getDate() + later);
  return dateInputValue(day.getTime());
}

/** A moment as a `datetime-local` input wants it. */
export function dateTimeInputValue(at: number): string {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${dateInputValue(at)}T${two(day.getHours())}:${two(day.getMinutes())}`;
}
