// How the rota says its shifts and gaps. Pure.

import type { Rank, Stretch } from "../../protocol/wire";
import { startOfDay, timeInWords } from "../local-date";
import { comingInWords } from "../time-from-now";

export const rankWords: Record<Rank, string> = { first: "First", second: "Second" };

/** Names the day once where both ends are on the same day. */
export function stretchInWords({ from, to }: Stretch, now: number = Date.now()): string {
  const oneDay = startOfDay(from) === startOfDay(to);
  const end = oneDay ? timeInWords(to) : comingInWords(to, now);
  const words = `${comingInWords(from, now)} to ${end}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
