//! Who may do what: the table, and the checks that apply it to a person. The membership
//! itself is looked up in the transaction that acts; without one, a circle does not exist
//! for the caller.

mod table;

use circles_protocol::{DirectState, Role, Timestamp};

pub(crate) use table::{About, Endpoint, Method, Operation, Who};

use super::received::Recipient;
use super::{Actor, MemberKey, Membership, Rejection};

/// How a line of the table is checked: one of the functions below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    /// There is nothing to check in the transaction.
    Nothing,
    Membership,
    /// `Membership` or `Poster`, depending on the centre's setting.
    MembershipOrPoster,
    Poster,
    Centre,
    Decider,
    Party,
    Recipient,
}

impl Who {
    const fn check(self) -> Check {
        match self {
            Self::Anyone | Self::SignedIn => Check::Nothing,
            Self::Member | Self::Moderator => Check::Membership,
            Self::Support => Check::MembershipOrPoster,
            Self::Poster => Check::Poster,
            Self::Coordinator => Check::Centre,
            Self::Decider | Self::DeciderOrCentre => Check::Decider,
            Self::Recipient => Check::Recipient,
            Self::Paired
            | Self::Mentor
            | Self::Alerted
            | Self::HelpParty
            | Self::OnCall
            | Self::OnShift
            | Self::ModeratorOrCentre
            | Self::Host
            | Self::Guest => Check::Party,
        }
    }
}

/// # Errors
/// `internal` if the table asks for another check. Nobody gets through.
fn require_check(operation: Operation, made: &[Check]) -> Result<(), Rejection> {
    if made.contains(&operation.rule().who.check()) {
        return Ok(());
    }
    debug_assert!(false, "{operation:?} asks for another check: see the table");
    Err(Rejection::internal())
}

/// # Errors
/// `not_found` for a circle that the caller is not in (`membership` is `None`), otherwise
/// `account_recovering`, `not_allowed` or `circle_closed`.
pub(crate) fn require(
    operation: Operation,
    membership: Option<Membership>,
) -> Result<Membership, Rejection> {
    require_check(operation, &[Check::Membership, Check::MembershipOrPoster])?;
    require_membership(operation, membership)
}

/// The same for what a muted member may not do right now.
///
/// # Errors
/// Those of `require`, and `muted` with the remaining time.
pub(crate) fn require_may_post(
    operation: Operation,
    membership: Option<Membership>,
    now: Timestamp,
) -> Result<Membership, Rejection> {
    require_check(operation, &[Check::Poster, Check::MembershipOrPoster])?;
    let membership = require_membership(operation, membership)?;
    match membership.muted_for_ms(now) {
        Some(left_ms) => Err(Rejection::muted(left_ms)),
        None => Ok(membership),
    }
}

/// # Errors
/// `not_found` for everyone else: members are not told about the centre's side.
pub(crate) fn require_coordinator(operation: Operation, actor: Actor) -> Result<(), Rejection> {
    require_check(operation, &[Check::Centre])?;
    found(actor.coordinator)
}

/// `may` is what `deciding` says about the caller.
///
/// # Errors
/// `not_found` for everyone else, as for something that was made up.
pub(crate) fn require_decider(operation: Operation, may: bool) -> Result<(), Rejection> {
    require_check(operation, &[Check::Decider])?;
    found(may)
}

/// Whether the caller is a party to the thing itself: a pairing, a request for help, a
/// shift, a meeting.
///
/// # Errors
/// `not_found` for everyone else, as for something that was made up.
pub(crate) fn require_participant(operation: Operation, party: bool) -> Result<(), Rejection> {
    require_check(operation, &[Check::Party])?;
    found(party)
}

/// For things that somebody received, even if they have left since.
///
/// # Errors
/// `not_found` for a circle in which they received nothing, or did so too long ago.
pub(crate) fn require_recipient(
    operation: Operation,
    recipient: Option<Recipient>,
) -> Result<Recipient, Rejection> {
    require_check(operation, &[Check::Recipient])?;
    let recipient = recipient.ok_or_else(Rejection::not_found)?;
    if recipient.withheld { Err(Rejection::account_recovering()) } else { Ok(recipient) }
}

/// Whether somebody who received it may do this to this member, or to their words.
///
/// # Errors
/// `not_allowed`.
pub(crate) fn require_recipient_about(
    operation: Operation,
    recipient: &Recipient,
    member: MemberKey,
) -> Result<(), Rejection> {
    require_about_by(operation, Some(recipient.member), false, member)
}

fn found(may: bool) -> Result<(), Rejection> {
    if may { Ok(()) } else { Err(Rejection::not_found()) }
}

/// # Errors
/// `circle_closed` if the operation needs an open circle.
pub(crate) fn require_open(operation: Operation, closed: bool) -> Result<(), Rejection> {
    if closed && operation.rule().open { Err(Rejection::circle_closed()) } else { Ok(()) }
}

/// Whether it may be about this member, or about words of theirs.
///
/// # Errors
/// `not_allowed`.
pub(crate) fn require_about(
    operation: Operation,
    membership: &Membership,
    member: MemberKey,
) -> Result<(), Rejection> {
    let moderator = membership.role == Role::Moderator;
    require_about_by(operation, Some(membership.member), moderator, member)
}

/// The same for somebody who may act without being a member: `by` is null for the centre.
///
/// # Errors
/// `not_allowed`.
pub(crate) fn require_about_by(
    operation: Operation,
    by: Option<MemberKey>,
    moderator: bool,
    member: MemberKey,
) -> Result<(), Rejection> {
    let own = by == Some(member);
    let may = match operation.rule().about {
        About::Any => true,
        About::OwnWords => own,
        About::OwnWordsOrModerator => own || moderator,
        About::OthersWords | About::SomebodyElse | About::AnotherMember => !own,
    };
    if may { Ok(()) } else { Err(Rejection::not_allowed()) }
}

/// Whether it may be about somebody in this role.
///
/// # Errors
/// `not_allowed`.
pub(crate) fn require_about_context(
    operation: Operation,
    coordinator: bool,
) -> Result<(), Rejection> {
    match operation.rule().about {
        About::AnotherMember if coordinator => Err(Rejection::not_allowed()),
        About::Any
        | About::OwnWords
        | About::OwnWordsOrModerator
        | About::OthersWords
        | About::SomebodyElse
        | About::AnotherMember => Ok(()),
    }
}

/// Whether the caller must be signed in at all.
pub(crate) fn asks_who(endpoint: Endpoint) -> bool {
    endpoint.rule().who != Who::Anyone
}

fn require_membership(
    operation: Operation,
    membership: Option<Membership>,
) -> Result<Membership, Rejection> {
    let membership = membership.ok_or_else(Rejection::not_found)?;
    if membership.withheld {
        return Err(Rejection::account_recovering());
    }
    if operation.rule().who == Who::Moderator && membership.role != Role::Moderator {
        return Err(Rejection::not_allowed());
    }
    require_open(operation, membership.closed)?;
    require_open_direct(operation, membership.direct)?;
    Ok(membership)
}

/// # Errors
/// `direct_waiting` until a private conversation is accepted, and `circle_closed` once it
/// has ended, for what needs an open circle.
fn require_open_direct(operation: Operation, direct: Option<DirectState>) -> Result<(), Rejection> {
    match direct {
        Some(_) if !operation.rule().open => Ok(()),
        None | Some(DirectState::Open) => Ok(()),
        Some(DirectState::Asking) => Err(Rejection::direct_waiting()),
        Some(DirectState::Asked) => Err(Rejection::direct_asked()),
        Some(DirectState::Ended) => Err(Rejection::direct_ended()),
    }
}

/// Slow mode: a member has to wait between messages. Moderators are exempt, since they
/// may need to say something at once.
///
/// # Errors
/// `slow_mode`, with the wait.
pub(crate) fn require_slow_mode_passed(
    membership: &Membership,
    now: Timestamp,
) -> Result<(), Rejection> {
    let gap_ms = i64::from(membership.slow_mode_seconds) * 1_000;
    let next =
        membership.last_posted_at.map_or(now, |last_posted_at| last_posted_at.plus_ms(gap_ms));
    // A clock that was set back must not keep anyone waiting longer than the gap.
    let wait_ms = (next.0 - now.0).min(gap_ms);
    if membership.role == Role::Member && wait_ms > 0 {
        return Err(Rejection::slow_mode(u32::try_from(wait_ms).unwrap_or(u32::MAX)));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
