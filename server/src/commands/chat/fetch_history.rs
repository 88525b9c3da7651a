//! One page of a circle's messages, from joining on.

use circles_protocol::requests::{Anchor, FetchHistory};
use circles_protocol::{Reply, limits};

use crate::domain::{Actor, Operation, Rejection, Room, require};
use crate::store::Store;

pub(crate) async fn fetch_history(
    store: &Store,
    actor: Actor,
    request: FetchHistory,
) -> Result<Reply, Rejection> {
    let limit = request.limit;
    if limit == 0 || limit > limits::PAGE_MESSAGES {
        return Err(Rejection::invalid("limit", "A page holds 1 to 100 messages."));
    }
    store
        .read(move |view| {
            let standing = view.standing(request.circle, actor.account)?;
            let standing = &require(Operation::FetchHistory, standing)?;
            let (end, room) = (standing.head_seq.next(), Room::page(limit));
            let page = match request.from {
                Anchor::Newest => view.page_before(standing, end, room)?,
                Anchor::Before { seq } => view.page_before(standing, seq, room)?,
                Anchor::After { seq } => view.page_after(standing, seq, room)?,
                Anchor::Around { seq } => view.page_around(standing, seq, limit)?,
                Anchor::Date { at } => {
                    view.page_around(standing, view.seq_at(standing, at)?, limit)?
                }
                Anchor::FirstUnread => match view.first_unread(standing)? {
                    Some(seq) => view.page_around(standing, seq, limit)?,
                    None => view.page_before(standing, end, room)?,
                },
            };
            Ok(Reply::History {
                messages: page.messages,
                has_older: page.has_older,
                has_newer: page.has_newer,
                head_seq: standing.head_seq,
            })
        })
        .await
}
