// What is there for those who walk beside others: the mentor's board and the pages
// are kept and follow the news; everything else is asked of the server each time.

import type { AnswerTo } from "../protocol/answers";
import type {
  Chips,
  CircleId,
  LineWith,
  MemberId,
  MenteeCard,
  MessageId,
  Notice,
  Page,
  Request,
} from "../protocol/wire";
import type { Welcome } from "../protocol/read-frame";
import type { Asking } from "./asking";
import type { Company } from "./company-contract";
import { Listing } from "./listing.svelte";

export interface CompanyHost extends Asking {
  readonly coordinator: boolean;
  readonly around: { newId(): MessageId; readonly origin: string };
  sayHello(): Promise<void>;
}

export class OwnCompany implements Company {
  #mentor = $state(false);
  #onCall = $state(false);
  chips = $state<Chips>("plain");
  boardNews = $state(0);
  rotaNews = $state(0);
  officeNews = $state(0);
  taken = $state.raw<Page | null>(null);
  nearAt = $state<number | null>(null);
  readonly #unsent = new Map<MemberId, string>();
  #firstWords: { what: string; id: MessageId } | null = null;
  readonly #board: Listing<MenteeCard>;
  readonly #pages: Listing<Page>;

  constructor(private readonly host: CompanyHost) {
    this.#board = new Listing(async () => (await host.ask({ type: "show_board" })).cards);
    this.#pages = new Listing(async () => (await host.ask({ type: "list_pages" })).pages);
  }

  get mentor(): boolean {
    return this.#mentor;
  }

  get onCall(): boolean {
    return this.#onCall;
  }

  get mayBePaged(): boolean {
    return this.#mentor || this.#onCall || this.host.coordinator;
  }

  // What the line brings.

  welcomed(welcome: Pick<Welcome, "mentor" | "on_call" | "chips">): void {
    this.chips = welcome.chips ?? "plain";
    this.#mentor = welcome.mentor === true;
    this.#onCall = welcome.on_call === true;
    if (!this.#mentor) this.#board.items = null;
    // What somebody was told of as one who replies goes with that office.
    if (!this.mayBePaged) this.taken = this.#pages.items = null;
    else this.#pages.refresh();
  }

  cameOnline(): void {
    // A page may have come while nobody was here to hear it.
    if (this.mayBePaged) this.#pages.loadLater();
    this.boardNews += 1;
    this.#readBoard();
  }

  /** Also where nobody has looked at it yet: who wants a call is said on every screen. */
  #readBoard(): void {
    if (this.#mentor) this.#board.loadLater();
    else this.#board.refresh();
  }

  noticed(notice: Notice): void {
    switch (notice.type) {
      case "board_changed":
        this.boardNews += 1;
        this.#readBoard();
        // A pairing may have ended, and what was told for its sake with it.
        this.#pages.refresh();
        return;
      case "paged":
        this.#paged(notice.page);
        return;
      case "rota_changed":
        this.rotaNews += 1;
        return;
      case "office_changed":
        this.officeNews += 1;
        return;
      case "meeting_near":
        this.nearAt = notice.starts_at;
        return;
      default:
    }
  }

  #paged(page: Page): void {
    const before = this.#pages.items ?? [];
    const waited = before.some(({ id, state }) => id === page.id && state === "waiting");
    if (waited && page.state === "taken") this.taken = page;
    this.#pages.items = [page, ...before.filter(({ id }) => id !== page.id)];
  }

  // The board.

  get board() {
    return this.#board.items;
  }

  get wantCall() {
    return (this.#board.items ?? []).filter((card) => card.wants_call_since !== null);
  }

  loadBoard(): Promise<void> {
    return this.#board.load();
  }

  mentee: Company["mentee"] = async (pairing, before) =>
    (await this.host.ask({ type: "show_mentee", pairing, before })).mentee;

  logOutreach: Company["logOutreach"] = (pairing, means, outcome) =>
    this.#onBoard({ type: "log_outreach", pairing, means, outcome });

  agreeContact: Company["agreeContact"] = (pairing, at) =>
    this.#onBoard({ type: "agree_contact", pairing, at });

  endPairing: Company["endPairing"] = (pairing) => this.#onBoard({ type: "end_pairing", pairing });

  stepBack: Company["stepBack"] = () => this.#onBoard({ type: "step_back" });

  /** What came of it stands on the board when this resolves. */
  async #onBoard(request: Request): Promise<void> {
    await this.host.ask(request);
    this.boardNews += 1;
    if (this.board !== null) await this.loadBoard().catch(() => {});
  }

  // Pages and the rota.

  get pages() {
    return this.#pages.items;
  }

  /** Whoever has waited longest first: so nobody is passed over, and the one on the
   *  screen stays there while others come. */
  get waiting() {
    const waiting = (this.#pages.items ?? []).filter(({ state }) => state === "waiting");
    return waiting.sort((one, other) => one.asked_at - other.asked_at);
  }

  loadPages(): Promise<void> {
    return this.#pages.load();
  }

  answering(line: CircleId): Page | null {
    const pages = this.#pages.items ?? [];
    return pages.find((page) => page.state === "yours" && page.line === line) ?? null;
  }

  takenSeen(): void {
    this.taken = null;
  }

  async acknowledge(help: string): Promise<CircleId> {
    try {
      const { line } = await this.host.ask({ type: "acknowledge_help", help });
      await this.host.sayHello();
      return line;
    } finally {
      // Refused or not, somebody is replying now.
      await this.loadPages().catch(() => {});
    }
  }

  rota: Company["rota"] = async (from, to) =>
    (await this.host.ask({ type: "list_rota", from, to })).rota;

  handOverShift: Company["handOverShift"] = (shift, to) =>
    this.#do({ type: "hand_over_shift", shift, to });

  // Private lines. How each of them stands comes with the welcome.

  openLine: Company["openLine"] = async (to, body) => {
    const id = body === null ? null : this.#idOfFirstWords(to, body);
    const { circle } = await this.host.ask({ type: "open_line", with: to, id, body });
    this.#firstWords = null;
    await this.host.sayHello();
    return circle;
  };

  previewDirect: Company["previewDirect"] = async (circle, member) => {
    const said = await this.host.ask({ type: "preview_direct", circle, member });
    return { terms: said.terms, newcomerDays: said.newcomer_days };
  };

  /** The same words to the same person again are the same message, until it is answered. */
  #idOfFirstWords(to: LineWith, body: string): MessageId {
    const what = JSON.stringify([to, body]);
    if (this.#firstWords?.what !== what) this.#firstWords = { what, id: this.host.around.newId() };
    return this.#firstWords.id;
  }

  unsentTo = (member: MemberId): string => this.#unsent.get(member) ?? "";

  keepUnsentTo = (member: MemberId, words: string): void => void this.#unsent.set(member, words);

  acceptLine: Company["acceptLine"] = (circle) => this.#inLine({ type: "accept_line", circle });

  declineLine: Company["declineLine"] = (circle) => this.#inLine({ type: "decline_line", circle });

  block: Company["block"] = (circle, member) =>
    this.#inLine({ type: "block_member", circle, member });

  blocks = async () => (await this.host.ask({ type: "list_blocks" })).blocks;

  unblock: Company["unblock"] = (block) => this.#do({ type: "unblock", block });

  // Meetings.

  meetings: Company["meetings"] = async (from, days) =>
    (await this.host.ask({ type: "list_meetings", from, days })).meetings;

  answerMeeting: Company["answerMeeting"] = (meeting, on, answer) =>
    this.#do({ type: "answer_meeting", meeting, on, answer });

  createMeeting: Company["createMeeting"] = (meeting) =>
    this.#do({ type: "create_meeting", ...meeting });

  cancelMeeting: Company["cancelMeeting"] = (meeting, on) =>
    this.#do({ type: "cancel_meeting", meeting, on });

  createFeed = async () => {
    const { path } = await this.host.ask({ type: "create_calendar_feed" });
    return new URL(path, this.host.around.origin).href;
  };

  endFeed = () => this.#do({ type: "end_calendar_feed" });

  nearSeen(): void {
    this.nearAt = null;
  }

  async #do<R extends Request>(request: R): Promise<void> {
    await (this.host.ask(request) as Promise<AnswerTo<R>>);
  }

  async #inLine(request: Request): Promise<void> {
    await this.#do(request);
    await this.host.sayHello();
  }
}
