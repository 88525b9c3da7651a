//! Folds a message of a new account that several people have reported, until a moderator
//! has reviewed it. Part of several commands, inside their transaction. Only the number
//! of reports is used, never who made them.

use circles_protocol::{CircleId, EventPayload, MessageId, Seq, Signal, Timestamp};

use crate::commands::shared::core::circle_log;
use crate::domain::received::Recipient;
use crate::domain::review::{ReportCount, Review, folds};
use crate::domain::{CircleKey, Rejection};
use crate::store::{CaseRow, Entry, MessageRow, Tx};

/// Somebody has joined the open case about this message.
pub(crate) fn fold_if_reported_enough(
    tx: &mut Tx<'_>,
    reporter: &Recipient,
    (case, message): (&CaseRow, MessageId),
    now: Timestamp,
) -> Result<(), Rejection> {
    let Some(found) = tx.message(reporter.circle, message)? else { return Ok(()) };
    // Reports of earlier words don't count.
    let since = tx.edited_at(found.position)?.unwrap_or(Timestamp(0));
    let reported = ReportCount {
        reporters: tx.count_reporters(case.key, since)?,
        review: found.review,
        crisis: case.signals.contains(&Signal::Crisis),
        direct: reporter.direct,
        signed_up_at: tx.signed_up_at(case.subject_account)?,
    };
    let fold_days = tx.centre_settings()?.fold_reports_days.unwrap_or_default();
    if folds(reported, fold_days, now) {
        tx.set_review(found.position, Review::Pending)?;
        let place = (reporter.circle, reporter.circle_id);
        tell(tx, place, (&found, message), true, now)?;
    }
    Ok(())
}

/// A moderator has reviewed this message: it is unfolded if it was folded, and reports of
/// its words no longer fold it. Returns the position of the unfolding.
pub(crate) fn looked_at(
    tx: &mut Tx<'_>,
    place: (CircleKey, CircleId),
    (message, id): (&MessageRow, MessageId),
    now: Timestamp,
) -> Result<Option<Seq>, Rejection> {
    if message.body.is_none() || message.review == Some(Review::Done) {
        return Ok(None);
    }
    tx.set_review(message.position, Review::Done)?;
    match message.review {
        Some(Review::Pending) => tell(tx, place, (message, id), false, now).map(Some),
        Some(Review::Done) | None => Ok(None),
    }
}

fn tell(
    tx: &mut Tx<'_>,
    place: (CircleKey, CircleId),
    (message, id): (&MessageRow, MessageId),
    under_review: bool,
    now: Timestamp,
) -> Result<Seq, Rejection> {
    let entry = Entry::UnderReviewChanged { message: message.position };
    let payload = EventPayload::UnderReviewChanged { message: id, under_review };
    circle_log::append_anonymous(tx, place, now, entry, payload)
}
