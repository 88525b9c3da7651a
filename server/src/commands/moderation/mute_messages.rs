//! Hides messages of one author from everyone but that author. Moderators only.
//! Nothing is deleted; see `unmute_messages`.

use circles_protocol::requests::MuteMessages;
use circles_protocol::{MessageId, RefusalCode, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::{action, mutes};
use crate::domain::{
    MemberKey, Membership, ModeratorContext, Operation, Position, Rejection, require, require_about,
};
use crate::store::View;

pub(crate) async fn mute_messages(
    context: Context<'_>,
    request: MuteMessages,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    if request.messages.is_empty() || request.messages.len() > limits::MESSAGES_PER_MUTE {
        return Err(Rejection::invalid("messages", "Please choose 1 to 100 messages."));
    }
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let moderator = require(Operation::MuteMessages, membership)?;
            let (author, messages) = chosen(tx, &moderator, &request.messages)?;
            let context = ModeratorContext::of_moderator(actor, &moderator);
            let (action, _) =
                mutes::mute_messages(tx, &context, author, &messages, request.reason, now)?;
            Ok(Reply::ActionTaken { action })
        })
        .await
}

/// The messages, in log order, and their one author.
fn chosen(
    view: &View<'_>,
    moderator: &Membership,
    ids: &[MessageId],
) -> Result<(MemberKey, Vec<(Position, MessageId)>), Rejection> {
    let mut messages = Vec::with_capacity(ids.len());
    let mut authors = Vec::new();
    for id in ids {
        let message = target::visible(view, moderator, *id)?;
        if message.body.is_none() {
            return Err(Rejection::not_found());
        }
        if message.muted {
            return Err(action::already_muted());
        }
        authors.push(message.author);
        messages.push((message.position, *id));
    }
    messages.sort_unstable();
    messages.dedup();
    authors.dedup();
    match authors[..] {
        [author] => {
            require_about(Operation::MuteMessages, moderator, author).map_err(|_| {
                let sentence = "You can't mute your own messages. You can delete them.";
                Rejection::new(RefusalCode::NotAllowed, sentence)
            })?;
            Ok((author, messages))
        }
        _ => Err(Rejection::invalid("messages", "They must all be by the same member.")),
    }
}
