//! Undoing what has changed since it was decided: only what stands is undone, and it is
//! said so. What was kept is kept as long as before.

use circles_protocol::requests::LiftMute;
use circles_protocol::{
    AppealOutcome, CaseResolution, Concern, ContentNote, DecisionKind, MuteDuration, Undoing,
    Undone,
};

use proptest::prelude::*;

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::moderation::lift_mute::lift_mute;
use crate::commands::tests::moderation::closing::{Scene, scene};
use crate::commands::tests::moderation::decided::{DAY, ONLY_OPEN};
use crate::commands::tests::*;
use crate::store::check;

const CHANGED: Undone = Undone { changed_since: true, ..ONLY_OPEN };

#[tokio::test]
async fn after_an_appeal_it_is_not_undone_whether_that_is_decided_or_not() {
    for outcome in [None, Some(AppealOutcome::Stands), Some(AppealOutcome::TakenBack)] {
        let Scene { house, jo, kim, lou, case, .. } = scene().await;
        let decided =
            house.decide_so(kim, case, CaseResolution::MuteMember { duration: DAY }).await;
        let appeal = house.appealed(jo, lou).await;
        if let Some(outcome) = outcome {
            house.decide(lou, appeal, outcome).await.unwrap();
        }
        for moderator in [kim, lou] {
            let shown = house.decided(moderator).await[0].decision.undoing;
            assert_eq!(shown, Undoing::Appealed, "{outcome:?}");
            let refused = house.undo(moderator, decided.decision.id).await;
            assert_refused(refused, RefusalCode::AlreadyAppealed);
        }
        assert!(house.cases(kim).await.is_empty());
    }
}

#[tokio::test]
async fn an_appeal_against_what_was_undone_is_refused() {
    let Scene { house, jo, kim, case, .. } = scene().await;
    let decided = house.decide_so(kim, case, CaseResolution::MuteMessage).await;
    let action = house.last_action(jo).await;
    house.undo(kim, decided.decision.id).await.unwrap();
    assert_refused(house.appeal(jo, action).await, RefusalCode::AlreadyHandled);
}

#[tokio::test]
async fn what_somebody_took_back_before_is_not_undone_twice() {
    let Scene { house, kim, lou, said, case, .. } = scene().await;
    let decided = house.decide_so(kim, case, CaseResolution::MuteMessage).await;
    house.unmute(lou, said).await.unwrap();
    // Muted anew by another action, which is not what is undone.
    house.mute(lou, &[said]).await.unwrap();
    assert_eq!(house.undo(kim, decided.decision.id).await, Ok(CHANGED));
    assert!(house.view(lou, said).await.unwrap().muted);
    house.store.close().await;
    assert_eq!(check(house.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_mute_that_was_lifted_or_has_ended_is_said_to_have_been() {
    let Scene { house, jo, kim, lou, case, .. } = scene().await;
    let resolution = CaseResolution::MuteMember { duration: DAY };
    let decided = house.decide_so(kim, case, resolution).await.decision.id;
    let (circle, member) = (house.circle, house.member_id(jo).await);
    lift_mute(&house.store, lou, LiftMute { circle, member }, NOW).await.unwrap();
    // A longer one by another moderator lasts.
    house.silence(lou, member).await.unwrap();
    let undone = house.undo(kim, decided).await.unwrap();
    assert!(!undone.mute_lifted && undone.changed_since);
    assert!(undone.still_muted_until.is_some_and(|until| until > NOW));
    assert_refused(house.send(jo, house.message("more")).await, RefusalCode::Muted);

    lift_mute(&house.store, lou, LiftMute { circle, member }, NOW).await.unwrap();
    let decided = house.decide_so(kim, case, resolution).await.decision.id;
    let later = NOW.plus_ms(HOUR_MS * 25);
    assert_eq!(house.undo_at(kim, decided, later).await, Ok(CHANGED));
}

#[tokio::test]
async fn of_a_mute_of_everything_what_still_stands_is_undone() {
    let Scene { house, jo, sam, kim, lou, said, case, .. } = scene().await;
    let (more, _) = house.say(jo, "text me").await;
    let (third, _) = house.say(jo, "tonight").await;
    house.report(sam, more, Concern::Shaming).await.unwrap();
    assert_eq!(house.cases(kim).await.len(), 2);
    let decided =
        house.decide_so(kim, case, CaseResolution::MuteEverything { duration: DAY }).await.decision;
    assert_eq!(
        (decided.duration, decided.action.map(|action| action.messages)),
        (Some(DAY), Some(3))
    );
    // The other case is answered by the same action, and said to be.
    let kinds: Vec<_> = house.decided(lou).await.iter().map(|one| one.decision.kind).collect();
    assert_eq!(kinds, [DecisionKind::MuteEverything; 2]);
    house.unmute(lou, third).await.unwrap();

    let undone = house.undo(lou, decided.id).await;
    let expected = Undone { messages: 2, mute_lifted: true, ..CHANGED };
    assert_eq!(undone, Ok(expected));
    for message in [said, more, third] {
        assert!(!house.view(sam, message).await.unwrap().muted);
    }
    house.say(jo, "here again").await;
    // Neither of the two is answered any more.
    let open = house.cases(kim).await;
    assert_eq!(open.len(), 2);
    assert!(open.iter().all(|case| case.claim.is_some()));
    assert!(house.decided(kim).await.is_empty());
}

#[tokio::test]
async fn a_note_goes_back_to_what_it_was_unless_somebody_changed_it() {
    let Scene { house, jo, kim, lou, said, case, .. } = scene().await;
    let note = ContentNote::SubstanceUse;
    house.note(jo, said, Some(note)).await.unwrap();
    let decided = house.decide_so(kim, case, CaseResolution::AddNote { note }).await.decision;
    assert_eq!(decided.note, Some(note));
    house.undo(lou, decided.id).await.unwrap();
    // It is the author's own again.
    house.note(jo, said, None).await.unwrap();

    let decided = house.decide_so(lou, case, CaseResolution::AddNote { note }).await.decision.id;
    house.note(kim, said, Some(ContentNote::Violence)).await.unwrap();
    assert_eq!(house.undo(lou, decided).await, Ok(CHANGED));
    let shown = house.view(kim, said).await.unwrap().content_note;
    assert_eq!(shown, Some(ContentNote::Violence));

    // And on a message that its author has deleted there is none to take off.
    let decided = house.decide_so(lou, case, CaseResolution::AddNote { note }).await.decision.id;
    house.delete(jo, said).await.unwrap();
    assert_eq!(house.undo(lou, decided).await, Ok(CHANGED));
}

#[tokio::test]
async fn what_is_reported_once_more_after_undoing_is_told_of_once_more() {
    let Scene { house, sam, kim, said, case, report, .. } = scene().await;
    let decided = house.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    assert_eq!(house.told_handled(), [(sam, report)]);
    house.undo(kim, decided).await.unwrap();
    assert_eq!(house.report(sam, said, Concern::Danger).await, Ok(report));
    assert_eq!(house.only_case(kim).await, case);
    house.heard();
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    assert_eq!(house.told_handled(), [(sam, report)]);
}

#[tokio::test]
async fn a_case_reported_anew_before_it_was_undone_is_answered_with_it() {
    let Scene { house, sam, kim, said, case, .. } = scene().await;
    let decided = house.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    house.report(sam, said, Concern::Danger).await.unwrap();
    house.undo(kim, decided).await.unwrap();
    assert_eq!(house.cases(kim).await.len(), 2);
    house.close(kim, case, CaseResolution::MuteMessage).await.unwrap();
    assert!(house.cases(kim).await.is_empty());
    assert_eq!(house.decided(kim).await.len(), 2);
}

#[tokio::test]
async fn what_was_kept_lasts_a_year_from_the_last_decision() {
    let Scene { house, kim, case, .. } = scene().await;
    let decided = house.decide_so(kim, case, CaseResolution::Dismiss).await.decision.id;
    let purge = |before: Timestamp| house.store.write(move |tx| Ok(tx.purge_cases(before, 500)?));
    let later = NOW.plus_ms(DAY_MS * 300);
    house.undo_at(kim, decided, later).await.unwrap();
    // Open, it lasts however old its first decision is.
    assert_eq!(purge(later.plus_ms(DAY_MS * 9_999)).await, Ok(0));
    assert_eq!(house.open_case(kim, case).await.unwrap().evidence.len(), 1);
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    assert_eq!(purge(NOW).await, Ok(0));
    assert_eq!(purge(NOW.plus_ms(1)).await, Ok(1));
    assert!(house.decided(kim).await.is_empty());
    house.store.close().await;
    assert_eq!(check(house.folder.path()).unwrap(), Vec::<String>::new());
}

/// What one of two moderators does, as far as it is not refused: most is, since it is
/// done already, or the other one is on the case.
async fn action(scene: &Scene, by_lou: bool, what: u8) {
    let Scene { house, jo, kim, lou, said, case, .. } = scene;
    let (who, said, case) = (if by_lou { *lou } else { *kim }, *said, *case);
    let (circle, member) = (house.circle, house.member_id(*jo).await);
    let duration = if by_lou { MuteDuration::OneHour } else { DAY };
    match what {
        0 => drop(house.close(who, case, CaseResolution::Dismiss).await),
        1 => drop(house.close(who, case, CaseResolution::MuteMessage).await),
        2 => drop(house.close(who, case, CaseResolution::MuteMember { duration }).await),
        3 => drop(house.close(who, case, CaseResolution::MuteEverything { duration }).await),
        4 => drop(house.unmute(who, said).await),
        5 => drop(house.mute(who, &[said]).await),
        6 => drop(lift_mute(&house.store, who, LiftMute { circle, member }, NOW).await),
        7 => drop(house.silence(who, member).await),
        _ => {
            if let Some(one) = house.decided(who).await.first() {
                house.undo(who, one.decision.id).await.unwrap();
            }
        }
    }
}

/// A member is muted exactly while an action that mutes them is in force, a message exactly
/// while one hides it, and a case is open exactly while no decision about it stands.
async fn nothing_is_left_over(steps: Vec<(bool, u8)>) {
    let scene = scene().await;
    for (by_lou, what) in steps {
        action(&scene, by_lou, what).await;
        let Scene { house, jo, kim, said, .. } = &scene;
        let (circle, account) = (house.circle, jo.account);
        let actions = house.own_actions(*jo).await;
        let latest =
            actions.iter().filter_map(|action| action.until).filter(|until| *until > NOW).max();
        let standing = house.store.read(move |view| Ok(view.standing(circle, account)?)).await;
        let muted_until = standing.unwrap().unwrap().muted_until;
        assert_eq!(muted_until.filter(|until| *until > NOW), latest);
        let hidden = actions.iter().any(|action| action.messages.contains(said));
        assert_eq!(house.view(*kim, *said).await.unwrap().muted, hidden);
        let (open, decided) = (house.cases(*kim).await.len(), house.decided(*kim).await.len());
        assert_eq!(open + decided, 1);
    }
    scene.house.store.close().await;
    assert_eq!(check(scene.house.folder.path()).unwrap(), Vec::<String>::new());
}

#[test]
fn whatever_moderators_decide_and_undo_nothing_is_left_over() {
    let steps = prop::collection::vec((any::<bool>(), 0..10_u8), 1..25);
    proptest!(ProptestConfig::with_cases(16), |(steps in steps)| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(nothing_is_left_over(steps));
    });
}
