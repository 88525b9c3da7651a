//! Undoing a decision after something has changed: only what still stands is undone, and
//! the answer says so. Copies are kept as long as before.

use circles_protocol::requests::UnmuteMember;
use circles_protocol::{
    AppealOutcome, CaseResolution, ContentNote, DecisionKind, MuteDuration, Reason, UndoStatus,
    Undone,
};

use proptest::prelude::*;

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::moderation::unmute_member::unmute_member;
use crate::commands::tests::moderation::closing::{Scene, scene};
use crate::commands::tests::moderation::decided::{DAY, ONLY_OPEN};
use crate::commands::tests::*;
use crate::store::check;

const CHANGED: Undone = Undone { changed_since: true, ..ONLY_OPEN };

#[tokio::test]
async fn after_an_appeal_it_is_not_undone_whether_that_is_decided_or_not() {
    for outcome in [None, Some(AppealOutcome::ActionUpheld), Some(AppealOutcome::ActionOverturned)]
    {
        let Scene { fixture, jo, kim, lou, case, .. } = scene().await;
        let decided =
            fixture.decide_so(kim, case, CaseResolution::MuteMember { duration: DAY }).await;
        let appeal = fixture.appealed(jo, lou).await;
        if let Some(outcome) = outcome {
            fixture.decide(lou, appeal, outcome).await.unwrap();
        }
        for moderator in [kim, lou] {
            let shown = fixture.decided(moderator).await[0].decision.undo_status;
            assert_eq!(shown, UndoStatus::Appealed, "{outcome:?}");
            let refused = fixture.undo(moderator, decided.decision.id).await;
            assert_refused(refused, RefusalCode::AlreadyAppealed);
        }
        assert!(fixture.cases(kim).await.is_empty());
    }
}

#[tokio::test]
async fn an_appeal_against_what_was_undone_is_refused() {
    let Scene { fixture, jo, kim, case, .. } = scene().await;
    let decided = fixture.decide_so(kim, case, CaseResolution::MuteMessage).await;
    let action = fixture.last_action(jo).await;
    fixture.undo(kim, decided.decision.id).await.unwrap();
    assert_refused(fixture.appeal(jo, action).await, RefusalCode::AlreadyHandled);
}

#[tokio::test]
async fn what_somebody_took_back_before_is_not_undone_twice() {
    let Scene { fixture, kim, lou, said, case, .. } = scene().await;
    let decided = fixture.decide_so(kim, case, CaseResolution::MuteMessage).await;
    fixture.unmute(lou, said).await.unwrap();
    // Muted again by another action, which is not the one that is undone.
    fixture.mute(lou, &[said]).await.unwrap();
    assert_eq!(fixture.undo(kim, decided.decision.id).await, Ok(CHANGED));
    assert!(fixture.view(lou, said).await.unwrap().muted);
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_mute_that_was_lifted_or_has_ended_is_said_to_have_been() {
    let Scene { fixture, jo, kim, lou, case, .. } = scene().await;
    let resolution = CaseResolution::MuteMember { duration: DAY };
    let decided = fixture.decide_so(kim, case, resolution).await.decision.id;
    let (circle, member) = (fixture.circle, fixture.member_id(jo).await);
    unmute_member(context(&fixture.store, lou, NOW), UnmuteMember { circle, member })
        .await
        .unwrap();
    // A longer mute by another moderator stays.
    fixture.silence(lou, member).await.unwrap();
    let undone = fixture.undo(kim, decided).await.unwrap();
    assert!(!undone.mute_lifted && undone.changed_since);
    assert!(undone.still_muted_until.is_some_and(|until| until > NOW));
    assert_refused(fixture.send(jo, fixture.message("more")).await, RefusalCode::Muted);

    unmute_member(context(&fixture.store, lou, NOW), UnmuteMember { circle, member })
        .await
        .unwrap();
    let decided = fixture.decide_so(kim, case, resolution).await.decision.id;
    let later = NOW.plus_ms(HOUR_MS * 25);
    assert_eq!(fixture.undo_at(kim, decided, later).await, Ok(CHANGED));
}

#[tokio::test]
async fn of_a_mute_of_everything_what_still_stands_is_undone() {
    let Scene { fixture, jo, sam, kim, lou, said, case, .. } = scene().await;
    let (more, _) = fixture.say(jo, "text me").await;
    let (third, _) = fixture.say(jo, "tonight").await;
    fixture.report(sam, more, Reason::Shaming).await.unwrap();
    assert_eq!(fixture.cases(kim).await.len(), 2);
    let decided =
        fixture.decide_so(kim, case, CaseResolution::MassMute { duration: DAY }).await.decision;
    assert_eq!(
        (decided.duration, decided.action.map(|action| action.messages)),
        (Some(DAY), Some(3))
    );
    // The same action answers the other case, and its entry says so.
    let kinds: Vec<_> = fixture.decided(lou).await.iter().map(|one| one.decision.kind).collect();
    assert_eq!(kinds, [DecisionKind::MassMute; 2]);
    fixture.unmute(lou, third).await.unwrap();

    let undone = fixture.undo(lou, decided.id).await;
    let expected = Undone { messages: 2, mute_lifted: true, ..CHANGED };
    assert_eq!(undone, Ok(expected));
    for message in [said, more, third] {
        assert!(!fixture.view(sam, message).await.unwrap().muted);
    }
    fixture.say(jo, "here again").await;
    // Neither of the two cases is answered any more.
    let open = fixture.cases(kim).await;
    assert_eq!(open.len(), 2);
    assert!(open.iter().all(|case| case.claim.is_some()));
    assert!(fixture.decided(kim).await.is_empty());
}

#[tokio::test]
async fn a_note_goes_back_to_what_it_was_unless_somebody_changed_it() {
    let Scene { fixture, jo, kim, lou, said, case, .. } = scene().await;
    let note = ContentNote::SubstanceUse;
    fixture.note(jo, said, Some(note)).await.unwrap();
    let decided = fixture.decide_so(kim, case, CaseResolution::AddNote { note }).await.decision;
    assert_eq!(decided.note, Some(note));
    fixture.undo(lou, decided.id).await.unwrap();
    // It is the author's own note again.
    fixture.note(jo, said, None).await.unwrap();

    let decided = fixture.decide_so(lou, case, CaseResolution::AddNote { note }).await.decision.id;
    fixture.note(kim, said, Some(ContentNote::Violence)).await.unwrap();
    assert_eq!(fixture.undo(lou, decided).await, Ok(CHANGED));
    let shown = fixture.view(kim, said).await.unwrap().content_note;
    assert_eq!(shown, Some(ContentNote::Violence));

    // A message that its author has deleted has no note to remove.
    let decided = fixture.decide_so(lou, case, CaseResolution::AddNote { note }).await.decision.id;
    fixture.delete(jo, said).await.unwrap();
    assert_eq!(fixture.undo(lou, decided).await, Ok(CHANGED));
}

#[tokio::test]
async fn what_is_reported_once_more_after_undoing_is_told_of_once_more() {
    let Scene { fixture, sam, kim, said, case, report, .. } = scene().await;
    let decided = fixture.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    assert_eq!(fixture.told_handled(), [(sam, report)]);
    fixture.undo(kim, decided).await.unwrap();
    assert_eq!(fixture.report(sam, said, Reason::Danger).await, Ok(report));
    assert_eq!(fixture.only_case(kim).await, case);
    fixture.heard();
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    assert_eq!(fixture.told_handled(), [(sam, report)]);
}

#[tokio::test]
async fn a_case_reported_anew_before_it_was_undone_is_answered_with_it() {
    let Scene { fixture, sam, kim, said, case, .. } = scene().await;
    let decided = fixture.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    fixture.report(sam, said, Reason::Danger).await.unwrap();
    fixture.undo(kim, decided).await.unwrap();
    assert_eq!(fixture.cases(kim).await.len(), 2);
    fixture.close(kim, case, CaseResolution::MuteMessage).await.unwrap();
    assert!(fixture.cases(kim).await.is_empty());
    assert_eq!(fixture.decided(kim).await.len(), 2);
}

#[tokio::test]
async fn what_was_kept_lasts_a_year_from_the_last_decision() {
    let Scene { fixture, kim, case, .. } = scene().await;
    let decided = fixture.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    let purge = |before: Timestamp| fixture.store.write(move |tx| Ok(tx.purge_cases(before, 500)?));
    let later = NOW.plus_ms(DAY_MS * 300);
    fixture.undo_at(kim, decided, later).await.unwrap();
    // While open, it is kept however old its first decision is.
    assert_eq!(purge(later.plus_ms(DAY_MS * 9_999)).await, Ok(0));
    assert_eq!(fixture.fetch_case(kim, case).await.unwrap().evidence.len(), 1);
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    assert_eq!(purge(NOW).await, Ok(0));
    assert_eq!(purge(NOW.plus_ms(1)).await, Ok(1));
    assert!(fixture.decided(kim).await.is_empty());
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

/// What one of two moderators does, unless it is refused. Most of it is, because it is
/// done already or the other one has claimed the case.
async fn action(scene: &Scene, by_lou: bool, what: u8) {
    let Scene { fixture, jo, kim, lou, said, case, .. } = scene;
    let (who, said, case) = (if by_lou { *lou } else { *kim }, *said, *case);
    let (circle, member) = (fixture.circle, fixture.member_id(*jo).await);
    let duration = if by_lou { MuteDuration::OneHour } else { DAY };
    match what {
        0 => drop(fixture.close(who, case, CaseResolution::Dismiss).await),
        1 => drop(fixture.close(who, case, CaseResolution::MuteMessage).await),
        2 => drop(fixture.close(who, case, CaseResolution::MuteMember { duration }).await),
        3 => drop(fixture.close(who, case, CaseResolution::MassMute { duration }).await),
        4 => drop(fixture.unmute(who, said).await),
        5 => drop(fixture.mute(who, &[said]).await),
        6 => drop(
            unmute_member(context(&fixture.store, who, NOW), UnmuteMember { circle, member }).await,
        ),
        7 => drop(fixture.silence(who, member).await),
        _ => {
            if let Some(one) = fixture.decided(who).await.first() {
                fixture.undo(who, one.decision.id).await.unwrap();
            }
        }
    }
}

/// A member is muted exactly while an action that mutes them is in force, a message
/// exactly while one hides it, and a case is open exactly while no decision about it
/// stands.
async fn nothing_is_left_over(steps: Vec<(bool, u8)>) {
    let scene = scene().await;
    for (by_lou, what) in steps {
        action(&scene, by_lou, what).await;
        let Scene { fixture, jo, kim, said, .. } = &scene;
        let (circle, account) = (fixture.circle, jo.account);
        let actions = fixture.own_actions(*jo).await;
        let latest =
            actions.iter().filter_map(|action| action.until).filter(|until| *until > NOW).max();
        let membership =
            fixture.store.read(move |view| Ok(view.membership(circle, account)?)).await;
        let muted_until = membership.unwrap().unwrap().muted_until;
        assert_eq!(muted_until.filter(|until| *until > NOW), latest);
        let hidden = actions.iter().any(|action| action.messages.contains(said));
        assert_eq!(fixture.view(*kim, *said).await.unwrap().muted, hidden);
        let (open, decided) = (fixture.cases(*kim).await.len(), fixture.decided(*kim).await.len());
        assert_eq!(open + decided, 1);
    }
    scene.fixture.store.close().await;
    assert_eq!(check(scene.fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[test]
fn whatever_moderators_decide_and_undo_nothing_is_left_over() {
    let steps = prop::collection::vec((any::<bool>(), 0..10_u8), 1..25);
    proptest!(ProptestConfig::with_cases(16), |(steps in steps)| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(nothing_is_left_over(steps));
    });
}
