//! Requests for help: who asked, how each one ended, and who is replying. Who was alerted
//! is in `help_alerts`.

use circles_protocol::{
    Alias, CircleId, HelpAlert, HelpAlertState, HelpId, HelpStep, HelpTo, HelpView, Statement,
    Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::escalation::{HelpOutcome, Waiting};
use crate::domain::{AccountKey, CircleKey, HelpKey};

/// A request for help to be stored.
#[derive(Debug)]
pub(crate) struct NewHelp {
    pub(crate) id: HelpId,
    /// The id made by the person who asks; `None` if nobody asked.
    pub(crate) client_id: Option<HelpId>,
    pub(crate) account: AccountKey,
    pub(crate) to: HelpTo,
    pub(crate) words: Option<Statement>,
    pub(crate) by_words: bool,
    pub(crate) wants_call: bool,
    pub(crate) at: Timestamp,
    pub(crate) undo_until: Option<Timestamp>,
}

/// A request for help as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HelpRow {
    pub(crate) key: HelpKey,
    /// The id by which those who are alerted know it. The person who asked has their own.
    pub(crate) id: HelpId,
    client_id: HelpId,
    pub(crate) account: AccountKey,
    pub(crate) alias: Alias,
    pub(crate) to: HelpTo,
    pub(crate) words: Option<Statement>,
    pub(crate) by_words: bool,
    pub(crate) wants_call: bool,
    pub(crate) asked_at: Timestamp,
    /// Set while nobody has been alerted; if the request has ended, nobody ever was.
    pub(crate) undo_until: Option<Timestamp>,
    pub(crate) alerted: Vec<HelpTo>,
    pub(crate) last_step: HelpStep,
    pub(crate) responder: Option<(AccountKey, Alias)>,
    pub(crate) direct: Option<CircleId>,
    pub(crate) ended: bool,
}

impl HelpRow {
    pub(crate) fn outcome(&self) -> HelpOutcome {
        let responder = self.responder.as_ref().map(|(account, _)| *account);
        HelpOutcome { responder, ended: self.ended }
    }

    pub(crate) const fn waiting(&self) -> Waiting {
        Waiting { to: self.to, asked_at: self.asked_at, last_step: Some(self.last_step) }
    }

    /// As seen by the person who asked.
    pub(crate) fn view(&self) -> HelpView {
        HelpView {
            id: self.client_id,
            to: self.to,
            asked_at: self.asked_at,
            state: self.outcome().state(),
            last_step: self.last_step,
            by_words: self.by_words,
            by: self.responder.as_ref().map(|(_, alias)| alias.clone()),
            direct: self.direct,
            undo_until: self.undo_until.filter(|_| !self.ended),
            alerted: self.alerted.clone(),
            wants_call: self.wants_call,
        }
    }

    /// As seen by somebody who was alerted, without a telephone number. What was written is
    /// only for those who may still answer, and for the one who does.
    pub(crate) fn alert(&self, account: AccountKey, alerted_at: Timestamp) -> HelpAlert {
        let state = self.outcome().alert_state(account);
        let (words, direct) = match state {
            HelpAlertState::Waiting => (self.words.clone(), None),
            HelpAlertState::Yours => (self.words.clone(), self.direct),
            HelpAlertState::Taken | HelpAlertState::Ended => (None, None),
        };
        let (id, who, asked_at) = (self.id, self.alias.clone(), self.asked_at);
        let (by_words, wants_call) = (self.by_words, self.wants_call);
        HelpAlert {
            id,
            who,
            asked_at,
            alerted_at,
            state,
            words,
            by_words,
            direct,
            wants_call,
            phone: None,
        }
    }
}

macro_rules! help_where {
    ($condition:literal) => {
        concat!(
            "SELECT h.key, h.id, h.account, a.alias, h.recipient, h.words, h.by_words, h.asked_at,
                    h.last_step, h.acknowledged_by, r.alias, l.id, h.ended_at IS NOT NULL,
                    h.wants_call, h.undo_until,
                    (SELECT coalesce(group_concat(recipient, ' '), '') FROM
                         (SELECT DISTINCT recipient FROM help_alerts
                          WHERE help = h.key AND recipient IS NOT NULL ORDER BY recipient DESC)),
                    coalesce(h.client_id, h.id)
             FROM help_requests h
             JOIN accounts a ON a.key = h.account
             LEFT JOIN accounts r ON r.key = h.acknowledged_by
             LEFT JOIN circles l ON l.key = h.direct
             WHERE ",
            $condition
        )
    };
}

fn help_row(row: &Row<'_>) -> rusqlite::Result<HelpRow> {
    let responder = row.get::<_, Option<i64>>(9)?.map(AccountKey);
    let alias = row.get::<_, Option<String>>(10)?.map(Alias::from_stored);
    Ok(HelpRow {
        key: HelpKey(row.get(0)?),
        id: rows::id(row, 1, HelpId::from_bytes)?,
        account: AccountKey(row.get(2)?),
        alias: Alias::from_stored(row.get(3)?),
        to: rows::word(row, 4)?,
        words: row.get::<_, Option<String>>(5)?.map(Statement::from_stored),
        by_words: row.get(6)?,
        asked_at: Timestamp(row.get(7)?),
        last_step: rows::word(row, 8)?,
        responder: responder.zip(alias),
        direct: rows::optional_id(row, 11, CircleId::from_bytes)?,
        ended: row.get(12)?,
        wants_call: row.get(13)?,
        undo_until: rows::optional_time(row, 14)?,
        alerted: rows::words(row, 15)?,
        client_id: rows::id(row, 16, HelpId::from_bytes)?,
    })
}

impl View<'_> {
    /// Somebody else's request, by the id that those who are alerted know.
    pub(crate) fn help(&self, id: HelpId) -> Result<Option<HelpRow>, StoreError> {
        let mut statement = self.prepare(help_where!("h.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], help_row).optional()?)
    }

    /// This account's request with this id. Another account may have made the same id.
    pub(crate) fn own_help(
        &self,
        account: AccountKey,
        id: HelpId,
    ) -> Result<Option<HelpRow>, StoreError> {
        let mut statement =
            self.prepare(help_where!("h.account = ?1 AND coalesce(h.client_id, h.id) = ?2"))?;
        Ok(statement.query_row(params![account.0, id.as_bytes()], help_row).optional()?)
    }

    /// The request that this account made, or was alerted to, under this id.
    pub(crate) fn help_known_as(
        &self,
        account: AccountKey,
        id: HelpId,
    ) -> Result<Option<HelpRow>, StoreError> {
        match self.own_help(account, id)? {
            Some(own) => Ok(Some(own)),
            None => Ok(self.help(id)?.filter(|help| help.account != account)),
        }
    }

    pub(crate) fn help_by_key(&self, key: HelpKey) -> Result<Option<HelpRow>, StoreError> {
        let mut statement = self.prepare(help_where!("h.key = ?1"))?;
        Ok(statement.query_row([key.0], help_row).optional()?)
    }

    /// This account's request that has not ended yet.
    pub(crate) fn open_help(&self, account: AccountKey) -> Result<Option<HelpRow>, StoreError> {
        let mut statement = self.prepare(help_where!("h.account = ?1 AND h.ended_at IS NULL"))?;
        Ok(statement.query_row([account.0], help_row).optional()?)
    }

    /// How often since then somebody was alerted because this account asked, or because of
    /// what it wrote.
    pub(crate) fn count_help(
        &self,
        account: AccountKey,
        by_words: bool,
        since: Timestamp,
    ) -> Result<u16, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM help_requests
             WHERE account = ?1 AND asked_at > ?2 AND by_words = ?3 AND undo_until IS NULL",
        )?;
        Ok(statement.query_row(params![account.0, since.0, by_words], |row| row.get(0))?)
    }

    /// The same, including requests that were taken back before anybody was alerted.
    pub(crate) fn count_all_help(
        &self,
        account: AccountKey,
        since: Timestamp,
    ) -> Result<u16, StoreError> {
        let mut statement = self
            .prepare("SELECT count(*) FROM help_requests WHERE account = ?1 AND asked_at > ?2")?;
        Ok(statement.query_row(params![account.0, since.0], |row| row.get(0))?)
    }

    /// Requests for which nobody could be alerted.
    pub(crate) fn untold_help(&self) -> Result<Vec<HelpKey>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key FROM help_requests
             WHERE ended_at IS NULL AND last_step = 'nobody' AND undo_until IS NULL",
        )?;
        let found = statement.query_map([], |row| row.get(0).map(HelpKey))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The present mentor of this account, if they can be alerted.
    pub(crate) fn mentor_to_tell(
        &self,
        mentee: AccountKey,
    ) -> Result<Option<(AccountKey, Alias)>, StoreError> {
        let mut statement = self.prepare(
            "SELECT a.key, a.alias FROM pairings p JOIN accounts a ON a.key = p.mentor
             WHERE p.mentee = ?1 AND p.ended_at IS NULL AND p.active_since IS NOT NULL
               AND a.suspended_at IS NULL",
        )?;
        let mentor = statement.query_row([mentee.0], |row| {
            Ok((AccountKey(row.get(0)?), Alias::from_stored(row.get(1)?)))
        });
        Ok(mentor.optional()?)
    }
}

impl Tx<'_> {
    /// Nobody has been alerted yet. The caller has checked that none is open.
    pub(crate) fn add_help(&mut self, help: &NewHelp) -> Result<HelpKey, StoreError> {
        let key = self
            .prepare(
                "INSERT INTO help_requests
                     (id, account, recipient, words, by_words, asked_at, last_step, wants_call,
                      undo_until, client_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .insert(params![
                help.id.as_bytes(),
                help.account.0,
                help.to.as_str(),
                help.words.as_ref().map(Statement::as_str),
                help.by_words,
                help.at.0,
                HelpStep::Nobody.as_str(),
                help.wants_call,
                help.undo_until.map(|until| until.0),
                help.client_id.as_ref().map(HelpId::as_bytes),
            ])?;
        Ok(HelpKey(key))
    }

    /// An open request is made again: it counts from now on, with these words.
    pub(crate) fn reopen_help(
        &mut self,
        key: HelpKey,
        to: HelpTo,
        words: Option<&Statement>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE help_requests SET recipient = ?2, words = coalesce(?3, words), by_words = 0,
                                      wants_call = 0, asked_at = ?4
             WHERE key = ?1",
        )?
        .execute(params![key.0, to.as_str(), words.map(Statement::as_str), at.0])?;
        Ok(())
    }

    /// A wish for a call becomes more urgent: words in a message sounded like a crisis.
    pub(crate) fn reopen_screened_help(
        &mut self,
        key: HelpKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE help_requests SET recipient = 'on_call', last_step = 'nobody', by_words = 1,
                                      wants_call = 0, asked_at = ?2
             WHERE key = ?1",
        )?
        .execute([key.0, at.0])?;
        Ok(())
    }

    /// It can no longer be taken back silently: somebody is alerted now.
    pub(crate) fn end_undo(&mut self, key: HelpKey) -> Result<(), StoreError> {
        self.prepare("UPDATE help_requests SET undo_until = NULL WHERE key = ?1")?
            .execute([key.0])?;
        Ok(())
    }

    /// Taken back before anybody was alerted: it ends, and its words are erased.
    pub(crate) fn take_back_help(&mut self, key: HelpKey, at: Timestamp) -> Result<(), StoreError> {
        self.prepare("UPDATE help_requests SET ended_at = ?2, words = NULL WHERE key = ?1")?
            .execute([key.0, at.0])?;
        self.note_erasure();
        Ok(())
    }

    pub(crate) fn delete_help(&mut self, key: HelpKey) -> Result<(), StoreError> {
        self.prepare("DELETE FROM help_requests WHERE key = ?1")?.execute([key.0])?;
        Ok(())
    }

    pub(crate) fn set_last_step(
        &mut self,
        key: HelpKey,
        last_step: HelpStep,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE help_requests SET last_step = ?2 WHERE key = ?1")?
            .execute(params![key.0, last_step.as_str()])?;
        Ok(())
    }

    /// The caller has checked that it is waiting.
    pub(crate) fn acknowledge_help(
        &mut self,
        key: HelpKey,
        by: AccountKey,
        direct: CircleKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE help_requests SET acknowledged_at = ?2, acknowledged_by = ?3, direct = ?4
             WHERE key = ?1",
        )?
        .execute([key.0, at.0, by.0, direct.0])?;
        Ok(())
    }

    /// The person who was replying no longer can. It waits again.
    pub(crate) fn unacknowledge(&mut self, key: HelpKey) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE help_requests SET acknowledged_at = NULL, acknowledged_by = NULL, direct = NULL
             WHERE key = ?1",
        )?
        .execute([key.0])?;
        Ok(())
    }

    pub(crate) fn end_help(&mut self, key: HelpKey, at: Timestamp) -> Result<(), StoreError> {
        self.prepare("UPDATE help_requests SET ended_at = ?2 WHERE key = ?1")?
            .execute([key.0, at.0])?;
        Ok(())
    }

    /// Erases the words of up to `most` requests made before then, oldest first. The
    /// requests themselves are kept.
    pub(crate) fn erase_help_words(
        &mut self,
        before: Timestamp,
        most: u16,
    ) -> Result<usize, StoreError> {
        let erased = self
            .prepare(
                "UPDATE help_requests SET words = NULL WHERE key IN (
                     SELECT key FROM help_requests
                     WHERE words IS NOT NULL AND asked_at < ?1 ORDER BY asked_at LIMIT ?2)",
            )?
            .execute(params![before.0, most])?;
        if erased > 0 {
            self.note_erasure();
        }
        Ok(erased)
    }
}
