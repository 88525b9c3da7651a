//! Messages that are posted and flagged: from older accounts, from moderators and staff,
//! cries for help, and what an edit brings in.

use circles_protocol::requests::SetContentNote;
use circles_protocol::{
    CaseKind, CaseView, CentreSettings, ContentNote, EventPayload, Reason, Signal,
};

use crate::clock::DAY_MS;
use crate::commands::centre::change_centre_settings::change_centre_settings;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::tests::moderation::held::OFFER;
use crate::commands::tests::*;

const CRY: &str = "I want to die";

/// The time at which accounts made at `NOW` are this old.
const LATER: Timestamp = NOW.plus_ms(30 * DAY_MS);

impl Fixture {
    pub(in crate::commands::tests) async fn choose(&self, settings: CentreSettings) {
        let request = circles_protocol::requests::ChangeCentreSettings { settings };
        let staff = self.coordinator().await;
        change_centre_settings(context(&self.store, staff, NOW), request).await.unwrap();
    }

    /// Sends something that is posted, and returns its id and whether help was offered.
    async fn post_at(&self, actor: Actor, body: &str, at: Timestamp) -> (MessageId, bool) {
        let message = self.message(body);
        let id = message.id;
        let reply = self.send_at(actor, message, at).await.unwrap();
        let Reply::MessageAccepted { offer_help, .. } = reply else { panic!("{reply:?}") };
        (id, offer_help)
    }

    pub(in crate::commands::tests) async fn edit_at(
        &self,
        actor: Actor,
        message: MessageId,
        body: &str,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        let body = Body::parse(body).unwrap();
        let request = circles_protocol::requests::EditMessage {
            circle: self.circle,
            message,
            body,
            mentions: Vec::new(),
        };
        edit_message(context(&self.store, actor, at), request).await
    }
}

const fn of(case: &CaseView) -> (CaseKind, Reason, Option<MessageId>) {
    (case.kind, case.reason, case.message)
}

#[tokio::test]
async fn an_older_accounts_offer_is_posted_and_flagged() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let just_before = fixture.send_at(jo, fixture.message(OFFER), LATER.plus_ms(-1)).await.unwrap();
    assert!(matches!(just_before, Reply::MessageHeld { .. }));
    let (said, help) = fixture.post_at(jo, OFFER, LATER).await;
    assert!(!help);
    assert_eq!(fixture.view(sam, said).await.unwrap().content_note, None);
    let case = &fixture.cases(kim).await[1];
    assert_eq!(of(case), (CaseKind::Flagged, Reason::Solicitation, Some(said)));
    let opened = fixture.fetch_case(kim, case.id).await.unwrap();
    assert_eq!(opened.evidence[0].body.as_str(), OFFER);
    assert!(fixture.cases(jo).await.is_empty());
}

#[tokio::test]
async fn whoever_decides_is_trusted_with_a_number() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    fixture.post_at(kim, OFFER, NOW).await;
    fixture.post_at(kim, OFFER, LATER).await;
    assert!(fixture.cases(lou).await.is_empty());
    // But a cry for help is flagged whoever it comes from.
    let (said, help) = fixture.post_at(kim, CRY, NOW).await;
    assert!(help);
    assert_eq!(fixture.view(lou, said).await.unwrap().content_note, Some(ContentNote::SelfHarm));
    assert_eq!(fixture.cases(lou).await.len(), 1);
    assert!(fixture.cases(kim).await.is_empty());
}

#[tokio::test]
async fn a_cry_for_help_is_posted_folded_and_answered() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let message = fixture.message("I want to die. Call me, 415 555 0123");
    let id = message.id;
    let first = fixture.send(jo, message.clone()).await.unwrap();
    let note = Some(ContentNote::SelfHarm);
    assert!(
        matches!(first, Reply::MessageAccepted { offer_help: true, content_note, .. } if content_note == note),
        "{first:?}"
    );
    assert_eq!(fixture.send(jo, message).await.unwrap(), first, "the same answer again");
    let seen = fixture.view(sam, id).await.unwrap();
    assert_eq!(seen.content_note, Some(ContentNote::SelfHarm));
    assert!(seen.body.is_some());
    let [case] = &fixture.cases(kim).await[..] else { panic!("one case") };
    assert_eq!(of(case), (CaseKind::Flagged, Reason::Danger, Some(id)));
    assert_eq!(case.signals, [Signal::PhoneNumber, Signal::Crisis]);
    // Its author may unfold it; another member may not.
    let unfold = SetContentNote { circle: fixture.circle, message: id, note: None };
    let refused = crate::commands::chat::set_content_note::set_content_note;
    assert_refused(
        refused(context(&fixture.store, sam, NOW), unfold).await,
        RefusalCode::NotAllowed,
    );
    fixture.note(jo, id, None).await.unwrap();
    assert_eq!(fixture.view(sam, id).await.unwrap().content_note, None);
}

#[tokio::test]
async fn an_authors_own_note_stays_on_a_cry_for_help() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let note = Some(ContentNote::DeathAndLoss);
    let message = SendMessage { content_note: note, ..fixture.message(CRY) };
    let id = message.id;
    fixture.send(jo, message).await.unwrap();
    assert_eq!(fixture.view(jo, id).await.unwrap().content_note, note);
}

#[tokio::test]
async fn an_edit_brings_nothing_past_a_moderator_in_the_first_days() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (said, seq) = fixture.say(jo, "hello all").await;
    fixture.heard();
    assert_refused(fixture.edit(jo, said, OFFER).await, RefusalCode::NeedsModerator);
    assert!(fixture.heard().is_empty() && fixture.cases(kim).await.is_empty());
    let kept = fixture.view(jo, said).await.unwrap();
    assert_eq!((kept.body.unwrap().as_str(), kept.edited_at, kept.seq), ("hello all", None, seq));
    fixture.edit(jo, said, "hello everyone").await.unwrap();
}

#[tokio::test]
async fn an_edit_puts_no_other_offer_in_the_place_of_what_was_let_through() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    // Never held, because of the cry for help; without that it would be.
    let (cried, _) = fixture.post_at(jo, "I want to die. Call me, 415 555 0123", NOW).await;
    assert_refused(fixture.edit(jo, cried, OFFER).await, RefusalCode::NeedsModerator);
    let released = fixture.hold(jo, "the clinic is at 415 555 0123").await;
    let cases = fixture.cases(kim).await;
    let case = cases.iter().find(|case| case.message == Some(released)).unwrap();
    fixture.close(kim, case.id, circles_protocol::CaseResolution::Release).await.unwrap();
    let other = "can get you some, text 415 555 0124";
    assert_refused(fixture.edit(jo, released, other).await, RefusalCode::NeedsModerator);
    // A mention is not a telephone number, and removing words is always possible.
    let request = circles_protocol::requests::EditMessage {
        circle: fixture.circle,
        message: released,
        body: Body::parse("the clinic is at 415 555 0123").unwrap(),
        mentions: vec![fixture.member_id(kim).await],
    };
    edit_message(context(&fixture.store, jo, NOW), request).await.map(drop).unwrap();
    fixture.edit(jo, released, "ask me for the number").await.map(drop).unwrap();
    fixture.edit(jo, cried, CRY).await.map(drop).unwrap();
}

#[tokio::test]
async fn what_an_older_account_edits_in_is_flagged_once() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (said, _) = fixture.say(jo, "hello all").await;
    fixture.edit_at(jo, said, OFFER, LATER).await.unwrap();
    let opened = fixture.cases(kim).await;
    assert_eq!(of(&opened[0]), (CaseKind::Flagged, Reason::Solicitation, Some(said)));
    // The same signal again is nothing new; another one joins the same case.
    fixture.edit_at(jo, said, "can get you some: 415 555 0123", LATER).await.unwrap();
    let case = fixture.fetch_case(kim, opened[0].id).await.unwrap();
    assert_eq!(case.evidence.len(), 1);
    fixture.edit_at(jo, said, "415 555 0123 or example.com", LATER).await.unwrap();
    let [case] = &fixture.cases(kim).await[..] else { panic!("one case") };
    assert_eq!(
        (case.id, &case.signals[..]),
        (opened[0].id, &[Signal::PhoneNumber, Signal::Link][..])
    );
    assert_eq!(fixture.fetch_case(kim, case.id).await.unwrap().evidence.len(), 2);
}

#[tokio::test]
async fn a_cry_for_help_that_is_edited_in_is_folded() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, seq) = fixture.say(jo, "hello all").await;
    fixture.heard();
    let reply = fixture.edit(jo, said, CRY).await.unwrap();
    assert_eq!(reply, Reply::Accepted { seq: Some(Seq(seq.0 + 2)) });
    let heard: Vec<_> = fixture
        .heard()
        .into_iter()
        .filter_map(|publication| match publication {
            Publication::Event(event) => Some(event.what),
            Publication::Notice { .. }
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        })
        .collect();
    assert!(matches!(heard[0], EventPayload::MessageEdited { .. }));
    let note = Some(ContentNote::SelfHarm);
    assert_eq!(heard[1..], [EventPayload::ContentNoteChanged { message: said, note }]);
    assert_eq!(fixture.view(sam, said).await.unwrap().content_note, note);
    assert_eq!(fixture.cases(kim).await[0].reason, Reason::Danger);
}
