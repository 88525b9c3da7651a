//! Decided cases: who sees them, what undoing one restores, and who may undo it.

use circles_protocol::requests::{ListDecidedCases, UndoDecision};
use circles_protocol::{
    AuditAction, CaseId, CaseResolution, ContentNote, DecidedCase, DecisionId, DecisionKind,
    MuteDuration, Reason, UndoStatus, Undone, limits,
};

use crate::clock::HOUR_MS;
use crate::commands::moderation::list_decided_cases::list_decided_cases;
use crate::commands::moderation::undo_decision::undo_decision;
use crate::commands::tests::moderation::closing::{Scene, scene};
use crate::commands::tests::moderation::held::OFFER;
use crate::commands::tests::*;
use crate::store::check;

pub(in crate::commands::tests) const DAY: MuteDuration = MuteDuration::OneDay;

/// Only the case is open again.
pub(in crate::commands::tests) const ONLY_OPEN: Undone = Undone {
    messages: 0,
    mute_lifted: false,
    still_muted_until: None,
    note_restored: false,
    held_again: false,
    changed_since: false,
};

impl Fixture {
    async fn decided_page(
        &self,
        actor: Actor,
        before: Option<DecisionId>,
    ) -> Result<(Vec<DecidedCase>, bool), Rejection> {
        let list = ListDecidedCases { before };
        let reply = list_decided_cases(context(&self.store, actor, NOW), list).await?;
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
        let reply =
            undo_decision(context(&self.store, actor, at), UndoDecision { decision }).await?;
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

    /// Decides, and returns the new entry of the list.
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
            CaseResolution::MassMute { duration: DAY },
            DecisionKind::MassMute,
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
        let Scene { fixture, jo, sam, kim, lou, said, case, .. } = scene().await;
        let before = fixture.view(sam, said).await;
        let DecidedCase { decision, .. } = fixture.decide_so(kim, case, resolution).await;
        assert_eq!(
            (decision.kind, decision.undo_status),
            (kind, UndoStatus::Possible),
            "{resolution:?}"
        );
        let by = Some(fixture.member_id(kim).await);
        assert_eq!((decision.by, decision.mine, decision.at), (by, true, NOW), "{resolution:?}");
        assert_eq!(decision.action.is_some(), actions == 1, "{resolution:?}");
        assert_eq!(fixture.decided(lou).await.len(), 1);
        assert!(!fixture.decided(lou).await[0].decision.mine);
        assert_eq!(fixture.told_handled().len(), 1);

        // Somebody other than the decider may undo it, since they may decide.
        assert_eq!(fixture.undo(lou, decision.id).await, Ok(undone), "{resolution:?}");
        assert_eq!(fixture.view(sam, said).await, before, "{resolution:?}");
        fixture.say(jo, "here again").await;
        let own = fixture.own_actions(jo).await;
        assert_eq!(own.len(), actions, "{resolution:?}");
        assert!(own.iter().all(|action| action.ended_at.is_some()), "{resolution:?}");
        let [open] = &fixture.cases(kim).await[..] else { panic!("{resolution:?}: one case") };
        let claim = open.claim.expect("claimed");
        assert_eq!((open.id, claim.by), (case, Some(fixture.member_id(lou).await)));
        assert_eq!(open.reopened_at, Some(NOW));
        assert!(fixture.decided(kim).await.is_empty());
        assert_refused(
            fixture.close(kim, case, CaseResolution::Dismiss).await,
            RefusalCode::Claimed,
        );
        let rows = fixture.audit_rows().await;
        assert_eq!((rows[0].action, rows[0].target), (AuditAction::DecisionUndone, Some(case.0)));

        // When it is decided again, the reporter is not told once more.
        assert!(fixture.told_handled().is_empty());
        fixture.close(lou, case, CaseResolution::Dismiss).await.unwrap();
        assert!(fixture.told_handled().is_empty(), "{resolution:?}");
        fixture.store.close().await;
        assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_cannot_be_undone_is_said_to_be_final_and_refused() {
    let Scene { fixture, kim, case, .. } = scene().await;
    let proposed = fixture.decide_so(kim, case, CaseResolution::ProposeRemoval).await.decision;
    assert_eq!(
        (proposed.kind, proposed.undo_status),
        (DecisionKind::ProposeRemoval, UndoStatus::Final)
    );

    let new = fixture.member("Ann").await;
    fixture.hold(new, OFFER).await;
    let held = fixture.only_case(kim).await;
    let released = fixture.decide_so(kim, held, CaseResolution::Release).await.decision;
    assert_eq!((released.kind, released.undo_status), (DecisionKind::Release, UndoStatus::Final));

    let message = fixture.hold(new, OFFER).await;
    fixture.delete(new, message).await.unwrap();
    let withdrawn = fixture.decided(kim).await[0].decision.clone();
    assert_eq!((withdrawn.kind, withdrawn.by), (DecisionKind::Withdrawn, None));
    assert_eq!((withdrawn.undo_status, withdrawn.mine), (UndoStatus::Final, false));

    // Not posted, and then taken back: there is nothing left to post.
    let message = fixture.hold(new, OFFER).await;
    let held = fixture.only_case(kim).await;
    let decision = fixture.decide_so(kim, held, CaseResolution::HoldBack).await.decision;
    assert_eq!(decision.undo_status, UndoStatus::Possible);
    fixture.delete(new, message).await.unwrap();
    assert_eq!(fixture.decided(kim).await[0].decision.undo_status, UndoStatus::Final);
    for one in [proposed.id, released.id, withdrawn.id, decision.id] {
        assert_refused(fixture.undo(kim, one).await, RefusalCode::NotAllowed);
    }
    assert!(fixture.cases(kim).await.is_empty());
}

#[tokio::test]
async fn a_message_that_was_held_back_waits_again() {
    let fixture = Fixture::new().await;
    let (new, kim) = (fixture.member("Ann").await, fixture.moderator("Kim").await);
    let message = fixture.hold(new, OFFER).await;
    let case = fixture.only_case(kim).await;
    let decision = fixture.decide_so(kim, case, CaseResolution::HoldBack).await.decision;
    assert!(fixture.waiting(new).await[0].not_posted);
    fixture.heard();
    let undone = fixture.undo(kim, decision.id).await;
    assert_eq!(undone, Ok(Undone { held_again: true, ..ONLY_OPEN }));
    let waits = &fixture.waiting(new).await[0];
    assert_eq!((waits.id, waits.not_posted), (message, false));
    assert!(fixture.notices_to(new).iter().any(|notice| {
        matches!(notice, circles_protocol::Notice::ActionAboutYou { muted_until: None, .. })
    }));
    assert!(fixture.own_actions(new).await[0].ended_at.is_some());
    assert_eq!(fixture.fetch_case(kim, case).await.unwrap().evidence.len(), 1);
    fixture.close(kim, case, CaseResolution::Release).await.unwrap();
    assert!(fixture.view(kim, message).await.unwrap().body.is_some());
}

#[tokio::test]
async fn only_those_who_may_decide_a_case_see_what_was_decided_or_undo_it() {
    let Scene { fixture, jo, sam, kim, case, .. } = scene().await;
    let decision = fixture.decide_so(kim, case, CaseResolution::MuteMessage).await.decision.id;
    let elsewhere = fixture.moderator_elsewhere("Max").await;
    let staff = fixture.staff().await;
    for other in [jo, sam, elsewhere, fixture.stranger().await, staff] {
        assert!(fixture.decided(other).await.is_empty());
        assert_refused(fixture.undo(other, decision).await, RefusalCode::NotFound);
        let page = fixture.decided_page(other, Some(decision)).await;
        assert_refused(page, RefusalCode::NotFound);
    }
    let made_up = DecisionId(Uuid::new_v4());
    assert_refused(fixture.undo(kim, made_up).await, RefusalCode::NotFound);
    fixture.demote(fixture.member_id(kim).await).await;
    assert_refused(fixture.undo(kim, decision).await, RefusalCode::NotFound);
    assert!(fixture.decided(kim).await.is_empty());
}

#[tokio::test]
async fn nobody_sees_or_undoes_what_was_decided_about_themselves() {
    let Scene { fixture, sam, kim, lou, case, .. } = scene().await;
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    fixture.report_person(sam, fixture.member_id(lou).await, Reason::Shaming).await.unwrap();
    let about_lou = fixture.only_case(kim).await;
    let decided =
        fixture.decide_so(kim, about_lou, CaseResolution::MuteMember { duration: DAY }).await;
    assert_eq!(fixture.decided(kim).await.len(), 2);
    let seen: Vec<_> = fixture.decided(lou).await.iter().map(|one| one.case.id).collect();
    assert_eq!(seen, [case]);
    assert_refused(fixture.undo(lou, decided.decision.id).await, RefusalCode::NotFound);
    assert_refused(fixture.fetch_case(lou, about_lou).await, RefusalCode::NotFound);
    fixture.undo(kim, decided.decision.id).await.unwrap();
}

#[tokio::test]
async fn the_centre_undoes_where_no_moderator_may() {
    let fixture = Fixture::new().await;
    let (sam, kim) = (fixture.member("Sam").await, fixture.moderator("Kim").await);
    let coordinator = fixture.staff().await;
    let (said, _) = fixture.say(kim, "come to my place").await;
    fixture.report(sam, said, Reason::Predation).await.unwrap();
    let case = fixture.only_case(coordinator).await;
    let decided = fixture.decide_so(coordinator, case, CaseResolution::MuteMessage).await;
    assert_eq!((decided.decision.by, decided.decision.mine), (None, true));
    assert_refused(fixture.undo(kim, decided.decision.id).await, RefusalCode::NotFound);
    fixture.undo(coordinator, decided.decision.id).await.unwrap();
    assert!(!fixture.view(sam, said).await.unwrap().muted);
    // A second moderator decides from now on, and sees it too.
    fixture.close(coordinator, case, CaseResolution::Dismiss).await.unwrap();
    let lou = fixture.moderator("Lou").await;
    assert!(fixture.decided(coordinator).await.is_empty());
    assert_eq!(fixture.decided(lou).await[0].decision.by, None);
}

#[tokio::test]
async fn a_decision_is_undone_once_and_never_the_next_one_in_its_place() {
    let Scene { fixture, kim, lou, said, case, .. } = scene().await;
    let first = fixture.decide_so(kim, case, CaseResolution::MuteMessage).await.decision.id;
    fixture.undo(kim, first).await.unwrap();
    assert_refused(fixture.undo(kim, first).await, RefusalCode::AlreadyHandled);
    let second = fixture.decide_so(kim, case, CaseResolution::MuteMessage).await.decision.id;
    assert_ne!(first, second);
    assert_refused(fixture.undo(lou, first).await, RefusalCode::AlreadyHandled);
    assert!(fixture.view(lou, said).await.unwrap().muted);
    fixture.undo(lou, second).await.unwrap();
}

#[tokio::test]
async fn a_case_that_is_open_again_has_its_time_to_be_decided() {
    let Scene { fixture, kim, lou, case, .. } = scene().await;
    let decision = fixture.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    let later = NOW.plus_ms(HOUR_MS * 24 * 30);
    fixture.undo_at(lou, decision, later).await.unwrap();
    let [open] = &fixture.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((open.opened_at, open.due_at), (NOW, later.plus_ms(HOUR_MS * 24)));
    assert!(open.claim.is_some_and(|claim| claim.until > later && claim.until < open.due_at));
    let overdue = fixture.store.read(move |view| Ok(view.overdue(later)?)).await.unwrap();
    assert!(overdue.is_empty());
}

#[tokio::test]
async fn decided_cases_come_in_pages_the_newest_decision_first() {
    let fixture = Fixture::new().await;
    let (sam, kim) = (fixture.member("Sam").await, fixture.moderator("Kim").await);
    let lou = fixture.moderator("Lou").await;
    let count = usize::from(limits::CASES_PAGE) + 2;
    let mut cases = Vec::new();
    for number in 0..count {
        let (said, _) = fixture.say(lou, &format!("number {number}")).await;
        fixture.report(sam, said, Reason::Other).await.unwrap();
        cases.push(fixture.only_case(kim).await);
        fixture.close(kim, cases[number], CaseResolution::Dismiss).await.unwrap();
    }
    cases.reverse();
    let (first, more) = fixture.decided_page(kim, None).await.unwrap();
    assert!(more);
    let last = first.last().unwrap().decision.id;
    // Undone in the meantime, it still marks where the next page begins.
    fixture.undo(kim, last).await.unwrap();
    let (second, more) = fixture.decided_page(kim, Some(last)).await.unwrap();
    assert!(!more);
    let seen: Vec<_> = first.iter().chain(&second).map(|one| one.case.id).collect();
    assert_eq!(seen, cases);
    assert!(fixture.decided(lou).await.is_empty());
}
