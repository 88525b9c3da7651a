// Texts about deciding a case: the choices, and what follows from each. Pure: the server says
// who may do what.

import type {
  CaseResolution,
  CaseView,
  Reason,
  ContentNote,
  MuteDuration,
} from "../../protocol/wire";
import { isolated } from "../isolated";
import { noteLabels } from "../message-text";
import { muteConsequences } from "../mute-text";
import { reasonLabel, signalLabels } from "../moderation-labels";
import { counted, formatNames } from "../support-text";

export type ResolutionType = CaseResolution["type"];

const choiceLabels: Record<ResolutionType, string> = {
  dismiss: "Close without action",
  mute_message: "Mute the message",
  mute_member: "Mute the person for a while",
  mass_mute: "Mute the person, and all they wrote in the last 24 hours",
  add_note: "Fold the message under a content note",
  propose_removal: "Propose to remove the person",
  release: "Post it",
  hold_back: "Don't post it",
};

/** What the button says. */
export const confirmLabels: Record<ResolutionType, string> = {
  dismiss: "Close it",
  mute_message: "Mute message",
  mute_member: "Mute person",
  mass_mute: "Mute everything",
  add_note: "Add note",
  propose_removal: "Propose",
  release: "Post it",
  hold_back: "Don't post it",
};

const ofMessage: readonly ResolutionType[] = ["mute_message", "add_note"];
const ofHeld: readonly ResolutionType[] = ["release", "hold_back"];
const all = Object.keys(choiceLabels) as ResolutionType[];

export function choicesFor({ kind, message }: CaseView): [ResolutionType, string][] {
  const fits = (what: ResolutionType): boolean =>
    kind === "held"
      ? ofHeld.includes(what)
      : !ofHeld.includes(what) && (message !== null || !ofMessage.includes(what));
  return all.filter(fits).map((what) => [what, choiceLabels[what]]);
}

/** Decisions that neither hide the message nor add a note. */
const leavesOpen: readonly ResolutionType[] = ["dismiss", "mute_member", "propose_removal"];

/** Whether whoever it is about is told a reason. */
export const notifiesMember = (what: ResolutionType): boolean =>
  what !== "dismiss" && what !== "release" && what !== "add_note";

export const hasDuration = (what: ResolutionType): boolean =>
  what === "mute_member" || what === "mass_mute";

export function resolutionOf(
  what: ResolutionType,
  duration: MuteDuration,
  note: ContentNote,
): CaseResolution {
  if (what === "add_note") return { type: what, note };
  return what === "mute_member" || what === "mass_mute" ? { type: what, duration } : { type: what };
}

/** What will happen, to whom, and whether it can be undone. */
export function consequences(resolution: CaseResolution, caseView: CaseView, name: string): string {
  const them = isolated(name);
  const follows = (): string => {
    switch (resolution.type) {
      case "dismiss":
        return `Nothing changes, and ${them} is not told.`;
      case "mute_message":
        return muteConsequences("message", "one_day", name);
      case "mute_member":
        return muteConsequences("member", resolution.duration, name);
      case "mass_mute":
        return muteConsequences("everything", resolution.duration, name);
      case "add_note":
        return `The message is folded under “${noteLabels[resolution.note]}”. Whoever wants to read it opens it. You can take the note off again.`;
      case "propose_removal":
        return `Once a second moderator or your centre agrees, ${them} is removed. Until then nothing changes.`;
      case "release":
        return "The circle sees the message now, like any other.";
      case "hold_back":
        return `The circle never sees the message. It stays with ${them}, who is told the reason and can appeal.`;
    }
  };
  const open =
    leavesOpen.includes(resolution.type) && caseView.message !== null && caseView.reports > 1;
  const unfolded = open ? " If the reports folded the message, it is unfolded." : "";
  const after =
    caseView.reports > 0 ? " Whoever reported it is told “handled”, and nothing more." : "";
  return follows() + unfolded + after;
}

/** Whether a person named the reason; a signal found by the screening accuses nobody. */
const hasReporter = ({ reason, reports }: CaseView): boolean => reports > 0 || reason === "danger";

/** The reason to begin with; undefined where whoever decides has to choose one. */
export const likelyReason = (caseView: CaseView): Reason | undefined =>
  hasReporter(caseView) ? caseView.reason : undefined;

export function titleOf(caseView: CaseView): string {
  if (hasReporter(caseView)) return reasonLabel(caseView.reason);
  return caseView.kind === "held" ? "A message waiting for review" : "A message to review";
}

/** How many cases are folded under this one, and why. */
export const collapsedCasesLabel = ({ kind }: CaseView, count: number): string =>
  kind === "reported"
    ? `${counted(count, "more report", "more reports")} by the same person`
    : `${counted(count, "more message", "more messages")} of the same person`;

/** The origin of the case. */
export function originOf({ kind, message, reports, signals }: CaseView): string {
  const signalNames = formatNames(
    signals.map((signal) => signalLabels[signal] ?? "something else"),
  );
  const reportCount =
    reports > 0
      ? `${counted(reports, "person", "people")} reported ${message === null ? "them" : "it"}.`
      : "";
  switch (kind) {
    case "held":
      return `Waiting to be posted. It contains ${signalNames}.`;
    case "flagged":
      return `It was posted, and contains ${signalNames}. ${reportCount}`.trimEnd();
    case "reported":
      return reportCount;
  }
}
