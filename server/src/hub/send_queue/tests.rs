//! A send queue alone, and with a writer that accepts as much as a test allows.

use futures_util::FutureExt as _;

use super::*;

const WALKERS: CircleId = CircleId::from_bytes([1; 16]);

fn batch(text: &str) -> Arc<EncodedBatch> {
    Arc::new(EncodedBatch::unsequenced(text.to_owned()))
}

#[tokio::test]
async fn batches_come_out_in_the_order_they_went_in() {
    let send_queue = SendQueue::new(8, 1_000);
    for text in ["a", "b", "c"] {
        assert!(send_queue.push(&batch(text)));
    }
    let mut taken = Vec::new();
    send_queue.take(&mut taken).await.unwrap();
    let bytes: Vec<&[u8]> = taken.iter().map(|rest| rest.bytes()).collect();
    assert_eq!(bytes, [b"\x81\x01a", b"\x81\x01b", b"\x81\x01c"]);
}

#[tokio::test]
async fn a_waiting_reader_is_woken() {
    let send_queue = Arc::new(SendQueue::new(8, 1_000));
    let reader = tokio::spawn({
        let send_queue = Arc::clone(&send_queue);
        async move {
            let mut taken = Vec::new();
            send_queue.take(&mut taken).await.map(|()| taken.len())
        }
    });
    tokio::task::yield_now().await;
    send_queue.push(&batch("a"));
    assert_eq!(reader.await.unwrap(), Ok(1));
}

#[tokio::test]
async fn too_many_frames_close_it_and_drop_what_waited() {
    let send_queue = SendQueue::new(2, 1_000);
    assert!(send_queue.push(&batch("a")) && send_queue.push(&batch("b")));
    assert!(!send_queue.push(&batch("c")));
    assert!(!send_queue.push(&batch("d")));
    let mut taken = Vec::new();
    assert_eq!(send_queue.take(&mut taken).await, Err(CloseCode::SlowConsumer));
    assert!(taken.is_empty());
}

#[tokio::test]
async fn too_many_bytes_close_it_but_one_large_batch_is_taken() {
    let send_queue = SendQueue::new(100, 10);
    assert!(send_queue.push(&batch("0123456789 and more")));
    assert!(!send_queue.push(&batch("x")));
}

#[tokio::test]
async fn the_first_reason_to_close_stands() {
    let send_queue = SendQueue::new(1, 10);
    send_queue.close(CloseCode::SessionEnded);
    send_queue.close(CloseCode::Restart);
    assert_eq!(send_queue.take(&mut Vec::new()).await, Err(CloseCode::SessionEnded));
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

fn send_queue_on(writer: &Arc<Narrow>) -> SendQueue {
    let writer: Arc<dyn SocketWriter> = Arc::clone(writer) as _;
    SendQueue::new(8, 1_000).on(Arc::downgrade(&writer))
}

fn event(seq: u64, text: &str) -> Arc<EncodedBatch> {
    Arc::new(EncodedBatch::event(WALKERS, Seq(seq), text.to_owned()))
}

/// What a connection would write if it now took everything waiting.
fn taken(send_queue: &SendQueue) -> Option<Vec<u8>> {
    let mut rests = Vec::new();
    send_queue.take(&mut rests).now_or_never()?.unwrap();
    let partial_write = send_queue.reclaim();
    Some(partial_write.iter().chain(&rests).flat_map(|rest| rest.bytes().to_vec()).collect())
}

#[test]
fn an_idle_socket_is_written_to_directly_and_nobody_is_woken() {
    let writer = Narrow::with_room(100);
    let send_queue = send_queue_on(&writer);
    assert_eq!(taken(&send_queue), None);
    assert!(send_queue.write_or_queue(&event(1, "a")) && send_queue.write_or_queue(&event(2, "b")));
    assert_eq!(writer.written().len(), 6);
    assert_eq!(taken(&send_queue), None, "nothing is left for the connection");
}

#[test]
fn a_busy_socket_is_left_alone() {
    let writer = Narrow::with_room(100);
    let send_queue = send_queue_on(&writer);
    send_queue.write_or_queue(&event(1, "a"));
    assert_eq!(taken(&send_queue).unwrap(), b"\x81\x01a", "before the first wait");
    assert_eq!(taken(&send_queue), None);
    assert!(send_queue.reclaim().is_none());
    send_queue.write_or_queue(&event(2, "b"));
    assert_eq!(writer.written(), b"");
    assert_eq!(taken(&send_queue).unwrap(), b"\x81\x01b", "after it was reclaimed");
}

#[test]
fn what_a_socket_does_not_take_whole_comes_first_and_uncut() {
    let writer = Narrow::with_room(5);
    let send_queue = send_queue_on(&writer);
    assert_eq!(taken(&send_queue), None);
    assert!(send_queue.write_or_queue(&event(1, "abcdef")));
    *writer.room.lock().unwrap() = 100;
    assert!(send_queue.write_or_queue(&event(2, "b")), "waits behind what was begun");
    assert_eq!(writer.written(), b"\x81\x06abc");
    assert_eq!(taken(&send_queue).unwrap(), b"def\x81\x01b");
}

#[test]
fn what_was_begun_is_finished_even_where_the_socket_shall_close() {
    let writer = Narrow::with_room(5);
    let send_queue = send_queue_on(&writer);
    assert_eq!(taken(&send_queue), None);
    send_queue.write_or_queue(&event(1, "abcdef"));
    send_queue.write_or_queue(&event(2, "b"));
    send_queue.keep_only(&[]);
    send_queue.close(CloseCode::SessionEnded);
    assert!(!send_queue.write_or_queue(&event(3, "c")));
    let mut rests = Vec::new();
    let ended = send_queue.take(&mut rests).now_or_never();
    assert_eq!(ended, Some(Err(CloseCode::SessionEnded)));
    assert!(rests.is_empty());
    assert_eq!(send_queue.reclaim().unwrap().bytes(), b"def");
}

#[test]
fn a_socket_that_takes_nothing_is_written_by_its_connection() {
    let writer = Narrow::with_room(0);
    let send_queue = send_queue_on(&writer);
    assert_eq!(taken(&send_queue), None);
    send_queue.skip_up_to(vec![(WALKERS, Seq(1))]);
    let mut two = EncodedBatch::event(WALKERS, Seq(1), "a".to_owned());
    two.extend(WALKERS, Seq(2), "b".to_owned()).unwrap();
    assert!(send_queue.write_or_queue(&Arc::new(two)));
    assert_eq!(taken(&send_queue).unwrap(), b"\x81\x01b", "what is known is still left out");
}

#[test]
fn what_a_welcome_told_is_left_out_on_both_ways() {
    let writer = Narrow::with_room(100);
    let send_queue = send_queue_on(&writer);
    send_queue.skip_up_to(vec![(WALKERS, Seq(2))]);
    send_queue.write_or_queue(&event(1, "a"));
    assert_eq!(taken(&send_queue).unwrap(), b"");
    assert_eq!(taken(&send_queue), None);
    for (seq, text) in [(2, "b"), (3, "c"), (4, "d")] {
        assert!(send_queue.write_or_queue(&event(seq, text)));
    }
    assert_eq!(writer.written(), b"\x81\x01c\x81\x01d");
}

#[test]
fn a_conversation_that_is_gone_takes_nothing() {
    let writer = Narrow::with_room(100);
    let send_queue = send_queue_on(&writer);
    assert_eq!(taken(&send_queue), None);
    drop(writer);
    assert!(send_queue.write_or_queue(&event(1, "a")));
    assert_eq!(taken(&send_queue).unwrap(), b"\x81\x01a");
}
