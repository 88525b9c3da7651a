//! Who is a mentor, and how many mentees each has. Coordinators only.

use circles_protocol::requests::ListMentors;
use circles_protocol::{MentorEntry, Reply};

use crate::commands::Context;
use crate::commands::shared::mentoring::pairing::{Caseload, caseload};
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::limits::MENTORS_SHOWN;

pub(crate) async fn list_mentors(context: Context<'_>, _: ListMentors) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    require_coordinator(Operation::ListMentors, actor)?;
    store
        .read(move |view| {
            let mut mentors = Vec::new();
            for mentor in view.mentors(MENTORS_SHOWN)? {
                let Caseload { all, early } = caseload(view, mentor.account, &rules, now)?;
                mentors.push(MentorEntry {
                    id: mentor.id,
                    person: view.person(mentor.account, actor.account)?,
                    caseload: all,
                    caseload_early: early,
                });
            }
            Ok(Reply::Mentors { mentors })
        })
        .await
}
