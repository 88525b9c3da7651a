//! Blocks a member: neither of the two can reach the other in private any more. They are
//! not told; an open conversation between them ends as if the caller had left.

use circles_protocol::requests::BlockMember;
use circles_protocol::{BlockId, Reply};
use uuid::Uuid;

use crate::commands::Context;
use crate::commands::shared::direct;
use crate::domain::direct::DirectStatus;
use crate::domain::{Operation, Rejection, require, require_about};
use crate::limits::BLOCKS_PER_ACCOUNT;
use crate::store::NewBlock;

pub(crate) async fn block_member(
    context: Context<'_>,
    request: BlockMember,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let operation = Operation::BlockMember;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(operation, membership)?;
            let member = tx
                .was_member_with(&membership, request.member)?
                .ok_or_else(Rejection::not_found)?;
            require_about(operation, &membership, member.key)?;
            if tx.count_blocks(actor.account)? >= BLOCKS_PER_ACCOUNT {
                let sentence = "You have blocked 500 people. Please talk to your centre.";
                return Err(Rejection::limit_reached(sentence));
            }
            tx.block(&NewBlock {
                id: BlockId(Uuid::new_v4()),
                blocker: actor.account,
                blocked: member.account,
                alias: tx.member_view(member.key)?.alias,
                at: now,
            })?;
            let direct = tx.direct_of_two(actor.account, member.account)?;
            if let Some(direct) = direct.filter(|direct| direct.status != DirectStatus::Ended) {
                direct::leave(tx, &direct, actor.account, now)?;
            }
            Ok(Reply::Done)
        })
        .await
}
