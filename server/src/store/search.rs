//! Words in own circles. A query is a list of words, never a query language:
//! each is quoted, so no text can be anything but words. What is a word, and
//! which spellings are one, `domain/search_text.rs` says.

use circles_protocol::{MessageView, SearchQuery, Seq};
use rusqlite::params;

use super::{StoreError, View};
use crate::domain::search_text::{Phrase, Term, query_terms};
use crate::domain::{Position, Standing};

/// The words of a query, as the index asks for them. `None` when there is no
/// word in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SearchTerms(String);

impl SearchTerms {
    pub(crate) fn new(query: &SearchQuery) -> Option<Self> {
        let terms = query_terms(query.as_str());
        let words: Vec<String> = terms.iter().map(any_of).collect();
        (!words.is_empty()).then(|| Self(words.join(" AND ")))
    }
}

fn any_of(term: &Term) -> String {
    let phrases: Vec<String> = term.iter().map(quoted).collect();
    match phrases.as_slice() {
        [phrase] => phrase.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}

/// Tokens hold letters, digits, marks and symbols beyond ASCII: none of them
/// ends a quotation.
fn quoted(phrase: &Phrase) -> String {
    let open = if phrase.open { "*" } else { "" };
    format!("\"{}\"{open}", phrase.tokens.join(" "))
}

impl View<'_> {
    /// The newest `most` messages of one circle that hold every word, older
    /// than `before` where given.
    pub(crate) fn search(
        &self,
        standing: &Standing,
        terms: &SearchTerms,
        before: Option<Seq>,
        most: u16,
    ) -> Result<Vec<MessageView>, StoreError> {
        let before = before.unwrap_or(standing.head_seq.next()).min(standing.head_seq.next());
        let mut statement = self.prepare(
            "SELECT rowid FROM message_search
             WHERE message_search MATCH ?1 AND rowid >= ?2 AND rowid < ?3
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.message = rowid)
             ORDER BY rowid DESC LIMIT ?4",
        )?;
        let found = statement
            .query_map(
                params![
                    terms.0,
                    Position::new(standing.circle, standing.joined_seq).0,
                    Position::new(standing.circle, before).0,
                    most
                ],
                |row| row.get(0).map(Position),
            )?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut messages = Vec::with_capacity(found.len());
        for position in found {
            messages.extend(self.message_at(position, standing.member)?);
        }
        Ok(messages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Option<String> {
        SearchTerms::new(&SearchQuery::from_stored(text.to_owned())).map(|terms| terms.0)
    }

    #[test]
    fn words_are_quoted_and_the_last_may_be_a_beginning() {
        assert_eq!(terms("park ben"), Some("\"park\" AND \"ben\"*".into()));
        assert_eq!(terms("well-being"), Some("(\"well being\"* OR \"wellbeing\"*)".into()));
    }

    #[test]
    fn no_query_text_is_ever_syntax() {
        assert_eq!(terms("\" OR * NEAR( ' ; --"), Some("\"or\" AND \"near\"*".into()));
        assert_eq!(terms("body:x"), Some("\"body x\"".into()));
    }

    #[test]
    fn punctuation_alone_is_no_word() {
        assert_eq!(terms("?!* -- \"\""), None);
    }
}
