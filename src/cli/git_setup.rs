//! `claimdesk git-setup`: has git join and compare projects with this program.
//!
//! What belongs to the repository goes into its `.gitattributes` and `.gitignore`, which everybody gets; what a repository may not carry,
//! the commands to run, goes into the configuration of this clone, so that everybody runs it once.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::{io::git, store::PROJECT_ENDINGS};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder of the repository.
    #[arg(default_value = ".")]
    folder: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let failed = |why: String| anyhow!("Could not set git up: {why}.\n{}", folder.display());
    let top = git::run(folder, &["rev-parse", "--show-toplevel"]).map_err(|why| failed(one_line(&why)))?;
    let top = PathBuf::from(top);
    add(&top.join(".gitattributes"), &attributes())?;
    add(&top.join(".gitignore"), &ignored())?;
    let program = quoted(&git::program());
    let settings = [
        ("merge.claimdesk.name", "Claimdesk joins projects".to_owned()),
        ("merge.claimdesk.driver", format!("{program} merge %O %A %B -o %A")),
        ("diff.claimdesk.textconv", format!("{program} diff")),
    ];
    for (key, value) in settings {
        git::run(&top, &["config", "--local", key, &value]).map_err(|why| failed(one_line(&why)))?;
    }
    output::line("This clone joins and compares projects with Claimdesk from now on.")?;
    output::line(
        "Commit .gitattributes and .gitignore; everybody else runs “claimdesk git-setup” once in their own clone.",
    )?;
    Ok(())
}

fn add(path: &Path, lines: &[String]) -> Result<(), Failure> {
    let added = git::add_lines(path, lines)
        .map_err(|error| anyhow!("Could not set git up: {}.\n{}", crate::store::describe_io(&error), path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    output::line(&if added { format!("{name}: lines added.") } else { format!("{name}: nothing to add.") })?;
    Ok(())
}

/// What git does with a project.
fn attributes() -> Vec<String> {
    PROJECT_ENDINGS.iter().map(|ending| format!("*.{ending} text eol=lf merge=claimdesk diff=claimdesk")).collect()
}

/// What lies beside an open project and is of this machine alone.
fn ignored() -> Vec<String> {
    PROJECT_ENDINGS.iter().flat_map(|ending| ["lock", "holder"].map(|kind| format!(".*.{ending}.{kind}"))).collect()
}

/// A path for the shell that git runs commands in, on Windows too.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\\', "/").replace('\'', "'\\''"))
}

fn one_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_start_matches("fatal: ").trim_end_matches('.').to_owned()
}
