//! What a returning client missed: all of its circles, and for each either every event
//! after its cursor or a notice that there is a gap. Nothing is skipped silently.

use std::collections::HashMap;

use circles_protocol::requests::Hello;
use circles_protocol::{
    AccountId, AccountRecovery, Alias, CatchUp, CircleId, CircleName, CircleView, MemberId,
    MessageId, MilestoneStyle, Seq, limits,
};

use crate::commands::shared::direct;
use crate::domain::{AccountKey, Membership, Rejection};
use crate::store::{AccountRow, Store, View};

/// Who returned, and what they have here, all as of one moment.
#[derive(Debug)]
pub(crate) struct Resumed {
    pub(crate) account: AccountId,
    pub(crate) alias: Alias,
    pub(crate) coordinator: bool,
    /// They have a mentor's board.
    pub(crate) mentor: bool,
    /// They take shifts on call.
    pub(crate) on_call: bool,
    /// How milestones are shown here.
    pub(crate) milestone_style: Option<MilestoneStyle>,
    /// There is a security notice that they have not seen.
    pub(crate) security_notice: bool,
    /// A way back in that somebody else opened; the link may have expired.
    pub(crate) recovery: AccountRecovery,
    pub(crate) circles: Vec<CircleView>,
}

/// # Errors
/// `invalid_field` for more cursors than an account can have circles and conversations.
pub(crate) fn require_cursors(hello: &Hello) -> Result<(), Rejection> {
    if hello.cursors.len() > limits::CURSORS {
        return Err(Rejection::invalid("cursors", "There are more cursors than circles allowed."));
    }
    Ok(())
}

/// The circles an account is in now, with its member id in each.
pub(crate) async fn own_circles(
    store: &Store,
    account: AccountKey,
) -> Result<Vec<(CircleId, MemberId)>, Rejection> {
    store
        .read(move |view| {
            let memberships = view.memberships(account)?;
            Ok(memberships.into_iter().map(|(own, _)| (own.circle_id, own.member_id)).collect())
        })
        .await
}

/// Missed events are sent up to a number of bytes; circles beyond that get a gap.
pub(crate) async fn resume(
    store: &Store,
    account: AccountKey,
    hello: &Hello,
    budget_bytes: usize,
) -> Result<Resumed, Rejection> {
    // Cursors from another incarnation of the database mean nothing.
    let cursors: HashMap<CircleId, Seq> = if hello.epoch == Some(store.epoch()) {
        hello.cursors.iter().map(|cursor| (cursor.circle, cursor.seq)).collect()
    } else {
        HashMap::new()
    };
    store
        .read(move |view| {
            let own = view.account(account)?.ok_or_else(Rejection::internal)?;
            let mut budget_bytes = budget_bytes;
            let mut hidden = view.hidden_of(account)?;
            let circles = view
                .memberships(account)?
                .into_iter()
                .map(|(membership, name)| {
                    let cursor = cursors.get(&membership.circle_id).copied();
                    let hidden = hidden.remove(&membership.circle).unwrap_or_default();
                    circle_view(view, (membership, name, hidden), cursor, &mut budget_bytes)
                })
                .collect::<Result<_, Rejection>>()?;
            let AccountRow { id, alias, coordinator, .. } = own;
            let mentor = view.mentor_of(account)?.is_some();
            let on_call = view.on_call_account(account)?.is_some();
            let milestone_style = view.centre_settings()?.milestone_style;
            Ok(Resumed {
                account: id,
                alias,
                coordinator,
                mentor,
                on_call,
                milestone_style,
                recovery: view.account_recovery(account)?,
                security_notice: view.has_unseen_security_notice(account)?,
                circles,
            })
        })
        .await
}

fn circle_view(
    view: &View<'_>,
    (membership, name, hidden): (Membership, CircleName, Vec<MessageId>),
    cursor: Option<Seq>,
    budget_bytes: &mut usize,
) -> Result<CircleView, Rejection> {
    // A cursor from before joining, or from beyond the end of the log, is not valid here.
    let cursor = cursor.filter(|seq| membership.may_see(*seq) && *seq <= membership.head_seq);
    let missed = match cursor {
        Some(seq) => view.events_after(&membership, seq, limits::RESUME_EVENTS, budget_bytes)?,
        None => None,
    };
    let (unread, unread_mentions) = view.unread(&membership, limits::UNREAD_SHOWN)?;
    let direct = direct::shown(view, &membership)?;
    Ok(CircleView {
        id: membership.circle_id,
        name,
        me: membership.member_id,
        role: membership.role,
        joined_seq: membership.joined_seq,
        head_seq: membership.head_seq,
        read_seq: membership.read_seq,
        unread,
        unread_mentions,
        closed: membership.closed,
        muted_until: membership.muted_until,
        slow_mode_seconds: membership.slow_mode_seconds,
        direct,
        hidden,
        catch_up: missed.map_or(CatchUp::Gap, |events| CatchUp::Events { events }),
    })
}
