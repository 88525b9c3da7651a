//! Names that people have, and names that somebody takes to pass for another. Both kinds
//! of error are covered: refusing somebody their own name, and letting somebody get away
//! with another's.

use circles_protocol::{Alias, STAND_INS, TextRule};

use super::*;

fn alias(text: &str) -> Alias {
    Alias::parse(text).unwrap_or_else(|rule| panic!("{text:?}: {rule}"))
}

/// Each line has several names, separated by slashes.
fn listed<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    lines.iter().flat_map(|line| line.split(" / ")).map(str::trim).collect()
}

fn pairs<'a>(lines: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    listed(lines).into_iter().map(|pair| pair.split_once(" = ").unwrap()).collect()
}

#[track_caller]
fn assert_pass(names: &[&str]) {
    let names = listed(names);
    let refused: Vec<_> = names.iter().filter(|n| require_personal(&alias(n)).is_err()).collect();
    assert!(refused.is_empty(), "refused: {refused:?}");
}

#[track_caller]
fn assert_refused(names: &[&str], code: RefusalCode) {
    let code_of = |name: &str| require_personal(&alias(name)).err().map(|refused| refused.0.code);
    let names = listed(names);
    let other: Vec<_> = names.iter().filter(|name| code_of(name) != Some(code)).collect();
    assert!(other.is_empty(), "not refused with {code}: {other:?}");
}

#[track_caller]
fn assert_reserved(names: &[&str]) {
    assert_refused(names, RefusalCode::AliasReserved);
}

#[track_caller]
fn assert_mixed(names: &[&str]) {
    assert_refused(names, RefusalCode::AliasMixedScripts);
}

fn alike(one: &str, other: &str) -> bool {
    let forms = |text| AliasForms::of(&alias(text));
    let found = forms(one).is_like(&forms(other));
    assert_eq!(found, forms(other).is_like(&forms(one)), "{one} and {other} in either order");
    found
}

#[test]
fn names_of_many_languages_pass() {
    assert_pass(&[
        // English, and nicknames.
        "D / L / I / Jo / Jo 2 / Jo B. / Mo D. / O'Brien / O’Brien / Anne-Marie / McDonald / \
         DeShawn / LaToya / JoAnn / Mary Ann / J.R. / J. R. R. / Ian / Ali / Allie / Mel / \
         Mei / Todd / Hope / Faith / Sam1988 / kim_77 / R2D2 / Jo (she) / Jo (you know) / \
         Mr. K / Sunny 🌻 / 🌻 / 👩🏽\u{200D}🚀 Kim / ❤️ / 🏳️\u{200D}🌈 Alex / 1\u{FE0F}\u{20E3}",
        // Spanish and Portuguese.
        "José / María José / Mª José / Íñigo / Begoña / Núñez / Güemes / Modesto / Modesta / \
         Toni / Yolanda / Nadia / Tuan / Centeno / Mentxu / João / Conceição / \
         Ángel de la Guardia / Sistach / Doctorow",
        // Vietnamese, composed and decomposed, and Yoruba.
        "Nguyễn Thị Ánh / Đặng Hữu Phước / Trần Văn Đức / Nguye\u{302}\u{303}n Thi\u{323} / \
         Ọláyínká / Olúwaṣeun / Ẹniọlá / Adébáyọ̀ / Ṣadé / Fún\u{323}mi",
        // French, German, Nordic, Slavic, Turkish, Icelandic, Hawaiian.
        "Zoë / François / Jürgen Strauß / Søren / Åsa / Łukasz / Dvořák / Işık / İpek / \
         Þórdís / Kaʻiulani / N'Golo / Đorđe",
        // Arabic, Persian, Urdu, Hebrew.
        "محمد علي / فاطمة / عبد الرحمن / أحمد / علی\u{200C}رضا / مُحَمَّد / شمس ٢ / יוסף / \
         שָׂרָה",
        // Hindi, Bengali, Tamil, Sinhala, Thai.
        "नेहा / रीमा / प्रिया शर्मा / क्षितिज / অনন্যা / தமிழ் / ශ්\u{200D}රී / สมชาย / น้ำ",
        // Greek, Cyrillic, Armenian, Georgian, Amharic.
        "Γιώργος / Ελένη / Анна / Владимир / Олексій / Ґалина / Արամ / ნინო / ሰላም",
        // Chinese, Japanese, Korean, also together with Latin.
        "李小龙 / 王芳 / 田中さくら / マリア・ガルシア / ジョー / はな / 김민수 / Ken 健 / Jin 진",
        // Cherokee, Canadian syllabics.
        "ᏣᎳᎩ / ᐃᓄᒃ",
    ]);
}

#[test]
fn names_that_only_hold_a_reserved_word_pass() {
    assert_pass(&[
        "Modesty / Modi / Modou / Modred / Modest Jo / McModern / Stafford / Staffan / \
         Adminah / Admiral / Rooth / Systema / Supportive Sue / Sponsora / Helpmann / \
         Helpa / Nursery / Mentorah / Centrella / Clinton / Ownerick / Directa / Medici / \
         Policarpo / Ayudhya / Crisanto / Crispin / Seguro / Yousef / Nobodie / Memberley / \
         Herena / Centra / Officer Jo / Sam 1911 / Sam1999 / Jo999 / 1989",
    ]);
}

#[test]
fn a_name_that_claims_an_office_or_help_is_refused() {
    assert_reserved(&[
        "Moderator D / moderator / MODERATOR7 / mod10 / Centre staff / Sam (admin) / \
         Nurse Jo / M o d / M.o.d. Jo / m-o-d / The Moderators / JoModerator / \
         moderatorjo / xXmoderatorXx / Mod3rator / M0D / MoD / 5taff / 5taff7 / $taff / \
         @dmin / adm1n / Adm!n / 4dm1n / 7m0d7 / Mod2024 / ModJo / JoMod / MODJo / Mods / \
         Admins / St aff / Ad min Jo / Security / Sponsor / Sponsors / My Sponsor / 911 / \
         9-1-1 / 9 1 1 Jo / 988 / Call988 / Jo 911 / 988 Lifeline / 112 / 1-800-662-4357 / \
         Crisis / Help / Help Line / Helpline Jo / On call / On-Call Ana / oncall / \
         Counselor / Counsellor / Co-ordinator / Support Team / Support / The Doctor / \
         Social Worker / Recovery Circles / System / root",
        // Spanish.
        "Moderadora / Moderadores / Coordinadora Ana / coordinador / Centro / El Centro / \
         Personal del centro / Ayuda / Línea de ayuda / Enfermera Sol / Médico / \
         Psicóloga / Padrino / Madrina / Seguridad / De guardia / Mentores / Soporte / \
         Trabajadora social",
        // Letters that look the same, also if all are of one other script.
        "МОԀ / ꓟꓳꓓ / ᴍᴏᴅ / ᴍᴏᴅᴇʀᴀᴛᴏʀ / Ⓜⓞⓓ / 🅼🅾🅳 / 𝐌𝐨𝐝 / Ｍｏｄ / ᵐᵒᵈ / 🇲🇴🇩 / ɑdmin / Mod🌻 / \
         🌻Mod🌻 / Mód / ṁóḋ / s\u{336}t\u{336}a\u{336}f\u{336}f\u{336}",
    ]);
}

#[test]
fn what_a_screen_says_for_somebody_is_nobodys_name() {
    assert_reserved(STAND_INS);
    assert_reserved(&[
        "YOU / y o u / You. / Y0u / tu / Former-Member / formermember / Someone who Ieft / \
         alguien / A1guien / nadie / You 🌻 / M3",
    ]);
}

#[test]
fn a_name_in_letters_of_two_scripts_is_refused() {
    assert_mixed(&[
        "Мoderator / Mоderator / МOD / Yоu / Nicоla / Αnna / Аnna / Jo Иван / Olga Анна / \
         Ana نور / ᗰOᗪ / Jo\u{E000} / Анна Ελένη / नेहा Jo",
    ]);
}

#[test]
fn a_name_that_draws_nothing_is_refused() {
    for text in [
        "\u{301}",
        "\u{301}\u{302}",
        "\u{200B}",
        "\u{200D}\u{2060}",
        "\u{E000}",
        "\u{378}",
        "\u{2800}",
        "\u{3164}",
        "\u{64E}\u{651}",
        "\u{93F}",
        "\u{F8FF} \u{301}",
        "\u{10FFFE}",
    ] {
        assert_eq!(Alias::parse(text).unwrap_err(), TextRule::OnlyInvisible, "{text:?}");
    }
}

#[test]
fn look_alikes_are_found() {
    for (one, other) in pairs(&[
        "Jo = jo / Jo = J0 / José = Jose / José = Jose\u{301} / Jo B = Jo-B / Bill = BiII / \
         Bill = BILL / Bill = B1ll / Ｄ = D / Nicola = NiCoIa / Nicola = N1co1a / \
         Nicola = NlCoLa / Maria = M4ria / Maria = Mari4 / Sam = $am / Sam = 5am / Sam = 𝕊𝕒𝕞 / \
         Sam = Sam. / Sam = Sam 🌻 / Sam = ꜱᴀᴍ / Bob = ΒΟΒ / Bob = ВОВ / BOB = Вов / \
         Anna = ΑΝΝΑ / Kate = ΚΑΤΕ / Kate = КАТЕ / Tom = ТОМ / Oscar = ОЅСАᎡ / Mark = Rnark / \
         Modou = Modou\u{335} / Łukasz = Lukasz / Bob = ꓐꓳꓐ / Ian = lan / Анна = АННА / \
         فاطمة = فاطمه / محمد = مُحَمَّد / أحمد = احمد / علی\u{200C}رضا = علیرضا / \
         👩\u{200D}👧 = 👩👧 / ☀\u{FE0F} = ☀ / 🌻 = 🌻. / 🌻 = 🌻 . / Strauß = Strauss / Ọlá = Ola",
    ]) {
        assert!(alike(one, other), "{one} and {other}");
    }
}

#[test]
fn different_names_stay_different() {
    for (one, other) in pairs(&[
        "Jo = Joe / Jo 3 = Joe / Jo = Jo 2 / Sam1 = Sam2 / D = O / Sam = Pam / Neil = Nell / \
         Mel = Mei / Ali = All / Eli = Ell / Toni = Tonl / Ann 4 = Anna / 李 = 王 / 🌻 = 🌙 / \
         रमा = रीमा / राम = रमा / नेहा = नीहा / شمس = سمس / بدر = تدر / はな = ばな / 김민수 = 김민서 / \
         Анна = Инна / Владимир = Владислав / น้ำ = นำ / 🇲🇽 = 🇪🇸 / Member 11 = Member 12",
    ]) {
        assert!(!alike(one, other), "{one} and {other}");
    }
}

#[test]
fn a_name_of_signs_that_stand_for_sentences_is_refused() {
    assert_pass(&["محمد ﷺ"]);
    let sentences = "\u{FDFA}".repeat(32);
    assert_reserved(&[&sentences]);
}

/// Staff may be called by their role, and by nothing else that members may not.
#[test]
fn staff_are_called_by_their_office_and_never_you() {
    assert!(require_for_staff(&alias("Coordinator Ana")).is_ok());
    assert!(require_for_staff(&alias("Y0u")).is_err());
    assert!(require_for_staff(&alias("Сoordinator")).is_err());
}
