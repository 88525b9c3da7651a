// What one sees of a circle begins with one's joining: a list without entries may have
// had some before. Pure.

import type { TimelineItem } from "../../state/contract";
import { midnightOf } from "../local-date";

/** A message from before that day is here, so nothing of the day is kept from us. */
export function seesWholeDay(day: string, items: readonly TimelineItem[]): boolean {
  const midnight = midnightOf(day);
  return (
    midnight !== null &&
    items.some((item) => item.kind === "message" && item.message.sent_at < midnight)
  );
}
