//! The table as `circles permissions` prints it, and the outcome it predicts.

use circles_protocol::RefusalCode;
use circles_tests::server::print;

use super::people::Kind;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Anyone,
    SignedIn,
    Member,
    Recipient,
    Poster,
    Moderator,
    Coordinator,
    Decider,
    DeciderOrCentre,
    Alerted,
    HelpParty,
    OnCall,
    OnShift,
    Paired,
    Mentor,
    ModeratorOrCentre,
    Host,
    Guest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Any,
    OwnWords,
    OwnWordsOrModerator,
    OthersWords,
    SomebodyElse,
    AnotherMember,
}

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) who: Who,
    pub(super) about: About,
    pub(super) open: bool,
    /// Closed to an account that came back by a recovery link.
    pub(super) private: bool,
}

#[derive(Debug)]
pub(super) struct Endpoint {
    /// Method and path.
    pub(super) name: String,
    pub(super) who: Who,
}

impl Endpoint {
    /// What a foreign page may not do, whoever is using it.
    pub(super) fn own_page_only(&self) -> bool {
        !self.name.starts_with("GET ") || self.name == "GET /socket"
    }
}

/// Every line of the printed table.
pub(super) async fn table() -> (Vec<Operation>, Vec<Endpoint>) {
    let printed = print(&["permissions"]).await;
    assert!(printed.status.success(), "{printed:?}");
    let text = String::from_utf8(printed.stdout).expect("text");
    let (mut operations, mut endpoints) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let name = cells[0].trim_matches('`').to_owned();
        match cells[1..] {
            [who_cell, about_cell, circle, _rate_limited, recovering] => {
                let (who, about) = (who(who_cell), about(about_cell));
                let (open, private) = (circle == "open", recovering == "closed");
                operations.push(Operation { name, who, about, open, private });
            }
            [who_cell] => endpoints.push(Endpoint { name, who: who(who_cell) }),
            _ => panic!("an unexpected line: {line}"),
        }
    }
    (operations, endpoints)
}

fn who(word: &str) -> Who {
    match word {
        "anyone" => Who::Anyone,
        "signed in" => Who::SignedIn,
        "member" => Who::Member,
        "recipient" => Who::Recipient,
        // Nothing is set here, so a word of support needs a voice.
        "member who may post" | "member who may post, or as set" => Who::Poster,
        "moderator" => Who::Moderator,
        "coordinator" => Who::Coordinator,
        "decider" => Who::Decider,
        "decider, or the centre" => Who::DeciderOrCentre,
        "whoever is alerted" => Who::Alerted,
        "whoever asked, or is replying" => Who::HelpParty,
        "on call, or the centre" => Who::OnCall,
        "on this shift, or the centre" => Who::OnShift,
        "one of the pairing" => Who::Paired,
        "mentor of the pairing" => Who::Mentor,
        "moderator, or the centre" => Who::ModeratorOrCentre,
        "its host, or the centre" => Who::Host,
        "whoever may come" => Who::Guest,
        other => panic!("the permission test does not know what `{other}` predicts"),
    }
}

fn about(word: &str) -> About {
    match word {
        "–" => About::Any,
        "own words" => About::OwnWords,
        "own words, or any as a moderator" => About::OwnWordsOrModerator,
        "others' words" => About::OthersWords,
        "somebody else" => About::SomebodyElse,
        "another member" => About::AnotherMember,
        other => panic!("the permission test does not know what `{other}` predicts"),
    }
}

/// What a request is about: one's own thing or another's, in which circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) own: bool,
    pub(super) closed: bool,
}

impl Operation {
    /// Both sides if the line distinguishes one's own things from others'.
    pub(super) fn sides(&self) -> &'static [bool] {
        if self.about == About::Any { &[false] } else { &[false, true] }
    }

    /// The side that is allowed for at least one person.
    pub(super) fn good_side(&self) -> bool {
        matches!(self.about, About::OwnWords | About::OwnWordsOrModerator)
    }

    /// Once one person has done it, there may be nothing left for the next.
    pub(super) fn uses_up(&self) -> bool {
        matches!(
            self.who,
            Who::Decider
                | Who::DeciderOrCentre
                | Who::Paired
                | Who::Alerted
                | Who::HelpParty
                | Who::OnShift
        )
    }

    /// The refusal of what is asked here about something that does not exist, or without
    /// the passphrase; other tests do it rightly.
    fn cannot_succeed(&self, kind: Kind) -> Option<RefusalCode> {
        match self.name.as_str() {
            // One's own, if one has such a thing.
            "appeal_action" => (!kind.spoke()).then_some(RefusalCode::NotFound),
            // A made-up member.
            "request_direct" => Some(RefusalCode::DirectRefused),
            // A check-in, a lapse, a block and recovery links that do not exist. A circle is
            // not a private conversation. Nobody has been silent that long here.
            "delete_check_in"
            | "delete_lapse"
            | "unblock_member"
            | "withdraw_recovery_link"
            | "confirm_recovery"
            | "accept_direct"
            | "decline_direct"
            | "close_no_contact" => Some(RefusalCode::NotFound),
            "create_recovery_link" => {
                (kind == Kind::Coordinator).then_some(RefusalCode::PassphraseNeeded)
            }
            _ => None,
        }
    }

    /// What the line predicts for somebody who is signed in.
    pub(super) fn foretells(&self, kind: Kind, case: Case) -> Result<(), RefusalCode> {
        let (inside, moderator) = (kind.inside(), kind == Kind::Moderator);
        let refused = match self.who {
            _ if self.cannot_succeed(kind).is_some() => self.cannot_succeed(kind),
            Who::Anyone | Who::SignedIn => None,
            Who::DeciderOrCentre if kind == Kind::Coordinator => None,
            // It is about somebody else, and somebody else acted.
            Who::Decider | Who::DeciderOrCentre if moderator => None,
            Who::Coordinator if kind == Kind::Coordinator => None,
            Who::Paired if kind.mentors() || kind.is_walked_with() => None,
            Who::Mentor if kind.mentors() => None,
            Who::Member | Who::Poster if inside => None,
            // Also somebody who was removed a moment ago.
            Who::Recipient if kind.spoke() => None,
            Who::Moderator if moderator => None,
            Who::Moderator if inside => Some(RefusalCode::NotAllowed),
            // Robin asked while nobody was on duty; Jona has a future shift.
            Who::Alerted if kind == Kind::Coordinator => None,
            Who::HelpParty if kind == Kind::Member => None,
            Who::OnCall | Who::OnShift if moderator || kind == Kind::Coordinator => None,
            // Jona created the meeting, for this circle.
            Who::ModeratorOrCentre | Who::Host if moderator || kind == Kind::Coordinator => None,
            Who::Guest if inside => None,
            Who::Alerted
            | Who::HelpParty
            | Who::OnCall
            | Who::OnShift
            | Who::ModeratorOrCentre
            | Who::Host
            | Who::Guest
            | Who::Coordinator
            | Who::Member
            | Who::Recipient
            | Who::Poster
            | Who::Moderator
            | Who::Decider
            | Who::DeciderOrCentre
            | Who::Paired
            | Who::Mentor => Some(RefusalCode::NotFound),
        };
        let closed = (self.open && case.closed).then_some(RefusalCode::CircleClosed);
        let muted = self.who == Who::Poster && kind == Kind::Muted;
        let muted = muted.then_some(RefusalCode::Muted);
        let unmet = match self.about {
            About::Any => false,
            About::OwnWords => !case.own,
            About::OwnWordsOrModerator => !case.own && !moderator,
            About::OthersWords | About::SomebodyElse | About::AnotherMember => case.own,
        };
        let unmet = unmet.then_some(RefusalCode::NotAllowed);
        refused.or(closed).or(muted).or(unmet).map_or(Ok(()), Err)
    }
}
