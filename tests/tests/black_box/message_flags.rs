//! Milestones and lapses over real sockets: only the alum is asked, a shared one is an
//! ordinary event, and a lapse leaves no trace in any circle.

use circles_protocol::requests::*;
use circles_protocol::{
    CircleId, Consent, DateChoice, EventPayload, LapseId, LapseSharing, LapseView, LocalDate,
    MenteeView, MessageId, Milestone, Notice, PairingId, RecoveryDate, RecoveryLabel, RefusalCode,
    Reply, Request, Timestamp,
};
use circles_tests::{Centre, Client, Person};
use uuid::Uuid;

use crate::care::{give, own_care, plan, told};
use crate::mentoring::PairingFixture;

/// The 10th of January 2030 at noon in London.
const THEN: Timestamp = Timestamp(1_894_276_800_000);
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A centre at that time, whatever the real time is.
async fn centre() -> Centre {
    let mut centre = Centre::open_with(plan()).await;
    centre.server.advance_to(THEN);
    // No sign-in lasts that long.
    centre.coordinator = centre.coordinator.other_device(&centre.server).await;
    centre
}

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

fn counted_from(text: &str) -> Request {
    let recovery = Some(RecoveryDate { date: day(text), label: RecoveryLabel::Recovery });
    Request::SetRecoveryDate(SetRecoveryDate { recovery })
}

fn lapse(shared_with: LapseSharing, date: DateChoice) -> RecordLapse {
    let (from, to) = (day("2030-01-02"), day("2030-01-03"));
    RecordLapse { id: LapseId(Uuid::now_v7()), from, to, shared_with, date }
}

async fn lapses(socket: &mut Client) -> Vec<LapseView> {
    let reply = socket.done(Request::ListLapses(ListLapses {})).await;
    let Reply::Lapses { lapses } = reply else { panic!("answered {reply:?}") };
    lapses
}

fn share(milestone: Milestone, circle: CircleId) -> Request {
    let (id, message) = (MessageId(Uuid::now_v7()), circles_tests::client::message(circle, "90!"));
    Request::ShareMilestone(ShareMilestone { milestone, circle, id, body: message.body })
}

#[tokio::test]
async fn only_the_alum_is_asked_and_what_they_share_is_an_ordinary_event() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut d = centre.member(circle, "Dee").await;
    d.socket.done(counted_from("2029-10-13")).await;
    let milestone = Milestone::Days(90);
    assert_eq!(own_care(&mut d.socket).await.recovery.unwrap().asked, []);
    // Nobody has reached it yet, so nobody can share it, as if it did not exist.
    assert_eq!(d.socket.refused(share(milestone, circle)).await, RefusalCode::NotFound);
    for person in [&mut robin, &mut d] {
        person.socket.settle().await;
        person.socket.notices.clear();
        person.socket.events.clear();
    }
    robin.socket.transcript = Some(String::new());
    // Into a morning: nobody is asked at night.
    centre.server.advance(2 * DAY_MS + 4 * 60 * 60 * 1_000);
    told(&mut d.socket, &Notice::CareChanged).await;
    let recovery = own_care(&mut d.socket).await.recovery.unwrap();
    assert_eq!(
        (recovery.asked, recovery.next.unwrap().milestone),
        (vec![milestone], Milestone::Months(6))
    );
    robin.socket.settle().await;
    let heard = robin.socket.transcript.take().unwrap();
    assert!(!heard.contains("event") && !heard.contains("notice"), "{heard}");

    d.socket.done(share(milestone, circle)).await;
    let event = robin.socket.event().await;
    let EventPayload::MessagePosted { message } = event.what else { panic!("not a message") };
    assert_eq!((message.milestone, message.seq), (Some(milestone), event.seq));
    let page = robin.socket.page(circle, Anchor::Newest, 1).await;
    assert_eq!(page.messages, [message]);
    assert_eq!(own_care(&mut d.socket).await.recovery.unwrap().asked, []);
}

/// Everything that somebody who reconnects gets of these circles, unparsed.
async fn as_it_comes(person: &mut Person, centre: &Centre, circles: [CircleId; 2]) -> String {
    person.reconnect(&centre.server).await;
    person.socket.transcript = Some(String::new());
    for circle in circles {
        person.socket.page(circle, Anchor::Newest, 100).await;
        person.socket.done(Request::ListMembers(ListMembers { circle, after: None })).await;
        person.socket.done(Request::ListWins(ListWins { circle, before: None })).await;
        let daily = FetchDaily { circle, on: None, after: None };
        person.socket.done(Request::FetchDaily(daily)).await;
    }
    person.socket.transcript.take().unwrap()
}

#[tokio::test]
async fn a_lapse_leaves_every_circle_as_it_was_byte_for_byte() {
    let mut centre = centre().await;
    let circles = [centre.circle("Tuesday").await, centre.circle("Thursday").await];
    let mut robin = centre.moderator(circles[0], "Robin").await;
    let mut d = centre.member(circles[0], "Dee").await;
    for person in [&mut robin, &mut d] {
        let token = centre.invite(circles_protocol::InviteRole::Member, Some(circles[1])).await;
        person.browser.joined(&token, None).await;
    }
    for circle in circles {
        d.socket.say(circle, "a quiet day").await;
    }
    d.socket.done(counted_from("2029-06-01")).await;
    let before = as_it_comes(&mut robin, &centre, circles).await;
    let own_before = as_it_comes(&mut d, &centre, circles).await;
    robin.socket.settle().await;
    robin.socket.transcript = Some(String::new());
    let changed = DateChoice::ChangeDate { date: day("2030-01-04") };
    for (shared_with, date) in [
        (LapseSharing::Nobody, DateChoice::KeepDate),
        (LapseSharing::Mentor, DateChoice::PauseDate),
        (LapseSharing::Circle, changed),
    ] {
        d.socket.done(Request::RecordLapse(lapse(shared_with, date))).await;
    }
    let recovery = own_care(&mut d.socket).await.recovery.unwrap();
    assert_eq!((recovery.date, recovery.paused), (day("2030-01-04"), false));
    assert_eq!(recovery.days_in_all - recovery.days, 2, "each day counts once");
    assert!(recovery.reached.len() >= 5, "nothing that was reached is taken away");
    robin.socket.settle().await;
    let heard = robin.socket.transcript.take().unwrap();
    assert!(!heard.contains("event") && !heard.contains("notice"), "{heard}");
    assert_eq!(as_it_comes(&mut robin, &centre, circles).await, before);
    assert_eq!(as_it_comes(&mut d, &centre, circles).await, own_before);
}

async fn opened(socket: &mut Client, pairing: PairingId) -> MenteeView {
    let request = ShowMentee { pairing, before: None };
    let reply = socket.done(Request::ShowMentee(request)).await;
    let Reply::Mentee { mentee } = reply else { panic!("answered {reply:?}") };
    *mentee
}

#[tokio::test]
async fn a_deleted_lapse_is_gone_from_both_views() {
    let mut paired = PairingFixture::begin_at(centre().await).await;
    let pairing = paired.pair().await;
    let to_mentor = || lapse(LapseSharing::Mentor, DateChoice::KeepDate);
    // Told before the consent, so the consent does not show it.
    paired.d.socket.done(Request::RecordLapse(to_mentor())).await;
    paired.centre.server.advance(1_000);
    paired.d.socket.done(give(Consent::MentorToldOfLapse)).await;
    paired
        .d
        .socket
        .done(Request::RecordLapse(lapse(LapseSharing::Nobody, DateChoice::KeepDate)))
        .await;
    assert_eq!(opened(&mut paired.ray.socket, pairing).await.lapses, []);
    paired.centre.server.advance(1_000);
    paired.ray.socket.settle().await;
    paired.ray.socket.notices.clear();
    let told_of = to_mentor();
    paired.d.socket.done(Request::RecordLapse(told_of.clone())).await;
    told(&mut paired.ray.socket, &Notice::BoardChanged).await;
    let seen = opened(&mut paired.ray.socket, pairing).await;
    assert_eq!(seen.lapses.iter().map(|one| one.id).collect::<Vec<_>>(), [told_of.id]);
    assert_eq!(seen.card.lapse.map(|one| one.id), Some(told_of.id));

    let delete = Request::DeleteLapse(DeleteLapse { lapse: told_of.id });
    let made_up = Request::DeleteLapse(DeleteLapse { lapse: LapseId(Uuid::now_v7()) });
    let usual = paired.ray.socket.refusal(made_up).await;
    assert_eq!(usual.code, RefusalCode::NotFound);
    assert_eq!(paired.ray.socket.refusal(delete.clone()).await, usual);
    paired.ray.socket.notices.clear();
    paired.d.socket.done(delete).await;
    told(&mut paired.ray.socket, &Notice::BoardChanged).await;
    let after = opened(&mut paired.ray.socket, pairing).await;
    assert_eq!((after.lapses.len(), after.card.lapse), (0, None));
    assert_eq!(lapses(&mut paired.d.socket).await.len(), 2);
    // Neither was an action of the centre.
    let audit = ListAudit { before: None, action: None, circle: None };
    let staff = &mut paired.centre.coordinator.socket;
    staff.transcript = Some(String::new());
    staff.done(Request::ListAudit(audit)).await;
    assert!(!staff.transcript.take().unwrap().contains("lapse"));
}
