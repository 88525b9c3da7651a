//! Which of the characters that draw nothing are part of how a word or an emoji
//! is spelled, and which only hide in it. Persian and Indic names are written
//! with joiners, and so are families, professions and flags.

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_properties::UnicodeEmoji as _;
use unicode_script::{Script, UnicodeScript as _};

use crate::text::is_default_ignorable;

const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';
const EMOJI_STYLE: char = '\u{FE0F}';
const BLACK_FLAG: char = '\u{1F3F4}';
const END_OF_TAGS: char = '\u{E007F}';

/// Flags of regions are spelled with at most so many tags.
const MOST_TAGS: usize = 6;

/// Drops what draws nothing and shapes nothing.
pub(crate) fn without_strays(text: impl Iterator<Item = char>) -> String {
    let typed: Vec<char> = text.collect();
    let mut kept: Vec<char> = Vec::with_capacity(typed.len());
    for (at, c) in typed.iter().enumerate() {
        if !is_default_ignorable(*c) || shapes(&kept, *c, &typed[at + 1..]) {
            kept.push(*c);
        }
    }
    kept.into_iter().collect()
}

fn shapes(before: &[char], c: char, after: &[char]) -> bool {
    match c {
        NON_JOINER => shapes_letters(before, after),
        JOINER => shapes_letters(before, after) || joins_emoji(before, after),
        EMOJI_STYLE => match before.last() {
            Some(key) if key.is_ascii() => after.first() == Some(&'\u{20E3}'),
            last => last.is_some_and(|last| last.is_emoji_char()),
        },
        '\u{E0020}'..=END_OF_TAGS => match before.last() {
            Some(&BLACK_FLAG) => {
                let tags = after.iter().take_while(|c| is_tag(**c)).count();
                is_tag(c) && tags < MOST_TAGS && after.get(tags) == Some(&END_OF_TAGS)
            }
            last => last.is_some_and(|last| is_tag(*last)),
        },
        _ => false,
    }
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}')
}

/// Beside a virama, or between two letters of a script that joins them: the rule
/// for names in domains (RFC 5892, CONTEXTJ), with the joiner before a virama
/// that Bengali needs.
fn shapes_letters(before: &[char], after: &[char]) -> bool {
    let is_virama = |c: &char| canonical_combining_class(*c) == 9;
    let letter = before.iter().rev().find(|c| !is_combining_mark(**c));
    before.last().is_some_and(is_virama)
        || (letter.is_some() && after.first().is_some_and(is_virama))
        || (letter.is_some_and(|c| is_joining(*c)) && after.first().is_some_and(|c| is_joining(*c)))
}

fn is_joining(c: char) -> bool {
    matches!(
        c.script(),
        Script::Arabic
            | Script::Syriac
            | Script::Nko
            | Script::Mandaic
            | Script::Mongolian
            | Script::Adlam
            | Script::Hanifi_Rohingya
    )
}

fn joins_emoji(before: &[char], after: &[char]) -> bool {
    let is_emoji = |c: &char| !c.is_ascii() && c.is_emoji_char();
    let is_style = |c: &char| *c == EMOJI_STYLE || matches!(*c, '\u{1F3FB}'..='\u{1F3FF}');
    before.iter().rev().find(|c| !is_style(c)).is_some_and(is_emoji)
        && after.first().is_some_and(is_emoji)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        without_strays(text.chars())
    }

    #[test]
    fn joiners_stay_where_a_script_or_an_emoji_is_spelled_with_them() {
        for text in [
            "می\u{200C}خواهم",
            "علی\u{200C}رضا",
            "ක්\u{200D}ෂ ශ්\u{200D}රී",
            "क्\u{200D}ष",
            "র\u{200D}্য",
            "അവന്\u{200D}",
            "👩\u{200D}👧",
            "👩🏽\u{200D}🚀",
            "❤\u{FE0F}\u{200D}🔥",
            "☀\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        ] {
            assert_eq!(kept(text), text);
        }
    }

    #[test]
    fn strays_are_dropped() {
        for (text, plain) in [
            ("Jo\u{200D}", "Jo"),
            ("J\u{200C}o", "Jo"),
            ("\u{200D}Jo\u{200B}\u{FEFF}\u{AD}", "Jo"),
            ("Jo\u{FE0F}1\u{FE0F}", "Jo1"),
            ("\u{FE0F}☀", "☀"),
            ("☀\u{FE0F}\u{FE0F}", "☀\u{FE0F}"),
            ("👩\u{200D}", "👩"),
            ("👩\u{200D}\u{200D}👧", "👩\u{200D}👧"),
            ("علی\u{200C}", "علی"),
            ("\u{200C}علی", "علی"),
            ("Jo\u{E0067}\u{E007F}", "Jo"),
            ("🏴\u{E0067}Jo", "🏴Jo"),
            ("a\u{202E}b\u{2066}", "ab"),
        ] {
            assert_eq!(kept(text), plain, "{text:?}");
        }
    }
}
