//! Requests for help, and who is alerted.

pub(crate) mod alerting;
pub(crate) mod call_request;
pub(crate) mod help_by_words;
pub(crate) mod new_request;
pub(crate) mod rota;
