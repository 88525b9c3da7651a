//! A migration that is on main has run on somebody's data: it is never edited.

use flate2::Crc;

use crate::assert_none;
use crate::source::{Source, below};

/// Every file of every step and the CRC-32 of its text. A new step is added below the last.
const MIGRATIONS: &[(&str, u32)] = &[
    ("0001_baseline/accounts.sql", 0xec20_dfa4),
    ("0001_baseline/care.sql", 0x4a3e_35a2),
    ("0001_baseline/centre.sql", 0xe6cc_d135),
    ("0001_baseline/chat.sql", 0x5030_bdf4),
    ("0001_baseline/circles.sql", 0x2849_4392),
    ("0001_baseline/database.sql", 0x8078_b50d),
    ("0001_baseline/direct.sql", 0xa626_0c23),
    ("0001_baseline/help.sql", 0x824f_5962),
    ("0001_baseline/meetings.sql", 0xc2fd_d93a),
    ("0001_baseline/mentoring.sql", 0xf7b4_28f9),
    ("0001_baseline/moderation.sql", 0x4aec_3c03),
    ("0001_baseline/timers.sql", 0x46e7_defd),
    ("0002_recovery_links.sql", 0xfc5f_3e4e),
];

#[test]
fn migrations_are_added_and_never_edited() {
    const FOLDER: &str = "server/src/store/migrations/";
    let files = below(FOLDER.trim_end_matches('/'));
    let steps: Vec<_> = files.iter().filter(|file| file.is(&[".sql"])).collect();
    let name_of = |file: &Source| file.path.trim_start_matches(FOLDER).to_owned();
    let mut faults = Vec::new();
    for (name, sum) in MIGRATIONS {
        match steps.iter().find(|file| name_of(file) == *name) {
            None => faults.push(format!("{name} is gone")),
            Some(file) => {
                let mut crc = Crc::new();
                crc.update(file.text.as_bytes());
                if crc.sum() != *sum {
                    faults.push(format!("{name} was edited (its sum is now {:#010x})", crc.sum()));
                }
            }
        }
    }
    for file in &steps {
        if !MIGRATIONS.iter().any(|(name, _)| *name == name_of(file)) {
            faults.push(format!("{} is not listed in {}", name_of(file), file!()));
        }
    }
    assert_none("what has run on real data stays as it was; write a next step instead", faults);
}
