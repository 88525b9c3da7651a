//! The websocket protocol itself, RFC 6455, in raw bytes: what the server must understand,
//! and with which code it closes on each violation. Each case is a line of a table, and has
//! a socket of its own. Sizes and rates are in `sockets` and `pace`.

use circles_tests::Centre;
use circles_tests::raw::{BINARY, CLOSE, PING, PONG, RawSocket, TEXT};

/// What a frame's first byte holds besides the opcode.
const FIN: u8 = 0x80;
const RSV: [u8; 3] = [0x40, 0x20, 0x10];

/// Opcodes: a continuation frame, and the reserved ones.
const GOES_ON: u8 = 0x0;
const RESERVED: [u8; 10] = [0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf];

const NORMAL: u16 = 1000;
const PROTOCOL_ERROR: u16 = 1002;
const UNSUPPORTED: u16 = 1003;
const INVALID_UTF8: u16 = 1007;

/// A close frame without a code, as a socket reads it.
const NO_CODE: u16 = 1006;

/// A request that is answered, with letters of two, three and four bytes.
const REQUEST: &str = r#"{"request_id":7,"type":"ping","note":"ä – 🙂"}"#;

/// A frame of a client, masked as the standard requires.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
    let mut frame = vec![first];
    match u16::try_from(payload.len()).expect("short frames alone") {
        short @ 0..=125 => frame.push(0x80 | u8::try_from(short).expect("at most 125")),
        long => {
            frame.push(0x80 | 126);
            frame.extend(long.to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

/// The same without a mask, as only a server may send it.
fn unmasked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first, u8::try_from(payload.len()).expect("a short frame")];
    frame.extend(payload);
    frame
}

/// A text in fragments of these bytes, the last of which is marked as final.
fn pieces(pieces: &[&[u8]]) -> Vec<u8> {
    let last = pieces.len() - 1;
    let frames = pieces.iter().enumerate().flat_map(|(at, piece)| {
        let opcode = if at == 0 { TEXT } else { GOES_ON };
        frame(if at == last { FIN | opcode } else { opcode }, piece)
    });
    frames.collect()
}

fn close(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(FIN | CLOSE, &[&code.to_be_bytes(), reason].concat())
}

fn text(payload: &str) -> Vec<u8> {
    frame(FIN | TEXT, payload.as_bytes())
}

fn ping(payload: &[u8]) -> Vec<u8> {
    frame(FIN | PING, payload)
}

/// What a socket receives after it sent these bytes, up to and including an answer or a close.
async fn heard(centre: &Centre, sent: &[u8]) -> (RawSocket, Vec<(u8, Vec<u8>)>) {
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    socket.write(sent).await;
    let mut heard = Vec::new();
    while let Some((opcode, payload)) = socket.read().await {
        heard.push((opcode, payload));
        if matches!(opcode, TEXT | CLOSE) {
            break;
        }
    }
    (socket, heard)
}

/// Everything received is this one answer, after these pongs.
async fn is_answered(centre: &Centre, what: &str, sent: &[u8], pongs: &[&[u8]]) {
    let (_socket, mut heard) = heard(centre, sent).await;
    let (opcode, answer) = heard.pop().expect(what);
    let answer = String::from_utf8(answer).expect(what);
    assert_eq!(opcode, TEXT, "{what}: {answer}");
    assert!(answer.contains("\"request_id\":7"), "{what}: {answer}");
    let expected: Vec<_> = pongs.iter().map(|payload| (PONG, payload.to_vec())).collect();
    assert_eq!(heard, expected, "{what}");
}

/// The socket is closed with this code and nothing else, and then the connection ends.
async fn is_closed(centre: &Centre, what: &str, sent: &[u8], code: u16) {
    let (mut socket, mut heard) = heard(centre, sent).await;
    let (opcode, payload) = heard.pop().unwrap_or_else(|| panic!("{what}: broken off"));
    assert_eq!((opcode, heard), (CLOSE, Vec::new()), "{what}");
    let closed = payload.get(..2).map_or(NO_CODE, |code| u16::from_be_bytes([code[0], code[1]]));
    assert_eq!(closed, code, "{what}");
    assert!(payload.len() <= 125, "{what}");
    // A client answers a close, and the server ends the connection.
    socket.write(&close(NORMAL, b"")).await;
    assert_eq!(socket.read().await, None, "{what}");
}

#[tokio::test]
async fn a_text_is_understood_however_it_is_cut() {
    let centre = Centre::open().await;
    let whole = REQUEST.as_bytes();
    let bytewise: Vec<&[u8]> = whole.chunks(1).collect();
    let mut cuts = vec![
        ("whole", text(REQUEST)),
        ("with an empty piece first", pieces(&[b"", whole])),
        ("with an empty piece last", pieces(&[whole, b""])),
    ];
    // Also within a letter: only the whole message has to be text, not each fragment.
    let within: Vec<usize> = (1..whole.len()).filter(|at| !REQUEST.is_char_boundary(*at)).collect();
    assert_eq!(within.len(), 6);
    for at in within {
        cuts.push(("within a letter", pieces(&[&whole[..at], &whole[at..]])));
    }
    for (what, sent) in &cuts {
        is_answered(&centre, what, sent, &[]).await;
    }
    // Byte by byte, up to the number of frames a socket may send in a second.
    let last = &bytewise[..bytewise.len() - 30].concat();
    let start = [&[last.as_slice()], &bytewise[bytewise.len() - 30..]].concat();
    is_answered(&centre, "byte by byte", &pieces(&start), &[]).await;
}

#[tokio::test]
async fn control_frames_are_answered_also_between_the_pieces_of_a_text() {
    let centre = Centre::open().await;
    let (begin, end) = REQUEST.as_bytes().split_at(20);
    let full = [b'x'; 125];
    for (what, between, pongs) in [
        ("a ping", ping(b"still there"), vec![&b"still there"[..]]),
        ("an empty ping", ping(b""), vec![&b""[..]]),
        ("bytes that are no text", ping(&[0xff, 0, 0x80]), vec![&[0xff, 0, 0x80][..]]),
        ("the longest ping", ping(&full), vec![&full[..]]),
        ("a pong nobody asked for", frame(FIN | PONG, b"here"), vec![]),
    ] {
        let before = [between.clone(), text(REQUEST)].concat();
        is_answered(&centre, what, &before, &pongs).await;
        let begun = frame(TEXT, begin);
        let within = [begun, between, frame(FIN | GOES_ON, end)].concat();
        is_answered(&centre, what, &within, &pongs).await;
    }
}

#[tokio::test]
async fn text_that_is_not_utf8_closes_with_1007_in_pieces_too() {
    let centre = Centre::open().await;
    for (what, bytes) in [
        ("a byte that begins nothing", &[b'a', 0xff, b'b'][..]),
        ("a letter that goes on without a beginning", &[b'a', 0x80]),
        ("a letter that ends too early", &[0xf0, 0x9f, 0x99]),
        ("a longer form than is needed", &[0xc0, 0xaf]),
        ("half of a surrogate pair", &[0xed, 0xa0, 0x80]),
        ("beyond the last letter", &[0xf4, 0x90, 0x80, 0x80]),
    ] {
        is_closed(&centre, what, &frame(FIN | TEXT, bytes), INVALID_UTF8).await;
        for at in 1..bytes.len() {
            let (begin, end) = bytes.split_at(at);
            is_closed(&centre, what, &pieces(&[begin, end]), INVALID_UTF8).await;
            is_closed(&centre, what, &pieces(&[b"{", begin, end, b""]), INVALID_UTF8).await;
        }
    }
}

#[tokio::test]
async fn a_frame_that_the_standard_does_not_know_closes_with_1002() {
    let centre = Centre::open().await;
    let mut cases = Vec::new();
    for bit in RSV {
        for opcode in [TEXT, BINARY, PING, PONG, CLOSE] {
            cases.push((format!("bit {bit:x} of {opcode:x}"), frame(FIN | bit | opcode, b"x")));
        }
        let piece = [frame(TEXT, b"{"), frame(FIN | bit | GOES_ON, b"}")].concat();
        cases.push((format!("bit {bit:x} of a piece"), piece));
    }
    for opcode in RESERVED {
        cases.push((format!("opcode {opcode:x}"), frame(FIN | opcode, b"")));
        cases.push((format!("opcode {opcode:x} in pieces"), frame(opcode, b"")));
    }
    for opcode in [PING, PONG, CLOSE] {
        cases.push((format!("{opcode:x} in pieces"), frame(opcode, b"")));
        cases.push((format!("{opcode:x} of 126 bytes"), frame(FIN | opcode, &[b'x'; 126])));
    }
    for opcode in [TEXT, BINARY, PING, PONG, CLOSE] {
        cases.push((format!("{opcode:x} without a mask"), unmasked(FIN | opcode, b"")));
    }
    for (what, sent) in &cases {
        is_closed(&centre, what, sent, PROTOCOL_ERROR).await;
    }
}

#[tokio::test]
async fn pieces_out_of_their_order_close_with_1002() {
    let centre = Centre::open().await;
    let answered = text(REQUEST);
    for (what, sent) in [
        ("an end without a beginning", frame(FIN | GOES_ON, b"x")),
        ("a middle without a beginning", frame(GOES_ON, b"x")),
        ("a text within a text", [frame(TEXT, b"{"), text("}")].concat()),
        ("a text begun within a text", [frame(TEXT, b"{"), frame(TEXT, b"}")].concat()),
        ("bytes within a text", [frame(TEXT, b"{"), frame(FIN | BINARY, b"}")].concat()),
    ] {
        is_closed(&centre, what, &sent, PROTOCOL_ERROR).await;
    }
    // A message that has ended can't be continued either.
    let (mut socket, heard) = heard(&centre, &answered).await;
    assert_eq!(heard.len(), 1);
    socket.write(&frame(FIN | GOES_ON, b"x")).await;
    assert_eq!(socket.closed().await, PROTOCOL_ERROR);
}

#[tokio::test]
async fn bytes_close_with_1003_whole_and_in_pieces() {
    let centre = Centre::open().await;
    let whole = frame(FIN | BINARY, &[0xff]);
    is_closed(&centre, "whole", &whole, UNSUPPORTED).await;
    let cut = [frame(BINARY, &[0xff]), frame(FIN | GOES_ON, &[0xfe])].concat();
    is_closed(&centre, "in pieces", &cut, UNSUPPORTED).await;
}

#[tokio::test]
async fn a_close_is_answered_with_its_own_code_where_there_is_such_a_one() {
    let centre = Centre::open().await;
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999] {
        for reason in ["", "goodbye – bis bald"] {
            let what = format!("{code} {reason}");
            is_closed(&centre, &what, &close(code, reason.as_bytes()), code).await;
        }
    }
    let longest = [b'x'; 123];
    is_closed(&centre, "the longest reason", &close(NORMAL, &longest), NORMAL).await;
    is_closed(&centre, "no code", &frame(FIN | CLOSE, b""), NO_CODE).await;
    // Codes that nobody may send, or that stand for what is never sent.
    for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        is_closed(&centre, &format!("{code}"), &close(code, b""), PROTOCOL_ERROR).await;
    }
    is_closed(&centre, "half a code", &frame(FIN | CLOSE, b"x"), PROTOCOL_ERROR).await;
}

#[tokio::test]
async fn a_reason_that_is_not_utf8_closes_with_1007() {
    let centre = Centre::open().await;
    for reason in [&[0xff][..], &[b'a', 0xc3], &[0xed, 0xa0, 0x80]] {
        let sent = close(NORMAL, reason);
        is_closed(&centre, &format!("{reason:x?}"), &sent, INVALID_UTF8).await;
    }
}

#[tokio::test]
async fn nothing_that_comes_after_a_close_is_heard() {
    let centre = Centre::open().await;
    let goodbye = close(NORMAL, b"");
    let (begin, end) = REQUEST.as_bytes().split_at(20);
    let in_a_text = [frame(TEXT, begin), goodbye.clone(), frame(FIN | GOES_ON, end)].concat();
    for (what, sent) in [
        ("a request", [goodbye.clone(), text(REQUEST)].concat()),
        ("a ping", [goodbye.clone(), ping(b"x")].concat()),
        ("what breaks the protocol", [goodbye.clone(), frame(FIN | 0x3, b"")].concat()),
        ("another close", [goodbye, close(1001, b"")].concat()),
        ("the rest of a text", in_a_text),
    ] {
        is_closed(&centre, what, &sent, NORMAL).await;
    }
}
