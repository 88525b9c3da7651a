// What the views can read and do about meetings. The rules of contract.ts hold here too.

import type {
  CreateMeeting,
  LocalDate,
  MeetingAnswer,
  MeetingId,
  Occurrence,
  Timestamp,
} from "../protocol/wire";

export interface Meetings {
  list(from: LocalDate, days: number): Promise<Occurrence[]>;
  answerMeeting(meeting: MeetingId, on: LocalDate, answer: MeetingAnswer): Promise<void>;
  createMeeting(meeting: CreateMeeting): Promise<void>;
  /** Cancels one occurrence, or all of them where `on` is null. */
  cancelMeeting(meeting: MeetingId, on: LocalDate | null): Promise<void>;
  /** Returns the whole link, which is shown once. An earlier link stops working. */
  createFeed(): Promise<string>;
  endFeed(): Promise<void>;
  /** When a meeting that we said we would join starts; null where none starts soon. */
  readonly startsSoonAt: Timestamp | null;
  dismissStartsSoon(): void;
}
