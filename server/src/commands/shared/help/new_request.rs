//! What every new request for help has: the id under which others see it, and a limit on
//! how often somebody may ask.

use circles_protocol::{HelpCard, HelpId, Timestamp};
use uuid::Uuid;

use crate::clock::HOUR_MS;
use crate::domain::{Actor, Rejection};
use crate::limits::{HELP_ASKED_PER_HOUR, HELP_REQUESTS_PER_HOUR};
use crate::store::View;

/// The id by which those who are told will know it. If somebody else has asked under the
/// same id, a new one is used; for whoever asks, theirs works as if it were unused.
pub(crate) fn told_as(view: &View<'_>, id: HelpId) -> Result<HelpId, Rejection> {
    Ok(if view.help(id)?.is_none() { id } else { HelpId(Uuid::now_v7()) })
}

pub(crate) fn require_not_too_often(
    view: &View<'_>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Rejection> {
    let since = now.plus_ms(-HOUR_MS);
    let told = view.count_help(actor.account, false, since)?;
    if told >= HELP_REQUESTS_PER_HOUR
        || view.count_all_help(actor.account, since)? >= HELP_ASKED_PER_HOUR
    {
        return Err(Rejection::limit_reached(&too_often(&view.help_card()?)));
    }
    Ok(())
}

/// With the first numbers of the centre's own card: built-in ones may not work where the
/// centre is.
fn too_often(card: &HelpCard) -> String {
    let numbers = card.numbers.iter().take(3);
    let numbers: Vec<_> =
        numbers.map(|one| format!("{}, {}", one.label.as_str(), one.phone.as_str())).collect();
    format!(
        "You have asked several times within the hour, and we can't take one more just now. \
         If you need somebody right now, please call. {}.",
        numbers.join("; ")
    )
}
