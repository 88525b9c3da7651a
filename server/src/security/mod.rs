//! What the operator is told of attacks, and of changes that an attacker would make: each
//! is an event of the tracing target `security`, with ids and nothing else. Where the
//! events go is not known here.

mod refusal_counter;
mod source;

use circles_protocol::{AccountId, CircleId, InviteId, SessionId};

pub(crate) use refusal_counter::{Caller, RefusalCounter};
pub(crate) use source::Source;

/// The target that tells these events apart from everything else that is logged.
pub(crate) const TARGET: &str = "security";

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// The kind of event; docs/security.md says what each means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),*];

            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

kinds! {
    ServerStarted = "server_started",
    SignInFailed = "sign_in_failed",
    SignInThrottled = "sign_in_throttled",
    /// Too many were waiting for their passphrase to be checked.
    SignInShed = "sign_in_shed",
    SignUpThrottled = "sign_up_throttled",
    /// For somebody who is signed in.
    PassphraseRefused = "passphrase_refused",
    PassphraseThrottled = "passphrase_throttled",
    PassphraseChanged = "passphrase_changed",
    NewDevice = "new_device",
    RoleGiven = "role_given",
    RoleEnded = "role_ended",
    InviteMade = "invite_made",
    InviteUsed = "invite_used",
    InviteWithdrawn = "invite_withdrawn",
    InviteLocked = "invite_locked",
    AccountSuspended = "account_suspended",
    AccountRestored = "account_restored",
    RecoveryLinkMade = "recovery_link_made",
    RecoveryLinkWithdrawn = "recovery_link_withdrawn",
    RecoveryLinkStopped = "recovery_link_stopped",
    RecoveryLinkUsed = "recovery_link_used",
    RecoveryConfirmed = "recovery_confirmed",
    /// Closed for sending more frames than allowed.
    SocketFlooded = "socket_flooded",
    /// One address had as many sockets open as it may.
    SocketShed = "socket_shed",
    RefusalsInBulk = "refusals_in_bulk",
    /// The number of events of a kind that were not written to the log.
    LeftOut = "left_out",
}

/// One event: whom it is about, who did it, and with what, as far as known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    kind: Kind,
    account: Option<AccountId>,
    by: Option<AccountId>,
    session: Option<SessionId>,
    circle: Option<CircleId>,
    invite: Option<InviteId>,
    role: Option<&'static str>,
    code: Option<&'static str>,
    count: Option<u32>,
    source: Option<Source>,
}

impl Event {
    pub(crate) const fn of(kind: Kind) -> Self {
        Self {
            kind,
            account: None,
            by: None,
            session: None,
            circle: None,
            invite: None,
            role: None,
            code: None,
            count: None,
            source: None,
        }
    }

    pub(crate) fn account(self, account: impl Into<Option<AccountId>>) -> Self {
        Self { account: account.into(), ..self }
    }

    pub(crate) fn by(self, by: impl Into<Option<AccountId>>) -> Self {
        Self { by: by.into(), ..self }
    }

    pub(crate) fn session(self, session: SessionId) -> Self {
        Self { session: Some(session), ..self }
    }

    pub(crate) fn circle(self, circle: impl Into<Option<CircleId>>) -> Self {
        Self { circle: circle.into(), ..self }
    }

    pub(crate) fn invite(self, invite: InviteId) -> Self {
        Self { invite: Some(invite), ..self }
    }

    /// As the protocol calls it, or `on_call`.
    pub(crate) fn role(self, role: &'static str) -> Self {
        Self { role: Some(role), ..self }
    }

    pub(crate) fn source(self, source: Option<Source>) -> Self {
        Self { source, ..self }
    }

    fn code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    pub(crate) fn count(self, count: usize) -> Self {
        Self { count: Some(u32::try_from(count).unwrap_or(u32::MAX)), ..self }
    }

    /// Emits it. Events that belong to a transaction are emitted by the store once that is
    /// on disk (`Tx::tell_operator`).
    pub(crate) fn tell(&self) {
        tracing::info!(
            target: TARGET,
            kind = self.kind.as_str(),
            account = self.account.map(tracing::field::display),
            by = self.by.map(tracing::field::display),
            session = self.session.map(tracing::field::display),
            circle = self.circle.map(tracing::field::display),
            invite = self.invite.map(tracing::field::display),
            role = self.role,
            code = self.code,
            count = self.count,
            source = self.source.map(tracing::field::display),
        );
    }
}
