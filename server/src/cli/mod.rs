//! What can be done from the command line, beside serving.

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod epoch;
pub(crate) mod fill;
pub(crate) mod invite;
pub(crate) mod permissions;
