// What the views may see and do about meetings. The same promises hold as in contract.ts.

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
  /** One of them, or all where `on` is null. */
  cancelMeeting(meeting: MeetingId, on: LocalDate | null): Promise<void>;
  /** The whole link, shown once. An earlier one stops working. */
  createFeed(): Promise<string>;
  endFeed(): Promise<void>;
  /** When a meeting that we said we come to starts; null where none starts soon. */
  readonly startsSoonAt: Timestamp | null;
  dismissStartsSoon(): void;
}
