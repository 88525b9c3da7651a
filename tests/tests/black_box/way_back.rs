//! A way back in over real sockets: who is told and when, what a link does once and never
//! again, and what opens by itself after three days.

use circles_protocol::http::{Me, RecoveryPreview};
use circles_protocol::requests::*;
use circles_protocol::{
    AccountRecovery, AuditAction, CircleId, HelpId, HelpTo, InviteRole, MemberId, Notice,
    RecoveryLinkState, RecoveryLinkView, RefusalCode, Reply, Request, SecurityNoticeKind,
};
use circles_tests::browser::PASSPHRASE;
use circles_tests::deadline::within_ms;
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, Client, Person};
use uuid::Uuid;

const NEW: &str = "a lantern on the pier";
const HOUR_MS: i64 = 60 * 60 * 1_000;

struct Scene {
    centre: Centre,
    circle: CircleId,
    robin: Person,
    member: MemberId,
}

async fn scene() -> Scene {
    let plan = Plan::default().set("sign_ins_per_quarter_hour", 1_000).with_clock();
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let member = robin.id_in(circle).await;
    Scene { centre, circle, robin, member }
}

impl Scene {
    async fn link(&mut self) -> String {
        self.centre.recovery_link(self.circle, self.member).await.1
    }

    /// Robin on another browser, with the link.
    async fn back_in(&mut self, token: &str) -> Person {
        let mut browser = Browser::at(&self.centre.server);
        let answer = browser.come_back(token, NEW).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let socket = Client::open(self.centre.server.address, &browser).await;
        Person { browser, socket, sign_in_name: self.robin.sign_in_name.clone() }
    }

    async fn second_coordinator(&mut self) -> Person {
        let token = self.centre.invite(InviteRole::Coordinator, None).await;
        Person::sign_up(&self.centre.server, &token, "Lou").await
    }
}

async fn next_recovery(socket: &mut Client) -> AccountRecovery {
    loop {
        if let Notice::AccountRecoveryChanged { recovery } = socket.notice().await {
            return recovery;
        }
    }
}

async fn links(socket: &mut Client) -> Vec<RecoveryLinkView> {
    let reply = socket.done(Request::ListRecoveryLinks(ListRecoveryLinks {})).await;
    let Reply::RecoveryLinks { links } = reply else { panic!("answered {reply:?}") };
    links
}

async fn audited(socket: &mut Client) -> Vec<AuditAction> {
    let all = ListAudit { before: None, action: None, circle: None };
    let reply = socket.done(Request::ListAudit(all)).await;
    let Reply::Audit { entries, .. } = reply else { panic!("answered {reply:?}") };
    entries.into_iter().map(|entry| entry.action).collect()
}

#[tokio::test]
async fn every_device_is_told_at_once_and_ends_when_the_link_is_used() {
    let mut scene = scene().await;
    let mut there = scene.robin.other_device(&scene.centre.server).await;
    let token = scene.link().await;
    for socket in [&mut scene.robin.socket, &mut there.socket] {
        let told = within_ms(1_000, "the notice", next_recovery(socket)).await;
        assert!(told.link_until.is_some() && told.closed_until.is_none(), "{told:?}");
    }
    // So is one that comes back later.
    let welcome = there.reconnect(&scene.centre.server).await;
    assert!(welcome.recovery.expect("there is a link").link_until.is_some());

    let preview: RecoveryPreview = Browser::at(&scene.centre.server).look_back(&token).await.read();
    assert_eq!(preview.sign_in_name.as_str(), "robin");
    let mut back = scene.back_in(&token).await;
    for socket in [&mut scene.robin.socket, &mut there.socket] {
        assert_eq!(within_ms(1_000, "the close", socket.closed()).await, 4003);
    }
    let welcome = back.socket.hello(None, &[]).await;
    let recovery = welcome.recovery.expect("something is closed");
    assert!(recovery.closed_until.is_some() && recovery.link_until.is_none(), "{recovery:?}");
    assert_eq!(welcome.circles.len(), 1);
    back.socket.say(scene.circle, "back again").await;
    let reply = back.socket.done(Request::ListSecurityNotices(ListSecurityNotices {})).await;
    let Reply::SecurityNotices { notices } = reply else { panic!("answered {reply:?}") };
    let kinds: Vec<_> = notices.into_iter().map(|notice| notice.kind).collect();
    use SecurityNoticeKind as Kind;
    assert_eq!(kinds[..2], [Kind::RecoveryLinkUsed, Kind::RecoveryLinkMade]);
    let old = Browser::at(&scene.centre.server).sign_in("robin", PASSPHRASE).await;
    assert_eq!(old.refusal(), RefusalCode::SignInFailed);
    let actions = audited(&mut scene.centre.coordinator.socket).await;
    assert_eq!(actions[..2], [AuditAction::RecoveryLinkUsed, AuditAction::RecoveryLinkMade]);
}

#[tokio::test]
async fn a_used_a_late_and_a_made_up_link_are_refused_alike() {
    let mut scene = scene().await;
    let used = scene.link().await;
    scene.back_in(&used).await;
    let late = scene.link().await;
    scene.centre.server.advance(24 * HOUR_MS);
    let mut browser = Browser::at(&scene.centre.server);
    for token in [used.as_str(), late.as_str(), "never-was", ""] {
        let answer = browser.come_back(token, "another one entirely").await;
        assert_eq!((answer.status, answer.refusal()), (404, RefusalCode::RecoveryLinkInvalid));
        assert_eq!(browser.look_back(token).await.body, answer.body);
    }
    assert_eq!(browser.cookie, None);
    // The passphrase of the first use is still the one.
    assert_eq!(browser.sign_in("robin", NEW).await.status, 200);
}

#[tokio::test]
async fn the_same_request_again_signs_in_again_and_another_does_not() {
    let mut scene = scene().await;
    let token = scene.link().await;
    let mut browser = Browser::at(&scene.centre.server);
    browser.idempotency_key = Some(Uuid::new_v4().to_string());
    let first: Me = browser.come_back(&token, NEW).await.read();
    let again: Me = browser.come_back(&token, NEW).await.read();
    assert_eq!(first, again);
    let other = browser.come_back(&token, "another one entirely").await;
    assert_eq!(other.refusal(), RefusalCode::IdempotencyKeyReused);
    // Somebody else who found the link has another key, or none.
    let mut finder = Browser::at(&scene.centre.server);
    let found = finder.come_back(&token, NEW).await;
    assert_eq!(found.refusal(), RefusalCode::RecoveryLinkInvalid);
}

#[tokio::test]
async fn a_stopped_link_opens_nothing_and_every_coordinator_is_told() {
    let mut scene = scene().await;
    let mut lou = scene.second_coordinator().await;
    let token = scene.link().await;
    scene.robin.socket.done(Request::StopRecoveryLink(StopRecoveryLink {})).await;
    let refused = Browser::at(&scene.centre.server).come_back(&token, NEW).await;
    assert_eq!(refused.refusal(), RefusalCode::RecoveryLinkInvalid);
    assert_eq!(links(&mut lou.socket).await[0].state, RecoveryLinkState::Stopped);
    let welcome = lou.socket.hello(None, &[]).await;
    assert!(welcome.recovery.is_none());
    while lou.socket.notice().await != Notice::SecurityNoticed {}
    scene.robin.socket.say(scene.circle, "still here").await;
}

#[tokio::test]
async fn only_a_coordinator_makes_one_and_only_with_the_passphrase() {
    let mut scene = scene().await;
    let (circle, member) = (scene.circle, scene.member);
    let make = Request::CreateRecoveryLink(CreateRecoveryLink { circle, member });
    let mut kim = scene.centre.moderator(circle, "Kim").await;
    for socket in [&mut scene.robin.socket, &mut kim.socket] {
        assert_eq!(socket.refused(make.clone()).await, RefusalCode::NotFound);
    }
    let staff = &mut scene.centre.coordinator.socket;
    assert_eq!(staff.refused(make.clone()).await, RefusalCode::PassphraseNeeded);
    scene.link().await;
    let staff = &mut scene.centre.coordinator.socket;
    assert_eq!(staff.refused(make).await, RefusalCode::PassphraseNeeded);
}

#[tokio::test]
async fn after_three_days_everything_opens_by_itself_on_an_open_page() {
    let mut scene = scene().await;
    let token = scene.link().await;
    let mut back = scene.back_in(&token).await;
    back.socket.hello(None, &[]).await;
    let care = || Request::ShowCare(ShowCare {});
    assert_eq!(back.socket.refused(care()).await, RefusalCode::AccountRecovering);
    scene.centre.server.advance(72 * HOUR_MS);
    assert_eq!(next_recovery(&mut back.socket).await, AccountRecovery::default());
    back.socket.done(care()).await;
    assert!(back.socket.hello(None, &[]).await.recovery.is_none());
    assert!(links(&mut scene.centre.coordinator.socket).await.is_empty());
}

#[tokio::test]
async fn a_second_coordinator_opens_it_at_once() {
    let mut scene = scene().await;
    let token = scene.link().await;
    let mut back = scene.back_in(&token).await;
    back.socket.hello(None, &[]).await;
    let mut lou = scene.second_coordinator().await;
    let link = links(&mut lou.socket).await[0].clone();
    assert!(link.state == RecoveryLinkState::Used && !link.own, "{link:?}");
    let confirm = || Request::ConfirmRecovery(ConfirmRecovery { link: link.id });
    assert_eq!(lou.socket.refused(confirm()).await, RefusalCode::PassphraseNeeded);
    assert_eq!(lou.browser.confirm(PASSPHRASE).await.status, 204);
    lou.socket.done(confirm()).await;
    assert_eq!(next_recovery(&mut back.socket).await, AccountRecovery::default());
    back.socket.done(Request::ShowCare(ShowCare {})).await;
}

#[tokio::test]
async fn help_reaches_somebody_whose_conversations_are_closed() {
    let mut scene = scene().await;
    let staff = &mut scene.centre.coordinator;
    // They have talked before.
    let ask = |to| AskForHelp { id: HelpId(Uuid::now_v7()), to, words: None, undo: false };
    let first = ask(HelpTo::OnCall);
    scene.robin.socket.done(Request::AskForHelp(first.clone())).await;
    let reply =
        staff.socket.done(Request::AcknowledgeHelp(AcknowledgeHelp { help: first.id })).await;
    let Reply::HelpAcknowledged { direct } = reply else { panic!("answered {reply:?}") };
    staff.socket.hello(None, &[]).await;
    staff.socket.say(direct, "from before").await;
    scene.robin.socket.done(Request::EndHelp(EndHelp { help: first.id })).await;

    let token = scene.link().await;
    let mut back = scene.back_in(&token).await;
    let welcome = back.socket.hello(None, &[]).await;
    assert!(welcome.circles.iter().all(|circle| circle.direct.is_none()));
    let second = ask(HelpTo::OnCall);
    back.socket.done(Request::AskForHelp(second.clone())).await;
    let staff = &mut scene.centre.coordinator;
    staff.socket.done(Request::AcknowledgeHelp(AcknowledgeHelp { help: second.id })).await;
    while back.socket.notice().await != Notice::CirclesChanged {}
    let welcome = back.socket.hello(None, &[]).await;
    assert!(welcome.circles.iter().any(|circle| circle.id == direct));
    staff.socket.say(direct, "I am here").await;
    let page = back.socket.page(direct, Anchor::Newest, 10).await;
    let words: Vec<_> = page.messages.iter().filter_map(|one| one.body.as_ref()).collect();
    assert_eq!(words.iter().map(|body| body.as_str()).collect::<Vec<_>>(), ["I am here"]);
}

#[tokio::test]
async fn the_command_line_lets_a_coordinator_back_in_and_nobody_else() {
    let scene = scene().await;
    let server = &scene.centre.server;
    for name in ["robin", "nobody-here"] {
        let refused = server.run(&["recovery-link", "--sign-in-name", name]).await;
        assert!(!refused.status.success());
        assert!(refused.stdout.is_empty());
    }
    let made = server.run(&["recovery-link", "--sign-in-name", "dana"]).await;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let link = String::from_utf8(made.stdout).expect("text");
    let token = link.trim().split_once("/back#").expect("a link").1.to_owned();
    let mut browser = Browser::at(server);
    let me: Me = browser.come_back(&token, NEW).await.read();
    assert!(me.coordinator);
    let mut socket = Client::open(server.address, &browser).await;
    // Nothing is closed: whoever has the machine can read the database.
    assert!(socket.hello(None, &[]).await.recovery.is_none());
    socket.done(Request::ShowCare(ShowCare {})).await;
}
