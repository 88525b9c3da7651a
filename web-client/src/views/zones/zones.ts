// Time zones for choosing and display, and the times of a meeting in its own zone. Pure,
// except for the device's zone. The list is built in, since old browsers can't list zones.

import type { Zone } from "../../protocol/wire";
import list from "./zone-list.json";

/** Names that are spelled differently from the IANA name. */
const names: Readonly<Record<string, string>> = list.names;
/** The common name of the time there. */
const times: Readonly<Record<string, string>> = list.times;
/** Old names that some browsers still report, and the name in the list. */
const older: Readonly<Record<string, string>> = list.older;

/** The device's zone; empty where it does not know. */
export function ownZone(): Zone {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone === "Etc/Unknown" ? "" : timeZone;
}

const nameNow = (zone: Zone): Zone => older[zone] ?? zone;

/** "America/New_York" as people say it: "New York". */
export function formatZone(zone: Zone): string {
  const name = nameNow(zone);
  const [area = "", ...places] = name.split("/");
  if (places.length === 0) return area;
  return names[name] ?? places.reverse().join(", ").replaceAll("_", " ");
}

/** The same with the common name of the time: "New York (Eastern Time)". */
export function zoneOptionLabel(zone: Zone): string {
  const time = times[nameNow(zone)];
  return time === undefined ? formatZone(zone) : `${formatZone(zone)} (${time})`;
}

/** "18:00 in New York"; null where the clocks there show the same time as ours. */
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
    // This browser does not know the zone.
    return null;
  }
}

export interface ZoneGroup {
  name: string;
  zones: readonly Zone[];
}

/** All zones to choose from, each once: first the device's zone, then the one chosen before
 *  where the list lacks it, then the list by regions, with the device's region first. */
export function zoneGroups(before: Zone, own: Zone = ownZone()): ZoneGroup[] {
  // A device that uses an old name must not offer the same zone twice.
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
