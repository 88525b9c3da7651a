//! Tests of the commands in `commands/care`.

pub(super) mod call_request;
pub(super) mod check_ins;
pub(super) mod gone;
pub(super) mod lapses;
pub(super) mod milestones;
pub(super) mod not_shared;
pub(super) mod signs_of_life;
