//! The checks, for people with each kind of membership.

use circles_protocol::{CircleId, MemberId, RefusalCode, Seq};

use super::*;
use crate::domain::{AccountKey, CircleKey, MemberKey};

const NOW: Timestamp = Timestamp(1_000_000);
const ALUM: Actor = Actor { account: AccountKey(1), coordinator: false };
const COORDINATOR: Actor = Actor { account: AccountKey(2), coordinator: true };

fn membership(role: Role, closed: bool) -> Option<Membership> {
    Some(Membership {
        circle: CircleKey(1),
        circle_id: CircleId::from_bytes([1; 16]),
        member: MemberKey(1),
        member_id: MemberId::from_bytes([2; 16]),
        role,
        joined_seq: Seq(1),
        read_seq: Seq(1),
        head_seq: Seq(9),
        closed,
        muted_until: None,
        slow_mode_seconds: 0,
        last_posted_at: None,
        direct: None,
        withheld: false,
    })
}

/// The check that the table asks for, in the way a command makes it.
fn ask(operation: Operation, membership: Option<Membership>) -> Result<Membership, Rejection> {
    match operation.rule().who.check() {
        Check::Poster | Check::MembershipOrPoster => require_may_post(operation, membership, NOW),
        Check::Nothing
        | Check::Membership
        | Check::Centre
        | Check::Decider
        | Check::Party
        | Check::Recipient => require(operation, membership),
    }
}

fn code<T>(result: Result<T, Rejection>) -> Option<RefusalCode> {
    result.err().map(|rejection| rejection.0.code)
}

#[test]
fn a_member_reads_and_posts() {
    for operation in [Operation::FetchHistory, Operation::SendMessage, Operation::AddReaction] {
        assert_eq!(code(ask(operation, membership(Role::Member, false))), None);
    }
}

#[test]
fn a_circle_one_is_not_in_does_not_exist() {
    for operation in [Operation::FetchHistory, Operation::SendMessage, Operation::PinMessage] {
        assert_eq!(code(ask(operation, None)), Some(RefusalCode::NotFound));
    }
}

#[test]
fn only_a_moderator_pins() {
    let pin = Operation::PinMessage;
    assert_eq!(code(ask(pin, membership(Role::Moderator, false))), None);
    let refused = Some(RefusalCode::NotAllowed);
    assert_eq!(code(ask(pin, membership(Role::Member, false))), refused);
}

#[test]
fn a_closed_circle_can_be_read_and_left_but_not_written_to() {
    for operation in [Operation::FetchHistory, Operation::LeaveCircle, Operation::DeleteMessage] {
        assert_eq!(code(ask(operation, membership(Role::Member, true))), None);
    }
    for operation in [Operation::SendMessage, Operation::EditMessage, Operation::PinMessage] {
        let refused = code(ask(operation, membership(Role::Moderator, true)));
        assert_eq!(refused, Some(RefusalCode::CircleClosed));
    }
}

#[test]
fn the_centre_side_is_not_there_for_others() {
    assert!(require_coordinator(Operation::ListAudit, COORDINATOR).is_ok());
    let refused = require_coordinator(Operation::ListAudit, ALUM).unwrap_err();
    assert_eq!(refused, Rejection::not_found());
}

#[test]
fn a_muted_member_reads_deletes_and_leaves_but_does_not_speak() {
    let muted = |until| {
        let member = membership(Role::Member, false).unwrap();
        Some(Membership { muted_until: Some(Timestamp(until)), ..member })
    };
    for operation in [Operation::SendMessage, Operation::EditMessage, Operation::AddReaction] {
        let refused = ask(operation, muted(NOW.0 + 1)).unwrap_err();
        assert_eq!(refused.0.code, RefusalCode::Muted);
        assert_eq!(refused.0.retry_after_ms, Some(1));
        assert_eq!(code(ask(operation, muted(NOW.0))), None);
    }
    for operation in [
        Operation::FetchHistory,
        Operation::DeleteMessage,
        Operation::LeaveCircle,
        Operation::SetContentNote,
        Operation::RemoveReaction,
    ] {
        assert_eq!(code(ask(operation, muted(NOW.0 + 1))), None);
    }
}

#[test]
fn only_a_moderator_mutes_and_sets_slow_mode() {
    for operation in [
        Operation::MuteMessages,
        Operation::MuteMember,
        Operation::SetSlowMode,
        Operation::ListActions,
    ] {
        let refused = Some(RefusalCode::NotAllowed);
        assert_eq!(code(ask(operation, membership(Role::Member, false))), refused);
        assert_eq!(code(ask(operation, membership(Role::Moderator, false))), None);
    }
}

#[test]
fn slow_mode_keeps_a_members_messages_apart() {
    let spoke = |role, at| {
        let last_posted_at = Some(Timestamp(at));
        let member = membership(role, false).unwrap();
        Membership { slow_mode_seconds: 30, last_posted_at, ..member }
    };
    let refused = require_slow_mode_passed(&spoke(Role::Member, NOW.0 - 10_000), NOW).unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::SlowMode);
    assert_eq!(refused.0.retry_after_ms, Some(20_000));
    assert!(require_slow_mode_passed(&spoke(Role::Member, NOW.0 - 30_000), NOW).is_ok());
    assert!(require_slow_mode_passed(&spoke(Role::Moderator, NOW.0), NOW).is_ok());
    // The clock was set back.
    let later = require_slow_mode_passed(&spoke(Role::Member, NOW.0 + 999_000), NOW).unwrap_err();
    assert_eq!(later.0.retry_after_ms, Some(30_000));
    let off = Membership { slow_mode_seconds: 0, ..spoke(Role::Member, NOW.0) };
    assert!(require_slow_mode_passed(&off, NOW).is_ok());
}

#[test]
fn own_words_are_ones_own_and_nobody_judges_themselves() {
    let (own, others) = (MemberKey(1), MemberKey(2));
    let member = membership(Role::Member, false).unwrap();
    let moderator = membership(Role::Moderator, false).unwrap();
    let refused = Some(RefusalCode::NotAllowed);
    for (operation, membership, about, expected) in [
        (Operation::EditMessage, &member, own, None),
        (Operation::EditMessage, &member, others, refused),
        (Operation::EditMessage, &moderator, others, refused),
        (Operation::SetContentNote, &member, own, None),
        (Operation::SetContentNote, &member, others, refused),
        (Operation::SetContentNote, &moderator, others, None),
        (Operation::MuteMessages, &moderator, others, None),
        (Operation::MuteMessages, &moderator, own, refused),
        (Operation::MuteMember, &moderator, others, None),
        (Operation::MuteMember, &moderator, own, refused),
        (Operation::FetchMessage, &member, others, None),
    ] {
        assert_eq!(code(require_about(operation, membership, about)), expected, "{operation:?}");
    }
}

#[test]
fn a_coordinator_is_not_acted_on_by_a_moderator() {
    assert!(require_about_context(Operation::MuteMember, false).is_ok());
    let refused = Some(RefusalCode::NotAllowed);
    assert_eq!(code(require_about_context(Operation::MuteMember, true)), refused);
    assert_eq!(code(require_about_context(Operation::MuteMessages, true)), None);
}

#[test]
fn a_muted_member_supports_others_where_the_centre_allows_it() {
    let member = membership(Role::Member, false).unwrap();
    let muted = Membership { muted_until: Some(Timestamp(NOW.0 + 1)), ..member };
    assert!(require(Operation::AddReaction, Some(muted.clone())).is_ok());
    let refused = require_may_post(Operation::AddReaction, Some(muted), NOW);
    assert_eq!(code(refused), Some(RefusalCode::Muted));
}
