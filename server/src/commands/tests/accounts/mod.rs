//! Tests of the commands in `commands/accounts`.

pub(super) mod people;
pub(super) mod recovering;
pub(super) mod recovery_links;
pub(super) mod security;
pub(super) mod signing_in;
pub(super) mod suspending;
pub(super) mod taken_names;
