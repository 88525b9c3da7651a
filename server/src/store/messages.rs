//! Messages. Each is stored under the log position of its posting.

use circles_protocol::{
    Body, ContentNote, MemberId, MessageId, MessageView, Seq, Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::backlog::IndexChange;
use super::{StoreError, Tx, View, rows};
use crate::domain::review::Review;
use crate::domain::{CircleKey, ErasedId, Erasure, MemberKey, Membership, MessageFlags, Position};

/// A message to be stored.
pub(crate) struct NewMessage<'a> {
    pub(crate) id: MessageId,
    pub(crate) author: MemberKey,
    pub(crate) at: Timestamp,
    pub(crate) body: &'a Body,
    pub(crate) fingerprint: i64,
    pub(crate) reply_to: Option<MessageId>,
    pub(crate) mentions: &'a [MemberKey],
    pub(crate) content_note: Option<ContentNote>,
    pub(crate) flags: MessageFlags,
}

/// What a command needs to know about a message before it changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MessageRow {
    pub(crate) position: Position,
    pub(crate) author: MemberKey,
    /// `None` once deleted.
    pub(crate) body: Option<Body>,
    pub(crate) muted: bool,
    pub(crate) content_note: Option<ContentNote>,
    /// Who last added that.
    pub(crate) content_note_by: Option<MemberKey>,
    pub(crate) review: Option<Review>,
}

macro_rules! messages_where {
    ($condition:literal) => {
        concat!(
            "SELECT m.position, m.id, a.id, m.sent_at, m.body, m.reply_to, m.edited_at,
                    m.deleted_at IS NOT NULL, p.message IS NOT NULL, x.message IS NOT NULL,
                    m.content_note, m.author, m.win, m.daily_on, m.milestone,
                    m.review IS NOT NULL AND m.review = 'pending'
             FROM messages m
             JOIN memberships a ON a.key = m.author
             LEFT JOIN pins p ON p.message = m.position
             LEFT JOIN message_mutes x ON x.message = m.position
             WHERE ",
            $condition
        )
    };
}

pub(super) use messages_where;

/// A message as this member may read it: only its author sees the words of a muted one.
pub(super) fn message_view(row: &Row<'_>, reader: MemberKey) -> rusqlite::Result<MessageView> {
    let muted = row.get(9)?;
    let hidden = muted && row.get::<_, i64>(11)? != reader.0;
    let body = if hidden { None } else { row.get::<_, Option<String>>(4)? };
    Ok(MessageView {
        seq: Position(row.get(0)?).seq(),
        id: rows::id(row, 1, MessageId::from_bytes)?,
        author: rows::id(row, 2, MemberId::from_bytes)?,
        sent_at: Timestamp(row.get(3)?),
        body: body.map(Body::from_stored),
        reply_to: rows::optional_id(row, 5, MessageId::from_bytes)?,
        edited_at: row.get::<_, Option<i64>>(6)?.map(Timestamp),
        deleted: row.get(7)?,
        pinned: row.get(8)?,
        muted,
        content_note: rows::optional_word(row, 10)?,
        mentions: Vec::new(),
        reactions: Vec::new(),
        under_review: row.get(15)?,
        win: !hidden && row.get(12)?,
        daily_on: rows::optional_day(row, 13)?,
        milestone: if hidden { None } else { rows::optional_milestone(row, 14)? },
    })
}

impl View<'_> {
    pub(crate) fn message_at(
        &self,
        position: Position,
        reader: MemberKey,
    ) -> Result<Option<MessageView>, StoreError> {
        let mut statement = self.prepare(messages_where!("m.position = ?1"))?;
        let found = statement.query_row([position.0], |row| message_view(row, reader));
        let Some(mut message) = found.optional()? else {
            return Ok(None);
        };
        self.add_mentions_and_reactions(position.circle(), std::slice::from_mut(&mut message))?;
        Ok(Some(message))
    }

    /// A message of this circle by its wire id.
    pub(crate) fn message(
        &self,
        circle: CircleKey,
        id: MessageId,
    ) -> Result<Option<MessageRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.position, m.author, m.body, x.message IS NOT NULL, m.content_note,
                    m.content_note_by, m.review
             FROM messages m LEFT JOIN message_mutes x ON x.message = m.position
             WHERE m.id = ?1 AND m.position >> 40 = ?2",
        )?;
        Ok(statement
            .query_row(params![id.as_bytes(), circle.0], |row| {
                Ok(MessageRow {
                    position: Position(row.get(0)?),
                    author: MemberKey(row.get(1)?),
                    body: row.get::<_, Option<String>>(2)?.map(Body::from_stored),
                    muted: row.get(3)?,
                    content_note: rows::optional_word(row, 4)?,
                    content_note_by: row.get::<_, Option<i64>>(5)?.map(MemberKey),
                    review: rows::optional_word(row, 6)?,
                })
            })
            .optional()?)
    }

    /// Messages of others after the read marker, counted up to `most`: all of
    /// them, and those that mention this member.
    pub(crate) fn unread(
        &self,
        membership: &Membership,
        most: u16,
    ) -> Result<(u16, u16), StoreError> {
        if membership.read_seq >= membership.head_seq {
            return Ok((0, 0));
        }
        let after =
            Position::new(membership.circle, membership.read_seq.max(membership.joined_seq)).0;
        let before = Position::ceiling(membership.circle).0;
        let mut all = self.prepare(
            "SELECT count(*) FROM (
                 SELECT 1 FROM messages
                 WHERE position > ?1 AND position < ?2 AND author <> ?3 AND deleted_at IS NULL
                   AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.message = position)
                 LIMIT ?4) AS counted",
        )?;
        let unread =
            all.query_row(params![after, before, membership.member.0, most], |row| row.get(0))?;
        if unread == 0 {
            return Ok((0, 0));
        }
        let mut mentioning = self.prepare(
            "SELECT count(*) FROM (
                 SELECT 1 FROM mentions x JOIN messages m ON m.position = x.message
                 WHERE x.member = ?3 AND x.message > ?1 AND x.message < ?2
                   AND m.author <> ?3 AND m.deleted_at IS NULL
                   AND NOT EXISTS (SELECT 1 FROM message_mutes h WHERE h.message = m.position)
                 LIMIT ?4) AS counted",
        )?;
        let mentions = mentioning
            .query_row(params![after, before, membership.member.0, most], |row| row.get(0))?;
        Ok((unread, mentions))
    }

    /// The first message of others after the read marker.
    pub(crate) fn first_unread(&self, membership: &Membership) -> Result<Option<Seq>, StoreError> {
        let mut statement = self.prepare(
            "SELECT position FROM messages
             WHERE position > ?1 AND position < ?2 AND author <> ?3 AND deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.message = position)
             ORDER BY position LIMIT 1",
        )?;
        let after =
            Position::new(membership.circle, membership.read_seq.max(membership.joined_seq));
        Ok(statement
            .query_row(
                [after.0, Position::ceiling(membership.circle).0, membership.member.0],
                |row| row.get::<_, i64>(0),
            )
            .optional()?
            .map(|position| Position(position).seq()))
    }
}

impl Tx<'_> {
    /// Stores a message at this place, unless its id is taken in this circle, which
    /// includes the author's held messages; says which.
    pub(crate) fn insert_message(
        &mut self,
        position: Position,
        message: &NewMessage<'_>,
    ) -> Result<bool, StoreError> {
        let written = self
            .prepare(
                "INSERT INTO messages (position, id, author, sent_at, body, fingerprint, reply_to,
                                       content_note, content_note_by, win, daily_on, milestone)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
                 WHERE NOT EXISTS (SELECT 1 FROM held_messages WHERE author = ?3 AND id = ?2)
                 ON CONFLICT (id, position >> 40) DO NOTHING",
            )?
            .execute(params![
                position.0,
                message.id.as_bytes(),
                message.author.0,
                message.at.0,
                message.body.as_str(),
                message.fingerprint,
                message.reply_to.as_ref().map(MessageId::as_bytes),
                message.content_note.map(WireEnum::as_str),
                message.content_note.map(|_| message.author.0),
                message.flags.win,
                message.flags.daily_on.map(|day| day.to_string()),
                message.flags.milestone.map(|mark| mark.to_string()),
            ])?;
        if written == 0 {
            return Ok(false);
        }
        self.add_mentions(position, message.mentions)?;
        self.index.push(IndexChange::Posted(position));
        Ok(true)
    }

    fn add_mentions(
        &mut self,
        position: Position,
        mentions: &[MemberKey],
    ) -> Result<(), StoreError> {
        for member in mentions {
            self.prepare(
                "INSERT INTO mentions (message, member) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute([position.0, member.0])?;
        }
        Ok(())
    }

    /// Replaces the words. The earlier ones are gone, from the index too. A moderator's
    /// earlier review does not cover the new ones.
    pub(crate) fn edit_message(
        &mut self,
        message: &MessageRow,
        body: &Body,
        mentions: &[MemberKey],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let position = message.position;
        self.prepare(
            "UPDATE messages SET body = ?2, edited_at = ?3, review = nullif(review, 'done')
             WHERE position = ?1",
        )?
        .execute(params![position.0, body.as_str(), at.0])?;
        self.prepare("DELETE FROM mentions WHERE message = ?1")?.execute([position.0])?;
        self.add_mentions(position, mentions)?;
        self.replace_in_index(message, Some(body));
        self.note_erasure();
        Ok(())
    }

    /// Removes the words from the table, the index and, with the next checkpoint, the log
    /// file. The entry in the circle's log stays.
    pub(crate) fn delete_message(
        &mut self,
        message: &MessageRow,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let position = message.position;
        let id = self
            .prepare("SELECT id FROM messages WHERE position = ?1")?
            .query_row([position.0], |row| rows::id(row, 0, MessageId::from_bytes))?;
        self.note_erased(Erasure { id: ErasedId::message(position.circle(), id), at });
        self.prepare(
            "UPDATE messages SET body = NULL, fingerprint = NULL, deleted_at = ?2, win = 0,
                                daily_on = NULL, milestone = NULL, review = NULL
             WHERE position = ?1",
        )?
        .execute([position.0, at.0])?;
        for sql in [
            "DELETE FROM mentions WHERE message = ?1",
            "DELETE FROM reactions WHERE message = ?1",
            "DELETE FROM pins WHERE message = ?1",
            "DELETE FROM message_mutes WHERE message = ?1",
            "DELETE FROM hidden_messages WHERE message = ?1",
        ] {
            self.prepare(sql)?.execute([position.0])?;
        }
        self.replace_in_index(message, None);
        self.note_erasure();
        Ok(())
    }

    fn replace_in_index(&mut self, message: &MessageRow, new: Option<&Body>) {
        if let Some(old) = &message.body {
            self.index.push(IndexChange::Replaced {
                position: message.position,
                old: old.as_str().to_owned(),
                new: new.map(|body| body.as_str().to_owned()),
            });
        }
    }
}
