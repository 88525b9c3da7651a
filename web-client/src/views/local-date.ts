// Formats days and times in the device's time zone. The sentences around them are English,
// so the dates are too, in the order of the person's own English locale.

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

/** When a wait ends, by the local clock. Rounded up to the minute, so that nobody tries too
 *  early. */
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

/** Short form: the time for today, else the day. */
export function formatShort(at: number, now: number = Date.now()): string {
  return startOfDay(at) === startOfDay(now) ? formatTime(at) : formatDate(at, now);
}

/** The day, without the year where it is the current one. */
export function formatDate(at: number, now: number = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? shortDay : shortDayWithYear).format(at);
}

export function formatDayAndTime(at: number, now: number = Date.now()): string {
  return `${formatDay(at, now)}, ${formatTime(at)}`;
}

/** The value of a date input (`2026-03-01`) as local midnight; null where it is no date. */
export function midnightOf(date: string): number | null {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = new Date(year, month - 1, day).getTime();
  return Number.isNaN(at) ? null : at;
}

/** A calendar day: "Today", "Tuesday 3 March". */
export function formatLocalDate(date: string, now: number = Date.now()): string {
  const at = midnightOf(date);
  return at === null ? date : formatDay(at, now);
}

/** The same within a sentence, as in "since today". */
export function formatLocalDateInline(date: string, now: number = Date.now()): string {
  const words = formatLocalDate(date, now);
  return words === "Today" || words === "Yesterday" ? words.toLowerCase() : words;
}
