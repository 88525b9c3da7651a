//! The rules on where things belong (docs/architecture.md), checked against the source
//! files themselves. Each failure names the file and the rule's reason.

mod layers;
mod migrations;
mod places;
mod sizes;
mod source;
mod words;

/// Fails with the reason and every offending place.
fn assert_none(reason: &str, mut faults: Vec<String>) {
    faults.sort();
    assert!(faults.is_empty(), "{reason}:\n  {}", faults.join("\n  "));
}
