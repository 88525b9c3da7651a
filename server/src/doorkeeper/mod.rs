//! Stands at the door: checks passphrases without letting them take all of the
//! machine, counts who tries how often, and draws secrets. Knows neither
//! accounts nor HTTP; what it counts is only in memory.

mod guessable;
mod passphrases;
mod secrets;
mod throttle;

use std::net::IpAddr;

use circles_protocol::{EnteredPassphrase, Passphrase, SignInName};

pub(crate) use secrets::{SessionToken, draw_calendar_token, draw_invite_token};

use crate::domain::Rejection;
use passphrases::Passphrases;
pub(crate) use throttle::Attempt;
use throttle::Throttle;

/// Wrong attempts from one address, for each that one sign-in name may have: people
/// of one household or centre share an address.
const ATTEMPTS_PER_ADDRESS: u32 = 10;

pub(crate) struct Doorkeeper {
    passphrases: Passphrases,
    names: Throttle<SignInName>,
    addresses: Throttle<IpAddr>,
}

impl Doorkeeper {
    /// At most `hash_slots` passphrases are hashed at once, and every sign-in
    /// name is tried at most `sign_ins_per_quarter_hour` times in vain.
    pub(crate) fn new(hash_slots: u16, sign_ins_per_quarter_hour: u32) -> Self {
        let per_address = sign_ins_per_quarter_hour.saturating_mul(ATTEMPTS_PER_ADDRESS);
        Self {
            passphrases: Passphrases::new(hash_slots),
            names: Throttle::per_quarter_hour(sign_ins_per_quarter_hour),
            addresses: Throttle::per_quarter_hour(per_address),
        }
    }

    /// # Errors
    /// `too_fast`, for names that exist and names that don't alike.
    pub(crate) fn admit_name(
        &self,
        name: &SignInName,
    ) -> Result<Attempt<'_, SignInName>, Rejection> {
        self.names.admit(name)
    }

    /// # Errors
    /// `too_fast`.
    pub(crate) fn admit_address(&self, address: IpAddr) -> Result<Attempt<'_, IpAddr>, Rejection> {
        self.addresses.admit(&address)
    }

    /// # Errors
    /// `too_fast` while too many others wait.
    pub(crate) async fn hash(&self, passphrase: Passphrase) -> Result<String, Rejection> {
        self.passphrases.hash(passphrase).await
    }

    /// The same for one that somebody has just chosen. `personal` are words that others
    /// may know of them.
    ///
    /// # Errors
    /// The same, and `passphrase_too_common`.
    pub(crate) async fn hash_new(
        &self,
        passphrase: Passphrase,
        personal: Vec<String>,
    ) -> Result<String, Rejection> {
        self.passphrases.hash_new(passphrase, personal).await
    }

    /// Whether the passphrase is the one behind `hash`. Without a hash the
    /// answer is no, after the same work.
    ///
    /// # Errors
    /// `too_fast` while too many others wait.
    pub(crate) async fn verify(
        &self,
        passphrase: EnteredPassphrase,
        hash: Option<String>,
    ) -> Result<bool, Rejection> {
        self.passphrases.verify(passphrase, hash).await
    }

    /// Forgets whoever has not tried for a while. To be called now and then.
    pub(crate) fn forget_the_quiet(&self) {
        self.names.forget_the_quiet();
        self.addresses.forget_the_quiet();
    }
}

#[cfg(test)]
mod tests {
    use circles_protocol::RefusalCode;

    use super::*;

    fn name(text: &str) -> SignInName {
        SignInName::parse(text).unwrap()
    }

    #[test]
    fn a_name_is_tried_so_often_and_not_more() {
        let door = Doorkeeper::new(1, 2);
        assert!(door.admit_name(&name("jordan")).is_ok());
        assert!(door.admit_name(&name("jordan")).is_ok());
        let refusal = door.admit_name(&name("jordan")).err().unwrap().0;
        assert_eq!(refusal.code, RefusalCode::TooFast);
        assert!(refusal.retry_after_ms.is_some_and(|ms| ms > 400_000 && ms <= 450_001));
    }

    #[test]
    fn another_name_is_not_held_up() {
        let door = Doorkeeper::new(1, 1);
        assert!(door.admit_name(&name("jordan")).is_ok());
        assert!(door.admit_name(&name("jordan")).is_err());
        assert!(door.admit_name(&name("robin")).is_ok());
    }

    #[test]
    fn an_address_tries_ten_times_as_often() {
        let door = Doorkeeper::new(1, 1);
        let address = IpAddr::from([192, 0, 2, 1]);
        assert!((0..10).all(|_| door.admit_address(address).is_ok()));
        assert!(door.admit_address(address).is_err());
        assert!(door.admit_address(IpAddr::from([192, 0, 2, 2])).is_ok());
    }
}
