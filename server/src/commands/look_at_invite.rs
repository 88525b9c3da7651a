//! Says what an invite is for, to whoever holds its secret, without using it.

use circles_protocol::Timestamp;
use circles_protocol::http::{InvitePreview, LookAtInvite};

use crate::domain::invite;
use crate::domain::{Rejection, TokenHash};
use crate::store::Store;

pub(crate) async fn look_at_invite(
    store: &Store,
    form: LookAtInvite,
    now: Timestamp,
) -> Result<InvitePreview, Rejection> {
    let token = TokenHash::of(&form.token.0);
    store
        .read(move |view| {
            let row = view.invite_with(&token)?.ok_or_else(invite::invalid)?;
            row.fate.require_open(now)?;
            Ok(InvitePreview { role: row.role, circle: row.circle.map(|circle| circle.name) })
        })
        .await
}
