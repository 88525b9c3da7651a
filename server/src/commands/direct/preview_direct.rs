//! Says, before somebody writes to a member privately, what will happen: what it takes,
//! or why it can't work right now.

use circles_protocol::Reply;
use circles_protocol::requests::PreviewDirect;

use crate::commands::Context;
use crate::commands::direct::request_direct::direct_input;
use crate::domain::direct::terms;
use crate::domain::{Operation, Rejection, require, require_about};

pub(crate) async fn preview_direct(
    context: Context<'_>,
    request: PreviewDirect,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let operation = Operation::PreviewDirect;
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = require(operation, membership)?;
            let member = view
                .was_member_with(&membership, request.member)?
                .ok_or_else(Rejection::not_found)?;
            require_about(operation, &membership, member.key)?;
            let (me, other) = (actor.account, member.account);
            let direct = view.direct_of_two(me, other)?;
            let input = direct_input(view, me, other, direct.as_ref(), now)?;
            let terms = terms(input, &rules, now);
            let newcomer_days = rules.newcomer_days;
            Ok(Reply::DirectPreview { terms, newcomer_days })
        })
        .await
}
