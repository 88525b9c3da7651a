//! Screens a message before the circle sees it: what the rules make of it, as the centre
//! has set them, and opening a case if something was found.

use circles_protocol::{CaseKind, MessageId, RefusalCode, Signal, Timestamp};

use crate::commands::shared::help::help_by_words::help_by_words;
use crate::commands::shared::moderation::case;
use crate::commands::shared::moderation::queue::{self, Opening};
use crate::domain::deciding::graver;
use crate::domain::screening::{Author, Signals, Treatment, reason, treatment};
use crate::domain::{Actor, Membership, Position, Rejection};
use crate::store::{EvidenceFor, Tx, View};

/// What is done with a message, and which signals in it the centre has turned on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScreeningResult {
    pub(crate) watched: Signals,
    pub(crate) treatment: Treatment,
}

/// Reads nothing if nothing was found, as in nearly every message.
pub(crate) fn screen(
    view: &View<'_>,
    actor: Actor,
    membership: &Membership,
    found: Signals,
    now: Timestamp,
) -> Result<ScreeningResult, Rejection> {
    if found.is_empty() {
        return Ok(ScreeningResult { watched: found, treatment: Treatment::Post });
    }
    let settings = view.centre_settings()?;
    let watched = found.among(settings.watch_for.into_iter().collect());
    // Nobody reviews a private conversation; its author is still offered help.
    if membership.direct.is_some() {
        let watched = watched.among(Signals::NONE.with(Signal::Crisis));
        return Ok(ScreeningResult { watched, treatment: Treatment::Post });
    }
    let author = Author {
        role: membership.role,
        coordinator: actor.coordinator,
        signed_up_at: view.signed_up_at(actor.account)?,
    };
    Ok(ScreeningResult {
        watched,
        treatment: treatment(watched, author, settings.new_account_hold_days, now),
    })
}

/// A posted message goes into the review queue, with a copy of its words. There is one
/// open case per message: what an edit adds joins it.
pub(crate) fn flag(
    tx: &mut Tx<'_>,
    membership: &Membership,
    (message, position): (MessageId, Position),
    watched: Signals,
    now: Timestamp,
) -> Result<(), Rejection> {
    let case = match tx.open_case_about(membership.member, Some(message))? {
        Some(open) => {
            let signals: Signals = open.signals.iter().copied().chain(watched.list()).collect();
            let reason = graver(open.reason, reason(watched));
            tx.grow_case(open.key, reason, &signals.list(), queue::due(reason, now))?;
            case::notify_deciders(tx, &open)?;
            open.key
        }
        None => {
            let opening = Opening {
                circle: membership.circle,
                kind: CaseKind::Flagged,
                reason: reason(watched),
                subject: membership.member,
                message: Some(message),
                signals: &watched.list(),
            };
            queue::create_case(tx, opening, now)?
        }
    };
    tx.keep_message(EvidenceFor::Case(case), position, now)?;
    if watched.has(Signal::Crisis) {
        let account = tx.account_of(membership.member)?;
        help_by_words(tx, account, now)?;
    }
    Ok(())
}

/// A posted message can't be pulled back from the circle to be held.
pub(crate) fn needs_moderator() -> Rejection {
    let sentence = "Changed like this, it would have to wait for a moderator. \
                    Please send it as a new message.";
    Rejection::new(RefusalCode::NeedsModerator, sentence)
}
