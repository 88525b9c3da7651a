//! Whether a name is written in one script. Letters of two scripts that look alike
//! make two equal names out of different letters.

use unicode_script::{Script, UnicodeScript as _};
use unicode_security::mixed_script::AugmentedScriptSet;

/// "Highly restrictive" in Unicode's UTS 39: one script, where what Chinese, Japanese
/// and Korean are written with counts as one, also beside Latin. Digits, punctuation,
/// emoji and accents belong to all of them.
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
