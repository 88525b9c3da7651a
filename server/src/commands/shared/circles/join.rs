//! How an account becomes a member of a circle: part of signing up and of using a further
//! invite, inside their transaction.

use circles_protocol::{
    Alias, CircleId, EventPayload, InviteLabel, MemberId, MemberView, Notice, RefusalCode, Role,
    Timestamp, limits,
};
use uuid::Uuid;

use crate::domain::counts::Count;
use crate::domain::names::likeness::AliasForms;
use crate::domain::names::{require_personal, too_alike};
use crate::domain::{AccountKey, CircleKey, Membership, Rejection};
use crate::store::{CircleRow, Entry, Joining, Tx, View};

use crate::commands::shared::core::circle_log;

#[derive(Debug, Clone)]
pub(crate) struct Newcomer {
    pub(crate) account: AccountKey,
    pub(crate) alias: Alias,
    pub(crate) role: Role,
    pub(crate) label: Option<InviteLabel>,
    /// When the invite that they use was made.
    pub(crate) invited_at: Option<Timestamp>,
    pub(crate) at: Timestamp,
}

pub(crate) fn join(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    newcomer: Newcomer,
) -> Result<CircleId, Rejection> {
    let circle = tx.circle_by_key(circle)?;
    require_admission(tx, &circle, Some(newcomer.account), &newcomer.alias)?;
    let forms = AliasForms::of(&newcomer.alias);
    let head_seq = tx.head_seq(circle.key)?;
    let (account, at, role) = (newcomer.account, newcomer.at, newcomer.role);
    let alias = newcomer.alias.clone();
    let joining = Joining {
        id: MemberId(Uuid::new_v4()),
        account,
        alias: newcomer.alias,
        role,
        label: newcomer.label,
        invited_at: newcomer.invited_at,
        at,
        seq: head_seq.next(),
    };
    let (member, member_id) = tx.join(circle.key, &joining)?;
    tx.keep_alias_forms(circle.key, member, &forms)?;
    let membership = Membership {
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
        last_posted_at: None,
        withheld: false,
        direct: None,
    };
    let view = MemberView { id: member_id, alias, role, present: true, joined: None };
    let payload = EventPayload::MemberJoined { member: view };
    circle_log::append_as_member(tx, &membership, at, Entry::MemberJoined { member }, payload)?;
    tx.count(Count::Joined, at)?;
    tx.notify(account, Notice::CirclesChanged);
    Ok(circle.id)
}

/// Changes nothing. Whether the name is taken is checked last, so that only somebody who
/// could join under another name learns of it.
///
/// # Errors
/// Whatever keeps the account, or one that is about to be made, out of the circle.
pub(crate) fn require_admission(
    view: &View<'_>,
    circle: &CircleRow,
    account: Option<AccountKey>,
    alias: &Alias,
) -> Result<(), Rejection> {
    require_personal(alias)?;
    if circle.closed {
        return Err(Rejection::circle_closed());
    }
    if let Some(account) = account {
        let earlier = view.membership_of(circle.key, account)?;
        if earlier.is_some_and(|membership| membership.present) {
            let sentence = "You are in this circle already.";
            return Err(Rejection::new(RefusalCode::AlreadyMember, sentence));
        }
        if usize::from(view.circles_of(account)?) >= limits::CIRCLES_PER_ACCOUNT {
            return Err(Rejection::limit_reached("You are in 50 circles already."));
        }
    }
    if view.present_members(circle.key)? >= circle.member_limit {
        let sentence = "This circle is full. Please ask your centre.";
        return Err(Rejection::new(RefusalCode::CircleFull, sentence));
    }
    if view.alias_is_taken(circle.key, &AliasForms::of(alias), account)? {
        return Err(too_alike());
    }
    Ok(())
}
