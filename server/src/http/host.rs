//! The host that a request is for: given once and well formed (RFC 9112, section 3.2).
//! Whether it is ours is decided elsewhere.

use axum::http::{HeaderMap, Uri, Version, header};

use super::answer::Refused;
use crate::domain::Rejection;
use crate::settings::is_port;

/// # Errors
/// `invalid_field` if an HTTP/1.1 request names no host, names it twice or malformed, or if
/// the request's URI names another one.
pub(super) fn require_host(
    version: Version,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<(), Refused> {
    let mut named = headers.get_all(header::HOST).iter();
    let host = match (named.next(), named.next()) {
        (Some(host), None) => host.to_str().ok().filter(|host| name(host).is_some()),
        // Old HTTP versions, such as a proxy's health check.
        (None, _) if version < Version::HTTP_11 && uri.authority().is_none() => return Ok(()),
        (None | Some(_), _) => None,
    };
    let host = host.ok_or_else(|| wrong("The host must be named once."))?;
    match uri.authority() {
        Some(other) if other.as_str() != host => Err(wrong("Two hosts are named.")),
        Some(_) | None => Ok(()),
    }
}

/// The name or address before the port; `None` if this is not a host.
pub(super) fn name(host: &str) -> Option<&str> {
    let bracketed = host.starts_with('[').then(|| host.find(']').map(|end| end + 1));
    let end = match bracketed {
        Some(end) => end?,
        None => host.find(':').unwrap_or(host.len()),
    };
    let (name, port) = host.split_at(end);
    let sound = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !name.is_empty() && name.chars().all(is_of_name),
    };
    let port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    (sound && port).then_some(name)
}

/// Letters of other scripts are encoded as `xn--`.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
}

fn wrong(sentence: &str) -> Refused {
    Rejection::invalid("host", sentence).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(version: Version, uri: &str, hosts: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().unwrap());
        }
        require_host(version, &uri.parse().unwrap(), &headers).is_ok()
    }

    #[test]
    fn a_host_is_named_once() {
        let is_taken = |hosts| asks(Version::HTTP_11, "/", hosts);
        assert!(is_taken(&["circles.example"]));
        assert!(is_taken(&["circles.example:8443"]));
        for hosts in [&[][..], &[""], &["a.example", "a.example"], &["a.example", "b.example"]] {
            assert!(!is_taken(hosts), "{hosts:?}");
        }
    }

    #[test]
    fn an_old_way_of_asking_need_not_name_it_and_may_not_name_two() {
        assert!(asks(Version::HTTP_10, "/", &[]));
        assert!(asks(Version::HTTP_10, "/", &["a.example"]));
        assert!(!asks(Version::HTTP_10, "/", &["a.example", "a.example"]));
    }

    #[test]
    fn an_address_that_names_a_host_names_the_same() {
        assert!(asks(Version::HTTP_11, "http://a.example/", &["a.example"]));
        assert!(!asks(Version::HTTP_11, "http://b.example/", &["a.example"]));
        assert!(!asks(Version::HTTP_10, "http://b.example/", &[]));
    }

    #[test]
    fn what_is_no_host_has_no_name() {
        for host in ["a.example", "a.example:80", "[::1]:8080", "[::1]", "192.0.2.1:65535"] {
            assert!(name(host).is_some(), "{host}");
        }
        for host in [
            "",
            ":80",
            "a.example:",
            "a.example:+80",
            "a.example:080",
            "a.example:0",
            "a.example:65536",
            "a.example:80:80",
            "sam@a.example",
            "a example",
            "a.example/",
            "[::1",
            "[]",
            "[a.example]",
            "::1",
            "[::1]80",
            "a.example,b.example",
        ] {
            assert!(name(host).is_none(), "{host}");
        }
    }
}
