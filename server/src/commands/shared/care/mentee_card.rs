//! A mentee as their mentor sees them at this moment: every fact that an alum shares is
//! read under the consent in force now, and through an index.

use circles_protocol::{Consent, HelloStep, MenteeCard, OutreachView, Phone, Timestamp};

use crate::commands::shared::care::mentee_dates::{self, SharedMilestones};
use crate::commands::shared::core::local_time::{self, Days};
use crate::domain::board::{self, BoardInput, BoardRank};
use crate::domain::{AccountKey, Rejection, Rules, sharing};
use crate::store::{PairingRow, StoreError, View};

/// A card, and its position on the board.
pub(crate) struct Card {
    pub(crate) rank: BoardRank,
    pub(crate) card: MenteeCard,
    pub(crate) shared: Shared,
}

/// Since when the mentor can see each kind of thing; `None` for what is not shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(crate) check_ins: Option<Timestamp>,
    pub(crate) dates: Option<Timestamp>,
    pub(crate) lapses: Option<Timestamp>,
    pub(crate) phone: Option<Timestamp>,
}

pub(crate) fn shared(view: &View<'_>, pairing: &PairingRow) -> Result<Shared, StoreError> {
    let from = |consent| {
        let given_at = view.consent_since(pairing.mentee, consent)?;
        Ok::<_, StoreError>(sharing::visible_from(pairing.active_since, given_at))
    };
    Ok(Shared {
        check_ins: from(Consent::MentorSeesCheckIns)?,
        dates: from(Consent::MentorSeesDates)?,
        lapses: from(Consent::MentorToldOfLapse)?,
        phone: from(Consent::MayBePhoned)?,
    })
}

/// The number that a mentor may call right now.
pub(crate) fn phone(
    view: &View<'_>,
    mentee: AccountKey,
    shared: Shared,
) -> Result<Option<Phone>, StoreError> {
    if shared.phone.is_some() { view.shared_phone(mentee) } else { Ok(None) }
}

/// The same, looked up by the two people; nothing if they are not paired.
pub(crate) fn phone_for(
    view: &View<'_>,
    mentor: AccountKey,
    mentee: AccountKey,
) -> Result<Option<Phone>, StoreError> {
    match view.active_pairing_of_mentee(mentee)? {
        Some(pairing) if pairing.mentor == mentor => phone(view, mentee, shared(view, &pairing)?),
        Some(_) | None => Ok(None),
    }
}

pub(crate) fn card(
    view: &View<'_>,
    pairing: &PairingRow,
    rules: &Rules,
    now: Timestamp,
) -> Result<Card, Rejection> {
    let mentee = pairing.mentee;
    let shared = shared(view, pairing)?;
    let Days { graduated_on, today } = local_time::days_of(view, mentee, now)?;
    let last_outreach = view.newest_outreach(pairing.key, 1)?.pop();
    let milestones = match shared.dates {
        Some(_) => mentee_dates::milestones(view, mentee, today)?,
        None => SharedMilestones::default(),
    };
    let lapse = match shared.lapses {
        Some(from) => view.lapses_told(mentee, from)?.into_iter().next(),
        None => None,
    };
    let wants_call_since = wants_call_since(view, pairing, shared)?;
    let hello = hello(view, pairing, shared, last_outreach.as_ref(), rules)?;
    let help_since = view.help_waiting_for(pairing.mentor, mentee)?;
    let milestone = milestones.near(today);
    let input = BoardInput { wants_call_since, help_since, hello, milestone };
    let alias = view.usual_alias(mentee)?;
    let rank = board::rank(&input, &alias);
    let (last_check_in, paused_until) = silence(view, mentee, shared, now)?;
    let phone = phone(view, mentee, shared)?;
    let card = MenteeCard {
        pairing: pairing.id,
        alias,
        weeks: board::weeks(graduated_on, today),
        attention: board::attention(&input),
        next_contact_at: pairing.next_contact_at,
        last_outreach,
        hello_step: hello.map(|(due, _)| due),
        wants_call_since,
        help_since,
        shares_check_ins: shared.check_ins.is_some(),
        last_check_in,
        paused_until,
        next_milestone: milestones.next,
        congratulate: milestones.congratulate,
        lapse,
        means: board::means(phone.is_some()),
        phone,
        direct: view.open_direct(pairing.mentor, mentee)?,
    };
    Ok(Card { rank, card, shared })
}

/// A wish for a call stands until the mentee was reached. It counts from when it arrived
/// here: a telephone whose clock is slow must not lose it.
fn wants_call_since(
    view: &View<'_>,
    pairing: &PairingRow,
    shared: Shared,
) -> Result<Option<Timestamp>, StoreError> {
    let Some(from) = shared.check_ins else { return Ok(None) };
    let Some((at, received_at)) = view.shared_call(pairing.mentee, from)? else { return Ok(None) };
    let answered = view.last_reached(pairing.key)?.is_some_and(|reached| reached >= received_at);
    Ok((!answered).then_some(at))
}

fn hello(
    view: &View<'_>,
    pairing: &PairingRow,
    shared: Shared,
    last_outreach: Option<&OutreachView>,
    rules: &Rules,
) -> Result<Option<(HelloStep, Timestamp)>, StoreError> {
    match shared.check_ins {
        Some(_) => {
            mentee_dates::hello(view, pairing.mentee, last_outreach.map(|last| last.at), rules)
        }
        None => Ok(None),
    }
}

type Silence = (Option<circles_protocol::CheckInView>, Option<Timestamp>);

fn silence(
    view: &View<'_>,
    mentee: AccountKey,
    shared: Shared,
    now: Timestamp,
) -> Result<Silence, StoreError> {
    let Some(from) = shared.check_ins else { return Ok((None, None)) };
    let last = view.shared_check_ins(mentee, from, None, 1)?.pop();
    let paused_until = view.check_ins_paused_until(mentee)?;
    Ok((last, paused_until.filter(|until| *until > now)))
}
