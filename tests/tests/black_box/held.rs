//! Held messages, as members and moderators see them: what each socket receives, what
//! survives a restart, and that nobody else learns of it.

use circles_protocol::requests::*;
use circles_protocol::{
    CaseKind, CaseResolution, CaseView, CentreSettings, CircleId, ContentNote, EventPayload,
    HeldView, MessageId, Notice, Reason, RefusalCode, Reply, Request, SearchQuery, Signal,
    WireEnum as _,
};
use circles_tests::client::message;
use circles_tests::{Centre, Client};

const OFFER: &str = "can get you some, text 415 555 0123";

fn delete(circle: CircleId, message: MessageId) -> Request {
    Request::DeleteMessage(DeleteMessage { circle, message })
}

fn close(case: &CaseView, resolution: CaseResolution) -> Request {
    Request::CloseCase(CloseCase { case: case.id, resolution, reason: Reason::Solicitation })
}

fn choose(new_account_hold_days: u16, watch_for: &[Signal]) -> Request {
    let (muted_may_react, watch_for) = (false, watch_for.to_vec());
    let settings = CentreSettings {
        muted_may_react,
        new_account_hold_days,
        watch_for,
        zone: None,
        milestone_style: None,
        fold_reports_days: None,
    };
    Request::ChangeCentreSettings(ChangeCentreSettings { settings })
}

/// Sends something that is held; returns the whole request, to be sent again.
async fn hold(socket: &mut Client, circle: CircleId, words: &str) -> SendMessage {
    let request = message(circle, words);
    let reply = socket.done(Request::SendMessage(request.clone())).await;
    assert!(matches!(reply, Reply::MessageHeld { .. }), "answered {reply:?}");
    request
}

async fn waiting(socket: &mut Client) -> Vec<HeldView> {
    let reply = socket.done(Request::ListHeldMessages(ListHeldMessages { before: None })).await;
    let Reply::Held { messages, .. } = reply else { panic!("answered {reply:?}") };
    messages
}

async fn queue(socket: &mut Client) -> Vec<CaseView> {
    let reply = socket.done(Request::ListCases(ListCases { after: None })).await;
    let Reply::Cases { cases, .. } = reply else { panic!("answered {reply:?}") };
    cases
}

#[tokio::test]
async fn the_circle_learns_nothing_of_what_waits() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let before = sam.view_of(circle).await;
    let held = hold(&mut robin.socket, circle, OFFER).await;
    assert_eq!(kim.socket.notice().await, Notice::QueueChanged);
    for person in [&mut sam, &mut robin] {
        let view = person.view_of(circle).await;
        assert_eq!((view.head_seq, view.unread), (before.head_seq, 0));
        assert!(person.socket.page(circle, Anchor::Newest, 50).await.messages.is_empty());
        let query = SearchQuery::parse("some").unwrap();
        let search = Search { query, circle: None, before: None };
        let reply = person.socket.done(Request::Search(search)).await;
        assert_eq!(reply, Reply::SearchResults { found: Vec::new(), has_more: false });
        let look = FetchMessage { circle, message: held.id };
        let refused = person.socket.refused(Request::FetchMessage(look)).await;
        assert_eq!(refused, RefusalCode::NotFound);
        person.socket.settle().await;
        assert!(person.socket.events.iter().all(|event| event.seq <= before.head_seq));
    }
    assert!(sam.socket.notices.iter().all(|notice| *notice == Notice::CirclesChanged));
    assert!(waiting(&mut sam.socket).await.is_empty());
    let own = waiting(&mut robin.socket).await;
    assert_eq!((own[0].id, own[0].body.as_str()), (held.id, OFFER));
    assert!(queue(&mut sam.socket).await.is_empty());
    assert_eq!(sam.socket.refused(delete(circle, held.id)).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_released_message_reaches_everyone_once_and_in_order() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let held = hold(&mut robin.socket, circle, "my new number is 415 555 0123").await;
    let (_, last) = sam.socket.say(circle, "morning").await;

    // A restart changes nothing, and sending it again gives the same answer.
    centre.server.stop().await;
    centre.server.start_again().await;
    for person in [&mut robin, &mut sam, &mut kim] {
        person.reconnect(&centre.server).await;
    }
    let again = robin.socket.done(Request::SendMessage(held.clone())).await;
    assert!(matches!(again, Reply::MessageHeld { .. }));
    assert_eq!(waiting(&mut robin.socket).await.len(), 1);
    let other = SendMessage { body: message(circle, "other words").body, ..held.clone() };
    let refused = robin.socket.refused(Request::SendMessage(other)).await;
    assert_eq!(refused, RefusalCode::IdConflict);

    let cases = queue(&mut kim.socket).await;
    assert_eq!((cases.len(), cases[0].kind), (1, CaseKind::Held));
    assert_eq!(
        sam.socket.refused(close(&cases[0], CaseResolution::Release)).await,
        RefusalCode::NotFound
    );
    kim.socket.done(close(&cases[0], CaseResolution::Release)).await;
    for person in [&mut robin, &mut sam, &mut kim] {
        let event = person.socket.event().await;
        assert_eq!(event.seq.0, last.0 + 1);
        let EventPayload::MessagePosted { message } = event.what else { panic!("{event:?}") };
        assert_eq!(message.id, held.id);
        person.socket.settle().await;
        assert!(person.socket.events.is_empty(), "it came twice");
    }
    let told = Notice::HeldDecided { circle, message: held.id, released: true };
    assert_eq!(robin.socket.notice().await, told);
    let again = robin.socket.done(Request::SendMessage(held)).await;
    assert!(matches!(again, Reply::MessageAccepted { seq, .. } if seq.0 == last.0 + 1));
    assert_eq!(
        kim.socket.refused(close(&cases[0], CaseResolution::Release)).await,
        RefusalCode::AlreadyHandled
    );
}

#[tokio::test]
async fn what_is_held_back_is_told_to_its_author_alone() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let held = hold(&mut robin.socket, circle, OFFER).await;
    let cases = queue(&mut kim.socket).await;
    kim.socket.done(close(&cases[0], CaseResolution::HoldBack)).await;
    let told = Notice::ActionAboutYou { circle, muted_until: None };
    assert_eq!(robin.socket.notice().await, told);
    let told = Notice::HeldDecided { circle, message: held.id, released: false };
    assert_eq!(robin.socket.notice().await, told);
    let reply = robin.socket.done(Request::ListOwnActions(ListOwnActions {})).await;
    let Reply::OwnActions { actions } = reply else { panic!("answered {reply:?}") };
    assert_eq!(
        (actions[0].reason, &actions[0].messages[..]),
        (Reason::Solicitation, &[held.id][..])
    );
    let kept = waiting(&mut robin.socket).await;
    assert_eq!((kept[0].id, kept[0].not_posted), (held.id, true));
    assert!(waiting(&mut sam.socket).await.is_empty());
    assert!(sam.socket.page(circle, Anchor::Newest, 50).await.messages.is_empty());
    robin.socket.say(circle, "all else goes on").await;
}

#[tokio::test]
async fn what_is_taken_back_is_gone_from_the_files() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let held = hold(&mut robin.socket, circle, "quicksilver, 415 555 0123").await;
    assert_eq!(robin.socket.accepted(delete(circle, held.id)).await, None);
    assert!(queue(&mut kim.socket).await.is_empty());
    assert!(waiting(&mut robin.socket).await.is_empty());
    centre.server.stop().await;
    for entry in std::fs::read_dir(centre.server.data_dir()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let found = bytes.windows(11).any(|piece| piece == b"quicksilver");
        assert!(!found, "the words are still in {}", path.display());
    }
}

#[tokio::test]
async fn the_centre_says_how_long_and_for_what_messages_are_held() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let ask = Request::ShowCentreSettings(ShowCentreSettings {});
    for other in [&mut robin, &mut kim] {
        assert_eq!(other.socket.refused(ask.clone()).await, RefusalCode::NotFound);
        let refused = other.socket.refused(choose(0, &[])).await;
        assert_eq!(refused, RefusalCode::NotFound);
    }
    let staff = &mut centre.coordinator.socket;
    assert_eq!(staff.refused(choose(366, &[])).await, RefusalCode::InvalidField);
    // No account counts as new now: posted, and flagged.
    staff.done(choose(0, Signal::ALL)).await;
    let (said, _) = robin.socket.say(circle, OFFER).await;
    let cases = queue(&mut kim.socket).await;
    assert_eq!((cases[0].kind, cases[0].message), (CaseKind::Flagged, Some(said)));
    assert_eq!(cases[0].signals, [Signal::PhoneNumber]);
    // No signal is looked for.
    let staff = &mut centre.coordinator.socket;
    staff.done(choose(30, &[])).await;
    let reply = staff.done(ask).await;
    let Reply::CentreSettings { settings, .. } = reply else { panic!("answered {reply:?}") };
    assert_eq!((settings.new_account_hold_days, settings.watch_for), (30, Vec::new()));
    robin.socket.say(circle, OFFER).await;
    robin.socket.say(circle, "I want to die").await;
    assert_eq!(queue(&mut kim.socket).await.len(), 1);
}

#[tokio::test]
async fn a_cry_for_help_is_seen_by_all_folded_and_answered_with_help() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let request = message(circle, "I don't want to live anymore. 415 555 0123");
    let reply = robin.socket.done(Request::SendMessage(request.clone())).await;
    let Reply::MessageAccepted { seq, offer_help, .. } = reply else { panic!("{reply:?}") };
    assert!(offer_help);
    let EventPayload::MessagePosted { message } = sam.socket.event_at(seq).await.what else {
        panic!("not posted")
    };
    assert_eq!(message.content_note, Some(ContentNote::SelfHarm));
    assert_eq!(message.body, Some(request.body.clone()));
    let again = robin.socket.done(Request::SendMessage(request)).await;
    assert!(matches!(again, Reply::MessageAccepted { offer_help: true, .. }));
    let cases = queue(&mut kim.socket).await;
    assert_eq!((cases.len(), cases[0].reason), (1, Reason::Danger));
    assert!(waiting(&mut robin.socket).await.is_empty());
}

#[tokio::test]
async fn ordinary_words_wait_for_nobody() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    for words in ["I drove past my dealer and kept going", "90 in 90, and 988 is a call away"] {
        let request = message(circle, words);
        let reply = robin.socket.done(Request::SendMessage(request)).await;
        assert!(matches!(reply, Reply::MessageAccepted { offer_help: false, .. }));
    }
    let (said, _) = robin.socket.say(circle, "morning all").await;
    let edit = EditMessage {
        circle,
        message: said,
        body: message(circle, OFFER).body,
        mentions: Vec::new(),
    };
    let refused = robin.socket.refused(Request::EditMessage(edit)).await;
    assert_eq!(refused, RefusalCode::NeedsModerator);
    assert!(queue(&mut kim.socket).await.is_empty());
}
