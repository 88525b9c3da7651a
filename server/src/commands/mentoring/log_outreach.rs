//! Records that a mentor was in touch with a mentee, or tried to be.

use circles_protocol::requests::LogOutreach;
use circles_protocol::{Means, Notice, OutreachOutcome, Reply};
use uuid::Uuid;

use crate::commands::Context;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::care::mentee_card::{phone, shared};
use crate::commands::shared::core::idempotent::run_once;
use crate::commands::shared::mentoring::pairing::require_mentor;
use crate::domain::counts::Count;
use crate::domain::{Operation, Rejection, board};

pub(crate) async fn log_outreach(
    context: Context<'_>,
    request: LogOutreach,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            run_once(
                tx,
                actor.account,
                now,
                |_| Reply::Done,
                |tx| {
                    let LogOutreach { pairing, means, outcome } = request;
                    let pairing =
                        require_mentor(tx, Operation::LogOutreach, actor.account, pairing)?;
                    let may_phone = means == Means::Phone
                        && phone(tx, pairing.mentee, shared(tx, &pairing)?)?.is_some();
                    if !board::means(may_phone).contains(&means) {
                        return Err(Rejection::not_allowed());
                    }
                    tx.log_outreach(pairing.key, means, outcome, now)?;
                    tx.count(Count::Outreach, now)?;
                    match outcome {
                        // A mentee who was spoken to is not silent.
                        OutreachOutcome::Reached => {
                            follow_up::record_contact(tx, pairing.mentee, now, &rules)?;
                        }
                        OutreachOutcome::Attempt => {}
                    }
                    tx.notify(actor.account, Notice::BoardChanged);
                    // A row of outreach has no id of its own.
                    Ok(Uuid::nil())
                },
            )
        })
        .await
}
