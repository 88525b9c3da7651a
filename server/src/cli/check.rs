//! `circles check`: prints what is wrong with a database.

use std::process::ExitCode;

use crate::settings::Settings;
use crate::store;

pub(crate) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    super::need_database(&settings.data_dir)?;
    let faults = store::check(&settings.data_dir)?;
    if faults.is_empty() {
        println!("no faults found");
        return Ok(ExitCode::SUCCESS);
    }
    for fault in &faults {
        println!("{fault}");
    }
    eprintln!("circles: {} found", if faults.len() == 1 { "a fault was" } else { "faults were" });
    Ok(ExitCode::FAILURE)
}
