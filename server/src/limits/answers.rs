//! Checks that lists without pages fit into one answer: the maximum size of each, from the
//! limits of its contents. Whoever raises a limit beyond that has to add pages to the list.
//!
//! Lists with pages stop at `PAGE_BYTES` themselves (`domain/portion.rs`).

use circles_protocol::limits as wire;
use circles_protocol::limits::PAGE_BYTES;

use super::*;
use crate::domain::wire_size::{ID_BYTES, ROW_BYTES};

/// A text in quotes, in the characters that take most bytes.
const fn text(chars: usize) -> usize {
    4 * chars + 2
}

const ALIAS: usize = text(wire::ALIAS_CHARS);
const STATEMENT: usize = text(wire::STATEMENT_CHARS);

/// A person as the centre knows them: by the label or by the alias.
const PERSON: usize = 4 * ID_BYTES + text(wire::INVITE_LABEL_CHARS) + ALIAS;

/// Two times, or a few small fields.
const SHORT_ROW: usize = 120;

const CARD: usize = 3 * ROW_BYTES + ALIAS + STATEMENT + text(wire::PHONE_CHARS);
const CHECK_INS: usize = wire::CHECK_INS_PAGE as usize * (ROW_BYTES + STATEMENT);
const LAPSES: usize = wire::LAPSES_PER_ACCOUNT as usize * (ID_BYTES + SHORT_ROW);
const MILESTONES: usize = MILESTONES_PER_ACCOUNT * SHORT_ROW;

/// `count` entries of `each` bytes, and `beside` bytes for the rest of the answer.
const fn assert_fits(count: usize, each: usize, beside: usize) {
    assert!(count * each + beside <= PAGE_BYTES, "this list needs pages");
}

const _: () = {
    // welcome, without the events that it replays, which have a limit of their own.
    let circle = 3 * ROW_BYTES + text(wire::CIRCLE_NAME_CHARS) + ALIAS;
    assert_fits(wire::CURSORS, circle, HIDDEN_MESSAGES_PER_ACCOUNT as usize * ID_BYTES);

    // list_invites, list_security_notices, list_blocks
    assert_fits(INVITES_SHOWN as usize, ROW_BYTES + text(wire::INVITE_LABEL_CHARS), 0);
    assert_fits(SECURITY_NOTICES_PER_ACCOUNT as usize, ROW_BYTES + 2 * ALIAS, 0);
    assert_fits(BLOCKS_PER_ACCOUNT as usize, ROW_BYTES + ALIAS, 0);

    // list_actions, list_own_actions with the messages each hides, list_own_reports
    assert_fits(ACTIONS_SHOWN as usize, ROW_BYTES + ACTIONS_SHOWN as usize * ID_BYTES, 0);
    assert_fits(OWN_REPORTS_SHOWN as usize, ROW_BYTES, 0);

    // list_cases, list_decided_cases, list_appeals, list_proposals, list_overdue, list_audit
    assert_fits(wire::CASES_PAGE as usize, 5 * ROW_BYTES, 0);
    assert_fits(APPEALS_SHOWN as usize, 2 * ROW_BYTES, 0);
    assert_fits(PROPOSALS_SHOWN as usize, ROW_BYTES, 0);
    assert_fits(OVERDUE_SHOWN as usize, ROW_BYTES, 0);
    assert_fits(wire::AUDIT_PAGE as usize, ROW_BYTES + text(wire::INVITE_LABEL_CHARS), 0);

    // The reports and actions beside the first page of copies leave room for some copies.
    let actions = CASE_ACTIONS_SHOWN as usize * ROW_BYTES;
    assert_fits(CASE_REPORTS_SHOWN as usize, ROW_BYTES + STATEMENT, actions + PAGE_BYTES / 2);

    // list_check_ins, list_lapses, show_care, show_board, show_mentee
    assert_fits(1, CHECK_INS, 0);
    assert_fits(1, LAPSES, 0);
    assert_fits(MENTEES_PER_MENTOR as usize + 1, ROW_BYTES + ALIAS, MILESTONES + 8 * ROW_BYTES);
    assert_fits(MENTEES_PER_MENTOR as usize, CARD, 0);
    let mentee = CARD + CHECK_INS + LAPSES + MILESTONES;
    assert_fits(OUTREACH_SHOWN as usize, SHORT_ROW, mentee);

    // list_help_alerts, list_rota with a gap and an overlap for each shift
    assert_fits(
        HELP_ALERTS_SHOWN as usize,
        ROW_BYTES + ALIAS + STATEMENT + text(wire::PHONE_CHARS),
        0,
    );
    let people = ON_CALL_PEOPLE * (2 * ID_BYTES + ALIAS + text(wire::INVITE_LABEL_CHARS));
    let stretches = 2 * (SHIFTS_SHOWN as usize + 1) * 50;
    assert_fits(SHIFTS_SHOWN as usize, 160, people + stretches);

    // list_mentors, list_recovery_links, list_no_contacts, list_counts; people who need
    // another mentor
    assert_fits(MENTORS_SHOWN as usize, SHORT_ROW + PERSON, 0);
    assert_fits(RECOVERY_LINKS_SHOWN as usize, ROW_BYTES + PERSON, 0);
    let called = PERSON + text(wire::CONTACT_NAME_CHARS) + text(wire::PHONE_CHARS);
    assert_fits(NO_CONTACTS_SHOWN as usize, ROW_BYTES + called, 0);
    assert_fits(WEEKS_COUNTED as usize, ROW_BYTES, 0);
    assert_fits(UNASSIGNED_MENTEES_SHOWN as usize, SHORT_ROW + PERSON, PAGE_BYTES / 2);

    // The help card, and the devices of an account over HTTP.
    let line = text(wire::CARD_TEXT_CHARS) + text(wire::PHONE_CHARS) + SHORT_ROW;
    assert_fits(wire::CARD_NUMBERS_MOST + wire::CARD_STEPS_MOST, line, 0);
    assert_fits(SESSIONS_PER_ACCOUNT, ROW_BYTES, 0);
};
