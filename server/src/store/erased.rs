//! Whatever a restored database still has of what people erased later.

use std::collections::BTreeSet;

use circles_protocol::{CheckInId, LapseId, MessageId};
use rusqlite::Row;

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, CircleKey, ErasedId, Erasure, MemberKey};

/// Something that was erased once, and is there again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Revived {
    Message(CircleKey, MessageId),
    Held(MemberKey, MessageId),
    CheckIn(AccountKey, CheckInId),
    Lapse(AccountKey, LapseId),
}

impl View<'_> {
    /// Everything in this database that is on the list.
    pub(crate) fn revived(&self, erased: &BTreeSet<ErasedId>) -> Result<Vec<Revived>, StoreError> {
        let mut found = Vec::new();
        let mut look = |sql: &str, read: fn(&Row<'_>) -> rusqlite::Result<(ErasedId, Revived)>| {
            let mut statement = self.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (id, what) = read(row)?;
                if erased.contains(&id) {
                    found.push(what);
                }
            }
            Ok::<_, StoreError>(())
        };
        look("SELECT position >> 40, id FROM messages WHERE body IS NOT NULL", |row| {
            let (circle, id) = (CircleKey(row.get(0)?), rows::id(row, 1, MessageId::from_bytes)?);
            Ok((ErasedId::message(circle, id), Revived::Message(circle, id)))
        })?;
        let held = "SELECT m.circle, h.id, h.author
                    FROM held_messages h JOIN memberships m ON m.key = h.author";
        look(held, |row| {
            let (circle, id) = (CircleKey(row.get(0)?), rows::id(row, 1, MessageId::from_bytes)?);
            Ok((ErasedId::message(circle, id), Revived::Held(MemberKey(row.get(2)?), id)))
        })?;
        look("SELECT account, id FROM check_ins", |row| {
            let (account, id) = (AccountKey(row.get(0)?), rows::id(row, 1, CheckInId::from_bytes)?);
            Ok((ErasedId::check_in(account, id), Revived::CheckIn(account, id)))
        })?;
        look("SELECT account, id FROM lapses", |row| {
            let (account, id) = (AccountKey(row.get(0)?), rows::id(row, 1, LapseId::from_bytes)?);
            Ok((ErasedId::lapse(account, id), Revived::Lapse(account, id)))
        })?;
        Ok(found)
    }
}

impl Tx<'_> {
    /// Puts something that a person erased on the list beside the database, once this
    /// change is on disk. Whatever gets a way to be erased by its author belongs there, and
    /// in `revived`; what expires by itself does so again after a restore.
    pub(crate) fn note_erased(&mut self, erasure: Erasure) {
        self.erasures.push(erasure);
    }
}
