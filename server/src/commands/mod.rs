//! What can be done, one file per deed. A command checks and writes in one
//! transaction and answers; it knows no socket and no JSON. Whoever calls it
//! says who acts, and when.

pub(crate) mod act;
pub(crate) mod add_reaction;
pub(crate) mod begin_session;
pub(crate) mod change_passphrase;
pub(crate) mod change_role;
pub(crate) mod close_circle;
pub(crate) mod create_circle;
pub(crate) mod create_invite;
pub(crate) mod decide_proposal;
pub(crate) mod delete_message;
pub(crate) mod edit_message;
pub(crate) mod end_session;
pub(crate) mod fetch_history;
pub(crate) mod fetch_message;
pub(crate) mod first_coordinator;
pub(crate) mod join;
pub(crate) mod join_circle;
pub(crate) mod leave_circle;
pub(crate) mod lift_mute;
pub(crate) mod list_acts;
pub(crate) mod list_audit;
pub(crate) mod list_circles;
pub(crate) mod list_invites;
pub(crate) mod list_members;
pub(crate) mod list_own_acts;
pub(crate) mod list_pins;
pub(crate) mod list_proposals;
pub(crate) mod list_roster;
pub(crate) mod list_sessions;
pub(crate) mod look_at_invite;
pub(crate) mod mark_read;
pub(crate) mod mentioned;
pub(crate) mod mute_everything;
pub(crate) mod mute_member;
pub(crate) mod mute_messages;
mod note_down;
pub(crate) mod pin_message;
pub(crate) mod propose_measure;
pub(crate) mod prove_storing;
mod queue;
pub(crate) mod recognise;
pub(crate) mod record;
mod removal;
pub(crate) mod remove_member;
pub(crate) mod remove_reaction;
pub(crate) mod rename_circle;
pub(crate) mod resize_circle;
pub(crate) mod resume;
pub(crate) mod reveal_message;
pub(crate) mod search;
pub(crate) mod send_message;
pub(crate) mod set_content_note;
pub(crate) mod set_slow_mode;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod sign_up;
pub(crate) mod target;
pub(crate) mod unmute_messages;
pub(crate) mod unpin_message;
pub(crate) mod withdraw_invite;

#[cfg(test)]
mod tests;
