//! What a message is besides its words, as its author chose.

use circles_protocol::{LocalDate, Milestone};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MessageFlags {
    pub(crate) win: bool,
    /// It belongs to the circle's daily thread of this date.
    pub(crate) daily_on: Option<LocalDate>,
    /// The milestone that is shared with it.
    pub(crate) milestone: Option<Milestone>,
}
