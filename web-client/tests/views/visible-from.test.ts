// From when on a mentor sees what an alum sends, as the server reckons it.

import { expect, test } from "vitest";
import type { ConsentView, PairingView } from "../../src/protocol/wire";
import { checkInsVisibleFrom } from "../../src/views/care/visible-from";
import { proposed } from "../fake-care";

const active = (since: number): PairingView => ({
  ...proposed("p1", false),
  state: "active",
  since,
});
const given = (given_at: number): ConsentView => ({
  consent: "mentor_sees_check_ins",
  version: 1,
  given_at,
});

test("both a pairing and a consent are needed, and the later counts", () => {
  const from = (pairings: PairingView[], consents: ConsentView[]) =>
    checkInsVisibleFrom({ pairings, consents });
  expect(from([active(5)], [given(9)])).toBe(9);
  expect(from([active(9)], [given(5)])).toBe(9);
  expect(from([active(5)], [])).toBeNull();
  expect(from([], [given(5)])).toBeNull();
  expect(checkInsVisibleFrom(null)).toBeNull();
});

test("neither another consent counts, nor a pairing that waits, nor one with us as the mentor", () => {
  const consents = [given(5)];
  const dates: ConsentView = { ...given(5), consent: "mentor_sees_dates" };
  expect(checkInsVisibleFrom({ pairings: [active(5)], consents: [dates] })).toBeNull();
  expect(checkInsVisibleFrom({ pairings: [proposed("p1", false)], consents })).toBeNull();
  expect(checkInsVisibleFrom({ pairings: [{ ...active(5), mentor: true }], consents })).toBeNull();
});
