//! How many websockets each address has open. Addresses are held in memory only.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) struct ConnectionLimiter {
    counts: Mutex<HashMap<IpAddr, usize>>,
    most: usize,
}

/// One socket's permit; released when dropped.
pub(super) struct Permit {
    limiter: Arc<ConnectionLimiter>,
    address: IpAddr,
}

impl ConnectionLimiter {
    pub(crate) fn new(most_per_address: usize) -> Arc<Self> {
        Arc::new(Self { counts: Mutex::default(), most: most_per_address })
    }

    /// `None` if this address has as many as it may.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Permit> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Permit { limiter: Arc::clone(self), address })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut counts = self.limiter.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    #[test]
    fn an_address_has_so_many_places_and_no_more() {
        let limiter = ConnectionLimiter::new(2);
        let places = (limiter.enter(ONE), limiter.enter(ONE));
        assert!(places.0.is_some() && places.1.is_some());
        assert!(limiter.enter(ONE).is_none());
        assert!(limiter.enter(OTHER).is_some());
    }

    #[test]
    fn a_place_is_given_back() {
        let limiter = ConnectionLimiter::new(1);
        drop(limiter.enter(ONE));
        assert!(limiter.enter(ONE).is_some());
        assert!(limiter.counts.lock().unwrap().is_empty());
    }
}
