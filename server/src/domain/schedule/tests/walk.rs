//! A member's months on a simulated clock, across clock changes: check-ins, pauses, stops
//! of the server, a clock that is set. Whatever happens, each step comes once in a
//! silence, in order, and never at night.

use chrono::Timelike as _;

use super::follow_up::{RULES, sound_rules};
use super::*;
use crate::domain::schedule::follow_up::{
    DEFAULT_DUE_MINUTE, FollowUpRules, FollowUpStep, StepDue, next_due, step_at, step_due,
};

/// What the store keeps about a silence, and nothing else.
#[derive(Debug, Clone, Copy)]
struct Kept {
    due: Timestamp,
    early: bool,
    last_fired: Option<FollowUpStep>,
}

struct Walk {
    rules: FollowUpRules,
    zone: Tz,
    now: Timestamp,
    kept: Kept,
    /// When the server wants to check again. A restart forgets it.
    wake: Option<Timestamp>,
    seen: Timestamp,
    /// The steps taken in the present silence, and when.
    fired: Vec<(FollowUpStep, Timestamp)>,
    /// The steps taken in earlier silences.
    silences: Vec<Vec<FollowUpStep>>,
}

impl Walk {
    fn begin(rules: FollowUpRules, zone: Tz, now: Timestamp, early: bool) -> Self {
        let due = next_due(now, DEFAULT_DUE_MINUTE, zone);
        let kept = Kept { due, early, last_fired: None };
        let (fired, silences) = (Vec::new(), Vec::new());
        Self { rules, zone, now, kept, wake: None, seen: now, fired, silences }
    }

    /// Does what is due at this moment, and asserts that it was right.
    fn look(&mut self) {
        let set_back = self.now < self.seen;
        self.seen = self.now;
        if !set_back && self.wake.is_some_and(|wake| self.now < wake) {
            return;
        }
        let Kept { due, early, .. } = self.kept;
        for _ in 0..=FollowUpStep::ALL.len() {
            match step_due(&self.rules, due, early, self.kept.last_fired, self.zone, self.now) {
                StepDue::Take(step) => self.fire(step),
                StepDue::WaitUntil(wake) => {
                    assert!(wake > self.now);
                    self.wake = Some(wake);
                    return;
                }
                StepDue::Nothing => {
                    assert_eq!(self.fired.len(), FollowUpStep::ALL.len());
                    self.wake = Some(Timestamp(i64::MAX));
                    return;
                }
            }
        }
        panic!("there are more steps than the hello ladder has");
    }

    fn fire(&mut self, step: FollowUpStep) {
        assert_eq!(step, FollowUpStep::ALL[self.fired.len()], "in order, and each once");
        assert!(!self.is_night(), "{step:?} at {}", local_time(self.now, self.zone));
        assert!(self.now > self.kept.due);
        assert!(self.now >= step_at(&self.rules, self.kept.due, self.kept.early, step, self.zone));
        self.fired.push((step, self.now));
        self.kept.last_fired = Some(step);
    }

    /// Computed without the code under test.
    fn is_night(&self) -> bool {
        let minute = local_time(self.now, self.zone).num_seconds_from_midnight() / 60;
        let quiet = self.rules.quiet;
        let (from, to) = (u32::from(quiet.from_minute), u32::from(quiet.to_minute));
        if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }

    /// Nothing that is due by now is outstanding, unless it is night.
    fn nothing_is_left_undone(&self) {
        let Kept { due, early, .. } = self.kept;
        let come =
            |step: &&FollowUpStep| step_at(&self.rules, due, early, **step, self.zone) <= self.now;
        let expected = FollowUpStep::ALL.iter().filter(come).count();
        assert!(self.fired.len() >= expected || self.is_night(), "{:?}", self.kept);
    }

    fn pass(&mut self, minutes: i64) {
        self.now = self.now.plus_ms(minutes * MINUTE_MS);
        self.look();
    }

    /// A check-in now, or a pause from now until then.
    fn hear(&mut self, until: Timestamp) {
        let due = next_due(until, DEFAULT_DUE_MINUTE, self.zone);
        assert!(due > until);
        self.kept = Kept { due, early: !self.kept.early, last_fired: None };
        self.wake = None;
        let steps = self.fired.drain(..).map(|(step, _)| step).collect();
        self.silences.push(steps);
        self.look();
        assert!(self.fired.is_empty(), "a sign of life is never answered by a step");
    }

    fn restart(&mut self) {
        self.wake = None;
        self.look();
    }
}

#[derive(Debug, Clone)]
enum Event {
    Pass(i64),
    CheckIn,
    Pause(i64),
    Restart,
    /// The server was down for that many minutes.
    Stop(i64),
    /// The machine's clock is set, forward or back.
    SetClock(i64),
    /// The alum moves to another time zone.
    Move(Tz),
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => (1..400_i64).prop_map(Event::Pass),
        12 => (400..4_000_i64).prop_map(Event::Pass),
        2 => Just(Event::CheckIn),
        1 => (1..30 * 24 * 60_i64).prop_map(Event::Pause),
        2 => Just(Event::Restart),
        2 => (1..20_000_i64).prop_map(Event::Stop),
        2 => (-3_000..3_000_i64).prop_map(Event::SetClock),
        1 => zones().prop_map(Event::Move),
    ]
}

proptest! {
    #![proptest_config(few(100))]

    #[test]
    fn each_step_comes_once_in_a_silence_whatever_happens(
        rules in prop_oneof![Just(RULES), sound_rules()],
        zone in zones(),
        start in moments(),
        early: bool,
        events in proptest::collection::vec(events(), 1..120),
    ) {
        let mut walk = Walk::begin(rules, zone, start, early);
        for event in events {
            match event {
                Event::Pass(minutes) => walk.pass(minutes),
                Event::CheckIn => walk.hear(walk.now),
                Event::Pause(minutes) => walk.hear(walk.now.plus_ms(minutes * MINUTE_MS)),
                Event::Restart => walk.restart(),
                Event::Stop(minutes) => {
                    walk.now = walk.now.plus_ms(minutes * MINUTE_MS);
                    walk.restart();
                }
                Event::SetClock(minutes) => walk.pass(minutes),
                Event::Move(zone) => {
                    walk.zone = zone;
                    walk.restart();
                }
            }
            walk.nothing_is_left_undone();
        }
    }
}

/// Days around which clocks change, or don't.
const CHANGES: [(Tz, &str); 9] = [
    (NEW_YORK, "2025-03-09T00:00:00Z"),
    (NEW_YORK, "2025-11-02T00:00:00Z"),
    (BERLIN, "2025-03-30T00:00:00Z"),
    (BERLIN, "2025-10-26T00:00:00Z"),
    (LORD_HOWE, "2025-04-05T00:00:00Z"),
    (LORD_HOWE, "2025-10-04T00:00:00Z"),
    (APIA, "2011-04-02T00:00:00Z"),
    (APIA, "2011-12-30T00:00:00Z"),
    (KOLKATA, "2025-03-09T00:00:00Z"),
];

#[test]
fn minute_by_minute_every_step_comes_in_its_minute() {
    for (zone, change) in CHANGES {
        for begun_days_before in [1, 2, 3, 7] {
            let start = at(change).plus_ms(-begun_days_before * DAY_MS);
            let mut walk = Walk::begin(RULES, zone, start, begun_days_before == 2);
            for _ in 0..17 * 24 * 60 {
                walk.pass(1);
            }
            let Kept { due, early, .. } = walk.kept;
            let expected =
                FollowUpStep::ALL.map(|step| (step, step_at(&RULES, due, early, step, zone)));
            assert_eq!(walk.fired, expected, "{zone} {change}");
        }
    }
}

#[test]
fn whoever_checks_in_at_noon_is_never_prompted_across_clock_changes() {
    for (zone, change) in CHANGES {
        let start = at(change).plus_ms(-60 * DAY_MS);
        let mut walk = Walk::begin(RULES, zone, start, true);
        for _ in 0..120 {
            let noon = next_due(walk.now, 12 * 60, zone);
            while walk.now < noon {
                walk.pass(15);
            }
            walk.hear(walk.now);
        }
        assert!(walk.now > at(change).plus_ms(50 * DAY_MS));
        assert!(walk.silences.iter().all(Vec::is_empty), "{zone} {change}");
    }
}
