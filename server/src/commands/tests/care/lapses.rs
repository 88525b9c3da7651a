//! Lapses: recorded in private, told to those the alum chooses, deleted for good.

use circles_protocol::requests::{DeleteLapse, ListLapses, RecordLapse, SetRecoveryDate};
use circles_protocol::{DateChoice, LapseId, LapseSharing, LapseView};

use crate::commands::care::delete_lapse::delete_lapse;
use crate::commands::care::list_lapses::list_lapses;
use crate::commands::care::record_lapse::record_lapse;
use crate::commands::care::set_recovery_date::set_recovery_date;
use crate::commands::tests::care::milestones::day;
use crate::commands::tests::*;

/// 08:00 on the 24th of November 2026 in New York.
const MORNING: Timestamp = Timestamp(1_795_525_200_000);

fn lapse(from: &str, to: &str, date: DateChoice) -> RecordLapse {
    let id = LapseId(Uuid::now_v7());
    RecordLapse { id, from: day(from), to: day(to), shared_with: LapseSharing::Nobody, date }
}

impl Fixture {
    async fn record(&self, actor: Actor, lapse: RecordLapse) -> Result<Reply, Rejection> {
        record_lapse(context(&self.store, actor, MORNING), lapse).await
    }

    async fn lapses(&self, actor: Actor) -> Vec<LapseView> {
        let reply = list_lapses(context(&self.store, actor, NOW), ListLapses {}).await.unwrap();
        let Reply::Lapses { lapses } = reply else { panic!("{reply:?}") };
        lapses
    }
}

#[tokio::test]
async fn a_lapse_takes_its_own_days_and_nothing_that_was_reached() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.counts_from(sam, "2026-04-19", MORNING).await.unwrap();
    let before = fixture.recovery(sam, MORNING).await.unwrap();
    fixture.heard();
    let change = DateChoice::ChangeDate { date: day("2026-11-08") };
    fixture.record(sam, lapse("2026-11-01", "2026-11-07", change)).await.unwrap();
    let after = fixture.recovery(sam, MORNING).await.unwrap();
    assert_eq!((after.days, after.days_in_all), (212, 219));
    assert_eq!(after.date, day("2026-11-08"));
    for reached in before.reached {
        assert!(after.reached.contains(&reached), "{reached:?}");
    }
    assert_eq!(fixture.heard_seqs(), [0; 0]);
}

#[tokio::test]
async fn keeping_and_pausing_the_date_do_what_they_say() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.counts_from(sam, "2026-04-19", MORNING).await.unwrap();
    fixture.record(sam, lapse("2026-11-01", "2026-11-01", DateChoice::KeepDate)).await.unwrap();
    assert_eq!(fixture.recovery(sam, MORNING).await.unwrap().date, day("2026-04-19"));
    fixture.record(sam, lapse("2026-11-20", "2026-11-20", DateChoice::PauseDate)).await.unwrap();
    let paused = fixture.recovery(sam, MORNING).await.unwrap();
    assert_eq!((paused.paused, paused.next), (true, None));
    assert_eq!((paused.days, paused.days_in_all), (217, 219));
}

#[tokio::test]
async fn the_same_lapse_again_is_one_and_another_under_its_id_is_refused() {
    let fixture = Fixture::new().await;
    let (sam, jo) = (fixture.member("Sam").await, fixture.member("Jo").await);
    let first = lapse("2026-11-01", "2026-11-01", DateChoice::KeepDate);
    for _ in 0..2 {
        fixture.record(sam, first.clone()).await.unwrap();
    }
    assert_eq!(fixture.lapses(sam).await.len(), 1);
    let other = RecordLapse { to: day("2026-11-02"), ..first.clone() };
    assert_refused(fixture.record(sam, other).await, RefusalCode::IdConflict);
    // An id doesn't reveal that somebody else has recorded such a lapse.
    fixture.record(jo, RecordLapse { to: day("2026-11-03"), ..first.clone() }).await.unwrap();
    delete_lapse(context(&fixture.store, jo, NOW), DeleteLapse { lapse: first.id }).await.unwrap();
    assert_eq!((fixture.lapses(sam).await.len(), fixture.lapses(jo).await.len()), (1, 0));
}

#[tokio::test]
async fn a_lapse_to_come_or_one_that_ends_before_it_began_is_refused() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    for (from, to) in [("2026-11-24", "2026-11-25"), ("2026-11-02", "2026-11-01")] {
        let refused = fixture.record(sam, lapse(from, to, DateChoice::KeepDate)).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    let future = DateChoice::ChangeDate { date: day("2026-12-01") };
    let refused = fixture.record(sam, lapse("2026-11-01", "2026-11-01", future)).await;
    assert_refused(refused, RefusalCode::InvalidField);
    assert_eq!(fixture.lapses(sam).await, []);
}

#[tokio::test]
async fn a_deleted_lapse_is_gone_from_the_count_and_from_the_file() {
    let fixture = Fixture::new().await;
    let (sam, jo) = (fixture.member("Sam").await, fixture.member("Jo").await);
    fixture.counts_from(sam, "2026-04-19", MORNING).await.unwrap();
    let recorded = lapse("2026-11-01", "2026-11-07", DateChoice::KeepDate);
    let id = recorded.id;
    fixture.record(sam, recorded).await.unwrap();
    let request = DeleteLapse { lapse: id };
    let refused = delete_lapse(context(&fixture.store, jo, NOW), request.clone()).await;
    assert_refused(refused, RefusalCode::NotFound);
    delete_lapse(context(&fixture.store, sam, NOW), request).await.unwrap();
    assert_eq!(fixture.lapses(sam).await, []);
    assert_eq!(fixture.recovery(sam, MORNING).await.unwrap().days, 219);
    let request = SetRecoveryDate { recovery: None };
    set_recovery_date(context(&fixture.store, sam, MORNING), request).await.unwrap();
    fixture.store.close().await;
    for file in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let holds = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
        assert!(!holds(id.as_bytes()), "the lapse is still in the file");
        assert!(!holds(b"2026-11-07"), "its day is still in the file");
    }
}
