//! What the search index holds of a text, and what a query asks the index for. Both are
//! prepared in the same way, so two spellings of a word match, whichever was typed. It
//! makes plain tokens, and knows nothing about the index that stores them.
//!
//! - Words are compared without case, accents and invisible characters.
//! - Scripts that put no spaces between words become pairs of neighbouring
//!   characters, as in Lucene's CJK analyzer: any part of such a text is found.
//! - A hyphenated word is found by each of its parts and as a whole.
//! - An emoji is a word of its own, whatever its skin tone.
//! - Each token carries its circle: the cost of a search depends only on that one.

mod fold;
mod groups;
mod pieces;
#[cfg(test)]
mod tests;

use fold::fold;
use groups::{Group, groups};
use pieces::{Kind, pieces};

use super::CircleKey;

/// Raised with every change that gives the same text other tokens. An index of another
/// version is built again (`store/backlog.rs`).
const RULES: u32 = 2;

/// Longer words are compared by this many of their first characters.
const TOKEN_CHARS: usize = 64;

/// The number of words of one query that are looked at. A query of 200 characters has no
/// more, unless one character stands for a whole phrase.
const QUERY_WORDS: usize = 100;

/// Separates the last word from what is added after the text. It is invisible, so no
/// query contains it.
const END_OF_TEXT: &str = "\u{2060}";

/// Identifies the rules and the Unicode data behind them. Tokens of two versions must not
/// be mixed in one index: a word could no longer be removed.
pub(crate) fn version() -> String {
    format!(
        "{RULES}-{}-{}-{}-{}",
        unicode_normalization::UNICODE_VERSION.0,
        unicode_properties::UNICODE_VERSION.0,
        unicode_script::UNICODE_VERSION.0,
        char::UNICODE_VERSION.0,
    )
}

/// A message's text as the index stores it: tokens separated by spaces.
pub(crate) fn index_text(body: &str, circle: CircleKey) -> String {
    let tokens: Vec<String> = tokens(body).iter().map(|token| token_in(circle, token)).collect();
    tokens.join(" ")
}

/// A token as stored for one circle. A word that is common in other circles costs nothing
/// to search, and the time a search takes says nothing about circles that the caller is
/// not in.
pub(crate) fn token_in(circle: CircleKey, token: &str) -> String {
    format!("{}x{token}", circle.0)
}

fn tokens(body: &str) -> Vec<String> {
    let pieces = pieces(&fold(body));
    let mut tokens = Tokens::default();
    for group in groups(&pieces) {
        for part in group.parts() {
            match part.kind {
                Kind::Unspaced => tokens.push_pairs(&part.text, true),
                Kind::Word | Kind::Symbol => tokens.push(&part.text),
            }
        }
    }
    // After everything else, so that they don't separate words that stand together.
    let wholes: Vec<String> = groups(&pieces).flat_map(|group| group.wholes()).collect();
    if !wholes.is_empty() {
        tokens.push(END_OF_TEXT);
        wholes.iter().for_each(|whole| tokens.push(whole));
    }
    tokens.0
}

/// Tokens that follow each other in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) tokens: Vec<String>,
    /// Whether the last token may be the beginning of a longer one.
    pub(crate) open: bool,
}

/// One word of a query: it matches if any of its phrases does.
pub(crate) type Term = Vec<Phrase>;

/// The words of a query; a message must contain every one. The last word may be the
/// beginning of a longer one, unless it is a single letter, which begins too many. Empty
/// if there is nothing to look for.
pub(crate) fn query_terms(query: &str) -> Vec<Term> {
    let folded = fold(query);
    let mut terms: Vec<Term> =
        folded.split_whitespace().take(QUERY_WORDS).flat_map(word_terms).collect();
    for phrase in terms.last_mut().into_iter().flatten() {
        let last = phrase.tokens.last().map_or(0, |token| token.chars().count());
        phrase.open |= last > 1 && phrase.tokens.last().is_some_and(|token| is_word(token));
    }
    terms
}

fn is_word(token: &str) -> bool {
    pieces(token).iter().all(|piece| piece.kind == Kind::Word)
}

fn word_terms(word: &str) -> Vec<Term> {
    let pieces = pieces(word);
    let groups: Vec<Group<'_>> = groups(&pieces).collect();
    if groups.iter().any(Group::has_apostrophe) {
        return groups.iter().map(group_term).collect();
    }
    match groups.as_slice() {
        [] => Vec::new(),
        [group] => vec![group_term(group)],
        several => vec![vec![phrase(several)]],
    }
}

fn group_term(group: &Group<'_>) -> Term {
    let wholes = group.wholes();
    let whole = wholes.last().map(|whole| Phrase { tokens: vec![cut(whole)], open: false });
    if group.has_apostrophe() {
        return whole.into_iter().collect();
    }
    std::iter::once(phrase(std::slice::from_ref(group))).chain(whole).collect()
}

fn phrase(groups: &[Group<'_>]) -> Phrase {
    let parts: Vec<_> = groups.iter().flat_map(Group::parts).collect();
    let mut tokens = Tokens::default();
    let mut open = false;
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        match part.kind {
            Kind::Word | Kind::Symbol => tokens.push(&part.text),
            Kind::Unspaced => {
                // The text may continue where the query ends.
                let single = part.text.chars().nth(1).is_none();
                tokens.push_pairs(&part.text, single || !last);
                open = single && last;
            }
        }
    }
    Phrase { tokens: tokens.0, open }
}

#[derive(Default)]
struct Tokens(Vec<String>);

impl Tokens {
    fn push(&mut self, token: &str) {
        self.0.push(cut(token));
    }

    /// Each character with the next one, and the last one alone, so that each is the
    /// beginning of a token.
    fn push_pairs(&mut self, run: &str, with_last: bool) {
        let mut rest = run.char_indices().map(|(at, _)| &run[at..]).peekable();
        while let Some(from) = rest.next() {
            let next = rest.peek().and_then(|after| after.chars().next());
            if next.is_some() || with_last {
                self.0.push(from.chars().next().into_iter().chain(next).collect());
            }
        }
    }
}

fn cut(token: &str) -> String {
    token.chars().take(TOKEN_CHARS).collect()
}
