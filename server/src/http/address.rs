//! Where a request comes from. Used for counting in memory, and for nothing
//! else: an address is neither logged nor stored.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;

use super::site::Site;

/// Whoever is at the other end of the connection; possibly a proxy.
#[derive(Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

const FORWARDED_FOR: &str = "x-forwarded-for";

impl Site {
    /// The client's address, one for a whole home network where that is IPv6.
    pub(super) fn client(&self, peer: Peer, headers: &HeaderMap) -> IpAddr {
        let trusted = |address: IpAddr| {
            let address = address.to_canonical();
            self.trusted_proxies.iter().any(|network| network.contains(&address))
        };
        let mut client = peer.0;
        // Each proxy adds whom it heard from at the end, so the list is read
        // backwards, and only as far as the proxies can be believed.
        let hops: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for hop in hops.into_iter().rev() {
            if !trusted(client) {
                break;
            }
            let Ok(earlier) = hop.trim().parse() else { break };
            client = earlier;
        }
        home(client)
    }
}

/// A home's share of the IPv6 space is a /64: whoever has one has them all.
fn home(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded: &[&'static str]) -> String {
        let proxies = proxies.iter().map(|network| network.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let site = Site::new(None, proxies);
        site.client(Peer(peer.parse().unwrap()), &headers).to_string()
    }

    #[test]
    fn a_trusted_proxy_is_believed() {
        let proxies = &["10.0.0.0/8"];
        assert_eq!(client(proxies, "10.0.0.2", &["192.0.2.7"]), "192.0.2.7");
        assert_eq!(client(proxies, "10.0.0.2", &["203.0.113.9, 192.0.2.7"]), "192.0.2.7");
        assert_eq!(client(proxies, "10.0.0.2", &["192.0.2.7, 10.0.0.3"]), "192.0.2.7");
        assert_eq!(client(proxies, "::ffff:10.0.0.2", &["192.0.2.7"]), "192.0.2.7");
    }

    #[test]
    fn anyone_else_is_not() {
        assert_eq!(client(&[], "192.0.2.1", &["198.51.100.1"]), "192.0.2.1");
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.1"]), "192.0.2.1");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.2", &["nonsense"]), "10.0.0.2");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.2", &[]), "10.0.0.2");
    }

    #[test]
    fn one_home_counts_as_one_address() {
        assert_eq!(client(&[], "2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::");
        assert_eq!(client(&[], "2001:db8:1:3::9", &[]), "2001:db8:1:3::");
    }
}
