//! What can be taken back before anybody is told, and more people for one request.

use circles_protocol::requests::{AddHelpRecipient, AskForHelp};
use circles_protocol::{
    Consent, HelpAlertState, HelpId, HelpState, HelpStep, HelpTo, HelpView, Rank, RefusalCode,
};

use crate::commands::help::add_help_recipient::add_help_recipient;
use crate::commands::tests::help::{Night, WAITING, minute, night, request};
use crate::commands::tests::*;
use crate::limits::{HELP_ASKED_PER_HOUR, HELP_UNDO_MS};

fn with_undo(to: HelpTo) -> AskForHelp {
    AskForHelp { undo: true, ..request(to) }
}

impl Fixture {
    async fn add_recipient(
        &self,
        actor: Actor,
        help: HelpId,
        to: HelpTo,
        now: Timestamp,
    ) -> Result<HelpView, Rejection> {
        let request = AddHelpRecipient { help, to };
        let reply = add_help_recipient(context(&self.store, actor, now), request);
        let Reply::HelpAsked { help } = reply.await? else { panic!("not a request for help") };
        Ok(help)
    }
}

#[tokio::test]
async fn one_press_asks_and_somebody_is_told_five_seconds_later_by_itself() {
    let Night { fixture, sam, jo, .. } = night().await;
    let help = fixture.ask_at(sam, with_undo(HelpTo::OnCall), NOW).await.unwrap();
    let over = NOW.plus_ms(HELP_UNDO_MS);
    assert_eq!((help.state, help.undo_until), (HelpState::Waiting, Some(over)));
    fixture.pass_time(over.plus_ms(-1)).await;
    assert_eq!(fixture.heard_alerts(), []);
    assert!(fixture.alerts(jo, NOW).await.is_empty());
    // Whoever asked may have left by now.
    fixture.pass_time(over).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    let open = fixture.help_status(sam, over).await.open.unwrap();
    assert_eq!((open.last_step, open.undo_until), (HelpStep::OnCall, None));
    assert_eq!(open.alerted, [HelpTo::OnCall]);
}

#[tokio::test]
async fn the_mentor_is_the_first_who_is_told_after_the_five_seconds() {
    let Night { fixture, sam, .. } = night().await;
    let ray = fixture.member("Ray").await;
    fixture.pair(ray, sam);
    fixture.heard();
    fixture.ask_at(sam, with_undo(HelpTo::Mentor), NOW).await.unwrap();
    fixture.pass_time(minute(1)).await;
    assert_eq!(fixture.heard_alerts(), [(ray.account, WAITING)]);
}

#[tokio::test]
async fn taken_back_in_time_nobody_ever_hears_of_it() {
    let Night { fixture, sam, jo, kim, staff } = night().await;
    let asked = with_undo(HelpTo::OnCall);
    let help = fixture.ask_at(sam, asked.clone(), NOW).await.unwrap();
    fixture.end_help(sam, help.id).await.unwrap();
    // Sent once more on a bad network, it stays taken back.
    let again = fixture.ask_at(sam, asked, NOW).await.unwrap();
    assert_eq!((again.state, again.undo_until), (HelpState::Ended, None));
    for at in [NOW, minute(1), minute(30), minute(600)] {
        fixture.pass_time(at).await;
    }
    assert_eq!(fixture.heard_alerts(), []);
    for one in [jo, kim, staff] {
        assert!(fixture.alerts(one, minute(1)).await.is_empty());
    }
    assert_eq!(fixture.help_status(sam, minute(1)).await.open, None);
    // After an hour nothing of it is left.
    let id = help.id;
    let left = fixture.store.read(move |view| Ok(view.help(id)?.is_some())).await.unwrap();
    assert!(!left);
}

#[tokio::test]
async fn taking_back_often_does_not_use_up_the_asking_but_has_a_bound() {
    let Night { fixture, sam, jo, .. } = night().await;
    for _ in 1..HELP_ASKED_PER_HOUR {
        let help = fixture.ask_at(sam, with_undo(HelpTo::OnCall), NOW).await.unwrap();
        fixture.end_help(sam, help.id).await.unwrap();
    }
    let help = fixture.ask_at(sam, with_undo(HelpTo::OnCall), NOW).await.unwrap();
    fixture.pass_time(minute(1)).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    fixture.end_help(sam, help.id).await.unwrap();
    let refused = fixture.ask_at(sam, with_undo(HelpTo::OnCall), minute(2)).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::LimitReached);
}

#[tokio::test]
async fn a_change_of_the_rota_does_not_cut_the_five_seconds_short() {
    let Night { fixture, sam, kim, staff, .. } = night().await;
    fixture.ask_at(sam, with_undo(HelpTo::OnCall), NOW).await.unwrap();
    fixture.on_shift(staff, kim, Rank::First, minute(60), minute(120)).await;
    fixture.pass_time(NOW).await;
    assert_eq!(fixture.heard_alerts(), []);
}

#[tokio::test]
async fn more_people_are_told_of_the_same_request_each_once() {
    let Night { fixture, sam, jo, kim, staff } = night().await;
    let ray = fixture.member("Ray").await;
    fixture.pair(ray, sam);
    fixture.heard();
    let help = fixture.ask(sam, HelpTo::Mentor).await;
    assert_eq!(help.alerted, [HelpTo::Mentor]);
    fixture.heard();
    let more = fixture.add_recipient(sam, help.id, HelpTo::OnCall, minute(2)).await.unwrap();
    assert_eq!((more.id, more.last_step), (help.id, HelpStep::OnCall));
    assert_eq!(more.alerted, [HelpTo::OnCall, HelpTo::Mentor]);
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    let same = fixture.add_recipient(sam, help.id, HelpTo::OnCall, minute(3)).await.unwrap();
    assert_eq!(same, more);
    assert_eq!(fixture.heard_alerts(), []);
    // The step that was taken early is not taken again, and the next comes on time.
    fixture.pass_time(minute(19)).await;
    assert_eq!(fixture.heard_alerts(), []);
    fixture.pass_time(minute(20)).await;
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING)]);
    let told = fixture.help_status(sam, minute(20)).await.open.unwrap();
    assert_eq!(told.alerted, [HelpTo::OnCall, HelpTo::Mentor, HelpTo::Centre]);
    assert!(fixture.alerts(kim, minute(20)).await.is_empty());
}

#[tokio::test]
async fn the_centre_can_be_added_at_once_and_the_chain_goes_on() {
    let Night { fixture, sam, kim, staff, .. } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    fixture.heard();
    fixture.add_recipient(sam, help.id, HelpTo::Centre, minute(1)).await.unwrap();
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING)]);
    fixture.pass_time(minute(10)).await;
    assert_eq!(fixture.heard_alerts(), [(kim.account, WAITING)]);
}

#[tokio::test]
async fn only_whoever_asked_adds_people_and_only_while_it_waits() {
    let Night { fixture, sam, jo, kim, .. } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    let made_up = HelpId(Uuid::now_v7());
    let usual = fixture.add_recipient(kim, made_up, HelpTo::Centre, NOW).await.unwrap_err();
    for stranger in [kim, jo] {
        let refused = fixture.add_recipient(stranger, help.id, HelpTo::Centre, NOW).await;
        assert_eq!(refused.unwrap_err(), usual);
    }
    fixture.acknowledge(jo, help.id, NOW).await.unwrap();
    for one in [sam, jo] {
        let refused = fixture.add_recipient(one, help.id, HelpTo::Centre, NOW).await.unwrap_err();
        assert_eq!(refused.0.code, RefusalCode::AlreadyHandled);
    }
}

#[tokio::test]
async fn the_number_is_on_the_page_of_a_mentor_who_replies_and_may_call() {
    let Night { fixture, sam, jo, .. } = night().await;
    let ray = fixture.member("Ray").await;
    fixture.pair(ray, sam);
    fixture.leaves_numbers(sam).await;
    fixture.gives(sam, Consent::MayBePhoned, NOW).await.unwrap();
    let help = fixture.ask(sam, HelpTo::Mentor).await.id;
    assert_eq!(fixture.alerts(ray, NOW).await[0].phone, None);
    fixture.acknowledge(ray, help, NOW).await.unwrap();
    let alert = fixture.alerts(ray, NOW).await.remove(0);
    assert_eq!(alert.state, HelpAlertState::Yours);
    assert_eq!(alert.phone.unwrap().as_str(), "555 0101");
    fixture.takes_back(sam, Consent::MayBePhoned, NOW).await;
    assert_eq!(fixture.alerts(ray, NOW).await[0].phone, None);
    // Somebody on call is not a mentor: the consent is not about them.
    fixture.gives(sam, Consent::MayBePhoned, NOW).await.unwrap();
    fixture.end_help(sam, help).await.unwrap();
    let help = fixture.ask(sam, HelpTo::OnCall).await.id;
    fixture.acknowledge(jo, help, NOW).await.unwrap();
    let alert = fixture.alerts(jo, NOW).await.remove(0);
    assert_eq!((alert.state, alert.phone), (HelpAlertState::Yours, None));
}
