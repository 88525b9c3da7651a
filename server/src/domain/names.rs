//! What people may call themselves. Members trust names: nobody may use another's, the
//! staff's, or words that a screen shows in place of a name. The reason for a refusal is
//! not given, so that an imitator learns nothing from it.

#[cfg(test)]
mod corpus;
mod letters;
pub(crate) mod likeness;
mod reserved;
mod script;

use std::sync::LazyLock;

use circles_protocol::{Alias, Refusal, RefusalCode, STAND_INS};

use super::Rejection;
use likeness::AliasForms;

/// For members. A name is also refused if somebody in the circle has a very similar one
/// (`likeness`); the store is asked for that.
///
/// # Errors
/// `alias_mixed_scripts`, and `alias_reserved` for a name that sounds like a role or like
/// help, or that a screen shows in place of a name.
pub(crate) fn require_personal(alias: &Alias) -> Result<(), Rejection> {
    require_for_staff(alias)?;
    if reserved::claims_role(alias.as_str()) { Err(reserved()) } else { Ok(()) }
}

/// Staff may be called by their role.
///
/// # Errors
/// `alias_mixed_scripts`, and `alias_reserved` for words that a screen shows in place of
/// a name.
pub(crate) fn require_for_staff(alias: &Alias) -> Result<(), Rejection> {
    if !script::is_of_one(alias.as_str()) {
        return Err(mixed());
    }
    if is_stand_in(alias) { Err(reserved()) } else { Ok(()) }
}

fn is_stand_in(alias: &Alias) -> bool {
    static FORMS: LazyLock<Vec<AliasForms>> = LazyLock::new(|| {
        let forms = |name: &&str| AliasForms::of(&Alias::from_stored((*name).to_owned()));
        STAND_INS.iter().map(forms).collect()
    });
    let forms = AliasForms::of(alias);
    FORMS.iter().any(|said| forms.is_like(said))
}

fn reserved() -> Rejection {
    let sentence = "That name could be taken for the centre, for a helpline, or for a word that \
                    the screens use. Please choose a personal one.";
    Rejection(Refusal::new(RefusalCode::AliasReserved, sentence).field("alias"))
}

fn mixed() -> Rejection {
    let sentence = "This mixes letters of different alphabets, and some of them look alike. \
                    Please write the name in one alphabet.";
    Rejection(Refusal::new(RefusalCode::AliasMixedScripts, sentence).field("alias"))
}

pub(crate) fn too_alike() -> Rejection {
    let sentence = "That name is too like another one in this circle. Please choose another, \
                    perhaps with an initial.";
    Rejection(Refusal::new(RefusalCode::AliasTaken, sentence).field("alias"))
}
