// What a member is writing in one circle, kept on the device while they write.
// Does not know how it is sent.

import type { Cancel, Clock } from "../net/platform";
import type { CircleId, MessageId, MessageView } from "../protocol/wire";
import type { DraftRecord } from "./device-store";
import type { Drafts } from "./drafts";
import type { PendingWrites } from "./pending-writes.svelte";

/** Short, so that hardly a word is lost when a page dies without a goodbye. */
const saveAfterMs = 250;

export class Composer {
  #text = $state("");
  #replyingTo = $state.raw<MessageView | null>(null);
  #editing = $state.raw<MessageView | null>(null);
  #wording = $state("");
  /** Typed on this page: another tab may have put its own in its place. */
  #ours = false;
  #saving: Cancel | null = null;

  constructor(
    private readonly circle: CircleId,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
    private readonly writes: PendingWrites,
  ) {}

  /** What is typed here is not on the device, though the device was asked to keep it. */
  get unsaved(): boolean {
    return this.words !== "" && this.writes.failed(this.#key);
  }

  get #key(): string {
    return `draft ${this.circle}`;
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#ours = true;
    this.#saveSoon();
  }

  get replyingTo(): MessageView | null {
    return this.#replyingTo;
  }

  set replyingTo(message: MessageView | null) {
    this.#replyingTo = message;
    this.#saveSoon();
  }

  get editing(): MessageView | null {
    return this.#editing;
  }

  set editing(message: MessageView | null) {
    this.#editing = message;
    this.#wording = message?.body ?? "";
    this.#saveSoon();
  }

  get wording(): string {
    return this.#wording;
  }

  set wording(text: string) {
    this.#wording = text;
    this.#ours = true;
    this.#saveSoon();
  }

  /** All that was typed and not sent, for where it can't be a correction. */
  get words(): string {
    const typed = this.#editing !== null && this.#wording !== this.#editing.body;
    return typed && this.#wording !== "" ? joinWords(this.#wording, this.#text) : this.#text;
  }

  /** From the device. What was typed before it was read comes after it. */
  restore(draft: DraftRecord): void {
    if (draft.text !== "") this.#text = joinWords(draft.text, this.#text);
    this.#replyingTo ??= draft.replyingTo;
    if (this.#editing !== null) return;
    this.#editing = draft.editing;
    this.#wording = draft.wording ?? draft.editing?.body ?? "";
  }

  /** Emptied without saving: the message takes the draft's place on the device. */
  handOver(): void {
    this.abandon();
    // One that was refused would otherwise be tried again, and come back.
    this.writes.drop(this.#key);
    this.#text = "";
    this.#ours = false;
    this.#replyingTo = null;
  }

  /** Words that were not accepted come before what has been typed since. */
  giveBack(body: string, replyingTo: MessageView | null): void {
    this.#text = joinWords(body, this.#text);
    this.#ours = true;
    this.#replyingTo ??= replyingTo;
    this.saveNow();
  }

  /** What a draft points at may be deleted or muted meanwhile; its words go here
   *  too. */
  messageDeleted(id: MessageId): void {
    if (this.#replyingTo?.id === id) this.replyingTo = null;
    if (this.#editing?.id !== id) return;
    const words = this.words;
    this.editing = null;
    this.text = words;
  }

  /** After a gap, what the draft points at may have been deleted or muted. */
  async lookAgain(find: (id: MessageId) => Promise<MessageView | null>): Promise<void> {
    for (const { id } of [this.#replyingTo, this.#editing].filter((one) => one !== null)) {
      const now = await find(id).catch(() => undefined);
      if (now?.body) this.messageChanged(now);
      else if (now !== undefined) this.messageDeleted(id);
    }
  }

  /** The words of an answered message as they are now. */
  messageChanged(message: MessageView): void {
    if (this.#replyingTo?.id === message.id) this.replyingTo = message;
  }

  flush(): void {
    if (this.#saving || (this.#ours && this.words !== "")) this.saveNow();
  }

  /** Nothing of it may be written any more. */
  abandon(): void {
    this.#saving?.();
    this.#saving = null;
  }

  saveNow(): void {
    this.abandon();
    const { circle } = this;
    const text = this.#text;
    if (text === "" && !this.#replyingTo && !this.#editing) {
      void this.writes.write(this.#key, () => this.drafts.forget(circle));
      return;
    }
    const points = { replyingTo: this.#replyingTo, editing: this.#editing };
    const draft = { circle, text, ...points, wording: this.#wording };
    void this.writes.write(this.#key, () => this.drafts.write(draft));
  }

  #saveSoon(): void {
    this.#saving ??= this.clock.after(saveAfterMs, () => this.saveNow());
  }
}

export function joinWords(earlier: string, later: string): string {
  return later === "" ? earlier : `${earlier}\n\n${later}`;
}
