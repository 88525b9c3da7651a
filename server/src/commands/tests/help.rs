//! Asking for help and being paged, on simulated time: who is told, when, and that
//! each is told once, whatever becomes of the server and its clock.

use circles_protocol::requests::{AcknowledgeHelp, AskForHelp, EndHelp};
use circles_protocol::{
    AuditAct, HelpId, HelpState, HelpStatus, HelpTo, HelpTold, HelpView, Notice, Page, PageState,
    Rank, Statement,
};

use super::*;
use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::acknowledge_help::acknowledge_help;
use crate::commands::ask_for_help::ask_for_help;
use crate::commands::end_help::end_help;
use crate::commands::list_pages::list_pages;
use crate::commands::ring::ring_due;
use crate::commands::show_help::show_help;
use crate::domain::AccountKey;
use crate::store::damage;

pub(super) const fn minute(minute: i64) -> Timestamp {
    NOW.plus_ms(minute * MINUTE_MS)
}

fn request(to: HelpTo) -> AskForHelp {
    let words = Statement::parse("I am outside the bar").ok();
    AskForHelp { id: HelpId(Uuid::now_v7()), to, words }
}

impl House {
    pub(super) async fn ask_at(
        &self,
        actor: Actor,
        request: AskForHelp,
        now: Timestamp,
    ) -> Result<HelpView, Rejection> {
        let reply = ask_for_help(&self.store, actor, request, &Arc::default(), now).await?;
        let Reply::HelpAsked { help } = reply else { panic!("{reply:?}") };
        Ok(help)
    }

    pub(super) async fn ask(&self, actor: Actor, to: HelpTo) -> HelpView {
        self.ask_at(actor, request(to), NOW).await.unwrap()
    }

    async fn acknowledge(
        &self,
        actor: Actor,
        help: HelpId,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        acknowledge_help(&self.store, actor, AcknowledgeHelp { help }, now).await
    }

    async fn end_help(&self, actor: Actor, help: HelpId) -> Result<Reply, Rejection> {
        end_help(&self.store, actor, EndHelp { help }, NOW).await
    }

    pub(super) async fn pages(&self, actor: Actor, now: Timestamp) -> Vec<Page> {
        let reply = list_pages(&self.store, actor, now).await.unwrap();
        let Reply::Pages { pages } = reply else { panic!("{reply:?}") };
        pages
    }

    pub(super) async fn help_status(&self, actor: Actor, now: Timestamp) -> HelpStatus {
        let reply = show_help(&self.store, actor, now).await.unwrap();
        let Reply::HelpStatus { status } = reply else { panic!("{reply:?}") };
        status
    }

    /// Everything that is due is done; no timer is left that was due.
    pub(super) async fn pass_time(&self, now: Timestamp) {
        for _ in 0..9 {
            let pass = ring_due(&self.store, now, &Arc::default()).await.unwrap();
            assert_eq!(pass.put_off, 0);
            if pass.rung == 0 {
                return;
            }
        }
        panic!("it rings for ever");
    }

    /// To whom a page came since the last call, in order.
    pub(super) fn heard_pages(&self) -> Vec<(AccountKey, PageState)> {
        let heard = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice: Notice::Paged { page } } => {
                Some((account, page.state))
            }
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionEnded { .. } => None,
        });
        heard.collect()
    }

    fn notices_to(&self, actor: Actor) -> Vec<Notice> {
        let heard = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice } if account == actor.account => Some(notice),
            Publication::Event(event) => panic!("a circle heard of it: {event:?}"),
            Publication::Notice { .. }
            | Publication::Unsubscribed { .. }
            | Publication::SessionEnded { .. } => None,
        });
        heard.collect()
    }

    fn pair(&self, mentor: Actor, mentee: Actor) {
        damage::pair(self.folder.path(), mentor.account.0, mentee.account.0);
    }
}

/// Jo is first on call and Kim second, for a day; Sam asks; one of staff.
struct Night {
    house: House,
    sam: Actor,
    jo: Actor,
    kim: Actor,
    office: Actor,
}

async fn night() -> Night {
    let house = House::new().await;
    let (sam, office) = (house.member("Sam").await, house.staff().await);
    let (jo, kim) = (house.member("Jo").await, house.member("Kim").await);
    house.on_shift(office, jo, Rank::First, NOW, NOW.plus_ms(DAY_MS)).await;
    house.on_shift(office, kim, Rank::Second, NOW, NOW.plus_ms(DAY_MS)).await;
    house.heard();
    Night { house, sam, jo, kim, office }
}

const WAITING: PageState = PageState::Waiting;

#[tokio::test]
async fn whoever_is_on_call_is_told_at_once_and_the_circle_hears_nothing() {
    let Night { house, sam, jo, kim, office } = night().await;
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!((help.state, help.told), (HelpState::Waiting, HelpTold::OnCall));
    assert_eq!(house.heard_pages(), [(jo.account, WAITING)]);
    let pages = house.pages(jo, NOW).await;
    assert_eq!((pages.len(), pages[0].id, pages[0].state), (1, help.id, WAITING));
    assert_eq!(pages[0].words.as_ref().unwrap().as_str(), "I am outside the bar");
    for other in [sam, kim, office] {
        assert!(house.pages(other, NOW).await.is_empty());
    }
    let status = house.help_status(sam, NOW).await;
    assert_eq!(status.open, Some(help));
    assert!(status.on_duty.is_some() && status.mentor.is_none());
    assert_eq!(house.help_status(kim, NOW).await.open, None);
}

#[tokio::test]
async fn the_second_is_told_after_ten_minutes_and_the_centre_after_twenty_once_each() {
    let Night { mut house, sam, jo, kim, office } = night().await;
    let another = house.staff().await;
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(house.heard_pages(), [(jo.account, WAITING)]);
    house.restart().await;
    house.pass_time(minute(10).plus_ms(-1)).await;
    assert_eq!(house.heard_pages(), []);
    house.restart().await;
    house.pass_time(minute(10)).await;
    house.pass_time(minute(10)).await;
    house.restart().await;
    house.pass_time(minute(11)).await;
    assert_eq!(house.heard_pages(), [(kim.account, WAITING)]);
    // The clock is set back by an hour, and forward again.
    house.pass_time(minute(-50)).await;
    house.pass_time(minute(19)).await;
    assert_eq!(house.heard_pages(), []);
    house.restart().await;
    house.pass_time(minute(20)).await;
    house.restart().await;
    house.pass_time(minute(21)).await;
    assert_eq!(house.heard_pages(), [(office.account, WAITING), (another.account, WAITING)]);
    house.pass_time(minute(9_000)).await;
    assert_eq!(house.heard_pages(), []);
    let open = house.help_status(sam, minute(22)).await.open.unwrap();
    assert_eq!((open.id, open.told, open.state), (help.id, HelpTold::Centre, HelpState::Waiting));
}

#[tokio::test]
async fn what_was_due_while_the_server_was_down_is_done_in_order_when_it_is_back() {
    let Night { mut house, sam, jo, kim, office } = night().await;
    house.ask(sam, HelpTo::OnCall).await;
    house.restart().await;
    house.pass_time(minute(45)).await;
    house.pass_time(minute(46)).await;
    let told = [(jo.account, WAITING), (kim.account, WAITING), (office.account, WAITING)];
    assert_eq!(house.heard_pages(), told);
}

#[tokio::test]
async fn once_somebody_answers_nobody_else_is_told() {
    let Night { house, sam, jo, kim, office } = night().await;
    let help = house.ask(sam, HelpTo::OnCall).await;
    house.pass_time(minute(10)).await;
    house.heard();
    let reply = house.acknowledge(jo, help.id, minute(12)).await.unwrap();
    let Reply::HelpYours { line } = reply else { panic!("{reply:?}") };
    let told = house.heard();
    let pages_to = |actor: Actor| {
        told.iter().find_map(|one| match one {
            Publication::Notice { account, notice: Notice::Paged { page } }
                if *account == actor.account =>
            {
                Some(page.clone())
            }
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionEnded { .. } => None,
        })
    };
    let page = pages_to(jo).unwrap();
    assert_eq!((page.state, page.words.is_some(), page.line), (PageState::Yours, true, Some(line)));
    // What was written is no longer for whoever does not answer.
    let page = pages_to(kim).unwrap();
    assert_eq!((page.state, page.words, page.line), (PageState::Taken, None, None));
    let open = house.help_status(sam, minute(12)).await.open.unwrap();
    assert_eq!((open.state, open.by.is_some()), (HelpState::Acknowledged, true));
    assert_eq!(open.line, Some(line));
    let changed = Notice::HelpChanged { help: open };
    assert!(told.contains(&Publication::Notice { account: sam.account, notice: changed }));
    // The same again gets the same answer; another is told that it is taken.
    assert_eq!(
        house.acknowledge(jo, help.id, minute(13)).await.unwrap(),
        Reply::HelpYours { line }
    );
    let second = house.acknowledge(kim, help.id, minute(13)).await;
    assert_refused(second, RefusalCode::AlreadyHandled);
    house.heard();
    house.pass_time(minute(60)).await;
    assert_eq!(house.heard_pages(), []);
    assert!(house.pages(office, minute(60)).await.is_empty());
    assert_eq!(house.audited().await[0], AuditAct::HelpAcknowledged);
    // What was answered long ago is over.
    house.pass_time(minute(13).plus_ms(12 * HOUR_MS)).await;
    assert_eq!(house.help_status(sam, NOW).await.open, None);
}

#[tokio::test]
async fn of_two_who_answer_at_once_one_does() {
    let Night { house, sam, jo, kim, .. } = night().await;
    let help = house.ask(sam, HelpTo::OnCall).await.id;
    house.pass_time(minute(10)).await;
    let (one, other) = tokio::join!(
        house.acknowledge(jo, help, minute(11)),
        house.acknowledge(kim, help, minute(11))
    );
    assert!(one.is_ok() != other.is_ok());
    assert_refused(one.and(other), RefusalCode::AlreadyHandled);
    assert_eq!(
        house.audited().await.iter().filter(|act| **act == AuditAct::HelpAcknowledged).count(),
        1
    );
}

#[tokio::test]
async fn whoever_is_not_paged_learns_nothing() {
    let Night { house, sam, jo, kim, office } = night().await;
    let help = house.ask(sam, HelpTo::OnCall).await.id;
    let made_up = HelpId(Uuid::now_v7());
    for other in [kim, office, sam] {
        let (real, unreal) = (
            house.acknowledge(other, help, NOW).await,
            house.acknowledge(other, made_up, NOW).await,
        );
        assert_eq!(real, unreal);
        assert_refused(real, RefusalCode::NotFound);
    }
    // Being paged is not having a part in it.
    for other in [jo, kim, office] {
        assert_refused(house.end_help(other, help).await, RefusalCode::NotFound);
    }
    // And an id that another has used says nothing of it.
    let stolen = AskForHelp { id: help, ..request(HelpTo::OnCall) };
    assert_refused(house.ask_at(kim, stolen, NOW).await, RefusalCode::IdConflict);
}

#[tokio::test]
async fn either_of_the_two_ends_it() {
    for by_asker in [true, false] {
        let Night { house, sam, jo, kim, .. } = night().await;
        let help = house.ask(sam, HelpTo::OnCall).await.id;
        house.acknowledge(jo, help, NOW).await.unwrap();
        house.heard();
        let (who, other) = if by_asker { (sam, jo) } else { (jo, sam) };
        house.end_help(who, help).await.unwrap();
        assert_eq!(house.heard_pages(), [(jo.account, PageState::Ended)]);
        house.end_help(other, help).await.unwrap();
        assert_refused(house.acknowledge(jo, help, NOW).await, RefusalCode::AlreadyHandled);
        assert_refused(house.acknowledge(kim, help, NOW).await, RefusalCode::NotFound);
        assert_eq!(house.help_status(sam, NOW).await.open, None);
        house.pass_time(minute(9_000)).await;
        assert_eq!(house.heard_pages(), []);
    }
}

#[tokio::test]
async fn where_nobody_is_on_duty_the_centre_is_told_at_once() {
    let house = House::new().await;
    let (sam, office) = (house.member("Sam").await, house.staff().await);
    house.heard();
    assert_eq!(house.help_status(sam, NOW).await.on_duty, None);
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(help.told, HelpTold::Centre);
    assert_eq!(house.heard_pages(), [(office.account, WAITING)]);
    house.acknowledge(office, help.id, NOW).await.unwrap();
}

#[tokio::test]
async fn where_nobody_can_be_told_it_is_said_and_the_next_shift_is_told() {
    let house = House::new().await;
    let (sam, office) = (house.member("Sam").await, house.staff().await);
    let jo = house.member("Jo").await;
    // The only one of staff asks themselves.
    house.on_shift(office, jo, Rank::First, minute(120), minute(240)).await;
    house.heard();
    let help = house.ask(office, HelpTo::OnCall).await;
    assert_eq!(help.told, HelpTold::Nobody);
    house.pass_time(minute(119)).await;
    assert_eq!(house.heard_pages(), []);
    house.pass_time(minute(120)).await;
    assert_eq!(house.heard_pages(), [(jo.account, WAITING)]);
    assert_eq!(house.help_status(sam, NOW).await.open, None);
    // Whoever is on call is not told of their own asking.
    let own = house.ask_at(jo, request(HelpTo::OnCall), minute(121)).await.unwrap();
    assert_eq!(own.told, HelpTold::Centre);
    assert_eq!(house.help_status(jo, minute(121)).await.on_duty, None);
}

#[tokio::test]
async fn a_shift_that_is_added_now_brings_whoever_was_missing() {
    let house = House::new().await;
    let (office, jo) = (house.staff().await, house.member("Jo").await);
    house.ask(office, HelpTo::OnCall).await;
    house.heard();
    house.on_shift(office, jo, Rank::First, NOW, minute(240)).await;
    house.pass_time(NOW).await;
    assert_eq!(house.heard_pages(), [(jo.account, WAITING)]);
}

#[tokio::test]
async fn suspended_accounts_are_passed_over() {
    let Night { house, sam, jo, kim, office } = night().await;
    let another = house.staff().await;
    let jos = house.member_id(jo).await;
    house.suspend(office, jos).await.unwrap();
    house.heard();
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(house.heard_pages(), [(kim.account, WAITING)]);
    // Suspended while replying: it waits again, and the next are told at once.
    house.acknowledge(kim, help.id, minute(1)).await.unwrap();
    let kims = house.member_id(kim).await;
    house.suspend(office, kims).await.unwrap();
    house.heard();
    house.pass_time(minute(1)).await;
    assert_eq!(house.heard_pages(), [(office.account, WAITING), (another.account, WAITING)]);
    let open = house.help_status(sam, NOW).await.open.unwrap();
    assert_eq!((open.state, open.by), (HelpState::Waiting, None));
}

#[tokio::test]
async fn the_mentor_is_told_first_where_there_is_one() {
    let Night { house, sam, jo, office, .. } = night().await;
    let ray = house.member("Ray").await;
    // Without one it goes to those on call.
    let help = house.ask(sam, HelpTo::Mentor).await;
    assert_eq!((help.to, help.told), (HelpTo::OnCall, HelpTold::OnCall));
    house.end_help(sam, help.id).await.unwrap();
    house.pair(ray, sam);
    assert!(house.help_status(sam, NOW).await.mentor.is_some());
    house.heard();
    let help = house.ask(sam, HelpTo::Mentor).await;
    assert_eq!((help.to, help.told), (HelpTo::Mentor, HelpTold::Mentor));
    let heard = house.notices_to(ray);
    assert!(matches!(heard[..], [Notice::Paged { .. }, Notice::BoardChanged]), "{heard:?}");
    house.pass_time(minute(10)).await;
    assert_eq!(house.heard_pages(), [(jo.account, WAITING)]);
    house.pass_time(minute(20)).await;
    assert_eq!(house.heard_pages(), [(office.account, WAITING)]);
    house.acknowledge(ray, help.id, minute(25)).await.unwrap();
}

#[tokio::test]
async fn neither_a_mute_nor_a_pace_holds_it_back() {
    let Night { house, sam, .. } = night().await;
    let moderator = house.moderator("Lou").await;
    let member = house.member_id(sam).await;
    house.mute_person(moderator, member).await;
    assert_refused(house.send(sam, house.message("hello")).await, RefusalCode::Muted);
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(help.told, HelpTold::OnCall);
}

#[tokio::test]
async fn asking_again_is_the_same_request() {
    let Night { house, sam, jo, .. } = night().await;
    let first = request(HelpTo::OnCall);
    let help = house.ask_at(sam, first.clone(), NOW).await.unwrap();
    let again = house.ask_at(sam, first.clone(), minute(1)).await.unwrap();
    let another = house.ask_at(sam, request(HelpTo::Mentor), minute(2)).await.unwrap();
    assert_eq!((&help, &help), (&again, &another));
    assert_eq!(house.heard_pages(), [(jo.account, WAITING)]);
    house.end_help(sam, help.id).await.unwrap();
    let late = house.ask_at(sam, first, minute(3)).await.unwrap();
    assert_eq!(late.state, HelpState::Ended);
}

#[tokio::test]
async fn where_nobody_has_answered_for_long_asking_again_tells_all_once_more() {
    let Night { house, sam, jo, kim, office } = night().await;
    house.ask(sam, HelpTo::OnCall).await;
    house.pass_time(minute(10)).await;
    house.pass_time(minute(30)).await;
    house.heard();
    house.ask_at(sam, request(HelpTo::OnCall), minute(40)).await.unwrap();
    let mut told = house.heard_pages();
    told.sort_by_key(|(account, _)| *account);
    let mut all = [jo, kim, office].map(|one| (one.account, WAITING));
    all.sort_by_key(|(account, _)| *account);
    assert_eq!(told, all);
}

#[tokio::test]
async fn six_an_hour_are_taken_and_the_seventh_is_told_whom_to_call() {
    let Night { house, sam, kim, .. } = night().await;
    for _ in 0..6 {
        let help = house.ask(sam, HelpTo::OnCall).await.id;
        house.end_help(sam, help).await.unwrap();
    }
    let refused = house.ask_at(sam, request(HelpTo::OnCall), minute(59)).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::LimitReached);
    assert!(refused.0.message.contains("988") && refused.0.message.contains("911"));
    house.ask_at(kim, request(HelpTo::OnCall), minute(59)).await.unwrap();
    house.ask_at(sam, request(HelpTo::OnCall), minute(60)).await.unwrap();
}

#[tokio::test]
async fn what_was_written_is_erased_in_time_and_that_it_was_stays() {
    let Night { house, sam, jo, .. } = night().await;
    house.ask(sam, HelpTo::OnCall).await;
    let erase = |before| house.store.write(move |tx| Ok(tx.erase_help_words(before, 9)?));
    assert_eq!(erase(NOW).await.unwrap(), 0);
    assert_eq!(erase(minute(1)).await.unwrap(), 1);
    assert_eq!(erase(minute(1)).await.unwrap(), 0);
    let pages = house.pages(jo, NOW).await;
    assert_eq!((pages.len(), &pages[0].words), (1, &None));
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|piece| piece == b"outside the bar"));
    }
}

#[tokio::test]
async fn a_page_is_listed_for_a_day_and_while_it_waits() {
    let Night { house, sam, jo, .. } = night().await;
    let help = house.ask(sam, HelpTo::OnCall).await.id;
    let late = NOW.plus_ms(DAY_MS + 1);
    assert_eq!(house.pages(jo, late).await.len(), 1);
    house.end_help(sam, help).await.unwrap();
    assert_eq!(house.pages(jo, NOW.plus_ms(DAY_MS)).await[0].state, PageState::Ended);
    assert!(house.pages(jo, late).await.is_empty());
}
