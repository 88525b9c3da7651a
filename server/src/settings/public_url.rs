//! The site's own address as members see it. It determines the origin that pages must come
//! from, and whether cookies need TLS.

use std::net::IpAddr;

use axum::http::Uri;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicUrl {
    origin: String,
    secure: bool,
}

impl PublicUrl {
    /// # Errors
    /// The rule that the text breaks, worded to follow the name of the setting.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let rule = "must be the site's address alone, such as https://circles.example.org";
        let uri: Uri = text.trim().parse().map_err(|_| rule.to_owned())?;
        let (secure, usual_port) = match uri.scheme_str() {
            Some("https") => (true, 443),
            Some("http") => (false, 80),
            Some(_) | None => return Err(rule.into()),
        };
        let authority = uri.authority().ok_or(rule)?;
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        // An invalid port would be ignored, and read as the default one.
        let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
        if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
            return Err(rule.into());
        }
        if !bare || authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(rule.into());
        }
        let host = authority.host().to_ascii_lowercase();
        if !secure && !is_own_machine(&host) {
            return Err("must begin with https:// off localhost; over plain http anyone on the \
                        way could read along, and browsers keep neither the sign-in nor unsent \
                        words"
                .into());
        }
        let scheme = if secure { "https" } else { "http" };
        // Browsers leave the default port out of an origin.
        let origin = match authority.port_u16() {
            Some(port) if port != usual_port => format!("{scheme}://{host}:{port}"),
            Some(_) | None => format!("{scheme}://{host}"),
        };
        Ok(Self { origin, secure })
    }

    /// Scheme, host and port, as browsers write them; also the start of links.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn secure(&self) -> bool {
        self.secure
    }
}

/// Whether this is a port as browsers write it: parsing alone would accept `+80` and `080`
/// as 80.
pub(crate) fn is_port(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && !text.starts_with('0') && text.parse::<u16>().is_ok()
}

/// Whether a host, in lower case, is always this machine: browsers trust these without TLS.
fn is_own_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_as_browsers_write_it() {
        for (url, origin) in [
            ("https://circles.example.org", "https://circles.example.org"),
            ("https://Circles.Example.org/", "https://circles.example.org"),
            ("https://circles.example.org:443", "https://circles.example.org"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://Localhost:80", "http://localhost"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(PublicUrl::parse(url).unwrap().origin(), origin);
        }
        assert!(PublicUrl::parse("https://a.example").unwrap().secure());
        assert!(!PublicUrl::parse("http://circles.localhost").unwrap().secure());
    }

    #[test]
    fn plain_http_is_refused_where_others_could_read_along() {
        for url in ["http://circles.example.org", "http://10.0.0.7:8080", "http://localhost.org"] {
            let rule = PublicUrl::parse(url).unwrap_err();
            assert!(rule.starts_with("must begin with https://"), "{url}: {rule}");
        }
    }

    #[test]
    fn anything_but_a_site_is_refused() {
        for text in [
            "circles.example.org",
            "ftp://circles.example.org",
            "https://circles.example.org/chat",
            "https://circles.example.org/?a",
            "https://jo@circles.example.org",
            "https://circles.example.org:+443",
            "https://circles.example.org:0443",
            "https://circles.example.org:",
            "https://circles.example.org:65536",
            "https://",
            "",
        ] {
            assert!(PublicUrl::parse(text).is_err(), "{text}");
        }
    }
}
