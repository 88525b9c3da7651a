//! Roughly how much disk space a request takes for good, and how urgent it is: the daily
//! quota of an account is counted in these bytes. Pure.

use circles_protocol::Request;

use super::Operation;

/// Rows, index entries, a place in the log and in the audit, in addition to the words
/// themselves.
const ROW_BYTES: usize = 512;

/// Words in a circle that are this short don't have to wait behind long ones.
const SHORT_BYTES: usize = 2_560;

/// How far below zero an account's quota may go for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuotaReserve {
    /// Long words in a circle.
    Nothing,
    /// Short ones.
    Half,
    /// Everything else, such as a wish for a call, a report, a shift: no conversation
    /// delays it.
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StorageCost {
    pub(crate) bytes: usize,
    pub(crate) reserve: QuotaReserve,
}

/// `None` for requests that the daily quota never delays. `frame_bytes` is the whole
/// request as received: never less than the words in it.
pub(crate) fn storage_cost(request: &Request, frame_bytes: usize) -> Option<StorageCost> {
    let rule = Operation::of(request).rule();
    if !rule.rate_limited || rule.exempt_from_daily_limit {
        return None;
    }
    let rows = if let Request::UnmuteMessages(it) = request { it.messages.len() } else { 1 };
    let bytes = rows * ROW_BYTES + frame_bytes;
    let talk = matches!(
        request,
        Request::SendMessage(_) | Request::EditMessage(_) | Request::AddReaction(_)
    );
    let reserve = match talk {
        true if bytes > SHORT_BYTES => QuotaReserve::Nothing,
        true => QuotaReserve::Half,
        false => QuotaReserve::All,
    };
    Some(StorageCost { bytes, reserve })
}

#[cfg(test)]
mod tests {
    use circles_protocol::SearchQuery;
    use circles_protocol::requests::{CreateCalendarFeed, ListCircles, Search};

    use super::*;

    #[test]
    fn what_is_kept_counts_and_looking_for_something_does_not() {
        let feed = Request::CreateCalendarFeed(CreateCalendarFeed {});
        let counted = StorageCost { bytes: 100 + ROW_BYTES, reserve: QuotaReserve::All };
        assert_eq!(storage_cost(&feed, 100), Some(counted));
        let query = SearchQuery::parse("river").unwrap();
        let search = Request::Search(Search { query, circle: None, before: None });
        assert_eq!(storage_cost(&search, 100), None);
        assert_eq!(storage_cost(&Request::ListCircles(ListCircles { after: None }), 100), None);
    }
}
