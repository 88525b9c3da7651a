//! Keeps somebody from reaching one by a private line, and oneself from reaching
//! them. They are told nothing; an open line of the two ends as by leaving.

use circles_protocol::requests::BlockMember;
use circles_protocol::{BlockId, Reply, Timestamp};
use uuid::Uuid;

use crate::commands::shared::direct;
use crate::domain::lines::Stage;
use crate::domain::{Actor, Operation, Rejection, require, require_about};
use crate::limits::BLOCKS_PER_ACCOUNT;
use crate::store::{NewBlock, Store};

pub(crate) async fn block_member(
    store: &Store,
    actor: Actor,
    request: BlockMember,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let operation = Operation::BlockMember;
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = require(operation, standing)?;
            let member = tx.met(&standing, request.member)?.ok_or_else(Rejection::not_found)?;
            require_about(operation, &standing, member.key)?;
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
            let line = tx.line_of_two(actor.account, member.account)?;
            if let Some(line) = line.filter(|line| line.stage != Stage::Ended) {
                direct::part(tx, &line, actor.account, now)?;
            }
            Ok(Reply::Done)
        })
        .await
}
