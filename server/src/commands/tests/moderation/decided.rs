//! Decided cases: who sees them, what undoing one brings back, and who may.

use circles_protocol::requests::{ListDecidedCases, UndoDecision};
use circles_protocol::{
    AuditAction, CaseId, CaseResolution, Concern, ContentNote, DecidedCase, DecisionId,
    DecisionKind, MuteDuration, Undoing, Undone, limits,
};

use crate::clock::HOUR_MS;
use crate::commands::moderation::list_decided_cases::list_decided_cases;
use crate::commands::moderation::undo_decision::undo_decision;
use crate::commands::tests::moderation::closing::{Scene, scene};
use crate::commands::tests::moderation::held::OFFER;
use crate::commands::tests::*;
use crate::store::check;

pub(in crate::commands::tests) const DAY: MuteDuration = MuteDuration::OneDay;

/// Nothing but the case is open again.
pub(in crate::commands::tests) const ONLY_OPEN: Undone = Undone {
    messages: 0,
    mute_lifted: false,
    still_muted_until: None,
    note_restored: false,
    waits: false,
    changed_since: false,
};

impl House {
    async fn decided_page(
        &self,
        actor: Actor,
        before: Option<DecisionId>,
    ) -> Result<(Vec<DecidedCase>, bool), Rejection> {
        let list = ListDecidedCases { before };
        let reply = list_decided_cases(&self.store, actor, list, NOW).await?;
        let Reply::DecidedCases { decided, has_more } = reply else { panic!("{reply:?}") };
        Ok((decided, has_more))
    }

    /// The first page of decided cases.
    pub(in crate::commands::tests) async fn decided(&self, actor: Actor) -> Vec<DecidedCase> {
        self.decided_page(actor, None).await.unwrap().0
    }

    pub(in crate::commands::tests) async fn undo_at(
        &self,
        actor: Actor,
        decision: DecisionId,
        at: Timestamp,
    ) -> Result<Undone, Rejection> {
        let reply = undo_decision(&self.store, actor, UndoDecision { decision }, at).await?;
        let Reply::DecisionUndone { undone } = reply else { panic!("{reply:?}") };
        Ok(undone)
    }

    pub(in crate::commands::tests) async fn undo(
        &self,
        actor: Actor,
        decision: DecisionId,
    ) -> Result<Undone, Rejection> {
        self.undo_at(actor, decision, NOW).await
    }

    /// Decides, and gives what stands in the list then.
    pub(in crate::commands::tests) async fn decide_so(
        &self,
        actor: Actor,
        case: CaseId,
        resolution: CaseResolution,
    ) -> DecidedCase {
        self.close(actor, case, resolution).await.unwrap();
        let found = self.decided(actor).await.into_iter().find(|one| one.case.id == case);
        found.expect("it was decided")
    }
}

#[tokio::test]
async fn each_decision_that_can_be_undone_is_and_the_case_is_ones_own_again() {
    let (shown, lifted) =
        (Undone { messages: 1, ..ONLY_OPEN }, Undone { mute_lifted: true, ..ONLY_OPEN });
    let note = ContentNote::SubstanceUse;
    for (resolution, kind, undone, actions) in [
        (CaseResolution::Dismiss, DecisionKind::Dismiss, ONLY_OPEN, 0),
        (CaseResolution::MuteMessage, DecisionKind::MuteMessage, shown, 1),
        (CaseResolution::MuteMember { duration: DAY }, DecisionKind::MuteMember, lifted, 1),
        (
            CaseResolution::MuteEverything { duration: DAY },
            DecisionKind::MuteEverything,
            Undone { messages: 1, ..lifted },
            1,
        ),
        (
            CaseResolution::AddNote { note },
            DecisionKind::AddNote,
            Undone { note_restored: true, ..ONLY_OPEN },
            0,
        ),
    ] {
        let Scene { house, jo, sam, kim, lou, said, case, .. } = scene().await;
        let before = house.view(sam, said).await;
        let DecidedCase { decision, .. } = house.decide_so(kim, case, resolution).await;
        assert_eq!((decision.kind, decision.undoing), (kind, Undoing::Possible), "{resolution:?}");
        let by = Some(house.member_id(kim).await);
        assert_eq!((decision.by, decision.mine, decision.at), (by, true, NOW), "{resolution:?}");
        assert_eq!(decision.action.is_some(), actions == 1, "{resolution:?}");
        assert_eq!(house.decided(lou).await.len(), 1);
        assert!(!house.decided(lou).await[0].decision.mine);
        assert_eq!(house.told_handled().len(), 1);

        // Another than the one who decided may, as they may decide.
        assert_eq!(house.undo(lou, decision.id).await, Ok(undone), "{resolution:?}");
        assert_eq!(house.view(sam, said).await, before, "{resolution:?}");
        house.say(jo, "here again").await;
        let own = house.own_actions(jo).await;
        assert_eq!(own.len(), actions, "{resolution:?}");
        assert!(own.iter().all(|action| action.ended_at.is_some()), "{resolution:?}");
        let [open] = &house.cases(kim).await[..] else { panic!("{resolution:?}: one case") };
        let claim = open.claim.expect("claimed");
        assert_eq!((open.id, claim.by), (case, Some(house.member_id(lou).await)));
        assert_eq!(open.reopened_at, Some(NOW));
        assert!(house.decided(kim).await.is_empty());
        assert_refused(house.close(kim, case, CaseResolution::Dismiss).await, RefusalCode::Claimed);
        let rows = house.audit_rows().await;
        assert_eq!((rows[0].action, rows[0].target), (AuditAction::DecisionUndone, Some(case.0)));

        // Decided anew, whoever reported it is not told once more.
        assert!(house.told_handled().is_empty());
        house.close(lou, case, CaseResolution::Dismiss).await.unwrap();
        assert!(house.told_handled().is_empty(), "{resolution:?}");
        house.store.close().await;
        assert_eq!(check(house.folder.path()).unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_cannot_be_undone_is_said_to_be_final_and_refused() {
    let Scene { house, kim, case, .. } = scene().await;
    let proposed = house.decide_so(kim, case, CaseResolution::ProposeRemoval).await.decision;
    assert_eq!((proposed.kind, proposed.undoing), (DecisionKind::ProposeRemoval, Undoing::Final));

    let new = house.member("Ann").await;
    house.hold(new, OFFER).await;
    let held = house.only_case(kim).await;
    let released = house.decide_so(kim, held, CaseResolution::Release).await.decision;
    assert_eq!((released.kind, released.undoing), (DecisionKind::Release, Undoing::Final));

    let message = house.hold(new, OFFER).await;
    house.delete(new, message).await.unwrap();
    let withdrawn = house.decided(kim).await[0].decision.clone();
    assert_eq!((withdrawn.kind, withdrawn.by), (DecisionKind::Withdrawn, None));
    assert_eq!((withdrawn.undoing, withdrawn.mine), (Undoing::Final, false));

    // Not posted, and then taken back: there is nothing left to post.
    let message = house.hold(new, OFFER).await;
    let held = house.only_case(kim).await;
    let decision = house.decide_so(kim, held, CaseResolution::HoldBack).await.decision;
    assert_eq!(decision.undoing, Undoing::Possible);
    house.delete(new, message).await.unwrap();
    assert_eq!(house.decided(kim).await[0].decision.undoing, Undoing::Final);
    for one in [proposed.id, released.id, withdrawn.id, decision.id] {
        assert_refused(house.undo(kim, one).await, RefusalCode::NotAllowed);
    }
    assert!(house.cases(kim).await.is_empty());
}

#[tokio::test]
async fn a_message_that_was_held_back_waits_again() {
    let house = House::new().await;
    let (new, kim) = (house.member("Ann").await, house.moderator("Kim").await);
    let message = house.hold(new, OFFER).await;
    let case = house.only_case(kim).await;
    let decision = house.decide_so(kim, case, CaseResolution::HoldBack).await.decision;
    assert!(house.waiting(new).await[0].not_posted);
    house.heard();
    let undone = house.undo(kim, decision.id).await;
    assert_eq!(undone, Ok(Undone { waits: true, ..ONLY_OPEN }));
    let waits = &house.waiting(new).await[0];
    assert_eq!((waits.id, waits.not_posted), (message, false));
    assert!(house.notices_to(new).iter().any(|notice| {
        matches!(notice, circles_protocol::Notice::ActionAboutYou { muted_until: None, .. })
    }));
    assert!(house.own_actions(new).await[0].ended_at.is_some());
    assert_eq!(house.open_case(kim, case).await.unwrap().evidence.len(), 1);
    house.close(kim, case, CaseResolution::Release).await.unwrap();
    assert!(house.view(kim, message).await.unwrap().body.is_some());
}

#[tokio::test]
async fn only_those_who_may_decide_a_case_see_what_was_decided_or_undo_it() {
    let Scene { house, jo, sam, kim, case, .. } = scene().await;
    let decision = house.decide_so(kim, case, CaseResolution::MuteMessage).await.decision.id;
    let elsewhere = house.moderator_elsewhere("Max").await;
    let staff = house.staff().await;
    for other in [jo, sam, elsewhere, house.stranger().await, staff] {
        assert!(house.decided(other).await.is_empty());
        assert_refused(house.undo(other, decision).await, RefusalCode::NotFound);
        let page = house.decided_page(other, Some(decision)).await;
        assert_refused(page, RefusalCode::NotFound);
    }
    let made_up = DecisionId(Uuid::new_v4());
    assert_refused(house.undo(kim, made_up).await, RefusalCode::NotFound);
    house.demote(house.member_id(kim).await).await;
    assert_refused(house.undo(kim, decision).await, RefusalCode::NotFound);
    assert!(house.decided(kim).await.is_empty());
}

#[tokio::test]
async fn nobody_sees_or_undoes_what_was_decided_about_themselves() {
    let Scene { house, sam, kim, lou, case, .. } = scene().await;
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    house.report_person(sam, house.member_id(lou).await, Concern::Shaming).await.unwrap();
    let about_lou = house.only_case(kim).await;
    let decided =
        house.decide_so(kim, about_lou, CaseResolution::MuteMember { duration: DAY }).await;
    assert_eq!(house.decided(kim).await.len(), 2);
    let seen: Vec<_> = house.decided(lou).await.iter().map(|one| one.case.id).collect();
    assert_eq!(seen, [case]);
    assert_refused(house.undo(lou, decided.decision.id).await, RefusalCode::NotFound);
    assert_refused(house.open_case(lou, about_lou).await, RefusalCode::NotFound);
    house.undo(kim, decided.decision.id).await.unwrap();
}

#[tokio::test]
async fn the_centre_undoes_where_no_moderator_may() {
    let house = House::new().await;
    let (sam, kim) = (house.member("Sam").await, house.moderator("Kim").await);
    let coordinator = house.staff().await;
    let (said, _) = house.say(kim, "come to my place").await;
    house.report(sam, said, Concern::Predation).await.unwrap();
    let case = house.only_case(coordinator).await;
    let decided = house.decide_so(coordinator, case, CaseResolution::MuteMessage).await;
    assert_eq!((decided.decision.by, decided.decision.mine), (None, true));
    assert_refused(house.undo(kim, decided.decision.id).await, RefusalCode::NotFound);
    house.undo(coordinator, decided.decision.id).await.unwrap();
    assert!(!house.view(sam, said).await.unwrap().muted);
    // A second moderator decides from now on, and sees it too.
    house.close(coordinator, case, CaseResolution::Dismiss).await.unwrap();
    let lou = house.moderator("Lou").await;
    assert!(house.decided(coordinator).await.is_empty());
    assert_eq!(house.decided(lou).await[0].decision.by, None);
}

#[tokio::test]
async fn a_decision_is_undone_once_and_never_the_next_one_in_its_place() {
    let Scene { house, kim, lou, said, case, .. } = scene().await;
    let first = house.decide_so(kim, case, CaseResolution::MuteMessage).await.decision.id;
    house.undo(kim, first).await.unwrap();
    assert_refused(house.undo(kim, first).await, RefusalCode::AlreadyHandled);
    let second = house.decide_so(kim, case, CaseResolution::MuteMessage).await.decision.id;
    assert_ne!(first, second);
    assert_refused(house.undo(lou, first).await, RefusalCode::AlreadyHandled);
    assert!(house.view(lou, said).await.unwrap().muted);
    house.undo(lou, second).await.unwrap();
}

#[tokio::test]
async fn a_case_that_is_open_again_has_its_time_to_be_decided() {
    let Scene { house, kim, lou, case, .. } = scene().await;
    let decision = house.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    let later = NOW.plus_ms(HOUR_MS * 24 * 30);
    house.undo_at(lou, decision, later).await.unwrap();
    let [open] = &house.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((open.opened_at, open.due_at), (NOW, later.plus_ms(HOUR_MS * 24)));
    assert!(open.claim.is_some_and(|claim| claim.until > later && claim.until < open.due_at));
    let overdue = house.store.read(move |view| Ok(view.overdue(later)?)).await.unwrap();
    assert!(overdue.is_empty());
}

#[tokio::test]
async fn decided_cases_come_in_pages_the_newest_decision_first() {
    let house = House::new().await;
    let (sam, kim) = (house.member("Sam").await, house.moderator("Kim").await);
    let lou = house.moderator("Lou").await;
    let count = usize::from(limits::CASES_PAGE) + 2;
    let mut cases = Vec::new();
    for number in 0..count {
        let (said, _) = house.say(lou, &format!("number {number}")).await;
        house.report(sam, said, Concern::Other).await.unwrap();
        cases.push(house.only_case(kim).await);
        house.close(kim, cases[number], CaseResolution::Dismiss).await.unwrap();
    }
    cases.reverse();
    let (first, more) = house.decided_page(kim, None).await.unwrap();
    assert!(more);
    let last = first.last().unwrap().decision.id;
    // Undone meanwhile, it is still where the next page begins.
    house.undo(kim, last).await.unwrap();
    let (second, more) = house.decided_page(kim, Some(last)).await.unwrap();
    assert!(!more);
    let seen: Vec<_> = first.iter().chain(&second).map(|one| one.case.id).collect();
    assert_eq!(seen, cases);
    assert!(house.decided(lou).await.is_empty());
}
