//! Tests of the commands in `commands/direct`.

pub(super) mod bounds;
pub(super) mod conversations;
pub(super) mod unseen_requests;
