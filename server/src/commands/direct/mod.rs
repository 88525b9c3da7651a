//! Private conversations: asking for one, answering, blocking.

pub(crate) mod accept_direct;
pub(crate) mod block_member;
pub(crate) mod decline_direct;
pub(crate) mod list_blocks;
pub(crate) mod preview_direct;
pub(crate) mod request_direct;
pub(crate) mod unblock_member;
