//! Who may do what: one table. Membership itself is looked up in the
//! transaction that acts; without it a circle does not exist for the caller.

use circles_protocol::{Role, Timestamp};

use super::{Actor, Rejection, Standing};

/// Everything a member can do in a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    ReadCircle,
    PostMessage,
    EditMessage,
    DeleteMessage,
    React,
    /// Where the centre lets muted members support others, and for taking back.
    ReactThoughMuted,
    PinMessage,
    LeaveCircle,
    /// Of a message or a person. Whoever is muted needs it no less.
    Report,
    SetContentNote,
    /// Muting and unmuting messages, and looking at muted ones.
    MuteMessage,
    /// Muting members and ending that.
    MuteMember,
    SetSlowMode,
    ListActs,
}

/// What an operation asks of whoever wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Member,
    /// A member who is not muted.
    Voice,
    Moderator,
}

/// The need, and whether the circle must be open.
const fn need(operation: Operation) -> (Need, bool) {
    match operation {
        // Own words can be taken back even where nothing new is said.
        Operation::ReadCircle
        | Operation::LeaveCircle
        | Operation::DeleteMessage
        | Operation::Report => (Need::Member, false),
        Operation::ReactThoughMuted | Operation::SetContentNote => (Need::Member, true),
        Operation::PostMessage | Operation::EditMessage | Operation::React => (Need::Voice, true),
        Operation::PinMessage | Operation::SetSlowMode => (Need::Moderator, true),
        // What was said can still do harm where nothing new is said.
        Operation::MuteMessage | Operation::MuteMember | Operation::ListActs => {
            (Need::Moderator, false)
        }
    }
}

/// # Errors
/// `not_found` for a circle one is not in (`standing` is `None`), else
/// `not_allowed` or `circle_closed`.
pub(crate) fn require(
    operation: Operation,
    standing: Option<Standing>,
) -> Result<Standing, Rejection> {
    debug_assert!(need(operation).0 != Need::Voice, "{operation:?} asks for `require_voice`");
    check(operation, standing)
}

/// The same for what a muted member may not do just now.
///
/// # Errors
/// Those of `require`, and `muted` with the time that is left.
pub(crate) fn require_voice(
    operation: Operation,
    standing: Option<Standing>,
    now: Timestamp,
) -> Result<Standing, Rejection> {
    let standing = check(operation, standing)?;
    match standing.muted_for_ms(now) {
        Some(left_ms) if need(operation).0 == Need::Voice => Err(Rejection::muted(left_ms)),
        Some(_) | None => Ok(standing),
    }
}

fn check(operation: Operation, standing: Option<Standing>) -> Result<Standing, Rejection> {
    let (need, open) = need(operation);
    let standing = standing.ok_or_else(Rejection::not_found)?;
    if need == Need::Moderator && standing.role != Role::Moderator {
        return Err(Rejection::not_allowed());
    }
    if open && standing.closed {
        return Err(Rejection::circle_closed());
    }
    Ok(standing)
}

/// Slow mode: a member's messages keep their distance. Moderators may need to
/// say something at once.
///
/// # Errors
/// `slow_mode`, with the wait.
pub(crate) fn require_turn(standing: &Standing, now: Timestamp) -> Result<(), Rejection> {
    let gap_ms = i64::from(standing.slow_mode_seconds) * 1_000;
    let next = standing.spoke_at.map_or(now, |spoke_at| spoke_at.plus_ms(gap_ms));
    // A clock that was set back must not keep anyone waiting longer than the gap.
    let wait_ms = (next.0 - now.0).min(gap_ms);
    if standing.role == Role::Member && wait_ms > 0 {
        return Err(Rejection::slow_mode(u32::try_from(wait_ms).unwrap_or(u32::MAX)));
    }
    Ok(())
}

/// # Errors
/// `not_found` for everyone else: a member is not told of the centre's side.
pub(crate) fn require_coordinator(actor: Actor) -> Result<(), Rejection> {
    if actor.coordinator { Ok(()) } else { Err(Rejection::not_found()) }
}

#[cfg(test)]
mod tests {
    use circles_protocol::{CircleId, MemberId, RefusalCode, Seq};

    use super::*;
    use crate::domain::{AccountKey, CircleKey, MemberKey};

    const NOW: Timestamp = Timestamp(1_000_000);
    const ALUM: Actor = Actor { account: AccountKey(1), coordinator: false };
    const COORDINATOR: Actor = Actor { account: AccountKey(2), coordinator: true };

    fn standing(role: Role, closed: bool) -> Option<Standing> {
        Some(Standing {
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
            spoke_at: None,
        })
    }

    fn code(result: Result<Standing, Rejection>) -> Option<RefusalCode> {
        result.err().map(|rejection| rejection.0.code)
    }

    #[test]
    fn a_member_reads_and_posts() {
        for operation in [Operation::ReadCircle, Operation::PostMessage, Operation::React] {
            assert_eq!(code(require_voice(operation, standing(Role::Member, false), NOW)), None);
        }
    }

    #[test]
    fn a_circle_one_is_not_in_does_not_exist() {
        for operation in [Operation::ReadCircle, Operation::PostMessage, Operation::PinMessage] {
            assert_eq!(code(require_voice(operation, None, NOW)), Some(RefusalCode::NotFound));
        }
    }

    #[test]
    fn only_a_moderator_pins() {
        let pin = Operation::PinMessage;
        assert_eq!(code(require_voice(pin, standing(Role::Moderator, false), NOW)), None);
        let refused = Some(RefusalCode::NotAllowed);
        assert_eq!(code(require_voice(pin, standing(Role::Member, false), NOW)), refused);
    }

    #[test]
    fn a_closed_circle_can_be_read_and_left_but_not_written_to() {
        for operation in [Operation::ReadCircle, Operation::LeaveCircle, Operation::DeleteMessage] {
            assert_eq!(code(require_voice(operation, standing(Role::Member, true), NOW)), None);
        }
        for operation in [Operation::PostMessage, Operation::EditMessage, Operation::PinMessage] {
            let refused = code(require_voice(operation, standing(Role::Moderator, true), NOW));
            assert_eq!(refused, Some(RefusalCode::CircleClosed));
        }
    }

    #[test]
    fn the_centre_side_is_not_there_for_others() {
        assert!(require_coordinator(COORDINATOR).is_ok());
        let refused = require_coordinator(ALUM).unwrap_err();
        assert_eq!(refused, Rejection::not_found());
    }

    #[test]
    fn a_muted_member_reads_deletes_and_leaves_but_does_not_speak() {
        let muted = |until| {
            let member = standing(Role::Member, false).unwrap();
            Some(Standing { muted_until: Some(Timestamp(until)), ..member })
        };
        for operation in [Operation::PostMessage, Operation::EditMessage, Operation::React] {
            let refused = require_voice(operation, muted(NOW.0 + 1), NOW).unwrap_err();
            assert_eq!(refused.0.code, RefusalCode::Muted);
            assert_eq!(refused.0.retry_after_ms, Some(1));
            assert_eq!(code(require_voice(operation, muted(NOW.0), NOW)), None);
        }
        for operation in [
            Operation::ReadCircle,
            Operation::DeleteMessage,
            Operation::LeaveCircle,
            Operation::SetContentNote,
            Operation::ReactThoughMuted,
        ] {
            assert_eq!(code(require_voice(operation, muted(NOW.0 + 1), NOW)), None);
        }
    }

    #[test]
    fn only_a_moderator_mutes_and_sets_slow_mode() {
        for operation in [
            Operation::MuteMessage,
            Operation::MuteMember,
            Operation::SetSlowMode,
            Operation::ListActs,
        ] {
            let refused = Some(RefusalCode::NotAllowed);
            assert_eq!(code(require_voice(operation, standing(Role::Member, false), NOW)), refused);
            assert_eq!(code(require_voice(operation, standing(Role::Moderator, false), NOW)), None);
        }
    }

    #[test]
    fn slow_mode_keeps_a_members_messages_apart() {
        let spoke = |role, at| {
            let spoke_at = Some(Timestamp(at));
            let member = standing(role, false).unwrap();
            Standing { slow_mode_seconds: 30, spoke_at, ..member }
        };
        let refused = require_turn(&spoke(Role::Member, NOW.0 - 10_000), NOW).unwrap_err();
        assert_eq!(refused.0.code, RefusalCode::SlowMode);
        assert_eq!(refused.0.retry_after_ms, Some(20_000));
        assert!(require_turn(&spoke(Role::Member, NOW.0 - 30_000), NOW).is_ok());
        assert!(require_turn(&spoke(Role::Moderator, NOW.0), NOW).is_ok());
        // The clock was set back.
        let later = require_turn(&spoke(Role::Member, NOW.0 + 999_000), NOW).unwrap_err();
        assert_eq!(later.0.retry_after_ms, Some(30_000));
        let off = Standing { slow_mode_seconds: 0, ..spoke(Role::Member, NOW.0) };
        assert!(require_turn(&off, NOW).is_ok());
    }
}
