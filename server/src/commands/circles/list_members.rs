//! Who is in a circle, or was during the caller's own membership, a page at a time.

use circles_protocol::Reply;
use circles_protocol::requests::ListMembers;

use crate::commands::Context;
use crate::domain::{Operation, PageBudget, Rejection, require};
use crate::limits::MEMBERS_PAGE;

pub(crate) async fn list_members(
    context: Context<'_>,
    request: ListMembers,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = require(Operation::ListMembers, membership)?;
            let after = match request.after {
                Some(member) => Some(
                    view.was_member_with(&membership, member)?.ok_or_else(Rejection::not_found)?,
                ),
                None => None,
            };
            let after = after.map(|member| member.key);
            let page = view.members(&membership, after, PageBudget::page(MEMBERS_PAGE))?;
            Ok(Reply::Members { members: page.items, has_more: page.has_more })
        })
        .await
}
