// Sends our read marker to the server, delayed, so that scrolling on costs one request.
// Does not know where the marker is on the screen.

import type { Cancel, Clock } from "../net/platform";
import type { CircleId, Seq } from "../protocol/wire";
import type { Requester } from "./requester";

const markReadAfterMs = 500;

export class MarkerSender {
  #waiting: Cancel | null = null;

  constructor(
    private readonly circle: CircleId,
    private readonly host: Requester & { readonly platform: { readonly clock: Clock } },
    private readonly marker: { readonly seq: Seq },
    /** The marker was sent, or will be after the next welcome. */
    private readonly onSendAttempted: () => void,
  ) {}

  schedule(): void {
    this.#waiting ??= this.host.platform.clock.after(markReadAfterMs, () => this.#send());
  }

  flush(): void {
    if (this.#waiting) this.#send();
  }

  stop(): void {
    this.#waiting?.();
    this.#waiting = null;
  }

  #send(): void {
    this.stop();
    if (!this.host.online) return;
    // Where it is lost or refused, the next welcome finds us ahead and sends it again.
    const { seq } = this.marker;
    this.host.ask({ type: "mark_read", circle: this.circle, seq }).catch(() => {});
    this.onSendAttempted();
  }
}
