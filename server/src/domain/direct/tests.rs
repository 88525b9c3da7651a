//! The rule of private conversations, case by case.

use super::*;

const NOW: Timestamp = Timestamp(1_790_000_000_000);

const OLD: Facts = Facts {
    bond: Bond::Circle,
    days: [800, 700],
    i_block: false,
    they_block: false,
    other_left: false,
    requests: 0,
    direct: None,
};
const HALF: Facts = Facts { days: [800, 180], ..OLD };
const NEW: Facts = Facts { days: [20, 800], ..OLD };

const ASKED: Existing = Existing {
    stage: Stage::Asking,
    mine: true,
    asked_at: Some(NOW),
    i_left: false,
    other_left: false,
};

fn take(facts: Facts, words: bool, days_later: i64) -> Step {
    step(facts, words, &Rules::default(), NOW.plus_ms(days_later * DAY_MS))
}

fn with(facts: Facts, direct: Existing) -> Facts {
    Facts { direct: Some(direct), ..facts }
}

#[test]
fn ones_own_days_decide_and_an_office_opens_at_once() {
    use Bond::{Circle, Role};
    let rules = Rules::default();
    for (bond, days, opening) in [
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
        (Bond::None, [800, 800], Opening::Refused),
        (Bond::None, [0, 0], Opening::Refused),
    ] {
        assert_eq!(may_open(bond, days, &rules), opening, "{bond:?} {days:?}");
    }
}

#[test]
fn where_there_is_no_conversation_the_rule_decides() {
    assert_eq!(take(OLD, false, 0), Step::Open);
    assert_eq!(take(HALF, true, 0), Step::Ask);
    assert_eq!(take(NEW, true, 0), Step::Refuse);
    assert_eq!(take(Facts { bond: Bond::Role, ..NEW }, false, 0), Step::Open);
    assert_eq!(take(Facts { bond: Bond::None, ..OLD }, true, 0), Step::Refuse);
}

#[test]
fn ones_own_block_refuses_all_but_a_conversation_that_help_has_opened() {
    for facts in [OLD, HALF, Facts { bond: Bond::Role, ..OLD }] {
        let blocks = Facts { i_block: true, ..facts };
        assert_eq!(take(blocks, true, 0), Step::Refuse);
        let open = Existing { stage: Stage::Open, ..ASKED };
        assert_eq!(take(with(blocks, open), true, 0), Step::Enter);
    }
}

#[test]
fn a_block_of_the_other_and_their_being_new_change_no_answer() {
    let rules = Rules::default();
    for own in [0, 89, 90, 364] {
        for requests in [0, 3] {
            for words in [true, false] {
                let usual = Facts { days: [own, 700], requests, ..OLD };
                for facts in [
                    Facts { they_block: true, ..usual },
                    Facts { days: [own, 0], ..usual },
                    Facts { days: [own, 89], ..usual },
                    Facts { days: [own, 90], ..usual },
                ] {
                    assert_eq!(take(facts, words, 0), take(usual, words, 0), "{facts:?}");
                }
            }
        }
    }
    assert!(reaches(HALF, &rules) && reaches(Facts { days: [800, 90], ..OLD }, &rules));
    assert!(!reaches(Facts { they_block: true, ..HALF }, &rules));
    assert!(!reaches(Facts { days: [800, 89], ..OLD }, &rules));
    // Two long-standing members: a blocked one asks, as if the other were in their first
    // year.
    assert_eq!(take(Facts { they_block: true, ..OLD }, true, 0), Step::Ask);
}

#[test]
fn an_office_that_is_blocked_is_refused_and_nobody_waits_in_vain() {
    let role = Facts { bond: Bond::Role, ..NEW };
    assert_eq!(take(role, true, 0), Step::Open);
    assert_eq!(take(Facts { they_block: true, ..role }, true, 0), Step::Refuse);
}

#[test]
fn so_many_requests_in_a_week_and_no_more() {
    assert_eq!(take(Facts { requests: 2, ..HALF }, true, 0), Step::Ask);
    // These must not reveal whether it would have opened at once.
    for facts in [OLD, HALF] {
        assert_eq!(take(Facts { requests: 3, ..facts }, true, 0), Step::Refuse);
    }
    assert_eq!(take(Facts { requests: 3, bond: Bond::Role, ..OLD }, true, 0), Step::Open);
}

#[test]
fn whoever_asked_can_not_tell_declined_blocked_and_waiting_apart() {
    let declined = Existing { stage: Stage::Declined, ..ASKED };
    for days_later in 0..44 {
        for words in [true, false] {
            let waiting = take(with(HALF, ASKED), words, days_later);
            assert_eq!(waiting, if words { Step::Wait } else { Step::Enter });
            assert_eq!(take(with(HALF, declined), words, days_later), waiting);
            for bond in [Bond::Circle, Bond::Role] {
                let blocked = Facts { they_block: true, bond, ..HALF };
                assert_eq!(take(with(blocked, declined), words, days_later), waiting);
            }
            let new = Facts { days: [800, 20], ..HALF };
            assert_eq!(take(with(new, declined), words, days_later), waiting);
        }
    }
    assert_eq!(take(with(HALF, declined), true, 44), Step::Ask);
    assert_eq!(take(with(Facts { they_block: true, ..HALF }, declined), true, 44), Step::Ask);
    // Time that passes in between opens nothing.
    assert_eq!(take(with(OLD, declined), true, 43), Step::Wait);
    assert_eq!(take(with(OLD, declined), true, 44), Step::Open);
}

#[test]
fn whoever_takes_a_request_back_waits_as_long_to_ask_again() {
    let back = Existing { stage: Stage::Declined, i_left: true, ..ASKED };
    assert_eq!(take(with(HALF, back), true, 43), Step::Refuse);
    assert_eq!(take(with(HALF, back), false, 43), Step::Refuse);
    assert_eq!(take(with(HALF, back), true, 44), Step::Ask);
}

#[test]
fn to_write_to_somebody_who_asked_is_to_accept() {
    let theirs = Existing { mine: false, ..ASKED };
    assert_eq!(take(with(HALF, theirs), true, 0), Step::Accept);
    assert_eq!(take(with(HALF, theirs), false, 0), Step::Enter);
    let declined = Existing { stage: Stage::Declined, ..theirs };
    assert_eq!(take(with(HALF, declined), false, 0), Step::Accept);
    // They have withdrawn it: there is nothing left to accept.
    let back = Existing { other_left: true, ..declined };
    assert_eq!(take(with(HALF, back), true, 0), Step::Ask);
}

#[test]
fn an_ended_conversation_is_opened_again_by_whoever_left_it() {
    let ended = Existing { stage: Stage::Ended, i_left: true, ..ASKED };
    assert_eq!(take(with(OLD, ended), false, 0), Step::Open);
    assert_eq!(take(with(HALF, ended), true, 0), Step::Ask);
    assert_eq!(take(with(NEW, ended), true, 0), Step::Refuse);
    let other_left = Existing { i_left: false, other_left: true, ..ended };
    // As if they had blocked: a block must not show.
    assert_eq!(take(with(OLD, other_left), true, 0), Step::Refuse);
    let both_left = Existing { other_left: true, ..ended };
    assert_eq!(take(with(OLD, both_left), true, 0), Step::Ask);
    let role = Facts { bond: Bond::Role, ..NEW };
    assert_eq!(take(with(role, other_left), false, 0), Step::Open);
}

#[test]
fn a_new_role_ends_the_waiting() {
    let role = Facts { bond: Bond::Role, ..HALF };
    assert_eq!(take(with(role, ASKED), false, 0), Step::Open);
    let declined = Existing { stage: Stage::Declined, ..ASKED };
    assert_eq!(take(with(role, declined), false, 0), Step::Open);
}

#[test]
fn the_two_see_one_stage_as_what_it_is_to_them() {
    assert_eq!(Stage::Asking.seen(true), DirectState::Asking);
    assert_eq!(Stage::Declined.seen(true), DirectState::Asking);
    assert_eq!(Stage::Asking.seen(false), DirectState::Asked);
    for by_opener in [true, false] {
        assert_eq!(Stage::Open.seen(by_opener), DirectState::Open);
        assert_eq!(Stage::Ended.seen(by_opener), DirectState::Ended);
    }
    for stage in Stage::ALL {
        assert_eq!(Stage::find(stage.as_str()), Some(*stage));
    }
}

#[test]
fn what_is_said_beforehand_goes_by_ones_own_time_and_doing() {
    let said = |facts, i_block| terms(Facts { i_block, ..facts }, &Rules::default(), NOW);
    let own = |days| Facts { days: [days, 800], ..OLD };
    assert_eq!(said(own(89), false), DirectTerms::Newcomer);
    assert_eq!(said(own(90), false), DirectTerms::Request);
    assert_eq!(said(own(800), false), DirectTerms::Request);
    assert_eq!(said(Facts { bond: Bond::Role, ..own(2) }, false), DirectTerms::Open);
    assert_eq!(said(Facts { requests: 3, ..own(180) }, false), DirectTerms::WeeklyLimit);
    assert_eq!(said(with(own(800), ASKED), false), DirectTerms::Waiting);
    assert_eq!(said(own(800), true), DirectTerms::Blocked);
    let open = Existing { stage: Stage::Open, ..ASKED };
    assert_eq!(said(with(own(2), open), false), DirectTerms::Open);
}

#[test]
fn what_is_said_beforehand_tells_nothing_of_the_other() {
    let said = |facts| terms(facts, &Rules::default(), NOW);
    for own in [20, 180, 800] {
        for direct in [None, Some(ASKED), Some(Existing { mine: false, ..ASKED })] {
            let usual = said(Facts { days: [own, 800], direct, ..OLD });
            let declined = direct.map(|direct| Existing { stage: Stage::Declined, ..direct });
            for facts in [
                Facts { days: [own, 2], direct, ..OLD },
                Facts { days: [own, 800], direct, they_block: true, ..OLD },
                Facts { days: [own, 800], direct: declined, ..OLD },
                Facts {
                    days: [own, 800],
                    direct: direct.map(|direct| Existing { other_left: true, ..direct }),
                    ..OLD
                },
            ] {
                assert_eq!(said(facts), usual, "{facts:?}");
            }
        }
    }
}
