//! The client's scripts, compressed as the server sends them: what a phone fetches
//! before the first screen, and all of them.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::crowd::float;
use crate::report::{Bound, Report};

const FIRST: &str = "client script before the first screen, compressed";
const ALL: &str = "client script in all, compressed";

pub(crate) fn measure(report: &mut Report) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dist = tests.parent().expect("a crate of the workspace").join("web-client/dist");
    let Ok(page) = fs::read_to_string(dist.join("index.html")) else {
        report.remark("the client is not built: `make client`");
        return report.firm_row(FIRST, f64::NAN, "KB", Bound::AtMost(77.0));
    };
    // What the page itself names; the rest comes once the first screen is there.
    let first: u64 = named_in(&page).map(|path| compressed(&dist.join(path))).sum();
    report.firm_row(FIRST, float(first) / 1_000.0, "KB", Bound::AtMost(77.0));
    report.row(ALL, float(scripts(&dist)) / 1_000.0, "KB", Bound::None);
}

/// The scripts a page fetches by itself: its own, and what it loads ahead.
fn named_in(page: &str) -> impl Iterator<Item = &str> {
    let addresses = page.split('"').filter(|piece| piece.ends_with(".js"));
    addresses.map(|address| address.trim_start_matches('/'))
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
