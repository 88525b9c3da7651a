//! Appeals: somebody asks that another person decide again about an action.

use circles_protocol::{
    ActionId, ActionView, AppealId, AppealOutcome, AppealView, CircleId, MemberId, Statement,
    Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{ActionKey, StoreError, Tx, View, rows};
use crate::domain::deadlines::MuteSpan;
use crate::domain::{AccountKey, CircleKey, DecisionSubject, MemberKey, Position};

/// An action as seen by the person it is about, who may appeal it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AppealableAction {
    pub(crate) key: ActionKey,
    pub(crate) circle: CircleKey,
    pub(crate) at: Timestamp,
    /// When a mute of the member ends by itself.
    pub(crate) until: Option<Timestamp>,
    /// All of it was undone.
    pub(crate) ended: bool,
    pub(crate) decision_subject: DecisionSubject,
}

impl AppealableAction {
    pub(crate) fn mute(&self) -> Option<MuteSpan> {
        self.until.map(|until| MuteSpan { from: self.at, until })
    }
}

/// An appeal to be created.
#[derive(Debug)]
pub(crate) struct NewAppeal {
    pub(crate) id: AppealId,
    pub(crate) action: ActionKey,
    pub(crate) statement: Option<Statement>,
    pub(crate) at: Timestamp,
    pub(crate) due_at: Timestamp,
}

/// An appeal, without anybody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AppealRow {
    pub(crate) id: AppealId,
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    pub(crate) action_key: ActionKey,
    pub(crate) action: ActionView,
    pub(crate) subject: MemberKey,
    pub(crate) subject_account: AccountKey,
    /// Everyone who took part in the action.
    pub(crate) actors: [Option<AccountKey>; 2],
    pub(crate) at: Timestamp,
    pub(crate) due_at: Timestamp,
    pub(crate) decided: bool,
}

impl AppealRow {
    pub(crate) const fn decision_subject(&self) -> DecisionSubject {
        DecisionSubject::Appeal { subject: self.subject_account, actors: self.actors }
    }

    pub(crate) fn view(&self) -> AppealView {
        AppealView {
            id: self.id,
            circle: self.circle_id,
            action: self.action.clone(),
            at: self.at,
            due_at: self.due_at,
        }
    }
}

macro_rules! appeals_where {
    ($condition:literal) => {
        concat!(
            "SELECT p.id, p.at, p.due_at, p.decided_at IS NOT NULL, c.key, c.id, a.key, a.id,
                    a.kind, s.id, b.id, a.reason, a.at, a.until, a.ended_at,
                    (SELECT count(*) FROM message_mutes x WHERE x.action = a.key),
                    s.key, s.account, b.account, a.acting_account
             FROM appeals p
             JOIN actions a ON a.key = p.action
             JOIN circles c ON c.key = a.circle
             JOIN memberships s ON s.key = a.subject
             LEFT JOIN memberships b ON b.key = a.moderator
             WHERE ",
            $condition
        )
    };
}

fn appeal_row(row: &Row<'_>) -> rusqlite::Result<AppealRow> {
    Ok(AppealRow {
        id: rows::id(row, 0, AppealId::from_bytes)?,
        at: Timestamp(row.get(1)?),
        due_at: Timestamp(row.get(2)?),
        decided: row.get(3)?,
        circle: CircleKey(row.get(4)?),
        circle_id: rows::id(row, 5, CircleId::from_bytes)?,
        action_key: ActionKey(row.get(6)?),
        action: ActionView {
            id: rows::id(row, 7, ActionId::from_bytes)?,
            kind: rows::word(row, 8)?,
            subject: rows::id(row, 9, MemberId::from_bytes)?,
            by: rows::optional_id(row, 10, MemberId::from_bytes)?,
            reason: rows::word(row, 11)?,
            at: Timestamp(row.get(12)?),
            until: rows::optional_time(row, 13)?,
            ended_at: rows::optional_time(row, 14)?,
            messages: row.get(15)?,
        },
        subject: MemberKey(row.get(16)?),
        subject_account: AccountKey(row.get(17)?),
        actors: [optional_account(row, 18)?, optional_account(row, 19)?],
    })
}

fn optional_account(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<AccountKey>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(AccountKey))
}

impl View<'_> {
    /// An action about this account, by its wire id.
    pub(crate) fn appealable_action(
        &self,
        action: ActionId,
        account: AccountKey,
    ) -> Result<Option<AppealableAction>, StoreError> {
        let mut statement = self.prepare(
            "SELECT a.key, a.circle, a.at, a.ended_at IS NOT NULL, b.account, a.acting_account,
                    a.until
             FROM actions a
             JOIN memberships s ON s.key = a.subject
             LEFT JOIN memberships b ON b.key = a.moderator
             WHERE a.id = ?1 AND s.account = ?2",
        )?;
        let found = statement.query_row(params![action.as_bytes(), account.0], |row| {
            let actors = [optional_account(row, 4)?, optional_account(row, 5)?];
            Ok(AppealableAction {
                key: ActionKey(row.get(0)?),
                circle: CircleKey(row.get(1)?),
                at: Timestamp(row.get(2)?),
                until: rows::optional_time(row, 6)?,
                ended: row.get(3)?,
                decision_subject: DecisionSubject::Appeal { subject: account, actors },
            })
        });
        Ok(found.optional()?)
    }

    pub(crate) fn appeal(&self, id: AppealId) -> Result<Option<AppealRow>, StoreError> {
        let mut statement = self.prepare(appeals_where!("p.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], appeal_row).optional()?)
    }

    /// Undecided appeals that the caller wants, those due first at the top.
    pub(crate) fn open_appeals(
        &self,
        most: u16,
        mut wanted: impl FnMut(&AppealRow) -> Result<bool, StoreError>,
    ) -> Result<Vec<AppealRow>, StoreError> {
        let mut statement =
            self.prepare(appeals_where!("p.decided_at IS NULL ORDER BY p.due_at, p.key"))?;
        let mut found = Vec::new();
        let mut open = statement.query([])?;
        while found.len() < usize::from(most)
            && let Some(row) = open.next()?
        {
            let appeal = appeal_row(row)?;
            if wanted(&appeal)? {
                found.push(appeal);
            }
        }
        Ok(found)
    }

    /// The appellant's statement; `None` if there was none, or if it has expired.
    pub(crate) fn appeal_statement(
        &self,
        appeal: AppealId,
    ) -> Result<Option<Statement>, StoreError> {
        let mut statement = self.prepare("SELECT statement FROM appeals WHERE id = ?1")?;
        let words = statement
            .query_row([appeal.as_bytes()], |row| row.get::<_, Option<String>>(0))
            .optional()?;
        Ok(words.flatten().map(Statement::from_stored))
    }

    /// The places of the messages that an action hides, in the order of the log.
    pub(crate) fn muted_messages(&self, action: ActionKey) -> Result<Vec<Position>, StoreError> {
        let mut statement =
            self.prepare("SELECT message FROM message_mutes WHERE action = ?1 ORDER BY message")?;
        let hidden = statement.query_map([action.0], |row| row.get(0).map(Position))?;
        Ok(hidden.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Stores it; `false` if the action was already appealed.
    pub(crate) fn add_appeal(&mut self, appeal: &NewAppeal) -> Result<bool, StoreError> {
        let written = self
            .prepare(
                "INSERT INTO appeals (id, action, statement, at, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (action) DO NOTHING",
            )?
            .execute(params![
                appeal.id.as_bytes(),
                appeal.action.0,
                appeal.statement.as_ref().map(Statement::as_str),
                appeal.at.0,
                appeal.due_at.0,
            ])?;
        Ok(written > 0)
    }

    /// The caller has checked that nobody has decided it yet.
    pub(crate) fn decide_appeal(
        &mut self,
        appeal: AppealId,
        by: AccountKey,
        outcome: AppealOutcome,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE appeals SET decided_at = ?2, decided_by = ?3, outcome = ?4 WHERE id = ?1",
        )?
        .execute(params![appeal.as_bytes(), at.0, by.0, outcome.as_str()])?;
        Ok(())
    }

    /// Ends an action and its mute of the member, and returns whether that mute was in
    /// force. Another action's mute of the same member lasts until its own end.
    pub(crate) fn end_action(
        &mut self,
        action: ActionKey,
        subject: MemberKey,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let ended = self
            .prepare("UPDATE actions SET until = ?2 WHERE key = ?1 AND until > ?2")?
            .execute([action.0, now.0])?;
        if ended > 0 {
            self.prepare(
                "UPDATE memberships
                 SET muted_until = (SELECT max(a.until) FROM actions a
                                    WHERE a.subject = ?1 AND a.until > ?2)
                 WHERE key = ?1",
            )?
            .execute([subject.0, now.0])?;
        }
        self.prepare("UPDATE actions SET ended_at = ?2 WHERE key = ?1 AND ended_at IS NULL")?
            .execute([action.0, now.0])?;
        Ok(ended > 0)
    }

    /// Removes the statements from appeals that were decided before then.
    pub(crate) fn purge_appeals(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let purged = self
            .prepare(
                "UPDATE appeals SET statement = NULL
                 WHERE decided_at IS NOT NULL AND statement IS NOT NULL AND decided_at < ?1",
            )?
            .execute([before.0])?;
        if purged > 0 {
            self.note_erasure();
        }
        Ok(purged)
    }
}
