//! `claimdesk repair`: mends what can be mended into a new file, each step named. The old file stays as it is.

use std::path::PathBuf;

use anyhow::bail;

use crate::{
    app::{self, jobs},
    io::{Disk, random},
    store::{self, Files, Originals},
};

use super::{Failure, new, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project to mend.
    project: PathBuf,
    /// The mended project. It must not exist yet.
    #[arg(short, long, value_name = "NEW.ron")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { project: path, output: to } = arguments;
    if Disk.metadata(to).is_ok() {
        bail!("Could not write the mended project: the file exists already.\n{}", to.display());
    }
    let bytes = Disk.read(path, store::MAX_BYTES).map_err(|error| {
        anyhow::anyhow!("Could not read the project: {}\n{}", store::describe_io(&error), path.display())
    })?;
    let repaired = app::repair(&bytes, random::seed())
        .map_err(|error| anyhow::anyhow!("{error}\nNothing in it could be read.\n{}", path.display()))?;
    repaired.steps.iter().try_for_each(|step| output::line(step))?;
    let from = Originals::beside(path);
    let kept = store::original_names(&repaired.project).filter_map(|name| from.get(&Disk, name).ok());
    let originals = kept.filter(|bytes| bytes.len() as u64 <= jobs::MAX_INPUT).map(Into::into).collect();
    new::save(to.clone(), repaired.project, originals, None)?;
    let steps = match repaired.steps.len() {
        0 => "Nothing had to be mended".to_owned(),
        1 => "1 step".to_owned(),
        n => format!("{n} steps"),
    };
    Ok(output::line(&format!("{steps}; the project is in {}.", to.display()))?)
}
