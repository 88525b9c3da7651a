//! Who is refused many times: an account or a source that tries one id, or one address,
//! after another. Counted in memory, by the minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use circles_protocol::{AccountId, RefusalCode, Timestamp};

use super::{Event, Kind, Source};
use crate::clock::MINUTE_MS;

/// Refusals of one kind within a minute that are worth a log line: an outdated client of
/// ours gets a few.
const MANY: usize = 30;

/// Callers counted at a time; further ones are not counted.
const CALLERS: usize = 10_000;

/// Who was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    Account(AccountId),
    Source(Source),
}

#[derive(Debug, Default)]
pub(crate) struct RefusalCounter(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    minute: i64,
    of: HashMap<(Caller, &'static str), usize>,
}

impl RefusalCounter {
    /// Counts a refusal if it is of a kind that probing causes, and reports the caller at
    /// most once a minute.
    pub(crate) fn refused(&self, caller: Caller, code: RefusalCode, now: Timestamp) {
        let tries = [
            RefusalCode::NotFound,
            RefusalCode::NotAllowed,
            RefusalCode::RateLimited,
            RefusalCode::ForeignOrigin,
            RefusalCode::InviteInvalid,
        ];
        if tries.contains(&code) && self.is_many(caller, code.as_str(), now) {
            let event = Event::of(Kind::RefusalsInBulk).code(code.as_str()).count(MANY);
            match caller {
                Caller::Account(account) => event.account(account).tell(),
                Caller::Source(source) => event.source(Some(source)).tell(),
            }
        }
    }

    fn is_many(&self, caller: Caller, code: &'static str, now: Timestamp) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.0.div_euclid(MINUTE_MS);
        if counts.minute != minute {
            *counts = Counts { minute, of: HashMap::new() };
        }
        if counts.of.len() >= CALLERS && !counts.of.contains_key(&(caller, code)) {
            return false;
        }
        let count = counts.of.entry((caller, code)).or_default();
        *count = count.saturating_add(1);
        *count == MANY
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);
    const JO: Caller = Caller::Account(AccountId(Uuid::from_u128(1)));
    const SAM: Caller = Caller::Account(AccountId(Uuid::from_u128(2)));

    fn told(
        bulk: &RefusalCounter,
        times: usize,
        caller: Caller,
        code: &'static str,
        now: Timestamp,
    ) -> usize {
        (0..times).filter(|_| bulk.is_many(caller, code, now)).count()
    }

    #[test]
    fn many_refusals_of_one_caller_are_told_once_a_minute() {
        let bulk = RefusalCounter::default();
        assert_eq!(told(&bulk, MANY - 1, JO, "not_found", NOW), 0);
        assert_eq!(told(&bulk, 1_000, JO, "not_found", NOW), 1);
        assert_eq!(told(&bulk, 1_000, JO, "not_found", NOW.plus_ms(MINUTE_MS)), 1);
    }

    #[test]
    fn few_refusals_of_many_callers_are_not_told() {
        let bulk = RefusalCounter::default();
        for (caller, code) in [(JO, "not_found"), (JO, "not_allowed"), (SAM, "not_found")] {
            assert_eq!(told(&bulk, MANY - 1, caller, code, NOW), 0);
        }
        for minute in 1..10 {
            let now = NOW.plus_ms(minute * MINUTE_MS);
            assert_eq!(told(&bulk, MANY - 1, JO, "not_found", now), 0);
        }
    }

    #[test]
    fn no_more_callers_are_counted_than_there_is_room_for() {
        let bulk = RefusalCounter::default();
        assert_eq!(told(&bulk, 1, JO, "not_found", NOW), 0);
        for nth in 0..2 * CALLERS {
            let caller = Caller::Account(AccountId(Uuid::from_u128(100 + nth as u128)));
            bulk.is_many(caller, "not_found", NOW);
        }
        assert_eq!(bulk.0.lock().unwrap().of.len(), CALLERS);
        assert_eq!(told(&bulk, MANY, JO, "not_found", NOW), 1);
    }
}
