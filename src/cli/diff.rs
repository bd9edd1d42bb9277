//! `claimdesk diff`: what changed between two states of a project, in words; of one state, what it holds, a line for each field, for
//! git's textconv.

use std::path::{Path, PathBuf};

use crate::{
    export,
    io::Disk,
    join::{changes, whole},
    model::Project,
    store::{self, Files},
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The older state, or the only one.
    old: PathBuf,
    /// The newer state.
    new: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let old = read(&arguments.old)?;
    let Some(new) = &arguments.new else {
        let lines = whole(&old);
        return Ok(lines.iter().try_for_each(|line| output::line(line))?);
    };
    let changed = changes(&old, &read(new)?);
    if changed.is_empty() {
        output::line("No change.")?;
    }
    for change in changed {
        output::line(&format!("{}: {}", change.became.label(), change.title))?;
        change.lines.iter().try_for_each(|line| output::line(&format!("  {line}")))?;
    }
    Ok(())
}

/// A project as it may be told to others. An empty file is none, as git has it for a file that was not there.
fn read(path: &Path) -> Result<Project, Failure> {
    let bytes = Disk
        .read(path, store::MAX_BYTES)
        .map_err(|error| anyhow::anyhow!("Could not compare: {}.\n{}", store::describe_io(&error), path.display()))?;
    if bytes.is_empty() {
        return Ok(Project::new(""));
    }
    let loaded = store::decode(&bytes).map_err(|error| anyhow::anyhow!("{error}\n{}", path.display()))?;
    Ok(export::discreet(&loaded.project))
}
