//! `circles demo`: a made-up centre.
use std::path::PathBuf;

use clap::Args;

use crate::serve::serve;
use crate::settings::{Settings, Sources, gather};

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Demo {
    /// Folder of the made-up data
    #[arg(long, value_name = "FOLDER", default_value = "./data-demo")]
    data_dir: PathBuf,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
}

impl Demo {
    pub(crate) fn settings(&self, _environment: &[(String, String)]) -> anyhow::Result<Settings> {
        let flags = vec![
            ("data_dir", self.data_dir.display().to_string()),
            ("listen", self.listen.clone()),
        ];
        Ok(gather(&Sources { flags, ..Sources::default() })?)
    }

    pub(crate) async fn run(self, settings: Settings) -> anyhow::Result<()> {
        Ok(serve(settings).await?)
    }
}
