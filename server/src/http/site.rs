//! What this site is called from outside: which pages may talk to it, how its cookie is
//! named, and which proxies are in front of it.

use axum::http::{HeaderMap, HeaderValue, header};
use ipnet::IpNet;

use super::host;

use crate::settings::PublicUrl;

pub(crate) struct Site {
    public_url: Option<PublicUrl>,
    pub(super) trusted_proxies: Vec<IpNet>,
}

/// Without a public address, the site only answers the machine it runs on.
const LOCAL_NAMES: &[&str] = &["localhost", "127.0.0.1", "[::1]"];

impl Site {
    pub(crate) fn new(public_url: Option<PublicUrl>, trusted_proxies: Vec<IpNet>) -> Self {
        Self { public_url, trusted_proxies }
    }

    /// Whether members reach the site over TLS.
    pub(super) fn secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(PublicUrl::secure)
    }

    /// Whether a request comes from one of our own pages. A missing `Origin` counts as
    /// foreign: every browser sends it with each request that changes something, and with
    /// every websocket.
    pub(super) fn is_own(&self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let (Some(origin), None) = (origins.next().and_then(text), origins.next()) else {
            return false;
        };
        match &self.public_url {
            Some(url) => origin == url.origin(),
            None => headers
                .get(header::HOST)
                .and_then(text)
                .is_some_and(|host| is_local(host) && origin.strip_prefix("http://") == Some(host)),
        }
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

fn is_local(host: &str) -> bool {
    host::name(host).is_some_and(|name| LOCAL_NAMES.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(site: &Site, origin: Option<&str>, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers.insert(header::HOST, host.parse().unwrap());
        site.is_own(&headers)
    }

    fn public() -> Site {
        let url = PublicUrl::parse("https://circles.example.org").unwrap();
        Site::new(Some(url), Vec::new())
    }

    #[test]
    fn a_public_site_takes_its_own_origin_alone() {
        let host = "circles.example.org";
        assert!(asks(&public(), Some("https://circles.example.org"), host));
        for foreign in [
            "http://circles.example.org",
            "https://circles.example.org:8443",
            "https://circles.example.org.evil.example",
            "https://evil.example",
            "http://localhost:8080",
            "null",
            "",
        ] {
            assert!(!asks(&public(), Some(foreign), host), "{foreign}");
        }
    }

    #[test]
    fn a_missing_or_doubled_origin_is_foreign() {
        assert!(!asks(&public(), None, "circles.example.org"));
        let mut headers = HeaderMap::new();
        let own: HeaderValue = "https://circles.example.org".parse().unwrap();
        headers.append(header::ORIGIN, own.clone());
        assert!(public().is_own(&headers));
        headers.append(header::ORIGIN, own);
        assert!(!public().is_own(&headers));
    }

    #[test]
    fn a_site_without_an_address_answers_its_own_machine() {
        let site = Site::new(None, Vec::new());
        assert!(asks(&site, Some("http://localhost:8080"), "localhost:8080"));
        assert!(asks(&site, Some("http://127.0.0.1:4711"), "127.0.0.1:4711"));
        assert!(asks(&site, Some("http://[::1]:8080"), "[::1]:8080"));
        assert!(asks(&site, Some("http://localhost"), "localhost"));
    }

    #[test]
    fn a_site_without_an_address_answers_nobody_else() {
        let site = Site::new(None, Vec::new());
        for (origin, host) in [
            ("http://evil.example", "localhost:8080"),
            ("http://evil.example", "evil.example"),
            ("http://localhost.evil.example", "localhost.evil.example"),
            ("http://localhost:8081", "localhost:8080"),
            ("https://localhost:8080", "localhost:8080"),
            // What no browser sends, even if both headers agree on it.
            ("http://localhost:+80", "localhost:+80"),
            ("http://localhost:080", "localhost:080"),
            ("http://localhost:", "localhost:"),
            ("http://localhost:0", "localhost:0"),
            ("http://localhost:65536", "localhost:65536"),
            ("http://localhost:8080/", "localhost:8080"),
            ("http://sam@localhost:8080", "localhost:8080"),
            ("http://LOCALHOST:8080", "localhost:8080"),
            ("http://localhost:8080 ", "localhost:8080 "),
        ] {
            assert!(!asks(&site, Some(origin), host), "{origin} at {host}");
        }
    }
}
