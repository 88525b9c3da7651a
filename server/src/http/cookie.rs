//! The two cookies: a session's secret, and one by which a browser is recognised when the
//! same person signs in again. Scripts can't read them, other sites can't send them, and
//! over TLS no subdomain can set them.

use axum::http::{HeaderMap, HeaderValue, header};

use super::site::Site;
use crate::auth::SessionToken;
use crate::limits::KNOWN_DEVICE_DAYS;

const DAY_SECONDS: u32 = 24 * 60 * 60;

impl Site {
    /// The `__Host-` prefix needs TLS, which a site on localhost does not have.
    fn cookie_name(&self) -> &'static str {
        if self.secure() { "__Host-circles" } else { "circles" }
    }

    fn device_cookie_name(&self) -> &'static str {
        if self.secure() { "__Host-circles-device" } else { "circles-device" }
    }

    pub(super) fn session_cookie<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        cookie(headers, self.cookie_name())
    }

    pub(super) fn device_cookie<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        cookie(headers, self.device_cookie_name())
    }

    pub(super) fn cookie_to_keep(&self, token: &SessionToken, days: u32) -> HeaderValue {
        let seconds = days.saturating_mul(DAY_SECONDS);
        self.set_cookie(self.cookie_name(), token.as_str(), seconds)
    }

    pub(super) fn cookie_to_forget(&self) -> HeaderValue {
        self.set_cookie(self.cookie_name(), "", 0)
    }

    pub(super) fn device_cookie_to_keep(&self, token: &SessionToken) -> HeaderValue {
        let seconds = KNOWN_DEVICE_DAYS.saturating_mul(DAY_SECONDS);
        self.set_cookie(self.device_cookie_name(), token.as_str(), seconds)
    }

    /// Signing out leaves nothing behind on machines that several people use.
    pub(super) fn device_cookie_to_forget(&self) -> HeaderValue {
        self.set_cookie(self.device_cookie_name(), "", 0)
    }

    fn set_cookie(&self, name: &str, value: &str, max_age_seconds: u32) -> HeaderValue {
        let secure = if self.secure() { "; Secure" } else { "" };
        let cookie = format!(
            "{name}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Strict{secure}"
        );
        let mut cookie =
            HeaderValue::try_from(cookie).expect("base64 and fixed words are valid in a header");
        cookie.set_sensitive(true);
        cookie
    }
}

fn cookie<'h>(headers: &'h HeaderMap, wanted: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, token)| token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::PublicUrl;

    fn site(url: &str) -> Site {
        Site::new(Some(PublicUrl::parse(url).unwrap()), Vec::new())
    }

    fn headers(cookie: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookie))])
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let site = site("https://a.example");
        let headers = headers("theme=dark; __Host-circles=abc; circles=def");
        assert_eq!(site.session_cookie(&headers), Some("abc"));
    }

    #[test]
    fn another_cookie_is_not_taken_for_it() {
        let site = site("https://a.example");
        assert_eq!(site.session_cookie(&headers("circles=def; x__Host-circles=abc")), None);
        assert_eq!(site.device_cookie(&headers("circles=def; circles-device=abc")), None);
        assert_eq!(site.session_cookie(&HeaderMap::new()), None);
    }

    #[test]
    fn over_tls_it_is_bound_to_the_host() {
        let token = SessionToken::draw().unwrap();
        let kept = site("https://a.example").cookie_to_keep(&token, 30);
        let kept = kept.to_str().unwrap();
        assert!(kept.starts_with("__Host-circles="));
        assert!(kept.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure"));
    }

    #[test]
    fn without_tls_it_is_not_marked_secure() {
        let forgotten = site("http://localhost").cookie_to_forget();
        let forgotten = forgotten.to_str().unwrap();
        assert_eq!(forgotten, "circles=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    }
}
