//! What holds whatever happens: order, durability, erasure, a full disk.

use std::sync::Barrier;
use std::time::Duration;

use circles_protocol::SearchQuery;
use circles_protocol::requests::{DeleteMessage, EditMessage, Search};
use futures_util::FutureExt as _;
use futures_util::future::join_all;

use crate::commands::chat::delete_message::delete_message;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::chat::search::search;
use crate::commands::tests::*;
use crate::domain::PageBudget;
use crate::limits::SMALL_READERS;
use crate::store::{View, check, damage};

#[tokio::test]
async fn many_writers_at_once_get_contiguous_places_published_in_order() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.heard();
    let sending = (0..300).map(|_| fixture.send(jo, fixture.message("hello")));
    let mut places: Vec<u64> = join_all(sending)
        .await
        .into_iter()
        .map(|answer| {
            let reply = answer.unwrap();
            let Reply::MessageAccepted { seq, .. } = reply else { panic!("{reply:?}") };
            seq.0
        })
        .collect();
    places.sort_unstable();
    let expected: Vec<u64> = (2..=301).collect();
    assert_eq!(places, expected);
    assert_eq!(fixture.heard_seqs(), expected);
}

#[tokio::test]
async fn a_refused_change_among_others_leaves_no_trace() {
    let fixture = Fixture::new().await;
    let (jo, stranger) = (fixture.member("Jo").await, fixture.stranger().await);
    fixture.heard();
    let sending = (0..100).map(|number| {
        let sender = if number % 3 == 0 { stranger } else { jo };
        fixture.send(sender, fixture.message("hello"))
    });
    let answers = join_all(sending).await;
    let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(accepted, 66);
    assert_eq!(fixture.heard_seqs(), (2..=67).collect::<Vec<u64>>());
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let mut fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let message = fixture.message("hello");
    let first = fixture.send(jo, message.clone()).await.unwrap();
    let epoch = fixture.store.epoch();
    fixture.restart().await;
    assert_eq!(fixture.store.epoch(), epoch);
    assert_eq!(fixture.send(jo, message).await.unwrap(), first);
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

/// The folder as a crash would leave it.
fn crashed(fixture: &Fixture) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

#[tokio::test]
async fn what_a_crash_left_out_of_the_index_is_found_after_the_restart() {
    let mut fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    for number in 0..200 {
        fixture.say(jo, &format!("word{number}")).await;
    }
    let copy = crashed(&fixture);
    assert_eq!(check(copy.path()).unwrap(), Vec::<String>::new());
    fixture.store.close().await;
    fixture.store = open(copy.path(), &fixture.heard, StoreOptions::default());
    for number in [100, 127, 128, 199] {
        let query = SearchQuery::parse(&format!("word{number}")).unwrap();
        let request = Search { query, circle: None, before: None };
        let reply = search(context(&fixture.store, jo, NOW), request).await.unwrap();
        let Reply::SearchResults { found, .. } = reply else { panic!("no results") };
        assert_eq!(found.len(), 1, "word{number}");
    }
    fixture.store.close().await;
    assert_eq!(check(copy.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_change_that_panics_is_undone_and_the_others_live_on() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.heard();
    let panicking = fixture.store.write(|tx| -> Result<(), Rejection> {
        tx.create_circle(circle_id(7), &CircleName::parse("Half").unwrap(), 30, NOW)?;
        panic!("a fault of ours")
    });
    assert_refused(panicking.await, RefusalCode::Internal);
    fixture.say(jo, "still here").await;
    let half = fixture.store.read(|view| Ok(view.circle(circle_id(7))?)).await.unwrap();
    assert!(half.is_none());
}

/// The log is read before the database: what moves from it meanwhile is read twice, and
/// never missed.
pub(in crate::commands::tests) fn bytes_on_disk(folder: &Path) -> Vec<u8> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().rev().flat_map(|path| std::fs::read(path).unwrap()).collect()
}

pub(in crate::commands::tests) fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[tokio::test]
async fn deleted_and_edited_words_are_gone_from_every_byte() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    for _ in 0..50 {
        fixture.say(jo, "ordinary talk about the weather").await;
    }
    let (edited, _) = fixture.say(jo, "Xylophonequartz was my first thought").await;
    let (deleted, _) = fixture.say(jo, "Zephyrjackdaw was my second").await;
    assert!(holds(&bytes_on_disk(fixture.folder.path()), "xylophonequartz"));
    let (circle, body) = (fixture.circle, Body::parse("better said").unwrap());
    let edit = EditMessage { circle, message: edited, body, mentions: Vec::new() };
    edit_message(context(&fixture.store, jo, NOW), edit).await.unwrap();
    let delete = DeleteMessage { circle, message: deleted };
    delete_message(context(&fixture.store, jo, NOW), delete).await.unwrap();
    fixture.store.close().await;
    let bytes = bytes_on_disk(fixture.folder.path());
    assert!(holds(&bytes, "better said"));
    assert!(!holds(&bytes, "xylophonequartz") && !holds(&bytes, "zephyrjackdaw"));
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_recovers() {
    let options = StoreOptions { max_database_mib: 1, ..StoreOptions::default() };
    let mut fixture = Fixture::with(options).await;
    let jo = fixture.member("Jo").await;
    fixture.heard();
    let long = "full ".repeat(1_500);
    let mut accepted = 0;
    let refused = loop {
        match fixture.send(jo, fixture.message(&long)).await {
            Ok(_) => accepted += 1,
            Err(refused) => break refused,
        }
        assert!(accepted < 1_000, "the disk never got full");
    };
    assert_eq!(refused.0.code, RefusalCode::Unavailable);
    assert!(refused.0.retry_after_ms.is_some());
    assert_eq!(fixture.heard_seqs().len(), accepted);
    fixture.restart().await;
    fixture.say(jo, "there is room again").await;
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_database_of_a_newer_server_is_refused_and_untouched() {
    let fixture = Fixture::new().await;
    fixture.store.close().await;
    damage::set_version(fixture.folder.path(), 999);
    let file = fixture.folder.path().join("circles.db");
    let before = std::fs::read(&file).unwrap();
    let opened = Store::open(fixture.folder.path(), StoreOptions::default(), Box::new(|_| {}));
    let sentence = opened.err().expect("it must be refused").to_string();
    assert!(sentence.contains("version 999"), "{sentence}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn check_names_a_hole_in_a_log() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say(jo, "one").await;
    fixture.say(jo, "two").await;
    fixture.store.close().await;
    damage::tear_out_posting(fixture.folder.path(), 2);
    let faults = check(fixture.folder.path()).unwrap();
    assert!(faults[0].contains("has 3 where 2 should be"), "{faults:?}");
}

#[tokio::test]
async fn a_closed_store_refuses_instead_of_waiting() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.store.close().await;
    assert_refused(fixture.send(jo, fixture.message("late")).await, RefusalCode::Unavailable);
}

#[tokio::test]
async fn reads_that_panic_take_no_connection_with_them() {
    let fixture = Fixture::new().await;
    for _ in 0..8 {
        let broken: Result<(), _> = fixture.store.read(|_| panic!("on purpose")).await;
        assert_refused(broken, RefusalCode::Internal);
    }
    let looks = (0..8).map(|_| {
        fixture.store.read(|view| Ok(view.centre_circles(None, PageBudget::page(10))?.items.len()))
    });
    assert!(join_all(looks).await.into_iter().all(|seen| seen == Ok(1)));
}

/// Reads that last until the gate opens: as many as may run at once.
const ALL_READERS: usize = SMALL_READERS;

#[tokio::test]
async fn a_read_that_nobody_waits_on_holds_up_no_other() {
    let fixture = Fixture::new().await;
    let gate = Arc::new(Barrier::new(ALL_READERS + 1));
    let mut busy: Vec<_> = std::iter::repeat_with(|| {
        let gate = Arc::clone(&gate);
        Box::pin(fixture.store.read(move |_| {
            gate.wait();
            Ok(())
        }))
    })
    .take(ALL_READERS)
    .collect();
    // Requested by sockets that are stuck in writing: nobody polls them.
    let mut stuck: Vec<_> = std::iter::repeat_with(|| Box::pin(fixture.store.read(|_| Ok(()))))
        .take(ALL_READERS)
        .collect();
    assert!(busy.iter_mut().all(|read| read.now_or_never().is_none()));
    assert!(stuck.iter_mut().all(|read| read.now_or_never().is_none()));
    tokio::task::spawn_blocking(move || gate.wait()).await.unwrap();
    for read in busy {
        read.await.unwrap();
    }
    let another = tokio::time::timeout(Duration::from_secs(10), fixture.store.read(|_| Ok(())));
    another.await.expect("it waits for reads that nobody looks after").unwrap();
}

#[tokio::test]
async fn words_deleted_just_before_a_crash_are_gone_after_the_restart() {
    let mut fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (message, _) = fixture.say(jo, "Zephyrjackdaw was too much").await;
    // A running read keeps the log file from being truncated.
    let gate = Arc::new(Barrier::new(2));
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let reading = tokio::spawn({
        let (store, gate) = (fixture.store.clone(), Arc::clone(&gate));
        async move {
            let look = move |view: &View<'_>| {
                view.centre_circles(None, PageBudget::page(10))?;
                let _ = begun.send(());
                gate.wait();
                Ok(())
            };
            store.read(look).await
        }
    });
    has_begun.await.unwrap();
    let delete = DeleteMessage { circle: fixture.circle, message };
    delete_message(context(&fixture.store, jo, NOW), delete).await.unwrap();
    let copy = crashed(&fixture);
    assert!(holds(&bytes_on_disk(copy.path()), "zephyrjackdaw"));
    tokio::task::spawn_blocking(move || gate.wait()).await.unwrap();
    reading.await.unwrap().unwrap();
    fixture.store.close().await;
    fixture.store = open(copy.path(), &fixture.heard, StoreOptions::default());
    assert!(!holds(&bytes_on_disk(copy.path()), "zephyrjackdaw"));
}

#[tokio::test]
async fn whoever_works_beside_the_server_leaves_its_search_index_alone() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say(jo, "ordinary talk").await;
    let (message, _) = fixture.say(jo, "Zephyrjackdaw was too much").await;
    // Neither message is in the index yet: both stores have them as pending.
    let beside = Store::open_existing(fixture.folder.path()).unwrap();
    let delete = DeleteMessage { circle: fixture.circle, message };
    delete_message(context(&fixture.store, jo, NOW), delete).await.unwrap();
    beside.close().await;
    fixture.store.close().await;
    assert!(!holds(&bytes_on_disk(fixture.folder.path()), "zephyrjackdaw"));
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}
