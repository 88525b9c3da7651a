//! Keeps a member from posting for a while. They are told privately; it ends by
//! itself. Moderators only.

use circles_protocol::requests::MuteMember;
use circles_protocol::{ActionId, Reply};

use crate::commands::Context;
use crate::commands::shared::core::idempotent::run_once;
use crate::commands::shared::moderation::mutes;
use crate::domain::{ModeratorContext, Operation, Rejection, require};

pub(crate) async fn mute_member(
    context: Context<'_>,
    request: MuteMember,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let answer = |made| Reply::ActionTaken { action: ActionId(made) };
            run_once(tx, actor.account, now, answer, |tx| {
                let membership = tx.membership(request.circle, actor.account)?;
                let moderator = require(Operation::MuteMember, membership)?;
                let context = ModeratorContext::of_moderator(actor, &moderator);
                let MuteMember { member, duration, reason, .. } = request;
                let (action, _) = mutes::mute_member(tx, &context, member, duration, reason, now)?;
                Ok(action.0)
            })
        })
        .await
}
