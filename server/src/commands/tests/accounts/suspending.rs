//! Suspending an account and restoring it, and what waits too long.

use circles_protocol::http::{InviteToken, JoinCircle, Joined};
use circles_protocol::requests::{
    ChangeRole, CloseCircle, ListRoster, RestoreAccount, SuspendAccount,
};
use circles_protocol::{AuditAction, Concern, InviteRole, OverdueView};

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

impl House {
    pub(in crate::commands::tests) async fn suspend(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let request = SuspendAccount { circle: self.circle, member, reason: Concern::Danger };
        suspend_account(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn restore(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let request = RestoreAccount { circle: self.circle, member };
        restore_account(&self.store, actor, request, NOW).await
    }

    async fn follow(&self, actor: Actor, token: InviteToken) -> Result<Joined, Rejection> {
        let alias = Alias::parse("Sam").unwrap();
        let form = JoinCircle { token, alias: None };
        join_circle(&self.store, actor.account, alias, form, &CareRules::default(), NOW).await
    }

    async fn suspended(&self, office: Actor, member: MemberId) -> bool {
        let request = ListRoster { circle: self.circle, former: false, after: None };
        let reply = list_roster(&self.store, office, request).await.unwrap();
        let Reply::Roster { entries, .. } = reply else { panic!("{reply:?}") };
        entries.iter().find(|entry| entry.member == member).unwrap().suspended
    }

    async fn overdue(&self, actor: Actor, now: Timestamp) -> Vec<OverdueView> {
        let reply = list_overdue(&self.store, actor, now).await.unwrap();
        let Reply::Overdue { circles } = reply else { panic!("{reply:?}") };
        circles
    }
}

#[tokio::test]
async fn a_suspended_account_is_signed_out_everywhere_and_stays_out() {
    let house = House::new().await;
    let office = house.staff().await;
    let sam = house.guest("Sam").await;
    let again = house.sign_in("Sam-name", PASSPHRASE).await.unwrap();
    let actor = house.session(&sam).await.unwrap().actor;
    let member = house.member_id(actor).await;
    house.heard();
    house.suspend(office, member).await.unwrap();
    let ended = house
        .heard()
        .into_iter()
        .filter(|one| {
            matches!(one, Publication::SessionClosed { account, .. } if *account == actor.account)
        })
        .count();
    assert_eq!(ended, 2);
    for session in [&sam, &again] {
        refused_with(house.session(session).await, RefusalCode::NotSignedIn);
    }
    refused_with(house.sign_in("Sam-name", PASSPHRASE).await, RefusalCode::AccountSuspended);
    // Who does not know the passphrase learns nothing.
    let wrong = house.sign_in("Sam-name", "a guess at best").await.map(drop).unwrap_err();
    let unknown = house.sign_in("nobody-at-all", "a guess at best").await.map(drop).unwrap_err();
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.0.code, RefusalCode::SignInFailed);
    assert!(house.suspended(office, member).await);

    house.restore(office, member).await.unwrap();
    let back = house.sign_in("Sam-name", PASSPHRASE).await.unwrap();
    assert_eq!(house.session(&back).await.unwrap().actor, actor);
    assert_eq!(house.member_id(actor).await, member);
    assert!(!house.suspended(office, member).await);
    // What was ended stays ended.
    refused_with(house.session(&sam).await, RefusalCode::NotSignedIn);
    house.say(actor, "back again").await;
    let actions = [AuditAction::AccountRestored, AuditAction::AccountSuspended];
    assert_eq!(house.audited().await[..2], actions);
}

#[tokio::test]
async fn a_sign_in_under_way_does_not_survive_a_suspension() {
    let house = House::new().await;
    let office = house.staff().await;
    let sam = house.guest("Sam").await;
    let actor = house.session(&sam).await.unwrap().actor;
    let member = house.member_id(actor).await;
    let signing_in = (0..4).map(|_| house.sign_in("Sam-name", PASSPHRASE));
    let (signed_in, suspended) =
        tokio::join!(futures_util::future::join_all(signing_in), house.suspend(office, member));
    suspended.unwrap();
    for session in signed_in.into_iter().flatten() {
        refused_with(house.session(&session).await, RefusalCode::NotSignedIn);
    }
    // An invite that is followed meanwhile does not lead in either.
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    refused_with(house.follow(actor, token).await, RefusalCode::AccountSuspended);
}

#[tokio::test]
async fn only_the_centre_suspends_and_never_itself() {
    let house = House::new().await;
    let office = house.staff().await;
    house.join(office, "Dana", Role::Member).await.unwrap();
    let (jo, kim) = (house.member("Jo").await, house.moderator("Kim").await);
    let (member, own) = (house.member_id(jo).await, house.member_id(office).await);
    let nobody = MemberId(Uuid::new_v4());
    for other in [jo, kim, house.stranger().await] {
        assert_refused(house.suspend(other, member).await, RefusalCode::NotFound);
        assert_refused(house.restore(other, member).await, RefusalCode::NotFound);
        let listed = list_overdue(&house.store, other, NOW).await;
        assert_refused(listed, RefusalCode::NotFound);
    }
    assert_refused(house.suspend(office, own).await, RefusalCode::NotAllowed);
    assert_refused(house.suspend(office, nobody).await, RefusalCode::NotFound);
    assert_refused(house.restore(office, nobody).await, RefusalCode::NotFound);
    assert!(house.audited().await.is_empty());
    // Twice does no harm, and is one action.
    house.suspend(office, member).await.unwrap();
    house.suspend(office, member).await.unwrap();
    house.restore(office, member).await.unwrap();
    house.restore(office, member).await.unwrap();
    assert_eq!(house.audited().await.len(), 2);
}

#[tokio::test]
async fn somebody_who_left_can_be_suspended_and_restored() {
    let house = House::new().await;
    let (office, jo) = (house.staff().await, house.member("Jo").await);
    let member = house.member_id(jo).await;
    house.leave(jo, NOW).await;
    house.suspend(office, member).await.unwrap();
    house.restore(office, member).await.unwrap();
}

#[tokio::test]
async fn appeals_past_their_time_are_counted_circle_by_circle() {
    let house = House::new().await;
    let office = house.staff().await;
    let (jo, kim) = (house.member("Jo").await, house.moderator("Kim").await);
    for _ in 0..2 {
        let (said, _) = house.say(jo, "one").await;
        house.mute(kim, &[said]).await.unwrap();
        let action = house.last_action(jo).await;
        house.appeal(jo, action).await.unwrap();
    }
    let due = NOW.plus_ms(48 * HOUR_MS);
    assert!(house.overdue(office, Timestamp(due.0 - 1)).await.is_empty());
    let two = OverdueView { circle: house.circle, cases: 0, appeals: 2 };
    assert_eq!(house.overdue(office, due).await, [two]);
    let close = CloseCircle { circle: house.circle };
    close_circle(&house.store, office, close, NOW).await.unwrap();
    let appeal = house.appeals(office).await[0].id;
    house.decide(office, appeal, circles_protocol::AppealOutcome::Stands).await.unwrap();
    assert_eq!(house.overdue(office, due).await, [OverdueView { appeals: 1, ..two }]);
}

#[tokio::test]
async fn the_centre_hears_at_once_that_it_must_decide_now() {
    for way in ["demoted", "left", "removed", "suspended"] {
        let house = House::new().await;
        let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
        let (kim, office) = (house.moderator("Kim").await, house.staff().await);
        let (circle, member) = (house.circle, house.member_id(kim).await);
        let (said, _) = house.say(jo, "words").await;
        house.report(sam, said, Concern::Danger).await.unwrap();
        assert!(house.cases(office).await.is_empty());
        house.heard();
        match way {
            "demoted" => {
                let request = ChangeRole { circle, member, role: Role::Member };
                change_role(&house.store, office, request, NOW).await.map(drop).unwrap();
            }
            "left" => house.leave(kim, NOW).await,
            "removed" => {
                house.remove_because(office, member, Concern::Other).await.map(drop).unwrap();
            }
            _ => house.suspend(office, member).await.map(drop).unwrap(),
        }
        let told = house.told();
        assert!(told.iter().any(|one| one.account == office.account), "{way}");
        assert!(!told.iter().any(|one| [jo, sam].contains(one)), "{way}");
        assert_eq!(house.cases(office).await.len(), 1, "{way}");
    }
}
