//! Mentoring: mentors, pairings, a mentor's board, outreach.

pub(crate) mod accept_pairing;
pub(crate) mod add_mentor;
pub(crate) mod close_no_contact;
pub(crate) mod end_pairing;
pub(crate) mod list_mentors;
pub(crate) mod list_no_contacts;
pub(crate) mod list_pairings;
pub(crate) mod log_outreach;
pub(crate) mod propose_pairing;
pub(crate) mod remove_mentor;
pub(crate) mod set_next_contact;
pub(crate) mod show_board;
pub(crate) mod show_mentee;
pub(crate) mod stop_mentoring;
pub(crate) mod withdraw_pairing;
