//! What somebody received stays theirs to report for 30 days after it ended for
//! them: by leaving, by being removed, by a block or a declined request.

use circles_protocol::requests::{
    BlockMember, DeleteMessage, EditMessage, FetchLeft, LeaveCircle, ListLeft, RemoveMember,
    ReportMember, ReportMessage,
};
use circles_protocol::{CaseResolution, Concern, LeftMessage, LeftView, Notice, ReportId};

use crate::commands::chat::delete_message::delete_message;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::remove_member::remove_member;
use crate::commands::direct::block_member::block_member;
use crate::commands::moderation::fetch_left::fetch_left;
use crate::commands::moderation::list_left::list_left;
use crate::commands::moderation::report_member::report_member;
use crate::commands::moderation::report_message::report_message;
use crate::commands::tests::direct::conversations::{HELLO, days_on};
use crate::commands::tests::*;
use crate::commands::timers::purge_old_conversations::purge_old_conversations;

const CONCERN: Concern = Concern::Predation;

impl House {
    async fn report_words(
        &self,
        actor: Actor,
        (circle, message): (CircleId, MessageId),
        at: Timestamp,
    ) -> Result<ReportId, Rejection> {
        let request = ReportMessage { circle, message, concern: CONCERN, statement: None };
        given(report_message(&self.store, actor, request, at).await?)
    }

    async fn report_somebody(
        &self,
        actor: Actor,
        (circle, member): (CircleId, MemberId),
        in_private: bool,
        at: Timestamp,
    ) -> Result<ReportId, Rejection> {
        let (concern, statement) = (CONCERN, None);
        let request = ReportMember { circle, member, concern, statement, in_private };
        given(report_member(&self.store, actor, request, at).await?)
    }

    async fn words_in(&self, direct: CircleId, actor: Actor, words: &str) -> MessageId {
        let message = SendMessage { circle: direct, ..self.message(words) };
        let id = message.id;
        self.send(actor, message).await.unwrap();
        id
    }

    async fn leave_it(&self, circle: CircleId, actor: Actor, at: Timestamp) {
        leave_circle(&self.store, actor, LeaveCircle { circle }, at).await.unwrap();
    }

    async fn left(&self, actor: Actor, at: Timestamp) -> Vec<LeftView> {
        let reply = list_left(&self.store, actor, ListLeft { after: None }, at).await.unwrap();
        let Reply::Left { left, .. } = reply else { panic!("{reply:?}") };
        left
    }

    async fn left_words(
        &self,
        actor: Actor,
        circle: CircleId,
        at: Timestamp,
    ) -> Result<Vec<LeftMessage>, Rejection> {
        let reply = fetch_left(&self.store, actor, FetchLeft { circle, before: None }, at).await?;
        let Reply::LeftMessages { messages, .. } = reply else { panic!("{reply:?}") };
        Ok(messages)
    }

    /// The words kept with the only case of somebody's queue, oldest first.
    async fn evidence(&self, decider: Actor) -> Vec<String> {
        let opened = self.open_case(decider, self.only_case(decider).await).await.unwrap();
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
    let house = House::new().await;
    let (jo, sam) = (house.alum("Jo", 730).await, house.alum("Sam", 730).await);
    let (kim, staff) = (house.moderator("Kim").await, house.staff().await);
    let direct = house.try_open(sam, house.to(jo).await, Some(HELLO), NOW).await.unwrap();
    let said = house.words_in(direct, sam, "Send me the money tonight.").await;
    let block = BlockMember { circle: house.circle, member: house.member_id(sam).await };
    block_member(&house.store, jo, block, NOW).await.unwrap();
    house.heard();

    let first = house.report_words(jo, (direct, said), days_on(29)).await.unwrap();
    assert_eq!(house.told_of_queue(), [Actor { coordinator: false, ..staff }]);
    assert_eq!(house.report_words(jo, (direct, said), days_on(30)).await, Ok(first));
    assert!(house.cases(kim).await.is_empty(), "no moderator of a circle that the two share");
    // Words grow old and go; the copy stays.
    let age =
        house.store.write(move |tx| purge_old_conversations(tx, days_on(1), days_on(91))).await;
    assert_eq!(age.unwrap(), 2);
    assert_eq!(house.evidence(staff).await, ["Send me the money tonight."]);
}

#[tokio::test]
async fn whoever_was_blocked_or_left_behind_reports_as_well() {
    let house = House::new().await;
    let (jo, sam) = (house.alum("Jo", 730).await, house.alum("Sam", 730).await);
    let staff = house.staff().await;
    let direct = house.try_open(jo, house.to(sam).await, Some(HELLO), NOW).await.unwrap();
    let said = house.words_in(direct, jo, "You owe me.").await;
    // Whoever wrote it ends it, and thinks it is gone.
    house.leave_it(direct, jo, NOW).await;
    house.report_words(sam, (direct, said), NOW).await.unwrap();
    house.leave_it(direct, sam, NOW).await;
    assert!(house.report_words(sam, (direct, said), days_on(30)).await.is_ok());
    assert_eq!(house.evidence(staff).await, ["You owe me."]);
}

#[tokio::test]
async fn a_month_later_and_for_strangers_it_is_as_if_it_had_never_been() {
    let house = House::new().await;
    let (jo, sam) = (house.alum("Jo", 730).await, house.alum("Sam", 730).await);
    let (max, stranger) = (house.member("Max").await, house.stranger().await);
    let direct = house.try_open(jo, house.to(sam).await, Some(HELLO), NOW).await.unwrap();
    let said = house.words_in(direct, jo, "one").await;
    let member = house.left(sam, NOW).await;
    assert!(member.is_empty(), "nothing has ended yet");
    house.leave_it(direct, sam, NOW).await;
    let jo_there = house.left(sam, NOW).await[0].members[0].id;
    let late = days_on(30).plus_ms(1);
    for (actor, at) in [(max, NOW), (stranger, NOW), (sam, late)] {
        let absent = Rejection::not_found();
        assert_eq!(house.report_words(actor, (direct, said), at).await, Err(absent.clone()));
        let person = house.report_somebody(actor, (direct, jo_there), false, at).await;
        assert_eq!(person, Err(absent.clone()));
        assert_eq!(house.left_words(actor, direct, at).await, Err(absent));
        assert!(house.left(actor, at).await.is_empty());
    }
    let purged = house.store.write(move |tx| Ok(tx.purge_received(late, 10)?)).await.unwrap();
    assert_eq!(purged, 1);
}

#[tokio::test]
async fn a_person_is_reported_out_of_a_conversation_with_their_words() {
    let house = House::new().await;
    let (jo, sam) = (house.alum("Jo", 730).await, house.alum("Sam", 730).await);
    let (kim, staff) = (house.moderator("Kim").await, house.staff().await);
    let direct = house.try_open(jo, house.to(sam).await, Some(HELLO), NOW).await.unwrap();
    house.words_in(direct, sam, "one").await;
    house.words_in(direct, jo, "please stop").await;
    house.words_in(direct, sam, "two").await;
    house.leave_it(direct, jo, NOW).await;
    // From the list of members of a circle that they share.
    let target = (house.circle, house.member_id(sam).await);
    let report = house.report_somebody(jo, target, true, NOW).await.unwrap();
    let there = house.left(jo, NOW).await[0].members[0].id;
    assert_eq!(house.report_somebody(jo, (direct, there), false, NOW).await, Ok(report));
    assert_eq!(house.evidence(staff).await, ["one", "two"]);
    assert!(house.cases(kim).await.is_empty());
    let max = house.alum("Max", 730).await;
    let none = house.report_somebody(max, target, true, NOW).await;
    assert_refused(none, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_coordinator_is_reported_to_the_others_alone() {
    let house = House::new().await;
    let jo = house.alum("Jo", 730).await;
    let named = house.staff().await;
    house.join(named, "Ada", Role::Moderator).await.unwrap();
    let direct = house.try_open(named, house.to(jo).await, Some(HELLO), NOW).await.unwrap();
    let said = house.words_in(direct, named, "Between us.").await;
    house.leave_it(direct, jo, NOW).await;
    house.heard();
    house.report_words(jo, (direct, said), NOW).await.unwrap();
    assert!(house.told_of_queue().is_empty(), "nobody else decides for the centre");
    let other = house.staff().await;
    assert!(house.cases(named).await.is_empty());
    assert_eq!(house.evidence(other).await, ["Between us."]);
    let told_subject = house.heard().into_iter().any(|publication| {
        matches!(publication, Publication::Notice { account, notice: Notice::QueueChanged }
            if account == named.account)
    });
    assert!(!told_subject);
}

#[tokio::test]
async fn a_mentor_who_opens_the_conversation_again_buries_nothing() {
    let house = House::new().await;
    let jo = house.alum("Jo", 730).await;
    let kim = house.moderator("Kim").await;
    let staff = house.staff().await;
    let direct = house.try_open(kim, house.to(jo).await, None, NOW).await.unwrap();
    let said = house.words_in(direct, kim, "Our secret.").await;
    house.leave_it(direct, jo, NOW).await;
    house.try_open(kim, house.to(jo).await, None, days_on(1)).await.unwrap();
    house.report_words(jo, (direct, said), days_on(2)).await.unwrap();
    assert_eq!(house.evidence(staff).await, ["Our secret."]);
    assert_eq!(
        texts(&house.left_words(jo, direct, days_on(2)).await.unwrap()),
        [Some("Our secret.")]
    );
}

#[tokio::test]
async fn a_declined_request_can_be_reported() {
    let house = House::new().await;
    let (jo, sam) = (house.alum("Jo", 730).await, house.alum("Sam", 100).await);
    let staff = house.staff().await;
    let direct = house.asked(jo, sam).await;
    house.decline(sam, direct).await;
    let left = house.left(sam, NOW).await;
    assert_eq!((left[0].circle, &left[0].name), (direct, &None));
    let said = house.left_words(sam, direct, NOW).await.unwrap();
    house.report_words(sam, (direct, said[0].id), days_on(20)).await.unwrap();
    assert_eq!(house.evidence(staff).await, [HELLO]);
    assert!(house.left(jo, NOW).await.is_empty(), "whoever asked can't tell that it was declined");
}

#[tokio::test]
async fn who_left_a_circle_reports_what_they_had_before_them_and_no_more() {
    let house = House::new().await;
    let (jo, kim) = (house.member("Jo").await, house.moderator("Kim").await);
    let (before, _) = house.say(jo, "before").await;
    let (sam, max) = (house.member("Sam").await, house.member("Max").await);
    let (staff, sam_id) = (house.staff().await, house.member_id(sam).await);
    let (seen, _) = house.say(jo, "seen").await;
    let (changed, _) = house.say(jo, "as it was").await;
    let (gone, _) = house.say(jo, "to be deleted").await;
    house.say(sam, "own words").await;
    house.leave_it(house.circle, max, NOW).await;
    let circle = house.circle;
    let removal = RemoveMember { circle, member: sam_id, reason: None };
    remove_member(&house.store, staff, removal, NOW).await.unwrap();
    let (after, _) = house.say(jo, "after").await;
    let later = house.member("Lee").await;
    let later_id = house.member_id(later).await;
    let body = Body::parse("as it is now").unwrap();
    let edit = EditMessage { circle, message: changed, body, mentions: Vec::new() };
    edit_message(&house.store, jo, edit, days_on(1)).await.unwrap();
    delete_message(&house.store, jo, DeleteMessage { circle, message: gone }, NOW).await.unwrap();

    let shown = house.left_words(sam, circle, days_on(2)).await.unwrap();
    assert_eq!(texts(&shown), [Some("seen"), None]);
    let left = house.left(sam, days_on(2)).await;
    let met: Vec<_> = left[0].members.iter().map(|member| member.alias.as_str()).collect();
    assert_eq!(met, ["Jo", "Kim", "Max"]);
    for unseen in [before, after, gone] {
        let refused = house.report_words(sam, (circle, unseen), NOW).await;
        assert_eq!(refused, Err(Rejection::not_found()));
    }
    let stranger = house.report_somebody(sam, (circle, later_id), false, NOW).await;
    assert_eq!(stranger, Err(Rejection::not_found()));
    house.report_words(sam, (circle, seen), NOW).await.unwrap();
    assert_eq!(house.evidence(kim).await, ["seen"]);
    house.close(kim, house.only_case(kim).await, CaseResolution::Dismiss).await.unwrap();
    // Words that never reached the reporter are no evidence of what did.
    house.report_words(sam, (circle, changed), days_on(2)).await.unwrap();
    assert!(house.evidence(kim).await.is_empty());
    let max_id = house.left(sam, NOW).await[0].members[2].id;
    assert!(house.report_somebody(sam, (circle, max_id), false, NOW).await.is_ok());
    let own = house.report_somebody(sam, (circle, sam_id), false, NOW).await;
    assert_refused(own, RefusalCode::NotAllowed);
}
