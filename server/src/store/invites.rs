//! Invites: a secret link that makes one person a member, a moderator or a coordinator, and
//! what else it brings. Only the hash of the secret is stored.

use circles_protocol::{
    CircleId, CircleName, InviteId, InviteLabel, InviteRole, LocalDate, Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::invite::{InviteStatus, TAKEN_NAMES_PER_INVITE, TakenName};
use crate::domain::{AccountKey, CircleKey, MentorKey, TokenHash};

/// An invite to be created.
#[derive(Debug)]
pub(crate) struct NewInvite {
    pub(crate) id: InviteId,
    pub(crate) token_hash: TokenHash,
    pub(crate) circle: Option<CircleKey>,
    pub(crate) role: InviteRole,
    pub(crate) label: Option<InviteLabel>,
    pub(crate) mentor: Option<MentorKey>,
    pub(crate) graduated_on: Option<LocalDate>,
    /// `None` if it was made on the command line.
    pub(crate) maker: Option<AccountKey>,
    pub(crate) at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// What an invite leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InviteCircle {
    pub(crate) key: CircleKey,
    pub(crate) id: CircleId,
    pub(crate) name: CircleName,
}

/// An invite in any state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InviteRow {
    pub(crate) id: InviteId,
    /// `None` only for a coordinator's invite.
    pub(crate) circle: Option<InviteCircle>,
    pub(crate) role: InviteRole,
    pub(crate) label: Option<InviteLabel>,
    /// The mentor who is proposed to the person who uses it.
    pub(crate) mentor: Option<MentorKey>,
    pub(crate) graduated_on: Option<LocalDate>,
    pub(crate) created_at: Timestamp,
    pub(crate) status: InviteStatus,
}

const INVITE: &str = "
    SELECT i.id, i.role, i.label, i.created_at, i.expires_at, i.used_at IS NOT NULL,
           i.withdrawn_at IS NOT NULL, c.key, c.id, c.name, i.makes_mentor, i.mentor, i.graduated_on,
           (SELECT count(*) FROM taken_names r WHERE r.invite = i.key)
    FROM invites i LEFT JOIN circles c ON c.key = i.circle";

fn invite_row(row: &Row<'_>) -> rusqlite::Result<InviteRow> {
    let circle = match row.get::<_, Option<i64>>(7)? {
        None => None,
        Some(key) => Some(InviteCircle {
            key: CircleKey(key),
            id: rows::id(row, 8, CircleId::from_bytes)?,
            name: CircleName::from_stored(row.get(9)?),
        }),
    };
    Ok(InviteRow {
        id: rows::id(row, 0, InviteId::from_bytes)?,
        circle,
        role: if row.get(10)? { InviteRole::Mentor } else { rows::word(row, 1)? },
        label: row.get::<_, Option<String>>(2)?.map(InviteLabel::from_stored),
        mentor: row.get::<_, Option<i64>>(11)?.map(MentorKey),
        graduated_on: rows::optional_day(row, 12)?,
        created_at: Timestamp(row.get(3)?),
        status: InviteStatus {
            used: row.get(5)?,
            withdrawn: row.get(6)?,
            expires_at: Timestamp(row.get(4)?),
            taken_names: row.get(13)?,
        },
    })
}

/// A mentor's invite is stored as a member's, with a column of its own.
fn stored_role(role: InviteRole) -> InviteRole {
    match role {
        InviteRole::Mentor => InviteRole::Member,
        InviteRole::Member | InviteRole::Moderator | InviteRole::Coordinator => role,
    }
}

impl View<'_> {
    pub(crate) fn invite_with(
        &self,
        token_hash: &TokenHash,
    ) -> Result<Option<InviteRow>, StoreError> {
        let mut statement = self.prepare(&format!("{INVITE} WHERE i.token_hash = ?1"))?;
        Ok(statement.query_row([token_hash.0], invite_row).optional()?)
    }

    pub(crate) fn invite(&self, id: InviteId) -> Result<Option<InviteRow>, StoreError> {
        let mut statement = self.prepare(&format!("{INVITE} WHERE i.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], invite_row).optional()?)
    }

    /// Newest first.
    pub(crate) fn newest_invites(&self, limit: u16) -> Result<Vec<InviteRow>, StoreError> {
        let mut statement = self.prepare(&format!("{INVITE} ORDER BY i.key DESC LIMIT ?1"))?;
        Ok(statement.query_map([limit], invite_row)?.collect::<Result<_, _>>()?)
    }

    /// How many can still be used.
    pub(crate) fn count_open_invites(&self, now: Timestamp) -> Result<u32, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM invites
             WHERE used_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?1
               AND (SELECT count(*) FROM taken_names r WHERE r.invite = invites.key) < ?2",
        )?;
        let locked = i64::from(TAKEN_NAMES_PER_INVITE);
        Ok(statement.query_row([now.0, locked], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    pub(crate) fn add_invite(&mut self, invite: &NewInvite) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO invites (id, token_hash, circle, role, label, created_at, expires_at,
                                  makes_mentor, mentor, graduated_on, maker)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            invite.id.as_bytes(),
            invite.token_hash.0,
            invite.circle.map(|circle| circle.0),
            stored_role(invite.role).as_str(),
            invite.label.as_ref().map(InviteLabel::as_str),
            invite.at.0,
            invite.expires_at.0,
            invite.role == InviteRole::Mentor,
            invite.mentor.map(|mentor| mentor.0),
            invite.graduated_on.map(|on| on.to_string()),
            invite.maker.map(|maker| maker.0),
        ])?;
        Ok(())
    }

    /// The earlier link stops working.
    pub(crate) fn replace_invite_secret(
        &mut self,
        id: InviteId,
        token_hash: &TokenHash,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE invites SET token_hash = ?2 WHERE id = ?1")?
            .execute(params![id.as_bytes(), token_hash.0])?;
        Ok(())
    }

    pub(crate) fn use_invite(&mut self, id: InviteId, at: Timestamp) -> Result<(), StoreError> {
        self.prepare("UPDATE invites SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL")?
            .execute(params![id.as_bytes(), at.0])?;
        Ok(())
    }

    /// Records a name that was tried with this invite. Returns how many different ones were
    /// tried.
    pub(crate) fn note_taken_name(
        &mut self,
        invite: InviteId,
        name: TakenName,
    ) -> Result<u16, StoreError> {
        self.prepare(
            "INSERT INTO taken_names (invite, name) SELECT key, ?2 FROM invites WHERE id = ?1
             ON CONFLICT (invite, name) DO NOTHING",
        )?
        .execute(params![invite.as_bytes(), name.0])?;
        let mut statement = self.prepare(
            "SELECT count(*) FROM taken_names r JOIN invites i ON i.key = r.invite
             WHERE i.id = ?1",
        )?;
        Ok(statement.query_row([invite.as_bytes()], |row| row.get(0))?)
    }

    /// Removes these names for invites that can no longer be used. Returns how many.
    pub(crate) fn purge_taken_names(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        let sql = "DELETE FROM taken_names WHERE invite IN (
                       SELECT key FROM invites WHERE used_at IS NOT NULL
                          OR withdrawn_at IS NOT NULL OR expires_at <= ?1)";
        Ok(self.prepare(sql)?.execute([now.0])?)
    }

    pub(crate) fn withdraw_invite(
        &mut self,
        id: InviteId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE invites SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL",
        )?
        .execute(params![id.as_bytes(), at.0])?;
        Ok(())
    }

    /// Withdraws every open invite that this account has made.
    pub(crate) fn withdraw_invites_of(
        &mut self,
        maker: AccountKey,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut statement = self.prepare(
            "UPDATE invites SET withdrawn_at = ?2
             WHERE maker = ?1 AND used_at IS NULL AND withdrawn_at IS NULL",
        )?;
        Ok(statement.execute(params![maker.0, at.0])?)
    }

    /// Withdraws every open coordinator's invite that carries this label.
    pub(crate) fn withdraw_coordinator_invites(
        &mut self,
        label: &InviteLabel,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE invites SET withdrawn_at = ?2
             WHERE role = 'coordinator' AND label = ?1
               AND used_at IS NULL AND withdrawn_at IS NULL",
        )?
        .execute(params![label.as_str(), at.0])?;
        Ok(())
    }
}
