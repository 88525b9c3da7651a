//! Links: addresses with or without a scheme, bare hosts with a well-known ending, "dot
//! com" in words, and numbers as hosts. The sites of helplines don't count, nor does an
//! e-mail address, which is a handle.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::compiled;
use super::plain::Plain;

macro_rules! endings {
    () => {
        r"(?:com|org|net|io|biz|info|ru|xyz|gg|ly|tv|uk|app|dev|onion|edu|gov|eu|cc|ws|su|cn|site|store|shop|club)"
    };
}

/// Endings that are also words, and so may follow a full stop without a space. They count
/// only if a path follows.
macro_rules! wordly_endings {
    () => {
        r"(?:me|to|us|it|is|in|so|am|at|be|no|my|co|ca|de|fr|nl|se|ch|es|ee|online|live|link|top|pro|one|life|space|fun|page|chat|money|cash|im|st|pw|to)"
    };
}

pub(super) const PATTERNS: &[&str] = &[
    r"\bh(?:tt|xx)ps? ?: ?/",
    r"\bwww ?\. ?[a-z0-9]",
    concat!(r"[a-z0-9](?:\.| \. ?| ?[\[(]\.[\])] ?)", endings!(), r"\b"),
    concat!(r"[a-z0-9]\.", wordly_endings!(), r"/[a-z0-9$@_+-]"),
    r"[a-z0-9] ?[\[(]? ?\bdot\b ?[\])]? ?(?:com|org|net|io|me|ru|xyz|gg)\b",
    r"\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b",
];

static LOOK: LazyLock<Regex> = LazyLock::new(|| compiled(PATTERNS));

/// Good to pass on, like the numbers of helplines.
const HELPING_SITES: [&[u8]; 14] = [
    b"988lifeline.org",
    b"samhsa.gov",
    b"findtreatment.gov",
    b"findahelpline.com",
    b"crisistextline.org",
    b"nami.org",
    b"thetrevorproject.org",
    b"thehotline.org",
    b"rainn.org",
    b"nextdistro.org",
    b"aa.org",
    b"na.org",
    b"smartrecovery.org",
    b"recoverydharma.org",
];

/// "The dot com years" is not an address.
const BEFORE_DOT_COM: [&[u8]; 8] =
    [b"the", b"a", b"an", b"that", b"those", b"this", b"of", b"early"];

pub(super) fn are_in(plain: &Plain) -> bool {
    LOOK.find_iter(plain.bytes()).any(|found| {
        let words = found.as_bytes();
        if words[0].is_ascii_digit() && words.split(|byte| *byte == b'.').count() == 4 {
            return is_address(words) && !is_version(plain.clause_before(found.start(), 12));
        }
        if words.windows(3).any(|part| part == b"dot") {
            let upto = plain.clause_before(found.start() + 1, 24);
            let last = upto.rsplit(|byte| *byte == b' ').next().unwrap_or(upto);
            return !BEFORE_DOT_COM.contains(&last);
        }
        let word = plain.word_around(found.start());
        let is_mail = word.contains(&b'@') && !word.contains(&b'/');
        !is_mail && !is_helping(word)
    })
}

fn is_address(words: &[u8]) -> bool {
    let numbers = words
        .split(|byte| *byte == b'.')
        .map(|number| number.iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0')));
    let numbers: Vec<u32> = numbers.collect();
    // 12.03.20.24 is a date, or nothing at all.
    numbers.iter().all(|number| *number <= 255) && numbers.iter().any(|number| *number > 99)
}

fn is_version(before: &[u8]) -> bool {
    before.ends_with(b"v") || before.ends_with(b"version ") || before.ends_with(b"android ")
}

/// Whether the host of this address is one of those.
fn is_helping(word: &[u8]) -> bool {
    let host = match word.windows(3).position(|part| part == b"://") {
        Some(scheme) => &word[scheme + 3..],
        None => word.strip_prefix(b"(").unwrap_or(word),
    };
    let host = host.strip_prefix(b"www.").unwrap_or(host);
    let end =
        host.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b".-@:".contains(byte)));
    let host = host[..end.unwrap_or(host.len())].trim_ascii_end();
    let host = host.strip_suffix(b".").unwrap_or(host);
    HELPING_SITES.contains(&host)
}
