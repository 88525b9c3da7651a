//! Reports over real sockets: who is told, who sees nothing, and that the reporter is never
//! named on the wire.

use circles_protocol::requests::*;
use circles_protocol::{
    CaseId, CaseResolution, CaseView, CircleId, MemberId, MessageId, MuteDuration, Notice,
    OpenedCase, Reason, RefusalCode, Reply, ReportId, Request, Statement,
};
use circles_tests::{Centre, Client, Person};

const REASON: Reason = Reason::Solicitation;

fn report(circle: CircleId, message: MessageId) -> Request {
    let statement = Some(Statement::from_stored("He asked me twice.".to_owned()));
    Request::ReportMessage(ReportMessage { circle, message, reason: REASON, statement })
}

fn report_person(circle: CircleId, member: MemberId) -> Request {
    let (reason, statement) = (Reason::Predation, None);
    Request::ReportMember(ReportMember { circle, member, reason, statement, in_private: false })
}

fn close(case: CaseId, resolution: CaseResolution) -> Request {
    Request::CloseCase(CloseCase { case, resolution, reason: REASON })
}

async fn reported(socket: &mut Client, request: Request) -> ReportId {
    let reply = socket.done(request).await;
    let Reply::Reported { report } = reply else { panic!("answered {reply:?}") };
    report
}

async fn cases(socket: &mut Client) -> Vec<CaseView> {
    let reply = socket.done(Request::ListCases(ListCases { after: None })).await;
    let Reply::Cases { cases, .. } = reply else { panic!("answered {reply:?}") };
    cases
}

async fn opened(socket: &mut Client, case: CaseId) -> OpenedCase {
    let reply = socket.done(Request::FetchCase(FetchCase { case, skip: 0 })).await;
    let Reply::Case { opened } = reply else { panic!("answered {reply:?}") };
    *opened
}

/// The queue is empty, the case is refused as if it were made up, and nothing was ever sent
/// about it.
async fn assert_knows_nothing(person: &mut Person, case: CaseId) {
    let socket = &mut person.socket;
    assert!(cases(socket).await.is_empty());
    for request in [
        Request::ListCases(ListCases { after: Some(case) }),
        Request::FetchCase(FetchCase { case, skip: 0 }),
        Request::ClaimCase(ClaimCase { case }),
        Request::HandOverCase(HandOverCase { case, to: None }),
        close(case, CaseResolution::Dismiss),
    ] {
        assert_eq!(socket.refused(request).await, RefusalCode::NotFound);
    }
    let told = socket.notices.iter().any(|notice| *notice == Notice::QueueChanged);
    assert!(!told, "{:?}", socket.notices);
}

#[tokio::test]
async fn a_report_reaches_the_moderators_and_is_answered_unnamed() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let elsewhere = centre.circle("Friday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut reporter = centre.member(circle, "Quillwort").await;
    let mut second = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut ellis = centre.moderator(elsewhere, "Ellis").await;
    let (me, account) =
        (reporter.id_in(circle).await, reporter.socket.hello(None, &[]).await.account);
    let (said, _) = robin.socket.say(circle, "can get you some").await;
    kim.socket.settle().await;
    for socket in [&mut kim.socket, &mut robin.socket, &mut centre.coordinator.socket] {
        socket.transcript = Some(String::new());
    }

    let first = reported(&mut reporter.socket, report(circle, said)).await;
    assert_eq!(reported(&mut reporter.socket, report(circle, said)).await, first);
    assert_eq!(kim.socket.notice().await, Notice::QueueChanged);
    let other = reported(&mut second.socket, report(circle, said)).await;
    assert_ne!(other, first);
    let [case] = &cases(&mut kim.socket).await[..] else { panic!("one case") };
    assert_eq!((case.reports, case.message), (2, Some(said)));
    for person in [&mut robin, &mut second, &mut ellis, &mut centre.coordinator] {
        assert_knows_nothing(person, case.id).await;
    }
    let shown = opened(&mut kim.socket, case.id).await;
    assert_eq!(shown.evidence[0].body.as_str(), "can get you some");
    assert_eq!(shown.reports.len(), 2);
    let everything = CaseResolution::MassMute { duration: MuteDuration::OneDay };
    kim.socket.done(close(case.id, everything)).await;
    let handled = |report| Notice::ReportHandled { circle, report };
    assert_eq!(reporter.socket.notice().await, handled(first));
    assert_eq!(second.socket.notice().await, handled(other));
    let own = reporter.socket.done(Request::ListOwnReports(ListOwnReports {})).await;
    let Reply::OwnReports { reports } = own else { panic!("answered {own:?}") };
    assert!(reports[0].id == first && reports[0].handled_at.is_some());
    assert!(matches!(robin.socket.notice().await, Notice::ActionAboutYou { .. }));
    let again = close(case.id, CaseResolution::Dismiss);
    assert_eq!(kim.socket.refused(again).await, RefusalCode::AlreadyHandled);

    let audit = Request::ListAudit(ListAudit { before: None, action: None, circle: None });
    centre.coordinator.socket.done(audit).await;
    kim.socket.done(Request::ListActions(ListActions { circle })).await;
    for socket in [&mut kim.socket, &mut robin.socket, &mut centre.coordinator.socket] {
        socket.settle().await;
        let transcript = socket.transcript.take().expect("it was kept");
        assert!(!transcript.is_empty());
        for name in [me.to_string(), account.to_string(), first.to_string(), other.to_string()] {
            assert!(!transcript.contains(&name), "{name} in {transcript}");
        }
        assert!(!transcript.contains("Quillwort"), "{transcript}");
    }
}

#[tokio::test]
async fn the_copy_stays_when_the_words_are_changed_or_taken_back() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (edited, _) = robin.socket.say(circle, "where the others live").await;
    let (deleted, _) = robin.socket.say(circle, "and when they are out").await;
    for message in [edited, deleted] {
        reported(&mut sam.socket, report(circle, message)).await;
    }
    let body = circles_protocol::Body::from_stored("nothing at all".to_owned());
    let edit = EditMessage { circle, message: edited, body, mentions: Vec::new() };
    robin.socket.accepted(Request::EditMessage(edit)).await;
    let delete = DeleteMessage { circle, message: deleted };
    robin.socket.accepted(Request::DeleteMessage(delete)).await;
    let mut kept = Vec::new();
    for case in cases(&mut kim.socket).await {
        let shown = opened(&mut kim.socket, case.id).await;
        kept.extend(shown.evidence.into_iter().map(|copy| copy.body.as_str().to_owned()));
    }
    assert_eq!(kept, ["where the others live", "and when they are out"]);
    // A deleted message can't be muted any more; the case is closed another way.
    let case = cases(&mut kim.socket).await[1].id;
    let mute = close(case, CaseResolution::MuteMessage);
    assert_eq!(kim.socket.refused(mute).await, RefusalCode::NotFound);
    kim.socket.done(close(case, CaseResolution::Dismiss)).await;
}

#[tokio::test]
async fn a_report_about_the_only_moderator_goes_to_the_centre_alone() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let kims = kim.id_in(circle).await;
    let report = reported(&mut sam.socket, report_person(circle, kims)).await;
    assert_eq!(centre.coordinator.socket.notice().await, Notice::QueueChanged);
    let case = cases(&mut centre.coordinator.socket).await[0].id;
    assert_knows_nothing(&mut kim, case).await;
    let resolution = CaseResolution::MuteMember { duration: MuteDuration::OneHour };
    centre.coordinator.socket.done(close(case, resolution)).await;
    assert!(matches!(kim.socket.notice().await, Notice::ActionAboutYou { .. }));
    assert_eq!(sam.socket.notice().await, Notice::ReportHandled { circle, report });
}

#[tokio::test]
async fn of_two_moderators_who_claim_at_once_one_is_on_it() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut lou = centre.moderator(circle, "Lou").await;
    let (said, _) = robin.socket.say(circle, "words").await;
    reported(&mut sam.socket, report(circle, said)).await;
    let case = cases(&mut kim.socket).await[0].id;
    let claim = Request::ClaimCase(ClaimCase { case });
    let (one, other) = tokio::join!(kim.socket.ask(claim.clone()), lou.socket.ask(claim));
    let refusal = one.clone().and(other.clone()).expect_err("one of them was first");
    assert_eq!(refusal.code, RefusalCode::Claimed);
    let (first, late) = if one.is_ok() { (kim, lou) } else { (lou, kim) };
    let (mut first, mut late) = (first, late);
    let seen = cases(&mut late.socket).await[0].claim.expect("a claim");
    assert_eq!((seen.by, seen.mine), (Some(first.id_in(circle).await), false));
    let dismiss = close(case, CaseResolution::Dismiss);
    assert_eq!(late.socket.refused(dismiss.clone()).await, RefusalCode::Claimed);
    let to = Some(late.id_in(circle).await);
    first.socket.done(Request::HandOverCase(HandOverCase { case, to })).await;
    assert_eq!(first.socket.refused(dismiss.clone()).await, RefusalCode::Claimed);
    late.socket.done(dismiss).await;
}
