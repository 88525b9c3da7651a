//! Joining a circle, leaving it, being removed, changing roles.

use circles_protocol::requests::*;
use circles_protocol::{
    EventPayload, InviteRole, MemberView, Notice, RefusalCode, Reply, Request, Role, RosterEntry,
    Seq,
};
use circles_tests::{Centre, Client, Person};

async fn members(person: &mut Person, circle: circles_protocol::CircleId) -> Vec<MemberView> {
    let reply = person.socket.done(Request::ListMembers(ListMembers { circle, after: None })).await;
    let Reply::Members { members, .. } = reply else { panic!("answered {reply:?}") };
    members
}

#[tokio::test]
async fn everyone_sees_a_newcomer_come_in() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let event = robin.socket.event().await;
    let EventPayload::MemberJoined { member } = event.what else { panic!("{event:?}") };
    assert_eq!((member.alias.as_str(), member.role, member.present), ("Sam", Role::Member, true));
    assert_eq!(event.seq, sam.view_of(circle).await.joined_seq);
    assert_eq!(event.by, Some(member.id));
}

#[tokio::test]
async fn an_open_socket_is_told_to_say_hello_when_its_account_joins_a_circle() {
    let mut centre = Centre::open().await;
    let (tuesday, friday) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(tuesday, "Robin").await;
    let token = centre.invite(InviteRole::Member, Some(friday)).await;
    robin.browser.joined(&token, None).await;
    assert_eq!(robin.socket.notice().await, Notice::CirclesChanged);
    let circles = robin.socket.hello(None, &[]).await.circles;
    assert_eq!(circles.len(), 2);
    let mut sam = centre.member(friday, "Sam").await;
    let (_, seq) = sam.socket.say(friday, "welcome").await;
    loop {
        let event = robin.socket.event().await;
        if event.seq == seq && event.circle == friday {
            break;
        }
    }
}

#[tokio::test]
async fn a_removed_member_stops_receiving_at_once() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    for person in [&mut robin, &mut sam] {
        let token = centre.invite(InviteRole::Member, Some(other)).await;
        person.browser.joined(&token, None).await;
        person.socket.hello(None, &[]).await;
    }
    let member = robin.id_in(circle).await;
    robin.socket.events.clear();
    robin.socket.notices.clear();
    let remove = Request::RemoveMember(RemoveMember { circle, member, reason: None });
    let removed = centre.coordinator.socket.accepted(remove).await.expect("an event");
    sam.socket.say(circle, "not for Robin").await;
    let (_, marker) = sam.socket.say(other, "for both").await;
    let event = sam.socket.event_at(removed).await;
    assert_eq!(event.what, EventPayload::MemberRemoved { member });
    // Events keep their order on one socket: nothing came before the marker.
    let event = robin.socket.event().await;
    assert_eq!((event.circle, event.seq), (other, marker), "a removed member received {event:?}");
    assert_eq!(robin.socket.notice().await, Notice::CirclesChanged);
    let welcome = robin.socket.hello(None, &[(circle, Seq(1))]).await;
    assert!(welcome.circles.iter().all(|view| view.id != circle));
}

#[tokio::test]
async fn who_left_comes_back_only_by_a_new_invite_and_sees_from_then_on() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let member = robin.id_in(circle).await;
    robin.socket.say(circle, "before I go").await;
    let leave = Request::LeaveCircle(LeaveCircle { circle });
    let left = robin.socket.accepted(leave.clone()).await.expect("leaving is an event");
    assert_eq!(sam.socket.event_at(left).await.what, EventPayload::MemberLeft { member });
    assert_eq!(robin.socket.refused(leave).await, RefusalCode::NotFound);
    let gone = members(&mut sam, circle).await.into_iter().find(|other| other.id == member);
    assert!(!gone.expect("their words stay, and so does their alias").present);
    sam.socket.say(circle, "while Robin was away").await;

    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    robin.browser.joined(&token, None).await;
    robin.socket.hello(None, &[]).await;
    sam.socket.say(circle, "good to see you").await;
    let page = robin.socket.page(circle, Anchor::Newest, 10).await;
    let words: Vec<_> =
        page.messages.iter().map(|message| message.body.as_ref().unwrap().as_str()).collect();
    assert!(!words.contains(&"while Robin was away"), "{words:?}");
    assert!(words.contains(&"good to see you"), "{words:?}");
}

#[tokio::test]
async fn a_role_changes_what_a_member_may_do_at_once() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (said, _) = robin.socket.say(circle, "worth keeping").await;
    let pin = Request::PinMessage(PinMessage { circle, message: said });
    assert_eq!(robin.socket.refused(pin.clone()).await, RefusalCode::NotAllowed);
    let member = robin.id_in(circle).await;
    let change = Request::ChangeRole(ChangeRole { circle, member, role: Role::Moderator });
    let seq = centre.coordinator.socket.accepted(change.clone()).await.expect("an event");
    let event = robin.socket.event_at(seq).await;
    assert_eq!(event.what, EventPayload::MemberRoleChanged { member, role: Role::Moderator });
    assert!(robin.socket.accepted(pin).await.is_some());
    assert_eq!(robin.role_in(circle).await, Role::Moderator);
    assert_eq!(centre.coordinator.socket.accepted(change).await, None, "nothing to change");
}

#[tokio::test]
async fn the_roster_shows_the_label_and_never_the_alias() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let id = robin.id_in(circle).await;
    let request = Request::ListRoster(ListRoster { circle, former: false, after: None });
    let reply = centre.coordinator.socket.done(request).await;
    let Reply::Roster { entries, .. } = reply else { panic!("answered {reply:?}") };
    let [RosterEntry { member, label, role, .. }] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!((*member, label, *role), (id, &None, Role::Member));
    let text = serde_json::to_string(&entries).unwrap();
    assert!(!text.contains("Robin"), "{text}");
}

#[tokio::test]
async fn a_newcomer_sees_nothing_said_before_they_joined() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (before, seq) = robin.socket.say(circle, "before Sam came").await;
    let mut sam = centre.member(circle, "Sam").await;
    robin.socket.say(circle, "after Sam came").await;
    for from in [
        Anchor::Newest,
        Anchor::Around { seq },
        Anchor::After { seq: Seq(0) },
        Anchor::Date { at: circles_protocol::Timestamp(0) },
    ] {
        let page = sam.socket.page(circle, from, 100).await;
        assert_eq!(page.messages.len(), 1, "{from:?}");
        assert!(!page.has_older, "{from:?} reveals something older");
    }
    let fetch = Request::FetchMessage(FetchMessage { circle, message: before });
    assert_eq!(sam.socket.refused(fetch).await, RefusalCode::NotFound);
    let reaction = circles_protocol::Reaction::WithYou;
    let react = Request::AddReaction(AddReaction { circle, message: before, reaction });
    assert_eq!(sam.socket.refused(react).await, RefusalCode::NotFound);
    // A cursor from before joining gives access to nothing either.
    let mut again = Client::open(centre.server.address, &sam.browser).await;
    let epoch = sam.socket.hello(None, &[]).await.epoch;
    let welcome = again.hello(Some(epoch), &[(circle, Seq(0))]).await;
    let told = serde_json::to_string(&welcome.circles).unwrap();
    assert!(!told.contains("before Sam came"), "{told}");
}
