//! Changes how many members a circle may have. Nobody is sent away: a limit
//! below today's members only means that nobody joins. Coordinators only.

use circles_protocol::Reply;
use circles_protocol::requests::ResizeCircle;

use super::create_circle::require_size;
use crate::domain::permission::require_coordinator;
use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn resize_circle(
    store: &Store,
    actor: Actor,
    request: ResizeCircle,
) -> Result<Reply, Rejection> {
    require_coordinator(actor)?;
    require_size(request.member_limit)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            tx.resize_circle(circle.key, request.member_limit)?;
            Ok(Reply::Done)
        })
        .await
}
