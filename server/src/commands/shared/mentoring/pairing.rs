//! What all commands on a pairing share: how one is proposed and ended, and who is told.
//! Access ends with the row: a later read finds no pairing.

use circles_protocol::{Notice, PairingId, RefusalCode, Timestamp};
use uuid::Uuid;

use crate::commands::shared::care::{follow_up, mentee_dates};
use crate::commands::shared::core::centre::tell_centre;
use crate::commands::shared::help::alerting;
use crate::domain::{AccountKey, Operation, Rejection, Rules, require_participant};
use crate::limits::MENTEES_PER_MENTOR;
use crate::store::{NewPairing, PairingRow, StoreError, Tx, View};

/// Mentees of one mentor, active or proposed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Caseload {
    pub(crate) all: u16,
    /// Those in their early days.
    pub(crate) early: u16,
}

pub(crate) fn caseload(
    view: &View<'_>,
    mentor: AccountKey,
    rules: &Rules,
    now: Timestamp,
) -> Result<Caseload, StoreError> {
    let mut load = Caseload::default();
    for pairing in view.pairings_of_mentor(mentor)? {
        load.all += 1;
        load.early += u16::from(mentee_dates::is_early(view, pairing.mentee, rules, now)?);
    }
    Ok(load)
}

/// The pairing, if the caller is one of the two.
///
/// # Errors
/// `not_found` for everyone else, and once it has ended.
pub(crate) fn require_paired(
    view: &View<'_>,
    operation: Operation,
    account: AccountKey,
    id: PairingId,
) -> Result<PairingRow, Rejection> {
    let found = view.pairing(id)?.filter(|pairing| pairing.is_of(account));
    require_participant(operation, found.is_some())?;
    found.ok_or_else(Rejection::not_found)
}

/// The pairing, if the caller is its mentor and both have accepted.
///
/// # Errors
/// `not_found` for everyone else, and once it has ended.
pub(crate) fn require_mentor(
    view: &View<'_>,
    operation: Operation,
    account: AccountKey,
    id: PairingId,
) -> Result<PairingRow, Rejection> {
    let found = view.pairing(id)?.filter(|pairing| pairing.mentor == account);
    let active = found.filter(|pairing| pairing.active_since.is_some());
    require_participant(operation, active.is_some())?;
    active.ok_or_else(Rejection::not_found)
}

/// # Errors
/// `caseload_full` if the mentor has as many as they should.
pub(crate) fn require_room(
    view: &View<'_>,
    mentor: AccountKey,
    mentee: AccountKey,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), Rejection> {
    let load = caseload(view, mentor, rules, now)?;
    let early = mentee_dates::is_early(view, mentee, rules, now)?;
    if u32::from(load.all) >= rules.caseload.min(MENTEES_PER_MENTOR)
        || (early && u32::from(load.early) >= rules.caseload_early)
    {
        let sentence = "This mentor's caseload is full.";
        return Err(Rejection::new(RefusalCode::CaseloadFull, sentence));
    }
    Ok(())
}

/// # Errors
/// `caseload_full` if the mentor has as many as anybody can have.
pub(crate) fn require_any_room(view: &View<'_>, mentor: AccountKey) -> Result<(), Rejection> {
    if view.pairings_of_mentor(mentor)?.len() >= MENTEES_PER_MENTOR as usize {
        let sentence =
            format!("This mentor has {MENTEES_PER_MENTOR} mentees, the most there may be.");
        return Err(Rejection::new(RefusalCode::CaseloadFull, &sentence));
    }
    Ok(())
}

/// Proposes; the caller has checked the caseload, and that the two differ.
///
/// # Errors
/// `already_handled` if the mentee has a mentor, or one is proposed.
pub(crate) fn propose(
    tx: &mut Tx<'_>,
    mentor: AccountKey,
    mentee: AccountKey,
    now: Timestamp,
) -> Result<PairingId, Rejection> {
    if tx.pairing_of_mentee(mentee)?.is_some() {
        let sentence = "This person has a mentor already, or one was proposed to them.";
        return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
    }
    let id = PairingId(Uuid::new_v4());
    tx.add_pairing(&NewPairing { id, mentor, mentee, at: now })?;
    tx.remove_mentee_without_mentor(mentee)?;
    tell_both(tx, mentor, mentee)?;
    Ok(id)
}

/// Ends a pairing for good, from this transaction on. No reason is kept.
///
/// # Errors
/// The store's own failure.
pub(crate) fn end(tx: &mut Tx<'_>, pairing: &PairingRow, now: Timestamp) -> Result<(), Rejection> {
    tx.end_pairing(pairing.key, now)?;
    follow_up::remove(tx, pairing.mentee)?;
    if pairing.active_since.is_some() {
        alerting::skip_former_mentor(tx, pairing.mentee, now)?;
    }
    tell_both(tx, pairing.mentor, pairing.mentee)
}

/// Ends all of a mentor's pairings; the centre has to find others for those mentees.
///
/// # Errors
/// The store's own failure.
pub(crate) fn end_all(
    tx: &mut Tx<'_>,
    mentor: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    for pairing in tx.pairings_of_mentor(mentor)? {
        end(tx, &pairing, now)?;
        tx.add_mentee_without_mentor(pairing.mentee, now)?;
    }
    Ok(())
}

/// Both reload what they have open, and so does the centre.
pub(crate) fn tell_both(
    tx: &mut Tx<'_>,
    mentor: AccountKey,
    mentee: AccountKey,
) -> Result<(), Rejection> {
    for account in [mentor, mentee] {
        tx.notify(account, Notice::CareChanged);
    }
    tx.notify(mentor, Notice::BoardChanged);
    tell_centre(tx)
}
