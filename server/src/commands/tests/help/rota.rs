//! The on-call rota: who may change it, what fits, and what is handed over.

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

impl House {
    async fn add_on_call(&self, by: Actor, actor: Actor) -> Result<OnCallId, Rejection> {
        let member = if by == actor { None } else { Some(self.member_id(actor).await) };
        let reply = add_on_call(&self.store, by, AddOnCall { member }, NOW).await?;
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
        let reply = add_shift(&self.store, by, request, NOW).await?;
        let Reply::ShiftAdded { shift } = reply else { panic!("{reply:?}") };
        Ok(shift)
    }

    pub(in crate::commands::tests) async fn on_shift(
        &self,
        office: Actor,
        actor: Actor,
        rank: Rank,
        from: Timestamp,
        to: Timestamp,
    ) {
        let person = self.add_on_call(office, actor).await.unwrap();
        let request = AddShift { person, rank, from, to };
        add_shift(&self.store, office, request, NOW).await.unwrap();
    }

    async fn rota(&self, actor: Actor, now: Timestamp) -> Result<Rota, Rejection> {
        let request = ListRota { from: NOW, to: NOW.plus_ms(7 * DAY_MS) };
        let reply = list_rota(&self.store, actor, request, now).await?;
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
        hand_over_shift(&self.store, by, HandOverShift { shift, to }, now).await
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

async fn office() -> (House, [Actor; 4]) {
    let house = House::new().await;
    let people = [
        house.staff().await,
        house.member("Jo").await,
        house.member("Kim").await,
        house.member("Sam").await,
    ];
    (house, people)
}

#[tokio::test]
async fn the_centre_says_who_is_on_call_and_those_read_the_rota() {
    let (house, [office, jo, _, sam]) = office().await;
    assert_refused(house.add_on_call(jo, jo).await, RefusalCode::NotFound);
    assert_refused(house.add_on_call(sam, jo).await, RefusalCode::NotFound);
    house.heard();
    let person = house.add_on_call(office, jo).await.unwrap();
    assert_eq!(house.told_of_the_rota(), [office.account.0, jo.account.0]);
    // Again changes nothing.
    assert_eq!(house.add_on_call(office, jo).await.unwrap(), person);
    let own = house.add_on_call(office, office).await.unwrap();
    assert_ne!(own, person);
    let made_up = AddOnCall { member: Some(MemberId(Uuid::new_v4())) };
    let refused = add_on_call(&house.store, office, made_up, NOW).await;
    assert_refused(refused, RefusalCode::NotFound);
    house.add_shift(office, person, (NOW, minute(60))).await.unwrap();
    let seen = house.rota(jo, minute(1)).await.unwrap();
    assert_eq!((seen.people.len(), seen.shifts.len(), seen.now), (2, 1, Some(person)));
    assert!(seen.people.iter().all(|one| one.label.is_none() && one.me == (one.id == person)));
    assert_eq!(seen.gaps.len(), 1);
    assert_eq!(house.rota(office, minute(61)).await.unwrap().now, None);
    assert_refused(house.rota(sam, NOW).await, RefusalCode::NotFound);
    let actions = [AuditAction::ShiftAdded, AuditAction::OnCallAdded, AuditAction::OnCallAdded];
    assert_eq!(house.audited().await, actions);
}

#[tokio::test]
async fn a_shift_must_fit_and_may_overlap() {
    let (house, [office, jo, kim, _]) = office().await;
    let person = house.add_on_call(office, jo).await.unwrap();
    let other = house.add_on_call(office, kim).await.unwrap();
    let week = 7 * 24 * 60;
    for (from, to) in [(10, 10), (10, 9), (-20, 0), (0, week + 1), (527_041, 527_042)] {
        let refused = house.add_shift(office, person, (minute(from), minute(to))).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    let nobody = OnCallId(Uuid::new_v4());
    let refused = house.add_shift(office, nobody, (NOW, minute(60))).await;
    assert_refused(refused, RefusalCode::NotFound);
    let refused = house.add_shift(jo, person, (NOW, minute(60))).await;
    assert_refused(refused, RefusalCode::NotFound);
    house.add_shift(office, person, (minute(-20), minute(60))).await.unwrap();
    house.add_shift(office, other, (minute(30), minute(90))).await.unwrap();
    let rota = house.rota(office, NOW).await.unwrap();
    let overlap = circles_protocol::Stretch { from: minute(30), to: minute(60) };
    assert_eq!((rota.shifts.len(), rota.overlaps), (2, vec![overlap]));
    for days in [0, 93] {
        let request = ListRota { from: NOW, to: NOW.plus_ms(days * DAY_MS) };
        let refused = list_rota(&house.store, office, request, NOW).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
}

#[tokio::test]
async fn the_rest_of_a_shift_is_handed_over_and_what_waits_comes_with_it() {
    let (house, [office, jo, kim, sam]) = office().await;
    let person = house.add_on_call(office, jo).await.unwrap();
    let other = house.add_on_call(office, kim).await.unwrap();
    let shift = house.add_shift(office, person, (NOW, minute(600))).await.unwrap();
    let later = house.add_shift(office, person, (minute(700), minute(800))).await.unwrap();
    let help = house.ask(sam, HelpTo::OnCall).await.id;
    let made_up = ShiftId(Uuid::new_v4());
    for (by, which) in [(kim, shift), (sam, shift), (kim, made_up), (office, made_up)] {
        let refused = house.hand_over_to(by, which, other, minute(5)).await;
        assert_eq!(refused, house.hand_over_to(by, made_up, other, minute(5)).await);
        assert_refused(refused, RefusalCode::NotFound);
    }
    let refused = house.hand_over_to(jo, shift, person, minute(5)).await;
    assert_refused(refused, RefusalCode::InvalidField);
    let nobody = OnCallId(Uuid::new_v4());
    assert_refused(house.hand_over_to(jo, shift, nobody, minute(5)).await, RefusalCode::NotFound);
    house.heard();
    house.hand_over_to(jo, shift, other, minute(5)).await.unwrap();
    assert_eq!(house.heard_alerts(), [(kim.account, HelpAlertState::Waiting)]);
    assert_eq!(house.alerts(jo, minute(5)).await[0].state, HelpAlertState::Waiting);
    let rota = house.rota(jo, minute(5)).await.unwrap();
    let spans: Vec<_> = rota.shifts.iter().map(|it| (it.person, it.from, it.to)).collect();
    let first = [(person, NOW, minute(5)), (other, minute(5), minute(600))];
    assert_eq!((&spans[..2], rota.now), (&first[..], Some(other)));
    // One that has not begun is the other's as a whole.
    house.hand_over_to(office, later, other, minute(5)).await.unwrap();
    let rota = house.rota(jo, minute(5)).await.unwrap();
    assert_eq!((rota.shifts[2].id, rota.shifts[2].person), (later, other));
    let over = house.hand_over_to(jo, shift, other, minute(6)).await;
    assert_refused(over, RefusalCode::AlreadyHandled);
    // The second to be told is not told twice.
    house.heard();
    house.pass_time(minute(10)).await;
    assert_eq!(house.heard_alerts(), [(office.account, HelpAlertState::Waiting)]);
    assert_eq!(house.alerts(office, minute(10)).await[0].id, help);
}

#[tokio::test]
async fn whoever_is_removed_sees_no_pages_more_and_the_next_are_told() {
    let (house, [office, jo, kim, sam]) = office().await;
    let person = house.add_on_call(office, jo).await.unwrap();
    house.on_shift(office, kim, Rank::Second, NOW, minute(600)).await;
    house.add_shift(office, person, (NOW, minute(600))).await.unwrap();
    house.add_shift(office, person, (minute(700), minute(800))).await.unwrap();
    house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(house.alerts(jo, NOW).await.len(), 1);
    let remove = RemoveOnCall { person };
    let refused = remove_on_call(&house.store, jo, remove.clone(), NOW).await;
    assert_refused(refused, RefusalCode::NotFound);
    house.heard();
    remove_on_call(&house.store, office, remove.clone(), minute(1)).await.unwrap();
    house.pass_time(minute(1)).await;
    assert_eq!(house.heard_alerts(), [(kim.account, HelpAlertState::Waiting)]);
    assert!(house.alerts(jo, minute(1)).await.is_empty());
    assert_refused(house.rota(jo, minute(1)).await, RefusalCode::NotFound);
    assert_eq!(house.rota(office, minute(1)).await.unwrap().shifts.len(), 1);
    let again = remove_on_call(&house.store, office, remove, minute(1)).await;
    assert_refused(again, RefusalCode::NotFound);
    // They may come back.
    let back = house.add_on_call(office, jo).await.unwrap();
    assert_ne!(back, person);
}

#[tokio::test]
async fn a_shift_is_taken_off_from_now_on() {
    let (house, [office, jo, _, sam]) = office().await;
    let person = house.add_on_call(office, jo).await.unwrap();
    let running = house.add_shift(office, person, (minute(-60), minute(60))).await.unwrap();
    let to_come = house.add_shift(office, person, (minute(60), minute(90))).await.unwrap();
    let remove = |by, shift, now| remove_shift(&house.store, by, RemoveShift { shift }, now);
    for other in [jo, sam] {
        assert_refused(remove(other, running, NOW).await, RefusalCode::NotFound);
    }
    remove(office, running, NOW).await.unwrap();
    assert_refused(remove(office, running, NOW).await, RefusalCode::AlreadyHandled);
    remove(office, to_come, NOW).await.unwrap();
    assert_refused(remove(office, to_come, NOW).await, RefusalCode::NotFound);
    let rota = house.rota(office, NOW).await.unwrap();
    assert_eq!((rota.now, rota.shifts.len()), (None, 0));
}

#[tokio::test]
async fn more_shifts_than_one_answer_holds_are_asked_for_from_where_it_ends() {
    let house = House::new().await;
    let staff = house.coordinator().await;
    house.add_on_call(staff, staff).await.unwrap();
    // One a minute, so that the answer ends within three days of the seven.
    let count = usize::from(SHIFTS_SHOWN) + 500;
    house
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
        let reply = list_rota(&house.store, staff, request, NOW).await.unwrap();
        assert_fits(&reply);
        let Reply::Rota { rota } = reply else { panic!("{reply:?}") };
        rota
    };
    let first = rota(NOW).await;
    let shown_to = first.shown_to.unwrap();
    assert_eq!(first.shifts.len(), usize::from(SHIFTS_SHOWN));
    assert_eq!(shown_to, minute(i64::from(SHIFTS_SHOWN)));
    // What was not looked at is no gap.
    assert!(first.gaps.is_empty() && first.overlaps.is_empty());
    let rest = rota(shown_to).await;
    assert_eq!((rest.shifts.len(), rest.shown_to), (500, None));
    assert_eq!(rest.gaps.len(), 1);
}
