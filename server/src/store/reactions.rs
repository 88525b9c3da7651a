//! Words of support on a message, and the circle's pinned messages.

use circles_protocol::{MessageView, Reaction, WireEnum};
use rusqlite::{OptionalExtension as _, params};

use super::{StoreError, Tx, View};
use crate::domain::{CircleKey, MemberKey, Membership, PageBudget, Portion, Position};

/// A cursor among the pins of a circle: the place of the pin in its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PinCursor(i64);

impl Tx<'_> {
    /// `false` if it was already there. `entry` is its place in the log.
    pub(crate) fn add_reaction(
        &mut self,
        message: Position,
        member: MemberKey,
        reaction: Reaction,
        entry: Position,
    ) -> Result<bool, StoreError> {
        let added = self
            .prepare(
                "INSERT INTO reactions (message, member, reaction, added) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![message.0, member.0, reaction.as_str(), entry.0])?;
        Ok(added > 0)
    }

    /// `false` if it was not there.
    pub(crate) fn remove_reaction(
        &mut self,
        message: Position,
        member: MemberKey,
        reaction: Reaction,
    ) -> Result<bool, StoreError> {
        let removed = self
            .prepare("DELETE FROM reactions WHERE message = ?1 AND member = ?2 AND reaction = ?3")?
            .execute(params![message.0, member.0, reaction.as_str()])?;
        Ok(removed > 0)
    }

    /// `false` if it was already pinned.
    pub(crate) fn pin(&mut self, message: Position, entry: Position) -> Result<bool, StoreError> {
        let pinned = self
            .prepare("INSERT INTO pins (message, pinned) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute([message.0, entry.0])?;
        Ok(pinned > 0)
    }

    /// `false` if it was not pinned.
    pub(crate) fn unpin(&mut self, message: Position) -> Result<bool, StoreError> {
        let unpinned = self.prepare("DELETE FROM pins WHERE message = ?1")?.execute([message.0])?;
        Ok(unpinned > 0)
    }
}

impl View<'_> {
    pub(crate) fn pin_count(&self, circle: CircleKey) -> Result<u16, StoreError> {
        let mut statement =
            self.prepare("SELECT count(*) FROM pins WHERE message > ?1 AND message < ?2")?;
        let range = [Position::floor(circle).0, Position::ceiling(circle).0];
        Ok(statement.query_row(range, |row| row.get(0))?)
    }

    /// Pinned messages this member may see, newest pin first; starting after `after`, as
    /// many as fit.
    pub(crate) fn pins(
        &self,
        membership: &Membership,
        after: Option<PinCursor>,
        budget: PageBudget,
    ) -> Result<Portion<MessageView>, StoreError> {
        let mut statement = self.prepare(
            "SELECT message FROM pins p WHERE message >= ?1 AND message < ?2
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.message = p.message)
               AND (?3 IS NULL OR pinned < ?3)
             ORDER BY pinned DESC",
        )?;
        let given = params![
            Position::new(membership.circle, membership.joined_seq).0,
            Position::ceiling(membership.circle).0,
            after.map(|place| place.0),
        ];
        let pinned = statement
            .query_map(given, |row| row.get(0).map(Position))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let messages = pinned
            .into_iter()
            .filter_map(|position| self.message_at(position, membership.member).transpose());
        Portion::fill(budget, messages)
    }

    /// The cursor of a message's pin among the others; `None` if it is not pinned.
    pub(crate) fn pin_cursor(&self, message: Position) -> Result<Option<PinCursor>, StoreError> {
        let mut statement = self.prepare("SELECT pinned FROM pins WHERE message = ?1")?;
        Ok(statement.query_row([message.0], |row| row.get(0).map(PinCursor)).optional()?)
    }
}
