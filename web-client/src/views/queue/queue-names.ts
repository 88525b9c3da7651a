// Names of people in sentences of the review queue. Pure.

import type { CircleId, MemberId } from "../../protocol/wire";
import type { Queue } from "../../state/queue-contract";
import { nameWithin } from "../person-names";

/** `fallback` is for somebody of whom the reader knows nothing. */
export function queueName(
  queue: Pick<Queue, "personOf">,
  circle: CircleId,
  member: MemberId,
  fallback: string,
): string {
  const person = queue.personOf(circle, member);
  return person === null ? fallback : nameWithin(person);
}
