// Addresses and days: what the address bar means, and how a day is called.

import { describe, expect, it } from "vitest";
import { screenPaths } from "../../src/screen-paths";
import { dateInputValue } from "../../src/views/date-inputs";
import { formatDay, midnightOf } from "../../src/views/local-date";
import { formatAge, formatSoon } from "../../src/views/time-from-now";
import { circlePath, screenAt } from "../../src/views/route.svelte";

describe("an address", () => {
  it("names its screen", () => {
    expect(screenAt("/", "")).toEqual({ at: "circles" });
    expect(screenAt("/centre", "")).toEqual({ at: "centre", part: "circles" });
    expect(screenAt("/centre", "?show=help")).toEqual({ at: "centre", part: "help" });
    expect(screenAt("/mentees", "")).toEqual({ at: "mentees", pairing: null });
    expect(screenAt("/mentees/p1", "")).toEqual({ at: "mentees", pairing: "p1" });
    expect(screenAt("/on-call", "")).toEqual({ at: "on_call" });
    expect(screenAt("/care", "")).toEqual({ at: "care" });
    expect(screenAt("/back", "")).toEqual({ at: "back" });
    expect(screenAt("/queue", "")).toEqual({ at: "queue", part: "waiting" });
    expect(screenAt("/queue", "?show=decided")).toEqual({ at: "queue", part: "decided" });
    expect(screenAt("/queue", "?show=mine")).toEqual({ at: "queue", part: "waiting" });
    expect(screenAt("/circle/a1", "")).toEqual({ at: "circle", id: "a1", panel: null });
    expect(screenAt("/circle/a1", "?show=pins")).toMatchObject({ panel: "pins" });
  });

  it("that means nothing is said to be lost, and an unknown panel is none", () => {
    expect(screenAt("/circle/a1/more", "")).toEqual({ at: "none" });
    expect(screenAt("/elsewhere", "")).toEqual({ at: "none" });
    expect(screenAt("/circle/%", "")).toEqual({ at: "none" });
    expect(screenAt("/calendar/abc.ics", "")).toEqual({ at: "none" });
    expect(screenAt("/circle/a1", "?show=all")).toMatchObject({ panel: null });
  });

  it.each(["%", "%E0%A4%A", "%E0%A4", "%ff", "a%zz"])("with %s in it is no screen", (part) => {
    const lost = { at: "none" };
    expect(screenAt(`/${part}`, "")).toEqual(lost);
    for (const first of screenPaths) expect(screenAt(`/${first}/${part}`, "")).toEqual(lost);
    expect(screenAt(`/circle/a1/${part}`, "")).toEqual(lost);
  });

  it("takes what it does not know after the question mark for nothing", () => {
    expect(screenAt("/circle/a1", "?show=%E0%A4%A")).toMatchObject({ at: "circle", panel: null });
    expect(screenAt("/queue", "?show=%E0%A4%A")).toMatchObject({ part: "waiting" });
    expect(screenAt("/centre", "?show=%E0%A4%A")).toMatchObject({ part: "circles" });
  });

  it("of a circle leads back to that circle", () => {
    const [path = "", query = ""] = circlePath("a/1", "members").split("?");
    expect(screenAt(path, `?${query}`)).toEqual({ at: "circle", id: "a/1", panel: "members" });
  });
});

describe("a day", () => {
  const now = new Date(2026, 2, 1, 0, 30).getTime();

  it("is called today or yesterday by the local calendar", () => {
    expect(formatDay(now, now)).toBe("Today");
    expect(formatDay(now - 3_600_000, now)).toBe("Yesterday");
    expect(formatDay(new Date(2025, 0, 5, 12).getTime(), now)).toContain("2025");
  });

  it("comes back from a date input as its local midnight", () => {
    const at = midnightOf("2026-03-01");
    expect(at).toBe(new Date(2026, 2, 1).getTime());
    expect(dateInputValue(at ?? 0)).toBe("2026-03-01");
    expect(midnightOf("")).toBeNull();
  });
});

describe("how long something waits", () => {
  const now = new Date(2026, 2, 4, 9).getTime();
  const hour = 3_600_000;

  it("is said in the largest whole part", () => {
    expect(formatAge(now - 30_000, now)).toBe("just now");
    expect(formatAge(now - 61_000, now)).toBe("1 minute ago");
    expect(formatAge(now - 3 * hour, now)).toBe("3 hours ago");
    expect(formatAge(now - 50 * hour, now)).toBe("2 days ago");
  });

  it("ends on a weekday where it ends within the week", () => {
    expect(formatSoon(now + 2 * hour, now)).toMatch(/^Today, /);
    expect(formatSoon(now + 24 * hour, now)).toMatch(/^tomorrow, /);
    expect(formatSoon(now + 48 * hour, now)).toMatch(/^Friday, /);
    expect(formatSoon(now + 10 * 24 * hour, now)).toContain("March");
  });
});
