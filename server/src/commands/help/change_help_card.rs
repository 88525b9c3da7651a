//! Replaces the centre's help card as a whole. The earlier card is not kept. Coordinators
//! only.

use circles_protocol::requests::ChangeHelpCard;
use circles_protocol::{AuditAction, HelpCard, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::centre::tell_centre;
use crate::commands::shared::core::local_time;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn change_help_card(
    context: Context<'_>,
    request: ChangeHelpCard,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ChangeHelpCard, actor)?;
    let card = request.card;
    require_fitting(&card)?;
    store
        .write(move |tx| {
            // Today may be another date for somebody who works late in another time zone.
            let today = local_time::today_at_centre(tx, now)?.0;
            let last = today.succ_opt().unwrap_or(today);
            if card.last_checked.is_some_and(|day| day.0 > last) {
                let sentence = "The check date can't be in the future.";
                return Err(Rejection::invalid("card.last_checked", sentence));
            }
            if tx.help_card()? != card {
                tx.set_help_card(&card)?;
                tell_centre(tx)?;
                audit::append(
                    tx,
                    actor,
                    now,
                    NewAuditEntry::for_centre(AuditAction::HelpCardChanged),
                )?;
            }
            Ok(Reply::Done)
        })
        .await
}

fn require_fitting(card: &HelpCard) -> Result<(), Rejection> {
    if !(1..=limits::CARD_NUMBERS_MOST).contains(&card.numbers.len()) {
        return Err(Rejection::invalid("card.numbers", "It has 1 to 12 numbers."));
    }
    if card.steps.len() > limits::CARD_STEPS_MOST {
        return Err(Rejection::invalid("card.steps", "It has 12 steps at most."));
    }
    Ok(())
}
