//! `claimdesk merge`: joins what two people made of one project, from the state that both began with. Also git's merge driver, and what
//! parts and joins a file in which a merge has left its marks.
//!
//! Status 0: whole; 1: written, and differences are open in it; 2: nothing was written.

use std::path::{Path, PathBuf};

use anyhow::bail;
use serde_json::{Value as Json, json};

use crate::{
    app::unjoined::{self, Unjoined},
    export,
    io::{Disk, dirs},
    join::{self, Joined},
    model::{Difference, KNOWN_TO_THE_DESK, Project, ReviewerId, Subject, Value},
    store::{self, Access, Files, Fingerprint, Originals, Over, StateDir, StoreError},
};

use super::{Failure, new, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// BASE OURS THEIRS: the project as both began with it (an empty file: there is no such state), as one has it, as the other has it.
    /// OURS THEIRS: the project and a copy of it. FILE: one in which a merge has left its marks.
    #[arg(num_args = 1..=3, required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where the result goes: a new file, or OURS or the one FILE itself.
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

/// What is joined, and the file of our side with what it held.
struct Work {
    joined: Joined,
    has_base: bool,
    before: Option<String>,
    ours: PathBuf,
    held: Fingerprint,
    /// The files beside which originals lie.
    beside: Vec<PathBuf>,
}

fn merge(arguments: &Arguments) -> Result<u8, Failure> {
    let Arguments { files, output: to, json } = arguments;
    let Work { joined, has_base, before, ours, held, beside } = match files.as_slice() {
        [marked] => parted(marked)?,
        [ours, copy] => copied(ours, copy)?,
        [base, ours, theirs] => three(base, ours, theirs)?,
        _ => bail!("Could not join: name one, two or three files."),
    };
    if let [first, ..] = joined.project.problems().as_slice() {
        bail!("Could not join: the result would not fit together. {first}\n{}", to.display());
    }
    if same_file(to, &ours) {
        write_over(to, &joined.project, held)?;
    } else {
        write_new(to, &joined.project, &beside)?;
    }
    // What is printed is handed on: a confidential source goes by no name there.
    let told = export::discreet(&joined.project);
    if *json {
        output::pretty_json(&as_json(&joined, &told, has_base))?;
    } else {
        before.iter().try_for_each(|sentence| output::line(sentence))?;
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

/// Two states that come from a third.
fn three(base: &Path, ours: &Path, theirs: &Path) -> Result<Work, Failure> {
    let base = is_something(base).then(|| read(base)).transpose()?;
    let (our, their) = (read(ours)?, read(theirs)?);
    let joined = join::join(base.as_ref().map(|(project, _)| project), &our.0, &their.0);
    let before = base.is_none().then(|| "There is no state from before: both are taken as they are.".to_owned());
    let beside = vec![ours.to_owned(), theirs.to_owned()];
    Ok(Work { joined, has_base: base.is_some(), before, ours: ours.to_owned(), held: our.1, beside })
}

/// A file in which a merge has left its marks.
fn parted(path: &Path) -> Result<Work, Failure> {
    let bytes = bytes(path)?;
    let shown = path.display();
    match store::decode(&bytes) {
        Err(StoreError::ConflictMarkers(_)) => {}
        Ok(_) => {
            bail!("Could not join: the file holds one version only. Name both, or the state from before too.\n{shown}")
        }
        Err(error) => bail!("{error}\n{shown}"),
    }
    let found =
        unjoined::read_marked(&Disk, path, &bytes, state().as_ref()).map_err(|error| super::with_path(&error, path))?;
    Ok(work(found, path, &bytes, vec![path.to_owned()]))
}

/// A project and a copy of it.
fn copied(path: &Path, copy: &Path) -> Result<Work, Failure> {
    let bytes = bytes(path)?;
    let ours = read(path)?.0;
    let found = unjoined::read_copy_of(&Disk, path, &ours, copy, state().as_ref());
    let found = found.map_err(|error| super::with_path(&error, copy))?;
    Ok(work(found, path, &bytes, vec![path.to_owned(), copy.to_owned()]))
}

fn work(found: Unjoined, path: &Path, bytes: &[u8], beside: Vec<PathBuf>) -> Work {
    let Unjoined { base, before, joined, .. } = found;
    let before = Some(before.sentence());
    Work { joined, has_base: base.is_some(), before, ours: path.to_owned(), held: Fingerprint::of(bytes), beside }
}

/// Where earlier versions are kept.
fn state() -> Option<StateDir> {
    dirs::state_dir().map(StateDir)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = Disk.read(path, store::MAX_BYTES);
    read.map_err(|error| anyhow::anyhow!("Could not join: {}.\n{}", store::describe_io(&error), path.display()))
}

/// Whether there is a state at all: git hands an empty file where there is none.
fn is_something(path: &Path) -> bool {
    Disk.read(path, store::MAX_BYTES).map_or(true, |bytes| !bytes.iter().all(u8::is_ascii_whitespace))
}

/// A project with the fingerprint of its file. One of which something would be lost is not joined.
fn read(path: &Path) -> Result<(Project, Fingerprint), Failure> {
    let bytes = bytes(path)?;
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
        true => match Disk.canonicalize(path) {
            Ok(canonical) => super::take_lock(&canonical, "Could not join", path, super::Waiting { wait: 0 })?,
            Err(_) => None,
        },
        false => None,
    };
    let written = store::write(&Disk, path, text.as_bytes(), &Over::Holding(read));
    super::tell_unkept(&written.map_err(|error| failed(error.to_string()))?);
    Ok(())
}

/// Writes a new project, with the originals that lie beside these.
fn write_new(path: &Path, project: &Project, files: &[PathBuf]) -> Result<(), Failure> {
    if Disk.metadata(path).is_ok() {
        bail!("Could not write the joined project: the file exists already.\n{}", path.display());
    }
    let beside: Vec<_> = files.iter().map(|path| Originals::beside(&Disk, path)).collect();
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
