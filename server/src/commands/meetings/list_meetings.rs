//! The meetings of some days, by the reader's local calendar: those of their circles and
//! of the centre, a page at a time. Only a host is told who is coming.

use circles_protocol::requests::ListMeetings;
use circles_protocol::{Alias, Occurrence, OccurrenceCursor, Reply, Timestamp, Zone, limits};

use crate::commands::Context;
use crate::commands::shared::core::local_time;
use crate::commands::shared::meetings::{Time, TimePlace, times, within_reach};
use crate::domain::schedule::zone;
use crate::domain::{Actor, PageBudget, Portion, Rejection};
use crate::limits::{COMING_SHOWN, OCCURRENCES_PAGE};
use crate::store::{MeetingTimes, View};

pub(crate) async fn list_meetings(
    context: Context<'_>,
    request: ListMeetings,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    if !(1..=limits::CALENDAR_DAYS_MOST).contains(&request.days) {
        return Err(Rejection::invalid("days", "Please ask for 1 to 92 days."));
    }
    store
        .read(move |view| {
            let span = span(view, actor, &request)?;
            let meetings = within_reach(view, actor, span)?;
            let after = match request.after {
                Some(place) => Some(place_of(&meetings, place)?),
                None => None,
            };
            let budget = PageBudget::page(OCCURRENCES_PAGE);
            let most = usize::from(OCCURRENCES_PAGE) + 1;
            let times = times(view, &meetings, span, after, most)?;
            let shown = times.iter().map(|time| occurrence(view, actor, time));
            let page = Portion::fill(budget, shown)?;
            Ok(Reply::Meetings { meetings: page.items, has_more: page.has_more })
        })
        .await
}

/// # Errors
/// `not_found` if the caller can't see the meeting any more, or it isn't on that day.
fn place_of(meetings: &[MeetingTimes], place: OccurrenceCursor) -> Result<TimePlace, Rejection> {
    let meeting = meetings.iter().find(|meeting| meeting.id == place.meeting);
    let meeting = meeting.filter(|meeting| meeting.pattern.is_on(place.on));
    let meeting = meeting.ok_or_else(Rejection::not_found)?;
    Ok((meeting.pattern.slot(place.on).starts_at, meeting.key))
}

/// From the start of the first day to the end of the last, in the reader's time zone.
fn span(
    view: &View<'_>,
    actor: Actor,
    request: &ListMeetings,
) -> Result<(Timestamp, Timestamp), Rejection> {
    let zone = local_time::zone_of(view, actor.account)?;
    let first = request.from.0;
    let end = first.checked_add_days(chrono::Days::new(u64::from(request.days)));
    let end = end.unwrap_or(first);
    Ok((zone::start_of_day(first, zone), zone::start_of_day(end, zone)))
}

fn occurrence(view: &View<'_>, actor: Actor, time: &Time<'_>) -> Result<Occurrence, Rejection> {
    let Time { meeting, slot, cancelled } = time;
    let meeting = view.meeting_by_key(meeting.key)?.ok_or_else(Rejection::internal)?;
    // Hosts can see a meeting only while they may still host it.
    let host = meeting.host == actor.account;
    let coming: Vec<Alias> = if host {
        let coming = view.coming(&meeting, slot.on, COMING_SHOWN)?;
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
        title: meeting.words.title,
        zone: Zone::parse(meeting.pattern.zone.name()).ok_or_else(Rejection::internal)?,
        repeats: meeting.pattern.repeats,
        link: meeting.words.link,
        place: meeting.words.place,
        cancelled: *cancelled,
        host,
        answer: view.own_answer(actor.account, (meeting.key, slot.on))?,
        coming,
    })
}
