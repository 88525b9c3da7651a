//! `circles suspend`: ends every sign-in of an account and lets nobody sign in to it,
//! directly in the database. For the centre's last coordinators, whom nobody else can
//! suspend; a running server closes their sockets within a minute.

use anyhow::bail;
use circles_protocol::{AccountId, SignInName};
use clap::Args;
use uuid::Uuid;

use crate::clock::Clock;
use crate::commands::accounts::suspend_account::{Whom, suspend_by_operator};
use crate::settings::Settings;
use crate::store::Store;

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Suspend {
    /// The name they sign in with
    #[arg(long, required_unless_present = "account", conflicts_with = "account")]
    sign_in_name: Option<String>,
    /// The account, as `circles security` shows it
    #[arg(long, value_name = "UUID")]
    account: Option<Uuid>,
}

impl Suspend {
    pub(crate) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        super::need_database(&settings.data_dir)?;
        let store = Store::open_existing(&settings.data_dir)?;
        let by_id = self.account.map(|account| Ok(Whom::Account(AccountId(account))));
        let name = self.sign_in_name.unwrap_or_default();
        let whom = by_id.unwrap_or_else(|| SignInName::parse(&name).map(Whom::Named));
        let suspended = match whom {
            Ok(whom) => suspend_by_operator(&store, whom, Clock::real().now()).await,
            Err(fault) => {
                store.close().await;
                bail!("--sign-in-name: {fault}");
            }
        };
        store.close().await;
        match suspended {
            Ok(()) => Ok(()),
            Err(_) => bail!("there is no such account"),
        }
    }
}
