//! Tests of the commands in `commands/centre`.

pub(super) mod audit;
pub(super) mod health;
pub(super) mod house_rules;
pub(super) mod office;
