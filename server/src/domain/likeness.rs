//! When two aliases are too alike to tell apart, and when one sounds like a
//! role of the centre. Members trust names; nobody shall borrow another's, or
//! the staff's.

use circles_protocol::{Alias, Refusal, RefusalCode, STAND_INS, is_default_ignorable};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::confusable_detection::skeleton;

use super::Rejection;

/// Words that claim an office when one of them opens, closes or fills an alias.
const ROLE_WORDS: &[&str] = &[
    "admin",
    "administrador",
    "administradora",
    "administrator",
    "centre",
    "center",
    "centro",
    "circles",
    "circulos",
    "coordinador",
    "coordinadora",
    "coordinator",
    "counsellor",
    "counselor",
    "doctor",
    "doctora",
    "enfermera",
    "enfermero",
    "helpline",
    "mentor",
    "mentora",
    "mod",
    "moderador",
    "moderadora",
    "moderator",
    "nurse",
    "official",
    "oncall",
    "operator",
    "owner",
    "root",
    "sistema",
    "soporte",
    "staff",
    "support",
    "system",
    "terapeuta",
    "therapist",
];

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

/// Joiners and the style of an emoji tell no two names apart.
fn fold(text: &str) -> String {
    let told = |c: &char| !is_combining_mark(*c) && !is_default_ignorable(*c);
    text.nfkd().filter(told).collect::<String>().to_lowercase()
}

/// # Errors
/// `alias_reserved` for an alias that a screen says in the place of a name.
pub(crate) fn require_no_stand_in(alias: &Alias) -> Result<(), Rejection> {
    let whole = likeness(alias);
    let stands_in = |name: &&str| likeness(&Alias::from_stored((*name).to_owned())) == whole;
    if STAND_INS.iter().any(stands_in) {
        return Err(reserved("The screens here say that for other people. Please choose another."));
    }
    Ok(())
}

/// # Errors
/// `alias_reserved` for an alias that sounds like a role, or that a screen says in
/// the place of a name.
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
    if claims_role {
        return Err(reserved("That name sounds like a role here. Please choose a personal one."));
    }
    require_no_stand_in(alias)
}

fn reserved(sentence: &str) -> Rejection {
    Rejection(Refusal::new(RefusalCode::AliasReserved, sentence).field("alias"))
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
            ("علی\u{200C}رضا", "علیرضا"),
            ("👩\u{200D}👧", "👩👧"),
            ("☀\u{FE0F}", "☀"),
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

    #[test]
    fn what_a_screen_says_for_somebody_is_nobodys_name() {
        for text in STAND_INS.iter().copied().chain([
            "YOU",
            "Yоu",
            "y o u",
            "You.",
            "Y0u",
            "tu",
            "Former-Member",
            "formermember",
            "Someone who Ieft",
            "alguien",
            "Moderadora",
            "Centro",
            "nadie",
        ]) {
            assert!(require_personal(&alias(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_name_that_only_begins_like_one_is_taken() {
        for text in [
            "Ali",
            "Yousef",
            "Yolanda",
            "Mel",
            "Mei",
            "Tuan",
            "Toni",
            "Allie",
            "Herena",
            "Nadia",
            "Todd",
            "Memberley",
            "Jo (you know)",
            "Centra",
            "علی\u{200C}رضا",
            "L",
            "I",
        ] {
            assert!(require_personal(&alias(text)).is_ok(), "{text}");
        }
    }

    /// Staff may be called by their office.
    #[test]
    fn staff_are_called_by_their_office_and_never_you() {
        assert!(require_no_stand_in(&alias("Coordinator Ana")).is_ok());
        assert!(require_no_stand_in(&alias("Yоu")).is_err());
    }
}
