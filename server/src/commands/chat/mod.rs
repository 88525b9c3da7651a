//! Chat: sending, changing and reading messages in a circle.

pub(crate) mod add_reaction;
pub(crate) mod delete_message;
pub(crate) mod edit_message;
pub(crate) mod fetch_daily;
pub(crate) mod fetch_history;
pub(crate) mod fetch_message;
pub(crate) mod hide_message;
pub(crate) mod list_pins;
pub(crate) mod list_wins;
pub(crate) mod mark_read;
pub(crate) mod pin_message;
pub(crate) mod remove_reaction;
pub(crate) mod resume;
pub(crate) mod search;
pub(crate) mod send_message;
pub(crate) mod set_content_note;
pub(crate) mod unhide_message;
pub(crate) mod unpin_message;
