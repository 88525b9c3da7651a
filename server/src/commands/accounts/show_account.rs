//! Tells signed-in users who they are here, including the name they sign in with, and
//! whether a calendar program may follow their meetings.

use circles_protocol::http::Me;

use crate::commands::shared::accounts::authenticate::AuthenticatedSession;
use crate::domain::Rejection;
use crate::store::{Store, View};

pub(crate) async fn show_account(
    store: &Store,
    session: AuthenticatedSession,
) -> Result<Me, Rejection> {
    let AuthenticatedSession { account, alias, actor, .. } = session;
    let key = actor.account;
    let look = move |view: &View<'_>| Ok((view.account(key)?, view.has_calendar_feed(key)?));
    let (row, calendar_feed) = store.read(look).await?;
    let sign_in_name = row.map(|row| row.sign_in_name);
    Ok(Me { account, alias, coordinator: actor.coordinator, sign_in_name, calendar_feed })
}
