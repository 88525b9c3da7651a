//! What happens at a set time, without a request.

pub(crate) mod account_reopens;
pub(crate) mod direct_request_lapsed;
pub(crate) mod help_unanswered;
pub(crate) mod meeting_reminder;
pub(crate) mod milestone_reached;
pub(crate) mod purge_old_conversations;
pub(crate) mod run_due_timers;
