//! Who has blocked whom from private conversations.

use circles_protocol::{Alias, BlockId, BlockView, Timestamp};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;

/// A block to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewBlock {
    pub(crate) id: BlockId,
    pub(crate) blocker: AccountKey,
    pub(crate) blocked: AccountKey,
    /// The alias by which the blocker knows them.
    pub(crate) alias: Alias,
    pub(crate) at: Timestamp,
}

impl View<'_> {
    /// Whether the first has blocked the second.
    pub(crate) fn blocks_one(
        &self,
        blocker: AccountKey,
        blocked: AccountKey,
    ) -> Result<bool, StoreError> {
        let mut statement =
            self.prepare("SELECT 1 FROM blocks WHERE blocker = ?1 AND blocked = ?2")?;
        Ok(statement.exists([blocker.0, blocked.0])?)
    }

    pub(crate) fn count_blocks(&self, blocker: AccountKey) -> Result<u32, StoreError> {
        let mut statement = self.prepare("SELECT count(*) FROM blocks WHERE blocker = ?1")?;
        Ok(statement.query_row([blocker.0], |row| row.get(0))?)
    }

    /// The people an account has blocked, newest first.
    pub(crate) fn blocks(&self, blocker: AccountKey) -> Result<Vec<BlockView>, StoreError> {
        let mut statement = self.prepare(
            "SELECT id, alias, at FROM blocks WHERE blocker = ?1 ORDER BY at DESC, key DESC",
        )?;
        let blocks = statement.query_map([blocker.0], |row| {
            Ok(BlockView {
                id: rows::id(row, 0, BlockId::from_bytes)?,
                alias: Alias::from_stored(row.get(1)?),
                at: Timestamp(row.get(2)?),
            })
        })?;
        Ok(blocks.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Blocking the same person again changes nothing.
    pub(crate) fn block(&mut self, block: &NewBlock) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO blocks (id, blocker, blocked, alias, at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (blocker, blocked) DO NOTHING",
        )?
        .execute(params![
            block.id.as_bytes(),
            block.blocker.0,
            block.blocked.0,
            block.alias.as_str(),
            block.at.0,
        ])?;
        Ok(())
    }

    /// `false` if this account has no such block.
    pub(crate) fn unblock_member(
        &mut self,
        blocker: AccountKey,
        block: BlockId,
    ) -> Result<bool, StoreError> {
        let gone = self
            .prepare("DELETE FROM blocks WHERE id = ?1 AND blocker = ?2")?
            .execute(params![block.as_bytes(), blocker.0])?;
        Ok(gone > 0)
    }
}
