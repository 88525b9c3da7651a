//! Letters in disguise: accents, letters drawn as symbols, digits that are read as
//! letters, and characters that look like others.

use circles_protocol::is_default_ignorable;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::confusable_detection;

/// Latin small capitals, which have no case and no compatibility form.
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

/// A name with each letter in its plain form: no accents, no invisible characters, no
/// letters in circles, squares or other styles. Case is kept.
pub(super) fn plain(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_accent(*c) && !is_default_ignorable(*c))
        .map(|c| from_range(c, '\u{1F150}', '\u{1F169}'))
        .map(|c| from_range(c, '\u{1F170}', '\u{1F189}'))
        .map(|c| SMALL_CAPITALS.iter().find(|(small, _)| *small == c).map_or(c, |(_, own)| *own))
        .collect()
}

/// Marks that change how a letter sounds but leave it the same letter. The vowels of
/// Indic scripts and the strokes that voice kana are marks too, but make different names.
fn is_accent(c: char) -> bool {
    let voices_kana = matches!(c, '\u{3099}' | '\u{309A}');
    let optional = [Script::Inherited, Script::Common, Script::Arabic, Script::Hebrew];
    is_combining_mark(c) && !voices_kana && optional.contains(&c.script())
}

/// The letters of a flag, as Windows draws them.
pub(super) fn flag_letter(c: char) -> char {
    from_range(c, '\u{1F1E6}', '\u{1F1FF}')
}

/// The Latin capital at the same position, for a character in a range of 26.
fn from_range(c: char, first: char, last: char) -> char {
    if !(first..=last).contains(&c) {
        return c;
    }
    let place = u8::try_from(u32::from(c) - u32::from(first)).unwrap_or_default();
    char::from(b'A' + place)
}

/// The letter as which a digit or a symbol is read, as in "M4ria" and "$am".
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

/// Unicode's confusable skeleton (UTS 39), reduced to what tells names apart.
pub(super) fn skeleton(text: &str) -> String {
    let tells_apart = |c: &char| {
        c.is_alphanumeric()
            || (is_combining_mark(*c) && !matches!(c.script(), Script::Inherited | Script::Common))
    };
    confusable_detection::skeleton(text).filter(tells_apart).collect()
}

/// Skeletons can contain capitals ("0" becomes "O"); this lowers their case.
pub(super) fn caseless_skeleton(text: &str) -> String {
    skeleton(&skeleton(text).to_lowercase())
}

/// The same, with i and l as one letter: a capital I looks like an l, but its lower case
/// is i.
pub(super) fn loose_skeleton(text: &str) -> String {
    caseless_skeleton(text).replace('i', "l")
}
