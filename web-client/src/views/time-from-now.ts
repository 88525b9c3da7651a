// Formats how long ago something was, or how soon it will be.

import { formatDayAndTime, locale, startOfDay, formatTime } from "./local-date";

const weekday = new Intl.DateTimeFormat(locale, { weekday: "long" });

/** How long ago: "3 hours ago". */
export function formatAge(at: number, now: number = Date.now()): string {
  const minutes = Math.floor((now - at) / 60_000);
  const some = (count: number, what: string): string =>
    `${count} ${what}${count === 1 ? "" : "s"} ago`;
  if (minutes < 1) return "just now";
  if (minutes < 60) return some(minutes, "minute");
  return minutes < 48 * 60
    ? some(Math.floor(minutes / 60), "hour")
    : some(Math.floor(minutes / 1440), "day");
}

/** A future time; within a week the weekday is enough. */
export function formatSoon(at: number, now: number = Date.now()): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days < 1 || days > 6) return formatDayAndTime(at, now);
  return `${days === 1 ? "tomorrow" : weekday.format(at)}, ${formatTime(at)}`;
}

/** The same for a time that may also be before today. */
export function formatUpcoming(at: number, now: number = Date.now()): string {
  return at < startOfDay(now) ? formatDayAndTime(at, now) : formatSoon(at, now);
}
