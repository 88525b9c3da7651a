//! Opens a private conversation of two, or requests one. The words are checked before any
//! fact about the other person is. If anything keeps the request from them, it only
//! appears to be pending.

use circles_protocol::requests::{RequestDirect, SendMessage};
use circles_protocol::{
    Body, CircleId, DirectState, DirectWith, MessageId, RefusalCode, Reply, Signal, Timestamp,
};

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::core::local_time;
use crate::commands::shared::direct::{self, Participants};
use crate::commands::shared::posting::{first_answer, post_with_request};
use crate::domain::direct::{
    DirectInput, DirectStatus, DirectTransition, Existing, Relationship, reaches_other, step,
};
use crate::domain::{
    AccountKey, Actor, CircleKey, MessageFlags, Operation, Rejection, Rules, ScreenedMessage,
    require_may_post,
};
use crate::store::{DirectRow, Tx, View};

/// No account has this key, and no circle has that one.
const NOBODY: AccountKey = AccountKey(0);
const NOWHERE: CircleKey = CircleKey(0);

/// The number of days over which requests are counted.
const WEEK_MS: i64 = 7 * DAY_MS;

pub(crate) async fn request_direct(
    context: Context<'_>,
    request: RequestDirect,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let words = match (request.id, request.body) {
        (Some(id), Some(body)) => Some((id, body)),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            return Err(Rejection::invalid("body", "A first message needs both an id and words."));
        }
    };
    let (with, words) = (request.with, words.map(|(id, body)| draft(id, body)));
    store.write(move |tx| open(tx, actor, with, words, &rules, now)).await
}

fn open(
    tx: &mut Tx<'_>,
    actor: Actor,
    with: DirectWith,
    mut words: Option<ScreenedMessage>,
    rules: &Rules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let me = actor.account;
    let partner = match with {
        DirectWith::ByMember { circle, member } => tx.partner_in(me, circle, member)?,
        DirectWith::ByPairing { pairing } => tx.partner_of(me, pairing)?,
    };
    let other = partner.as_ref().map_or(NOBODY, |partner| partner.account);
    let existing = tx.direct_of_two(me, other)?;
    let input = direct_input(tx, me, other, existing.as_ref(), now)?;
    if let (Some(direct), Some(draft)) = (&existing, &words)
        && let Some(membership) = tx.membership(direct.circle_id, me)?
        && let Some(answer) = first_answer(tx, &membership, draft, draft.found)?
    {
        return Ok(opened(direct.circle_id, &answer));
    }
    let next = step(input, words.is_some(), rules, now);
    let partner = partner.ok_or_else(Rejection::direct_refused)?;
    let participants =
        Participants { opener: (me, partner.own_alias), other: (other, partner.alias) };
    let circle = match (next, &existing) {
        (DirectTransition::Enter, Some(direct)) => direct.circle_id,
        (DirectTransition::Accept, Some(direct)) => direct::accept(tx, direct)?,
        (DirectTransition::Open, _) => {
            // Whether it opens at once depends on the other person: words must not reveal
            // that.
            if input.relationship != Relationship::Role {
                require_plain(words.as_ref())?;
            }
            create_direct(tx, participants, DirectStatus::Open, input.relationship, now)?
        }
        (DirectTransition::Ask, direct) => {
            require_plain(words.as_ref())?;
            match direct.filter(|direct| direct.waits_unseen_by(me)) {
                Some(direct) if !input.other_left => {
                    require_own_room(tx, me, now)?;
                    direct::accept(tx, &direct)?
                }
                Some(_) | None => {
                    let status = if reaches_other(input, rules) {
                        DirectStatus::Asking
                    } else {
                        DirectStatus::Declined
                    };
                    create_direct(tx, participants, status, input.relationship, now)?
                }
            }
        }
        (DirectTransition::Wait, _) => return Err(Rejection::direct_waiting()),
        (DirectTransition::Refuse | DirectTransition::Enter | DirectTransition::Accept, _) => {
            return Err(Rejection::direct_refused());
        }
    };
    let said = words.is_some();
    if let Some(draft) = &mut words {
        draft.request.circle = circle;
    }
    let answer = post_first_message(tx, actor, circle, next, words, now)?;
    if let (true, Some((direct, _))) = (said, tx.direct_between(me, other)?) {
        follow_up::wrote_in_direct(tx, direct, me, now, rules)?;
    }
    Ok(answer)
}

/// Makes the same queries, whatever is known already.
pub(crate) fn direct_input(
    view: &View<'_>,
    me: AccountKey,
    other: AccountKey,
    direct: Option<&DirectRow>,
    now: Timestamp,
) -> Result<DirectInput, Rejection> {
    let days = |account| -> Result<i64, Rejection> {
        // Looking up nobody's days takes as long as looking up anybody's.
        let account = if account == NOBODY { me } else { account };
        Ok(local_time::days_of(view, account, now)?.since_graduating())
    };
    let (paired, shared) = (view.are_paired(me, other)?, view.shared_role(me, other)?);
    let relationship = match (paired, shared) {
        (true, _) | (false, Some(true)) => Relationship::Role,
        (false, Some(false)) => Relationship::Circle,
        (false, None) => Relationship::None,
    };
    let circle = direct.map_or(NOWHERE, |direct| direct.circle);
    let left = |account| -> Result<bool, Rejection> {
        Ok(view.membership_of(circle, account)?.is_some_and(|membership| !membership.present))
    };
    let (i_left, other_left) = (left(me)?, left(other)?);
    // If the person who was asked never saw it, it is no conversation to them.
    let direct = direct.filter(|direct| !direct.waits_unseen_by(me)).map(|direct| Existing {
        status: direct.status,
        mine: direct.opener == me,
        asked_at: direct.asked_at,
        i_left,
        other_left,
    });
    Ok(DirectInput {
        relationship,
        days: [days(me)?, days(other)?],
        blocks_other: view.blocks_one(me, other)?,
        blocked_by_other: view.blocks_one(other, me)?,
        other_left,
        requests: view.conversations_asked_for(me, now.plus_ms(-WEEK_MS))?,
        direct,
    })
}

/// That the other's list is full is disclosed no more than any other reason.
fn create_direct(
    tx: &mut Tx<'_>,
    participants: Participants,
    status: DirectStatus,
    relationship: Relationship,
    now: Timestamp,
) -> Result<CircleId, Rejection> {
    let existing = tx.direct_of_two(participants.opener.0, participants.other.0)?;
    let absent = |view: &View<'_>, account| -> Result<bool, Rejection> {
        let Some(direct) = &existing else { return Ok(true) };
        Ok(view.membership(direct.circle_id, account)?.is_none())
    };
    if absent(tx, participants.opener.0)? {
        require_own_room(tx, participants.opener.0, now)?;
    }
    let other = participants.other.0;
    // A request that doesn't reach them takes no place in their list, but it is counted.
    let fits = if status == DirectStatus::Declined {
        !direct::is_full(tx, other)?
    } else {
        !absent(tx, other)? || direct::has_room(tx, other, now)?
    };
    let status = match (fits, relationship) {
        (true, _) => status,
        (false, Relationship::Role) => return Err(Rejection::direct_refused()),
        (false, Relationship::Circle | Relationship::None) => DirectStatus::Declined,
    };
    Ok(direct::create(tx, participants, status, now)?.1)
}

fn require_own_room(tx: &mut Tx<'_>, me: AccountKey, now: Timestamp) -> Result<(), Rejection> {
    if direct::has_room(tx, me, now)? {
        return Ok(());
    }
    let sentence = "You have 100 private conversations. Please end one first.";
    Err(Rejection::limit_reached(sentence))
}

/// Until somebody accepts, they are sent only words.
fn require_plain(words: Option<&ScreenedMessage>) -> Result<(), Rejection> {
    let Some(draft) = words else {
        let sentence = "Please write a few words: they'll read them before they answer.";
        return Err(Rejection::invalid("body", sentence));
    };
    let not_plain = [Signal::PhoneNumber, Signal::PaymentHandle, Signal::Link];
    if not_plain.into_iter().any(|signal| draft.found.has(signal)) {
        let sentence = "A request can't have links or numbers in it. \
                        You can send them once it is accepted.";
        return Err(Rejection::new(RefusalCode::PlainTextOnly, sentence));
    }
    Ok(())
}

fn post_first_message(
    tx: &mut Tx<'_>,
    actor: Actor,
    circle: CircleId,
    next: DirectTransition,
    words: Option<ScreenedMessage>,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let Some(draft) = words else {
        return Ok(Reply::DirectOpened { circle, offer_help: false });
    };
    let membership = tx.membership(circle, actor.account)?;
    let asking = membership.as_ref().is_some_and(|it| it.direct == Some(DirectState::Asking));
    let membership = if asking && matches!(next, DirectTransition::Open | DirectTransition::Ask) {
        membership.ok_or_else(Rejection::internal)?
    } else {
        require_may_post(Operation::SendMessage, membership, now)?
    };
    let answer = post_with_request(tx, actor, membership, draft, now)?;
    Ok(opened(circle, &answer))
}

/// The first words, as yet without the conversation they go to.
fn draft(id: MessageId, body: Body) -> ScreenedMessage {
    let message = SendMessage {
        id,
        circle: CircleId::from_bytes([0; 16]),
        body,
        reply_to: None,
        mentions: Vec::new(),
        content_note: None,
        win: false,
        daily: false,
    };
    ScreenedMessage::new(message, MessageFlags::default())
}

fn opened(circle: CircleId, answer: &Reply) -> Reply {
    let offer_help = matches!(answer, Reply::MessageAccepted { offer_help: true, .. });
    Reply::DirectOpened { circle, offer_help }
}
