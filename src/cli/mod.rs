//! The program without a window: one file a verb, the same session behind it.
//!
//! Exit status 0: done; 1: findings or failure; 2: wrong use. Errors go to standard error. `docs/cli.md` documents what
//! `--json` prints; it is an interface and only grows.

mod add;
mod export;
mod formats;
mod import;
mod list;
mod new;
mod output;
mod shot;
mod text;

use std::{ffi::OsString, path::PathBuf};

use clap::{Parser, Subcommand};

use crate::{
    app::{effect::OpenError, jobs},
    io::Disk,
    store::{Access, Fingerprint},
};

/// Marks claims in articles, ties them to sources, records what the check found.
#[derive(Debug, Parser)]
#[command(name = "claimdesk", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// A project (.ron) or an article to open in the window.
    paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Start a project from articles. An existing file is never written over.
    New(new::Arguments),
    /// Add articles to a project, saved in place.
    Add(add::Arguments),
    /// Print what opening an article would give.
    Text(text::Arguments),
    /// Print the claims of a project.
    List(list::Arguments),
    /// Write the claims of a project for other programs and readers.
    Export(export::Arguments),
    /// Take in claims that another tool marked.
    Import(import::Arguments),
    /// Print every format that can be opened, imported or written.
    Formats(formats::Arguments),
    /// Draw the window of a project as a PNG picture. Needs no display.
    Shot(shot::Arguments),
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Outcome {
    /// A window on these paths.
    Window(Vec<PathBuf>),
    /// Nothing more; the process ends with this status.
    Done(u8),
}

/// A verb that failed: what could not be done, in words for people.
type Failure = anyhow::Error;

/// Takes the arguments, the program's name first, and does what they ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; clap tells them apart by the status.
            let _ = error.print();
            return Outcome::Done(error.exit_code() as u8);
        }
    };
    let done = match arguments.verb {
        None => return Outcome::Window(arguments.paths),
        Some(Verb::New(arguments)) => new::run(&arguments),
        Some(Verb::Add(arguments)) => add::run(&arguments),
        Some(Verb::Text(arguments)) => text::run(&arguments),
        Some(Verb::List(arguments)) => list::run(&arguments),
        Some(Verb::Export(arguments)) => export::run(&arguments),
        Some(Verb::Import(arguments)) => import::run(&arguments),
        Some(Verb::Formats(arguments)) => formats::run(&arguments),
        Some(Verb::Shot(arguments)) => shot::run(&arguments),
    };
    match done {
        Ok(()) => Outcome::Done(0),
        Err(failure) => {
            output::error(&format!("{failure:#}"));
            Outcome::Done(1)
        }
    }
}

/// Tells on standard error why the program ends.
pub fn tell(text: &str) {
    output::error(text);
}

/// A project file as opened, and what it held.
struct Opened {
    project: crate::model::Project,
    access: Access,
    fingerprint: Fingerprint,
}

/// Reads a project for a verb. What is wrong with it is told, and does not stop reading.
fn open(path: &std::path::Path) -> Result<Opened, Failure> {
    let opened = jobs::open_project(&Disk, path).map_err(|error| with_path(&error, path))?;
    if let Some(reason) = opened.loaded.access.reason() {
        output::warn(&format!("The project can only be read: {reason}"));
    }
    Ok(Opened { project: opened.loaded.project, access: opened.loaded.access, fingerprint: opened.fingerprint })
}

/// An error with the path on a line of its own.
fn with_path(error: &OpenError, path: &std::path::Path) -> Failure {
    anyhow::anyhow!("{error}\n{}", path.display())
}
