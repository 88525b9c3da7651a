// The connection to the server: a socket on which `hello` has been answered. Anything that
// was missed is recovered in one way: by sending `hello` again. It passes what it receives
// to its host and knows no circles.

import { IdempotencyKeys } from "../net/idempotency-keys";
import { Backoff } from "../net/backoff";
import { ReconnectingSocket, type SocketPhase } from "../net/reconnecting-socket";
import { ConnectionReplaced, Refused, NoResponse } from "../net/refused";
import type { Cancel } from "../net/platform";
import type { AnswerTo } from "../protocol/answers";
import type { Answer, Welcome } from "../protocol/read-frame";
import type { Entry } from "../protocol/read-circle";
import type { Hello, Notice, Request } from "../protocol/wire";
import type { Requester } from "./requester";
import type { ConnectionState } from "./contract";
import { plain } from "./plain.svelte";
import type { Platform } from "./platform";

/** How long a request waits for the connection to be set up. */
const onlineTimeoutMs = 8_000;
/** Between two attempts to fetch missing events that `hello` did not bring. */
const resyncEveryMs = 1_000;

/** Requests that would take effect twice if repeated after a lost answer. */
const needsIdempotencyKey: ReadonlySet<Request["type"]> = new Set([
  "create_circle",
  "create_invite",
  "create_meeting",
  "add_shift",
  "log_outreach",
  "mute_member",
  "mass_mute",
  "claim_case",
]);

export interface ConnectionHost {
  /** Our cursors, for `hello`. */
  hello(): Hello;
  /** Takes the state that the server sends; the connection is online from then on. */
  welcomed(welcome: Welcome): void;
  cameOnline(): void;
  wentOffline(): void;
  onEvent(entry: Entry): void;
  onNotice(notice: Notice): void;
  sessionEnded(): void;
  /** Something failed in a way that an ended session would explain. */
  checkSession(): void;
}

export class Connection implements Requester {
  #phase = $state.raw<SocketPhase>({ kind: "stopped" });
  #online = $state(false);
  #storageTrouble = $state(false);
  readonly #socket: ReconnectingSocket;
  readonly #backoff: Backoff;
  readonly #idempotencyKeys: IdempotencyKeys;
  #hello: Promise<void> | null = null;
  #helloWanted = false;
  #helloLater: Cancel | null = null;
  #lastHelloAt = 0;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly platform: Pick<Platform, "clock" | "random" | "openSocket" | "newId">,
    private readonly host: ConnectionHost,
  ) {
    this.#backoff = new Backoff(platform.random);
    this.#idempotencyKeys = new IdempotencyKeys(platform.newId);
    this.#socket = new ReconnectingSocket(platform, {
      phaseChanged: (phase) => this.#enter(phase),
      opened: () => void this.sayHello(),
      received: (frame) => {
        if (frame.type === "event") host.onEvent(frame.entry);
        else host.onNotice(frame.notice);
      },
      sessionEnded: () => host.sessionEnded(),
      failedToOpen: () => host.checkSession(),
    });
  }

  get online(): boolean {
    return this.#online;
  }

  /** `hello` was sent and is not answered yet. */
  get helloPending(): boolean {
    return this.#hello !== null;
  }

  get state(): ConnectionState {
    const phase = this.#phase;
    if (phase.kind === "waiting" || phase.kind === "replaced") return phase;
    if (!this.#online) return { kind: "connecting" };
    return { kind: this.#storageTrouble ? "server_trouble" : "online" };
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  reconnectNow(): void {
    this.#socket.reconnectNow();
  }

  takeOver(): void {
    this.#socket.takeOver();
  }

  checkAlive(): Promise<boolean> {
    return this.#socket.checkAlive();
  }

  /** Resolves after the attempt, successful or not; a failed one is repeated. */
  sayHello(): Promise<void> {
    this.#helloLater?.();
    this.#helloLater = null;
    this.#helloWanted = true;
    this.#hello ??= this.#sayHellos().finally(() => {
      this.#hello = null;
      // It may have been asked for since the last answer.
      if (this.#helloWanted && this.#phase.kind === "open") void this.sayHello();
    });
    return this.#hello;
  }

  /** Events are missing between what we have and what was received. */
  resync(): void {
    const sinceMs = this.platform.clock.now() - this.#lastHelloAt;
    if (this.#hello) this.#helloWanted = true;
    if (this.#hello || this.#helloLater) return;
    if (sinceMs >= resyncEveryMs) void this.sayHello();
    else this.#helloIn(resyncEveryMs - sinceMs);
  }

  ask<R extends Request>(live: R): Promise<AnswerTo<R>> {
    // A copy: the form may change while this waits.
    const request = plain(live);
    if (!needsIdempotencyKey.has(request.type)) return this.#ask(request);
    return this.#idempotencyKeys.run(JSON.stringify(request), (key) => this.#ask(request, key));
  }

  async #ask<R extends Request>(request: R, key?: string): Promise<AnswerTo<R>> {
    if (!this.#online) await this.#untilOnline();
    try {
      const answer = await this.#socket.request(request, key);
      if (provesStorage(answer)) this.#storageTrouble = false;
      return answer;
    } catch (error) {
      this.#noteFailure(error);
      throw error;
    }
  }

  async #sayHellos(): Promise<void> {
    while (this.#helloWanted && this.#phase.kind === "open") {
      this.#helloWanted = false;
      try {
        const welcome = await this.#socket.request({ type: "hello", ...this.host.hello() });
        this.#lastHelloAt = this.platform.clock.now();
        this.#welcomed(welcome);
      } catch (error) {
        this.#helloFailed(error);
      }
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#socket.welcomed();
    this.#backoff.succeeded();
    this.host.welcomed(welcome);
    this.#online = true;
    this.host.cameOnline();
    for (const resume of this.#waiting.splice(0)) resume();
  }

  #helloFailed(error: unknown): void {
    // Where the socket was lost, the next one sends hello anyway.
    if (this.#phase.kind !== "open") return;
    this.#noteFailure(error);
    const askedMs = error instanceof Refused ? (error.retry_after_ms ?? 0) : 0;
    this.#helloIn(Math.max(askedMs, this.#backoff.nextMs()));
  }

  #helloIn(ms: number): void {
    this.#helloLater?.();
    this.#helloLater = this.platform.clock.after(ms, () => void this.sayHello());
  }

  #noteFailure(error: unknown): void {
    if (!(error instanceof Refused) || error instanceof NoResponse) return;
    if (error.code === "unavailable") this.#storageTrouble = true;
    if (error.code === "hello_first") this.resync();
    if (error.code === "not_signed_in") this.host.checkSession();
  }

  #enter(phase: SocketPhase): void {
    this.#phase = phase;
    if (phase.kind === "open") return;
    this.#helloLater?.();
    this.#helloLater = null;
    if (!this.#online) return;
    this.#online = false;
    this.#storageTrouble = false;
    this.host.wentOffline();
  }

  #untilOnline(): Promise<void> {
    if (this.#phase.kind === "replaced") return Promise.reject(new ConnectionReplaced());
    this.#socket.reconnectNow();
    return new Promise((resolve, reject) => {
      const cancel = this.platform.clock.after(onlineTimeoutMs, () => {
        this.#waiting = this.#waiting.filter((other) => other !== resume);
        reject(new NoResponse());
      });
      const resume = () => {
        cancel();
        resolve();
      };
      this.#waiting.push(resume);
    });
  }
}

/** Answers that prove that the server can write to its database. */
function provesStorage(answer: Answer): boolean {
  return [
    "message_accepted",
    "message_held",
    "accepted",
    "done",
    "circle_created",
    "invite_created",
  ].includes(answer.type);
}
