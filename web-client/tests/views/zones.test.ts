// Time zones: which are offered, in which order, and how they are called. That the
// server knows each of them it says itself (domain/calendar/tests/zone.rs).

import { describe, expect, it } from "vitest";
import list from "../../src/views/zones/zone-list.json";
import { timeInZone, zoneGroups, formatZone, zoneOptionLabel } from "../../src/views/zones/zones";

const listed = list.regions.flatMap(({ zones }) => zones);
const offered = (before: string, own: string): string[] =>
  zoneGroups(before, own).flatMap(({ zones }) => [...zones]);
const named = (before: string, own: string) =>
  zoneGroups(before, own).map(({ name, zones }) => [name, zones[0]]);

describe("the list", () => {
  it("has each zone once, and speaks of no other", () => {
    expect(new Set(listed).size).toBe(listed.length);
    const spokenOf = [
      ...Object.keys(list.names),
      ...Object.keys(list.times),
      ...Object.values(list.older),
    ];
    expect(spokenOf.filter((zone) => !listed.includes(zone))).toEqual([]);
    expect(Object.keys(list.older).filter((zone) => listed.includes(zone))).toEqual([]);
  });

  it("has a name of its own for each within its region", () => {
    for (const { name, zones } of list.regions) {
      const names = zones.map(zoneOptionLabel);
      expect(new Set(names).size, name).toBe(names.length);
    }
  });
});

describe("what is offered", () => {
  it("begins with the device's own, and has each place once", () => {
    expect(named("", "Europe/Berlin").slice(0, 3)).toEqual([
      ["This device", "Europe/Berlin"],
      ["Europe", "Europe/Amsterdam"],
      ["United States", "America/New_York"],
    ]);
    const zones = offered("Europe/Berlin", "Europe/Berlin");
    expect(zones.toSorted()).toEqual(listed.toSorted());
  });

  it("keeps what was chosen before, though the list has no such name", () => {
    const zones = zoneGroups("US/Eastern", "America/Chicago");
    expect(zones[1]).toEqual({ name: "Chosen before", zones: ["US/Eastern"] });
    expect(zones.flatMap((group) => group.zones)).toHaveLength(listed.length + 1);
    expect(offered("America/Denver", "America/Chicago")).toHaveLength(listed.length);
  });

  it("names a place once where the device goes by its earlier name", () => {
    const own = offered("", "Asia/Calcutta");
    expect(own[0]).toBe("Asia/Calcutta");
    expect(own).not.toContain("Asia/Kolkata");
    expect(named("", "Asia/Calcutta")[1]?.[0]).toBe("Asia");
    // What is chosen is among what is offered, in the same spelling.
    expect(offered("Asia/Kolkata", "Asia/Calcutta")[0]).toBe("Asia/Kolkata");
    expect(offered("Asia/Calcutta", "Asia/Kolkata")[0]).toBe("Asia/Calcutta");
  });

  it("is the list alone for a device that knows no zone", () => {
    expect(offered("", "").toSorted()).toEqual(listed.toSorted());
    expect(named("", "")[0]).toEqual(["United States", "America/New_York"]);
  });
});

describe("a zone is called", () => {
  it("as people call the place", () => {
    expect(formatZone("America/New_York")).toBe("New York");
    expect(formatZone("America/Sao_Paulo")).toBe("São Paulo");
    expect(formatZone("America/Indiana/Knox")).toBe("Knox, Indiana");
    expect(formatZone("America/St_Johns")).toBe("St. John’s");
    expect(formatZone("UTC")).toBe("UTC");
  });

  it("by today's name of the place, and somehow where nobody listed it", () => {
    expect(formatZone("Europe/Kiev")).toBe("Kyiv");
    expect(formatZone("America/Buenos_Aires")).toBe("Buenos Aires, Argentina");
    expect(formatZone("Etc/GMT+3")).toBe("GMT+3");
  });

  it("with what the time there is called, where it is chosen", () => {
    expect(zoneOptionLabel("America/Chicago")).toBe("Chicago (Central Time)");
    expect(zoneOptionLabel("Europe/Berlin")).toBe("Berlin");
  });
});

describe("the time there", () => {
  const at = Date.UTC(2026, 10, 26, 23, 30);

  it("is said where its clock shows another than ours", () => {
    expect(timeInZone(at, "America/New_York", "Europe/Berlin")).toMatch(/6:30.* in New York$/);
    expect(timeInZone(at, "America/Toronto", "America/New_York")).toBeNull();
  });

  it("is left out where the browser or the device knows no such zone", () => {
    expect(timeInZone(at, "Mars/Base", "Europe/Berlin")).toBeNull();
    expect(timeInZone(at, "America/New_York", "")).toBeNull();
  });
});
