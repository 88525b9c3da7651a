//! What moderators did about members, and what it hides.

use circles_protocol::{
    ActId, ActKind, ActView, CircleId, Concern, ContentNote, MemberId, MessageId, OwnAct,
    OwnAppeal, Timestamp, Word,
};
use rusqlite::{Row, params};

use super::{MessageRow, StoreError, Tx, View, rows};
use crate::domain::review::Review;
use crate::domain::{AccountKey, CircleKey, MemberKey, Position};

/// An act as it is kept, by a key that never leaves the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ActKey(pub(super) i64);

/// An act about to be recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewAct {
    pub(crate) id: ActId,
    pub(crate) circle: CircleKey,
    pub(crate) kind: ActKind,
    pub(crate) subject: MemberKey,
    /// `None` for the centre.
    pub(crate) moderator: Option<MemberKey>,
    /// Whoever acted for the centre, or agreed.
    pub(crate) party: Option<AccountKey>,
    pub(crate) reason: Concern,
    pub(crate) at: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

macro_rules! acts_where {
    ($condition:literal) => {
        concat!(
            "SELECT a.id, a.kind, s.id, b.id, a.reason, a.at, a.until, a.ended_at,
                    (SELECT count(*) FROM message_mutes x WHERE x.act = a.key)
             FROM acts a
             JOIN memberships s ON s.key = a.subject
             LEFT JOIN memberships b ON b.key = a.moderator
             WHERE ",
            $condition
        )
    };
}

fn act_view(row: &Row<'_>) -> rusqlite::Result<ActView> {
    Ok(ActView {
        id: rows::id(row, 0, ActId::from_bytes)?,
        kind: rows::word(row, 1)?,
        subject: rows::id(row, 2, MemberId::from_bytes)?,
        by: rows::optional_id(row, 3, MemberId::from_bytes)?,
        reason: rows::word(row, 4)?,
        at: Timestamp(row.get(5)?),
        until: rows::optional_time(row, 6)?,
        ended_at: rows::optional_time(row, 7)?,
        messages: row.get(8)?,
    })
}

impl View<'_> {
    /// What was done about this account since then, newest first.
    pub(crate) fn acts_about(
        &self,
        account: AccountKey,
        since: Timestamp,
        most: u16,
    ) -> Result<Vec<OwnAct>, StoreError> {
        let mut statement = self.prepare(
            "SELECT a.key, a.id, c.id, a.kind, a.reason, a.at, a.until, a.ended_at,
                    p.at, p.due_at, p.outcome
             FROM memberships m
             JOIN acts a ON a.subject = m.key
             JOIN circles c ON c.key = a.circle
             LEFT JOIN appeals p ON p.act = a.key
             WHERE m.account = ?1 AND a.at >= ?2 ORDER BY a.at DESC, a.key DESC LIMIT ?3",
        )?;
        let mut acts = statement
            .query_map(params![account.0, since.0, most], |row| {
                let appealed_at = rows::optional_time(row, 8)?;
                let appeal = match appealed_at.zip(rows::optional_time(row, 9)?) {
                    Some((at, due_at)) => {
                        let outcome = rows::optional_word(row, 10)?;
                        Some(OwnAppeal { at, due_at, outcome })
                    }
                    None => None,
                };
                let act = OwnAct {
                    id: rows::id(row, 1, ActId::from_bytes)?,
                    circle: rows::id(row, 2, CircleId::from_bytes)?,
                    kind: rows::word(row, 3)?,
                    reason: rows::word(row, 4)?,
                    at: Timestamp(row.get(5)?),
                    until: rows::optional_time(row, 6)?,
                    ended_at: rows::optional_time(row, 7)?,
                    messages: Vec::new(),
                    appeal,
                };
                Ok((ActKey(row.get(0)?), act))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for (key, act) in &mut acts {
            act.messages = self.hidden_by(*key, most)?;
        }
        Ok(acts.into_iter().map(|(_, act)| act).collect())
    }

    fn hidden_by(&self, act: ActKey, most: u16) -> Result<Vec<MessageId>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.id, m.position FROM message_mutes x JOIN messages m ON m.position = x.message
             WHERE x.act = ?1
             UNION ALL
             SELECT h.id, 0 FROM held_messages h WHERE h.act = ?1
             ORDER BY 2 DESC LIMIT ?2",
        )?;
        let hidden = statement
            .query_map(params![act.0, most], |row| rows::id(row, 0, MessageId::from_bytes))?;
        Ok(hidden.collect::<rusqlite::Result<_>>()?)
    }

    /// What moderators did in this circle since then, newest first.
    pub(crate) fn acts_in(
        &self,
        circle: CircleKey,
        since: Timestamp,
        most: u16,
    ) -> Result<Vec<ActView>, StoreError> {
        let mut statement = self.prepare(acts_where!(
            "a.circle = ?1 AND a.at >= ?2 ORDER BY a.at DESC, a.key DESC LIMIT ?3"
        ))?;
        let acts = statement.query_map(params![circle.0, since.0, most], act_view)?;
        Ok(acts.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn act(&self, act: ActKey) -> Result<ActView, StoreError> {
        let mut statement = self.prepare(acts_where!("a.key = ?1"))?;
        Ok(statement.query_row([act.0], act_view)?)
    }

    /// What was done about one member, newest first.
    pub(crate) fn acts_on(&self, member: MemberKey, most: u16) -> Result<Vec<ActView>, StoreError> {
        let mut statement =
            self.prepare(acts_where!("a.subject = ?1 ORDER BY a.at DESC, a.key DESC LIMIT ?2"))?;
        let acts = statement.query_map(params![member.0, most], act_view)?;
        Ok(acts.collect::<rusqlite::Result<_>>()?)
    }

    /// A member's messages from this place and time on that still have their
    /// words and are not muted, oldest first. The place spares looking at the
    /// whole history; where a clock was set back, the time holds.
    pub(crate) fn unmuted_messages_of(
        &self,
        author: MemberKey,
        from: Position,
        since: Timestamp,
    ) -> Result<Vec<(Position, MessageId)>, StoreError> {
        let mut statement = self.prepare(
            "SELECT position, id FROM messages
             WHERE position >= ?1 AND position < ?2 AND author = ?3 AND sent_at >= ?4
               AND deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.message = position)
             ORDER BY position",
        )?;
        let range = params![from.0, Position::ceiling(from.circle()).0, author.0, since.0];
        let found = statement.query_map(range, |row| {
            Ok((Position(row.get(0)?), rows::id(row, 1, MessageId::from_bytes)?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    pub(crate) fn record_act(&mut self, act: &NewAct) -> Result<ActKey, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO acts (id, circle, kind, subject, moderator, reason, at, until, party)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING key",
        )?;
        let key = statement.query_row(
            params![
                act.id.as_bytes(),
                act.circle.0,
                act.kind.as_str(),
                act.subject.0,
                act.moderator.map(|moderator| moderator.0),
                act.reason.as_str(),
                act.at.0,
                act.until.map(|until| until.0),
                act.party.map(|party| party.0),
            ],
            |row| row.get(0),
        )?;
        Ok(ActKey(key))
    }

    pub(crate) fn mute_message(
        &mut self,
        message: Position,
        act: ActKey,
    ) -> Result<(), StoreError> {
        self.prepare("INSERT INTO message_mutes (message, act) VALUES (?1, ?2)")?
            .execute([message.0, act.0])?;
        Ok(())
    }

    /// Shows a message again. An act that hides nothing more, and mutes nobody
    /// now, has ended.
    pub(crate) fn unmute_message(
        &mut self,
        message: Position,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let act: i64 = self
            .prepare("DELETE FROM message_mutes WHERE message = ?1 RETURNING act")?
            .query_row([message.0], |row| row.get(0))?;
        self.prepare(
            "UPDATE acts SET ended_at = ?2
             WHERE key = ?1 AND ended_at IS NULL AND (until IS NULL OR until <= ?2)
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.act = key)",
        )?
        .execute([act, now.0])?;
        Ok(())
    }

    pub(crate) fn set_muted_until(
        &mut self,
        member: MemberKey,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET muted_until = ?2 WHERE key = ?1")?
            .execute([member.0, until.0])?;
        Ok(())
    }

    /// Ends a member's mute now. What the act hides stays hidden.
    pub(crate) fn lift_mute(
        &mut self,
        member: MemberKey,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET muted_until = NULL WHERE key = ?1")?
            .execute([member.0])?;
        self.prepare("UPDATE acts SET until = ?2 WHERE subject = ?1 AND until > ?2")?
            .execute([member.0, now.0])?;
        self.prepare(
            "UPDATE acts SET ended_at = ?2
             WHERE subject = ?1 AND until = ?2 AND ended_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.act = key)",
        )?
        .execute([member.0, now.0])?;
        Ok(())
    }

    pub(crate) fn set_content_note(
        &mut self,
        message: &MessageRow,
        note: Option<ContentNote>,
        by: Option<MemberKey>,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE messages SET content_note = ?2, content_note_by = ?3 WHERE position = ?1",
        )?
        .execute(params![
            message.position.0,
            note.map(Word::as_str),
            note.and(by).map(|by| by.0)
        ])?;
        Ok(())
    }

    pub(crate) fn set_review(
        &mut self,
        message: Position,
        review: Review,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE messages SET review = ?2 WHERE position = ?1")?
            .execute(params![message.0, review.as_str()])?;
        Ok(())
    }

    pub(crate) fn set_slow_mode(
        &mut self,
        circle: CircleKey,
        seconds: u16,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE circles SET slow_mode_seconds = ?2 WHERE key = ?1")?
            .execute(params![circle.0, seconds])?;
        Ok(())
    }

    /// Remembered only where slow mode asks for it.
    pub(crate) fn note_speaking(
        &mut self,
        member: MemberKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET spoke_at = ?2 WHERE key = ?1")?
            .execute([member.0, at.0])?;
        Ok(())
    }
}
