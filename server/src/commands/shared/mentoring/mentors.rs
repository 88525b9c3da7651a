//! Makes somebody a mentor, and tells them when that changes.

use circles_protocol::{MentorId, Notice, Timestamp};
use uuid::Uuid;

use crate::commands::shared::core::centre::tell_centre;
use crate::domain::{AccountKey, Rejection};
use crate::store::Tx;

/// Nothing changes for somebody who is one already.
pub(crate) fn make_mentor(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<MentorId, Rejection> {
    if let Some(mentor) = tx.mentor_of(account)? {
        return Ok(mentor);
    }
    let made = tx.add_mentor(MentorId(Uuid::new_v4()), account, now)?;
    let mentor = made.ok_or_else(Rejection::internal)?;
    tell_of_role(tx, account)?;
    Ok(mentor)
}

/// They have a board now, or no longer have one: the next `hello` says so.
pub(crate) fn tell_of_role(tx: &mut Tx<'_>, account: AccountKey) -> Result<(), Rejection> {
    tx.notify(account, Notice::CareChanged);
    tx.notify(account, Notice::CirclesChanged);
    tell_centre(tx)
}
