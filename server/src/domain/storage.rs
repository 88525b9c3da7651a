//! How full the database is, and when somebody should make room. Pure.

const MIB: u64 = 1024 * 1024;

/// Less free disk space than this is little, however small the database is: other
/// programs write there too.
const LITTLE_FREE_BYTES: u64 = 256 * MIB;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Storage {
    pub(crate) used_bytes: u64,
    /// The total size the database may have: the operator's limit, or less if the disk
    /// has no room for that.
    pub(crate) most_bytes: u64,
    little_free: bool,
}

impl Storage {
    pub(crate) fn new(used_bytes: u64, bound_bytes: Option<u64>, free_bytes: u64) -> Self {
        let on_disk = used_bytes.saturating_add(free_bytes);
        Self {
            used_bytes,
            most_bytes: bound_bytes.map_or(on_disk, |bound| bound.min(on_disk)),
            little_free: free_bytes < LITTLE_FREE_BYTES,
        }
    }

    /// From four fifths on: long before storing fails.
    pub(crate) fn is_low(&self) -> bool {
        self.little_free || self.used_bytes / 4 >= self.most_bytes / 5
    }

    pub(crate) fn used_mib(&self) -> u32 {
        mib(self.used_bytes.next_multiple_of(MIB))
    }

    pub(crate) fn most_mib(&self) -> u32 {
        mib(self.most_bytes)
    }
}

fn mib(bytes: u64) -> u32 {
    u32::try_from(bytes / MIB).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1024 * MIB;

    #[test]
    fn it_is_low_from_four_fifths_of_whichever_bound_comes_first() {
        let low = |used, bound, free| Storage::new(used, bound, free).is_low();
        assert!(!low(7 * GIB, Some(10 * GIB), 100 * GIB));
        assert!(low(8 * GIB, Some(10 * GIB), 100 * GIB));
        assert!(low(8 * GIB, Some(100 * GIB), 2 * GIB));
        assert!(!low(8 * GIB, None, 3 * GIB));
        assert!(low(8 * GIB, None, 2 * GIB));
    }

    #[test]
    fn little_free_on_the_disk_is_low_for_a_small_database_too() {
        assert!(Storage::new(MIB, Some(10 * GIB), 200 * MIB).is_low());
        assert!(!Storage::new(MIB, Some(10 * GIB), 300 * MIB).is_low());
    }

    #[test]
    fn it_is_told_in_whole_mebibytes() {
        let storage = Storage::new(MIB + 1, Some(10 * GIB), 100 * GIB);
        assert_eq!((storage.used_mib(), storage.most_mib()), (2, 10 * 1024));
    }
}
