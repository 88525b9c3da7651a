//! Where a request comes from. Used only for counting in memory: an address is neither
//! logged nor stored.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;

use super::forwarded::{Hop, forwarded, forwarded_for};
use super::site::Site;

/// The other end of the connection; possibly a proxy.
#[derive(Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

impl Site {
    /// The client's address; for IPv6, one for a whole home network.
    ///
    /// A proxy writes one of two headers and passes the other on as the client sent it. If
    /// both are present and disagree, neither is trusted: the request counts as the proxy's
    /// own, which gains a client nothing.
    pub(super) fn client(&self, peer: Peer, headers: &HeaderMap) -> IpAddr {
        let told = [forwarded_for(headers), forwarded(headers)];
        let mut clients = told.into_iter().flatten().map(|hops| home(self.walk(peer.0, &hops)));
        let client = match (clients.next(), clients.next()) {
            (Some(one), Some(other)) if one != other => peer.0,
            (Some(client), _) => client,
            (None, _) => peer.0,
        };
        home(client)
    }

    /// Each proxy appends the address it received the request from, so the list is read
    /// backwards, and only as far as the proxies are trusted.
    fn walk(&self, peer: IpAddr, hops: &[Hop]) -> IpAddr {
        let mut client = peer;
        for hop in hops.iter().rev() {
            let (true, Some(earlier)) = (self.trusts(client), *hop) else { break };
            client = earlier;
        }
        client
    }

    fn trusts(&self, proxy: IpAddr) -> bool {
        let proxy = proxy.to_canonical();
        self.trusted_proxies.iter().any(|network| network.contains(&proxy))
    }
}

/// A home gets a /64 of the IPv6 space: whoever has one address has them all.
fn home(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XFF: &str = "x-forwarded-for";
    const FORWARDED: &str = "forwarded";
    const PROXIES: &[&str] = &["10.0.0.0/8"];

    fn client(proxies: &[&str], peer: &str, told: &[(&'static str, &'static str)]) -> String {
        let proxies = proxies.iter().map(|network| network.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for (name, value) in told {
            headers.append(*name, value.parse().unwrap());
        }
        let site = Site::new(None, proxies);
        site.client(Peer(peer.parse().unwrap()), &headers).to_string()
    }

    #[test]
    fn a_trusted_proxy_is_believed() {
        for told in [
            (XFF, "192.0.2.7"),
            (XFF, "203.0.113.9, 192.0.2.7"),
            (XFF, "192.0.2.7, 10.0.0.3"),
            (XFF, "192.0.2.7:40001, 10.0.0.3:443"),
            (FORWARDED, "for=192.0.2.7"),
            (FORWARDED, "for=203.0.113.9, for=\"192.0.2.7:40001\";proto=https, for=10.0.0.3"),
        ] {
            assert_eq!(client(PROXIES, "10.0.0.2", &[told]), "192.0.2.7", "{told:?}");
            assert_eq!(client(PROXIES, "::ffff:10.0.0.2", &[told]), "192.0.2.7", "{told:?}");
        }
        let v6 = client(PROXIES, "10.0.0.2", &[(XFF, "[2001:db8:1:2::9]:40001")]);
        assert_eq!(v6, "2001:db8:1:2::");
    }

    #[test]
    fn two_clients_behind_a_proxy_that_writes_ports_are_two() {
        let of = |hop| client(PROXIES, "10.0.0.2", &[(XFF, hop)]);
        assert_ne!(of("203.0.113.7:40001"), of("203.0.113.8:40001"));
        assert_eq!(of("203.0.113.7:40001"), of("203.0.113.7:40002"));
    }

    #[test]
    fn anyone_else_is_not() {
        for told in [(XFF, "198.51.100.1"), (FORWARDED, "for=198.51.100.1")] {
            assert_eq!(client(&[], "192.0.2.1", &[told]), "192.0.2.1");
            assert_eq!(client(PROXIES, "192.0.2.1", &[told]), "192.0.2.1");
        }
        assert_eq!(client(PROXIES, "10.0.0.2", &[]), "10.0.0.2");
    }

    #[test]
    fn what_is_hidden_or_unreadable_ends_the_walk() {
        for told in [
            (XFF, "nonsense"),
            (XFF, "198.51.100.1, unknown"),
            (FORWARDED, "for=198.51.100.1, for=_hidden"),
            (FORWARDED, "for=\"198.51.100.1, for=203.0.113.5"),
        ] {
            assert_eq!(client(PROXIES, "10.0.0.2", &[told]), "10.0.0.2", "{told:?}");
        }
    }

    #[test]
    fn nobody_gets_another_address_by_the_header_their_proxy_does_not_write() {
        let writes = [(XFF, "192.0.2.7"), (FORWARDED, "for=198.51.100.1")];
        assert_eq!(client(PROXIES, "10.0.0.2", &writes), "10.0.0.2");
        let writes = [(XFF, "198.51.100.1"), (FORWARDED, "for=192.0.2.7")];
        assert_eq!(client(PROXIES, "10.0.0.2", &writes), "10.0.0.2");
        let agree = [(XFF, "192.0.2.7:40001"), (FORWARDED, "for=192.0.2.7")];
        assert_eq!(client(PROXIES, "10.0.0.2", &agree), "192.0.2.7");
    }

    #[test]
    fn one_home_counts_as_one_address() {
        assert_eq!(client(&[], "2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::");
        assert_eq!(client(&[], "2001:db8:1:3::9", &[]), "2001:db8:1:3::");
    }
}
