// Three ways to begin, for whoever replies to somebody who asked for help. Words to
// change and send, never sent by themselves. Pure.

import type { HelpAlert } from "../../protocol/wire";
import { isolated } from "../isolated";

export function openingLines(alert: HelpAlert): [string, string, string] {
  // They are sent as they stand here, without marks of ours.
  /* eslint-disable names/isolated */
  const { who } = alert;
  const callable = alert.phone !== undefined;
  if (alert.wants_call === true) {
    return [
      `Hi ${who}, you said you'd like a call. I'm here.`,
      callable ? "Shall I call you now?" : "Which number can I reach you on?",
      "When would be a good time for you?",
    ];
  }
  if (alert.by_words) {
    return [
      `Hi ${who}, I just wanted to ask how you are.`,
      "I'm here if you'd like to write. There is no hurry.",
      "Are you safe right now?",
    ];
  }
  return [
    `Hi ${who}, I'm here with you now.`,
    "Are you safe right now?",
    callable
      ? "Would you like to write here, or shall I call you?"
      : "Would you like to write here, or talk on the phone?",
  ];
  /* eslint-enable names/isolated */
}

/** Why somebody is told, in one line. */
export function alertReason({ who, by_words, wants_call }: HelpAlert): string {
  if (wants_call === true) return `${isolated(who)} would like a call`;
  return by_words
    ? `Something ${isolated(who)} wrote sounds like a crisis`
    : `${isolated(who)} asks for help`;
}
