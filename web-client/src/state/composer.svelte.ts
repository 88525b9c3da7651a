// The draft that a member is writing in one circle, saved on the device while they write.
// Does not know how it is sent.

import type { Cancel, Clock } from "../net/platform";
import type { CircleId, MessageId, MessageView } from "../protocol/wire";
import type { DraftRecord } from "./device-store";
import type { Drafts } from "./drafts";
import type { PendingWrites } from "./pending-writes.svelte";

/** Short, so that hardly a word is lost when the page is killed. */
const saveAfterMs = 250;

export class Composer {
  #text = $state("");
  #replyingTo = $state.raw<MessageView | null>(null);
  #editing = $state.raw<MessageView | null>(null);
  #wording = $state("");
  /** Typed on this page; another tab may have stored its own draft over it. */
  #ours = false;
  #saving: Cancel | null = null;

  constructor(
    private readonly circle: CircleId,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
    private readonly writes: PendingWrites,
  ) {}

  /** The device failed to store what is typed here. */
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

  /** Everything that was typed and not sent, as plain text without the edit it was part of. */
  get words(): string {
    const typed = this.#editing !== null && this.#wording !== this.#editing.body;
    return typed && this.#wording !== "" ? joinTexts(this.#wording, this.#text) : this.#text;
  }

  /** Takes the stored draft. Text typed before it was read comes after it. */
  restore(draft: DraftRecord): void {
    if (draft.text !== "") this.#text = joinTexts(draft.text, this.#text);
    this.#replyingTo ??= draft.replyingTo;
    if (this.#editing !== null) return;
    this.#editing = draft.editing;
    this.#wording = draft.wording ?? draft.editing?.body ?? "";
  }

  /** Empties the draft without saving: the message replaces it on the device. */
  clear(): void {
    this.abandon();
    // A failed write of the draft would otherwise be retried, and the draft come back.
    this.writes.drop(this.#key);
    this.#text = "";
    this.#ours = false;
    this.#replyingTo = null;
  }

  /** Returns the text of a message that was not sent, before what was typed since. */
  giveBack(body: string, replyingTo: MessageView | null): void {
    this.#text = joinTexts(body, this.#text);
    this.#ours = true;
    this.#replyingTo ??= replyingTo;
    this.saveNow();
  }

  /** The message that the draft replies to or edits was deleted or muted: its text is
   *  removed here too. */
  messageDeleted(id: MessageId): void {
    if (this.#replyingTo?.id === id) this.replyingTo = null;
    if (this.#editing?.id !== id) return;
    const words = this.words;
    this.editing = null;
    this.text = words;
  }

  /** After a gap: the message that the draft replies to or edits may have been deleted. */
  async recheck(find: (id: MessageId) => Promise<MessageView | null>): Promise<void> {
    for (const { id } of [this.#replyingTo, this.#editing].filter((message) => message !== null)) {
      const now = await find(id).catch(() => undefined);
      if (now?.body) this.messageChanged(now);
      else if (now !== undefined) this.messageDeleted(id);
    }
  }

  /** The message that the draft replies to was edited. */
  messageChanged(message: MessageView): void {
    if (this.#replyingTo?.id === message.id) this.replyingTo = message;
  }

  flush(): void {
    if (this.#saving || (this.#ours && this.words !== "")) this.saveNow();
  }

  /** Cancels the scheduled save. */
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

export function joinTexts(earlier: string, later: string): string {
  return later === "" ? earlier : `${earlier}\n\n${later}`;
}
