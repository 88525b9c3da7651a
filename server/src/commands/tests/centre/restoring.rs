//! What a copy of the database contains, and what a restored one is made to forget.

use std::path::Path;

use circles_protocol::requests::{DeleteCheckIn, DeleteLapse, DeleteMessage};
use circles_protocol::{DateChoice, LapseId, LapseSharing};

use crate::commands::care::delete_check_in::delete_check_in;
use crate::commands::care::delete_lapse::delete_lapse;
use crate::commands::care::record_lapse::record_lapse;
use crate::commands::centre::erase_again::erase_again;
use crate::commands::chat::delete_message::delete_message;
use crate::commands::tests::care::check_ins::low;
use crate::commands::tests::care::milestones::day;
use crate::commands::tests::*;
use crate::store::{CopyStop, ErasureList, check, copy_database};

fn copy_of(fixture: &Fixture) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_database(fixture.folder.path(), copy.path(), &CopyStop::default()).unwrap();
    copy
}

fn holds(folder: &Path, word: &str) -> bool {
    let bytes = std::fs::read(Store::file_in(folder)).unwrap();
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

impl Fixture {
    async fn deletes(&self, actor: Actor, message: MessageId) {
        let request = DeleteMessage { circle: self.circle, message };
        delete_message(context(&self.store, actor, NOW), request).await.unwrap();
    }
}

#[tokio::test]
async fn a_copy_has_what_was_said_and_no_word_that_was_erased() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (erased, _) = fixture.say(jo, "quillfeather").await;
    fixture.say(jo, "something else").await;
    let circles = |_: &crate::store::View<'_>| std::collections::BTreeSet::new();
    fixture.store.complete_index(circles).await.unwrap();
    let before = copy_of(&fixture);
    assert!(holds(before.path(), "quillfeather"));
    fixture.deletes(jo, erased).await;
    let after = copy_of(&fixture);
    assert!(!holds(after.path(), "quillfeather") && holds(after.path(), "something else"));
    assert!(check(after.path()).unwrap().is_empty());
}

#[tokio::test]
async fn an_older_copy_forgets_whatever_people_erased_since() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (message, _) = fixture.say(jo, "quillfeather said").await;
    fixture.say(jo, "this stays").await;
    let new = fixture.member("Newcomer").await;
    let held = fixture.hold(new, "quillfeather for 20 dollars, call 555 0100 123").await;
    let check_in = low(NOW, "quillfeather felt");
    fixture.counts_from(jo, "2026-04-19", NOW).await.unwrap();
    let (lapse, check_in_id) = (LapseId(Uuid::now_v7()), check_in.id);
    fixture.checks_in(jo, check_in, NOW).await.unwrap();
    let from = day("2026-08-01");
    let recorded = circles_protocol::requests::RecordLapse {
        id: lapse,
        from,
        to: from,
        shared_with: LapseSharing::Nobody,
        date: DateChoice::KeepDate,
    };
    record_lapse(context(&fixture.store, jo, NOW), recorded).await.unwrap();
    let copy = copy_of(&fixture);

    fixture.deletes(jo, message).await;
    fixture.deletes(new, held).await;
    let request = DeleteCheckIn { check_in: check_in_id };
    delete_check_in(context(&fixture.store, jo, NOW), request).await.unwrap();
    delete_lapse(context(&fixture.store, jo, NOW), DeleteLapse { lapse }).await.unwrap();
    let erased = ErasureList::in_folder(fixture.folder.path()).read().unwrap();
    assert_eq!(erased.len(), 4);

    let restored = open(copy.path(), &Heard::default(), StoreOptions::default());
    let mut times = Vec::new();
    for _ in 0..2 {
        let erased = erased.clone();
        let again = restored.write(move |tx| erase_again(tx, &erased, NOW)).await;
        times.push(again.unwrap());
    }
    assert_eq!(times, [4, 0]);
    restored.close().await;
    assert!(!holds(copy.path(), "quillfeather") && holds(copy.path(), "this stays"));
    assert!(check(copy.path()).unwrap().is_empty());
}
