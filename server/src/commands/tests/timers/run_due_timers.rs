//! What happens at set times: once, in order, whatever happens to the server or the
//! clock. Time is passed in; a notice stands for whatever a timer leads to, since it is
//! received exactly when its transaction is on disk.

use circles_protocol::{Notice, WireEnum as _};

use crate::clock::{HOUR_MS, MINUTE_MS};
use crate::commands::tests::*;
use crate::commands::timers::run_due_timers::{TimerPass, run_due_timers, run_timers_due_by};
use crate::domain::{AccountKey, TimerKind};
use crate::limits::TIMERS_AT_ONCE;
use crate::store::{TimerRow, Tx};

const KIND: TimerKind = TimerKind::FollowUp;

fn tell(tx: &mut Tx<'_>, timer: TimerRow) {
    tx.notify(AccountKey(timer.subject), Notice::QueueChanged);
}

fn tell_once(tx: &mut Tx<'_>, timer: TimerRow) -> Result<(), Rejection> {
    tell(tx, timer);
    Ok(tx.clear_timer(timer.kind, timer.subject)?)
}

const fn at_hour(hour: i64) -> Timestamp {
    NOW.plus_ms(hour * HOUR_MS)
}

impl Fixture {
    async fn set_timer(&self, kind: TimerKind, subject: i64, due_at: Timestamp) {
        self.store.write(move |tx| Ok(tx.set_timer(kind, subject, due_at)?)).await.unwrap();
    }

    /// One for each subject in 1..=count, an hour apart, the last one set first.
    async fn hourly(&self, count: i64) {
        for subject in (1..=count).rev() {
            self.set_timer(KIND, subject, at_hour(subject)).await;
        }
    }

    pub(in crate::commands::tests) async fn timer(
        &self,
        kind: TimerKind,
        subject: i64,
    ) -> Option<Timestamp> {
        self.store.read(move |view| Ok(view.timer(kind, subject)?)).await.unwrap()
    }

    async fn run_timers<R>(&self, now: Timestamp, run: R) -> TimerPass
    where
        R: Fn(&mut Tx<'_>, TimerRow) -> Result<(), Rejection> + Clone + Send + 'static,
    {
        run_timers_due_by(&self.store, now, run).await.unwrap()
    }

    /// Whose timers ran since the last call.
    fn ran(&self) -> Vec<i64> {
        let heard = self.heard().into_iter().map(|publication| match publication {
            Publication::Notice { account, .. } => account.0,
            Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => panic!("{publication:?}"),
        });
        heard.collect()
    }
}

#[tokio::test]
async fn timers_ring_once_and_in_order_with_a_restart_between_any_two() {
    let mut fixture = Fixture::new().await;
    fixture.hourly(12).await;
    let mut ran = Vec::new();
    for hour in 0..=12 {
        for _ in 0..2 {
            fixture.run_timers(at_hour(hour), tell_once).await;
            ran.append(&mut fixture.ran());
            fixture.restart().await;
        }
        assert_eq!(ran, (1..=hour).collect::<Vec<_>>());
    }
    assert_eq!(fixture.run_timers(at_hour(99), tell_once).await, TimerPass::default());
}

#[tokio::test]
async fn what_was_due_while_nobody_looked_rings_in_order() {
    let fixture = Fixture::new().await;
    fixture.hourly(120).await;
    let pass = fixture.run_timers(at_hour(120), tell_once).await;
    assert_eq!((pass.ran, pass.put_off, pass.next), (120, 0, Some(at_hour(1))));
    assert_eq!(fixture.ran(), (1..=120).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_pass_says_when_the_next_is_due() {
    let fixture = Fixture::new().await;
    fixture.hourly(3).await;
    assert_eq!(fixture.run_timers(at_hour(0), tell_once).await.next, Some(at_hour(1)));
    fixture.run_timers(at_hour(2), tell_once).await;
    assert_eq!(fixture.run_timers(at_hour(2), tell_once).await.next, Some(at_hour(3)));
    fixture.run_timers(at_hour(3), tell_once).await;
    assert_eq!(fixture.run_timers(at_hour(3), tell_once).await.next, None);
}

#[tokio::test]
async fn a_clock_set_back_and_forward_rings_nothing_twice() {
    let fixture = Fixture::new().await;
    fixture.hourly(6).await;
    fixture.run_timers(at_hour(3), tell_once).await;
    for hour in [0, -1_000_000, 3] {
        fixture.run_timers(at_hour(hour), tell_once).await;
    }
    assert_eq!(fixture.ran(), [1, 2, 3]);
    fixture.run_timers(at_hour(1_000_000), tell_once).await;
    fixture.run_timers(at_hour(0), tell_once).await;
    assert_eq!(fixture.ran(), [4, 5, 6]);
}

#[tokio::test]
async fn a_timer_set_anew_in_ringing_rings_again_at_its_new_time() {
    let mut fixture = Fixture::new().await;
    fixture.hourly(1).await;
    let each_hour = |tx: &mut Tx<'_>, timer: TimerRow| {
        tell(tx, timer);
        Ok(tx.set_timer(timer.kind, timer.subject, timer.due_at.plus_ms(HOUR_MS))?)
    };
    for hour in 1..=4 {
        fixture.run_timers(at_hour(hour), each_hour).await;
        fixture.restart().await;
        fixture.run_timers(at_hour(hour), each_hour).await;
        assert_eq!(fixture.ran(), [1], "hour {hour}");
    }
    // Missed steps are made up for one by one.
    for _ in 5..=9 {
        fixture.run_timers(at_hour(9), each_hour).await;
    }
    assert_eq!(fixture.ran(), [1; 5]);
    assert_eq!(fixture.timer(KIND, 1).await, Some(at_hour(10)));
}

#[tokio::test]
async fn setting_a_timer_replaces_it_and_clearing_it_ends_it() {
    let fixture = Fixture::new().await;
    fixture.set_timer(KIND, 1, at_hour(1)).await;
    fixture.set_timer(KIND, 1, at_hour(5)).await;
    fixture.set_timer(TimerKind::Milestone, 1, at_hour(2)).await;
    fixture.run_timers(at_hour(1), tell_once).await;
    assert_eq!(fixture.ran(), Vec::<i64>::new());
    fixture.store.write(|tx| Ok(tx.clear_timer(KIND, 1)?)).await.unwrap();
    fixture.run_timers(at_hour(9), tell_once).await;
    assert_eq!(fixture.ran(), [1], "the milestone's is another timer");
}

#[tokio::test]
async fn a_timer_that_another_one_moves_or_clears_in_the_same_pass_stays_silent() {
    let fixture = Fixture::new().await;
    fixture.hourly(4).await;
    let meddling = |tx: &mut Tx<'_>, timer: TimerRow| {
        if timer.subject == 1 {
            tx.clear_timer(KIND, 2)?;
            tx.set_timer(KIND, 3, at_hour(10))?;
        }
        tell_once(tx, timer)
    };
    assert_eq!(fixture.run_timers(at_hour(4), meddling).await.ran, 2);
    assert_eq!(fixture.ran(), [1, 4]);
    assert_eq!(fixture.timer(KIND, 3).await, Some(at_hour(10)));
}

#[tokio::test]
async fn one_that_fails_leaves_no_trace_stops_no_other_and_is_tried_again_later() {
    let fixture = Fixture::new().await;
    fixture.hourly(60).await;
    let failing = |tx: &mut Tx<'_>, timer: TimerRow| {
        tell_once(tx, timer)?;
        match timer.subject {
            7 => Err(Rejection::not_found()),
            8 => panic!("a fault of ours"),
            _ => Ok(()),
        }
    };
    let pass = fixture.run_timers(at_hour(60), failing).await;
    assert_eq!((pass.ran, pass.put_off), (58, 2));
    let others: Vec<i64> = (1..=60).filter(|subject| ![7, 8].contains(subject)).collect();
    assert_eq!(fixture.ran(), others);
    let later = at_hour(60).plus_ms(MINUTE_MS);
    assert_eq!(fixture.timer(KIND, 7).await, Some(later));
    assert_eq!(fixture.run_timers(at_hour(60), tell_once).await.ran, 0);
    assert_eq!(fixture.run_timers(later, tell_once).await.ran, 2);
    assert_eq!(fixture.ran(), [7, 8]);
}

#[tokio::test]
async fn one_that_is_neither_moved_on_nor_cleared_does_not_spin() {
    let fixture = Fixture::new().await;
    fixture.hourly(2).await;
    let idle = |tx: &mut Tx<'_>, timer: TimerRow| match timer.subject {
        1 => Ok(()),
        _ => Ok(tx.set_timer(timer.kind, timer.subject, timer.due_at.plus_ms(-1))?),
    };
    let pass = fixture.run_timers(at_hour(2), idle).await;
    assert_eq!((pass.ran, pass.put_off), (0, 2));
    let later = Some(at_hour(2).plus_ms(MINUTE_MS));
    assert_eq!((fixture.timer(KIND, 1).await, fixture.timer(KIND, 2).await), (later, later));
}

#[tokio::test]
async fn failing_timers_do_not_keep_the_others_waiting() {
    let fixture = Fixture::new().await;
    let most = i64::try_from(TIMERS_AT_ONCE).unwrap();
    let fill = move |tx: &mut Tx<'_>| {
        for subject in 1..=most {
            tx.set_timer(TimerKind::Meeting, subject, NOW)?;
        }
        Ok(tx.set_timer(TimerKind::Help, 1, at_hour(1))?)
    };
    fixture.store.write(fill).await.unwrap();
    let failing = |tx: &mut Tx<'_>, timer: TimerRow| match timer.kind {
        TimerKind::Meeting => Err(Rejection::internal()),
        TimerKind::FollowUp
        | TimerKind::Milestone
        | TimerKind::Help
        | TimerKind::DirectRequest
        | TimerKind::AccountReopens => tell_once(tx, timer),
    };
    let pass = fixture.run_timers(at_hour(1), failing).await;
    assert_eq!((pass.ran, pass.put_off), (0, TIMERS_AT_ONCE));
    assert_eq!(fixture.run_timers(at_hour(1), failing).await.ran, 1);
}

#[tokio::test]
async fn a_pass_takes_a_share_of_a_long_list() {
    let fixture = Fixture::new().await;
    let fill = |tx: &mut Tx<'_>| {
        for subject in 1..=1_200 {
            tx.set_timer(KIND, subject, at_hour(0))?;
        }
        Ok(())
    };
    fixture.store.write(fill).await.unwrap();
    for expected in [TIMERS_AT_ONCE, TIMERS_AT_ONCE, 200, 0] {
        assert_eq!(fixture.run_timers(at_hour(1), tell_once).await.ran, expected);
    }
    assert_eq!(fixture.ran(), (1..=1_200).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_the_store_could_not_keep_is_still_due_afterwards() {
    let mut fixture = Fixture::new().await;
    fixture.hourly(3).await;
    fixture.store.close().await;
    let refused = run_timers_due_by(&fixture.store, at_hour(3), tell_once).await;
    assert_refused(refused, RefusalCode::Unavailable);
    assert_eq!(fixture.ran(), Vec::<i64>::new());
    fixture.restart().await;
    fixture.run_timers(at_hour(3), tell_once).await;
    assert_eq!(fixture.ran(), [1, 2, 3]);
}

#[tokio::test]
async fn a_timer_about_what_is_gone_ends_quietly() {
    let fixture = Fixture::new().await;
    for kind in TimerKind::ALL {
        fixture.set_timer(*kind, 404, NOW).await;
    }
    let pass = run_due_timers(&fixture.store, NOW, Rules::default()).await.unwrap();
    assert_eq!((pass.ran, pass.put_off), (TimerKind::ALL.len(), 0));
    assert_eq!(fixture.heard(), []);
    for kind in TimerKind::ALL {
        assert_eq!(fixture.timer(*kind, 404).await, None, "{kind:?}");
    }
}
