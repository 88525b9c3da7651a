//! Private conversations over real sockets: who may open one, what the other sees, and that
//! neither a stranger, a moderator nor the centre can find one.

use circles_protocol::requests::*;
use circles_protocol::{
    Alias, Body, CatchUp, CircleEvent, CircleId, CircleView, DirectState, DirectWith, EventPayload,
    MemberId, MessageId, Notice, Reason, RefusalCode, Reply, Request,
};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};
use uuid::Uuid;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const HELLO: &str = "May I ask you about the evening group?";

/// A circle in which Robin and Sam signed up this many days ago.
struct Scene {
    centre: Centre,
    circle: CircleId,
    robin: Person,
    sam: Person,
}

async fn scene(days: i64) -> Scene {
    let plan = Plan::default().set("sign_ins_per_quarter_hour", 1_000).with_clock();
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let robin = centre.member(circle, "Robin").await;
    let sam = centre.member(circle, "Sam").await;
    centre.server.advance(days * DAY_MS);
    // No sign-in lasts that long.
    let server = &centre.server;
    let (robin, sam) = (robin.other_device(server).await, sam.other_device(server).await);
    centre.coordinator = centre.coordinator.other_device(server).await;
    Scene { centre, circle, robin, sam }
}

pub(crate) fn asking(circle: CircleId, member: MemberId, words: Option<&str>) -> Request {
    Request::RequestDirect(RequestDirect {
        with: DirectWith::ByMember { circle, member },
        id: words.map(|_| MessageId(Uuid::now_v7())),
        body: words.map(|words| Body::from_stored(words.to_owned())),
    })
}

async fn open(socket: &mut Client, request: Request) -> CircleId {
    let reply = socket.done(request).await;
    let Reply::DirectOpened { circle, .. } = reply else { panic!("answered {reply:?}") };
    circle
}

/// The conversations in somebody's `welcome`.
async fn conversations(person: &mut Person) -> Vec<CircleView> {
    let welcome = person.socket.hello(None, &[]).await;
    welcome.circles.into_iter().filter(|circle| circle.direct.is_some()).collect()
}

async fn states(person: &mut Person) -> Vec<DirectState> {
    conversations(person)
        .await
        .into_iter()
        .filter_map(|circle| circle.direct)
        .map(|direct| direct.state)
        .collect()
}

async fn told_to_look_again(socket: &mut Client) {
    while socket.notice().await != Notice::CirclesChanged {}
}

impl Scene {
    async fn sam_in_circle(&mut self) -> MemberId {
        self.sam.id_in(self.circle).await
    }

    /// Robin asks Sam, who sees it.
    async fn asked(&mut self) -> CircleId {
        let member = self.sam_in_circle().await;
        self.sam.socket.settle().await;
        self.sam.socket.notices.clear();
        let direct = open(&mut self.robin.socket, asking(self.circle, member, Some(HELLO))).await;
        told_to_look_again(&mut self.sam.socket).await;
        assert_eq!(states(&mut self.sam).await, [DirectState::Asked]);
        assert_eq!(states(&mut self.robin).await, [DirectState::Asking]);
        direct
    }

    async fn opened(&mut self) -> CircleId {
        let direct = self.asked().await;
        self.robin.socket.notices.clear();
        self.sam.socket.done(Request::AcceptDirect(AcceptDirect { circle: direct })).await;
        told_to_look_again(&mut self.robin.socket).await;
        assert_eq!(states(&mut self.robin).await, [DirectState::Open]);
        direct
    }
}

#[tokio::test]
async fn an_alum_of_two_years_and_a_newcomer_who_hears_nothing() {
    let Scene { mut centre, circle, mut robin, .. } = scene(730).await;
    let mut d = centre.member(circle, "Dee").await;
    let d_id = d.id_in(circle).await;
    d.socket.settle().await;
    d.socket.transcript = Some(String::new());
    let made_up = MemberId::from_bytes([7; 16]);
    let usual = robin.socket.refusal(asking(circle, made_up, Some(HELLO))).await;
    assert_eq!(usual.code, RefusalCode::DirectRefused);
    let me = robin.id_in(circle).await;
    assert_eq!(robin.socket.refusal(asking(circle, me, None)).await, usual);
    assert_eq!(d.socket.refusal(asking(circle, me, Some(HELLO))).await, usual);
    // That somebody is new is not told either: the request seems to be waiting.
    open(&mut robin.socket, asking(circle, d_id, Some(HELLO))).await;
    assert_eq!(states(&mut robin).await, [DirectState::Asking]);
    d.socket.settle().await;
    let heard = d.socket.transcript.take().unwrap();
    assert!(!heard.contains("event") && !heard.contains("notice"), "{heard}");
    assert!(conversations(&mut d).await.is_empty());
    // Somebody new can write to a moderator.
    let mut kim = centre.moderator(circle, "Kim").await;
    let kim_id = kim.id_in(circle).await;
    let direct = open(&mut d.socket, asking(circle, kim_id, Some("Hello"))).await;
    assert_eq!(kim.view_of(direct).await.unread, 1);
}

#[tokio::test]
async fn a_request_is_asked_accepted_and_talked_in_on_both_devices() {
    let mut scene = scene(100).await;
    let member = scene.sam_in_circle().await;
    let with_number = asking(scene.circle, member, Some("call me on (555) 123-4567"));
    assert_eq!(scene.robin.socket.refused(with_number).await, RefusalCode::PlainTextOnly);
    let direct = scene.asked().await;
    let more = Request::SendMessage(message(direct, "Are you there?"));
    assert_eq!(scene.robin.socket.refused(more).await, RefusalCode::DirectWaiting);
    scene.sam.socket.done(Request::AcceptDirect(AcceptDirect { circle: direct })).await;
    assert_eq!(states(&mut scene.robin).await, [DirectState::Open]);

    let mut phone = scene.robin.other_device(&scene.centre.server).await;
    assert_eq!(states(&mut phone).await, [DirectState::Open]);
    let (_, seq) = scene.sam.socket.say(direct, "Call me: (555) 123-4567").await;
    for socket in [&mut scene.robin.socket, &mut phone.socket] {
        let event = socket.event_at_least(seq).await;
        assert_eq!((event.circle, event.seq), (direct, seq));
    }
}

#[tokio::test]
async fn who_comes_back_to_a_conversation_is_told_what_they_missed() {
    let mut scene = scene(100).await;
    let direct = scene.opened().await;
    let welcome = scene.sam.socket.hello(None, &[]).await;
    let (_, seen) = scene.robin.socket.say(direct, "one").await;
    scene.robin.socket.say(direct, "two").await;
    scene.sam.reopen(&scene.centre.server).await;
    let welcome = scene.sam.socket.hello(Some(welcome.epoch), &[(direct, seen)]).await;
    let view = welcome.circles.into_iter().find(|view| view.id == direct).unwrap();
    let CatchUp::Events { events } = view.catch_up else { panic!("a gap") };
    let words = |event: &CircleEvent| {
        let EventPayload::MessagePosted { message } = &event.what else { return None };
        message.body.clone()
    };
    let missed: Vec<_> = events.iter().filter_map(words).collect();
    assert_eq!(missed.iter().map(Body::as_str).collect::<Vec<_>>(), ["two"]);
}

#[tokio::test]
async fn declining_says_nothing_to_whoever_asked() {
    let mut scene = scene(100).await;
    let direct = scene.asked().await;
    scene.robin.socket.settle().await;
    scene.robin.socket.transcript = Some(String::new());
    let other_device = scene.sam.other_device(&scene.centre.server).await;
    let mut tablet = other_device;
    tablet.socket.settle().await;
    tablet.socket.notices.clear();
    scene.sam.socket.done(Request::DeclineDirect(DeclineDirect { circle: direct })).await;
    told_to_look_again(&mut tablet.socket).await;
    assert!(
        conversations(&mut tablet).await.is_empty()
            && conversations(&mut scene.sam).await.is_empty()
    );
    scene.robin.socket.settle().await;
    let heard = scene.robin.socket.transcript.take().unwrap();
    assert!(!heard.contains("event") && !heard.contains("notice"), "{heard}");

    let member = scene.sam_in_circle().await;
    for days in [0, 20, 23] {
        scene.centre.server.advance(days * DAY_MS);
        scene.robin = scene.robin.other_device(&scene.centre.server).await;
        assert_eq!(states(&mut scene.robin).await, [DirectState::Asking]);
        let again = asking(scene.circle, member, Some("Are you there?"));
        assert_eq!(scene.robin.socket.refused(again).await, RefusalCode::DirectWaiting);
    }
    scene.centre.server.advance(2 * DAY_MS);
    scene.sam = scene.sam.other_device(&scene.centre.server).await;
    open(&mut scene.robin.socket, asking(scene.circle, member, Some(HELLO))).await;
    assert_eq!(states(&mut scene.sam).await, [DirectState::Asked]);
}

#[tokio::test]
async fn a_request_that_nobody_answers_goes_after_two_weeks() {
    let mut scene = scene(100).await;
    scene.asked().await;
    scene.sam.socket.settle().await;
    scene.sam.socket.notices.clear();
    scene.centre.server.advance(14 * DAY_MS);
    told_to_look_again(&mut scene.sam.socket).await;
    assert!(conversations(&mut scene.sam).await.is_empty());
    assert_eq!(states(&mut scene.robin).await, [DirectState::Asking]);
}

#[tokio::test]
async fn a_block_holds_both_ways_and_is_not_told() {
    let mut scene = scene(100).await;
    let direct = scene.opened().await;
    let (robin_id, sam_id) = (scene.robin.id_in(scene.circle).await, scene.sam_in_circle().await);
    let circle = scene.circle;
    let block = Request::BlockMember(BlockMember { circle, member: robin_id });
    scene.sam.socket.done(block).await;
    assert!(conversations(&mut scene.sam).await.is_empty());
    // To Robin it looks as if Sam had left.
    assert_eq!(states(&mut scene.robin).await, [DirectState::Ended]);
    let more = Request::SendMessage(message(direct, "Hello?"));
    assert_eq!(scene.robin.socket.refused(more).await, RefusalCode::CircleClosed);
    let made_up = MemberId::from_bytes([7; 16]);
    let usual = scene.robin.socket.refusal(asking(circle, made_up, Some(HELLO))).await;
    // As long as one has blocked the other, a request from either is refused as usual.
    assert_eq!(scene.robin.socket.refusal(asking(circle, sam_id, Some(HELLO))).await, usual);
    assert_eq!(scene.sam.socket.refusal(asking(circle, robin_id, Some(HELLO))).await, usual);
    let reply = scene.robin.socket.done(Request::ListBlocks(ListBlocks {})).await;
    assert_eq!(reply, Reply::Blocks { blocks: Vec::new() });
    let reply = scene.sam.socket.done(Request::ListBlocks(ListBlocks {})).await;
    let Reply::Blocks { blocks } = reply else { panic!("answered {reply:?}") };
    assert_eq!(blocks[0].alias, Alias::from_stored("Robin".to_owned()));
    let unblock_member = UnblockMember { block: blocks[0].id };
    assert_eq!(
        scene.robin.socket.refused(Request::UnblockMember(unblock_member.clone())).await,
        RefusalCode::NotFound
    );
    scene.sam.socket.done(Request::UnblockMember(unblock_member)).await;
    open(&mut scene.sam.socket, asking(circle, robin_id, Some(HELLO))).await;
}

#[tokio::test]
async fn a_report_from_within_reaches_a_coordinator_and_no_moderator() {
    let mut scene = scene(100).await;
    let mut kim = scene.centre.moderator(scene.circle, "Kim").await;
    let direct = scene.opened().await;
    let (said, _) = scene.robin.socket.say(direct, "can get you some").await;
    scene.robin.socket.say(direct, "a word about my sister").await;
    let staff = &mut scene.centre.coordinator.socket;
    staff.transcript = Some(String::new());
    let (reason, statement) = (Reason::Solicitation, None);
    let report = ReportMessage { circle: direct, message: said, reason, statement };
    scene.sam.socket.done(Request::ReportMessage(report)).await;
    let queue = |socket| async move { Client::done(socket, listing()).await };
    let Reply::Cases { cases, .. } = queue(&mut kim.socket).await else { panic!("no queue") };
    assert!(cases.is_empty());
    let Reply::Cases { cases, .. } = queue(staff).await else { panic!("no queue") };
    let case = cases[0].id;
    staff.done(Request::FetchCase(FetchCase { case, skip: 0 })).await;
    assert_eq!(
        kim.socket.refused(Request::FetchCase(FetchCase { case, skip: 0 })).await,
        RefusalCode::NotFound
    );
    let (member, reason) = (cases[0].subject, Reason::Solicitation);
    staff.done(Request::SuspendAccount(SuspendAccount { circle: direct, member, reason })).await;
    let seen = staff.transcript.take().unwrap();
    assert!(seen.contains("can get you some"));
    assert!(!seen.contains("my sister") && !seen.contains("\"Robin\""), "{seen}");
}

fn listing() -> Request {
    Request::ListCases(ListCases { after: None })
}

#[tokio::test]
async fn to_the_centre_and_to_strangers_a_conversation_is_not_there() {
    let mut scene = scene(100).await;
    let direct = scene.opened().await;
    let (said, _) = scene.robin.socket.say(direct, "for you alone").await;
    let mut kim = scene.centre.moderator(scene.circle, "Kim").await;
    let made_up = CircleId::from_bytes([7; 16]);
    let requests = |circle| {
        [
            Request::FetchHistory(FetchHistory { circle, from: Anchor::Newest, limit: 50 }),
            Request::FetchMessage(FetchMessage { circle, message: said }),
            Request::ListMembers(ListMembers { circle, after: None }),
            Request::SendMessage(message(circle, "hello")),
            Request::AcceptDirect(AcceptDirect { circle }),
            Request::DeclineDirect(DeclineDirect { circle }),
            Request::LeaveCircle(LeaveCircle { circle }),
            Request::ListRoster(ListRoster { circle, former: false, after: None }),
            Request::CloseCircle(CloseCircle { circle }),
        ]
    };
    for socket in [&mut kim.socket, &mut scene.centre.coordinator.socket] {
        for (real, unreal) in requests(direct).into_iter().zip(requests(made_up)) {
            assert_eq!(socket.refusal(real).await, socket.refusal(unreal).await);
        }
    }
    let staff = &mut scene.centre.coordinator.socket;
    let reply = staff.done(Request::ListCircles(ListCircles { after: None })).await;
    let Reply::Circles { circles, .. } = reply else { panic!("answered {reply:?}") };
    assert_eq!(circles.iter().map(|circle| circle.id).collect::<Vec<_>>(), [scene.circle]);
}
