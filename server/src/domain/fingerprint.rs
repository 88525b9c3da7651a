//! A short fingerprint of a message's first words, kept so that a resend of the same
//! message can be told from another message under the same id.
//!
//! 32 bits on purpose: enough to notice a mix-up, but far too few to find out what an
//! edited message said before.

use circles_protocol::{MemberId, MessageId};
use sha2::{Digest, Sha256};

pub(crate) fn fingerprint(
    id: MessageId,
    body: &str,
    reply_to: Option<MessageId>,
    mentions: &[MemberId],
) -> i64 {
    let mut hash = Sha256::new();
    hash.update(id.as_bytes());
    hash.update(reply_to.as_ref().map_or(&[0; 16], MessageId::as_bytes));
    hash.update((mentions.len() as u64).to_be_bytes());
    for mention in mentions {
        hash.update(mention.as_bytes());
    }
    hash.update(body.as_bytes());
    let digest = hash.finalize();
    i64::from(u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: MessageId = MessageId::from_bytes([7; 16]);
    const JO: MemberId = MemberId::from_bytes([1; 16]);

    #[test]
    fn the_same_message_has_the_same_mark() {
        assert_eq!(fingerprint(ID, "hi", None, &[JO]), fingerprint(ID, "hi", None, &[JO]));
    }

    #[test]
    fn another_body_reply_or_mention_has_another_mark() {
        let first = fingerprint(ID, "hi", None, &[JO]);
        assert_ne!(first, fingerprint(ID, "ho", None, &[JO]));
        assert_ne!(first, fingerprint(ID, "hi", Some(ID), &[JO]));
        assert_ne!(first, fingerprint(ID, "hi", None, &[]));
    }
}
