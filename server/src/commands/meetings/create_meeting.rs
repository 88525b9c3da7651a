//! Adds a meeting to the calendar of a circle, by its moderators or the centre, or to
//! that of the whole centre. Whoever creates it is its host.

use circles_protocol::requests::CreateMeeting;
use circles_protocol::{AuditAction, CircleId, LocalDate, MeetingId, Reply, Role, Timestamp};
use uuid::Uuid;

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::idempotent::run_once;
use crate::commands::shared::meetings::remind_of_next;
use crate::domain::meetings::Pattern;
use crate::domain::schedule::zone;
use crate::domain::{
    Actor, CircleKey, Operation, Rejection, Rules, require_open, require_participant,
};
use crate::limits::MEETINGS_PER_CIRCLE;
use crate::store::{MeetingWords, NewMeeting, Tx, View};

pub(crate) async fn create_meeting(
    context: Context<'_>,
    request: CreateMeeting,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            run_once(tx, actor.account, now, answer, |tx| add(tx, actor, request, &rules, now))
        })
        .await
}

fn answer(made: Uuid) -> Reply {
    Reply::MeetingCreated { meeting: MeetingId(made) }
}

fn add(
    tx: &mut Tx<'_>,
    actor: Actor,
    request: CreateMeeting,
    rules: &Rules,
    now: Timestamp,
) -> Result<Uuid, Rejection> {
    let circle = require_role(tx, actor, request.circle)?;
    let pattern = Pattern::of(&request, now)?;
    let today = LocalDate(zone::local_date(now, pattern.zone));
    if tx.count_meetings(circle, today)? >= MEETINGS_PER_CIRCLE {
        let sentence = "There are 20 meetings already. Please cancel one first.";
        return Err(Rejection::limit_reached(sentence));
    }
    let CreateMeeting { title, link, place, .. } = request;
    let (id, host) = (MeetingId(Uuid::new_v4()), actor.account);
    let words = MeetingWords { title, link, place };
    let key = tx.add_meeting(&NewMeeting { id, circle, host, words, pattern, at: now })?;
    let meeting = tx.meeting_by_key(key)?.ok_or_else(Rejection::internal)?;
    remind_of_next(tx, &meeting, now, rules)?;
    let (action, circle, target) = (AuditAction::MeetingCreated, request.circle, Some(id.0));
    audit::append(tx, actor, now, NewAuditEntry { action, circle, target, reason: None })?;
    Ok(id.0)
}

/// # Errors
/// `not_found` for anyone without such a role there, or if there is no such circle.
fn require_role(
    view: &View<'_>,
    actor: Actor,
    circle: Option<CircleId>,
) -> Result<Option<CircleKey>, Rejection> {
    let Some(id) = circle else {
        require_participant(Operation::CreateMeeting, actor.coordinator)?;
        return Ok(None);
    };
    let circle = view.circle(id)?.ok_or_else(Rejection::not_found)?;
    let moderator = view
        .membership(id, actor.account)?
        .is_some_and(|membership| membership.role == Role::Moderator);
    require_participant(Operation::CreateMeeting, moderator || actor.coordinator)?;
    require_open(Operation::CreateMeeting, circle.closed)?;
    Ok(Some(circle.key))
}
