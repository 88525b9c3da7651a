//! Who is told when somebody asks for help, and when the next one is: the mentor or
//! whoever is on call, then the second on call, then the centre's staff. It doesn't know
//! how they are told.

use circles_protocol::{HelpAlertState, HelpState, HelpTo, HelpTold, Timestamp};

use super::{AccountKey, Rules};

const MINUTE_MS: i64 = 60 * 1_000;

/// The state of a request for help that nobody has answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) to: HelpTo,
    pub(crate) asked_at: Timestamp,
    /// Who was told last; `None` if nobody was.
    pub(crate) told: Option<HelpTold>,
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
pub(crate) struct Telling {
    pub(crate) told: HelpTold,
    pub(crate) alert: Vec<AccountKey>,
    pub(crate) again: Option<Timestamp>,
}

/// The next step. A step with nobody to tell is skipped at once, so that there is always
/// somebody who may answer. The minutes count from the asking, whatever happened to the
/// server or its clock in the meantime.
pub(crate) fn tell_next(
    waiting: Waiting,
    reachable: &Reachable,
    rules: &Rules,
    now: Timestamp,
) -> Telling {
    let after = |minutes: u32| {
        let due = waiting.asked_at.plus_ms(i64::from(minutes) * MINUTE_MS);
        Some(due.max(now.plus_ms(1)))
    };
    let (second, centre) = (after(rules.help_second_minutes), after(rules.help_centre_minutes));
    let fresh = |one: &&AccountKey| !reachable.alerted.contains(one);
    let next_on_call = reachable.on_call.iter().find(fresh).copied();
    match (waiting.told, waiting.to) {
        (None, HelpTo::Mentor) => {
            if let Some(mentor) = reachable.mentor {
                return Telling { told: HelpTold::Mentor, alert: vec![mentor], again: second };
            }
        }
        (None, HelpTo::OnCall) | (Some(HelpTold::Nobody), _) => {
            if let Some(person) = next_on_call {
                return Telling { told: HelpTold::OnCall, alert: vec![person], again: second };
            }
        }
        (Some(HelpTold::Mentor), _) => {
            if let Some(person) = next_on_call {
                return Telling { told: HelpTold::OnCall, alert: vec![person], again: centre };
            }
        }
        (Some(HelpTold::OnCall), HelpTo::OnCall) => {
            if let Some(person) = next_on_call {
                return Telling {
                    told: HelpTold::SecondOnCall,
                    alert: vec![person],
                    again: centre,
                };
            }
        }
        (None, HelpTo::Centre)
        | (Some(HelpTold::OnCall), HelpTo::Mentor | HelpTo::Centre)
        | (Some(HelpTold::SecondOnCall | HelpTold::Centre), _) => {}
    }
    tell_centre(waiting, reachable, next_on_call)
}

/// Alerts more people because whoever asked wishes it: `None` if there is nobody who was
/// not alerted before. The chain continues as it would have; only if nobody on call has
/// had their turn yet, that step is taken now. `again` is `None` if the time of the next
/// step doesn't change.
pub(crate) fn tell_more(
    waiting: Waiting,
    to: HelpTo,
    reachable: &Reachable,
    rules: &Rules,
    now: Timestamp,
) -> Option<Telling> {
    let fresh = |one: &&AccountKey| !reachable.alerted.contains(one);
    let alert: Vec<AccountKey> = match to {
        HelpTo::Mentor => reachable.mentor.iter().filter(fresh).copied().collect(),
        HelpTo::OnCall => reachable.on_call.iter().find(fresh).copied().into_iter().collect(),
        HelpTo::Centre => reachable.centre.iter().filter(fresh).copied().collect(),
    };
    if alert.is_empty() {
        return None;
    }
    let told = waiting.told.unwrap_or(HelpTold::Nobody);
    let after = |minutes: u32| {
        let due = waiting.asked_at.plus_ms(i64::from(minutes) * MINUTE_MS);
        Some(due.max(now.plus_ms(1)))
    };
    let (told, again) = match (to, told) {
        (HelpTo::OnCall, HelpTold::Mentor | HelpTold::Nobody) => {
            (HelpTold::OnCall, after(rules.help_centre_minutes))
        }
        (HelpTo::Mentor, HelpTold::Nobody) => (HelpTold::Mentor, after(rules.help_second_minutes)),
        (HelpTo::Centre, HelpTold::Nobody) => (HelpTold::Centre, None),
        (_, told) => (told, None),
    };
    Some(Telling { told, alert, again })
}

/// The capacity in which a step of the chain alerts somebody; `None` if it alerts nobody.
pub(crate) const fn alerted_as(told: HelpTold) -> Option<HelpTo> {
    match told {
        HelpTold::Mentor => Some(HelpTo::Mentor),
        HelpTold::OnCall | HelpTold::SecondOnCall => Some(HelpTo::OnCall),
        HelpTold::Centre => Some(HelpTo::Centre),
        HelpTold::Nobody => None,
    }
}

/// The last step. If nobody on the staff can be reached either, those on call who were
/// not told yet are, one at each change of shifts; those who were told stay so.
fn tell_centre(
    waiting: Waiting,
    reachable: &Reachable,
    next_on_call: Option<AccountKey>,
) -> Telling {
    let alert: Vec<_> =
        reachable.centre.iter().filter(|one| !reachable.alerted.contains(one)).copied().collect();
    if !reachable.centre.is_empty() {
        return Telling { told: HelpTold::Centre, alert, again: None };
    }
    if let Some(person) = next_on_call {
        let told = HelpTold::SecondOnCall;
        return Telling { told, alert: vec![person], again: reachable.next_shift };
    }
    let told = match waiting.told {
        Some(told) if !reachable.alerted.is_empty() => told,
        Some(_) | None => HelpTold::Nobody,
    };
    Telling { told, alert, again: reachable.next_shift }
}

/// The outcome of a request for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) responder: Option<AccountKey>,
    pub(crate) ended: bool,
}

impl Fate {
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
    fn chain(to: HelpTo, mut reachable: Reachable) -> Vec<(Timestamp, HelpTold, Vec<AccountKey>)> {
        let (mut told, mut now, mut steps) = (None, ASKED, Vec::new());
        loop {
            let waiting = Waiting { to, asked_at: ASKED, told };
            let telling = tell_next(waiting, &reachable, &Rules::default(), now);
            steps.push((now, telling.told, telling.alert.clone()));
            told = Some(telling.told);
            reachable.alerted.extend(telling.alert);
            match telling.again {
                Some(again) if steps.len() < 9 => {
                    assert!(again > now, "time goes on");
                    now = again;
                }
                Some(_) | None => return steps,
            }
        }
    }

    #[test]
    fn on_call_then_the_second_then_the_centre() {
        let told = chain(HelpTo::OnCall, everyone());
        let want = [
            (ASKED, HelpTold::OnCall, vec![JO]),
            (minutes(10), HelpTold::SecondOnCall, vec![KIM]),
            (minutes(20), HelpTold::Centre, vec![DANA]),
        ];
        assert_eq!(told, want);
    }

    #[test]
    fn the_mentor_then_on_call_then_the_centre() {
        let told = chain(HelpTo::Mentor, everyone());
        let want = [
            (ASKED, HelpTold::Mentor, vec![RAY]),
            (minutes(10), HelpTold::OnCall, vec![JO]),
            (minutes(20), HelpTold::Centre, vec![DANA]),
        ];
        assert_eq!(told, want);
        // A mentor who is on call is not told twice; the next person is.
        let ray_first = Reachable { on_call: vec![RAY, KIM], ..everyone() };
        assert_eq!(chain(HelpTo::Mentor, ray_first)[1].2, [KIM]);
    }

    #[test]
    fn a_step_without_anybody_is_passed_over_at_once() {
        let alone = Reachable { on_call: vec![JO], ..everyone() };
        let told = chain(HelpTo::OnCall, alone);
        assert_eq!(told[1], (minutes(10), HelpTold::Centre, vec![DANA]));
        assert_eq!(told.len(), 2);
        let nobody = Reachable { on_call: Vec::new(), ..everyone() };
        assert_eq!(chain(HelpTo::OnCall, nobody), [(ASKED, HelpTold::Centre, vec![DANA])]);
        let unpaired = Reachable { mentor: None, on_call: Vec::new(), ..everyone() };
        assert_eq!(chain(HelpTo::Mentor, unpaired)[0].1, HelpTold::Centre);
    }

    #[test]
    fn where_nobody_can_be_told_the_next_shift_is() {
        let rules = Rules::default();
        let nobody =
            Reachable { on_call: Vec::new(), centre: Vec::new(), mentor: None, ..everyone() };
        let waiting = Waiting { to: HelpTo::OnCall, asked_at: ASKED, told: None };
        let telling = tell_next(waiting, &nobody, &rules, ASKED);
        let nothing = Telling { told: HelpTold::Nobody, alert: vec![], again: nobody.next_shift };
        assert_eq!(telling, nothing);
        let later = Waiting { told: Some(HelpTold::Nobody), ..waiting };
        let jo = Reachable { on_call: vec![JO], next_shift: None, ..nobody };
        let telling = tell_next(later, &jo, &rules, minutes(600));
        assert_eq!((telling.told, telling.alert), (HelpTold::OnCall, vec![JO]));
        // If there is no staff, the last person who was told stays the last.
        let waiting = Waiting { told: Some(HelpTold::OnCall), ..waiting };
        let told = Reachable { alerted: vec![JO], ..jo };
        let telling = tell_next(waiting, &told, &rules, minutes(601));
        let nothing = Telling { told: HelpTold::OnCall, alert: vec![], again: None };
        assert_eq!(telling, nothing);
    }

    #[test]
    fn without_any_staff_each_who_comes_on_call_is_told() {
        for to in [HelpTo::OnCall, HelpTo::Mentor] {
            for told in [HelpTold::OnCall, HelpTold::SecondOnCall, HelpTold::Centre] {
                let waiting = Waiting { to, asked_at: ASKED, told: Some(told) };
                let reachable = Reachable {
                    on_call: vec![JO, KIM],
                    centre: Vec::new(),
                    alerted: vec![RAY, JO],
                    ..everyone()
                };
                let now = minutes(600);
                let telling = tell_next(waiting, &reachable, &Rules::default(), now);
                assert_eq!((telling.told, telling.alert), (HelpTold::SecondOnCall, vec![KIM]));
            }
        }
    }

    #[test]
    fn a_page_looks_as_what_became_of_the_request() {
        let (waits, taken) =
            (Fate { responder: None, ended: false }, Fate { responder: Some(JO), ended: false });
        let ended = Fate { ended: true, ..taken };
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
