// One socket after another, over a wire and a clock that the test holds.

import { beforeEach, expect, test, vi, type Mock } from "vitest";
import { Connection, type ConnectionEvents } from "../../src/net/connection";
import { Refused, Unanswered } from "../../src/net/refused";
import type { Wire } from "../../src/net/surroundings";
import { closeCodes } from "../../src/protocol/wire";
import { FakeClock, settle } from "../fake-clock";

let clock: FakeClock;
let wires: (Wire & { sent: string[]; closed: boolean })[];
let events: { [K in keyof ConnectionEvents]: Mock<ConnectionEvents[K]> };
let connection: Connection;
let random: number;

beforeEach(() => {
  clock = new FakeClock();
  wires = [];
  random = 0.5;
  events = {
    phaseChanged: vi.fn(),
    opened: vi.fn(),
    heard: vi.fn(),
    sessionEnded: vi.fn(),
    failedToOpen: vi.fn(),
  };
  const openWire = () => {
    const wire = {
      sent: [] as string[],
      closed: false,
      send: (frame: string) => void wire.sent.push(frame),
      close: () => void (wire.closed = true),
      onopen: null as Wire["onopen"],
      onmessage: null as Wire["onmessage"],
      onclose: null as Wire["onclose"],
    };
    wires.push(wire);
    return wire;
  };
  connection = new Connection({ clock, random: () => random, openWire }, events);
  connection.start();
});

const wire = () => wires.at(-1)!;
const hear = (frame: object) => wire().onmessage?.({ data: JSON.stringify(frame) });

test("an answer is matched to its request by number, whatever the order", async () => {
  wire().onopen?.();
  const first = connection.request({ type: "ping" });
  const second = connection.request({ type: "list_circles" });
  hear({ type: "reply", request_id: 2, result: { type: "circles", circles: [] } });
  hear({ type: "reply", request_id: 1, result: { type: "pong" } });
  expect((await first).type).toBe("pong");
  expect((await second).type).toBe("circles");
});

test("a refusal rejects its request with the code, and the socket lives on", async () => {
  wire().onopen?.();
  const asked = connection.request({ type: "list_circles" });
  const refusal = { code: "too_fast", message: "Slow down.", retry_after_ms: 900 };
  hear({ type: "refused", request_id: 1, refusal });
  await expect(asked).rejects.toMatchObject({ code: "too_fast", retry_after_ms: 900 });
  await expect(asked).rejects.toBeInstanceOf(Refused);
  expect(wire().closed).toBe(false);
});

test("a request without an answer ends after fifteen seconds, or with its socket", async () => {
  wire().onopen?.();
  const late = connection.request({ type: "list_circles" });
  const check = expect(late).rejects.toBeInstanceOf(Unanswered);
  await clock.advance(15_000);
  await check;
  const cut = connection.request({ type: "list_invites" });
  wire().onclose?.({ code: 1006 });
  await expect(cut).rejects.toBeInstanceOf(Unanswered);
  await expect(connection.request({ type: "ping" })).rejects.toBeInstanceOf(Unanswered);
});

test("a quiet line is pinged, and given up when nothing comes back", async () => {
  wire().onopen?.();
  await clock.advance(25_000);
  expect(wire().sent).toEqual(['{"request_id":1,"type":"ping"}']);
  await clock.advance(7_999);
  expect(wires).toHaveLength(1);
  await clock.advance(1);
  expect(wires).toHaveLength(2);
  expect(wires[0]!.closed).toBe(true);
});

test("a lively line is not pinged", async () => {
  wire().onopen?.();
  for (let second = 0; second < 60; second += 10) {
    await clock.advance(10_000);
    hear({ type: "notice", notice: { type: "circles_changed" } });
  }
  expect(wire().sent).toEqual([]);
});

test("waking up asks for a sign of life at once", async () => {
  wire().onopen?.();
  await clock.advance(1_000);
  connection.reconnectNow();
  expect(wire().sent).toHaveLength(1);
});

test("waits grow with each failure, and reconnectNow skips one", async () => {
  const waits: number[] = [];
  events.phaseChanged.mockImplementation((phase) => {
    if (phase.kind === "waiting") waits.push(phase.retryAt - clock.now());
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    wire().onclose?.({ code: 1006 });
    await clock.advance(30_000 * random);
  }
  expect(waits.slice(0, 3)).toEqual([250, 500, 1000]);
  expect(events.failedToOpen).toHaveBeenCalled();
  wire().onclose?.({ code: 1006 });
  const before = wires.length;
  connection.reconnectNow();
  expect(wires).toHaveLength(before + 1);
});

test.each([
  [closeCodes.overflow, 0, 0],
  [closeCodes.restart, 500, 5_000],
  [closeCodes.flooding, 30_000, 60_000],
  [closeCodes.write_stall, 0, 500],
])("after close code %i it comes back within %i to %i ms", (code, fromMs, toMs) => {
  for (random of [0.000_001, 0.999_999]) {
    wire().onopen?.();
    connection.settled();
    wire().onclose?.({ code });
    const phase = events.phaseChanged.mock.lastCall?.[0];
    const waitMs = phase?.kind === "waiting" ? phase.retryAt - clock.now() : 0;
    expect(waitMs).toBeGreaterThanOrEqual(fromMs);
    expect(waitMs).toBeLessThanOrEqual(toMs);
    connection.reconnectNow();
  }
});

test("one socket too many gives way, and comes back only when it is asked to", async () => {
  wire().onopen?.();
  wire().onclose?.({ code: closeCodes.too_many_sockets });
  expect(events.phaseChanged).toHaveBeenLastCalledWith({ kind: "gave_way" });
  await clock.advance(120_000);
  connection.reconnectNow();
  expect(wires).toHaveLength(1);
  connection.takeOver();
  expect(wires).toHaveLength(2);
  expect(events.failedToOpen).not.toHaveBeenCalled();
});

test("an open socket has nobody to take over from", () => {
  wire().onopen?.();
  connection.takeOver();
  expect(wires).toHaveLength(1);
});

test("an ended session is not knocked at again", async () => {
  wire().onopen?.();
  wire().onclose?.({ code: closeCodes.session_ended });
  await clock.advance(120_000);
  expect(wires).toHaveLength(1);
  expect(events.sessionEnded).toHaveBeenCalledOnce();
});

test("a socket that never opens is given up after ten seconds", async () => {
  await clock.advance(10_000);
  expect(wires[0]!.closed).toBe(true);
  expect(events.failedToOpen).toHaveBeenCalledOnce();
  await settle();
});
