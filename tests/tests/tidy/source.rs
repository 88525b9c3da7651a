//! Files of the repository as the tidy test reads them, and just enough of
//! Rust's grammar to tell code from comments and strings, and to find functions.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Source {
    /// From the repository's root, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub(crate) fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.name().ends_with(ending))
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    /// Lines that contain one of these words, as `path:line: word`.
    pub(crate) fn holding(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (number, line) in self.lines() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(format!("{}:{number}: {word}", self.path));
            }
        }
        found
    }
}

pub(crate) fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the crate lies in the repository").to_owned()
}

/// Everything below this folder (or this one file), without build output. Finding nothing
/// is a fault: a rule that checks no file enforces nothing.
pub(crate) fn below(place: &str) -> Vec<Source> {
    let mut found = Vec::new();
    gather(&root(), place, &mut found);
    assert!(!found.is_empty(), "{place} is empty or has moved; what watches it must follow");
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// The files that people write in this repository.
pub(crate) fn everything() -> Vec<Source> {
    [".ci", "protocol", "server", "tests", "web-client"].iter().flat_map(|p| below(p)).collect()
}

fn gather(root: &Path, path: &str, found: &mut Vec<Source>) {
    const MADE: [&str; 6] = ["node_modules", "dist", "target", "golden", "wire.ts", "proptest"];
    if MADE.iter().any(|name| path.ends_with(&format!("/{name}"))) {
        return;
    }
    let full = root.join(path);
    if full.is_dir() {
        for entry in fs::read_dir(&full).expect("a folder can be read") {
            let name = entry.expect("an entry can be read").file_name();
            gather(root, &format!("{path}/{}", name.to_string_lossy()), found);
        }
    } else if let Ok(text) = fs::read_to_string(&full) {
        found.push(Source { path: path.to_owned(), text });
    }
}

/// Rust with comments, strings and characters blanked out, line by line.
pub(crate) fn bare_rust(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = comment(rest).or_else(|| string(rest)).or_else(|| character(rest));
        let len = skipped.unwrap_or(first.len_utf8());
        if skipped.is_some() {
            out.extend(rest[..len].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        } else {
            out.push(first);
        }
        rest = &rest[len..];
    }
    out
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let inner = rest.strip_prefix("/*")?;
    Some(inner.find("*/").map_or(rest.len(), |end| end + 4))
}

/// A string, raw or not, from its first quote (or `r#`) on.
fn string(rest: &str) -> Option<usize> {
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inner = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let len = inner.find(&end).map_or(inner.len(), |at| at + end.len());
        return Some(1 + hashes + 1 + len);
    }
    let inner = rest.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(1 + at + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

/// A character such as `'{'`; not a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if let Some(escaped) = inner.strip_prefix('\\') {
        return escaped[1..].find('\'').map(|at| 2 + 1 + at + 1);
    }
    let c = inner.chars().next()?;
    inner[c.len_utf8()..].starts_with('\'').then(|| 2 + c.len_utf8())
}

pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

/// Every function with a body, from its `fn` to its closing brace.
pub(crate) fn functions(text: &str) -> Vec<Function> {
    let bare = bare_rust(text);
    let mut found = Vec::new();
    for (at, _) in bare.match_indices("fn ") {
        let before = bare[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let name: String =
            bare[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if let Some(body) = body(&bare[at..])
            && !name.is_empty()
        {
            let line = bare[..at].matches('\n').count() + 1;
            let lines = bare[at..at + body].matches('\n').count() + 1;
            found.push(Function { name, line, lines });
        }
    }
    found
}

/// The length of the function that begins here; none for a mere signature.
fn body(rest: &str) -> Option<usize> {
    let open = rest.find(['{', ';'])?;
    if rest[open..].starts_with(';') && !rest[..open].contains('[') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices().skip_while(|(_, c)| *c != '{') {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn braces_in_strings_and_comments_do_not_count() {
    let text = "fn one() {\n  // }\n  let a = \"}\\\"}\"; let b = '}'; let c = r#\"}\"#;\n}\n";
    let found = functions(text);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].name.as_str(), found[0].line, found[0].lines), ("one", 1, 4));
}

#[test]
fn a_lifetime_is_not_a_character() {
    let found = functions("fn f<'a>(x: &'a str) -> &'a str {\n x\n}\nfn g() {}\n");
    assert_eq!(found.iter().map(|f| f.lines).collect::<Vec<_>>(), [3, 1]);
}
