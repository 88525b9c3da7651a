pub(super) mod run_due_timers;
