//! Hours that pass in a moment for the server, only in builds for tests.

use circles_protocol::{InviteRole, RefusalCode};
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre};

const HOUR_MS: i64 = 60 * 60 * 1_000;

fn plan() -> Plan {
    Plan::default().set("invite_hours", 72).with_clock()
}

#[tokio::test]
async fn an_invite_runs_out_when_its_hours_have_passed() {
    let mut centre = Centre::open_with(plan()).await;
    let circle = centre.circle("Tuesday").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut browser = Browser::at(&centre.server);
    centre.server.advance(71 * HOUR_MS);
    browser.preview(&token).await;
    centre.server.advance(HOUR_MS);
    assert_eq!(browser.look(&token).await.refusal(), RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn the_time_that_passed_has_passed_after_a_restart_too() {
    let mut centre = Centre::open_with(plan()).await;
    let then = centre.server.now().plus_ms(100 * HOUR_MS);
    centre.server.advance_to(then);
    centre.server.stop().await;
    centre.server.start_again().await;
    let told = centre.coordinator.reconnect(&centre.server).await.server_time;
    assert!((then..=centre.server.now()).contains(&told), "{told:?} is not after {then:?}");
}

#[tokio::test]
async fn the_server_lives_on_when_the_clock_is_set_back_and_forward() {
    let mut centre = Centre::open_with(plan()).await;
    // The sign-in lasts 30 days.
    for hours in [-100_000, 100_200, -150] {
        centre.server.advance(hours * HOUR_MS);
        centre.circle("Tuesday").await;
    }
    let (status, _) = centre.server.stop().await;
    assert!(status.success(), "{status}");
}
