//! Which part may know which: imports go one way only, in the server and in the web client
//! alike.

use std::collections::BTreeSet;

use crate::assert_none;
use crate::source::{Source, bare_rust, below};

/// The server's modules from the outside in, as in docs/architecture.md. A module may use
/// those on later rows; two on the same row do not know each other.
const SERVER: [&[&str]; 12] = [
    &["main"],
    &["cli", "logging"],
    &["serve"],
    &[
        "http",
        "connection",
        "scheduler",
        "backup_schedule",
        "data_lock",
        "security_log",
        "storage_watch",
    ],
    &["socket_session"],
    &["commands"],
    &["auth", "backup", "wire"],
    &["hub", "store"],
    &["settings", "security"],
    &["clock", "liveness", "background", "private_files"],
    &["limits"],
    &["domain"],
];

/// The folders of `server/src/commands`, by the same rule.
const COMMANDS: [&[&str]; 8] = [
    &["help", "timers"],
    &[
        "accounts",
        "care",
        "centre",
        "chat",
        "circles",
        "direct",
        "meetings",
        "mentoring",
        "moderation",
    ],
    &["shared/circles", "shared/posting"],
    &["shared/direct"],
    &["shared/mentoring", "shared/moderation"],
    &["shared/help"],
    &["shared/accounts", "shared/care"],
    &["shared/core", "shared/meetings"],
];

fn row(module: &str) -> Option<usize> {
    SERVER.iter().position(|modules| modules.contains(&module))
}

/// `server/src/store/tx.rs` → `store`.
fn module(file: &Source) -> &str {
    let inside = file.path.trim_start_matches("server/src/");
    inside.split(['/', '.']).next().unwrap_or(inside)
}

/// Every `x` of `crate::x`, including `use crate::{x, y::z}`.
fn used(file: &Source) -> BTreeSet<String> {
    let bare = bare_rust(&file.text);
    let mut found = BTreeSet::new();
    for (at, _) in bare.match_indices("crate::") {
        if bare[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &bare[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(top_level_names(list)),
            None => found.extend(first_name(rest)),
        }
    }
    found
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// `a, b::{c, d}, e}` → a, b, e.
fn top_level_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut item) = (0_usize, String::new());
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.extend(first_name(std::mem::take(&mut item).trim())),
            _ if depth == 0 => item.push(c),
            _ => {}
        }
    }
    names.extend(first_name(item.trim()));
    names
}

#[test]
fn imports_in_the_server_run_one_way() {
    let mut faults = Vec::new();
    for file in below("server/src").iter().filter(|file| file.is(&[".rs"])) {
        let own = module(file);
        if own == "lib" {
            continue;
        }
        let Some(own_row) = row(own) else {
            faults.push(format!("{}: `{own}` has no place among the layers", file.path));
            continue;
        };
        for other in used(file).iter().filter(|other| *other != own) {
            // A name that is no module is a macro or an item of the crate root.
            if row(other).is_some_and(|other_row| other_row <= own_row) {
                faults.push(format!("{}: `{own}` uses `{other}`", file.path));
            }
        }
    }
    assert_none("imports run main → serve → … → domain, never back", faults);
}

/// `accounts::sign_in` → accounts; `shared::core::audit` → shared/core.
fn capability<'a>(mut path: impl Iterator<Item = &'a str>) -> Option<String> {
    match path.next()? {
        "shared" => Some(format!("shared/{}", path.next()?)),
        folder => Some(folder.to_owned()),
    }
}

#[test]
fn imports_among_commands_run_one_way() {
    let row_of = |name: &str| COMMANDS.iter().position(|row| row.contains(&name));
    let mut faults = Vec::new();
    for file in below("server/src/commands") {
        let inside = file.path.trim_start_matches("server/src/commands/");
        if ["mod.rs", "shared/mod.rs"].contains(&inside) || inside.starts_with("tests/") {
            continue;
        }
        let own = capability(inside.trim_end_matches(".rs").split('/')).unwrap_or_default();
        let Some(own_row) = row_of(&own) else {
            faults.push(format!("{}: `{own}` has no place among the commands", file.path));
            continue;
        };
        for used in bare_rust(&file.text).split("crate::commands::").skip(1) {
            let names = used.split(|c: char| !c.is_alphanumeric() && c != '_');
            let other = capability(names.filter(|name| !name.is_empty())).unwrap_or_default();
            // A type of `commands` itself is for all of them.
            if other.starts_with(char::is_uppercase) {
                continue;
            }
            if other != own && row_of(&other).is_none_or(|other_row| other_row <= own_row) {
                faults.push(format!("{}: `{own}` uses `{other}`", file.path));
            }
        }
    }
    assert_none("commands use those of later rows, and what is shared", faults);
}

#[test]
fn the_architecture_page_shows_the_same_layers() {
    let pages = below("docs/architecture.md");
    let mut shown: Vec<Vec<&str>> = Vec::new();
    for line in pages[0].text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, layer, module, ..] = cells[..] else { continue };
        let name = module.strip_prefix('`').and_then(|module| module.strip_suffix('`'));
        if layer.parse() == Ok(shown.len() + 1) {
            shown.push(Vec::new());
        } else if !layer.is_empty() {
            continue;
        }
        if let (Some(row), Some(name)) = (shown.last_mut(), name) {
            row.push(name);
        }
    }
    assert_eq!(shown, SERVER);
}

const CLIENT: [&str; 4] = ["views", "state", "net", "protocol"];

/// The layer that a path names, if any: `web-client/src/net/socket.ts` → net.
fn layer(path: &str) -> Option<usize> {
    let inside = path.strip_prefix("web-client/src/")?;
    CLIENT.iter().position(|layer| inside.starts_with(&format!("{layer}/")))
}

/// The path that a relative import refers to.
fn resolve(from: &str, import: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// What the file imports by a relative path.
fn imports(file: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for quote in ['"', '\''] {
        for start in ["from ", "import ", "import("] {
            for part in file.text.split(&format!("{start}{quote}")).skip(1) {
                let path = part.split(quote).next().unwrap_or_default();
                if path.starts_with('.') {
                    found.push(resolve(&file.path, path));
                }
            }
        }
    }
    found
}

#[test]
fn imports_in_the_client_run_one_way() {
    let mut faults = Vec::new();
    for file in below("web-client/src") {
        let Some(own) = layer(&file.path) else { continue };
        for import in imports(&file) {
            if layer(&import).is_some_and(|other| other < own) {
                faults.push(format!("{} imports {import}", file.path));
            }
        }
    }
    assert_none("imports run views → state → net → protocol, never back", faults);
}

#[test]
fn below_the_views_there_is_no_page() {
    let mut faults = Vec::new();
    for file in below("web-client/src") {
        let inner = layer(&file.path).is_some_and(|layer| CLIENT[layer] != "views");
        if inner && !file.name().contains(".test.") {
            for (number, line) in file.lines() {
                let code = line.trim_start();
                let comment = ["//", "*", "/*"].iter().any(|start| code.starts_with(start));
                if !comment && names_the_page(code) {
                    faults.push(format!("{}:{number}: {code}", file.path));
                }
            }
        }
    }
    assert_none("net and state are tested without a page", faults);
}

/// The page itself, or what only a window has. (`window` alone may be a name of our own,
/// for a range of messages.)
fn names_the_page(code: &str) -> bool {
    const WORDS: [&str; 12] = [
        "document.",
        "window.document",
        "window.addEventListener",
        "window.location",
        "window.history",
        "window.navigator",
        "window.localStorage",
        "window.matchMedia",
        "window.scroll",
        "window.innerHeight",
        "window.innerWidth",
        "globalThis.document",
    ];
    WORDS.iter().any(|word| {
        code.match_indices(word).any(|(at, _)| {
            !code[..at].ends_with(|c: char| c.is_alphanumeric() || "._$".contains(c))
        })
    })
}

#[test]
fn views_hold_no_sockets() {
    let views = below("web-client/src/views");
    let faults = views.iter().flat_map(|file| file.holding(&["WebSocket", "net/"])).collect();
    assert_none("a view shows the state; it knows no network", faults);
}
