//! `claimdesk add`: more articles for a project, saved in place.

use std::path::PathBuf;

use anyhow::bail;

use super::{Failure, new};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project to add to.
    project: PathBuf,
    /// Articles.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut opened = super::open(&arguments.project)?;
    if !opened.access.is_editable() {
        bail!("Could not add the article: the project can only be read.\n{}", arguments.project.display());
    }
    let originals = new::add_articles(&mut opened.project, &arguments.articles)?;
    new::save(arguments.project.clone(), opened.project, originals, Some(opened.fingerprint))
}
