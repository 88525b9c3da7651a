//! Accounts: signing up, in and out, sessions, passphrases, suspension.

pub(crate) mod change_passphrase;
pub(crate) mod end_session;
pub(crate) mod first_coordinator;
pub(crate) mod list_security_notices;
pub(crate) mod list_sessions;
pub(crate) mod mark_security_notices_seen;
pub(crate) mod restore_account;
pub(crate) mod show_account;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod sign_up;
pub(crate) mod suspend_account;
