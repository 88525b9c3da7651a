// What the generated readers accept, held against the types as TypeScript parses them: each
// field of each kind is spoiled in turn, in the golden examples and in ones that have
// everything. Where a reader is more lenient than the type, it is named here.

import { expect, test } from "vitest";
import { readFrame } from "../../src/protocol/read-frame";
import * as readers from "../../src/protocol/readers";
import type { Check } from "../../src/protocol/shape";
import { golden } from "./golden";
import { examples, replaced, spoilings, type Spoiling } from "./spoiling";
import { wireType } from "./wire-types";

/** Fields that may be absent although the type has them. */
const lenient = new Set([
  "OpenedCase.has_more",
  "OpenedAppeal.has_more",
  "OpenedProposal.has_more",
  "Reply.pins.has_more",
  "Reply.members.has_more",
  "Reply.circles.has_more",
  "Reply.roster.has_more",
  "Reply.left_circles.has_more",
  "Reply.held.has_more",
  "Reply.meetings.has_more",
  "Reply.pairings.has_more",
  "ServerFrame.refused.request_id",
]);

function isAccepted({ path, by, allowed, of }: Spoiling): boolean {
  return allowed || (by === undefined && lenient.has(`${of}.${String(path.at(-1))}`));
}

const asText = ({ path, by }: Spoiling): string => `${path.join(".")} = ${JSON.stringify(by)}`;

/** What the client reads, in the form in which the server sends it. */
function read(frame: unknown): unknown {
  const says = readFrame(JSON.stringify(frame));
  return says?.type === "event" ? { type: "event", ...says.entry } : says;
}

/** What the client makes of a frame that is spoiled there. */
function expected(frame: object, spoiling: Spoiling): unknown {
  const { path, by } = spoiling;
  if (isAccepted(spoiling)) {
    const accepted = replaced(frame, path, by);
    return "refusal" in accepted ? { request_id: null, ...defined(accepted) } : accepted;
  }
  const what = path.indexOf("what");
  if (what >= 0) return replaced(frame, path.slice(0, what + 1), null);
  const catchUp = path.indexOf("catch_up");
  if (catchUp >= 0) return replaced(frame, path.slice(0, catchUp + 1), { type: "gap" });
  return null;
}

const defined = (value: object): object => JSON.parse(JSON.stringify(value)) as object;

const frames = wireType("ServerFrame");
const framesByName = [
  ...golden("frames").map(([name, content]) => [name, JSON.parse(content) as object] as const),
  ...examples(frames).map((frame, at) => [`example ${at}`, frame as object] as const),
];

test.each(framesByName)("each field of the frame %s is read as declared", (_, frame) => {
  expect(read(frame)).toEqual(frame);
  for (const spoiling of spoilings(frame, frames)) {
    const found = read(replaced(frame, spoiling.path, spoiling.by));
    expect(found, asText(spoiling)).toEqual(expected(frame, spoiling));
  }
});

const bodies: Record<string, Check<unknown>> = {
  Refusal: readers.refusal,
  HelpCard: readers.helpCard,
  InvitePreview: readers.invitePreview,
  Joined: readers.joined,
  Me: readers.me,
  Sessions: readers.sessions,
};

test.each(Object.entries(bodies))("each field of an HTTP %s is read as declared", (name, check) => {
  const type = wireType(name);
  for (const body of examples(type)) {
    expect(check(body)).toBe(true);
    for (const spoiling of spoilings(body, type)) {
      const spoiled = replaced(body, spoiling.path, spoiling.by);
      expect(check(spoiled), asText(spoiling)).toBe(spoiling.allowed);
    }
  }
});

test("every leniency is about a field that there is", () => {
  const all = framesByName.flatMap(([, frame]) => spoilings(frame, frames));
  const places = new Set(all.map(({ of, path }) => `${of}.${String(path.at(-1))}`));
  expect([...lenient].filter((place) => !places.has(place))).toEqual([]);
});
