//! Passphrases and their hashes: Argon2id, on threads of their own, a few at a time. A hash
//! deliberately takes 19 MiB and tens of milliseconds, so without a limit a few hundred
//! sign-ins at once would take the whole machine.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use circles_protocol::{EnteredPassphrase, Passphrase};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::guessable::{is_too_common, too_common};
use super::hash_memory::{HashMemories, hash_of_nobody};
use crate::domain::Rejection;

/// How many may wait for a slot. Further ones are refused with `rate_limited`.
const WAITING: usize = 32;

/// Additional places for people who are already known, so that a flood from outside does
/// not get them refused.
const WAITING_KNOWN: usize = 16;

/// About the time in which everyone who waits has had a turn.
const RETRY_AFTER_MS: u32 = 2_000;

pub(super) struct Passphrases {
    slots: Arc<Semaphore>,
    places: Arc<Semaphore>,
    places_for_known: Arc<Semaphore>,
    memories: Arc<HashMemories>,
}

impl Passphrases {
    pub(super) fn new(slots: u16) -> Self {
        let slots = usize::from(slots);
        Self {
            slots: Arc::new(Semaphore::new(slots)),
            places: Arc::new(Semaphore::new(slots + WAITING)),
            places_for_known: Arc::new(Semaphore::new(WAITING_KNOWN)),
            memories: Arc::default(),
        }
    }

    pub(super) async fn hash(&self, passphrase: Passphrase) -> Result<String, Rejection> {
        let memories = Arc::clone(&self.memories);
        self.work(move || {
            let hash = memories.lend(|memory| memory.hash(passphrase.as_str()));
            hash.map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| {
            tracing::error!(%error, "a passphrase could not be hashed");
            Rejection::internal()
        })
    }

    /// # Errors
    /// `passphrase_too_common` if it would be among the first guesses, also those of
    /// somebody who knows what is `personal` to its owner.
    pub(super) async fn hash_new(
        &self,
        passphrase: Passphrase,
        personal: Vec<String>,
    ) -> Result<String, Rejection> {
        let looked_at = passphrase.clone();
        if self.work(move || is_too_common(&looked_at, &personal)).await? {
            return Err(too_common());
        }
        self.hash(passphrase).await
    }

    /// Like `verify`, for somebody who signs in on a known browser, or is signed in.
    pub(super) async fn verify_known(
        &self,
        passphrase: EnteredPassphrase,
        hash: String,
    ) -> Result<bool, Rejection> {
        let place = self.place().or_else(|_| take(&self.places_for_known))?;
        self.verify_at(place, passphrase, Some(hash)).await
    }

    /// Tries every reading of the input, whatever the others gave: the time it takes
    /// depends on the input alone.
    pub(super) async fn verify(
        &self,
        passphrase: EnteredPassphrase,
        hash: Option<String>,
    ) -> Result<bool, Rejection> {
        self.verify_at(self.place()?, passphrase, hash).await
    }

    async fn verify_at(
        &self,
        place: OwnedSemaphorePermit,
        passphrase: EnteredPassphrase,
        hash: Option<String>,
    ) -> Result<bool, Rejection> {
        let memories = Arc::clone(&self.memories);
        self.work_at(place, move || {
            let known = hash.is_some();
            // If there is no such account, the answer takes as long.
            let hash = hash.map_or_else(|| Ok(hash_of_nobody()), |hash| PasswordHash::new(&hash));
            let Ok(hash) = hash else {
                tracing::error!("a stored passphrase hash can't be read");
                return false;
            };
            let right = memories.lend(|memory| {
                let mut is_right = |reading: &str| {
                    memory.verify(reading, &hash).unwrap_or_else(|error| {
                        tracing::error!(%error, "a stored passphrase hash can't be followed");
                        false
                    })
                };
                passphrase.readings().filter(|reading| is_right(reading)).count()
            });
            right > 0 && known
        })
        .await
    }

    /// Frees the memory that no hash is using.
    pub(super) fn release_idle_memory(&self) {
        self.memories.release();
    }

    fn place(&self) -> Result<OwnedSemaphorePermit, Rejection> {
        take(&self.places)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Rejection> {
        self.work_at(self.place()?, work).await
    }

    /// Runs `work` when a slot is free. The slot stays taken until the work is done, even
    /// if the caller has gone away.
    async fn work_at<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Rejection> {
        let slot =
            Arc::clone(&self.slots).acquire_owned().await.expect("the slots are never closed");
        let held: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (place, slot);
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(held);
            result
        });
        done.await.map_err(|_| {
            tracing::error!("hashing a passphrase broke off");
            Rejection::internal()
        })
    }
}

fn take(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Rejection> {
    Arc::clone(places).try_acquire_owned().map_err(|_| Rejection::rate_limited(RETRY_AFTER_MS))
}

#[cfg(test)]
mod tests {
    use circles_protocol::RefusalCode;

    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::parse(text).unwrap()
    }

    fn entered(text: &str) -> EnteredPassphrase {
        EnteredPassphrase::parse(text).unwrap()
    }

    #[tokio::test]
    async fn the_right_passphrase_is_known_and_another_is_not() {
        let passphrases = Passphrases::new(1);
        let hash = passphrases.hash(passphrase("a quiet river at dawn")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify = |text| passphrases.verify(entered(text), Some(hash.clone()));
        assert!(verify("a quiet river at dawn").await.unwrap());
        assert!(!verify("a quiet river at dusk").await.unwrap());
    }

    #[tokio::test]
    async fn spaces_at_the_ends_are_passed_over() {
        let passphrases = Passphrases::new(1);
        let hash = passphrases.hash(passphrase("a quiet river at dawn ")).await.unwrap();
        for typed in
            ["a quiet river at dawn", " a quiet river at dawn", "a quiet river at dawn\u{a0}"]
        {
            assert!(passphrases.verify(entered(typed), Some(hash.clone())).await.unwrap());
        }
    }

    #[tokio::test]
    async fn an_older_passphrase_with_a_space_at_its_end_is_still_known() {
        let passphrases = Passphrases::new(1);
        let older = Passphrase::from_stored("a quiet river at dawn ".to_owned());
        let hash = passphrases.hash(older).await.unwrap();
        let verify = |typed| passphrases.verify(entered(typed), Some(hash.clone()));
        assert!(verify("a quiet river at dawn ").await.unwrap());
        assert!(!verify("a quiet river at dawn").await.unwrap());
    }

    #[tokio::test]
    async fn without_a_hash_no_passphrase_is_right() {
        let passphrases = Passphrases::new(1);
        assert!(!passphrases.verify(entered("nobody has this one"), None).await.unwrap());
    }

    #[tokio::test]
    async fn whoever_finds_no_place_to_wait_is_sent_away() {
        let passphrases = Passphrases::new(1);
        let places = u32::try_from(WAITING + 1).unwrap();
        let all = passphrases.places.acquire_many(places).await.unwrap();
        let refused = passphrases.hash(passphrase("a quiet river at dawn")).await.unwrap_err();
        assert_eq!(refused.0.code, RefusalCode::RateLimited);
        drop(all);
        assert!(passphrases.hash(passphrase("a quiet river at dawn")).await.is_ok());
    }

    #[tokio::test]
    async fn a_flood_sends_away_strangers_and_not_those_who_are_known() {
        let passphrases = Passphrases::new(1);
        let hash = passphrases.hash(passphrase("a quiet river at dawn")).await.unwrap();
        let flood: Vec<_> = (0..=WAITING).map(|_| passphrases.place().unwrap()).collect();
        let typed = || entered("a quiet river at dawn");
        let stranger = passphrases.verify(typed(), Some(hash.clone())).await.unwrap_err();
        assert_eq!(stranger.0.code, RefusalCode::RateLimited);
        assert!(passphrases.verify_known(typed(), hash).await.unwrap());
        drop(flood);
    }
}
