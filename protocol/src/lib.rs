//! The wire format of Recovery Circles, shared by the server, the tests and
//! (through generated TypeScript) the browser client.
//!
//! This crate knows no sockets, no clock and no storage. A value of one of its
//! types is well formed: ids are ids, text has passed its rule.

pub mod appeals;
pub mod care;
pub mod cases;
pub mod centre;
pub mod codes;
pub mod dates;
pub mod decisions;
pub mod decode;
pub mod direct;
pub mod events;
pub mod help;
pub mod http;
pub mod ids;
mod joiners;
pub mod left;
pub mod limits;
pub mod meetings;
pub mod mentoring;
pub mod notices;
pub mod replies;
pub mod requests;
pub mod safety;
pub mod screening;
pub mod security;
mod stand_ins;
pub mod text;
pub mod views;
pub mod wire_enum;

pub use appeals::*;
pub use care::*;
pub use cases::*;
pub use centre::*;
pub use codes::{CloseCode, Refusal, RefusalCode};
pub use dates::*;
pub use decisions::*;
pub use decode::decode_request;
pub use direct::*;
pub use events::{CircleEvent, EventPayload};
pub use help::*;
pub use ids::*;
pub use left::*;
pub use meetings::*;
pub use mentoring::*;
pub use notices::Notice;
pub use replies::{Reply, ServerFrame};
pub use requests::{ClientFrame, Request};
pub use safety::*;
pub use screening::*;
pub use security::*;
pub use stand_ins::STAND_INS;
pub use text::{
    Alias, Body, CardText, CircleName, ContactName, EnteredPassphrase, InviteLabel, Link,
    MeetingTitle, Passphrase, Phone, Place, SearchQuery, SignInName, Statement, TextRule,
    is_default_ignorable,
};
pub use views::*;
pub use wire_enum::WireEnum;
