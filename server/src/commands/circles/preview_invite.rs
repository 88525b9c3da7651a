//! Says what an invite is for, to whoever holds its secret, without using it. Whoever
//! used it and got no answer can preview it once more.

use circles_protocol::Timestamp;
use circles_protocol::http::{InvitePreview, PreviewInvite};

use crate::domain::invite;
use crate::domain::{KeyedRequest, Rejection, TokenHash};
use crate::store::{Store, StoreError, View};

pub(crate) async fn preview_invite(
    store: &Store,
    form: PreviewInvite,
    now: Timestamp,
) -> Result<InvitePreview, Rejection> {
    let (token, keyed) = (TokenHash::of(&form.token.0), store.keyed_request());
    store
        .read(move |view| {
            let row = view.invite_with(&token)?.ok_or_else(invite::invalid)?;
            if !is_of_asker(view, keyed)? {
                row.status.require_open(now)?;
            }
            Ok(InvitePreview { role: row.role, circle: row.circle.map(|circle| circle.name) })
        })
        .await
}

/// Whether the caller has already used the invite, perhaps without knowing it.
fn is_of_asker(view: &View<'_>, keyed: Option<KeyedRequest>) -> Result<bool, StoreError> {
    let earlier = keyed.map(|request| view.earlier_request_of_anyone(request)).transpose()?;
    Ok(earlier.flatten().is_some())
}
