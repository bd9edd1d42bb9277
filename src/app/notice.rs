//! Messages to the reviewer, and the few questions that have to be answered before going on.

use std::{
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
};

use crate::{
    import::{ArchivedPage, Engine},
    model::{ClaimId, SourceId},
    store::{Fingerprint, KeptVersion, Occupant},
};

use super::{
    command::Command,
    effect::{ExportJob, ImportJob, Pick},
    intent::{Forget, Intent},
    scales::ScaleMapping,
    state_id::StateId,
};

/// A message that lies over the window without covering the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Distinguishes it from other messages of the session.
    pub id: u64,
    /// How serious it is.
    pub kind: NoticeKind,
    /// What happened, in a sentence or two.
    pub text: String,
    /// The path or address that it speaks of.
    pub path: Option<String>,
    /// Something to do about it.
    pub action: Option<(&'static str, Intent)>,
    /// The state that its undo takes back: once another change was made, that is not offered any more.
    pub undoes: Option<StateId>,
    /// The project that was open when it was told; `None` while that happens.
    pub of: Option<Option<StateId>>,
    /// What it is about, where a newer message about the same takes its place.
    pub about: Option<About>,
}

/// What there is to say, before it is told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub kind: NoticeKind,
    pub text: String,
    pub path: Option<String>,
    pub action: Option<(&'static str, Intent)>,
    pub about: Option<About>,
}

impl Told {
    pub fn new(kind: NoticeKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), path: None, action: None, about: None }
    }

    pub fn at(self, path: Option<&Path>) -> Self {
        Self { path: path.map(|path| path.display().to_string()), ..self }
    }

    pub fn with(self, action: &'static str, intent: impl Into<Intent>) -> Self {
        Self { action: Some((action, intent.into())), ..self }
    }

    pub fn about(self, about: About) -> Self {
        Self { about: Some(about), ..self }
    }
}

/// What a message is about that holds until it is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The project could not be saved. Settled by the next save.
    Saving,
    /// Others are not kept from writing the project. Settled when another is opened.
    Lock,
    /// The journal could not be written. Settled once it can.
    Journal,
    /// A version could not be kept among the earlier ones. Settled by the next that is.
    History,
}

/// The messages that are shown, the oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<Notice>,
    next: u64,
}

impl Notices {
    /// Adds a message. The same message twice is one message.
    pub(crate) fn tell(
        &mut self,
        kind: NoticeKind,
        text: impl Into<String>,
        path: Option<String>,
        action: Option<(&'static str, Intent)>,
    ) {
        let notice =
            Notice { id: self.next, kind, text: text.into(), path, action, undoes: None, of: None, about: None };
        self.next += 1;
        self.shown.retain(|old| (&old.text, &old.path) != (&notice.text, &notice.path));
        self.shown.push(notice);
    }

    /// Adds messages.
    pub(crate) fn tell_all(&mut self, all: impl IntoIterator<Item = Told>) {
        for Told { kind, text, path, action, about } in all {
            self.tell(kind, text, path, action);
            if let Some(about) = about {
                self.last_is_about(about);
            }
        }
    }

    /// Of a message that was just told: it takes the place of an older one about the same.
    pub(crate) fn last_is_about(&mut self, about: About) {
        let Some(mut last) = self.shown.pop() else { return };
        self.settle(about);
        last.about = Some(about);
        self.shown.push(last);
    }

    /// Which project is open by now: what was told of another one offers nothing that would be done to this one.
    pub(crate) fn settle_project(&mut self, open: Option<StateId>) {
        for notice in &mut self.shown {
            let is_of_another = *notice.of.get_or_insert(open) != open && notice.about != Some(About::Journal);
            notice.action.take_if(|(_, intent)| is_of_another && intent.is_of_open_project());
        }
    }

    /// What was told about this holds no longer.
    pub(crate) fn settle(&mut self, about: About) {
        self.shown.retain(|notice| notice.about != Some(about));
    }
}

impl Deref for Notices {
    type Target = Vec<Notice>;

    fn deref(&self) -> &Vec<Notice> {
        &self.shown
    }
}

impl DerefMut for Notices {
    fn deref_mut(&mut self) -> &mut Vec<Notice> {
        &mut self.shown
    }
}

impl<'a> IntoIterator for &'a Notices {
    type Item = &'a Notice;
    type IntoIter = std::slice::Iter<'a, Notice>;

    fn into_iter(self) -> Self::IntoIter {
        self.shown.iter()
    }
}

/// How serious a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done. Goes away by itself.
    Done,
    /// Nothing was done, and why. Goes away by itself.
    Hint,
    /// Something should be known. Stays until it is read.
    Warning,
    /// Something could not be done. Stays until it is read.
    Error,
}

impl NoticeKind {
    /// Whether the message stays until it is dismissed.
    pub fn is_lasting(self) -> bool {
        matches!(self, Self::Warning | Self::Error)
    }
}

/// A question that has to be answered before going on.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    /// Who sits here? With the act that waits for the answer.
    Person(Option<Box<Intent>>),
    /// Which name is whoever sits here to bear?
    Rename,
    /// There is unsaved work. Save, discard or cancel?
    Unsaved(Then),
    /// A file was dropped on an open project. Is it an article, a new draft, evidence or another project?
    Dropped {
        /// The file.
        path: PathBuf,
        /// The claim that was drawn when it was dropped: as evidence it would be tied to that.
        claim: Option<ClaimId>,
    },
    /// No path was chosen in a dialog of the system, or there is none: type one?
    TypePath(Pick),
    /// Which web address?
    TypeAddress,
    /// The address leads into a private network. Open it all the same?
    PrivateAddress(Box<ImportJob>),
    /// Which page of a web archive?
    ChoosePage(Box<PageChoice>),
    /// In which language is the text of an article's pictures recognised?
    Recognise(Box<ImportJob>, Engine),
    /// Which format, and how?
    Export,
    /// Are claims from another tool to come in as shown?
    Import,
    /// Is another project to come in as shown?
    ImportProject,
    /// Who is to make an independent first pass?
    GiveOut,
    /// The project's file was changed by somebody else since it was read.
    ChangedOutside(PathBuf),
    /// Something else stands where the project is to be saved. Save over it?
    SaveOver {
        /// Where.
        path: PathBuf,
        /// What stands there.
        what: Occupant,
        /// What it holds.
        holds: Option<Fingerprint>,
    },
    /// Another file stands where an export is to go. Write over it?
    ExportOver(Box<ExportJob>, Occupant),
    /// Which earlier version of the project?
    Versions(Vec<KeptVersion>),
    /// Which key for this command? With why the last one could not be had.
    BindKey(Command, Option<String>),
    /// What becomes of the verdicts that were given, when the scale changes?
    MapScale(ScaleMapping),
    /// Claims use this source. Remove it with their evidence?
    RemoveSource(SourceId),
    /// A link of the project, shown in full: open it?
    Link(String),
    /// May all that is kept of this project go?
    Forget(Forget),
}

/// A web archive of which a page is to be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct PageChoice {
    /// How it was read.
    pub job: ImportJob,
    /// Its pages.
    pub pages: Vec<ArchivedPage>,
}

/// What was about to happen when unsaved work was noticed.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// Close the window.
    Quit,
    /// Go back to the start screen.
    CloseProject,
    /// Open this project.
    Open(PathBuf),
    /// Choose a project.
    PickProject,
    /// Choose an article for a new project.
    PickArticle,
    /// Bring back a project without its file, by the name of its journal.
    Resume(String),
    /// Open a version that was kept under this name.
    Version(String, KeptVersion),
    /// Open what can be read of this damaged project.
    Rest(PathBuf),
    /// Start a project around this article.
    NewFrom(PathBuf),
    /// Open the sample.
    Sample,
    /// Open the sample project and begin the guided tour.
    Tour,
}
