//! Ids and numbers that cross the wire, each a type of its own so that one can
//! never stand in for another.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        pub struct $name(pub Uuid);

        impl $name {
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

uuid_id!(
    /// An account, told to its holder alone: by it a device knows whether the
    /// same person signs in again. Others meet people as members.
    AccountId
);
uuid_id!(
    /// A circle.
    CircleId
);
uuid_id!(
    /// One account's membership of one circle. The same person has another id
    /// in every circle, so ids do not tell which circles two people share.
    MemberId
);
uuid_id!(
    /// A message. The client makes it (UUIDv7), which makes sending idempotent.
    MessageId
);
uuid_id!(
    /// Names one attempt to have something done. The client makes it (a random
    /// UUID) and keeps it until an answer came: however often the attempt is
    /// repeated, it is carried out once.
    IdempotencyKey
);
uuid_id!(
    /// An invite, as its coordinator sees it. Not the secret in the link.
    InviteId
);
uuid_id!(
    /// A link by which somebody gets back into their account, as coordinators see it. Not
    /// the secret in the link.
    RecoveryLinkId
);
uuid_id!(
    /// A signed-in browser, as its owner sees it. Not the secret in the cookie.
    SessionId
);
uuid_id!(
    /// What a moderator did about somebody.
    ActionId
);
uuid_id!(
    /// A report, as whoever made it sees it.
    ReportId
);
uuid_id!(
    /// Something that waits for a decision of a circle's moderators.
    CaseId
);
uuid_id!(
    /// What was decided about a case, once.
    DecisionId
);
uuid_id!(
    /// An appeal against an action.
    AppealId
);
uuid_id!(
    /// An action that one moderator proposed and a second has to agree to.
    ProposalId
);
uuid_id!(
    /// A mentor, as the centre names them.
    MentorId
);
uuid_id!(
    /// A mentor and a mentee who are, or may come to be, together.
    PairingId
);
uuid_id!(
    /// A check-in. The client makes it (UUIDv7), as it does a message's.
    CheckInId
);
uuid_id!(
    /// A lapse. The client makes it.
    LapseId
);
uuid_id!(
    /// Somebody's asking for help. The client makes it.
    HelpId
);
uuid_id!(
    /// Somebody who takes shifts on call.
    OnCallId
);
uuid_id!(
    /// A shift of the on-call rota.
    ShiftId
);
uuid_id!(
    /// That one person does not want to hear from another.
    BlockId
);
uuid_id!(
    /// A meeting, with all of its repetitions.
    MeetingId
);
uuid_id!(
    /// That somebody has not been heard from for long.
    NoContactId
);
uuid_id!(
    /// The life of one database. After a restore from a backup it changes, and
    /// with it every cursor becomes a gap.
    Epoch
);

/// The client's number for a request; its one answer carries it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct RequestId(pub u32);

/// A place in a circle's log: contiguous from 1, never reused.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS,
)]
#[ts(type = "number")]
pub struct Seq(pub u64);

impl Seq {
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Milliseconds since 1970-01-01 UTC, by the server's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(type = "number")]
pub struct Timestamp(pub i64);

impl Timestamp {
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}
