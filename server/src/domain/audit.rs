//! The chain that holds the audit together: each row's hash covers the row and the hash
//! before it, so that anyone who has noted one hash notices any later change to what came
//! before.

use sha2::{Digest as _, Sha256};

/// SHA-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct AuditHash(pub(crate) [u8; 32]);

impl AuditHash {
    /// The hash that the first row is chained to.
    pub(crate) const START: Self = Self([0; 32]);
}

impl std::fmt::Display for AuditHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for AuditHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AuditHash({self})")
    }
}

/// A row in the form that is hashed. Words from fixed sets, ids as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuditRow {
    /// Contiguous from 1.
    pub(crate) number: u64,
    pub(crate) at: i64,
    pub(crate) action: String,
    pub(crate) actor: Option<[u8; 16]>,
    pub(crate) circle: Option<[u8; 16]>,
    pub(crate) target: Option<[u8; 16]>,
    pub(crate) reason: Option<String>,
}

impl AuditRow {
    pub(crate) fn hash(&self, before: AuditHash) -> AuditHash {
        let mut hash = Sha256::new();
        hash.update(before.0);
        hash.update(self.number.to_be_bytes());
        hash.update(self.at.to_be_bytes());
        // Each part with its length, so that no two rows give the same bytes.
        let mut part = |bytes: Option<&[u8]>| {
            let len = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
            hash.update(len.to_be_bytes());
            hash.update(bytes.unwrap_or_default());
        };
        part(Some(self.action.as_bytes()));
        part(self.actor.as_ref().map(<[u8; 16]>::as_slice));
        part(self.circle.as_ref().map(<[u8; 16]>::as_slice));
        part(self.target.as_ref().map(<[u8; 16]>::as_slice));
        part(self.reason.as_ref().map(String::as_bytes));
        AuditHash(hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> AuditRow {
        AuditRow {
            number: 7,
            at: 1_790_000_000_000,
            action: "member_muted".into(),
            actor: Some([1; 16]),
            circle: Some([2; 16]),
            target: Some([3; 16]),
            reason: Some("shaming".into()),
        }
    }

    #[test]
    fn every_field_and_the_row_before_count() {
        let hash = row().hash(AuditHash::START);
        let changed = [
            AuditRow { number: 8, ..row() },
            AuditRow { at: 1, ..row() },
            AuditRow { action: "mute_lifted".into(), ..row() },
            AuditRow { actor: None, ..row() },
            AuditRow { circle: Some([9; 16]), ..row() },
            AuditRow { target: None, ..row() },
            AuditRow { reason: None, ..row() },
            AuditRow { reason: Some(String::new()), ..row() },
        ];
        for other in changed {
            assert_ne!(other.hash(AuditHash::START), hash, "{other:?}");
        }
        assert_ne!(row().hash(hash), hash);
        assert_eq!(row().hash(AuditHash::START), hash);
    }

    #[test]
    fn parts_do_not_run_together() {
        let one = AuditRow { action: "ab".into(), reason: Some("c".into()), ..row() };
        let other = AuditRow { action: "a".into(), reason: Some("bc".into()), ..row() };
        assert_ne!(one.hash(AuditHash::START), other.hash(AuditHash::START));
    }

    /// A hash that somebody keeps elsewhere for years must still match then.
    #[test]
    fn the_hash_stays_what_it_is() {
        let hash = row().hash(AuditHash::START).to_string();
        assert_eq!(hash, "02343ffe3899c456f5f29ee25e35d75492e058ff82c360283d4f6a36d446578c");
    }
}
