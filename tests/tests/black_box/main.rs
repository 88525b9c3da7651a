//! The whole server from outside: the real binary, real sockets, one server per
//! test. Each permission is tested together with its refusal.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod aliases;
mod appeals;
mod audit;
mod care;
mod circles;
mod editing;
mod held;
mod help;
mod history;
mod invites;
mod lines;
mod marks;
mod meetings;
mod membership;
mod mentoring;
mod messages;
mod mutes;
mod office;
mod pace;
mod pages;
mod permissions;
mod pins;
mod privacy;
mod proposals;
mod repeating;
mod reports;
mod resume;
mod search;
mod sessions;
mod sockets;
mod starting;
mod stopping;
mod suspending;
mod time;
mod wire;
