//! Tells those who decide of a message, unnamed: anyone of the circle, muted or
//! not, about any message they can see that is not their own.

use circles_protocol::requests::ReportMessage;
use circles_protocol::{RefusalCode, Reply, Timestamp};

use super::report::{Reported, report};
use super::target;
use crate::domain::{Actor, Operation, Rejection, require, require_about};
use crate::store::Store;

pub(crate) async fn report_message(
    store: &Store,
    actor: Actor,
    request: ReportMessage,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let ReportMessage { circle, message: id, concern, statement } = request;
            let standing = tx.standing(circle, actor.account)?;
            let reporter = require(Operation::ReportMessage, standing)?;
            let message = target::visible(tx, &reporter, id)?;
            require_about(Operation::ReportMessage, &reporter, message.author).map_err(|_| {
                let sentence = "This is your own message. You can delete it.";
                Rejection::new(RefusalCode::NotAllowed, sentence)
            })?;
            let message = target::living(tx, &reporter, id)?;
            let (subject, message) = (message.author, Some((message.position, id)));
            report(tx, &reporter, &Reported { subject, message, concern, statement }, now)
        })
        .await
}
