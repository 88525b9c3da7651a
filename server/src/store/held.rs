//! Messages that wait for a moderator, and those that were not posted. They are in no
//! circle's log and in no search index: whatever shows a circle reads `messages`, and these
//! are not in it.

use circles_protocol::{
    Body, CircleId, ContentNote, HeldCursor, HeldView, MemberId, MessageId, Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{ActionKey, CaseKey, StoreError, Tx, View, rows};
use crate::domain::{AccountKey, CircleKey, MemberKey, MessageFlags, PageBudget, Portion};

/// A held message, by a key that never leaves the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeldKey(i64);

/// A message to be held.
pub(crate) struct NewHeld<'a> {
    pub(crate) id: MessageId,
    pub(crate) case: CaseKey,
    pub(crate) author: MemberKey,
    pub(crate) body: &'a Body,
    pub(crate) fingerprint: i64,
    pub(crate) reply_to: Option<MessageId>,
    pub(crate) mentions: &'a [MemberKey],
    pub(crate) content_note: Option<ContentNote>,
    pub(crate) flags: MessageFlags,
    pub(crate) at: Timestamp,
}

/// A held message as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeldRow {
    pub(crate) key: HeldKey,
    pub(crate) id: MessageId,
    pub(crate) case: CaseKey,
    pub(crate) circle: CircleKey,
    pub(crate) author: MemberKey,
    pub(crate) author_id: MemberId,
    pub(crate) author_account: AccountKey,
    /// The author is a member of the circle now.
    pub(crate) present: bool,
    pub(crate) body: Body,
    pub(crate) fingerprint: i64,
    pub(crate) reply_to: Option<MessageId>,
    pub(crate) content_note: Option<ContentNote>,
    pub(crate) flags: MessageFlags,
    pub(crate) held_at: Timestamp,
}

macro_rules! held_where {
    ($condition:literal) => {
        concat!(
            "SELECT h.key, h.id, h.case_key, m.circle, h.author, m.id, m.account,
                    m.left_at IS NULL, h.body, h.fingerprint, h.reply_to, h.content_note,
                    h.held_at, h.win, h.daily_on, h.milestone
             FROM held_messages h JOIN memberships m ON m.key = h.author
             WHERE ",
            $condition
        )
    };
}

fn held_row(row: &Row<'_>) -> rusqlite::Result<HeldRow> {
    Ok(HeldRow {
        key: HeldKey(row.get(0)?),
        id: rows::id(row, 1, MessageId::from_bytes)?,
        case: CaseKey(row.get(2)?),
        circle: CircleKey(row.get(3)?),
        author: MemberKey(row.get(4)?),
        author_id: rows::id(row, 5, MemberId::from_bytes)?,
        author_account: AccountKey(row.get(6)?),
        present: row.get(7)?,
        body: Body::from_stored(row.get(8)?),
        fingerprint: row.get(9)?,
        reply_to: rows::optional_id(row, 10, MessageId::from_bytes)?,
        content_note: rows::optional_word(row, 11)?,
        held_at: Timestamp(row.get(12)?),
        flags: MessageFlags {
            win: row.get(13)?,
            daily_on: rows::optional_day(row, 14)?,
            milestone: rows::optional_milestone(row, 15)?,
        },
    })
}

impl View<'_> {
    /// This author's held message with this id.
    pub(crate) fn held(
        &self,
        author: MemberKey,
        id: MessageId,
    ) -> Result<Option<HeldRow>, StoreError> {
        let mut statement = self.prepare(held_where!("h.author = ?1 AND h.id = ?2"))?;
        Ok(statement.query_row(params![author.0, id.as_bytes()], held_row).optional()?)
    }

    pub(crate) fn held_of_case(&self, case: CaseKey) -> Result<Option<HeldRow>, StoreError> {
        let mut statement = self.prepare(held_where!("h.case_key = ?1"))?;
        Ok(statement.query_row([case.0], held_row).optional()?)
    }

    /// The held message that this action kept from the circle.
    pub(crate) fn held_back_by(&self, action: ActionKey) -> Result<Option<HeldRow>, StoreError> {
        let mut statement = self.prepare(held_where!("h.action = ?1"))?;
        Ok(statement.query_row([action.0], held_row).optional()?)
    }

    /// This member's messages that are waiting, oldest first.
    pub(crate) fn waiting_of(&self, author: MemberKey) -> Result<Vec<HeldRow>, StoreError> {
        let mut statement =
            self.prepare(held_where!("h.author = ?1 AND h.action IS NULL ORDER BY h.key"))?;
        let waiting = statement.query_map([author.0], held_row)?;
        Ok(waiting.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn count_waiting(&self, author: MemberKey) -> Result<u16, StoreError> {
        let mut statement = self
            .prepare("SELECT count(*) FROM held_messages WHERE author = ?1 AND action IS NULL")?;
        Ok(statement.query_row([author.0], |row| row.get(0))?)
    }

    /// This account's messages in all of its circles: those that were not posted, then
    /// those that are waiting, each oldest first. Of those before `before`, the last ones,
    /// as many as fit.
    pub(crate) fn own_held(
        &self,
        account: AccountKey,
        before: Option<HeldKey>,
        budget: PageBudget,
    ) -> Result<Portion<HeldView>, StoreError> {
        // Without the words, because sorting would read all of them.
        let mut statement = self.prepare(
            "SELECT h.key FROM memberships m JOIN held_messages h ON h.author = m.key
             WHERE m.account = ?1 AND m.left_at IS NULL
               AND (?2 IS NULL OR (h.action IS NOT NULL, -h.held_at, -h.key) > (
                   SELECT action IS NOT NULL, -held_at, -key FROM held_messages WHERE key = ?2))
             ORDER BY h.action IS NOT NULL, h.held_at DESC, h.key DESC LIMIT ?3",
        )?;
        let given = params![account.0, before.map(|held| held.0), budget.row_limit()];
        let keys = statement
            .query_map(given, |row| row.get(0).map(HeldKey))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut page = Portion::fill(budget, keys.into_iter().map(|key| self.held_view(key)))?;
        page.items.reverse();
        Ok(page)
    }

    fn held_view(&self, held: HeldKey) -> Result<HeldView, StoreError> {
        let mut statement = self.prepare(
            "SELECT h.id, c.id, h.body, h.reply_to, h.content_note, h.held_at,
                    h.action IS NOT NULL
             FROM held_messages h
             JOIN memberships m ON m.key = h.author
             JOIN circles c ON c.key = m.circle
             WHERE h.key = ?1",
        )?;
        Ok(statement.query_row([held.0], |row| {
            Ok(HeldView {
                id: rows::id(row, 0, MessageId::from_bytes)?,
                circle: rows::id(row, 1, CircleId::from_bytes)?,
                body: Body::from_stored(row.get(2)?),
                reply_to: rows::optional_id(row, 3, MessageId::from_bytes)?,
                content_note: rows::optional_word(row, 4)?,
                held_at: Timestamp(row.get(5)?),
                not_posted: row.get(6)?,
            })
        })?)
    }

    /// An own message that is waiting or was not posted, in a circle the account is in.
    pub(crate) fn own_held_at(
        &self,
        account: AccountKey,
        place: HeldCursor,
    ) -> Result<Option<HeldKey>, StoreError> {
        let mut statement = self.prepare(
            "SELECT h.key FROM circles c
             JOIN memberships m ON m.circle = c.key AND m.account = ?1 AND m.left_at IS NULL
             JOIN held_messages h ON h.author = m.key AND h.id = ?3
             WHERE c.id = ?2 AND (h.action IS NOT NULL) = ?4",
        )?;
        let HeldCursor { circle, message, not_posted } = place;
        let given = params![account.0, circle.as_bytes(), message.as_bytes(), not_posted];
        Ok(statement.query_row(given, |row| row.get(0).map(HeldKey)).optional()?)
    }

    /// The mentioned members who are still in the circle.
    pub(crate) fn held_mentions(
        &self,
        held: HeldKey,
    ) -> Result<Vec<(MemberKey, MemberId)>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.key, m.id FROM held_mentions x JOIN memberships m ON m.key = x.member
             WHERE x.held = ?1 AND m.left_at IS NULL ORDER BY m.key",
        )?;
        let mentions = statement.query_map([held.0], |row| {
            Ok((MemberKey(row.get(0)?), rows::id(row, 1, MemberId::from_bytes)?))
        })?;
        Ok(mentions.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// The caller has checked that the id is free.
    pub(crate) fn hold_message(&mut self, held: &NewHeld<'_>) -> Result<(), StoreError> {
        let key: i64 = self
            .prepare(
                "INSERT INTO held_messages (id, case_key, author, body, fingerprint, reply_to,
                                            content_note, held_at, win, daily_on, milestone)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING key",
            )?
            .query_row(
                params![
                    held.id.as_bytes(),
                    held.case.0,
                    held.author.0,
                    held.body.as_str(),
                    held.fingerprint,
                    held.reply_to.as_ref().map(MessageId::as_bytes),
                    held.content_note.map(WireEnum::as_str),
                    held.at.0,
                    held.flags.win,
                    held.flags.daily_on.map(|day| day.to_string()),
                    held.flags.milestone.map(|milestone| milestone.to_string()),
                ],
                |row| row.get(0),
            )?;
        for member in held.mentions {
            self.prepare("INSERT INTO held_mentions (held, member) VALUES (?1, ?2)")?
                .execute([key, member.0])?;
        }
        Ok(())
    }

    /// It no longer waits, and is not posted.
    pub(crate) fn set_held_back(
        &mut self,
        held: HeldKey,
        action: ActionKey,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE held_messages SET action = ?2 WHERE key = ?1")?
            .execute([held.0, action.0])?;
        Ok(())
    }

    /// Undoes holding it back: it waits for a moderator again.
    pub(crate) fn set_waiting(&mut self, held: HeldKey) -> Result<(), StoreError> {
        self.prepare("UPDATE held_messages SET action = NULL WHERE key = ?1")?.execute([held.0])?;
        Ok(())
    }

    /// Called when the author takes it back before their appeal has been read: the copy
    /// becomes the action's, so that there is still something to decide about.
    pub(crate) fn keep_for_appeal(&mut self, held: &HeldRow) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE evidence SET case_key = NULL, action = appealed.action
             FROM (SELECT h.action FROM held_messages h JOIN appeals p ON p.action = h.action
                   WHERE h.key = ?1 AND p.decided_at IS NULL) AS appealed
             WHERE case_key = ?2",
        )?
        .execute([held.key.0, held.case.0])?;
        Ok(())
    }

    /// Called when it was posted or taken back: removes the row, and the copy that was kept
    /// for the decider to read.
    pub(crate) fn drop_held(&mut self, held: &HeldRow) -> Result<(), StoreError> {
        for (sql, key) in [
            ("DELETE FROM held_messages WHERE key = ?1", held.key.0),
            ("DELETE FROM evidence WHERE case_key = ?1", held.case.0),
        ] {
            self.prepare(sql)?.execute([key])?;
        }
        self.note_erasure();
        Ok(())
    }
}
