//! Text as people type it, parsed once at the edge. Each type states its rule;
//! a value of the type has passed it. A message body is never altered: what a
//! member wrote is what the circle reads.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::joiners::without_strays;
use crate::limits;

/// The rule a refused text breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRule {
    Empty,
    TooShort { min_chars: usize },
    TooLong { max_chars: usize },
    OnlyInvisible,
    ControlCharacter,
    Whitespace,
    NoPhone,
    NoLink,
}

impl TextRule {
    /// The stable code that goes over the wire.
    #[must_use]
    pub const fn code(self) -> crate::RefusalCode {
        match self {
            Self::Empty => crate::RefusalCode::TextEmpty,
            Self::TooShort { .. } => crate::RefusalCode::TextTooShort,
            Self::TooLong { .. } => crate::RefusalCode::TextTooLong,
            Self::OnlyInvisible => crate::RefusalCode::TextInvisible,
            Self::ControlCharacter => crate::RefusalCode::TextControl,
            Self::Whitespace => crate::RefusalCode::TextWhitespace,
            Self::NoPhone => crate::RefusalCode::TextNoPhone,
            Self::NoLink => crate::RefusalCode::TextNoLink,
        }
    }
}

/// The sentence shown to the person who typed.
impl fmt::Display for TextRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("This can't be empty."),
            Self::TooShort { min_chars } => {
                write!(f, "This needs at least {min_chars} characters.")
            }
            Self::TooLong { max_chars } => {
                write!(f, "This is longer than {max_chars} characters.")
            }
            Self::OnlyInvisible => f.write_str("There is nothing to see in this text."),
            Self::ControlCharacter => {
                f.write_str("This holds a control character that can't be shown.")
            }
            Self::Whitespace => f.write_str("This can't hold spaces."),
            Self::NoPhone => f.write_str("This doesn't look like a telephone number."),
            Self::NoLink => f.write_str("A link starts with https:// and holds no spaces."),
        }
    }
}

impl std::error::Error for TextRule {}

/// What Unicode calls default ignorable, with the blanks that are formally
/// symbols or letters: characters that draw nothing by themselves.
#[must_use]
pub fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Characters that draw nothing, white space included.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || is_default_ignorable(c)
}

fn check(text: &str, max_chars: usize, breaks: bool) -> Result<(), TextRule> {
    if text.is_empty() {
        return Err(TextRule::Empty);
    }
    // Bytes are at least characters, so a short text needs no count.
    if text.len() > max_chars && text.chars().count() > max_chars {
        return Err(TextRule::TooLong { max_chars });
    }
    if text.chars().any(|c| c.is_control() && !(breaks && matches!(c, '\n' | '\t'))) {
        return Err(TextRule::ControlCharacter);
    }
    if text.chars().all(is_invisible) {
        return Err(TextRule::OnlyInvisible);
    }
    Ok(())
}

/// One line of text in one spelling: composed (NFC), invisible characters dropped
/// that spell nothing and could hide a look-alike, runs of white space made one space.
fn one_line(text: &str) -> String {
    let visible = without_strays(text.nfc());
    if visible.chars().any(char::is_control) {
        return visible;
    }
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character is seen by itself: no accent without its letter, nothing that
/// only formats, nothing that Unicode gives no look.
fn is_seen(c: char) -> bool {
    use GeneralCategoryGroup::{Mark, Other};
    !is_invisible(c) && !matches!(c.general_category_group(), Mark | Other)
}

/// A line by which something is told apart from others.
fn check_name(text: &str, max_chars: usize) -> Result<String, TextRule> {
    let name = check_line(text, max_chars)?;
    if name.chars().any(is_seen) { Ok(name) } else { Err(TextRule::OnlyInvisible) }
}

fn check_line(text: &str, max_chars: usize) -> Result<String, TextRule> {
    // Bounded before any copy is made, generously enough for what is dropped.
    if text.len() > max_chars * 16 {
        return Err(TextRule::TooLong { max_chars });
    }
    let line = one_line(text);
    if line.is_empty() && !text.is_empty() {
        return Err(TextRule::OnlyInvisible);
    }
    check(&line, max_chars, false).map(|()| line)
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, TS)]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// The rule that the text breaks.
            pub fn parse(text: &str) -> Result<Self, TextRule> {
                let parse: fn(&str) -> Result<String, TextRule> = $parse;
                parse(text).map(Self)
            }

            /// Text that passed `parse` before it was stored.
            #[must_use]
            pub fn from_stored(text: String) -> Self {
                Self(text)
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// Never the text itself: a debug print may end in a log.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                // `decode` splits this at the first colon to name the rule.
                Self::parse(&text)
                    .map_err(|rule| D::Error::custom(format_args!("{}: {rule}", rule.code())))
            }
        }
    };
}

text_type!(
    /// What a member wrote: 1 to 8,000 characters, line breaks and tabs allowed,
    /// kept to the letter.
    Body,
    |text| check(text, limits::BODY_CHARS, true).map(|()| text.to_owned())
);
text_type!(
    /// The name a circle sees: 1 to 32 characters on one line.
    Alias,
    |text| check_name(text, limits::ALIAS_CHARS)
);
text_type!(
    /// 1 to 60 characters on one line.
    CircleName,
    |text| check_name(text, limits::CIRCLE_NAME_CHARS)
);
text_type!(
    /// A coordinator's own note of whom an invite is for: 1 to 80 characters.
    InviteLabel,
    |text| check_line(text, limits::INVITE_LABEL_CHARS)
);
text_type!(
    /// What somebody adds to a report or an appeal: 1 to 1,000 characters, line
    /// breaks and tabs allowed, kept to the letter.
    Statement,
    |text| check(text, limits::STATEMENT_CHARS, true).map(|()| text.to_owned())
);
text_type!(
    /// A telephone number as people write it: 3 to 32 characters, digits among them.
    Phone,
    |text| {
        let line = check_line(text, limits::PHONE_CHARS)?;
        let fits = |c: char| c.is_ascii_digit() || " +-()./x".contains(c);
        let digits = line.chars().filter(char::is_ascii_digit).count();
        if digits < 3 || !line.chars().all(fits) { Err(TextRule::NoPhone) } else { Ok(line) }
    }
);
text_type!(
    /// The name of somebody to call: 1 to 60 characters.
    ContactName,
    |text| check_line(text, limits::CONTACT_NAME_CHARS)
);
text_type!(
    /// What a meeting is called, 1 to 80 characters.
    MeetingTitle,
    |text| check_line(text, limits::MEETING_TITLE_CHARS)
);
text_type!(
    /// Where a meeting is: 1 to 200 characters.
    Place,
    |text| check_line(text, limits::PLACE_CHARS)
);
text_type!(
    /// Where a meeting is online: an https address of at most 500 characters.
    Link,
    |text| {
        let line = check_line(text, limits::LINK_CHARS)?;
        let rest = line.strip_prefix("https://").ok_or(TextRule::NoLink)?;
        if rest.is_empty() || rest.contains(char::is_whitespace) {
            return Err(TextRule::NoLink);
        }
        Ok(line)
    }
);
text_type!(
    /// A line of the help card: 1 to 300 characters.
    CardText,
    |text| check_line(text, limits::CARD_TEXT_CHARS)
);
text_type!(
    /// Words to look for: 1 to 200 characters. Never a query language.
    SearchQuery,
    |text| check_line(text, limits::SEARCH_QUERY_CHARS)
);
text_type!(
    /// The private name an account signs in with: 3 to 64 characters without
    /// spaces, one spelling whatever the case.
    SignInName,
    |text| {
        if text.len() > limits::SIGN_IN_NAME_CHARS * 16 {
            return Err(TextRule::TooLong { max_chars: limits::SIGN_IN_NAME_CHARS });
        }
        let name: String = text.trim().nfkc().collect::<String>().to_lowercase();
        if name.chars().any(is_invisible) && !name.chars().all(is_invisible) {
            return Err(TextRule::Whitespace);
        }
        check(&name, limits::SIGN_IN_NAME_CHARS, false)?;
        if name.chars().count() < limits::SIGN_IN_NAME_MIN_CHARS {
            return Err(TextRule::TooShort { min_chars: limits::SIGN_IN_NAME_MIN_CHARS });
        }
        Ok(name)
    }
);
text_type!(
    /// A passphrase about to be chosen: 10 to 256 characters of anything, spaces
    /// between them included. Spaces at its ends are not part of it: a keyboard adds
    /// them after a word, and nobody sees them.
    Passphrase,
    |text| {
        check(text, usize::MAX, true)?;
        let text = text.trim();
        check(text, limits::PASSPHRASE_CHARS, true)?;
        if text.chars().count() < limits::PASSPHRASE_MIN_CHARS {
            return Err(TextRule::TooShort { min_chars: limits::PASSPHRASE_MIN_CHARS });
        }
        Ok(text.nfc().collect())
    }
);
text_type!(
    /// A passphrase as it was typed to prove who one is, spaces at its ends included:
    /// those of accounts from before they were taken off hold them.
    EnteredPassphrase,
    |text| {
        check(text, usize::MAX, true)?;
        check(text.trim(), limits::PASSPHRASE_CHARS, true)?;
        if text.chars().count() < limits::PASSPHRASE_MIN_CHARS {
            return Err(TextRule::TooShort { min_chars: limits::PASSPHRASE_MIN_CHARS });
        }
        Ok(text.nfc().collect())
    }
);

impl EnteredPassphrase {
    /// What it may stand for: itself without spaces at its ends, and then, where it has
    /// any, as it was typed.
    pub fn readings(&self) -> impl Iterator<Item = &str> {
        let (typed, trimmed) = (self.as_str(), self.as_str().trim());
        std::iter::once(trimmed).chain((typed != trimmed).then_some(typed))
    }
}

impl From<Passphrase> for EnteredPassphrase {
    fn from(passphrase: Passphrase) -> Self {
        Self(passphrase.0)
    }
}
