//! How a case ends: what is done, who is told, and how long things are kept.

use circles_protocol::requests::{CloseCase, ListActions, MassMute, SetContentNote};
use circles_protocol::{
    ActionKind, AuditAction, CaseId, CaseKind, CaseResolution, ContentNote, MuteDuration, Notice,
    Reason, ReportId,
};

use crate::clock::DAY_MS;
use crate::commands::chat::set_content_note::set_content_note;
use crate::commands::moderation::close_case::close_case;
use crate::commands::moderation::list_actions::list_actions;
use crate::commands::moderation::mass_mute::mass_mute;
use crate::commands::shared::moderation::queue::{self, Opening};
use crate::commands::tests::store::{bytes_on_disk, holds};
use crate::commands::tests::*;
use crate::store::{Tx, check};

const DAY: MuteDuration = MuteDuration::OneDay;
const REASON: Reason = Reason::Solicitation;

impl Fixture {
    pub(in crate::commands::tests) async fn close(
        &self,
        actor: Actor,
        case: CaseId,
        resolution: CaseResolution,
    ) -> Result<Reply, Rejection> {
        let request = CloseCase { case, resolution, reason: REASON };
        close_case(context(&self.store, actor, NOW), request).await
    }

    async fn actions(&self, moderator: Actor) -> Vec<(ActionKind, u32)> {
        let list = ListActions { circle: self.circle };
        let reply = list_actions(context(&self.store, moderator, NOW), list).await.unwrap();
        let Reply::Actions { actions } = reply else { panic!("{reply:?}") };
        actions.iter().map(|action| (action.kind, action.messages)).collect()
    }

    /// Who was told which report was handled, since the last call.
    pub(in crate::commands::tests) fn told_handled(&self) -> Vec<(Actor, ReportId)> {
        let told = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice: Notice::ReportHandled { circle, report } } => {
                assert_eq!(circle, self.circle);
                Some((Actor { account, coordinator: false }, report))
            }
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        });
        told.collect()
    }

    pub(in crate::commands::tests) async fn wipe_everything(
        &self,
        moderator: Actor,
        member: MemberId,
    ) {
        let (circle, duration, reason) = (self.circle, DAY, REASON);
        let request = MassMute { circle, member, duration, reason };
        mass_mute(context(&self.store, moderator, NOW), request).await.unwrap();
    }

    async fn copies(&self) -> i64 {
        self.store.read(|view| Ok(view.count_evidence()?)).await.unwrap()
    }
}

/// Jo posted something, Sam reported it, and Kim and Lou decide.
pub(in crate::commands::tests) struct Scene {
    pub(in crate::commands::tests) fixture: Fixture,
    pub(in crate::commands::tests) jo: Actor,
    pub(in crate::commands::tests) sam: Actor,
    pub(in crate::commands::tests) kim: Actor,
    pub(in crate::commands::tests) lou: Actor,
    pub(in crate::commands::tests) said: MessageId,
    pub(in crate::commands::tests) case: CaseId,
    pub(in crate::commands::tests) report: ReportId,
}

pub(in crate::commands::tests) async fn scene() -> Scene {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "can get you some").await;
    let report = fixture.report(sam, said, REASON).await.unwrap();
    let case = fixture.only_case(kim).await;
    fixture.heard();
    Scene { fixture, jo, sam, kim, lou, said, case, report }
}

#[tokio::test]
async fn each_way_to_end_a_case_does_what_it_says() {
    for (resolution, actions, audited) in [
        (CaseResolution::Dismiss, vec![], AuditAction::CaseDismissed),
        (
            CaseResolution::MuteMessage,
            vec![(ActionKind::MessageMute, 1)],
            AuditAction::MessageMuted,
        ),
        (
            CaseResolution::MuteMember { duration: DAY },
            vec![(ActionKind::MemberMute, 0)],
            AuditAction::MemberMuted,
        ),
        (
            CaseResolution::MassMute { duration: DAY },
            vec![(ActionKind::MassMute, 1)],
            AuditAction::MassMuted,
        ),
        (
            CaseResolution::AddNote { note: ContentNote::SubstanceUse },
            vec![],
            AuditAction::ContentNoteChanged,
        ),
        (CaseResolution::ProposeRemoval, vec![], AuditAction::ProposalMade),
    ] {
        let Scene { fixture, sam, kim, lou, said, case, report, .. } = scene().await;
        assert_eq!(fixture.close(kim, case, resolution).await, Ok(Reply::Done), "{resolution:?}");
        assert_eq!(fixture.told_handled(), [(sam, report)], "{resolution:?}");
        assert!(fixture.cases(kim).await.is_empty() && fixture.cases(lou).await.is_empty());
        assert_eq!(fixture.actions(kim).await, actions, "{resolution:?}");
        let rows: Vec<_> = fixture.audit_rows().await.iter().map(|row| row.action).collect();
        assert_eq!(rows, [audited], "{resolution:?}");
        let shown = fixture.view(sam, said).await.unwrap();
        let hides = actions.iter().any(|(_, messages)| *messages > 0);
        assert_eq!(shown.muted, hides, "{resolution:?}");
        assert_eq!(
            shown.content_note.is_some(),
            matches!(resolution, CaseResolution::AddNote { .. })
        );
        fixture.store.close().await;
        assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_closed_case_is_handled_for_those_who_could_decide_it() {
    let Scene { fixture, jo, sam, kim, lou, case, .. } = scene().await;
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    for moderator in [kim, lou] {
        let again = fixture.close(moderator, case, CaseResolution::MuteMessage).await;
        assert_refused(again, RefusalCode::AlreadyHandled);
        let claim = fixture.claim_at(moderator, case, NOW).await;
        assert_refused(claim, RefusalCode::AlreadyHandled);
        // A decided case can still be looked at.
        assert_eq!(fixture.fetch_case(moderator, case).await.unwrap().evidence.len(), 1);
    }
    for other in [jo, sam, fixture.stranger().await, fixture.staff().await] {
        let again = fixture.close(other, case, CaseResolution::Dismiss).await;
        assert_refused(again, RefusalCode::NotFound);
        assert_refused(fixture.fetch_case(other, case).await, RefusalCode::NotFound);
    }
    assert!(fixture.actions(kim).await.is_empty());
}

#[tokio::test]
async fn the_same_thing_can_be_reported_anew_once_its_case_is_closed() {
    let Scene { fixture, sam, kim, said, case, report, .. } = scene().await;
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    let anew = fixture.report(sam, said, Reason::Danger).await.unwrap();
    assert_ne!(anew, report);
    assert_ne!(fixture.only_case(kim).await, case);
}

#[tokio::test]
async fn what_does_not_fit_or_is_refused_leaves_the_case_open() {
    let Scene { fixture, jo, sam, kim, said, case, .. } = scene().await;
    for resolution in [CaseResolution::Release, CaseResolution::HoldBack] {
        let refused = fixture.close(kim, case, resolution).await.unwrap_err();
        assert_eq!(refused.0.code, RefusalCode::InvalidField);
        assert_eq!(refused.0.field.as_deref(), Some("resolution"));
    }
    let jos = fixture.member_id(jo).await;
    fixture.report_person(sam, jos, Reason::Other).await.unwrap();
    let about_person = fixture.cases(kim).await[1].id;
    for resolution in
        [CaseResolution::MuteMessage, CaseResolution::AddNote { note: ContentNote::Other }]
    {
        let refused = fixture.close(kim, about_person, resolution).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    // Muted already, or gone already: the refusal is that of the action.
    fixture.mute_person(kim, jos).await;
    let refused = fixture.close(kim, case, CaseResolution::MuteMember { duration: DAY }).await;
    assert_refused(refused, RefusalCode::AlreadyMuted);
    fixture.delete(jo, said).await.unwrap();
    assert_refused(
        fixture.close(kim, case, CaseResolution::MuteMessage).await,
        RefusalCode::NotFound,
    );
    assert_eq!(fixture.cases(kim).await.len(), 2);
    assert!(fixture.told_handled().is_empty());
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
}

#[tokio::test]
async fn muting_directly_settles_the_cases_about_those_messages() {
    let Scene { fixture, jo, sam, kim, lou, said, case, report } = scene().await;
    fixture.claim_at(lou, case, NOW).await.unwrap();
    fixture.heard();
    fixture.mute_for(kim, said).await;
    assert_eq!(fixture.told_handled(), [(sam, report)]);
    assert!(fixture.cases(lou).await.is_empty());

    // All of a day's messages at once; the case about the person stays open.
    let jos = fixture.member_id(jo).await;
    let (again, _) = fixture.say(jo, "text me").await;
    fixture.report(sam, again, REASON).await.unwrap();
    fixture.report_person(sam, jos, Reason::Danger).await.unwrap();
    fixture.heard();
    fixture.wipe_everything(kim, jos).await;
    assert_eq!(fixture.told_handled().len(), 1);
    let [left] = &fixture.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((left.message, left.subject), (None, jos));
    // A note that is added directly leaves the case open for whoever decides it.
    let (noted, _) = fixture.say(kim, "about my brother").await;
    fixture.report(sam, noted, Reason::Other).await.unwrap();
    let note = Some(ContentNote::DeathAndLoss);
    let request = SetContentNote { circle: fixture.circle, message: noted, note };
    set_content_note(context(&fixture.store, lou, NOW), request).await.unwrap();
    assert_eq!(fixture.cases(lou).await.len(), 2);
}

#[tokio::test]
async fn the_centre_acts_where_no_moderator_may() {
    let fixture = Fixture::new().await;
    let (sam, kim) = (fixture.member("Sam").await, fixture.moderator("Kim").await);
    let coordinator = fixture.staff().await;
    let (said, _) = fixture.say(kim, "come to my place").await;
    fixture.report(sam, said, Reason::Predation).await.unwrap();
    let case = fixture.only_case(coordinator).await;
    let refused = fixture.close(coordinator, case, CaseResolution::ProposeRemoval).await;
    assert_refused(refused, RefusalCode::NotAllowed);
    let resolution = CaseResolution::MassMute { duration: DAY };
    fixture.close(coordinator, case, resolution).await.unwrap();
    assert!(fixture.view(sam, said).await.unwrap().muted);
    assert_refused(fixture.send(kim, fixture.message("more")).await, RefusalCode::Muted);

    // A note that the centre added stays, whatever its author wants.
    let (more, _) = fixture.say(sam, "a hard day").await;
    fixture.demote(fixture.member_id(kim).await).await;
    fixture.report(kim, more, Reason::Other).await.unwrap();
    let case = fixture.only_case(coordinator).await;
    let note = ContentNote::SelfHarm;
    fixture.close(coordinator, case, CaseResolution::AddNote { note }).await.unwrap();
    let request = SetContentNote { circle: fixture.circle, message: more, note: None };
    let refused = set_content_note(context(&fixture.store, sam, NOW), request).await;
    assert_refused(refused, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn a_note_that_its_author_put_on_becomes_the_moderators_with_the_case() {
    let Scene { fixture, jo, kim, said, case, .. } = scene().await;
    let note = ContentNote::SubstanceUse;
    fixture.note(jo, said, Some(note)).await.unwrap();
    fixture.close(kim, case, CaseResolution::AddNote { note }).await.unwrap();
    let rows: Vec<_> =
        fixture.audit_rows().await.iter().map(|row| (row.action, row.target)).collect();
    assert_eq!(rows, [(AuditAction::ContentNoteChanged, Some(said.0))]);
    assert_refused(fixture.note(jo, said, None).await, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn a_note_that_a_moderator_puts_on_again_is_no_longer_its_authors() {
    let Scene { fixture, jo, kim, lou, said, .. } = scene().await;
    let note = Some(ContentNote::SubstanceUse);
    fixture.note(jo, said, note).await.unwrap();
    let Reply::Accepted { seq: Some(_) } = fixture.note(kim, said, note).await.unwrap() else {
        panic!("the note was not taken over")
    };
    assert_refused(fixture.note(jo, said, None).await, RefusalCode::NotAllowed);
    // Doing it once more changes nothing, whichever moderator does it.
    for moderator in [kim, lou] {
        let again = fixture.note(moderator, said, note).await;
        assert_eq!(again, Ok(Reply::Accepted { seq: None }));
    }
}

#[tokio::test]
async fn a_case_expires_a_year_after_it_was_closed_with_all_that_was_kept() {
    let Scene { fixture, jo, sam, kim, lou, case, .. } = scene().await;
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    fixture.wipe_everything(kim, fixture.member_id(jo).await).await;
    let open = fixture.say(sam, "still open").await.0;
    fixture.report(kim, open, Reason::Other).await.unwrap();
    assert_eq!(fixture.copies().await, 3);
    let purge = |before: Timestamp| {
        fixture.store.write(move |tx| {
            Ok((tx.purge_cases(before, 500)?, tx.purge_action_evidence(before, 500)?))
        })
    };
    assert_eq!(purge(NOW).await, Ok((0, 0)));
    assert_eq!(purge(NOW.plus_ms(1)).await, Ok((1, 1)));
    // An open case is kept, however old it is.
    assert_eq!(purge(NOW.plus_ms(DAY_MS * 9_999)).await, Ok((0, 0)));
    assert_eq!(fixture.copies().await, 1);
    assert_eq!(
        fixture.fetch_case(lou, fixture.only_case(lou).await).await.unwrap().evidence.len(),
        1
    );
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_deleted_message_is_on_disk_only_as_its_copy_and_no_longer_than_that() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "Zephyrjackdaw lives in Elm Street").await;
    fixture.report(sam, said, Reason::Outing).await.unwrap();
    fixture.delete(jo, said).await.unwrap();
    let case = fixture.only_case(kim).await;
    let opened = fixture.fetch_case(kim, case).await.unwrap();
    assert!(opened.evidence[0].body.as_str().contains("Zephyrjackdaw"));
    assert!(holds(&bytes_on_disk(fixture.folder.path()), "zephyrjackdaw"));
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    let purge = |tx: &mut Tx<'_>| Ok(tx.purge_cases(NOW.plus_ms(1), 500)?);
    assert_eq!(fixture.store.write(purge).await, Ok(1));
    fixture.store.close().await;
    assert!(!holds(&bytes_on_disk(fixture.folder.path()), "zephyrjackdaw"));
}

#[tokio::test]
async fn a_case_that_the_server_opened_gathers_reports_like_any_other() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "text 555").await;
    let (circle, subject) = (fixture.circle, fixture.member_id(jo).await);
    fixture
        .store
        .write(move |tx| {
            let circle = tx.circle(circle)?.unwrap().key;
            let opening = Opening {
                circle,
                kind: CaseKind::Flagged,
                reason: REASON,
                subject: tx.member(circle, subject)?.unwrap().key,
                message: Some(said),
                signals: &[circles_protocol::Signal::PhoneNumber, circles_protocol::Signal::Price],
            };
            queue::create_case(tx, opening, NOW)
        })
        .await
        .unwrap();
    fixture.report(sam, said, Reason::Danger).await.unwrap();
    let [case] = &fixture.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((case.kind, case.reason, case.reports), (CaseKind::Flagged, Reason::Danger, 1));
    assert_eq!(case.signals.len(), 2);
}
