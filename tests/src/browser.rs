//! The HTTP side of a browser: pages and account requests, with the cookies that the server
//! sets. They are kept by hand, so that tests can read them.

use circles_protocol::http::{
    ConfirmPassphrase, InvitePreview, InviteToken, JoinCircle, Joined, Me, PreviewInvite,
    PreviewRecovery, RecoverAccount, RecoveryToken, Sessions, SignIn, SignUp,
};
use circles_protocol::{Alias, EnteredPassphrase, Passphrase, Refusal, RefusalCode, SignInName};
use reqwest::Method;
use reqwest::header::{COOKIE, HeaderMap, IF_NONE_MATCH, ORIGIN, SET_COOKIE};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Server;
use crate::deadline::within;

pub const PASSPHRASE: &str = "a quiet river at dawn";

/// What came back, complete, so that two answers can be compared.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// # Panics
    /// If the body does not have this shape.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{} {}: {error}", self.status, self.body))
    }

    /// # Panics
    /// If this is not a refusal.
    #[must_use]
    pub fn refusal(&self) -> RefusalCode {
        assert!(self.status >= 400, "not refused: {} {}", self.status, self.body);
        self.read::<Refusal>().code
    }

    #[must_use]
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }
}

#[derive(Debug, Clone)]
pub struct Browser {
    site: String,
    /// The value of the `Origin` header; not sent if empty.
    pub origin: String,
    /// `name=value`, as it is sent back.
    pub cookie: Option<String>,
    /// The cookie by which the browser is known at the next sign-in.
    pub device_cookie: Option<String>,
    /// Sent if set, so that a request counts as a repetition.
    pub idempotency_key: Option<String>,
    /// The tag of its cached copy, sent if set.
    pub if_none_match: Option<String>,
    http: reqwest::Client,
}

impl Browser {
    #[must_use]
    pub fn at(server: &Server) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            // A restarted server must not be contacted over a dead connection.
            .pool_max_idle_per_host(0)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client without TLS");
        Self {
            site: server.origin(),
            origin: server.origin(),
            cookie: None,
            device_cookie: None,
            idempotency_key: None,
            if_none_match: None,
            http,
        }
    }

    /// The same browser, after the server has moved to another port.
    pub fn follow(&mut self, server: &Server) {
        (self.site, self.origin) = (server.origin(), server.origin());
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub async fn delete(&mut self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, None).await
    }

    pub async fn post<T: Serialize>(&mut self, path: &str, body: &T) -> Answer {
        let body = serde_json::to_string(body).expect("plain data becomes JSON");
        self.ask(Method::POST, path, Some(body)).await
    }

    pub async fn ask(&mut self, method: Method, path: &str, body: Option<String>) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.site));
        if !self.origin.is_empty() {
            request = request.header(ORIGIN, &self.origin);
        }
        if let Some(key) = &self.idempotency_key {
            request = request.header("idempotency-key", format!("\"{key}\""));
        }
        if let Some(tag) = &self.if_none_match {
            request = request.header(IF_NONE_MATCH, tag);
        }
        for cookie in [&self.cookie, &self.device_cookie].into_iter().flatten() {
            request = request.header(COOKIE, cookie);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        let response = within(path, request.send()).await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = within(path, response.text()).await.expect("an answer in text");
        self.keep_cookie(&headers);
        Answer { status, headers, body }
    }

    fn keep_cookie(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(SET_COOKIE) {
            let value = value.to_str().expect("a cookie in ASCII");
            let pair = value.split(';').next().expect("split gives one part at least");
            let (name, secret) = pair.split_once('=').expect("a cookie has a name");
            let kept = (!secret.is_empty()).then(|| pair.to_owned());
            if name.ends_with("-device") {
                self.device_cookie = kept;
            } else {
                self.cookie = kept;
            }
        }
    }

    pub async fn look(&mut self, token: &str) -> Answer {
        self.post("/api/invites/preview", &PreviewInvite { token: secret(token) }).await
    }

    pub async fn preview(&mut self, token: &str) -> InvitePreview {
        self.look(token).await.read()
    }

    pub async fn sign_up(&mut self, token: &str, alias: &str, sign_in_name: &str) -> Answer {
        let body = SignUp {
            token: secret(token),
            alias: Alias::from_stored(alias.to_owned()),
            sign_in_name: SignInName::from_stored(sign_in_name.to_owned()),
            passphrase: Passphrase::from_stored(PASSPHRASE.to_owned()),
        };
        self.post("/api/sign-up", &body).await
    }

    pub async fn sign_in(&mut self, sign_in_name: &str, passphrase: &str) -> Answer {
        let body = SignIn {
            sign_in_name: SignInName::from_stored(sign_in_name.to_owned()),
            passphrase: EnteredPassphrase::from_stored(passphrase.to_owned()),
        };
        self.post("/api/sign-in", &body).await
    }

    /// Looks at a recovery link without using it.
    pub async fn look_back(&mut self, token: &str) -> Answer {
        let token = RecoveryToken(token.to_owned());
        self.post("/api/way-back/preview", &PreviewRecovery { token }).await
    }

    pub async fn come_back(&mut self, token: &str, passphrase: &str) -> Answer {
        let token = RecoveryToken(token.to_owned());
        let passphrase = Passphrase::from_stored(passphrase.to_owned());
        self.post("/api/way-back", &RecoverAccount { token, passphrase }).await
    }

    pub async fn confirm(&mut self, passphrase: &str) -> Answer {
        let passphrase = EnteredPassphrase::from_stored(passphrase.to_owned());
        self.post("/api/passphrase/confirm", &ConfirmPassphrase { passphrase }).await
    }

    pub async fn sign_out(&mut self) -> Answer {
        self.ask(Method::POST, "/api/sign-out", None).await
    }

    pub async fn join(&mut self, token: &str, alias: Option<&str>) -> Answer {
        let alias = alias.map(|alias| Alias::from_stored(alias.to_owned()));
        self.post("/api/join", &JoinCircle { token: secret(token), alias }).await
    }

    pub async fn joined(&mut self, token: &str, alias: Option<&str>) -> Joined {
        self.join(token, alias).await.read()
    }

    pub async fn me(&mut self) -> Me {
        self.get("/api/me").await.read()
    }

    pub async fn sessions(&mut self) -> Sessions {
        self.get("/api/sessions").await.read()
    }
}

fn secret(token: &str) -> InviteToken {
    InviteToken(token.to_owned())
}
