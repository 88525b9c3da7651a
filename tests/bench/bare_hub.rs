//! The yardstick: the least a websocket server can do to pass a text frame on to everyone.
//! It reads no frame, stores nothing, knows nobody; every socket has its task, takes
//! everything that waits and writes it in one go.

use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// As many as the server lets wait per socket, several times over.
const QUEUE: usize = 4_096;

/// A crowd that connects at once must find room.
const BACKLOG: u32 = 4_096;

/// Serves until it is killed. Prints its address as the server does.
pub(crate) fn serve() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    runtime.block_on(async {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
        let listener = socket.listen(BACKLOG).expect("a listening socket");
        println!("listening on http://{}", listener.local_addr().expect("an address"));
        let (everyone, _) = broadcast::channel(QUEUE);
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            tokio::spawn(attend(stream, everyone.clone()));
        }
    });
}

async fn attend(stream: TcpStream, everyone: broadcast::Sender<Utf8Bytes>) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let config = WebSocketConfig::default().read_buffer_size(4 * 1024);
    let Ok(socket) = tokio_tungstenite::accept_async_with_config(stream, Some(config)).await else {
        return;
    };
    let mut waiting = everyone.subscribe();
    let (mut sink, mut source) = socket.split();
    loop {
        tokio::select! {
            frame = source.next() => match frame {
                Some(Ok(Message::Text(text))) => drop(everyone.send(text)),
                Some(Ok(_)) => {}
                None | Some(Err(_)) => return,
            },
            text = waiting.recv() => {
                let mut next = match text {
                    Ok(text) => Some(text),
                    Err(RecvError::Lagged(_) | RecvError::Closed) => return,
                };
                while let Some(text) = next {
                    if sink.feed(Message::Text(text)).await.is_err() {
                        return;
                    }
                    next = waiting.try_recv().ok();
                }
                if sink.flush().await.is_err() {
                    return;
                }
            }
        }
    }
}
