//! Records when a mentor and a mentee mean to talk next.

use circles_protocol::requests::SetNextContact;
use circles_protocol::{Notice, Reply, Timestamp};

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::mentoring::pairing::require_mentor;
use crate::domain::{Operation, Rejection};
use crate::limits::AGREED_DAYS_MOST;

pub(crate) async fn set_next_contact(
    context: Context<'_>,
    request: SetNextContact,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let SetNextContact { pairing, at } = request;
            let pairing = require_mentor(tx, Operation::SetNextContact, actor.account, pairing)?;
            require_ahead(at, now)?;
            tx.set_next_contact(pairing.key, at)?;
            tx.notify(actor.account, Notice::BoardChanged);
            Ok(Reply::Done)
        })
        .await
}

fn require_ahead(at: Option<Timestamp>, now: Timestamp) -> Result<(), Rejection> {
    match at {
        Some(at) if at <= now => Err(Rejection::invalid("at", "That time is over.")),
        Some(at) if at > now.plus_ms(AGREED_DAYS_MOST * DAY_MS) => {
            Err(Rejection::invalid("at", "That is more than a year away."))
        }
        Some(_) | None => Ok(()),
    }
}
