//! The golden examples and the generated TypeScript, held against the code.
//! `make generate` (UPDATE_GOLDEN=1) writes them anew.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod declarations;
mod readers;
mod samples;
mod typescript;

use std::{collections::BTreeMap, fs, path::PathBuf};

use circles_protocol::{
    ServerFrame, decode_request, http,
    text::{Body, CircleName, Passphrase, Statement, TextRule},
};
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Compares a file of the repository with what the code makes of it now.
fn assert_fresh(path: &str, made: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, made).unwrap();
        return;
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "{path} is stale; run `make generate` and look at the difference");
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// `reply` → `reply.pong`, `event` → `event.message_posted`, …
fn name_of(frame: &Value) -> String {
    let kind = frame["type"].as_str().unwrap();
    ["result", "what", "notice"]
        .iter()
        .find_map(|inner| frame[inner]["type"].as_str())
        .map_or_else(|| kind.to_owned(), |inner| format!("{kind}.{inner}"))
}

fn golden_requests() -> BTreeMap<String, Value> {
    let mut by_name = BTreeMap::new();
    for frame in samples::requests() {
        let value = serde_json::to_value(&frame).unwrap();
        let kind = value["type"].as_str().unwrap();
        let name = ["from", "resolution", "date", "with"]
            .iter()
            .find_map(|inner| value[inner]["type"].as_str())
            .map_or_else(|| kind.to_owned(), |anchor| format!("{kind}.{anchor}"));
        by_name.insert(name, value);
    }
    by_name
}

#[test]
fn every_request_reads_back_as_it_was_written() {
    for frame in samples::requests() {
        let text = serde_json::to_string(&frame).unwrap();
        assert_eq!(decode_request(&text).unwrap(), frame, "{text}");
    }
}

#[test]
fn every_server_frame_reads_back_as_it_was_written() {
    for frame in samples::frames() {
        let text = serde_json::to_string(&frame).unwrap();
        assert_eq!(serde_json::from_str::<ServerFrame>(&text).unwrap(), frame, "{text}");
    }
}

#[test]
fn the_golden_examples_are_fresh() {
    for (name, value) in golden_requests() {
        assert_fresh(&format!("protocol/golden/requests/{name}.json"), &pretty(&value));
    }
    for frame in samples::frames() {
        let value = serde_json::to_value(&frame).unwrap();
        assert_fresh(&format!("protocol/golden/frames/{}.json", name_of(&value)), &pretty(&value));
    }
    for (name, value) in samples::http_bodies() {
        assert_fresh(&format!("protocol/golden/http/{name}.json"), &pretty(&value));
    }
}

/// From where to where characters are refused as control characters by a rule of
/// text, both ends included.
fn refused_by(rule: fn(&str) -> Result<(), TextRule>) -> Vec<[u32; 2]> {
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    for c in char::MIN..=char::MAX {
        if rule(&format!("a long{c}passphrase")) != Err(TextRule::ControlCharacter) {
            continue;
        }
        let code = u32::from(c);
        match ranges.last_mut() {
            Some(last) if last[1] + 1 == code => last[1] = code,
            _ => ranges.push([code, code]),
        }
    }
    ranges
}

/// The client takes out what comes with pasted text and would be refused here; its
/// tests read this list, so that neither side forgets the other.
#[test]
fn the_list_of_refused_characters_is_fresh() {
    let lists = serde_json::json!({
        "body": refused_by(|text| Body::parse(text).map(drop)),
        "statement": refused_by(|text| Statement::parse(text).map(drop)),
        "passphrase": refused_by(|text| Passphrase::parse(text).map(drop)),
        "one_line": refused_by(|text| CircleName::parse(text).map(drop)),
    });
    assert_fresh("protocol/golden/text/control_characters.json", &pretty(&lists));
}

#[test]
fn no_golden_example_is_left_over() {
    let mut known: Vec<String> = golden_requests().into_keys().collect();
    known.extend(samples::frames().iter().map(|f| name_of(&serde_json::to_value(f).unwrap())));
    known.extend(samples::http_bodies().iter().map(|(name, _)| (*name).to_owned()));
    for folder in ["requests", "frames", "http"] {
        for entry in fs::read_dir(root().join("protocol/golden").join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let name = name.strip_suffix(".json").unwrap().to_owned();
            assert!(known.contains(&name), "golden/{folder}/{name}.json has no sample");
        }
    }
}

#[test]
fn the_typescript_types_are_fresh() {
    assert_fresh("web-client/src/protocol/wire.ts", &typescript::wire_ts());
}

#[test]
fn the_readers_of_the_client_are_fresh() {
    let readers = readers::readers_ts(&typescript::wire_ts());
    assert_fresh("web-client/src/protocol/readers.ts", &readers);
}

/// The tags of every union, read from the generated types: a variant that has
/// no sample, or no line in the docs, is found here.
fn tags_in_typescript() -> Vec<String> {
    let text = typescript::wire_ts();
    let mut tags: Vec<String> = text
        .split("\"type\": \"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

#[test]
fn every_variant_has_a_golden_example() {
    let samples: String = samples::requests()
        .iter()
        .map(|frame| serde_json::to_string(frame).unwrap())
        .chain(samples::frames().iter().map(|frame| serde_json::to_string(frame).unwrap()))
        .collect();
    for tag in tags_in_typescript() {
        assert!(samples.contains(&format!("\"type\":\"{tag}\"")), "{tag} has no sample");
    }
}

#[test]
fn every_variant_and_code_is_in_the_docs() {
    let docs = fs::read_to_string(root().join("docs/protocol.md")).unwrap_or_default();
    let codes = circles_protocol::RefusalCode::ALL.iter().map(ToString::to_string);
    let closes = circles_protocol::CloseCode::ALL.iter().map(|code| code.name().to_owned());
    for word in tags_in_typescript().into_iter().chain(codes).chain(closes) {
        assert!(docs.contains(&format!("`{word}`")), "docs/protocol.md says nothing of `{word}`");
    }
}

#[test]
fn http_bodies_read_back() {
    for (name, value) in samples::http_bodies() {
        let text = value.to_string();
        let readable = match name {
            "preview_invite" => serde_json::from_str::<http::PreviewInvite>(&text).is_ok(),
            "invite_preview" => serde_json::from_str::<http::InvitePreview>(&text).is_ok(),
            "sign_up" => serde_json::from_str::<http::SignUp>(&text).is_ok(),
            "join_circle" => serde_json::from_str::<http::JoinCircle>(&text).is_ok(),
            "joined" => serde_json::from_str::<http::Joined>(&text).is_ok(),
            "sign_in" => serde_json::from_str::<http::SignIn>(&text).is_ok(),
            "health" => serde_json::from_str::<http::HealthView>(&text).is_ok(),
            "help_card" => serde_json::from_str::<circles_protocol::HelpCard>(&text).is_ok(),
            "preview_recovery" => serde_json::from_str::<http::PreviewRecovery>(&text).is_ok(),
            "recovery_preview" => serde_json::from_str::<http::RecoveryPreview>(&text).is_ok(),
            "recover_account" => serde_json::from_str::<http::RecoverAccount>(&text).is_ok(),
            "change_passphrase" => serde_json::from_str::<http::ChangePassphrase>(&text).is_ok(),
            "confirm_passphrase" => serde_json::from_str::<http::ConfirmPassphrase>(&text).is_ok(),
            "me" => serde_json::from_str::<http::Me>(&text).is_ok(),
            "sessions" => serde_json::from_str::<http::Sessions>(&text).is_ok(),
            "refusal" => serde_json::from_str::<circles_protocol::Refusal>(&text).is_ok(),
            other => panic!("{other} is not read by this test"),
        };
        assert!(readable, "{name}");
    }
}
