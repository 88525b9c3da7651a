// What a newer or a broken server may send, and what the rules for a body say.

import { expect, test } from "vitest";
import { bodyFault } from "../../src/protocol/body-rules";
import { readFrame } from "../../src/protocol/read-frame";

const head = { type: "event", circle: "c", seq: 3, at: 1, by: null };

test("an event of an unknown kind keeps its place in the log", () => {
  const frame = readFrame(JSON.stringify({ ...head, what: { type: "candle_lit", wax: 1 } }));
  expect(frame).toEqual({
    type: "event",
    entry: { circle: "c", seq: 3, at: 1, by: null, what: null },
  });
});

test("a known event with a broken field is counted and not applied", () => {
  const frame = readFrame(JSON.stringify({ ...head, what: { type: "circle_renamed" } }));
  expect(frame).toMatchObject({ entry: { seq: 3, what: null } });
});

test("unknown fields are passed over", () => {
  const frame = readFrame(
    JSON.stringify({ type: "reply", request_id: 1, result: { type: "pong", mood: 1 }, more: 2 }),
  );
  expect(frame).toMatchObject({ type: "reply", result: { type: "pong" } });
});

test.each([
  "",
  "[]",
  "null",
  "{",
  '{"type":"candle"}',
  '{"type":"event"}',
  '{"type":"reply","result":{"type":"pong"}}',
  '{"type":"reply","request_id":1,"result":{"type":"toString"}}',
])("%s is not taken for anything", (frame) => {
  expect(readFrame(frame)).toBeNull();
});

test.each([
  ["", "text_empty"],
  [" \n\u200b\u3164", "text_invisible"],
  ["a\u0007", "text_control"],
  ["a\r\n", "text_control"],
  ["half a leaf \ud83c", "text_control"],
  ["x".repeat(8001), "text_too_long"],
])("a body that breaks a rule is refused by its code (%#)", (body, code) => {
  expect(bodyFault(body)?.code).toBe(code);
});

test("a body is measured in code points and kept to the letter", () => {
  expect(bodyFault("🌱".repeat(8000))).toBeNull();
  expect(bodyFault("  Day four.\n\tStill here. ")).toBeNull();
});
