// The mentor's board, kept up to date by notices. What a mentee shares is fetched from the
// server each time.

import type { Welcome } from "../protocol/read-frame";
import type { MenteeCard, Notice, Request } from "../protocol/wire";
import { Listing } from "./listing.svelte";
import type { Mentoring } from "./mentoring-contract";
import type { Requester } from "./requester";

export class OwnMentoring implements Mentoring {
  #mentor = $state(false);
  boardChanges = $state(0);
  readonly #board: Listing<MenteeCard>;

  constructor(private readonly host: Requester) {
    this.#board = new Listing(async () => (await host.ask({ type: "show_board" })).cards);
  }

  get mentor(): boolean {
    return this.#mentor;
  }

  // What the connection delivers.

  welcomed(welcome: Pick<Welcome, "mentor">): void {
    this.#mentor = welcome.mentor === true;
    if (!this.#mentor) this.#board.items = null;
  }

  cameOnline(): void {
    this.boardChanges += 1;
    this.#readBoard();
  }

  onNotice(notice: Notice): void {
    if (notice.type !== "board_changed") return;
    this.boardChanges += 1;
    this.#readBoard();
  }

  /** Also where the board was never opened: who wants a call is shown on every screen. */
  #readBoard(): void {
    if (this.#mentor) this.#board.tryLoad();
    else this.#board.refresh();
  }

  // What the mentor reads and does.

  get board() {
    return this.#board.items;
  }

  get wantCall() {
    return (this.#board.items ?? []).filter((card) => card.wants_call_since !== null);
  }

  loadBoard(): Promise<void> {
    return this.#board.load();
  }

  mentee: Mentoring["mentee"] = async (pairing, before) =>
    (await this.host.ask({ type: "show_mentee", pairing, before })).mentee;

  logOutreach: Mentoring["logOutreach"] = (pairing, means, outcome) =>
    this.#changeBoard({ type: "log_outreach", pairing, means, outcome });

  setNextContact: Mentoring["setNextContact"] = (pairing, at) =>
    this.#changeBoard({ type: "set_next_contact", pairing, at });

  endPairing: Mentoring["endPairing"] = (pairing) =>
    this.#changeBoard({ type: "end_pairing", pairing });

  stopMentoring: Mentoring["stopMentoring"] = () => this.#changeBoard({ type: "stop_mentoring" });

  /** Resolves once the board shows the result. */
  async #changeBoard(request: Request): Promise<void> {
    await this.host.ask(request);
    this.boardChanges += 1;
    if (this.board !== null) await this.loadBoard().catch(() => {});
  }
}
