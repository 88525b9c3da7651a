//! What a phone fetches before the first screen: the client's scripts,
//! compressed as the server sends them.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::crowd::float;
use crate::report::{Bound, Report};

const ROW: &str = "client script, compressed";

pub(crate) fn measure(report: &mut Report) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dist = tests.parent().expect("a crate of the workspace").join("web-client/dist");
    let bytes = scripts(&dist);
    if bytes == 0 {
        report.remark("the client is not built: `make client`");
        return report.firm_row(ROW, f64::NAN, "KB", Bound::AtMost(70.0));
    }
    report.firm_row(ROW, float(bytes) / 1_000.0, "KB", Bound::AtMost(70.0));
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
            let script = fs::read(&path).expect("a file can be read");
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(&script).expect("memory takes everything");
            bytes += gzip.finish().expect("memory takes everything").len() as u64;
        }
    }
    bytes
}
