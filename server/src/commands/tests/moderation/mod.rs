//! Tests of the commands in `commands/moderation`.

pub(super) mod appeals;
pub(super) mod cases;
pub(super) mod closing;
pub(super) mod deadlines;
pub(super) mod decided;
pub(super) mod decided_since;
pub(super) mod flagged;
pub(super) mod held;
pub(super) mod many_reports;
pub(super) mod mutes;
pub(super) mod proposals;
pub(super) mod reports;
pub(super) mod roles;
pub(super) mod under_review;
