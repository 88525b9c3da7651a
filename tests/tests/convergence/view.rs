//! One member's view of a circle, built only from what came over the wire, as a real client
//! builds it.

use std::collections::BTreeMap;

use circles_protocol::{CircleEvent, EventPayload, MemberId, MessageView, Seq};

use super::model::{Messages, Shown};

#[derive(Debug, Default)]
pub(crate) struct View {
    /// How far this view has got; the cursor of the next `hello`.
    pub(crate) seq: Seq,
    pub(crate) messages: Messages,
    pub(crate) name: String,
    /// Every event that was seen, for debugging.
    pub(crate) seen: BTreeMap<Seq, CircleEvent>,
}

impl View {
    /// After a gap, everything held so far is invalid.
    pub(crate) fn forget(&mut self, head: Seq) {
        self.messages.clear();
        self.seq = head;
    }

    /// Adds a page of history, read while events keep coming.
    pub(crate) fn take_page(&mut self, page: &[MessageView]) {
        self.messages.extend(page.iter().map(|message| (message.id, Shown::of(message))));
    }

    /// Adds the next event.
    pub(crate) fn take_event(&mut self, event: CircleEvent) {
        assert_eq!(event.seq, self.seq.next(), "a hole or a repetition: {event:?}");
        self.seq = event.seq;
        self.apply(event.by, &event.what);
        self.seen.insert(event.seq, event);
    }

    fn apply(&mut self, by: Option<MemberId>, what: &EventPayload) {
        match what {
            EventPayload::MessagePosted { message } => {
                // A page that was read meanwhile is newer.
                self.messages.entry(message.id).or_insert_with(|| Shown::of(message));
            }
            EventPayload::MessageEdited { message, body, mentions, edited_at: _ } => {
                self.change(*message, |shown| {
                    if shown.words.is_some() {
                        shown.words = body.as_ref().map(|body| body.as_str().to_owned());
                        shown.mentions.clone_from(mentions);
                        shown.edited = true;
                    }
                });
            }
            EventPayload::MessageDeleted { message } => {
                self.change(*message, |shown| shown.words = None);
            }
            EventPayload::ReactionAdded { message, reaction } => {
                let who = by.expect("a member reacts");
                self.change(*message, |shown| {
                    shown.reactions.entry(*reaction).or_default().insert(who);
                });
            }
            EventPayload::ReactionRemoved { message, reaction } => {
                let who = by.expect("a member reacts");
                self.change(*message, |shown| {
                    shown.reactions.entry(*reaction).or_default().remove(&who);
                });
            }
            EventPayload::MessagePinned { message } => {
                self.change(*message, |shown| shown.pinned = true);
            }
            EventPayload::MessageUnpinned { message } => {
                self.change(*message, |shown| shown.pinned = false);
            }
            EventPayload::CircleRenamed { name } => name.as_str().clone_into(&mut self.name),
            EventPayload::MemberJoined { .. }
            | EventPayload::MemberLeft { .. }
            | EventPayload::MemberRemoved { .. }
            | EventPayload::MemberRoleChanged { .. }
            | EventPayload::CircleClosed
            // Nobody mutes, reports or sets slow mode in a run.
            | EventPayload::MessageMuted { .. }
            | EventPayload::MessageUnmuted { .. }
            | EventPayload::ContentNoteChanged { .. }
            | EventPayload::UnderReviewChanged { .. }
            | EventPayload::SlowModeChanged { .. } => {}
        }
    }

    fn change(&mut self, message: circles_protocol::MessageId, by: impl FnOnce(&mut Shown)) {
        let mut shown = self.messages.remove(&message).expect("what is changed was there before");
        by(&mut shown);
        self.messages.insert(message, shown.without_leftovers());
    }
}
