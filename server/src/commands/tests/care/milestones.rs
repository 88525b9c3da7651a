//! The recovery date, milestones reached over time, and the question about each, which
//! only the alum gets.

use circles_protocol::requests::{KeepMilestonePrivate, SetRecoveryDate, ShareMilestone};
use circles_protocol::{
    EventPayload, LocalDate, Milestone, Notice, RecoveryDate, RecoveryLabel, RecoveryView,
};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::care::keep_milestone_private::keep_milestone_private;
use crate::commands::care::set_recovery_date::set_recovery_date;
use crate::commands::care::share_milestone::share_milestone;
use crate::commands::shared::care::recovery;
use crate::commands::tests::*;
use crate::commands::timers::run_due_timers::run_due_timers;
use crate::domain::Rules;

/// 08:00 on the 24th of November 2026 in New York, the centre's zone.
const MORNING: Timestamp = Timestamp(1_795_525_200_000);

pub(in crate::commands::tests) fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

impl Fixture {
    pub(in crate::commands::tests) async fn counts_from(
        &self,
        actor: Actor,
        date: &str,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        let recovery = RecoveryDate { date: day(date), label: RecoveryLabel::Recovery };
        let request = SetRecoveryDate { recovery: Some(recovery) };
        set_recovery_date(context(&self.store, actor, now), request).await
    }

    pub(in crate::commands::tests) async fn recovery(
        &self,
        actor: Actor,
        now: Timestamp,
    ) -> Option<RecoveryView> {
        let look = self.store.read(move |view| recovery::view_of(view, actor.account, now));
        look.await.unwrap()
    }

    pub(in crate::commands::tests) async fn time_passes(&self, until: Timestamp) {
        run_due_timers(&self.store, until, Rules::default()).await.unwrap();
    }

    async fn share(&self, actor: Actor, milestone: Milestone) -> Result<Reply, Rejection> {
        let id = MessageId(Uuid::now_v7());
        let body = Body::parse("ninety days").unwrap();
        let request = ShareMilestone { milestone, circle: self.circle, id, body };
        share_milestone(context(&self.store, actor, MORNING), request).await
    }

    fn told_of_care(&self, actor: Actor) -> usize {
        let heard = self.heard();
        let told = |publication: &&Publication| {
            matches!(publication, Publication::Notice { account, notice: Notice::CareChanged }
                if *account == actor.account)
        };
        assert!(heard.iter().all(|publication| told(&publication)), "{heard:?}");
        heard.len()
    }
}

#[tokio::test]
async fn a_milestone_is_asked_about_once_on_its_morning() {
    let mut fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    // Ninety days before the 24th of November.
    fixture.counts_from(sam, "2026-08-26", MORNING.plus_ms(-DAY_MS)).await.unwrap();
    let before = fixture.recovery(sam, MORNING.plus_ms(-DAY_MS)).await.unwrap();
    assert_eq!(before.next.unwrap().milestone, Milestone::Days(90));
    assert_eq!((before.reached.len(), before.asked.len()), (3, 0));
    fixture.heard();
    fixture.time_passes(MORNING.plus_ms(-1)).await;
    assert_eq!(fixture.told_of_care(sam), 0);
    fixture.time_passes(MORNING).await;
    assert_eq!(fixture.told_of_care(sam), 1);
    for _ in 0..3 {
        fixture.restart().await;
        fixture.time_passes(MORNING.plus_ms(HOUR_MS)).await;
        fixture.time_passes(MORNING.plus_ms(-DAY_MS)).await;
    }
    assert_eq!(fixture.told_of_care(sam), 0);
    let after = fixture.recovery(sam, MORNING).await.unwrap();
    assert_eq!(after.asked, [Milestone::Days(90)]);
    assert_eq!(after.next.unwrap().milestone, Milestone::Months(6));
}

#[tokio::test]
async fn sharing_posts_an_ordinary_message_and_answers_the_question() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.counts_from(sam, "2026-08-26", MORNING.plus_ms(-DAY_MS)).await.unwrap();
    fixture.time_passes(MORNING).await;
    fixture.heard();
    fixture.share(sam, Milestone::Days(90)).await.unwrap();
    let posted = fixture.heard().into_iter().find_map(|publication| match publication {
        Publication::Event(event) => Some(event.what),
        Publication::Notice { .. }
        | Publication::Unsubscribed { .. }
        | Publication::SessionClosed { .. } => None,
    });
    let Some(EventPayload::MessagePosted { message }) = posted else { panic!("{posted:?}") };
    assert_eq!(message.milestone, Some(Milestone::Days(90)));
    assert_eq!(fixture.recovery(sam, MORNING).await.unwrap().asked, []);
}

#[tokio::test]
async fn a_milestone_nobody_reached_is_neither_shared_nor_kept() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    assert_refused(fixture.share(sam, Milestone::Days(90)).await, RefusalCode::NotFound);
    let request = KeepMilestonePrivate { milestone: Milestone::Days(90) };
    let refused = keep_milestone_private(context(&fixture.store, sam, NOW), request).await;
    assert_refused(refused, RefusalCode::NotFound);
    assert_eq!(fixture.heard_seqs(), [1]);
}

#[tokio::test]
async fn keeping_it_private_reaches_nobody() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.counts_from(sam, "2026-08-26", MORNING.plus_ms(-DAY_MS)).await.unwrap();
    fixture.time_passes(MORNING).await;
    fixture.heard();
    let request = KeepMilestonePrivate { milestone: Milestone::Days(90) };
    keep_milestone_private(context(&fixture.store, sam, NOW), request).await.unwrap();
    assert_eq!(fixture.told_of_care(sam), 1);
    assert_eq!(fixture.recovery(sam, MORNING).await.unwrap().asked, []);
}

#[tokio::test]
async fn a_date_of_tomorrow_or_of_another_century_is_refused() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    for date in ["2026-11-25", "1926-11-23"] {
        let refused = fixture.counts_from(sam, date, MORNING).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    assert_eq!(fixture.recovery(sam, MORNING).await, None);
}

#[tokio::test]
async fn taking_the_date_away_leaves_nothing_of_it() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.counts_from(sam, "2025-01-01", MORNING).await.unwrap();
    let request = SetRecoveryDate { recovery: None };
    set_recovery_date(context(&fixture.store, sam, MORNING), request).await.unwrap();
    assert_eq!(fixture.recovery(sam, MORNING).await, None);
    fixture.heard();
    fixture.time_passes(MORNING.plus_ms(400 * DAY_MS)).await;
    assert_eq!(fixture.heard(), []);
}

#[tokio::test]
async fn a_zone_changed_on_the_day_itself_loses_no_milestone_and_wakes_nobody() {
    let early = MORNING.plus_ms(-HOUR_MS);
    // In New York it is seven, and the question comes at eight. In Auckland it is one in
    // the night of the next day, and it comes at eight there. In Lisbon it is noon.
    for (zone, asked_at) in [
        ("America/New_York", MORNING),
        ("Pacific/Auckland", early.plus_ms(7 * HOUR_MS)),
        ("Europe/Lisbon", early.plus_ms(1)),
    ] {
        let mut fixture = Fixture::new().await;
        let sam = fixture.member("Sam").await;
        fixture.counts_from(sam, "2026-08-26", MORNING.plus_ms(-DAY_MS)).await.unwrap();
        fixture.lives_in(sam, zone, 480, early).await.unwrap();
        fixture.heard();
        fixture.time_passes(asked_at.plus_ms(-1)).await;
        assert_eq!(fixture.told_of_care(sam), 0, "{zone}");
        fixture.restart().await;
        for (zone, at) in [(zone, asked_at), ("America/New_York", asked_at.plus_ms(1))] {
            fixture.time_passes(at).await;
            assert_eq!(fixture.recovery(sam, at).await.unwrap().asked, [Milestone::Days(90)]);
            fixture.lives_in(sam, zone, 480, at).await.unwrap();
        }
        fixture.heard();
        fixture.time_passes(MORNING.plus_ms(3 * DAY_MS)).await;
        assert_eq!(fixture.told_of_care(sam), 0, "{zone}: nothing is reached twice");
        assert_eq!(fixture.recovery(sam, MORNING).await.unwrap().reached.len(), 4);
    }
}

#[tokio::test]
async fn a_server_that_comes_back_at_night_asks_in_the_morning() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.counts_from(sam, "2026-08-26", MORNING.plus_ms(-DAY_MS)).await.unwrap();
    fixture.heard();
    let night = MORNING.plus_ms(DAY_MS - 3 * HOUR_MS);
    fixture.time_passes(night).await;
    assert_eq!(fixture.told_of_care(sam), 0);
    fixture.time_passes(MORNING.plus_ms(DAY_MS)).await;
    assert_eq!(fixture.recovery(sam, MORNING).await.unwrap().asked, [Milestone::Days(90)]);
}

#[tokio::test]
async fn another_label_on_the_morning_itself_does_not_answer_the_question() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.counts_from(sam, "2026-08-26", MORNING.plus_ms(-DAY_MS)).await.unwrap();
    // Seven in the morning: the day has come, but nobody has been asked yet.
    let early = MORNING.plus_ms(-HOUR_MS);
    let recovery = RecoveryDate { date: day("2026-08-26"), label: RecoveryLabel::Sobriety };
    let request = SetRecoveryDate { recovery: Some(recovery) };
    set_recovery_date(context(&fixture.store, sam, early), request).await.unwrap();
    fixture.time_passes(MORNING).await;
    let after = fixture.recovery(sam, MORNING).await.unwrap();
    assert_eq!((after.label, after.asked), (RecoveryLabel::Sobriety, vec![Milestone::Days(90)]));
}

#[tokio::test]
async fn a_date_moved_to_and_fro_for_ever_is_refused_until_it_is_taken_away() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    // Each date brings more than a hundred past milestones.
    let mut refused = None;
    for nth in 1..=20 {
        let moved = fixture.counts_from(sam, &format!("1927-01-{nth:02}"), MORNING).await;
        refused = refused.or(moved.err());
    }
    assert_eq!(refused.unwrap().0.code, RefusalCode::LimitReached);
    let reached = fixture.recovery(sam, MORNING).await.unwrap().reached.len();
    assert!((1_000..1_200).contains(&reached), "{reached}");
    let request = SetRecoveryDate { recovery: None };
    set_recovery_date(context(&fixture.store, sam, MORNING), request).await.unwrap();
    fixture.counts_from(sam, "2026-01-01", MORNING).await.unwrap();
}
