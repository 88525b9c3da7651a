//! Since when a mentor can see what an alum shares: one rule for every read of it.

use circles_protocol::Timestamp;

/// `None` if nothing is visible: the pairing is not active, or the consent is not in
/// force. A consent that is given again shows nothing from before.
pub(crate) fn visible_from(
    active_since: Option<Timestamp>,
    given_at: Option<Timestamp>,
) -> Option<Timestamp> {
    Some(active_since?.max(given_at?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_a_pairing_and_a_consent_are_needed_and_the_later_counts() {
        let at = |ms| Some(Timestamp(ms));
        assert_eq!(visible_from(at(5), at(9)), at(9));
        assert_eq!(visible_from(at(9), at(5)), at(9));
        assert_eq!(visible_from(None, at(5)), None);
        assert_eq!(visible_from(at(5), None), None);
    }
}
