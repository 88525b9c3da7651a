//! What a message is beside its words, as its author says.

use circles_protocol::{LocalDate, Milestone};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MessageFlags {
    pub(crate) win: bool,
    /// It belongs to the circle's thread of this day.
    pub(crate) daily_on: Option<LocalDate>,
    /// The milestone that is shared with it.
    pub(crate) milestone: Option<Milestone>,
}
