// The pending requests of one socket, matched to their answers by number. A request ends
// exactly once: answered, refused, timed out, or lost with its socket.

import { belongsTo, type AnswerTo } from "../protocol/answers";
import type { Answer, ServerFrame } from "../protocol/read-frame";
import type { Request, RequestId } from "../protocol/wire";
import { Refused, NoResponse } from "./refused";
import type { Cancel, Clock } from "./platform";

interface Waiting {
  accept(answer: Answer): void;
  reject(error: Refused): void;
  cancelTimer: Cancel;
}

export class Requests {
  #next: RequestId = 1;
  readonly #waiting = new Map<RequestId, Waiting>();

  constructor(private readonly clock: Clock) {}

  start<R extends Request>(
    request: R,
    timeoutMs: number,
    send: (frame: string) => void,
    idempotency_key?: string,
  ): Promise<AnswerTo<R>> {
    const request_id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiting.get(request_id)?.cancelTimer();
        this.#waiting.delete(request_id);
      };
      this.#waiting.set(request_id, {
        accept: (answer) => {
          end();
          if (belongsTo(request, answer)) resolve(answer);
          else reject(new NoResponse());
        },
        reject: (error) => {
          end();
          reject(error);
        },
        cancelTimer: this.clock.after(timeoutMs, () => {
          end();
          reject(new NoResponse());
        }),
      });
      // JSON leaves the key out where there is none.
      send(JSON.stringify({ request_id, idempotency_key, ...request }));
    });
  }

  /** Ends the request that this frame answers. Ignores a frame that answers none. */
  answer(frame: Extract<ServerFrame, { type: "reply" | "refused" }>): void {
    if (frame.request_id === null) return;
    const waiting = this.#waiting.get(frame.request_id);
    if (!waiting) return;
    if (frame.type === "reply") waiting.accept(frame.result);
    else waiting.reject(new Refused(frame.refusal));
  }

  failAll(): void {
    for (const waiting of [...this.#waiting.values()]) waiting.reject(new NoResponse());
  }
}
