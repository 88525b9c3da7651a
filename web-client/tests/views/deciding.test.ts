// What can be done about a case, and what the sheet says will follow.

import { describe, expect, it } from "vitest";
import type { CaseView } from "../../src/protocol/wire";
import {
  resolutionOf,
  choicesFor,
  consequences,
  notifiesMember,
  likelyReason,
  originOf,
  titleOf,
} from "../../src/views/queue/deciding";

const reported: CaseView = {
  id: "k1",
  circle: "c1",
  kind: "reported",
  reason: "solicitation",
  subject: "dee",
  message: "m1",
  signals: [],
  reports: 2,
  opened_at: 1,
  due_at: 2,
  claim: null,
};
const kinds = (one: CaseView) => choicesFor(one).map(([what]) => what);

describe("the actions to choose from", () => {
  it("for a held message are to post it or not", () => {
    expect(kinds({ ...reported, kind: "held" })).toEqual(["release", "hold_back"]);
  });

  it("for a message are all but these", () => {
    expect(kinds(reported)).toEqual([
      "dismiss",
      "mute_message",
      "mute_member",
      "mass_mute",
      "add_note",
      "propose_removal",
    ]);
  });

  it("for a person touch no single message", () => {
    const about = kinds({ ...reported, message: null });
    expect(about).not.toContain("mute_message");
    expect(about).not.toContain("add_note");
  });
});

describe("what a case is called", () => {
  const found: CaseView = { ...reported, kind: "held", reports: 0, signals: ["phone_number"] };

  it("is what those who reported it say", () => {
    expect(titleOf(reported)).toBe("Offering or asking for substances, or selling");
    expect(likelyReason(reported)).toBe("solicitation");
  });

  it("accuses nobody of what only a rule has found", () => {
    expect(titleOf(found)).toBe("A message waiting for review");
    expect(titleOf({ ...found, kind: "flagged" })).toBe("A message to review");
    expect(likelyReason(found)).toBeUndefined();
  });

  it("says at once where somebody may be in danger", () => {
    const danger: CaseView = { ...found, kind: "flagged", reason: "danger", signals: ["crisis"] };
    expect(titleOf(danger)).toBe("Somebody may be in danger");
  });
});

describe("what follows", () => {
  it("names the person, the time and the way back", () => {
    const words = consequences(resolutionOf("mass_mute", "one_day", "other"), reported, "D");
    for (const part of ["24 hours", "told to D", "appeal", "undo", "handled"]) {
      expect(words).toContain(part);
    }
  });

  it("speaks of reports only where there are some", () => {
    const flagged: CaseView = {
      ...reported,
      kind: "flagged",
      reports: 0,
      signals: ["phone_number"],
    };
    expect(consequences({ type: "dismiss" }, flagged, "D")).not.toContain("reported");
    expect(originOf(flagged)).toBe("It was posted, and contains a phone number.");
    expect(originOf(reported)).toBe("2 people reported it.");
  });

  it("says where words that several reported are read again", () => {
    const dismiss = (one: CaseView): string => consequences({ type: "dismiss" }, one, "D");
    expect(dismiss(reported)).toContain("it is unfolded");
    expect(dismiss({ ...reported, reports: 1 })).not.toContain("unfolded");
    expect(dismiss({ ...reported, message: null })).not.toContain("unfolded");
    expect(consequences({ type: "mute_message" }, reported, "D")).not.toContain("unfolded");
  });

  it("asks for a reason where the person is told one", () => {
    expect(notifiesMember("hold_back")).toBe(true);
    expect(notifiesMember("dismiss")).toBe(false);
  });
});
