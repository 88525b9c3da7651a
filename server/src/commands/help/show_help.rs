//! Whom the caller could tell now, and their own request for help.

use circles_protocol::requests::ShowHelp;
use circles_protocol::{HelpStatus, Reply};

use crate::commands::Context;
use crate::commands::shared::help::alerting;
use crate::domain::Rejection;
use crate::store::HelpRow;

pub(crate) async fn show_help(context: Context<'_>, _: ShowHelp) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            let on_duty = alerting::on_duty(view, actor.account, now)?;
            let status = HelpStatus {
                on_duty: on_duty.into_iter().next().map(|person| person.alias),
                mentor: view.mentor_to_tell(actor.account)?.map(|(_, alias)| alias),
                open: view.open_help(actor.account)?.as_ref().map(HelpRow::view),
                centre: alerting::centre_is_there(view, actor.account)?,
            };
            Ok(Reply::HelpStatus { status })
        })
        .await
}
