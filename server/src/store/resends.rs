//! What was already stored under an id that is sent again. A client makes the ids of its
//! messages, and resends whatever got no answer.

use circles_protocol::{ContentNote, MessageId, Timestamp};
use rusqlite::{OptionalExtension as _, params};

use super::{StoreError, View, rows};
use crate::domain::{CircleKey, MemberKey, Position};

/// A message that is already stored under an id that is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resend {
    pub(crate) position: Position,
    pub(crate) author: MemberKey,
    pub(crate) sent_at: Timestamp,
    /// `None` once the message is deleted.
    pub(crate) fingerprint: Option<i64>,
    pub(crate) content_note: Option<ContentNote>,
}

impl View<'_> {
    /// What is already stored under this id in this circle. Other circles are not searched,
    /// because nobody may learn what is in them.
    pub(crate) fn resend(
        &self,
        circle: CircleKey,
        id: MessageId,
    ) -> Result<Option<Resend>, StoreError> {
        let mut statement = self.prepare(
            "SELECT position, author, sent_at, fingerprint, content_note FROM messages
             WHERE id = ?1 AND position >> 40 = ?2",
        )?;
        Ok(statement
            .query_row(params![id.as_bytes(), circle.0], |row| {
                Ok(Resend {
                    position: Position(row.get(0)?),
                    author: MemberKey(row.get(1)?),
                    sent_at: Timestamp(row.get(2)?),
                    fingerprint: row.get(3)?,
                    content_note: rows::optional_word(row, 4)?,
                })
            })
            .optional()?)
    }
}
