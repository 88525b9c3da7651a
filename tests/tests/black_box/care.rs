//! What an alum tells about themselves, over real sockets: a mentor sees it only as long as
//! the alum allows it, and nobody else ever does.

use circles_protocol::requests::*;
use circles_protocol::{
    CheckInId, CheckInView, Consent, EmergencyContact, Halt, HelloStep, HowItIs, LocalDate,
    LocalTime, MenteeCard, Mood, Notice, OwnCare, PairingId, RecoveryDate, RecoveryLabel,
    RefusalCode, Reply, Request, Statement, Timestamp, limits,
};
use circles_tests::server::Plan;
use circles_tests::{Centre, Client};
use uuid::Uuid;

use crate::mentoring::PairingFixture;

const NOTE: &str = "quillfeather, and a long night";
const NUMBER: &str = "555 0199";
const HOUR_MS: i64 = 60 * 60 * 1_000;
const DAY_MS: i64 = 24 * HOUR_MS;

pub(super) fn plan() -> Plan {
    Plan::default().set("sign_ins_per_quarter_hour", 1_000).with_clock()
}

pub(super) fn give(consent: Consent) -> Request {
    Request::GiveConsent(GiveConsent { consent, version: limits::CONSENT_VERSION })
}

fn take_back(consent: Consent) -> Request {
    Request::RevokeConsent(RevokeConsent { consent })
}

fn check_in(at: Timestamp) -> SendCheckIn {
    let note = Some(Statement::from_stored(NOTE.to_owned()));
    let how = HowItIs { mood: Mood::Low, craving: 6, halt: vec![Halt::Lonely], note };
    SendCheckIn {
        id: CheckInId(Uuid::now_v7()),
        at,
        how: Some(how),
        wants_call: true,
        tell_centre: false,
    }
}

fn recovery(date: &str) -> Request {
    let date = LocalDate::parse(date).unwrap();
    let recovery = Some(RecoveryDate { date, label: RecoveryLabel::Sobriety });
    Request::SetRecoveryDate(SetRecoveryDate { recovery })
}

pub(super) async fn own_care(socket: &mut Client) -> OwnCare {
    let reply = socket.done(Request::ShowCare(ShowCare {})).await;
    let Reply::Care { care } = reply else { panic!("answered {reply:?}") };
    *care
}

async fn own_check_ins(socket: &mut Client) -> Vec<CheckInView> {
    let reply = socket.done(Request::ListCheckIns(ListCheckIns { before: None })).await;
    let Reply::CheckIns { check_ins, .. } = reply else { panic!("answered {reply:?}") };
    check_ins
}

async fn card(socket: &mut Client) -> MenteeCard {
    let reply = socket.done(Request::ShowBoard(ShowBoard {})).await;
    let Reply::Board { mut cards } = reply else { panic!("answered {reply:?}") };
    cards.remove(0)
}

async fn opened(socket: &mut Client, pairing: PairingId) -> circles_protocol::MenteeView {
    let request = ShowMentee { pairing, before: None };
    let reply = socket.done(Request::ShowMentee(request)).await;
    let Reply::Mentee { mentee } = reply else { panic!("answered {reply:?}") };
    *mentee
}

pub(super) async fn told(socket: &mut Client, notice: &Notice) {
    while socket.notice().await != *notice {}
}

#[tokio::test]
async fn what_is_taken_back_leaves_the_mentors_open_page_at_once() {
    let mut paired = PairingFixture::begin_at(Centre::open_with(plan()).await).await;
    let pairing = paired.pair().await;
    assert!(own_care(&mut paired.d.socket).await.consents.is_empty(), "all are off at first");
    let now = paired.centre.server.now();
    paired.d.socket.done(Request::SendCheckIn(check_in(now))).await;
    paired.centre.server.advance(1_000);
    paired.d.socket.done(give(Consent::MentorSeesCheckIns)).await;
    paired.centre.server.advance(1_000);
    let made_at = paired.centre.server.now();
    paired.d.socket.done(Request::SendCheckIn(check_in(made_at))).await;
    told(&mut paired.ray.socket, &Notice::BoardChanged).await;
    let seen = opened(&mut paired.ray.socket, pairing).await;
    assert_eq!(seen.check_ins.len(), 1, "from the consent on, and nothing before");
    assert_eq!(seen.card.wants_call_since, Some(made_at));
    paired.ray.socket.settle().await;
    paired.ray.socket.notices.clear();

    paired.d.socket.done(take_back(Consent::MentorSeesCheckIns)).await;
    told(&mut paired.ray.socket, &Notice::BoardChanged).await;
    paired.ray.socket.transcript = Some(String::new());
    let after = card(&mut paired.ray.socket).await;
    assert!(!after.shares_check_ins);
    assert_eq!((after.last_check_in, after.wants_call_since), (None, None));
    assert!(opened(&mut paired.ray.socket, pairing).await.check_ins.is_empty());
    let transcript = paired.ray.socket.transcript.take().unwrap();
    assert!(!transcript.contains("quillfeather") && !transcript.contains("lonely"));

    paired.d.socket.done(give(Consent::MentorSeesCheckIns)).await;
    assert!(opened(&mut paired.ray.socket, pairing).await.check_ins.is_empty(), "it begins anew");
    assert_eq!(own_check_ins(&mut paired.d.socket).await.len(), 2);
}

#[tokio::test]
async fn a_silence_reaches_the_alum_then_the_mentor_and_not_today_clears_it() {
    let plan = plan().set("scheduler_tick_ms", 20);
    let mut paired = PairingFixture::begin_at(Centre::open_with(plan).await).await;
    paired.pair().await;
    let zone = circles_protocol::Zone::parse("UTC");
    let check_in_at = LocalTime::from_minutes(480).unwrap();
    let settings = ChangeCareSettings { zone, check_in_at };
    paired.d.socket.done(Request::ChangeCareSettings(settings)).await;
    paired.d.socket.done(give(Consent::MentorSeesCheckIns)).await;
    for person in [&mut paired.d, &mut paired.ray] {
        person.socket.settle().await;
        person.socket.notices.clear();
    }
    // 08:00 tomorrow.
    let now = paired.centre.server.now();
    let due = Timestamp((now.0.div_euclid(DAY_MS) + 1) * DAY_MS + 8 * HOUR_MS);

    paired.centre.server.advance_to(due.plus_ms(12 * HOUR_MS));
    told(&mut paired.d.socket, &Notice::CareChanged).await;
    assert!(own_care(&mut paired.d.socket).await.hello_due);
    assert_eq!(card(&mut paired.ray.socket).await.hello_step, None, "it is for the alum alone");
    assert!(paired.ray.socket.notices.is_empty());

    // Across a restart, with the time that passes meanwhile.
    paired.centre.server.stop().await;
    paired.centre.server.advance_to(due.plus_ms(24 * HOUR_MS));
    paired.centre.server.start_again().await;
    paired.ray.reconnect(&paired.centre.server).await;
    if card(&mut paired.ray.socket).await.hello_step.is_none() {
        told(&mut paired.ray.socket, &Notice::BoardChanged).await;
    }
    assert_eq!(card(&mut paired.ray.socket).await.hello_step, Some(HelloStep::SayHello));

    paired.d.reconnect(&paired.centre.server).await;
    let (id, at) = (CheckInId(Uuid::now_v7()), paired.centre.server.now());
    let not_today = SendCheckIn { id, at, how: None, wants_call: false, tell_centre: false };
    paired.d.socket.done(Request::SendCheckIn(not_today)).await;
    told(&mut paired.ray.socket, &Notice::BoardChanged).await;
    let cleared = card(&mut paired.ray.socket).await;
    assert_eq!(
        (cleared.hello_step, cleared.last_check_in.map(|last| last.how)),
        (None, Some(None))
    );
    assert!(!own_care(&mut paired.d.socket).await.hello_due);
}

#[tokio::test]
async fn every_page_the_mentor_has_open_drops_it_and_hears_of_nothing_afterwards() {
    let mut paired = PairingFixture::begin_at(Centre::open_with(plan()).await).await;
    paired.pair().await;
    let mut other = paired.ray.other_device(&paired.centre.server).await;
    paired.d.socket.done(give(Consent::MentorSeesCheckIns)).await;
    paired.centre.server.advance(1_000);
    let now = paired.centre.server.now();
    paired.d.socket.done(Request::SendCheckIn(check_in(now))).await;
    for socket in [&mut paired.ray.socket, &mut other.socket] {
        told(socket, &Notice::BoardChanged).await;
        assert!(card(socket).await.last_check_in.is_some());
        socket.settle().await;
        socket.notices.clear();
    }
    paired.d.socket.done(take_back(Consent::MentorSeesCheckIns)).await;
    for socket in [&mut paired.ray.socket, &mut other.socket] {
        told(socket, &Notice::BoardChanged).await;
        assert_eq!(card(socket).await.last_check_in, None);
        socket.settle().await;
        socket.transcript = Some(String::new());
    }
    // They are not told what D does from now on, and neither is the centre.
    let staff = &mut paired.centre.coordinator.socket;
    staff.settle().await;
    staff.transcript = Some(String::new());
    let unshared = check_in(paired.centre.server.now());
    let requests = [
        Request::SendCheckIn(unshared.clone()),
        Request::PauseCheckIns(PauseCheckIns { days: 3 }),
        Request::DeleteCheckIn(DeleteCheckIn { check_in: unshared.id }),
    ];
    for request in requests {
        paired.d.socket.done(request).await;
    }
    let staff = &mut paired.centre.coordinator.socket;
    for socket in [&mut paired.ray.socket, &mut other.socket, staff] {
        socket.settle().await;
        let heard = socket.transcript.take().unwrap();
        assert!(!heard.contains("notice") && !heard.contains("event"), "{heard}");
    }
}

#[tokio::test]
async fn one_that_is_sent_again_after_a_crash_is_the_same_one() {
    let mut paired = PairingFixture::begin_at(Centre::open_with(plan()).await).await;
    // Made two days ago, offline.
    let made = check_in(paired.centre.server.now().plus_ms(-2 * DAY_MS));
    let send = |check_in: &SendCheckIn| Request::SendCheckIn(check_in.clone());
    paired.d.socket.done(send(&made)).await;
    paired.centre.server.kill().await;
    paired.centre.server.start_again().await;
    paired.d.reconnect(&paired.centre.server).await;
    paired.d.socket.done(send(&made)).await;
    let kept = own_check_ins(&mut paired.d.socket).await;
    assert_eq!((kept.len(), kept[0].id, kept[0].at), (1, made.id, made.at));
    let other = SendCheckIn { wants_call: false, ..made.clone() };
    assert_eq!(paired.d.socket.refused(send(&other)).await, RefusalCode::IdConflict);
    // Somebody who has another's id does not learn from it whether it is still kept.
    paired.ray.reconnect(&paired.centre.server).await;
    paired.ray.socket.done(send(&other)).await;
    assert!(!own_check_ins(&mut paired.ray.socket).await[0].wants_call);
    assert!(own_check_ins(&mut paired.d.socket).await[0].wants_call);
}

#[tokio::test]
async fn what_one_asks_is_about_oneself_whoever_else_is_named() {
    let mut paired = PairingFixture::begin_at(Centre::open_with(plan()).await).await;
    paired.pair().await;
    let account = paired.d.socket.hello(None, &[]).await.account;
    let member = paired.d.id_in(paired.circle).await;
    let named = format!(
        r#"{{"type":"give_consent","request_id":900,"consent":"may_be_phoned","version":1,
            "account":"{account}","member":"{member}","of":"{account}"}}"#
    );
    paired.ray.socket.post_text(named).await;
    while !paired.ray.socket.has_answer(circles_protocol::RequestId(900)) {
        paired.ray.socket.take().await.unwrap();
    }
    assert!(own_care(&mut paired.d.socket).await.consents.is_empty());
    let own = own_care(&mut paired.ray.socket).await.consents;
    assert_eq!(own[0].consent, Consent::MayBePhoned);
    let sent = check_in(paired.centre.server.now());
    let id = sent.id;
    paired.d.socket.done(Request::SendCheckIn(sent)).await;
    let made_up = CheckInId(Uuid::now_v7());
    let delete = |check_in| Request::DeleteCheckIn(DeleteCheckIn { check_in });
    let usual = paired.ray.socket.refusal(delete(made_up)).await;
    assert_eq!(usual.code, RefusalCode::NotFound);
    assert_eq!(paired.ray.socket.refusal(delete(id)).await, usual);
    assert_eq!(own_check_ins(&mut paired.ray.socket).await, []);
    assert_eq!(own_check_ins(&mut paired.d.socket).await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_its_field_and_nothing_is_half_done() {
    let mut centre = Centre::open_with(plan()).await;
    let circle = centre.circle("Tuesday").await;
    let mut d = centre.member(circle, "Dee").await;
    let before = own_care(&mut d.socket).await;
    let now = centre.server.now();
    let mut too_strong = check_in(now);
    too_strong.how.as_mut().unwrap().craving = 11;
    let mut twice = check_in(now);
    twice.how.as_mut().unwrap().halt = vec![Halt::Tired, Halt::Tired];
    let zone = circles_protocol::Zone::parse("America/Atlantis");
    let check_in_at = LocalTime::from_minutes(600).unwrap();
    let version = limits::CONSENT_VERSION + 1;
    for (request, field) in [
        (Request::SendCheckIn(check_in(now.plus_ms(DAY_MS))), "at"),
        (Request::SendCheckIn(check_in(now.plus_ms(-31 * DAY_MS))), "at"),
        (Request::SendCheckIn(too_strong), "how.craving"),
        (Request::SendCheckIn(twice), "how.halt"),
        (Request::PauseCheckIns(PauseCheckIns { days: 31 }), "days"),
        (Request::ChangeCareSettings(ChangeCareSettings { zone, check_in_at }), "zone"),
        (recovery("1901-01-01"), "recovery.date"),
        (recovery("2199-12-31"), "recovery.date"),
        (Request::GiveConsent(GiveConsent { consent: Consent::MayBePhoned, version }), "version"),
    ] {
        let refused = d.socket.refusal(request).await;
        assert_eq!(refused.code, RefusalCode::InvalidField);
        assert_eq!(refused.field.as_deref(), Some(field));
    }
    assert_eq!(own_care(&mut d.socket).await, before);
    assert_eq!(own_check_ins(&mut d.socket).await, []);
}

#[tokio::test]
async fn another_member_finds_nothing_of_it_anywhere() {
    let mut centre = Centre::open_with(plan()).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.moderator(circle, "Robin").await;
    let mut d = centre.member(circle, "Dee").await;
    robin.socket.settle().await;
    robin.socket.events.clear();
    robin.socket.transcript = Some(String::new());
    let phone = |number: &str| circles_protocol::Phone::from_stored(number.to_owned());
    let name = circles_protocol::ContactName::from_stored("Al".to_owned());
    let emergency_contact = Some(EmergencyContact { name, phone: phone(NUMBER) });
    let contact = SetContact { phone: Some(phone(NUMBER)), emergency_contact };
    d.socket.done(Request::SetContact(contact)).await;
    d.socket.done(recovery("2020-02-29")).await;
    d.socket.done(Request::SendCheckIn(check_in(centre.server.now()))).await;
    d.socket.done(Request::PauseCheckIns(PauseCheckIns { days: 3 })).await;
    for consent in [Consent::MentorSeesCheckIns, Consent::MayBePhoned] {
        d.socket.done(give(consent)).await;
    }
    robin.socket.settle().await;
    let heard = robin.socket.transcript.take().unwrap();
    assert!(!heard.contains("event") && !heard.contains("notice"), "{heard}");
    // A message of D, so that there is something to see.
    d.socket.say(circle, "good morning").await;
    robin.socket.transcript = Some(String::new());
    robin.socket.hello(None, &[]).await;
    robin.socket.page(circle, Anchor::Newest, 50).await;
    robin.socket.done(Request::ListMembers(ListMembers { circle, after: None })).await;
    for socket in [&mut robin.socket, &mut centre.coordinator.socket] {
        socket.transcript.get_or_insert_default();
        if let Ok(reply) =
            socket.ask(Request::ListRoster(ListRoster { circle, former: false, after: None })).await
        {
            assert!(matches!(reply, Reply::Roster { .. }));
        }
        let transcript = socket.transcript.take().unwrap();
        for word in [
            "quillfeather",
            NUMBER,
            "2020-02-29",
            "recovery",
            "consent",
            "check_in",
            "craving",
            "paused",
            "lonely",
            "emergency",
            "sobriety",
        ] {
            assert!(!transcript.contains(word), "`{word}` in {transcript}");
        }
    }
}
