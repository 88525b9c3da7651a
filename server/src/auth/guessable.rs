//! Passphrases that many people use: the first ones that an attacker tries. Judged by
//! zxcvbn, which knows lists of leaked passwords, names and words, keyboard rows and dates.

use circles_protocol::{Passphrase, Refusal, RefusalCode};
use zxcvbn::{Score, zxcvbn};

use crate::domain::Rejection;

/// What the sign-up page may bring to mind first.
const OURS: &[&str] = &[
    "recovery",
    "circle",
    "circles",
    "recoverycircles",
    "passphrase",
    "signin",
    "sober",
    "sobriety",
    "recovered",
    "community",
    "welcome",
];

/// Fewer than a million guesses, which even rate-limited attempts can make.
const TOO_COMMON: Score = Score::One;

/// Beyond this only repetition can be found, and the check takes ever longer.
const CHARS_LOOKED_AT: usize = 64;

/// Shorter ones are part of many others.
const SHORTEST_WORD: usize = 3;
const LEFT_AT_LEAST: usize = 5;

/// `personal` are words that others may know of its owner, such as the sign-in name.
pub(super) fn is_too_common(passphrase: &Passphrase, personal: &[String]) -> bool {
    let words: Vec<&str> =
        OURS.iter().copied().chain(personal.iter().map(String::as_str)).collect();
    let beginning: String = passphrase.as_str().chars().take(CHARS_LOOKED_AT).collect();
    // "recovery circles" is as likely as "recoverycircles".
    let joined: String = beginning.split_whitespace().collect();
    let guessed =
        [&beginning, &joined].iter().any(|text| zxcvbn(text, &words).score() <= TOO_COMMON);
    guessed || little_is_left(&joined, &words)
}

/// Whether it consists of known words and hardly anything else.
fn little_is_left(joined: &str, words: &[&str]) -> bool {
    let mut rest = joined.to_lowercase();
    let mut words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words.iter().filter(|word| word.chars().count() >= SHORTEST_WORD) {
        rest = rest.replace(word.as_str(), "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).count() < LEFT_AT_LEAST
}

pub(super) fn too_common() -> Rejection {
    let sentence = "Many people use a passphrase like this one, so it is easy to guess. \
                    Please choose another: four words that don't belong together work well.";
    Rejection(Refusal::new(RefusalCode::PassphraseTooCommon, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn too_common_for(passphrase: &str, personal: &[&str]) -> bool {
        let personal: Vec<String> = personal.iter().map(|&word| word.to_owned()).collect();
        is_too_common(&Passphrase::parse(passphrase).unwrap(), &personal)
    }

    #[test]
    fn what_everybody_uses_is_too_common() {
        for passphrase in [
            "1234567890",
            "0987654321",
            "qwertyuiop",
            "password123",
            "passwordpassword",
            "Passw0rd123",
            "iloveyou123",
            "aaaaaaaaaa",
            "abcdefghij",
            "1111111111",
            "sunshine123",
            "recoverycircles",
            "recovery circles",
            "passphrase",
            "mypassphrase",
            "passphrase123",
            "letmein123",
            "welcome123",
            "          passphrase",
            "qwerty123456",
            "football123",
        ] {
            assert!(too_common_for(passphrase, &[]), "{passphrase}");
        }
    }

    #[test]
    fn ones_own_name_is_too_common() {
        let mine = &["jordan-k-1987", "Jordan"];
        for passphrase in [
            "jordan-k-1987",
            "jordan-k-1987-jordan-k-1987",
            "my jordan-k-1987",
            "JORDAN-K-1987",
            "jordanjordan",
        ] {
            assert!(too_common_for(passphrase, mine), "{passphrase}");
        }
    }

    #[test]
    fn a_few_words_together_are_not() {
        let long = "a quiet river at dawn ".repeat(11);
        for passphrase in [
            "a quiet river at dawn",
            "a quiet walk by the river",
            "correct horse battery staple",
            "blue kettle on tuesday",
            "tea with my sister",
            "zapatos verdes lluvia",
            "Mittwochs im Garten",
            "散歩が好きです。毎朝歩く",
            "another river altogether",
            "kX9#mQ2$vL",
            &long,
        ] {
            assert!(!too_common_for(passphrase, &["jordan-k-1987", "Jordan"]), "{passphrase}");
        }
    }
}
