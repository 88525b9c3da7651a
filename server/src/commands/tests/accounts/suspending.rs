//! Suspending an account and restoring it, and what is overdue.

use circles_protocol::http::{InviteToken, JoinCircle, Joined};
use circles_protocol::requests::{
    ChangeRole, CloseCircle, ListOverdue, ListRoster, RestoreAccount, SuspendAccount,
};
use circles_protocol::{AuditAction, InviteRole, OverdueView, Reason};

use crate::clock::HOUR_MS;
use crate::commands::accounts::restore_account::restore_account;
use crate::commands::accounts::suspend_account::suspend_account;
use crate::commands::circles::change_role::change_role;
use crate::commands::circles::close_circle::close_circle;
use crate::commands::circles::join_circle::join_circle;
use crate::commands::circles::list_roster::list_roster;
use crate::commands::moderation::list_overdue::list_overdue;
use crate::commands::tests::accounts::signing_in::{PASSPHRASE, refused_with};
use crate::commands::tests::*;

impl Fixture {
    pub(in crate::commands::tests) async fn suspend(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let request = SuspendAccount { circle: self.circle, member, reason: Reason::Danger };
        suspend_account(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn restore(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let request = RestoreAccount { circle: self.circle, member };
        restore_account(context(&self.store, actor, NOW), request).await
    }

    async fn follow(&self, actor: Actor, token: InviteToken) -> Result<Joined, Rejection> {
        let alias = Alias::parse("Sam").unwrap();
        let form = JoinCircle { token, alias: None };
        join_circle(&self.store, actor.account, alias, form, &Rules::default(), NOW).await
    }

    async fn suspended(&self, staff: Actor, member: MemberId) -> bool {
        let request = ListRoster { circle: self.circle, former: false, after: None };
        let reply = list_roster(context(&self.store, staff, NOW), request).await.unwrap();
        let Reply::Roster { entries, .. } = reply else { panic!("{reply:?}") };
        entries.iter().find(|entry| entry.member == member).unwrap().suspended
    }

    async fn overdue(&self, actor: Actor, now: Timestamp) -> Vec<OverdueView> {
        let reply = list_overdue(context(&self.store, actor, now), ListOverdue {}).await.unwrap();
        let Reply::Overdue { circles } = reply else { panic!("{reply:?}") };
        circles
    }
}

#[tokio::test]
async fn a_suspended_account_is_signed_out_everywhere_and_stays_out() {
    let fixture = Fixture::new().await;
    let staff = fixture.staff().await;
    let sam = fixture.guest("Sam").await;
    let again = fixture.sign_in("Sam-name", PASSPHRASE).await.unwrap();
    let actor = fixture.session(&sam).await.unwrap().actor;
    let member = fixture.member_id(actor).await;
    fixture.heard();
    fixture.suspend(staff, member).await.unwrap();
    let ended = fixture
        .heard()
        .into_iter()
        .filter(|one| {
            matches!(one, Publication::SessionClosed { account, .. } if *account == actor.account)
        })
        .count();
    assert_eq!(ended, 2);
    for session in [&sam, &again] {
        refused_with(fixture.session(session).await, RefusalCode::NotSignedIn);
    }
    refused_with(fixture.sign_in("Sam-name", PASSPHRASE).await, RefusalCode::AccountSuspended);
    // Somebody who doesn't know the passphrase learns nothing.
    let wrong = fixture.sign_in("Sam-name", "a guess at best").await.map(drop).unwrap_err();
    let unknown = fixture.sign_in("nobody-at-all", "a guess at best").await.map(drop).unwrap_err();
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.0.code, RefusalCode::SignInFailed);
    assert!(fixture.suspended(staff, member).await);

    fixture.restore(staff, member).await.unwrap();
    let back = fixture.sign_in("Sam-name", PASSPHRASE).await.unwrap();
    assert_eq!(fixture.session(&back).await.unwrap().actor, actor);
    assert_eq!(fixture.member_id(actor).await, member);
    assert!(!fixture.suspended(staff, member).await);
    // Ended sessions stay ended.
    refused_with(fixture.session(&sam).await, RefusalCode::NotSignedIn);
    fixture.say(actor, "back again").await;
    let actions = [AuditAction::AccountRestored, AuditAction::AccountSuspended];
    assert_eq!(fixture.audited().await[..2], actions);
}

#[tokio::test]
async fn a_sign_in_under_way_does_not_survive_a_suspension() {
    let fixture = Fixture::new().await;
    let staff = fixture.staff().await;
    let sam = fixture.guest("Sam").await;
    let actor = fixture.session(&sam).await.unwrap().actor;
    let member = fixture.member_id(actor).await;
    let signing_in = (0..4).map(|_| fixture.sign_in("Sam-name", PASSPHRASE));
    let (signed_in, suspended) =
        tokio::join!(futures_util::future::join_all(signing_in), fixture.suspend(staff, member));
    suspended.unwrap();
    for session in signed_in.into_iter().flatten() {
        refused_with(fixture.session(&session).await, RefusalCode::NotSignedIn);
    }
    // An invite that is used in the meantime doesn't let them in either.
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    refused_with(fixture.follow(actor, token).await, RefusalCode::AccountSuspended);
}

#[tokio::test]
async fn only_the_centre_suspends_and_never_itself() {
    let fixture = Fixture::new().await;
    let staff = fixture.staff().await;
    fixture.join(staff, "Dana", Role::Member).await.unwrap();
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (member, own) = (fixture.member_id(jo).await, fixture.member_id(staff).await);
    let nobody = MemberId(Uuid::new_v4());
    for other in [jo, kim, fixture.stranger().await] {
        assert_refused(fixture.suspend(other, member).await, RefusalCode::NotFound);
        assert_refused(fixture.restore(other, member).await, RefusalCode::NotFound);
        let listed = list_overdue(context(&fixture.store, other, NOW), ListOverdue {}).await;
        assert_refused(listed, RefusalCode::NotFound);
    }
    assert_refused(fixture.suspend(staff, own).await, RefusalCode::NotAllowed);
    assert_refused(fixture.suspend(staff, nobody).await, RefusalCode::NotFound);
    assert_refused(fixture.restore(staff, nobody).await, RefusalCode::NotFound);
    assert!(fixture.audited().await.is_empty());
    // Doing it twice does no harm, and counts as one action.
    fixture.suspend(staff, member).await.unwrap();
    fixture.suspend(staff, member).await.unwrap();
    fixture.restore(staff, member).await.unwrap();
    fixture.restore(staff, member).await.unwrap();
    assert_eq!(fixture.audited().await.len(), 2);
}

#[tokio::test]
async fn somebody_who_left_can_be_suspended_and_restored() {
    let fixture = Fixture::new().await;
    let (staff, jo) = (fixture.staff().await, fixture.member("Jo").await);
    let member = fixture.member_id(jo).await;
    fixture.leave(jo, NOW).await;
    fixture.suspend(staff, member).await.unwrap();
    fixture.restore(staff, member).await.unwrap();
}

#[tokio::test]
async fn appeals_past_their_time_are_counted_circle_by_circle() {
    let fixture = Fixture::new().await;
    let staff = fixture.staff().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    for _ in 0..2 {
        let (said, _) = fixture.say(jo, "one").await;
        fixture.mute(kim, &[said]).await.unwrap();
        let action = fixture.last_action(jo).await;
        fixture.appeal(jo, action).await.unwrap();
    }
    let due = NOW.plus_ms(48 * HOUR_MS);
    assert!(fixture.overdue(staff, Timestamp(due.0 - 1)).await.is_empty());
    let two = OverdueView { circle: fixture.circle, cases: 0, appeals: 2 };
    assert_eq!(fixture.overdue(staff, due).await, [two]);
    let close = CloseCircle { circle: fixture.circle };
    close_circle(context(&fixture.store, staff, NOW), close).await.unwrap();
    let appeal = fixture.appeals(staff).await[0].id;
    fixture.decide(staff, appeal, circles_protocol::AppealOutcome::ActionUpheld).await.unwrap();
    assert_eq!(fixture.overdue(staff, due).await, [OverdueView { appeals: 1, ..two }]);
}

#[tokio::test]
async fn the_centre_hears_at_once_that_it_must_decide_now() {
    for way in ["demoted", "left", "removed", "suspended"] {
        let fixture = Fixture::new().await;
        let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
        let (kim, staff) = (fixture.moderator("Kim").await, fixture.staff().await);
        let (circle, member) = (fixture.circle, fixture.member_id(kim).await);
        let (said, _) = fixture.say(jo, "words").await;
        fixture.report(sam, said, Reason::Danger).await.unwrap();
        assert!(fixture.cases(staff).await.is_empty());
        fixture.heard();
        match way {
            "demoted" => {
                let request = ChangeRole { circle, member, role: Role::Member };
                change_role(context(&fixture.store, staff, NOW), request).await.map(drop).unwrap();
            }
            "left" => fixture.leave(kim, NOW).await,
            "removed" => {
                fixture.remove_because(staff, member, Reason::Other).await.map(drop).unwrap();
            }
            _ => fixture.suspend(staff, member).await.map(drop).unwrap(),
        }
        let told = fixture.told();
        assert!(told.iter().any(|one| one.account == staff.account), "{way}");
        assert!(!told.iter().any(|one| [jo, sam].contains(one)), "{way}");
        assert_eq!(fixture.cases(staff).await.len(), 1, "{way}");
    }
}
