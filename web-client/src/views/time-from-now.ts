// How long ago something was, or how soon it will be, in words.

import { formatDayAndTime, locale, startOfDay, formatTime } from "./local-date";

const weekday = new Intl.DateTimeFormat(locale, { weekday: "long" });

/** For how long something has been waiting. */
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

/** A time to come: the weekday is enough for the days ahead. */
export function formatSoon(at: number, now: number = Date.now()): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days < 1 || days > 6) return formatDayAndTime(at, now);
  return `${days === 1 ? "tomorrow" : weekday.format(at)}, ${formatTime(at)}`;
}

/** The same for the end of a stretch, which may have begun before today. */
export function formatUpcoming(at: number, now: number = Date.now()): string {
  return at < startOfDay(now) ? formatDayAndTime(at, now) : formatSoon(at, now);
}
