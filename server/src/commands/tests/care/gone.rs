//! What is deleted, taken back or old is gone from every view and from the files.

use circles_protocol::requests::{DeleteCheckIn, SetContact};
use circles_protocol::{CheckInId, Consent};

use crate::clock::HOUR_MS;
use crate::commands::care::{delete_check_in::delete_check_in, set_contact::set_contact};
use crate::commands::tests::care::check_ins::low;
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;

impl Fixture {
    async fn files_hold(&self, what: &str) -> bool {
        self.store.close().await;
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut contents = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        contents.any(|bytes| bytes.windows(what.len()).any(|window| window == what.as_bytes()))
    }
}

#[tokio::test]
async fn a_deleted_check_in_is_gone_from_every_view_and_from_the_file() {
    const NOTE: &str = "quillfeather is what I wrote";
    let (PairingFixture { fixture, ray, dee, .. }, pairing) = PairingFixture::paired().await;
    fixture.gives(dee, Consent::MentorSeesCheckIns, NOW).await.unwrap();
    let check_in = low(NOW, NOTE);
    let request = DeleteCheckIn { check_in: check_in.id };
    fixture.checks_in(dee, check_in, NOW).await.unwrap();
    let made_up = DeleteCheckIn { check_in: CheckInId(Uuid::now_v7()) };
    let usual = delete_check_in(context(&fixture.store, ray, NOW), made_up).await.unwrap_err();
    assert_eq!(
        delete_check_in(context(&fixture.store, ray, NOW), request.clone()).await.unwrap_err(),
        usual
    );
    assert_eq!(usual.0.code, RefusalCode::NotFound);
    assert_eq!(fixture.mentee(ray, pairing).await.unwrap().check_ins.len(), 1);
    delete_check_in(context(&fixture.store, dee, NOW), request.clone()).await.unwrap();
    assert_eq!(fixture.check_ins(dee).await, []);
    assert_eq!(fixture.mentee(ray, pairing).await.unwrap().check_ins, []);
    assert_eq!(
        delete_check_in(context(&fixture.store, dee, NOW), request).await.unwrap_err(),
        usual
    );
    assert!(!fixture.files_hold("quillfeather").await);
}

#[tokio::test]
async fn numbers_that_are_taken_back_are_in_no_file() {
    let fixture = Fixture::new().await;
    let dee = fixture.member("Dee").await;
    fixture.leaves_numbers(dee).await;
    assert!(fixture.care(dee, NOW).await.emergency_contact.is_some());
    let request = SetContact { phone: None, emergency_contact: None };
    set_contact(context(&fixture.store, dee, NOW), request).await.unwrap();
    let care = fixture.care(dee, NOW).await;
    assert_eq!((care.phone, care.emergency_contact), (None, None));
    assert!(!fixture.files_hold("Al the neighbour").await);
}

#[tokio::test]
async fn old_check_ins_go_by_themselves_a_share_at_a_time() {
    let fixture = Fixture::new().await;
    let (dee, jo) = (fixture.member("Dee").await, fixture.member("Jo").await);
    let later = NOW.plus_ms(72 * HOUR_MS);
    for day in 0..4 {
        let note = if day < 3 { "quillfeather" } else { "kept" };
        let check_in = low(NOW.plus_ms(24 * day * HOUR_MS), note);
        fixture.checks_in(if day == 1 { jo } else { dee }, check_in, later).await.unwrap();
    }
    let purge = || fixture.store.write(move |tx| Ok(tx.purge_check_ins(later, 2)?));
    assert_eq!(purge().await.unwrap(), 2);
    assert_eq!((fixture.check_ins(dee).await.len(), fixture.check_ins(jo).await.len()), (2, 0));
    assert_eq!((purge().await.unwrap(), purge().await.unwrap()), (1, 0));
    assert_eq!(fixture.check_ins(dee).await[0].at, later);
    assert!(!fixture.files_hold("quillfeather").await);
}
