// Whether to offer welcoming somebody who joined: only recently, and only once. Pure.

import type { MemberId } from "../../protocol/wire";
import type { Circle } from "../../state/contract";

const welcomedWithinMs = 7 * 24 * 60 * 60 * 1000;

type MenuPosition = Pick<Circle, "me" | "direct" | "closed" | "mutedUntil"> & {
  readonly timeline: Pick<Circle["timeline"], "items">;
};

export function offersGreeting(
  { me, direct, closed, mutedUntil, timeline }: MenuPosition,
  newcomer: MemberId,
  joinedAt: number,
  now: number = Date.now(),
): boolean {
  if (direct !== null || closed || mutedUntil !== null) return false;
  if (newcomer === me || now - joinedAt > welcomedWithinMs) return false;
  return !timeline.items.some(
    (item) =>
      item.kind === "message" &&
      item.message.author === me &&
      item.message.sent_at >= joinedAt &&
      item.message.mentions.includes(newcomer),
  );
}
