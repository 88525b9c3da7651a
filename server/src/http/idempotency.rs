//! The `Idempotency-Key` header: with it a client repeats a request whose answer was lost,
//! and gets that answer. It is a quoted string, as in the IETF draft, or bare.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use circles_protocol::IdempotencyKey;
use uuid::Uuid;

use super::answer::Refused;
use crate::domain::{KeyedRequest, Rejection};

const HEADER: &str = "idempotency-key";

/// The key, if the client sent one.
pub(super) struct Keyed(Option<IdempotencyKey>);

impl Keyed {
    /// `content` as in `KeyedRequest::new`.
    pub(super) fn request(self, content: &[&str]) -> Option<KeyedRequest> {
        self.0.map(|key| KeyedRequest::new(key, content.join("\n").as_bytes()))
    }
}

impl<S: Sync> FromRequestParts<S> for Keyed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let Some(value) = parts.headers.get(HEADER) else { return Ok(Self(None)) };
        let key = value.to_str().ok().and_then(|text| Uuid::parse_str(text.trim_matches('"')).ok());
        let key = key.ok_or_else(|| Rejection::invalid(HEADER, "This is not a UUID."))?;
        Ok(Self(Some(IdempotencyKey(key))))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    async fn read(value: Option<&str>) -> Result<Option<KeyedRequest>, Refused> {
        let mut request = Request::builder();
        if let Some(value) = value {
            request = request.header("Idempotency-Key", value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        Ok(Keyed::from_request_parts(&mut parts, &()).await?.request(&["x"]))
    }

    #[tokio::test]
    async fn a_key_is_read_quoted_and_bare_and_may_be_absent() {
        let key = "8e03978e-40d5-43dd-bc93-6894a57f9324";
        let quoted = read(Some(&format!("\"{key}\""))).await.unwrap();
        assert!(quoted.is_some());
        assert_eq!(read(Some(key)).await.unwrap(), quoted);
        assert_eq!(read(None).await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_is_no_uuid_is_refused() {
        let refused = read(Some("once")).await.unwrap_err();
        assert_eq!(refused.refusal.field.as_deref(), Some("idempotency-key"));
    }
}
