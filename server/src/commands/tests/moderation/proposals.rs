//! Actions that need two people: proposing, agreeing, declining, and that one can't do it
//! alone.

use circles_protocol::requests::{
    DecideProposal, ListProposals, MassMute, MuteMember, ProposeAction,
};
use circles_protocol::{
    ActionKind, AuditAction, MuteDuration, Notice, ProposalId, ProposalView, ProposedAction,
    Reason, WireEnum,
};

use crate::clock::DAY_MS;
use crate::commands::moderation::decide_proposal::decide_proposal;
use crate::commands::moderation::list_proposals::list_proposals;
use crate::commands::moderation::mass_mute::mass_mute;
use crate::commands::moderation::mute_member::mute_member;
use crate::commands::moderation::propose_action::propose_action;
use crate::commands::tests::*;

const REASON: Reason = Reason::Predation;
const REMOVAL: ProposedAction = ProposedAction::Removal;
const MONTH: ProposedAction = ProposedAction::OneMonthMute;

impl Fixture {
    async fn propose(
        &self,
        actor: Actor,
        member: MemberId,
        action: ProposedAction,
    ) -> Result<Reply, Rejection> {
        self.propose_at(actor, member, action, NOW).await
    }

    async fn propose_at(
        &self,
        actor: Actor,
        member: MemberId,
        action: ProposedAction,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        let request = ProposeAction { circle: self.circle, member, action, reason: REASON };
        propose_action(context(&self.store, actor, at), request).await
    }

    async fn proposed(&self, actor: Actor, member: MemberId, action: ProposedAction) -> ProposalId {
        let reply = self.propose(actor, member, action).await.unwrap();
        let Reply::Proposed { proposal } = reply else { panic!("{reply:?}") };
        proposal
    }

    async fn settle(
        &self,
        actor: Actor,
        proposal: ProposalId,
        agree: bool,
    ) -> Result<Reply, Rejection> {
        self.settle_at(actor, proposal, agree, NOW).await
    }

    async fn settle_at(
        &self,
        actor: Actor,
        proposal: ProposalId,
        agree: bool,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        decide_proposal(context(&self.store, actor, at), DecideProposal { proposal, agree }).await
    }

    pub(in crate::commands::tests) async fn only_proposal(&self, actor: Actor) -> ProposalId {
        let [proposal] = &self.proposals(actor).await[..] else { panic!("one proposal") };
        proposal.id
    }

    async fn proposals(&self, actor: Actor) -> Vec<ProposalView> {
        let reply =
            list_proposals(context(&self.store, actor, NOW), ListProposals {}).await.unwrap();
        let Reply::Proposals { proposals } = reply else { panic!("{reply:?}") };
        proposals
    }
}

#[tokio::test]
async fn one_proposes_and_another_carries_it_out() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let member = fixture.member_id(jo).await;
    fixture.heard();
    let proposal = fixture.proposed(kim, member, REMOVAL).await;
    assert_eq!(fixture.told(), [lou, kim]);
    fixture.say(jo, "still here").await;
    assert!(fixture.own_actions(jo).await.is_empty(), "nothing was done yet");
    let [mine] = &fixture.proposals(kim).await[..] else { panic!("one") };
    let [theirs] = &fixture.proposals(lou).await[..] else { panic!("one") };
    assert!(mine.mine && !theirs.mine);
    assert_eq!((theirs.subject, theirs.action, theirs.reason), (member, REMOVAL, REASON));
    assert_eq!(theirs.until, NOW.plus_ms(7 * DAY_MS));

    fixture.heard();
    fixture.settle(lou, proposal, true).await.unwrap();
    let heard = fixture.heard();
    let place = |wanted: &Publication| heard.iter().position(|one| one == wanted).unwrap();
    let gone = Publication::Unsubscribed { circle: fixture.circle, member };
    let event = heard.iter().position(|one| matches!(one, Publication::Event(_))).unwrap();
    assert!(place(&gone) < event, "they no longer get its events");
    let notice = Notice::CirclesChanged;
    place(&Publication::Notice { account: jo.account, notice });
    let notice = Notice::ActionAboutYou { circle: fixture.circle, muted_until: None };
    place(&Publication::Notice { account: jo.account, notice });
    assert_refused(fixture.send(jo, fixture.message("hello")).await, RefusalCode::NotFound);
    let own = &fixture.own_actions(jo).await[0];
    assert_eq!((own.kind, own.reason), (ActionKind::Removal, REASON));
    let audited = fixture.audited().await;
    let actions =
        [AuditAction::MemberRemoved, AuditAction::ProposalAgreed, AuditAction::ProposalMade];
    assert_eq!(audited[..3], actions);
    assert_refused(fixture.settle(lou, proposal, false).await, RefusalCode::AlreadyHandled);
    // Neither of the two decides the appeal against it.
    let staff = fixture.staff().await;
    let appeal = fixture.appealed(jo, staff).await;
    let outcome = circles_protocol::AppealOutcome::ActionUpheld;
    for acted in [kim, lou] {
        assert!(fixture.appeals(acted).await.is_empty());
        assert_refused(fixture.decide(acted, appeal, outcome).await, RefusalCode::NotAllowed);
    }
}

#[tokio::test]
async fn who_may_not_decide_learns_nothing() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let elsewhere = fixture.moderator_elsewhere("Max").await;
    let member = fixture.member_id(jo).await;
    let made_up = fixture.settle(kim, ProposalId(Uuid::new_v4()), true).await.unwrap_err();
    assert_eq!(made_up.0.code, RefusalCode::NotFound);
    let proposal = fixture.proposed(kim, member, REMOVAL).await;
    for other in [jo, sam, elsewhere, fixture.stranger().await] {
        assert!(fixture.proposals(other).await.is_empty());
        for agree in [true, false] {
            assert_eq!(fixture.settle(other, proposal, agree).await.unwrap_err(), made_up);
        }
    }
    fixture.settle(fixture.staff().await, proposal, true).await.unwrap();
}

#[tokio::test]
async fn one_alone_can_only_withdraw() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let lou = fixture.moderator("Lou").await;
    let member = fixture.member_id(jo).await;
    let proposal = fixture.proposed(kim, member, REMOVAL).await;
    assert_refused(fixture.settle(kim, proposal, true).await, RefusalCode::NotAllowed);
    assert_eq!(fixture.proposals(lou).await.len(), 1, "nothing was done in part");
    fixture.settle(kim, proposal, false).await.unwrap();
    assert!(fixture.proposals(lou).await.is_empty());
    assert_refused(fixture.settle(lou, proposal, true).await, RefusalCode::AlreadyHandled);
    assert_eq!(fixture.audited().await[0], AuditAction::ProposalDeclined);
    fixture.say(jo, "still here").await;
    // No other request lets one moderator mute for more than seven days.
    for duration in MuteDuration::ALL {
        assert!(duration.ms() <= 7 * DAY_MS);
    }
    assert_refused(fixture.remove_because(kim, member, REASON).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn who_is_a_coordinator_too_is_still_one_person() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let kim = fixture.staff().await;
    fixture.join(kim, "Kim", Role::Moderator).await.unwrap();
    let member = fixture.member_id(jo).await;
    let proposal = fixture.proposed(kim, member, REMOVAL).await;
    assert_refused(fixture.settle(kim, proposal, true).await, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn against_whom_nothing_can_be_proposed() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (member, own) = (fixture.member_id(jo).await, fixture.member_id(kim).await);
    let staff = fixture.coordinator_in_circle("Dana").await;
    assert_refused(fixture.propose(kim, own, REMOVAL).await, RefusalCode::NotAllowed);
    assert_refused(fixture.propose(kim, staff, REMOVAL).await, RefusalCode::NotAllowed);
    let nobody = MemberId(Uuid::new_v4());
    assert_refused(fixture.propose(kim, nobody, REMOVAL).await, RefusalCode::NotFound);
    assert_refused(fixture.propose(jo, own, REMOVAL).await, RefusalCode::NotAllowed);
    let elsewhere = fixture.moderator_elsewhere("Max").await;
    assert_refused(fixture.propose(elsewhere, member, REMOVAL).await, RefusalCode::NotFound);
    fixture.leave(jo, NOW).await;
    assert_refused(fixture.propose(kim, member, REMOVAL).await, RefusalCode::NotFound);
    assert!(fixture.proposals(kim).await.is_empty());
}

#[tokio::test]
async fn the_same_proposal_waits_once() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let member = fixture.member_id(jo).await;
    let (one, other) =
        tokio::join!(fixture.propose(kim, member, MONTH), fixture.propose(lou, member, MONTH));
    assert!(one.is_ok() != other.is_ok());
    assert_refused(fixture.propose(kim, member, MONTH).await, RefusalCode::AlreadyHandled);
    fixture.proposed(lou, member, REMOVAL).await;
    assert_eq!(fixture.proposals(kim).await.len(), 2);
}

#[tokio::test]
async fn it_lapses_by_time_and_when_either_person_goes() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let member = fixture.member_id(jo).await;
    let proposal = fixture.proposed(kim, member, REMOVAL).await;
    let over = NOW.plus_ms(7 * DAY_MS);
    let late = fixture.settle_at(lou, proposal, true, over).await;
    assert_refused(late, RefusalCode::NotFound);
    // It no longer blocks the next one.
    let again = fixture.propose_at(lou, member, REMOVAL, over).await.unwrap();
    let Reply::Proposed { proposal: again } = again else { panic!("{again:?}") };
    fixture.demote(fixture.member_id(lou).await).await;
    assert!(fixture.proposals(kim).await.is_empty());
    assert_refused(fixture.settle_at(kim, again, true, over).await, RefusalCode::NotFound);
    assert_refused(fixture.settle_at(lou, again, false, over).await, RefusalCode::NotFound);
    let third = fixture.propose_at(kim, member, REMOVAL, over).await.unwrap();
    let Reply::Proposed { proposal: third } = third else { panic!("{third:?}") };
    fixture.leave(jo, over).await;
    let staff = fixture.staff().await;
    assert_refused(fixture.settle_at(staff, third, true, over).await, RefusalCode::NotFound);
    // Coming back does not revive it.
    let (account, alias) = (jo.account, Alias::parse("Jo").unwrap());
    let at = over.plus_ms(1);
    let newcomer =
        Newcomer { account, alias, role: Role::Member, label: None, invited_at: None, at };
    let circle = fixture.circle;
    let back = fixture.store.write(move |tx| {
        let circle = tx.circle(circle)?.ok_or_else(Rejection::not_found)?.key;
        join(tx, circle, newcomer)
    });
    back.await.unwrap();
    assert_refused(fixture.settle_at(staff, third, true, at).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn two_at_once_decide_a_proposal_once() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let staff = fixture.staff().await;
    let member = fixture.member_id(jo).await;
    let proposal = fixture.proposed(kim, member, MONTH).await;
    let (one, other) =
        tokio::join!(fixture.settle(lou, proposal, true), fixture.settle(staff, proposal, true),);
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(won.unwrap(), Reply::Done);
    assert_refused(lost, RefusalCode::AlreadyHandled);
    assert_eq!(fixture.own_actions(jo).await.len(), 1);
}

#[tokio::test]
async fn a_month_is_a_mute_of_thirty_days_that_two_can_give() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let member = fixture.member_id(jo).await;
    fixture.say(jo, "before").await;
    let proposal = fixture.proposed(kim, member, MONTH).await;
    fixture.settle(lou, proposal, true).await.unwrap();
    let until = NOW.plus_ms(30 * DAY_MS);
    assert_refused(fixture.say_at(jo, Timestamp(until.0 - 1)).await, RefusalCode::Muted);
    let own = &fixture.own_actions(jo).await[0];
    assert_eq!((own.kind, own.until), (ActionKind::MemberMute, Some(until)));
    let audited = fixture.audited().await;
    assert_eq!(audited[..2], [AuditAction::MemberMuted, AuditAction::ProposalAgreed]);
    // A longer one is in force.
    let again = fixture.proposed(lou, member, MONTH).await;
    assert_refused(fixture.settle(kim, again, true).await, RefusalCode::AlreadyMuted);
    assert_eq!(fixture.proposals(kim).await.len(), 1, "nothing was done in part");
    let (circle, duration, reason) = (fixture.circle, MuteDuration::OneDay, REASON);
    let mute = MuteMember { circle, member, duration, reason };
    let refused = mute_member(context(&fixture.store, kim, NOW), mute).await;
    assert_refused(refused, RefusalCode::AlreadyMuted);
    // One moderator's action on top of it keeps its own end, and does not extend what two
    // people have undone.
    let appeal = fixture.appealed(jo, fixture.staff().await).await;
    let everything = MassMute { circle, member, duration, reason };
    mass_mute(context(&fixture.store, kim, NOW), everything).await.unwrap();
    assert_eq!(fixture.own_actions(jo).await[0].until, Some(NOW.plus_ms(DAY_MS)));
    let staff = fixture.staff().await;
    let outcome = circles_protocol::AppealOutcome::ActionOverturned;
    fixture.decide(staff, appeal, outcome).await.unwrap();
    fixture.say_at(jo, NOW.plus_ms(DAY_MS)).await.unwrap();
}

#[tokio::test]
async fn old_proposals_go_and_open_ones_stay() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let member = fixture.member_id(jo).await;
    let declined = fixture.proposed(kim, member, REMOVAL).await;
    fixture.settle(kim, declined, false).await.unwrap();
    fixture.proposed(kim, member, MONTH).await;
    let purge = |before| fixture.store.write(move |tx| Ok(tx.purge_proposals(before)?));
    let lapsed = NOW.plus_ms(7 * DAY_MS);
    assert_eq!(purge(lapsed).await.unwrap(), 0);
    assert_eq!(purge(lapsed.plus_ms(1)).await.unwrap(), 2);
}
