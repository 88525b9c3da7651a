//! From a text frame to a request, or to a refusal that names what is wrong.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{ClientFrame, IdempotencyKey, Refusal, RefusalCode, Request, RequestId};

/// The part of a frame that tells how to read the rest. Borrowed, so that the
/// body of a message is copied only once.
#[derive(Deserialize)]
struct Head<'a> {
    request_id: RequestId,
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    /// Read apart, so that a bad one is refused by its name.
    #[serde(default)]
    idempotency_key: Option<Value>,
}

/// Reads one text frame. Unknown fields are passed over.
///
/// # Errors
/// The refusal to send back, with the request's number where it could be read.
pub fn decode_request(text: &str) -> Result<ClientFrame, (Option<RequestId>, Refusal)> {
    let Ok(head) = serde_json::from_str::<Head>(text) else {
        return Err(explain_head(text));
    };
    let request_id = head.request_id;
    let read = read_key(head.idempotency_key)
        .and_then(|key| read_body(&head.kind, text).map(|request| (key, request)));
    match read {
        Ok((idempotency_key, request)) => Ok(ClientFrame { request_id, idempotency_key, request }),
        Err(refusal) => Err((Some(request_id), refusal)),
    }
}

fn read_key(value: Option<Value>) -> Result<Option<IdempotencyKey>, Refusal> {
    let key = value.map(serde_json::from_value::<Option<IdempotencyKey>>).transpose();
    key.map(Option::flatten).map_err(|_| invalid_field("idempotency_key", "This is not a UUID."))
}

fn read_body(kind: &str, text: &str) -> Result<Request, Refusal> {
    Request::read(kind, text).unwrap_or_else(|| {
        let sentence = "This server does not know that type of request.";
        Err(Refusal::new(RefusalCode::UnknownType, sentence).field("type"))
    })
}

/// Reads JSON of any known shape (the bodies of HTTP requests too).
///
/// # Errors
/// `not_json`, or the field at fault and the rule it breaks.
pub fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|_| explain::<T>(text))
}

/// Reads once more, slowly, to find out what was wrong.
fn explain<T: DeserializeOwned>(text: &str) -> Refusal {
    let value: Value = match serde_json::from_str(text) {
        Ok(value @ Value::Object(_)) => value,
        Ok(_) | Err(_) => return not_json(),
    };
    // From a parsed value, so that the sentence carries no line and column.
    match serde_path_to_error::deserialize::<_, T>(value) {
        Ok(_) => invalid_field("", "This can't be read."),
        Err(error) => {
            let path = error.path().to_string();
            name_fault(if path == "." { "" } else { &path }, &error.into_inner().to_string())
        }
    }
}

fn explain_head(text: &str) -> (Option<RequestId>, Refusal) {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return (None, not_json());
    };
    let Value::Object(fields) = value else {
        return (None, not_json());
    };
    let request_id = fields
        .get("request_id")
        .and_then(Value::as_u64)
        .and_then(|number| u32::try_from(number).ok())
        .map(RequestId);
    let refusal = match (request_id, fields.get("type")) {
        (None, _) if fields.contains_key("request_id") => {
            invalid_field("request_id", "This is not a whole number from 0 to 4294967295.")
        }
        (None, _) => missing_field("request_id"),
        (Some(_), None) => missing_field("type"),
        (Some(_), Some(_)) => invalid_field("type", "This is not a text."),
    };
    (request_id, refusal)
}

/// Turns serde's sentence into a code and a field.
fn name_fault(path: &str, sentence: &str) -> Refusal {
    if let Some(field) = sentence.strip_prefix("missing field `") {
        let field = field.trim_end_matches('`');
        let dot = if path.is_empty() { "" } else { "." };
        return missing_field(&format!("{path}{dot}{field}"));
    }
    if let Some((code, rule)) = sentence.split_once(": ")
        && let Some(code) = RefusalCode::ALL.iter().find(|known| known.as_str() == code)
    {
        return Refusal::new(*code, rule).field(path);
    }
    // serde's own sentence may quote what was typed; it is not passed on.
    invalid_field(path, "This has the wrong type, or a value outside its set.")
}

fn not_json() -> Refusal {
    Refusal::new(RefusalCode::NotJson, "This is not a JSON object.")
}

fn missing_field(field: &str) -> Refusal {
    Refusal::new(RefusalCode::MissingField, format!("The field {field} is missing.")).field(field)
}

fn invalid_field(field: &str, message: &str) -> Refusal {
    Refusal::new(RefusalCode::InvalidField, message).field(field)
}
