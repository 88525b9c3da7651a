//! How large things may be, and which names they may not have.

use crate::assert_none;
use crate::source::{everything, functions};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;

#[test]
fn no_file_is_longer_than_400_lines() {
    let mut faults = Vec::new();
    for file in everything() {
        let lines = file.text.lines().count();
        if file.is(&[".rs", ".ts", ".svelte", ".css", ".mjs", ".sql"]) && lines > FILE_LINES {
            faults.push(format!("{}: {lines} lines", file.path));
        }
    }
    assert_none("a file this long holds more than one noun; split it", faults);
}

#[test]
fn no_rust_function_is_longer_than_70_lines() {
    let mut faults = Vec::new();
    for file in everything().iter().filter(|file| file.is(&[".rs"])) {
        for function in functions(&file.text) {
            if function.lines > FUNCTION_LINES {
                let at = format!("{}:{}", file.path, function.line);
                faults.push(format!("{at}: fn {} has {} lines", function.name, function.lines));
            }
        }
    }
    assert_none("a function this long can't be held in the head; name its parts", faults);
}

#[test]
fn every_rust_file_opens_by_saying_what_it_is() {
    let mut faults = Vec::new();
    for file in everything().iter().filter(|file| file.is(&[".rs"])) {
        if !file.text.starts_with("//!") {
            faults.push(file.path.clone());
        }
    }
    assert_none("a reader wants to know what a file is, and what it does not know", faults);
}

#[test]
fn nothing_is_called_utils_or_helpers() {
    const WORDS: [&str; 6] = ["util", "utils", "helper", "helpers", "common", "manager"];
    let mut faults = Vec::new();
    for file in everything() {
        let parts = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
        for part in parts {
            if part.to_lowercase().split(['_', '-']).any(|word| WORDS.contains(&word)) {
                faults.push(file.path.clone());
            }
        }
    }
    assert_none("such a name says nothing; name the noun", faults);
}
