//! When two aliases are too alike to tell apart. Each has several forms, and two aliases
//! with a form in common are alike. Forms ignore case, accents, spaces and punctuation;
//! symbols tell names apart only if there is nothing else.

use circles_protocol::Alias;

use super::letters::{caseless_skeleton, loose_skeleton, plain, read_as_letter, skeleton};

/// Raised with every change that gives the same name other forms. Forms of another
/// version are computed again (`store/alias_forms.rs`).
const RULES: u32 = 1;

/// Identifies the rules and the Unicode data behind them.
pub(crate) fn version() -> String {
    format!(
        "{RULES}-{}-{}-{}-{}",
        unicode_normalization::UNICODE_VERSION.0,
        unicode_security::UNICODE_VERSION.0,
        unicode_script::UNICODE_VERSION.0,
        char::UNICODE_VERSION.0,
    )
}

/// An alias in the forms in which it is compared with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AliasForms {
    /// Skeletons of the alias as typed, in lower case and in capitals.
    skeletons: Vec<String>,
    /// Compared only if one of the two is `unusual`: too many ordinary names share such a
    /// form, for example "Neil" and "Nell".
    loose: String,
    /// Digits or symbols stand for letters, or there are capitals inside a word.
    unusual: bool,
}

impl AliasForms {
    pub(crate) fn of(alias: &Alias) -> Self {
        let typed = plain(alias.as_str());
        let mut skeletons = vec![
            skeleton(&typed),
            skeleton(&typed.to_lowercase()),
            skeleton(&typed.to_uppercase()),
            // "NiCoIa", written with a capital I.
            caseless_skeleton(&typed),
        ];
        skeletons.sort_unstable();
        skeletons.dedup();
        if skeletons.iter().all(String::is_empty) {
            let symbols = symbols(&typed);
            return Self { skeletons: vec![symbols.clone()], loose: symbols, unusual: false };
        }
        let parts_words = |c: char| !c.is_alphanumeric() && read_as_letter(c).is_none();
        let words: Vec<&str> = typed.split(parts_words).collect();
        let read: String = words.iter().map(|word| with_letters(word)).collect();
        let unusual =
            words.iter().any(|word| with_letters(word) != *word || has_inner_capital(word));
        Self { skeletons, loose: loose_skeleton(&read), unusual }
    }

    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.kept().iter().any(|kept| other.sought().contains(kept))
    }

    /// What is stored of an alias.
    pub(crate) fn kept(&self) -> Vec<String> {
        let kind = if self.unusual { UNUSUAL } else { USUAL };
        self.skeletons.iter().cloned().chain([format!("{kind}{}", self.loose)]).collect()
    }

    /// What to look for among stored aliases to find those that are like this one.
    pub(crate) fn sought(&self) -> Vec<String> {
        let kinds: &[&str] = if self.unusual { &[UNUSUAL, USUAL] } else { &[UNUSUAL] };
        let loose = kinds.iter().map(|kind| format!("{kind}{}", self.loose));
        self.skeletons.iter().cloned().chain(loose).collect()
    }
}

/// No form contains a space, so none begins like these.
const UNUSUAL: &str = "unusual ";
const USUAL: &str = "usual ";

/// A word in which digits and symbols are replaced by the letters as which they are read.
/// A number, and punctuation at the end, stay as they are.
fn with_letters(word: &str) -> String {
    if !word.contains(char::is_alphabetic) {
        return word.to_owned();
    }
    let end = word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let (word, punctuation) = word.split_at(end);
    let letters = word.chars().map(|c| read_as_letter(c).unwrap_or(c));
    letters.chain(punctuation.chars()).collect()
}

fn has_inner_capital(word: &str) -> bool {
    word.chars()
        .zip(word.chars().skip(1))
        .any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

/// A name without a letter or digit.
fn symbols(typed: &str) -> String {
    let is_symbol = |c: &char| !c.is_whitespace() && !is_punctuation(*c);
    let symbols: String = typed.chars().filter(is_symbol).collect();
    if symbols.is_empty() { typed.split_whitespace().collect() } else { symbols }
}

fn is_punctuation(c: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};
    c.general_category_group() == GeneralCategoryGroup::Punctuation
}
