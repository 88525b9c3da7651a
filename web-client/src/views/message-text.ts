// What is shown in place of a message's text where it is withheld or folded. Plain and kind;
// names nobody.

import type { ContentNote, MessageView } from "../protocol/wire";
import type { Circle } from "../state/contract";
import { beginning } from "./collapsing";

export const noteLabels: Record<ContentNote, string> = {
  substance_use: "Substance use",
  self_harm: "Self-harm",
  death_and_loss: "Death and loss",
  violence: "Violence",
  other: "Sensitive",
};

const mutedText = "A moderator has muted this message";

/** What the text of a message depends on: the reader, and what they have hidden. */
export type ViewerContext = Pick<Circle, "me" | "hidden">;

/** Why a message's text is withheld from this reader; null where it is shown. */
export function withheldReason(message: MessageView, { hidden }: ViewerContext): string | null {
  if (message.deleted) return "This message was deleted";
  if (message.body === null) return mutedText;
  return hidden.has(message.id) ? "You reported this message. Hidden for you." : null;
}

export interface Fold {
  text: string;
  /** A short form, for narrow places. */
  brief: string;
  reported: boolean;
}

/** What a message is folded under for this reader; null where it is open. The author does
 *  not see that it was reported, and a self-harm note replaces the mention of reports. */
export function foldOf(message: MessageView, { me }: ViewerContext): Fold | null {
  const { content_note, under_review, author } = message;
  const note = content_note === null ? null : (noteLabels[content_note] ?? noteLabels.other);
  const reported = under_review === true && author !== me && content_note !== "self_harm";
  if (!reported) return note === null ? null : { text: note, brief: note, reported };
  const why = "Reported. A moderator will look at it.";
  return { text: note === null ? why : `${note}. ${why}`, brief: note ?? "Reported", reported };
}

/** A preview of a message, for places where nothing can be unfolded. */
export function previewText(message: MessageView, reader: ViewerContext): string {
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
