//! Asking for help and being alerted, on simulated time: who is told, when, and that each
//! is told once, whatever happens to the server and its clock.

pub(super) mod asking;
pub(super) mod rota;
pub(super) mod undo;

use circles_protocol::requests::{AcknowledgeHelp, AskForHelp, EndHelp, ListHelpAlerts, ShowHelp};
use circles_protocol::{
    AuditAction, HelpAlert, HelpAlertState, HelpId, HelpState, HelpStatus, HelpStep, HelpTo,
    HelpView, Notice, Rank, Statement,
};

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::help::acknowledge_help::acknowledge_help;
use crate::commands::help::ask_for_help::ask_for_help;
use crate::commands::help::end_help::end_help;
use crate::commands::help::list_help_alerts::list_help_alerts;
use crate::commands::help::show_help::show_help;
use crate::commands::tests::*;
use crate::commands::timers::run_due_timers::run_due_timers;
use crate::domain::AccountKey;
use crate::store::damage;

pub(in crate::commands::tests) const fn minute(minute: i64) -> Timestamp {
    NOW.plus_ms(minute * MINUTE_MS)
}

pub(in crate::commands::tests) fn request(to: HelpTo) -> AskForHelp {
    let words = Statement::parse("I am outside the bar").ok();
    AskForHelp { id: HelpId(Uuid::now_v7()), to, words, undo: false }
}

impl Fixture {
    pub(in crate::commands::tests) async fn ask_at(
        &self,
        actor: Actor,
        request: AskForHelp,
        now: Timestamp,
    ) -> Result<HelpView, Rejection> {
        let reply = ask_for_help(context(&self.store, actor, now), request).await?;
        let Reply::HelpAsked { help } = reply else { panic!("{reply:?}") };
        Ok(help)
    }

    pub(in crate::commands::tests) async fn ask(&self, actor: Actor, to: HelpTo) -> HelpView {
        self.ask_at(actor, request(to), NOW).await.unwrap()
    }

    pub(in crate::commands::tests) async fn acknowledge(
        &self,
        actor: Actor,
        help: HelpId,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        acknowledge_help(context(&self.store, actor, now), AcknowledgeHelp { help }).await
    }

    pub(in crate::commands::tests) async fn end_help(
        &self,
        actor: Actor,
        help: HelpId,
    ) -> Result<Reply, Rejection> {
        end_help(context(&self.store, actor, NOW), EndHelp { help }).await
    }

    pub(in crate::commands::tests) async fn alerts(
        &self,
        actor: Actor,
        now: Timestamp,
    ) -> Vec<HelpAlert> {
        let reply =
            list_help_alerts(context(&self.store, actor, now), ListHelpAlerts {}).await.unwrap();
        let Reply::HelpAlerts { alerts } = reply else { panic!("{reply:?}") };
        alerts
    }

    pub(in crate::commands::tests) async fn help_status(
        &self,
        actor: Actor,
        now: Timestamp,
    ) -> HelpStatus {
        let reply = show_help(context(&self.store, actor, now), ShowHelp {}).await.unwrap();
        let Reply::HelpStatus { status } = reply else { panic!("{reply:?}") };
        status
    }

    /// Runs everything that is due; no due timer is left.
    pub(in crate::commands::tests) async fn pass_time(&self, now: Timestamp) {
        for _ in 0..9 {
            let pass = run_due_timers(&self.store, now, Rules::default()).await.unwrap();
            assert_eq!(pass.put_off, 0);
            if pass.ran == 0 {
                return;
            }
        }
        panic!("the timers never end");
    }

    /// Who was alerted since the last call, in order.
    pub(in crate::commands::tests) fn heard_alerts(&self) -> Vec<(AccountKey, HelpAlertState)> {
        let heard = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice: Notice::HelpAlerted { alert } } => {
                Some((account, alert.state))
            }
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        });
        heard.collect()
    }

    pub(in crate::commands::tests) fn notices_to(&self, actor: Actor) -> Vec<Notice> {
        let heard = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice } if account == actor.account => Some(notice),
            Publication::Event(event) => panic!("a circle was told: {event:?}"),
            Publication::Notice { .. }
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        });
        heard.collect()
    }

    pub(in crate::commands::tests) fn pair(&self, mentor: Actor, mentee: Actor) {
        damage::pair(self.folder.path(), mentor.account.0, mentee.account.0);
    }
}

/// Jo is first on call and Kim second, for a day; Sam asks; there is one member of staff.
pub(in crate::commands::tests) struct Night {
    pub(in crate::commands::tests) fixture: Fixture,
    pub(in crate::commands::tests) sam: Actor,
    pub(in crate::commands::tests) jo: Actor,
    pub(in crate::commands::tests) kim: Actor,
    pub(in crate::commands::tests) staff: Actor,
}

pub(in crate::commands::tests) async fn night() -> Night {
    let fixture = Fixture::new().await;
    let (sam, staff) = (fixture.member("Sam").await, fixture.staff().await);
    let (jo, kim) = (fixture.member("Jo").await, fixture.member("Kim").await);
    fixture.on_shift(staff, jo, Rank::First, NOW, NOW.plus_ms(DAY_MS)).await;
    fixture.on_shift(staff, kim, Rank::Second, NOW, NOW.plus_ms(DAY_MS)).await;
    fixture.heard();
    Night { fixture, sam, jo, kim, staff }
}

pub(in crate::commands::tests) const WAITING: HelpAlertState = HelpAlertState::Waiting;

#[tokio::test]
async fn whoever_is_on_call_is_told_at_once_and_the_circle_hears_nothing() {
    let Night { fixture, sam, jo, kim, staff } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!((help.state, help.last_step), (HelpState::Waiting, HelpStep::OnCall));
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    let alerts = fixture.alerts(jo, NOW).await;
    assert_eq!((alerts.len(), alerts[0].id, alerts[0].state), (1, help.id, WAITING));
    assert_eq!(alerts[0].words.as_ref().unwrap().as_str(), "I am outside the bar");
    for other in [sam, kim, staff] {
        assert!(fixture.alerts(other, NOW).await.is_empty());
    }
    let status = fixture.help_status(sam, NOW).await;
    assert_eq!(status.open, Some(help));
    assert!(status.on_duty.is_some() && status.mentor.is_none());
    assert_eq!(fixture.help_status(kim, NOW).await.open, None);
}

#[tokio::test]
async fn the_second_is_told_after_ten_minutes_and_the_centre_after_twenty_once_each() {
    let Night { mut fixture, sam, jo, kim, staff } = night().await;
    let another = fixture.staff().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    fixture.restart().await;
    fixture.pass_time(minute(10).plus_ms(-1)).await;
    assert_eq!(fixture.heard_alerts(), []);
    fixture.restart().await;
    fixture.pass_time(minute(10)).await;
    fixture.pass_time(minute(10)).await;
    fixture.restart().await;
    fixture.pass_time(minute(11)).await;
    assert_eq!(fixture.heard_alerts(), [(kim.account, WAITING)]);
    // The clock is set back by an hour, and forward again.
    fixture.pass_time(minute(-50)).await;
    fixture.pass_time(minute(19)).await;
    assert_eq!(fixture.heard_alerts(), []);
    fixture.restart().await;
    fixture.pass_time(minute(20)).await;
    fixture.restart().await;
    fixture.pass_time(minute(21)).await;
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING), (another.account, WAITING)]);
    fixture.pass_time(minute(9_000)).await;
    assert_eq!(fixture.heard_alerts(), []);
    let open = fixture.help_status(sam, minute(22)).await.open.unwrap();
    assert_eq!(
        (open.id, open.last_step, open.state),
        (help.id, HelpStep::Centre, HelpState::Waiting)
    );
}

#[tokio::test]
async fn what_was_due_while_the_server_was_down_is_done_in_order_when_it_is_back() {
    let Night { mut fixture, sam, jo, kim, staff } = night().await;
    fixture.ask(sam, HelpTo::OnCall).await;
    fixture.restart().await;
    fixture.pass_time(minute(45)).await;
    fixture.pass_time(minute(46)).await;
    let told = [(jo.account, WAITING), (kim.account, WAITING), (staff.account, WAITING)];
    assert_eq!(fixture.heard_alerts(), told);
}

#[tokio::test]
async fn once_somebody_answers_nobody_else_is_told() {
    let Night { fixture, sam, jo, kim, staff } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    fixture.pass_time(minute(10)).await;
    fixture.heard();
    let reply = fixture.acknowledge(jo, help.id, minute(12)).await.unwrap();
    let Reply::HelpAcknowledged { direct } = reply else { panic!("{reply:?}") };
    let told = fixture.heard();
    let pages_to = |actor: Actor| {
        told.iter().find_map(|one| match one {
            Publication::Notice { account, notice: Notice::HelpAlerted { alert } }
                if *account == actor.account =>
            {
                Some(alert.clone())
            }
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        })
    };
    let alert = pages_to(jo).unwrap();
    assert_eq!(
        (alert.state, alert.words.is_some(), alert.direct),
        (HelpAlertState::Yours, true, Some(direct))
    );
    // The words are not shown any more to those who don't answer.
    let alert = pages_to(kim).unwrap();
    assert_eq!((alert.state, alert.words, alert.direct), (HelpAlertState::Taken, None, None));
    let open = fixture.help_status(sam, minute(12)).await.open.unwrap();
    assert_eq!((open.state, open.by.is_some()), (HelpState::Acknowledged, true));
    assert_eq!(open.direct, Some(direct));
    let changed = Notice::HelpChanged { help: open };
    assert!(told.contains(&Publication::Notice { account: sam.account, notice: changed }));
    // The same person again gets the same answer; another is told that it is taken.
    assert_eq!(
        fixture.acknowledge(jo, help.id, minute(13)).await.unwrap(),
        Reply::HelpAcknowledged { direct }
    );
    let second = fixture.acknowledge(kim, help.id, minute(13)).await;
    assert_refused(second, RefusalCode::AlreadyHandled);
    fixture.heard();
    fixture.pass_time(minute(60)).await;
    assert_eq!(fixture.heard_alerts(), []);
    assert!(fixture.alerts(staff, minute(60)).await.is_empty());
    assert_eq!(fixture.audited().await[0], AuditAction::HelpAcknowledged);
    // A request that was answered long ago is over.
    fixture.pass_time(minute(13).plus_ms(12 * HOUR_MS)).await;
    assert_eq!(fixture.help_status(sam, NOW).await.open, None);
}

#[tokio::test]
async fn of_two_who_answer_at_once_one_does() {
    let Night { fixture, sam, jo, kim, .. } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await.id;
    fixture.pass_time(minute(10)).await;
    let (one, other) = tokio::join!(
        fixture.acknowledge(jo, help, minute(11)),
        fixture.acknowledge(kim, help, minute(11))
    );
    assert!(one.is_ok() != other.is_ok());
    assert_refused(one.and(other), RefusalCode::AlreadyHandled);
    assert_eq!(
        fixture
            .audited()
            .await
            .iter()
            .filter(|action| **action == AuditAction::HelpAcknowledged)
            .count(),
        1
    );
}

#[tokio::test]
async fn whoever_is_not_paged_learns_nothing() {
    let Night { fixture, sam, jo, kim, staff } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await.id;
    let made_up = HelpId(Uuid::now_v7());
    for other in [kim, staff, sam] {
        let (real, unreal) = (
            fixture.acknowledge(other, help, NOW).await,
            fixture.acknowledge(other, made_up, NOW).await,
        );
        assert_eq!(real, unreal);
        assert_refused(real, RefusalCode::NotFound);
    }
    // Being alerted doesn't make somebody a party to it.
    for other in [jo, kim, staff] {
        assert_refused(fixture.end_help(other, help).await, RefusalCode::NotFound);
    }
    // An id that another has used reveals nothing about them: it works as if it were new,
    // and each continues with their own request.
    let same = AskForHelp { id: help, ..request(HelpTo::OnCall) };
    let theirs = fixture.ask_at(kim, same, NOW).await.unwrap();
    assert_eq!(theirs.id, help);
    fixture.end_help(kim, help).await.unwrap();
    let open = fixture.help_status(sam, NOW).await.open.unwrap();
    assert_eq!((open.id, open.state), (help, HelpState::Waiting));
    assert!(fixture.acknowledge(jo, help, NOW).await.is_ok(), "Jo was told of Sam's request");
}

#[tokio::test]
async fn either_of_the_two_ends_it() {
    for by_asker in [true, false] {
        let Night { fixture, sam, jo, kim, .. } = night().await;
        let help = fixture.ask(sam, HelpTo::OnCall).await.id;
        fixture.acknowledge(jo, help, NOW).await.unwrap();
        fixture.heard();
        let (who, other) = if by_asker { (sam, jo) } else { (jo, sam) };
        fixture.end_help(who, help).await.unwrap();
        assert_eq!(fixture.heard_alerts(), [(jo.account, HelpAlertState::Ended)]);
        fixture.end_help(other, help).await.unwrap();
        assert_refused(fixture.acknowledge(jo, help, NOW).await, RefusalCode::AlreadyHandled);
        assert_refused(fixture.acknowledge(kim, help, NOW).await, RefusalCode::NotFound);
        assert_eq!(fixture.help_status(sam, NOW).await.open, None);
        fixture.pass_time(minute(9_000)).await;
        assert_eq!(fixture.heard_alerts(), []);
    }
}
