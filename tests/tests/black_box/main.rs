//! The whole server from outside: the real binary, real sockets, one server per
//! test. Each permission is tested together with its refusal.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod aliases;
mod appeals;
mod audit;
mod backup;
mod backup_schedule;
mod calendar_feeds;
mod care;
mod centre_page;
mod circles;
mod direct;
mod editing;
mod held;
mod help;
mod history;
mod ids_of_others;
mod invites;
mod large_answers;
mod meetings;
mod membership;
mod mentoring;
mod message_flags;
mod messages;
mod mutes;
mod pages;
mod permissions;
mod pins;
mod privacy;
mod proposals;
mod races;
mod rate_limits;
mod repeating;
mod reports;
mod restore_drill;
mod resume;
mod search;
mod security_log;
mod sessions;
mod sockets;
mod starting;
mod stopping;
mod suspending;
mod time;
mod unauthenticated;
mod under_review;
mod unseen_requests;
mod way_back;
mod websocket_conformance;
mod wire;
