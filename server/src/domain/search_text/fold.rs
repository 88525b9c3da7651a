//! One spelling for what people type in several ways: case, accents, width, ligatures,
//! invisible characters.

use circles_protocol::is_default_ignorable;
use unicode_normalization::UnicodeNormalization as _;

/// The text in the one spelling that is compared. White space and punctuation stay where
/// they are.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    // If decomposed by itself, this accent would become a space.
    let typed = text.chars().map(|c| if c == '\u{B4}' { '\'' } else { c });
    for c in typed.nfkd().filter(|c| !is_dropped(*c)) {
        for lower in c.to_lowercase().filter(|c| !is_dropped(*c)) {
            match letters(lower) {
                Some(letters) => folded.push_str(letters),
                None => folded.push(digit(lower)),
            }
        }
    }
    // Syllables and vowel signs that are separate letters are composed again.
    folded.nfc().collect()
}

/// What is not compared: invisible characters, accents, pointing, and skin tones. Vowel
/// signs that belong to a word's spelling are kept.
fn is_dropped(c: char) -> bool {
    if c < '\u{AD}' {
        return false;
    }
    is_default_ignorable(c)
        || matches!(c,
            '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' // Latin, Greek, Cyrillic
            | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}'..='\u{05C2}' // Hebrew
            | '\u{05C4}'..='\u{05C5}' | '\u{05C7}'
            | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' // Arabic
            | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}'
            | '\u{06E7}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}'
            | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}'
            | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Letters that people without them on their keyboard replace by others, and that Unicode
/// doesn't decompose.
fn letters(lower: char) -> Option<&'static str> {
    Some(match lower {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' | 'ɗ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'ŧ' => "t",
        'ɓ' => "b",
        'ƙ' => "k",
        'ƴ' => "y",
        'ς' => "σ",
        // Arabic and Persian keyboards write the same letter differently.
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' | 'ہ' => "ه",
        _ => return None,
    })
}

/// Digits of the scripts whose writers use both theirs and 0 to 9.
fn digit(c: char) -> char {
    for zero in ['\u{0660}', '\u{06F0}', '\u{0966}'] {
        if let Some(value) = u32::from(c).checked_sub(u32::from(zero)).filter(|v| *v < 10) {
            return char::from_digit(value, 10).unwrap_or(c);
        }
    }
    c
}
