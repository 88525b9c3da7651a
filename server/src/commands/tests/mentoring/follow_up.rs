//! The hello ladder over a real store and simulated months: what a silence leads to, once
//! and in order, whatever happens to the server or the clocks.

use chrono::{DateTime, Timelike as _};
use circles_protocol::{Consent, HelloStep, Notice, PairingId};

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::tests::care::check_ins::{low, not_today};
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;
use crate::commands::timers::run_due_timers::run_due_timers;
use crate::domain::schedule::follow_up::FollowUpStep;
use crate::domain::schedule::zone;
use crate::domain::{AccountKey, TimerKind};
use crate::store::FollowUpRow;

pub(in crate::commands::tests) const NEW_YORK: &str = "America/New_York";
pub(in crate::commands::tests) const LORD_HOWE: &str = "Australia/Lord_Howe";

pub(in crate::commands::tests) fn at(text: &str) -> Timestamp {
    Timestamp(DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis())
}

/// Ray and Dee, who shares check-ins, and how her ladder is observed.
pub(in crate::commands::tests) struct FollowUpFixture {
    pub(in crate::commands::tests) paired: PairingFixture,
    pub(in crate::commands::tests) pairing: PairingId,
}

impl FollowUpFixture {
    pub(in crate::commands::tests) async fn new(zone: &str, shares_from: Timestamp) -> Self {
        let (paired, pairing) = PairingFixture::paired().await;
        paired.fixture.lives_in(paired.dee, zone, 480, NOW).await.unwrap();
        paired.fixture.gives(paired.dee, Consent::MentorSeesCheckIns, shares_from).await.unwrap();
        Self { paired, pairing }
    }

    /// She has been silent since this "not today".
    pub(in crate::commands::tests) async fn silent_since(
        zone: &str,
        shares_from: Timestamp,
        heard: Timestamp,
    ) -> Self {
        let ladder = Self::new(zone, shares_from).await;
        ladder.paired.fixture.checks_in(ladder.paired.dee, not_today(heard), heard).await.unwrap();
        ladder.paired.fixture.heard();
        ladder
    }

    pub(in crate::commands::tests) async fn follow_up(&self) -> Option<FollowUpRow> {
        let account = self.paired.dee.account;
        self.paired.fixture.store.read(move |view| Ok(view.follow_up(account)?)).await.unwrap()
    }

    pub(in crate::commands::tests) async fn step(&self) -> Option<FollowUpStep> {
        self.follow_up().await.unwrap().step
    }

    pub(in crate::commands::tests) async fn next(&self) -> Option<Timestamp> {
        self.paired.fixture.timer(TimerKind::FollowUp, self.paired.dee.account.0).await
    }

    /// Runs what is due, and returns the steps that fired, as the store has them and as
    /// exactly one person was told of each.
    pub(in crate::commands::tests) async fn pass(&mut self, now: Timestamp) -> Vec<FollowUpStep> {
        let before = self.follow_up().await.and_then(|follow_up| follow_up.step);
        run_due_timers(&self.paired.fixture.store, now, Rules::default()).await.unwrap();
        let after = self.follow_up().await.and_then(|follow_up| follow_up.step);
        let fired: Vec<FollowUpStep> = FollowUpStep::ALL
            .into_iter()
            .filter(|step| Some(*step) > before && Some(*step) <= after)
            .collect();
        let told: Vec<_> = fired.iter().map(|step| self.told_of(*step)).collect();
        let heard = self.paired.fixture.heard().into_iter().map(|publication| match publication {
            Publication::Notice { account, notice } => (account, notice),
            Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => panic!("{publication:?}"),
        });
        assert_eq!(heard.collect::<Vec<_>>(), told);
        fired
    }

    fn told_of(&self, step: FollowUpStep) -> (AccountKey, Notice) {
        match step {
            FollowUpStep::Nudge => (self.paired.dee.account, Notice::CareChanged),
            FollowUpStep::SayHello | FollowUpStep::Attempt => {
                (self.paired.ray.account, Notice::BoardChanged)
            }
            FollowUpStep::NoContact | FollowUpStep::Close => {
                (self.paired.staff.account, Notice::CentreChanged)
            }
        }
    }

    /// Goes from timer to timer until none is left, with a restart before and after each;
    /// returns the minutes since the check-in was due.
    pub(in crate::commands::tests) async fn steps_taken(&mut self) -> Vec<(FollowUpStep, i64)> {
        let mut steps = Vec::new();
        let due_at = self.follow_up().await.unwrap().due_at;
        while let Some(next) = self.next().await {
            assert_eq!(self.pass(next.plus_ms(-1)).await, []);
            self.paired.fixture.restart().await;
            for step in self.pass(next).await {
                steps.push((step, (next.0 - due_at.0) / MINUTE_MS));
            }
            self.paired.fixture.restart().await;
            assert_eq!(self.pass(next).await, []);
        }
        steps
    }
}

/// Each step, this many hours and minutes after the check-in was due.
fn steps_taken(times: [(i64, i64); 5]) -> Vec<(FollowUpStep, i64)> {
    FollowUpStep::ALL.into_iter().zip(times.map(|(hours, minutes)| hours * 60 + minutes)).collect()
}

#[tokio::test]
async fn each_step_comes_once_and_in_order_with_a_restart_between_any_two() {
    let usual = NOW.plus_ms(20 * DAY_MS);
    let mut late = FollowUpFixture::silent_since(NEW_YORK, NOW, usual).await;
    let expected = steps_taken([(12, 0), (36, 0), (72, 0), (168, 0), (336, 0)]);
    assert_eq!(late.steps_taken().await, expected);
    assert_eq!(late.pass(usual.plus_ms(400 * DAY_MS)).await, []);
    let mut early = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW.plus_ms(DAY_MS)).await;
    let expected = steps_taken([(12, 0), (24, 0), (48, 0), (96, 0), (336, 0)]);
    assert_eq!(early.steps_taken().await, expected);
}

#[tokio::test]
async fn early_hours_last_for_two_weeks_of_sharing() {
    for (days, early) in [(0, true), (12, true), (13, false), (300, false)] {
        let heard = NOW.plus_ms(days * DAY_MS);
        let ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, heard).await;
        assert_eq!(ladder.follow_up().await.unwrap().early, early, "{days}");
    }
}

#[tokio::test]
async fn clocks_put_back_push_no_step_into_the_night() {
    // In New York an hour comes twice on the 1st of November, on Lord Howe half an hour
    // on the 4th of April: by local time each later step would be too early.
    let cases = [
        (NEW_YORK, "2026-10-30T12:00:00-04:00", (1, 0)),
        (LORD_HOWE, "2027-04-02T12:00:00+11:00", (0, 30)),
    ];
    for (zone, heard, (hours, minutes)) in cases {
        let heard = at(heard);
        let mut early = FollowUpFixture::silent_since(zone, heard, heard).await;
        let later = [24, 48, 96, 336].map(|step| (step + hours, minutes));
        let expected = steps_taken([(12, 0), later[0], later[1], later[2], later[3]]);
        assert_eq!(early.steps_taken().await, expected, "{zone}");
        let mut usual =
            FollowUpFixture::silent_since(zone, heard.plus_ms(-30 * DAY_MS), heard).await;
        let later = [72, 168, 336].map(|step| (step + hours, minutes));
        let expected = steps_taken([(12, 0), (36, 0), later[0], later[1], later[2]]);
        assert_eq!(usual.steps_taken().await, expected, "{zone}");
    }
}

#[tokio::test]
async fn clocks_put_forward_make_a_step_wait_only_where_it_is_night_by_them() {
    // 36 hours later it is nine in the evening in New York, and half past eight on Lord
    // Howe.
    let cases = [
        (NEW_YORK, "2027-03-12T12:00:00-05:00", (47, 0)),
        (LORD_HOWE, "2026-10-02T12:00:00+10:30", (36, 0)),
    ];
    for (zone, heard, hello) in cases {
        let heard = at(heard);
        let shares_from = heard.plus_ms(-30 * DAY_MS);
        let mut ladder = FollowUpFixture::silent_since(zone, shares_from, heard).await;
        let early = ladder.follow_up().await.unwrap().early;
        let climbs = ladder.steps_taken().await;
        let expected = if early { (24, 0) } else { hello };
        assert_eq!(climbs[1].1, expected.0 * 60 + expected.1, "{zone}");
    }
}

#[tokio::test]
async fn two_simulated_months_looked_at_by_the_hour() {
    let cases = [
        (NEW_YORK, "2026-10-01T06:00:00-04:00", [0, 0, 2, 3, 1, 4, 0, 5, 4]),
        (LORD_HOWE, "2026-09-25T13:30:00+10:30", [0, 0, 2, 3, 2, 5, 0, 5, 5]),
    ];
    for (zone, begin, expected) in cases {
        let begin = at(begin);
        let mut ladder = FollowUpFixture::silent_since(zone, begin, begin).await;
        let tz = zone::find(zone).unwrap();
        // There was a sign of life on these days, at odd hours.
        let heard_on = [1, 2, 4, 8, 10, 25, 26, 45];
        let (mut climbs, mut silence) = (Vec::new(), Vec::new());
        for hour in 1..(60 * 24) {
            let now = begin.plus_ms(hour * HOUR_MS + hour % 7 * MINUTE_MS);
            for step in ladder.pass(now).await {
                silence.push(step);
                let local = DateTime::from_timestamp_millis(now.0).unwrap().with_timezone(&tz);
                assert!((8..21).contains(&local.hour()), "{step:?} at {local}");
            }
            if hour % 61 == 0 {
                ladder.paired.fixture.restart().await;
            }
            if heard_on.iter().any(|day| hour == day * 24 + day % 5) {
                let fixture = &ladder.paired.fixture;
                fixture.checks_in(ladder.paired.dee, low(now, "here"), now).await.unwrap();
                fixture.heard();
                climbs.push(std::mem::take(&mut silence));
            }
        }
        climbs.push(silence);
        for silence in &climbs {
            assert_eq!(
                silence[..],
                FollowUpStep::ALL[..silence.len()],
                "{zone}: in order, each once"
            );
        }
        let steps: Vec<_> = climbs.iter().map(Vec::len).collect();
        assert_eq!(steps, expected, "{zone}");
    }
}

#[tokio::test]
async fn a_clock_set_back_and_forward_fires_nothing_twice() {
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    let mut fired = Vec::new();
    while let Some(next) = ladder.next().await {
        for now in [next, next.plus_ms(-5 * DAY_MS), Timestamp(0), next] {
            fired.append(&mut ladder.pass(now).await);
            ladder.paired.fixture.restart().await;
        }
    }
    assert_eq!(fired, FollowUpStep::ALL);
    // A clock that was years ahead for a moment fires each step once, and none later.
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    let noon = at("2031-06-02T12:00:00-04:00");
    assert_eq!(ladder.pass(noon).await, FollowUpStep::ALL);
    for day in 0..20 {
        assert_eq!(ladder.pass(NOW.plus_ms(day * DAY_MS)).await, []);
    }
}

#[tokio::test]
async fn what_was_due_while_the_server_was_away_waits_for_the_morning() {
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    let night = at("2026-09-25T02:00:00-04:00");
    assert_eq!(ladder.pass(night).await, []);
    let morning = at("2026-09-25T08:00:00-04:00");
    assert_eq!(ladder.next().await, Some(morning));
    assert_eq!(ladder.pass(morning).await, FollowUpStep::ALL[..3]);
}

#[tokio::test]
async fn not_today_in_the_evening_is_enough_until_tomorrow() {
    let ladder = FollowUpFixture::new(NEW_YORK, NOW).await;
    for (heard, due) in [
        ("2026-09-21T20:30:00-04:00", "2026-09-22T08:00:00-04:00"),
        ("2026-09-22T00:10:00-04:00", "2026-09-23T08:00:00-04:00"),
        ("2026-09-23T07:59:00-04:00", "2026-09-24T08:00:00-04:00"),
        ("2026-09-24T23:59:59.999-04:00", "2026-09-25T08:00:00-04:00"),
    ] {
        let heard = at(heard);
        ladder.paired.fixture.checks_in(ladder.paired.dee, not_today(heard), heard).await.unwrap();
        assert_eq!(ladder.follow_up().await.unwrap().due_at, at(due));
    }
}

#[tokio::test]
async fn what_mentor_alum_and_centre_see_of_a_silence() {
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    let due = ladder.follow_up().await.unwrap().due_at;
    let mut seen = Vec::new();
    while let Some(next) = ladder.next().await {
        ladder.pass(next).await;
        let PairingFixture { fixture, staff, ray, dee, .. } = &ladder.paired;
        let hello = fixture.board(*ray, next).await[0].hello_step;
        let silences = fixture.silences(*staff).await;
        assert!(silences.iter().all(|silence| silence.since == due && silences.len() == 1));
        let told = silences.first().map(|silence| silence.close_due);
        seen.push((fixture.care(*dee, next).await.hello_due, hello, told));
    }
    let (say, log) = (Some(HelloStep::SayHello), Some(HelloStep::LogAttempt));
    let expected = [
        (true, None, None),
        (true, say, None),
        (true, log, None),
        (true, log, Some(false)),
        (true, log, Some(true)),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn nothing_is_made_of_the_silence_of_somebody_who_can_not_sign_in() {
    let (shared, heard) = (at("2026-03-01T09:00:00-05:00"), at("2026-06-01T12:00:00-04:00"));
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, shared, heard).await;
    let dee = ladder.paired.fixture.member_id(ladder.paired.dee).await;
    ladder.paired.fixture.suspend(ladder.paired.staff, dee).await.unwrap();
    ladder.paired.fixture.heard();
    for day in 1..40 {
        assert_eq!(ladder.pass(heard.plus_ms(day * DAY_MS)).await, []);
    }
    assert_eq!(ladder.step().await, None);
}
