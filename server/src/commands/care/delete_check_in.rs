//! Removes one of the alum's own check-ins from every view, and from the file.

use circles_protocol::requests::DeleteCheckIn;
use circles_protocol::{Consent, Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::care::notify_mentor::shared_moment_changed;
use crate::commands::shared::help::call_request;
use crate::domain::Rejection;

pub(crate) async fn delete_check_in(
    context: Context<'_>,
    request: DeleteCheckIn,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let (account, id) = (actor.account, request.check_in);
            let check_in = tx.check_in(account, id)?.ok_or_else(Rejection::not_found)?;
            tx.delete_check_in(account, id, now)?;
            call_request::take_back(tx, actor, id, now)?;
            tx.notify(actor.account, Notice::CareChanged);
            let consent = Consent::MentorSeesCheckIns;
            shared_moment_changed(tx, account, consent, check_in.at)?;
            Ok(Reply::Done)
        })
        .await
}
