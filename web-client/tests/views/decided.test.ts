// What was decided is said plainly, and what undoing it, or an appeal, will bring back.

import { describe, expect, it } from "vitest";
import type { ActionView, DecisionKind, DecisionView, ProposalView } from "../../src/protocol/wire";
import {
  appealConsequences,
  decisionLabel,
  inForceText,
  proposalConsequences,
  undoConsequences,
  undoneText,
  whyNotUndone,
} from "../../src/views/queue/decided";
import { actionOf, caseOf, decidedOf, nothingUndone } from "../fake-safety";

const now = new Date(2026, 10, 29, 12).getTime();
const hourMs = 3_600_000;
const one = caseOf("k1", { reports: 2 });
const kinds: readonly DecisionKind[] = [
  "dismiss",
  "mute_message",
  "mute_member",
  "mass_mute",
  "add_note",
  "propose_removal",
  "release",
  "hold_back",
  "withdrawn",
];

const decision = (kind: DecisionKind, more: Partial<DecisionView> = {}): DecisionView => ({
  ...decidedOf(one, kind).decision,
  ...more,
});
const action = (more: Partial<ActionView>): ActionView => ({ ...actionOf("x1"), ...more });

describe("a decision", () => {
  it("is said in words of its own, with how long and under which note", () => {
    expect(decisionLabel(decision("mute_member", { duration: "one_day" }))).toBe(
      "Muted for 24 hours",
    );
    expect(decisionLabel(decision("add_note", { note: "self_harm" }))).toBe(
      "Folded under “Self-harm”",
    );
    expect(new Set(kinds.map((kind) => decisionLabel(decision(kind)))).size).toBe(kinds.length);
  });

  it("says what of it is in force", () => {
    expect(inForceText(null, now)).toBe("");
    expect(inForceText(action({ ended_at: 3 }), now)).toBe("It was taken back.");
    expect(inForceText(action({ messages: 2, until: now + hourMs }), now)).toMatch(
      /^The mute lasts until Today, .* 2 messages hidden\.$/,
    );
    expect(inForceText(action({ messages: 0, until: now - hourMs }), now)).toMatch(
      /^The mute ended/,
    );
  });

  it("that can't be undone says why", () => {
    const last = (kind: DecisionKind) => whyNotUndone(decision(kind, { undo_status: "final" }));
    expect(last("propose_removal")).toMatch(/withdraw/);
    expect(last("release")).toMatch(/has seen/);
    expect(whyNotUndone(decision("mute_message", { undo_status: "appealed" }))).toMatch(/appeal/);
  });
});

describe("undoing", () => {
  it("says beforehand what it does, and that the case is one's own", () => {
    const words = undoConsequences(decision("mass_mute"), one, "Dee");
    expect(words).toMatch(/sees the messages again/);
    expect(words).toMatch(/Dee can post again at once/);
    expect(words).toMatch(/open again, and you have taken it/);
    expect(words).toMatch(/reported it is not told/);
    expect(undoConsequences(decision("dismiss"), caseOf("k2", { reports: 0 }), "Dee")).toBe(
      "Nothing else changes. The case is open again, and you have taken it.",
    );
  });

  it("says afterwards what was undone, and what was not", () => {
    const undone = { ...nothingUndone, messages: 3, mute_lifted: true, changed_since: true };
    expect(undoneText(undone, "Dee", now)).toBe(
      "Undone. 3 messages are shown to the circle again. Dee can post again. The rest had ended or was changed before, and stays as it is. The case is open again, and you have taken it.",
    );
    const still = { ...nothingUndone, still_muted_until: now + hourMs, changed_since: true };
    expect(undoneText(still, "Dee", now)).toMatch(/Dee stays muted until Today/);
    expect(undoneText({ ...nothingUndone, held_again: true }, "Dee", now)).toMatch(
      /waits to be posted/,
    );
  });
});

describe("an appeal and a proposal", () => {
  it("say what follows either way", () => {
    const mute = action({ kind: "mass_mute", messages: 2, until: now + hourMs });
    expect(appealConsequences("action_overturned", mute, "Dee", now)).toBe(
      "Dee can post again at once. The circle sees 2 messages again. Dee is told that it was taken back.",
    );
    expect(appealConsequences("action_upheld", mute, "Dee", now)).toMatch(
      /^Dee can't post here until Today.*The circle still does not see 2 messages.*final/,
    );
    const over = action({ kind: "member_mute", messages: 0, until: now - hourMs });
    expect(appealConsequences("action_overturned", over, "Dee", now)).not.toMatch(/at once/);
    for (const kind of ["held_back", "removal", "message_mute"] as const) {
      const both = (["action_upheld", "action_overturned"] as const).map((outcome) =>
        appealConsequences(outcome, action({ kind }), "Dee", now),
      );
      expect(new Set(both).size).toBe(2);
    }
  });

  it("name who is told, and who is not", () => {
    const proposal: ProposalView = {
      id: "p1",
      circle: "c1",
      subject: "dee",
      action: "removal",
      reason: "other",
      by: "kim",
      mine: false,
      at: 1,
      until: 2,
    };
    expect(proposalConsequences(proposal, true, "Dee")).toMatch(/taken out of the circle at once/);
    expect(proposalConsequences(proposal, false, "Dee")).toMatch(/told nothing/);
    expect(proposalConsequences({ ...proposal, mine: true }, false, "Dee")).toMatch(
      /^The proposal/,
    );
  });
});
