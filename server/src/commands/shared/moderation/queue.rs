//! What all parts of the review queue share: opening a case, and telling those who may
//! decide something, and nobody else, that their queue has changed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use circles_protocol::{CaseId, CaseKind, MessageId, Notice, Reason, Role, Signal, Timestamp};
use uuid::Uuid;

use crate::clock::HOUR_MS;
use crate::domain::deciding::deciders;
use crate::domain::{AccountKey, CircleKey, Decider, DecisionSubject, MemberKey, Rejection};
use crate::limits::{CASE_DUE_HOURS, DANGER_DUE_HOURS};
use crate::store::{CaseKey, NewCase, StoreError, Tx, View};

/// What a new case is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening<'a> {
    pub(crate) circle: CircleKey,
    pub(crate) kind: CaseKind,
    pub(crate) reason: Reason,
    pub(crate) subject: MemberKey,
    pub(crate) message: Option<MessageId>,
    pub(crate) signals: &'a [Signal],
}

/// The deadline for deciding what is known now.
pub(crate) const fn due(reason: Reason, now: Timestamp) -> Timestamp {
    let hours = match reason {
        Reason::Danger => DANGER_DUE_HOURS,
        Reason::Predation
        | Reason::Outing
        | Reason::Solicitation
        | Reason::Shaming
        | Reason::Other => CASE_DUE_HOURS,
    };
    now.plus_ms(HOUR_MS * hours)
}

/// Adds a case to the queue and tells whoever may decide it.
pub(crate) fn create_case(
    tx: &mut Tx<'_>,
    opening: Opening<'_>,
    now: Timestamp,
) -> Result<CaseKey, Rejection> {
    let Opening { circle, kind, reason, subject, message, signals } = opening;
    let (id, due_at) = (CaseId(Uuid::new_v4()), due(reason, now));
    let at = now;
    let new = NewCase { id, circle, kind, reason, subject, message, signals, at, due_at };
    let case = tx.create_case(&new)?;
    let subject = tx.account_of(subject)?;
    tell_deciders(tx, circle, DecisionSubject::Case { subject })?;
    Ok(case)
}

/// Who may decide where; each circle of a long list is looked up only once.
#[derive(Debug, Default)]
pub(crate) struct PeopleByCircle(HashMap<CircleKey, Vec<Decider>>);

impl PeopleByCircle {
    pub(crate) fn in_circle(
        &mut self,
        view: &View<'_>,
        circle: CircleKey,
    ) -> Result<&[Decider], StoreError> {
        match self.0.entry(circle) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => Ok(place.insert(view.deciders_in(circle)?)),
        }
    }
}

/// Something was added to, changed in or removed from the queue of those who may decide
/// it.
pub(crate) fn tell_deciders(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    decision_subject: DecisionSubject,
) -> Result<(), Rejection> {
    let people = tx.deciders_in(circle)?;
    for account in deciders(&people, decision_subject) {
        tx.notify(account, Notice::QueueChanged);
    }
    Ok(())
}

/// Somebody became a moderator of this circle, or stopped being one: others, the centre
/// among them, may now be the ones to decide what is pending there.
pub(crate) fn tell_staff(tx: &mut Tx<'_>, circle: CircleKey) -> Result<(), Rejection> {
    for one in tx.deciders_in(circle)? {
        tx.notify(one.account, Notice::QueueChanged);
    }
    Ok(())
}

/// The same in every circle that this account moderates.
pub(crate) fn tell_staff_of(tx: &mut Tx<'_>, account: AccountKey) -> Result<(), Rejection> {
    for (membership, _) in tx.memberships(account)? {
        if membership.role == Role::Moderator {
            tell_staff(tx, membership.circle)?;
        }
    }
    Ok(())
}
