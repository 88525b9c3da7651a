//! How a case ends: what is done, who is told, and what lasts for how long.

use circles_protocol::requests::{CloseCase, ListActions, MuteEverything, SetContentNote};
use circles_protocol::{
    ActionKind, AuditAction, CaseId, CaseKind, CaseResolution, Concern, ContentNote, MuteDuration,
    Notice, ReportId,
};

use crate::clock::DAY_MS;
use crate::commands::chat::set_content_note::set_content_note;
use crate::commands::moderation::close_case::close_case;
use crate::commands::moderation::list_actions::list_actions;
use crate::commands::moderation::mute_everything::mute_everything;
use crate::commands::shared::moderation::queue::{self, Opening};
use crate::commands::tests::store::{bytes_on_disk, holds};
use crate::commands::tests::*;
use crate::store::{Tx, check};

const DAY: MuteDuration = MuteDuration::OneDay;
const REASON: Concern = Concern::Solicitation;

impl House {
    pub(in crate::commands::tests) async fn close(
        &self,
        actor: Actor,
        case: CaseId,
        resolution: CaseResolution,
    ) -> Result<Reply, Rejection> {
        let request = CloseCase { case, resolution, reason: REASON };
        close_case(&self.store, actor, request, NOW).await
    }

    async fn actions(&self, moderator: Actor) -> Vec<(ActionKind, u32)> {
        let list = ListActions { circle: self.circle };
        let reply = list_actions(&self.store, moderator, list, NOW).await.unwrap();
        let Reply::Actions { actions } = reply else { panic!("{reply:?}") };
        actions.iter().map(|action| (action.kind, action.messages)).collect()
    }

    /// Who was told that which report was handled, since the last call.
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
        let request = MuteEverything { circle, member, duration, reason };
        mute_everything(&self.store, moderator, request, NOW).await.unwrap();
    }

    async fn copies(&self) -> i64 {
        self.store.read(|view| Ok(view.count_evidence()?)).await.unwrap()
    }
}

/// Jo said something, Sam reported it, and Kim and Lou decide.
pub(in crate::commands::tests) struct Scene {
    pub(in crate::commands::tests) house: House,
    pub(in crate::commands::tests) jo: Actor,
    pub(in crate::commands::tests) sam: Actor,
    pub(in crate::commands::tests) kim: Actor,
    pub(in crate::commands::tests) lou: Actor,
    pub(in crate::commands::tests) said: MessageId,
    pub(in crate::commands::tests) case: CaseId,
    pub(in crate::commands::tests) report: ReportId,
}

pub(in crate::commands::tests) async fn scene() -> Scene {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (kim, lou) = (house.moderator("Kim").await, house.moderator("Lou").await);
    let (said, _) = house.say(jo, "can get you some").await;
    let report = house.report(sam, said, REASON).await.unwrap();
    let case = house.only_case(kim).await;
    house.heard();
    Scene { house, jo, sam, kim, lou, said, case, report }
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
            CaseResolution::MuteEverything { duration: DAY },
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
        let Scene { house, sam, kim, lou, said, case, report, .. } = scene().await;
        assert_eq!(house.close(kim, case, resolution).await, Ok(Reply::Done), "{resolution:?}");
        assert_eq!(house.told_handled(), [(sam, report)], "{resolution:?}");
        assert!(house.cases(kim).await.is_empty() && house.cases(lou).await.is_empty());
        assert_eq!(house.actions(kim).await, actions, "{resolution:?}");
        let rows: Vec<_> = house.audit_rows().await.iter().map(|row| row.action).collect();
        assert_eq!(rows, [audited], "{resolution:?}");
        let shown = house.view(sam, said).await.unwrap();
        let hides = actions.iter().any(|(_, messages)| *messages > 0);
        assert_eq!(shown.muted, hides, "{resolution:?}");
        assert_eq!(
            shown.content_note.is_some(),
            matches!(resolution, CaseResolution::AddNote { .. })
        );
        house.store.close().await;
        assert_eq!(check(house.folder.path()).unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_closed_case_is_handled_for_those_who_could_decide_it() {
    let Scene { house, jo, sam, kim, lou, case, .. } = scene().await;
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    for moderator in [kim, lou] {
        let again = house.close(moderator, case, CaseResolution::MuteMessage).await;
        assert_refused(again, RefusalCode::AlreadyHandled);
        let claim = house.claim_at(moderator, case, NOW).await;
        assert_refused(claim, RefusalCode::AlreadyHandled);
        // What was decided about can still be looked at.
        assert_eq!(house.open_case(moderator, case).await.unwrap().evidence.len(), 1);
    }
    for other in [jo, sam, house.stranger().await, house.staff().await] {
        let again = house.close(other, case, CaseResolution::Dismiss).await;
        assert_refused(again, RefusalCode::NotFound);
        assert_refused(house.open_case(other, case).await, RefusalCode::NotFound);
    }
    assert!(house.actions(kim).await.is_empty());
}

#[tokio::test]
async fn the_same_thing_can_be_reported_anew_once_its_case_is_closed() {
    let Scene { house, sam, kim, said, case, report, .. } = scene().await;
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    let anew = house.report(sam, said, Concern::Danger).await.unwrap();
    assert_ne!(anew, report);
    assert_ne!(house.only_case(kim).await, case);
}

#[tokio::test]
async fn what_does_not_fit_or_is_refused_leaves_the_case_open() {
    let Scene { house, jo, sam, kim, said, case, .. } = scene().await;
    for resolution in [CaseResolution::Release, CaseResolution::HoldBack] {
        let refused = house.close(kim, case, resolution).await.unwrap_err();
        assert_eq!(refused.0.code, RefusalCode::InvalidField);
        assert_eq!(refused.0.field.as_deref(), Some("resolution"));
    }
    let jos = house.member_id(jo).await;
    house.report_person(sam, jos, Concern::Other).await.unwrap();
    let about_person = house.cases(kim).await[1].id;
    for resolution in
        [CaseResolution::MuteMessage, CaseResolution::AddNote { note: ContentNote::Other }]
    {
        let refused = house.close(kim, about_person, resolution).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    // Muted already, and gone already: what the action is refused with.
    house.mute_person(kim, jos).await;
    let refused = house.close(kim, case, CaseResolution::MuteMember { duration: DAY }).await;
    assert_refused(refused, RefusalCode::AlreadyMuted);
    house.delete(jo, said).await.unwrap();
    assert_refused(
        house.close(kim, case, CaseResolution::MuteMessage).await,
        RefusalCode::NotFound,
    );
    assert_eq!(house.cases(kim).await.len(), 2);
    assert!(house.told_handled().is_empty());
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
}

#[tokio::test]
async fn muting_directly_settles_the_cases_about_those_messages() {
    let Scene { house, jo, sam, kim, lou, said, case, report } = scene().await;
    house.claim_at(lou, case, NOW).await.unwrap();
    house.heard();
    house.mute_for(kim, said).await;
    assert_eq!(house.told_handled(), [(sam, report)]);
    assert!(house.cases(lou).await.is_empty());

    // All of a day's messages at once; what is about the person waits on.
    let jos = house.member_id(jo).await;
    let (again, _) = house.say(jo, "text me").await;
    house.report(sam, again, REASON).await.unwrap();
    house.report_person(sam, jos, Concern::Danger).await.unwrap();
    house.heard();
    house.wipe_everything(kim, jos).await;
    assert_eq!(house.told_handled().len(), 1);
    let [left] = &house.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((left.message, left.subject), (None, jos));
    // A note put on directly leaves a case to whoever decides it.
    let (noted, _) = house.say(kim, "about my brother").await;
    house.report(sam, noted, Concern::Other).await.unwrap();
    let note = Some(ContentNote::DeathAndLoss);
    let request = SetContentNote { circle: house.circle, message: noted, note };
    set_content_note(&house.store, lou, request, NOW).await.unwrap();
    assert_eq!(house.cases(lou).await.len(), 2);
}

#[tokio::test]
async fn the_centre_acts_where_no_moderator_may() {
    let house = House::new().await;
    let (sam, kim) = (house.member("Sam").await, house.moderator("Kim").await);
    let coordinator = house.staff().await;
    let (said, _) = house.say(kim, "come to my place").await;
    house.report(sam, said, Concern::Predation).await.unwrap();
    let case = house.only_case(coordinator).await;
    let refused = house.close(coordinator, case, CaseResolution::ProposeRemoval).await;
    assert_refused(refused, RefusalCode::NotAllowed);
    let resolution = CaseResolution::MuteEverything { duration: DAY };
    house.close(coordinator, case, resolution).await.unwrap();
    assert!(house.view(sam, said).await.unwrap().muted);
    assert_refused(house.send(kim, house.message("more")).await, RefusalCode::Muted);

    // A note that the centre put on stays on, whatever its author wants.
    let (more, _) = house.say(sam, "a hard day").await;
    house.demote(house.member_id(kim).await).await;
    house.report(kim, more, Concern::Other).await.unwrap();
    let case = house.only_case(coordinator).await;
    let note = ContentNote::SelfHarm;
    house.close(coordinator, case, CaseResolution::AddNote { note }).await.unwrap();
    let request = SetContentNote { circle: house.circle, message: more, note: None };
    let refused = set_content_note(&house.store, sam, request, NOW).await;
    assert_refused(refused, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn a_note_that_its_author_put_on_becomes_the_moderators_with_the_case() {
    let Scene { house, jo, kim, said, case, .. } = scene().await;
    let note = ContentNote::SubstanceUse;
    house.note(jo, said, Some(note)).await.unwrap();
    house.close(kim, case, CaseResolution::AddNote { note }).await.unwrap();
    let rows: Vec<_> =
        house.audit_rows().await.iter().map(|row| (row.action, row.target)).collect();
    assert_eq!(rows, [(AuditAction::ContentNoteChanged, Some(said.0))]);
    assert_refused(house.note(jo, said, None).await, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn a_note_that_a_moderator_puts_on_again_is_no_longer_its_authors() {
    let Scene { house, jo, kim, lou, said, .. } = scene().await;
    let note = Some(ContentNote::SubstanceUse);
    house.note(jo, said, note).await.unwrap();
    let Reply::Accepted { seq: Some(_) } = house.note(kim, said, note).await.unwrap() else {
        panic!("it is the moderator's now")
    };
    assert_refused(house.note(jo, said, None).await, RefusalCode::NotAllowed);
    // Once more changes nothing, whichever moderator it is.
    for moderator in [kim, lou] {
        let again = house.note(moderator, said, note).await;
        assert_eq!(again, Ok(Reply::Accepted { seq: None }));
    }
}

#[tokio::test]
async fn a_case_expires_a_year_after_it_was_closed_with_all_that_was_kept() {
    let Scene { house, jo, sam, kim, lou, case, .. } = scene().await;
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    house.wipe_everything(kim, house.member_id(jo).await).await;
    let open = house.say(sam, "still open").await.0;
    house.report(kim, open, Concern::Other).await.unwrap();
    assert_eq!(house.copies().await, 3);
    let purge = |before: Timestamp| {
        house.store.write(move |tx| {
            Ok((tx.purge_cases(before, 500)?, tx.purge_action_evidence(before, 500)?))
        })
    };
    assert_eq!(purge(NOW).await, Ok((0, 0)));
    assert_eq!(purge(NOW.plus_ms(1)).await, Ok((1, 1)));
    // What is open lasts, however old.
    assert_eq!(purge(NOW.plus_ms(DAY_MS * 9_999)).await, Ok((0, 0)));
    assert_eq!(house.copies().await, 1);
    assert_eq!(house.open_case(lou, house.only_case(lou).await).await.unwrap().evidence.len(), 1);
    house.store.close().await;
    assert_eq!(check(house.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_deleted_message_is_on_disk_only_as_its_copy_and_no_longer_than_that() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "Zephyrjackdaw lives in Elm Street").await;
    house.report(sam, said, Concern::Outing).await.unwrap();
    house.delete(jo, said).await.unwrap();
    let case = house.only_case(kim).await;
    let opened = house.open_case(kim, case).await.unwrap();
    assert!(opened.evidence[0].body.as_str().contains("Zephyrjackdaw"));
    assert!(holds(&bytes_on_disk(house.folder.path()), "zephyrjackdaw"));
    house.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    let purge = |tx: &mut Tx<'_>| Ok(tx.purge_cases(NOW.plus_ms(1), 500)?);
    assert_eq!(house.store.write(purge).await, Ok(1));
    house.store.close().await;
    assert!(!holds(&bytes_on_disk(house.folder.path()), "zephyrjackdaw"));
}

#[tokio::test]
async fn a_case_that_the_server_opened_gathers_reports_like_any_other() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "text 555").await;
    let (circle, subject) = (house.circle, house.member_id(jo).await);
    house
        .store
        .write(move |tx| {
            let circle = tx.circle(circle)?.unwrap().key;
            let opening = Opening {
                circle,
                kind: CaseKind::Flagged,
                concern: REASON,
                subject: tx.membership(circle, subject)?.unwrap().key,
                message: Some(said),
                signals: &[circles_protocol::Signal::PhoneNumber, circles_protocol::Signal::Price],
            };
            queue::open_case(tx, opening, NOW)
        })
        .await
        .unwrap();
    house.report(sam, said, Concern::Danger).await.unwrap();
    let [case] = &house.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((case.kind, case.concern, case.reports), (CaseKind::Flagged, Concern::Danger, 1));
    assert_eq!(case.signals.len(), 2);
}
