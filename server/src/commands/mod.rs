//! What can be done, by capability; one file per request, named after its verb. A command
//! checks and writes in one transaction and returns a reply; it knows nothing about
//! sockets or JSON. What a socket asks for takes a `Context` and the request; what comes over
//! HTTP, where mostly nobody is signed in yet, takes what it needs. What several commands
//! share is in `shared`; tests/tests/tidy/layers.rs enforces which layer may use which.

pub(crate) mod accounts;
pub(crate) mod care;
pub(crate) mod centre;
pub(crate) mod chat;
pub(crate) mod circles;
pub(crate) mod direct;
pub(crate) mod help;
pub(crate) mod meetings;
pub(crate) mod mentoring;
pub(crate) mod moderation;
pub(crate) mod shared;
pub(crate) mod timers;

use circles_protocol::Timestamp;

use crate::domain::{Actor, Rules};
use crate::store::Store;

/// What a command is carried out with, besides its request.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) store: &'a Store,
    /// Who asks.
    pub(crate) actor: Actor,
    pub(crate) now: Timestamp,
    pub(crate) rules: Rules,
}

#[cfg(test)]
mod tests;
