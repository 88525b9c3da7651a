//! What others added to messages: mentions of members, and words of support.

use std::collections::HashMap;

use circles_protocol::{MemberId, MessageView, ReactionView, Seq};

use super::{StoreError, View, rows};
use crate::domain::{CircleKey, Position};

impl View<'_> {
    /// Adds mentions and reactions to messages of one circle, in order.
    pub(super) fn add_mentions_and_reactions(
        &self,
        circle: CircleKey,
        messages: &mut [MessageView],
    ) -> Result<(), StoreError> {
        let (Some(first), Some(last)) = (messages.first(), messages.last()) else {
            return Ok(());
        };
        let range = [Position::new(circle, first.seq).0, Position::new(circle, last.seq).0];
        let find = |messages: &mut [MessageView], position: Position| {
            messages.binary_search_by_key(&position.seq(), |message| message.seq).ok()
        };
        let mut mentions = self.prepare(
            "SELECT x.message, m.id FROM mentions x JOIN memberships m ON m.key = x.member
             WHERE x.message BETWEEN ?1 AND ?2",
        )?;
        let mut rows = mentions.query(range)?;
        while let Some(row) = rows.next()? {
            let place = find(messages, Position(row.get(0)?));
            if let Some(place) = place.filter(|place| messages[*place].body.is_some()) {
                messages[place].mentions.push(rows::id(row, 1, MemberId::from_bytes)?);
            }
        }
        let mut reactions = self.prepare(
            "SELECT r.message, r.reaction, m.id FROM reactions r
             JOIN memberships m ON m.key = r.member
             WHERE r.message BETWEEN ?1 AND ?2 ORDER BY r.message, r.added",
        )?;
        let mut rows = reactions.query(range)?;
        while let Some(row) = rows.next()? {
            let Some(place) = find(messages, Position(row.get(0)?)) else { continue };
            let reaction = rows::word(row, 1)?;
            let member = rows::id(row, 2, MemberId::from_bytes)?;
            let given = &mut messages[place].reactions;
            match given.iter_mut().find(|view| view.reaction == reaction) {
                Some(view) => view.members.push(member),
                None => given.push(ReactionView { reaction, members: vec![member] }),
            }
        }
        Ok(())
    }

    /// How many words of support each of these messages of one circle got, if any. The
    /// messages are in the order of the log, or in reverse.
    pub(super) fn reaction_counts(
        &self,
        circle: CircleKey,
        messages: &[MessageView],
    ) -> Result<HashMap<Seq, usize>, StoreError> {
        let (Some(first), Some(last)) = (messages.first(), messages.last()) else {
            return Ok(HashMap::new());
        };
        let place = |seq| Position::new(circle, seq).0;
        let range = [place(first.seq.min(last.seq)), place(first.seq.max(last.seq))];
        let mut statement = self.prepare(
            "SELECT message, count(*) FROM reactions WHERE message BETWEEN ?1 AND ?2
             GROUP BY message",
        )?;
        let given = statement.query_map(range, |row| {
            let count = row.get::<_, i64>(1)?;
            Ok((Position(row.get(0)?).seq(), usize::try_from(count).unwrap_or(usize::MAX)))
        })?;
        Ok(given.collect::<rusqlite::Result<_>>()?)
    }
}
