//! Refuses a taken name to whoever uses an invite, and counts the attempt: an invite must
//! not reveal who is here by the names that it refuses.

use crate::commands::shared::core::centre::tell_centre;
use crate::domain::Rejection;
use crate::domain::invite::{self, TAKEN_NAMES_PER_INVITE, TakenName};
use crate::security::{Event, Kind};
use crate::store::{InviteRow, Tx};

/// What the guest is told: `refusal`, or that the invite is now locked. The transaction
/// must be committed for the name to count, and must not have changed anything else.
pub(crate) fn refuse_taken_name(
    tx: &mut Tx<'_>,
    invite: &InviteRow,
    name: TakenName,
    mut refusal: Rejection,
) -> Result<Rejection, Rejection> {
    let tried = tx.note_taken_name(invite.id, name)?;
    if tried >= TAKEN_NAMES_PER_INVITE {
        tell_centre(tx)?;
        // Only once: after that the invite is refused before a name is checked.
        tx.tell_operator(Event::of(Kind::InviteLocked).invite(invite.id));
        return Ok(invite::locked());
    }
    if tried + 1 == TAKEN_NAMES_PER_INVITE {
        refusal.0.message.push_str(" One more name that is taken ends this invite.");
    }
    Ok(refusal)
}
