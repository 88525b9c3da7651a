//! How somebody joins a circle, and how they leave it.

pub(crate) mod join;
pub(crate) mod removal;
