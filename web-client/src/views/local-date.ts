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
