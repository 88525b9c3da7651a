// Our own request for help: who was alerted, and who replies. The server sends each
// change; after a reconnect it is loaded again.

import { NoResponse } from "../net/refused";
import type { Clock } from "../net/platform";
import type { HelpId, HelpStatus, HelpTo, HelpView } from "../protocol/wire";
import type { Requester } from "./requester";
import type { Help } from "./care-contract";

export interface HelpHost extends Requester {
  readonly clock: Clock;
  newId(): string;
  /** The answer may have opened a private conversation: fetches our circles again. */
  sayHello(): Promise<void>;
}

export class OwnHelp implements Help {
  status = $state.raw<HelpStatus | null>(null);
  open = $state.raw<HelpView | null>(null);
  words = $state("");
  /** A request that the server did not answer: a retry must not make a second one. */
  #unanswered: { id: HelpId; to: HelpTo; words: string | null } | null = null;

  #changeCount = 0;

  /** The last state that the server sent, also once the request has ended. */
  #latest: HelpView | null = null;
  #lastWords = "";
  /** When we first received that request; for a few seconds our own clock is enough. */
  #latestSince = 0;

  constructor(private readonly host: HelpHost) {}

  get undoUntil(): number | null {
    const { open } = this;
    if (open?.undo_until === undefined) return null;
    return this.#latestSince + open.undo_until - open.asked_at;
  }

  async load(): Promise<void> {
    let changes: number;
    let status: HelpStatus;
    do {
      changes = this.#changeCount;
      ({ status } = await this.host.ask({ type: "show_help" }));
      // A change that came meanwhile may be newer than the answer.
    } while (changes !== this.#changeCount);
    this.status = status;
    this.#update(status.open);
  }

  cameOnline(): void {
    this.load().catch(() => {});
  }

  changed(help: HelpView): void {
    this.#changeCount += 1;
    this.#update(help);
    this.#checkWhoIsAvailable(help);
  }

  async ask(to: HelpTo, words: string | null): Promise<void> {
    const repeated =
      this.#unanswered?.to === to && this.#unanswered.words === words ? this.#unanswered : null;
    const asking = repeated ?? { id: this.host.newId(), to, words };
    this.#unanswered = asking;
    try {
      const { help } = await this.host.ask({ type: "ask_for_help", ...asking, undo: true });
      this.#unanswered = null;
      this.#lastWords = words ?? "";
      // The earlier attempt had arrived and has ended, so nobody knows of this one.
      if (repeated !== null && help.state === "ended") return this.ask(to, words);
      this.#update(help);
      this.#checkWhoIsAvailable(help);
    } catch (error) {
      if (!(error instanceof NoResponse)) this.#unanswered = null;
      throw error;
    }
  }

  async addRecipient(to: HelpTo): Promise<void> {
    const help = this.open?.id;
    if (help === undefined) return;
    const added = await this.host.ask({ type: "add_help_recipient", help, to });
    this.#update(added.help);
    if (!added.help.alerted?.includes(to)) await this.load().catch(() => {});
  }

  async end(): Promise<boolean> {
    const help = this.open?.id;
    if (help === undefined) return false;
    await this.host.ask({ type: "end_help", help });
    if (this.open?.id === help) this.#update(null);
    // The notice of how it ended comes before this answer.
    await this.load().catch(() => {});
    const alerted = this.#latest?.id === help && (this.#latest.alerted?.length ?? 0) > 0;
    // A note that nobody has read is kept for the next request.
    if (!alerted && this.words === "") this.words = this.#lastWords;
    return alerted;
  }

  /** Where only the centre was alerted, a shift may have ended meanwhile, and the screen
   *  has to say that nobody is on duty. */
  #checkWhoIsAvailable(help: HelpView): void {
    if (help.last_step === "centre" && help.state === "waiting") this.load().catch(() => {});
  }

  #update(help: HelpView | null): void {
    // The request has arrived: the next one gets an id of its own.
    if (help !== null && help.id === this.#unanswered?.id) this.#unanswered = null;
    if (help !== null && help.id !== this.#latest?.id) this.#latestSince = this.host.clock.now();
    if (help !== null) this.#latest = help;
    const open = help?.state === "ended" ? null : help;
    const direct = open?.direct ?? null;
    const cameDirect = direct !== null && this.open?.direct !== direct;
    this.open = open;
    if (cameDirect) void this.host.sayHello().catch(() => {});
  }
}
