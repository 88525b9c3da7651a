//! Tests of the commands in `commands/centre`.

pub(super) mod audit;
pub(super) mod centre_page;
pub(super) mod centre_rules;
pub(super) mod health;
pub(super) mod restoring;
