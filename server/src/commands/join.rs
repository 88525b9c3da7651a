//! How an account becomes a member of a circle: part of signing up and of
//! following a further invite, inside their transaction.

use circles_protocol::{
    Alias, CircleId, Happening, InviteLabel, MemberId, MemberView, Notice, Refusal, RefusalCode,
    Role, Timestamp, limits,
};
use uuid::Uuid;

use crate::domain::counts::Count;
use crate::domain::likeness::{likeness, require_personal};
use crate::domain::{AccountKey, CircleKey, Rejection, Standing};
use crate::store::{Entry, Joining, Tx};

use super::record;

#[derive(Debug, Clone)]
pub(crate) struct Newcomer {
    pub(crate) account: AccountKey,
    pub(crate) alias: Alias,
    pub(crate) role: Role,
    pub(crate) label: Option<InviteLabel>,
    pub(crate) at: Timestamp,
}

pub(crate) fn join(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    newcomer: Newcomer,
) -> Result<CircleId, Rejection> {
    let circle = tx.circle_by_key(circle)?;
    if circle.closed {
        return Err(Rejection::circle_closed());
    }
    let earlier = tx.membership_of(circle.key, newcomer.account)?;
    if earlier.is_some_and(|membership| membership.present) {
        let sentence = "You are in this circle already.";
        return Err(Rejection::new(RefusalCode::AlreadyMember, sentence));
    }
    require_personal(&newcomer.alias)?;
    let likeness = likeness(&newcomer.alias);
    if tx.alias_is_taken(circle.key, &likeness, newcomer.account)? {
        let sentence = "Somebody in this circle has that name, or one very like it.";
        return Err(Rejection(Refusal::new(RefusalCode::AliasTaken, sentence).field("alias")));
    }
    if tx.present_members(circle.key)? >= circle.member_limit {
        let sentence = "This circle is full. Please ask your centre.";
        return Err(Rejection::new(RefusalCode::CircleFull, sentence));
    }
    if usize::from(tx.circles_of(newcomer.account)?) >= limits::CIRCLES_PER_ACCOUNT {
        return Err(Rejection::limit_reached("You are in 50 circles already."));
    }
    let head_seq = tx.head_seq(circle.key)?;
    let (account, at, role) = (newcomer.account, newcomer.at, newcomer.role);
    let alias = newcomer.alias.clone();
    let joining = Joining {
        id: MemberId(Uuid::new_v4()),
        account,
        alias: newcomer.alias,
        likeness,
        role,
        label: newcomer.label,
        at,
        seq: head_seq.next(),
    };
    let (member, member_id) = tx.join(circle.key, &joining)?;
    let standing = Standing {
        circle: circle.key,
        circle_id: circle.id,
        member,
        member_id,
        role,
        joined_seq: head_seq.next(),
        read_seq: head_seq.next(),
        head_seq,
        closed: false,
        muted_until: None,
        slow_mode_seconds: 0,
        spoke_at: None,
        line: None,
    };
    let view = MemberView { id: member_id, alias, role, present: true, joined: None };
    let happening = Happening::MemberJoined { member: view };
    record::by_member(tx, &standing, at, Entry::MemberJoined { member }, happening)?;
    tx.count(Count::Joined, at)?;
    tx.notify(account, Notice::CirclesChanged);
    Ok(circle.id)
}
