//! Asks that somebody else decide again about an action, once per action; also possible
//! after leaving, or being removed from, the circle.

use circles_protocol::requests::AppealAction;
use circles_protocol::{AppealId, RefusalCode, Reply};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::moderation::queue::tell_deciders;
use crate::domain::Rejection;
use crate::domain::deadlines::appeal_due;
use crate::limits::OWN_ACTIONS_SHOWN_DAYS;
use crate::store::NewAppeal;

pub(crate) async fn appeal_action(
    context: Context<'_>,
    request: AppealAction,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let AppealAction { action, statement } = request;
            let oldest = now.plus_ms(-DAY_MS * OWN_ACTIONS_SHOWN_DAYS);
            let action = tx
                .appealable_action(action, actor.account)?
                .filter(|action| action.at >= oldest)
                .ok_or_else(Rejection::not_found)?;
            let due_at = appeal_due(action.mute(), now);
            let (id, key) = (AppealId(Uuid::new_v4()), action.key);
            if !tx.add_appeal(&NewAppeal { id, action: key, statement, at: now, due_at })? {
                let sentence = "You have appealed against this already.";
                return Err(Rejection::new(RefusalCode::AlreadyAppealed, sentence));
            }
            // If it is refused, its words aren't stored either.
            if action.ended {
                let sentence = "That was taken back already.";
                return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
            }
            tell_deciders(tx, action.circle, action.decision_subject)?;
            Ok(Reply::Appealed { due_at })
        })
        .await
}
