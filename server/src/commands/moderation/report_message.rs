//! Reports a message, with the reporter unnamed. Anyone in the circle, muted or not, can
//! report any message they received from others, also for a while after leaving.

use circles_protocol::requests::ReportMessage;
use circles_protocol::{RefusalCode, Reply};

use crate::commands::Context;
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::report::{About, ReportTarget, recipient, report};
use crate::domain::{Operation, Rejection, require_recipient_about};

pub(crate) async fn report_message(
    context: Context<'_>,
    request: ReportMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let operation = Operation::ReportMessage;
    store
        .write(move |tx| {
            let ReportMessage { circle, message: id, reason, statement } = request;
            let reporter = recipient(operation, tx, actor.account, circle, now)?;
            let message = tx
                .message(reporter.circle, id)?
                .filter(|message| reporter.received(message.position.seq()))
                .ok_or_else(Rejection::not_found)?;
            require_recipient_about(operation, &reporter, message.author).map_err(|_| {
                let sentence = "This is your own message. You can delete it.";
                Rejection::new(RefusalCode::NotAllowed, sentence)
            })?;
            let message = target::with_words(message)?;
            let (subject, about) = (message.author, About::Message(message.position, id));
            report(tx, &reporter, &ReportTarget { subject, about, reason, statement }, now)
        })
        .await
}
