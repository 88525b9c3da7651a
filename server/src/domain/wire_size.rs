//! Roughly how many bytes something takes on the wire: never less than it does, so that a
//! page keeps to its limit without being encoded twice.

use circles_protocol::limits::MENTIONS_PER_MESSAGE;
use circles_protocol::{
    ActionView, Alias, Body, CentreCircle, CentrePairing, EventPayload, Evidence, Found, HeldView,
    InviteLabel, LeftMember, LeftMessage, LeftView, MemberView, MessageView, Occurrence, Person,
    Reaction, ReactionView, ReportGiven, RosterEntry, UnassignedMentee, WireEnum,
};

/// An id as text, in quotes, with the comma after it.
pub(crate) const ID_BYTES: usize = 39;

/// The fields of a message or a list row, without their words and lists.
pub(crate) const ROW_BYTES: usize = 420;

/// The fields of a member of a circle, without the id and the alias.
const MEMBER_BYTES: usize = 140;

/// What an event adds around that.
const EVENT_BYTES: usize = 190;

/// What others may have added to a message that is read without it: mentions, and the
/// names of the words of support.
pub(crate) const ADDED_BYTES: usize = ID_BYTES * (MENTIONS_PER_MESSAGE + Reaction::ALL.len());

/// Something that can go on a page.
pub(crate) trait WireSize {
    fn wire_bytes(&self) -> usize;
}

/// A text in quotes. If its rule allows line breaks and quotation marks, they are escaped
/// with a backslash.
pub(crate) fn text_bytes(text: &str) -> usize {
    let escaped = |byte: &u8| matches!(byte, b'"' | b'\\' | b'\n' | b'\t');
    text.len() + text.as_bytes().iter().filter(|byte| escaped(byte)).count() + 2
}

/// The sum of all of these.
pub(crate) fn bytes_of<T: WireSize>(items: &[T]) -> usize {
    items.iter().map(WireSize::wire_bytes).sum()
}

fn words_bytes(body: Option<&Body>) -> usize {
    body.map_or(0, |body| text_bytes(body.as_str()))
}

impl WireSize for MessageView {
    fn wire_bytes(&self) -> usize {
        let given: usize = self.reactions.iter().map(WireSize::wire_bytes).sum();
        ROW_BYTES + words_bytes(self.body.as_ref()) + given + ID_BYTES * self.mentions.len()
    }
}

impl WireSize for Found {
    fn wire_bytes(&self) -> usize {
        2 * ID_BYTES + self.message.wire_bytes()
    }
}

impl WireSize for ReactionView {
    fn wire_bytes(&self) -> usize {
        ID_BYTES * (1 + self.members.len())
    }
}

impl WireSize for EventPayload {
    fn wire_bytes(&self) -> usize {
        match self {
            Self::MessagePosted { message } | Self::MessageUnmuted { message } => {
                EVENT_BYTES + message.wire_bytes()
            }
            Self::MessageEdited { body, mentions, .. } => {
                EVENT_BYTES + ROW_BYTES + words_bytes(body.as_ref()) + ID_BYTES * mentions.len()
            }
            Self::MessageDeleted { .. }
            | Self::ReactionAdded { .. }
            | Self::ReactionRemoved { .. }
            | Self::MessagePinned { .. }
            | Self::MessageUnpinned { .. }
            | Self::MemberJoined { .. }
            | Self::MemberLeft { .. }
            | Self::MemberRemoved { .. }
            | Self::MemberRoleChanged { .. }
            | Self::CircleRenamed { .. }
            | Self::CircleClosed
            | Self::MessageMuted { .. }
            | Self::ContentNoteChanged { .. }
            | Self::UnderReviewChanged { .. }
            | Self::SlowModeChanged { .. } => EVENT_BYTES + ROW_BYTES,
        }
    }
}

impl WireSize for LeftMessage {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES + words_bytes(self.body.as_ref())
    }
}

impl WireSize for MemberView {
    fn wire_bytes(&self) -> usize {
        ID_BYTES + MEMBER_BYTES + text_bytes(self.alias.as_str())
    }
}

impl WireSize for LeftMember {
    fn wire_bytes(&self) -> usize {
        2 * ID_BYTES + text_bytes(self.alias.as_str())
    }
}

impl WireSize for LeftView {
    fn wire_bytes(&self) -> usize {
        let name = self.name.as_ref().map_or(0, |name| text_bytes(name.as_str()));
        ROW_BYTES + name + bytes_of(&self.members)
    }
}

impl WireSize for HeldView {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES + text_bytes(self.body.as_str())
    }
}

impl WireSize for Evidence {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES + text_bytes(self.body.as_str())
    }
}

impl WireSize for ReportGiven {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES + self.statement.as_ref().map_or(0, |words| text_bytes(words.as_str()))
    }
}

impl WireSize for ActionView {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES
    }
}

impl WireSize for CentreCircle {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES + text_bytes(self.name.as_str())
    }
}

/// The name by which the centre knows somebody.
fn called_bytes(label: Option<&InviteLabel>, alias: Option<&Alias>) -> usize {
    let label = label.map_or(0, |label| text_bytes(label.as_str()));
    label + alias.map_or(0, |alias| text_bytes(alias.as_str()))
}

impl WireSize for RosterEntry {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES + called_bytes(self.label.as_ref(), self.alias.as_ref())
    }
}

impl WireSize for Person {
    fn wire_bytes(&self) -> usize {
        4 * ID_BYTES + called_bytes(self.label.as_ref(), self.alias.as_ref())
    }
}

impl WireSize for CentrePairing {
    fn wire_bytes(&self) -> usize {
        ROW_BYTES + self.mentee.as_ref().map_or(0, WireSize::wire_bytes)
    }
}

impl WireSize for UnassignedMentee {
    fn wire_bytes(&self) -> usize {
        2 * ID_BYTES + self.mentee.wire_bytes()
    }
}

impl WireSize for Occurrence {
    fn wire_bytes(&self) -> usize {
        let title = text_bytes(self.title.as_str());
        let link = self.link.as_ref().map_or(0, |link| text_bytes(link.as_str()));
        let place = self.place.as_ref().map_or(0, |place| text_bytes(place.as_str()));
        let coming: usize = self.coming.iter().map(|alias| text_bytes(alias.as_str()) + 1).sum();
        ROW_BYTES + text_bytes(self.zone.as_str()) + title + link + place + coming
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_and_line_breaks_count_twice() {
        assert_eq!(text_bytes("a\"b\n"), 8);
        assert_eq!(text_bytes("長"), 5);
    }
}
