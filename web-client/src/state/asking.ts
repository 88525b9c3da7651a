// How state asks the server, whatever the connection is doing just now.

import type { AnswerTo } from "../protocol/answers";
import type { Request } from "../protocol/wire";

export interface Asking {
  /** Welcomed by the server, and every missed event taken in. */
  readonly online: boolean;
  /** Waits a moment for a connection that is on its way. Rejects with `Refused`. */
  ask<R extends Request>(request: R): Promise<AnswerTo<R>>;
}
