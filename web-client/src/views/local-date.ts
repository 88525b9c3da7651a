// Days and times in words, in the zone of the device. Knows no messages. The
// sentences around are English, so the dates are too, in the person's own order.

const own = new Intl.DateTimeFormat().resolvedOptions().locale;
const locale = own.startsWith("en") ? own : "en";

const timeOfDay = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat(locale, {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const dayWithYear = new Intl.DateTimeFormat(locale, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const weekday = new Intl.DateTimeFormat(locale, { weekday: "long" });
const shortDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const shortDayWithYear = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** Midnight of the local day that holds `at`, in milliseconds. */
export function startOfDay(at: number): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

export function timeInWords(at: number): string {
  return timeOfDay.format(at);
}

export function dayInWords(at: number, now: number = Date.now()): string {
  const day = startOfDay(at);
  if (day === startOfDay(now)) return "Today";
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === startOfDay(yesterday.getTime())) return "Yesterday";
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayAndMonth : dayWithYear).format(at);
}

/** For narrow places: the time for today, else the day. */
export function shortWhen(at: number, now: number = Date.now()): string {
  if (startOfDay(at) === startOfDay(now)) return timeInWords(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? shortDay : shortDayWithYear).format(at);
}

export function dayAndTime(at: number, now: number = Date.now()): string {
  return `${dayInWords(at, now)}, ${timeInWords(at)}`;
}

/** For how long something has been waiting. */
export function ageInWords(at: number, now: number = Date.now()): string {
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
export function soonInWords(at: number, now: number = Date.now()): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days < 1 || days > 6) return dayAndTime(at, now);
  return `${days === 1 ? "tomorrow" : weekday.format(at)}, ${timeInWords(at)}`;
}

/** What a date input says (`2026-03-01`), as local midnight; null for no date. */
export function midnightOf(date: string): number | null {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = new Date(year, month - 1, day).getTime();
  return Number.isNaN(at) ? null : at;
}

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

/** A day of the calendar as it is said: "Today", "Tuesday 3 March". */
export function localDateInWords(date: string, now: number = Date.now()): string {
  const at = midnightOf(date);
  return at === null ? date : dayInWords(at, now);
}

/** The same within a sentence: "since today". */
export function localDateWithin(date: string, now: number = Date.now()): string {
  const words = localDateInWords(date, now);
  return words === "Today" || words === "Yesterday" ? words.toLowerCase() : words;
}

/** A moment as a `datetime-local` input wants it. */
export function dateTimeInputValue(at: number): string {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${dateInputValue(at)}T${two(day.getHours())}:${two(day.getMinutes())}`;
}
