//! How tokens are made; `commands/tests/chat/searching.rs` tests what finds what.

use sha2::{Digest as _, Sha256};

use super::*;

fn index_text(body: &str) -> String {
    tokens(body).join(" ")
}

#[test]
fn each_token_carries_its_circle() {
    assert_eq!(super::index_text("a walk", CircleKey(12)), "12xa 12xwalk");
    // No token of one circle equals one of another, whatever its word.
    assert_ne!(token_in(CircleKey(1), "2xwalk"), token_in(CircleKey(12), "walk"));
}

#[test]
fn case_accents_and_width_are_one_spelling() {
    assert_eq!(index_text("CAFÉ Łukasz ＷＡＬＫ ﬁn"), "cafe lukasz walk fin");
    assert_eq!(index_text("Straße ÆØ ΛΌΓΟΣ Ёлка"), "strasse aeo λογοσ елка");
}

#[test]
fn characters_that_draw_nothing_are_left_out() {
    assert_eq!(index_text("re\u{AD}cov\u{200B}ery"), "recovery");
    assert_eq!(index_text("می\u{200C}خواهم"), index_text("میخواهم"));
}

#[test]
fn vowel_signs_stay_with_their_word() {
    assert_eq!(index_text("दिन"), "दिन");
    assert_ne!(index_text("दिन"), index_text("दीन"));
}

#[test]
fn scripts_without_spaces_become_pairs() {
    assert_eq!(index_text("散歩した"), "散歩 歩し した た");
    assert_eq!(index_text("山"), "山");
    assert_eq!(index_text("AIと散歩"), "ai と散 散歩 歩");
    // The parts of a letter are composed before they are paired.
    assert_eq!(index_text("ｶﾞｷﾞ"), "ガギ ギ");
    assert_eq!(index_text("コーヒー"), "コー ーヒ ヒー ー");
}

#[test]
fn a_compound_is_its_parts_and_behind_all_its_whole() {
    let compound = |parts: &str, wholes: &str| format!("{parts} {END_OF_TEXT} {wholes}");
    for (text, parts, wholes) in [
        ("my well-being today", "my well being today", "wellbeing"),
        ("I don't - know", "i don know", "dont"),
        ("mother-in-law's", "mother in law", "laws motherinlaws"),
        ("col·legi", "col legi", "collegi"),
    ] {
        assert_eq!(index_text(text), compound(parts, wholes));
    }
    // Something that only looks like one.
    assert_eq!(index_text("yes--no 'so' -x- a - b"), "yes no so x a b");
}

#[test]
fn an_emoji_is_a_word_without_its_skin() {
    assert_eq!(index_text("nice👍🏽"), "nice 👍");
    assert_eq!(index_text("❤\u{FE0F}❤"), "❤ ❤");
    assert_eq!(index_text("🇵🇱🇪🇸"), "🇵🇱 🇪🇸");
    assert_eq!(index_text("👩\u{200D}👧"), "👩 👧");
}

#[test]
fn a_token_holds_nothing_that_ends_it() {
    // Without most of the Han characters, Hangul, and unassigned characters.
    let chars = ('\0'..='\u{4EFF}').chain('\u{A000}'..='\u{AC80}').chain('\u{F900}'..='\u{20100}');
    for c in chars {
        let text = index_text(&c.to_string());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || !c.is_ascii();
        assert!(text.split(' ').flat_map(str::chars).all(plain), "{:04x}", u32::from(c));
    }
}

/// The same tokens must be made for ever: only then can a message's words leave the
/// index. If this fails, raise `RULES` and enter the new value.
#[test]
fn the_rules_have_the_version_they_are_stored_under() {
    let mut all = String::new();
    for c in ('\u{20}'..='\u{30FF}').chain('\u{FB00}'..='\u{FFEF}') {
        all.push_str(&index_text(&format!("a{c}b {c}")));
    }
    let digest = Sha256::digest(all.as_bytes());
    assert_eq!((RULES, digest[..4].to_vec()), (2, vec![38, 157, 76, 33]));
}

fn asked(query: &str) -> Vec<Vec<String>> {
    let shown = |phrase: &Phrase| phrase.tokens.join(" ") + if phrase.open { "*" } else { "" };
    query_terms(query).iter().map(|term| term.iter().map(shown).collect()).collect()
}

#[test]
fn the_last_word_may_be_a_beginning_unless_it_is_one_letter() {
    assert_eq!(asked("park ben"), [["park"], ["ben*"]]);
    assert_eq!(asked("park b"), [["park"], ["b"]]);
    assert_eq!(asked("ben! ?"), [["ben*"]]);
}

#[test]
fn one_character_of_a_script_without_spaces_begins_a_pair() {
    assert_eq!(asked("歩 山"), [["歩*"], ["山*"]]);
    assert_eq!(asked("散歩"), [["散歩"]]);
    assert_eq!(asked("公園を歩く"), [["公園 園を を歩 歩く"]]);
    assert_eq!(asked("散歩AI"), [["散歩 歩 ai*"]]);
}

#[test]
fn a_compound_is_asked_for_in_each_spelling() {
    assert_eq!(asked("well-being"), [["well being*", "wellbeing*"]]);
    assert_eq!(asked("don't"), [["dont*"]]);
    assert_eq!(asked("can't/won't go"), [["cant"], ["wont"], ["go*"]]);
    assert_eq!(asked("10:30"), [["10 30*"]]);
}

#[test]
fn a_query_asks_for_a_bounded_number_of_words() {
    assert_eq!(query_terms(&"\u{FDFA}".repeat(200)).len(), QUERY_WORDS);
    assert_eq!(query_terms(&"x".repeat(200))[0][0].tokens[0].chars().count(), TOKEN_CHARS);
}

#[test]
fn nothing_to_look_for_is_no_term() {
    for query in ["", "?!*", "-", "'", "\u{200D}", "🏽", "\u{FE0F}"] {
        assert_eq!(query_terms(query), Vec::<Term>::new(), "{query:?}");
    }
}
