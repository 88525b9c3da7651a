// What an alum's own page makes of days and words.

import { describe, expect, it } from "vitest";
import type { CheckInView, HelpView, Mood } from "../../src/protocol/wire";
import { dayIn, trendSegments, trendOf } from "../../src/views/care/days";
import {
  formatDays,
  lapseDays,
  suggestsHelp,
  pairingProblem,
  thanksFor,
} from "../../src/views/care/care-text";
import { helpStatusText } from "../../src/views/help/help-text";

const checkIn = (at: string, mood: Mood | null, craving = 0): CheckInView => ({
  id: at,
  at: Date.parse(at),
  how: mood === null ? null : { mood, craving, halt: [], note: null },
  wants_call: false,
});

describe("a day", () => {
  it("is the one in the zone of the alum, not of the device", () => {
    const at = Date.parse("2026-11-25T01:30:00Z");
    expect(dayIn("America/New_York", at)).toBe("2026-11-24");
    expect(dayIn("Asia/Tokyo", at)).toBe("2026-11-25");
  });

  it("in a zone nobody has heard of is the device's own", () => {
    const noon = new Date(2026, 10, 25, 12).getTime();
    expect(dayIn("Mars/Olympus", noon)).toBe("2026-11-25");
  });
});

describe("the trend", () => {
  const now = Date.parse("2026-11-10T18:00:00Z");
  const trend = (all: CheckInView[]) => trendOf(all, "America/New_York", now);

  it("has thirty days up to today, over the end of summer time", () => {
    const days = trend([]).map(({ day }) => day);
    expect(days).toHaveLength(30);
    expect(new Set(days).size).toBe(30);
    expect([days[0], days[29]]).toEqual(["2026-10-12", "2026-11-10"]);
  });

  it("takes the latest word of a day, and none from a bare OK", () => {
    const all = [
      checkIn("2026-11-10T17:00:00Z", null),
      checkIn("2026-11-10T15:00:00Z", "good", 2),
      checkIn("2026-11-10T12:00:00Z", "low", 8),
      checkIn("2026-11-09T12:00:00Z", null),
    ];
    expect(trend(all).slice(-2)).toEqual([
      { day: "2026-11-09", mood: null, craving: null },
      { day: "2026-11-10", mood: 3, craving: 2 },
    ]);
  });

  it("draws from left to right, the most on top, and nothing for silence", () => {
    expect(trendSegments([0, null, 10], 10)).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(trendSegments([null, null], 4)).toEqual([]);
  });
});

describe("the words", () => {
  it("thank, whatever was said, and never count", () => {
    for (const mood of ["very_low", "okay", "very_good"] as const) {
      expect(thanksFor({ mood, craving: 3, halt: [], note: null })).toMatch(/Thank you/);
    }
    expect(thanksFor(null)).not.toMatch(/\d/);
  });

  it("offer company where it may be a hard hour", () => {
    expect(suggestsHelp(checkIn("2026-11-10T12:00:00Z", "good", 7))).toBe(true);
    expect(suggestsHelp(checkIn("2026-11-10T12:00:00Z", "good", 1))).toBe(false);
  });

  it("say what a lapse does not take away", () => {
    const kept = { date: "2026-04-01", label: "recovery", paused: false } as const;
    const view = { ...kept, days: 212, days_in_all: 219, next: null, reached: [], asked: [] };
    expect(formatDays(view)).toBe("212 of the last 219 days");
    expect(formatDays({ ...view, days: 1, days_in_all: 1 })).toBe("1 day");
  });

  it("name one day once", () => {
    expect(lapseDays({ from: "2025-03-01", to: "2025-03-01" })).not.toContain(" to ");
    expect(lapseDays({ from: "2025-03-01", to: "2025-03-02" })).toContain(" to ");
  });
});

describe("of a cry for help it is said", () => {
  const waiting: HelpView = {
    id: "h1",
    to: "on_call",
    asked_at: 1,
    state: "waiting",
    last_step: "on_call",
    by_words: false,
    by: null,
    direct: null,
  };
  const status = { on_duty: "Jo", mentor: "Ray", open: null };

  it("who was told, and who replies", () => {
    expect(helpStatusText(waiting, status)).toBe("On-call has been told.");
    expect(helpStatusText({ ...waiting, last_step: "mentor" }, status)).toBe("Ray has been told.");
    const replying = { ...waiting, state: "acknowledged", by: "Jo" } as const;
    expect(helpStatusText(replying, status)).toBe("Jo is replying.");
  });

  it("plainly that nobody is on duty, and that nobody could be told", () => {
    const centre = helpStatusText(
      { ...waiting, last_step: "centre" },
      { ...status, on_duty: null },
    );
    expect(centre).toMatch(/^Nobody is on duty/);
    expect(helpStatusText({ ...waiting, last_step: "nobody" }, status)).toMatch(
      /^Nobody could be told/,
    );
  });

  it("that words were the reason, where nobody asked", () => {
    expect(helpStatusText({ ...waiting, by_words: true }, status)).toMatch(/worried us/);
  });
});

describe("an answer to a pairing request that comes too late", () => {
  it("says so kindly, and not who withdrew it", () => {
    const late = pairingProblem({ code: "not_found", message: "Not found." });
    expect(late).toMatch(/no longer open/);
    expect(late).not.toMatch(/withdr|declin|centre|mentor/);
  });

  it("is told from what else can go wrong", () => {
    expect(pairingProblem({ code: "unavailable", message: "Later." })).toBe("Later.");
    expect(pairingProblem(null)).toBeNull();
  });
});
