//! Between columns and the domain's types.

use circles_protocol::{InviteRole, Reaction, Role, Seq};
use rusqlite::Row;
use rusqlite::types::Type;

/// A 16-byte id column.
pub(super) fn id<T>(row: &Row<'_>, column: usize, make: fn([u8; 16]) -> T) -> rusqlite::Result<T> {
    row.get::<_, [u8; 16]>(column).map(make)
}

pub(super) fn optional_id<T>(
    row: &Row<'_>,
    column: usize,
    make: fn([u8; 16]) -> T,
) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<[u8; 16]>>(column).map(|bytes| bytes.map(make))
}

pub(super) fn seq(row: &Row<'_>, column: usize) -> rusqlite::Result<Seq> {
    row.get::<_, i64>(column).map(|seq| Seq(seq.cast_unsigned()))
}

pub(super) const fn role_text(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Moderator => "moderator",
    }
}

pub(super) fn role(row: &Row<'_>, column: usize) -> rusqlite::Result<Role> {
    match row.get_ref(column)?.as_str()? {
        "member" => Ok(Role::Member),
        "moderator" => Ok(Role::Moderator),
        _ => Err(unknown_word(column)),
    }
}

pub(super) const fn invite_role_text(role: InviteRole) -> &'static str {
    match role {
        InviteRole::Member => "member",
        InviteRole::Moderator => "moderator",
        InviteRole::Coordinator => "coordinator",
    }
}

pub(super) fn invite_role(row: &Row<'_>, column: usize) -> rusqlite::Result<InviteRole> {
    match row.get_ref(column)?.as_str()? {
        "member" => Ok(InviteRole::Member),
        "moderator" => Ok(InviteRole::Moderator),
        "coordinator" => Ok(InviteRole::Coordinator),
        _ => Err(unknown_word(column)),
    }
}

pub(super) const fn reaction_text(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::WithYou => "with_you",
        Reaction::ProudOfYou => "proud_of_you",
        Reaction::ThankYou => "thank_you",
        Reaction::MeToo => "me_too",
        Reaction::Strength => "strength",
    }
}

pub(super) fn reaction(row: &Row<'_>, column: usize) -> rusqlite::Result<Reaction> {
    reaction_of(row.get_ref(column)?.as_str()?, column)
}

pub(super) fn optional_reaction(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<Reaction>> {
    row.get_ref(column)?.as_str_or_null()?.map(|word| reaction_of(word, column)).transpose()
}

fn reaction_of(word: &str, column: usize) -> rusqlite::Result<Reaction> {
    Reaction::ALL
        .iter()
        .copied()
        .find(|reaction| reaction_text(*reaction) == word)
        .ok_or_else(|| unknown_word(column))
}

fn unknown_word(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "a word we don't know".into())
}
