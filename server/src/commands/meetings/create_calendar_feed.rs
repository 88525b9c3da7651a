//! Makes the secret address of the caller's own calendar feed; an earlier address stops
//! working. The secret appears only in the answer.

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
