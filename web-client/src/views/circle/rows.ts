// Turns a timeline into rows: where a day begins, where the new messages begin, and where the
// author is named. Pure; knows no DOM and no clock.

import type { MemberId, MessageView, Seq } from "../../protocol/wire";
import type { TimelineItem } from "../../state/contract";
import { startOfDay } from "../local-date";

export interface Row {
  key: string;
  item: TimelineItem;
  /** Local midnight, where this row is the first of its day. */
  day: number | null;
  /** The line "New since you were here" goes above this row. */
  firstNew: boolean;
  /** The author's name goes above this row. */
  named: boolean;
}

/** Messages by one author within this time are grouped under one name. */
const groupingMs = 7 * 60 * 1000;

function timeOf(item: TimelineItem): number {
  if (item.kind === "message") return item.message.sent_at;
  return item.kind === "unsent" ? item.unsent.writtenAt : item.at;
}

function authorOf(item: TimelineItem, me: MemberId): MemberId | null {
  if (item.kind === "message") return item.message.author;
  return item.kind === "unsent" ? me : null;
}

export function rowsOf(
  items: readonly TimelineItem[],
  me: MemberId,
  firstUnreadSeq: Seq | null,
): Row[] {
  const rows: Row[] = [];
  let before: TimelineItem | null = null;
  let newShown = firstUnreadSeq === null;
  for (const item of items) {
    const at = timeOf(item);
    const newDay = before === null || startOfDay(timeOf(before)) !== startOfDay(at);
    const firstNew =
      !newShown && item.kind === "message" && item.message.seq >= (firstUnreadSeq ?? Infinity);
    if (firstNew) newShown = true;
    const author = authorOf(item, me);
    const continues =
      before !== null &&
      author !== null &&
      authorOf(before, me) === author &&
      at - timeOf(before) < groupingMs;
    rows.push({
      key: item.key,
      item,
      day: newDay ? startOfDay(at) : null,
      firstNew,
      named: author !== null && (!continues || newDay || firstNew),
    });
    before = item;
  }
  return rows;
}

/** The newest message by `author` that is neither deleted nor muted. */
export function lastMessageBy(
  items: readonly TimelineItem[],
  author: MemberId,
): MessageView | null {
  const item = items.findLast(
    (item) =>
      item.kind === "message" &&
      item.message.author === author &&
      !item.message.deleted &&
      !item.message.muted,
  );
  return item?.kind === "message" ? item.message : null;
}
