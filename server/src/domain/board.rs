//! How a mentor's board is ordered and what it says, from facts that are passed in. It
//! never judges how somebody is: only what they asked for, and silence.

use chrono::Datelike as _;
use circles_protocol::{Alias, Attention, HelloStep, LocalDate, Means, Milestone, Timestamp};

/// The facts of one card that decide its position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BoardInput {
    /// Since when they have wished for a call.
    pub(crate) wants_call_since: Option<Timestamp>,
    /// Since when they have been waiting for help.
    pub(crate) help_since: Option<Timestamp>,
    /// The step that is due, and since when nothing was heard.
    pub(crate) hello: Option<(HelloStep, Timestamp)>,
    /// A milestone that is near enough to congratulate on.
    pub(crate) milestone: Option<(Milestone, LocalDate)>,
}

/// Why a card stands where it does.
pub(crate) fn attention(input: &BoardInput) -> Attention {
    if input.wants_call_since.is_some() {
        Attention::WantsCall
    } else if input.help_since.is_some() {
        Attention::AskedForHelp
    } else if input.hello.is_some() {
        Attention::HelloDue
    } else if input.milestone.is_some() {
        Attention::Milestone
    } else {
        Attention::Nothing
    }
}

/// The sort key of cards: the reason, then whoever has waited longest, then the alias, so
/// that the order stays stable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BoardRank {
    attention: Attention,
    since: i64,
    alias: String,
}

pub(crate) fn rank(input: &BoardInput, alias: &Alias) -> BoardRank {
    let attention = attention(input);
    let since = match attention {
        Attention::WantsCall => input.wants_call_since.map(|at| at.0),
        Attention::AskedForHelp => input.help_since.map(|at| at.0),
        Attention::HelloDue => input.hello.map(|(_, since)| since.0),
        Attention::Milestone => input.milestone.map(|(_, on)| days(on)),
        Attention::Nothing => None,
    };
    BoardRank { attention, since: since.unwrap_or_default(), alias: alias.as_str().to_lowercase() }
}

fn days(on: LocalDate) -> i64 {
    i64::from(on.0.num_days_from_ce())
}

/// Whole weeks since graduating; 0 for a date in the future.
pub(crate) fn weeks(graduated_on: LocalDate, today: LocalDate) -> u32 {
    let weeks = (today.0 - graduated_on.0).num_days().div_euclid(7);
    u32::try_from(weeks).unwrap_or_default()
}

/// Whether they are in their first days, which get closer contact.
pub(crate) fn is_early(graduated_on: LocalDate, today: LocalDate, newcomer_days: u32) -> bool {
    (today.0 - graduated_on.0).num_days() < i64::from(newcomer_days)
}

/// How a mentor may get in touch: by telephone only if the alum agreed to it
/// and there is a number.
pub(crate) fn means(phone: bool) -> Vec<Means> {
    if phone {
        vec![Means::Message, Means::Phone, Means::InPerson]
    } else {
        vec![Means::Message, Means::InPerson]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LocalDate {
        LocalDate::parse(text).unwrap()
    }

    fn at(ms: i64) -> Option<Timestamp> {
        Some(Timestamp(ms))
    }

    fn sorted(cards: &[(&'static str, BoardInput)]) -> Vec<&'static str> {
        let placed = |(alias, input): &(&'static str, BoardInput)| {
            (rank(input, &Alias::from_stored((*alias).to_owned())), *alias)
        };
        let mut cards: Vec<_> = cards.iter().map(placed).collect();
        cards.sort();
        cards.into_iter().map(|(_, alias)| alias).collect()
    }

    #[test]
    fn what_somebody_asked_for_comes_before_silence_and_silence_before_milestones() {
        let call =
            BoardInput { wants_call_since: at(900), help_since: at(1), ..BoardInput::default() };
        let help = BoardInput { help_since: at(900), ..BoardInput::default() };
        let hello = BoardInput {
            hello: Some((HelloStep::SayHello, Timestamp(5))),
            ..BoardInput::default()
        };
        let milestone = BoardInput {
            milestone: Some((Milestone::Days(90), day("2026-11-25"))),
            ..BoardInput::default()
        };
        let cards = [
            ("A", BoardInput::default()),
            ("B", milestone),
            ("C", hello),
            ("D", help),
            ("E", call),
        ];
        assert_eq!(sorted(&cards), ["E", "D", "C", "B", "A"]);
    }

    #[test]
    fn whoever_has_waited_longest_comes_first_and_then_the_alias() {
        let call = |ms| BoardInput { wants_call_since: at(ms), ..BoardInput::default() };
        let cards = [("Ari", call(7)), ("Bo", call(3)), ("cy", call(7)), ("Cy", call(7))];
        assert_eq!(sorted(&cards), ["Bo", "Ari", "Cy", "cy"]);
        let quiet = [("zoe", BoardInput::default()), ("Al", BoardInput::default())];
        assert_eq!(sorted(&quiet), ["Al", "zoe"]);
    }

    #[test]
    fn weeks_are_whole_ones_and_never_below_none() {
        for (today, expected) in
            [("2026-11-24", 0), ("2026-11-30", 0), ("2026-12-01", 1), ("2026-11-01", 0)]
        {
            assert_eq!(weeks(day("2026-11-24"), day(today)), expected, "{today}");
        }
    }

    #[test]
    fn the_early_days_end_with_the_last_of_them() {
        let graduated = day("2026-01-01");
        assert!(is_early(graduated, day("2026-03-31"), 90));
        assert!(!is_early(graduated, day("2026-04-01"), 90));
    }

    #[test]
    fn the_telephone_is_offered_only_where_it_may_be_used() {
        assert!(!means(false).contains(&Means::Phone));
        assert!(means(true).contains(&Means::Phone));
    }
}
