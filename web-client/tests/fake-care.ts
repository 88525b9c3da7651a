// The part of the made-up server that keeps what an alum tells of themselves, and
// hears a cry for help, as one account meets it.

import type {
  CheckInView,
  HelpView,
  LapseView,
  OwnCare,
  PairingId,
  PairingView,
  Refusal,
  Reply,
  Request,
} from "../src/protocol/wire";

const notFound: Refusal = { code: "not_found", message: "Not found." };

export class FakeCare {
  own: OwnCare = {
    zone: null,
    centre_zone: "America/New_York",
    check_in_at: "08:00",
    graduated_on: "2026-08-01",
    consent_version: 3,
    consents: [],
    phone: null,
    emergency_contact: null,
    pairings: [],
    last_check_in_at: null,
    paused_until: null,
    hello_due: false,
    recovery: null,
    mentor: false,
    on_call: false,
  };
  /** Proposals that were withdrawn before they were answered. */
  readonly withdrawn = new Set<PairingId>();
  /** The server's clock when it takes a consent. */
  consentsGivenAt = 1;
  checkIns: CheckInView[] = [];
  lapses: LapseView[] = [];
  help: HelpView | null = null;
  /** Wishes for a call that the centre's staff heard of. */
  readonly toldCentre = new Set<string>();
  /** For so long what is asked for can be taken back. */
  undoMs = 0;
  onDuty: string | null = "Jo";
  /** One that came, and is over. */
  ended: string | null = null;

  /** Null where the request is about something else. */
  answer(request: Request): Reply | Refusal | null {
    switch (request.type) {
      case "show_care":
        return { type: "care", care: this.own };
      case "send_check_in": {
        const { id, at, how, wants_call } = request;
        const known = this.checkIns.find((one) => one.id === id);
        if (known && known.at !== at) return { code: "id_conflict", message: "Another one." };
        if (!known) this.checkIns = [{ id, at, how, wants_call }, ...this.checkIns];
        if (request.tell_centre) this.toldCentre.add(id);
        this.own = { ...this.own, last_check_in_at: at, hello_due: false };
        return { type: "done" };
      }
      case "list_check_ins":
        return { type: "check_ins", check_ins: this.checkIns, has_more: false };
      case "delete_check_in":
        if (!this.checkIns.some(({ id }) => id === request.check_in)) return notFound;
        this.checkIns = this.checkIns.filter(({ id }) => id !== request.check_in);
        return { type: "done" };
      case "give_consent": {
        const { consent, version } = request;
        const consents = [
          ...this.own.consents,
          { consent, version, given_at: this.consentsGivenAt },
        ];
        this.own = { ...this.own, consents };
        return { type: "done" };
      }
      case "revoke_consent": {
        const consents = this.own.consents.filter(({ consent }) => consent !== request.consent);
        this.own = { ...this.own, consents };
        return { type: "done" };
      }
      case "accept_pairing":
      case "end_pairing": {
        const { pairing } = request;
        if (this.withdrawn.has(pairing)) {
          this.own = { ...this.own, pairings: this.own.pairings.filter(isNot(pairing)) };
          return notFound;
        }
        // Those of the board are another part's.
        if (!this.own.pairings.some(({ id }) => id === pairing)) return null;
        const pairings =
          request.type === "end_pairing"
            ? this.own.pairings.filter(isNot(pairing))
            : this.own.pairings.map((one) =>
                one.id === pairing ? { ...one, state: "accepted" as const } : one,
              );
        this.own = { ...this.own, pairings };
        return { type: "done" };
      }
      case "share_milestone":
        return { type: "message_accepted", seq: 1, at: 1 };
      case "record_lapse": {
        const { id, from, to, shared_with } = request;
        this.lapses = [{ id, from, to, shared_with, recorded_at: 1 }, ...this.lapses];
        return { type: "done" };
      }
      case "list_lapses":
        return { type: "lapses", lapses: this.lapses };
      case "delete_lapse":
        this.lapses = this.lapses.filter(({ id }) => id !== request.lapse);
        return { type: "done" };
      case "show_help": {
        const open = this.help;
        return { type: "help_status", status: { on_duty: this.onDuty, mentor: null, open } };
      }
      case "ask_for_help": {
        const { id, to } = request;
        const last_step = this.onDuty === null ? "centre" : "on_call";
        if (id === this.ended) {
          const help = { id, to, last_step, asked_at: 1, ...waiting, state: "ended" } as const;
          return { type: "help_asked", help };
        }
        const undo = request.undo && this.undoMs > 0 ? { undo_until: 1 + this.undoMs } : {};
        this.help ??= { id, to, last_step, asked_at: 1, ...waiting, ...undo };
        return { type: "help_asked", help: this.help };
      }
      case "add_help_recipient": {
        const help = this.help!;
        const alerted = [...new Set([...(help.alerted ?? []), request.to])];
        this.help = { ...help, alerted };
        return { type: "help_asked", help: this.help };
      }
      case "end_help":
        this.help = null;
        return { type: "done" };
      default:
        return null;
    }
  }
}

const waiting = { state: "waiting", by_words: false, by: null, direct: null } as const;

const isNot =
  (pairing: PairingId) =>
  ({ id }: PairingView): boolean =>
    id !== pairing;

/** A pairing as one of the two sees it, proposed and not answered. */
export const proposed = (id: PairingId, mentor: boolean): PairingView => ({
  id,
  mentor,
  with: "Dee",
  state: "proposed",
  since: 1,
  direct: null,
});
