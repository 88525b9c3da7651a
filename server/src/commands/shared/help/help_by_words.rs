//! Tells those on call that words in somebody's message sounded like a crisis, but none
//! of the words. Part of what posts messages. It writes one row and a timer that is due
//! at once; the timer does the telling, so that no message is delayed or fails because of
//! it.

use circles_protocol::{HelpId, HelpTo, Timestamp};
use uuid::Uuid;

use crate::clock::HOUR_MS;
use crate::domain::counts::Count;
use crate::domain::{AccountKey, TimerKind};
use crate::limits::HELP_REQUESTS_PER_HOUR;
use crate::store::{NewHelp, StoreError, Tx};

/// If the author has asked already, and nobody was told yet, that request is told now.
/// Does nothing after several such requests within the last hour.
pub(crate) fn help_by_words(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<(), StoreError> {
    let often = tx.count_help(account, true, now.plus_ms(-HOUR_MS))? >= HELP_REQUESTS_PER_HOUR;
    if often {
        return Ok(());
    }
    if let Some(open) = tx.open_help(account)? {
        // A wish for a call is not a call for help: those on call are told only now.
        if open.wants_call && open.outcome().waits() {
            tx.reopen_screened_help(open.key, now)?;
            tx.set_timer(TimerKind::Help, open.key.0, now)?;
        }
        // If it were taken back unheard, these words would be lost with the request.
        if open.undo_until.is_some() {
            tx.end_undo(open.key)?;
            tx.count(Count::HelpRequests, now)?;
            tx.set_timer(TimerKind::Help, open.key.0, now)?;
        }
        return Ok(());
    }
    tx.count(Count::HelpRequests, now)?;
    let key = tx.add_help(&NewHelp {
        id: HelpId(Uuid::now_v7()),
        client_id: None,
        account,
        to: HelpTo::OnCall,
        words: None,
        by_words: true,
        wants_call: false,
        at: now,
        undo_until: None,
    })?;
    tx.set_timer(TimerKind::Help, key.0, now)
}
