//! Each circle's log: what happened, in order and without gaps. An entry only refers to
//! things; replaying it shows their present content.

use std::collections::HashMap;

use circles_protocol::{
    CircleEvent, EventPayload, MemberId, MessageId, MessageView, Reaction, Seq, Timestamp, WireEnum,
};
use rusqlite::{Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::wire_size::WireSize as _;
use crate::domain::{CircleKey, MemberKey, Membership, PageBudget, Position};

/// What a log entry records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    MessagePosted,
    MessageEdited { message: Position },
    MessageDeleted { message: Position },
    ReactionAdded { message: Position, reaction: Reaction },
    ReactionRemoved { message: Position, reaction: Reaction },
    MessagePinned { message: Position },
    MessageUnpinned { message: Position },
    MemberJoined { member: MemberKey },
    MemberLeft { member: MemberKey },
    MemberRemoved { member: MemberKey },
    MemberRoleChanged { member: MemberKey },
    CircleRenamed,
    CircleClosed,
    MessageMuted { message: Position },
    MessageUnmuted { message: Position },
    ContentNoteChanged { message: Position },
    SlowModeChanged,
    UnderReviewChanged { message: Position },
}

impl Entry {
    /// The word under which it is stored.
    const fn kind(self) -> &'static str {
        match self {
            Self::MessagePosted => "message_posted",
            Self::MessageEdited { .. } => "message_edited",
            Self::MessageDeleted { .. } => "message_deleted",
            Self::ReactionAdded { .. } => "reaction_added",
            Self::ReactionRemoved { .. } => "reaction_removed",
            Self::MessagePinned { .. } => "message_pinned",
            Self::MessageUnpinned { .. } => "message_unpinned",
            Self::MemberJoined { .. } => "member_joined",
            Self::MemberLeft { .. } => "member_left",
            Self::MemberRemoved { .. } => "member_removed",
            Self::MemberRoleChanged { .. } => "member_role_changed",
            Self::CircleRenamed => "circle_renamed",
            Self::CircleClosed => "circle_closed",
            Self::MessageMuted { .. } => "message_muted",
            Self::MessageUnmuted { .. } => "message_unmuted",
            Self::ContentNoteChanged { .. } => "content_note_changed",
            Self::SlowModeChanged => "slow_mode_changed",
            Self::UnderReviewChanged { .. } => "under_review_changed",
        }
    }

    const fn message(self) -> Option<Position> {
        match self {
            Self::MessageEdited { message }
            | Self::MessageDeleted { message }
            | Self::ReactionAdded { message, .. }
            | Self::ReactionRemoved { message, .. }
            | Self::MessagePinned { message }
            | Self::MessageUnpinned { message }
            | Self::MessageMuted { message }
            | Self::MessageUnmuted { message }
            | Self::ContentNoteChanged { message }
            | Self::UnderReviewChanged { message } => Some(message),
            Self::MessagePosted
            | Self::MemberJoined { .. }
            | Self::MemberLeft { .. }
            | Self::MemberRemoved { .. }
            | Self::MemberRoleChanged { .. }
            | Self::CircleRenamed
            | Self::CircleClosed
            | Self::SlowModeChanged => None,
        }
    }

    const fn member(self) -> Option<MemberKey> {
        match self {
            Self::MemberJoined { member }
            | Self::MemberLeft { member }
            | Self::MemberRemoved { member }
            | Self::MemberRoleChanged { member } => Some(member),
            Self::MessagePosted
            | Self::MessageEdited { .. }
            | Self::MessageDeleted { .. }
            | Self::ReactionAdded { .. }
            | Self::ReactionRemoved { .. }
            | Self::MessagePinned { .. }
            | Self::MessageUnpinned { .. }
            | Self::CircleRenamed
            | Self::CircleClosed
            | Self::MessageMuted { .. }
            | Self::MessageUnmuted { .. }
            | Self::ContentNoteChanged { .. }
            | Self::UnderReviewChanged { .. }
            | Self::SlowModeChanged => None,
        }
    }

    const fn reaction(self) -> Option<Reaction> {
        if let Self::ReactionAdded { reaction, .. } | Self::ReactionRemoved { reaction, .. } = self
        {
            Some(reaction)
        } else {
            None
        }
    }
}

impl Tx<'_> {
    /// Writes the circle's next entry. `actor` is `None` for the centre's actions.
    pub(crate) fn append(
        &mut self,
        circle: CircleKey,
        seq: Seq,
        at: Timestamp,
        actor: Option<MemberKey>,
        entry: Entry,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO circle_log (position, at, kind, actor, member, message, reaction)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        statement.execute(params![
            Position::new(circle, seq).0,
            at.0,
            entry.kind(),
            actor.map(|key| key.0),
            entry.member().map(|key| key.0),
            entry.message().map(|position| position.0),
            entry.reaction().map(WireEnum::as_str),
        ])?;
        Ok(())
    }
}

/// A stored entry, with the wire ids it refers to.
struct StoredEntry {
    position: Position,
    at: Timestamp,
    kind: String,
    by: Option<MemberId>,
    member: Option<MemberKey>,
    message: Option<(Position, MessageId)>,
    reaction: Option<Reaction>,
}

fn stored_entry(row: &Row<'_>) -> rusqlite::Result<StoredEntry> {
    let message = row.get::<_, Option<i64>>(5)?.map(Position);
    let message_id = rows::optional_id(row, 6, MessageId::from_bytes)?;
    Ok(StoredEntry {
        position: Position(row.get(0)?),
        at: Timestamp(row.get(1)?),
        kind: row.get(2)?,
        by: rows::optional_id(row, 3, MemberId::from_bytes)?,
        member: row.get::<_, Option<i64>>(4)?.map(MemberKey),
        message: message.zip(message_id),
        reaction: rows::optional_word(row, 7)?,
    })
}

impl View<'_> {
    /// Everything after `after` that this member may see, in order; `None` if there are
    /// more than `most` events, or if they take more bytes on the wire than the budget has
    /// left. The bytes used are taken from the budget.
    pub(crate) fn events_after(
        &self,
        membership: &Membership,
        after: Seq,
        most: u16,
        budget_bytes: &mut usize,
    ) -> Result<Option<Vec<CircleEvent>>, StoreError> {
        if membership.head_seq.0.saturating_sub(after.0) > u64::from(most) {
            return Ok(None);
        }
        let floor = Position::new(membership.circle, after);
        let ceiling = Position::ceiling(membership.circle);
        let mut statement = self.prepare(
            "SELECT l.position, l.at, l.kind, a.id, l.member, l.message, m.id, l.reaction
             FROM circle_log l
             LEFT JOIN memberships a ON a.key = l.actor
             LEFT JOIN messages m ON m.position = l.message
             WHERE l.position > ?1 AND l.position < ?2 ORDER BY l.position",
        )?;
        let entries = statement
            .query_map([floor.0, ceiling.0], stored_entry)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut posted: HashMap<Seq, MessageView> = HashMap::new();
        if !entries.is_empty() {
            let budget = PageBudget::of(most, *budget_bytes);
            let messages = self.messages_between(floor, ceiling, budget, membership.member)?;
            if messages.has_more {
                return Ok(None);
            }
            posted.extend(messages.items.into_iter().map(|message| (message.seq, message)));
        }
        let (mut events, mut left_bytes) = (Vec::with_capacity(entries.len()), *budget_bytes);
        for entry in entries {
            let seq = entry.position.seq();
            let (at, by) = (entry.at, entry.by);
            let what = self.replay(&entry, membership, &mut posted)?;
            let Some(left) = left_bytes.checked_sub(what.wire_bytes()) else { return Ok(None) };
            left_bytes = left;
            events.push(CircleEvent { circle: membership.circle_id, seq, at, by, what });
        }
        *budget_bytes = left_bytes;
        Ok(Some(events))
    }

    fn replay(
        &self,
        entry: &StoredEntry,
        membership: &Membership,
        posted: &mut HashMap<Seq, MessageView>,
    ) -> Result<EventPayload, StoreError> {
        let broken = || StoreError::Fault("a log entry refers to nothing".into());
        let message = || entry.message.map(|(_, id)| id).ok_or_else(broken);
        let message_now = || {
            let (position, _) = entry.message.ok_or_else(broken)?;
            self.message_at(position, membership.member)?.ok_or_else(broken)
        };
        let member = || self.member_view(entry.member.ok_or_else(broken)?);
        Ok(match entry.kind.as_str() {
            "message_posted" => EventPayload::MessagePosted {
                message: posted.remove(&entry.position.seq()).ok_or_else(broken)?,
            },
            "message_edited" => {
                let now = message_now()?;
                EventPayload::MessageEdited {
                    message: now.id,
                    body: now.body,
                    mentions: now.mentions,
                    edited_at: now.edited_at.unwrap_or(entry.at),
                }
            }
            "message_deleted" => EventPayload::MessageDeleted { message: message()? },
            "reaction_added" => EventPayload::ReactionAdded {
                message: message()?,
                reaction: entry.reaction.ok_or_else(broken)?,
            },
            "reaction_removed" => EventPayload::ReactionRemoved {
                message: message()?,
                reaction: entry.reaction.ok_or_else(broken)?,
            },
            "message_pinned" => EventPayload::MessagePinned { message: message()? },
            "message_unpinned" => EventPayload::MessageUnpinned { message: message()? },
            "member_joined" => EventPayload::MemberJoined { member: member()? },
            "member_left" => EventPayload::MemberLeft { member: member()?.id },
            "member_removed" => EventPayload::MemberRemoved { member: member()?.id },
            "member_role_changed" => {
                let member = member()?;
                EventPayload::MemberRoleChanged { member: member.id, role: member.role }
            }
            "circle_renamed" => {
                EventPayload::CircleRenamed { name: self.circle_by_key(membership.circle)?.name }
            }
            "circle_closed" => EventPayload::CircleClosed,
            "message_muted" => EventPayload::MessageMuted { message: message()? },
            "message_unmuted" => EventPayload::MessageUnmuted { message: message_now()? },
            "content_note_changed" => {
                let now = message_now()?;
                EventPayload::ContentNoteChanged { message: now.id, note: now.content_note }
            }
            "under_review_changed" => {
                let now = message_now()?;
                EventPayload::UnderReviewChanged { message: now.id, under_review: now.under_review }
            }
            "slow_mode_changed" => {
                EventPayload::SlowModeChanged { seconds: membership.slow_mode_seconds }
            }
            _ => return Err(StoreError::Fault("a log entry of an unknown kind".into())),
        })
    }

    /// When a log entry was written.
    pub(crate) fn entry_at(&self, position: Position) -> Result<Timestamp, StoreError> {
        let mut statement = self.prepare("SELECT at FROM circle_log WHERE position = ?1")?;
        Ok(Timestamp(statement.query_row([position.0], |row| row.get(0))?))
    }
}
