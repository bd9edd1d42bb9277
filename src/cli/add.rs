//! `claimdesk add`: more articles for a project, saved in place.

use std::path::PathBuf;

use super::{Failure, new, text::Reading};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project to add to.
    project: PathBuf,
    /// Articles: files or web addresses.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut opened = super::open(&arguments.project)?;
    opened.lock("Could not add the article", &arguments.project)?;
    let originals = new::add_articles(&mut opened.project, &arguments.articles, &arguments.reading)?;
    new::save(arguments.project.clone(), opened.project, originals, Some(opened.held))
}
