pub(crate) mod follow;
pub(crate) mod mentors;
pub(crate) mod pairing;
