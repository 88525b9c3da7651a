//! Reports fold a message of a new account until a moderator has reviewed it.

use circles_protocol::requests::{Cursor, Hello, LeaveCircle, ReportMessage};
use circles_protocol::{
    CaseResolution, CatchUp, CentreSettings, ContentNote, EventPayload, MuteDuration, Reason,
};

use crate::commands::chat::resume::resume;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::moderation::report_message::report_message;
use crate::commands::tests::direct::conversations::days_on;
use crate::commands::tests::moderation::held::OFFER;
use crate::commands::tests::*;

mod changed_words;

const REASON: Reason = Reason::Shaming;

impl Fixture {
    async fn report_at(&self, actor: Actor, message: MessageId, at: Timestamp) {
        let (circle, statement) = (self.circle, None);
        let request = ReportMessage { circle, message, reason: REASON, statement };
        report_message(context(&self.store, actor, at), request).await.unwrap();
    }

    async fn under_review(&self, reader: Actor, message: MessageId) -> bool {
        self.view(reader, message).await.unwrap().under_review
    }

    /// What the circle was told of folding since the last call.
    fn told_of_review(&self) -> Vec<(MessageId, bool)> {
        let heard = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Event(event) => {
                let EventPayload::UnderReviewChanged { message, under_review } = event.what else {
                    return None;
                };
                assert_eq!(event.by, None, "nobody is named");
                Some((message, under_review))
            }
            Publication::Notice { .. }
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        });
        heard.collect()
    }
}

/// Jo is new and posted something; Sam, Max and Ari read it; Kim moderates.
struct Scene {
    fixture: Fixture,
    jo: Actor,
    sam: Actor,
    max: Actor,
    ari: Actor,
    kim: Actor,
    said: MessageId,
}

async fn scene() -> Scene {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (max, ari) = (fixture.member("Max").await, fixture.member("Ari").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "some of you are no loss").await;
    fixture.heard();
    Scene { fixture, jo, sam, max, ari, kim, said }
}

async fn folded() -> Scene {
    let scene = scene().await;
    scene.fixture.report(scene.sam, scene.said, REASON).await.unwrap();
    scene.fixture.report(scene.max, scene.said, REASON).await.unwrap();
    assert_eq!(scene.fixture.told_of_review(), [(scene.said, true)]);
    scene
}

#[tokio::test]
async fn the_second_report_folds_a_new_members_message_for_the_circle() {
    let Scene { fixture, jo, sam, max, ari, said, .. } = scene().await;
    fixture.report(sam, said, REASON).await.unwrap();
    assert!(fixture.told_of_review().is_empty());
    fixture.report(max, said, REASON).await.unwrap();
    assert_eq!(fixture.told_of_review(), [(said, true)]);
    for reader in [jo, sam, max, ari] {
        let shown = fixture.view(reader, said).await.unwrap();
        // Folded, and still there for anyone who opens it.
        assert!(shown.under_review && !shown.muted && shown.body.is_some());
    }
    fixture.report(ari, said, REASON).await.unwrap();
    assert!(fixture.told_of_review().is_empty(), "it is folded already");
}

#[tokio::test]
async fn one_person_who_reports_twice_is_one() {
    let Scene { fixture, sam, ari, said, .. } = scene().await;
    for reason in [REASON, REASON, Reason::Danger] {
        fixture.report(sam, said, reason).await.unwrap();
    }
    assert!(fixture.told_of_review().is_empty() && !fixture.under_review(ari, said).await);
}

#[tokio::test]
async fn a_report_of_the_person_is_none_of_the_message() {
    let Scene { fixture, jo, sam, max, ari, said, .. } = scene().await;
    let person = fixture.member_id(jo).await;
    fixture.report(sam, said, REASON).await.unwrap();
    fixture.report_person(sam, person, REASON).await.unwrap();
    fixture.report_person(max, person, REASON).await.unwrap();
    assert!(fixture.told_of_review().is_empty() && !fixture.under_review(ari, said).await);
}

#[tokio::test]
async fn an_older_account_is_not_folded_whoever_reports() {
    let Scene { fixture, sam, max, ari, said, .. } = scene().await;
    fixture.report_at(sam, said, days_on(29)).await;
    fixture.report_at(max, said, days_on(30)).await;
    fixture.report_at(ari, said, days_on(31)).await;
    assert!(fixture.told_of_review().is_empty() && !fixture.under_review(ari, said).await);
}

#[tokio::test]
async fn a_role_protects_nobody_from_it() {
    let Scene { fixture, sam, max, kim, .. } = scene().await;
    let (said, _) = fixture.say(kim, "I decide here").await;
    fixture.report(sam, said, REASON).await.unwrap();
    fixture.report(max, said, REASON).await.unwrap();
    assert_eq!(fixture.told_of_review(), [(said, true)]);
    // Kim can't decide anything about it, not even with a note.
    fixture.note(kim, said, Some(ContentNote::Other)).await.unwrap();
    fixture.note(kim, said, None).await.unwrap();
    assert!(fixture.told_of_review().is_empty() && fixture.under_review(sam, said).await);
}

#[tokio::test]
async fn the_centre_chooses_for_how_long_an_account_counts_as_new() {
    for (days, at, folds) in [(0, 0, false), (7, 6, true), (7, 7, false), (60, 59, true)] {
        let Scene { fixture, sam, max, said, .. } = scene().await;
        let fold_reports_days = Some(days);
        let (muted_may_react, new_account_hold_days, watch_for) = (false, 30, Vec::new());
        let (zone, milestone_style) = (None, None);
        let settings = CentreSettings {
            muted_may_react,
            new_account_hold_days,
            watch_for,
            zone,
            milestone_style,
            fold_reports_days,
        };
        fixture.choose(settings).await;
        fixture.report_at(sam, said, days_on(at)).await;
        fixture.report_at(max, said, days_on(at)).await;
        assert_eq!(fixture.told_of_review() == [(said, true)], folds, "{days} days, on day {at}");
    }
}

#[tokio::test]
async fn a_suspended_account_is_not_one_of_the_two() {
    let Scene { fixture, sam, max, ari, said, .. } = scene().await;
    let staff = fixture.staff().await;
    fixture.report(sam, said, REASON).await.unwrap();
    fixture.suspend(staff, fixture.member_id(sam).await).await.unwrap();
    fixture.report(max, said, REASON).await.unwrap();
    assert!(fixture.told_of_review().is_empty());
    fixture.report(ari, said, REASON).await.unwrap();
    assert_eq!(fixture.told_of_review(), [(said, true)]);
}

#[tokio::test]
async fn whoever_has_left_reports_what_they_received_and_counts() {
    let Scene { fixture, sam, max, ari, said, .. } = scene().await;
    fixture.report(max, said, REASON).await.unwrap();
    leave_circle(context(&fixture.store, sam, NOW), LeaveCircle { circle: fixture.circle })
        .await
        .unwrap();
    let (later, last) = fixture.say(ari, "who is still here?").await;
    fixture.heard();
    fixture.report_at(sam, said, days_on(3)).await;
    assert_eq!(fixture.told_of_review(), [(said, true)]);
    // The next position is the circle's own, whatever the member who left has seen.
    let (_, next) = fixture.say(ari, "anyone?").await;
    assert_eq!(next, Seq(last.0 + 2));
    let stranger = fixture.stranger().await;
    assert_refused(fixture.report(stranger, later, REASON).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn it_is_the_same_after_coming_back_and_after_a_restart() {
    let Scene { mut fixture, ari, said, .. } = folded().await;
    fixture.restart().await;
    let last = fixture.whole_page(ari).await.pop().unwrap();
    assert_eq!((last.id, last.under_review), (said, true));
    let cursors = vec![Cursor { circle: fixture.circle, seq: last.seq }];
    let hello = Hello { epoch: Some(fixture.store.epoch()), cursors };
    let resumed = resume(&fixture.store, ari.account, &hello, limits::RESUME_BYTES).await.unwrap();
    let CatchUp::Events { events } = &resumed.circles[0].catch_up else { panic!("a gap") };
    let folded = EventPayload::UnderReviewChanged { message: said, under_review: true };
    assert_eq!(events.last().unwrap().what, folded);
    assert_eq!(events.last().unwrap().seq, last.seq.next());
}

#[tokio::test]
async fn each_way_to_end_its_case_unfolds_it_and_no_report_folds_it_again() {
    for resolution in [
        CaseResolution::Dismiss,
        CaseResolution::MuteMember { duration: MuteDuration::OneHour },
        CaseResolution::AddNote { note: ContentNote::Violence },
        CaseResolution::ProposeRemoval,
        CaseResolution::MuteMessage,
        CaseResolution::MassMute { duration: MuteDuration::OneHour },
    ] {
        let Scene { fixture, sam, max, ari, kim, said, .. } = folded().await;
        fixture.close(kim, fixture.only_case(kim).await, resolution).await.unwrap();
        assert_eq!(fixture.told_of_review(), [(said, false)], "{resolution:?}");
        let shown = fixture.view(ari, said).await.unwrap();
        assert!(!shown.under_review, "{resolution:?}");
        if shown.muted {
            assert_eq!(shown.body, None);
            fixture.unmute(kim, said).await.unwrap();
        }
        for reporter in [sam, max, ari] {
            fixture.report(reporter, said, REASON).await.unwrap();
        }
        assert!(fixture.told_of_review().is_empty(), "{resolution:?}");
        assert!(!fixture.under_review(ari, said).await, "{resolution:?}");
    }
}

#[tokio::test]
async fn taking_a_case_or_opening_it_is_not_a_decision() {
    let Scene { fixture, ari, kim, said, .. } = folded().await;
    let case = fixture.only_case(kim).await;
    fixture.claim_at(kim, case, NOW).await.unwrap();
    fixture.fetch_case(kim, case).await.unwrap();
    assert!(fixture.told_of_review().is_empty() && fixture.under_review(ari, said).await);
}

#[tokio::test]
async fn a_moderator_who_sets_the_note_or_leaves_it_as_it_is_has_looked() {
    for note in [None, Some(ContentNote::Violence)] {
        let Scene { fixture, ari, kim, said, .. } = folded().await;
        fixture.note(kim, said, note).await.unwrap();
        assert_eq!(fixture.told_of_review(), [(said, false)]);
        fixture.note(kim, said, note).await.unwrap();
        assert!(fixture.told_of_review().is_empty());
        fixture.report(ari, said, REASON).await.unwrap();
        assert!(!fixture.under_review(ari, said).await);
        assert_eq!(fixture.cases(kim).await.len(), 1, "it is still to be decided");
    }
}

#[tokio::test]
async fn a_look_before_the_second_report_counts() {
    for looks in [0, 1, 2] {
        let Scene { fixture, sam, max, ari, kim, said, .. } = scene().await;
        fixture.report(sam, said, REASON).await.unwrap();
        match looks {
            0 => drop(fixture.note(kim, said, Some(ContentNote::Other)).await.unwrap()),
            1 => {
                let case = fixture.only_case(kim).await;
                drop(fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap());
            }
            _ => {
                fixture.mute_for(kim, said).await;
                drop(fixture.unmute(kim, said).await.unwrap());
            }
        }
        fixture.heard();
        for reporter in [sam, max, ari] {
            fixture.report(reporter, said, REASON).await.unwrap();
        }
        assert!(fixture.told_of_review().is_empty(), "{looks}");
    }
}

#[tokio::test]
async fn a_mute_that_nobody_had_asked_for_is_a_look_too() {
    let Scene { fixture, sam, max, kim, said, .. } = scene().await;
    fixture.mute_for(kim, said).await;
    fixture.unmute(kim, said).await.unwrap();
    fixture.heard();
    fixture.report(sam, said, REASON).await.unwrap();
    fixture.report(max, said, REASON).await.unwrap();
    assert!(fixture.told_of_review().is_empty());
}

#[tokio::test]
async fn nothing_is_left_of_it_on_a_deleted_message() {
    let Scene { fixture, jo, ari, kim, said, .. } = folded().await;
    fixture.delete(jo, said).await.unwrap();
    assert!(!fixture.under_review(ari, said).await);
    fixture.heard();
    fixture.close(kim, fixture.only_case(kim).await, CaseResolution::Dismiss).await.unwrap();
    assert!(fixture.told_of_review().is_empty());
}

#[tokio::test]
async fn words_of_a_crisis_keep_their_own_note() {
    let Scene { fixture, jo, sam, max, ari, kim, .. } = scene().await;
    let (cry, _) = fixture.say(jo, "I want to die").await;
    fixture.heard();
    for reporter in [sam, max, ari] {
        fixture.report(reporter, cry, Reason::Danger).await.unwrap();
    }
    assert!(fixture.told_of_review().is_empty());
    let shown = fixture.view(ari, cry).await.unwrap();
    assert_eq!((shown.under_review, shown.content_note), (false, Some(ContentNote::SelfHarm)));
    // Also once its author has removed the note.
    fixture.note(jo, cry, None).await.unwrap();
    fixture.report(kim, cry, Reason::Danger).await.unwrap();
    assert!(!fixture.under_review(ari, cry).await);
}

#[tokio::test]
async fn a_note_of_the_authors_own_does_not_keep_it_from_being_folded() {
    let Scene { fixture, jo, sam, max, ari, said, .. } = scene().await;
    fixture.note(jo, said, Some(ContentNote::SelfHarm)).await.unwrap();
    fixture.report(sam, said, REASON).await.unwrap();
    fixture.report(max, said, REASON).await.unwrap();
    fixture.note(jo, said, None).await.unwrap();
    assert!(fixture.under_review(ari, said).await);
}

#[tokio::test]
async fn what_a_moderator_let_through_is_not_folded() {
    let Scene { fixture, jo, sam, max, kim, .. } = scene().await;
    let held = fixture.hold(jo, OFFER).await;
    fixture.close(kim, fixture.only_case(kim).await, CaseResolution::Release).await.unwrap();
    fixture.report(sam, held, REASON).await.unwrap();
    fixture.report(max, held, REASON).await.unwrap();
    assert!(fixture.told_of_review().is_empty() && !fixture.under_review(sam, held).await);
}

#[tokio::test]
async fn a_private_conversation_knows_no_fold() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let direct = fixture.try_open(kim, fixture.to(jo).await, None, NOW).await.unwrap();
    let message = SendMessage { circle: direct, ..fixture.message("between us") };
    let said = message.id;
    fixture.send(kim, message).await.unwrap();
    fixture.heard();
    // Only one person can report here; a report by somebody else is refused.
    let report = ReportMessage { circle: direct, message: said, reason: REASON, statement: None };
    report_message(context(&fixture.store, jo, NOW), report.clone()).await.unwrap();
    let other = fixture.member("Sam").await;
    let refused = report_message(context(&fixture.store, other, NOW), report).await;
    assert_refused(refused, RefusalCode::NotFound);
    assert!(fixture.told_of_review().is_empty());
}

#[tokio::test]
async fn a_closed_circle_is_still_read_and_so_still_folded() {
    let Scene { fixture, sam, max, ari, said, .. } = scene().await;
    let circle = fixture.circle;
    let close = move |tx: &mut crate::store::Tx<'_>| {
        let key = tx.circle(circle)?.unwrap().key;
        Ok(tx.close_circle(key, NOW)?)
    };
    fixture.store.write(close).await.unwrap();
    fixture.report(sam, said, REASON).await.unwrap();
    fixture.report(max, said, REASON).await.unwrap();
    assert!(fixture.under_review(ari, said).await);
}
