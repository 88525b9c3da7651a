// Drafts as the device keeps them. None is written before those that stand there were
// read: a device that can't be read for a moment would lose them. Holds those of circles
// that we are not in just now, since we may be again; any other is its circle's.

import type { Cancel, Clock } from "../net/platform";
import type { CircleId } from "../protocol/wire";
import { joinWords, type Composer } from "./composer.svelte";
import { bareDraft, type DeviceStore, type DraftRecord } from "./device-store";
import { retryWriteMs, type PendingWrites } from "./pending-writes.svelte";

export interface DraftsHost {
  readonly clock: Clock;
  readonly store: DeviceStore;
  readonly writes: PendingWrites;
  circle(id: CircleId): { readonly composer: Composer } | null;
}

export class Drafts {
  /** What is stored on the device was read. */
  known = false;
  readonly #apart = new Map<CircleId, DraftRecord>();
  #retry: Cancel | null = null;
  #stopped = false;

  constructor(private readonly host: DraftsHost) {}

  /** Resolves after the first attempt; one that fails is repeated. */
  async load(): Promise<void> {
    const drafts = await this.host.store.drafts().catch(() => null);
    if (this.#stopped) return;
    this.known = drafts !== null;
    if (drafts) for (const draft of drafts) this.#found(draft);
    else this.#retry = this.host.clock.after(retryWriteMs, () => void this.load());
  }

  stop(): void {
    this.#stopped = true;
    this.#retry?.();
  }

  #found(draft: DraftRecord): void {
    const { circle: id, text } = draft;
    const composer = this.host.circle(id)?.composer;
    if (composer) {
      composer.restore(draft);
      composer.saveNow();
    } else if (this.#apart.has(id)) this.addWords(id, [text]);
    else this.#apart.set(id, draft);
  }

  /** It is the circle's from then on. */
  take(id: CircleId): DraftRecord | undefined {
    const draft = this.#apart.get(id);
    this.#apart.delete(id);
    return draft;
  }

  /** Of a circle that we have left. */
  keep(draft: DraftRecord): void {
    this.#apart.set(draft.circle, draft);
  }

  /** Unsent words of a circle that we can't send to become its draft. */
  addWords(id: CircleId, bodies: string[]): void {
    const typed = this.#apart.get(id)?.text ?? "";
    const draft = bareDraft(
      id,
      [...bodies].reduceRight((later, body) => joinWords(body, later), typed),
    );
    this.keep(draft);
    this.save(draft);
  }

  save(draft: DraftRecord): void {
    void this.host.writes.write(`draft ${draft.circle}`, () => this.write(draft));
  }

  write(draft: DraftRecord): Promise<void> {
    return this.#once(() => this.host.store.saveDraft(draft));
  }

  forget(id: CircleId): Promise<void> {
    return this.#once(() => this.host.store.forgetDraft(id));
  }

  #once(write: () => Promise<void>): Promise<void> {
    return this.known ? write() : Promise.reject(new Error("not read yet"));
  }
}
