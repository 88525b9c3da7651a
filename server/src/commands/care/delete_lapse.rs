//! Removes one of the alum's own lapses from every view, and from the file.

use circles_protocol::requests::DeleteLapse;
use circles_protocol::{Consent, LapseSharing, Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::care::notify_mentor::shared_moment_changed;
use crate::domain::Rejection;

pub(crate) async fn delete_lapse(
    context: Context<'_>,
    request: DeleteLapse,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let (account, id) = (actor.account, request.lapse);
            let lapse = tx.lapse(account, id)?.ok_or_else(Rejection::not_found)?;
            tx.delete_lapse(account, id, now)?;
            tx.notify(actor.account, Notice::CareChanged);
            if lapse.shared_with == LapseSharing::Mentor {
                let (consent, at) = (Consent::MentorToldOfLapse, lapse.recorded_at);
                shared_moment_changed(tx, account, consent, at)?;
            }
            Ok(Reply::Done)
        })
        .await
}
