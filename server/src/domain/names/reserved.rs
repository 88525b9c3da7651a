//! Names that claim a role, or that promise help: a single such word is enough. Longer
//! words may contain them ("Modesto", "Stafford"), except for the longest, which nobody
//! is called by chance.

use std::collections::HashSet;
use std::sync::LazyLock;

use circles_protocol::limits;

use super::letters::{flag_letter, loose_skeleton, plain, read_as_letter};

/// In English and in Spanish, as separate words.
const WORDS: &[&str] = &[
    "admin",
    "ayuda",
    "center",
    "centre",
    "centro",
    "circles",
    "circulos",
    "clinic",
    "clinica",
    "clinician",
    "consejera",
    "consejero",
    "crisis",
    "director",
    "directora",
    "doctor",
    "doctora",
    "emergencia",
    "emergency",
    "enfermera",
    "enfermero",
    "help",
    "helpdesk",
    "hotline",
    "madrina",
    "manager",
    "medica",
    "medico",
    "mentor",
    "mentora",
    "mod",
    "nurse",
    "official",
    "oficial",
    "oncall",
    "operator",
    "owner",
    "padrino",
    "physician",
    "police",
    "policia",
    "psicologa",
    "psicologo",
    "root",
    "security",
    "seguridad",
    "sistema",
    "soporte",
    "sponsor",
    "staff",
    "supervisor",
    "supervisora",
    "support",
    "system",
];

/// Reserved anywhere in a name.
const ANYWHERE: &[&str] = &[
    "administrador",
    "administrator",
    "coordinador",
    "coordinator",
    "counsellor",
    "counselor",
    "helpline",
    "moderador",
    "moderator",
    "psychiatrist",
    "psychologist",
    "psiquiatra",
    "terapeuta",
    "therapist",
];

/// Several words that claim together what none of them claims alone.
const PHRASES: &[&str] = &[
    "deguardia",
    "helpdesk",
    "oncall",
    "onduty",
    "recoverycoach",
    "socialworker",
    "trabajadorasocial",
    "trabajadorsocial",
];

/// Numbers that people call for help, as a separate word.
const NUMBERS: &[&str] = &["112", "116123", "18006624357", "8006624357", "911", "988", "999"];

/// The same next to letters: other numbers may be somebody's year of birth or favourite.
const NUMBERS_ANYWHERE: &[&str] = &["911", "988"];

/// Shorter words are found in spaced letters ("M o d") but not across words, since "Mo
/// D." is a name.
const LONG_CHARS: usize = 5;

/// Longer than any of them, including the plurals.
const SPAN_CHARS: usize = 20;

/// Some Unicode characters stand for whole sentences. A name that is longer than this
/// once they are expanded is not valid, and would take long to check.
const PLAIN_CHARS: usize = 3 * limits::ALIAS_CHARS;

struct Skeletons {
    words: HashSet<String>,
    long: HashSet<String>,
    anywhere: Vec<String>,
}

static RESERVED: LazyLock<Skeletons> = LazyLock::new(|| {
    let words = || WORDS.iter().chain(ANYWHERE);
    let long = words().filter(|word| word.len() >= LONG_CHARS).chain(PHRASES);
    Skeletons {
        words: words().map(|word| loose_skeleton(word)).collect(),
        long: long.map(|word| loose_skeleton(word)).collect(),
        anywhere: ANYWHERE.iter().map(|word| loose_skeleton(word)).collect(),
    }
});

pub(super) fn claims_role(name: &str) -> bool {
    let plain = plain(name);
    if plain.chars().count() > PLAIN_CHARS {
        return true;
    }
    claims_number(&plain) || readings(&plain).iter().any(|reading| claims_by_words(reading))
}

fn claims_by_words(reading: &str) -> bool {
    let words: Vec<&str> = reading.split_whitespace().collect();
    let inner: Vec<String> = words.iter().flat_map(|word| inner_words(word)).collect();
    let is_word = |word: &str| claims(word, &RESERVED.words);
    let whole = words.concat();
    words.iter().any(|word| is_word(word))
        || inner.iter().chain(&set_apart(&words)).any(|word| is_word(word))
        || spans(&words).any(|span| claims(&span, &RESERVED.long))
        || forms(&whole).any(|form| RESERVED.anywhere.iter().any(|word| form.contains(word)))
}

/// The letters of a name, with a space for anything that separates words: once with
/// digits and symbols as separators, and once with the letters as which these are read.
/// The last digit of "5taff7" may be either.
fn readings(plain: &str) -> Vec<String> {
    let spaced = |text: &str| text.replace(|c: char| !c.is_alphabetic(), " ");
    let letters = |word: &str| -> String {
        word.chars().map(|c| flag_letter(read_as_letter(c).unwrap_or(c))).collect()
    };
    let read = |trimmed: fn(&str) -> &str| {
        let words = plain.split_whitespace().map(|word| spaced(&letters(trimmed(word))));
        words.collect::<Vec<_>>().join(" ")
    };
    let mut readings = vec![
        spaced(plain),
        read(|word| word),
        read(|word| word.trim_end_matches(|c: char| !c.is_alphabetic())),
        read(|word| word.trim_start_matches(|c: char| !c.is_alphabetic())),
        read(|word| word.trim_matches(|c: char| !c.is_alphabetic())),
    ];
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// The parts into which its capitals divide a word: "JoMod" and "MODJo" contain "Mod".
fn inner_words(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut parts = vec![String::new()];
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        let rises = c.is_uppercase() && before.is_some_and(char::is_lowercase);
        let falls = c.is_uppercase()
            && before.is_some_and(char::is_uppercase)
            && after.is_some_and(|c| c.is_lowercase());
        if rises || falls {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(*c);
        }
    }
    parts
}

/// Single letters, side by side, make a word.
fn set_apart(words: &[&str]) -> Vec<String> {
    let is_single = |word: &str| word.chars().count() == 1;
    let runs = words.chunk_by(|one, next| is_single(one) && is_single(next));
    runs.filter(|run| run.len() > 1).map(<[&str]>::concat).collect()
}

/// Two or more neighbouring words, written as one.
fn spans<'a>(words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    let from = move |start: usize| {
        let ends = start + 2..=words.len();
        let spans = ends.map(move |end| words[start..end].concat());
        spans.take_while(|span| span.chars().count() <= SPAN_CHARS)
    };
    (0..words.len()).flat_map(from)
}

fn claims(word: &str, reserved: &HashSet<String>) -> bool {
    forms(word).any(|form| {
        let plural = form.strip_suffix('s');
        // "Mentores" and "oficiales".
        let spanish = form.strip_suffix("es").filter(|word| word.ends_with(['r', 'l']));
        [Some(form.as_str()), plural, spanish]
            .into_iter()
            .flatten()
            .any(|form| reserved.contains(form))
    })
}

/// Capitals and small letters resemble different letters of other scripts.
fn forms(word: &str) -> impl Iterator<Item = String> {
    [word.to_owned(), word.to_lowercase(), word.to_uppercase()]
        .into_iter()
        .map(|form| loose_skeleton(&form))
}

fn claims_number(plain: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let whole = words.concat();
    let is_number = |word: &str| NUMBERS.contains(&word);
    is_number(&whole)
        || words.iter().any(|word| is_number(word))
        || set_apart(&words).iter().any(|word| is_number(word))
        || plain.split(|c| !is_digit(c)).any(|digits| NUMBERS_ANYWHERE.contains(&digits))
}
