//! `claimdesk verify`: is the file whole, do its parts fit together, do the files beside it still match their hashes.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    app::jobs,
    io::Disk,
    model::{KNOWN_TO_THE_DESK, Project, Source},
    store::{self, Access, Originals},
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project.
    project: PathBuf,
    /// Print one JSON array of the findings.
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path = &arguments.project;
    let findings = findings(path)?;
    if arguments.json {
        let list = findings.iter().map(|finding| serde_json::json!({ "message": finding })).collect();
        output::pretty_json(&serde_json::Value::Array(list))?;
    } else {
        findings.iter().try_for_each(|finding| output::line(finding))?;
    }
    match findings.len() {
        0 if arguments.json => Ok(()),
        0 => Ok(output::line("The project is whole.")?),
        1 => anyhow::bail!("There is 1 finding. “claimdesk repair” mends what can be mended.\n{}", path.display()),
        n => anyhow::bail!("There are {n} findings. “claimdesk repair” mends what can be mended.\n{}", path.display()),
    }
}

/// What is wrong with the project at this path and the files beside it, a sentence each.
pub(super) fn findings(path: &Path) -> Result<Vec<String>, Failure> {
    let opened = jobs::open_project(&Disk, path).map_err(|error| super::with_path(&error, path))?;
    let loaded = opened.loaded;
    let mut found: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    match &loaded.access {
        Access::UnknownFields(fields) => {
            found.extend(fields.iter().map(|field| format!("The field {field} is not known here.")));
        }
        access @ Access::Newer(_) => found.extend(access.reason()),
        _ => {}
    }
    let originals = Originals::beside(&Disk, path);
    let mut names: Vec<&str> = store::original_names(&loaded.project).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        match originals.get(&Disk, name) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                let (what, hash) = what_is(&loaded.project, name);
                found.push(format!("{what} was changed: it does not match its hash any more{hash}."));
            }
            Err(error) => {
                let (what, hash) = what_is(&loaded.project, name);
                found.push(format!("{what} cannot be read: {}{hash}.", store::describe_io(&error)));
            }
        }
    }
    Ok(found)
}

/// What a kept file is, for people: a sealed copy with its source and time, else the file's name; and its hash. What is printed is
/// handed on: of a confidential source it tells neither name nor hash, but its number in `list --sources`.
fn what_is(project: &Project, name: &str) -> (String, String) {
    let hash = format!(" ({name})");
    let keeps = |source: &Arc<Source>| source.copies().any(|copy| copy == name);
    let of_confidential = |source: &Arc<Source>| source.is_confidential && keeps(source);
    if let Some(at) = project.sources().iter().position(of_confidential) {
        return (format!("A kept copy of “{KNOWN_TO_THE_DESK}” (source {})", at + 1), String::new());
    }
    let seals = project.sources().iter().flat_map(|source| source.seals.iter().map(move |seal| (source, seal)));
    if let Some((source, seal)) = seals.clone().find(|(_, seal)| seal.sha256 == name) {
        let when = seal.at.strftime("%Y-%m-%d %H:%M UTC");
        return (format!("The copy of “{}” that was sealed on {when}", source.display_title()), hash);
    }
    let what = match project.sources().iter().find(|source| keeps(source)) {
        Some(source) => format!("The kept document of “{}”", source.display_title()),
        None => "The kept file".to_owned(),
    };
    (what, hash)
}
