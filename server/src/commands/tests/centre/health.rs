//! What the health check says while the disk fills up: never that all is well when the
//! largest message would be refused.

use circles_protocol::limits::BODY_CHARS;
use circles_protocol::requests::ShowCentreSettings;
use circles_protocol::{RefusalCode, Reply};

use crate::commands::centre::check_health::check_health;
use crate::commands::centre::show_centre_settings::show_centre_settings;
use crate::commands::tests::{Fixture, NOW, context};
use crate::domain::Actor;
use crate::store::{StoreOptions, check, damage};

/// A body of the maximum number of bytes, in which every pair of letters is new to the
/// index.
fn largest(number: u32) -> String {
    let mut state = number.wrapping_mul(2_654_435_761) | 1;
    let letters = (0..BODY_CHARS).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // Letters of four bytes each.
        char::from_u32(0x2_0000 + (state >> 16) % 0xA000).unwrap()
    });
    letters.collect()
}

async fn small(max_database_mib: u32) -> (Fixture, Actor) {
    let fixture = Fixture::with(StoreOptions { max_database_mib, ..StoreOptions::default() }).await;
    let jo = fixture.member("Jo").await;
    (fixture, jo)
}

/// Sends the largest messages for as long as the health check says that all is well.
async fn fill(fixture: &Fixture, jo: Actor) -> u32 {
    let mut sent = 0;
    while check_health(&fixture.store).await.is_ok() {
        let message = fixture.message(&largest(sent));
        let answer = fixture.send(jo, message).await;
        assert!(matches!(answer, Ok(Reply::MessageAccepted { .. })), "after {sent}: {answer:?}");
        sent += 1;
        assert!(sent < 10_000, "the disk never got full");
    }
    sent
}

#[tokio::test]
async fn a_message_of_the_largest_size_is_stored_while_all_is_said_to_be_well() {
    for (mib, at_least) in [(1, 1), (3, 8), (6, 20)] {
        let (fixture, jo) = small(mib).await;
        let sent = fill(&fixture, jo).await;
        assert!(sent >= at_least, "{mib} MiB should hold more than {sent}");
        fixture.store.close().await;
        assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_disk_on_which_only_a_small_message_fits_is_not_well() {
    let (fixture, jo) = small(1).await;
    let mut number = 0;
    let refused = loop {
        match fixture.send(jo, fixture.message(&largest(number))).await {
            Ok(_) => number += 1,
            Err(refused) => break refused,
        }
    };
    assert_eq!(refused.0.code, RefusalCode::Unavailable);
    // What the health check used to rely on: one page still fits.
    fixture.say(jo, "still here").await;
    let told = check_health(&fixture.store).await.unwrap_err();
    assert_eq!(told.0.code, RefusalCode::Unavailable);
    fixture.say(jo, "and asking took nobody's message down").await;
}

#[tokio::test]
async fn it_is_well_again_once_there_is_room() {
    let (mut fixture, jo) = small(1).await;
    fill(&fixture, jo).await;
    assert!(check_health(&fixture.store).await.is_err());
    // Without the limit.
    fixture.restart().await;
    assert!(check_health(&fixture.store).await.is_ok());
    fixture.send(jo, fixture.message(&largest(99))).await.unwrap();
}

#[tokio::test]
async fn asking_leaves_nothing_behind() {
    let (fixture, _jo) = small(0).await;
    check_health(&fixture.store).await.unwrap();
    let after_one = damage::sizes(fixture.folder.path());
    for _ in 0..50 {
        check_health(&fixture.store).await.unwrap();
    }
    assert_eq!(damage::sizes(fixture.folder.path()), after_one);
    assert_eq!(after_one.log_bytes, 0);
}

#[tokio::test]
async fn that_room_runs_out_is_said_long_before_it_has() {
    let (fixture, jo) = small(12).await;
    assert!(!check_health(&fixture.store).await.unwrap().is_low());
    let mut sent = 0;
    while !check_health(&fixture.store).await.unwrap().is_low() {
        fixture.send(jo, fixture.message(&largest(sent))).await.unwrap();
        sent += 1;
    }
    for further in 0..3 {
        let storage = check_health(&fixture.store).await.unwrap();
        assert!(storage.is_low() && storage.used_bytes < storage.most_bytes);
        fixture.send(jo, fixture.message(&largest(sent + further))).await.unwrap();
    }
    let kay = fixture.coordinator().await;
    let reply = show_centre_settings(context(&fixture.store, kay, NOW), ShowCentreSettings {})
        .await
        .unwrap();
    let Reply::CentreSettings { storage: Some(storage), .. } = reply else { panic!("{reply:?}") };
    assert!(storage.low && (10..=12).contains(&storage.used_mib) && storage.most_mib == 12);
}
