//! The rule of private conversations, case by case.

use super::*;

const NOW: Timestamp = Timestamp(1_790_000_000_000);

const OLD: DirectInput = DirectInput {
    relationship: Relationship::Circle,
    days: [800, 700],
    blocks_other: false,
    blocked_by_other: false,
    other_left: false,
    requests: 0,
    direct: None,
};
const HALF: DirectInput = DirectInput { days: [800, 180], ..OLD };
const NEW: DirectInput = DirectInput { days: [20, 800], ..OLD };

const ASKED: Existing = Existing {
    status: DirectStatus::Asking,
    mine: true,
    asked_at: Some(NOW),
    i_left: false,
    other_left: false,
};

fn take(input: DirectInput, words: bool, days_later: i64) -> DirectTransition {
    step(input, words, &Rules::default(), NOW.plus_ms(days_later * DAY_MS))
}

fn with(input: DirectInput, direct: Existing) -> DirectInput {
    DirectInput { direct: Some(direct), ..input }
}

#[test]
fn ones_own_days_decide_and_an_office_opens_at_once() {
    use Relationship::{Circle, Role};
    let rules = Rules::default();
    for (relationship, days, opening) in [
        (Circle, [0, 800], Opening::Refused),
        (Circle, [89, 89], Opening::Refused),
        (Circle, [800, 89], Opening::ByRequest),
        (Circle, [800, 0], Opening::ByRequest),
        (Circle, [89, 800], Opening::Refused),
        (Circle, [90, 800], Opening::ByRequest),
        (Circle, [364, 90], Opening::ByRequest),
        (Circle, [364, 365], Opening::ByRequest),
        (Circle, [365, 365], Opening::Directly),
        (Circle, [-3, 800], Opening::Refused),
        (Role, [0, 0], Opening::Directly),
        (Role, [0, 800], Opening::Directly),
        (Relationship::None, [800, 800], Opening::Refused),
        (Relationship::None, [0, 0], Opening::Refused),
    ] {
        assert_eq!(may_open(relationship, days, &rules), opening, "{relationship:?} {days:?}");
    }
}

#[test]
fn where_there_is_no_conversation_the_rule_decides() {
    assert_eq!(take(OLD, false, 0), DirectTransition::Open);
    assert_eq!(take(HALF, true, 0), DirectTransition::Ask);
    assert_eq!(take(NEW, true, 0), DirectTransition::Refuse);
    assert_eq!(
        take(DirectInput { relationship: Relationship::Role, ..NEW }, false, 0),
        DirectTransition::Open
    );
    assert_eq!(
        take(DirectInput { relationship: Relationship::None, ..OLD }, true, 0),
        DirectTransition::Refuse
    );
}

#[test]
fn ones_own_block_refuses_all_but_a_conversation_that_help_has_opened() {
    for input in [OLD, HALF, DirectInput { relationship: Relationship::Role, ..OLD }] {
        let blocks = DirectInput { blocks_other: true, ..input };
        assert_eq!(take(blocks, true, 0), DirectTransition::Refuse);
        let open = Existing { status: DirectStatus::Open, ..ASKED };
        assert_eq!(take(with(blocks, open), true, 0), DirectTransition::Enter);
    }
}

#[test]
fn a_block_of_the_other_and_their_being_new_change_no_answer() {
    let rules = Rules::default();
    for own in [0, 89, 90, 364] {
        for requests in [0, 3] {
            for words in [true, false] {
                let usual = DirectInput { days: [own, 700], requests, ..OLD };
                for input in [
                    DirectInput { blocked_by_other: true, ..usual },
                    DirectInput { days: [own, 0], ..usual },
                    DirectInput { days: [own, 89], ..usual },
                    DirectInput { days: [own, 90], ..usual },
                ] {
                    assert_eq!(take(input, words, 0), take(usual, words, 0), "{input:?}");
                }
            }
        }
    }
    assert!(
        reaches_other(HALF, &rules)
            && reaches_other(DirectInput { days: [800, 90], ..OLD }, &rules)
    );
    assert!(!reaches_other(DirectInput { blocked_by_other: true, ..HALF }, &rules));
    assert!(!reaches_other(DirectInput { days: [800, 89], ..OLD }, &rules));
    // Two long-standing members: a blocked one asks, as if the other were in their first
    // year.
    assert_eq!(take(DirectInput { blocked_by_other: true, ..OLD }, true, 0), DirectTransition::Ask);
}

#[test]
fn an_office_that_is_blocked_is_refused_and_nobody_waits_in_vain() {
    let role = DirectInput { relationship: Relationship::Role, ..NEW };
    assert_eq!(take(role, true, 0), DirectTransition::Open);
    assert_eq!(
        take(DirectInput { blocked_by_other: true, ..role }, true, 0),
        DirectTransition::Refuse
    );
}

#[test]
fn so_many_requests_in_a_week_and_no_more() {
    assert_eq!(take(DirectInput { requests: 2, ..HALF }, true, 0), DirectTransition::Ask);
    // These must not reveal whether it would have opened at once.
    for input in [OLD, HALF] {
        assert_eq!(take(DirectInput { requests: 3, ..input }, true, 0), DirectTransition::Refuse);
    }
    assert_eq!(
        take(DirectInput { requests: 3, relationship: Relationship::Role, ..OLD }, true, 0),
        DirectTransition::Open
    );
}

#[test]
fn whoever_asked_can_not_tell_declined_blocked_and_waiting_apart() {
    let declined = Existing { status: DirectStatus::Declined, ..ASKED };
    for days_later in 0..44 {
        for words in [true, false] {
            let waiting = take(with(HALF, ASKED), words, days_later);
            assert_eq!(
                waiting,
                if words { DirectTransition::Wait } else { DirectTransition::Enter }
            );
            assert_eq!(take(with(HALF, declined), words, days_later), waiting);
            for relationship in [Relationship::Circle, Relationship::Role] {
                let blocked = DirectInput { blocked_by_other: true, relationship, ..HALF };
                assert_eq!(take(with(blocked, declined), words, days_later), waiting);
            }
            let new = DirectInput { days: [800, 20], ..HALF };
            assert_eq!(take(with(new, declined), words, days_later), waiting);
        }
    }
    assert_eq!(take(with(HALF, declined), true, 44), DirectTransition::Ask);
    assert_eq!(
        take(with(DirectInput { blocked_by_other: true, ..HALF }, declined), true, 44),
        DirectTransition::Ask
    );
    // Time that passes in between opens nothing.
    assert_eq!(take(with(OLD, declined), true, 43), DirectTransition::Wait);
    assert_eq!(take(with(OLD, declined), true, 44), DirectTransition::Open);
}

#[test]
fn whoever_takes_a_request_back_waits_as_long_to_ask_again() {
    let back = Existing { status: DirectStatus::Declined, i_left: true, ..ASKED };
    assert_eq!(take(with(HALF, back), true, 43), DirectTransition::Refuse);
    assert_eq!(take(with(HALF, back), false, 43), DirectTransition::Refuse);
    assert_eq!(take(with(HALF, back), true, 44), DirectTransition::Ask);
}

#[test]
fn to_write_to_somebody_who_asked_is_to_accept() {
    let theirs = Existing { mine: false, ..ASKED };
    assert_eq!(take(with(HALF, theirs), true, 0), DirectTransition::Accept);
    assert_eq!(take(with(HALF, theirs), false, 0), DirectTransition::Enter);
    let declined = Existing { status: DirectStatus::Declined, ..theirs };
    assert_eq!(take(with(HALF, declined), false, 0), DirectTransition::Accept);
    // They have withdrawn it: there is nothing left to accept.
    let back = Existing { other_left: true, ..declined };
    assert_eq!(take(with(HALF, back), true, 0), DirectTransition::Ask);
}

#[test]
fn an_ended_conversation_is_opened_again_by_whoever_left_it() {
    let ended = Existing { status: DirectStatus::Ended, i_left: true, ..ASKED };
    assert_eq!(take(with(OLD, ended), false, 0), DirectTransition::Open);
    assert_eq!(take(with(HALF, ended), true, 0), DirectTransition::Ask);
    assert_eq!(take(with(NEW, ended), true, 0), DirectTransition::Refuse);
    let other_left = Existing { i_left: false, other_left: true, ..ended };
    // As if they had blocked: a block must not show.
    assert_eq!(take(with(OLD, other_left), true, 0), DirectTransition::Refuse);
    let both_left = Existing { other_left: true, ..ended };
    assert_eq!(take(with(OLD, both_left), true, 0), DirectTransition::Ask);
    let role = DirectInput { relationship: Relationship::Role, ..NEW };
    assert_eq!(take(with(role, other_left), false, 0), DirectTransition::Open);
}

#[test]
fn a_new_role_ends_the_waiting() {
    let role = DirectInput { relationship: Relationship::Role, ..HALF };
    assert_eq!(take(with(role, ASKED), false, 0), DirectTransition::Open);
    let declined = Existing { status: DirectStatus::Declined, ..ASKED };
    assert_eq!(take(with(role, declined), false, 0), DirectTransition::Open);
}

#[test]
fn the_two_see_one_stage_as_what_it_is_to_them() {
    assert_eq!(DirectStatus::Asking.seen(true), DirectState::Asking);
    assert_eq!(DirectStatus::Declined.seen(true), DirectState::Asking);
    assert_eq!(DirectStatus::Asking.seen(false), DirectState::Asked);
    for by_opener in [true, false] {
        assert_eq!(DirectStatus::Open.seen(by_opener), DirectState::Open);
        assert_eq!(DirectStatus::Ended.seen(by_opener), DirectState::Ended);
    }
    for status in DirectStatus::ALL {
        assert_eq!(DirectStatus::find(status.as_str()), Some(*status));
    }
}

#[test]
fn what_is_said_beforehand_goes_by_ones_own_time_and_doing() {
    let said =
        |input, blocks_other| terms(DirectInput { blocks_other, ..input }, &Rules::default(), NOW);
    let own = |days| DirectInput { days: [days, 800], ..OLD };
    assert_eq!(said(own(89), false), DirectTerms::Newcomer);
    assert_eq!(said(own(90), false), DirectTerms::Request);
    assert_eq!(said(own(800), false), DirectTerms::Request);
    assert_eq!(
        said(DirectInput { relationship: Relationship::Role, ..own(2) }, false),
        DirectTerms::Open
    );
    assert_eq!(said(DirectInput { requests: 3, ..own(180) }, false), DirectTerms::WeeklyLimit);
    assert_eq!(said(with(own(800), ASKED), false), DirectTerms::Waiting);
    assert_eq!(said(own(800), true), DirectTerms::Blocked);
    let open = Existing { status: DirectStatus::Open, ..ASKED };
    assert_eq!(said(with(own(2), open), false), DirectTerms::Open);
}

#[test]
fn what_is_said_beforehand_tells_nothing_of_the_other() {
    let said = |input| terms(input, &Rules::default(), NOW);
    for own in [20, 180, 800] {
        for direct in [None, Some(ASKED), Some(Existing { mine: false, ..ASKED })] {
            let usual = said(DirectInput { days: [own, 800], direct, ..OLD });
            let declined =
                direct.map(|direct| Existing { status: DirectStatus::Declined, ..direct });
            for input in [
                DirectInput { days: [own, 2], direct, ..OLD },
                DirectInput { days: [own, 800], direct, blocked_by_other: true, ..OLD },
                DirectInput { days: [own, 800], direct: declined, ..OLD },
                DirectInput {
                    days: [own, 800],
                    direct: direct.map(|direct| Existing { other_left: true, ..direct }),
                    ..OLD
                },
            ] {
                assert_eq!(said(input), usual, "{input:?}");
            }
        }
    }
}
