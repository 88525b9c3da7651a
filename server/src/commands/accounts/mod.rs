//! Accounts: signing up, in and out, sessions, passphrases, ways back in, suspension.

pub(crate) mod change_passphrase;
pub(crate) mod confirm_recovery;
pub(crate) mod create_recovery_link;
pub(crate) mod end_session;
pub(crate) mod first_coordinator;
pub(crate) mod list_recovery_links;
pub(crate) mod list_security_notices;
pub(crate) mod list_sessions;
pub(crate) mod mark_security_notices_seen;
pub(crate) mod recover_account;
pub(crate) mod restore_account;
pub(crate) mod show_account;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod sign_up;
pub(crate) mod stop_recovery_link;
pub(crate) mod suspend_account;
pub(crate) mod withdraw_recovery_link;
