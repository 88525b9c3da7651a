//! Help: asking for it, who is told, who is on call.

pub(crate) mod acknowledge_help;
pub(crate) mod add_help_recipient;
pub(crate) mod add_on_call;
pub(crate) mod add_shift;
pub(crate) mod ask_for_help;
pub(crate) mod change_help_card;
pub(crate) mod end_help;
pub(crate) mod hand_over_shift;
pub(crate) mod list_help_alerts;
pub(crate) mod list_rota;
pub(crate) mod remove_on_call;
pub(crate) mod remove_shift;
pub(crate) mod show_help;
pub(crate) mod show_help_card;
