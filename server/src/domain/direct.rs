//! Who may open a private conversation with whom, and what happens then. It is passed how
//! the two are related and how their conversation stands; it looks nothing up.

use circles_protocol::{DirectState, DirectTerms, Timestamp, WireEnum};

use super::Rules;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How long a request waits for its answer, in days; then it is as if declined.
pub(crate) const REQUEST_DAYS: i64 = 14;

/// The state of a conversation, whoever looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DirectStatus {
    Asking,
    /// To its opener this is `Asking`; the other no longer has it, or never had.
    Declined,
    Open,
    Ended,
}

impl WireEnum for DirectStatus {
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

impl DirectStatus {
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
pub(crate) enum Relationship {
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
/// ask. If the other is new, that changes nothing here: see `reaches_other`.
pub(crate) fn may_open(relationship: Relationship, days: [i64; 2], rules: &Rules) -> Opening {
    let [own, other] = days;
    match relationship {
        Relationship::Role => Opening::Directly,
        Relationship::None => Opening::Refused,
        Relationship::Circle if own < i64::from(rules.newcomer_days) => Opening::Refused,
        Relationship::Circle if own.min(other) < i64::from(rules.direct_request_days_until) => {
            Opening::ByRequest
        }
        Relationship::Circle => Opening::Directly,
    }
}

/// The conversation that the two have already, as its opener sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Existing {
    pub(crate) status: DirectStatus,
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
        matches!(self.status, DirectStatus::Asking | DirectStatus::Declined)
    }
}

/// All facts about two people, one of whom opens a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DirectInput {
    pub(crate) relationship: Relationship,
    pub(crate) days: [i64; 2],
    /// The opener has blocked the other.
    pub(crate) blocks_other: bool,
    pub(crate) blocked_by_other: bool,
    /// The other was in a conversation of the two, and is no longer.
    pub(crate) other_left: bool,
    /// The requests that the opener made in the last week.
    pub(crate) requests: u32,
    pub(crate) direct: Option<Existing>,
}

/// The result of a `request_direct`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DirectTransition {
    /// It exists already, and stays as it is.
    Enter,
    /// The other has requested it.
    Accept,
    Open,
    /// Whether the other gets to see the request is decided by `reaches_other`.
    Ask,
    /// An earlier request is pending, or appears to be.
    Wait,
    Refuse,
}

/// Whether a request reaches the other at all. If it doesn't, they never learn of it, and
/// it appears to be pending: as if it had been declined at once.
pub(crate) fn reaches_other(input: DirectInput, rules: &Rules) -> bool {
    let [_, other] = input.days;
    !input.blocked_by_other && other >= i64::from(rules.newcomer_days)
}

/// `words`: it comes with a first message. If no role connects the two, neither a refusal
/// nor the words that are needed may depend on how new the other is, or on whether they
/// have blocked: trying would reveal it.
pub(crate) fn step(
    input: DirectInput,
    words: bool,
    rules: &Rules,
    now: Timestamp,
) -> DirectTransition {
    let DirectInput { relationship, blocks_other, blocked_by_other, direct, .. } = input;
    let role = relationship == Relationship::Role && !blocks_other && !blocked_by_other;
    match direct {
        Some(direct) if direct.status == DirectStatus::Open => return DirectTransition::Enter,
        // Checked before anything that declining or a block has changed.
        Some(direct)
            if direct.pending() && direct.mine && !role && !direct.cooled_off(rules, now) =>
        {
            return match (direct.i_left, words) {
                (true, _) => DirectTransition::Refuse,
                (false, true) => DirectTransition::Wait,
                (false, false) => DirectTransition::Enter,
            };
        }
        Some(_) | None if blocks_other => return DirectTransition::Refuse,
        Some(direct) if direct.status == DirectStatus::Asking && !direct.mine => {
            return if words { DirectTransition::Accept } else { DirectTransition::Enter };
        }
        // Somebody who declined has changed their mind.
        Some(direct)
            if direct.status == DirectStatus::Declined && !direct.mine && !direct.other_left =>
        {
            return DirectTransition::Accept;
        }
        Some(_) | None => {}
    }
    // Somebody who left can come back by themselves. For the other it is as if they were
    // blocked, so that a block does not show.
    let ended_by_other = direct.is_some_and(|direct| {
        direct.status == DirectStatus::Ended && direct.other_left && !direct.i_left
    });
    if ended_by_other && relationship != Relationship::Role {
        return DirectTransition::Refuse;
    }
    // Nobody who left is brought back without a word.
    let left = direct.is_some_and(|direct| direct.other_left) && relationship != Relationship::Role;
    let asks = input.requests < rules.direct_requests_per_week;
    match may_open(relationship, input.days, rules) {
        Opening::Directly if role => DirectTransition::Open,
        // Somebody who needs their mentor or a moderator must know to turn to another.
        Opening::Directly if relationship == Relationship::Role => DirectTransition::Refuse,
        Opening::Directly if asks && !left && !blocked_by_other => DirectTransition::Open,
        Opening::Directly | Opening::ByRequest if asks => DirectTransition::Ask,
        Opening::Directly | Opening::ByRequest | Opening::Refused => DirectTransition::Refuse,
    }
}

/// What applies to a writer before they write, from their own time and actions alone.
/// Whether the other is new, or has blocked, declined or left, changes nothing, so that
/// the answer reveals none of it.
pub(crate) fn terms(input: DirectInput, rules: &Rules, now: Timestamp) -> DirectTerms {
    if input.blocks_other {
        return DirectTerms::Blocked;
    }
    let direct = input.direct.map(|direct| Existing { other_left: false, ..direct });
    let [own, _] = input.days;
    let known = DirectInput { days: [own, i64::MAX], blocked_by_other: false, direct, ..input };
    let open = input.relationship == Relationship::Role
        || direct.is_some_and(|direct| {
            direct.status == DirectStatus::Open || (direct.pending() && !direct.mine)
        });
    match step(known, true, rules, now) {
        DirectTransition::Enter | DirectTransition::Accept | DirectTransition::Open if open => {
            DirectTerms::Open
        }
        // The other may be new.
        DirectTransition::Enter
        | DirectTransition::Accept
        | DirectTransition::Open
        | DirectTransition::Ask => DirectTerms::Request,
        DirectTransition::Wait => DirectTerms::Waiting,
        DirectTransition::Refuse if own < i64::from(rules.newcomer_days) => DirectTerms::Newcomer,
        DirectTransition::Refuse if direct.is_some_and(Existing::asked_before) => {
            DirectTerms::Waiting
        }
        DirectTransition::Refuse if input.requests >= rules.direct_requests_per_week => {
            DirectTerms::WeeklyLimit
        }
        // They no longer share a circle.
        DirectTransition::Refuse => DirectTerms::Request,
    }
}

#[cfg(test)]
mod tests;
