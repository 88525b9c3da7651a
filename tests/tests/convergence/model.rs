//! What a circle should look like: the accepted operations, carried out one after the other
//! in the order of their numbers. Knows nothing of connections.

use std::collections::{BTreeMap, BTreeSet};

use circles_protocol::requests::SendMessage;
use circles_protocol::{
    CircleEvent, EventPayload, MemberId, MessageId, MessageView, Reaction, Seq,
};

/// Something one member asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Op {
    pub(crate) by: Option<MemberId>,
    pub(crate) what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Send(SendMessage),
    Edit { message: MessageId, words: String },
    Delete { message: MessageId },
    React { message: MessageId, reaction: Reaction, on: bool },
    Pin { message: MessageId, on: bool },
    Rename { name: String },
}

/// A message as everybody should see it. What depends on the time of reading (the order of
/// reactions, what is left of a deleted message) is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) seq: Seq,
    pub(crate) author: MemberId,
    pub(crate) words: Option<String>,
    pub(crate) reply_to: Option<MessageId>,
    pub(crate) mentions: Vec<MemberId>,
    pub(crate) edited: bool,
    pub(crate) pinned: bool,
    pub(crate) reactions: BTreeMap<Reaction, BTreeSet<MemberId>>,
}

impl Shown {
    pub(crate) fn of(view: &MessageView) -> Self {
        assert_eq!(view.deleted, view.body.is_none(), "deleted, or not? {view:?}");
        let said = view.reactions.iter();
        Self {
            seq: view.seq,
            author: view.author,
            words: view.body.as_ref().map(|body| body.as_str().to_owned()),
            reply_to: view.reply_to,
            mentions: view.mentions.clone(),
            edited: view.edited_at.is_some(),
            pinned: view.pinned,
            reactions: said
                .map(|one| (one.reaction, one.members.iter().copied().collect()))
                .collect(),
        }
        .without_leftovers()
    }

    /// Of a deleted message only its place is compared.
    pub(crate) fn without_leftovers(mut self) -> Self {
        self.reactions.retain(|_, members| !members.is_empty());
        if self.words.is_none() {
            self.reply_to = None;
            self.mentions.clear();
            self.edited = false;
            self.pinned = false;
            self.reactions.clear();
        }
        self
    }
}

pub(crate) type Messages = BTreeMap<MessageId, Shown>;

/// One circle: which number each operation got.
#[derive(Debug, Default)]
pub(crate) struct Model {
    log: BTreeMap<Seq, Op>,
    /// Requested, but the connection was lost before the answer came.
    unknown: Vec<Op>,
}

impl Model {
    pub(crate) fn accept(&mut self, seq: Seq, op: Op) {
        if let Some(before) = self.log.insert(seq, op.clone()) {
            assert_eq!(before, op, "{seq:?} was given twice");
        }
    }

    pub(crate) fn lose(&mut self, op: Op) {
        self.unknown.push(op);
    }

    /// Decides what became of the unknown ones, by what the members saw. Afterwards every
    /// number up to `head` is accounted for exactly once.
    pub(crate) fn complete(&mut self, first: Seq, head: Seq, seen: &BTreeMap<Seq, CircleEvent>) {
        let mut seq = first.next();
        while seq <= head {
            if !self.log.contains_key(&seq) {
                let event = seen.get(&seq).unwrap_or_else(|| panic!("nobody saw {seq:?}"));
                let at = self.unknown.iter().position(|op| op.caused(event));
                let at = at.unwrap_or_else(|| panic!("nobody asked for {event:?}"));
                self.log.insert(seq, self.unknown.remove(at));
            }
            seq = seq.next();
        }
        let last = self.log.keys().next_back().copied().unwrap_or(first);
        assert!(last <= head, "{last:?} was acknowledged, and the log ends at {head:?}");
    }

    pub(crate) fn messages(&self) -> Messages {
        let mut messages = Messages::new();
        for (seq, op) in &self.log {
            op.apply(*seq, &mut messages);
        }
        messages
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.log.values().rev().find_map(|op| match &op.what {
            What::Rename { name } => Some(name.as_str()),
            What::Send(_)
            | What::Edit { .. }
            | What::Delete { .. }
            | What::React { .. }
            | What::Pin { .. } => None,
        })
    }
}

impl Op {
    fn apply(&self, seq: Seq, messages: &mut Messages) {
        if let What::Send(said) = &self.what {
            let shown = Shown {
                seq,
                author: self.by.expect("a member speaks"),
                words: Some(said.body.as_str().to_owned()),
                reply_to: said.reply_to,
                mentions: said.mentions.clone(),
                edited: false,
                pinned: false,
                reactions: BTreeMap::new(),
            };
            let twice = messages.insert(said.id, shown);
            assert!(twice.is_none(), "{:?} was posted twice", said.id);
            return;
        }
        let Some(message) = self.what.message() else { return };
        let mut shown = messages.remove(&message).expect("what is changed was there");
        match &self.what {
            What::Send(_) | What::Rename { .. } => {}
            What::Edit { words, .. } => {
                shown.words = Some(words.clone());
                shown.mentions.clear();
                shown.edited = true;
            }
            What::Delete { .. } => shown.words = None,
            What::Pin { on, .. } => shown.pinned = *on,
            What::React { reaction, on, .. } => {
                let members = shown.reactions.entry(*reaction).or_default();
                let who = self.by.expect("a member reacts");
                let changed = if *on { members.insert(who) } else { members.remove(&who) };
                assert!(changed, "{seq:?} was given to a request that changes nothing: {self:?}");
            }
        }
        messages.insert(message, shown.without_leftovers());
    }

    /// Whether the event reports this operation.
    fn caused(&self, event: &CircleEvent) -> bool {
        let same = match (&self.what, &event.what) {
            (What::Send(said), EventPayload::MessagePosted { message }) => said.id == message.id,
            (What::Edit { message: own, .. }, EventPayload::MessageEdited { message, .. })
            | (What::Delete { message: own }, EventPayload::MessageDeleted { message })
            | (What::Pin { message: own, on: true }, EventPayload::MessagePinned { message })
            | (What::Pin { message: own, on: false }, EventPayload::MessageUnpinned { message }) => {
                own == message
            }
            (
                What::React { message: own, reaction: said, on: true },
                EventPayload::ReactionAdded { message, reaction },
            )
            | (
                What::React { message: own, reaction: said, on: false },
                EventPayload::ReactionRemoved { message, reaction },
            ) => (own, said) == (message, reaction),
            (What::Rename { name: own }, EventPayload::CircleRenamed { name }) => {
                own == name.as_str()
            }
            _ => false,
        };
        same && self.by == event.by
    }
}

impl What {
    fn message(&self) -> Option<MessageId> {
        match self {
            Self::Send(said) => Some(said.id),
            Self::Edit { message, .. }
            | Self::Delete { message }
            | Self::React { message, .. }
            | Self::Pin { message, .. } => Some(*message),
            Self::Rename { .. } => None,
        }
    }
}
