//! Lists of long texts that don't fit into one answer: pins, held messages, meetings, and
//! the copies kept for deciders. Each page keeps to the limit, and together they are the
//! whole list, each item once.

use circles_protocol::requests::{
    CreateMeeting, FetchAppeal, FetchCase, FetchProposal, ListHeldMessages, ListMeetings, ListPins,
    PinMessage,
};
use circles_protocol::{
    AuditAction, CaseResolution, Evidence, HeldCursor, HeldView, Link, MeetingTitle,
    OccurrenceCursor, Place, Reaction, Repeats, WireEnum as _,
};

use crate::commands::chat::list_pins::list_pins;
use crate::commands::chat::pin_message::pin_message;
use crate::commands::meetings::create_meeting::create_meeting;
use crate::commands::meetings::list_meetings::list_meetings;
use crate::commands::moderation::fetch_appeal::fetch_appeal;
use crate::commands::moderation::fetch_case::fetch_case;
use crate::commands::moderation::fetch_proposal::fetch_proposal;
use crate::commands::moderation::list_held_messages::list_held_messages;
use crate::commands::tests::circles::pages_of_people::Read;
use crate::commands::tests::meetings::{evening, tuesday};
use crate::commands::tests::moderation::closing::{Scene, scene};
use crate::commands::tests::moderation::held::OFFER;
use crate::commands::tests::*;
use crate::store::{EvidenceFor, Joining, NewEvidence};

/// The longest possible message, of the largest characters.
fn longest(number: usize) -> String {
    format!("{number:04}{}", "😀".repeat(limits::BODY_CHARS - 4))
}

/// This many of them exceed one answer.
const MANY: usize = 70;

/// This many make twenty pins exceed one answer.
const SUPPORTERS: usize = 120;

impl Fixture {
    /// Members join, without the events of joining, and each adds every word of support.
    async fn support(&self, messages: &[MessageId]) {
        let (circle, messages) = (self.circle, messages.to_vec());
        let mut members = Vec::new();
        for _ in 0..SUPPORTERS {
            members.push(self.stranger().await.account);
        }
        let joining = |number: usize, account| Joining {
            id: MemberId(Uuid::new_v4()),
            account,
            alias: Alias::from_stored(format!("Supporter {number}")),
            role: Role::Member,
            label: None,
            invited_at: None,
            at: NOW,
            seq: Seq(1),
        };
        self.store
            .write(move |tx| {
                let circle = tx.circle(circle)?.ok_or_else(Rejection::not_found)?.key;
                for (number, account) in members.iter().enumerate() {
                    let (member, _) = tx.join(circle, &joining(number, *account))?;
                    for message in &messages {
                        let message = tx.message(circle, *message)?.expect("it was posted");
                        for reaction in Reaction::ALL {
                            let place = message.position;
                            tx.add_reaction(place, member, *reaction, place)?;
                        }
                    }
                }
                Ok(())
            })
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn pins_with_many_words_of_support_are_read_page_by_page() {
    let fixture = Fixture::new().await;
    let (kim, jo) = (fixture.moderator("Kim").await, fixture.member("Jo").await);
    let mut pinned = Vec::new();
    for number in 0..limits::PINS_PER_CIRCLE {
        let (message, _) = fixture.say(kim, &longest(number)).await;
        let pin = PinMessage { circle: fixture.circle, message };
        pin_message(context(&fixture.store, kim, NOW), pin).await.unwrap();
        pinned.insert(0, message);
    }
    fixture.support(&pinned).await;
    let (mut read, mut after) = (Read::new(), None);
    loop {
        let request = ListPins { circle: fixture.circle, after };
        let reply = list_pins(context(&fixture.store, jo, NOW), request).await.unwrap();
        let Reply::Pins { messages, has_more } = &reply else { panic!("{reply:?}") };
        read.add(&reply, messages.iter().map(|message| message.id));
        if !has_more {
            break;
        }
        after = read.items.last().copied();
    }
    read.assert_whole(limits::PINS_PER_CIRCLE);
    assert_eq!(read.items, pinned);
    // Only one of the pins is a valid cursor.
    let (said, _) = fixture.say(jo, "not pinned").await;
    let request = ListPins { circle: fixture.circle, after: Some(said) };
    assert_refused(
        list_pins(context(&fixture.store, jo, NOW), request).await,
        RefusalCode::NotFound,
    );
}

#[tokio::test]
async fn messages_that_wait_are_read_page_by_page_from_the_newest_back() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let mut sent = Vec::new();
    for number in 0..MANY {
        let words = format!("{} {number:04}{}", OFFER, "😀".repeat(7_900));
        sent.push(fixture.hold(jo, &words).await);
        // Only a few may be held at once; a message that is not posted stays with its
        // author.
        fixture.close(kim, fixture.only_case(kim).await, CaseResolution::HoldBack).await.unwrap();
    }
    let (mut read, mut before) = (Read::new(), None);
    loop {
        let reply =
            list_held_messages(context(&fixture.store, jo, NOW), ListHeldMessages { before })
                .await
                .unwrap();
        let Reply::Held { messages, has_more } = &reply else { panic!("{reply:?}") };
        read.add(&reply, messages.iter().rev().map(|held| held.id));
        let HeldView { id: message, not_posted, .. } = messages[0];
        if !has_more {
            break;
        }
        before = Some(HeldCursor { circle: fixture.circle, message, not_posted });
    }
    read.assert_whole(MANY);
    sent.reverse();
    assert_eq!(read.items, sent);
    // Somebody else's is never a valid cursor.
    for actor in [kim, fixture.stranger().await] {
        let refused =
            list_held_messages(context(&fixture.store, actor, NOW), ListHeldMessages { before })
                .await;
        assert_refused(refused, RefusalCode::NotFound);
    }
}

#[tokio::test]
async fn meetings_of_a_season_are_read_page_by_page() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    for number in 0..10 {
        let title = format!("{number:04}{}", "😀".repeat(limits::MEETING_TITLE_CHARS - 4));
        let link = format!("https://a.example/{}", "a".repeat(limits::LINK_CHARS - 18));
        let request = CreateMeeting {
            title: MeetingTitle::parse(&title).unwrap(),
            repeats: Repeats::Daily,
            link: Some(Link::parse(&link).unwrap()),
            place: Some(Place::parse(&"😀".repeat(limits::PLACE_CHARS)).unwrap()),
            ..evening(Some(fixture.circle))
        };
        create_meeting(context(&fixture.store, kim, NOW), request).await.unwrap();
    }
    let request = |after| ListMeetings { from: tuesday(), days: limits::CALENDAR_DAYS_MOST, after };
    let (mut read, mut after) = (Read::new(), None);
    loop {
        let reply = list_meetings(context(&fixture.store, jo, NOW), request(after)).await.unwrap();
        let Reply::Meetings { meetings, has_more } = &reply else { panic!("{reply:?}") };
        read.add(&reply, meetings.iter().map(|one| (one.starts_at, one.meeting, one.on)));
        if !has_more {
            break;
        }
        after = read
            .items
            .last()
            .map(|(_, meeting, on)| OccurrenceCursor { meeting: *meeting, on: *on });
    }
    read.assert_whole(10 * usize::from(limits::CALENDAR_DAYS_MOST));
    assert!(read.items.is_sorted_by_key(|(starts_at, ..)| *starts_at));
    let refused =
        list_meetings(context(&fixture.store, fixture.stranger().await, NOW), request(after)).await;
    assert_refused(refused, RefusalCode::NotFound);
}

fn words(evidence: &[Evidence]) -> Vec<String> {
    evidence.iter().map(|copy| copy.body.as_str()[..4].to_owned()).collect()
}

fn numbers() -> Vec<String> {
    (0..MANY).map(|number| format!("{number:04}")).collect()
}

/// A case with more copies than one answer holds.
async fn long_case() -> Scene {
    let scene = scene().await;
    let case = scene.case;
    scene
        .fixture
        .store
        .write(move |tx| {
            let case = tx.case(case)?.ok_or_else(Rejection::not_found)?.key;
            for number in 0..MANY {
                let body = Body::from_stored(longest(number));
                let message = MessageId(Uuid::now_v7());
                let copy = NewEvidence { message, body: &body, sent_at: NOW };
                tx.keep_evidence(EvidenceFor::Case(case), &copy, NOW)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    scene
}

#[tokio::test]
async fn copies_of_a_case_and_of_its_proposal_are_read_page_by_page_and_each_look_is_noted() {
    let Scene { fixture, sam, kim, lou, case, .. } = long_case().await;
    let (mut read, mut first) = (Read::new(), true);
    loop {
        let skip = u32::try_from(read.items.len()).unwrap();
        let request = FetchCase { case, skip };
        let reply = fetch_case(context(&fixture.store, kim, NOW), request).await.unwrap();
        let Reply::Case { opened } = &reply else { panic!("{reply:?}") };
        read.add(&reply, words(&opened.evidence));
        // What the reports said comes only once.
        assert_eq!(opened.reports.len(), usize::from(first));
        first = false;
        if !opened.has_more {
            break;
        }
    }
    read.assert_whole(MANY + 1);
    assert_eq!(read.items[1..], numbers());
    let looks = fixture.audited().await;
    let looks = looks.iter().filter(|action| **action == AuditAction::CaseOpened).count();
    assert_eq!(looks, read.pages);
    let request = FetchCase { case, skip: 30 };
    assert_refused(
        fetch_case(context(&fixture.store, sam, NOW), request).await,
        RefusalCode::NotFound,
    );

    fixture.close(kim, case, CaseResolution::ProposeRemoval).await.unwrap();
    let proposal = fixture.only_proposal(lou).await;
    let mut read = Read::new();
    loop {
        let skip = u32::try_from(read.items.len()).unwrap();
        let request = FetchProposal { proposal, skip };
        let reply = fetch_proposal(context(&fixture.store, lou, NOW), request).await.unwrap();
        let Reply::Proposal { opened } = &reply else { panic!("{reply:?}") };
        read.add(&reply, words(&opened.evidence));
        if !opened.has_more {
            break;
        }
    }
    read.assert_whole(MANY + 1);
    let past = FetchProposal { proposal, skip: u32::MAX };
    let reply = fetch_proposal(context(&fixture.store, lou, NOW), past).await.unwrap();
    let Reply::Proposal { opened } = reply else { panic!("{reply:?}") };
    assert!(opened.evidence.is_empty() && !opened.has_more);
}

#[tokio::test]
async fn words_behind_an_action_are_read_page_by_page() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let lou = fixture.moderator("Lou").await;
    for number in 0..MANY {
        fixture.say(jo, &longest(number)).await;
    }
    fixture.wipe_everything(kim, fixture.member_id(jo).await).await;
    let appeal = fixture.appealed(jo, lou).await;
    let mut read = Read::new();
    loop {
        let skip = u32::try_from(read.items.len()).unwrap();
        let request = FetchAppeal { appeal, skip };
        let reply = fetch_appeal(context(&fixture.store, lou, NOW), request).await.unwrap();
        let Reply::Appeal { opened } = &reply else { panic!("{reply:?}") };
        read.add(&reply, words(&opened.messages));
        if !opened.has_more {
            break;
        }
    }
    read.assert_whole(MANY);
    let mut found = read.items.clone();
    found.sort();
    assert_eq!(found, numbers());
    let request = FetchAppeal { appeal, skip: 30 };
    assert_refused(
        fetch_appeal(context(&fixture.store, kim, NOW), request).await,
        RefusalCode::NotAllowed,
    );
}
