// What a decision about a case is called and what follows from it, in words. Pure;
// decides nothing: the server says who may do what.

import type {
  CaseResolution,
  CaseView,
  Concern,
  ContentNote,
  MuteDuration,
} from "../../protocol/wire";
import { isolated } from "../isolated";
import { noteWords } from "../message-words";
import { muteConsequences } from "../mute-words";
import { concernInWords, signalWords } from "../safety-words";
import { counted, namesInWords } from "../support-words";

export type What = CaseResolution["type"];

const called: Record<What, string> = {
  dismiss: "Nothing: close it",
  mute_message: "Mute the message",
  mute_member: "Mute the person for a while",
  mute_everything: "Mute the person, and all they wrote in the last 24 hours",
  add_note: "Fold the message under a content note",
  propose_removal: "Propose to remove the person",
  release: "Post it",
  hold_back: "Don't post it",
};

/** What the button says. */
export const yesWords: Record<What, string> = {
  dismiss: "Close it",
  mute_message: "Mute message",
  mute_member: "Mute person",
  mute_everything: "Mute everything",
  add_note: "Put the note on",
  propose_removal: "Propose",
  release: "Post it",
  hold_back: "Don't post it",
};

const ofMessage: readonly What[] = ["mute_message", "add_note"];
const ofHeld: readonly What[] = ["release", "hold_back"];
const all = Object.keys(called) as What[];

export function choicesFor({ kind, message }: CaseView): [What, string][] {
  const fits = (what: What): boolean =>
    kind === "held"
      ? ofHeld.includes(what)
      : !ofHeld.includes(what) && (message !== null || !ofMessage.includes(what));
  return all.filter(fits).map((what) => [what, called[what]]);
}

/** What is decided without hiding the message or putting a note on it. */
const leavesOpen: readonly What[] = ["dismiss", "mute_member", "propose_removal"];

/** Whether whoever it is about is told a reason. */
export const isTold = (what: What): boolean =>
  what !== "dismiss" && what !== "release" && what !== "add_note";

export const takesTime = (what: What): boolean =>
  what === "mute_member" || what === "mute_everything";

export function resolutionOf(
  what: What,
  duration: MuteDuration,
  note: ContentNote,
): CaseResolution {
  if (what === "add_note") return { type: what, note };
  return what === "mute_member" || what === "mute_everything"
    ? { type: what, duration }
    : { type: what };
}

/** What will happen, to whom, and whether it can be undone. */
export function consequences(resolution: CaseResolution, one: CaseView, name: string): string {
  const them = isolated(name);
  const follows = (): string => {
    switch (resolution.type) {
      case "dismiss":
        return `Nothing is done, and nothing is told to ${them}.`;
      case "mute_message":
        return muteConsequences("message", "one_day", name);
      case "mute_member":
        return muteConsequences("member", resolution.duration, name);
      case "mute_everything":
        return muteConsequences("everything", resolution.duration, name);
      case "add_note":
        return `The message is folded under “${noteWords[resolution.note]}”. Whoever wants to read it opens it. You can take the note off again.`;
      case "propose_removal":
        return `Once a second moderator or your centre agrees, ${them} is removed. Until then nothing changes.`;
      case "release":
        return "The circle sees the message now, like any other.";
      case "hold_back":
        return `The circle never sees the message. It stays with ${them}, who is told the reason and can appeal.`;
    }
  };
  const open = leavesOpen.includes(resolution.type) && one.message !== null && one.reports > 1;
  const unfolded = open ? " If the reports folded the message, it is unfolded." : "";
  const after = one.reports > 0 ? " Whoever reported it hears “handled”, and nothing more." : "";
  return follows() + unfolded + after;
}

/** Whether a person said what it is about. A sign in a message accuses nobody. */
const isVoiced = ({ concern, reports }: CaseView): boolean => reports > 0 || concern === "danger";

/** The reason to begin with; undefined where whoever decides has to choose one. */
export const likelyReason = (one: CaseView): Concern | undefined =>
  isVoiced(one) ? one.concern : undefined;

export function titleOf(one: CaseView): string {
  if (isVoiced(one)) return concernInWords(one.concern);
  return one.kind === "held" ? "A message waiting for review" : "A message to review";
}

/** How many more stand behind it, and why. */
export const foldedInWords = ({ kind }: CaseView, count: number): string =>
  kind === "reported"
    ? `${counted(count, "more report", "more reports")} by the same person`
    : `${counted(count, "more message", "more messages")} of the same person`;

/** How it came here. */
export function originOf({ kind, message, reports, signals }: CaseView): string {
  const found = namesInWords(signals.map((signal) => signalWords[signal] ?? "something else"));
  const said =
    reports > 0
      ? `${counted(reports, "person", "people")} reported ${message === null ? "them" : "it"}.`
      : "";
  switch (kind) {
    case "held":
      return `Waiting to be posted. It contains ${found}.`;
    case "flagged":
      return `It was posted, and contains ${found}. ${said}`.trimEnd();
    case "reported":
      return said;
  }
}
