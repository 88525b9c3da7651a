// A request for help as whoever made it follows it: who was told, who replies. The
// server tells of each change; after a time away it is asked.

import { Unanswered } from "../net/refused";
import type { Clock } from "../net/platform";
import type { HelpId, HelpStatus, HelpTo, HelpView } from "../protocol/wire";
import type { Requester } from "./requester";
import type { Help } from "./care-contract";

export interface HelpHost extends Requester {
  readonly clock: Clock;
  newId(): string;
  /** A private conversation may have come with it. */
  sayHello(): Promise<void>;
}

export class OwnHelp implements Help {
  status = $state.raw<HelpStatus | null>(null);
  open = $state.raw<HelpView | null>(null);
  /** Asked, and nobody answered: asking again must not make a second one. */
  words = $state("");
  #asking: { id: HelpId; to: HelpTo; words: string | null } | null = null;

  #heard = 0;

  /** As it was last heard of, also once it has ended. */
  #latest: HelpView | null = null;
  #lastWords = "";
  /** When we first heard of that one: no clock but ours is needed for a few seconds. */
  #heardAt = 0;

  constructor(private readonly host: HelpHost) {}

  get undoUntil(): number | null {
    const { open } = this;
    if (open?.undo_until === undefined) return null;
    return this.#heardAt + open.undo_until - open.asked_at;
  }

  async load(): Promise<void> {
    let heard: number;
    let status: HelpStatus;
    do {
      heard = this.#heard;
      ({ status } = await this.host.ask({ type: "show_help" }));
      // News that came meanwhile may be newer than the answer.
    } while (heard !== this.#heard);
    this.status = status;
    this.#take(status.open);
  }

  cameOnline(): void {
    this.load().catch(() => {});
  }

  changed(help: HelpView): void {
    this.#heard += 1;
    this.#take(help);
    this.#checkWhoIsAvailable(help);
  }

  async ask(to: HelpTo, words: string | null): Promise<void> {
    const again = this.#asking?.to === to && this.#asking.words === words ? this.#asking : null;
    const asking = again ?? { id: this.host.newId(), to, words };
    this.#asking = asking;
    try {
      const { help } = await this.host.ask({ type: "ask_for_help", ...asking, undo: true });
      this.#asking = null;
      this.#lastWords = words ?? "";
      // The earlier one had arrived and is over: nobody was told of this one.
      if (again !== null && help.state === "ended") return this.ask(to, words);
      this.#take(help);
      this.#checkWhoIsAvailable(help);
    } catch (error) {
      if (!(error instanceof Unanswered)) this.#asking = null;
      throw error;
    }
  }

  async addRecipient(to: HelpTo): Promise<void> {
    const help = this.open?.id;
    if (help === undefined) return;
    const added = await this.host.ask({ type: "add_help_recipient", help, to });
    this.#take(added.help);
    if (!added.help.alerted?.includes(to)) await this.load().catch(() => {});
  }

  async end(): Promise<boolean> {
    const help = this.open?.id;
    if (help === undefined) return false;
    await this.host.ask({ type: "end_help", help });
    if (this.open?.id === help) this.#take(null);
    // The news of how it ended comes before this answer.
    await this.load().catch(() => {});
    const heard = this.#latest?.id === help && (this.#latest.alerted?.length ?? 0) > 0;
    // What nobody has read is still there for the next try.
    if (!heard && this.words === "") this.words = this.#lastWords;
    return heard;
  }

  /** Told at last, the centre may be all there is: a shift may have ended since we
   *  looked, and then that nobody is on duty has to be said. */
  #checkWhoIsAvailable(help: HelpView): void {
    if (help.told === "centre" && help.state === "waiting") this.load().catch(() => {});
  }

  #take(help: HelpView | null): void {
    // It has arrived: whatever is asked from now on is asked anew.
    if (help !== null && help.id === this.#asking?.id) this.#asking = null;
    if (help !== null && help.id !== this.#latest?.id) this.#heardAt = this.host.clock.now();
    if (help !== null) this.#latest = help;
    const open = help?.state === "ended" ? null : help;
    const direct = open?.direct ?? null;
    const cameDirect = direct !== null && this.open?.direct !== direct;
    this.open = open;
    if (cameDirect) void this.host.sayHello().catch(() => {});
  }
}
