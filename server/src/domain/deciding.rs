//! Who may decide a case, an appeal or a proposal, how grave a reason is, and what can
//! be undone. Takes facts and says yes or no: never the person it is about, never anyone
//! who acted. Who is told of it is decided here too, so the two never differ.

use circles_protocol::{CaseKind, CaseResolution, DecisionKind, Reason, UndoStatus};

use super::AccountKey;

/// Somebody who decides: a present moderator of the circle, a member of the centre's
/// staff, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decider {
    pub(crate) account: AccountKey,
    /// In the circle that it is about, and present now.
    pub(crate) moderator: bool,
    pub(crate) coordinator: bool,
    pub(crate) suspended: bool,
}

/// What has to be decided, and who is too closely involved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecisionSubject {
    /// The centre decides only if no moderator may.
    Case { subject: AccountKey },
    /// `actors`: everyone who took part in what it is about.
    Appeal { subject: AccountKey, actors: [Option<AccountKey>; 2] },
    /// Whoever proposed it can't be the second person to agree.
    Proposal { subject: AccountKey, proposer: AccountKey },
}

impl DecisionSubject {
    fn touches(self, account: AccountKey) -> bool {
        match self {
            Self::Case { subject } => subject == account,
            Self::Appeal { subject, actors } => {
                subject == account || actors.contains(&Some(account))
            }
            Self::Proposal { subject, proposer } => subject == account || proposer == account,
        }
    }
}

/// Whether this account may decide. `people` holds everyone who decides in the
/// circle and for the centre.
pub(crate) fn may_decide(
    people: &[Decider],
    decision_subject: DecisionSubject,
    account: AccountKey,
) -> bool {
    deciders(people, decision_subject).any(|decider| decider == account)
}

/// Everyone who may decide.
pub(crate) fn deciders(
    people: &[Decider],
    decision_subject: DecisionSubject,
) -> impl Iterator<Item = AccountKey> + '_ {
    let fit = move |one: &&Decider| !one.suspended && !decision_subject.touches(one.account);
    let centre = match decision_subject {
        DecisionSubject::Case { .. } => !people.iter().filter(fit).any(|one| one.moderator),
        DecisionSubject::Appeal { .. } | DecisionSubject::Proposal { .. } => true,
    };
    let may = move |one: &&Decider| one.moderator || (one.coordinator && centre);
    people.iter().filter(fit).filter(may).map(|one| one.account)
}

/// Whether a case of this kind can end this way. A held message is posted or not, and
/// nothing else is decided with it; only a case about a message can end with something
/// done to one.
pub(crate) const fn resolution_allowed(
    resolution: CaseResolution,
    kind: CaseKind,
    about_message: bool,
) -> bool {
    let held = matches!(kind, CaseKind::Held);
    match resolution {
        CaseResolution::Release | CaseResolution::HoldBack => held,
        CaseResolution::MuteMessage | CaseResolution::AddNote { .. } => !held && about_message,
        CaseResolution::Dismiss
        | CaseResolution::MuteMember { .. }
        | CaseResolution::MassMute { .. }
        | CaseResolution::ProposeRemoval => !held,
    }
}

/// The recorded outcome of a case that ends this way.
pub(crate) const fn kind_of(resolution: CaseResolution) -> DecisionKind {
    match resolution {
        CaseResolution::Dismiss => DecisionKind::Dismiss,
        CaseResolution::MuteMessage => DecisionKind::MuteMessage,
        CaseResolution::MuteMember { .. } => DecisionKind::MuteMember,
        CaseResolution::MassMute { .. } => DecisionKind::MassMute,
        CaseResolution::AddNote { .. } => DecisionKind::AddNote,
        CaseResolution::ProposeRemoval => DecisionKind::ProposeRemoval,
        CaseResolution::Release => DecisionKind::Release,
        CaseResolution::HoldBack => DecisionKind::HoldBack,
    }
}

/// What is known of the effects of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) kind: DecisionKind,
    /// There was an appeal against it, decided or not.
    pub(crate) appealed: bool,
    /// The message that was not posted could still be posted.
    pub(crate) postable: bool,
}

/// Whether it can be undone. Whoever acted must not bypass an appeal that way; a posted
/// message has been read; a proposal is somebody else's to decide by now; and a message
/// that its author took back is gone.
pub(crate) const fn undo_status(effect: Effect) -> UndoStatus {
    match effect.kind {
        DecisionKind::ProposeRemoval | DecisionKind::Release | DecisionKind::Withdrawn => {
            UndoStatus::Final
        }
        DecisionKind::Dismiss
        | DecisionKind::MuteMessage
        | DecisionKind::MuteMember
        | DecisionKind::MassMute
        | DecisionKind::AddNote
        | DecisionKind::HoldBack
            if effect.appealed =>
        {
            UndoStatus::Appealed
        }
        DecisionKind::HoldBack if !effect.postable => UndoStatus::Final,
        DecisionKind::Dismiss
        | DecisionKind::MuteMessage
        | DecisionKind::MuteMember
        | DecisionKind::MassMute
        | DecisionKind::AddNote
        | DecisionKind::HoldBack => UndoStatus::Possible,
    }
}

/// Whether there is anybody in the circle about whom this account may decide cases.
/// Avoids checking each case of a long queue.
pub(crate) fn may_decide_some(people: &[Decider], account: AccountKey) -> bool {
    // Tries a case about nobody, then one about each moderator: the centre decides only
    // if the subject is the last moderator who could.
    let about = |subject| may_decide(people, DecisionSubject::Case { subject }, account);
    about(NOBODY) || people.iter().filter(|one| one.moderator).any(|one| about(one.account))
}

/// No account has this key.
const NOBODY: AccountKey = AccountKey(0);

/// A reason's rank in the queue, 0 first.
pub(crate) const fn rank(reason: Reason) -> u8 {
    match reason {
        Reason::Danger => 0,
        Reason::Predation | Reason::Outing => 1,
        Reason::Solicitation => 2,
        Reason::Shaming => 3,
        Reason::Other => 4,
    }
}

/// The graver of two; the first if they are equal.
pub(crate) const fn graver(one: Reason, other: Reason) -> Reason {
    if rank(other) < rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use circles_protocol::{ContentNote, MuteDuration, WireEnum as _};

    use super::*;

    const KIM: AccountKey = AccountKey(1);
    const LEE: AccountKey = AccountKey(2);
    const COORDINATOR: AccountKey = AccountKey(3);
    const ALUM: AccountKey = AccountKey(4);

    const fn moderator(account: AccountKey) -> Decider {
        Decider { account, moderator: true, coordinator: false, suspended: false }
    }

    const fn coordinator(account: AccountKey) -> Decider {
        Decider { account, moderator: false, coordinator: true, suspended: false }
    }

    const PEOPLE: [Decider; 3] = [moderator(KIM), moderator(LEE), coordinator(COORDINATOR)];

    fn decide(people: &[Decider], decision_subject: DecisionSubject) -> Vec<AccountKey> {
        deciders(people, decision_subject).collect()
    }

    #[test]
    fn a_case_is_for_the_moderators_and_not_for_the_centre() {
        assert_eq!(decide(&PEOPLE, DecisionSubject::Case { subject: ALUM }), [KIM, LEE]);
        assert!(!may_decide(&PEOPLE, DecisionSubject::Case { subject: ALUM }, COORDINATOR));
        assert!(!may_decide(&PEOPLE, DecisionSubject::Case { subject: ALUM }, ALUM));
    }

    #[test]
    fn a_case_never_reaches_whoever_it_is_about() {
        assert_eq!(decide(&PEOPLE, DecisionSubject::Case { subject: KIM }), [LEE]);
        let alone = [moderator(KIM), coordinator(COORDINATOR)];
        assert_eq!(decide(&alone, DecisionSubject::Case { subject: KIM }), [COORDINATOR]);
        // One person has both roles, and there is nobody else: it waits for a second
        // person.
        let both = [Decider { coordinator: true, ..moderator(KIM) }];
        assert!(decide(&both, DecisionSubject::Case { subject: KIM }).is_empty());
    }

    #[test]
    fn the_centre_decides_where_no_moderator_may() {
        let away = [Decider { suspended: true, ..moderator(KIM) }, coordinator(COORDINATOR)];
        assert_eq!(decide(&away, DecisionSubject::Case { subject: ALUM }), [COORDINATOR]);
        let none = [coordinator(COORDINATOR), coordinator(LEE)];
        assert_eq!(decide(&none, DecisionSubject::Case { subject: LEE }), [COORDINATOR]);
        let staff = [Decider { suspended: true, ..coordinator(COORDINATOR) }];
        assert!(decide(&staff, DecisionSubject::Case { subject: ALUM }).is_empty());
    }

    #[test]
    fn an_appeal_is_never_decided_by_whoever_acted() {
        let decision_subject = DecisionSubject::Appeal { subject: ALUM, actors: [Some(KIM), None] };
        assert_eq!(decide(&PEOPLE, decision_subject), [LEE, COORDINATOR]);
        let agreed =
            DecisionSubject::Appeal { subject: ALUM, actors: [Some(KIM), Some(COORDINATOR)] };
        assert_eq!(decide(&PEOPLE, agreed), [LEE]);
        let by_centre = DecisionSubject::Appeal { subject: LEE, actors: [None, Some(COORDINATOR)] };
        assert_eq!(decide(&PEOPLE, by_centre), [KIM]);
    }

    #[test]
    fn whoever_proposed_is_not_the_second_to_agree() {
        let decision_subject = DecisionSubject::Proposal { subject: ALUM, proposer: LEE };
        assert_eq!(decide(&PEOPLE, decision_subject), [KIM, COORDINATOR]);
        let about_staff = DecisionSubject::Proposal { subject: COORDINATOR, proposer: LEE };
        assert_eq!(decide(&PEOPLE, about_staff), [KIM]);
    }

    #[test]
    fn a_circle_with_two_moderators_leaves_nothing_to_the_centre() {
        assert!(may_decide_some(&PEOPLE, KIM));
        assert!(!may_decide_some(&PEOPLE, COORDINATOR));
        assert!(!may_decide_some(&PEOPLE, ALUM));
        let one = [moderator(KIM), coordinator(COORDINATOR)];
        assert!(may_decide_some(&one, COORDINATOR));
        let both = [Decider { coordinator: true, ..moderator(KIM) }, moderator(LEE)];
        assert!(may_decide_some(&both, KIM));
    }

    #[test]
    fn an_action_fits_what_the_case_is_about() {
        let of_message =
            [CaseResolution::MuteMessage, CaseResolution::AddNote { note: ContentNote::Other }];
        let of_person = [
            CaseResolution::Dismiss,
            CaseResolution::MuteMember { duration: MuteDuration::OneDay },
            CaseResolution::MassMute { duration: MuteDuration::OneDay },
            CaseResolution::ProposeRemoval,
        ];
        for resolution in of_message {
            assert!(resolution_allowed(resolution, CaseKind::Reported, true), "{resolution:?}");
            assert!(resolution_allowed(resolution, CaseKind::Flagged, true), "{resolution:?}");
            assert!(!resolution_allowed(resolution, CaseKind::Reported, false), "{resolution:?}");
            assert!(!resolution_allowed(resolution, CaseKind::Held, true), "{resolution:?}");
        }
        for resolution in of_person {
            assert!(resolution_allowed(resolution, CaseKind::Reported, false), "{resolution:?}");
            assert!(resolution_allowed(resolution, CaseKind::Flagged, true), "{resolution:?}");
            assert!(!resolution_allowed(resolution, CaseKind::Held, true), "{resolution:?}");
        }
        for resolution in [CaseResolution::Release, CaseResolution::HoldBack] {
            assert!(resolution_allowed(resolution, CaseKind::Held, true), "{resolution:?}");
            assert!(!resolution_allowed(resolution, CaseKind::Reported, true), "{resolution:?}");
            assert!(!resolution_allowed(resolution, CaseKind::Flagged, true), "{resolution:?}");
        }
    }

    #[test]
    fn what_can_be_undone_is_undone_unless_there_was_an_appeal() {
        for kind in DecisionKind::ALL.iter().copied() {
            let can = |appealed, postable| undo_status(Effect { kind, appealed, postable });
            let last = matches!(
                kind,
                DecisionKind::ProposeRemoval | DecisionKind::Release | DecisionKind::Withdrawn
            );
            if last {
                for (appealed, postable) in [(false, false), (false, true), (true, true)] {
                    assert_eq!(can(appealed, postable), UndoStatus::Final, "{kind:?}");
                }
                continue;
            }
            assert_eq!(can(false, true), UndoStatus::Possible, "{kind:?}");
            assert_eq!(can(true, true), UndoStatus::Appealed, "{kind:?}");
            assert_eq!(can(true, false), UndoStatus::Appealed, "{kind:?}");
            let gone = if kind == DecisionKind::HoldBack {
                UndoStatus::Final
            } else {
                UndoStatus::Possible
            };
            assert_eq!(can(false, false), gone, "{kind:?}");
        }
    }

    #[test]
    fn danger_comes_first_and_the_graver_reason_holds() {
        let ranks: Vec<_> = Reason::ALL.iter().map(|reason| rank(*reason)).collect();
        assert_eq!(ranks, [0, 1, 1, 2, 3, 4]);
        assert_eq!(graver(Reason::Shaming, Reason::Danger), Reason::Danger);
        assert_eq!(graver(Reason::Danger, Reason::Other), Reason::Danger);
        assert_eq!(graver(Reason::Predation, Reason::Outing), Reason::Predation);
    }
}
