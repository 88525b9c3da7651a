//! The meetings of some days, by the calendar on the reader's own wall: those of
//! own circles and of the centre. Who comes is told to a host alone.

use circles_protocol::requests::ListMeetings;
use circles_protocol::{Alias, Occurrence, Reply, Timestamp, Zone, limits};

use super::meeting::{Time, days_around, times, within_reach};
use super::wall;
use crate::domain::calendar::zone;
use crate::domain::{Actor, Rejection};
use crate::limits::COMING_SHOWN;
use crate::store::{Store, View};

pub(crate) async fn list_meetings(
    store: &Store,
    actor: Actor,
    request: ListMeetings,
) -> Result<Reply, Rejection> {
    if !(1..=limits::CALENDAR_DAYS_MOST).contains(&request.days) {
        return Err(Rejection::invalid("days", "Please ask for 1 to 92 days."));
    }
    store
        .read(move |view| {
            let span = span(view, actor, &request)?;
            let meetings = within_reach(view, actor, span)?;
            let (first, last) = days_around(span.0, span.1);
            let answers = view.own_answers(actor.account, first, last)?;
            let mut shown = Vec::new();
            for time in times(view, &meetings, span)? {
                let answer = answers.get(&(time.meeting.key, time.slot.on)).copied();
                let occurrence = occurrence(view, actor, &time)?;
                shown.push(Occurrence { answer, ..occurrence });
            }
            Ok(Reply::Meetings { meetings: shown })
        })
        .await
}

/// From the first of the days to the end of the last, where the reader lives.
fn span(
    view: &View<'_>,
    actor: Actor,
    request: &ListMeetings,
) -> Result<(Timestamp, Timestamp), Rejection> {
    let zone = wall::zone_of(view, actor.account)?;
    let first = request.from.0;
    let end = first.checked_add_days(chrono::Days::new(u64::from(request.days)));
    let end = end.unwrap_or(first);
    Ok((zone::start_of_day(first, zone), zone::start_of_day(end, zone)))
}

fn occurrence(view: &View<'_>, actor: Actor, time: &Time<'_>) -> Result<Occurrence, Rejection> {
    let Time { meeting, slot, cancelled } = time;
    // Whatever somebody hosts is only within reach while they may.
    let host = meeting.host == actor.account;
    let coming: Vec<Alias> = if host {
        let coming = view.coming(meeting, slot.on, COMING_SHOWN)?;
        coming.into_iter().map(|(_, alias)| alias).collect()
    } else {
        Vec::new()
    };
    Ok(Occurrence {
        meeting: meeting.id,
        on: slot.on,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        circle: meeting.circle.map(|(_, id)| id),
        title: meeting.words.title.clone(),
        zone: Zone::parse(meeting.pattern.zone.name()).ok_or_else(Rejection::internal)?,
        repeats: meeting.pattern.repeats,
        link: meeting.words.link.clone(),
        place: meeting.words.place.clone(),
        cancelled: *cancelled,
        host,
        answer: None,
        coming,
    })
}
