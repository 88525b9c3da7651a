// The part of the made-up server that knows who walks beside whom: the board, pages
// and private lines, as one account meets them.

import type {
  LineView,
  MenteeCard,
  MessageView,
  Page,
  Refusal,
  Reply,
  Request,
} from "../src/protocol/wire";

export class FakeCompany {
  mentor = false;
  onCall = false;
  board: MenteeCard[] = [];
  pages: Page[] = [];
  /** By circle: what makes it a line. */
  readonly lines = new Map<string, LineView>();
  wins: MessageView[] = [];

  /** Null where the request is about something else. */
  answer(request: Request): Reply | Refusal | null {
    switch (request.type) {
      case "show_board":
        return { type: "board", cards: this.board };
      case "log_outreach":
        this.board = this.board.map((card) =>
          card.pairing === request.pairing ? { ...card, wants_call_since: null } : card,
        );
        return { type: "done" };
      case "end_pairing":
        this.board = this.board.filter(({ pairing }) => pairing !== request.pairing);
        return { type: "done" };
      case "list_pages":
        return { type: "pages", pages: this.pages };
      case "acknowledge_help": {
        const page = this.pages.find(({ id }) => id === request.help);
        if (page?.state !== "waiting") {
          return { code: "already_handled", message: "Somebody is replying already." };
        }
        this.pages = this.pages.map((one) => (one === page ? { ...one, state: "yours" } : one));
        return { type: "help_yours", line: "l1" };
      }
      case "open_line":
        return { type: "line_opened", circle: "l1" };
      case "preview_direct":
        return { type: "direct_preview", terms: "request", newcomer_days: 90 };
      case "accept_line": {
        const line = this.lines.get(request.circle);
        if (line) this.lines.set(request.circle, { ...line, state: "open" });
        return { type: "done" };
      }
      case "list_wins":
        return { type: "wins", messages: this.wins, has_more: false };
      default:
        return null;
    }
  }
}

export function cardOf(pairing: string, more: Partial<MenteeCard> = {}): MenteeCard {
  return {
    pairing,
    alias: "D",
    weeks: 3,
    attention: "nothing",
    next_contact_at: null,
    last_outreach: null,
    hello: null,
    wants_call_since: null,
    help_since: null,
    shares_check_ins: false,
    last_check_in: null,
    paused_until: null,
    next_milestone: null,
    congratulate: null,
    lapse: null,
    phone: null,
    means: ["message"],
    line: null,
    ...more,
  };
}

export function pageOf(id: string, more: Partial<Page> = {}): Page {
  return {
    id,
    who: "Alex",
    asked_at: 1,
    paged_at: 1,
    state: "waiting",
    words: null,
    by_words: false,
    line: null,
    ...more,
  };
}
