// Time zones as a person reads and chooses them, and times of a meeting in the
// reader's zone and in its own. Pure but for what the device says of its zone. The
// list is built in: old browsers can't tell which zones there are.

import type { Zone } from "../../protocol/wire";
import list from "./zone-list.json";

/** Spelled in a way that its IANA name is not. */
const names: Readonly<Record<string, string>> = list.names;
/** What people call the time there. */
const times: Readonly<Record<string, string>> = list.times;
/** Earlier names, which some browsers still give, and what the list calls them. */
const older: Readonly<Record<string, string>> = list.older;

/** The device's; empty where it doesn't know. */
export function ownZone(): Zone {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone === "Etc/Unknown" ? "" : timeZone;
}

const nameNow = (zone: Zone): Zone => older[zone] ?? zone;

/** "America/New_York" as a person says it: "New York". */
export function formatZone(zone: Zone): string {
  const name = nameNow(zone);
  const [area = "", ...places] = name.split("/");
  if (places.length === 0) return area;
  return names[name] ?? places.reverse().join(", ").replaceAll("_", " ");
}

/** The same with what people call the time there: "New York (Eastern Time)". */
export function zoneOptionLabel(zone: Zone): string {
  const time = times[nameNow(zone)];
  return time === undefined ? formatZone(zone) : `${formatZone(zone)} (${time})`;
}

/** "18:00 in New York"; null where its clock shows what ours does. */
export function timeInZone(at: number, zone: Zone, own: Zone = ownZone()): string | null {
  if (zone === own) return null;
  try {
    const time = (timeZone: Zone): string =>
      new Intl.DateTimeFormat(undefined, {
        weekday: "short",
        hour: "numeric",
        minute: "2-digit",
        timeZone,
      }).format(at);
    return time(zone) === time(own) ? null : `${time(zone)} in ${formatZone(zone)}`;
  } catch {
    // A zone that this browser has never heard of.
    return null;
  }
}

export interface ZoneGroup {
  name: string;
  zones: readonly Zone[];
}

/** All zones to choose from, each once: the device's own first, then the one that
 *  was chosen before where the list has no such name, then the list by regions, the
 *  device's region before the others. */
export function zoneGroups(before: Zone, own: Zone = ownZone()): ZoneGroup[] {
  // A device that goes by an older name must not offer the same place twice.
  const device = nameNow(before) === nameNow(own) ? before : own;
  const listed = list.regions.some(({ zones }) => zones.includes(before));
  const apart: ZoneGroup[] = [
    { name: "This device", zones: device === "" ? [] : [device] },
    { name: "Chosen before", zones: listed || before === "" || before === device ? [] : [before] },
  ];
  const shown = new Set(apart.flatMap(({ zones }) => zones.map(nameNow)));
  const isNear = ({ zones }: ZoneGroup): boolean => zones.includes(nameNow(device));
  const regions = [
    ...list.regions.filter(isNear),
    ...list.regions.filter((region) => !isNear(region)),
  ];
  return [
    ...apart,
    ...regions.map(({ name, zones }) => ({
      name,
      zones: zones.filter((zone) => !shown.has(zone)),
    })),
  ].filter(({ zones }) => zones.length > 0);
}
