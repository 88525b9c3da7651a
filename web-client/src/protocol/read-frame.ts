// Parses a text frame of the server; null where this client can't read it. Events of an
// unknown kind keep their position in the log; other unknown frames are ignored, as the
// wire format allows.

import { readCircle, readEach, readEntry, type CircleState, type Entry } from "./read-circle";
import { notice, refusal, reply } from "./readers";
import { isObject } from "./shape";
import type { Notice, Refusal, Reply, RequestId } from "./wire";

type PlainReply = Exclude<Reply, { type: "welcome" }>;

export type Welcome = Omit<Extract<Reply, { type: "welcome" }>, "circles"> & {
  circles: CircleState[];
};

/** An answer as the client uses it: in a `welcome`, the log entries are parsed. */
export type Answer = PlainReply | Welcome;

export type ServerFrame =
  | { type: "reply"; request_id: RequestId; result: Answer }
  | { type: "refused"; request_id: RequestId | null; refusal: Refusal }
  | { type: "event"; entry: Entry }
  | { type: "notice"; notice: Notice };

export function readFrame(frame: string): ServerFrame | null {
  const value = parse(frame);
  if (!isObject(value)) return null;
  switch (value["type"]) {
    case "event": {
      const entry = readEntry(value);
      return entry && { type: "event", entry };
    }
    case "reply": {
      const result = readAnswer(value["result"]);
      const request_id = value["request_id"];
      return result && typeof request_id === "number"
        ? { type: "reply", request_id, result }
        : null;
    }
    case "refused":
      return readRefused(value);
    case "notice":
      return notice(value["notice"]) ? { type: "notice", notice: value["notice"] } : null;
    default:
      return null;
  }
}

function readRefused(value: Record<string, unknown>): ServerFrame | null {
  const request_id = value["request_id"] ?? null;
  if (request_id !== null && typeof request_id !== "number") return null;
  return refusal(value["refusal"])
    ? { type: "refused", request_id, refusal: value["refusal"] }
    : null;
}

function readAnswer(value: unknown): Answer | null {
  if (!reply(value)) return null;
  if (value.type !== "welcome") return value;
  const circles = Array.isArray(value.circles) ? readEach(value.circles, readCircle) : null;
  return circles && { ...value, circles };
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return null;
  }
}
