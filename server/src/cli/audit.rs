//! `circles audit`: whether the audit is intact, and where it ends.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::Subcommand;

use crate::domain::audit::AuditHash;
use crate::settings::Settings;
use crate::store::{AuditHead, verify_audit};

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Read the whole audit; exits with 1 and names the first bad row
    ///
    /// At the end stands its head, a number and a hash. Keep it somewhere else:
    /// with --head a later look finds any change of what came before.
    Verify {
        /// A head that was printed before
        #[arg(long, value_name = "NUMBER:HASH", value_parser = parse_head)]
        head: Option<AuditHead>,
    },
}

impl Audit {
    pub(crate) fn run(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        let Self::Verify { head } = self;
        super::need_database(&settings.data_dir)?;
        match verify_audit(&settings.data_dir, head)? {
            Ok(end) => {
                println!("the audit is whole");
                println!("head: {end}");
                Ok(ExitCode::SUCCESS)
            }
            Err(fault) => {
                println!("{fault}");
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

fn parse_head(text: &str) -> anyhow::Result<AuditHead> {
    let rule = || anyhow!("a head is a number and 64 hex digits, as NUMBER:HASH");
    let (number, hash) = text.split_once(':').with_context(rule)?;
    let number = number.parse().ok().with_context(rule)?;
    if hash.len() != 64 || !hash.is_ascii() {
        return Err(rule());
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hash[2 * at..2 * at + 2], 16).ok().with_context(rule)?;
    }
    Ok(AuditHead { number, hash: AuditHash(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_reads_back_as_it_is_printed() {
        let head = AuditHead { number: 12, hash: AuditHash([0xa7; 32]) };
        assert_eq!(parse_head(&head.to_string()).unwrap(), head);
    }

    #[test]
    fn what_is_no_head_is_refused() {
        for text in ["", "12", "12:ab", "x:00", ":", &format!("1:{}", "g".repeat(64))] {
            assert!(parse_head(text).is_err(), "{text}");
        }
    }
}
