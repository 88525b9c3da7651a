//! Removes the words from private conversations once they are old enough, as deleting
//! does. Those who follow the conversation are told in the same way.

use circles_protocol::{EventPayload, Timestamp};

use crate::commands::shared::core::circle_log;
use crate::domain::Rejection;
use crate::limits::{CONVERSATIONS_AGED_AT_ONCE, DIRECT_MESSAGES_PURGED_AT_ONCE};
use crate::store::{Entry, Tx};

/// Messages sent before then, the oldest conversations first; if there are many, the rest
/// is left to the next round. Returns how many.
pub(crate) fn purge_old_conversations(
    tx: &mut Tx<'_>,
    before: Timestamp,
    now: Timestamp,
) -> Result<usize, Rejection> {
    let mut left = DIRECT_MESSAGES_PURGED_AT_ONCE;
    for from in tx.aged_conversations(before, CONVERSATIONS_AGED_AT_ONCE)? {
        if left == 0 {
            break;
        }
        let circle = tx.circle_by_key(from.circle())?;
        let mut to = from;
        let mut oldest_at = None;
        // One more than may be purged shows how old the rest is.
        for (position, id, sent_at) in tx.worded_messages(from, left.saturating_add(1))? {
            if left == 0 || sent_at >= before {
                oldest_at = Some(sent_at);
                break;
            }
            if let Some(message) = tx.message(circle.key, id)? {
                tx.delete_message(&message, now)?;
                let entry = Entry::MessageDeleted { message: position };
                let payload = EventPayload::MessageDeleted { message: id };
                circle_log::append_anonymous(tx, (circle.key, circle.id), now, entry, payload)?;
            }
            to = position;
            left -= 1;
        }
        tx.note_aged(to, oldest_at)?;
    }
    Ok(usize::from(DIRECT_MESSAGES_PURGED_AT_ONCE - left))
}
