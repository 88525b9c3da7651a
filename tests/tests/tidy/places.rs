//! What may occur in one place only: SQL, JSON, sockets, foreign addresses.

use crate::assert_none;
use crate::source::{Source, bare_rust, below, everything};

fn server() -> Vec<Source> {
    below("server/src")
}

fn within(file: &Source, places: &[&str]) -> bool {
    places.iter().any(|place| file.path.starts_with(place))
}

/// Files outside `places` whose code (not comments) contains one of the words.
fn strays(files: &[Source], places: &[&str], words: &[&str]) -> Vec<String> {
    let elsewhere = files.iter().filter(|file| file.is(&[".rs"]) && !within(file, places));
    elsewhere
        .flat_map(|file| {
            Source { path: file.path.clone(), text: bare_rust(&file.text) }.holding(words)
        })
        .collect()
}

#[test]
fn sql_stands_only_in_the_store() {
    // Each with the word next to it, so that an English sentence passes.
    const WORDS: [&str; 9] = [
        "SELECT ",
        "UPDATE ",
        "INSERT INTO",
        "INSERT OR",
        "DELETE FROM",
        "CREATE TABLE",
        "PRAGMA ",
        "ORDER BY",
        "rusqlite",
    ];
    let mut faults = Vec::new();
    for file in server() {
        if file.is(&[".rs"]) && !within(&file, &["server/src/store/"]) {
            faults.extend(file.holding(&WORDS));
        }
    }
    faults.extend(below("protocol/src").iter().flat_map(|file| file.holding(&WORDS)));
    assert_none("only server/src/store/ speaks to the database", faults);
}

#[test]
fn json_is_read_and_written_only_at_the_edge() {
    let edge = ["server/src/wire", "server/src/http"];
    let faults = strays(&server(), &edge, &["serde_json"]);
    assert_none("only the edge (wire, http) touches JSON; inside there are types", faults);
}

#[test]
fn an_endpoint_is_given_its_path_in_one_place() {
    let place = ["server/src/http/endpoints.rs"];
    let faults = strays(&server(), &place, &[".route(", ".nest(", ".merge(", "routing::"]);
    assert_none("every endpoint has its line in the permission table", faults);
}

#[test]
fn only_the_connection_holds_a_socket() {
    // The hub encodes frames, and writes them through the connection's writer.
    const WORDS: [&str; 9] = [
        "WebSocketStream",
        "WebSocketContext",
        "WebSocket<",
        "TcpStream",
        "AsyncWrite",
        "SinkExt",
        "hyper::upgrade",
        ".write_all(",
        ".try_write(",
    ];
    let edge = ["server/src/connection", "server/src/http"];
    // These write to files, and to standard output.
    let elsewhere = ["server/src/security_log/", "server/src/cli/", "server/src/serve.rs"];
    let faults = strays(&server(), &[&edge[..], &elsewhere[..]].concat(), &WORDS);
    assert_none("only the connection writes to a socket", faults);
}

#[test]
fn the_domain_is_pure() {
    const WORDS: [&str; 12] = [
        "std::time::Instant",
        "std::time::SystemTime",
        "SystemTime::now",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "rand::",
        "now_v7",
        "new_v4",
        "std::fs",
        "std::env",
        "tokio",
    ];
    let domain = below("server/src/domain");
    assert_none(
        "the domain is handed its time and ids; it has no clock, no I/O, no chance",
        strays(&domain, &[], &WORDS),
    );
}

#[test]
fn the_protocol_does_no_io() {
    const WORDS: [&str; 5] = ["tokio", "std::net", "std::fs", "std::env", "Instant::now"];
    let faults = strays(&below("protocol/src"), &[], &WORDS);
    assert_none("the wire format is types, not behaviour", faults);
}

#[test]
fn anyhow_stays_in_main() {
    let places = ["server/src/main.rs", "server/src/cli"];
    let faults = strays(&server(), &places, &["anyhow"]);
    assert_none("below main an ending has a type of its own", faults);
}

#[test]
fn every_command_has_a_file_of_its_name() {
    let files = below("server/src/commands");
    let mut faults = Vec::new();
    for example in below("protocol/golden/requests") {
        let value: serde_json::Value = serde_json::from_str(&example.text).expect("it is JSON");
        let kind = value["type"].as_str().expect("a request has a type");
        let file = format!("{kind}.rs");
        let has_its_file = |one: &Source| one.name() == file && !one.path.contains("/shared/");
        // `hello` and `ping` are handled by the session itself; they are no commands.
        if !["hello", "ping"].contains(&kind) && !files.iter().any(has_its_file) {
            faults.push(file);
        }
    }
    assert_none("one file per command, named after its verb", faults);
}

#[test]
fn nothing_in_the_client_comes_from_elsewhere() {
    let mut files = below("web-client/src");
    files.extend(below("web-client/index.html"));
    files.extend(below("web-client/public"));
    let mut faults = Vec::new();
    for file in &files {
        for (number, line) in file.lines() {
            // A namespace is a name; nothing is fetched from it.
            let line = line.replace("http://www.w3.org/", "");
            let own = line.replace("http://localhost", "").replace("http://127.0.0.1", "");
            if own.contains("http://") || own.contains("https://") {
                faults.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    assert_none("no page asks a foreign origin for anything", faults);
}

#[test]
fn nothing_is_written_into_a_page_unescaped() {
    let words = ["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"];
    let client = below("web-client/src");
    let faults = client.iter().flat_map(|file| file.holding(&words)).collect();
    assert_none("a member's words are text, never markup", faults);
}

#[test]
fn no_test_sleeps() {
    let words = ["thread::sleep", "time::sleep(", "waitForTimeout"];
    let mut faults = Vec::new();
    for file in everything() {
        // This file names what it forbids; the load generator paces, it does not test.
        let exempt = within(&file, &["tests/tests/tidy/", "tests/bench/"]);
        let test = within(&file, &["tests/", "server/tests/", "protocol/tests/"])
            || file.name().contains(".test.")
            || file.name() == "tests.rs";
        if test && !exempt && file.is(&[".rs", ".ts", ".mjs", ".js"]) {
            faults.extend(file.holding(&words));
        }
    }
    assert_none("wait for what you expect, with a deadline", faults);
}
