// The connection to the server: a socket on which `hello` was said and answered.
// There is one way to mend anything that was missed: say `hello` again. Knows no
// circles, only that someone takes in what it brings.

import { Attempts } from "../net/attempts";
import { Backoff } from "../net/backoff";
import { ReconnectingSocket, type SocketPhase } from "../net/reconnecting-socket";
import { GaveWay, Refused, Unanswered } from "../net/refused";
import type { Cancel } from "../net/platform";
import type { AnswerTo } from "../protocol/answers";
import type { Answer, Welcome } from "../protocol/read-frame";
import type { Entry } from "../protocol/read-views";
import type { Hello, Notice, Request } from "../protocol/wire";
import type { Requester } from "./requester";
import type { ConnectionState } from "./contract";
import { plain } from "./plain.svelte";
import type { Platform } from "./platform";

/** How long a request waits for a connection that is being set up. */
const patienceMs = 8_000;
/** Between two attempts to mend a hole that `hello` did not fill. */
const mendEveryMs = 1_000;

/** What would be done a second time when it is sent again after a lost answer. */
const doneTwice: ReadonlySet<Request["type"]> = new Set([
  "create_circle",
  "create_invite",
  "create_meeting",
  "add_shift",
  "log_outreach",
  "mute_member",
  "mute_everything",
  "claim_case",
]);

export interface ConnectionHost {
  /** How far we have got, for `hello`. */
  hello(): Hello;
  /** Takes in how we stand; the connection counts as online from then on. */
  welcomed(welcome: Welcome): void;
  cameOnline(): void;
  wentOffline(): void;
  happened(entry: Entry): void;
  noticed(notice: Notice): void;
  sessionEnded(): void;
  /** Something went wrong that an ended session would explain. */
  doubtSession(): void;
}

export class Connection implements Requester {
  #phase = $state.raw<SocketPhase>({ kind: "stopped" });
  #online = $state(false);
  #trouble = $state(false);
  readonly #socket: ReconnectingSocket;
  readonly #backoff: Backoff;
  readonly #attempts: Attempts;
  #hello: Promise<void> | null = null;
  #helloAgain = false;
  #helloLater: Cancel | null = null;
  #lastHelloAt = 0;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly platform: Pick<Platform, "clock" | "random" | "openSocket" | "newId">,
    private readonly host: ConnectionHost,
  ) {
    this.#backoff = new Backoff(platform.random);
    this.#attempts = new Attempts(platform.newId);
    this.#socket = new ReconnectingSocket(platform, {
      phaseChanged: (phase) => this.#enter(phase),
      opened: () => void this.sayHello(),
      heard: (frame) => {
        if (frame.type === "event") host.happened(frame.entry);
        else host.noticed(frame.notice);
      },
      sessionEnded: () => host.sessionEnded(),
      failedToOpen: () => host.doubtSession(),
    });
  }

  get online(): boolean {
    return this.#online;
  }

  /** `hello` was said and is not answered yet. */
  get greeting(): boolean {
    return this.#hello !== null;
  }

  get state(): ConnectionState {
    const phase = this.#phase;
    if (phase.kind === "waiting" || phase.kind === "gave_way") return phase;
    if (!this.#online) return { kind: "connecting" };
    return { kind: this.#trouble ? "server_trouble" : "online" };
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

  /** Resolves after the attempt, whatever came of it: a failed one is repeated. */
  sayHello(): Promise<void> {
    this.#helloLater?.();
    this.#helloLater = null;
    this.#helloAgain = true;
    this.#hello ??= this.#sayHellos().finally(() => {
      this.#hello = null;
      // Asked for between the last answer and here.
      if (this.#helloAgain && this.#phase.kind === "open") void this.sayHello();
    });
    return this.#hello;
  }

  /** Something is missing between what we have and what came. */
  mend(): void {
    const sinceMs = this.platform.clock.now() - this.#lastHelloAt;
    if (this.#hello) this.#helloAgain = true;
    if (this.#hello || this.#helloLater) return;
    if (sinceMs >= mendEveryMs) void this.sayHello();
    else this.#helloIn(mendEveryMs - sinceMs);
  }

  ask<R extends Request>(live: R): Promise<AnswerTo<R>> {
    // What is asked for is what was in the form then, however long this waits.
    const request = plain(live);
    if (!doneTwice.has(request.type)) return this.#ask(request);
    return this.#attempts.run(JSON.stringify(request), (key) => this.#ask(request, key));
  }

  async #ask<R extends Request>(request: R, key?: string): Promise<AnswerTo<R>> {
    if (!this.#online) await this.#untilOnline();
    try {
      const answer = await this.#socket.request(request, key);
      if (isOnDisk(answer)) this.#trouble = false;
      return answer;
    } catch (error) {
      this.#learnFrom(error);
      throw error;
    }
  }

  async #sayHellos(): Promise<void> {
    while (this.#helloAgain && this.#phase.kind === "open") {
      this.#helloAgain = false;
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
    this.#socket.settled();
    this.#backoff.succeeded();
    this.host.welcomed(welcome);
    this.#online = true;
    this.host.cameOnline();
    for (const go of this.#waiting.splice(0)) go();
  }

  #helloFailed(error: unknown): void {
    // With its socket lost, the next socket says hello anyway.
    if (this.#phase.kind !== "open") return;
    this.#learnFrom(error);
    const askedMs = error instanceof Refused ? (error.retry_after_ms ?? 0) : 0;
    this.#helloIn(Math.max(askedMs, this.#backoff.nextMs()));
  }

  #helloIn(ms: number): void {
    this.#helloLater?.();
    this.#helloLater = this.platform.clock.after(ms, () => void this.sayHello());
  }

  #learnFrom(error: unknown): void {
    if (!(error instanceof Refused) || error instanceof Unanswered) return;
    if (error.code === "unavailable") this.#trouble = true;
    if (error.code === "hello_first") this.mend();
    if (error.code === "not_signed_in") this.host.doubtSession();
  }

  #enter(phase: SocketPhase): void {
    this.#phase = phase;
    if (phase.kind === "open") return;
    this.#helloLater?.();
    this.#helloLater = null;
    if (!this.#online) return;
    this.#online = false;
    this.#trouble = false;
    this.host.wentOffline();
  }

  #untilOnline(): Promise<void> {
    if (this.#phase.kind === "gave_way") return Promise.reject(new GaveWay());
    this.#socket.reconnectNow();
    return new Promise((resolve, reject) => {
      const cancel = this.platform.clock.after(patienceMs, () => {
        this.#waiting = this.#waiting.filter((other) => other !== go);
        reject(new Unanswered());
      });
      const go = () => {
        cancel();
        resolve();
      };
      this.#waiting.push(go);
    });
  }
}

/** Answers that only a server which can store things gives. */
function isOnDisk(answer: Answer): boolean {
  return [
    "message_accepted",
    "message_held",
    "accepted",
    "done",
    "circle_created",
    "invite_created",
  ].includes(answer.type);
}
