//! `claimdesk repair`: mends what can be mended into a new file, each step named. The old file stays as it is.
//!
//! Status 1 when the mended project is not whole: something of it could not be read, does not fit together, or lies beside no
//! more. What was kept of the project when it was saved is offered then.

use std::path::{Path, PathBuf};

use anyhow::bail;
use jiff::Timestamp;

use crate::{
    app,
    io::{Disk, dirs, random},
    store::{self, Files, KeptVersion, StateDir, Versions},
};

use super::{Failure, new, output, verify};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project to mend.
    project: PathBuf,
    /// The mended project. It must not exist yet.
    #[arg(short, long, value_name = "NEW.ron")]
    output: PathBuf,
    /// Take a version that was kept when the project was saved, in place of the file: its number, 1 is the newest.
    #[arg(long, value_name = "NUMBER")]
    kept: Option<usize>,
}

pub fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let Arguments { project: path, output: to, kept } = arguments;
    if Disk.metadata(to).is_ok() {
        bail!("Could not write the mended project: the file exists already.\n{}", to.display());
    }
    let history = History::of(path);
    let bytes = match kept {
        Some(number) => history.read(*number)?,
        None => Disk.read(path, store::MAX_BYTES).map_err(|error| {
            history.offer(path);
            anyhow::anyhow!("Could not read the project: {}\n{}", store::describe_io(&error), path.display())
        })?,
    };
    let repaired = app::repair(&bytes, random::seed()).map_err(|error| {
        history.offer(path);
        anyhow::anyhow!("{error}\nNothing in it could be read.\n{}", path.display())
    })?;
    repaired.steps.iter().try_for_each(|step| output::line(step))?;
    new::save(to.clone(), repaired.project, Vec::new(), Some(path.clone()), None)?;
    let steps = match repaired.steps.len() {
        0 => "Nothing had to be mended".to_owned(),
        1 => "1 step".to_owned(),
        n => format!("{n} steps"),
    };
    output::line(&format!("{steps}; the project is in {}.", to.display()))?;
    // The file as it is now, with what lies beside it, is looked at as any other.
    let mut left = repaired.left;
    left.extend(verify::findings(to)?.into_iter().filter(|finding| !left.contains(finding)).collect::<Vec<_>>());
    left.iter().for_each(|finding| output::warn(finding));
    if left.is_empty() && !repaired.has_losses {
        return Ok(0);
    }
    output::warn(if left.is_empty() {
        "The mended project fits together, but parts of the old one could not be taken over."
    } else {
        "The mended project is not whole."
    });
    history.offer(path);
    Ok(1)
}

/// What was kept of a project.
struct History(Option<(Versions, Vec<KeptVersion>)>);

impl History {
    fn of(path: &Path) -> Self {
        let key = store::whole_path(&Disk, path).map(|whole| store::project_key(&whole));
        let versions = key.zip(dirs::state_dir()).map(|(key, state)| Versions::of(&StateDir(state), &key));
        Self(versions.map(|versions| (versions.clone(), versions.list(&Disk))))
    }

    /// Names what is kept, the newest first.
    fn offer(&self, path: &Path) {
        let Some((_, kept)) = self.0.as_ref().filter(|(_, kept)| !kept.is_empty()) else { return };
        output::warn(&format!("Kept versions of {}; repair takes one with --kept NUMBER:", path.display()));
        for (index, version) in kept.iter().enumerate() {
            let KeptVersion { at, claims, what, .. } = version;
            output::tell_line(&format!("{:>4}  {}  {claims} claims  {what}", index + 1, day(*at)));
        }
    }

    fn read(&self, number: usize) -> Result<Vec<u8>, Failure> {
        let found = self.0.as_ref().and_then(|(versions, kept)| Some((versions, kept.get(number.checked_sub(1)?)?)));
        let Some((versions, version)) = found else {
            let count = self.0.as_ref().map_or(0, |(_, kept)| kept.len());
            bail!("Could not read the kept version: there is no number {number}; {count} are kept.");
        };
        let read = versions.read(&Disk, version);
        read.map_err(|error| anyhow::anyhow!("Could not read the kept version: {}.", store::describe_io(&error)))
    }
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
