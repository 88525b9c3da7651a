//! Who may do what: one table. Membership itself is looked up in the
//! transaction that acts; without it a circle does not exist for the caller.

use circles_protocol::Role;

use super::{Actor, Rejection, Standing};

/// Everything a member can do in a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    ReadCircle,
    PostMessage,
    EditMessage,
    DeleteMessage,
    React,
    PinMessage,
    LeaveCircle,
}

/// What an operation asks of whoever wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Member,
    Moderator,
}

/// The need, and whether the circle must be open.
const fn need(operation: Operation) -> (Need, bool) {
    match operation {
        // Own words can be taken back even where nothing new is said.
        Operation::ReadCircle | Operation::LeaveCircle | Operation::DeleteMessage => {
            (Need::Member, false)
        }
        Operation::PostMessage | Operation::EditMessage | Operation::React => (Need::Member, true),
        Operation::PinMessage => (Need::Moderator, true),
    }
}

/// # Errors
/// `not_found` for a circle one is not in (`standing` is `None`), else
/// `not_allowed` or `circle_closed`.
pub(crate) fn require(
    operation: Operation,
    standing: Option<Standing>,
) -> Result<Standing, Rejection> {
    let (need, open) = need(operation);
    let standing = standing.ok_or_else(Rejection::not_found)?;
    let held = match need {
        Need::Member => true,
        Need::Moderator => standing.role == Role::Moderator,
    };
    if !held {
        return Err(Rejection::not_allowed());
    }
    if open && standing.closed {
        return Err(Rejection::circle_closed());
    }
    Ok(standing)
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
        })
    }

    fn code(result: Result<Standing, Rejection>) -> Option<RefusalCode> {
        result.err().map(|rejection| rejection.0.code)
    }

    #[test]
    fn a_member_reads_and_posts() {
        for operation in [Operation::ReadCircle, Operation::PostMessage, Operation::React] {
            assert_eq!(code(require(operation, standing(Role::Member, false))), None);
        }
    }

    #[test]
    fn a_circle_one_is_not_in_does_not_exist() {
        for operation in [Operation::ReadCircle, Operation::PostMessage, Operation::PinMessage] {
            assert_eq!(code(require(operation, None)), Some(RefusalCode::NotFound));
        }
    }

    #[test]
    fn only_a_moderator_pins() {
        let pin = Operation::PinMessage;
        assert_eq!(code(require(pin, standing(Role::Moderator, false))), None);
        let refused = Some(RefusalCode::NotAllowed);
        assert_eq!(code(require(pin, standing(Role::Member, false))), refused);
    }

    #[test]
    fn a_closed_circle_can_be_read_and_left_but_not_written_to() {
        for operation in [Operation::ReadCircle, Operation::LeaveCircle, Operation::DeleteMessage] {
            assert_eq!(code(require(operation, standing(Role::Member, true))), None);
        }
        for operation in [Operation::PostMessage, Operation::EditMessage, Operation::PinMessage] {
            let refused = code(require(operation, standing(Role::Moderator, true)));
            assert_eq!(refused, Some(RefusalCode::CircleClosed));
        }
    }

    #[test]
    fn the_centre_side_is_not_there_for_others() {
        assert!(require_coordinator(COORDINATOR).is_ok());
        let refused = require_coordinator(ALUM).unwrap_err();
        assert_eq!(refused, Rejection::not_found());
    }
}
