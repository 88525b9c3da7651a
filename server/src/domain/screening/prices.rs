//! Prices as sellers write them: an amount for each of something, or a quantity for an
//! amount. Not what somebody paid, owes, saved or earns.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::compiled;
use super::plain::Plain;

macro_rules! money {
    () => {
        r"(?:\$ ?[0-9]+(?:\.[0-9]+)?|\b[0-9]+ ?(?:\$|bucks?|dollars?|usd|quid|euros?|pounds?)|\b(?:five|ten|fifteen|twenty|thirty|forty|fifty|sixty|eighty|hundred) (?:bucks|dollars|quid))"
    };
}

/// Things sold by the piece; after a bare number only these count.
macro_rules! unit {
    () => {
        r"(?:pills?|g|grams?|oz|ounces?|zip|eighth|8th|ball|8 ?ball|bag|baggie|hit|tab|bar|strip|perc|cart|bundle|brick|sub|patch|bump)"
    };
}

macro_rules! piece {
    () => {
        r"(?:pop|piece|pack|point|key|dose|line|half|quarter|vial|shot|script|bottle|tablet|cap|capsule|mg|ml|one)"
    };
}

pub(super) const PATTERNS: &[&str] = &[
    concat!(money!(), r" ?/? ?(?:each|ea|apiece)\b"),
    concat!(
        money!(),
        r" ?(?:/|per|an?|for an?|for one|for each) ?(?:",
        unit!(),
        "|",
        piece!(),
        r")\b"
    ),
    concat!(r"\b(?:[5-9]|[0-9]{2,4}) ?(?:/|per|an?|for an?) ?", unit!(), r"\b"),
    r"\b[0-9]{1,3} ?(?:for|/) ?\$ ?[0-9]",
    r"\b[0-9]{1,3} for [0-9]{2,4}\b",
    concat!(r"\b", unit!(), r"s? (?:for|@) (?:\$ ?)?[0-9]{2,4}\b"),
    concat!(r"\b", piece!(), r"s? (?:for|@) \$ ?[0-9]{2,4}\b"),
];

static LOOK: LazyLock<Regex> = LazyLock::new(|| compiled(PATTERNS));

/// If said earlier in the same clause, it is not an offer.
static NO_OFFER: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&[
        r"\b(?:paid|owed?|spent|cost me|costs? us|used to|was|were|chip|donat|saved?|saving|borrow|lent|won|copay|co-pay|pharmacy|insurance|back then|charged|gave|raised)",
    ])
});

/// Things whose cost members share.
static SHARED: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&[
        r"^ (?:for|toward|towards|to) (?:the |a |his |her |their |our |my |some )?(?:[a-z]+ )?(?:cake|pizza|gas|gift|present|lunch|dinner|breakfast|coffee|tickets?|card|flowers|food|bus|room|rent|entry|church)",
    ])
});

/// After a number these make it a count.
const COUNTED: [&[u8]; 21] = [
    b" min",
    b" hour",
    b" day",
    b" week",
    b" month",
    b" year",
    b" people",
    b" of ",
    b" meeting",
    b"%",
    b" step",
    b" night",
    b" mile",
    b" rep",
    b" sec",
    b" kid",
    b" person",
    b" guest",
    b" year",
    b" chair",
    b" page",
];

pub(super) fn are_in(plain: &Plain) -> bool {
    LOOK.find_iter(plain.bytes()).any(|found| {
        let rest = plain.after(found.end(), 40);
        if COUNTED.iter().any(|counted| rest.starts_with(counted)) {
            return false;
        }
        let no_offer = NO_OFFER.is_match(plain.clause_before(found.start(), 40));
        !no_offer && !SHARED.is_match(rest) && sells(found.as_bytes())
    })
}

/// In "2 for 50" the amount has to be plausible as a price: "9 for 12" is a score.
fn sells(words: &[u8]) -> bool {
    let Some(place) = words.windows(5).position(|part| part == b" for ") else { return true };
    let (Some(many), Some(price)) = (number(&words[..place]), number(&words[place + 5..])) else {
        return true;
    };
    price >= 20 && price > many && price % 5 == 0
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}
