// The meetings of many days, asked for in pieces that the server answers in whole.

import { limits, type LocalDate, type Occurrence } from "../../protocol/wire";
import { dateInputValue } from "../date-inputs";

const dayMs = 86_400_000;

/** An answer as long as this may have left out the end of its days. */
const fullAnswer = 500;

export const daysAfter = (day: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

export const daysFrom = (first: LocalDate, last: LocalDate): number =>
  Math.round((Date.parse(last) - Date.parse(first)) / dayMs);

type Ask = (from: LocalDate, days: number) => Promise<readonly Occurrence[]>;

/** Those of so many days, by their start. */
export async function meetingsOf(ask: Ask, first: LocalDate, days: number): Promise<Occurrence[]> {
  const byKey = new Map<string, Occurrence>();
  const end = daysAfter(first, days);
  for (let from = first; from < end;) {
    const asked = Math.min(limits.calendarDaysMost, daysFrom(from, end));
    const some = await ask(from, asked);
    for (const occurrence of some) byKey.set(`${occurrence.meeting} ${occurrence.on}`, occurrence);
    const last = some.length < fullAnswer ? undefined : some.at(-1);
    // The day before, as the server's days may be those of another zone.
    const retryFrom = last === undefined ? "" : daysAfter(dateInputValue(last.starts_at), -1);
    from = retryFrom > from ? retryFrom : daysAfter(from, asked);
  }
  return [...byKey.values()].sort((a, b) => a.starts_at - b.starts_at);
}
