// The part of the fake server that knows mentoring, help alerts, private conversations and
// wins, as one account sees them.

import type {
  DirectView,
  MenteeCard,
  MessageView,
  HelpAlert,
  Refusal,
  Reply,
  Request,
} from "../src/protocol/wire";

export class FakeSupport {
  mentor = false;
  takesShifts = false;
  board: MenteeCard[] = [];
  alerts: HelpAlert[] = [];
  /** By circle: what makes it a private conversation. */
  readonly directs = new Map<string, DirectView>();
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
      case "list_help_alerts":
        return { type: "help_alerts", alerts: this.alerts };
      case "acknowledge_help": {
        const alert = this.alerts.find(({ id }) => id === request.help);
        if (alert?.state !== "waiting") {
          return { code: "already_handled", message: "Somebody is replying already." };
        }
        this.alerts = this.alerts.map((one) => (one === alert ? { ...one, state: "yours" } : one));
        return { type: "help_acknowledged", direct: "l1" };
      }
      case "request_direct":
        return { type: "direct_opened", circle: "l1" };
      case "preview_direct":
        return { type: "direct_preview", terms: "request", newcomer_days: 90 };
      case "accept_direct": {
        const direct = this.directs.get(request.circle);
        if (direct) this.directs.set(request.circle, { ...direct, state: "open" });
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
    hello_step: null,
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
    direct: null,
    ...more,
  };
}

export function alertOf(id: string, more: Partial<HelpAlert> = {}): HelpAlert {
  return {
    id,
    who: "Alex",
    asked_at: 1,
    alerted_at: 1,
    state: "waiting",
    words: null,
    by_words: false,
    direct: null,
    ...more,
  };
}
