//! The tools of the black-box tests and the load generator: the real binary as a fixture,
//! and small typed clients over real sockets. They know the wire format, and nothing of the
//! server's internals.
//!
//! Failures here panic with a sentence: they are test failures.

pub mod browser;
pub mod centre;
pub mod client;
pub mod deadline;
pub mod process;
pub mod raw;
pub mod report;
pub mod server;
pub mod upgrade;

pub use browser::{Answer, Browser};
pub use centre::{Centre, Person};
pub use client::{Client, Page};
pub use deadline::within;
pub use server::Server;
