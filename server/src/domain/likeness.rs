//! When two aliases are too alike to tell apart, and when one sounds like a
//! role of the centre. Members trust names; nobody shall borrow another's, or
//! the staff's.

use circles_protocol::{Alias, RefusalCode};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::confusable_detection::skeleton;

use super::Rejection;

/// Words that claim an office when one of them opens, closes or fills an alias.
const ROLE_WORDS: &[&str] = &[
    "admin",
    "administrator",
    "centre",
    "center",
    "circles",
    "coordinator",
    "counsellor",
    "counselor",
    "doctor",
    "helpline",
    "mentor",
    "mod",
    "moderator",
    "nurse",
    "official",
    "oncall",
    "operator",
    "owner",
    "root",
    "staff",
    "support",
    "system",
    "therapist",
];

/// Names that stand for people who are gone or for nobody.
const RESERVED_NAMES: &[&str] = &["everyone", "former member", "formermember", "here", "nobody"];

/// The form in which look-alikes are equal: Unicode's confusable skeleton,
/// without case, accents, spaces and punctuation.
pub(crate) fn likeness(alias: &Alias) -> String {
    let skeletal: String = skeleton(&fold(alias.as_str())).collect();
    // Skeletons may hold capitals ("0" becomes "O"), so fold once more.
    let bare: String = skeleton(&fold(&skeletal))
        .filter(|c| c.is_alphanumeric())
        // A capital I is an l in disguise, and case does not count here.
        .map(|c| if c == 'i' { 'l' } else { c })
        .collect();
    if bare.is_empty() { skeletal } else { bare }
}

fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase()
}

/// # Errors
/// `alias_reserved` for an alias that sounds like a role.
pub(crate) fn require_personal(alias: &Alias) -> Result<(), Rejection> {
    let folded = fold(alias.as_str());
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        // "moderator7" claims as much as "moderator".
        .map(|word| word.trim_end_matches(char::is_numeric))
        .filter(|word| !word.is_empty())
        .map(|word| likeness(&Alias::from_stored(word.to_owned())))
        .collect();
    let whole = likeness(alias);
    let claims_role = ROLE_WORDS.iter().any(|role| {
        let role = likeness(&Alias::from_stored((*role).to_owned()));
        words.contains(&role) || whole == role
    });
    let reserved = RESERVED_NAMES
        .iter()
        .any(|name| likeness(&Alias::from_stored((*name).to_owned())) == whole);
    if claims_role || reserved {
        return Err(Rejection(
            circles_protocol::Refusal::new(
                RefusalCode::AliasReserved,
                "That name sounds like a role here. Please choose a personal one.",
            )
            .field("alias"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias(text: &str) -> Alias {
        Alias::parse(text).unwrap()
    }

    #[test]
    fn look_alikes_are_equal() {
        for (one, other) in [
            ("Jo", "jo"),
            ("Jo", "Jо"), // Cyrillic о
            ("Jo", "J0"),
            ("José", "Jose"),
            ("Jo B", "Jo-B"),
            ("Bill", "BiII"),
            ("Ｄ", "D"),
        ] {
            assert_eq!(likeness(&alias(one)), likeness(&alias(other)), "{one} and {other}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (one, other) in [("Jo", "Joe"), ("D", "O"), ("Sam", "Pam"), ("李", "王"), ("🌻", "🌙")]
        {
            assert_ne!(likeness(&alias(one)), likeness(&alias(other)), "{one} and {other}");
        }
    }

    #[test]
    fn a_name_that_sounds_like_a_role_is_refused() {
        for text in [
            "Moderator D",
            "moderator",
            "MODERATOR7",
            "mod10",
            "Mоderator",
            "Centre staff",
            "Former member",
            "Sam (admin)",
            "Nurse Jo",
            "M o d",
        ] {
            assert!(require_personal(&alias(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_personal_name_is_taken() {
        for text in
            ["D", "Modesty", "Modi", "Jo", "Rooth", "Systema", "Supportive Sue", "Admiral", "🌻"]
        {
            assert!(require_personal(&alias(text)).is_ok(), "{text}");
        }
    }
}
