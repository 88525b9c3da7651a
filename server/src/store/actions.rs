//! What moderators did about members, and which messages that hides.

use circles_protocol::{
    ActionId, ActionKind, ActionView, CircleId, ContentNote, MemberId, MessageId, OwnAction,
    OwnAppeal, Reason, Timestamp, WireEnum,
};
use rusqlite::{Row, params};

use super::{MessageRow, StoreError, Tx, View, rows};
use crate::domain::review::Review;
use crate::domain::{AccountKey, CircleKey, MemberKey, Position};

/// A stored action, by a key that never leaves the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ActionKey(pub(super) i64);

/// An action to be recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewAction {
    pub(crate) id: ActionId,
    pub(crate) circle: CircleKey,
    pub(crate) kind: ActionKind,
    pub(crate) subject: MemberKey,
    /// `None` for the centre.
    pub(crate) moderator: Option<MemberKey>,
    /// Whoever acted for the centre, or agreed to the proposal.
    pub(crate) acting_account: Option<AccountKey>,
    pub(crate) reason: Reason,
    pub(crate) at: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

macro_rules! actions_where {
    ($condition:literal) => {
        concat!(
            "SELECT a.id, a.kind, s.id, b.id, a.reason, a.at, a.until, a.ended_at,
                    (SELECT count(*) FROM message_mutes x WHERE x.action = a.key)
             FROM actions a
             JOIN memberships s ON s.key = a.subject
             LEFT JOIN memberships b ON b.key = a.moderator
             WHERE ",
            $condition
        )
    };
}

fn action_view(row: &Row<'_>) -> rusqlite::Result<ActionView> {
    Ok(ActionView {
        id: rows::id(row, 0, ActionId::from_bytes)?,
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
    pub(crate) fn actions_about(
        &self,
        account: AccountKey,
        since: Timestamp,
        most: u16,
    ) -> Result<Vec<OwnAction>, StoreError> {
        let mut statement = self.prepare(
            "SELECT a.key, a.id, c.id, a.kind, a.reason, a.at, a.until, a.ended_at,
                    p.at, p.due_at, p.outcome
             FROM memberships m
             JOIN actions a ON a.subject = m.key
             JOIN circles c ON c.key = a.circle
             LEFT JOIN appeals p ON p.action = a.key
             WHERE m.account = ?1 AND a.at >= ?2 ORDER BY a.at DESC, a.key DESC LIMIT ?3",
        )?;
        let mut actions = statement
            .query_map(params![account.0, since.0, most], |row| {
                let appealed_at = rows::optional_time(row, 8)?;
                let appeal = match appealed_at.zip(rows::optional_time(row, 9)?) {
                    Some((at, due_at)) => {
                        let outcome = rows::optional_word(row, 10)?;
                        Some(OwnAppeal { at, due_at, outcome })
                    }
                    None => None,
                };
                let action = OwnAction {
                    id: rows::id(row, 1, ActionId::from_bytes)?,
                    circle: rows::id(row, 2, CircleId::from_bytes)?,
                    kind: rows::word(row, 3)?,
                    reason: rows::word(row, 4)?,
                    at: Timestamp(row.get(5)?),
                    until: rows::optional_time(row, 6)?,
                    ended_at: rows::optional_time(row, 7)?,
                    messages: Vec::new(),
                    appeal,
                };
                Ok((ActionKey(row.get(0)?), action))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for (key, action) in &mut actions {
            action.messages = self.hidden_by(*key, most)?;
        }
        Ok(actions.into_iter().map(|(_, action)| action).collect())
    }

    fn hidden_by(&self, action: ActionKey, most: u16) -> Result<Vec<MessageId>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.id, m.position FROM message_mutes x JOIN messages m ON m.position = x.message
             WHERE x.action = ?1
             UNION ALL
             SELECT h.id, 0 FROM held_messages h WHERE h.action = ?1
             ORDER BY 2 DESC LIMIT ?2",
        )?;
        let hidden = statement
            .query_map(params![action.0, most], |row| rows::id(row, 0, MessageId::from_bytes))?;
        Ok(hidden.collect::<rusqlite::Result<_>>()?)
    }

    /// What moderators did in this circle since then, newest first.
    pub(crate) fn actions_in(
        &self,
        circle: CircleKey,
        since: Timestamp,
        most: u16,
    ) -> Result<Vec<ActionView>, StoreError> {
        let mut statement = self.prepare(actions_where!(
            "a.circle = ?1 AND a.at >= ?2 ORDER BY a.at DESC, a.key DESC LIMIT ?3"
        ))?;
        let actions = statement.query_map(params![circle.0, since.0, most], action_view)?;
        Ok(actions.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn action(&self, action: ActionKey) -> Result<ActionView, StoreError> {
        let mut statement = self.prepare(actions_where!("a.key = ?1"))?;
        Ok(statement.query_row([action.0], action_view)?)
    }

    /// What was done about one member, newest first.
    pub(crate) fn actions_on(
        &self,
        member: MemberKey,
        most: u16,
    ) -> Result<Vec<ActionView>, StoreError> {
        let mut statement =
            self.prepare(actions_where!("a.subject = ?1 ORDER BY a.at DESC, a.key DESC LIMIT ?2"))?;
        let actions = statement.query_map(params![member.0, most], action_view)?;
        Ok(actions.collect::<rusqlite::Result<_>>()?)
    }

    /// A member's messages from this place and time on that still have their words and are
    /// not muted, oldest first. The place avoids reading the whole history; the time is
    /// still right if a clock was set back.
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
    pub(crate) fn record_action(&mut self, action: &NewAction) -> Result<ActionKey, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO actions (id, circle, kind, subject, moderator, reason, at, until,
                                  acting_account)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING key",
        )?;
        let key = statement.query_row(
            params![
                action.id.as_bytes(),
                action.circle.0,
                action.kind.as_str(),
                action.subject.0,
                action.moderator.map(|moderator| moderator.0),
                action.reason.as_str(),
                action.at.0,
                action.until.map(|until| until.0),
                action.acting_account.map(|acting_account| acting_account.0),
            ],
            |row| row.get(0),
        )?;
        Ok(ActionKey(key))
    }

    pub(crate) fn mute_message(
        &mut self,
        message: Position,
        action: ActionKey,
    ) -> Result<(), StoreError> {
        self.prepare("INSERT INTO message_mutes (message, action) VALUES (?1, ?2)")?
            .execute([message.0, action.0])?;
        Ok(())
    }

    /// Shows a message again. An action ends once it hides no message and mutes nobody.
    pub(crate) fn unmute_message(
        &mut self,
        message: Position,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let action: i64 = self
            .prepare("DELETE FROM message_mutes WHERE message = ?1 RETURNING action")?
            .query_row([message.0], |row| row.get(0))?;
        self.prepare(
            "UPDATE actions SET ended_at = ?2
             WHERE key = ?1 AND ended_at IS NULL AND (until IS NULL OR until <= ?2)
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.action = key)",
        )?
        .execute([action, now.0])?;
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

    /// Ends a member's mute now. What the action hides stays hidden.
    pub(crate) fn unmute_member(
        &mut self,
        member: MemberKey,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET muted_until = NULL WHERE key = ?1")?
            .execute([member.0])?;
        self.prepare("UPDATE actions SET until = ?2 WHERE subject = ?1 AND until > ?2")?
            .execute([member.0, now.0])?;
        self.prepare(
            "UPDATE actions SET ended_at = ?2
             WHERE subject = ?1 AND until = ?2 AND ended_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.action = key)",
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
            note.map(WireEnum::as_str),
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

    /// Stored only where slow mode is on.
    pub(crate) fn set_last_posted_at(
        &mut self,
        member: MemberKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET last_posted_at = ?2 WHERE key = ?1")?
            .execute([member.0, at.0])?;
        Ok(())
    }
}
