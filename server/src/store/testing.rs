//! For tests of this layer: how SQLite plans to run a query.

use super::{StoreOptions, View, connections};

/// The steps of a statement's plan, one a line.
pub(super) fn plan_of(sql: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = connections::prepare(folder.path()).unwrap();
    let (connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
    let view = View::new(&connection);
    let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut steps = statement.raw_query();
    let mut plan = Vec::new();
    while let Some(step) = steps.next().unwrap() {
        plan.push(step.get::<_, String>(3).unwrap());
    }
    plan.join("\n")
}
