//! How pairings begin and end.

pub(crate) mod apply_invite;
pub(crate) mod mentors;
pub(crate) mod pairing;
