//! A message before it is stored anywhere.

use circles_protocol::requests::SendMessage;

use super::MessageFlags;
use super::fingerprint::fingerprint;
use super::screening::{Signals, signals};

/// What somebody wants to post, and what can be derived from it without the store. Made
/// outside the single writer's thread, which all senders share.
pub(crate) struct ScreenedMessage {
    pub(crate) request: SendMessage,
    pub(crate) flags: MessageFlags,
    pub(crate) fingerprint: i64,
    pub(crate) found: Signals,
}

impl ScreenedMessage {
    pub(crate) fn new(request: SendMessage, flags: MessageFlags) -> Self {
        let body = request.body.as_str();
        Self {
            fingerprint: fingerprint(request.id, body, request.reply_to, &request.mentions),
            found: signals(body),
            request,
            flags,
        }
    }
}
