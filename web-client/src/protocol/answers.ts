// Which answer belongs to which request, as the protocol declares it.

import type { Answer } from "./read-frame";
import { repliesTo, type RepliesTo, type Request } from "./wire";

export type AnswerTo<R extends Request> = Extract<Answer, { type: RepliesTo[R["type"]] }>;

/** What tells no more than that something is done. */
const plain: readonly Answer["type"][] = ["accepted", "done"];

export function belongsTo<R extends Request>(request: R, answer: Answer): answer is AnswerTo<R> {
  const declared: Partial<Record<Request["type"], readonly Answer["type"][]>> = repliesTo;
  return (declared[request.type] ?? plain).includes(answer.type);
}
