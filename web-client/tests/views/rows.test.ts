// Where days, the new and a speaker's name are drawn in a timeline.

import { describe, expect, it } from "vitest";
import type { MessageView } from "../../src/protocol/wire";
import type { TimelineItem } from "../../src/state/contract";
import { lastMessageBy, rowsOf } from "../../src/views/circle/rows";

const noon = new Date(2026, 2, 3, 12).getTime();
const minute = 60_000;

function said(seq: number, author: string, at: number, deleted = false): TimelineItem {
  const message: MessageView = {
    id: `m${seq}`,
    seq,
    author,
    sent_at: at,
    body: deleted ? null : "words",
    reply_to: null,
    mentions: [],
    edited_at: null,
    deleted,
    muted: false,
    content_note: null,
    pinned: false,
    reactions: [],
  };
  return { kind: "message", key: message.id, message };
}

describe("rows of a timeline", () => {
  it("name an author once for what is said in one breath", () => {
    const rows = rowsOf(
      [said(1, "jo", noon), said(2, "jo", noon + minute), said(3, "ray", noon + 2 * minute)],
      "me",
      null,
    );
    expect(rows.map(({ named }) => named)).toEqual([true, false, true]);
  });

  it("name the author again after a pause", () => {
    const rows = rowsOf([said(1, "jo", noon), said(2, "jo", noon + 30 * minute)], "me", null);
    expect(rows.map(({ named }) => named)).toEqual([true, true]);
  });

  it("begin each local day with its date", () => {
    const next = new Date(2026, 2, 4, 0, 1).getTime();
    const rows = rowsOf([said(1, "jo", noon), said(2, "jo", next)], "me", null);
    expect(rows.map(({ day }) => day !== null)).toEqual([true, true]);
    expect(rows[1]?.named).toBe(true);
  });

  it("draw the line of the new once, at the first message from there on", () => {
    const items = [said(1, "jo", noon), said(4, "jo", noon), said(5, "jo", noon)];
    expect(rowsOf(items, "me", 3).map(({ firstNew }) => firstNew)).toEqual([false, true, false]);
    expect(rowsOf(items, "me", null).some(({ firstNew }) => firstNew)).toBe(false);
  });

  it("count an unsent message as the reader's own", () => {
    const unsent: TimelineItem = {
      kind: "unsent",
      key: "u",
      unsent: {
        id: "u",
        body: "words",
        replyTo: null,
        writtenAt: noon + minute,
        state: { kind: "waiting" },
      },
    };
    expect(rowsOf([said(1, "me", noon), unsent], "me", null)[1]?.named).toBe(false);
  });
});

describe("the last message of someone", () => {
  it("passes by deleted ones and those of others", () => {
    const items = [said(1, "me", noon), said(2, "me", noon, true), said(3, "jo", noon)];
    expect(lastMessageBy(items, "me")?.seq).toBe(1);
    expect(lastMessageBy(items, "sam")).toBeNull();
  });
});
