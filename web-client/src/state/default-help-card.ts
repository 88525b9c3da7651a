// The built-in help card: numbers and first steps that hold everywhere. The plain page for
// browsers that can't run the client takes them from here too.

import type { HelpCard } from "../protocol/wire";

export const defaultHelpCard: HelpCard = {
  numbers: [
    { label: "Emergency", phone: "911" },
    { label: "Suicide and crisis lifeline, call or text", phone: "988" },
    { label: "SAMHSA, day and night", phone: "1-800-662-4357" },
  ],
  steps: [
    "Call 911. Say that somebody is not breathing well and does not wake up.",
    "Give naloxone if you have it: one spray into one nostril.",
    "If there is no breath, give rescue breaths: one every five seconds.",
    "No change after three minutes? Give a second dose, in the other nostril.",
    "Lay them on their side and stay until help comes.",
  ],
  last_checked: null,
};
