//! Searching words in one's own circles. A query is a list of words, never a query
//! language: each is quoted, so no text can be anything but words. `domain/search_text.rs`
//! says what a word is, and which spellings are the same word. Each is searched as a word
//! of one circle: even the beginning of a word is never looked up across circles.

use circles_protocol::{SearchQuery, Seq, Timestamp};
use rusqlite::params;

use super::{StoreError, View};
use crate::domain::search_text::{Phrase, Term, query_terms, token_in};
use crate::domain::{CircleKey, Membership, Position};

/// The words of a query, as the index expects them. `None` if it contains no word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SearchTerms(Vec<Term>);

impl SearchTerms {
    pub(crate) fn new(query: &SearchQuery) -> Option<Self> {
        let terms = query_terms(query.as_str());
        (!terms.is_empty()).then_some(Self(terms))
    }

    fn in_circle(&self, circle: CircleKey) -> String {
        let words: Vec<String> = self.0.iter().map(|term| any_of(term, circle)).collect();
        words.join(" AND ")
    }
}

fn any_of(term: &Term, circle: CircleKey) -> String {
    let phrases: Vec<String> = term.iter().map(|phrase| quoted(phrase, circle)).collect();
    match phrases.as_slice() {
        [phrase] => phrase.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}

/// Tokens contain letters, digits, marks and symbols beyond ASCII: none of them ends a
/// quotation.
fn quoted(phrase: &Phrase, circle: CircleKey) -> String {
    let open = if phrase.open { "*" } else { "" };
    let tokens: Vec<String> = phrase.tokens.iter().map(|token| token_in(circle, token)).collect();
    format!("\"{}\"{open}", tokens.join(" "))
}

/// The place of a message that contains every word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) position: Position,
    /// `None` if the message no longer exists.
    pub(crate) sent_at: Option<Timestamp>,
}

impl View<'_> {
    /// The places of the newest `most` messages of one circle that contain every word,
    /// older than `before` if given. Their words are read later, page by page.
    pub(crate) fn search(
        &self,
        membership: &Membership,
        terms: &SearchTerms,
        before: Option<Seq>,
        most: u32,
    ) -> Result<Vec<Hit>, StoreError> {
        let before = before.unwrap_or(membership.head_seq.next()).min(membership.head_seq.next());
        let mut statement = self.prepare(
            "SELECT rowid, (SELECT m.sent_at FROM messages m WHERE m.position = s.rowid)
             FROM message_search s
             WHERE message_search MATCH ?1 AND rowid >= ?2 AND rowid < ?3
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.message = s.rowid)
             ORDER BY rowid DESC LIMIT ?4",
        )?;
        let given = params![
            terms.in_circle(membership.circle),
            Position::new(membership.circle, membership.joined_seq).0,
            Position::new(membership.circle, before).0,
            most
        ];
        let hits = statement.query_map(given, |row| {
            let sent_at = row.get::<_, Option<i64>>(1)?.map(Timestamp);
            Ok(Hit { position: Position(row.get(0)?), sent_at })
        })?;
        Ok(hits.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Option<String> {
        let terms = SearchTerms::new(&SearchQuery::from_stored(text.to_owned()))?;
        Some(terms.in_circle(CircleKey(7)))
    }

    #[test]
    fn words_are_quoted_and_the_last_may_be_a_beginning() {
        assert_eq!(terms("park ben"), Some("\"7xpark\" AND \"7xben\"*".into()));
        assert_eq!(terms("well-being"), Some("(\"7xwell 7xbeing\"* OR \"7xwellbeing\"*)".into()));
    }

    #[test]
    fn no_query_text_is_ever_syntax() {
        assert_eq!(terms("\" OR * NEAR( ' ; --"), Some("\"7xor\" AND \"7xnear\"*".into()));
        assert_eq!(terms("body:x"), Some("\"7xbody 7xx\"".into()));
    }

    #[test]
    fn punctuation_alone_is_no_word() {
        assert_eq!(terms("?!* -- \"\""), None);
    }
}
