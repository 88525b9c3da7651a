//! How pairings begin and end.

pub(crate) mod follow;
pub(crate) mod mentors;
pub(crate) mod pairing;
