//! A text in the form that the rules read: small ASCII letters, look-alikes replaced, no
//! apostrophes, single spaces. Only ever examined, never shown.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// Stands for a letter that resembles none of ours.
const STRANGE: u8 = 1;

/// The character is dropped.
const DROPPED: u8 = 0;

/// The ranges of look-alikes: accents, Greek, Cyrillic; Arabic and Indian digits;
/// punctuation, letters and digits in circles; wide, mathematical and boxed ones.
const LOOKED_UP: [(u32, u32); 7] = [
    (0x0080, 0x0600),
    (0x0660, 0x0700),
    (0x0966, 0x0970),
    (0x1E00, 0x2600),
    (0xFF00, 0xFFF0),
    (0x1_D400, 0x1_D800),
    (0x1_F100, 0x1_F200),
];

/// What each of those becomes, computed once: doing so for each character would take ten
/// times as long.
static TABLES: LazyLock<[Vec<u8>; 7]> = LazyLock::new(|| {
    LOOKED_UP.map(|(from, to)| {
        (from..to).map(|code| char::from_u32(code).map_or(DROPPED, look_alike)).collect()
    })
});

/// Nearly every text is pure ASCII.
static ASCII: [u8; 128] = {
    let mut table = [DROPPED; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = of_ascii(byte);
        byte += 1;
    }
    table
};

pub(super) struct Plain(Vec<u8>);

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len());
        if text.is_ascii() {
            let mut last = 0;
            for byte in text.bytes() {
                let byte = ASCII[usize::from(byte)];
                if byte != DROPPED && (byte != b' ' || last != b' ') {
                    bytes.push(byte);
                    last = byte;
                }
            }
            return Self(bytes);
        }
        for c in text.chars() {
            let byte = if c.is_ascii() { of_ascii(c as u8) } else { of_other(c) };
            match byte {
                DROPPED => {}
                b' ' if bytes.last() == Some(&b' ') => {}
                byte => bytes.push(byte),
            }
        }
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// At most `most` bytes before this position, back to the start of the clause.
    pub(super) fn clause_before(&self, at: usize, most: usize) -> &[u8] {
        let near = &self.0[at.saturating_sub(most)..at];
        let start = near.iter().rposition(|byte| b".,;!?".contains(byte));
        &near[start.map_or(0, |mark| mark + 1)..]
    }

    /// At most `most` bytes from this position on.
    pub(super) fn after(&self, at: usize, most: usize) -> &[u8] {
        &self.0[at..self.0.len().min(at + most)]
    }

    /// The word at this position, delimited only by spaces.
    pub(super) fn word_around(&self, at: usize) -> &[u8] {
        /// Far longer than any host's name.
        const MOST: usize = 300;
        let (before, after) = (&self.0[at.saturating_sub(MOST)..at], self.after(at, MOST));
        let start = before.iter().rposition(|byte| *byte == b' ').map_or(0, |space| space + 1);
        let end = after.iter().position(|byte| *byte == b' ').unwrap_or(after.len());
        &self.0[at - (before.len() - start)..at + end]
    }
}

const fn of_ascii(byte: u8) -> u8 {
    match byte {
        b'\'' | b'`' => DROPPED,
        b' ' | b'\n' | b'\t' | b'\r' => b' ',
        0x21..=0x7E => byte.to_ascii_lowercase(),
        0..=0x1F | 0x7F.. => DROPPED,
    }
}

fn of_other(c: char) -> u8 {
    let code = u32::from(c);
    for (nth, (from, to)) in LOOKED_UP.into_iter().enumerate() {
        if (from..to).contains(&code) {
            return TABLES[nth][(code - from) as usize];
        }
    }
    match c {
        // Joiners and selectors are invisible.
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => DROPPED,
        c if c.is_alphabetic() => STRANGE,
        _ => b' ',
    }
}

fn look_alike(c: char) -> u8 {
    match c {
        '\u{00AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' => {
            return DROPPED;
        }
        '‘' | '’' | '‛' | '′' | '´' | 'ʼ' | '＇' => return DROPPED,
        '‐'..='―' | '−' | '⁃' => return b'-',
        '£' | '€' | '¥' => return b'$',
        '∙' | '·' | '•' | '․' => return b'.',
        '０'..='９' => return b'0' + (c as u32 - '０' as u32) as u8,
        '٠'..='٩' => return b'0' + (c as u32 - '٠' as u32) as u8,
        '۰'..='۹' => return b'0' + (c as u32 - '۰' as u32) as u8,
        '०'..='९' => return b'0' + (c as u32 - '०' as u32) as u8,
        _ => {}
    }
    if is_combining_mark(c) {
        return DROPPED;
    }
    let mut apart = std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part));
    let Some(first) = apart.next() else { return DROPPED };
    // A digit in a circle or in brackets: "(5)" is one character, and stands for 5.
    let digit = std::iter::once(first).chain(apart).find(char::is_ascii_digit);
    let bare = digit.unwrap_or(first);
    if bare.is_ascii() {
        return of_ascii(bare as u8);
    }
    let mut as_text = [0; 4];
    let shape = skeleton(bare.encode_utf8(&mut as_text)).find(char::is_ascii);
    match shape {
        Some(shape) if shape.is_ascii_alphanumeric() => of_ascii(shape as u8),
        Some(_) | None if c.is_alphabetic() => STRANGE,
        Some(_) | None => b' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        String::from_utf8(Plain::of(text).0).unwrap()
    }

    #[test]
    fn look_alikes_become_what_they_look_like() {
        for (text, read) in [
            ("Café  Olé", "cafe ole"),
            ("Саll mе", "call me"), // Cyrillic С, а, е
            ("５５５", "555"),
            ("⑤⑤⑤", "555"),
            ("𝟓𝟓𝟓-𝐠𝐨", "555-go"),
            ("5️⃣5️⃣", "55"),
            ("٥٥٥", "555"),
            ("don’t can't", "dont cant"),
            ("5\u{200B}5\u{200B}5", "555"),
            ("555–1234 — ok", "555-1234 - ok"),
            ("€20", "$20"),
            ("one\n\ttwo", "one two"),
            ("here 🌻 there", "here there"),
        ] {
            assert_eq!(plain(text), read, "{text}");
        }
    }

    #[test]
    fn a_word_is_found_around_its_middle() {
        let plain = Plain::of("see www.example.com/a now");
        assert_eq!(plain.word_around(9), b"www.example.com/a");
        assert_eq!(plain.word_around(0), b"see");
        assert_eq!(plain.clause_before(25, 7), b"m/a now");
        assert_eq!(plain.clause_before(25, 99), b"com/a now");
    }
}
