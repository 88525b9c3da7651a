//! The client's scripts, compressed as the server sends them: what a phone fetches before
//! the first screen, what it fetches if nobody is signed in, and all of them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::crowd::float;
use circles_tests::report::{Bound, Report};

const FIRST: &str = "client script before the first screen, compressed";
const SIGNED_OUT: &str = "client script before signing in, compressed";
const ALL: &str = "client script in all, compressed";

pub(crate) fn measure(report: &mut Report) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dist = tests.parent().expect("a crate of the workspace").join("web-client/dist");
    let Ok(page) = fs::read_to_string(dist.join("index.html")) else {
        report.remark("the client is not built: `make client`");
        report.firm_row(FIRST, f64::NAN, "KB", Bound::AtMost(72.5));
        return report.firm_row(SIGNED_OUT, f64::NAN, "KB", Bound::AtMost(77.5));
    };
    // What the page itself names; the rest is loaded after the first screen.
    let first: BTreeSet<String> = named_in(&page).map(str::to_owned).collect();
    report.firm_row(FIRST, kilobytes(&dist, &first), "KB", Bound::AtMost(72.5));
    let signed_out = with_screens_of_signing_in(&dist, first);
    report.firm_row(SIGNED_OUT, kilobytes(&dist, &signed_out), "KB", Bound::AtMost(77.5));
    report.row(ALL, float(scripts(&dist)) / 1_000.0, "KB", Bound::None);
}

/// The scripts a page fetches by itself: its own, and those it preloads.
fn named_in(page: &str) -> impl Iterator<Item = &str> {
    let addresses = page.split('"').filter(|piece| piece.ends_with(".js"));
    addresses.map(|address| address.trim_start_matches('/'))
}

/// These, and the chunk that is needed to sign in or join, with its imports.
fn with_screens_of_signing_in(dist: &Path, mut scripts: BTreeSet<String>) -> BTreeSet<String> {
    let piece = fs::read_dir(dist.join("assets"))
        .expect("the scripts of the page are there")
        .map(|entry| entry.expect("an entry can be read").file_name())
        .map(|name| name.into_string().expect("the build gives plain names"))
        .find(|name| name.starts_with("auth-chunk-"))
        .expect("the build makes the screens of signing in a piece of their own");
    let mut wanted = vec![format!("assets/{piece}")];
    while let Some(path) = wanted.pop() {
        let code = fs::read_to_string(dist.join(&path)).expect("a script of the page is there");
        if scripts.insert(path) {
            wanted.extend(imported_by(&code).map(|name| format!("assets/{name}")));
        }
    }
    scripts
}

/// The other scripts that a script can't start without.
fn imported_by(code: &str) -> impl Iterator<Item = &str> {
    let imports = ["from\"./", "import\"./"];
    imports
        .into_iter()
        .flat_map(|import| code.split(import).skip(1).filter_map(|rest| rest.split('"').next()))
}

fn kilobytes(dist: &Path, scripts: &BTreeSet<String>) -> f64 {
    let bytes: u64 = scripts.iter().map(|path| compressed(&dist.join(path))).sum();
    float(bytes) / 1_000.0
}

fn compressed(script: &Path) -> u64 {
    let script = fs::read(script).expect("a script of the page is there");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&script).expect("memory takes everything");
    gzip.finish().expect("memory takes everything").len() as u64
}

/// The compressed size of every script below this folder.
fn scripts(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let mut bytes = 0;
    for entry in entries {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            bytes += scripts(&path);
        } else if path.extension().is_some_and(|ending| ending == "js") {
            bytes += compressed(&path);
        }
    }
    bytes
}
