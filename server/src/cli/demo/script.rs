//! Reads the scripts of the made-up centre. The files explain themselves.

use circles_protocol::{Reaction, Reason, Role, WireEnum as _};

const TALK: &str = include_str!("talk.txt");
const SMALL_TALK: &str = include_str!("small_talk.txt");

/// One circle's life, in order.
#[derive(Debug)]
pub(super) struct CircleScript {
    pub(super) name: &'static str,
    pub(super) acts: Vec<Act>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    Joins {
        alias: &'static str,
        role: Role,
    },
    Leaves {
        alias: &'static str,
    },
    /// This many days before today, at this minute of the day.
    Time {
        days_ago: i64,
        minute: i64,
    },
    Says {
        alias: &'static str,
        text: &'static str,
        answers_last: bool,
    },
    Supports {
        reaction: Reaction,
        aliases: Vec<&'static str>,
    },
    Edits {
        text: &'static str,
    },
    Pins {
        alias: &'static str,
    },
    Mutes {
        alias: &'static str,
        reason: Reason,
    },
    Appeals {
        text: &'static str,
    },
    Reports {
        alias: &'static str,
        reason: Reason,
    },
}

pub(super) fn circles() -> Vec<CircleScript> {
    let mut circles: Vec<CircleScript> = Vec::new();
    for line in TALK.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("== ") {
            Some(name) => circles.push(CircleScript { name, acts: Vec::new() }),
            None => {
                let act = act(line).unwrap_or_else(|| panic!("no act: {line}"));
                circles.last_mut().expect("the file begins with a circle").acts.push(act);
            }
        }
    }
    circles
}

/// Lines anyone may say on any day.
pub(super) fn small_talk() -> Vec<&'static str> {
    SMALL_TALK.lines().collect()
}

fn act(line: &'static str) -> Option<Act> {
    let (mark, rest) = line.split_once(' ')?;
    Some(match mark {
        "@" => {
            let (alias, role) = rest.split_once(' ')?;
            let role = if role == "moderator" { Role::Moderator } else { Role::Member };
            Act::Joins { alias, role }
        }
        "-" => Act::Leaves { alias: rest },
        "--" => {
            let (days, time) = rest.split_once(' ')?;
            let (hour, minute) = time.split_once(':')?;
            let minute = hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?;
            Act::Time { days_ago: days.parse().ok()?, minute }
        }
        "+" => {
            let mut words = rest.split(' ');
            let reaction = reaction(words.next()?)?;
            Act::Supports { reaction, aliases: words.collect() }
        }
        "~" => Act::Edits { text: rest },
        "!" => Act::Pins { alias: rest },
        "x" => {
            let (alias, reason) = rest.split_once(' ')?;
            Act::Mutes { alias, reason: Reason::find(reason)? }
        }
        "%" => Act::Appeals { text: rest },
        "*" => {
            let (alias, about) = rest.split_once(' ')?;
            Act::Reports { alias, reason: Reason::find(about)? }
        }
        name => match (name.strip_suffix(':'), rest.strip_prefix("^ ")) {
            (Some(alias), _) => Act::Says { alias, text: rest, answers_last: false },
            (None, Some(text)) => Act::Says { alias: name, text, answers_last: true },
            (None, None) => return None,
        },
    })
}

fn reaction(word: &str) -> Option<Reaction> {
    Some(match word {
        "with_you" => Reaction::WithYou,
        "proud_of_you" => Reaction::ProudOfYou,
        "thank_you" => Reaction::ThankYou,
        "me_too" => Reaction::MeToo,
        "strength" => Reaction::Strength,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::screening::signals;

    #[test]
    fn the_whole_script_is_read() {
        let circles = circles();
        assert_eq!(circles.len(), 3);
        let said = circles.iter().flat_map(|circle| &circle.acts);
        let said = said.filter(|act| matches!(act, Act::Says { .. })).count();
        assert!(said > 100, "{said}");
    }

    #[test]
    fn one_thing_that_is_said_there_has_to_wait() {
        let lines = TALK.lines().chain(SMALL_TALK.lines());
        let waiting: Vec<&str> = lines.filter(|line| !signals(line).is_empty()).collect();
        assert_eq!(waiting, ["Ren: Or ring me, I'm up all night: 555-867-5309."]);
    }

    #[test]
    fn time_only_goes_forward_and_ends_yesterday() {
        for circle in circles() {
            let times: Vec<i64> = circle
                .acts
                .iter()
                .filter_map(|act| match act {
                    Act::Time { days_ago, minute } => Some(minute - days_ago * 24 * 60),
                    Act::Joins { .. }
                    | Act::Leaves { .. }
                    | Act::Says { .. }
                    | Act::Supports { .. }
                    | Act::Edits { .. }
                    | Act::Pins { .. }
                    | Act::Mutes { .. }
                    | Act::Appeals { .. }
                    | Act::Reports { .. } => None,
                })
                .collect();
            assert!(times.is_sorted(), "{}", circle.name);
            assert!(times.last().is_some_and(|last| *last < 0), "{}", circle.name);
        }
    }

    #[test]
    fn a_line_that_is_no_act_is_noticed() {
        assert_eq!(act("Rosa says hello"), None);
        assert_eq!(act("+ applause Rosa"), None);
    }
}
