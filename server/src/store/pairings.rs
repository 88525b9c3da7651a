//! Who mentors whom. Only open pairings are ever read: one that has ended is treated as if
//! it had never existed. Who may see or end one is decided elsewhere.

use circles_protocol::{Alias, CircleId, PairingId, PairingState, PairingView, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, PairingKey};

/// A pairing to be proposed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewPairing {
    pub(crate) id: PairingId,
    pub(crate) mentor: AccountKey,
    pub(crate) mentee: AccountKey,
    pub(crate) at: Timestamp,
}

/// A pairing that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PairingRow {
    pub(crate) key: PairingKey,
    pub(crate) id: PairingId,
    pub(crate) mentor: AccountKey,
    pub(crate) mentee: AccountKey,
    pub(crate) proposed_at: Timestamp,
    pub(crate) mentor_accepted: bool,
    pub(crate) mentee_accepted: bool,
    /// `None` until both have accepted.
    pub(crate) active_since: Option<Timestamp>,
    pub(crate) next_contact_at: Option<Timestamp>,
}

impl PairingRow {
    pub(crate) fn is_of(&self, account: AccountKey) -> bool {
        self.mentor == account || self.mentee == account
    }

    /// The other one of the two.
    pub(crate) fn other_than(&self, account: AccountKey) -> AccountKey {
        if self.mentor == account { self.mentee } else { self.mentor }
    }

    /// When it was proposed, or has been active since.
    pub(crate) fn since(&self) -> Timestamp {
        self.active_since.unwrap_or(self.proposed_at)
    }

    fn state_for(&self, account: AccountKey) -> PairingState {
        let accepted =
            if self.mentor == account { self.mentor_accepted } else { self.mentee_accepted };
        match (self.active_since, accepted) {
            (Some(_), _) => PairingState::Active,
            (None, true) => PairingState::Accepted,
            (None, false) => PairingState::Proposed,
        }
    }
}

/// A cursor in the list of the centre's pairings: the mentor's key and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PairingCursor(i64, i64);

/// An open pairing, by a condition that an index serves.
macro_rules! pairing_where {
    ($condition:literal) => {
        concat!(
            "SELECT key, id, mentor, mentee, proposed_at, mentor_accepted_at IS NOT NULL,
                    mentee_accepted_at IS NOT NULL, active_since, next_contact_at
             FROM pairings WHERE ended_at IS NULL AND ",
            $condition
        )
    };
}

const BY_ID: &str = pairing_where!("id = ?1");
const OF_MENTEE: &str = pairing_where!("mentee = ?1");
const OF_MENTOR: &str = pairing_where!("mentor = ?1 ORDER BY key");

/// Uses the index of open pairings: those that have ended are not read.
const ALL: &str = "
    SELECT key, id, mentor, mentee, proposed_at, mentor_accepted_at IS NOT NULL,
           mentee_accepted_at IS NOT NULL, active_since, next_contact_at
    FROM pairings INDEXED BY open_pairings_of_mentor
    WHERE ended_at IS NULL AND (mentor, key) > (?1, ?2) ORDER BY mentor, key LIMIT ?3";

fn pairing_row(row: &Row<'_>) -> rusqlite::Result<PairingRow> {
    Ok(PairingRow {
        key: PairingKey(row.get(0)?),
        id: rows::id(row, 1, PairingId::from_bytes)?,
        mentor: AccountKey(row.get(2)?),
        mentee: AccountKey(row.get(3)?),
        proposed_at: Timestamp(row.get(4)?),
        mentor_accepted: row.get(5)?,
        mentee_accepted: row.get(6)?,
        active_since: rows::optional_time(row, 7)?,
        next_contact_at: rows::optional_time(row, 8)?,
    })
}

impl View<'_> {
    /// By its wire id; `None` once it has ended.
    pub(crate) fn pairing(&self, id: PairingId) -> Result<Option<PairingRow>, StoreError> {
        Ok(self.prepare(BY_ID)?.query_row([id.as_bytes()], pairing_row).optional()?)
    }

    /// The one open pairing in which somebody is the mentee, accepted or not.
    pub(crate) fn pairing_of_mentee(
        &self,
        mentee: AccountKey,
    ) -> Result<Option<PairingRow>, StoreError> {
        Ok(self.prepare(OF_MENTEE)?.query_row([mentee.0], pairing_row).optional()?)
    }

    /// The same, once both have accepted.
    pub(crate) fn active_pairing_of_mentee(
        &self,
        mentee: AccountKey,
    ) -> Result<Option<PairingRow>, StoreError> {
        let open = self.pairing_of_mentee(mentee)?;
        Ok(open.filter(|pairing| pairing.active_since.is_some()))
    }

    /// Open pairings of a mentor, active or proposed, oldest first.
    pub(crate) fn pairings_of_mentor(
        &self,
        mentor: AccountKey,
    ) -> Result<Vec<PairingRow>, StoreError> {
        let mut statement = self.prepare(OF_MENTOR)?;
        let found = statement.query_map([mentor.0], pairing_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Open pairings of the whole centre, grouped by mentor, starting after `after`, as
    /// many as fit.
    pub(crate) fn open_pairings(
        &self,
        after: Option<PairingCursor>,
        limit: u32,
    ) -> Result<Vec<PairingRow>, StoreError> {
        let PairingCursor(mentor, key) = after.unwrap_or(PairingCursor(0, 0));
        let mut statement = self.prepare(ALL)?;
        let found = statement.query_map(params![mentor, key, limit], pairing_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The cursor of a pairing in the centre's list, even once it has ended.
    pub(crate) fn pairing_cursor(
        &self,
        id: PairingId,
    ) -> Result<Option<PairingCursor>, StoreError> {
        let mut statement = self.prepare("SELECT mentor, key FROM pairings WHERE id = ?1")?;
        let found =
            statement.query_row([id.as_bytes()], |row| Ok(PairingCursor(row.get(0)?, row.get(1)?)));
        Ok(found.optional()?)
    }

    /// Whether the two have an active pairing, whichever of them is the mentor.
    pub(crate) fn are_paired(
        &self,
        one: AccountKey,
        other: AccountKey,
    ) -> Result<bool, StoreError> {
        for mentee in [one, other] {
            let active = self.active_pairing_of_mentee(mentee)?;
            if active.is_some_and(|pairing| pairing.is_of(one) && pairing.is_of(other)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Pairings as one of the two sees them: with their mentor first, then with
    /// each mentee.
    pub(crate) fn own_pairings(&self, account: AccountKey) -> Result<Vec<PairingView>, StoreError> {
        let mut open = Vec::from_iter(self.pairing_of_mentee(account)?);
        open.extend(self.pairings_of_mentor(account)?);
        open.iter()
            .map(|pairing| {
                let with = pairing.other_than(account);
                Ok(PairingView {
                    id: pairing.id,
                    mentor: pairing.mentor == account,
                    with: self.usual_alias(with)?,
                    state: pairing.state_for(account),
                    since: pairing.since(),
                    direct: self.open_direct(account, with)?,
                })
            })
            .collect()
    }

    /// The name an account goes by outside circles.
    pub(crate) fn usual_alias(&self, account: AccountKey) -> Result<Alias, StoreError> {
        let mut statement = self.prepare("SELECT alias FROM accounts WHERE key = ?1")?;
        Ok(statement.query_row([account.0], |row| row.get(0).map(Alias::from_stored))?)
    }

    /// The open private conversation of two people.
    pub(crate) fn open_direct(
        &self,
        one: AccountKey,
        other: AccountKey,
    ) -> Result<Option<CircleId>, StoreError> {
        Ok(self.direct_between(one, other)?.map(|(_, id)| id))
    }
}

impl Tx<'_> {
    /// The caller has checked that the mentee has no other open one.
    pub(crate) fn add_pairing(&mut self, pairing: &NewPairing) -> Result<PairingKey, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO pairings (id, mentor, mentee, proposed_at) VALUES (?1, ?2, ?3, ?4)",
        )?;
        let NewPairing { id, mentor, mentee, at } = pairing;
        Ok(PairingKey(statement.insert(params![id.as_bytes(), mentor.0, mentee.0, at.0])?))
    }

    /// One of the two accepts; it is active once both have.
    pub(crate) fn accept_pairing(
        &mut self,
        pairing: PairingKey,
        by_mentor: bool,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let yes = if by_mentor {
            "UPDATE pairings SET mentor_accepted_at = coalesce(mentor_accepted_at, ?2)
             WHERE key = ?1"
        } else {
            "UPDATE pairings SET mentee_accepted_at = coalesce(mentee_accepted_at, ?2)
             WHERE key = ?1"
        };
        self.prepare(yes)?.execute([pairing.0, at.0])?;
        self.prepare(
            "UPDATE pairings SET active_since = ?2 WHERE key = ?1 AND active_since IS NULL
               AND mentor_accepted_at IS NOT NULL AND mentee_accepted_at IS NOT NULL",
        )?
        .execute([pairing.0, at.0])?;
        Ok(())
    }

    /// Call `commands/shared/mentoring/pairing.rs` instead, which also tells the people
    /// concerned.
    pub(crate) fn end_pairing(
        &mut self,
        pairing: PairingKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE pairings SET ended_at = ?2, next_contact_at = NULL
             WHERE key = ?1 AND ended_at IS NULL",
        )?
        .execute([pairing.0, at.0])?;
        Ok(())
    }

    pub(crate) fn set_next_contact(
        &mut self,
        pairing: PairingKey,
        at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE pairings SET next_contact_at = ?2 WHERE key = ?1")?
            .execute(params![pairing.0, at.map(|at| at.0)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan_of;

    #[test]
    fn pairings_are_found_by_who_is_in_them() {
        for (sql, index) in [
            (OF_MENTEE, "one_open_pairing"),
            (OF_MENTOR, "open_pairings_of_mentor"),
            (BY_ID, "sqlite_autoindex_pairings_1"),
        ] {
            let plan = plan_of(sql);
            assert!(plan.contains(&format!("USING INDEX {index}")), "{sql}: {plan}");
            assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
        }
        // From a place on, in the order of the index.
        let all = "SEARCH pairings USING INDEX open_pairings_of_mentor (mentor>?)";
        assert_eq!(plan_of(ALL), all);
    }
}
