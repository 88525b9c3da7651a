//! Where the rules stand: a table of sentences in which something must be found,
//! and one in which nothing may be. A change that trades one error for another
//! shows here, sentence by sentence.

use circles_protocol::Word as _;

use super::*;

const FOUND: &str = include_str!("found.txt");
const UNTOUCHED: &str = include_str!("untouched.txt");

const NOW: Timestamp = Timestamp(1_790_000_000_000);

/// The headings of a table are signs, its lines sentences.
fn sentences(table: &str) -> Vec<(Sign, String)> {
    let mut sign = None;
    let mut sentences = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("//")) {
        match line.strip_prefix("# ") {
            Some(word) => sign = Some(Sign::find(word).expect("the heading is a sign")),
            None => {
                sentences.push((sign.expect("a heading stands first"), line.replace("\\n", "\n")))
            }
        }
    }
    sentences
}

#[test]
fn what_must_be_found_is_found() {
    let missed: Vec<_> =
        sentences(FOUND).into_iter().filter(|(sign, line)| !signs(line).has(*sign)).collect();
    assert!(missed.is_empty(), "missed: {missed:#?}");
}

#[test]
fn an_ordinary_sentence_is_left_alone() {
    let taken: Vec<_> = sentences(UNTOUCHED)
        .into_iter()
        .filter_map(|(_, line)| (!signs(&line).is_empty()).then(|| (signs(&line).list(), line)))
        .collect();
    assert!(taken.is_empty(), "taken for something: {taken:#?}");
}

#[test]
fn each_table_has_its_share_for_every_sign() {
    for table in [FOUND, UNTOUCHED] {
        let all = sentences(table);
        assert!(all.len() >= 60);
        for sign in Sign::ALL {
            assert!(all.iter().filter(|(heading, _)| heading == sign).count() >= 20, "{sign:?}");
        }
    }
}

fn author(role: Role, coordinator: bool, days: i64) -> Author {
    Author { role, coordinator, signed_up_at: NOW.plus_ms(-days * DAY_MS) }
}

#[test]
fn a_sign_is_held_in_the_first_days_and_flagged_later() {
    let phone = Signs::NONE.with(Sign::PhoneNumber);
    let member = |days| treatment(phone, author(Role::Member, false, days), 30, NOW);
    assert_eq!(member(0), Treatment::Hold);
    assert_eq!(member(29), Treatment::Hold);
    assert_eq!(member(30), Treatment::Flag);
    assert_eq!(member(400), Treatment::Flag);
    let at_once = treatment(phone, author(Role::Member, false, 0), 0, NOW);
    assert_eq!(at_once, Treatment::Flag);
    let nothing = treatment(Signs::NONE, author(Role::Member, false, 0), 30, NOW);
    assert_eq!(nothing, Treatment::Post);
}

#[test]
fn whoever_is_in_office_posts_at_once_but_a_cry_for_help_is_heard() {
    let phone = Signs::NONE.with(Sign::PhoneNumber);
    for it in [author(Role::Moderator, false, 0), author(Role::Member, true, 0)] {
        assert_eq!(treatment(phone, it, 30, NOW), Treatment::Post);
        assert_eq!(treatment(phone.with(Sign::Crisis), it, 30, NOW), Treatment::Fold);
    }
}

#[test]
fn a_cry_for_help_is_never_held() {
    for other in Sign::ALL {
        let both = Signs::NONE.with(*other).with(Sign::Crisis);
        for days in [0, 29, 30, 400] {
            let done = treatment(both, author(Role::Member, false, days), 30, NOW);
            assert_eq!(done, Treatment::Fold);
            assert_eq!(concern(both), Concern::Danger);
        }
    }
    assert_eq!(concern(Signs::NONE.with(Sign::Link)), Concern::Solicitation);
}

#[test]
fn a_set_of_signs_keeps_what_it_is_given() {
    let two: Signs = [Sign::Price, Sign::Link, Sign::Price].into_iter().collect();
    assert_eq!(two.list(), [Sign::Link, Sign::Price]);
    assert_eq!(two.among(Signs::NONE.with(Sign::Price)).list(), [Sign::Price]);
    assert_eq!(two.beyond(Signs::NONE.with(Sign::Price)).list(), [Sign::Link]);
    assert!(two.among(Signs::NONE).is_empty());
}
