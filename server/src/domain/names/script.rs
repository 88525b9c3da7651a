//! Whether a name is written in one script. Similar letters of two scripts make two names
//! that look equal out of different letters.

use unicode_script::{Script, UnicodeScript as _};
use unicode_security::mixed_script::AugmentedScriptSet;

/// "Highly restrictive" in Unicode's UTS 39: one script, where the scripts of Chinese,
/// Japanese and Korean each count as one, also together with Latin. Digits, punctuation,
/// emoji and accents belong to all scripts.
pub(super) fn is_of_one(name: &str) -> bool {
    let (mut whole, mut without_latin) =
        (AugmentedScriptSet::default(), AugmentedScriptSet::default());
    for c in name.chars().filter(|c| !matches!(c.script(), Script::Common | Script::Inherited)) {
        let scripts = AugmentedScriptSet::for_char(c);
        whole.intersect_with(scripts);
        if !scripts.base.contains_script(Script::Latin) {
            without_latin.intersect_with(scripts);
        }
    }
    let AugmentedScriptSet { hanb, jpan, kore, .. } = without_latin;
    !whole.is_empty() || hanb || jpan || kore
}
