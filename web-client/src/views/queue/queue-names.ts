// What a sentence of the review queue calls somebody. Pure.

import type { CircleId, MemberId } from "../../protocol/wire";
import type { Queue } from "../../state/queue-contract";
import { nameWithin } from "../person-names";

/** `fallback` is said of somebody whom the reader knows nothing of. */
export function queueName(
  queue: Pick<Queue, "personOf">,
  circle: CircleId,
  member: MemberId,
  fallback: string,
): string {
  const person = queue.personOf(circle, member);
  return person === null ? fallback : nameWithin(person);
}
