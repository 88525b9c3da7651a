//! Who may open a private conversation with whom, and what happens then. It is passed how
//! the two are related and how their conversation stands; it looks nothing up.

use circles_protocol::{DirectState, DirectTerms, Timestamp, WireEnum};

use super::Rules;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How long a request waits for its answer, in days; then it is as if declined.
pub(crate) const REQUEST_DAYS: i64 = 14;

/// The state of a conversation, whoever looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Asking,
    /// To its opener this is `Asking`; the other no longer has it, or never had.
    Declined,
    Open,
    Ended,
}

impl WireEnum for Stage {
    const ALL: &'static [Self] = &[Self::Asking, Self::Declined, Self::Open, Self::Ended];

    fn as_str(self) -> &'static str {
        match self {
            Self::Asking => "asking",
            Self::Declined => "declined",
            Self::Open => "open",
            Self::Ended => "ended",
        }
    }
}

impl Stage {
    /// The state as one of the two sees it.
    pub(crate) const fn seen(self, by_opener: bool) -> DirectState {
        match self {
            Self::Asking | Self::Declined if by_opener => DirectState::Asking,
            Self::Asking | Self::Declined => DirectState::Asked,
            Self::Open => DirectState::Open,
            Self::Ended => DirectState::Ended,
        }
    }
}

/// How two people are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bond {
    /// They share no circle.
    None,
    Circle,
    /// One is the other's mentor, or moderates a circle that both are in.
    Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    Directly,
    ByRequest,
    Refused,
}

/// `days`: since each of the two graduated, the opener first. A newcomer doesn't have to
/// ask. If the other is new, that changes nothing here: see `reaches`.
pub(crate) fn may_open(bond: Bond, days: [i64; 2], rules: &Rules) -> Opening {
    let [own, other] = days;
    match bond {
        Bond::Role => Opening::Directly,
        Bond::None => Opening::Refused,
        Bond::Circle if own < i64::from(rules.newcomer_days) => Opening::Refused,
        Bond::Circle if own.min(other) < i64::from(rules.direct_request_days_until) => {
            Opening::ByRequest
        }
        Bond::Circle => Opening::Directly,
    }
}

/// The conversation that the two have already, as its opener sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Existing {
    pub(crate) stage: Stage,
    /// The person who opens it now also made the request.
    pub(crate) mine: bool,
    pub(crate) asked_at: Option<Timestamp>,
    pub(crate) i_left: bool,
    pub(crate) other_left: bool,
}

impl Existing {
    /// The opener may ask again after the same time whether they were declined or never
    /// answered: otherwise the time would tell them which.
    fn cooled_off(self, rules: &Rules, now: Timestamp) -> bool {
        let days = REQUEST_DAYS + i64::from(rules.direct_cool_off_days);
        self.asked_at.is_none_or(|asked_at| now >= asked_at.plus_ms(days * DAY_MS))
    }

    const fn asked_before(self) -> bool {
        self.pending() && self.mine
    }

    const fn pending(self) -> bool {
        matches!(self.stage, Stage::Asking | Stage::Declined)
    }
}

/// All facts about two people, one of whom opens a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) bond: Bond,
    pub(crate) days: [i64; 2],
    /// The opener has blocked the other.
    pub(crate) i_block: bool,
    pub(crate) they_block: bool,
    /// The other was in a conversation of the two, and is no longer.
    pub(crate) other_left: bool,
    /// The requests that the opener made in the last week.
    pub(crate) requests: u32,
    pub(crate) direct: Option<Existing>,
}

/// The result of a `request_direct`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// It exists already, and stays as it is.
    Enter,
    /// The other has requested it.
    Accept,
    Open,
    /// Whether the other gets to see the request is decided by `reaches`.
    Ask,
    /// An earlier request is pending, or appears to be.
    Wait,
    Refuse,
}

/// Whether a request reaches the other at all. If it doesn't, they never learn of it, and
/// it appears to be pending: as if it had been declined at once.
pub(crate) fn reaches(facts: Facts, rules: &Rules) -> bool {
    let [_, other] = facts.days;
    !facts.they_block && other >= i64::from(rules.newcomer_days)
}

/// `words`: it comes with a first message. If no role connects the two, neither a refusal
/// nor the words that are needed may depend on how new the other is, or on whether they
/// have blocked: trying would reveal it.
pub(crate) fn step(facts: Facts, words: bool, rules: &Rules, now: Timestamp) -> Step {
    let Facts { bond, i_block, they_block, direct, .. } = facts;
    let role = bond == Bond::Role && !i_block && !they_block;
    match direct {
        Some(direct) if direct.stage == Stage::Open => return Step::Enter,
        // Checked before anything that declining or a block has changed.
        Some(direct)
            if direct.pending() && direct.mine && !role && !direct.cooled_off(rules, now) =>
        {
            return match (direct.i_left, words) {
                (true, _) => Step::Refuse,
                (false, true) => Step::Wait,
                (false, false) => Step::Enter,
            };
        }
        Some(_) | None if i_block => return Step::Refuse,
        Some(direct) if direct.stage == Stage::Asking && !direct.mine => {
            return if words { Step::Accept } else { Step::Enter };
        }
        // Somebody who declined has changed their mind.
        Some(direct) if direct.stage == Stage::Declined && !direct.mine && !direct.other_left => {
            return Step::Accept;
        }
        Some(_) | None => {}
    }
    // Somebody who left can come back by themselves. For the other it is as if they were
    // blocked, so that a block does not show.
    let ended_by_other = direct
        .is_some_and(|direct| direct.stage == Stage::Ended && direct.other_left && !direct.i_left);
    if ended_by_other && bond != Bond::Role {
        return Step::Refuse;
    }
    // Nobody who left is brought back without a word.
    let left = direct.is_some_and(|direct| direct.other_left) && bond != Bond::Role;
    let asks = facts.requests < rules.direct_requests_per_week;
    match may_open(bond, facts.days, rules) {
        Opening::Directly if role => Step::Open,
        // Somebody who needs their mentor or a moderator must know to turn to another.
        Opening::Directly if bond == Bond::Role => Step::Refuse,
        Opening::Directly if asks && !left && !they_block => Step::Open,
        Opening::Directly | Opening::ByRequest if asks => Step::Ask,
        Opening::Directly | Opening::ByRequest | Opening::Refused => Step::Refuse,
    }
}

/// What applies to a writer before they write, from their own time and actions alone.
/// Whether the other is new, or has blocked, declined or left, changes nothing, so that
/// the answer reveals none of it.
pub(crate) fn terms(facts: Facts, rules: &Rules, now: Timestamp) -> DirectTerms {
    if facts.i_block {
        return DirectTerms::Blocked;
    }
    let direct = facts.direct.map(|direct| Existing { other_left: false, ..direct });
    let [own, _] = facts.days;
    let known = Facts { days: [own, i64::MAX], they_block: false, direct, ..facts };
    let open = facts.bond == Bond::Role
        || direct.is_some_and(|direct| {
            direct.stage == Stage::Open || (direct.pending() && !direct.mine)
        });
    match step(known, true, rules, now) {
        Step::Enter | Step::Accept | Step::Open if open => DirectTerms::Open,
        // The other may be new.
        Step::Enter | Step::Accept | Step::Open | Step::Ask => DirectTerms::Request,
        Step::Wait => DirectTerms::Waiting,
        Step::Refuse if own < i64::from(rules.newcomer_days) => DirectTerms::Newcomer,
        Step::Refuse if direct.is_some_and(Existing::asked_before) => DirectTerms::Waiting,
        Step::Refuse if facts.requests >= rules.direct_requests_per_week => {
            DirectTerms::WeeklyLimit
        }
        // They no longer share a circle.
        Step::Refuse => DirectTerms::Request,
    }
}

#[cfg(test)]
mod tests;
