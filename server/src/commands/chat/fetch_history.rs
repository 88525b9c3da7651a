//! One page of a circle's messages, from the reader's joining on.

use circles_protocol::requests::{Anchor, FetchHistory};
use circles_protocol::{Reply, limits};

use crate::commands::Context;
use crate::domain::{Operation, PageBudget, Rejection, require};

pub(crate) async fn fetch_history(
    context: Context<'_>,
    request: FetchHistory,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    let limit = request.limit;
    if limit == 0 || limit > limits::PAGE_MESSAGES {
        return Err(Rejection::invalid("limit", "A page holds 1 to 100 messages."));
    }
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = &require(Operation::FetchHistory, membership)?;
            let (end, budget) = (membership.head_seq.next(), PageBudget::page(limit));
            let page = match request.from {
                Anchor::Newest => view.page_before(membership, end, budget)?,
                Anchor::Before { seq } => view.page_before(membership, seq, budget)?,
                Anchor::After { seq } => view.page_after(membership, seq, budget)?,
                Anchor::Around { seq } => view.page_around(membership, seq, limit)?,
                Anchor::Date { at } => {
                    view.page_around(membership, view.seq_at(membership, at)?, limit)?
                }
                Anchor::FirstUnread => match view.first_unread(membership)? {
                    Some(seq) => view.page_around(membership, seq, limit)?,
                    None => view.page_before(membership, end, budget)?,
                },
            };
            Ok(Reply::History {
                messages: page.messages,
                has_older: page.has_older,
                has_newer: page.has_newer,
                head_seq: membership.head_seq,
            })
        })
        .await
}
