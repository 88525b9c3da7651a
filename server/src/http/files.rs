//! The browser client's files, built into this binary. Every other path is routed by the
//! client itself, so it gets the client's first page.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

use super::answer::Refused;
use crate::domain::Rejection;

#[derive(RustEmbed)]
#[folder = "../web-client/dist"]
struct Built;

const FIRST_PAGE: &str = "index.html";

/// The build puts a hash of the content into the names of files below here.
const HASHED: &str = "assets/";

/// Shorter answers are not worth compressing.
const WORTH_PACKING_BYTES: usize = 1_024;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
     <title>Not built</title><p>The browser client was not built; run <code>make run</code>.";

pub(super) struct File {
    content: Bytes,
    packed: Option<Bytes>,
    kind: HeaderValue,
    tag: HeaderValue,
    keep: HeaderValue,
}

pub(super) type Files = Arc<HashMap<String, File>>;

pub(super) fn files() -> Files {
    Arc::new(Built::iter().filter_map(|path| read(&path)).collect())
}

fn read(path: &str) -> Option<(String, File)> {
    let embedded = Built::get(path)?;
    let content = match embedded.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let mut kind = embedded.metadata.mimetype().to_owned();
    if kind.starts_with("text/") {
        kind.push_str("; charset=utf-8");
    }
    let hash = embedded.metadata.sha256_hash();
    let tag = format!("\"{:032x}\"", u128::from_be_bytes(hash[..16].try_into().ok()?));
    let keep =
        if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let file = File {
        packed: pack(&kind, &content),
        content,
        kind: HeaderValue::try_from(kind).ok()?,
        tag: HeaderValue::try_from(tag).ok()?,
        keep: HeaderValue::from_static(keep),
    };
    Some((path.to_owned(), file))
}

/// Compressed once, at start. Pictures and fonts are already compressed.
fn pack(kind: &str, content: &[u8]) -> Option<Bytes> {
    let packable = ["text/", "application/javascript", "application/json", "image/svg"]
        .iter()
        .any(|start| kind.starts_with(start))
        || kind.contains("manifest");
    if !packable || content.len() < WORTH_PACKING_BYTES {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

pub(super) async fn answer(State(files): State<Files>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let found = files.get(path).or_else(|| {
        // A missing hashed file must not get HTML where a script is expected.
        if path.starts_with(HASHED) { None } else { files.get(FIRST_PAGE) }
    });
    match found {
        Some(file) => send(file, &headers),
        None if files.is_empty() => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (StatusCode::SERVICE_UNAVAILABLE, kind, NOT_BUILT).into_response()
        }
        None => Refused::from(Rejection::not_found()).into_response(),
    }
}

fn send(file: &File, request: &HeaderMap) -> Response {
    let lists = |name, wanted: &str| {
        let value = request.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        value.is_some_and(|value| value.split(',').any(|part| part.trim() == wanted))
    };
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, file.keep.clone());
    headers.insert(header::ETAG, file.tag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if lists(header::IF_NONE_MATCH, file.tag.to_str().unwrap_or_default()) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(header::CONTENT_TYPE, file.kind.clone());
    let content = match &file.packed {
        Some(packed) if lists(header::ACCEPT_ENCODING, "gzip") => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            packed
        }
        Some(_) | None => &file.content,
    };
    *response.body_mut() = Body::from(content.clone());
    response
}
