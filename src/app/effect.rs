//! Wishes to the outside, and what comes back. The session never touches the disk, the clipboard or a window itself.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    anchor::Revision,
    export,
    import::{Draft, Engine, LineMode, RecogniseError, Watch, web::address_in},
    library::{Found, Like},
    model::{Article, ArticleId, ArticleMeta, Claim, ClaimId, Origin, Project, ReviewerId, Source, SourceId, Version},
    picture::Picture,
    recall::Passages,
    store::{
        self, Fingerprint, Holder, JournalNews, KeptVersion, Loaded, Op, ProjectLock, Salvaged, SaveError, StateDir,
        Unkept, journal::LeftBehind,
    },
};

pub use super::open_error::OpenError;

use super::{
    comparison::{CompareJob, ProjectComparison, Uncompared},
    coverage::{ExamineJob, ExaminedJob},
    desk_library::{RepeatsJob, SearchJob},
    draft_following::FollowedClaim,
    faces::{FaceAnswer, FaceAsk},
    incoming::{Incoming, ReadIncoming},
    incoming_project::{GiveOutJob, IncomingProject, TakeInJob},
    intent::Forget,
    journal_replay::Resumed,
    library_job::{Gathered, LibraryJob},
    looks::Drawing,
    prefs::Prefs,
    since::{Since, VisitJob},
    source_following::FollowedEvidence,
    state_id::StateId,
    unjoined::{CopyJob, Unjoined},
    view::Wish,
};

pub use super::clip::{Clip, ClipboardUse};
pub use super::seal_job::{SealFrom, SealJob, Sealed};

pub use super::given::{GivenFile, GivenFrom, KeptFile};

/// A wish to the outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the reviewer for a path; answered by [`EffectResult::Picked`].
    Pick(Pick),
    /// Do some work away from the window; answered by [`EffectResult::Done`].
    Run(Job),
    /// Ask the system about faces; answered by [`EffectResult::Face`].
    Face(FaceAsk),
    /// Put text on the clipboard.
    Copy(String),
    /// Ask for what is on the clipboard; answered by [`EffectResult::Clipboard`].
    ReadClipboard(ClipboardUse),
    /// Open a web address in the browser. Its scheme has been checked.
    OpenLink(String),
    /// Open a picture or recording with the system's own program: a copy of these bytes under this name, whose ending is that of what
    /// they are. It is shown or played, never run.
    OpenFile(String, Arc<[u8]>),
    /// Write the program's settings.
    SavePrefs(Prefs),
    /// Write something to the journal, in the order in which it is asked for; what fails is told by
    /// [`EffectResult::Journal`]. Later jobs see what was written.
    Journal(Op),
    /// Tell when this file changes ([`EffectResult::FileTouched`]); `None`: no file any more.
    Watch(Option<PathBuf>),
    /// Something the window itself is to do, once.
    Wish(Wish),
    /// Close the window.
    Quit,
}

/// What a path is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// An article that becomes a new project.
    NewFromArticle,
    /// An article for the open project.
    Article,
    /// A new draft of this article.
    Draft(ArticleId),
    /// The document of a source.
    Document(SourceId),
    /// A copy of a source, to be sealed.
    SealFile(SourceId),
    /// A list of sources from a reference manager.
    Sources,
    /// A folder of projects that is to belong to the library.
    LibraryFolder,
    /// A project to open.
    Project,
    /// A file of another tool with claims.
    Claims,
    /// A project of somebody else, to be compared with the open one.
    Compared,
    /// Where to save the project.
    SaveAs {
        /// The file name to start from.
        suggested: String,
    },
    /// Where to write an export.
    Export {
        /// Id of the format.
        format: &'static str,
        /// How.
        options: export::Options,
        /// The file name to start from.
        suggested: String,
    },
    /// For this project and no other: it may be closed before the path is chosen.
    For(StateId, Box<Pick>),
}

impl Pick {
    /// The same, for the project that is open, if it is for one.
    pub(crate) fn of_open(self, project: Option<StateId>) -> Self {
        match project.filter(|_| !matches!(self, Self::NewFromArticle | Self::Project | Self::LibraryFolder)) {
            Some(project) => Self::For(project, Box::new(self)),
            None => self,
        }
    }

    /// What the dialog is called.
    pub fn title(&self) -> &'static str {
        match self {
            Self::NewFromArticle | Self::Article => "Open an article",
            Self::Draft(_) => "Open a new draft",
            Self::Document(_) => "Open the document of the source",
            Self::SealFile(_) => "Seal a copy of the source",
            Self::Sources => "Import sources",
            Self::LibraryFolder => "Add a folder to the library",
            Self::Project => "Open a project",
            Self::Claims => "Import claims from another tool or project",
            Self::Compared => "Compare with a project",
            Self::SaveAs { .. } => "Save the project as",
            Self::Export { .. } => "Export to",
            Self::For(_, pick) => pick.title(),
        }
    }

    /// Whether the path is to be written rather than read.
    pub fn is_for_writing(&self) -> bool {
        match self {
            Self::For(_, pick) => pick.is_for_writing(),
            pick => matches!(pick, Self::SaveAs { .. } | Self::Export { .. }),
        }
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        *self == Self::LibraryFolder
    }

    /// The file name to start from.
    pub fn suggested(&self) -> &str {
        match self {
            Self::SaveAs { suggested } | Self::Export { suggested, .. } => suggested,
            Self::For(_, pick) => pick.suggested(),
            _ => "",
        }
    }
}

/// Work that takes time or the disk, as data. [`super::jobs::run`] does it.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Read a project, with what its journal holds.
    OpenProject(OpenJob),
    /// Read an article.
    Import(ImportJob),
    /// Ask which program recognises letters, for an article whose text is to be recognised.
    LookForRecogniser(Box<ImportJob>),
    /// Write a project, with the originals that lie beside it.
    Save(Box<SaveJob>),
    /// Say anew who has the project of this file open.
    NameHolder(PathBuf, Option<StateDir>, Holder),
    /// Write an export.
    Export(Box<ExportJob>),
    /// Read a file of another tool, and look for its claims.
    ReadIncoming(Box<ReadIncoming>),
    /// Read another project, and work out what comes of taking it in.
    TakeIn(Box<TakeInJob>),
    /// Write the files of first passes.
    GiveOut(Box<GiveOutJob>),
    /// Read a file that is to be a source.
    ReadSourceFile(GivenFrom, Option<ClaimId>),
    /// Draw a picture, or a page of a PDF, that is kept beside the project.
    Look(KeptFile),
    /// Read a file that is kept beside the project, for the system's own program.
    TakeOut(KeptFile, String),
    /// Follow the claims of an article into a new draft.
    Follow(FollowJob),
    /// Follow the evidence taken from a source into a new version of its document.
    FollowSource(Box<SourceFollowJob>),
    /// Read or fetch a copy of a source, to be sealed.
    Seal(SealJob),
    /// Read a list of sources that a reference manager wrote.
    ReadSources(PathBuf, Watch),
    /// Compare two drafts word by word, to show them side by side.
    Compare {
        /// The old one.
        old: Arc<Version>,
        /// The new one.
        new: Arc<Version>,
    },
    /// Prepare a long document to be searched for words like a claim's.
    Prepare(Arc<Version>),
    /// Read projects of others and compare the open one with them.
    CompareProjects(Box<CompareJob>),
    /// Work out how far a large project is decided and what keeps it from going out.
    Examine(Box<ExamineJob>),
    /// Read what another program has made of the open project's file.
    ReadTheirs(PathBuf, TheirsFor),
    /// Join a conflicted copy that lies beside the open project's file.
    ReadCopy(Box<CopyJob>),
    /// See what others have done to a project since a reviewer had it before them.
    LookBack(Box<VisitJob>),
    /// Note what a reviewer has before them as they leave it.
    KeepVisit(Box<VisitJob>),
    /// Note that a copy was joined with the project of this file and saved.
    NoteJoined(StateDir, PathBuf, PathBuf),
    /// See who has the project of this file open on another machine than this one.
    LookForHolder(PathBuf, String),
    /// List the earlier versions of a project.
    ListVersions(StateDir, String),
    /// Read an earlier version of a project.
    ReadVersion(StateDir, String, KeptVersion),
    /// Look for journals that a crash has left.
    LookForLeftBehind(LookJob),
    /// Bring back a project without its file.
    ResumeUnsaved(StateDir, String, Holder),
    /// Read the unsaved work of another file, for the open project.
    TakeWork {
        /// Where its journal is kept.
        state: StateDir,
        /// The journal's name.
        name: String,
        /// The open project's file.
        path: PathBuf,
    },
    /// Put a journal aside whose work was taken in elsewhere.
    PutAside(StateDir, String),
    /// Remove all that is kept of a project.
    Forget(StateDir, Forget),
    /// See what can be had of a project that is damaged or gone.
    LookAtDamaged(PathBuf, Option<StateDir>),
    /// Read what is whole of a damaged project.
    OpenRest(PathBuf),
    /// Bring the library up to date.
    GatherLibrary(Box<LibraryJob>),
    /// Look for something in the library.
    SearchLibrary(SearchJob),
    /// Look in the library for earlier claims that are like one of the project.
    LookForRepeats(RepeatsJob),
    /// One of these for a project: what comes of it is of no use to another.
    For(StateId, Box<Job>),
}

impl Job {
    /// Whether what comes of it belongs to the project that is open when it is wished for.
    fn is_for_the_project(&self) -> bool {
        match self {
            Self::Import(job) => job.purpose != Purpose::NewProject,
            Self::LookForRecogniser(job) => job.purpose != Purpose::NewProject,
            Self::Save(_)
            | Self::ReadIncoming(_)
            | Self::TakeIn(_)
            | Self::GiveOut(_)
            | Self::ReadSourceFile(..)
            | Self::Look(_)
            | Self::TakeOut(..)
            | Self::Follow(_)
            | Self::FollowSource(_)
            | Self::Seal(_)
            | Self::ReadSources(..)
            | Self::CompareProjects(_)
            | Self::ReadCopy(_)
            | Self::LookBack(_)
            | Self::LookForHolder(..)
            | Self::LookForRepeats(_)
            | Self::ListVersions(..)
            | Self::TakeWork { .. } => true,
            _ => false,
        }
    }

    /// The same, for the project that is open, if it is for one.
    pub(crate) fn of_open(self, project: Option<StateId>) -> Self {
        match project.filter(|_| self.is_for_the_project()) {
            Some(project) => Self::For(project, Box::new(self)),
            None => self,
        }
    }
}

/// Following claims into a new draft.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowJob {
    /// The article with its older drafts.
    pub article: Arc<Article>,
    /// Its claims.
    pub claims: Vec<Arc<Claim>>,
    /// The new draft.
    pub version: Arc<Version>,
    /// The original bytes of the new draft.
    pub bytes: Arc<[u8]>,
    /// How far it has come, and the way to stop it.
    pub watch: Watch,
}

/// Following evidence into a new version of its source's document.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFollowJob {
    /// The source with its older versions.
    pub source: Arc<Source>,
    /// The claims that use it.
    pub claims: Vec<Arc<Claim>>,
    /// The new version.
    pub version: Arc<Version>,
    /// Its original bytes.
    pub bytes: Arc<[u8]>,
    /// What the document says of itself.
    pub meta: ArticleMeta,
    /// How many of its blocks stayed out.
    pub left_out: usize,
    /// How far it has come, and the way to stop it.
    pub watch: Watch,
}

/// Reading a project to work on it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenJob {
    /// Where.
    pub path: PathBuf,
    /// Where its journal is; `None` reads the file alone and takes no lock.
    pub state: Option<StateDir>,
    /// Who opens it.
    pub holder: Option<Holder>,
}

/// What the file is read for once another program has written it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TheirsFor {
    /// To see whether it differs.
    Looking,
    /// To see whether it differs, since saving was asked for and all was saved.
    Saving,
    /// To join it with what was changed here.
    Merging,
}

/// Reading an article.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportJob {
    /// Where its bytes come from.
    pub from: ImportFrom,
    /// The reviewer's choice of encoding; empty: as recognised.
    pub encoding: String,
    /// How the lines of plain text are read.
    pub lines: LineMode,
    /// The reviewer's choice of a page of a web archive: its number from 1 in the list, or its address.
    pub page: Option<String>,
    /// Whether the text of its pictures is recognised, and in which languages (by the program's names, joined by "+"); empty: that of the
    /// article, else the first that is installed.
    pub recognise: Option<String>,
    /// What the article is for.
    pub purpose: Purpose,
    /// How far it has come, and whether it is still wanted.
    pub watch: Watch,
}

/// Where an article's bytes come from.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportFrom {
    /// A file.
    Path(PathBuf),
    /// The clipboard, or bytes that were read before.
    Bytes {
        /// The file's name; empty for the clipboard.
        name: String,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// The web.
    Web {
        /// The address.
        address: String,
        /// Whether it may lead into a private network.
        allow_private: bool,
    },
    /// What was fetched from the web before.
    Fetched {
        /// From where.
        from: Remote,
        /// The name that a file of it would have.
        name: String,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// What is kept beside the project, to be read in another way than before.
    Kept {
        /// Where it came from, if that was the web.
        from: Option<Remote>,
        /// The file's name.
        name: String,
        /// What is kept.
        file: Box<KeptFile>,
    },
}

/// Where on the web something came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// The address, after redirects.
    pub address: String,
    /// The charset that the server named.
    pub charset: Option<String>,
}

impl ImportFrom {
    /// A path as it was typed, chosen or given on the command line; a web address counts as one.
    pub fn typed(path: PathBuf) -> Self {
        match path.to_str().and_then(address_in) {
            Some(address) => Self::Web { address: address.to_owned(), allow_private: false },
            None => Self::Path(path),
        }
    }

    /// The path or address, to show; `None` for the clipboard.
    pub fn path_or_address(&self) -> Option<String> {
        match self {
            Self::Path(path) => Some(path.display().to_string()),
            Self::Bytes { name, .. } => (!name.is_empty()).then(|| name.clone()),
            Self::Web { address, .. } => Some(address.clone()),
            Self::Fetched { from, .. } => Some(from.address.clone()),
            Self::Kept { name, .. } => Some(name.clone()),
        }
    }
}

/// What an opened article is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A new project around it.
    NewProject,
    /// One more article of the open project.
    AddArticle,
    /// A new draft of this article.
    NewDraft(ArticleId),
    /// The document of this source, or a new version of it.
    Document(SourceId),
}

/// Writing an export.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportJob {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub project: Project,
    /// The file of the project, on which no export lands.
    pub of: Option<PathBuf>,
    /// Id of the format.
    pub format: &'static str,
    /// How.
    pub options: export::Options,
    /// Whether a file that is no project may be written over.
    pub may_replace: bool,
}

/// Writing a project.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveJob {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub project: Project,
    /// Which of the session's states it is.
    pub revision: u64,
    /// What the file should still hold; `None` writes over whatever is there. When a job comes back with
    /// [`SaveError::NotDurable`], what it holds now.
    pub expected: Option<Fingerprint>,
    /// Whether nothing may stand there: then `expected` is not looked at.
    pub is_new_place: bool,
    /// The file that is open, without links, and what it should hold: another path that leads there is no other place.
    pub open_file: Option<(PathBuf, Option<Fingerprint>)>,
    /// Whether it is written even when the file seems to hold it: the last save could not promise that it lasts.
    pub is_anew: bool,
    /// Originals that are not on the disk yet.
    pub originals: Vec<Arc<[u8]>>,
    /// The folder from which the others have to be copied, when the project goes to another place.
    pub originals_from: Option<PathBuf>,
    /// Where the history is kept; `None` keeps none.
    pub state: Option<StateDir>,
    /// When.
    pub at: Timestamp,
    /// What the file it came from held, against which the history tells what was changed.
    pub before: Option<Project>,
    /// What was changed in words, where it is not to be worked out.
    pub what: Option<String>,
    /// Who has to take the lock first; `None`: it is held already.
    pub holder: Option<Holder>,
    /// Whether the project comes in the place of another, whose journal ends with that: what no file holds of it goes into
    /// the history.
    pub replaces_journal: bool,
}

/// A project as it was written.
#[derive(Debug)]
pub struct Saved {
    /// What the file holds.
    pub fingerprint: Fingerprint,
    /// The file without links.
    pub canonical: PathBuf,
    /// The right to go on writing it, where it was taken.
    pub lock: Option<ProjectLock>,
    /// Why others are not kept from writing it, where that is so.
    pub lock_trouble: Option<String>,
    /// What the file had in whose place it came, and this one has not.
    pub unkept: Vec<Unkept>,
    /// Where the file of an older format is kept that was saved over.
    pub backup: Option<PathBuf>,
    /// The changes of another project in whose place it came, in words; the history has them.
    pub put_aside: Option<String>,
    /// Why the history could not keep this version, or the one before it.
    pub not_kept: Option<String>,
}

/// What came back from the outside.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a handful at a time")]
pub enum EffectResult {
    /// The path that was chosen. `None`: nothing was chosen, or this desktop has no dialogs; rfd cannot tell which.
    Picked(Pick, Option<PathBuf>),
    /// What is on the clipboard.
    Clipboard(ClipboardUse, Clip),
    /// Some work is done.
    Done(JobResult),
    /// The thread that writes the journal has something to say.
    Journal(JournalNews),
    /// The settings could not be written, and why.
    PrefsNotSaved(String),
    /// The watched file has changed, or is gone.
    FileTouched(PathBuf),
    /// What was asked about faces.
    Face(FaceAnswer),
    /// The system did not open the file of this name, and why.
    NotOpened(String, String),
    /// What this system does not offer to close in the process that reads files. Comes once.
    NotClosedIn(String),
}

/// What a job brought.
#[derive(Debug)]
pub enum JobResult {
    /// A project was read, or not.
    Opened(PathBuf, Result<Box<OpenedProject>, OpenError>),
    /// An article was read, or not.
    Imported(ImportJob, Result<Box<Imported>, OpenError>),
    /// There is a program that recognises letters, or none.
    RecogniserFound(Box<ImportJob>, Result<Engine, RecogniseError>),
    /// A project was written, or not.
    Saved(Box<SaveJob>, Result<Saved, SaveError>),
    /// An export was written (with what it could not hold), or not.
    Exported(Box<ExportJob>, Result<Vec<String>, OpenError>),
    /// A file of another tool was read and its claims looked for, or not.
    IncomingRead(PathBuf, Watch, Result<Box<Incoming>, OpenError>),
    /// Another project was read and what comes of it worked out, or not, and why.
    ProjectRead(PathBuf, Watch, Result<Box<IncomingProject>, String>),
    /// The files of first passes that are in the job were written; one could not be: why, and which.
    GivenOut(Box<GiveOutJob>, Option<(String, PathBuf)>),
    /// A file that is to be a source was read, or not.
    SourceFile(GivenFrom, Option<ClaimId>, Result<GivenFile, OpenError>),
    /// What was to be the document of a source has no text and is kept as it is.
    DocumentFile(ImportJob, GivenFile),
    /// A page or picture was drawn, or cannot be had, and why.
    Looked(Drawing, Result<Box<Picture>, String>),
    /// A file that is kept beside the project, with the name that it is to have, or why it cannot be had.
    TakenOut(String, Result<Arc<[u8]>, String>),
    /// Something was noted outside the project, where that could be: who has it open, or what was seen. Nobody waits for it.
    Noted,
    /// How far a project is decided was worked out.
    Examined(Box<ExaminedJob>),
    /// Claims were followed into a new draft; `None` when that was stopped.
    Followed(Box<FollowJob>, Option<Vec<FollowedClaim>>),
    /// Evidence was followed into a new version of its source; `None` when that was stopped.
    FollowedSource(Box<SourceFollowJob>, Option<Vec<FollowedEvidence>>),
    /// A copy of a source was read, or not.
    Sealed(SealJob, Result<Sealed, OpenError>),
    /// A list of sources was read, or not.
    SourcesRead(PathBuf, Watch, Result<Vec<Source>, OpenError>),
    /// Two drafts were compared.
    Compared {
        /// The old draft.
        old: Arc<Version>,
        /// The new draft.
        new: Arc<Version>,
        /// What was done to the text.
        revision: Revision,
    },
    /// A document was prepared to be searched.
    Prepared(Arc<Version>, Arc<Passages>),
    /// The open project was compared with those of others, or not.
    ProjectsCompared(Box<CompareJob>, Result<Box<ProjectComparison>, Uncompared>),
    /// The file as another program has left it was read, or not.
    Theirs(PathBuf, TheirsFor, Result<(Project, Fingerprint), NoTheirs>),
    /// A conflicted copy was joined with what is open, or not.
    CopyRead(PathBuf, Result<Box<Unjoined>, OpenError>),
    /// What others have done since a reviewer was here; nothing where they never were, or nothing was done.
    LookedBack(ReviewerId, Option<Box<Since>>),
    /// Who has the project open on another machine.
    HolderSeen(Option<Holder>),
    /// The earlier versions.
    Versions(Vec<KeptVersion>),
    /// An earlier version was read, or not; with the name under which it is kept.
    Version(String, KeptVersion, Result<Project, OpenError>),
    /// What a crash has left, and what is gone.
    LeftBehind(LookedFor),
    /// A project without its file is back, or cannot be had.
    ResumedUnsaved(Option<Box<Resumed>>),
    /// The unsaved work of another file, or it cannot be had.
    Work(String, Option<Box<Work>>),
    /// A journal was put aside, or not.
    PutAside(std::io::Result<()>),
    /// All that was kept of a project is gone, or not.
    Forgotten(Forget, std::io::Result<()>),
    /// What can be had of a project that is damaged or gone.
    Damaged(PathBuf, Recovered),
    /// The library is up to date, or was stopped on the way.
    LibraryGathered(Box<LibraryJob>, Box<Gathered>),
    /// Something was looked for in the library: what, and what was found.
    LibrarySearched(String, Box<Found>),
    /// Earlier claims that are like one of the project were looked for.
    RepeatsFound(RepeatsJob, Vec<Like>),
    /// What is whole of a damaged project.
    Rest(PathBuf, Result<Box<(Salvaged, Fingerprint)>, OpenError>),
    /// The job ended in a panic: a mistake of the program that ends this job and nothing else.
    Panicked(String),
    /// One of these of a job for a project.
    For(StateId, Box<JobResult>),
}

/// A project as it was read.
#[derive(Debug)]
pub struct OpenedProject {
    /// What the file says.
    pub loaded: Loaded,
    /// What the file held.
    pub fingerprint: Fingerprint,
    /// Whether the file is a project: an export opens as a new, unsaved one.
    pub is_project_file: bool,
    /// The file without links.
    pub canonical: PathBuf,
    /// The right to write it.
    pub lock: Option<ProjectLock>,
    /// What its journal gave back.
    pub resumed: Option<Resumed>,
    /// What there is to say of it.
    pub news: OpenedNews,
}

/// What there is to say of a project that was opened.
#[derive(Debug, Default)]
pub struct OpenedNews {
    /// Why others are not kept from writing it, where that is so.
    pub lock_trouble: Option<String>,
    /// The number of the claim to go to.
    pub claim: Option<u32>,
    /// Why its journal could not be read.
    pub no_journal: Option<String>,
    /// The unsaved changes of another project, whose file was in this place before, in words; the history has them.
    pub put_aside: Option<String>,
    /// Unsaved changes of this project that could not be brought back before, in words; the history has them.
    pub kept_aside: Option<String>,
    /// Whether a save that was cut short had left a whole project; the history has it.
    pub has_cut_short: bool,
    /// Unsaved work of other files that starts from what this one holds.
    pub elsewhere: Vec<LeftBehind>,
    /// The two sides of which its file holds both, joined.
    pub unjoined: Option<Box<Unjoined>>,
    /// Conflicted copies of it that lie beside it.
    pub copies: Vec<PathBuf>,
    /// The project of which it is a conflicted copy.
    pub copy_of: Option<PathBuf>,
    /// Who had it open on another machine.
    pub also_open: Option<Holder>,
}

/// What is to be looked for at the start and whenever the first screen is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct LookJob {
    /// Where journals are kept.
    pub state: StateDir,
    /// When.
    pub at: Timestamp,
    /// The projects opened before, which may be gone.
    pub recent: Vec<PathBuf>,
    /// Whether the newest work that a crash has left is opened at once.
    pub opens: bool,
}

/// What was found.
#[derive(Debug)]
pub struct LookedFor {
    /// Unsaved work, the newest first.
    pub left: Vec<LeftBehind>,
    /// Of the projects opened before those that are not where they were.
    pub gone: Vec<PathBuf>,
    /// Whether the newest is opened at once.
    pub opens: bool,
}

/// The unsaved work of another file, to be brought into the open project.
#[derive(Debug)]
pub struct Work {
    /// The project with it.
    pub project: Project,
    /// The changes, in words.
    pub changes: String,
    /// Originals that lie in the journal alone.
    pub originals: std::collections::HashMap<String, Arc<[u8]>>,
}

/// What can be had of a project that is damaged or gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// Under which name, and the last good version that was kept.
    pub version: Option<(String, KeptVersion)>,
    /// What could be read all the same, in words.
    pub rest: Option<String>,
    /// Its journal, when that has unsaved changes.
    pub left: Option<LeftBehind>,
    /// Whether there is no file any more.
    pub is_gone: bool,
}

/// An article as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What would come in.
    pub draft: Draft,
    /// The file's name; empty for the clipboard.
    pub name: String,
    /// The original bytes.
    pub bytes: Arc<[u8]>,
    /// Where on the web they came from, if they did.
    pub remote: Option<Remote>,
}

impl Imported {
    /// Where the draft comes from, opened now.
    pub fn origin(&self, now: Timestamp) -> Origin {
        origin(&self.draft, &self.name, self.remote.as_ref(), &self.bytes, now)
    }
}

/// Where a draft comes from, opened now.
pub(crate) fn origin(draft: &Draft, name: &str, remote: Option<&Remote>, bytes: &[u8], now: Timestamp) -> Origin {
    Origin {
        file: name.to_owned(),
        url: remote.map(|remote| remote.address.clone()).unwrap_or_default(),
        format: draft.format.to_owned(),
        media_type: draft.media_type.clone(),
        encoding: draft.encoding.clone(),
        sha256: store::sha256(bytes),
        opened_at: Some(now),
        captured: draft.captured.clone(),
        recognised: draft.recognised.clone(),
    }
}

impl JobResult {
    /// Whether it is of a file that the reviewer no longer waits for.
    pub fn is_stopped(&self) -> bool {
        match self {
            Self::Imported(job, _) | Self::DocumentFile(job, _) => job.watch.is_stopped(),
            Self::IncomingRead(_, watch, _) | Self::ProjectRead(_, watch, _) => watch.is_stopped(),
            Self::SourcesRead(_, watch, _) => watch.is_stopped(),
            Self::ProjectsCompared(job, _) => job.watch.is_stopped(),
            Self::For(_, result) => result.is_stopped(),
            _ => false,
        }
    }
}

/// Why another program's state of the file could not be had, and of what was there instead the hash, if it could be read.
#[derive(Debug)]
pub struct NoTheirs {
    /// Why.
    pub error: OpenError,
    /// Of the bytes.
    pub fingerprint: Option<Fingerprint>,
}
