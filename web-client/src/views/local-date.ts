// Days and times in words, in the zone of the device. Knows no messages. The
// sentences around are English, so the dates are too, in the person's own order.

const own = new Intl.DateTimeFormat().resolvedOptions().locale;
export const locale = own.startsWith("en") ? own : "en";

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

/** How long somebody waits, by the local clock. The minute shown has begun by then:
 *  nobody comes too early. */
export function formatWait(at: number, now: number = Date.now()): string {
  const minuteMs = 60_000;
  return at - now < minuteMs
    ? "in less than a minute"
    : `at ${formatTime(Math.ceil(at / minuteMs) * minuteMs)}`;
}

export function formatTime(at: number): string {
  return timeOfDay.format(at);
}

export function formatDay(at: number, now: number = Date.now()): string {
  const day = startOfDay(at);
  if (day === startOfDay(now)) return "Today";
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === startOfDay(yesterday.getTime())) return "Yesterday";
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayAndMonth : dayWithYear).format(at);
}

/** For narrow places: the time for today, else the day. */
export function formatShort(at: number, now: number = Date.now()): string {
  return startOfDay(at) === startOfDay(now) ? formatTime(at) : formatDate(at, now);
}

/** The day alone, without its year where it is this one's. */
export function formatDate(at: number, now: number = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? shortDay : shortDayWithYear).format(at);
}

export function formatDayAndTime(at: number, now: number = Date.now()): string {
  return `${formatDay(at, now)}, ${formatTime(at)}`;
}

/** What a date input says (`2026-03-01`), as local midnight; null for no date. */
export function midnightOf(date: string): number | null {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = new Date(year, month - 1, day).getTime();
  return Number.isNaN(at) ? null : at;
}

/** A day of the calendar as it is said: "Today", "Tuesday 3 March". */
export function formatLocalDate(date: string, now: number = Date.now()): string {
  const at = midnightOf(date);
  return at === null ? date : formatDay(at, now);
}

/** The same within a sentence: "since today". */
export function formatLocalDateInline(date: string, now: number = Date.now()): string {
  const words = formatLocalDate(date, now);
  return words === "Today" || words === "Yesterday" ? words.toLowerCase() : words;
}
