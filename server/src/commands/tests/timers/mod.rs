//! Tests of the commands in `commands/timers`.

pub(super) mod run_due_timers;
