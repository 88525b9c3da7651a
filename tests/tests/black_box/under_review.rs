//! Messages that reports fold until a moderator has looked, and messages that members hide
//! for themselves: over real sockets, on every device, live and after reconnecting.

use circles_protocol::requests::*;
use circles_protocol::{
    CaseResolution, CatchUp, CircleEvent, CircleId, EventPayload, MessageId, MessageView, Notice,
    Reason, Refusal, Reply, Request, SearchQuery, Seq,
};
use circles_tests::client::Welcome;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};
use uuid::Uuid;

const REASON: Reason = Reason::Shaming;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

fn report(circle: CircleId, message: MessageId) -> Request {
    Request::ReportMessage(ReportMessage { circle, message, reason: REASON, statement: None })
}

const fn changed(message: MessageId, under_review: bool) -> EventPayload {
    EventPayload::UnderReviewChanged { message, under_review }
}

async fn only_case(moderator: &mut Person) -> circles_protocol::CaseId {
    let reply = moderator.socket.done(Request::ListCases(ListCases { after: None })).await;
    let Reply::Cases { cases, .. } = reply else { panic!("answered {reply:?}") };
    assert_eq!(cases.len(), 1);
    cases[0].id
}

/// The message in every answer that shows it.
async fn wherever_it_is_shown(
    socket: &mut Client,
    circle: CircleId,
    id: MessageId,
) -> Vec<MessageView> {
    let history = FetchHistory { circle, from: Anchor::Newest, limit: 50 };
    let reply = socket.done(Request::FetchHistory(history)).await;
    let Reply::History { messages: mut shown, .. } = reply else { panic!("answered {reply:?}") };
    let reply = socket.done(Request::FetchMessage(FetchMessage { circle, message: id })).await;
    let Reply::Message { message } = reply else { panic!("answered {reply:?}") };
    shown.push(message);
    let reply = socket.done(Request::ListPins(ListPins { circle, after: None })).await;
    let Reply::Pins { messages, .. } = reply else { panic!("answered {reply:?}") };
    shown.extend(messages);
    let query = SearchQuery::from_stored("loss".to_owned());
    let search = Request::Search(Search { query, circle: None, before: None });
    let reply = socket.done(search).await;
    let Reply::SearchResults { found, .. } = reply else { panic!("answered {reply:?}") };
    shown.extend(found.into_iter().map(|one| one.message));
    shown.retain(|message| message.id == id);
    assert_eq!(shown.len(), 4, "history, quotation, pins, search");
    shown
}

struct Scene {
    centre: Centre,
    circle: CircleId,
    robin: Person,
    sam: Person,
    quill: Person,
    ari: Person,
    kim: Person,
    /// By Robin, pinned.
    said: MessageId,
    head: Seq,
}

async fn scene(plan: Plan) -> Scene {
    let mut centre = Centre::open_with(plan.set("sign_ins_per_quarter_hour", 1_000)).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let sam = centre.member(circle, "Sam").await;
    let quill = centre.member(circle, "Quillwort").await;
    let mut ari = centre.member(circle, "Ari").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, _) = robin.socket.say(circle, "some of you are no loss").await;
    let pin = Request::PinMessage(PinMessage { circle, message: said });
    kim.socket.accepted(pin).await;
    let head = ari.view_of(circle).await.head_seq;
    Scene { centre, circle, robin, sam, quill, ari, kim, said, head }
}

fn replayed(welcome: &Welcome) -> &[CircleEvent] {
    match &welcome.circles[0].catch_up {
        CatchUp::Events { events } => events,
        CatchUp::Gap => panic!("a gap"),
    }
}

#[tokio::test]
async fn two_reports_fold_a_message_on_every_socket_until_a_moderator_has_decided() {
    let Scene { mut centre, circle, mut robin, mut sam, mut quill, mut ari, mut kim, said, head } =
        scene(Plan::default()).await;
    let mut phone = ari.other_device(&centre.server).await;
    let epoch = ari.socket.hello(None, &[]).await.epoch;
    robin.socket.transcript = Some(String::new());
    sam.socket.done(report(circle, said)).await;
    sam.socket.done(report(circle, said)).await;
    assert_eq!(ari.view_of(circle).await.head_seq, head, "one person counts once");

    quill.socket.done(report(circle, said)).await;
    let folded = head.next();
    for socket in [
        &mut robin.socket,
        &mut sam.socket,
        &mut quill.socket,
        &mut ari.socket,
        &mut phone.socket,
        &mut kim.socket,
    ] {
        let event = socket.event_at(folded).await;
        assert_eq!((event.by, event.what), (None, changed(said, true)));
        for message in wherever_it_is_shown(socket, circle, said).await {
            assert!(message.under_review && message.body.is_some() && !message.muted);
        }
    }
    let again = phone.socket.hello(Some(epoch), &[(circle, head)]).await;
    let [event] = replayed(&again) else { panic!("one event") };
    assert_eq!((event.seq, &event.what), (folded, &changed(said, true)));

    let (case, reason) = (only_case(&mut kim).await, REASON);
    let dismiss = CloseCase { case, resolution: CaseResolution::Dismiss, reason };
    kim.socket.done(Request::CloseCase(dismiss)).await;
    for socket in [&mut robin.socket, &mut sam.socket, &mut ari.socket, &mut phone.socket] {
        assert_eq!(socket.event_at(folded.next()).await.what, changed(said, false));
        for message in wherever_it_is_shown(socket, circle, said).await {
            assert!(!message.under_review);
        }
    }
    // If both changes were missed, it is told as it is now: never as folded.
    let whole = phone.socket.hello(Some(epoch), &[(circle, head)]).await;
    assert!(replayed(&whole).iter().all(|event| event.what == changed(said, false)));

    for reporter in [&mut ari, &mut sam, &mut quill] {
        reporter.socket.done(report(circle, said)).await;
    }
    let (_, next) = robin.socket.say(circle, "so").await;
    assert_eq!(next, folded.next().next(), "a review lasts");
    robin.socket.settle().await;
    let transcript = robin.socket.transcript.take().unwrap();
    for name in ["report", &sam.id_in(circle).await.to_string()] {
        let told = transcript.contains(name);
        assert!(!told, "{name} in {transcript}");
    }
    centre.coordinator.socket.settle().await;
}

#[tokio::test]
async fn a_message_of_an_account_of_thirty_one_days_is_not_folded() {
    let plan = Plan::default().set("session_days", 90).with_clock();
    let Scene { centre, circle, mut sam, mut quill, mut ari, said, head, .. } = scene(plan).await;
    centre.server.advance(31 * DAY_MS);
    for reporter in [&mut sam, &mut quill] {
        reporter.reconnect(&centre.server).await;
        reporter.socket.done(report(circle, said)).await;
    }
    ari.reconnect(&centre.server).await;
    assert_eq!(ari.view_of(circle).await.head_seq, head);
}

#[tokio::test]
async fn reports_from_outside_count_where_they_may_be_made_and_nowhere_else() {
    let Scene { mut centre, circle, mut sam, mut quill, mut ari, said, head, .. } =
        scene(Plan::default()).await;
    let mut late = centre.member(circle, "Late").await;
    let elsewhere = centre.circle("Friday").await;
    let mut ellis = centre.member(elsewhere, "Ellis").await;
    sam.socket.done(report(circle, said)).await;
    let made_up = report(circle, MessageId(Uuid::now_v7()));
    let unknown = late.socket.refusal(made_up).await;
    for outsider in [&mut late, &mut ellis] {
        assert_eq!(outsider.socket.refusal(report(circle, said)).await, unknown);
    }
    quill.socket.done(Request::LeaveCircle(LeaveCircle { circle })).await;
    quill.socket.done(report(circle, said)).await;
    // Late joined, Quillwort left, and then it was folded.
    let event = ari.socket.event_at(Seq(head.0 + 3)).await;
    assert_eq!(event.what, changed(said, true));
}

fn hide(circle: CircleId, message: MessageId) -> Request {
    Request::HideMessage(HideMessage { circle, message })
}

fn show(circle: CircleId, message: MessageId) -> Request {
    Request::UnhideMessage(UnhideMessage { circle, message })
}

#[tokio::test]
async fn a_message_hidden_on_one_device_is_hidden_on_the_others_and_for_nobody_else() {
    let Scene { centre, circle, mut robin, mut sam, mut ari, said, head, .. } =
        scene(Plan::default()).await;
    let mut phone = sam.other_device(&centre.server).await;
    assert_eq!(sam.socket.notice().await, Notice::SecurityNoticed);
    sam.socket.done(report(circle, said)).await;
    sam.socket.done(hide(circle, said)).await;
    let told = |hidden| Notice::MessageHidden { circle, message: said, hidden };
    assert_eq!(sam.socket.notice().await, told(true));
    assert_eq!(phone.socket.notice().await, told(true));
    phone.reconnect(&centre.server).await;
    assert_eq!(phone.view_of(circle).await.hidden, [said]);
    for other in [&mut robin, &mut ari] {
        let view = other.view_of(circle).await;
        assert_eq!((view.head_seq, view.hidden), (head, Vec::new()));
        assert!(other.socket.notices.is_empty(), "{:?}", other.socket.notices);
    }
    phone.socket.done(show(circle, said)).await;
    assert_eq!(sam.socket.notice().await, told(false));
    assert!(sam.view_of(circle).await.hidden.is_empty());
}

#[tokio::test]
async fn what_one_can_not_see_is_hidden_with_the_same_answer_as_what_was_made_up() {
    let Scene { mut centre, circle, mut robin, said, .. } = scene(Plan::default()).await;
    let mut late = centre.member(circle, "Late").await;
    let elsewhere = centre.circle("Friday").await;
    let mut ellis = centre.member(elsewhere, "Ellis").await;
    let made_up = MessageId(Uuid::now_v7());
    for ask in [hide, show] {
        let unknown: Refusal = late.socket.refusal(ask(circle, made_up)).await;
        assert_eq!(unknown.code, circles_protocol::RefusalCode::NotFound);
        for outsider in [&mut late, &mut ellis, &mut centre.coordinator] {
            assert_eq!(outsider.socket.refusal(ask(circle, said)).await, unknown);
        }
    }
    let own = robin.socket.refused(hide(circle, said)).await;
    assert_eq!(own, circles_protocol::RefusalCode::NotAllowed);
}
