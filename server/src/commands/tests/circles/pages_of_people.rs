//! Lists of people, circles and pairings that don't fit into one answer: each page keeps
//! to the limit, and together they are the whole list, each item once.

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;

use circles_protocol::requests::{
    LeaveCircle, ListCircles, ListLeftCircles, ListMembers, ListPairings, ListRoster,
    ProposePairing,
};
use circles_protocol::{
    InviteLabel, LeftCursor, MentorId, PairingId, RequestId, RosterCursor, ServerFrame,
};

use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::list_circles::list_circles;
use crate::commands::circles::list_members::list_members;
use crate::commands::circles::list_roster::list_roster;
use crate::commands::mentoring::list_pairings::list_pairings;
use crate::commands::mentoring::propose_pairing::propose_pairing;
use crate::commands::moderation::list_left_circles::list_left_circles;
use crate::commands::tests::*;
use crate::domain::AccountKey;
use crate::limits::MENTEES_PER_MENTOR;
use crate::store::{Joining, NewPairing};
use crate::wire;

/// This many of them exceed one answer.
const PEOPLE: usize = 4_800;

/// The most bytes that a text of this many characters can take.
fn widest(number: usize, chars: usize) -> String {
    format!("{}{number:04}", "𠀋".repeat(chars - 4))
}

/// What surrounds the list in its frame.
const FRAME_BYTES: usize = 200;

/// A page as sent over the wire.
#[track_caller]
pub(in crate::commands::tests) fn assert_fits(reply: &Reply) -> usize {
    let frame = ServerFrame::Reply { request_id: RequestId(1), result: reply.clone() };
    let bytes = wire::encode(&frame).len();
    assert!(bytes <= limits::PAGE_BYTES + FRAME_BYTES, "a page of {bytes} bytes");
    bytes
}

/// What was read page by page.
#[derive(Debug)]
pub(in crate::commands::tests) struct Read<T> {
    pub(in crate::commands::tests) items: Vec<T>,
    pub(in crate::commands::tests) pages: usize,
    pub(in crate::commands::tests) bytes: usize,
}

impl<T: Clone + Eq + Hash + Debug> Read<T> {
    pub(in crate::commands::tests) fn new() -> Self {
        Self { items: Vec::new(), pages: 0, bytes: 0 }
    }

    pub(in crate::commands::tests) fn add(
        &mut self,
        reply: &Reply,
        items: impl IntoIterator<Item = T>,
    ) {
        self.bytes += assert_fits(reply);
        self.pages += 1;
        self.items.extend(items);
    }

    /// More than one answer holds was read, and nothing twice.
    #[track_caller]
    pub(in crate::commands::tests) fn assert_whole(&self, count: usize) {
        assert!(self.bytes > limits::PAGE_BYTES && self.pages > 1, "{} bytes", self.bytes);
        let once: HashSet<&T> = self.items.iter().collect();
        assert_eq!((self.items.len(), once.len()), (count, count));
    }
}

/// A circle as full as a circle can be, with long names.
struct FullCircle {
    fixture: Fixture,
    jo: Actor,
    accounts: Vec<AccountKey>,
}

async fn full_circle() -> FullCircle {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let accounts = fixture
        .store
        .write(|tx| {
            let account = |number| NewAccount {
                id: AccountId(Uuid::new_v4()),
                alias: Alias::from_stored(widest(number, limits::ALIAS_CHARS)),
                sign_in_name: SignInName::parse(&format!("crowd{number}")).unwrap(),
                passphrase_hash: "none".to_owned(),
                coordinator: false,
                at: NOW,
            };
            (0..PEOPLE).map(|number| Ok(tx.add_account(&account(number))?)).collect()
        })
        .await
        .unwrap();
    let crowd = FullCircle { fixture, jo, accounts };
    crowd.fill(crowd.fixture.circle).await;
    crowd
}

impl Fixture {
    async fn actor_of(&self, member: MemberId) -> Actor {
        let circle = self.circle;
        let account = self.store.read(move |view| {
            let circle = view.circle(circle)?.ok_or_else(Rejection::not_found)?.key;
            Ok(view.member(circle, member)?.ok_or_else(Rejection::not_found)?.account)
        });
        Actor { account: account.await.unwrap(), coordinator: false }
    }
}

impl FullCircle {
    /// All of them join a circle, without the events of joining.
    async fn fill(&self, circle: CircleId) {
        let accounts = self.accounts.clone();
        let joining = move |number, account| Joining {
            id: MemberId(Uuid::new_v4()),
            account,
            alias: Alias::from_stored(widest(number, limits::ALIAS_CHARS)),
            role: Role::Member,
            label: Some(InviteLabel::from_stored(widest(number, limits::INVITE_LABEL_CHARS))),
            invited_at: None,
            at: NOW,
            seq: Seq(2),
        };
        self.fixture
            .store
            .write(move |tx| {
                let circle = tx.circle(circle)?.ok_or_else(Rejection::not_found)?.key;
                for (number, account) in accounts.iter().enumerate() {
                    tx.join(circle, &joining(number, *account))?;
                }
                Ok(())
            })
            .await
            .unwrap();
    }

    async fn leave(&self, actor: Actor, circle: CircleId) {
        leave_circle(context(&self.fixture.store, actor, NOW), LeaveCircle { circle })
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn members_of_a_full_circle_are_read_page_by_page() {
    let FullCircle { fixture, jo, .. } = full_circle().await;
    let (mut read, mut after) = (Read::new(), None);
    loop {
        let request = ListMembers { circle: fixture.circle, after };
        let reply = list_members(context(&fixture.store, jo, NOW), request).await.unwrap();
        let Reply::Members { members, has_more } = &reply else { panic!("{reply:?}") };
        read.add(&reply, members.iter().map(|member| member.id));
        if !has_more {
            break;
        }
        after = read.items.last().copied();
    }
    read.assert_whole(PEOPLE + 1);
    // A cursor is valid only for the reader's own circle; nobody else has one here.
    let mut request = ListMembers { circle: fixture.circle, after: Some(MemberId(Uuid::new_v4())) };
    let refused = list_members(context(&fixture.store, jo, NOW), request.clone()).await;
    assert_refused(refused, RefusalCode::NotFound);
    request.after = after;
    let refused =
        list_members(context(&fixture.store, fixture.stranger().await, NOW), request).await;
    assert_refused(refused, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_roster_goes_on_from_who_is_present_to_who_was() {
    let crowd = full_circle().await;
    let (fixture, staff) = (&crowd.fixture, crowd.fixture.coordinator().await);
    let gone = Actor { account: crowd.accounts[7], coordinator: false };
    crowd.leave(gone, fixture.circle).await;
    let (mut read, mut after) = (Read::new(), None);
    loop {
        let request = ListRoster { circle: fixture.circle, former: true, after };
        let reply = list_roster(context(&fixture.store, staff, NOW), request).await.unwrap();
        let Reply::Roster { entries, has_more } = &reply else { panic!("{reply:?}") };
        read.add(&reply, entries.iter().map(|entry| entry.member));
        let last = entries.last().unwrap();
        if !has_more {
            assert!(!last.present);
            break;
        }
        after = Some(RosterCursor {
            member: last.member,
            present: last.present,
            joined_at: last.joined_at,
        });
        if read.pages == 1 {
            // The list continues among present members, although the last of them left.
            let member = last.member;
            crowd.leave(fixture.actor_of(member).await, fixture.circle).await;
        }
    }
    // Somebody who left while it was read appears as both.
    let mut seen = HashSet::new();
    let twice = read.items.iter().filter(|member| !seen.insert(**member)).count();
    assert_eq!((seen.len(), twice), (PEOPLE + 1, 1));
    assert!(read.bytes > limits::PAGE_BYTES);
    let place = RosterCursor { member: MemberId(Uuid::new_v4()), present: true, joined_at: NOW };
    let request = ListRoster { circle: fixture.circle, former: true, after: Some(place) };
    let refused = list_roster(context(&fixture.store, staff, NOW), request.clone()).await;
    assert_refused(refused, RefusalCode::NotFound);
    let refused = list_roster(context(&fixture.store, crowd.jo, NOW), request).await;
    assert_refused(refused, RefusalCode::NotFound);
}

#[tokio::test]
async fn the_people_of_what_one_has_left_are_read_page_by_page() {
    let mut crowd = full_circle().await;
    let (jo, first) = (crowd.jo, crowd.fixture.circle);
    let second = crowd.fixture.another_circle("Friday walkers").await;
    crowd.fixture.circle = second;
    crowd.fixture.join(jo, "Jo", Role::Member).await.unwrap();
    crowd.fill(second).await;
    for circle in [first, second] {
        crowd.leave(jo, circle).await;
    }
    let (mut read, mut after) = (Read::new(), None);
    loop {
        let request = ListLeftCircles { after };
        let reply =
            list_left_circles(context(&crowd.fixture.store, jo, NOW), request).await.unwrap();
        let Reply::LeftCircles { circles: left, has_more } = &reply else { panic!("{reply:?}") };
        read.add(&reply, left.iter().flat_map(|view| view.members.iter().map(|one| one.id)));
        let last = left.last().unwrap();
        let member = last.members.last().map(|one| one.id);
        if !has_more {
            break;
        }
        after = Some(LeftCursor { circle: last.circle, member });
    }
    read.assert_whole(2 * PEOPLE);
    for place in [
        LeftCursor { circle: circle_id(9), member: None },
        LeftCursor { circle: first, member: Some(MemberId(Uuid::new_v4())) },
    ] {
        let request = ListLeftCircles { after: Some(place) };
        let refused = list_left_circles(context(&crowd.fixture.store, jo, NOW), request).await;
        assert_refused(refused, RefusalCode::NotFound);
    }
}

#[tokio::test]
async fn circles_of_the_centre_are_read_page_by_page() {
    const CIRCLES: usize = 3_000;
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    fixture
        .store
        .write(|tx| {
            for number in 0..CIRCLES {
                let name = CircleName::from_stored(widest(number, limits::CIRCLE_NAME_CHARS));
                tx.create_circle(CircleId(Uuid::new_v4()), &name, 30, NOW)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let (mut read, mut after) = (Read::new(), None);
    loop {
        let reply =
            list_circles(context(&fixture.store, staff, NOW), ListCircles { after }).await.unwrap();
        let Reply::Circles { circles, has_more } = &reply else { panic!("{reply:?}") };
        read.add(&reply, circles.iter().map(|circle| circle.id));
        if !has_more {
            break;
        }
        after = read.items.last().copied();
    }
    read.assert_whole(CIRCLES + 1);
    let request = ListCircles { after: Some(circle_id(9)) };
    assert_refused(
        list_circles(context(&fixture.store, staff, NOW), request).await,
        RefusalCode::NotFound,
    );
}

#[tokio::test]
async fn pairings_of_the_centre_are_read_page_by_page() {
    const PAIRINGS: usize = 2_400;
    let FullCircle { fixture, accounts, .. } = full_circle().await;
    let staff = fixture.coordinator().await;
    fixture
        .store
        .write(move |tx| {
            let (mentors, mentees) = accounts.split_at(100);
            for mentor in mentors {
                tx.add_mentor(MentorId(Uuid::new_v4()), *mentor, NOW)?;
            }
            for (number, mentee) in mentees[..PAIRINGS].iter().enumerate() {
                let (id, mentor) = (PairingId(Uuid::new_v4()), mentors[number % 100]);
                tx.add_pairing(&NewPairing { id, mentor, mentee: *mentee, at: NOW })?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let (mut read, mut after) = (Read::new(), None);
    loop {
        let reply = list_pairings(context(&fixture.store, staff, NOW), ListPairings { after })
            .await
            .unwrap();
        let Reply::Pairings { pairings, has_more, .. } = &reply else { panic!("{reply:?}") };
        read.add(&reply, pairings.iter().map(|pairing| pairing.id));
        if !has_more {
            break;
        }
        after = read.items.last().copied();
    }
    read.assert_whole(PAIRINGS);
    let request = ListPairings { after: Some(PairingId(Uuid::new_v4())) };
    assert_refused(
        list_pairings(context(&fixture.store, staff, NOW), request).await,
        RefusalCode::NotFound,
    );
}

#[tokio::test]
async fn nobody_is_a_mentor_of_more_than_a_board_holds() {
    let FullCircle { fixture, accounts, .. } = full_circle().await;
    let staff = fixture.coordinator().await;
    let (mentor, most) = (MentorId(Uuid::new_v4()), MENTEES_PER_MENTOR as usize);
    let (ray, mentees) = (accounts[0], accounts[1..most].to_vec());
    fixture
        .store
        .write(move |tx| {
            tx.add_mentor(mentor, ray, NOW)?;
            for mentee in mentees {
                let id = PairingId(Uuid::new_v4());
                tx.add_pairing(&NewPairing { id, mentor: ray, mentee, at: NOW })?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let propose = async |account| {
        let mentee = fixture.member_id(Actor { account, coordinator: false }).await;
        let request = ProposePairing { mentor, mentee, over_caseload: true };
        propose_pairing(context(&fixture.store, staff, NOW), request).await
    };
    propose(accounts[most]).await.unwrap();
    assert_refused(propose(accounts[most + 1]).await, RefusalCode::CaseloadFull);
}
