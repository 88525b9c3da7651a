//! An outbox alone, and with a writer that accepts as much as a test allows.

use futures_util::FutureExt as _;

use super::*;

const WALKERS: CircleId = CircleId::from_bytes([1; 16]);

fn batch(text: &str) -> Arc<EncodedBatch> {
    Arc::new(EncodedBatch::notice(text.to_owned()))
}

#[tokio::test]
async fn parcels_come_out_in_the_order_they_went_in() {
    let outbox = Outbox::new(8, 1_000);
    for text in ["a", "b", "c"] {
        assert!(outbox.push(&batch(text)));
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
    outbox.push(&batch("a"));
    assert_eq!(reader.await.unwrap(), Ok(1));
}

#[tokio::test]
async fn too_many_frames_close_it_and_drop_what_waited() {
    let outbox = Outbox::new(2, 1_000);
    assert!(outbox.push(&batch("a")) && outbox.push(&batch("b")));
    assert!(!outbox.push(&batch("c")));
    assert!(!outbox.push(&batch("d")));
    let mut taken = Vec::new();
    assert_eq!(outbox.take(&mut taken).await, Err(CloseCode::SlowConsumer));
    assert!(taken.is_empty());
}

#[tokio::test]
async fn too_many_bytes_close_it_but_one_large_parcel_is_taken() {
    let outbox = Outbox::new(100, 10);
    assert!(outbox.push(&batch("0123456789 and more")));
    assert!(!outbox.push(&batch("x")));
}

#[tokio::test]
async fn the_first_reason_to_close_stands() {
    let outbox = Outbox::new(1, 10);
    outbox.close(CloseCode::SessionEnded);
    outbox.close(CloseCode::Restart);
    assert_eq!(outbox.take(&mut Vec::new()).await, Err(CloseCode::SessionEnded));
}

/// A writer with this much room, and what was written to it.
#[derive(Debug, Default)]
struct Narrow {
    room: Mutex<usize>,
    written: Mutex<Vec<u8>>,
}

impl Narrow {
    fn with_room(room: usize) -> Arc<Self> {
        Arc::new(Self { room: Mutex::new(room), ..Self::default() })
    }

    fn written(&self) -> Vec<u8> {
        self.written.lock().unwrap().clone()
    }
}

impl SocketWriter for Narrow {
    fn write_now(&self, bytes: &[u8]) -> usize {
        let mut room = self.room.lock().unwrap();
        let taken = bytes.len().min(*room);
        *room -= taken;
        self.written.lock().unwrap().extend_from_slice(&bytes[..taken]);
        taken
    }
}

fn outbox_on(writer: &Arc<Narrow>) -> Outbox {
    let writer: Arc<dyn SocketWriter> = Arc::clone(writer) as _;
    Outbox::new(8, 1_000).on(Arc::downgrade(&writer))
}

fn event(seq: u64, text: &str) -> Arc<EncodedBatch> {
    Arc::new(EncodedBatch::event(WALKERS, Seq(seq), text.to_owned()))
}

/// What a connection would write if it now took everything waiting.
fn taken(outbox: &Outbox) -> Option<Vec<u8>> {
    let mut rests = Vec::new();
    outbox.take(&mut rests).now_or_never()?.unwrap();
    let begun = outbox.reclaim();
    Some(begun.iter().chain(&rests).flat_map(|rest| rest.bytes().to_vec()).collect())
}

#[test]
fn an_idle_socket_is_written_to_directly_and_nobody_is_woken() {
    let writer = Narrow::with_room(100);
    let outbox = outbox_on(&writer);
    assert_eq!(taken(&outbox), None);
    assert!(outbox.pass(&event(1, "a")) && outbox.pass(&event(2, "b")));
    assert_eq!(writer.written().len(), 6);
    assert_eq!(taken(&outbox), None, "nothing is left for the connection");
}

#[test]
fn a_busy_socket_is_left_alone() {
    let writer = Narrow::with_room(100);
    let outbox = outbox_on(&writer);
    outbox.pass(&event(1, "a"));
    assert_eq!(taken(&outbox).unwrap(), b"\x81\x01a", "before the first wait");
    assert_eq!(taken(&outbox), None);
    assert!(outbox.reclaim().is_none());
    outbox.pass(&event(2, "b"));
    assert_eq!(writer.written(), b"");
    assert_eq!(taken(&outbox).unwrap(), b"\x81\x01b", "after it was reclaimed");
}

#[test]
fn what_a_socket_does_not_take_whole_comes_first_and_uncut() {
    let writer = Narrow::with_room(5);
    let outbox = outbox_on(&writer);
    assert_eq!(taken(&outbox), None);
    assert!(outbox.pass(&event(1, "abcdef")));
    *writer.room.lock().unwrap() = 100;
    assert!(outbox.pass(&event(2, "b")), "waits behind what was begun");
    assert_eq!(writer.written(), b"\x81\x06abc");
    assert_eq!(taken(&outbox).unwrap(), b"def\x81\x01b");
}

#[test]
fn what_was_begun_is_finished_even_where_the_socket_shall_close() {
    let writer = Narrow::with_room(5);
    let outbox = outbox_on(&writer);
    assert_eq!(taken(&outbox), None);
    outbox.pass(&event(1, "abcdef"));
    outbox.pass(&event(2, "b"));
    outbox.keep_only(&[]);
    outbox.close(CloseCode::SessionEnded);
    assert!(!outbox.pass(&event(3, "c")));
    let mut rests = Vec::new();
    let ended = outbox.take(&mut rests).now_or_never();
    assert_eq!(ended, Some(Err(CloseCode::SessionEnded)));
    assert!(rests.is_empty());
    assert_eq!(outbox.reclaim().unwrap().bytes(), b"def");
}

#[test]
fn a_socket_that_takes_nothing_is_written_by_its_connection() {
    let writer = Narrow::with_room(0);
    let outbox = outbox_on(&writer);
    assert_eq!(taken(&outbox), None);
    outbox.leave_out(vec![(WALKERS, Seq(1))]);
    let mut two = EncodedBatch::event(WALKERS, Seq(1), "a".to_owned());
    two.extend(WALKERS, Seq(2), "b".to_owned()).unwrap();
    assert!(outbox.pass(&Arc::new(two)));
    assert_eq!(taken(&outbox).unwrap(), b"\x81\x01b", "what is known is still left out");
}

#[test]
fn what_a_welcome_told_is_left_out_on_both_ways() {
    let writer = Narrow::with_room(100);
    let outbox = outbox_on(&writer);
    outbox.leave_out(vec![(WALKERS, Seq(2))]);
    outbox.pass(&event(1, "a"));
    assert_eq!(taken(&outbox).unwrap(), b"");
    assert_eq!(taken(&outbox), None);
    for (seq, text) in [(2, "b"), (3, "c"), (4, "d")] {
        assert!(outbox.pass(&event(seq, text)));
    }
    assert_eq!(writer.written(), b"\x81\x01c\x81\x01d");
}

#[test]
fn a_conversation_that_is_gone_takes_nothing() {
    let writer = Narrow::with_room(100);
    let outbox = outbox_on(&writer);
    assert_eq!(taken(&outbox), None);
    drop(writer);
    assert!(outbox.pass(&event(1, "a")));
    assert_eq!(taken(&outbox).unwrap(), b"\x81\x01a");
}
