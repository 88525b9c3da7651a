//! Stopping: on request, and by a kill. Acknowledged messages are there afterwards.

use std::collections::BTreeMap;
use std::time::Duration;

use circles_protocol::requests::*;
use circles_protocol::{CircleId, MessageId, Reply, Request, RequestId, Seq};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};

type Acknowledged = BTreeMap<Seq, MessageId>;

/// Sends as many messages as it can get acknowledged, until the server stops.
async fn talk_until_the_end(mut socket: Client, circle: CircleId) -> (Acknowledged, u16) {
    let mut waiting: Vec<(RequestId, MessageId)> = Vec::new();
    let mut acknowledged = Acknowledged::new();
    loop {
        while waiting.len() < 16 {
            let said = message(circle, "kept, once acknowledged");
            let id = said.id;
            waiting.push((socket.post(Request::SendMessage(said)).await, id));
        }
        let (request, id) = waiting.remove(0);
        match socket.answer_or_close(request).await {
            Ok(Ok(Reply::MessageAccepted { seq, .. })) => {
                acknowledged.insert(seq, id);
            }
            Ok(other) => assert!(other.is_err(), "answered {other:?}"),
            Err(code) => {
                // What was acknowledged in the last moment counts as well.
                for (request, id) in waiting {
                    if let Ok(Ok(Reply::MessageAccepted { seq, .. })) =
                        socket.answer_or_close(request).await
                    {
                        acknowledged.insert(seq, id);
                    }
                }
                return (acknowledged, code);
            }
        }
    }
}

/// Three people talk as fast as they can; the server is stopped, gently or by a kill; then
/// every acknowledged message must be in the history, at its acknowledged place.
async fn nothing_acknowledged_is_lost(gently: bool) -> Vec<u16> {
    // However slow the machine is, nobody is taken for one who does not read.
    let plan = Plan::default().unhurried();
    let plan = plan.set("send_queue_events", 100_000).set("send_queue_bytes", 64 * 1_024 * 1_024);
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut listener = centre.member(circle, "Listener").await;
    let mut talking = tokio::task::JoinSet::new();
    for alias in ["Robin", "Sam", "Kim"] {
        let person = centre.member(circle, alias).await;
        talking.spawn(talk_until_the_end(person.socket, circle));
    }
    listener.socket.event_at_least(Seq(300)).await;
    if gently {
        let (status, took) = centre.server.stop().await;
        assert!(status.success(), "{status}");
        assert!(took < Duration::from_secs(20), "{took:?}");
    } else {
        centre.server.kill().await;
    }
    let mut acknowledged = Acknowledged::new();
    let mut codes = Vec::new();
    for (seen, code) in talking.join_all().await {
        acknowledged.extend(seen);
        codes.push(code);
    }
    assert!(acknowledged.len() > 100, "only {} were acknowledged", acknowledged.len());
    centre.server.start_again().await;
    let kept = everything(&mut listener, &centre, circle).await;
    for (seq, id) in &acknowledged {
        assert_eq!(kept.get(seq), Some(id), "{seq:?} was acknowledged but is gone");
    }
    centre.server.stop().await;
    let check = centre.server.run(&["check"]).await;
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    codes
}

async fn everything(person: &mut Person, centre: &Centre, circle: CircleId) -> Acknowledged {
    person.reconnect(&centre.server).await;
    let (mut kept, mut after) = (Acknowledged::new(), Seq(0));
    loop {
        let page = person.socket.page(circle, Anchor::After { seq: after }, 100).await;
        kept.extend(page.messages.iter().map(|message| (message.seq, message.id)));
        after = page.messages.last().map_or(after, |message| message.seq);
        if !page.has_newer {
            return kept;
        }
    }
}

#[tokio::test]
async fn asked_to_stop_it_loses_nothing_acknowledged_and_closes_with_1012() {
    let codes = nothing_acknowledged_is_lost(true).await;
    assert_eq!(codes, [1012, 1012, 1012]);
}

#[tokio::test]
async fn killed_it_loses_nothing_acknowledged() {
    nothing_acknowledged_is_lost(false).await;
}

#[tokio::test]
async fn idle_sockets_are_closed_with_1012_spread_over_time() {
    let plan = Plan::default().unhurried().set("close_spread_ms", 500);
    let mut centre = Centre::open_with(plan).await;
    let mut sockets = Vec::new();
    for _ in 0..6 {
        sockets.push(Client::join(centre.server.address, &centre.coordinator.browser).await);
    }
    centre.server.ask_to_stop();
    for socket in &mut sockets {
        assert_eq!(socket.closed().await, 1012);
    }
    let (status, _) = centre.server.ended().await;
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn a_socket_that_reads_nothing_does_not_hold_up_the_end() {
    let mut centre = Centre::open_with(Plan::default().unhurried()).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut deaf = Client::open_narrow(centre.server.address, &robin.browser).await;
    deaf.hello(None, &[]).await;
    let long = "長".repeat(8_000);
    for _ in 0..200 {
        robin.socket.say(circle, &long).await;
        robin.socket.events.clear();
    }
    let (status, took) = centre.server.stop().await;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(20), "{took:?}");
}
