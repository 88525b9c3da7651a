//! Who is told when somebody asks for help, and when the next one is: the mentor or
//! whoever is on call, then the second on call, then the centre's staff. It doesn't know
//! how they are told.

use circles_protocol::{HelpAlertState, HelpState, HelpStep, HelpTo, Timestamp};

use super::{AccountKey, Rules};

const MINUTE_MS: i64 = 60 * 1_000;

/// The state of a request for help that nobody has answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) to: HelpTo,
    pub(crate) asked_at: Timestamp,
    /// Who was told last; `None` if nobody was.
    pub(crate) last_step: Option<HelpStep>,
}

/// Who could be told now: not suspended, and not the person who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reachable {
    pub(crate) mentor: Option<AccountKey>,
    /// In rota order.
    pub(crate) on_call: Vec<AccountKey>,
    pub(crate) centre: Vec<AccountKey>,
    /// When the next shift begins, which may add somebody.
    pub(crate) next_shift: Option<Timestamp>,
    /// Those who were told before.
    pub(crate) alerted: Vec<AccountKey>,
}

/// What to do now, and when to check again if nobody answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) level: HelpStep,
    pub(crate) alert: Vec<AccountKey>,
    pub(crate) recheck_at: Option<Timestamp>,
}

/// The next step. A step with nobody to tell is skipped at once, so that there is always
/// somebody who may answer. The minutes count from the asking, whatever happened to the
/// server or its clock in the meantime.
pub(crate) fn next_step(
    waiting: Waiting,
    reachable: &Reachable,
    rules: &Rules,
    now: Timestamp,
) -> Step {
    let after = |minutes: u32| {
        let due = waiting.asked_at.plus_ms(i64::from(minutes) * MINUTE_MS);
        Some(due.max(now.plus_ms(1)))
    };
    let (second, centre) = (after(rules.help_second_minutes), after(rules.help_centre_minutes));
    let fresh = |one: &&AccountKey| !reachable.alerted.contains(one);
    let next_on_call = reachable.on_call.iter().find(fresh).copied();
    match (waiting.last_step, waiting.to) {
        (None, HelpTo::Mentor) => {
            if let Some(mentor) = reachable.mentor {
                return Step { level: HelpStep::Mentor, alert: vec![mentor], recheck_at: second };
            }
        }
        (None, HelpTo::OnCall) | (Some(HelpStep::Nobody), _) => {
            if let Some(person) = next_on_call {
                return Step { level: HelpStep::OnCall, alert: vec![person], recheck_at: second };
            }
        }
        (Some(HelpStep::Mentor), _) => {
            if let Some(person) = next_on_call {
                return Step { level: HelpStep::OnCall, alert: vec![person], recheck_at: centre };
            }
        }
        (Some(HelpStep::OnCall), HelpTo::OnCall) => {
            if let Some(person) = next_on_call {
                return Step {
                    level: HelpStep::SecondOnCall,
                    alert: vec![person],
                    recheck_at: centre,
                };
            }
        }
        (None, HelpTo::Centre)
        | (Some(HelpStep::OnCall), HelpTo::Mentor | HelpTo::Centre)
        | (Some(HelpStep::SecondOnCall | HelpStep::Centre), _) => {}
    }
    tell_centre(waiting, reachable, next_on_call)
}

/// Alerts more people because whoever asked wishes it: `None` if there is nobody who was
/// not alerted before. The chain continues as it would have; only if nobody on call has
/// had their turn yet, that step is taken now. `recheck_at` is `None` if the time of the next
/// step doesn't change.
pub(crate) fn alert_more(
    waiting: Waiting,
    to: HelpTo,
    reachable: &Reachable,
    rules: &Rules,
    now: Timestamp,
) -> Option<Step> {
    let fresh = |one: &&AccountKey| !reachable.alerted.contains(one);
    let alert: Vec<AccountKey> = match to {
        HelpTo::Mentor => reachable.mentor.iter().filter(fresh).copied().collect(),
        HelpTo::OnCall => reachable.on_call.iter().find(fresh).copied().into_iter().collect(),
        HelpTo::Centre => reachable.centre.iter().filter(fresh).copied().collect(),
    };
    if alert.is_empty() {
        return None;
    }
    let level = waiting.last_step.unwrap_or(HelpStep::Nobody);
    let after = |minutes: u32| {
        let due = waiting.asked_at.plus_ms(i64::from(minutes) * MINUTE_MS);
        Some(due.max(now.plus_ms(1)))
    };
    let (level, recheck_at) = match (to, level) {
        (HelpTo::OnCall, HelpStep::Mentor | HelpStep::Nobody) => {
            (HelpStep::OnCall, after(rules.help_centre_minutes))
        }
        (HelpTo::Mentor, HelpStep::Nobody) => (HelpStep::Mentor, after(rules.help_second_minutes)),
        (HelpTo::Centre, HelpStep::Nobody) => (HelpStep::Centre, None),
        (_, level) => (level, None),
    };
    Some(Step { level, alert, recheck_at })
}

/// The capacity in which a step of the chain alerts somebody; `None` if it alerts nobody.
pub(crate) const fn alerted_as(level: HelpStep) -> Option<HelpTo> {
    match level {
        HelpStep::Mentor => Some(HelpTo::Mentor),
        HelpStep::OnCall | HelpStep::SecondOnCall => Some(HelpTo::OnCall),
        HelpStep::Centre => Some(HelpTo::Centre),
        HelpStep::Nobody => None,
    }
}

/// The last step. If nobody on the staff can be reached either, those on call who were
/// not told yet are, one at each change of shifts; those who were told stay so.
fn tell_centre(waiting: Waiting, reachable: &Reachable, next_on_call: Option<AccountKey>) -> Step {
    let alert: Vec<_> =
        reachable.centre.iter().filter(|one| !reachable.alerted.contains(one)).copied().collect();
    if !reachable.centre.is_empty() {
        return Step { level: HelpStep::Centre, alert, recheck_at: None };
    }
    if let Some(person) = next_on_call {
        let level = HelpStep::SecondOnCall;
        return Step { level, alert: vec![person], recheck_at: reachable.next_shift };
    }
    let level = match waiting.last_step {
        Some(level) if !reachable.alerted.is_empty() => level,
        Some(_) | None => HelpStep::Nobody,
    };
    Step { level, alert, recheck_at: reachable.next_shift }
}

/// The outcome of a request for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HelpOutcome {
    pub(crate) responder: Option<AccountKey>,
    pub(crate) ended: bool,
}

impl HelpOutcome {
    pub(crate) const fn waits(self) -> bool {
        self.responder.is_none() && !self.ended
    }

    /// The state as shown to whoever asked.
    pub(crate) const fn state(self) -> HelpState {
        match (self.ended, self.responder) {
            (true, _) => HelpState::Ended,
            (false, Some(_)) => HelpState::Acknowledged,
            (false, None) => HelpState::Waiting,
        }
    }

    /// The state as shown to somebody who was alerted.
    pub(crate) fn alert_state(self, account: AccountKey) -> HelpAlertState {
        match (self.ended, self.responder) {
            (true, _) => HelpAlertState::Ended,
            (false, Some(responder)) if responder == account => HelpAlertState::Yours,
            (false, Some(_)) => HelpAlertState::Taken,
            (false, None) => HelpAlertState::Waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Timestamp = Timestamp(1_000_000_000);
    const RAY: AccountKey = AccountKey(1);
    const JO: AccountKey = AccountKey(2);
    const KIM: AccountKey = AccountKey(3);
    const DANA: AccountKey = AccountKey(4);

    const fn minutes(minutes: i64) -> Timestamp {
        ASKED.plus_ms(minutes * MINUTE_MS)
    }

    fn everyone() -> Reachable {
        Reachable {
            mentor: Some(RAY),
            on_call: vec![JO, KIM],
            centre: vec![DANA],
            next_shift: Some(minutes(600)),
            alerted: Vec::new(),
        }
    }

    /// Every step from the asking on, each at the time that the previous one set.
    fn chain(to: HelpTo, mut reachable: Reachable) -> Vec<(Timestamp, HelpStep, Vec<AccountKey>)> {
        let (mut last_step, mut now, mut steps) = (None, ASKED, Vec::new());
        loop {
            let waiting = Waiting { to, asked_at: ASKED, last_step };
            let step = next_step(waiting, &reachable, &Rules::default(), now);
            steps.push((now, step.level, step.alert.clone()));
            last_step = Some(step.level);
            reachable.alerted.extend(step.alert);
            match step.recheck_at {
                Some(recheck_at) if steps.len() < 9 => {
                    assert!(recheck_at > now, "time goes on");
                    now = recheck_at;
                }
                Some(_) | None => return steps,
            }
        }
    }

    #[test]
    fn on_call_then_the_second_then_the_centre() {
        let steps = chain(HelpTo::OnCall, everyone());
        let want = [
            (ASKED, HelpStep::OnCall, vec![JO]),
            (minutes(10), HelpStep::SecondOnCall, vec![KIM]),
            (minutes(20), HelpStep::Centre, vec![DANA]),
        ];
        assert_eq!(steps, want);
    }

    #[test]
    fn the_mentor_then_on_call_then_the_centre() {
        let steps = chain(HelpTo::Mentor, everyone());
        let want = [
            (ASKED, HelpStep::Mentor, vec![RAY]),
            (minutes(10), HelpStep::OnCall, vec![JO]),
            (minutes(20), HelpStep::Centre, vec![DANA]),
        ];
        assert_eq!(steps, want);
        // A mentor who is on call is not told twice; the next person is.
        let ray_first = Reachable { on_call: vec![RAY, KIM], ..everyone() };
        assert_eq!(chain(HelpTo::Mentor, ray_first)[1].2, [KIM]);
    }

    #[test]
    fn a_step_without_anybody_is_passed_over_at_once() {
        let alone = Reachable { on_call: vec![JO], ..everyone() };
        let steps = chain(HelpTo::OnCall, alone);
        assert_eq!(steps[1], (minutes(10), HelpStep::Centre, vec![DANA]));
        assert_eq!(steps.len(), 2);
        let nobody = Reachable { on_call: Vec::new(), ..everyone() };
        assert_eq!(chain(HelpTo::OnCall, nobody), [(ASKED, HelpStep::Centre, vec![DANA])]);
        let unpaired = Reachable { mentor: None, on_call: Vec::new(), ..everyone() };
        assert_eq!(chain(HelpTo::Mentor, unpaired)[0].1, HelpStep::Centre);
    }

    #[test]
    fn where_nobody_can_be_told_the_next_shift_is() {
        let rules = Rules::default();
        let nobody =
            Reachable { on_call: Vec::new(), centre: Vec::new(), mentor: None, ..everyone() };
        let waiting = Waiting { to: HelpTo::OnCall, asked_at: ASKED, last_step: None };
        let step = next_step(waiting, &nobody, &rules, ASKED);
        let nothing =
            Step { level: HelpStep::Nobody, alert: vec![], recheck_at: nobody.next_shift };
        assert_eq!(step, nothing);
        let later = Waiting { last_step: Some(HelpStep::Nobody), ..waiting };
        let jo = Reachable { on_call: vec![JO], next_shift: None, ..nobody };
        let step = next_step(later, &jo, &rules, minutes(600));
        assert_eq!((step.level, step.alert), (HelpStep::OnCall, vec![JO]));
        // If there is no staff, the last person who was told stays the last.
        let waiting = Waiting { last_step: Some(HelpStep::OnCall), ..waiting };
        let reachable = Reachable { alerted: vec![JO], ..jo };
        let step = next_step(waiting, &reachable, &rules, minutes(601));
        let nothing = Step { level: HelpStep::OnCall, alert: vec![], recheck_at: None };
        assert_eq!(step, nothing);
    }

    #[test]
    fn without_any_staff_each_who_comes_on_call_is_told() {
        for to in [HelpTo::OnCall, HelpTo::Mentor] {
            for last in [HelpStep::OnCall, HelpStep::SecondOnCall, HelpStep::Centre] {
                let waiting = Waiting { to, asked_at: ASKED, last_step: Some(last) };
                let reachable = Reachable {
                    on_call: vec![JO, KIM],
                    centre: Vec::new(),
                    alerted: vec![RAY, JO],
                    ..everyone()
                };
                let now = minutes(600);
                let step = next_step(waiting, &reachable, &Rules::default(), now);
                assert_eq!((step.level, step.alert), (HelpStep::SecondOnCall, vec![KIM]));
            }
        }
    }

    #[test]
    fn a_page_looks_as_what_became_of_the_request() {
        let (waits, taken) = (
            HelpOutcome { responder: None, ended: false },
            HelpOutcome { responder: Some(JO), ended: false },
        );
        let ended = HelpOutcome { ended: true, ..taken };
        assert_eq!(
            (waits.state(), waits.alert_state(JO)),
            (HelpState::Waiting, HelpAlertState::Waiting)
        );
        assert_eq!(taken.state(), HelpState::Acknowledged);
        assert_eq!(
            (taken.alert_state(JO), taken.alert_state(KIM)),
            (HelpAlertState::Yours, HelpAlertState::Taken)
        );
        assert_eq!(
            (ended.state(), ended.alert_state(JO)),
            (HelpState::Ended, HelpAlertState::Ended)
        );
        assert!(waits.waits() && !taken.waits() && !ended.waits());
    }
}
