//! What somebody received stays reportable for 30 days after it ended for them: by
//! leaving, by being removed, by a block or a declined request.

use circles_protocol::requests::{
    BlockMember, DeleteMessage, EditMessage, FetchLeftMessages, LeaveCircle, ListLeftCircles,
    RemoveMember, ReportMember, ReportMessage,
};
use circles_protocol::{CaseResolution, LeftMessage, LeftView, Notice, Reason, ReportId};

use crate::commands::chat::delete_message::delete_message;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::remove_member::remove_member;
use crate::commands::direct::block_member::block_member;
use crate::commands::moderation::fetch_left_messages::fetch_left_messages;
use crate::commands::moderation::list_left_circles::list_left_circles;
use crate::commands::moderation::report_member::report_member;
use crate::commands::moderation::report_message::report_message;
use crate::commands::tests::direct::conversations::{HELLO, days_on};
use crate::commands::tests::*;
use crate::commands::timers::purge_old_conversations::purge_old_conversations;

const REASON: Reason = Reason::Predation;

impl Fixture {
    async fn report_words(
        &self,
        actor: Actor,
        (circle, message): (CircleId, MessageId),
        at: Timestamp,
    ) -> Result<ReportId, Rejection> {
        let request = ReportMessage { circle, message, reason: REASON, statement: None };
        given(report_message(context(&self.store, actor, at), request).await?)
    }

    async fn report_somebody(
        &self,
        actor: Actor,
        (circle, member): (CircleId, MemberId),
        in_private: bool,
        at: Timestamp,
    ) -> Result<ReportId, Rejection> {
        let (reason, statement) = (REASON, None);
        let request = ReportMember { circle, member, reason, statement, in_private };
        given(report_member(context(&self.store, actor, at), request).await?)
    }

    async fn words_in(&self, direct: CircleId, actor: Actor, words: &str) -> MessageId {
        let message = SendMessage { circle: direct, ..self.message(words) };
        let id = message.id;
        self.send(actor, message).await.unwrap();
        id
    }

    async fn leave_it(&self, circle: CircleId, actor: Actor, at: Timestamp) {
        leave_circle(context(&self.store, actor, at), LeaveCircle { circle }).await.unwrap();
    }

    async fn left(&self, actor: Actor, at: Timestamp) -> Vec<LeftView> {
        let reply =
            list_left_circles(context(&self.store, actor, at), ListLeftCircles { after: None })
                .await
                .unwrap();
        let Reply::LeftCircles { circles: left, .. } = reply else { panic!("{reply:?}") };
        left
    }

    async fn left_words(
        &self,
        actor: Actor,
        circle: CircleId,
        at: Timestamp,
    ) -> Result<Vec<LeftMessage>, Rejection> {
        let reply = fetch_left_messages(
            context(&self.store, actor, at),
            FetchLeftMessages { circle, before: None },
        )
        .await?;
        let Reply::LeftMessages { messages, .. } = reply else { panic!("{reply:?}") };
        Ok(messages)
    }

    /// The words kept with the only case in somebody's queue, oldest first.
    async fn evidence(&self, decider: Actor) -> Vec<String> {
        let opened = self.fetch_case(decider, self.only_case(decider).await).await.unwrap();
        opened.evidence.iter().map(|one| one.body.as_str().to_owned()).collect()
    }
}

fn given(reply: Reply) -> Result<ReportId, Rejection> {
    let Reply::Reported { report } = reply else { panic!("{reply:?}") };
    Ok(report)
}

fn texts(messages: &[LeftMessage]) -> Vec<Option<&str>> {
    messages.iter().map(|message| message.body.as_ref().map(Body::as_str)).collect()
}

#[tokio::test]
async fn after_a_block_what_was_received_is_reported_to_the_centre() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let (kim, staff) = (fixture.moderator("Kim").await, fixture.staff().await);
    let direct = fixture.try_open(sam, fixture.to(jo).await, Some(HELLO), NOW).await.unwrap();
    let said = fixture.words_in(direct, sam, "Send me the money tonight.").await;
    let block = BlockMember { circle: fixture.circle, member: fixture.member_id(sam).await };
    block_member(context(&fixture.store, jo, NOW), block).await.unwrap();
    fixture.heard();

    let first = fixture.report_words(jo, (direct, said), days_on(29)).await.unwrap();
    assert_eq!(fixture.told_of_queue(), [Actor { coordinator: false, ..staff }]);
    assert_eq!(fixture.report_words(jo, (direct, said), days_on(30)).await, Ok(first));
    assert!(fixture.cases(kim).await.is_empty(), "not for moderators of a shared circle");
    // Old words are purged; the copy stays.
    let age =
        fixture.store.write(move |tx| purge_old_conversations(tx, days_on(1), days_on(91))).await;
    assert_eq!(age.unwrap(), 2);
    assert_eq!(fixture.evidence(staff).await, ["Send me the money tonight."]);
}

#[tokio::test]
async fn whoever_was_blocked_or_left_behind_reports_as_well() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let staff = fixture.staff().await;
    let direct = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
    let said = fixture.words_in(direct, jo, "You owe me.").await;
    // The author ends the conversation, and thinks that it is gone.
    fixture.leave_it(direct, jo, NOW).await;
    fixture.report_words(sam, (direct, said), NOW).await.unwrap();
    fixture.leave_it(direct, sam, NOW).await;
    assert!(fixture.report_words(sam, (direct, said), days_on(30)).await.is_ok());
    assert_eq!(fixture.evidence(staff).await, ["You owe me."]);
}

#[tokio::test]
async fn a_month_later_and_for_strangers_it_is_as_if_it_had_never_been() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let (max, stranger) = (fixture.member("Max").await, fixture.stranger().await);
    let direct = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
    let said = fixture.words_in(direct, jo, "one").await;
    let member = fixture.left(sam, NOW).await;
    assert!(member.is_empty(), "nothing has ended yet");
    fixture.leave_it(direct, sam, NOW).await;
    let jo_there = fixture.left(sam, NOW).await[0].members[0].id;
    let late = days_on(30).plus_ms(1);
    for (actor, at) in [(max, NOW), (stranger, NOW), (sam, late)] {
        let absent = Rejection::not_found();
        assert_eq!(fixture.report_words(actor, (direct, said), at).await, Err(absent.clone()));
        let person = fixture.report_somebody(actor, (direct, jo_there), false, at).await;
        assert_eq!(person, Err(absent.clone()));
        assert_eq!(fixture.left_words(actor, direct, at).await, Err(absent));
        assert!(fixture.left(actor, at).await.is_empty());
    }
    let purged = fixture.store.write(move |tx| Ok(tx.purge_received(late, 10)?)).await.unwrap();
    assert_eq!(purged, 1);
}

#[tokio::test]
async fn a_person_is_reported_out_of_a_conversation_with_their_words() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    let (kim, staff) = (fixture.moderator("Kim").await, fixture.staff().await);
    let direct = fixture.try_open(jo, fixture.to(sam).await, Some(HELLO), NOW).await.unwrap();
    fixture.words_in(direct, sam, "one").await;
    fixture.words_in(direct, jo, "please stop").await;
    fixture.words_in(direct, sam, "two").await;
    fixture.leave_it(direct, jo, NOW).await;
    // From the member list of a circle that they share.
    let target = (fixture.circle, fixture.member_id(sam).await);
    let report = fixture.report_somebody(jo, target, true, NOW).await.unwrap();
    let there = fixture.left(jo, NOW).await[0].members[0].id;
    assert_eq!(fixture.report_somebody(jo, (direct, there), false, NOW).await, Ok(report));
    assert_eq!(fixture.evidence(staff).await, ["one", "two"]);
    assert!(fixture.cases(kim).await.is_empty());
    let max = fixture.alum("Max", 730).await;
    let none = fixture.report_somebody(max, target, true, NOW).await;
    assert_refused(none, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_coordinator_is_reported_to_the_others_alone() {
    let fixture = Fixture::new().await;
    let jo = fixture.alum("Jo", 730).await;
    let named = fixture.staff().await;
    fixture.join(named, "Ada", Role::Moderator).await.unwrap();
    let direct = fixture.try_open(named, fixture.to(jo).await, Some(HELLO), NOW).await.unwrap();
    let said = fixture.words_in(direct, named, "Between us.").await;
    fixture.leave_it(direct, jo, NOW).await;
    fixture.heard();
    fixture.report_words(jo, (direct, said), NOW).await.unwrap();
    assert!(fixture.told_of_queue().is_empty(), "nobody else decides for the centre");
    let other = fixture.staff().await;
    assert!(fixture.cases(named).await.is_empty());
    assert_eq!(fixture.evidence(other).await, ["Between us."]);
    let told_subject = fixture.heard().into_iter().any(|publication| {
        matches!(publication, Publication::Notice { account, notice: Notice::QueueChanged }
            if account == named.account)
    });
    assert!(!told_subject);
}

#[tokio::test]
async fn a_mentor_who_opens_the_conversation_again_buries_nothing() {
    let fixture = Fixture::new().await;
    let jo = fixture.alum("Jo", 730).await;
    let kim = fixture.moderator("Kim").await;
    let staff = fixture.staff().await;
    let direct = fixture.try_open(kim, fixture.to(jo).await, None, NOW).await.unwrap();
    let said = fixture.words_in(direct, kim, "Our secret.").await;
    fixture.leave_it(direct, jo, NOW).await;
    fixture.try_open(kim, fixture.to(jo).await, None, days_on(1)).await.unwrap();
    fixture.report_words(jo, (direct, said), days_on(2)).await.unwrap();
    assert_eq!(fixture.evidence(staff).await, ["Our secret."]);
    assert_eq!(
        texts(&fixture.left_words(jo, direct, days_on(2)).await.unwrap()),
        [Some("Our secret.")]
    );
}

#[tokio::test]
async fn a_declined_request_can_be_reported() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    let staff = fixture.staff().await;
    let direct = fixture.asked(jo, sam).await;
    fixture.decline(sam, direct).await;
    let left = fixture.left(sam, NOW).await;
    assert_eq!((left[0].circle, &left[0].name), (direct, &None));
    let said = fixture.left_words(sam, direct, NOW).await.unwrap();
    fixture.report_words(sam, (direct, said[0].id), days_on(20)).await.unwrap();
    assert_eq!(fixture.evidence(staff).await, [HELLO]);
    assert!(
        fixture.left(jo, NOW).await.is_empty(),
        "whoever asked can't tell that it was declined"
    );
}

#[tokio::test]
async fn who_left_a_circle_reports_what_they_had_before_them_and_no_more() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (before, _) = fixture.say(jo, "before").await;
    let (sam, max) = (fixture.member("Sam").await, fixture.member("Max").await);
    let (staff, sam_id) = (fixture.staff().await, fixture.member_id(sam).await);
    let (seen, _) = fixture.say(jo, "seen").await;
    let (changed, _) = fixture.say(jo, "as it was").await;
    let (gone, _) = fixture.say(jo, "to be deleted").await;
    fixture.say(sam, "own words").await;
    fixture.leave_it(fixture.circle, max, NOW).await;
    let circle = fixture.circle;
    let removal = RemoveMember { circle, member: sam_id, reason: None };
    remove_member(context(&fixture.store, staff, NOW), removal).await.unwrap();
    let (after, _) = fixture.say(jo, "after").await;
    let later = fixture.member("Lee").await;
    let later_id = fixture.member_id(later).await;
    let body = Body::parse("as it is now").unwrap();
    let edit = EditMessage { circle, message: changed, body, mentions: Vec::new() };
    edit_message(context(&fixture.store, jo, days_on(1)), edit).await.unwrap();
    delete_message(context(&fixture.store, jo, NOW), DeleteMessage { circle, message: gone })
        .await
        .unwrap();

    let shown = fixture.left_words(sam, circle, days_on(2)).await.unwrap();
    assert_eq!(texts(&shown), [Some("seen"), None]);
    let left = fixture.left(sam, days_on(2)).await;
    let met: Vec<_> = left[0].members.iter().map(|member| member.alias.as_str()).collect();
    assert_eq!(met, ["Jo", "Kim", "Max"]);
    for unseen in [before, after, gone] {
        let refused = fixture.report_words(sam, (circle, unseen), NOW).await;
        assert_eq!(refused, Err(Rejection::not_found()));
    }
    let stranger = fixture.report_somebody(sam, (circle, later_id), false, NOW).await;
    assert_eq!(stranger, Err(Rejection::not_found()));
    fixture.report_words(sam, (circle, seen), NOW).await.unwrap();
    assert_eq!(fixture.evidence(kim).await, ["seen"]);
    fixture.close(kim, fixture.only_case(kim).await, CaseResolution::Dismiss).await.unwrap();
    // Words that never reached the reporter are no evidence of what did.
    fixture.report_words(sam, (circle, changed), days_on(2)).await.unwrap();
    assert!(fixture.evidence(kim).await.is_empty());
    let max_id = fixture.left(sam, NOW).await[0].members[2].id;
    assert!(fixture.report_somebody(sam, (circle, max_id), false, NOW).await.is_ok());
    let own = fixture.report_somebody(sam, (circle, sam_id), false, NOW).await;
    assert_refused(own, RefusalCode::NotAllowed);
}
