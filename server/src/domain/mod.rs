//! The rules of the product, pure: no clock, no I/O, no randomness. Time and ids are
//! passed in. Nothing here knows SQL, JSON or a socket.

pub(crate) mod audit;
pub(crate) mod board;
pub(crate) mod counts;
pub(crate) mod deadlines;
pub(crate) mod deciding;
pub(crate) mod device;
pub(crate) mod direct;
mod erasure;
pub(crate) mod escalation;
pub(crate) mod fingerprint;
pub(crate) mod idempotency;
pub(crate) mod invite;
pub(crate) mod meetings;
pub(crate) mod membership;
mod message_flags;
pub(crate) mod names;
mod paging;
pub(crate) mod permission;
pub(crate) mod position;
pub(crate) mod publication;
pub(crate) mod received;
pub(crate) mod recovery_link;
pub(crate) mod rejection;
pub(crate) mod review;
pub(crate) mod rota;
pub(crate) mod rules;
pub(crate) mod schedule;
mod screened_message;
pub(crate) mod screening;
pub(crate) mod search_text;
pub(crate) mod sharing;
mod storage;
mod storage_cost;
pub(crate) mod timer;
pub(crate) mod token;
pub(crate) mod wire_size;

pub(crate) use deciding::{Decider, DecisionSubject};
pub(crate) use erasure::{ErasedId, Erasure};
pub(crate) use idempotency::KeyedRequest;
pub(crate) use membership::{ActingSession, Actor, Membership, ModeratorContext, OPERATOR};
pub(crate) use message_flags::MessageFlags;
pub(crate) use paging::{PageBudget, Portion};
pub(crate) use permission::{
    Endpoint, Operation, require, require_about, require_coordinator, require_decider,
    require_may_post, require_open, require_participant, require_recipient,
    require_recipient_about, require_slow_mode_passed,
};
pub(crate) use position::{
    AccountKey, CircleKey, HelpKey, MeetingKey, MemberKey, MentorKey, NoContactKey, OnCallKey,
    PairingKey, Position,
};
pub(crate) use publication::Publication;
pub(crate) use rejection::{Committed, Rejection};
pub(crate) use rules::Rules;
pub(crate) use screened_message::ScreenedMessage;
pub(crate) use storage::Storage;
pub(crate) use storage_cost::{QuotaReserve, StorageCost, storage_cost};
pub(crate) use timer::TimerKind;
pub(crate) use token::{RenewalSeed, TokenHash};
