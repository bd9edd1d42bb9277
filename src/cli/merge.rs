//! `claimdesk merge`: joins what two people made of one project, from the state that both began with. Also git's merge driver.
//!
//! Status 0: whole; 1: written, and differences are open in it; 2: nothing was written.

use std::path::{Path, PathBuf};

use anyhow::bail;
use serde_json::{Value as Json, json};

use crate::{
    export,
    io::Disk,
    join::{self, Joined},
    model::{Difference, KNOWN_TO_THE_DESK, Project, ReviewerId, Subject, Value},
    store::{self, Access, Files, Fingerprint, Originals, Over},
};

use super::{Failure, new, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project as both began with it. An empty file: there is no such state.
    base: PathBuf,
    /// As one has it.
    ours: PathBuf,
    /// As the other has it.
    theirs: PathBuf,
    /// Where the result goes: a new file, or OURS itself.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Joins, writes, tells, and returns the status.
pub fn run(arguments: &Arguments) -> u8 {
    match merge(arguments) {
        Ok(status) => status,
        Err(failure) => {
            output::error(&format!("{failure:#}"));
            2
        }
    }
}

fn merge(arguments: &Arguments) -> Result<u8, Failure> {
    let Arguments { base: base_path, ours: ours_path, theirs: theirs_path, output: to, json } = arguments;
    let base = is_something(base_path).then(|| read(base_path)).transpose()?;
    let (ours, theirs) = (read(ours_path)?, read(theirs_path)?);
    let joined = join::join(base.as_ref().map(|(project, _)| project), &ours.0, &theirs.0);
    if let [first, ..] = joined.project.problems().as_slice() {
        bail!("Could not join: the result would not fit together. {first}\n{}", to.display());
    }
    if same_file(to, ours_path) {
        write_over(to, &joined.project, ours.1)?;
    } else {
        write_new(to, &joined.project, ours_path, theirs_path)?;
    }
    // What is printed is handed on: a confidential source goes by no name there.
    let told = export::discreet(&joined.project);
    if *json {
        output::pretty_json(&as_json(&joined, &told, base.is_some()))?;
    } else {
        if base.is_none() {
            output::line("There is no state from before: both are taken as they are.")?;
        }
        joined.told.iter().try_for_each(|sentence| output::line(sentence))?;
        for open in joined.project.differences() {
            let values: Vec<String> = values(&joined.project, &told, open)
                .into_iter()
                .map(|(who, words)| who.map_or_else(|| format!("“{words}”"), |who| format!("“{words}” ({who})")))
                .collect();
            output::line(&format!("Open: {}: {}.", open.title(&told), values.join(" or ")))?;
        }
        output::line(&match joined.project.differences().len() {
            0 => "Joined. Nothing is open.".to_owned(),
            1 => "Joined. 1 difference is open: settle it in the window.".to_owned(),
            count => format!("Joined. {count} differences are open: settle them in the window."),
        })?;
    }
    Ok(u8::from(!joined.project.differences().is_empty()))
}

/// Whether there is a state at all: git hands an empty file where there is none.
fn is_something(path: &Path) -> bool {
    Disk.read(path, store::MAX_BYTES).map_or(true, |bytes| !bytes.iter().all(u8::is_ascii_whitespace))
}

/// A project with the fingerprint of its file. One of which something would be lost is not joined.
fn read(path: &Path) -> Result<(Project, Fingerprint), Failure> {
    let bytes = Disk
        .read(path, store::MAX_BYTES)
        .map_err(|error| anyhow::anyhow!("Could not join: {}.\n{}", store::describe_io(&error), path.display()))?;
    let loaded = store::decode(&bytes).map_err(|error| anyhow::anyhow!("{error}\n{}", path.display()))?;
    // What does not fit together on one side may do so with the other's: the result is looked at.
    let is_left_out = !matches!(loaded.access, Access::Editable | Access::Problems(_));
    if let Some(reason) = loaded.access.reason().filter(|_| is_left_out) {
        bail!("Could not join: {reason}\n{}", path.display());
    }
    Ok((loaded.project, Fingerprint::of(&bytes)))
}

fn same_file(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| Disk.canonicalize(path).ok();
    canonical(one).is_some() && canonical(one) == canonical(other)
}

/// Writes over our file, as git's merge driver does, if it still holds what was read. A project that somebody has open is left to them.
fn write_over(path: &Path, project: &Project, read: Fingerprint) -> Result<(), Failure> {
    let failed = |why: String| anyhow::anyhow!("{why}\n{}", path.display());
    let text = store::encode(project);
    store::check_encoded(project, &text).map_err(|error| failed(error.to_string()))?;
    let _lock = match store::has_project_ending(path) {
        true => super::open_to_change(path, "Could not join", super::Waiting { wait: 0 })?.held.lock,
        false => None,
    };
    let written = store::write(&Disk, path, text.as_bytes(), &Over::Holding(read));
    super::tell_unkept(&written.map_err(|error| failed(error.to_string()))?);
    Ok(())
}

/// Writes a new project, with the files that lie beside both.
fn write_new(path: &Path, project: &Project, ours: &Path, theirs: &Path) -> Result<(), Failure> {
    if Disk.metadata(path).is_ok() {
        bail!("Could not write the joined project: the file exists already.\n{}", path.display());
    }
    let beside = [ours, theirs].map(|path| Originals::beside(&Disk, path));
    let found = store::original_names(project).filter_map(|name| {
        beside.iter().find_map(|originals| originals.get(&Disk, name).ok()).map(std::sync::Arc::from)
    });
    let originals = found.collect();
    new::save(path.to_owned(), project.clone(), originals, None, None)
}

/// Each value of a difference in words, with whose it is.
fn values(project: &Project, told: &Project, open: &Difference) -> Vec<(Option<String>, String)> {
    let is_hidden = |id| project.source(id).is_some_and(|source| source.is_confidential);
    let hides = open.values.iter().any(|opinion| match &opinion.value {
        Value::Source(source) => source.is_confidential || is_hidden(&source.id),
        Value::Evidence(evidence) => is_hidden(&evidence.source),
        _ => false,
    });
    let words = |opinion| if hides { KNOWN_TO_THE_DESK.to_owned() } else { open.words(told, opinion) };
    open.values.iter().map(|opinion| (opinion.who(project).map(ToOwned::to_owned), words(opinion))).collect()
}

fn as_json(joined: &Joined, told: &Project, has_base: bool) -> Json {
    let project = &joined.project;
    let differences: Vec<Json> = project
        .differences()
        .iter()
        .map(|open| {
            let values: Vec<Json> = values(project, told, open)
                .into_iter()
                .zip(&open.values)
                .map(|((who, words), opinion)| {
                    let by = opinion.by.as_ref().map(ReviewerId::as_str);
                    json!({ "value": words, "by": by, "who": who, "at": opinion.at.map(|at| at.to_string()) })
                })
                .collect();
            let mut told = json!({ "name": open.name(), "title": open.title(told), "values": values });
            match &open.subject {
                Subject::Project => {}
                Subject::Article(id) => told["article"] = id.as_str().into(),
                Subject::Source(id) => told["source"] = id.as_str().into(),
                Subject::Claim(id) => {
                    told["claim"] = id.as_str().into();
                    told["number"] = project.claim(id).map(|claim| claim.number).into();
                }
            }
            told
        })
        .collect();
    json!({ "base": has_base, "told": joined.told, "differences": differences })
}
