//! Names that were replaced by those of the field, so that they don't come back.
//! docs/glossary.md has the terms of our own.

use crate::assert_none;
use crate::source::{Source, everything};

/// Each with its replacement.
const RETIRED: &[(&str, &str)] = &[
    ("AcceptLine", "AcceptDirect"),
    ("ActView", "ActionView"),
    ("Allowance", "ReadBudget"),
    ("AppealTakenBack", "ActionOverturned"),
    ("AuditAct", "AuditAction"),
    ("CaseAction", "CaseResolution"),
    ("Deed", "NewAuditEntry"),
    ("Doorkeeper", "Authenticator"),
    ("Doorstep", "AuthSheet"),
    ("Fate", "HelpOutcome or InviteStatus"),
    ("Happening", "EventPayload"),
    ("HelpTold", "HelpStep"),
    ("Keepsake", "StoredText"),
    ("LapseTold", "LapseSharing"),
    ("LineState", "DirectState"),
    ("LineView", "DirectView"),
    ("ListActs", "ListActions"),
    ("ListHeld", "ListHeldMessages"),
    ("ListLeft", "ListLeftCircles"),
    ("ListPages", "ListHelpAlerts"),
    ("LookAtInvite", "PreviewInvite"),
    ("MeasureProposed", "ProposalMade"),
    ("MuteEverything", "MassMute"),
    ("Neighbours", "CrossTabChannel"),
    ("Occupancy", "DataLock"),
    ("OfficeChange", "RoleChange"),
    ("OpenAppeal", "FetchAppeal"),
    ("OpenCase", "FetchCase"),
    ("OpenLine", "RequestDirect"),
    ("OpenProposal", "FetchProposal"),
    ("OwnAct", "OwnAction"),
    ("PageState", "HelpAlertState"),
    ("Parcel", "EncodedBatch"),
    ("ProposeMeasure", "ProposeAction"),
    ("Pulse", "Heartbeat"),
    ("RosterPlace", "RosterCursor"),
    ("Rung", "FollowUpStep"),
    ("SocketDoor", "WsState"),
    ("StepBack", "StopMentoring"),
    ("Surroundings", "Platform"),
    ("agree_contact", "set_next_contact"),
    ("alias_likeness", "alias_forms"),
    ("asked_as", "client_id"),
    ("come_in", "sign_in"),
    ("doorkeeper", "auth"),
    ("erased_to", "erased_to_seq"),
    ("forget_the_quiet", "prune_idle"),
    ("hand_overs", "mentees_without_mentor"),
    ("headroom", "write_probe"),
    ("help_yours", "help_acknowledged"),
    ("hold_days", "new_account_hold_days"),
    ("join_the_centre", "sign_up"),
    ("keep_house", "maintain"),
    ("lift_mute", "unmute_member"),
    ("line_state", "direct_state"),
    ("look_at_invite", "preview_invite"),
    ("mute_everything", "mass_mute"),
    ("not_that_way", "method_not_allowed"),
    ("note_down", "audit::append"),
    ("nothing_here", "not_found"),
    ("outbox_events", "send_queue_events"),
    ("own_acts", "own_actions"),
    ("paged_at", "alerted_at"),
    ("propose_measure", "propose_action"),
    ("require_voice", "require_may_post"),
    ("ring_due", "run_due_timers"),
    ("spoke_at", "last_posted_at"),
    ("step_back", "stop_mentoring"),
    ("theApp", "getApp"),
    ("to_hand_over", "unassigned"),
    ("too_fast", "rate_limited"),
];

/// Words that no identifier has as a part of it either, each with its replacement.
const RETIRED_PARTS: &[(&str, &str)] = &[
    ("allowance", "budget"),
    ("concern", "reason"),
    ("deed", "action"),
    ("doorkeeper", "auth"),
    ("headroom", "write probe"),
    ("occupancy", "lock"),
    ("parcel", "batch"),
    ("pulse", "heartbeat"),
    ("rung", "step"),
];

/// The words of an identifier: `PartialWrite`, `partialWrite` and `partial_write` have two.
fn parts_of(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut after_lower = false;
    for c in name.chars() {
        if c == '_' || (c.is_uppercase() && after_lower) {
            parts.push(String::new());
        }
        if c != '_' {
            parts.last_mut().expect("there is a first one").extend(c.to_lowercase());
        }
        after_lower = c.is_lowercase() || c.is_numeric();
    }
    parts
}

/// Identifiers of several words, since a word alone may stand in a sentence.
fn long_names(line: &str) -> impl Iterator<Item = &str> {
    let names = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    names.filter(|name| parts_of(name).iter().filter(|part| !part.is_empty()).count() > 1)
}

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
        for name in long_names(line) {
            for (word, now) in RETIRED_PARTS {
                if parts_of(name).iter().any(|part| part == word) {
                    found.push(format!("{}:{number}: {word} in {name} is {now} now", file.path));
                }
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
