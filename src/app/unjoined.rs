//! Two people's work that stands in one file with the marks of a merge, or in two files beside each other: read, and joined. Nothing is
//! written here.

use std::{collections::BTreeSet, io, path::Path};

use jiff::Timestamp;

use crate::{
    join::{self, Joined},
    model::{Project, Reviewer, ReviewerId},
    store::{self, Access, Files, StateDir, StoreError, Versions},
};

use super::open_error::OpenError;

/// How much of the name of a side is shown, in characters.
const LONGEST_LABEL: usize = 60;

/// How many kept versions are looked at for what both began with.
const MOST_KEPT: usize = 60;

/// Two people's work, joined, with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unjoined {
    /// Both sides as they were found; the first is what is open, or stands first in the file.
    pub sides: [OneSide; 2],
    /// What both began with, as far as it is known.
    pub base: Option<Project>,
    /// How it is known.
    pub before: Before,
    /// The result.
    pub joined: Joined,
}

/// One of two sides.
#[derive(Debug, Clone, PartialEq)]
pub struct OneSide {
    /// The project as this side has it.
    pub project: Project,
    /// Whose work it is, as far as the logs tell.
    pub people: Vec<ReviewerId>,
    /// How git or the file's name calls it; may be empty.
    pub label: String,
}

/// How the state is known with which both began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Git keeps it while the merge is not finished.
    Git,
    /// It stands in the file, between the marks.
    Marks,
    /// Of what was saved on this machine at that time both have the beginning.
    Kept(Timestamp),
    /// It is the file as it was opened or saved here last.
    Here,
    /// It is not known.
    Unknown,
}

impl Before {
    /// In a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::Git => "What both began with is known from git.".to_owned(),
            Self::Marks => "What both began with stands in the file.".to_owned(),
            Self::Kept(at) => format!(
                "What both began with is taken from the version that was saved here on {}.",
                at.strftime("%-d %B %Y")
            ),
            Self::Here => "Both began with the file as it was here before.".to_owned(),
            Self::Unknown => {
                "No state from before is known. Both are taken as they are, and you are asked where they differ."
                    .to_owned()
            }
        }
    }
}

impl Unjoined {
    /// Joins two projects.
    pub fn new(base: Option<Project>, before: Before, sides: [(Project, String); 2]) -> Self {
        let [(ours, our_label), (theirs, their_label)] = sides;
        let joined = join::join(base.as_ref(), &ours, &theirs);
        let side = |project: &Project, other: &Project, label| {
            let people = people(base.as_ref().unwrap_or(other), project);
            OneSide { project: project.clone(), people, label }
        };
        let sides = [side(&ours, &theirs, our_label), side(&theirs, &ours, their_label)];
        Self { sides, base, before, joined }
    }

    /// Of a claim on which both sides have worked, and which stands in a file that a program joined line by line, nobody can tell what was
    /// signed: it is open.
    fn without_signatures_of_both(mut self) -> Self {
        let [ours, theirs] = &self.sides;
        let opened = join::open_where_both_worked(&self.joined.project, &ours.project, &theirs.project);
        if let Some((project, sentence)) = opened {
            self.joined.project = project;
            self.joined.told.push(sentence);
        }
        let text = "Lines that did not clash had been joined by another program, which knows no signatures: look over what was signed.";
        self.joined.told.push(text.to_owned());
        self
    }

    /// Whether the result may be written.
    pub fn access(&self) -> Access {
        let problems = self.joined.project.problems();
        if problems.is_empty() { Access::Editable } else { Access::Problems(problems) }
    }
}

impl OneSide {
    /// Whose side it is, for people: "Ann Lee", "Ann Lee (HEAD)", "The side that git calls HEAD".
    pub fn title(&self, project: &Project) -> String {
        let known = |id: &ReviewerId| project.reviewer(id).or_else(|| self.project.reviewer(id));
        let name = |reviewer: &std::sync::Arc<Reviewer>| {
            let name = reviewer.name.trim();
            if name.is_empty() { reviewer.short().to_owned() } else { name.to_owned() }
        };
        let names: Vec<String> = self.people.iter().filter_map(known).map(name).collect();
        // Git may name a side by a whole path.
        let label = self.label.rsplit(['/', '\\']).next().unwrap_or_default();
        let label: String = label.chars().take(LONGEST_LABEL).collect();
        match (names.is_empty(), label.is_empty()) {
            (false, true) => names.join(", "),
            (false, false) => format!("{} ({label})", names.join(", ")),
            (true, false) => label,
            (true, true) => "Without a name".to_owned(),
        }
    }
}

/// Who has done something since a state, as the logs tell.
fn people(before: &Project, after: &Project) -> Vec<ReviewerId> {
    let all: BTreeSet<ReviewerId> = join::by_person(before, after).into_iter().filter_map(|work| work.by).collect();
    all.into_iter().collect()
}

/// Reads a project file with conflict marks and joins both sides. What git keeps of the merge comes first: there each side is as it was,
/// without what a program that knows nothing of projects has mixed into it.
///
/// # Errors
/// [`OpenError::Store`]: the marks are not whole, or a side is damaged.
pub fn read_marked(
    files: &dyn Files,
    path: &Path,
    bytes: &[u8],
    state: Option<&StateDir>,
) -> Result<Unjoined, OpenError> {
    let parted = store::part(bytes).ok_or(StoreError::BrokenMarks)?;
    let stages = files.stages(path);
    let read = |bytes: &[u8]| store::decode(bytes).ok().map(usable).and_then(Result::ok);
    let of_git = [&stages.ours, &stages.theirs].map(|stage| stage.as_deref().and_then(read));
    let base_of_git = stages.base.as_deref().and_then(read);
    let labels = parted.names.clone();
    if let [Some(ours), Some(theirs)] = of_git
        && is_as_git_left_it(&parted, &stages)
    {
        let [our_label, their_label] = labels;
        let sides = [(ours, our_label), (theirs, their_label)];
        let (base, before) = match base_of_git {
            Some(base) => (Some(base), Before::Git),
            None => from_kept(files, path, state, &sides[0].0, &sides[1].0),
        };
        return Ok(Unjoined::new(base, before, sides));
    }
    let side = |which: &'static str, text: &str| {
        let loaded = store::decode(text.as_bytes());
        loaded.and_then(usable).map_err(|error| StoreError::DamagedSide { which, why: Box::new(error) })
    };
    let ours = side("the first of them", &parted.ours)?;
    let theirs = side("the second of them", &parted.theirs)?;
    let of_marks = parted.base.as_deref().map(str::as_bytes).and_then(read);
    let (base, before) = match (base_of_git, of_marks) {
        (Some(base), _) => (Some(base), Before::Git),
        (None, Some(base)) => (Some(base), Before::Marks),
        (None, None) => from_kept(files, path, state, &ours, &theirs),
    };
    let [our_label, their_label] = labels;
    let unjoined = Unjoined::new(base, before, [(ours, our_label), (theirs, their_label)]);
    Ok(unjoined.without_signatures_of_both())
}

/// Joins the project of one file with a copy of it in another.
///
/// # Errors
/// When the copy cannot be read.
pub fn read_copy_of(
    files: &dyn Files,
    path: &Path,
    ours: &Project,
    copy: &Path,
    state: Option<&StateDir>,
) -> Result<Unjoined, OpenError> {
    let bytes = read_beside(files, copy).map_err(|error| OpenError::Io { what: "Could not read the copy", error })?;
    let theirs = match store::decode(&bytes) {
        Ok(loaded) => usable(loaded)?,
        Err(StoreError::ConflictMarkers(_)) => read_marked(files, copy, &bytes, state)?.joined.project,
        Err(error) => return Err(error.into()),
    };
    let (base, before) = from_kept(files, path, state, ours, &theirs);
    let name = store::conflicted_copy(&file_name(copy)).map(|copy| copy.what);
    let label = name.unwrap_or_else(|| file_name(copy));
    Ok(Unjoined::new(base, before, [(ours.clone(), "this file".to_owned()), (theirs, label)]))
}

/// A project of which nothing is lost when it is joined. What does not fit together on one side may do so with the other's.
fn usable(loaded: store::Loaded) -> Result<Project, StoreError> {
    match loaded.access {
        Access::Editable | Access::Problems(_) => Ok(loaded.project),
        Access::Newer(format) => Err(StoreError::Newer(format)),
        other => Err(StoreError::NotJoined(other.reason().unwrap_or_default())),
    }
}

/// What both began with, from what was kept of the project on this machine.
fn from_kept(
    files: &dyn Files,
    path: &Path,
    state: Option<&StateDir>,
    ours: &Project,
    theirs: &Project,
) -> (Option<Project>, Before) {
    let Some((state, canonical)) = state.zip(files.canonicalize(path).ok()) else { return (None, Before::Unknown) };
    let versions = Versions::of(state, &store::project_key(&canonical));
    let mut best: Option<(Project, usize, Timestamp)> = None;
    for version in versions.list(files).into_iter().take(MOST_KEPT) {
        let Ok(bytes) = versions.read(files, &version) else { continue };
        let Ok(loaded) = store::decode(&bytes) else { continue };
        let Some((base, explained)) = join::base_of_kept(&loaded.project, ours, theirs) else { continue };
        if best.as_ref().is_none_or(|(_, most, _)| explained > *most) {
            best = Some((base, explained, version.at));
        }
    }
    best.map_or((None, Before::Unknown), |(base, _, at)| (Some(base), Before::Kept(at)))
}

/// Whether every line of both sides comes from what git keeps: nobody has written in the file since.
fn is_as_git_left_it(parted: &store::Parted, stages: &store::Stages) -> bool {
    let bare = |line: &str| line.trim_end_matches(['\n', '\r']).to_owned();
    let known: BTreeSet<String> = [&stages.base, &stages.ours, &stages.theirs]
        .into_iter()
        .flatten()
        .flat_map(|stage| String::from_utf8_lossy(stage).lines().map(bare).collect::<Vec<_>>())
        .collect();
    [&parted.ours, &parted.theirs].into_iter().all(|side| side.lines().all(|line| known.contains(&bare(line))))
}

/// The copies of a project that programs which keep folders the same have put beside it, and that hold a project with the same articles.
pub fn copies_beside(
    files: &dyn Files,
    state: &StateDir,
    canonical: &Path,
    project: &Project,
) -> Vec<std::path::PathBuf> {
    let joined = joined_before(files, state, canonical);
    let name = file_name(canonical);
    let Some(folder) = canonical.parent() else { return Vec::new() };
    let Ok(mut names) = files.list(folder) else { return Vec::new() };
    names.retain(|found| store::conflicted_copy(found).is_some_and(|copy| copy.original == name));
    names.sort();
    let is_of_it = |path: &std::path::PathBuf| {
        let bytes = read_beside(files, path).ok().filter(|bytes| !joined.contains(&store::sha256(bytes)));
        let theirs = bytes.and_then(|bytes| store::decode(&bytes).ok());
        theirs.is_some_and(|theirs| is_same_review(project, &theirs.project) && theirs.project != *project)
    };
    names.into_iter().take(MOST_COPIES).map(|name| folder.join(name)).filter(is_of_it).collect()
}

/// The hashes of copies that were joined with a project and saved.
fn joined_before(files: &dyn Files, state: &StateDir, canonical: &Path) -> BTreeSet<String> {
    let read = files.read(&joined_file(state, canonical), 1 << 20).unwrap_or_default();
    String::from_utf8_lossy(&read).lines().map(ToOwned::to_owned).collect()
}

fn joined_file(state: &StateDir, canonical: &Path) -> std::path::PathBuf {
    state.versions(&store::project_key(canonical)).join("copies")
}

/// Notes that a copy was joined with a project and saved, so that it is not offered again.
pub fn note_joined(files: &dyn Files, state: &StateDir, canonical: &Path, copy: &Path) {
    let Ok(bytes) = read_beside(files, copy) else { return };
    let mut known = joined_before(files, state, canonical);
    known.insert(store::sha256(&bytes));
    let lines: String = known.iter().map(|hash| format!("{hash}\n")).collect();
    let path = joined_file(state, canonical);
    // What cannot be noted is offered once more.
    if path.parent().is_some_and(|folder| files.create_dir_all(folder).is_ok()) {
        let _ = store::save_private(files, &path, lines.as_bytes());
    }
}

/// How many copies beside a project are looked at.
const MOST_COPIES: usize = 20;

/// The project of which an opened file is a conflicted copy, where that lies beside it and has the same articles.
pub fn original_beside(files: &dyn Files, canonical: &Path, project: &Project) -> Option<std::path::PathBuf> {
    let copy = store::conflicted_copy(&file_name(canonical))?;
    let original = canonical.with_file_name(copy.original);
    let bytes = read_beside(files, &original).ok()?;
    let theirs = store::decode(&bytes).ok()?.project;
    (is_same_review(project, &theirs) && theirs != *project).then_some(original)
}

/// The bytes of a project file that nobody has named, only found. A link could lead anywhere, and none is followed.
fn read_beside(files: &dyn Files, path: &Path) -> io::Result<Vec<u8>> {
    let (folder, name) = path.parent().zip(path.file_name()).ok_or(io::ErrorKind::InvalidFilename)?;
    files.folder(folder)?.read(name, store::MAX_BYTES)
}

fn is_same_review(one: &Project, other: &Project) -> bool {
    one.articles().iter().any(|article| other.article(&article.id).is_some())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Joining a conflicted copy.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyJob {
    /// The open project's file.
    pub path: std::path::PathBuf,
    /// What is open.
    pub ours: Project,
    /// The copy.
    pub copy: std::path::PathBuf,
    /// Where earlier versions are kept.
    pub state: Option<StateDir>,
}
