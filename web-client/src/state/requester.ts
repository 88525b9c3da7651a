// Sends requests to the server, whatever the connection is doing at the moment.

import { Unanswered } from "../net/refused";
import type { AnswerTo } from "../protocol/answers";
import type { Request } from "../protocol/wire";

export interface Requester {
  /** Welcomed by the server, and every missed event taken in. */
  readonly online: boolean;
  /** Waits a moment for a connection that is on its way. Rejects with `Refused`. */
  ask<R extends Request>(request: R): Promise<AnswerTo<R>>;
}

/** No answer came: whether what was asked for was done is not known. */
export const unanswered = (thrown: unknown): boolean => thrown instanceof Unanswered;
