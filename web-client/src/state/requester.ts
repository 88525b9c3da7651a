// Sends requests to the server, whatever the state of the connection.

import { NoResponse } from "../net/refused";
import type { AnswerTo } from "../protocol/answers";
import type { Request } from "../protocol/wire";

export interface Requester {
  /** The server has welcomed us, and every missed event was applied. */
  readonly online: boolean;
  /** Waits a moment for the connection to be set up. Rejects with `Refused`. */
  ask<R extends Request>(request: R): Promise<AnswerTo<R>>;
}

/** No answer came, so it is unknown whether the request was carried out. */
export const unanswered = (thrown: unknown): boolean => thrown instanceof NoResponse;
