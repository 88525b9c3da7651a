// How far we have read in a circle, and how much is unread after that. Starts from the
// server's counts, and counts later events here.

import type { MessageView, Seq } from "../protocol/wire";
import { limits } from "../protocol/wire";
import type { MessageWindow } from "./message-window";

export interface ReadMarkerHost {
  counts(message: MessageView): boolean;
  mentionsMe(message: MessageView): boolean;
  /** The newest position in the log that we know. */
  readonly cursor: Seq;
  /** The loaded messages up to the newest one. */
  readonly loaded: MessageWindow;
}

export class ReadMarker {
  #unread = $state(0);
  #unreadMentions = $state(0);
  /** Our marker, possibly ahead of the server's. */
  seq: Seq = 0;
  /** False once the marker has moved among messages that are not loaded. */
  isExact = true;

  constructor(private readonly host: ReadMarkerHost) {}

  get unread(): number {
    return this.#unread;
  }

  get unreadMentions(): number {
    return this.#unreadMentions;
  }

  /** Takes the counts of the server or of the device. */
  set(seq: Seq, unread: number, unreadMentions: number): void {
    this.seq = seq;
    this.isExact = true;
    this.#count(unread, unreadMentions);
  }

  /** Returns false, and does nothing, where it would move back. */
  moveTo(seq: Seq): boolean {
    if (seq <= this.seq) return false;
    const passed = this.seq;
    this.seq = seq;
    const { loaded, cursor } = this.host;
    if (seq >= cursor) {
      this.#count(0, 0);
    } else if (loaded.reachesBackTo(seq + 1)) {
      const unreadLoaded = this.#countedOf(loaded.messages.filter((message) => message.seq > seq));
      this.#count(
        unreadLoaded.length,
        unreadLoaded.filter((message) => this.host.mentionsMe(message)).length,
      );
    } else {
      const read = this.#countedOf(
        loaded.messages.filter((message) => message.seq > passed && message.seq <= seq),
      );
      this.#count(
        this.#unread - read.length,
        this.#unreadMentions - read.filter((message) => this.host.mentionsMe(message)).length,
      );
      this.isExact = false;
    }
    return true;
  }

  posted(message: MessageView): void {
    this.#add(message, 1);
  }

  /** Takes the message as it was before. */
  deleted(message: MessageView): void {
    this.#add(message, -1);
  }

  /** Takes the message as it was before, and whether it mentions us now. */
  edited(message: MessageView, mentionsMe: boolean): void {
    if (message.seq <= this.seq || !this.host.counts(message)) return;
    const had = this.host.mentionsMe(message);
    if (had !== mentionsMe) this.#count(this.unread, this.unreadMentions + (mentionsMe ? 1 : -1));
  }

  /** Counts again from all messages after the marker. */
  recount(messages: readonly MessageView[]): void {
    const news = this.#countedOf(messages.filter(({ seq }) => seq > this.seq));
    this.isExact = true;
    this.#count(news.length, news.filter((message) => this.host.mentionsMe(message)).length);
  }

  #add(message: MessageView, count: 1 | -1): void {
    if (message.seq <= this.seq || !this.host.counts(message)) return;
    const mentions = this.host.mentionsMe(message) ? count : 0;
    this.#count(this.#unread + count, this.#unreadMentions + mentions);
  }

  #countedOf(messages: readonly MessageView[]): MessageView[] {
    return messages.filter((message) => this.host.counts(message));
  }

  #count(unread: number, mentions: number): void {
    this.#unread = Math.min(limits.unreadShown, Math.max(0, unread));
    this.#unreadMentions = Math.min(limits.unreadShown, Math.max(0, mentions));
  }
}
