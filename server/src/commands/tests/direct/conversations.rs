//! Private conversations: who may open one, what the other learns, and that whoever asked
//! can't tell declined from pending.

use circles_protocol::requests::{
    AcceptDirect, AddReaction, DeclineDirect, EditMessage, Hello, LeaveCircle, RequestDirect,
};
use circles_protocol::{DirectState, DirectWith, Notice, PairingId, Reaction, Refusal};

use crate::clock::DAY_MS;
use crate::commands::chat::add_reaction::add_reaction;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::chat::resume::resume;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::direct::accept_direct::accept_direct;
use crate::commands::direct::decline_direct::decline_direct;
use crate::commands::direct::request_direct::request_direct;
use crate::commands::shared::direct::open_for_help;
use crate::commands::tests::*;
use crate::commands::timers::run_due_timers::run_due_timers;
use crate::domain::Rules;

pub(in crate::commands::tests) const fn days_on(days: i64) -> Timestamp {
    NOW.plus_ms(days * DAY_MS)
}

pub(in crate::commands::tests) const HELLO: &str = "May I ask you about the evening group?";

impl Fixture {
    /// A member of the circle who signed up this many days ago.
    pub(in crate::commands::tests) async fn alum(&self, alias: &str, days: i64) -> Actor {
        let actor = self.signed_up(alias, days).await;
        self.join(actor, alias, Role::Member).await.unwrap();
        actor
    }

    pub(in crate::commands::tests) async fn signed_up(&self, alias: &str, days: i64) -> Actor {
        let account = NewAccount {
            id: AccountId(Uuid::new_v4()),
            alias: Alias::parse(alias).unwrap(),
            sign_in_name: SignInName::parse(&format!("{alias}-{days}").to_lowercase()).unwrap(),
            passphrase_hash: "none".to_owned(),
            coordinator: false,
            at: days_on(-days),
        };
        let account = self.store.write(move |tx| Ok(tx.add_account(&account)?)).await.unwrap();
        Actor { account, coordinator: false }
    }

    pub(in crate::commands::tests) async fn to(&self, other: Actor) -> DirectWith {
        DirectWith::ByMember { circle: self.circle, member: self.member_id(other).await }
    }

    pub(in crate::commands::tests) async fn try_open(
        &self,
        actor: Actor,
        with: DirectWith,
        words: Option<&str>,
        at: Timestamp,
    ) -> Result<CircleId, Rejection> {
        let body = words.map(|words| Body::parse(words).unwrap());
        let id = words.map(|_| MessageId(Uuid::now_v7()));
        self.send_open(actor, RequestDirect { with, id, body }, at).await
    }

    pub(in crate::commands::tests) async fn send_open(
        &self,
        actor: Actor,
        request: RequestDirect,
        at: Timestamp,
    ) -> Result<CircleId, Rejection> {
        let reply = request_direct(context(&self.store, actor, at), request).await?;
        let Reply::DirectOpened { circle, .. } = reply else { panic!("{reply:?}") };
        Ok(circle)
    }

    /// One asks the other.
    pub(in crate::commands::tests) async fn asked(&self, actor: Actor, other: Actor) -> CircleId {
        let with = self.to(other).await;
        self.try_open(actor, with, Some(HELLO), NOW).await.unwrap()
    }

    /// The same, and the other accepts.
    pub(in crate::commands::tests) async fn opened(&self, actor: Actor, other: Actor) -> CircleId {
        let direct = self.asked(actor, other).await;
        accept_direct(context(&self.store, other, NOW), AcceptDirect { circle: direct })
            .await
            .unwrap();
        direct
    }

    pub(in crate::commands::tests) async fn decline(&self, actor: Actor, direct: CircleId) {
        let request = DeclineDirect { circle: direct };
        decline_direct(context(&self.store, actor, NOW), request).await.unwrap();
    }

    /// The conversations that somebody sees: with whom, and their state.
    pub(in crate::commands::tests) async fn conversations(
        &self,
        actor: Actor,
    ) -> Vec<(String, DirectState, bool)> {
        let hello = Hello { epoch: None, cursors: Vec::new() };
        let resumed =
            resume(&self.store, actor.account, &hello, limits::RESUME_BYTES).await.unwrap();
        let conversations = resumed.circles.into_iter().filter_map(|circle| circle.direct);
        conversations
            .map(|direct| {
                (direct.with.alias.as_str().to_owned(), direct.state, direct.with.present)
            })
            .collect()
    }

    pub(in crate::commands::tests) async fn say_in(
        &self,
        direct: CircleId,
        actor: Actor,
        words: &str,
    ) -> Result<Reply, Rejection> {
        let message = SendMessage { circle: direct, ..self.message(words) };
        self.send(actor, message).await
    }

    /// The exact words of the refusal.
    pub(in crate::commands::tests) async fn refused(
        &self,
        actor: Actor,
        with: DirectWith,
    ) -> Refusal {
        self.try_open(actor, with, Some(HELLO), NOW).await.expect_err("this must be refused").0
    }
}

#[track_caller]
pub(in crate::commands::tests) fn direct(
    alias: &str,
    state: DirectState,
) -> Vec<(String, DirectState, bool)> {
    vec![(alias.to_owned(), state, true)]
}

#[tokio::test]
async fn whoever_is_new_and_whoever_asks_for_a_made_up_member_are_refused_alike() {
    let fixture = Fixture::new().await;
    let (old, new) = (fixture.alum("Old", 730).await, fixture.alum("New", 5).await);
    fixture.heard();
    let made_up =
        DirectWith::ByMember { circle: fixture.circle, member: MemberId::from_bytes([7; 16]) };
    let told = fixture.refused(old, made_up).await;
    assert_eq!(told.code, RefusalCode::DirectRefused);
    assert_eq!(fixture.refused(new, fixture.to(old).await).await, told);
    assert_eq!(fixture.refused(old, fixture.to(old).await).await, told);
    let stranger = fixture.signed_up("Sam", 730).await;
    assert_eq!(fixture.refused(stranger, fixture.to(old).await).await, told);
    let elsewhere =
        DirectWith::ByMember { circle: circle_id(9), member: fixture.member_id(new).await };
    assert_eq!(fixture.refused(old, elsewhere).await, told);
    let pairing = DirectWith::ByPairing { pairing: PairingId::from_bytes([7; 16]) };
    assert_eq!(fixture.refused(old, pairing).await, told);
    assert!(fixture.heard().is_empty(), "nobody hears of any of this");
    assert!(fixture.conversations(new).await.is_empty());
}

#[tokio::test]
async fn a_moderator_and_a_newcomer_open_a_conversation_at_once_either_way() {
    let fixture = Fixture::new().await;
    let (new, other) = (fixture.alum("New", 5).await, fixture.alum("Two", 1).await);
    let kim = fixture.moderator("Kim").await;
    fixture.try_open(new, fixture.to(kim).await, None, NOW).await.unwrap();
    assert_eq!(fixture.conversations(kim).await, direct("New", DirectState::Open));
    fixture.try_open(kim, fixture.to(other).await, Some("Welcome."), NOW).await.unwrap();
    assert_eq!(fixture.conversations(other).await, direct("Kim", DirectState::Open));
}

#[tokio::test]
async fn two_of_long_standing_open_a_conversation_at_once_and_have_one_of_them() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 365).await);
    fixture.heard();
    // Words that nobody receives must not reveal whether they are.
    let with = fixture.to(sam).await;
    assert_refused(fixture.try_open(jo, with, None, NOW).await, RefusalCode::InvalidField);
    let linked = fixture.try_open(jo, with, Some("see www.example.org"), NOW).await;
    assert_refused(linked, RefusalCode::PlainTextOnly);
    let opened = fixture.try_open(jo, with, Some(HELLO), NOW).await.unwrap();
    let told = |account| Publication::Notice { account, notice: Notice::CirclesChanged };
    let heard = fixture.heard();
    assert!(heard.contains(&told(jo.account)) && heard.contains(&told(sam.account)));
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Open));
    let again = fixture.try_open(sam, fixture.to(jo).await, Some("Hello"), NOW).await.unwrap();
    assert_eq!(again, opened);
    fixture.say_in(opened, jo, "555 123 4567 or https://example.org").await.unwrap();
}

#[tokio::test]
async fn a_request_is_one_message_of_plain_words_until_it_is_accepted() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let with = fixture.to(sam).await;
    assert_refused(fixture.try_open(jo, with, None, NOW).await, RefusalCode::InvalidField);
    for words in ["call me on (555) 123-4567", "see www.example.com", "cashapp $jo_d"] {
        let refused = fixture.try_open(jo, with, Some(words), NOW).await;
        assert_refused(refused, RefusalCode::PlainTextOnly);
    }
    assert!(fixture.conversations(jo).await.is_empty(), "nothing was done in part");

    let asking = fixture.asked(jo, sam).await;
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Asking));
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Asked));
    for person in [jo, sam] {
        let refused = fixture.say_in(asking, person, "more").await;
        assert_refused(refused, RefusalCode::DirectWaiting);
    }
    let again = fixture.try_open(jo, with, Some("more"), NOW).await;
    assert_refused(again, RefusalCode::DirectWaiting);
    assert_eq!(fixture.try_open(jo, with, None, NOW).await.unwrap(), asking);

    let accepting = AcceptDirect { circle: asking };
    let own = accept_direct(context(&fixture.store, jo, NOW), accepting.clone()).await;
    assert_refused(own, RefusalCode::NotAllowed);
    for _ in 0..2 {
        accept_direct(context(&fixture.store, sam, NOW), accepting.clone()).await.unwrap();
    }
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Open));
    fixture.say_in(asking, sam, "Of course.").await.unwrap();
}

#[tokio::test]
async fn a_request_can_be_taken_back_and_not_changed() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let id = MessageId(Uuid::now_v7());
    let (with, body) = (fixture.to(sam).await, Some(Body::parse(HELLO).unwrap()));
    let request = RequestDirect { with, id: Some(id), body };
    let circle = fixture.send_open(jo, request.clone(), NOW).await.unwrap();
    let message = id;
    let body = Body::parse("555 123 4567").unwrap();
    let editing = EditMessage { circle, message, body, mentions: Vec::new() };
    let edited = edit_message(context(&fixture.store, jo, NOW), editing).await;
    assert_refused(edited, RefusalCode::DirectWaiting);
    let reacting = AddReaction { circle, message, reaction: Reaction::WithYou };
    let reacted = add_reaction(context(&fixture.store, sam, NOW), reacting).await;
    assert_refused(reacted, RefusalCode::DirectWaiting);

    leave_circle(context(&fixture.store, jo, NOW), LeaveCircle { circle }).await.unwrap();
    assert!(
        fixture.conversations(jo).await.is_empty() && fixture.conversations(sam).await.is_empty()
    );
    let again = fixture.try_open(jo, with, Some(HELLO), days_on(43)).await;
    assert_refused(again, RefusalCode::DirectRefused);
    fixture.try_open(jo, with, Some(HELLO), days_on(44)).await.unwrap();
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Asked));
}

#[tokio::test]
async fn a_request_that_comes_again_gets_its_first_answer() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let id = Some(MessageId(Uuid::now_v7()));
    let (with, body) = (fixture.to(sam).await, Some(Body::parse(HELLO).unwrap()));
    let request = RequestDirect { with, id, body };
    let first = fixture.send_open(jo, request.clone(), NOW).await.unwrap();
    fixture.decline(sam, first).await;
    assert_eq!(fixture.send_open(jo, request.clone(), NOW).await.unwrap(), first);
    let other =
        RequestDirect { body: Some(Body::parse("other words").unwrap()), ..request.clone() };
    assert_refused(fixture.send_open(jo, other, NOW).await, RefusalCode::IdConflict);
    let half = RequestDirect { body: None, ..request };
    assert_refused(fixture.send_open(jo, half, NOW).await, RefusalCode::InvalidField);
}

#[tokio::test]
async fn an_id_from_before_somebody_left_is_known_when_they_ask_again() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let (with, id) = (fixture.to(sam).await, Some(MessageId(Uuid::now_v7())));
    let ask = |words: &str| RequestDirect { with, id, body: Some(Body::parse(words).unwrap()) };
    let circle = fixture.send_open(jo, ask(HELLO), NOW).await.unwrap();
    leave_circle(context(&fixture.store, jo, NOW), LeaveCircle { circle }).await.unwrap();
    let other = fixture.send_open(jo, ask("other words"), days_on(44)).await;
    assert_refused(other, RefusalCode::IdConflict);
    assert_eq!(fixture.send_open(jo, ask(HELLO), days_on(44)).await.unwrap(), circle);
}

#[tokio::test]
async fn declining_is_silent_and_cools_off() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let (kim, ray) = (fixture.alum("Kim", 730).await, fixture.alum("Ray", 100).await);
    let (declined, waits) = (fixture.asked(jo, sam).await, fixture.asked(kim, ray).await);
    fixture.heard();
    fixture.decline(sam, declined).await;
    let about_jo = |publication: &Publication| match publication {
        Publication::Notice { account, .. } => *account == jo.account,
        Publication::Event(_) => true,
        Publication::Unsubscribed { .. } | Publication::SessionClosed { .. } => false,
    };
    assert!(!fixture.heard().iter().any(about_jo), "whoever asked hears nothing");
    assert!(fixture.conversations(sam).await.is_empty());
    assert_refused(fixture.say_in(declined, sam, "no").await, RefusalCode::NotFound);

    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Asking));
    for (asker, asked, circle) in [(jo, sam, declined), (kim, ray, waits)] {
        assert_refused(fixture.say_in(circle, asker, "hm").await, RefusalCode::DirectWaiting);
        let with = fixture.to(asked).await;
        for day in [1, 13] {
            let again = fixture.try_open(asker, with, Some(HELLO), days_on(day)).await;
            assert_refused(again, RefusalCode::DirectWaiting);
        }
    }
    // Nobody answers the other request for two weeks: from then on both look the same.
    run_due_timers(&fixture.store, days_on(14), Rules::default()).await.unwrap();
    assert!(fixture.conversations(ray).await.is_empty());
    assert_eq!(fixture.conversations(kim).await, direct("Ray", DirectState::Asking));
    for (asker, asked) in [(jo, sam), (kim, ray)] {
        let with = fixture.to(asked).await;
        let again = fixture.try_open(asker, with, Some(HELLO), days_on(43)).await;
        assert_refused(again, RefusalCode::DirectWaiting);
        fixture.try_open(asker, with, Some(HELLO), days_on(44)).await.unwrap();
    }
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Asked));
}

#[tokio::test]
async fn whoever_declined_may_think_better_of_it() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let asking = fixture.asked(jo, sam).await;
    fixture.decline(sam, asking).await;
    fixture.try_open(sam, fixture.to(jo).await, Some("Sorry. Hello!"), NOW).await.unwrap();
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Open));
    run_due_timers(&fixture.store, days_on(14), Rules::default()).await.unwrap();
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Open));
}

#[tokio::test]
async fn three_requests_in_a_week_and_then_the_usual_refusal() {
    let fixture = Fixture::new().await;
    let jo = fixture.alum("Jo", 730).await;
    let mut others = Vec::new();
    for alias in ["Ann", "Bea", "Cy", "Di"] {
        others.push(fixture.alum(alias, 100).await);
    }
    for other in &others[..3] {
        fixture.asked(jo, *other).await;
    }
    let with = fixture.to(others[3]).await;
    assert_eq!(fixture.refused(jo, with).await, Rejection::direct_refused().0);
    fixture.try_open(jo, with, Some(HELLO), days_on(7)).await.unwrap();
}

#[tokio::test]
async fn a_conversation_that_one_leaves_has_ended_and_the_other_can_read_it() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let circle = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
    fixture.say_in(circle, sam, "for you alone").await.unwrap();
    leave_circle(context(&fixture.store, jo, NOW), LeaveCircle { circle }).await.unwrap();
    assert!(fixture.conversations(jo).await.is_empty());
    assert_eq!(fixture.conversations(sam).await, [("Jo".to_owned(), DirectState::Ended, false)]);
    assert_refused(fixture.say_in(circle, sam, "more").await, RefusalCode::CircleClosed);
    assert_refused(fixture.say_in(circle, jo, "more").await, RefusalCode::NotFound);
    // Somebody who left comes back by themselves; it could just as well be a block.
    let with = DirectWith::ByMember { circle: fixture.circle, member: fixture.member_id(jo).await };
    assert_refused(fixture.try_open(sam, with, Some(HELLO), NOW).await, RefusalCode::DirectRefused);
    assert_eq!(
        fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap(),
        circle
    );
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Open));
    let seen = fixture.store.read(move |view| {
        let membership = view.membership(circle, jo.account)?.unwrap();
        Ok(view.unread(&membership, 10)?)
    });
    assert_eq!(seen.await.unwrap(), (0, 0), "what was said before they left is not theirs");
}

#[tokio::test]
async fn help_opens_a_conversation_whatever_stands_between_the_two() {
    let fixture = Fixture::new().await;
    let (new, other) = (fixture.signed_up("Jo", 1).await, fixture.signed_up("Jo", 2).await);
    let (a, b) = (new.account, other.account);
    let open = || fixture.store.write(move |tx| open_for_help(tx, a, b, NOW));
    let (_, circle) = open().await.unwrap();
    assert_eq!(open().await.unwrap().1, circle);
    // Two people with the same name.
    assert_eq!(fixture.conversations(new).await, direct("Jo", DirectState::Open));
    fixture.say_in(circle, other, "I am here.").await.unwrap();
    leave_circle(context(&fixture.store, new, NOW), LeaveCircle { circle }).await.unwrap();
    assert_eq!(open().await.unwrap().1, circle);
    assert_eq!(fixture.conversations(other).await, direct("Jo", DirectState::Open));
}
