//! A request for a private conversation that is never shown to the person asked: to the one
//! who asked it is, byte for byte, like one that was declined or is waiting.

use circles_protocol::requests::*;
use circles_protocol::{CircleId, DirectState, MemberId, Reply, Request, Seq};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Centre, Person};
use uuid::Uuid;

use crate::direct::asking;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const HELLO: &str = "May I ask you about the evening group?";

/// What happens to the request that Robin makes to Sam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RequestOutcome {
    Waits,
    Declined,
    Blocked,
    /// Sam graduated less than 90 days ago, the whole time.
    New,
}

struct Scene {
    centre: Centre,
    circle: CircleId,
    robin: Person,
    sam: Person,
}

async fn scene(outcome: RequestOutcome) -> Scene {
    let plan = Plan::default()
        .set("sign_ins_per_quarter_hour", 1_000)
        .set("message_burst", 1_000)
        .with_clock();
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let robin = centre.member(circle, "Robin").await;
    let sam = match outcome {
        RequestOutcome::New => None,
        RequestOutcome::Waits | RequestOutcome::Declined | RequestOutcome::Blocked => {
            Some(centre.member(circle, "Sam").await)
        }
    };
    centre.server.advance(100 * DAY_MS);
    // No sign-in lasts that long.
    let server = &centre.server;
    let mut robin = robin.other_device(server).await;
    centre.coordinator = centre.coordinator.other_device(server).await;
    let mut sam = match sam {
        Some(sam) => sam.other_device(&centre.server).await,
        None => centre.member(circle, "Sam").await,
    };
    let member = robin.id_in(circle).await;
    if outcome == RequestOutcome::Blocked {
        sam.socket.done(Request::BlockMember(BlockMember { circle, member })).await;
    }
    robin.socket.settle().await;
    sam.socket.settle().await;
    Scene { centre, circle, robin, sam }
}

/// Everything that Robin can request about the conversation.
async fn look_around(robin: &mut Person, circle: CircleId, member: MemberId, direct: CircleId) {
    let socket = &mut robin.socket;
    let from = Anchor::Newest;
    for request in [
        Request::Hello(Hello { epoch: None, cursors: Vec::new() }),
        Request::ListMembers(ListMembers { circle: direct, after: None }),
        Request::FetchHistory(FetchHistory { circle: direct, from, limit: 50 }),
        Request::PreviewDirect(PreviewDirect { circle, member }),
        asking(circle, member, Some("Are you there?")),
        asking(circle, member, Some("https://example.org")),
        asking(circle, member, None),
        Request::SendMessage(message(direct, "Hello?")),
        Request::AcceptDirect(AcceptDirect { circle: direct }),
        Request::DeclineDirect(DeclineDirect { circle: direct }),
        Request::ListLeftCircles(ListLeftCircles { after: None }),
        Request::ListBlocks(ListBlocks {}),
    ] {
        drop(socket.ask(request).await);
    }
    socket.settle().await;
}

/// Everything that is sent to Robin over 45 days of asking, without ids and times.
async fn sent_to_asker(outcome: RequestOutcome) -> String {
    let Scene { centre, circle, mut robin, mut sam } = scene(outcome).await;
    let member = sam.id_in(circle).await;
    robin.socket.transcript = Some(String::new());
    for words in [None, Some("call me on (555) 123-4567"), Some("see www.example.org")] {
        robin.socket.refused(asking(circle, member, words)).await;
    }
    let reply = robin.socket.done(asking(circle, member, Some(HELLO))).await;
    let Reply::DirectOpened { circle: direct, .. } = reply else { panic!("answered {reply:?}") };
    if outcome == RequestOutcome::Declined {
        sam.socket.done(Request::DeclineDirect(DeclineDirect { circle: direct })).await;
    }
    look_around(&mut robin, circle, member, direct).await;
    let mut seen = robin.socket.transcript.take().unwrap();
    for days in [20, 25] {
        centre.server.advance(days * DAY_MS);
        robin = robin.other_device(&centre.server).await;
        robin.socket.transcript = Some(String::new());
        if robin.socket.ask(asking(circle, member, Some("Once more"))).await.is_ok() {
            // Its event has to arrive before the next `hello` covers it.
            robin.socket.event_at_least(Seq(4)).await;
        }
        look_around(&mut robin, circle, member, direct).await;
        seen += &robin.socket.transcript.take().unwrap();
    }
    robin.socket.transcript = Some(String::new());
    robin.socket.done(Request::LeaveCircle(LeaveCircle { circle: direct })).await;
    look_around(&mut robin, circle, member, direct).await;
    seen += &robin.socket.transcript.take().unwrap();
    without_ids(&seen)
}

/// Ids become the number of their first appearance, times a word. Whatever the server sends
/// by itself may come before or after an answer: it is moved to the end.
fn without_ids(text: &str) -> String {
    let pushed = |direct: &&str| {
        direct.starts_with("{\"type\":\"notice\"") || direct.starts_with("{\"type\":\"event\"")
    };
    let (by_itself, answers): (Vec<_>, Vec<_>) = text.lines().partition(pushed);
    let text = [answers, by_itself].concat().join("\n");
    let mut known: Vec<String> = Vec::new();
    let mut plain = String::new();
    for part in text.split('"') {
        let word = match Uuid::parse_str(part) {
            Ok(_) => {
                let at = known.iter().position(|id| id == part).unwrap_or_else(|| {
                    known.push(part.to_owned());
                    known.len() - 1
                });
                format!("id-{at}")
            }
            Err(_) => part
                .split_inclusive(|c: char| !c.is_ascii_digit())
                .map(|piece| {
                    let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
                    if digits.len() > 11 { piece.replace(digits, "time") } else { piece.to_owned() }
                })
                .collect(),
        };
        plain.push_str(&word);
        plain.push('"');
    }
    plain
}

#[tokio::test]
async fn whoever_asks_is_sent_the_same_bytes_whatever_keeps_the_request_from_the_other() {
    let waits = sent_to_asker(RequestOutcome::Waits).await;
    assert!(waits.contains("direct_opened") && waits.contains("direct_waiting"), "{waits}");
    assert!(waits.contains("plain_text_only") && waits.contains("invalid_field"), "{waits}");
    for outcome in [RequestOutcome::Declined, RequestOutcome::Blocked, RequestOutcome::New] {
        assert_eq!(sent_to_asker(outcome).await, waits, "{outcome:?}");
    }
}

#[tokio::test]
async fn whoever_has_blocked_or_is_new_hears_nothing_of_a_request() {
    for outcome in [RequestOutcome::Blocked, RequestOutcome::New] {
        let Scene { centre, circle, mut robin, mut sam } = scene(outcome).await;
        let member = sam.id_in(circle).await;
        sam.socket.transcript = Some(String::new());
        let reply = robin.socket.done(asking(circle, member, Some(HELLO))).await;
        let Reply::DirectOpened { circle: direct, .. } = reply else {
            panic!("answered {reply:?}")
        };
        sam.socket.settle().await;
        let heard = sam.socket.transcript.take().unwrap();
        assert!(!heard.contains("event") && !heard.contains("notice"), "{outcome:?}: {heard}");
        sam = sam.other_device(&centre.server).await;
        let made_up = CircleId::from_bytes([7; 16]);
        let of = |circle| {
            let from = Anchor::Newest;
            [
                Request::FetchHistory(FetchHistory { circle, from, limit: 50 }),
                Request::ListMembers(ListMembers { circle, after: None }),
                Request::AcceptDirect(AcceptDirect { circle }),
                Request::DeclineDirect(DeclineDirect { circle }),
                Request::LeaveCircle(LeaveCircle { circle }),
                Request::FetchLeftMessages(FetchLeftMessages { circle, before: None }),
            ]
        };
        for (real, unreal) in of(direct).into_iter().zip(of(made_up)) {
            assert_eq!(sam.socket.refusal(real).await, sam.socket.refusal(unreal).await);
        }
        let welcome = sam.socket.hello(None, &[]).await;
        assert!(welcome.circles.iter().all(|circle| circle.direct.is_none()), "{outcome:?}");
        let reply =
            sam.socket.done(Request::ListLeftCircles(ListLeftCircles { after: None })).await;
        assert_eq!(reply, Reply::LeftCircles { circles: Vec::new(), has_more: false });
        let welcome = robin.socket.hello(None, &[]).await;
        let direct = welcome.circles.into_iter().find_map(|circle| circle.direct).unwrap();
        assert_eq!((direct.state, direct.with.present), (DirectState::Asking, true));
    }
}
