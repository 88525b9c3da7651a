//! Names under which somebody is paid, or contacted elsewhere. An e-mail address is one.
//! A name with an @ alone is not: that is how members are mentioned.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::compiled;
use super::plain::Plain;

macro_rules! pay {
    () => {
        r"(?:venmo|cash ?app|zelle|paypal|chime|gpay|google pay|apple pay|revolut)"
    };
}

macro_rules! chat {
    () => {
        r"(?:telegram|tele|whats ?app|snap(?:chat)?|signal|kik|wickr|insta(?:gram)?|ig|discord|threema|session|messenger|facebook|fb|tg|wechat|viber|skype)"
    };
}

pub(super) const PATTERNS: &[&str] = &[
    // $JoSmith22
    r"(?:^|[ (:=,;>-])\$[a-z][a-z0-9_-]{2}",
    concat!(r"\b", pay!(), r" (?:me|us)\b"),
    r"\bcash ?tag(?: is|:)? ?[$a-z]",
    // A word that isn't an ordinary one: jo-smith4.
    concat!(r"\b", pay!(), r" [a-z]+[0-9_-]+[a-z0-9]"),
    r"\b(?:snap(?:chat)?|kik|telegram|tg|insta(?:gram)?|ig|wickr|discord) [a-z]+[0-9_#]+[a-z0-9]",
    concat!(r"@[a-z0-9_.]+ (?:on|in|via) ", chat!(), r"\b"),
    concat!(r"\b", pay!(), r"(?: at| to)?(?: ?[:=]| ?->) ?[@$]?[a-z0-9]"),
    concat!(r"\b", pay!(), r"(?: is| at| to)? [@$][a-z]"),
    r"\b(?:paypal\.me|cash\.app|venmo\.com)/",
    concat!(
        r"\b(?:pay|send it|send me|send the money|send money)(?: me| it)? (?:on|by|via|through|thru|with|over|to my) ",
        pay!(),
        r"\b"
    ),
    concat!(r"\b", chat!(), r" me(?: at| on|:)? ?@[a-z0-9]"),
    concat!(r"\b", chat!(), r"(?: name| handle| id)?(?: is| at)?[ :=-]{1,3}@[a-z0-9]"),
    concat!(r"\b", chat!(), r"(?: name| handle| id)? ?[:=] ?[a-z0-9_]"),
    concat!(r"\b", chat!(), r" (?:user)?(?:name|handle|id) is "),
    concat!(
        r"\b(?:add|hit|hmu|dm|message|msg|text|find|write|ping|contact|reach|get) me (?:up )?(?:on|over|via|through|thru) ",
        chat!(),
        r"\b"
    ),
    concat!(r"\bhmu (?:on|over|via) ", chat!(), r"\b"),
    // My venmo is …, my snap is …: see `dull`.
    concat!(r"\bmy ", pay!(), r"(?: tag| name| handle| id)? is [@$a-z0-9]"),
    r"\bmy (?:telegram|whats ?app|snap(?:chat)?|kik|wickr|insta(?:gram)?|ig|discord|tg|wechat|skype)(?: tag| name| handle| id)? is [@a-z0-9]",
    // E-mail.
    r"[a-z0-9]@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2}",
    r"[a-z0-9] ?[\[(]at[\])] ?[a-z0-9-]+ ?(?:\.|[\[(]?dot[\])]?) ?[a-z]{2}",
    // Coins.
    r"\bbc1[a-z0-9]{25}",
    r"\b0x[a-f0-9]{40}\b",
];

static LOOK: LazyLock<Regex> = LazyLock::new(|| compiled(PATTERNS));

/// Somebody else pays, or paid: "my sister will venmo me".
static OF_OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&[
        r"\b(?:he|she|they|shed|hed|theyd|shell|hell|theyll|sister|brother|mom|mum|mother|dad|father|boss|work|roommate|friend|sponsor|ex|husband|wife|aunt|uncle|son|daughter)(?: [a-z]+){0,3} $",
    ])
});

/// What may follow "my snap is" without being a name.
const DULL: [&[u8]; 43] = [
    b"a", b"the", b"not", b"so", b"all", b"broken", b"down", b"private", b"public", b"full",
    b"empty", b"frozen", b"locked", b"off", b"on", b"always", b"still", b"just", b"where", b"how",
    b"my", b"bad", b"weak", b"dead", b"gone", b"too", b"really", b"very", b"being", b"getting",
    b"acting", b"new", b"old", b"out", b"only", b"for", b"mostly", b"linked", b"deleted",
    b"hacked", b"blowing", b"at", b"in",
];

/// Words with a $ for an s.
const SPELLED: [&[u8]; 5] = [b"$hit", b"$uck", b"$ex", b"$ave", b"$oon"];

pub(super) fn are_in(plain: &Plain) -> bool {
    let text = plain.bytes();
    LOOK.find_iter(text).any(|found| {
        let words = found.as_bytes();
        if let Some(dollar) = words.iter().position(|byte| *byte == b'$')
            && SPELLED.iter().any(|word| text[found.start() + dollar..].starts_with(word))
        {
            return false;
        }
        if words.ends_with(b" me") || words.ends_with(b" us") || words.starts_with(b"send") {
            return !OF_OTHERS.is_match(plain.clause_before(found.start(), 48));
        }
        let names = words.starts_with(b"my ") && !words.ends_with(b"@") && !words.ends_with(b"$");
        !(names && is_dull(plain.after(found.end() - 1, 24)))
    })
}

fn is_dull(rest: &[u8]) -> bool {
    let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    DULL.contains(&&rest[..end])
}
