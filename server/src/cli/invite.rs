//! `circles invite`: prints an invite link, created directly in the database, so that it
//! works whether or not a server is running. It never migrates.

use std::path::Path;

use anyhow::{Context as _, bail};
use circles_protocol::requests::CreateInvite;
use circles_protocol::{CircleId, InviteLabel, InviteRole, Reply};
use clap::{Args, ValueEnum};
use uuid::Uuid;

use crate::clock::Clock;
use crate::commands::Context;
use crate::commands::circles::create_invite::create_invite;
use crate::domain::OPERATOR;
use crate::serve::link_base;
use crate::settings::Settings;
use crate::store::Store;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleWord {
    Member,
    Moderator,
    Mentor,
    Coordinator,
}

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Invite {
    /// What whoever follows the link becomes
    #[arg(long)]
    role: RoleWord,
    /// The circle, for all but a coordinator
    #[arg(long, value_name = "UUID")]
    circle: Option<Uuid>,
    /// A note of whom it is for
    #[arg(long)]
    label: Option<String>,
}

impl Invite {
    pub(crate) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let store = open_existing(&settings.data_dir)?;
        let label = self.label.as_deref().map(InviteLabel::parse).transpose();
        let request = CreateInvite {
            role: match self.role {
                RoleWord::Member => InviteRole::Member,
                RoleWord::Moderator => InviteRole::Moderator,
                RoleWord::Mentor => InviteRole::Mentor,
                RoleWord::Coordinator => InviteRole::Coordinator,
            },
            circle: self.circle.map(CircleId),
            label: label.context("--label")?,
            mentor: None,
            graduated_on: None,
        };
        let now = Clock::real().now();
        let context = Context { store: &store, actor: OPERATOR, now, rules: settings.rules };
        let made = create_invite(context, request).await;
        store.close().await;
        match made {
            Ok(Reply::InviteCreated { path, .. }) => {
                println!("{}{path}", link_base(settings, settings.listen));
                Ok(())
            }
            Ok(other) => bail!("an unexpected answer: {other:?}"),
            Err(rejection) => bail!("{}", rejection.0.message),
        }
    }
}

fn open_existing(folder: &Path) -> anyhow::Result<Store> {
    super::need_database(folder)?;
    Ok(Store::open_existing(folder)?)
}
