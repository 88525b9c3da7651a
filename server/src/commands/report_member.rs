//! Tells those who decide of a person, unnamed: anyone of the circle about
//! anyone they have met there, whatever their office.

use circles_protocol::requests::ReportMember;
use circles_protocol::{RefusalCode, Reply, Timestamp};

use super::report::{Reported, report};
use crate::domain::{Actor, Operation, Rejection, require, require_about};
use crate::store::Store;

pub(crate) async fn report_member(
    store: &Store,
    actor: Actor,
    request: ReportMember,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let ReportMember { circle, member, concern, statement } = request;
            let standing = tx.standing(circle, actor.account)?;
            let reporter = require(Operation::ReportMember, standing)?;
            let subject = tx.met(&reporter, member)?.ok_or_else(Rejection::not_found)?.key;
            require_about(Operation::ReportMember, &reporter, subject).map_err(|_| {
                let sentence = "This is you. Your moderators are there if you want to talk.";
                Rejection::new(RefusalCode::NotAllowed, sentence)
            })?;
            report(tx, &reporter, &Reported { subject, message: None, concern, statement }, now)
        })
        .await
}
