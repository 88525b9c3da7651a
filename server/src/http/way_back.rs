//! `/api/way-back`: recovery links, as seen by whoever holds one.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use circles_protocol::http::{PreviewRecovery, RecoverAccount, RecoveryPreview, RecoveryToken};

use super::accounts::AccountsState;
use super::address::Peer;
use super::answer::{Form, Refused};
use super::idempotency::Keyed;
use crate::commands::accounts::recover_account;
use crate::domain::KeyedRequest;

/// A repeated preview and a repeated use are both of one link: the key shows that the same
/// person used it before.
fn following(keyed: Keyed, link: &RecoveryToken) -> Option<KeyedRequest> {
    keyed.request(&["way-back", &link.0])
}

pub(super) async fn preview(
    State(accounts): State<AccountsState>,
    keyed: Keyed,
    Form(form): Form<PreviewRecovery>,
) -> Result<Json<RecoveryPreview>, Refused> {
    let store = accounts.store.for_request(following(keyed, &form.token));
    Ok(Json(recover_account::preview_recovery(&store, form, accounts.clock.now()).await?))
}

pub(super) async fn recover(
    State(accounts): State<AccountsState>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    keyed: Keyed,
    Form(form): Form<RecoverAccount>,
) -> Result<Response, Refused> {
    let attempt = accounts.admit(peer, &headers)?;
    let session = accounts.beginning(&headers)?;
    let store = accounts.store.for_request(following(keyed, &form.token));
    let from = accounts.site.client(peer, &headers);
    let signed_in =
        recover_account::recover_account(&store, &accounts.authenticator, form, from, session);
    let signed_in = signed_in.await?;
    attempt.succeeded();
    Ok(accounts.welcome(signed_in))
}
