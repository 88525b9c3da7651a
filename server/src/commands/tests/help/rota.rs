//! The on-call rota: who may change it, which shifts are valid, and what is handed over.

use circles_protocol::requests::{
    AddOnCall, AddShift, HandOverShift, ListRota, RemoveOnCall, RemoveShift,
};
use circles_protocol::{
    AuditAction, HelpAlertState, HelpTo, Notice, OnCallId, Rank, Rota, ShiftId,
};

use crate::clock::DAY_MS;
use crate::commands::help::add_on_call::add_on_call;
use crate::commands::help::add_shift::add_shift;
use crate::commands::help::hand_over_shift::hand_over_shift;
use crate::commands::help::list_rota::list_rota;
use crate::commands::help::remove_on_call::remove_on_call;
use crate::commands::help::remove_shift::remove_shift;
use crate::commands::tests::circles::pages_of_people::assert_fits;
use crate::commands::tests::help::minute;
use crate::commands::tests::*;
use crate::domain::rota::Shift;
use crate::limits::SHIFTS_SHOWN;

impl Fixture {
    async fn add_on_call(&self, by: Actor, actor: Actor) -> Result<OnCallId, Rejection> {
        let member = if by == actor { None } else { Some(self.member_id(actor).await) };
        let reply = add_on_call(context(&self.store, by, NOW), AddOnCall { member }).await?;
        let Reply::OnCallAdded { person } = reply else { panic!("{reply:?}") };
        Ok(person)
    }

    async fn add_shift(
        &self,
        by: Actor,
        person: OnCallId,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<ShiftId, Rejection> {
        let request = AddShift { person, rank: Rank::First, from, to };
        let reply = add_shift(context(&self.store, by, NOW), request).await?;
        let Reply::ShiftAdded { shift } = reply else { panic!("{reply:?}") };
        Ok(shift)
    }

    pub(in crate::commands::tests) async fn on_shift(
        &self,
        staff: Actor,
        actor: Actor,
        rank: Rank,
        from: Timestamp,
        to: Timestamp,
    ) {
        let person = self.add_on_call(staff, actor).await.unwrap();
        let request = AddShift { person, rank, from, to };
        add_shift(context(&self.store, staff, NOW), request).await.unwrap();
    }

    async fn rota(&self, actor: Actor, now: Timestamp) -> Result<Rota, Rejection> {
        let request = ListRota { from: NOW, to: NOW.plus_ms(7 * DAY_MS) };
        let reply = list_rota(context(&self.store, actor, now), request).await?;
        let Reply::Rota { rota } = reply else { panic!("{reply:?}") };
        Ok(rota)
    }

    async fn hand_over_to(
        &self,
        by: Actor,
        shift: ShiftId,
        to: OnCallId,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        hand_over_shift(context(&self.store, by, now), HandOverShift { shift, to }).await
    }

    fn told_of_the_rota(&self) -> Vec<i64> {
        let told = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice: Notice::RotaChanged } => Some(account.0),
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        });
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        told
    }
}

async fn rota_fixture() -> (Fixture, [Actor; 4]) {
    let fixture = Fixture::new().await;
    let people = [
        fixture.staff().await,
        fixture.member("Jo").await,
        fixture.member("Kim").await,
        fixture.member("Sam").await,
    ];
    (fixture, people)
}

#[tokio::test]
async fn the_centre_says_who_is_on_call_and_those_read_the_rota() {
    let (fixture, [staff, jo, _, sam]) = rota_fixture().await;
    assert_refused(fixture.add_on_call(jo, jo).await, RefusalCode::NotFound);
    assert_refused(fixture.add_on_call(sam, jo).await, RefusalCode::NotFound);
    fixture.heard();
    let person = fixture.add_on_call(staff, jo).await.unwrap();
    assert_eq!(fixture.told_of_the_rota(), [staff.account.0, jo.account.0]);
    // Doing it again changes nothing.
    assert_eq!(fixture.add_on_call(staff, jo).await.unwrap(), person);
    let own = fixture.add_on_call(staff, staff).await.unwrap();
    assert_ne!(own, person);
    let made_up = AddOnCall { member: Some(MemberId(Uuid::new_v4())) };
    let refused = add_on_call(context(&fixture.store, staff, NOW), made_up).await;
    assert_refused(refused, RefusalCode::NotFound);
    fixture.add_shift(staff, person, (NOW, minute(60))).await.unwrap();
    let seen = fixture.rota(jo, minute(1)).await.unwrap();
    assert_eq!((seen.people.len(), seen.shifts.len(), seen.now), (2, 1, Some(person)));
    assert!(seen.people.iter().all(|one| one.label.is_none() && one.me == (one.id == person)));
    assert_eq!(seen.gaps.len(), 1);
    assert_eq!(fixture.rota(staff, minute(61)).await.unwrap().now, None);
    assert_refused(fixture.rota(sam, NOW).await, RefusalCode::NotFound);
    let actions = [AuditAction::ShiftAdded, AuditAction::OnCallAdded, AuditAction::OnCallAdded];
    assert_eq!(fixture.audited().await, actions);
}

#[tokio::test]
async fn a_shift_must_fit_and_may_overlap() {
    let (fixture, [staff, jo, kim, _]) = rota_fixture().await;
    let person = fixture.add_on_call(staff, jo).await.unwrap();
    let other = fixture.add_on_call(staff, kim).await.unwrap();
    let week = 7 * 24 * 60;
    for (from, to) in [(10, 10), (10, 9), (-20, 0), (0, week + 1), (527_041, 527_042)] {
        let refused = fixture.add_shift(staff, person, (minute(from), minute(to))).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    let nobody = OnCallId(Uuid::new_v4());
    let refused = fixture.add_shift(staff, nobody, (NOW, minute(60))).await;
    assert_refused(refused, RefusalCode::NotFound);
    let refused = fixture.add_shift(jo, person, (NOW, minute(60))).await;
    assert_refused(refused, RefusalCode::NotFound);
    fixture.add_shift(staff, person, (minute(-20), minute(60))).await.unwrap();
    fixture.add_shift(staff, other, (minute(30), minute(90))).await.unwrap();
    let rota = fixture.rota(staff, NOW).await.unwrap();
    let overlap = circles_protocol::Stretch { from: minute(30), to: minute(60) };
    assert_eq!((rota.shifts.len(), rota.overlaps), (2, vec![overlap]));
    for days in [0, 93] {
        let request = ListRota { from: NOW, to: NOW.plus_ms(days * DAY_MS) };
        let refused = list_rota(context(&fixture.store, staff, NOW), request).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
}

#[tokio::test]
async fn the_rest_of_a_shift_is_handed_over_and_what_waits_comes_with_it() {
    let (fixture, [staff, jo, kim, sam]) = rota_fixture().await;
    let person = fixture.add_on_call(staff, jo).await.unwrap();
    let other = fixture.add_on_call(staff, kim).await.unwrap();
    let shift = fixture.add_shift(staff, person, (NOW, minute(600))).await.unwrap();
    let later = fixture.add_shift(staff, person, (minute(700), minute(800))).await.unwrap();
    let help = fixture.ask(sam, HelpTo::OnCall).await.id;
    let made_up = ShiftId(Uuid::new_v4());
    for (by, which) in [(kim, shift), (sam, shift), (kim, made_up), (staff, made_up)] {
        let refused = fixture.hand_over_to(by, which, other, minute(5)).await;
        assert_eq!(refused, fixture.hand_over_to(by, made_up, other, minute(5)).await);
        assert_refused(refused, RefusalCode::NotFound);
    }
    let refused = fixture.hand_over_to(jo, shift, person, minute(5)).await;
    assert_refused(refused, RefusalCode::InvalidField);
    let nobody = OnCallId(Uuid::new_v4());
    assert_refused(fixture.hand_over_to(jo, shift, nobody, minute(5)).await, RefusalCode::NotFound);
    fixture.heard();
    fixture.hand_over_to(jo, shift, other, minute(5)).await.unwrap();
    assert_eq!(fixture.heard_alerts(), [(kim.account, HelpAlertState::Waiting)]);
    assert_eq!(fixture.alerts(jo, minute(5)).await[0].state, HelpAlertState::Waiting);
    let rota = fixture.rota(jo, minute(5)).await.unwrap();
    let spans: Vec<_> = rota.shifts.iter().map(|it| (it.person, it.from, it.to)).collect();
    let first = [(person, NOW, minute(5)), (other, minute(5), minute(600))];
    assert_eq!((&spans[..2], rota.now), (&first[..], Some(other)));
    // A shift that has not begun goes to the other as a whole.
    fixture.hand_over_to(staff, later, other, minute(5)).await.unwrap();
    let rota = fixture.rota(jo, minute(5)).await.unwrap();
    assert_eq!((rota.shifts[2].id, rota.shifts[2].person), (later, other));
    let over = fixture.hand_over_to(jo, shift, other, minute(6)).await;
    assert_refused(over, RefusalCode::AlreadyHandled);
    // The second person is not told twice.
    fixture.heard();
    fixture.pass_time(minute(10)).await;
    assert_eq!(fixture.heard_alerts(), [(staff.account, HelpAlertState::Waiting)]);
    assert_eq!(fixture.alerts(staff, minute(10)).await[0].id, help);
}

#[tokio::test]
async fn whoever_is_removed_sees_no_pages_more_and_the_next_are_told() {
    let (fixture, [staff, jo, kim, sam]) = rota_fixture().await;
    let person = fixture.add_on_call(staff, jo).await.unwrap();
    fixture.on_shift(staff, kim, Rank::Second, NOW, minute(600)).await;
    fixture.add_shift(staff, person, (NOW, minute(600))).await.unwrap();
    fixture.add_shift(staff, person, (minute(700), minute(800))).await.unwrap();
    fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!(fixture.alerts(jo, NOW).await.len(), 1);
    let remove = RemoveOnCall { person };
    let refused = remove_on_call(context(&fixture.store, jo, NOW), remove.clone()).await;
    assert_refused(refused, RefusalCode::NotFound);
    fixture.heard();
    remove_on_call(context(&fixture.store, staff, minute(1)), remove.clone()).await.unwrap();
    fixture.pass_time(minute(1)).await;
    assert_eq!(fixture.heard_alerts(), [(kim.account, HelpAlertState::Waiting)]);
    assert!(fixture.alerts(jo, minute(1)).await.is_empty());
    assert_refused(fixture.rota(jo, minute(1)).await, RefusalCode::NotFound);
    assert_eq!(fixture.rota(staff, minute(1)).await.unwrap().shifts.len(), 1);
    let again = remove_on_call(context(&fixture.store, staff, minute(1)), remove).await;
    assert_refused(again, RefusalCode::NotFound);
    // They may come back.
    let back = fixture.add_on_call(staff, jo).await.unwrap();
    assert_ne!(back, person);
}

#[tokio::test]
async fn a_shift_is_taken_off_from_now_on() {
    let (fixture, [staff, jo, _, sam]) = rota_fixture().await;
    let person = fixture.add_on_call(staff, jo).await.unwrap();
    let running = fixture.add_shift(staff, person, (minute(-60), minute(60))).await.unwrap();
    let to_come = fixture.add_shift(staff, person, (minute(60), minute(90))).await.unwrap();
    let remove =
        |by, shift, now| remove_shift(context(&fixture.store, by, now), RemoveShift { shift });
    for other in [jo, sam] {
        assert_refused(remove(other, running, NOW).await, RefusalCode::NotFound);
    }
    remove(staff, running, NOW).await.unwrap();
    assert_refused(remove(staff, running, NOW).await, RefusalCode::AlreadyHandled);
    remove(staff, to_come, NOW).await.unwrap();
    assert_refused(remove(staff, to_come, NOW).await, RefusalCode::NotFound);
    let rota = fixture.rota(staff, NOW).await.unwrap();
    assert_eq!((rota.now, rota.shifts.len()), (None, 0));
}

#[tokio::test]
async fn more_shifts_than_one_answer_holds_are_asked_for_from_where_it_ends() {
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    fixture.add_on_call(staff, staff).await.unwrap();
    // One a minute, so that the answer ends within three of the seven days.
    let count = usize::from(SHIFTS_SHOWN) + 500;
    fixture
        .store
        .write(move |tx| {
            let person = tx.on_call_account(staff.account)?.ok_or_else(Rejection::not_found)?.key;
            for number in 0..count {
                let from = minute(i64::try_from(number).expect("a few thousand"));
                let shift = Shift { person, rank: Rank::First, from, to: from.plus_ms(60_000) };
                tx.add_shift(ShiftId(Uuid::new_v4()), &shift)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let rota = async |from| {
        let request = ListRota { from, to: NOW.plus_ms(7 * DAY_MS) };
        let reply = list_rota(context(&fixture.store, staff, NOW), request).await.unwrap();
        assert_fits(&reply);
        let Reply::Rota { rota } = reply else { panic!("{reply:?}") };
        rota
    };
    let first = rota(NOW).await;
    let shown_to = first.shown_to.unwrap();
    assert_eq!(first.shifts.len(), usize::from(SHIFTS_SHOWN));
    assert_eq!(shown_to, minute(i64::from(SHIFTS_SHOWN)));
    // A time that was not looked at is not a gap.
    assert!(first.gaps.is_empty() && first.overlaps.is_empty());
    let rest = rota(shown_to).await;
    assert_eq!((rest.shifts.len(), rest.shown_to), (500, None));
    assert_eq!(rest.gaps.len(), 1);
}
