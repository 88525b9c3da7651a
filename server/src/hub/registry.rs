//! The hub's maps: sockets, their accounts, and the circles they follow.

use std::collections::HashMap;
use std::sync::Arc;

use circles_protocol::{CircleId, CloseCode, MemberId, SessionId};

use super::{Delivery, Listener, Outbox, Parcel, SocketKey};
use crate::domain::AccountKey;

/// One socket's place in one circle.
#[derive(Debug)]
struct Follower {
    socket: SocketKey,
    member: MemberId,
    outbox: Arc<Outbox>,
}

#[derive(Debug)]
struct Socket {
    listener: Listener,
    circles: Vec<CircleId>,
}

#[derive(Debug)]
pub(super) struct Registry {
    sockets: HashMap<SocketKey, Socket>,
    /// In the order they opened.
    by_account: HashMap<AccountKey, Vec<SocketKey>>,
    by_circle: HashMap<CircleId, Vec<Follower>>,
    sockets_per_account: usize,
}

impl Registry {
    pub(super) fn new(sockets_per_account: usize) -> Self {
        Self {
            sockets: HashMap::new(),
            by_account: HashMap::new(),
            by_circle: HashMap::new(),
            sockets_per_account,
        }
    }

    pub(super) fn open(&mut self, key: SocketKey, listener: Listener) {
        let own = self.by_account.entry(listener.account).or_default();
        own.push(key);
        let oldest = (own.len() > self.sockets_per_account).then(|| own[0]);
        self.sockets.insert(key, Socket { listener, circles: Vec::new() });
        if let Some(oldest) = oldest {
            self.close(oldest, CloseCode::TooManySockets);
        }
    }

    pub(super) fn follow(&mut self, key: SocketKey, circles: Vec<(CircleId, MemberId)>) {
        let Some(socket) = self.sockets.get_mut(&key) else { return };
        let before = std::mem::take(&mut socket.circles);
        socket.circles = circles.iter().map(|(circle, _)| *circle).collect();
        let outbox = Arc::clone(&socket.listener.outbox);
        for circle in before {
            self.unfollow(circle, |follower| follower.socket == key);
        }
        for (circle, member) in circles {
            let outbox = Arc::clone(&outbox);
            self.by_circle.entry(circle).or_default().push(Follower {
                socket: key,
                member,
                outbox,
            });
        }
    }

    pub(super) fn leave(&mut self, key: SocketKey) {
        let Some(socket) = self.sockets.remove(&key) else { return };
        for circle in socket.circles {
            self.unfollow(circle, |follower| follower.socket == key);
        }
        let account = socket.listener.account;
        if let Some(own) = self.by_account.get_mut(&account) {
            own.retain(|other| *other != key);
            if own.is_empty() {
                self.by_account.remove(&account);
            }
        }
    }

    pub(super) fn deliver(&mut self, deliveries: Vec<Delivery>) {
        for delivery in deliveries {
            match delivery {
                Delivery::Events(parcel) => self.hand_out(parcel),
                Delivery::Unsubscribe { circle, member } => {
                    self.unfollow(circle, |follower| follower.member == member);
                }
                Delivery::Account { account, parcel } => self.tell(account, parcel),
                Delivery::EndSession { account, session } => self.end_session(account, session),
            }
        }
    }

    fn hand_out(&mut self, parcel: Parcel) {
        let circle = parcel.circle();
        let parcel = Arc::new(parcel);
        if let Some(followers) = circle.and_then(|circle| self.by_circle.get_mut(&circle)) {
            // A full outbox closes itself; its socket resumes.
            followers.retain(|follower| follower.outbox.push(&parcel));
        }
    }

    fn tell(&self, account: AccountKey, parcel: Parcel) {
        let parcel = Arc::new(parcel);
        for key in self.by_account.get(&account).into_iter().flatten() {
            // One that is closing hears of it when it comes back.
            self.sockets[key].listener.outbox.push(&parcel);
        }
    }

    fn end_session(&mut self, account: AccountKey, session: SessionId) {
        let own = self.by_account.get(&account).cloned().unwrap_or_default();
        for key in own {
            if self.sockets[&key].listener.session == session {
                self.close(key, CloseCode::SessionEnded);
            }
        }
    }

    /// The socket hears nothing more, and closes.
    fn close(&mut self, key: SocketKey, code: CloseCode) {
        if let Some(socket) = self.sockets.get(&key) {
            socket.listener.outbox.close(code);
        }
        self.leave(key);
    }

    /// Closes one of so many equal shares of the sockets; of one share, all.
    pub(super) fn close_share(&mut self, code: CloseCode, shares: u32) {
        let count = self.sockets.len().div_ceil(shares as usize);
        let share: Vec<SocketKey> = self.sockets.keys().copied().take(count).collect();
        for key in share {
            self.close(key, code);
        }
    }

    fn unfollow(&mut self, circle: CircleId, leaves: impl Fn(&Follower) -> bool) {
        if let Some(followers) = self.by_circle.get_mut(&circle) {
            followers.retain(|follower| !leaves(follower));
            if followers.is_empty() {
                self.by_circle.remove(&circle);
            }
        }
    }
}
