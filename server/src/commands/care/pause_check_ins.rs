//! Pauses the follow-up for some days, at the alum's wish, or resumes it.

use circles_protocol::requests::PauseCheckIns;
use circles_protocol::{Consent, Notice, Reply, limits};

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::care::notify_mentor::shared_changed;
use crate::domain::Rejection;

pub(crate) async fn pause_check_ins(
    context: Context<'_>,
    request: PauseCheckIns,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    if request.days > limits::PAUSE_DAYS_MOST {
        return Err(Rejection::invalid("days", "A pause is at most 30 days."));
    }
    store
        .write(move |tx| {
            let until = (request.days > 0).then(|| now.plus_ms(i64::from(request.days) * DAY_MS));
            tx.set_paused_until(actor.account, until)?;
            follow_up::record_contact(tx, actor.account, now, &rules)?;
            tx.notify(actor.account, Notice::CareChanged);
            shared_changed(tx, actor.account, Consent::MentorSeesCheckIns)?;
            Ok(Reply::Done)
        })
        .await
}
