//! A mentor's board with a year of history, for `circles fill`.

use circles_protocol::{
    CheckInId, CheckInView, Consent, Halt, HowItIs, Means, MentorId, Mood, OutreachOutcome,
    PairingId, Phone, Statement, Timestamp, WireEnum as _, limits,
};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::domain::{AccountKey, MemberKey, Rejection};
use crate::store::{NewPairing, Tx};

const DAYS: i64 = 365;

const NOTE: &str = "Slept badly, walked by the river, felt a little better after the call.";

/// The first member mentors this many of the others, each of whom shares everything that
/// can be shared and checks in every day.
pub(super) fn walk_beside(
    tx: &mut Tx<'_>,
    members: &[MemberKey],
    mentees: u32,
    now: Timestamp,
) -> Result<(), Rejection> {
    let few = || Rejection::invalid("members", "There must be more of them than mentees.");
    let mentees = usize::try_from(mentees).map_err(|_| few())?;
    let (first, others) = members.split_first().ok_or_else(few)?;
    let mentor = tx.account_of(*first)?;
    tx.add_mentor(MentorId(Uuid::new_v4()), mentor, now)?;
    for member in others.get(..mentees).ok_or_else(few)? {
        let mentee = tx.account_of(*member)?;
        walk_a_year(tx, mentor, mentee, now)?;
    }
    Ok(())
}

fn walk_a_year(
    tx: &mut Tx<'_>,
    mentor: AccountKey,
    mentee: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let start = now.plus_ms(-DAYS * DAY_MS);
    let id = PairingId(Uuid::new_v4());
    let pairing = tx.add_pairing(&NewPairing { id, mentor, mentee, at: start })?;
    for by_mentor in [true, false] {
        tx.accept_pairing(pairing, by_mentor, start)?;
    }
    for &consent in Consent::ALL {
        tx.give_consent(mentee, consent, limits::CONSENT_VERSION, start)?;
    }
    let phone = Phone::from_stored("555 0101".to_owned());
    tx.set_contact(mentee, Some(&phone), None)?;
    for day in 1..=DAYS {
        let at = start.plus_ms(day * DAY_MS - 1);
        tx.add_check_in(mentee, &check_in(at, day % 5 == 0), at)?;
        if day % 3 == 0 {
            tx.log_outreach(pairing, Means::Message, OutreachOutcome::Reached, at)?;
        }
    }
    Ok(())
}

fn check_in(at: Timestamp, wants_call: bool) -> CheckInView {
    let note = Some(Statement::from_stored(NOTE.to_owned()));
    let how = HowItIs { mood: Mood::Low, craving: 4, halt: vec![Halt::Lonely], note };
    CheckInView { id: CheckInId(Uuid::new_v4()), at, how: Some(how), wants_call }
}
