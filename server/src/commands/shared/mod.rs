//! What commands of several capabilities share. Nothing here answers a request.

pub(crate) mod accounts;
pub(crate) mod care;
pub(crate) mod circles;
pub(crate) mod core;
pub(crate) mod direct;
pub(crate) mod help;
pub(crate) mod meetings;
pub(crate) mod mentoring;
pub(crate) mod moderation;
pub(crate) mod posting;
