//! Reconnecting: everything missed, in order and without a hole, or a reported gap.

use circles_protocol::requests::*;
use circles_protocol::{CatchUp, CircleEvent, CircleId, Epoch, Request, Seq};
use circles_tests::client::{BROKEN, Welcome, message};
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};
use uuid::Uuid;

fn catch_up(welcome: Welcome, circle: CircleId) -> CatchUp {
    let view = welcome.circles.into_iter().find(|view| view.id == circle);
    view.expect("the circle is one of one's own").catch_up
}

fn events(welcome: Welcome, circle: CircleId) -> Vec<CircleEvent> {
    match catch_up(welcome, circle) {
        CatchUp::Events { events } => events,
        CatchUp::Gap => panic!("a gap where the events should have come"),
    }
}

fn assert_contiguous(from: Seq, events: &[CircleEvent]) {
    let mut last = from;
    for event in events {
        assert_eq!(event.seq, last.next(), "a hole after {last:?}");
        last = event.seq;
    }
}

struct Scene {
    centre: Centre,
    circle: CircleId,
    robin: Person,
    sam: Person,
    epoch: Epoch,
    head: Seq,
}

async fn scene(plan: Plan) -> Scene {
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let epoch = sam.socket.hello(None, &[]).await.epoch;
    let head = sam.view_of(circle).await.head_seq;
    Scene { centre, circle, robin, sam, epoch, head }
}

#[tokio::test]
async fn a_cursor_brings_everything_missed_in_order() {
    let Scene { centre, circle, mut robin, mut sam, epoch, head } = scene(Plan::default()).await;
    let (said, _) = robin.socket.say(circle, "one").await;
    let reaction = circles_protocol::Reaction::MeToo;
    let react = AddReaction { circle, message: said, reaction };
    robin.socket.accepted(Request::AddReaction(react)).await;
    let (_, last) = robin.socket.say(circle, "two").await;
    let live: Vec<_> =
        [sam.socket.event().await, sam.socket.event().await, sam.socket.event().await]
            .into_iter()
            .collect();
    let mut again = Client::open(centre.server.address, &sam.browser).await;
    let replayed = events(again.hello(Some(epoch), &[(circle, head)]).await, circle);
    assert_contiguous(head, &replayed);
    assert_eq!(replayed.last().map(|event| event.seq), Some(last));
    // The replay is what was sent live, with the reaction as it is now.
    assert_eq!(
        live.iter().map(|event| (event.seq, event.at, event.by)).collect::<Vec<_>>(),
        replayed.iter().map(|event| (event.seq, event.at, event.by)).collect::<Vec<_>>()
    );
    let none = events(again.hello(Some(epoch), &[(circle, last)]).await, circle);
    assert!(none.is_empty(), "an up-to-date cursor missed nothing: {none:?}");
    // From here on it goes live, without a duplicate event.
    let (_, next) = robin.socket.say(circle, "three").await;
    assert_eq!(again.event().await.seq, next);
}

#[tokio::test]
async fn without_a_cursor_or_from_another_database_there_is_a_gap() {
    let Scene { centre: _centre, circle, mut robin, mut sam, epoch, head } =
        scene(Plan::default()).await;
    robin.socket.say(circle, "something").await;
    let first_visit = sam.socket.hello(None, &[]).await;
    assert_eq!(catch_up(first_visit, circle), CatchUp::Gap);
    let no_cursor = sam.socket.hello(Some(epoch), &[]).await;
    assert_eq!(catch_up(no_cursor, circle), CatchUp::Gap);
    let other_epoch = Some(Epoch(Uuid::new_v4()));
    let restored = sam.socket.hello(other_epoch, &[(circle, head)]).await;
    assert_eq!(restored.epoch, epoch);
    assert_eq!(catch_up(restored, circle), CatchUp::Gap);
    let ahead = sam.socket.hello(Some(epoch), &[(circle, Seq(head.0 + 1_000))]).await;
    assert_eq!(catch_up(ahead, circle), CatchUp::Gap, "a cursor beyond the log is invalid");
}

#[tokio::test]
async fn too_far_behind_is_a_gap_and_just_not_too_far_is_not() {
    let Scene { centre, circle, mut robin, sam, epoch, head } =
        scene(Plan::default().unhurried()).await;
    let mut asked = Vec::new();
    for _ in 0..501 {
        asked.push(robin.socket.post(Request::SendMessage(message(circle, "more"))).await);
    }
    for id in asked {
        robin.socket.answer(id).await.expect("accepted");
    }
    let mut back = Client::open(centre.server.address, &sam.browser).await;
    let far = back.hello(Some(epoch), &[(circle, head)]).await;
    assert_eq!(catch_up(far, circle), CatchUp::Gap);
    let near = events(back.hello(Some(epoch), &[(circle, head.next())]).await, circle);
    assert_eq!(near.len(), 500);
    assert_contiguous(head.next(), &near);
}

#[tokio::test]
async fn the_epoch_stays_over_a_restart() {
    let Scene { mut centre, circle, mut robin, mut sam, epoch, head } =
        scene(Plan::default()).await;
    let (_, last) = robin.socket.say(circle, "before the restart").await;
    centre.server.stop().await;
    centre.server.start_again().await;
    sam.reopen(&centre.server).await;
    let welcome = sam.socket.hello(Some(epoch), &[(circle, head)]).await;
    assert_eq!(welcome.epoch, epoch);
    assert_eq!(events(welcome, circle).last().map(|event| event.seq), Some(last));
}

#[tokio::test]
async fn who_reads_too_slowly_is_closed_and_misses_nothing() {
    let plan =
        Plan::default().unhurried().set("send_queue_events", 32).set("write_stall_ms", 120_000);
    let Scene { centre, circle, mut robin, sam, epoch, head } = scene(plan).await;
    let mut slow = Client::open_narrow(centre.server.address, &sam.browser).await;
    slow.hello(Some(epoch), &[(circle, head)]).await;
    // More than the kernel keeps for a socket nobody reads from.
    let long = "長".repeat(8_000);
    let mut last = head;
    for _ in 0..300 {
        last = robin.socket.say(circle, &long).await.1;
        robin.socket.events.clear();
    }
    assert_eq!(slow.closed().await, 4000);
    let received: Vec<_> = slow.events.drain(..).collect();
    assert_contiguous(head, &received);
    let reached = received.last().map_or(head, |event| event.seq);
    assert!(reached < last, "this reader was not slow");
    let mut back = Client::open(centre.server.address, &sam.browser).await;
    match catch_up(back.hello(Some(epoch), &[(circle, reached)]).await, circle) {
        CatchUp::Events { events } => {
            assert_contiguous(reached, &events);
            assert_eq!(events.last().map(|event| event.seq), Some(last));
        }
        // This much text may be too much for one frame: then there are pages.
        CatchUp::Gap => {
            let page = back.page(circle, Anchor::After { seq: reached }, 10).await;
            assert_eq!(page.messages[0].seq, reached.next());
            let newest = back.page(circle, Anchor::Newest, 10).await;
            assert_eq!(newest.messages.last().map(|message| message.seq), Some(last));
        }
    }
    let (_, next) = robin.socket.say(circle, "and on").await;
    assert_eq!(back.event().await.seq, next);
}

#[tokio::test]
async fn who_reads_late_but_in_time_gets_every_frame_whole() {
    let plan = Plan::default()
        .unhurried()
        .set("write_stall_ms", 120_000)
        .set("send_queue_events", 10_000)
        .set("send_queue_bytes", 64 * 1024 * 1024);
    let Scene { centre, circle, mut robin, sam, epoch, head } = scene(plan).await;
    let mut late = Client::open_narrow(centre.server.address, &sam.browser).await;
    late.hello(Some(epoch), &[(circle, head)]).await;
    // More than the kernel keeps, so that some frame is written in two parts.
    let long = "長".repeat(8_000);
    let mut last = head;
    for _ in 0..300 {
        last = robin.socket.say(circle, &long).await.1;
        robin.socket.events.clear();
    }
    late.settle().await;
    let received: Vec<_> = late.events.drain(..).collect();
    assert_contiguous(head, &received);
    assert_eq!(received.last().map(|event| event.seq), Some(last));
}

#[tokio::test]
async fn a_socket_nothing_can_be_written_to_is_given_up() {
    let plan = Plan::default()
        .unhurried()
        .set("write_stall_ms", 300)
        .set("send_queue_events", 10_000)
        .set("send_queue_bytes", 64 * 1024 * 1024);
    let Scene { centre, circle, mut robin, sam, .. } = scene(plan).await;
    let mut stalled = Client::open_narrow(centre.server.address, &sam.browser).await;
    stalled.hello(None, &[]).await;
    let long = "長".repeat(8_000);
    for _ in 0..300 {
        robin.socket.say(circle, &long).await;
        robin.socket.events.clear();
    }
    let code = stalled.closed().await;
    // There may be no room for the close frame itself either.
    assert!([4002, BROKEN].contains(&code), "closed with {code}");
    assert!(stalled.events.len() < 300, "everything was read after all");
}

#[tokio::test]
async fn after_a_restore_every_place_from_before_is_a_gap() {
    let Scene { mut centre, circle, robin: _, mut sam, epoch, head } = scene(Plan::default()).await;
    let running = centre.server.run(&["epoch"]).await;
    assert!(!running.status.success(), "renewed behind the back of a running server");
    centre.server.stop().await;
    let renewed = centre.server.run(&["epoch"]).await;
    assert!(renewed.status.success(), "{}", String::from_utf8_lossy(&renewed.stderr));
    centre.server.start_again().await;
    sam.reopen(&centre.server).await;
    let welcome = sam.socket.hello(Some(epoch), &[(circle, head)]).await;
    assert_ne!(welcome.epoch, epoch);
    assert_eq!(catch_up(welcome, circle), CatchUp::Gap);
}
