// One socket after another, over a socket and a clock that the test holds.

import { beforeEach, expect, test, vi, type Mock } from "vitest";
import { ReconnectingSocket, type SocketEvents } from "../../src/net/reconnecting-socket";
import { Refused, NoResponse } from "../../src/net/refused";
import type { Socket } from "../../src/net/platform";
import { closeCodes } from "../../src/protocol/wire";
import { FakeClock, flushPromises } from "../fake-clock";

let clock: FakeClock;
let sockets: (Socket & { sent: string[]; closed: boolean })[];
let events: { [K in keyof SocketEvents]: Mock<SocketEvents[K]> };
let reconnecting: ReconnectingSocket;
let random: number;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  random = 0.5;
  events = {
    phaseChanged: vi.fn(),
    opened: vi.fn(),
    received: vi.fn(),
    sessionEnded: vi.fn(),
    failedToOpen: vi.fn(),
  };
  const openSocket = () => {
    const socket = {
      sent: [] as string[],
      closed: false,
      send: (frame: string) => void socket.sent.push(frame),
      close: () => void (socket.closed = true),
      onopen: null as Socket["onopen"],
      onmessage: null as Socket["onmessage"],
      onclose: null as Socket["onclose"],
    };
    sockets.push(socket);
    return socket;
  };
  reconnecting = new ReconnectingSocket({ clock, random: () => random, openSocket }, events);
  reconnecting.start();
});

const socket = () => sockets.at(-1)!;
const hear = (frame: object) => socket().onmessage?.({ data: JSON.stringify(frame) });

test("an answer is matched to its request by number, whatever the order", async () => {
  socket().onopen?.();
  const first = reconnecting.request({ type: "ping" });
  const second = reconnecting.request({ type: "list_circles", after: null });
  hear({ type: "reply", request_id: 2, result: { type: "circles", circles: [] } });
  hear({ type: "reply", request_id: 1, result: { type: "pong" } });
  expect((await first).type).toBe("pong");
  expect((await second).type).toBe("circles");
});

test("a refusal rejects its request with the code, and the socket lives on", async () => {
  socket().onopen?.();
  const asked = reconnecting.request({ type: "list_circles", after: null });
  const refusal = { code: "rate_limited", message: "Slow down.", retry_after_ms: 900 };
  hear({ type: "refused", request_id: 1, refusal });
  await expect(asked).rejects.toMatchObject({ code: "rate_limited", retry_after_ms: 900 });
  await expect(asked).rejects.toBeInstanceOf(Refused);
  expect(socket().closed).toBe(false);
});

test("a request without an answer ends after fifteen seconds, or with its socket", async () => {
  socket().onopen?.();
  const late = reconnecting.request({ type: "list_circles", after: null });
  const check = expect(late).rejects.toBeInstanceOf(NoResponse);
  await clock.advance(15_000);
  await check;
  const cut = reconnecting.request({ type: "list_invites" });
  socket().onclose?.({ code: 1006 });
  await expect(cut).rejects.toBeInstanceOf(NoResponse);
  await expect(reconnecting.request({ type: "ping" })).rejects.toBeInstanceOf(NoResponse);
});

test("a quiet line is pinged, and given up when nothing comes back", async () => {
  socket().onopen?.();
  await clock.advance(25_000);
  expect(socket().sent).toEqual(['{"request_id":1,"type":"ping"}']);
  await clock.advance(7_999);
  expect(sockets).toHaveLength(1);
  await clock.advance(1);
  expect(sockets).toHaveLength(2);
  expect(sockets[0]!.closed).toBe(true);
});

test("a lively line is not pinged", async () => {
  socket().onopen?.();
  for (let second = 0; second < 60; second += 10) {
    await clock.advance(10_000);
    hear({ type: "notice", notice: { type: "circles_changed" } });
  }
  expect(socket().sent).toEqual([]);
});

test("waking up asks for a sign of life at once", async () => {
  socket().onopen?.();
  await clock.advance(1_000);
  reconnecting.reconnectNow();
  expect(socket().sent).toHaveLength(1);
});

test("waits grow with each failure, and reconnectNow skips one", async () => {
  const waits: number[] = [];
  events.phaseChanged.mockImplementation((phase) => {
    if (phase.kind === "waiting") waits.push(phase.retryAt - clock.now());
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    socket().onclose?.({ code: 1006 });
    await clock.advance(30_000 * random);
  }
  expect(waits.slice(0, 3)).toEqual([250, 500, 1000]);
  expect(events.failedToOpen).toHaveBeenCalled();
  socket().onclose?.({ code: 1006 });
  const before = sockets.length;
  reconnecting.reconnectNow();
  expect(sockets).toHaveLength(before + 1);
});

test.each([
  [closeCodes.slow_consumer, 0, 0],
  [closeCodes.restart, 500, 5_000],
  [closeCodes.flooding, 30_000, 60_000],
  [closeCodes.write_stall, 0, 500],
])("after close code %i it comes back within %i to %i ms", (code, fromMs, toMs) => {
  for (random of [0.000_001, 0.999_999]) {
    socket().onopen?.();
    reconnecting.welcomed();
    socket().onclose?.({ code });
    const phase = events.phaseChanged.mock.lastCall?.[0];
    const waitMs = phase?.kind === "waiting" ? phase.retryAt - clock.now() : 0;
    expect(waitMs).toBeGreaterThanOrEqual(fromMs);
    expect(waitMs).toBeLessThanOrEqual(toMs);
    reconnecting.reconnectNow();
  }
});

test("one socket too many gives way, and comes back only when it is asked to", async () => {
  socket().onopen?.();
  socket().onclose?.({ code: closeCodes.too_many_sockets });
  expect(events.phaseChanged).toHaveBeenLastCalledWith({ kind: "replaced" });
  await clock.advance(120_000);
  reconnecting.reconnectNow();
  expect(sockets).toHaveLength(1);
  reconnecting.takeOver();
  expect(sockets).toHaveLength(2);
  expect(events.failedToOpen).not.toHaveBeenCalled();
});

test("an open socket has nobody to take over from", () => {
  socket().onopen?.();
  reconnecting.takeOver();
  expect(sockets).toHaveLength(1);
});

test("an ended session is not knocked at again", async () => {
  socket().onopen?.();
  socket().onclose?.({ code: closeCodes.session_ended });
  await clock.advance(120_000);
  expect(sockets).toHaveLength(1);
  expect(events.sessionEnded).toHaveBeenCalledOnce();
});

test("after a renewal a refused socket is not doubted until the new cookie can be there", async () => {
  random = 0;
  socket().onopen?.();
  socket().onclose?.({ code: closeCodes.session_renewed });
  await clock.advance(1_000);
  expect(sockets).toHaveLength(2);
  socket().onclose?.({ code: 1006 });
  expect(events.failedToOpen).not.toHaveBeenCalled();
  await clock.advance(60_000);
  socket().onclose?.({ code: 1006 });
  expect(events.failedToOpen).toHaveBeenCalled();
  expect(events.sessionEnded).not.toHaveBeenCalled();
});

test("a socket that never opens is given up after ten seconds", async () => {
  await clock.advance(10_000);
  expect(sockets[0]!.closed).toBe(true);
  expect(events.failedToOpen).toHaveBeenCalledOnce();
  await flushPromises();
});
