//! Names that were replaced by those of the field, so that they don't come back.
//! docs/glossary.md has the terms of our own.

use crate::assert_none;
use crate::source::{Source, everything};

/// Each with its replacement.
const RETIRED: &[(&str, &str)] = &[
    ("AcceptLine", "AcceptDirect"),
    ("ActView", "ActionView"),
    ("AuditAct", "AuditAction"),
    ("CaseAction", "CaseResolution"),
    ("Deed", "NewAuditEntry"),
    ("Doorkeeper", "Authenticator"),
    ("Doorstep", "AuthSheet"),
    ("Happening", "EventPayload"),
    ("Keepsake", "StoredText"),
    ("LineState", "DirectState"),
    ("LineView", "DirectView"),
    ("ListActs", "ListActions"),
    ("ListPages", "ListHelpAlerts"),
    ("LookAtInvite", "PreviewInvite"),
    ("MeasureProposed", "ProposalMade"),
    ("Neighbours", "CrossTabChannel"),
    ("Occupancy", "DataLock"),
    ("OfficeChange", "RoleChange"),
    ("OpenLine", "RequestDirect"),
    ("OwnAct", "OwnAction"),
    ("PageState", "HelpAlertState"),
    ("Parcel", "EncodedBatch"),
    ("ProposeMeasure", "ProposeAction"),
    ("RosterPlace", "RosterCursor"),
    ("Rung", "FollowUpStep"),
    ("SocketDoor", "WsState"),
    ("Surroundings", "Platform"),
    ("alias_likeness", "alias_forms"),
    ("come_in", "sign_in"),
    ("doorkeeper", "auth"),
    ("forget_the_quiet", "prune_idle"),
    ("headroom", "write_probe"),
    ("join_the_centre", "sign_up"),
    ("keep_house", "maintain"),
    ("line_state", "direct_state"),
    ("look_at_invite", "preview_invite"),
    ("not_that_way", "method_not_allowed"),
    ("note_down", "audit::append"),
    ("nothing_here", "not_found"),
    ("own_acts", "own_actions"),
    ("paged_at", "alerted_at"),
    ("propose_measure", "propose_action"),
    ("ring_due", "run_due_timers"),
    ("theApp", "getApp"),
];

fn has_word(line: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !before.ends_with(part_of_name) && !after.starts_with(part_of_name)
    })
}

fn retired_in(file: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in file.lines() {
        for (word, now) in RETIRED {
            if has_word(line, word) {
                found.push(format!("{}:{number}: {word} is {now} now", file.path));
            }
        }
    }
    found
}

#[test]
fn retired_names_do_not_come_back() {
    let files = everything();
    let watched = files.iter().filter(|file| !file.path.ends_with("tidy/words.rs"));
    assert_none("the field has a word for it", watched.flat_map(retired_in).collect());
}

#[test]
fn a_retired_name_is_found_alone_and_not_within_another() {
    assert!(has_word("let deed = Deed::new();", "Deed"));
    assert!(!has_word("let it = Indeed::new();", "Deed"));
    assert!(!has_word("fn ring_due_by()", "ring_due"));
}
