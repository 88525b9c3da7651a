// How old the data on a screen is while there is no connection to update it.
// Pure.

import type { ConnectionState } from "../state/contract";
import { formatDayAndTime, startOfDay, formatTime } from "./local-date";

/** Whether updates arrive by themselves. They do even while the server can't store. */
export const connected = ({ kind }: ConnectionState): boolean =>
  kind === "online" || kind === "server_trouble";

export function formatAsOf(at: number | null, now: number = Date.now()): string {
  if (at === null) return "There is no connection; this may have changed.";
  const when = startOfDay(at) === startOfDay(now) ? formatTime(at) : formatDayAndTime(at, now);
  return `As of ${when.replace(/^Yesterday/u, "yesterday")}; this may have changed.`;
}
