//! What stays closed on an account that somebody came back to by a recovery link, and what
//! opens it again.

use circles_protocol::requests::Anchor;
use circles_protocol::requests::{
    AcceptDirect, FetchHistory, FetchLeftMessages, Hello, LeaveCircle, ListLeftCircles, Search,
    ShowCare,
};
use circles_protocol::{Found, MessageView, Notice, SearchQuery};

use crate::clock::HOUR_MS;
use crate::commands::care::show_care::show_care;
use crate::commands::chat::fetch_history::fetch_history;
use crate::commands::chat::resume::{own_circles, resume};
use crate::commands::chat::search::search;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::direct::accept_direct::accept_direct;
use crate::commands::moderation::fetch_left_messages::fetch_left_messages;
use crate::commands::moderation::list_left_circles::list_left_circles;
use crate::commands::shared::direct::open_for_help;
use crate::commands::tests::accounts::security::Staff;
use crate::commands::tests::accounts::signing_in::{PASSPHRASE, refused_with};
use crate::commands::tests::*;
use crate::commands::timers::run_due_timers::run_due_timers;
use crate::domain::ActingSession;

const NEW: &str = "a lantern on the pier";
const OPEN_AGAIN: Timestamp = NOW.plus_ms(72 * HOUR_MS);

/// Sam and Jo have a private conversation; Sam came back by a link that Kim made.
struct Scene {
    fixture: Fixture,
    kim: Staff,
    sam: Actor,
    jo: Actor,
    direct: CircleId,
    link: circles_protocol::RecoveryLinkId,
    /// As the new session of Sam's is handled for private requests.
    private: Store,
}

async fn scene() -> Scene {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (_, sam, member) = fixture.sam().await;
    let jo = fixture.member("Jo").await;
    let direct = fixture.conversation(sam, jo).await;
    fixture.say_in(direct, jo, "before the rain").await.unwrap();
    let link = fixture.link_for(&kim, member).await;
    let back = fixture.rejoin(&link.token, NEW, NOW).await.unwrap();
    let session = fixture.session(&back).await.unwrap();
    let acting = ActingSession { private: true, ..session.acting() };
    let private = fixture.store.for_session(acting);
    Scene { fixture, kim, sam, jo, direct, link: link.id, private }
}

impl Fixture {
    async fn conversation(&self, one: Actor, other: Actor) -> CircleId {
        let (one, other) = (one.account, other.account);
        let opened = self.store.write(move |tx| open_for_help(tx, one, other, NOW));
        opened.await.unwrap().1
    }

    async fn newest_page(
        &self,
        actor: Actor,
        circle: CircleId,
    ) -> Result<Vec<MessageView>, Rejection> {
        let request = FetchHistory { circle, from: Anchor::Newest, limit: 50 };
        let reply = fetch_history(context(&self.store, actor, NOW), request).await?;
        let Reply::History { messages, .. } = reply else { panic!("{reply:?}") };
        Ok(messages)
    }

    async fn find_in(
        &self,
        actor: Actor,
        words: &str,
        circle: Option<CircleId>,
    ) -> Result<Vec<Found>, Rejection> {
        let query = SearchQuery::parse(words).unwrap();
        let request = Search { query, circle, before: None };
        let reply = search(context(&self.store, actor, NOW), request).await?;
        let Reply::SearchResults { found, .. } = reply else { panic!("{reply:?}") };
        Ok(found)
    }

    async fn own(&self, actor: Actor) -> Vec<CircleId> {
        let own = own_circles(&self.store, actor.account).await.unwrap();
        let hello = Hello { epoch: None, cursors: Vec::new() };
        let resumed = resume(&self.store, actor.account, &hello, limits::RESUME_BYTES).await;
        let shown: Vec<CircleId> =
            resumed.unwrap().circles.into_iter().map(|circle| circle.id).collect();
        // What is followed live is what is shown.
        assert_eq!(own.into_iter().map(|(circle, _)| circle).collect::<Vec<_>>(), shown);
        shown
    }
}

impl Scene {
    async fn check_in_page_opens(&self) -> Result<(), Rejection> {
        show_care(context(&self.private, self.sam, NOW), ShowCare {}).await.map(drop)
    }

    fn told(&self, account: Actor) -> Vec<Notice> {
        let heard = self.fixture.heard().into_iter();
        heard
            .filter_map(|one| match one {
                Publication::Notice { account: whose, notice } => {
                    (whose == account.account).then_some(notice)
                }
                Publication::Event(_)
                | Publication::Unsubscribed { .. }
                | Publication::SessionClosed { .. } => None,
            })
            .collect()
    }
}

#[tokio::test]
async fn a_private_conversation_is_neither_listed_nor_read_nor_searched_nor_written_to() {
    let scene = scene().await;
    let (fixture, sam, direct) = (&scene.fixture, scene.sam, scene.direct);
    assert_eq!(fixture.own(sam).await, [fixture.circle]);
    let refused = RefusalCode::AccountRecovering;
    refused_with(fixture.newest_page(sam, direct).await, refused);
    refused_with(fixture.find_in(sam, "rain", Some(direct)).await, refused);
    assert_eq!(fixture.find_in(sam, "rain", None).await.unwrap(), []);
    refused_with(fixture.say_in(direct, sam, "who is this?").await, refused);
    let leave = leave_circle(context(&fixture.store, sam, NOW), LeaveCircle { circle: direct });
    refused_with(leave.await, refused);
    let accept = accept_direct(context(&fixture.store, sam, NOW), AcceptDirect { circle: direct });
    refused_with(accept.await, refused);
    let left = FetchLeftMessages { circle: direct, before: None };
    let left = fetch_left_messages(context(&fixture.store, sam, NOW), left).await;
    refused_with(left, refused);
    // The other sees everything as before, and what they write waits.
    assert!(fixture.own(scene.jo).await.contains(&direct));
    fixture.say_in(direct, scene.jo, "are you there?").await.unwrap();
    assert_eq!(fixture.newest_page(scene.jo, direct).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_conversation_that_has_ended_is_closed_too() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (_, sam, member) = fixture.sam().await;
    let jo = fixture.member("Jo").await;
    let direct = fixture.conversation(sam, jo).await;
    fixture.say_in(direct, jo, "before the rain").await.unwrap();
    let leave = LeaveCircle { circle: direct };
    leave_circle(context(&fixture.store, sam, NOW), leave).await.unwrap();
    let left = async || {
        let reply =
            list_left_circles(context(&fixture.store, sam, NOW), ListLeftCircles { after: None })
                .await;
        let Reply::LeftCircles { circles: left, .. } = reply.unwrap() else { panic!() };
        left.len()
    };
    let fetch = || {
        let request = FetchLeftMessages { circle: direct, before: None };
        fetch_left_messages(context(&fixture.store, sam, NOW), request)
    };
    assert_eq!(left().await, 1);
    assert!(fetch().await.is_ok());
    let link = fixture.link_for(&kim, member).await;
    fixture.rejoin(&link.token, NEW, NOW).await.map(drop).unwrap();
    assert_eq!(left().await, 0);
    refused_with(fetch().await, RefusalCode::AccountRecovering);
}

#[tokio::test]
async fn after_three_days_everything_is_open_and_every_device_hears_it() {
    let scene = scene().await;
    let (fixture, sam, direct) = (&scene.fixture, scene.sam, scene.direct);
    fixture.say_in(direct, scene.jo, "are you there?").await.unwrap();
    refused_with(scene.check_in_page_opens().await, RefusalCode::AccountRecovering);
    let before = Timestamp(OPEN_AGAIN.0 - 1);
    run_due_timers(&fixture.store, before, Rules::default()).await.unwrap();
    refused_with(scene.check_in_page_opens().await, RefusalCode::AccountRecovering);
    fixture.heard();
    run_due_timers(&fixture.store, OPEN_AGAIN, Rules::default()).await.unwrap();
    let told = scene.told(sam);
    for notice in [
        Notice::AccountRecoveryChanged { recovery: Default::default() },
        Notice::CirclesChanged,
        Notice::CareChanged,
    ] {
        assert!(told.contains(&notice), "{told:?}");
    }
    scene.check_in_page_opens().await.unwrap();
    assert!(fixture.own(sam).await.contains(&direct));
    assert_eq!(fixture.newest_page(sam, direct).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_second_coordinator_opens_it_sooner_and_never_the_one_who_made_the_link() {
    let scene = scene().await;
    let (fixture, link) = (&scene.fixture, scene.link);
    let lou = fixture.signed_in_staff("Lou").await;
    scene.kim.confirm(PASSPHRASE, NOW).await.unwrap();
    refused_with(fixture.confirm_back(&scene.kim, link).await, RefusalCode::NotAllowed);
    refused_with(fixture.confirm_back(&lou, link).await, RefusalCode::PassphraseNeeded);
    refused_with(scene.check_in_page_opens().await, RefusalCode::AccountRecovering);
    lou.confirm(PASSPHRASE, NOW).await.unwrap();
    fixture.confirm_back(&lou, link).await.unwrap();
    scene.check_in_page_opens().await.unwrap();
    assert!(fixture.own(scene.sam).await.contains(&scene.direct));
    // Once more does nothing, and asks for nothing.
    let audited = fixture.audited().await;
    assert_eq!(audited[0], circles_protocol::AuditAction::RecoveryConfirmed);
    fixture.confirm_back(&lou, link).await.unwrap();
    assert_eq!(fixture.audited().await, audited);
}

#[tokio::test]
async fn who_asks_for_help_can_talk_to_whoever_answers_and_reads_nothing_older() {
    let scene = scene().await;
    let (fixture, sam, direct) = (&scene.fixture, scene.sam, scene.direct);
    fixture.heard();
    assert_eq!(fixture.conversation(sam, scene.jo).await, direct);
    assert!(scene.told(sam).contains(&Notice::CirclesChanged));
    fixture.say_in(direct, scene.jo, "I'm here after the rain").await.unwrap();
    fixture.say_in(direct, sam, "thank you").await.unwrap();
    let bodies = |messages: Vec<MessageView>| -> Vec<String> {
        let bodies = messages.into_iter().filter_map(|message| message.body);
        bodies.map(|body| body.as_str().to_owned()).collect()
    };
    let read = fixture.newest_page(sam, direct).await.unwrap();
    assert_eq!(bodies(read), ["I'm here after the rain", "thank you"]);
    assert_eq!(fixture.find_in(sam, "rain", None).await.unwrap().len(), 1);
    assert!(fixture.own(sam).await.contains(&direct));
    run_due_timers(&fixture.store, OPEN_AGAIN, Rules::default()).await.unwrap();
    assert_eq!(fixture.newest_page(sam, direct).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_second_link_used_closes_the_account_anew() {
    let scene = scene().await;
    let (fixture, sam) = (&scene.fixture, scene.sam);
    let member = fixture.member_id(sam).await;
    let link = fixture.link_for(&scene.kim, member).await;
    let later = NOW.plus_ms(20 * HOUR_MS);
    fixture.rejoin(&link.token, "a quiet room upstairs", later).await.map(drop).unwrap();
    run_due_timers(&fixture.store, OPEN_AGAIN, Rules::default()).await.unwrap();
    refused_with(fixture.newest_page(sam, scene.direct).await, RefusalCode::AccountRecovering);
    let open = OPEN_AGAIN.plus_ms(20 * HOUR_MS);
    run_due_timers(&fixture.store, open, Rules::default()).await.unwrap();
    fixture.newest_page(sam, scene.direct).await.map(drop).unwrap();
}
