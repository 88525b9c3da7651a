//! Who is a mentor, and how many mentees each has. Coordinators only.

use circles_protocol::{MentorEntry, Reply, Timestamp};

use crate::commands::shared::mentoring::pairing::{Caseload, caseload};
use crate::domain::{Actor, CareRules, Operation, Rejection, require_coordinator};
use crate::limits::MENTORS_SHOWN;
use crate::store::Store;

pub(crate) async fn list_mentors(
    store: &Store,
    actor: Actor,
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListMentors, actor)?;
    let rules = rules.clone();
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
