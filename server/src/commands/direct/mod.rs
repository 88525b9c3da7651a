//! Private conversations: asking for one, answering, blocking.

pub(crate) mod accept_line;
pub(crate) mod block_member;
pub(crate) mod decline_line;
pub(crate) mod list_blocks;
pub(crate) mod open_line;
pub(crate) mod preview_direct;
pub(crate) mod unblock;
