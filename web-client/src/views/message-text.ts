// What stands where the words of a message can't be shown, or only once somebody opens
// them. Plain and kind; names nobody.

import type { ContentNote, MessageView } from "../protocol/wire";
import type { Circle } from "../state/contract";
import { beginning } from "./folding";

export const noteLabels: Record<ContentNote, string> = {
  substance_use: "Substance use",
  self_harm: "Self-harm",
  death_and_loss: "Death and loss",
  violence: "Violence",
  other: "Sensitive",
};

const mutedText = "A moderator has muted this message";

/** Where a message is read, and by whom. */
export type Reader = Pick<Circle, "me" | "hidden">;

/** Why a message shows no words to this reader; null where it does. */
export function withheldReason(message: MessageView, { hidden }: Reader): string | null {
  if (message.deleted) return "This message was deleted";
  if (message.body === null) return mutedText;
  return hidden.has(message.id) ? "You reported this message. Hidden for you." : null;
}

export interface Fold {
  words: string;
  /** The same where there is room for a word or two. */
  brief: string;
  reported: boolean;
}

/** What a message is folded under for this reader; null where it lies open. Its author
 *  sees nothing of reports, and words of a crisis keep to their own note. */
export function foldOf(message: MessageView, { me }: Reader): Fold | null {
  const { content_note, under_review, author } = message;
  const note = content_note === null ? null : (noteLabels[content_note] ?? noteLabels.other);
  const reported = under_review === true && author !== me && content_note !== "self_harm";
  if (!reported) return note === null ? null : { words: note, brief: note, reported };
  const why = "Reported. A moderator will look at it.";
  return { words: note === null ? why : `${note}. ${why}`, brief: note ?? "Reported", reported };
}

/** How a message begins, in a place where nothing can be folded open. */
export function previewText(message: MessageView, reader: Reader): string {
  const none = withheldReason(message, reader);
  if (none !== null) return none;
  const fold = foldOf(message, reader);
  return fold === null ? beginning(message.body ?? "") : `${fold.brief} (folded)`;
}

export function formatSlowMode(seconds: number): string {
  if (seconds === 0) return "Off";
  return seconds < 60
    ? `${seconds} seconds`
    : seconds === 60
      ? "1 minute"
      : `${seconds / 60} minutes`;
}
