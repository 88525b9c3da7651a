//! The centre: its settings, its statistics, the audit, its health.

pub(crate) mod change_centre_settings;
pub(crate) mod check_health;
pub(crate) mod erase_again;
pub(crate) mod list_audit;
pub(crate) mod list_counts;
pub(crate) mod show_centre_settings;
