// Whom one can tell, what is said of it, and how whoever replies may begin.

import { describe, expect, it } from "vitest";
import type { HelpStatus, HelpView, HelpAlert } from "../../src/protocol/wire";
import { recipients, helpStatusText } from "../../src/views/help/help-text";
import { alertReason, openingLines } from "../../src/views/on-call/opening-lines";

const status: HelpStatus = { on_duty: "Max", mentor: "Ray", open: null, centre: true };
const waiting: HelpView = {
  id: "h1",
  to: "mentor",
  asked_at: 1,
  state: "waiting",
  last_step: "mentor",
  by_words: false,
  by: null,
  direct: null,
};
const words = (...of: Parameters<typeof recipients>) => recipients(...of).map(({ label }) => label);

describe("the people one can tell", () => {
  it("are named by their alias, the mentor first", () => {
    expect(words(status, null)).toEqual(["Tell Ray, my mentor", "Tell Max, on duty"]);
  });

  it("are the centre's staff where nobody is on duty, and nobody where they can't be told", () => {
    const empty = { ...status, on_duty: null, mentor: null };
    expect(words(empty, null)).toEqual(["Tell the centre's staff"]);
    expect(words({ ...empty, centre: false }, null)).toEqual([]);
  });

  it("are one person once, who is both", () => {
    expect(words({ ...status, on_duty: "Ray" }, null)).toEqual(["Tell Ray, my mentor, on duty"]);
  });

  it("are those who were not told yet, once somebody was", () => {
    const open: HelpView = { ...waiting, alerted: ["mentor"] };
    expect(words(status, open)).toEqual(["Tell Max, on duty", "Tell the centre's staff"]);
    const all: HelpView = { ...waiting, alerted: ["mentor", "on_call", "centre"] };
    expect(words(status, all)).toEqual([]);
  });
});

describe("of what was asked it is said", () => {
  it("that somebody is being told, while it can be taken back", () => {
    const held = { ...waiting, last_step: "nobody", undo_until: 5_001 } as const;
    expect(helpStatusText(held, status)).toBe("Ray is being told.");
    expect(helpStatusText({ ...held, to: "on_call" }, status)).toBe("Max is being told.");
    expect(helpStatusText({ ...held, to: "centre" }, status)).toMatch(/^The centre's staff/);
  });

  it("who has been told, where they are several", () => {
    const open: HelpView = { ...waiting, alerted: ["on_call", "mentor", "centre"] };
    expect(helpStatusText(open, status)).toBe(
      "Ray, on-call and the centre's staff have been told.",
    );
  });

  it("that the centre knows of a wish for a call", () => {
    const wish: HelpView = { ...waiting, to: "centre", last_step: "centre", wants_call: true };
    expect(helpStatusText(wish, status)).toBe("The centre's staff know that you'd like a call.");
  });
});

describe("whoever replies", () => {
  const alert: HelpAlert = {
    id: "h1",
    who: "Alex",
    asked_at: 1,
    alerted_at: 1,
    state: "yours",
    words: null,
    by_words: false,
    direct: "c9",
  };

  it("reads why they are here", () => {
    expect(alertReason(alert)).toBe("Alex asks for help");
    expect(alertReason({ ...alert, wants_call: true })).toBe("Alex would like a call");
    expect(alertReason({ ...alert, by_words: true })).toMatch(/sounds like a crisis/);
  });

  it("has three ways to begin, which offer a call only where one may call", () => {
    for (const one of [alert, { ...alert, by_words: true }, { ...alert, wants_call: true }])
      expect(new Set(openingLines(one)).size).toBe(3);
    expect(openingLines(alert).join()).not.toMatch(/shall I call/i);
    expect(openingLines({ ...alert, phone: "555 0101" }).join()).toMatch(/shall I call you/);
  });
});
