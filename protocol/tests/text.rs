//! The rules of short texts.

use circles_protocol::{Alias, CircleName, EnteredPassphrase, Passphrase, SignInName, TextRule};

#[test]
fn an_alias_is_one_line_in_one_spelling() {
    assert_eq!(Alias::parse("  Jo \u{00A0} B ").unwrap().as_str(), "Jo B");
    assert_eq!(Alias::parse("Jose\u{0301}").unwrap().as_str(), "José");
    assert_eq!(Alias::parse("J\u{200B}o").unwrap().as_str(), "Jo");
    assert_eq!(Alias::parse("D").unwrap().as_str(), "D");
}

#[test]
fn an_alias_that_hides_or_breaks_the_line_is_refused() {
    assert_eq!(Alias::parse(""), Err(TextRule::Empty));
    assert_eq!(Alias::parse("\u{200B}\u{3164}"), Err(TextRule::OnlyInvisible));
    assert_eq!(Alias::parse("Jo\nB"), Err(TextRule::ControlCharacter));
    assert_eq!(Alias::parse(&"x".repeat(33)), Err(TextRule::TooLong { max_chars: 32 }));
    assert_eq!(Alias::parse(&"x".repeat(100_000)), Err(TextRule::TooLong { max_chars: 32 }));
}

#[test]
fn a_circle_name_counts_characters_not_bytes() {
    assert!(CircleName::parse(&"é".repeat(60)).is_ok());
    assert!(CircleName::parse(&"é".repeat(61)).is_err());
}

#[test]
fn a_sign_in_name_has_one_spelling_whatever_the_case() {
    assert_eq!(SignInName::parse(" Sam.K ").unwrap(), SignInName::parse("sam.k").unwrap());
    assert_eq!(SignInName::parse("ＳＡＭ").unwrap().as_str(), "sam");
    assert_eq!(SignInName::parse("sam k"), Err(TextRule::Whitespace));
    assert_eq!(SignInName::parse("ab"), Err(TextRule::TooShort { min_chars: 3 }));
}

#[test]
fn a_passphrase_is_long_enough_and_may_hold_spaces() {
    assert!(Passphrase::parse("ten letter").is_ok());
    assert_eq!(Passphrase::parse("nine char"), Err(TextRule::TooShort { min_chars: 10 }));
    assert!(Passphrase::parse(&"x".repeat(257)).is_err());
}

#[test]
fn spaces_at_the_ends_of_a_passphrase_are_no_part_of_it() {
    for typed in ["a quiet river ", "\u{3000}a quiet river", "\ta quiet river\u{a0}\n"] {
        assert_eq!(Passphrase::parse(typed).unwrap().as_str(), "a quiet river");
    }
    let padded = format!("{:>300}", "a quiet river");
    assert_eq!(Passphrase::parse(&padded).unwrap().as_str(), "a quiet river");
    let short = Passphrase::parse("  four five   ");
    assert_eq!(short, Err(TextRule::TooShort { min_chars: 10 }));
}

#[test]
fn a_typed_passphrase_may_mean_itself_without_the_spaces_or_with_them() {
    let readings = |typed: &str| {
        let entered = EnteredPassphrase::parse(typed).unwrap();
        entered.readings().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(readings("a quiet river"), ["a quiet river"]);
    assert_eq!(readings("a quiet river "), ["a quiet river", "a quiet river "]);
    assert!(EnteredPassphrase::parse("          ").is_err());
}
