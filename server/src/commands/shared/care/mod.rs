//! The follow-up of a silence, and what a mentor sees of a mentee.

pub(crate) mod follow_up;
pub(crate) mod mentee_card;
pub(crate) mod mentee_dates;
pub(crate) mod notify_mentor;
pub(crate) mod recovery;
