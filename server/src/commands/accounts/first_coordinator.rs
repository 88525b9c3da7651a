//! The invite that a new centre starts with. One is made at every start until there is a
//! coordinator who can make invites. Only the newest of them is open.

use circles_protocol::http::InviteToken;
use circles_protocol::{InviteId, InviteLabel, InviteRole, Timestamp, WireEnum as _};
use uuid::Uuid;

use crate::auth::draw_invite_token;
use crate::clock::HOUR_MS;
use crate::domain::{Rejection, TokenHash};
use crate::security::{Event, Kind};
use crate::store::{NewInvite, Store};

/// Tells these invites apart from those that someone made on purpose.
const LABEL: &str = "First coordinator";

/// `None` if there is a coordinator.
pub(crate) async fn first_coordinator(
    store: &Store,
    invite_hours: u32,
    now: Timestamp,
) -> Result<Option<InviteToken>, Rejection> {
    let token = draw_invite_token()?;
    let token_hash = TokenHash::of(&token.0);
    let made = store
        .write(move |tx| {
            let label = InviteLabel::from_stored(LABEL.to_owned());
            tx.withdraw_coordinator_invites(&label, now)?;
            if tx.has_coordinator()? {
                return Ok(false);
            }
            let id = InviteId(Uuid::new_v4());
            let role = InviteRole::Coordinator.as_str();
            tx.tell_operator(Event::of(Kind::InviteMade).invite(id).role(role));
            tx.add_invite(&NewInvite {
                id,
                token_hash,
                circle: None,
                role: InviteRole::Coordinator,
                label: Some(label),
                mentor: None,
                graduated_on: None,
                maker: None,
                at: now,
                expires_at: now.plus_ms(i64::from(invite_hours) * HOUR_MS),
            })?;
            Ok(true)
        })
        .await?;
    Ok(made.then_some(token))
}
