// Conversion of days and times to the values of date inputs.

import { midnightOf } from "./local-date";

/** A local day as the value of a date input. */
export function dateInputValue(at: number): string {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The calendar day that is `later` days after `date`. */
export function dayOf(date: string, later: number): string {
  const day = new Date(midnightOf(date) ?? Date.now());
  day.setDate(day.getDate() + later);
  return dateInputValue(day.getTime());
}

/** A time as the value of a `datetime-local` input. */
export function dateTimeInputValue(at: number): string {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${dateInputValue(at)}T${two(day.getHours())}:${two(day.getMinutes())}`;
}
