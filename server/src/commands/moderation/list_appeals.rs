//! Pending appeals, for those who may decide them.

use circles_protocol::Reply;
use circles_protocol::requests::ListAppeals;

use crate::commands::Context;
use crate::commands::shared::moderation::queue::PeopleByCircle;
use crate::domain::Rejection;
use crate::domain::deciding::may_decide;
use crate::limits::APPEALS_SHOWN;
use crate::store::AppealRow;

pub(crate) async fn list_appeals(context: Context<'_>, _: ListAppeals) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .read(move |view| {
            // Open appeals are not scanned for people who decide none.
            if !view.holds_role(actor.account)? {
                return Ok(Reply::Appeals { appeals: Vec::new() });
            }
            let mut people = PeopleByCircle::default();
            let found = view.open_appeals(APPEALS_SHOWN, |appeal| {
                let people = people.in_circle(view, appeal.circle)?;
                Ok(may_decide(people, appeal.decision_subject(), actor.account))
            })?;
            Ok(Reply::Appeals { appeals: found.iter().map(AppealRow::view).collect() })
        })
        .await
}
