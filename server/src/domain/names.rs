//! What somebody may call themselves. Members trust names: nobody shall borrow
//! another's, the staff's, or what a screen says in the place of one. Which of these a
//! name was refused for is not said: whoever wants to imitate learns nothing from it.

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

/// For members. A name is refused as well where somebody of the circle is called much
/// the same (`likeness`); that is asked of the store.
///
/// # Errors
/// `alias_mixed_scripts`, and `alias_reserved` for a name that sounds like a role or
/// like help, or that a screen says in the place of a name.
pub(crate) fn require_personal(alias: &Alias) -> Result<(), Rejection> {
    require_for_staff(alias)?;
    if reserved::claims_role(alias.as_str()) { Err(reserved()) } else { Ok(()) }
}

/// Staff may be called by their role.
///
/// # Errors
/// `alias_mixed_scripts`, and `alias_reserved` for what a screen says in the place of
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
