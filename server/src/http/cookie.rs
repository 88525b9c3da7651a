//! The one cookie: a session's secret. Scripts can't read it, other sites can't
//! send it, and over TLS no subdomain can set it.

use axum::http::{HeaderMap, HeaderValue, header};

use super::site::Site;
use crate::doorkeeper::SessionToken;

const DAY_SECONDS: u32 = 24 * 60 * 60;

impl Site {
    /// The `__Host-` prefix needs TLS, which a site on localhost has not.
    fn cookie_name(&self) -> &'static str {
        if self.secure() { "__Host-circles" } else { "circles" }
    }

    pub(super) fn session_cookie<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == self.cookie_name())
            .map(|(_, token)| token)
    }

    pub(super) fn cookie_to_keep(&self, token: &SessionToken, days: u32) -> HeaderValue {
        self.set_cookie(token.as_str(), days.saturating_mul(DAY_SECONDS))
    }

    pub(super) fn cookie_to_forget(&self) -> HeaderValue {
        self.set_cookie("", 0)
    }

    fn set_cookie(&self, value: &str, max_age_seconds: u32) -> HeaderValue {
        let name = self.cookie_name();
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
