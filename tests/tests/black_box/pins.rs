//! Pins: set and removed by moderators, seen by everyone in the circle.

use circles_protocol::requests::*;
use circles_protocol::{CircleId, EventPayload, MessageId, RefusalCode, Reply, Request};
use circles_tests::server::Plan;
use circles_tests::{Centre, Client};

fn pin(circle: CircleId, message: MessageId) -> Request {
    Request::PinMessage(PinMessage { circle, message })
}

fn unpin(circle: CircleId, message: MessageId) -> Request {
    Request::UnpinMessage(UnpinMessage { circle, message })
}

async fn pinned(socket: &mut Client, circle: CircleId) -> Vec<MessageId> {
    let reply = socket.done(Request::ListPins(ListPins { circle, after: None })).await;
    let Reply::Pins { messages, .. } = reply else { panic!("answered {reply:?}") };
    assert!(messages.iter().all(|message| message.pinned));
    messages.iter().map(|message| message.id).collect()
}

#[tokio::test]
async fn a_moderator_pins_and_everyone_sees_the_newest_pin_first() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (first, _) = robin.socket.say(circle, "our hours").await;
    let (second, _) = robin.socket.say(circle, "our rules").await;
    let seq = kim.socket.accepted(pin(circle, first)).await.expect("an event");
    let event = robin.socket.event_at(seq).await;
    assert_eq!(event.what, EventPayload::MessagePinned { message: first });
    kim.socket.accepted(pin(circle, second)).await.expect("an event");
    assert_eq!(kim.socket.accepted(pin(circle, first)).await, None, "pinned already");
    assert_eq!(pinned(&mut robin.socket, circle).await, [second, first]);
    let seq = kim.socket.accepted(unpin(circle, first)).await.expect("an event");
    let event = robin.socket.event_at(seq).await;
    assert_eq!(event.what, EventPayload::MessageUnpinned { message: first });
    assert_eq!(kim.socket.accepted(unpin(circle, first)).await, None);
    assert_eq!(pinned(&mut robin.socket, circle).await, [second]);
}

#[tokio::test]
async fn a_member_neither_pins_nor_unpins() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, _) = robin.socket.say(circle, "pin me").await;
    assert_eq!(robin.socket.refused(pin(circle, said)).await, RefusalCode::NotAllowed);
    kim.socket.accepted(pin(circle, said)).await.expect("an event");
    assert_eq!(robin.socket.refused(unpin(circle, said)).await, RefusalCode::NotAllowed);
    assert_eq!(pinned(&mut robin.socket, circle).await, [said]);
}

#[tokio::test]
async fn a_moderator_of_one_circle_is_none_in_another() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut kim = centre.moderator(circle, "Kim").await;
    let token = centre.invite(circles_protocol::InviteRole::Member, Some(other)).await;
    kim.browser.joined(&token, None).await;
    let (said, _) = kim.socket.say(other, "as a member").await;
    assert_eq!(kim.socket.refused(pin(other, said)).await, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn a_circle_keeps_twenty_pins() {
    let mut centre = Centre::open_with(Plan::default().unhurried()).await;
    let circle = centre.circle("Tuesday").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut said = Vec::new();
    for _ in 0..21 {
        said.push(kim.socket.say(circle, "keep this").await.0);
    }
    for &message in &said[..20] {
        kim.socket.accepted(pin(circle, message)).await.expect("an event");
    }
    assert_eq!(kim.socket.refused(pin(circle, said[20])).await, RefusalCode::LimitReached);
    kim.socket.accepted(unpin(circle, said[0])).await.expect("an event");
    kim.socket.accepted(pin(circle, said[20])).await.expect("an event");
    assert_eq!(pinned(&mut kim.socket, circle).await.len(), 20);
}
