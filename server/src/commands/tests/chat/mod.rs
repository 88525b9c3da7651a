//! Tests of the commands in `commands/chat`.

pub(super) mod by_words;
pub(super) mod hiding;
pub(super) mod message_flags;
pub(super) mod messages;
pub(super) mod pages_of_words;
pub(super) mod reading;
pub(super) mod received;
pub(super) mod repeating;
pub(super) mod searching;
