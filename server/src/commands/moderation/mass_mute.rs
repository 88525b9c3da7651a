//! Mutes a member and all of their messages of the last day, in one action, and
//! keeps a copy of each. Moderators only.

use circles_protocol::requests::MassMute;
use circles_protocol::{ActionId, Reply};

use crate::commands::Context;
use crate::commands::shared::core::idempotent::run_once;
use crate::commands::shared::moderation::mutes;
use crate::domain::{ModeratorContext, Operation, Rejection, require};

pub(crate) async fn mass_mute(context: Context<'_>, request: MassMute) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let answer = |made| Reply::ActionTaken { action: ActionId(made) };
            run_once(tx, actor.account, now, answer, |tx| {
                let membership = tx.membership(request.circle, actor.account)?;
                let moderator = require(Operation::MassMute, membership)?;
                let context = ModeratorContext::of_moderator(actor, &moderator);
                let MassMute { member, duration, reason, .. } = request;
                let (action, _) = mutes::mass_mute(tx, &context, member, duration, reason, now)?;
                Ok(action.0)
            })
        })
        .await
}
