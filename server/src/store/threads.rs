//! A day's thread and the wins of a circle: messages that are apart in its log, found by
//! their own indexes. What is hidden from everybody is left out.

use circles_protocol::{LocalDate, MessageView, Seq};
use rusqlite::params;

use super::messages::{message_view, messages_where};
use super::{StoreError, View};
use crate::domain::{Membership, PageBudget, Portion, Position};

/// Without muted messages, except for their author: that something was called a win is
/// hidden along with its words.
const WINS: &str = messages_where!(
    "m.win = 1 AND m.position >= ?1 AND m.position < ?2
     AND (x.message IS NULL OR m.author = ?4) ORDER BY m.position DESC LIMIT ?3"
);

impl View<'_> {
    /// The thread of a day as this member may see it, oldest first, and whether
    /// there is more.
    pub(crate) fn daily(
        &self,
        reader: &Membership,
        on: LocalDate,
        after: Option<Seq>,
        budget: PageBudget,
    ) -> Result<Portion<MessageView>, StoreError> {
        let mut statement = self.prepare(messages_where!(
            "m.daily_on = ?1 AND m.position >= ?2 AND m.position < ?3 ORDER BY m.position LIMIT ?4"
        ))?;
        let first = after.map_or(reader.joined_seq, |seq| seq.next().max(reader.joined_seq));
        let first = Position::new(reader.circle, first);
        let end = Position::ceiling(reader.circle);
        let given = params![on.to_string(), first.0, end.0, budget.row_limit()];
        let found = statement.query_map(given, |row| message_view(row, reader.member))?;
        self.dressed(reader, found, budget)
    }

    /// Wins, newest first, and whether there are more.
    pub(crate) fn wins(
        &self,
        reader: &Membership,
        before: Option<Seq>,
        budget: PageBudget,
    ) -> Result<Portion<MessageView>, StoreError> {
        let mut statement = self.prepare(WINS)?;
        let first = Position::new(reader.circle, reader.joined_seq);
        let end = before.map_or(Position::ceiling(reader.circle), |seq| {
            Position::new(reader.circle, seq.min(reader.head_seq.next()))
        });
        let given = params![first.0, end.0, budget.row_limit(), reader.member.0];
        let found = statement.query_map(given, |row| message_view(row, reader.member))?;
        self.dressed(reader, found, budget)
    }

    /// Mentions and reactions are read for each alone: years may lie between two of them.
    fn dressed(
        &self,
        reader: &Membership,
        found: impl Iterator<Item = rusqlite::Result<MessageView>>,
        budget: PageBudget,
    ) -> Result<Portion<MessageView>, StoreError> {
        let dressed = found.map(|message| {
            let mut message = message?;
            self.add_mentions_and_reactions(reader.circle, std::slice::from_mut(&mut message))?;
            Ok(message)
        });
        Portion::fill(budget, dressed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{StoreOptions, connections};

    fn plan(sql: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = connections::prepare(folder.path()).unwrap();
        let (connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
        let view = View::new(&connection);
        let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let given = params!["2026-11-24", 1, 2, 3];
        let given = &given[..statement.parameter_count()];
        let steps = statement.query_map(given, |row| row.get::<_, String>(3)).unwrap();
        steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn neither_looks_through_what_else_was_said() {
        let daily = plan(messages_where!(
            "m.daily_on = ?1 AND m.position >= ?2 AND m.position < ?3 ORDER BY m.position LIMIT ?4"
        ));
        assert!(daily.contains("m USING INDEX daily_messages"), "{daily}");
        let wins = plan(WINS);
        assert!(wins.contains("m USING INDEX wins"), "{wins}");
        assert!(!wins.contains("TEMP B-TREE"), "{wins}");
    }
}
