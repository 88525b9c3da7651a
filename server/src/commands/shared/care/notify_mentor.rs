//! Tells an alum's mentor that the board has changed. What the mentor then sees is read
//! again, under what is shared at that moment.

use circles_protocol::{Consent, Notice, Timestamp};

use crate::commands::shared::core::centre::tell_centre;
use crate::domain::{AccountKey, Rejection, sharing};
use crate::store::Tx;

pub(crate) fn board_changed(tx: &mut Tx<'_>, mentee: AccountKey) -> Result<(), Rejection> {
    if let Some(pairing) = tx.active_pairing_of_mentee(mentee)? {
        tx.notify(pairing.mentor, Notice::BoardChanged);
    }
    Ok(())
}

/// The same if this consent is in force. A mentor who can't see what changed must not
/// learn that something did.
pub(crate) fn shared_changed(
    tx: &mut Tx<'_>,
    mentee: AccountKey,
    consent: Consent,
) -> Result<(), Rejection> {
    if tx.consent_since(mentee, consent)?.is_some() { board_changed(tx, mentee) } else { Ok(()) }
}

/// The same if this consent lets the mentor see things from that moment.
pub(crate) fn shared_moment_changed(
    tx: &mut Tx<'_>,
    mentee: AccountKey,
    consent: Consent,
    at: Timestamp,
) -> Result<(), Rejection> {
    let Some(pairing) = tx.active_pairing_of_mentee(mentee)? else { return Ok(()) };
    let given_at = tx.consent_since(mentee, consent)?;
    let visible_from = sharing::visible_from(pairing.active_since, given_at);
    if visible_from.is_some_and(|from| from <= at) {
        tx.notify(pairing.mentor, Notice::BoardChanged);
    }
    Ok(())
}

/// This consent was given or revoked: whoever could see by it, or now can, reloads.
pub(crate) fn consent_changed(
    tx: &mut Tx<'_>,
    mentee: AccountKey,
    consent: Consent,
) -> Result<(), Rejection> {
    match consent {
        Consent::MentorSeesCheckIns
        | Consent::MentorSeesDates
        | Consent::MentorToldOfLapse
        | Consent::MayBePhoned => board_changed(tx, mentee),
        Consent::EmergencyContact => tell_centre(tx),
    }
}
