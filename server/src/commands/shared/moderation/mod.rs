//! Cases, the review queue, held messages, actions about a member.

pub(crate) mod action;
pub(crate) mod case;
pub(crate) mod content_note;
pub(crate) mod decision;
pub(crate) mod held;
pub(crate) mod mutes;
pub(crate) mod queue;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod screening;
