//! Makes the secret address of the caller's own calendar feed; an earlier address stops
//! working. The secret appears only in the answer.

use circles_protocol::Reply;
use circles_protocol::requests::CreateCalendarFeed;

use crate::auth::draw_calendar_token;
use crate::commands::Context;
use crate::domain::{Rejection, TokenHash};

pub(crate) async fn create_calendar_feed(
    context: Context<'_>,
    _: CreateCalendarFeed,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let token = draw_calendar_token()?;
    let hash = TokenHash::of(&token);
    store.write(move |tx| Ok(tx.set_calendar_feed(actor.account, &hash, now)?)).await?;
    Ok(Reply::CalendarFeed { path: format!("/calendar/{token}.ics") })
}
