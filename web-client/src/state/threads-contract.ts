// What the views can read and do about the daily thread and the wins of a circle. The rules
// of contract.ts hold here too.

import type { LocalDate, MessageView } from "../protocol/wire";

/** Flags of the next message, and the messages that have such a flag. */
export interface Threads {
  win: boolean;
  daily: boolean;
  /** The thread of a day, oldest first; null for today. */
  day(on: LocalDate | null, after: number | null): Promise<DayThread>;
  /** Newest first. */
  wins(before: number | null): Promise<{ messages: MessageView[]; hasMore: boolean }>;
}

export interface DayThread {
  on: LocalDate;
  messages: MessageView[];
  hasMore: boolean;
}
