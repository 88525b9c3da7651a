// The drafts on the device. None is written before the stored ones were read, since
// a store that can't be read for a moment would lose them. Holds the drafts of circles that
// we are not in at the moment, since we may return; each circle holds its own draft.

import type { Cancel, Clock } from "../net/platform";
import type { CircleId } from "../protocol/wire";
import { joinTexts, type Composer } from "./composer.svelte";
import { bareDraft, type DeviceStore, type DraftRecord } from "./device-store";
import { retryWriteMs, type PendingWrites } from "./pending-writes.svelte";

export interface DraftsHost {
  readonly clock: Clock;
  readonly store: DeviceStore;
  readonly writes: PendingWrites;
  circle(id: CircleId): { readonly composer: Composer } | null;
}

export class Drafts {
  /** The stored drafts have been read. */
  loaded = false;
  readonly #withoutCircle = new Map<CircleId, DraftRecord>();
  #retry: Cancel | null = null;
  #stopped = false;

  constructor(private readonly host: DraftsHost) {}

  /** Resolves after the first attempt; a failed one is repeated. */
  async load(): Promise<void> {
    const drafts = await this.host.store.drafts().catch(() => null);
    if (this.#stopped) return;
    this.loaded = drafts !== null;
    if (drafts) for (const draft of drafts) this.#restore(draft);
    else this.#retry = this.host.clock.after(retryWriteMs, () => void this.load());
  }

  stop(): void {
    this.#stopped = true;
    this.#retry?.();
  }

  #restore(draft: DraftRecord): void {
    const { circle: id, text } = draft;
    const composer = this.host.circle(id)?.composer;
    if (composer) {
      composer.restore(draft);
      composer.saveNow();
    } else if (this.#withoutCircle.has(id)) this.addTexts(id, [text]);
    else this.#withoutCircle.set(id, draft);
  }

  /** Hands the draft over to its circle. */
  take(id: CircleId): DraftRecord | undefined {
    const draft = this.#withoutCircle.get(id);
    this.#withoutCircle.delete(id);
    return draft;
  }

  /** Keeps the draft of a circle that we have left. */
  keep(draft: DraftRecord): void {
    this.#withoutCircle.set(draft.circle, draft);
  }

  /** Adds unsent messages of a circle that we can't send to any more to its draft. */
  addTexts(id: CircleId, bodies: string[]): void {
    const typed = this.#withoutCircle.get(id)?.text ?? "";
    const draft = bareDraft(
      id,
      [...bodies].reduceRight((later, body) => joinTexts(body, later), typed),
    );
    this.keep(draft);
    this.save(draft);
  }

  save(draft: DraftRecord): void {
    void this.host.writes.write(`draft ${draft.circle}`, () => this.write(draft));
  }

  write(draft: DraftRecord): Promise<void> {
    return this.#ifLoaded(() => this.host.store.saveDraft(draft));
  }

  forget(id: CircleId): Promise<void> {
    return this.#ifLoaded(() => this.host.store.forgetDraft(id));
  }

  #ifLoaded(write: () => Promise<void>): Promise<void> {
    return this.loaded ? write() : Promise.reject(new Error("not read yet"));
  }
}
