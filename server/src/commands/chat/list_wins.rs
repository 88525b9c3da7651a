//! The messages of a circle that their authors marked as wins.

use circles_protocol::requests::ListWins;
use circles_protocol::{Reply, limits};

use crate::commands::Context;
use crate::domain::{Operation, PageBudget, Rejection, require};

pub(crate) async fn list_wins(context: Context<'_>, request: ListWins) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = require(Operation::ListWins, membership)?;
            let wins =
                view.wins(&membership, request.before, PageBudget::page(limits::PAGE_MESSAGES))?;
            Ok(Reply::Wins { messages: wins.items, has_more: wins.has_more })
        })
        .await
}
