// The part of the made-up server that keeps circles safe: held messages, reports,
// the queue and appeals, as one account meets them.

import type {
  ActionView,
  AppealView,
  CaseView,
  DecidedCase,
  DecisionKind,
  HeldView,
  OwnAction,
  OwnReport,
  ProposalView,
  Refusal,
  Reply,
  Request,
  Undone,
} from "../src/protocol/wire";

export class FakeSafety {
  /** Words that make a message wait. */
  holds: string | null = null;
  /** Words that sound like a crisis. */
  worries: string | null = null;
  /** Whether such words are folded: not so in a private conversation. */
  folds = true;
  held: HeldView[] = [];
  ownReports: OwnReport[] = [];
  ownActions: OwnAction[] = [];
  cases: CaseView[] = [];
  appeals: AppealView[] = [];
  proposals: ProposalView[] = [];
  /** The newest first. */
  decided: DecidedCase[] = [];
  readonly pageOfCases = 2;

  /** Null where the request is about something else. */
  answer(request: Request): Reply | Refusal | null {
    switch (request.type) {
      case "send_message":
        return this.#send(request);
      case "delete_message":
        if (!this.held.some(({ id }) => id === request.message)) return null;
        this.held = this.held.filter(({ id }) => id !== request.message);
        return { type: "accepted", seq: null };
      case "list_held_messages":
        return { type: "held", messages: this.held, has_more: false };
      case "report_message":
      case "report_member": {
        const { circle, reason } = request;
        const id = `r${this.ownReports.length + 1}`;
        this.ownReports = [{ id, circle, reason, at: 1, handled_at: null }, ...this.ownReports];
        return { type: "reported", report: id };
      }
      case "list_own_reports":
        return { type: "own_reports", reports: this.ownReports };
      case "list_own_actions":
        return { type: "own_actions", actions: this.ownActions };
      case "appeal_action":
        this.ownActions = this.ownActions.map((action) =>
          action.id === request.action
            ? { ...action, appeal: { at: 1, due_at: 2, outcome: null } }
            : action,
        );
        return { type: "appealed", due_at: 2 };
      case "list_cases": {
        const from = this.cases.findIndex(({ id }) => id === request.after) + 1;
        const cases = this.cases.slice(from, from + this.pageOfCases);
        return { type: "cases", cases, has_more: from + cases.length < this.cases.length };
      }
      case "list_appeals":
        return { type: "appeals", appeals: this.appeals };
      case "list_proposals":
        return { type: "proposals", proposals: this.proposals };
      case "close_case": {
        const closed = this.cases.find(({ id }) => id === request.case);
        this.cases = this.cases.filter((one) => one !== closed);
        if (closed) this.decided = [decidedOf(closed, request.resolution.type), ...this.decided];
        return { type: "done" };
      }
      case "list_decided_cases": {
        const from = this.decided.findIndex(({ decision }) => decision.id === request.before) + 1;
        const decided = this.decided.slice(from, from + this.pageOfCases);
        return {
          type: "decided_cases",
          decided,
          has_more: from + decided.length < this.decided.length,
        };
      }
      case "undo_decision": {
        const undone = this.decided.find(({ decision }) => decision.id === request.decision);
        if (!undone) return { code: "already_handled", message: "Undone already." };
        this.decided = this.decided.filter((one) => one !== undone);
        this.cases = [{ ...undone.case, reopened_at: 3 }, ...this.cases];
        return { type: "decision_undone", undone: nothingUndone };
      }
      default:
        return null;
    }
  }

  #send(request: Extract<Request, { type: "send_message" }>): Reply | null {
    const { id, circle, body, reply_to } = request;
    if (this.holds === null || !body.includes(this.holds)) return null;
    const content_note = request.content_note ?? null;
    this.held = [
      ...this.held,
      { id, circle, body, reply_to, content_note, held_at: 5, not_posted: false },
    ];
    return { type: "message_held", at: 5 };
  }
}

export function caseOf(id: string, more: Partial<CaseView> = {}): CaseView {
  return {
    id,
    circle: "c1",
    kind: "reported",
    reason: "solicitation",
    subject: "jo",
    message: null,
    signals: [],
    reports: 1,
    opened_at: 1,
    due_at: 2,
    claim: null,
    ...more,
  };
}

export function decidedOf(one: CaseView, kind: DecisionKind): DecidedCase {
  return {
    case: { ...one, claim: null },
    decision: {
      id: `d-${one.id}`,
      kind,
      by: "me-c1",
      mine: true,
      at: 2,
      reason: one.reason,
      duration: null,
      note: null,
      action: null,
      undo_status: "possible",
    },
  };
}

export const nothingUndone: Undone = {
  messages: 0,
  mute_lifted: false,
  still_muted_until: null,
  note_restored: false,
  held_again: false,
  changed_since: false,
};

export function actionOf(id: string): ActionView {
  return {
    id,
    kind: "message_mute",
    subject: "jo",
    by: "mo",
    reason: "other",
    at: 1,
    until: null,
    ended_at: null,
    messages: 1,
  };
}

export function ownActionOf(id: string, more: Partial<OwnAction> = {}): OwnAction {
  return {
    id,
    circle: "c1",
    kind: "member_mute",
    reason: "solicitation",
    at: 1,
    until: 2,
    ended_at: null,
    messages: [],
    appeal: null,
    ...more,
  };
}
