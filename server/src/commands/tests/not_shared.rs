//! What is not shared with a mentor reaches them in no way: not by a fast clock,
//! not by an id they know, not by the hint that something changed.

use circles_protocol::Consent;

use super::care::low;
use super::mentoring::Walk;
use super::*;
use crate::clock::MINUTE_MS;

#[tokio::test]
async fn a_fast_clock_shows_nothing_from_before_it_was_shared() {
    let (Walk { house, ray, dee, .. }, pairing) = Walk::paired().await;
    let mut ahead = low(NOW.plus_ms(2 * MINUTE_MS), "to myself");
    ahead.wants_call = true;
    house.checks_in(dee, ahead, NOW).await.unwrap();
    house.gives(dee, Consent::MentorSeesCheckIns, NOW.plus_ms(MINUTE_MS)).await.unwrap();
    let mentee = house.mentee(ray, pairing).await.unwrap();
    assert_eq!((mentee.check_ins, mentee.card.wants_call_since), (Vec::new(), None));
}
