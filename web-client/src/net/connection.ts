// One socket to the server, opened again whenever it is lost. It finds out by
// itself that a network is dead, and waits longer after each failure. What the
// frames mean is none of its business.

import type { AnswerTo } from "../protocol/answers";
import { readFrame, type ServerSays } from "../protocol/read-frame";
import { closeCodes, type Request } from "../protocol/wire";
import { Backoff, spreadMs } from "./backoff";
import { Unanswered } from "./refused";
import { Requests } from "./requests";
import type { Cancel, Clock, OpenWire, Random, Wire } from "./surroundings";

export type ConnectionPhase =
  | { kind: "stopped" }
  | { kind: "connecting" }
  | { kind: "open" }
  | { kind: "waiting"; retryAt: number }
  /** The account is open in too many places, and this one gave way. Coming back by
   *  itself would only push out another: it waits to be asked. */
  | { kind: "gave_way" };

export interface ConnectionEvents {
  phaseChanged(phase: ConnectionPhase): void;
  /** A socket is open; the first request on it belongs to the listener. */
  opened(): void;
  heard(frame: Extract<ServerSays, { type: "event" | "notice" }>): void;
  /** The server ended the session; the connection has stopped. */
  sessionEnded(): void;
  /** No socket came about. A browser does not say why; ask over HTTP. */
  failedToOpen(): void;
}

const openTimeoutMs = 10_000;
const requestTimeoutMs = 15_000;
const pingEveryMs = 25_000;
/** How long a `ping` may go unanswered before the network counts as dead. */
const pingTimeoutMs = 8_000;

export class Connection {
  #phase: ConnectionPhase = { kind: "stopped" };
  #wire: Wire | null = null;
  #timer: Cancel = () => {};
  #lastHeardAt = 0;
  #checking = false;
  readonly #requests: Requests;
  readonly #backoff: Backoff;

  constructor(
    private readonly around: { clock: Clock; random: Random; openWire: OpenWire },
    private readonly events: ConnectionEvents,
  ) {
    this.#requests = new Requests(around.clock);
    this.#backoff = new Backoff(around.random);
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
    const wire = this.#wire;
    const answered = await this.#start({ type: "ping" }, pingTimeoutMs).then(
      () => true,
      () => false,
    );
    if (this.#wire !== wire) return false;
    this.#checking = false;
    // Even a refused ping is a sign of life; only silence is not.
    const silentMs = this.around.clock.now() - this.#lastHeardAt;
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
    return this.#requests.start(request, timeoutMs, (frame) => this.#wire?.send(frame), key);
  }

  #connect(): void {
    this.#dropWire();
    this.#enter({ kind: "connecting" });
    const wire = this.around.openWire();
    this.#wire = wire;
    this.#timer = this.around.clock.after(openTimeoutMs, () => this.#failedToOpen());
    wire.onopen = () => {
      this.#timer();
      this.#heardSomething();
      this.#enter({ kind: "open" });
      this.#listen();
      this.events.opened();
    };
    wire.onmessage = ({ data }) => {
      this.#heardSomething();
      if (typeof data === "string") this.#read(data);
    };
    wire.onclose = ({ code }) => {
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
    this.#lastHeardAt = this.around.clock.now();
  }

  /** Pings only where nothing was heard: a lively circle is sign of life enough. */
  #listen(): void {
    const quietMs = this.around.clock.now() - this.#lastHeardAt;
    if (quietMs >= pingEveryMs) void this.checkAlive();
    const nextMs = quietMs >= pingEveryMs ? pingEveryMs : pingEveryMs - quietMs;
    this.#timer = this.around.clock.after(nextMs, () => this.#listen());
  }

  #failedToOpen(): void {
    this.#lost(this.#backoff.nextMs());
    this.events.failedToOpen();
  }

  #closed(code: number): void {
    const { random } = this.around;
    switch (code) {
      case closeCodes.session_ended:
        this.stop();
        this.events.sessionEnded();
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
    this.#enter({ kind: "waiting", retryAt: this.around.clock.now() + waitMs });
    this.#timer = this.around.clock.after(waitMs, () => this.#connect());
  }

  #dropWire(): void {
    this.#timer();
    this.#checking = false;
    const wire = this.#wire;
    this.#wire = null;
    if (wire) {
      wire.onopen = wire.onmessage = wire.onclose = null;
      wire.close();
    }
    this.#requests.loseAll();
  }

  #enter(phase: ConnectionPhase): void {
    this.#phase = phase;
    this.events.phaseChanged(phase);
  }
}
