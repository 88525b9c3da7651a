//! What finds what, in all scripts; and what the index still holds of a message that is
//! gone.

use circles_protocol::SearchQuery;
use circles_protocol::requests::{DeleteMessage, EditMessage, Search};

use crate::commands::chat::delete_message::delete_message;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::chat::search::search;
use crate::commands::tests::store::{bytes_on_disk, holds};
use crate::commands::tests::*;
use crate::store::{check, damage};

impl Fixture {
    async fn found(&self, actor: Actor, query: &str) -> Vec<MessageId> {
        let query = SearchQuery::parse(query).unwrap();
        let request = Search { query, circle: Some(self.circle), before: None };
        let reply = search(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::SearchResults { found, .. } = reply else { panic!("no results") };
        found.iter().map(|found| found.message.id).collect()
    }
}

/// What was posted, what finds it, and what must not.
const FOUND: &[(&str, &[&str], &[&str])] = &[
    (
        "今日は近所の公園を散歩しました",
        &["散歩", "公園を散歩", "園", "た", "今日 散歩"],
        &["歩散", "公散", "山"],
    ),
    ("ｺｰﾋｰを飲む", &["コーヒー", "飲む", "ーを"], &["コヒー"]),
    ("我今天在公园里散步了", &["公园", "散步", "今天 散步"], &["園", "园公"]),
    ("วันนี้ฉันไปเดินเล่นที่สวน", &["เดินเล่น", "สวน", "วันนี้"], &["ทะเล", "เดนเลน"]),
    ("ខ្ញុំដើរលេងក្នុងសួន", &["សួន", "ដើរលេង"], &["ផ្សារ"]),
    ("친구를 학교에서 만났다", &["친구", "학교", "교에서", "구를 학교"], &["구친"]),
    ("Mit AIと散歩 heute", &["ai", "散歩 heute", "AIと"], &["aiを"]),
    ("نمی\u{200C}خواهم بروم", &["نمی\u{200C}خواهم", "نمیخواهم", "نميخواهم"], &["خواهد"]),
    ("كتاب جَدِيد", &["کتاب", "جديد"], &["كتب"]),
    ("my re\u{AD}cov\u{AD}ery began", &["recovery", "re\u{AD}covery", "recov"], &["cov"]),
    ("my homecoming", &["home\u{AD}coming", "home\u{200B}coming\u{FEFF}"], &["coming"]),
    (
        "Łukasz und Özil, Straße 9",
        &["lukasz", "ozil", "strasse", "STRASSE", "łukasz"],
        &["lucasz", "strase"],
    ),
    ("Strasse", &["straße"], &["strafe"]),
    ("Øyvind fra Đakovo, Þór", &["oyvind", "dakovo", "thor"], &["yvind", "por"]),
    ("IŞIK ılık İstanbul", &["isik", "ışık", "ilik", "istanbul", "ISTANBUL"], &["isk"]),
    ("ΟΔΥΣΣΕΎΣ και λόγος", &["οδυσσευς", "οδυσσευσ", "λογοσ", "Λόγος"], &["λογου"]),
    ("Ещё ёлка и йод", &["еще", "елка", "ЁЛКА", "йод"], &["ёлки"]),
    ("Tiếng Việt đẹp", &["tieng", "viet", "dep", "tiếng việt"], &["tien viet"]),
    ("हिन्दी दिन", &["हिन्दी", "दिन"], &["दीन", "हन्दी"]),
    ("שָׁלוֹם עולם", &["שלום", "שָׁלוֹם"], &["שלם"]),
    (
        "so glad 👍🏽 ❤\u{FE0F} 🇵🇱",
        &["👍", "👍🏿", "👍🏽", "❤", "❤\u{FE0F}", "🇵🇱", "glad 👍"],
        &["👎", "🇱🇵", "🇪🇸", "👍❤👍"],
    ),
    ("us 👩\u{200D}👧", &["👩\u{200D}👧", "👧", "👩"], &["👧👩", "👨"]),
    (
        "my well-being matters",
        &["well", "being", "wellbeing", "well-being", "well being", "well‑be"],
        &["ellbeing", "well-off"],
    ),
    ("my wellbeing matters", &["well-being", "wellbe"], &["being"]),
    ("don’t forget Sam's walk", &["don't", "dont", "sam", "sams", "don’t"], &["dona", "am's"]),
    ("budget ٠٩١٢ or 12-34", &["0912", "1234", "12-34", "34"], &["0913", "34-12"]),
    ("at 10:30 in a park", &["10:30", "park a", "a"], &["30:10", "p"]),
];

#[tokio::test]
async fn words_are_found_in_all_their_shapes_and_no_others() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let mut faults = Vec::new();
    for (said, finding, missing) in FOUND {
        let (id, _) = fixture.say(jo, said).await;
        for query in *finding {
            if !fixture.found(jo, query).await.contains(&id) {
                faults.push(format!("«{query}» does not find «{said}»"));
            }
        }
        for query in *missing {
            if fixture.found(jo, query).await.contains(&id) {
                faults.push(format!("«{query}» finds «{said}»"));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

/// Spelled this way only in the index: the messages themselves are written differently.
const ONLY_INDEXED: [&str; 3] = ["zolcmarzenie", "quark", "サン"];

#[tokio::test]
async fn erased_words_leave_no_token_behind() {
    let mut fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    for number in 0..200 {
        fixture.say(jo, &format!("ordinary talk about the weather {number}")).await;
    }
    let first = fixture.say(jo, "Żółćmarzenie ｻﾝﾎﾟ").await.0;
    let second = fixture.say(jo, "éx-quárk").await.0;
    assert_eq!(fixture.found(jo, "zolcmarzenie サンポ").await, [first]);
    fixture.restart().await;
    let folder = fixture.folder.path().to_owned();
    for spelling in ONLY_INDEXED {
        assert!(holds(&bytes_on_disk(&folder), spelling), "the index never held {spelling}");
    }
    let (circle, body) = (fixture.circle, Body::parse("better said").unwrap());
    let edit = EditMessage { circle, message: first, body, mentions: Vec::new() };
    edit_message(context(&fixture.store, jo, NOW), edit).await.unwrap();
    let delete = DeleteMessage { circle, message: second };
    delete_message(context(&fixture.store, jo, NOW), delete).await.unwrap();
    assert_eq!(fixture.found(jo, "better").await, [first]);
    fixture.store.close().await;
    let bytes = bytes_on_disk(&folder);
    for spelling in ONLY_INDEXED {
        assert!(!holds(&bytes, spelling), "{spelling} is still there");
    }
    // Neighbouring index entries share their first bytes, so look for the rest of «ンポ».
    let rest = &"ンポ".as_bytes()[2..];
    assert!(!bytes.windows(rest.len()).any(|window| window == rest));
    assert_eq!(check(&folder).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn an_index_of_another_version_is_made_anew_while_people_go_on() {
    let mut fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let mut ids = Vec::new();
    for number in 0..600 {
        ids.push(fixture.say(jo, &format!("walk number{number} zolcity")).await.0);
    }
    fixture.store.close().await;
    damage::age_search_index(fixture.folder.path());
    assert!(Store::open_existing(fixture.folder.path()).is_err(), "two versions were mixed");
    fixture.store = open(fixture.folder.path(), &fixture.heard, StoreOptions::default());
    // One that the index may not have reached yet, and one that it surely has.
    for (message, words) in [(ids[599], "said xanew"), (ids[0], "said xanew")] {
        let body = Body::parse(words).unwrap();
        let edit = EditMessage { circle: fixture.circle, message, body, mentions: Vec::new() };
        edit_message(context(&fixture.store, jo, NOW), edit).await.unwrap();
    }
    let delete = DeleteMessage { circle: fixture.circle, message: ids[1] };
    delete_message(context(&fixture.store, jo, NOW), delete).await.unwrap();
    let newest = fixture.say(jo, "number598 once more").await.0;
    assert_eq!(fixture.found(jo, "number598").await, [newest, ids[598]]);
    assert_eq!(fixture.found(jo, "xanew").await, [ids[599], ids[0]]);
    for number in ["number599", "number1 walk"] {
        assert!(fixture.found(jo, number).await.iter().all(|id| ![ids[599], ids[1]].contains(id)));
    }
    assert_eq!(fixture.found(jo, "number2 zolcity").await, [ids[2]]);
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn an_index_half_made_is_finished_after_a_restart() {
    let mut fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let long = "word ".repeat(1_000);
    for number in 0..60 {
        fixture.say(jo, &format!("{long} number{number}")).await;
    }
    fixture.store.close().await;
    damage::age_search_index(fixture.folder.path());
    // It may finish a batch or two before it is stopped.
    fixture.store = open(fixture.folder.path(), &fixture.heard, StoreOptions::default());
    fixture.restart().await;
    assert_eq!(fixture.found(jo, "number0 word").await.len(), 1);
    assert_eq!(fixture.found(jo, "word").await.len(), 60);
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}
