//! What in a message deserves a second look, and what happens to such a message. It looks
//! for ways to be reached, paid or sent elsewhere, for prices, and for words that sound
//! like a crisis; a substance's name alone is no signal. These rules are imperfect both
//! ways; `screening/tests` shows where they stand.

mod crisis;
mod handles;
mod links;
mod phones;
mod plain;
mod prices;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use circles_protocol::{Reason, Role, Signal, Timestamp, WireEnum as _};
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use plain::Plain;

/// A day in the unit of `new_account_hold_days`.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A set of signals, small enough to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Signals(u8);

impl Signals {
    pub(crate) const NONE: Self = Self(0);

    const fn bit(signal: Signal) -> u8 {
        1 << signal as u8
    }

    pub(crate) const fn with(self, signal: Signal) -> Self {
        Self(self.0 | Self::bit(signal))
    }

    pub(crate) const fn has(self, signal: Signal) -> bool {
        self.0 & Self::bit(signal) != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The signals that are in the other set too.
    pub(crate) const fn among(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// The signals that are not in the other set.
    pub(crate) const fn beyond(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// In the order in which the wire lists them.
    pub(crate) fn list(self) -> Vec<Signal> {
        Signal::ALL.iter().copied().filter(|signal| self.has(*signal)).collect()
    }
}

impl FromIterator<Signal> for Signals {
    fn from_iter<I: IntoIterator<Item = Signal>>(signals: I) -> Self {
        signals.into_iter().fold(Self::NONE, Self::with)
    }
}

/// One pass over every message: which of these can occur at all. Only those are examined
/// closely.
static GATE: LazyLock<RegexSet> = LazyLock::new(|| {
    let patterns = LOOKS.map(|(_, patterns, _)| one_of(patterns));
    RegexSetBuilder::new(patterns)
        .unicode(false)
        .build()
        .expect("the patterns are fixed and tested")
});

/// Examines a text closely for one signal.
type IsIn = fn(&Plain) -> bool;

const LOOKS: [(Signal, &[&str], IsIn); 5] = [
    (Signal::PhoneNumber, phones::PATTERNS, phones::are_in),
    (Signal::PaymentHandle, handles::PATTERNS, handles::are_in),
    (Signal::Link, links::PATTERNS, links::are_in),
    (Signal::Price, prices::PATTERNS, prices::are_in),
    (Signal::Crisis, crisis::PATTERNS, crisis::is_in),
];

/// All signals in a text. Takes time in proportion to its length.
pub(crate) fn signals(text: &str) -> Signals {
    let plain = Plain::of(text);
    // Asking whether there is any takes half the time of asking which.
    if !GATE.is_match(plain.bytes()) {
        return Signals::NONE;
    }
    let maybe = GATE.matches(plain.bytes());
    let found = LOOKS
        .iter()
        .enumerate()
        .filter(|(nth, (_, _, is_in))| maybe.matched(*nth) && is_in(&plain));
    found.map(|(_, (signal, _, _))| *signal).collect()
}

/// What is done with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    Post,
    /// It waits for a moderator.
    Hold,
    /// It is posted, and a case is opened.
    Flag,
    /// It is posted folded under a note, its author is offered help, and a case
    /// is opened.
    Fold,
}

/// What the rules need to know about an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) role: Role,
    pub(crate) coordinator: bool,
    pub(crate) signed_up_at: Timestamp,
}

/// `watched`: the signals in the message that the centre has turned on. A cry for help is
/// never held, whatever else is in it. Whoever decides about such messages is trusted
/// with them.
pub(crate) fn treatment(
    watched: Signals,
    author: Author,
    new_account_hold_days: u16,
    now: Timestamp,
) -> Treatment {
    let in_role = author.coordinator || author.role == Role::Moderator;
    let held_until = author.signed_up_at.plus_ms(i64::from(new_account_hold_days) * DAY_MS);
    if watched.has(Signal::Crisis) {
        Treatment::Fold
    } else if watched.is_empty() || in_role {
        Treatment::Post
    } else if now < held_until {
        Treatment::Hold
    } else {
        Treatment::Flag
    }
}

/// What a case opened for these signals is about.
pub(crate) const fn reason(watched: Signals) -> Reason {
    if watched.has(Signal::Crisis) { Reason::Danger } else { Reason::Solicitation }
}

/// Joins the patterns as alternatives of one.
fn one_of(patterns: &[&str]) -> String {
    format!("(?:{})", patterns.join("|"))
}

/// Patterns for `Plain` text: small letters without accents or apostrophes.
fn compiled(patterns: &[&str]) -> Regex {
    let mut builder = RegexBuilder::new(&one_of(patterns));
    builder.unicode(false).build().expect("the patterns are fixed and tested")
}
