//! Authentication: checks passphrases without letting them take the whole machine, limits
//! how often somebody may try, and generates secrets. It knows neither accounts nor HTTP;
//! its counters are only in memory.

mod calendar_rate_limit;
mod guessable;
mod hash_memory;
mod passphrases;
mod rate_limit;
mod secrets;

use std::net::{IpAddr, Ipv6Addr};

use circles_protocol::{AccountId, EnteredPassphrase, Passphrase, SignInName};

pub(crate) use secrets::{
    SessionToken, draw_calendar_token, draw_invite_token, draw_recovery_token, draw_renewal_seed,
};

use crate::domain::{Rejection, TokenHash};
use calendar_rate_limit::CalendarRateLimit;
use passphrases::Passphrases;
pub(crate) use rate_limit::Attempt;
use rate_limit::RateLimit;

/// Limits on wrong attempts, as multiples of those for one sign-in name from one address.
/// From one address: people of one household or centre share one. For one name from all
/// addresses: so many that somebody who knows the name can't easily lock its owner out, so
/// few that guessing from many addresses is hopeless. From one /48, the space that is
/// assigned to an organisation.
const PER_ADDRESS: u32 = 10;
const PER_NAME: u32 = 20;
const PER_NETWORK: u32 = 40;

/// From a browser on which this person has signed in before: counted separately, so that
/// others' attempts elsewhere lock nobody out.
const PER_KNOWN_DEVICE: u32 = 2;

pub(crate) struct Authenticator {
    passphrases: Passphrases,
    addresses: RateLimit<IpAddr>,
    networks: RateLimit<IpAddr>,
    names: RateLimit<SignInName>,
    names_from_addresses: RateLimit<(SignInName, IpAddr)>,
    known_devices: RateLimit<(SignInName, TokenHash)>,
    holders: RateLimit<AccountId>,
    pub(crate) calendars: CalendarRateLimit,
}

/// An attempt that is counted against several limits. Dropped, it stays counted.
#[must_use = "an attempt that is right must say so"]
pub(crate) struct SignInAttempt<'d> {
    visitor: Option<VisitorAttempt<'d>>,
    name: Option<Attempt<'d, SignInName>>,
    name_from_address: Option<Attempt<'d, (SignInName, IpAddr)>>,
    known_device: Option<Attempt<'d, (SignInName, TokenHash)>>,
}

impl SignInAttempt<'_> {
    pub(crate) fn succeeded(self) {
        self.visitor.into_iter().for_each(VisitorAttempt::succeeded);
        self.name.into_iter().for_each(Attempt::succeeded);
        self.name_from_address.into_iter().for_each(Attempt::succeeded);
        self.known_device.into_iter().for_each(Attempt::succeeded);
    }
}

/// The same for an attempt that belongs to an address only.
#[must_use = "an attempt that is right must say so"]
pub(crate) struct VisitorAttempt<'d>(Attempt<'d, IpAddr>, Option<Attempt<'d, IpAddr>>);

impl VisitorAttempt<'_> {
    pub(crate) fn succeeded(self) {
        self.0.succeeded();
        self.1.into_iter().for_each(Attempt::succeeded);
    }
}

impl Authenticator {
    /// At most `hash_slots` passphrases are hashed at once, and each sign-in name may be
    /// tried in vain at most `sign_ins_per_quarter_hour` times from one address.
    pub(crate) fn new(hash_slots: u16, sign_ins_per_quarter_hour: u32) -> Self {
        let times = |share: u32| sign_ins_per_quarter_hour.saturating_mul(share);
        Self {
            passphrases: Passphrases::new(hash_slots),
            addresses: RateLimit::per_quarter_hour(times(PER_ADDRESS)),
            networks: RateLimit::per_quarter_hour(times(PER_NETWORK)),
            names: RateLimit::per_quarter_hour(times(PER_NAME)),
            names_from_addresses: RateLimit::per_quarter_hour(times(1)),
            known_devices: RateLimit::per_quarter_hour(times(PER_KNOWN_DEVICE)),
            holders: RateLimit::per_quarter_hour(times(1)),
            calendars: CalendarRateLimit::new(),
        }
    }

    /// For signing in on a browser that is not known for this name.
    ///
    /// # Errors
    /// `rate_limited`, the same for names that exist and names that don't.
    pub(crate) fn admit_name(
        &self,
        name: &SignInName,
        address: IpAddr,
    ) -> Result<SignInAttempt<'_>, Rejection> {
        let visitor = self.admit_address(address)?;
        let from_address = self.names_from_addresses.admit(&(name.clone(), address))?;
        let name = self.names.admit(name)?;
        Ok(SignInAttempt {
            visitor: Some(visitor),
            name: Some(name),
            name_from_address: Some(from_address),
            known_device: None,
        })
    }

    /// For signing in on a known browser.
    ///
    /// # Errors
    /// `rate_limited`.
    pub(crate) fn admit_known_device(
        &self,
        name: &SignInName,
        device: TokenHash,
    ) -> Result<SignInAttempt<'_>, Rejection> {
        let known_device = Some(self.known_devices.admit(&(name.clone(), device))?);
        Ok(SignInAttempt { visitor: None, name: None, name_from_address: None, known_device })
    }

    /// For the passphrase of somebody who is signed in, so that a borrowed phone can't be
    /// used to guess it. Attempts to sign in are not counted here.
    ///
    /// # Errors
    /// `rate_limited`.
    pub(crate) fn admit_holder(
        &self,
        account: AccountId,
    ) -> Result<Attempt<'_, AccountId>, Rejection> {
        self.holders.admit(&account)
    }

    /// # Errors
    /// `rate_limited`.
    pub(crate) fn admit_address(&self, address: IpAddr) -> Result<VisitorAttempt<'_>, Rejection> {
        // The address first: one that is refused is not counted for its network.
        let from_address = self.addresses.admit(&address)?;
        let from_network = network(address).map(|network| self.networks.admit(&network));
        Ok(VisitorAttempt(from_address, from_network.transpose()?))
    }

    /// # Errors
    /// `rate_limited` while too many others wait.
    pub(crate) async fn hash(&self, passphrase: Passphrase) -> Result<String, Rejection> {
        self.passphrases.hash(passphrase).await
    }

    /// The same for a newly chosen passphrase. `personal` are words that others may know
    /// about its owner.
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

    /// Whether the passphrase is the one behind `hash`. Without a hash the answer is no,
    /// after the same amount of work.
    ///
    /// # Errors
    /// `rate_limited` while too many others wait.
    pub(crate) async fn verify(
        &self,
        passphrase: EnteredPassphrase,
        hash: Option<String>,
    ) -> Result<bool, Rejection> {
        self.passphrases.verify(passphrase, hash).await
    }

    /// Like `verify`, for somebody who signs in on a known browser, or is signed in: a
    /// flood of strangers does not get them refused.
    ///
    /// # Errors
    /// `rate_limited` while too many of these wait as well.
    pub(crate) async fn verify_known(
        &self,
        passphrase: EnteredPassphrase,
        hash: String,
    ) -> Result<bool, Rejection> {
        self.passphrases.verify_known(passphrase, hash).await
    }

    /// Forgets those who have not tried for a while, and frees unused memory. To be called
    /// from time to time.
    pub(crate) fn prune_idle(&self) {
        self.passphrases.release_idle_memory();
        self.addresses.prune_idle();
        self.networks.prune_idle();
        self.names.prune_idle();
        self.names_from_addresses.prune_idle();
        self.known_devices.prune_idle();
        self.holders.prune_idle();
        self.calendars.prune_idle();
    }
}

/// The /48 that contains a home's /64; an IPv4 address has none.
fn network(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(_) => None,
        IpAddr::V6(v6) => Some(IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80))),
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use circles_protocol::RefusalCode;

    use super::*;

    fn name(text: &str) -> SignInName {
        SignInName::parse(text).unwrap()
    }

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn another(last: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + last))
    }

    #[test]
    fn a_name_is_tried_so_often_from_an_address_and_not_more() {
        let authenticator = Authenticator::new(1, 2);
        assert!(authenticator.admit_name(&name("jordan"), HOME).is_ok());
        assert!(authenticator.admit_name(&name("jordan"), HOME).is_ok());
        let refusal = authenticator.admit_name(&name("jordan"), HOME).err().unwrap().0;
        assert_eq!(refusal.code, RefusalCode::RateLimited);
        assert!(refusal.retry_after_ms.is_some_and(|ms| ms > 400_000 && ms <= 450_001));
    }

    #[test]
    fn what_is_tried_from_elsewhere_does_not_keep_the_owner_out() {
        let authenticator = Authenticator::new(1, 1);
        assert!(authenticator.admit_name(&name("jordan"), another(1)).is_ok());
        assert!(authenticator.admit_name(&name("jordan"), another(1)).is_err());
        assert!(authenticator.admit_name(&name("jordan"), HOME).is_ok());
        assert!(authenticator.admit_name(&name("robin"), another(1)).is_ok());
    }

    #[test]
    fn guessing_from_many_addresses_ends_as_well_but_not_for_a_known_device() {
        let authenticator = Authenticator::new(1, 1);
        let passed = (0..100)
            .filter(|last| authenticator.admit_name(&name("jordan"), another(*last)).is_ok());
        assert_eq!(passed.count(), 20);
        let device = TokenHash::of("a device");
        assert!(authenticator.admit_known_device(&name("jordan"), device).is_ok());
        assert!(authenticator.admit_known_device(&name("jordan"), device).is_ok());
        assert!(authenticator.admit_known_device(&name("jordan"), device).is_err());
    }

    #[test]
    fn an_address_tries_ten_times_as_often() {
        let authenticator = Authenticator::new(1, 1);
        assert!((0..10).all(|_| authenticator.admit_address(HOME).is_ok()));
        assert!(authenticator.admit_address(HOME).is_err());
        assert!(authenticator.admit_address(another(2)).is_ok());
    }

    #[test]
    fn the_homes_of_one_network_have_a_limit_together() {
        let authenticator = Authenticator::new(1, 1);
        let home = |net: u128| IpAddr::V6(Ipv6Addr::from_bits(0x2001_0db8 << 96 | net << 64));
        assert_eq!(
            (0..100).filter(|net| authenticator.admit_address(home(*net)).is_ok()).count(),
            40
        );
        assert!(authenticator.admit_address(home(0x1_0000)).is_ok());
    }
}
