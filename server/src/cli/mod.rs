//! What can be done with a database from the command line, beside serving it.

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod checks;
pub(crate) mod demo;
pub(crate) mod epoch;
pub(crate) mod fill;
pub(crate) mod invite;
