// A cry for help as whoever made it follows it: who was told, who replies. The
// server tells of each change; after a time away it is asked.

import { Unanswered } from "../net/refused";
import type { HelpId, HelpStatus, HelpTo, HelpView } from "../protocol/wire";
import type { Asking } from "./asking";
import type { Help } from "./care-contract";

export interface HelpHost extends Asking {
  newId(): string;
  /** A private line may have come with it. */
  sayHello(): Promise<void>;
}

export class OwnHelp implements Help {
  status = $state.raw<HelpStatus | null>(null);
  open = $state.raw<HelpView | null>(null);
  /** Asked, and nobody answered: asking again must not make a second one. */
  words = $state("");
  #asking: { id: HelpId; to: HelpTo; words: string | null } | null = null;

  #heard = 0;

  constructor(private readonly host: HelpHost) {}

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
    this.#lookWhoIsThere(help);
  }

  async ask(to: HelpTo, words: string | null): Promise<void> {
    const again = this.#asking?.to === to && this.#asking.words === words ? this.#asking : null;
    const asking = again ?? { id: this.host.newId(), to, words };
    this.#asking = asking;
    try {
      const { help } = await this.host.ask({ type: "ask_for_help", ...asking });
      this.#asking = null;
      // The earlier one had arrived and is over: nobody was told of this one.
      if (again !== null && help.state === "ended") return this.ask(to, words);
      this.#take(help);
      this.#lookWhoIsThere(help);
    } catch (error) {
      if (!(error instanceof Unanswered)) this.#asking = null;
      throw error;
    }
  }

  async end(): Promise<void> {
    const help = this.open?.id;
    if (help === undefined) return;
    await this.host.ask({ type: "end_help", help });
    if (this.open?.id === help) this.#take(null);
    await this.load().catch(() => {});
  }

  /** Told at last, the centre may be all there is: a shift may have ended since we
   *  looked, and then that nobody is on duty has to be said. */
  #lookWhoIsThere(help: HelpView): void {
    if (help.told === "centre" && help.state === "waiting") this.load().catch(() => {});
  }

  #take(help: HelpView | null): void {
    // It has arrived: whatever is asked from now on is asked anew.
    if (help !== null && help.id === this.#asking?.id) this.#asking = null;
    const open = help?.state === "ended" ? null : help;
    const line = open?.line ?? null;
    const cameLine = line !== null && this.open?.line !== line;
    this.open = open;
    if (cameLine) void this.host.sayHello().catch(() => {});
  }
}
