// One socket to the server, opened again whenever it is lost. It finds out by
// itself that a network is dead, and waits longer after each failure. What the
// frames mean is none of its business.

import type { AnswerTo } from "../protocol/answers";
import { readFrame, type ServerSays } from "../protocol/read-frame";
import { closeCodes, type Request } from "../protocol/wire";
import { Backoff, spreadMs } from "./backoff";
import { Unanswered } from "./refused";
import { Requests } from "./requests";
import type { Cancel, Clock, OpenSocket, Random, Socket } from "./platform";

export type SocketPhase =
  | { kind: "stopped" }
  | { kind: "connecting" }
  | { kind: "open" }
  | { kind: "waiting"; retryAt: number }
  /** The account is open in too many places, and this one gave way. Coming back by
   *  itself would only push out another: it waits to be asked. */
  | { kind: "gave_way" };

export interface SocketEvents {
  phaseChanged(phase: SocketPhase): void;
  /** A socket is open; the first request on it belongs to the listener. */
  opened(): void;
  heard(frame: Extract<ServerSays, { type: "event" | "notice" }>): void;
  /** The server ended the session; it does not reconnect any more. */
  sessionEnded(): void;
  /** No socket came about. A browser does not say why; ask over HTTP. */
  failedToOpen(): void;
}

const openTimeoutMs = 10_000;
const requestTimeoutMs = 15_000;
const pingEveryMs = 25_000;
/** How long a `ping` may go unanswered before the network counts as dead. */
const pingTimeoutMs = 8_000;
/** How long a socket that is refused may be so for the cookie from before a renewal. */
const renewalMs = 30_000;

export class ReconnectingSocket {
  #phase: SocketPhase = { kind: "stopped" };
  #socket: Socket | null = null;
  #timer: Cancel = () => {};
  #lastHeardAt = 0;
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
    this.#dropWire();
    this.#enter({ kind: "stopped" });
  }

  /** Skips the wait; leaves an attempt that is under way alone. */
  reconnectNow(): void {
    if (this.#phase.kind === "waiting") this.#connect();
    else void this.checkAlive();
  }

  /** After giving way: another place gives way instead. */
  takeOver(): void {
    if (this.#phase.kind === "gave_way") this.#connect();
  }

  /** The server has answered for good: the next loss starts with a short wait. */
  settled(): void {
    this.#backoff.succeeded();
  }

  /** Asks for a sign of life at once: after sleep, or a change of network. False
   *  where none came, and when one was asked for already. */
  async checkAlive(): Promise<boolean> {
    if (this.#phase.kind !== "open" || this.#checking) return false;
    this.#checking = true;
    const socket = this.#socket;
    const answered = await this.#start({ type: "ping" }, pingTimeoutMs).then(
      () => true,
      () => false,
    );
    if (this.#socket !== socket) return false;
    this.#checking = false;
    // Even a refused ping is a sign of life; only silence is not.
    const silentMs = this.platform.clock.now() - this.#lastHeardAt;
    if (answered || silentMs < pingTimeoutMs) return true;
    this.#lost(0);
    return false;
  }

  /** Rejects with `Refused`, or `Unanswered` where there is no socket. */
  request<R extends Request>(request: R, key?: string): Promise<AnswerTo<R>> {
    if (this.#phase.kind !== "open") return Promise.reject(new Unanswered());
    return this.#start(request, requestTimeoutMs, key);
  }

  #start<R extends Request>(request: R, timeoutMs: number, key?: string): Promise<AnswerTo<R>> {
    return this.#requests.start(request, timeoutMs, (frame) => this.#socket?.send(frame), key);
  }

  #connect(): void {
    this.#dropWire();
    this.#enter({ kind: "connecting" });
    const socket = this.platform.openSocket();
    this.#socket = socket;
    this.#timer = this.platform.clock.after(openTimeoutMs, () => this.#failedToOpen());
    socket.onopen = () => {
      this.#timer();
      this.#heardSomething();
      this.#enter({ kind: "open" });
      this.#listen();
      this.events.opened();
    };
    socket.onmessage = ({ data }) => {
      this.#heardSomething();
      if (typeof data === "string") this.#read(data);
    };
    socket.onclose = ({ code }) => {
      if (this.#phase.kind === "connecting") this.#failedToOpen();
      else this.#closed(code);
    };
  }

  #read(data: string): void {
    const frame = readFrame(data);
    if (frame === null) return;
    switch (frame.type) {
      case "reply":
      case "refused":
        this.#requests.settle(frame);
        return;
      case "event":
      case "notice":
        this.events.heard(frame);
    }
  }

  #heardSomething(): void {
    this.#lastHeardAt = this.platform.clock.now();
  }

  /** Pings only where nothing was heard: a lively circle is sign of life enough. */
  #listen(): void {
    const quietMs = this.platform.clock.now() - this.#lastHeardAt;
    if (quietMs >= pingEveryMs) void this.checkAlive();
    const nextMs = quietMs >= pingEveryMs ? pingEveryMs : pingEveryMs - quietMs;
    this.#timer = this.platform.clock.after(nextMs, () => this.#listen());
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
        // The new cookie comes with an answer that may be under way still.
        this.#renewedUntil = this.platform.clock.now() + renewalMs;
        this.#lost(spreadMs(random, 1_000, 2_000));
        return;
      case closeCodes.overflow:
        this.#lost(0);
        return;
      case closeCodes.restart:
        this.#lost(spreadMs(random, 500, 5_000));
        return;
      case closeCodes.flooding:
        this.#lost(spreadMs(random, 30_000, 60_000));
        return;
      case closeCodes.too_many_sockets:
        this.#dropWire();
        this.#enter({ kind: "gave_way" });
        return;
      default:
        this.#lost(this.#backoff.nextMs());
    }
  }

  #lost(waitMs: number): void {
    this.#dropWire();
    if (waitMs === 0) {
      this.#connect();
      return;
    }
    this.#enter({ kind: "waiting", retryAt: this.platform.clock.now() + waitMs });
    this.#timer = this.platform.clock.after(waitMs, () => this.#connect());
  }

  #dropWire(): void {
    this.#timer();
    this.#checking = false;
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    this.#requests.loseAll();
  }

  #enter(phase: SocketPhase): void {
    this.#phase = phase;
    this.events.phaseChanged(phase);
  }
}
