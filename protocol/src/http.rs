//! Bodies of the HTTP side: signing up, in and out. Refusals have the same
//! shape as over the socket (`Refusal`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountId, Alias, CircleId, CircleName, EnteredPassphrase, InviteRole, Passphrase, SessionId,
    SignInName, Timestamp,
};

/// The secret part of an invite link: 22 characters of URL-safe base64
/// (128 bits). Kept apart from other text so that it never meets a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InviteToken(pub String);

impl std::fmt::Debug for InviteToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InviteToken(…)")
    }
}

/// `POST /api/invites/preview`: what an invite is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewInvite {
    pub token: InviteToken,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvitePreview {
    pub role: InviteRole,
    /// Null for a coordinator.
    pub circle: Option<CircleName>,
}

/// `POST /api/sign-up`: a new account, signed in at once (answers `Me`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignUp {
    pub token: InviteToken,
    /// What the circle sees.
    pub alias: Alias,
    /// What only you and the sign-in page see.
    pub sign_in_name: SignInName,
    pub passphrase: Passphrase,
}

/// `POST /api/join`: a further invite for an account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JoinCircle {
    pub token: InviteToken,
    /// Another alias for this circle; null for the usual one.
    #[serde(default)]
    pub alias: Option<Alias>,
}

/// Answer to `POST /api/join`. Null for a coordinator's invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Joined {
    pub circle: Option<CircleId>,
}

/// `POST /api/sign-in` (answers `Me`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignIn {
    pub sign_in_name: SignInName,
    pub passphrase: EnteredPassphrase,
}

/// The secret part of a recovery link, written like an invite's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoveryToken(pub String);

impl std::fmt::Debug for RecoveryToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryToken(…)")
    }
}

/// `POST /api/way-back/preview`: whose account a recovery link leads back into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewRecovery {
    pub token: RecoveryToken,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoveryPreview {
    /// Somebody who forgot the passphrase may have forgotten this too.
    pub sign_in_name: SignInName,
    pub expires_at: Timestamp,
}

/// `POST /api/way-back`: sets a new passphrase, ends every session, and signs in (answers
/// `Me`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoverAccount {
    pub token: RecoveryToken,
    pub passphrase: Passphrase,
}

/// `POST /api/passphrase`: changes it, and ends every other session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangePassphrase {
    pub current: EnteredPassphrase,
    pub new: Passphrase,
    /// Also turns off the link of the own calendar, which otherwise goes on working.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub end_calendar_feed: bool,
}

/// `POST /api/passphrase/confirm`: the own passphrase once more. It counts for one
/// action that asks for it, within five minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConfirmPassphrase {
    pub passphrase: EnteredPassphrase,
}

/// `GET /api/health`, where all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HealthView {
    /// Room for the database is running out: from four fifths of it on, or with less
    /// than 256 MiB free on the disk.
    pub storage_low: bool,
    /// Only for `?backup`: the server has no backup of its own that is younger than 48
    /// hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub backup_overdue: Option<bool>,
}

/// `GET /api/me`: the account behind the cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Me {
    pub account: AccountId,
    pub alias: Alias,
    pub coordinator: bool,
    /// Only in the answer to `GET /api/me`: for password managers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sign_in_name: Option<SignInName>,
    /// Only in that answer: whether there is a link of the own calendar.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub calendar_feed: bool,
}

/// One entry of `GET /api/sessions`; `DELETE /api/sessions/{id}` ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    pub id: SessionId,
    /// A coarse kind of device ("Android phone"), from what the browser said.
    pub device: String,
    pub signed_in_at: Timestamp,
    pub expires_at: Timestamp,
    /// The session that asks.
    pub current: bool,
}

/// `GET /api/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sessions {
    pub sessions: Vec<SessionView>,
}
