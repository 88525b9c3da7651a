//! Folded text in pieces: words, runs of a script without spaces, and symbols, each with
//! what separates it from the previous piece.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// In a script that puts no spaces between words.
    Unspaced,
    /// An emoji, or another symbol that stands for itself.
    Symbol,
}

/// What is between a piece and the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glue {
    /// White space, punctuation, or another kind of piece.
    None,
    Hyphen,
    Apostrophe,
}

#[derive(Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) glue: Glue,
}

enum Class {
    Of(Kind),
    /// Belongs to whatever comes before it.
    Mark,
    Glue(Glue),
    Other,
}

pub(super) fn pieces(folded: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    // What has come since the last piece; `None` while that piece continues.
    let mut between: Option<Glue> = Some(Glue::None);
    for c in folded.chars() {
        let kind = match class(c) {
            Class::Of(kind) => kind,
            Class::Mark => match (pieces.last_mut(), between) {
                (Some(piece), None) => {
                    piece.text.push(c);
                    continue;
                }
                _ => Kind::Word,
            },
            Class::Glue(glue) => {
                between = Some(if between.is_none() { glue } else { Glue::None });
                continue;
            }
            Class::Other => {
                between = Some(Glue::None);
                continue;
            }
        };
        match pieces.last_mut() {
            Some(piece) if between.is_none() && goes_on(piece, kind, c) => piece.text.push(c),
            last => {
                let words = kind == Kind::Word && last.is_some_and(|p| p.kind == Kind::Word);
                let glue = between.filter(|_| words).unwrap_or(Glue::None);
                pieces.push(Piece { kind, text: c.into(), glue });
            }
        }
        between = None;
    }
    pieces
}

fn goes_on(piece: &Piece, kind: Kind, c: char) -> bool {
    match kind {
        Kind::Word | Kind::Unspaced => piece.kind == kind,
        // A flag consists of two of these.
        Kind::Symbol => {
            let mut own = piece.text.chars();
            is_flag_letter(c) && own.next().is_some_and(is_flag_letter) && own.next().is_none()
        }
    }
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' => return Class::Of(Kind::Word),
        '\'' | '’' | 'ʹ'..='ʿ' | '`' => return Class::Glue(Glue::Apostrophe),
        // Also the Hebrew maqaf, and the dot between two l in Catalan.
        '-' | '\u{2010}' | '\u{2011}' | '\u{05BE}' | '·' => return Class::Glue(Glue::Hyphen),
        _ if c.is_ascii() => return Class::Other,
        _ => {}
    }
    match c.general_category_group() {
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number => {
            Class::Of(if is_unspaced(c) { Kind::Unspaced } else { Kind::Word })
        }
        GeneralCategoryGroup::Mark => Class::Mark,
        GeneralCategoryGroup::Symbol if c.general_category() == GeneralCategory::OtherSymbol => {
            Class::Of(Kind::Symbol)
        }
        GeneralCategoryGroup::Symbol
        | GeneralCategoryGroup::Punctuation
        | GeneralCategoryGroup::Separator
        | GeneralCategoryGroup::Other => Class::Other,
    }
}

/// Korean has spaces, but its particles are attached to the word.
fn is_unspaced(c: char) -> bool {
    // The sign that lengthens a vowel belongs to both syllabaries.
    c == 'ー'
        || matches!(
            c.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Bopomofo
                | Script::Hangul
                | Script::Yi
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
                | Script::Tai_Tham
                | Script::Tai_Le
                | Script::New_Tai_Lue
                | Script::Tai_Viet
                | Script::Ahom
        )
}
