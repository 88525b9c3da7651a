//! Between columns and the domain's types.

use circles_protocol::{ActKind, AuditAct, Concern, ContentNote, InviteRole, Reaction, Role, Seq};
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
    word_of(word, Reaction::ALL, reaction_text, column)
}

pub(super) const fn content_note_text(note: ContentNote) -> &'static str {
    match note {
        ContentNote::SubstanceUse => "substance_use",
        ContentNote::SelfHarm => "self_harm",
        ContentNote::DeathAndLoss => "death_and_loss",
        ContentNote::Violence => "violence",
        ContentNote::Other => "other",
    }
}

pub(super) fn optional_content_note(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<ContentNote>> {
    let word = row.get_ref(column)?.as_str_or_null()?;
    word.map(|word| word_of(word, ContentNote::ALL, content_note_text, column)).transpose()
}

pub(super) const fn concern_text(concern: Concern) -> &'static str {
    match concern {
        Concern::Danger => "danger",
        Concern::Predation => "predation",
        Concern::Outing => "outing",
        Concern::Solicitation => "solicitation",
        Concern::Shaming => "shaming",
        Concern::Other => "other",
    }
}

pub(super) fn concern(row: &Row<'_>, column: usize) -> rusqlite::Result<Concern> {
    word_of(row.get_ref(column)?.as_str()?, Concern::ALL, concern_text, column)
}

pub(super) const fn act_kind_text(kind: ActKind) -> &'static str {
    match kind {
        ActKind::MessageMute => "message_mute",
        ActKind::MemberMute => "member_mute",
        ActKind::MassMute => "mass_mute",
    }
}

pub(super) fn act_kind(row: &Row<'_>, column: usize) -> rusqlite::Result<ActKind> {
    const ALL: &[ActKind] = &[ActKind::MessageMute, ActKind::MemberMute, ActKind::MassMute];
    word_of(row.get_ref(column)?.as_str()?, ALL, act_kind_text, column)
}

pub(super) fn optional_concern(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Concern>> {
    let word = row.get_ref(column)?.as_str_or_null()?;
    word.map(|word| word_of(word, Concern::ALL, concern_text, column)).transpose()
}

pub(super) const fn audit_act_text(act: AuditAct) -> &'static str {
    match act {
        AuditAct::MessageMuted => "message_muted",
        AuditAct::MessageUnmuted => "message_unmuted",
        AuditAct::MessageRevealed => "message_revealed",
        AuditAct::MemberMuted => "member_muted",
        AuditAct::MuteLifted => "mute_lifted",
        AuditAct::MassMuted => "mass_muted",
        AuditAct::ContentNoteChanged => "content_note_changed",
        AuditAct::SlowModeChanged => "slow_mode_changed",
        AuditAct::MemberRemoved => "member_removed",
        AuditAct::RoleChanged => "role_changed",
        AuditAct::CircleCreated => "circle_created",
        AuditAct::CircleRenamed => "circle_renamed",
        AuditAct::CircleResized => "circle_resized",
        AuditAct::CircleClosed => "circle_closed",
        AuditAct::InviteCreated => "invite_created",
        AuditAct::InviteWithdrawn => "invite_withdrawn",
    }
}

pub(super) fn audit_act(row: &Row<'_>, column: usize) -> rusqlite::Result<AuditAct> {
    word_of(row.get_ref(column)?.as_str()?, AuditAct::ALL, audit_act_text, column)
}

/// The one of a fixed set that is stored under this word.
fn word_of<T: Copy>(
    word: &str,
    all: &[T],
    text: fn(T) -> &'static str,
    column: usize,
) -> rusqlite::Result<T> {
    all.iter().copied().find(|one| text(*one) == word).ok_or_else(|| unknown_word(column))
}

fn unknown_word(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "a word we don't know".into())
}
