// Times of a meeting in the reader's zone, and in its own where the two differ.
// Pure but for what the device says of its zone.

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "America/New_York" as a person says it: "New York". */
export function zoneInWords(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** "18:00 in New York"; null where its clock shows what ours does. */
export function timeThere(at: number, zone: string, own: string = ownZone()): string | null {
  if (zone === own) return null;
  try {
    const time = (timeZone: string): string =>
      new Intl.DateTimeFormat(undefined, {
        weekday: "short",
        hour: "numeric",
        minute: "2-digit",
        timeZone,
      }).format(at);
    return time(zone) === time(own) ? null : `${time(zone)} in ${zoneInWords(zone)}`;
  } catch {
    // A zone that this browser has never heard of.
    return null;
  }
}

/** What a browser knows of zones, the own one first. */
export function zonesToPick(own: string = ownZone()): string[] {
  const known =
    "supportedValuesOf" in Intl
      ? (Intl as { supportedValuesOf(what: string): string[] }).supportedValuesOf("timeZone")
      : [];
  return [own, ...known.filter((zone) => zone !== own)];
}
