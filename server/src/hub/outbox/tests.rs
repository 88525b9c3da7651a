//! An outbox, seen from both of its ends.

use super::*;

const WALKERS: CircleId = CircleId::from_bytes([1; 16]);

fn parcel(text: &str) -> Arc<Parcel> {
    Arc::new(Parcel::notice(text.to_owned()))
}

#[tokio::test]
async fn parcels_come_out_in_the_order_they_went_in() {
    let outbox = Outbox::new(8, 1_000);
    for text in ["a", "b", "c"] {
        assert!(outbox.push(&parcel(text)));
    }
    let mut taken = Vec::new();
    outbox.take(&mut taken).await.unwrap();
    let bytes: Vec<&[u8]> = taken.iter().map(|rest| rest.bytes()).collect();
    assert_eq!(bytes, [b"\x81\x01a", b"\x81\x01b", b"\x81\x01c"]);
}

#[tokio::test]
async fn a_waiting_reader_is_woken() {
    let outbox = Arc::new(Outbox::new(8, 1_000));
    let reader = tokio::spawn({
        let outbox = Arc::clone(&outbox);
        async move {
            let mut taken = Vec::new();
            outbox.take(&mut taken).await.map(|()| taken.len())
        }
    });
    tokio::task::yield_now().await;
    outbox.push(&parcel("a"));
    assert_eq!(reader.await.unwrap(), Ok(1));
}

#[tokio::test]
async fn too_many_frames_close_it_and_drop_what_waited() {
    let outbox = Outbox::new(2, 1_000);
    assert!(outbox.push(&parcel("a")) && outbox.push(&parcel("b")));
    assert!(!outbox.push(&parcel("c")));
    assert!(!outbox.push(&parcel("d")));
    let mut taken = Vec::new();
    assert_eq!(outbox.take(&mut taken).await, Err(CloseCode::Overflow));
    assert!(taken.is_empty());
}

#[tokio::test]
async fn too_many_bytes_close_it_but_one_large_parcel_is_taken() {
    let outbox = Outbox::new(100, 10);
    assert!(outbox.push(&parcel("0123456789 and more")));
    assert!(!outbox.push(&parcel("x")));
}

#[tokio::test]
async fn the_first_reason_to_close_stands() {
    let outbox = Outbox::new(1, 10);
    outbox.close(CloseCode::SessionEnded);
    outbox.close(CloseCode::Restart);
    assert_eq!(outbox.take(&mut Vec::new()).await, Err(CloseCode::SessionEnded));
}

fn event(seq: u64, text: &str) -> Arc<Parcel> {
    Arc::new(Parcel::event(WALKERS, Seq(seq), text.to_owned()))
}

#[tokio::test]
async fn what_a_welcome_told_is_left_out() {
    let outbox = Outbox::new(8, 1_000);
    outbox.push(&event(2, "b"));
    outbox.leave_out(vec![(WALKERS, Seq(2))]);
    outbox.push(&event(3, "c"));
    let mut taken = Vec::new();
    outbox.take(&mut taken).await.unwrap();
    let bytes: Vec<&[u8]> = taken.iter().map(Rest::bytes).collect();
    assert_eq!(bytes, [&b""[..], b"\x81\x01c"]);
}
