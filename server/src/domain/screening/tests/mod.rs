//! Where the rules stand: a table of sentences in which something must be found, and one
//! in which nothing may be. A change that trades one error for another shows here,
//! sentence by sentence.

use circles_protocol::WireEnum as _;

use super::*;

const FOUND: &str = include_str!("found.txt");
const UNTOUCHED: &str = include_str!("untouched.txt");

const NOW: Timestamp = Timestamp(1_790_000_000_000);

/// The headings of a table are signals, its lines are sentences.
fn sentences(table: &str) -> Vec<(Signal, String)> {
    let mut signal = None;
    let mut sentences = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("//")) {
        match line.strip_prefix("# ") {
            Some(word) => signal = Some(Signal::find(word).expect("the heading is a signal")),
            None => {
                sentences.push((signal.expect("a heading stands first"), line.replace("\\n", "\n")))
            }
        }
    }
    sentences
}

#[test]
fn what_must_be_found_is_found() {
    let missed: Vec<_> =
        sentences(FOUND).into_iter().filter(|(signal, line)| !signals(line).has(*signal)).collect();
    assert!(missed.is_empty(), "missed: {missed:#?}");
}

#[test]
fn an_ordinary_sentence_is_left_alone() {
    let taken: Vec<_> = sentences(UNTOUCHED)
        .into_iter()
        .filter_map(|(_, line)| (!signals(&line).is_empty()).then(|| (signals(&line).list(), line)))
        .collect();
    assert!(taken.is_empty(), "signals in harmless sentences: {taken:#?}");
}

#[test]
fn each_table_has_its_share_for_every_signal() {
    for table in [FOUND, UNTOUCHED] {
        let all = sentences(table);
        assert!(all.len() >= 60);
        for signal in Signal::ALL {
            assert!(
                all.iter().filter(|(heading, _)| heading == signal).count() >= 20,
                "{signal:?}"
            );
        }
    }
}

fn author(role: Role, coordinator: bool, days: i64) -> Author {
    Author { role, coordinator, signed_up_at: NOW.plus_ms(-days * DAY_MS) }
}

#[test]
fn a_sign_is_held_in_the_first_days_and_flagged_later() {
    let phone = Signals::NONE.with(Signal::PhoneNumber);
    let member = |days| treatment(phone, author(Role::Member, false, days), 30, NOW);
    assert_eq!(member(0), Treatment::Hold);
    assert_eq!(member(29), Treatment::Hold);
    assert_eq!(member(30), Treatment::Flag);
    assert_eq!(member(400), Treatment::Flag);
    let at_once = treatment(phone, author(Role::Member, false, 0), 0, NOW);
    assert_eq!(at_once, Treatment::Flag);
    let nothing = treatment(Signals::NONE, author(Role::Member, false, 0), 30, NOW);
    assert_eq!(nothing, Treatment::Post);
}

#[test]
fn whoever_is_in_office_posts_at_once_but_a_cry_for_help_is_heard() {
    let phone = Signals::NONE.with(Signal::PhoneNumber);
    for it in [author(Role::Moderator, false, 0), author(Role::Member, true, 0)] {
        assert_eq!(treatment(phone, it, 30, NOW), Treatment::Post);
        assert_eq!(treatment(phone.with(Signal::Crisis), it, 30, NOW), Treatment::Fold);
    }
}

#[test]
fn a_cry_for_help_is_never_held() {
    for other in Signal::ALL {
        let both = Signals::NONE.with(*other).with(Signal::Crisis);
        for days in [0, 29, 30, 400] {
            let done = treatment(both, author(Role::Member, false, days), 30, NOW);
            assert_eq!(done, Treatment::Fold);
            assert_eq!(reason(both), Reason::Danger);
        }
    }
    assert_eq!(reason(Signals::NONE.with(Signal::Link)), Reason::Solicitation);
}

#[test]
fn a_set_of_signals_keeps_what_it_is_given() {
    let two: Signals = [Signal::Price, Signal::Link, Signal::Price].into_iter().collect();
    assert_eq!(two.list(), [Signal::Link, Signal::Price]);
    assert_eq!(two.among(Signals::NONE.with(Signal::Price)).list(), [Signal::Price]);
    assert_eq!(two.beyond(Signals::NONE.with(Signal::Price)).list(), [Signal::Link]);
    assert!(two.among(Signals::NONE).is_empty());
}
