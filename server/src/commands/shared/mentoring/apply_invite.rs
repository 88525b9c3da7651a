//! What an invite brings besides its circle: the role of a mentor, a graduation date, and
//! a proposed mentor. Part of signing up and of using a further invite, inside their
//! transaction.

use circles_protocol::{InviteRole, Timestamp};

use crate::commands::shared::core::centre::tell_centre;
use crate::commands::shared::mentoring::mentors::make_mentor;
use crate::commands::shared::mentoring::pairing::{propose, require_room};
use crate::domain::{AccountKey, MentorKey, Rejection, Rules};
use crate::store::{InviteRow, Tx};

pub(crate) fn follow(
    tx: &mut Tx<'_>,
    invite: &InviteRow,
    account: AccountKey,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), Rejection> {
    match invite.role {
        InviteRole::Mentor => {
            make_mentor(tx, account, now)?;
        }
        InviteRole::Member | InviteRole::Moderator | InviteRole::Coordinator => {}
    }
    if let Some(on) = invite.graduated_on {
        tx.set_graduation(account, on)?;
    }
    match invite.mentor {
        Some(mentor) => propose_where_it_fits(tx, mentor, account, rules, now),
        None => Ok(()),
    }
}

/// The invite works in any case. If the mentor's caseload is full by now, or they are no
/// longer a mentor, the centre looks for another.
fn propose_where_it_fits(
    tx: &mut Tx<'_>,
    mentor: MentorKey,
    mentee: AccountKey,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), Rejection> {
    let mentor = tx.mentor_by_key(mentor)?.map(|mentor| mentor.account);
    let taken = tx.pairing_of_mentee(mentee)?.is_some();
    match mentor.filter(|mentor| *mentor != mentee && !taken) {
        Some(mentor) if require_room(tx, mentor, mentee, rules, now).is_ok() => {
            propose(tx, mentor, mentee, now).map(drop)
        }
        Some(_) | None => tell_centre(tx),
    }
}
