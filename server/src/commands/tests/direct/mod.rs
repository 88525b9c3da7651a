//! Tests of the commands in `commands/direct`.

pub(super) mod line_bounds;
pub(super) mod lines;
pub(super) mod unseen_requests;
