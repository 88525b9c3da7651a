//! Care: what an alum records for themselves, and what they let others see.

pub(crate) mod change_care_settings;
pub(crate) mod delete_check_in;
pub(crate) mod delete_lapse;
pub(crate) mod give_consent;
pub(crate) mod keep_milestone_private;
pub(crate) mod list_check_ins;
pub(crate) mod list_lapses;
pub(crate) mod pause_check_ins;
pub(crate) mod record_lapse;
pub(crate) mod revoke_consent;
pub(crate) mod send_check_in;
pub(crate) mod set_contact;
pub(crate) mod set_recovery_date;
pub(crate) mod share_milestone;
pub(crate) mod show_care;
