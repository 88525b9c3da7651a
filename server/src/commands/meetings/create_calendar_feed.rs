//! Makes the secret address of an own calendar; an earlier one leads nowhere any
//! more. The secret is in the answer, and nowhere else.

use circles_protocol::{Reply, Timestamp};

use crate::auth::draw_calendar_token;
use crate::domain::{Actor, Rejection, TokenHash};
use crate::store::Store;

pub(crate) async fn create_calendar_feed(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let token = draw_calendar_token()?;
    let hash = TokenHash::of(&token);
    store.write(move |tx| Ok(tx.set_calendar_feed(actor.account, &hash, now)?)).await?;
    Ok(Reply::CalendarFeed { path: format!("/calendar/{token}.ics") })
}
