//! Sessions, and what people are told about the security of their account.

pub(crate) mod authenticate;
pub(crate) mod begin_session;
pub(crate) mod confirm_passphrase;
pub(crate) mod recovery_links;
pub(crate) mod security;
pub(crate) mod taken_name;
