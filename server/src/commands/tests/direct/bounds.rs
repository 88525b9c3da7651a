//! What keeps private conversations safe and private: blocks, reports from within, what
//! the centre can't see, how many there may be, and how long words are kept.

use circles_protocol::requests::{
    BlockMember, ChangeRole, CloseCircle, CreateInvite, GiveConsent, LeaveCircle, ListBlocks,
    ListCircles, ListOverdue, ListRoster, MuteMessages, RemoveMember, RenameCircle, ResizeCircle,
    RestoreAccount, SuspendAccount, UnblockMember,
};
use circles_protocol::{
    BlockId, BlockView, CaseResolution, CatchUp, Consent, DirectState, DirectWith, EventPayload,
    InviteRole, Reason, limits,
};

use crate::clock::HOUR_MS;
use crate::commands::accounts::restore_account::restore_account;
use crate::commands::accounts::suspend_account::suspend_account;
use crate::commands::care::give_consent::give_consent;
use crate::commands::chat::resume::resume;
use crate::commands::circles::change_role::change_role;
use crate::commands::circles::close_circle::close_circle;
use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::list_circles::list_circles;
use crate::commands::circles::list_roster::list_roster;
use crate::commands::circles::remove_member::remove_member;
use crate::commands::circles::rename_circle::rename_circle;
use crate::commands::circles::resize_circle::resize_circle;
use crate::commands::direct::block_member::block_member;
use crate::commands::direct::list_blocks::list_blocks;
use crate::commands::direct::unblock_member::unblock_member;
use crate::commands::moderation::list_overdue::list_overdue;
use crate::commands::moderation::mute_messages::mute_messages;
use crate::commands::shared::direct::open_for_help;
use crate::commands::tests::direct::conversations::{HELLO, days_on, direct};
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;
use crate::commands::timers::purge_old_conversations::purge_old_conversations;
use crate::store::check;

impl Fixture {
    async fn block(&self, actor: Actor, member: MemberId) -> Result<Reply, Rejection> {
        let request = BlockMember { circle: self.circle, member };
        block_member(context(&self.store, actor, NOW), request).await
    }

    async fn blocks(&self, actor: Actor) -> Vec<BlockView> {
        let reply = list_blocks(context(&self.store, actor, NOW), ListBlocks {}).await.unwrap();
        let Reply::Blocks { blocks } = reply else { panic!("{reply:?}") };
        blocks
    }

    async fn id_in(&self, circle: CircleId, actor: Actor) -> MemberId {
        let found = self.store.read(move |view| Ok(view.membership(circle, actor.account)?)).await;
        found.unwrap().unwrap().member_id
    }

    async fn head_of(&self, circle: CircleId, actor: Actor) -> Seq {
        let found = self.store.read(move |view| Ok(view.membership(circle, actor.account)?)).await;
        found.unwrap().unwrap().head_seq
    }

    async fn helped(&self, one: Actor, other: Actor, at: Timestamp) -> CircleId {
        let (one, other) = (one.account, other.account);
        let opened = self.store.write(move |tx| open_for_help(tx, one, other, at)).await;
        opened.unwrap().1
    }

    async fn age(&self, before: Timestamp) -> usize {
        self.store.write(move |tx| purge_old_conversations(tx, before, NOW)).await.unwrap()
    }
}

#[tokio::test]
async fn a_block_holds_both_ways_and_ends_a_conversation_as_leaving_does() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let circle = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
    let (jo_id, sam_id) = (fixture.member_id(jo).await, fixture.member_id(sam).await);
    for _ in 0..2 {
        fixture.block(jo, sam_id).await.unwrap();
    }
    assert!(fixture.conversations(jo).await.is_empty());
    assert_eq!(fixture.conversations(sam).await, [("Jo".to_owned(), DirectState::Ended, false)]);
    let usual = Rejection::direct_refused().0;
    assert_eq!(fixture.refused(sam, fixture.to(jo).await).await, usual);
    assert_eq!(fixture.refused(jo, fixture.to(sam).await).await, usual);

    let [block] = &fixture.blocks(jo).await[..] else { panic!("one block") };
    assert_eq!(block.alias.as_str(), "Sam");
    assert!(fixture.blocks(sam).await.is_empty(), "whoever is blocked isn't told");
    let taking_back = UnblockMember { block: block.id };
    let foreign =
        unblock_member(context(&fixture.store, sam, NOW), taking_back.clone()).await.unwrap_err();
    let made_up = UnblockMember { block: BlockId(Uuid::from_u128(7)) };
    assert_eq!(
        unblock_member(context(&fixture.store, jo, NOW), made_up).await.unwrap_err(),
        foreign
    );
    unblock_member(context(&fixture.store, jo, NOW), taking_back).await.unwrap();
    assert_eq!(
        fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap(),
        circle
    );

    assert_refused(fixture.block(jo, jo_id).await, RefusalCode::NotAllowed);
    let made_up = fixture.block(jo, MemberId::from_bytes([7; 16])).await;
    assert_refused(made_up, RefusalCode::NotFound);
    let stranger = fixture.stranger().await;
    assert_refused(fixture.block(stranger, jo_id).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn whoever_asked_can_not_tell_that_they_were_blocked() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let asking = fixture.asked(jo, sam).await;
    let before = fixture.head_of(asking, jo).await;
    fixture.block(sam, fixture.member_id(jo).await).await.unwrap();
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Asking));
    assert_eq!(fixture.head_of(asking, jo).await, before);
    assert!(fixture.conversations(sam).await.is_empty());
    let again = fixture.try_open(jo, fixture.to(sam).await, Some("more"), NOW).await;
    assert_refused(again, RefusalCode::DirectWaiting);
    let later = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), days_on(44)).await;
    assert_eq!(later.unwrap(), asking);
    assert!(fixture.conversations(sam).await.is_empty());
}

#[tokio::test]
async fn to_the_centre_a_conversation_is_no_circle() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let staff = fixture.coordinator().await;
    let real = fixture.opened(jo, sam).await;
    let member = fixture.id_in(real, jo).await;
    let (store, by) = (&fixture.store, staff);
    for circle in [real, circle_id(9)] {
        let name = CircleName::parse("Found").unwrap();
        let (role, label, mentor, graduated_on) = (InviteRole::Member, None, None, None);
        let invite = CreateInvite { role, circle: Some(circle), label, mentor, graduated_on };
        let role = Role::Moderator;
        for answer in [
            rename_circle(context(store, by, NOW), RenameCircle { circle, name }).await,
            resize_circle(context(store, by, NOW), ResizeCircle { circle, member_limit: 9 }).await,
            close_circle(context(store, by, NOW), CloseCircle { circle }).await,
            list_roster(context(store, by, NOW), ListRoster { circle, former: false, after: None })
                .await,
            change_role(context(store, by, NOW), ChangeRole { circle, member, role }).await,
            remove_member(context(store, by, NOW), RemoveMember { circle, member, reason: None })
                .await,
            create_invite(context(store, by, NOW), invite).await,
        ] {
            assert_eq!(answer.unwrap_err(), Rejection::not_found());
        }
    }
    let reply = list_circles(context(store, by, NOW), ListCircles { after: None }).await.unwrap();
    let Reply::Circles { circles, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(circles.iter().map(|circle| circle.id).collect::<Vec<_>>(), [fixture.circle]);
    let counted = store.read(move |view| Ok(view.circles_of(jo.account)?)).await.unwrap();
    assert_eq!(counted, 1);
}

#[tokio::test]
async fn a_report_from_within_reaches_the_centre_and_no_moderator() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let (kim, staff) = (fixture.moderator("Kim").await, fixture.coordinator().await);
    fixture.store.write(move |tx| Ok(tx.make_coordinator(staff.account)?)).await.unwrap();
    let circle = fixture.opened(jo, sam).await;
    let reply = fixture.say_in(circle, jo, "can get you some").await.unwrap();
    let Reply::MessageAccepted { seq, .. } = reply else { panic!("{reply:?}") };
    let said = fixture.store.read(move |view| {
        let membership = view.membership(circle, sam.account)?.unwrap();
        Ok(view
            .message_at(crate::domain::Position::new(membership.circle, seq), membership.member)?)
    });
    let message = said.await.unwrap().unwrap().id;
    let member = fixture.id_in(circle, jo).await;
    fixture.circle = circle;
    fixture.heard();
    fixture.report(sam, message, Reason::Solicitation).await.unwrap();
    let told = fixture.told_of_queue();
    assert_eq!(told.iter().map(|one| one.account).collect::<Vec<_>>(), [staff.account]);
    assert!(fixture.cases(kim).await.is_empty());
    let case = fixture.only_case(staff).await;
    assert_refused(fixture.fetch_case(kim, case).await, RefusalCode::NotFound);
    let opened = fixture.fetch_case(staff, case).await.unwrap();
    assert_eq!(opened.evidence.len(), 1, "the message that was reported, and no other");

    // Only the centre learns that it is overdue: the conversation is named to nobody
    // else.
    let late =
        list_overdue(context(&fixture.store, staff, days_on(30)), ListOverdue {}).await.unwrap();
    assert_eq!(late, Reply::Overdue { circles: Vec::new() });
    let reason = Reason::Solicitation;
    let suspending = SuspendAccount { circle, member, reason };
    suspend_account(context(&fixture.store, staff, NOW), suspending).await.unwrap();
    let restoring = RestoreAccount { circle, member };
    restore_account(context(&fixture.store, staff, NOW), restoring).await.unwrap();
    fixture.close(staff, case, CaseResolution::MuteMessage).await.unwrap();
    fixture.report_person(sam, member, Reason::Predation).await.unwrap();
    let case = fixture.only_case(staff).await;
    let duration = circles_protocol::MuteDuration::OneDay;
    fixture.close(staff, case, CaseResolution::MuteMember { duration }).await.unwrap();
    assert_refused(fixture.say_in(circle, jo, "why").await, RefusalCode::Muted);
    let muting = MuteMessages { circle, messages: vec![message], reason };
    let refused = mute_messages(context(&fixture.store, sam, NOW), muting).await;
    assert_refused(refused, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn nothing_is_held_or_flagged_in_a_conversation_and_help_is_offered() {
    let fixture = Fixture::new().await;
    let (new, other) = (fixture.alum("New", 1).await, fixture.alum("Two", 700).await);
    let kim = fixture.moderator("Kim").await;
    let staff = fixture.coordinator().await;
    let direct = fixture.try_open(new, fixture.to(kim).await, None, NOW).await.unwrap();
    let reply = fixture.say_in(direct, new, "my number is (555) 123-4567").await.unwrap();
    assert!(matches!(reply, Reply::MessageAccepted { offer_help: false, .. }), "{reply:?}");
    let helped = fixture.helped(new, other, NOW).await;
    for circle in [direct, helped] {
        let reply = fixture.say_in(circle, new, "I want to kill myself").await.unwrap();
        assert!(
            matches!(reply, Reply::MessageAccepted { offer_help: true, content_note: None, .. }),
            "{reply:?}"
        );
    }
    for decider in [kim, staff] {
        assert!(fixture.cases(decider).await.is_empty());
    }
}

#[tokio::test]
async fn words_older_than_they_may_be_go_and_the_log_says_so() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let circle = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
    for (hour, words) in [(1, "plum"), (2, "pear"), (3, "fig")] {
        let message = SendMessage { circle, ..fixture.message(words) };
        fixture.send_at(jo, message, NOW.plus_ms(hour * HOUR_MS)).await.unwrap();
    }
    fixture.say(jo, "in the circle").await;
    fixture.heard();
    assert_eq!(fixture.age(NOW).await, 0);
    assert_eq!(fixture.age(NOW.plus_ms(3 * HOUR_MS)).await, 3);
    let gone = fixture.heard().into_iter().filter(|publication| {
        matches!(publication, Publication::Event(event)
            if event.circle == circle && event.by.is_none()
                && matches!(event.what, EventPayload::MessageDeleted { .. }))
    });
    assert_eq!(gone.count(), 3);
    assert_eq!(fixture.age(NOW.plus_ms(3 * HOUR_MS)).await, 0);
    assert_eq!(fixture.age(days_on(1)).await, 1);
    assert_eq!(fixture.age(days_on(1)).await, 0);
    // Later messages have their own age.
    fixture.say_in(circle, sam, "olive").await.unwrap();
    assert_eq!(fixture.age(days_on(1)).await, 1);
    fixture.restart().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
    let file = std::fs::read(fixture.folder.path().join("circles.db")).unwrap();
    assert!(!file.windows(5).any(|bytes| bytes == b"olive"));
}

#[tokio::test]
async fn a_full_list_of_conversations_makes_room_by_what_has_ended() {
    let fixture = Fixture::new().await;
    let jo = fixture.alum("Jo", 730).await;
    let sam = fixture.alum("Sam", 730).await;
    let mut first = None;
    for number in 0..limits::CONVERSATIONS_PER_ACCOUNT {
        let other = fixture.signed_up(&format!("Other{number}"), 730).await;
        let circle = fixture.helped(jo, other, NOW.plus_ms(1)).await;
        first.get_or_insert((other, circle));
    }
    let (other, circle) = first.unwrap();
    let with = fixture.to(sam).await;
    let full = fixture.try_open(jo, with, Some(HELLO), NOW).await;
    assert_refused(full, RefusalCode::LimitReached);
    leave_circle(context(&fixture.store, other, NOW), LeaveCircle { circle }).await.unwrap();
    fixture.try_open(jo, with, Some(HELLO), NOW).await.unwrap();
    let conversations = fixture.conversations(jo).await;
    assert_eq!(conversations.len(), limits::CONVERSATIONS_PER_ACCOUNT);
    assert!(conversations.iter().all(|(_, state, _)| *state == DirectState::Open));
    // There is always room for help.
    let helper = fixture.signed_up("Helper", 730).await;
    fixture.helped(jo, helper, NOW).await;
    let conversations = fixture.conversations(jo).await;
    assert_eq!(conversations.len(), limits::CONVERSATIONS_PER_ACCOUNT);
    assert!(conversations.iter().any(|(alias, _, _)| alias == "Helper"));
}

#[tokio::test]
async fn who_comes_back_to_a_conversation_gets_what_they_missed() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let circle = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
    let reply = fixture.say_in(circle, jo, "one").await.unwrap();
    let Reply::MessageAccepted { seq, .. } = reply else { panic!("{reply:?}") };
    fixture.say_in(circle, jo, "two").await.unwrap();
    let cursors = vec![circles_protocol::requests::Cursor { circle, seq }];
    let hello = circles_protocol::requests::Hello { epoch: Some(fixture.store.epoch()), cursors };
    let resumed = resume(&fixture.store, sam.account, &hello, limits::RESUME_BYTES).await.unwrap();
    let view = resumed.circles.into_iter().find(|view| view.id == circle).unwrap();
    assert_eq!((view.name.as_str(), view.unread), ("Private conversation", 3));
    let CatchUp::Events { events } = view.catch_up else { panic!("a gap") };
    assert_eq!(events.len(), 1);
    let with = view.direct.unwrap().with;
    assert_eq!((with.alias.as_str(), with.id), ("Jo", fixture.id_in(circle, jo).await));
    // Their id in the conversation differs from those in the circle, and still leads to
    // them.
    let back = DirectWith::ByMember { circle, member: with.id };
    assert_eq!(fixture.try_open(sam, back, None, NOW).await.unwrap(), circle);
}

#[tokio::test]
async fn two_who_walk_together_open_a_conversation_at_once_and_a_word_there_is_a_sign_of_life() {
    let (paired, pairing) = PairingFixture::paired().await;
    let (fixture, dee, ray) = (&paired.fixture, paired.dee, paired.ray);
    let (consent, version) = (Consent::MentorSeesCheckIns, limits::CONSENT_VERSION);
    let sharing = GiveConsent { consent, version };
    give_consent(context(&fixture.store, dee, NOW), sharing).await.unwrap();
    let due = || async {
        let follow_up =
            fixture.store.read(move |view| Ok(view.follow_up(dee.account)?)).await.unwrap();
        follow_up.unwrap().due_at
    };
    let before = due().await;
    let with = DirectWith::ByPairing { pairing };
    let circle = fixture.try_open(ray, with, Some("How are you?"), days_on(3)).await.unwrap();
    assert_eq!(due().await, before, "the mentor's words are not the alum's");
    assert_eq!(fixture.try_open(dee, with, None, days_on(3)).await.unwrap(), circle);
    assert_eq!(due().await, before);
    let message = SendMessage { circle, ..fixture.message("fine") };
    fixture.send_at(dee, message, days_on(3)).await.unwrap();
    assert!(due().await > days_on(3));
    // For anybody else, and for those who asked for something else, there is no pairing.
    let (jo, usual) = (fixture.alum("Jo", 730).await, Rejection::direct_refused().0);
    assert_eq!(fixture.refused(jo, with).await, usual);
    fixture.end(dee, pairing).await.unwrap();
    leave_circle(context(&fixture.store, dee, NOW), LeaveCircle { circle }).await.unwrap();
    assert_eq!(fixture.refused(ray, with).await, usual);
}

#[tokio::test]
async fn the_day_of_graduating_counts_and_not_that_of_signing_up() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 2).await, fixture.alum("Sam", 730).await);
    assert_eq!(fixture.refused(jo, fixture.to(sam).await).await, Rejection::direct_refused().0);
    let day = circles_protocol::LocalDate::parse("2020-01-31").unwrap();
    fixture.store.write(move |tx| Ok(tx.set_graduation(jo.account, day)?)).await.unwrap();
    fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
}
