//! A migration that is on main has run on somebody's data: it is never edited.

use flate2::Crc;

use crate::assert_none;
use crate::source::below;

/// Every step and the CRC-32 of its text. A new step is added below the last.
const STEPS: &[(&str, u32)] = &[
    ("0001_circles.sql", 0xfdf9_9839),
    ("0002_account_ids.sql", 0x7b2c_acf8),
    ("0003_mutes.sql", 0x14df_b538),
    ("0004_audit.sql", 0x267f_7b3b),
    ("0005_cases.sql", 0x7c50_5a62),
    ("0006_appeals.sql", 0x378a_12f3),
    ("0007_centre.sql", 0x5e8d_3a2e),
    ("0008_timers.sql", 0xa655_fb34),
    ("0009_care.sql", 0x5efa_e048),
    ("0010_mentoring.sql", 0x2336_d2a3),
    ("0011_help.sql", 0x62b5_1916),
    ("0012_lines.sql", 0xcbfc_cbe1),
    ("0013_threads.sql", 0x6062_7fa1),
    ("0014_meetings.sql", 0x983c_18b7),
    ("0015_office.sql", 0xa467_1650),
    ("0016_headroom.sql", 0xafed_e2b3),
    ("0017_help_more.sql", 0xe135_db5a),
    ("0018_search_text.sql", 0xe0e3_c189),
    ("0019_received_spans.sql", 0x877a_ba0e),
    ("0020_idempotency_keys.sql", 0x6921_f88d),
    ("0021_review.sql", 0xb55c_597f),
    ("0022_decisions.sql", 0xeff2_28c1),
    ("0023_names.sql", 0x57b9_60e2),
    ("0024_sign_in_security.sql", 0x7dcc_91f2),
    ("0025_people_and_reports.sql", 0x658f_2089),
    ("0026_unseen_requests.sql", 0xd8cd_5db4),
    ("0027_ids_of_their_makers.sql", 0x5dd4_af52),
    ("0028_search_by_circle.sql", 0xf1c0_b7aa),
];

#[test]
fn migrations_are_added_and_never_edited() {
    let files = below("server/src/store/migrations");
    let steps: Vec<_> = files.iter().filter(|file| file.is(&[".sql"])).collect();
    let mut faults = Vec::new();
    for (name, sum) in STEPS {
        match steps.iter().find(|file| file.name() == *name) {
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
        if !STEPS.iter().any(|(name, _)| *name == file.name()) {
            faults.push(format!("{} is not listed in {}", file.name(), file!()));
        }
    }
    assert_none("what has run on real data stays as it was; write a next step instead", faults);
}
