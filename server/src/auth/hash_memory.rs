//! The memory in which a passphrase is hashed: 19 MiB, allocated once for each slot and
//! reused. When it was allocated for each hash, the allocator kept what was freed: fifty
//! sign-ins at once took 500 MiB, for good.

use std::sync::{Mutex, MutexGuard, PoisonError};

use argon2::password_hash::Error;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Memory for one hash at a time.
pub(super) struct HashMemory(Vec<Block>);

impl HashMemory {
    fn allocate() -> Self {
        Self(vec![Block::new(); params().block_count()])
    }

    pub(super) fn hash(&mut self, passphrase: &str) -> Result<PasswordHash, Error> {
        let (params, salt) = (params(), Salt::generate());
        let hash = self.fill(Algorithm::Argon2id, Version::V0x13, &params, passphrase, &salt)?;
        Ok(PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(hash),
        })
    }

    /// Hashes the passphrase as `known` was hashed, and compares in constant time.
    ///
    /// # Errors
    /// If the hash names an algorithm or parameters that we don't support.
    pub(super) fn verify(&mut self, passphrase: &str, known: &PasswordHash) -> Result<bool, Error> {
        let (Some(salt), Some(hash)) = (&known.salt, &known.hash) else {
            return Err(Error::EncodingInvalid);
        };
        let algorithm = Algorithm::try_from(known.algorithm.as_str())?;
        let version = known.version.map_or(Ok(Version::V0x13), Version::try_from)?;
        let params = Params::try_from(known)?;
        Ok(self.fill(algorithm, version, &params, passphrase, salt)? == *hash)
    }

    fn fill(
        &mut self,
        algorithm: Algorithm,
        version: Version,
        params: &Params,
        passphrase: &str,
        salt: &Salt,
    ) -> Result<Output, Error> {
        // Hashes with other parameters can be ours too, from an earlier or later version.
        if self.0.len() < params.block_count() {
            self.0.resize(params.block_count(), Block::new());
        }
        let mut out = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let out = out.get_mut(..length).ok_or(Error::OutputSize)?;
        Argon2::new(algorithm, version, params.clone()).hash_password_into_with_memory(
            passphrase.as_bytes(),
            salt,
            out,
            &mut self.0,
        )?;
        Ok(Output::new(out)?)
    }
}

/// The memory that is not in use. Whoever takes some holds a slot, so there are never more
/// of them than slots.
#[derive(Default)]
pub(super) struct HashMemories(Mutex<Vec<HashMemory>>);

impl HashMemories {
    pub(super) fn lend<T>(&self, work: impl FnOnce(&mut HashMemory) -> T) -> T {
        let idle = self.idle().pop();
        let mut memory = idle.unwrap_or_else(HashMemory::allocate);
        let result = work(&mut memory);
        self.idle().push(memory);
        result
    }

    /// Frees unused memory. To be called from time to time.
    pub(super) fn release(&self) {
        *self.idle() = Vec::new();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<HashMemory>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A hash that no passphrase has, with the same parameters as all others.
pub(super) fn hash_of_nobody() -> PasswordHash {
    let params = ParamsString::try_from(&params()).expect("our own parameters can be written");
    PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params,
        salt: Some(Salt::new(b"nobody's own salt").expect("a salt of a valid length")),
        hash: Some(Output::new(&[0; Params::DEFAULT_OUTPUT_LEN]).expect("a valid length")),
    }
}

fn params() -> Params {
    Params::new(MEMORY_KIB, PASSES, LANES, None).expect("fixed values within bounds")
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher as _;

    use super::*;

    #[test]
    fn memory_that_was_used_before_gives_the_same_hash_as_fresh_memory() {
        let memories = HashMemories::default();
        let used = memories.lend(|memory| memory.hash("a quiet river at dawn")).unwrap();
        assert_eq!(memories.idle().len(), 1, "it was given back");
        let known = memories.lend(|memory| memory.verify("a quiet river at dawn", &used));
        assert_eq!(known, Ok(true));
        let other = memories.lend(|memory| memory.verify("a quiet river at dusk", &used));
        assert_eq!(other, Ok(false));
        let fresh = Argon2::new(Algorithm::Argon2id, Version::V0x13, params())
            .hash_password_with_salt(b"a quiet river at dawn", used.salt.as_ref().unwrap())
            .unwrap();
        assert_eq!(used, fresh);
    }

    #[test]
    fn a_hash_with_other_parameters_is_still_known() {
        let larger = Params::new(MEMORY_KIB + 1_024, 1, 1, None).unwrap();
        let known = Argon2::new(Algorithm::Argon2id, Version::V0x13, larger)
            .hash_password_with_salt(b"a quiet river at dawn", b"some older salt")
            .unwrap();
        let memories = HashMemories::default();
        let verify = |text| memories.lend(|memory| memory.verify(text, &known));
        assert_eq!(verify("a quiet river at dawn"), Ok(true));
        assert_eq!(verify("a quiet river at dusk"), Ok(false));
    }

    #[test]
    fn what_nobody_uses_is_given_back() {
        let memories = HashMemories::default();
        memories.lend(|_| memories.release());
        assert_eq!(memories.idle().len(), 1, "memory in use is kept");
        memories.release();
        assert!(memories.idle().is_empty());
    }
}
