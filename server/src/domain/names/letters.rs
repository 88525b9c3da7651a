//! Letters under their disguises: accents, letters drawn as symbols, digits that are
//! read as letters, and characters that look like others.

use circles_protocol::is_default_ignorable;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::confusable_detection;

/// Latin small capitals, which keep no case and have no compatibility form.
const SMALL_CAPITALS: &[(char, char)] = &[
    ('ᴀ', 'A'),
    ('ʙ', 'B'),
    ('ᴄ', 'C'),
    ('ᴅ', 'D'),
    ('ᴇ', 'E'),
    ('ꜰ', 'F'),
    ('ɢ', 'G'),
    ('ʜ', 'H'),
    ('ɪ', 'I'),
    ('ᴊ', 'J'),
    ('ᴋ', 'K'),
    ('ʟ', 'L'),
    ('ᴍ', 'M'),
    ('ɴ', 'N'),
    ('ᴏ', 'O'),
    ('ᴘ', 'P'),
    ('ꞯ', 'Q'),
    ('ʀ', 'R'),
    ('ꜱ', 'S'),
    ('ᴛ', 'T'),
    ('ᴜ', 'U'),
    ('ᴠ', 'V'),
    ('ᴡ', 'W'),
    ('ʏ', 'Y'),
    ('ᴢ', 'Z'),
];

/// A name with each letter as itself: no accents, no characters that draw nothing, no
/// letters in circles, squares or other styles. Case stays.
pub(super) fn plain(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_accent(*c) && !is_default_ignorable(*c))
        .map(|c| from_range(c, '\u{1F150}', '\u{1F169}'))
        .map(|c| from_range(c, '\u{1F170}', '\u{1F189}'))
        .map(|c| SMALL_CAPITALS.iter().find(|(small, _)| *small == c).map_or(c, |(_, own)| *own))
        .collect()
}

/// Marks that change how a letter sounds and leave it that letter. The vowels of Indic
/// scripts and the strokes that voice kana are marks too, and make other names.
fn is_accent(c: char) -> bool {
    let voices_kana = matches!(c, '\u{3099}' | '\u{309A}');
    let optional = [Script::Inherited, Script::Common, Script::Arabic, Script::Hebrew];
    is_combining_mark(c) && !voices_kana && optional.contains(&c.script())
}

/// Letters of a flag, as Windows draws them.
pub(super) fn flag_letter(c: char) -> char {
    from_range(c, '\u{1F1E6}', '\u{1F1FF}')
}

/// The Latin capital at the same place, of a character in a range of 26.
fn from_range(c: char, first: char, last: char) -> char {
    if !(first..=last).contains(&c) {
        return c;
    }
    let place = u8::try_from(u32::from(c) - u32::from(first)).unwrap_or_default();
    char::from(b'A' + place)
}

/// The letter that a digit or a symbol is read as, in "M4ria" and "$am".
pub(super) const fn read_as_letter(c: char) -> Option<char> {
    Some(match c {
        '0' => 'o',
        '1' | '!' | '|' => 'l',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        _ => return None,
    })
}

/// Unicode's confusable skeleton (UTS 39), and of that only what tells names apart.
pub(super) fn skeleton(text: &str) -> String {
    let tells_apart = |c: &char| {
        c.is_alphanumeric()
            || (is_combining_mark(*c) && !matches!(c.script(), Script::Inherited | Script::Common))
    };
    confusable_detection::skeleton(text).filter(tells_apart).collect()
}

/// Skeletons are made of capitals too ("0" becomes "O"), which lose their case so.
pub(super) fn caseless_skeleton(text: &str) -> String {
    skeleton(&skeleton(text).to_lowercase())
}

/// The same where an i is an l as well: between a capital I, which looks like an l, and
/// its lower case.
pub(super) fn loose_skeleton(text: &str) -> String {
    caseless_skeleton(text).replace('i', "l")
}
