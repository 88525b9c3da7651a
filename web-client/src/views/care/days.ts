// Days of the calendar in the zone of an alum, and what check-ins look like over
// them. Pure.

import type { CheckInView, LocalDate, Mood, OwnCare, Zone } from "../../protocol/wire";
import { dayOf } from "../date-inputs";

export function zoneOf(own: OwnCare | null): Zone | null {
  return own === null ? null : (own.zone ?? own.centre_zone);
}

/** The day that it is in `zone`; the device's own where it knows no such zone. */
export function dayIn(zone: Zone | null, at: number): LocalDate {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const by = (timeZone: Zone | undefined): LocalDate => {
    const valueOf = new Map(
      new Intl.DateTimeFormat("en-US", { ...parts, timeZone })
        .formatToParts(at)
        .map(({ type, value }) => [type, value]),
    );
    return `${valueOf.get("year")}-${valueOf.get("month")}-${valueOf.get("day")}`;
  };
  try {
    return by(zone ?? undefined);
  } catch {
    return by(undefined);
  }
}

export interface TrendDay {
  day: LocalDate;
  /** 0 for very low to 4; null where nothing was recorded that day. */
  mood: number | null;
  craving: number | null;
}

const levels: readonly Mood[] = ["very_low", "low", "okay", "good", "very_good"];

/** The last `days` days up to today, oldest first; of a day its latest word counts. */
export function trendOf(
  checkIns: readonly CheckInView[],
  zone: Zone | null,
  now: number,
  days = 30,
): TrendDay[] {
  const today = dayIn(zone, now);
  const byDay = new Map<LocalDate, CheckInView["how"]>();
  for (const { at, how } of checkIns.toSorted((a, b) => a.at - b.at)) {
    if (how !== null) byDay.set(dayIn(zone, at), how);
  }
  return Array.from({ length: days }, (_, back) => {
    const day = dayOf(today, back - days + 1);
    const how = byDay.get(day) ?? null;
    const mood = how === null ? -1 : levels.indexOf(how.mood);
    return { day, mood: mood === -1 ? null : mood, craving: how?.craving ?? null };
  });
}

/** A line from day to day for an SVG `path`, over days on which nothing was recorded. */
export function trendSegments(
  values: readonly (number | null)[],
  most: number,
): [number, number][] {
  const last = Math.max(1, values.length - 1);
  return values.flatMap((value, at) =>
    value === null ? [] : [[at / last, 1 - value / most] as [number, number]],
  );
}
