//! Mutes a member and all of their messages of the last day, in one action, and
//! keeps a copy of each. Moderators only.

use circles_protocol::requests::MuteEverything;
use circles_protocol::{ActionId, Reply};

use crate::commands::Context;
use crate::commands::shared::core::once::once;
use crate::commands::shared::moderation::mutes;
use crate::domain::{ModeratorContext, Operation, Rejection, require};

pub(crate) async fn mute_everything(
    context: Context<'_>,
    request: MuteEverything,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let answer = |made| Reply::ActionTaken { action: ActionId(made) };
            once(tx, actor.account, now, answer, |tx| {
                let membership = tx.membership(request.circle, actor.account)?;
                let moderator = require(Operation::MuteEverything, membership)?;
                let context = ModeratorContext::of_moderator(actor, &moderator);
                let MuteEverything { member, duration, reason, .. } = request;
                let (action, _) =
                    mutes::mute_everything(tx, &context, member, duration, reason, now)?;
                Ok(action.0)
            })
        })
        .await
}
