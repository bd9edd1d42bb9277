//! The program without a window: one file a verb, the same session behind it.
//!
//! Exit status 0: done; 1: findings or failure; 2: wrong use. Errors go to standard error. `docs/cli.md` documents what
//! `--json` prints; it is an interface and only grows.

mod add;
mod check;
mod compare;
mod diff;
mod export;
mod find;
mod formats;
mod git_setup;
mod import;
mod import_project;
mod import_sources;
mod left_out;
mod list;
mod list_sources;
mod merge;
mod new;
mod output;
mod repair;
mod shot;
mod split;
mod text;
mod update;
mod verify;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
    time::Duration,
};

use clap::{CommandFactory, Parser, Subcommand};

use crate::{
    app::{
        SeenBy,
        effect::OpenError,
        jobs::{self, Reach},
    },
    io::{self, Disk, Internet, Tesseract, Worker, dirs, recognise, worker},
    join,
    model::{Project, Reviewer},
    store::{self, Access, Files, Fingerprint, LandingError, Locked, ProjectLock, StateDir, journal},
};

/// Marks claims in articles, ties them to sources, records what the check found.
#[derive(Debug, Parser)]
#[command(name = "claimdesk", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// A project (.ron), an article or a web address to open in the window.
    paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Start a project from articles. An existing file is never written over.
    New(new::Arguments),
    /// Add articles to a project, or the document of a source; saved in place.
    Add(add::Arguments),
    /// Print what opening an article would give.
    Text(text::Arguments),
    /// Print the claims of a project.
    List(list::Arguments),
    /// Find what was checked before, over many projects. Status 0: found; 1: nothing; 2: it could not be looked for.
    Find(find::Arguments),
    /// Print what still blocks publication. Status 1 when something does.
    Check(check::Arguments),
    /// Compare what several people marked and found in the same article, with coefficients of agreement.
    Compare(compare::Arguments),
    /// Write the claims of a project for other programs and readers.
    Export(export::Arguments),
    /// Bring in a new draft of an article; its claims follow. Saved in place.
    Update(update::Arguments),
    /// Take in another project, claims that another tool marked, or a list of sources (RIS, BibTeX, CSL-JSON).
    Import(import::Arguments),
    /// Print every format that can be opened, imported or written.
    Formats(formats::Arguments),
    /// Say whether a project is whole, and whether the files beside it match their hashes.
    Verify(verify::Arguments),
    /// Mend what can be mended of a project into a new file, each step named.
    Repair(repair::Arguments),
    /// Join what two people made of one project. Status 0: whole; 1: written, and differences are open; 2: nothing written.
    Merge(merge::Arguments),
    /// Tell in words what changed between two states of a project; of one, what it holds (as git’s textconv).
    Diff(diff::Arguments),
    /// Give out independent first passes: a file for each reviewer, with nothing of what others found.
    Split(split::Arguments),
    /// Have git join and compare projects with this program in a repository.
    GitSetup(git_setup::Arguments),
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
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let [_, verb, memory] = arguments.as_slice()
        && verb == worker::ARGUMENT
    {
        let memory = memory.to_str().and_then(|memory| memory.parse().ok());
        return Outcome::Done(memory.map_or(2, worker::serve));
    }
    if let [_, verb, rest @ ..] = arguments.as_slice()
        && verb == recognise::ARGUMENT
    {
        return Outcome::Done(recognise::launch(rest));
    }
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
        Some(Verb::Check(arguments)) => return finish(check::run(&arguments)),
        Some(Verb::Text(arguments)) => return finish(text::run(&arguments)),
        Some(Verb::Repair(arguments)) => return finish(repair::run(&arguments)),
        Some(Verb::Merge(arguments)) => return Outcome::Done(merge::run(&arguments)),
        Some(Verb::Find(arguments)) => return Outcome::Done(find::run(&arguments)),
        Some(Verb::New(arguments)) => new::run(&arguments),
        Some(Verb::Add(arguments)) => add::run(&arguments),
        Some(Verb::List(arguments)) => list::run(&arguments),
        Some(Verb::Compare(arguments)) => compare::run(&arguments),
        Some(Verb::Export(arguments)) => export::run(&arguments),
        Some(Verb::Update(arguments)) => update::run(&arguments),
        Some(Verb::Import(arguments)) => import::run(&arguments),
        Some(Verb::Formats(arguments)) => formats::run(&arguments),
        Some(Verb::Verify(arguments)) => verify::run(&arguments),
        Some(Verb::Shot(arguments)) => shot::run(&arguments),
        Some(Verb::Split(arguments)) => split::run(&arguments),
        Some(Verb::Diff(arguments)) => diff::run(&arguments),
        Some(Verb::GitSetup(arguments)) => git_setup::run(&arguments),
    };
    finish(done.map(|()| 0))
}

/// What there is to do where no window can be opened.
pub fn without_window() -> String {
    let verbs: Vec<String> = Arguments::command().get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    format!("Without a display these work: claimdesk {}. See claimdesk --help.", verbs.join(", "))
}

/// The status of a verb; what went wrong is told.
fn finish(done: Result<u8, Failure>) -> Outcome {
    if let Some(missing) = WORKER.take_missing() {
        output::warn(&missing);
    }
    match done {
        Ok(status) => Outcome::Done(status),
        Err(failure) => {
            output::error(&format!("{failure:#}"));
            // Something was left unsaid that only the user knows.
            let is_wrong_use = failure.is::<text::ChoosePage>() || failure.is::<compare::TooFew>();
            Outcome::Done(if is_wrong_use { 2 } else { 1 })
        }
    }
}

/// Tells on standard error why the program ends.
pub fn tell(text: &str) {
    output::error(text);
}

static WORKER: LazyLock<Worker> = LazyLock::new(Worker::new);

/// What the verbs have of the outside.
fn reach() -> Reach<'static> {
    static TESSERACT: LazyLock<Tesseract> = LazyLock::new(Tesseract::new);
    static INTERNET: LazyLock<Internet> = LazyLock::new(Internet::default);
    Reach { files: &Disk, reader: &*WORKER, web: &*INTERNET, recogniser: &*TESSERACT }
}

/// A project file as opened, and what it held.
struct Opened {
    project: Project,
    access: Access,
    held: Held,
}

/// What a project's file held when it was read, and the right to write it, once that is taken.
struct Held {
    fingerprint: Fingerprint,
    lock: Option<ProjectLock>,
}

/// How long a verb waits for whoever has the project open.
#[derive(Debug, Clone, Copy, clap::Args)]
struct Waiting {
    /// Wait so long for whoever has the project open to close it.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
}

/// How often a project is looked at that somebody else has open.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Reads a project that is to be changed, and takes care that nobody else writes it until it is saved. `what` could not be
/// done otherwise. The lock comes first: what is read while another has it may be old when they close it.
fn open_to_change(path: &Path, what: &str, waiting: Waiting) -> Result<Opened, Failure> {
    let path_shown = path.display();
    // A file that is not there is told by reading it.
    let lock = Disk.canonicalize(path).ok().map(|canonical| take_lock(&canonical, what, path, waiting)).transpose()?;
    let mut opened = open_as_saved(path)?;
    if !opened.access.is_editable() {
        anyhow::bail!("{what}: the project can only be read.\n{path_shown}");
    }
    opened.held.lock = lock.flatten();
    opened.follow_left_behind("It is saved so with what is changed.");
    Ok(opened)
}

fn take_lock(canonical: &Path, what: &str, path: &Path, waiting: Waiting) -> Result<Option<ProjectLock>, Failure> {
    let until = io::clock::now().1 + Duration::from_secs(waiting.wait);
    let state = dirs::state_dir().map(StateDir);
    let mut has_told = false;
    loop {
        let holder = io::holder(String::new(), io::clock::now().0);
        let who = match store::lock(&Disk, canonical, state.as_ref(), &holder) {
            Locked::Mine(lock, trouble) => {
                trouble.iter().for_each(|trouble| output::warn(trouble));
                return Ok(Some(lock));
            }
            Locked::Unavailable(trouble) => {
                output::warn(&trouble);
                return Ok(None);
            }
            Locked::Theirs(holder) => holder.map_or("another window".to_owned(), |holder| holder.who()),
        };
        if io::clock::now().1 >= until {
            anyhow::bail!("{what}: {who} has the project open. Close it there first.\n{}", path.display());
        }
        if !has_told {
            output::warn(&format!("{who} has the project open. Waiting for it to be closed."));
            has_told = true;
        }
        io::clock::pause(LOOK_EVERY);
    }
}

/// Whose eyes a project is looked at with.
#[derive(Debug, Clone, clap::Args)]
struct SeenAs {
    /// As this reviewer is to see it: without what a blind or independent second check hides from them. Initials, name or id.
    #[arg(long = "for", value_name = "PERSON")]
    person: Option<String>,
}

impl SeenAs {
    /// The project as the reader is to see it; all of it where none is named.
    fn see(&self, project: Project) -> Result<SeenBy, Failure> {
        Ok(match self.reviewer(&project)? {
            Some(reviewer) => SeenBy::new(&project, Some(&reviewer.id)),
            None => SeenBy::whole(project),
        })
    }

    /// The reviewer who is named.
    fn reviewer(&self, project: &Project) -> Result<Option<Arc<Reviewer>>, Failure> {
        let Some(person) = self.person.as_deref() else { return Ok(None) };
        let is_named = |reviewer: &&Arc<Reviewer>| {
            reviewer.id.as_str() == person || [&reviewer.initials, &reviewer.name].contains(&&person.to_owned())
        };
        let found: Vec<_> = project.reviewers().iter().filter(is_named).collect();
        match found.as_slice() {
            [only] => Ok(Some(Arc::clone(only))),
            [] => {
                let all: Vec<_> = project.reviewers().iter().map(|reviewer| reviewer.short()).collect();
                anyhow::bail!("No reviewer of the project is called {person}. It knows: {}.", all.join(", "))
            }
            _ => anyhow::bail!("Several reviewers of the project are called {person}. Name one by the id."),
        }
    }
}

/// Whether an output may be written over a file that is there.
#[derive(Debug, Clone, Copy, clap::Args)]
struct Replacing {
    /// Write over a file that is there. A project is never written over.
    #[arg(long)]
    force: bool,
}

/// Where an output of a verb goes, which was made of these files.
fn landing<'a>(path: &'a Path, inputs: &[&Path], replacing: Replacing) -> Result<store::Landing<'a>, Failure> {
    let asking = store::Asking { inputs, may_replace: replacing.force };
    store::landing(&Disk, path, asking).map_err(|error| {
        let hint = if matches!(error, LandingError::Occupied(_)) { " Use --force to write over it." } else { "" };
        anyhow::anyhow!("{error}{hint}\n{}", path.display())
    })
}

/// Writes an output.
fn write(landing: &store::Landing<'_>, bytes: &[u8]) -> Result<(), Failure> {
    let written =
        landing.write(&Disk, bytes).map_err(|error| anyhow::anyhow!("{error}\n{}", landing.path().display()))?;
    tell_unkept(&written);
    Ok(())
}

/// Tells what the file that was replaced had, and the new one has not.
fn tell_unkept(written: &store::Written) {
    written.unkept.iter().for_each(|unkept| output::warn(unkept.sentence()));
}

/// Reads a project for a verb. What is wrong with it is told, and does not stop reading.
fn open(path: &Path) -> Result<Opened, Failure> {
    let mut opened = open_as_saved(path)?;
    opened.follow_left_behind("The file stays as it is.");
    Ok(opened)
}

impl Opened {
    /// Puts passages that were left in an older draft where the newest has them, as the window does on opening, and says so.
    fn follow_left_behind(&mut self, and: &str) {
        let Some(followed) = join::left_behind(&self.project) else { return };
        if self.project.apply(&followed.edit).is_ok() {
            output::warn(&format!("{} {and}", followed.sentence()));
        }
    }
}

fn open_as_saved(path: &Path) -> Result<Opened, Failure> {
    let opened = jobs::open_project(&Disk, path).map_err(|error| with_path(&error, path))?;
    let key = store::project_key(&opened.canonical);
    let journal = dirs::state_dir().and_then(|state| journal::read(&Disk, &StateDir(state), &key).ok()?);
    if journal.is_some_and(|journal| journal.unsaved_changes() > 0) {
        output::warn(
            "The window has changes of this project that are not saved. The command line works on the saved file.",
        );
    }
    if let Some(reason) = opened.loaded.access.reason() {
        output::warn(&format!("The project can only be read: {reason}"));
    }
    let held = Held { fingerprint: opened.fingerprint, lock: None };
    Ok(Opened { project: opened.loaded.project, access: opened.loaded.access, held })
}

/// An error with the path on a line of its own.
fn with_path(error: &OpenError, path: &Path) -> Failure {
    anyhow::anyhow!("{error}\n{}", path.display())
}
