//! What a widget wants. A widget never does anything itself; it returns one of these.

use std::{path::PathBuf, sync::Arc};

use crate::{
    check::Finding,
    exchange::Becomes,
    export,
    join::Choice,
    model::{
        Area, ArticleId, ArticleMeta, Claim, ClaimId, DismissReason, Edit, EvidenceId, Likeness, RuleId, SourceId,
        Span, Stance, Subject,
    },
    picture::Raster,
    store::{KeptVersion, journal::LeftBehind},
};

use super::{
    command::{Command, Needs},
    effect::{ImportJob, Purpose},
    faces::FaceIntent,
    filter::Filter,
    keys::Shortcut,
    prefs::{Layout, Prefs},
    scales::ScaleIntent,
    table::{Change, TableIntent, Target},
    view::{Screen, Scroll, Selection, Shows},
};

pub use super::find::FindIntent;

/// What a widget wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// A named action.
    Command(Command),
    /// A change of the project, from a field.
    Edit(Edit),
    /// Something happened to the choice of the face to read in.
    Face(FaceIntent),
    /// A page of the user guide is to be shown, by its id.
    Guide(&'static str),
    /// Something happened to the guided tour.
    Tour(TourIntent),
    /// Typing in a field has ended.
    LeaveField,
    /// Something happened in the article.
    Reader(ReaderIntent),
    /// Something happened to a claim or its evidence.
    Claim(ClaimIntent),
    /// The sentence at the caret is dismissed for this reason.
    DismissFor(DismissReason),
    /// A stretch of an article is to be shown and selected.
    Sentence(ArticleId, Span),
    /// Something happened to a finding of the readiness check.
    Finding(FindingIntent),
    /// What is open between two people's work is settled.
    Settle {
        /// What it is about.
        subject: Subject,
        /// Its name within that.
        name: String,
        /// What was chosen.
        choice: Choice,
    },
    /// Something happened to a source.
    Source(SourceIntent),
    /// A picture was pasted outside a field.
    PastePicture(Arc<Raster>),
    /// Something happened in the pane beside the article.
    Pane(PaneIntent),
    /// Something happened to the list of articles.
    Article(ArticleIntent),
    /// Something happened in the preview of an article that is being opened.
    Preview(PreviewIntent),
    /// Something happened in the find bar.
    Find(FindIntent),
    /// A verdict of the scale was clicked, by its place.
    Verdict(usize),
    /// A digit key while no field has the keyboard.
    Digit {
        /// 0–9, by the physical key.
        digit: u8,
        /// Whether Shift was held: confidence at any time.
        with_shift: bool,
    },
    /// Text was pasted while no field has the keyboard.
    Paste(String),
    /// The verdict scale is to change.
    Scale(ScaleIntent),
    /// The keys of a command are to change.
    Keys(KeysIntent),
    /// A path or web address was typed, chosen from the recent ones, or given on the command line.
    OpenPath(PathBuf),
    /// The text of an article's pictures is to be recognised, once its languages are chosen.
    Recognise(Box<ImportJob>),
    /// Files were dropped on the window.
    Drop(Vec<PathBuf>),
    /// What a dialog asked is answered.
    Answer(Answer),
    /// Another draft of the article is to be read, by its place from the oldest.
    ReadDraft(usize),
    /// Following claims into a new draft is to stop.
    StopFollowing,
    /// The filter of the claim list changed.
    Filter(Filter),
    /// Something happened in the claim table.
    Table(TableIntent),
    /// Another page is wanted in the middle.
    Show(Screen),
    /// The program's settings changed.
    Prefs(Prefs),
    /// The window or a panel has another size.
    Layout(Layout),
    /// An export was asked for in its dialog.
    Export {
        /// Id of the format.
        format: &'static str,
        /// How.
        options: export::Options,
    },
    /// Something happened in the dialog that shows claims from another tool.
    Import(ImportIntent),
    /// Something happened on the page of what differs.
    Adjudication(AdjudicationIntent),
    /// Something happened on the page that compares projects.
    Compare(CompareIntent),
    /// Something happened on the page of the library, or in the palette where it looks there.
    Library(LibraryIntent),
    /// Something happened to what was checked before and is like a claim.
    Before(BeforeIntent),
    /// A link is to be opened in the browser.
    OpenLink(String),
    /// A message was read.
    Dismiss(u64),
    /// A project is to be taken off the recent ones.
    Forget(PathBuf),
    /// The article that is being opened is not wanted any more.
    StopOpening,
    /// The window is asked to close.
    Close,
    /// Something is to be done about work that could get lost.
    Kept(KeptIntent),
}

/// What happened in the dialog that shows claims from another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportIntent {
    /// They are to be looked for in this article; `None`: in the one that the file means.
    Into(Option<ArticleId>),
    /// A label, by its place in the mapping, is to become something else.
    Map(usize, Becomes),
    /// A claim of another project is the same as ours on almost the same words, or is not.
    Same(ClaimId, bool),
    /// Another file is to be chosen.
    AnotherFile,
    /// The claims come in as shown.
    Accept,
}

/// What happened on the page of what differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdjudicationIntent {
    /// This difference is looked at, by its place among those that are open.
    Look(usize),
    /// What is looked at has been scrolled out of view, or back.
    Away(bool),
    /// Why the next one is settled as it will be.
    Reason(String),
    /// The first passes are to be compared.
    Compare,
}

/// What happened on the page that compares projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareIntent {
    /// Another project is to be chosen.
    Add,
    /// The project of this file takes part.
    With(PathBuf),
    /// One of the others, by its place, takes no part any more.
    Without(usize),
    /// They are to be read and compared once more.
    Again,
    /// The paragraph for a methods section is to be copied.
    CopyMethods,
}

/// What is to be done about work that could get lost.
#[derive(Debug, Clone, PartialEq)]
pub enum KeptIntent {
    /// What came back after a crash is not wanted.
    ThrowAwayRecovered,
    /// Ask what to do about a file that another program has changed.
    AskAboutOutside,
    /// Put an earlier version in the place of the project.
    Restore(KeptVersion),
    /// Open the last good version of a damaged project as a new one.
    OpenVersion(String, KeptVersion),
    /// Open what is whole of a damaged project.
    OpenRest(PathBuf),
    /// Bring back a project without its file, by the name of its journal.
    ResumeUnsaved(String),
    /// Take the unsaved work of another file into the open project, by the name of its journal.
    TakeWork(String),
    /// Ask whether all that is kept of a project may go.
    AskToForget(Forget),
    /// Let it go, as was asked.
    Forget,
    /// Join a conflicted copy that lies beside the open project.
    JoinCopy(PathBuf),
    /// Open a link whose whole address was shown and confirmed.
    FollowLink(String),
}

/// Whose traces are to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// The project of this path, which may be gone.
    Path(PathBuf),
    /// The project of this journal.
    Journal(LeftBehind),
}

/// What happened in the article.
#[derive(Debug, Clone, PartialEq)]
pub enum ReaderIntent {
    /// Words were selected, or the caret placed.
    Select(Selection),
    /// Nothing is selected any more.
    Deselect,
    /// A claim was clicked.
    Claim(ClaimId),
    /// An end of a passage was dragged.
    Resize {
        /// The claim.
        claim: ClaimId,
        /// Which of its passages.
        mark: usize,
        /// Where it now stands.
        span: Span,
    },
    /// The article was scrolled.
    Scrolled(Scroll),
}

/// What happened to a claim or its evidence.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimIntent {
    /// It is to be shown, and its words brought into view.
    Go(ClaimId),
    /// A link or a title was given as evidence.
    AddEvidence {
        /// The claim.
        claim: ClaimId,
        /// A web address or a title.
        text: String,
    },
    /// A source that the draft names is to be taken as evidence.
    TakeOffer {
        /// The claim.
        claim: ClaimId,
        /// What the draft names.
        offer: crate::offers::Offer,
    },
    /// A source of the project is to be used as evidence.
    UseSource {
        /// The claim.
        claim: ClaimId,
        /// The source.
        source: SourceId,
    },
    /// Evidence is to be removed.
    RemoveEvidence {
        /// The claim.
        claim: ClaimId,
        /// The evidence.
        evidence: EvidenceId,
    },
    /// A question to somebody is to be added.
    AddQuery(ClaimId),
    /// The status was chosen; it is signed with the reviewer and the time.
    Status(ClaimId, crate::model::Status),
    /// A second reviewer gave this verdict, or takes it back.
    Second(ClaimId, Option<crate::model::VerdictId>),
    /// How sure the second reviewer is of it.
    SecondConfidence(ClaimId, Option<crate::model::Confidence>),
    /// The second reviewer wants to see the first check without giving a confidence.
    CompareChecks(ClaimId),
    /// Two checks that differ come to this verdict, and why.
    Settle {
        /// The claim.
        claim: ClaimId,
        /// The verdict of both.
        verdict: crate::model::VerdictId,
        /// Why.
        reason: String,
    },
    /// A settled difference is open again.
    Unsettle(ClaimId),
    /// The first check, which bears no name, is that of whoever sits here.
    OwnCheck(ClaimId),
    /// The claim is signed as it stands now, after something that an earlier check covered was changed.
    SignAgain(ClaimId),
    /// The claim is to be deleted.
    Delete(ClaimId),
    /// A field is to change, of one claim or of all that are selected in the table.
    Change(Target, Change),
}

/// What happened to a finding of the readiness check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingIntent {
    /// The place is to be shown.
    Go(Box<Finding>),
    /// It may pass, for a reason.
    Waive {
        /// The id of the rule.
        rule: RuleId,
        /// What the finding speaks of.
        subject: Subject,
        /// Why it may pass.
        reason: String,
    },
    /// It may not pass any more.
    Unwaive {
        /// The id of the rule.
        rule: RuleId,
        /// What the finding speaks of.
        subject: Subject,
    },
}

/// What happened to a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceIntent {
    /// A new, empty source is wanted.
    Add,
    /// It is to be shown.
    Go(SourceId),
    /// It is to be removed, with the evidence that uses it.
    Remove(SourceId),
    /// The page at its address is to be its document.
    Fetch(SourceId),
    /// The page at its address is to be kept as it is now.
    SealPage(SourceId),
    /// A file of it is to be kept as it is now.
    SealFile(SourceId),
    /// Others that are the same are to become one with it.
    Merge {
        /// The one that stays.
        into: SourceId,
        /// Those that go.
        from: Vec<SourceId>,
    },
}

/// What happened in the pane beside the article.
#[derive(Debug, Clone, PartialEq)]
pub enum PaneIntent {
    /// A source is to be shown there.
    Open(SourceId),
    /// The words of evidence are to be shown in their source.
    ShowEvidence {
        /// The claim.
        claim: ClaimId,
        /// The evidence.
        evidence: EvidenceId,
    },
    /// The pane is to be closed.
    Close,
    /// Something happened in the document.
    Reader(ReaderIntent),
    /// The selected words are to be evidence of the claim in the inspector, pointing this way.
    Take(Option<Stance>),
    /// The chosen evidence is to stand on the selected words.
    Move,
    /// One of the likely passages is to be selected, by its place among them.
    GoLikely(usize),
    /// What the newest version says is taken for evidence whose words changed there or are gone.
    AcceptWords {
        /// The claim.
        claim: ClaimId,
        /// The evidence.
        evidence: EvidenceId,
    },
    /// Another version of the document is to be read, by its place from the oldest.
    Version(usize),
    /// Something happened in its find bar.
    Find(FindIntent),
    /// A file is to be opened as the source's document.
    File(SourceId),
    /// The text on the clipboard is to be the document of the source that is shown.
    Paste,
    /// The source's document is to be shown so.
    Show(Shows),
    /// Something happened beside the page or picture that is looked at, the article's own or that of a source.
    Look(LookIntent),
    /// Something happened on the picture or page of a source.
    Picture(PictureIntent),
    /// The source's file is to be opened with the system's own program.
    OpenFile,
}

/// What happened beside a page or picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookIntent {
    /// This page is to be turned to, counted from 1.
    Turn(u32),
    /// It is seen so large that its longer side has so many pixels.
    Sharpen(u32),
    /// Its text is to be recognised, once the languages are chosen.
    Recognise,
    /// The article's own pages are to be put away.
    CloseOwn,
}

/// What happened on a picture or page in the pane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PictureIntent {
    /// A part of it is selected, or none any more.
    Select(Option<Area>),
    /// The selected part, or the whole, is to be evidence of the claim in the inspector, pointing this way.
    Take(Option<Stance>),
    /// The chosen evidence is to lie on the selected part.
    Move,
}

/// What happened to the list of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArticleIntent {
    /// It is to be read.
    Go(ArticleId),
    /// It is to be moved to another place.
    Move(ArticleId, usize),
    /// It is to be removed, with its claims.
    Remove(ArticleId),
}

/// What happened in the preview of an article that is being opened.
#[derive(Debug, Clone, PartialEq)]
pub enum PreviewIntent {
    /// The text of pages that are only pictures is to be recognised.
    Recognise,
    /// A block is to come in or to stay out.
    Keep {
        /// Its place among the blocks.
        block: usize,
        /// Whether it comes in.
        keep: bool,
    },
    /// A chapter is to come in or to stay out as a whole.
    KeepChapter {
        /// Its place among the chapters.
        chapter: usize,
        /// Whether it comes in.
        keep: bool,
    },
    /// All blocks from this one on are to stay out.
    CutFrom(usize),
    /// Several blocks are to come in or to stay out.
    KeepAll {
        /// The first.
        from: usize,
        /// The one behind the last.
        to: usize,
        /// Whether they come in.
        keep: bool,
    },
    /// Blocks that stay out are to be shown, or folded away.
    Unfold {
        /// The first.
        from: usize,
        /// The one behind the last.
        to: usize,
        /// Whether they are shown.
        is_shown: bool,
    },
    /// The details were corrected.
    Meta(ArticleMeta),
    /// Another page of the web archive is to be chosen.
    ChoosePage,
    /// The bytes are to be read in another encoding; empty: as recognised.
    Encoding(String),
    /// The lines of plain text are to be read in another way.
    Lines(crate::import::LineMode),
    /// The article comes in as shown.
    Accept,
    /// Nothing comes in.
    Cancel,
}

/// What a dialog asked, answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// There is unsaved work: save it first.
    SaveFirst,
    /// There is unsaved work: let it go.
    Discard,
    /// Leave things as they are.
    Cancel,
    /// A dropped file is an article.
    DroppedArticle,
    /// A dropped file is a new draft of the article that is shown.
    DroppedDraft,
    /// A dropped file is evidence.
    DroppedEvidence,
    /// A dropped file is another project.
    DroppedProject,
    /// A dropped file holds claims from another tool, or is a project to be taken in.
    DroppedClaims,
    /// These people make an independent first pass: ids or names of reviewers, or names of somebody new.
    GiveOut(Vec<String>),
    /// The reviewer said who they are.
    Reviewer {
        /// Their name.
        name: String,
        /// Their initials.
        initials: String,
    },
    /// It is this reviewer of the project.
    Person(crate::model::ReviewerId),
    /// Whoever sits here has another name from now on.
    Renamed {
        /// The name.
        name: String,
        /// The initials.
        initials: String,
    },
    /// The reviewer would rather not say.
    NoReviewer,
    /// A path or web address was typed instead of chosen.
    Path(PathBuf),
    /// A source that claims use goes, with their evidence.
    RemoveSource,
    /// An address in a private network may be opened.
    OpenPrivate,
    /// This page of the web archive, by its place in the list.
    Page(usize),
    /// The text is to be recognised in these languages.
    Recognise(String),
    /// The file has changed on the disk: write over it all the same.
    Overwrite,
    /// The file has changed on the disk: load it and let the changes made here go.
    Reload,
    /// The file has changed on the disk: join both.
    Merge,
    /// The file has changed on the disk: save mine beside it.
    KeepBoth,
}

impl From<KeptIntent> for Intent {
    fn from(intent: KeptIntent) -> Self {
        Self::Kept(intent)
    }
}

impl From<AdjudicationIntent> for Intent {
    fn from(intent: AdjudicationIntent) -> Self {
        Self::Adjudication(intent)
    }
}

/// What happened on the page of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LibraryIntent {
    /// This is looked for.
    Query(String),
    /// A hit is to be read beside the others, by its place.
    Choose(usize),
    /// The project of a hit is to be opened in place of this one.
    OpenProject(usize),
    /// A folder is to be chosen that belongs to the library.
    AddFolder,
    /// A folder is not to belong to it any more.
    RemoveFolder(PathBuf),
    /// Changed files are to be read anew.
    Update,
    /// Reading them is to stop.
    Stop,
}

/// What happened to what was checked before and is like the claim in the inspector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BeforeIntent {
    /// Whether it is the same was said of one, by its name.
    Answer {
        /// The claim.
        claim: ClaimId,
        /// Which earlier one.
        earlier: String,
        /// What was said.
        answer: Likeness,
    },
    /// The sources of one that is the same are to be evidence of the claim.
    TakeSources {
        /// The claim.
        claim: ClaimId,
        /// Which earlier one.
        earlier: String,
    },
    /// More are to be shown than those that stand out, or no longer.
    ShowAll(bool),
}

impl BeforeIntent {
    /// The claim of which it is said.
    pub fn claim(&self) -> Option<&ClaimId> {
        match self {
            Self::Answer { claim, .. } | Self::TakeSources { claim, .. } => Some(claim),
            Self::ShowAll(_) => None,
        }
    }
}

impl From<LibraryIntent> for Intent {
    fn from(intent: LibraryIntent) -> Self {
        Self::Library(intent)
    }
}

impl From<BeforeIntent> for Intent {
    fn from(intent: BeforeIntent) -> Self {
        Self::Before(intent)
    }
}

impl From<CompareIntent> for Intent {
    fn from(intent: CompareIntent) -> Self {
        Self::Compare(intent)
    }
}

impl From<PaneIntent> for Intent {
    fn from(intent: PaneIntent) -> Self {
        Self::Pane(intent)
    }
}

impl From<SourceIntent> for Intent {
    fn from(intent: SourceIntent) -> Self {
        Self::Source(intent)
    }
}

impl From<ScaleIntent> for Intent {
    fn from(intent: ScaleIntent) -> Self {
        Self::Scale(intent)
    }
}

impl From<KeysIntent> for Intent {
    fn from(intent: KeysIntent) -> Self {
        Self::Keys(intent)
    }
}

impl From<TableIntent> for Intent {
    fn from(intent: TableIntent) -> Self {
        Self::Table(intent)
    }
}

impl From<FaceIntent> for Intent {
    fn from(intent: FaceIntent) -> Self {
        Self::Face(intent)
    }
}

impl From<TourIntent> for Intent {
    fn from(intent: TourIntent) -> Self {
        Self::Tour(intent)
    }
}

impl From<Command> for Intent {
    fn from(command: Command) -> Self {
        Self::Command(command)
    }
}

impl From<Edit> for Intent {
    fn from(edit: Edit) -> Self {
        Self::Edit(edit)
    }
}

impl Intent {
    /// Whether it does something to the project that is open, whichever that is.
    pub(crate) fn is_of_open_project(&self) -> bool {
        match self {
            Self::OpenPath(_) | Self::OpenLink(_) | Self::Forget(_) => false,
            Self::Recognise(job) => job.purpose != Purpose::NewProject,
            Self::Command(command) => command.entry().fits.needs != Needs::Nothing,
            Self::Kept(intent) => matches!(
                intent,
                KeptIntent::ThrowAwayRecovered
                    | KeptIntent::AskAboutOutside
                    | KeptIntent::TakeWork(_)
                    | KeptIntent::JoinCopy(_)
                    | KeptIntent::Restore(_)
            ),
            _ => true,
        }
    }

    /// A claim's field with its new value.
    pub fn set(claim: &Claim, field: crate::model::ClaimField) -> Self {
        Self::Edit(Edit::SetClaim { claim: claim.id.clone(), field })
    }
}

/// What happened to the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourIntent {
    /// On to the next step; after the last the tour ends.
    Next,
    /// Back to the step before.
    Back,
    /// No more of it.
    Leave,
}

/// What happens to the keys of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysIntent {
    /// Ask for another key.
    Change(Command),
    /// Give it this key alone, or none.
    Bind(Command, Option<Shortcut>),
    /// Give it the keys it came with.
    Reset(Command),
}
