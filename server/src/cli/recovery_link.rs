//! `circles recovery-link`: prints a link by which a coordinator who forgot their passphrase
//! gets back in, created directly in the database. Members get theirs from a coordinator.

use anyhow::bail;
use circles_protocol::{AccountId, SignInName};
use clap::Args;
use uuid::Uuid;

use crate::clock::Clock;
use crate::commands::accounts::create_recovery_link::create_by_operator;
use crate::commands::accounts::suspend_account::Whom;
use crate::serve::link_base;
use crate::settings::Settings;
use crate::store::Store;

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct RecoveryLink {
    /// The name they sign in with
    #[arg(long, required_unless_present = "account", conflicts_with = "account")]
    sign_in_name: Option<String>,
    /// The account, as `circles security` shows it
    #[arg(long, value_name = "UUID")]
    account: Option<Uuid>,
}

impl RecoveryLink {
    pub(crate) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        super::need_database(&settings.data_dir)?;
        let by_id = self.account.map(|account| Ok(Whom::Account(AccountId(account))));
        let name = self.sign_in_name.unwrap_or_default();
        let whom = match by_id.unwrap_or_else(|| SignInName::parse(&name).map(Whom::Named)) {
            Ok(whom) => whom,
            Err(fault) => bail!("--sign-in-name: {fault}"),
        };
        let store = Store::open_existing(&settings.data_dir)?;
        let made = create_by_operator(&store, whom, Clock::real().now()).await;
        store.close().await;
        match made {
            Ok(path) => {
                println!("{}{path}", link_base(settings, settings.listen));
                Ok(())
            }
            Err(rejection) if rejection.0.code == circles_protocol::RefusalCode::NotFound => {
                bail!("there is no such coordinator; a member gets a link from a coordinator")
            }
            Err(rejection) => bail!("{}", rejection.0.message),
        }
    }
}
