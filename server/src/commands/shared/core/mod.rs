//! What any command may need: the audit, its target, repeated requests, local dates.

pub(crate) mod audit;
pub(crate) mod centre;
pub(crate) mod circle_log;
pub(crate) mod idempotent;
pub(crate) mod local_time;
pub(crate) mod mentioned;
pub(crate) mod target;
