//! Writes the centre's help card anew, as a whole. Coordinators only.

use circles_protocol::requests::ChangeHelpCard;
use circles_protocol::{AuditAct, HelpCard, Reply, Timestamp, limits};

use super::note_down::{Deed, note_down};
use super::wall;
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn change_help_card(
    store: &Store,
    actor: Actor,
    request: ChangeHelpCard,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ChangeHelpCard, actor)?;
    let card = bounded(request.card)?;
    store
        .write(move |tx| {
            let today = wall::today_at_centre(tx, now)?;
            if card.last_checked.is_some_and(|day| day > today) {
                return Err(Rejection::invalid("card.last_checked", "That day has not come yet."));
            }
            if tx.help_card()? != card {
                tx.set_help_card(&card)?;
                let act = AuditAct::HelpCardChanged;
                let deed = Deed { act, circle: None, target: None, reason: None };
                note_down(tx, actor, now, deed)?;
            }
            Ok(Reply::Done)
        })
        .await
}

fn bounded(card: HelpCard) -> Result<HelpCard, Rejection> {
    if card.numbers.is_empty() {
        // A card without anybody to call would help nobody.
        return Err(Rejection::invalid("card.numbers", "Please keep at least one number."));
    }
    if card.numbers.len() > limits::CARD_NUMBERS_MOST {
        return Err(Rejection::invalid("card.numbers", "A card holds at most 12 numbers."));
    }
    if card.steps.len() > limits::CARD_STEPS_MOST {
        return Err(Rejection::invalid("card.steps", "A card holds at most 12 steps."));
    }
    Ok(card)
}
