// A member sees a circle's messages from the day they joined: a list that is empty for them
// may not be empty. Pure.

import type { TimelineItem } from "../../state/contract";
import { midnightOf } from "../local-date";

/** Whether we see all of that day: an earlier message is visible. */
export function seesWholeDay(day: string, items: readonly TimelineItem[]): boolean {
  const midnight = midnightOf(day);
  return (
    midnight !== null &&
    items.some((item) => item.kind === "message" && item.message.sent_at < midnight)
  );
}
