//! Websocket frames by hand (RFC 6455, section 5.2): for what a correct client never sends,
//! and for counting frames without reading them.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Browser;
use crate::client::BROKEN;
use crate::deadline::within;
use crate::upgrade::{headers, upgrade};

pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xa;

/// One whole frame as a client sends it. The mask is zero: it is required, but has nothing
/// to hide on the local machine.
#[must_use]
pub fn client_frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = client_frame_head(opcode, payload.len());
    frame.extend_from_slice(payload);
    frame
}

/// The header of a frame that announces this many bytes.
#[must_use]
pub fn client_frame_head(opcode: u8, len: usize) -> Vec<u8> {
    let mut head = vec![0x80 | opcode];
    match len {
        0..=125 => head.push(0x80 | u8::try_from(len).expect("at most 125")),
        126..=0xffff => {
            head.push(0x80 | 126);
            head.extend_from_slice(&u16::try_from(len).expect("two bytes").to_be_bytes());
        }
        _ => {
            head.push(0x80 | 127);
            head.extend_from_slice(&u64::try_from(len).expect("eight bytes").to_be_bytes());
        }
    }
    head.extend_from_slice(&[0; 4]);
    head
}

/// Reads the header of an unmasked frame from the front of `bytes`: opcode, length of the
/// header, length of the payload. None while the header is incomplete.
#[must_use]
pub fn read_head(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    let (head, len) = match second & 0x7f {
        126 => (4, u64::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)),
        short => (2, u64::from(short)),
    };
    Some((first & 0x0f, head, usize::try_from(len).ok()?))
}

/// An upgraded connection as raw bytes. Does not answer pings by itself.
#[derive(Debug)]
pub struct RawSocket {
    pub stream: TcpStream,
    pub unread: Vec<u8>,
}

impl RawSocket {
    /// # Panics
    /// If the server does not upgrade.
    pub async fn open(address: std::net::SocketAddr, browser: &Browser) -> Self {
        Self::open_with(address, &headers(browser)).await
    }

    /// # Panics
    /// If the server does not upgrade.
    pub async fn open_with(
        address: std::net::SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Self {
        let (socket, _) = upgrade(address, headers).await.expect("an upgrade");
        // The server sends nothing unasked: nothing has been read beyond the header.
        Self { stream: socket.into_inner(), unread: Vec::new() }
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        // A server that has already closed may reset the connection; the close frame is
        // what counts.
        drop(within("room to write", self.stream.write_all(bytes)).await);
    }

    /// The next frame: opcode and payload. None at the end.
    pub async fn read(&mut self) -> Option<(u8, Vec<u8>)> {
        loop {
            if let Some((opcode, head, len)) = read_head(&self.unread)
                && self.unread.len() >= head + len
            {
                let payload = self.unread[head..head + len].to_vec();
                self.unread.drain(..head + len);
                return Some((opcode, payload));
            }
            let mut more = [0; 16 * 1024];
            match within("bytes", self.stream.read(&mut more)).await {
                Ok(0) | Err(_) => return None,
                Ok(len) => self.unread.extend_from_slice(&more[..len]),
            }
        }
    }

    /// Skips everything up to the close frame, and returns its code.
    pub async fn closed(&mut self) -> u16 {
        while let Some((opcode, payload)) = self.read().await {
            if opcode == CLOSE {
                return payload
                    .get(..2)
                    .map_or(BROKEN, |code| u16::from_be_bytes([code[0], code[1]]));
            }
        }
        BROKEN
    }
}
