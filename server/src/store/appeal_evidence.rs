//! The words that an action keeps from a circle, for whoever decides an appeal against it:
//! of messages as they are, of one that was not posted, and of what led to the action.

use std::collections::HashMap;

use circles_protocol::{Body, Evidence, MessageId, Timestamp};
use rusqlite::{Row, params};

use super::{ActionKey, StoreError, View, rows};
use crate::domain::{PageBudget, Portion};

/// Where words are stored, and when they were sent and kept. The words themselves are read
/// one by one.
#[derive(Debug, Clone, Copy)]
struct TextLocation {
    kept_in: KeptIn,
    key: i64,
    message: MessageId,
    sent_at: Timestamp,
    taken_at: Timestamp,
}

#[derive(Debug, Clone, Copy)]
enum KeptIn {
    Messages,
    HeldMessages,
    Evidence,
}

const LOCATIONS: &str = "
    SELECT 0, m.position, m.id, m.sent_at, ?2 FROM message_mutes x
    JOIN messages m ON m.position = x.message
    WHERE x.action = ?1 AND m.body IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.action = ?1 AND e.message = m.id)
    UNION ALL
    SELECT 1, h.key, h.id, h.held_at, ?2 FROM held_messages h WHERE h.action = ?1
    UNION ALL
    SELECT 2, e.key, e.message, e.sent_at, e.taken_at FROM evidence e WHERE e.action = ?1
    UNION ALL
    SELECT 2, e.key, e.message, e.sent_at, e.taken_at
    FROM cases c JOIN evidence e ON e.case_key = c.key WHERE c.action = ?1
    ORDER BY 4, 5, 1, 2";

fn location(row: &Row<'_>) -> rusqlite::Result<TextLocation> {
    Ok(TextLocation {
        kept_in: match row.get(0)? {
            0 => KeptIn::Messages,
            1 => KeptIn::HeldMessages,
            _ => KeptIn::Evidence,
        },
        key: row.get(1)?,
        message: rows::id(row, 2, MessageId::from_bytes)?,
        sent_at: Timestamp(row.get(3)?),
        taken_at: Timestamp(row.get(4)?),
    })
}

impl View<'_> {
    /// All of them after the first `skip`, oldest first, as many as fit.
    pub(crate) fn appeal_evidence(
        &self,
        action: ActionKey,
        now: Timestamp,
        skip: u32,
        budget: PageBudget,
    ) -> Result<Portion<Evidence>, StoreError> {
        let mut statement = self.prepare(LOCATIONS)?;
        let locations = statement
            .query_map(params![action.0, now.0], location)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let locations = self.without_repetitions(locations)?;
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let words = locations.into_iter().skip(skip).map(|location| {
            let TextLocation { message, sent_at, taken_at, .. } = location;
            Ok(Evidence { message, body: self.words_at(location)?, sent_at, taken_at })
        });
        Portion::fill(budget, words)
    }

    /// The same words of a message may have been kept for the case and for the action.
    fn without_repetitions(
        &self,
        locations: Vec<TextLocation>,
    ) -> Result<Vec<TextLocation>, StoreError> {
        let mut kept: HashMap<MessageId, Vec<TextLocation>> = HashMap::new();
        let mut all = Vec::with_capacity(locations.len());
        for location in locations {
            let of_message = kept.entry(location.message).or_default();
            if !self.are_among(location, of_message)? {
                of_message.push(location);
                all.push(location);
            }
        }
        Ok(all)
    }

    /// Only two at a time are in memory, however many there are.
    fn are_among(
        &self,
        location: TextLocation,
        others: &[TextLocation],
    ) -> Result<bool, StoreError> {
        if others.is_empty() {
            return Ok(false);
        }
        let words = self.words_at(location)?;
        for other in others {
            if self.words_at(*other)? == words {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn words_at(&self, location: TextLocation) -> Result<Body, StoreError> {
        let mut statement = self.prepare(match location.kept_in {
            KeptIn::Messages => "SELECT body FROM messages WHERE position = ?1",
            KeptIn::HeldMessages => "SELECT body FROM held_messages WHERE key = ?1",
            KeptIn::Evidence => "SELECT body FROM evidence WHERE key = ?1",
        })?;
        Ok(statement.query_row([location.key], |row| row.get(0).map(Body::from_stored))?)
    }
}
