// How the rota says its shifts and gaps. Pure.

import type { Rank, Stretch } from "../../protocol/wire";
import { startOfDay, formatTime } from "../local-date";
import { formatUpcoming } from "../time-from-now";

export const rankLabels: Record<Rank, string> = { first: "First", second: "Second" };

/** Names the day once where both ends are on the same day. */
export function formatTimeRange({ from, to }: Stretch, now: number = Date.now()): string {
  const oneDay = startOfDay(from) === startOfDay(to);
  const end = oneDay ? formatTime(to) : formatUpcoming(to, now);
  const words = `${formatUpcoming(from, now)} to ${end}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
