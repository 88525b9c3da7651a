//! Circles as the coordinator manages them: creating, renaming, resizing and closing them.

use circles_protocol::{CentreCircle, CircleId, CircleName, Epoch, OverdueView, Timestamp};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::{CircleKey, PageBudget, Portion};
use crate::limits::OVERDUE_SHOWN;

impl View<'_> {
    /// All circles in the order in which they were created, which never changes. The centre
    /// takes no part in private conversations.
    pub(crate) fn centre_circles(
        &self,
        after: Option<CircleKey>,
        budget: PageBudget,
    ) -> Result<Portion<CentreCircle>, StoreError> {
        let mut statement = self.prepare(
            "SELECT c.id, c.name, c.member_limit, c.closed_at IS NOT NULL, c.created_at,
                    (SELECT count(*) FROM memberships m
                     WHERE m.circle = c.key AND m.left_at IS NULL)
             FROM circles c WHERE c.direct_state IS NULL
               AND c.key > ?1
             ORDER BY c.key LIMIT ?2",
        )?;
        let given = params![after.map_or(0, |circle| circle.0), budget.row_limit()];
        let circles = statement.query_map(given, |row| {
            Ok(CentreCircle {
                id: rows::id(row, 0, CircleId::from_bytes)?,
                name: CircleName::from_stored(row.get(1)?),
                member_limit: row.get(2)?,
                closed: row.get(3)?,
                created_at: Timestamp(row.get(4)?),
                members: row.get(5)?,
            })
        })?;
        Ok(Portion::fill(budget, circles)?)
    }
}

impl View<'_> {
    /// How many cases and appeals are overdue, for each circle that has any, closed circles
    /// included; the circle with the most comes first.
    pub(crate) fn overdue(&self, now: Timestamp) -> Result<Vec<OverdueView>, StoreError> {
        let mut statement = self.prepare(OVERDUE)?;
        let circles = statement.query_map(params![now.0, OVERDUE_SHOWN], |row| {
            Ok(OverdueView {
                circle: rows::id(row, 0, CircleId::from_bytes)?,
                cases: row.get(1)?,
                appeals: row.get(2)?,
            })
        })?;
        Ok(circles.collect::<rusqlite::Result<_>>()?)
    }
}

/// Reads nothing that anyone wrote: both counts come from indexes.
const OVERDUE: &str = "
    SELECT c.id, sum(w.cases), sum(w.appeals) FROM (
        SELECT circle, count(*) AS cases, 0 AS appeals FROM cases
        WHERE closed_at IS NULL AND due_at <= ?1 GROUP BY circle
        UNION ALL
        SELECT a.circle, 0, count(*) FROM appeals p JOIN actions a ON a.key = p.action
        WHERE p.decided_at IS NULL AND p.due_at <= ?1 GROUP BY a.circle
    ) AS w JOIN circles c ON c.key = w.circle
    WHERE c.direct_state IS NULL
    GROUP BY c.key ORDER BY sum(w.cases) + sum(w.appeals) DESC, c.key LIMIT ?2";

impl Tx<'_> {
    /// From the next opening on, cursors that clients hold from before are invalid.
    pub(crate) fn renew_epoch(&mut self, epoch: Epoch) -> Result<(), StoreError> {
        self.prepare("UPDATE database_epoch SET epoch = ?1")?.execute([epoch.as_bytes()])?;
        Ok(())
    }

    pub(crate) fn create_circle(
        &mut self,
        id: CircleId,
        name: &CircleName,
        member_limit: u16,
        at: Timestamp,
    ) -> Result<CircleKey, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO circles (id, name, member_limit, created_at) VALUES (?1, ?2, ?3, ?4)
             RETURNING key",
        )?;
        let key = statement
            .query_row(params![id.as_bytes(), name.as_str(), member_limit, at.0], |row| {
                row.get(0)
            })?;
        Ok(CircleKey(key))
    }

    pub(crate) fn rename_circle(
        &mut self,
        circle: CircleKey,
        name: &CircleName,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE circles SET name = ?2 WHERE key = ?1")?
            .execute(params![circle.0, name.as_str()])?;
        Ok(())
    }

    pub(crate) fn resize_circle(
        &mut self,
        circle: CircleKey,
        member_limit: u16,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE circles SET member_limit = ?2 WHERE key = ?1")?
            .execute(params![circle.0, member_limit])?;
        Ok(())
    }

    pub(crate) fn close_circle(
        &mut self,
        circle: CircleKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE circles SET closed_at = ?2 WHERE key = ?1")?
            .execute([circle.0, at.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{StoreOptions, connections};

    #[test]
    fn what_is_overdue_is_counted_from_indexes() {
        let folder = tempfile::tempdir().unwrap();
        let file = connections::prepare(folder.path()).unwrap();
        let (connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
        let view = View::new(&connection);
        let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {OVERDUE}")).unwrap();
        let steps = statement.query_map([0, 10], |row| row.get::<_, String>(3)).unwrap();
        let plan = steps.map(Result::unwrap).collect::<Vec<_>>().join("\n");
        assert!(plan.contains("cases USING COVERING INDEX overdue_cases"), "{plan}");
        assert!(plan.contains("p USING COVERING INDEX overdue_appeals"), "{plan}");
    }
}
