//! The client's readers of what the server sends, written from the TypeScript types.
//! `web-client/src/protocol/shape.ts` says how a line is read, and carries it out.

use std::collections::BTreeSet;

use crate::declarations::{Declarations, Field, Type};

const HEADING: &str = "// Readers of what the server sends, generated from protocol/ by \
`make generate`. Never\n// edited by hand. How a line is read stands in shape.ts.\n\n";

/// What the client has a reader of; each is generated with all that it holds.
const READERS: [&str; 13] = [
    "Refusal",
    "CircleView",
    "CatchUp",
    "CircleEvent",
    "EventPayload",
    "Notice",
    "Reply",
    "HelpCard",
    "InvitePreview",
    "Joined",
    "Me",
    "RecoveryPreview",
    "Sessions",
];

/// Fields that the readers leave unread. The client reads them itself: where one of them
/// is of a kind that it does not know, it keeps what stands around the field.
const LEFT_UNREAD: [(&str, &str); 4] = [
    // An event of an unknown kind keeps its place in the log.
    ("CircleEvent", "what"),
    // A catch-up of an unknown kind is treated as a gap, which always works. So is one
    // with an event whose place in the log can't be read.
    ("CircleView", "catch_up"),
    ("CatchUp.events", "events"),
    // Circles hold all of these.
    ("Reply.welcome", "circles"),
];

/// Fields that this server always sends, and that may be absent all the same: a server that
/// sends these lists whole leaves them out, which means false.
const ABSENT_IS_FALSE: [(&str, &str); 11] = [
    ("OpenedCase", "has_more"),
    ("OpenedAppeal", "has_more"),
    ("OpenedProposal", "has_more"),
    ("Reply.pins", "has_more"),
    ("Reply.members", "has_more"),
    ("Reply.circles", "has_more"),
    ("Reply.roster", "has_more"),
    ("Reply.left_circles", "has_more"),
    ("Reply.held", "has_more"),
    ("Reply.meetings", "has_more"),
    ("Reply.pairings", "has_more"),
];

/// The whole of `web-client/src/protocol/readers.ts`.
#[must_use]
pub(crate) fn readers_ts(wire_ts: &str) -> String {
    let mut imported = READERS;
    imported.sort_unstable();
    format!(
        "{HEADING}import {{ kinds, shape, type Unread, type UnreadIn }} from \"./shape\";\n\
         import type {{\n  {},\n}} from \"./wire\";\n\n{}",
        imported.join(",\n  "),
        Readers::of(&Declarations::of(wire_ts)),
    )
}

/// What is known of a value that passed the reader.
fn type_read(name: &str) -> String {
    for (place, field) in LEFT_UNREAD {
        match place.split_once('.') {
            None if place == name => return format!("Unread<{name}, \"{field}\">"),
            Some((union, kind)) if union == name => {
                return format!("UnreadIn<{name}, \"{kind}\", \"{field}\">");
            }
            _ => {}
        }
    }
    name.to_owned()
}

/// `MemberView` → `memberView`
fn constant(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_lowercase() + rest
}

struct Readers<'a> {
    declarations: &'a Declarations,
    /// Those that are written, and the code of all of them: each behind what it holds.
    written: BTreeSet<String>,
    code: String,
    unused_exceptions: BTreeSet<(&'static str, &'static str)>,
}

impl<'a> Readers<'a> {
    fn of(declarations: &'a Declarations) -> String {
        let unused_exceptions = LEFT_UNREAD.into_iter().chain(ABSENT_IS_FALSE).collect();
        let written = BTreeSet::new();
        let mut readers = Self { declarations, written, code: String::new(), unused_exceptions };
        for name in READERS {
            readers.write(name);
        }
        let unused = readers.unused_exceptions;
        assert!(unused.is_empty(), "these exceptions name no field: {unused:?}");
        readers.code
    }

    fn write(&mut self, name: &str) {
        if !self.written.insert(name.to_owned()) {
            return;
        }
        let (export, read) = if READERS.contains(&name) {
            ("export ", format!("<{}>", type_read(name)))
        } else {
            ("", String::new())
        };
        let declared = self.declarations.parse(name);
        let reader = if let Type::Object(fields) = declared {
            format!("shape{read}`{}`", self.line(name, &fields))
        } else if let Type::Union(parts) = declared {
            let lines = parts.iter().map(|part| self.kind(name, part));
            format!("kinds{read}({{\n{}}})", lines.collect::<String>())
        } else {
            panic!("{name} has no fields: {declared:?}");
        };
        self.code += &format!("{export}const {} = {reader};\n", constant(name));
    }

    /// One of the kinds that a union tells apart by `type`.
    fn kind(&mut self, union: &str, kind: &Type) -> String {
        let Type::Object(fields) = kind else { panic!("{union} has a kind {kind:?}") };
        let Some((Field { name, holds: Type::Word(tag), .. }, fields)) = fields.split_first()
        else {
            panic!("{union} has a kind without a tag: {fields:?}");
        };
        assert!(name == "type", "{union} is told apart by {name}");
        format!("  {tag}: shape`{}`,\n", self.line(&format!("{union}.{tag}"), fields))
    }

    fn line(&mut self, place: &str, fields: &[Field]) -> String {
        let mut read: Vec<String> = Vec::new();
        for field in fields {
            if !self.is_exception(&LEFT_UNREAD, place, &field.name) {
                let may_be_absent =
                    field.may_be_absent || self.is_exception(&ABSENT_IS_FALSE, place, &field.name);
                let optional = if may_be_absent { "?" } else { "" };
                read.push(format!("{}{optional}{}", field.name, self.holds(&field.holds)));
            }
        }
        read.join(" ")
    }

    fn is_exception(
        &mut self,
        exceptions: &[(&'static str, &'static str)],
        place: &str,
        field: &str,
    ) -> bool {
        let found = exceptions.iter().find(|exception| **exception == (place, field));
        found.is_some_and(|exception| {
            self.unused_exceptions.remove(exception);
            true
        })
    }

    /// The signs for what a field holds.
    fn holds(&mut self, holds: &Type) -> String {
        match holds {
            Type::Text | Type::Word(_) => String::new(),
            Type::Number => "#".to_owned(),
            Type::Truth => "!".to_owned(),
            Type::List(item) => format!("[]{}", self.item(item)),
            Type::Named(name) => self.named(name),
            Type::Union(parts) => match parts.as_slice() {
                [one, Type::Null] => format!("~{}", self.holds(one)),
                _ => panic!("a field can't hold {parts:?}"),
            },
            Type::Null | Type::Object(_) => panic!("a field can't hold {holds:?}"),
        }
    }

    /// What stands in a list, or behind another name: no list of lists, and no null.
    fn item(&mut self, item: &Type) -> String {
        let signs = self.holds(item);
        assert!(!signs.starts_with(['[', '~']), "{item:?} can't stand there");
        signs
    }

    fn named(&mut self, name: &str) -> String {
        let declared = self.declarations.parse(name);
        if declared.is_set_of_words() {
            // A newer server may know more words, and one of them must not cost a whole
            // page of messages.
            String::new()
        } else if matches!(declared, Type::Object(_) | Type::Union(_)) {
            self.write(name);
            format!(":${{{}}}", constant(name))
        } else {
            self.item(&declared)
        }
    }
}
