// One socket to the server, reopened whenever it is lost. It detects a dead network by
// pinging, and waits longer after each failure. It does not interpret the frames.

import type { AnswerTo } from "../protocol/answers";
import { readFrame, type ServerFrame } from "../protocol/read-frame";
import { closeCodes, type Request } from "../protocol/wire";
import { Backoff, spreadMs } from "./backoff";
import { NoResponse } from "./refused";
import { Requests } from "./requests";
import type { Cancel, Clock, OpenSocket, Random, Socket } from "./platform";

export type SocketPhase =
  | { kind: "stopped" }
  | { kind: "connecting" }
  | { kind: "open" }
  | { kind: "waiting"; retryAt: number }
  /** The account is open in too many places, and the server closed this one. To
   *  reconnect by itself would only displace another one, so it waits to be asked. */
  | { kind: "replaced" };

export interface SocketEvents {
  phaseChanged(phase: SocketPhase): void;
  /** A socket is open; the listener sends the first request on it. */
  opened(): void;
  received(frame: Extract<ServerFrame, { type: "event" | "notice" }>): void;
  /** The server ended the session; the socket does not reconnect any more. */
  sessionEnded(): void;
  /** No socket could be opened. A browser does not say why, so ask over HTTP. */
  failedToOpen(): void;
}

const openTimeoutMs = 10_000;
const requestTimeoutMs = 15_000;
const pingEveryMs = 25_000;
/** How long a `ping` may go unanswered before the network counts as dead. */
const pingTimeoutMs = 8_000;
/** For this long after a renewal, a refused socket may be due to the old cookie. */
const renewalMs = 30_000;

export class ReconnectingSocket {
  #phase: SocketPhase = { kind: "stopped" };
  #socket: Socket | null = null;
  #timer: Cancel = () => {};
  #lastReceivedAt = 0;
  #checking = false;
  #renewedUntil = 0;
  readonly #requests: Requests;
  readonly #backoff: Backoff;

  constructor(
    private readonly platform: { clock: Clock; random: Random; openSocket: OpenSocket },
    private readonly events: SocketEvents,
  ) {
    this.#requests = new Requests(platform.clock);
    this.#backoff = new Backoff(platform.random);
  }

  start(): void {
    if (this.#phase.kind === "stopped") this.#connect();
  }

  stop(): void {
    this.#closeSocket();
    this.#enter({ kind: "stopped" });
  }

  /** Skips the wait. An attempt that is already under way goes on. */
  reconnectNow(): void {
    if (this.#phase.kind === "waiting") this.#connect();
    else void this.checkAlive();
  }

  /** After this place was replaced: another place is replaced instead. */
  takeOver(): void {
    if (this.#phase.kind === "replaced") this.#connect();
  }

  /** The server has welcomed us: the next loss starts with a short wait. */
  welcomed(): void {
    this.#backoff.succeeded();
  }

  /** Pings at once, for use after sleep or a change of network. False where nothing was
   *  received, and where a check is already under way. */
  async checkAlive(): Promise<boolean> {
    if (this.#phase.kind !== "open" || this.#checking) return false;
    this.#checking = true;
    const socket = this.#socket;
    const answered = await this.#send({ type: "ping" }, pingTimeoutMs).then(
      () => true,
      () => false,
    );
    if (this.#socket !== socket) return false;
    this.#checking = false;
    // Even a refused ping shows that the server is there; only silence does not.
    const silentMs = this.platform.clock.now() - this.#lastReceivedAt;
    if (answered || silentMs < pingTimeoutMs) return true;
    this.#lost(0);
    return false;
  }

  /** Rejects with `Refused`, or `NoResponse` where there is no socket. */
  request<R extends Request>(request: R, key?: string): Promise<AnswerTo<R>> {
    if (this.#phase.kind !== "open") return Promise.reject(new NoResponse());
    return this.#send(request, requestTimeoutMs, key);
  }

  #send<R extends Request>(request: R, timeoutMs: number, key?: string): Promise<AnswerTo<R>> {
    return this.#requests.start(request, timeoutMs, (frame) => this.#socket?.send(frame), key);
  }

  #connect(): void {
    this.#closeSocket();
    this.#enter({ kind: "connecting" });
    const socket = this.platform.openSocket();
    this.#socket = socket;
    this.#timer = this.platform.clock.after(openTimeoutMs, () => this.#failedToOpen());
    socket.onopen = () => {
      this.#timer();
      this.#noteReceived();
      this.#enter({ kind: "open" });
      this.#keepAlive();
      this.events.opened();
    };
    socket.onmessage = ({ data }) => {
      this.#noteReceived();
      if (typeof data === "string") this.#receive(data);
    };
    socket.onclose = ({ code }) => {
      if (this.#phase.kind === "connecting") this.#failedToOpen();
      else this.#closed(code);
    };
  }

  #receive(data: string): void {
    const frame = readFrame(data);
    if (frame === null) return;
    switch (frame.type) {
      case "reply":
      case "refused":
        this.#requests.answer(frame);
        return;
      case "event":
      case "notice":
        this.events.received(frame);
    }
  }

  #noteReceived(): void {
    this.#lastReceivedAt = this.platform.clock.now();
  }

  /** Pings only where nothing was received: in a busy circle the traffic is enough. */
  #keepAlive(): void {
    const quietMs = this.platform.clock.now() - this.#lastReceivedAt;
    if (quietMs >= pingEveryMs) void this.checkAlive();
    const nextMs = quietMs >= pingEveryMs ? pingEveryMs : pingEveryMs - quietMs;
    this.#timer = this.platform.clock.after(nextMs, () => this.#keepAlive());
  }

  #failedToOpen(): void {
    this.#lost(this.#backoff.nextMs());
    if (this.platform.clock.now() >= this.#renewedUntil) this.events.failedToOpen();
  }

  #closed(code: number): void {
    const { random } = this.platform;
    switch (code) {
      case closeCodes.session_ended:
        this.stop();
        this.events.sessionEnded();
        return;
      case closeCodes.session_renewed:
        // The answer that carries the new cookie may not have arrived yet.
        this.#renewedUntil = this.platform.clock.now() + renewalMs;
        this.#lost(spreadMs(random, 1_000, 2_000));
        return;
      case closeCodes.slow_consumer:
        this.#lost(0);
        return;
      case closeCodes.restart:
        this.#lost(spreadMs(random, 500, 5_000));
        return;
      case closeCodes.flooding:
        this.#lost(spreadMs(random, 30_000, 60_000));
        return;
      case closeCodes.too_many_sockets:
        this.#closeSocket();
        this.#enter({ kind: "replaced" });
        return;
      default:
        this.#lost(this.#backoff.nextMs());
    }
  }

  #lost(waitMs: number): void {
    this.#closeSocket();
    if (waitMs === 0) {
      this.#connect();
      return;
    }
    this.#enter({ kind: "waiting", retryAt: this.platform.clock.now() + waitMs });
    this.#timer = this.platform.clock.after(waitMs, () => this.#connect());
  }

  #closeSocket(): void {
    this.#timer();
    this.#checking = false;
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    this.#requests.failAll();
  }

  #enter(phase: SocketPhase): void {
    this.#phase = phase;
    this.events.phaseChanged(phase);
  }
}
