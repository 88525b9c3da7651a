//! A cache of calendar feeds, so that repeated requests only cost a check of the token. One
//! per account, limited in number and in bytes. The caller has already checked the token
//! and the circles, and passes the state from which the feed must have been made: nothing
//! here outlives the permission to see it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;
use axum::http::HeaderValue;

use crate::commands::meetings::show_calendar::FeedState;
use crate::domain::AccountKey;
use crate::limits::{FEEDS_CACHED, FEEDS_CACHED_BYTES};

/// A feed as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Feed {
    pub(super) body: Bytes,
    pub(super) tag: HeaderValue,
}

#[derive(Default)]
pub(crate) struct CalendarCache(Mutex<Cached>);

#[derive(Default)]
struct Cached {
    feeds: HashMap<AccountKey, Entry>,
    bytes: usize,
    /// Counts uses, to find the one unused for longest.
    uses: u64,
}

struct Entry {
    state: FeedState,
    feed: Feed,
    used: u64,
}

impl CalendarCache {
    pub(super) fn get(&self, state: &FeedState) -> Option<Feed> {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.uses += 1;
        let uses = cached.uses;
        let entry = cached.feeds.get_mut(&state.account).filter(|entry| entry.state == *state)?;
        entry.used = uses;
        Some(entry.feed.clone())
    }

    pub(super) fn keep(&self, state: FeedState, feed: Feed) {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.remove(state.account);
        while cached.feeds.len() >= FEEDS_CACHED
            || cached.bytes + feed.body.len() > FEEDS_CACHED_BYTES
        {
            let oldest = cached.feeds.iter().min_by_key(|(_, entry)| entry.used);
            let Some(oldest) = oldest.map(|(account, _)| *account) else { return };
            cached.remove(oldest);
        }
        cached.uses += 1;
        cached.bytes += feed.body.len();
        let used = cached.uses;
        cached.feeds.insert(state.account, Entry { state, feed, used });
    }
}

impl Cached {
    fn remove(&mut self, account: AccountKey) {
        if let Some(entry) = self.feeds.remove(&account) {
            self.bytes -= entry.feed.body.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(bytes: usize) -> Feed {
        Feed { body: Bytes::from(vec![b'x'; bytes]), tag: HeaderValue::from_static("\"x\"") }
    }

    fn of(account: i64) -> FeedState {
        FeedState::for_tests(AccountKey(account), 0)
    }

    #[test]
    fn a_feed_is_found_in_the_state_it_was_made_in_and_in_no_other() {
        let cache = CalendarCache::default();
        cache.keep(of(1), feed(10));
        assert_eq!(cache.get(&of(1)), Some(feed(10)));
        assert_eq!(cache.get(&of(2)), None);
        let later = FeedState::for_tests(AccountKey(1), 1);
        assert_eq!(cache.get(&later), None);
        cache.keep(later.clone(), feed(11));
        assert_eq!((cache.get(&of(1)), cache.get(&later)), (None, Some(feed(11))));
    }

    #[test]
    fn the_longest_unused_goes_where_there_are_too_many() {
        let cache = CalendarCache::default();
        let most = i64::try_from(FEEDS_CACHED).unwrap();
        (0..most).for_each(|account| cache.keep(of(account), feed(1)));
        assert!(cache.get(&of(0)).is_some());
        cache.keep(of(most), feed(1));
        let kept = |account| cache.get(&of(account)).is_some();
        assert_eq!([kept(0), kept(1), kept(2), kept(most)], [true, false, true, true]);
    }

    #[test]
    fn all_together_take_so_many_bytes_and_not_more() {
        let cache = CalendarCache::default();
        let third = FEEDS_CACHED_BYTES / 3;
        (0..4).for_each(|account| cache.keep(of(account), feed(third)));
        let kept = |account| cache.get(&of(account)).is_some();
        assert_eq!([kept(0), kept(1), kept(2), kept(3)], [false, true, true, true]);
        cache.keep(of(4), feed(FEEDS_CACHED_BYTES + 1));
        assert_eq!(cache.get(&of(4)), None);
    }
}
