//! Where the reviewer is: what is shown, selected and looked for. Nothing here is saved with the project.

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use crate::{
    anchor::Revision,
    library::{Index, Like},
    model::{Area, ArticleId, Capture, ClaimId, DismissReason, EvidenceId, ReviewerId, SourceId, VersionId},
    picture::Picture,
    recall::{Passage, Passages},
    store::{Fingerprint, Holder},
};

use super::{comparison::Comparing, filter::Filter, since::Since, table::TableState, unjoined::Unjoined};

pub use super::text_view::{Reveal, Scroll, Selection, Side, TextView};

/// The place in the project that undo brings back along with the project.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Focus {
    /// The article in the reader.
    pub article: Option<ArticleId>,
    /// The claim in the inspector.
    pub claim: Option<ClaimId>,
    /// How the article is read.
    pub text: TextView,
}

impl Focus {
    /// What undo comes back to.
    pub fn bookmark(&self) -> Self {
        let Self { article, claim, text } = self;
        Self { article: article.clone(), claim: claim.clone(), text: text.bookmark() }
    }
}

/// What the window is to do, once: the part of it that is meant does so as soon as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wish {
    /// A field is to take the keyboard.
    Focus(Field),
    /// A place in a text is to be brought into view.
    Reveal(Side, Reveal),
    /// The cursor of the claim table is to be brought into view.
    RevealCursor,
}

/// What fills the middle of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Screen {
    /// The article.
    #[default]
    Article,
    /// Two drafts of it side by side, with the claims that need a look.
    Review,
    /// The project's sources.
    Sources,
    /// Every claim of the project in a table.
    Claims,
    /// How far the work has come.
    Overview,
    /// What still blocks publication.
    Readiness,
    /// The project beside those of others.
    Compare,
    /// What people’s work differs in, one after the other.
    Adjudication,
    /// What each of two people did that was joined here, and what others did since the reviewer was here.
    Changes,
    /// What the desk has checked before, over many projects.
    Library,
    /// Project, reviewers, scale, appearance.
    Settings,
}

impl Screen {
    /// Every screen.
    pub const ALL: [Self; 11] = [
        Self::Article,
        Self::Review,
        Self::Sources,
        Self::Claims,
        Self::Overview,
        Self::Readiness,
        Self::Compare,
        Self::Adjudication,
        Self::Changes,
        Self::Library,
        Self::Settings,
    ];
}

/// A screen that is added behind the last and not to [`Screen::ALL`] does not compile.
const _: () = assert!(Screen::ALL.len() == Screen::Settings as usize + 1);

/// What lies over the window without stopping the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// The command palette.
    Palette,
    /// Keys and help.
    Help,
    /// The user guide.
    Guide,
}

/// A field that is to take the keyboard, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The statement as checked.
    Statement,
    /// The newest evidence's address or title.
    Evidence,
    /// The find bar of a text.
    Find(Side),
    /// The palette's field.
    Palette,
    /// The search field of the claim table.
    TableSearch,
    /// The search field of the library.
    Library,
}

/// What the next digit sets while no field has the keyboard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DigitStage {
    /// The verdict.
    #[default]
    Verdict,
    /// The confidence in it.
    Confidence,
}

/// Everything about the open project that is shown and not saved.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// What fills the middle.
    pub screen: Screen,
    /// The pane beside the article, when it is open.
    pub pane: Option<Pane>,
    /// The pages of the article's own PDF, where they are wanted beside it; a source in the pane goes before.
    pub own_pages: Option<Looking>,
    /// The source opened in the list of sources.
    pub source: Option<SourceId>,
    /// Which claims the list shows.
    pub filter: Filter,
    /// Where the reviewer is in the claim table.
    pub table: TableState,
    /// The reason for which a sentence was dismissed last.
    pub reason: DismissReason,
    /// What the next digit sets.
    pub stage: DigitStage,
    /// The claims whose two checks the second reviewer wants to compare without having given a confidence.
    pub compared_checks: HashSet<ClaimId>,
    /// The two drafts that are compared for the review, once that is done.
    pub compared: Option<Compared>,
    /// The projects that this one is compared with, and what came of it.
    pub comparison: Option<Comparing>,
    /// Two people's work that was joined here.
    pub joining: Option<Joining>,
    /// What others did since whoever sits here was here.
    pub since: Option<Arc<Since>>,
    /// For whom it was asked what others did since.
    pub(super) looked_back: Option<ReviewerId>,
    /// Who has the project open on another machine, as far as its folder tells.
    pub also_open: Option<Holder>,
    /// Where the reviewer is among what differs.
    pub adjudication: Settling,
    /// The documents whose sentences were prepared to be searched for words like a claim's, the last one asked for last.
    pub(super) prepared: Vec<(VersionId, Arc<Passages>)>,
    /// The document that is being prepared, and the claim whose likeliest passage is to be selected then.
    pub(super) preparing: Option<(VersionId, Option<ClaimId>)>,
    /// The two drafts whose comparison was asked for last.
    pub asked: Option<(VersionId, VersionId)>,
    /// Whether whoever sits here has said who they are since the project was opened.
    pub person_is_known: bool,
    /// What was checked before and is like the claim in the inspector.
    pub repeats: Option<Repeats>,
    /// For which claim and words that is looked for just now.
    pub(super) looking_for_repeats: Option<(ClaimId, String)>,
    /// What was asked before signing.
    pub(super) asked_to_sign: Option<super::signing::Asked>,
    /// The field that is to take the keyboard; it leaves as a [`Wish`].
    pub(super) focus: Option<Field>,
}

/// Two people's work that was joined here.
#[derive(Debug, Clone)]
pub struct Joining {
    /// Both sides, and what came of them.
    pub found: Arc<Unjoined>,
    /// From where.
    pub from: JoinedFrom,
}

/// From where two people's work came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinedFrom {
    /// The project's file held both; with what it held.
    Marks(Fingerprint),
    /// A copy beside the project's file.
    Copy(PathBuf),
    /// The project's file was changed while it was open.
    Outside,
}

/// Where the reviewer is among what differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settling {
    /// The place of what is shown among all that is open of claims.
    pub at: usize,
    /// Why the next one is settled as it will be.
    pub reason: String,
    /// Whether it has been scrolled out of view. Keys settle nothing then.
    pub is_away: bool,
    /// How often it was asked to be brought into view.
    pub brought: u32,
}

/// Two drafts, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The old draft.
    pub old: VersionId,
    /// The new draft.
    pub new: VersionId,
    /// What was done to the text.
    pub revision: Arc<Revision>,
}

/// What the pane shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Pane {
    /// The source.
    pub source: SourceId,
    /// The evidence that was chosen, of the claim in the inspector.
    pub evidence: Option<EvidenceId>,
    /// How its document is read.
    pub text: TextView,
    /// The passages that could speak of the claim, when they were asked for.
    pub likely: Option<Likely>,
    /// Whether those passages are listed.
    pub lists_likely: bool,
    /// As what its document is to be shown, where it can be shown so.
    pub shows: Shows,
    /// How its pages or its picture are looked at.
    pub looking: Looking,
    /// Whether the keys of the text are the pane's.
    pub has_keys: bool,
}

impl Pane {
    /// A pane on a source, at the top of its newest version.
    pub fn new(source: SourceId) -> Self {
        Self {
            source,
            evidence: None,
            text: TextView::at_top(),
            likely: None,
            lists_likely: false,
            shows: Shows::Text,
            looking: Looking::default(),
            has_keys: false,
        }
    }
}

/// As what the document of a source is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shows {
    /// Its words.
    #[default]
    Text,
    /// The pages of its PDF as they look.
    Pages,
    /// Its picture or recording.
    File,
}

impl Shows {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Text, Self::Pages, Self::File];
}

/// How pages or a picture are looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Looking {
    /// The page or picture on which the chosen evidence lies, where it lies on one.
    pub place: Option<LookKey>,
    /// The page that was turned to, from 1.
    pub page: u32,
    /// How many pixels the longer side is to have.
    pub longest: u32,
    /// What is shown, once it was asked for.
    pub picture: Option<PictureView>,
    /// The byte of the text whose page was turned to last by itself.
    pub(super) followed: Option<usize>,
}

impl Default for Looking {
    fn default() -> Self {
        Self { place: None, page: 1, longest: LONGEST_AT_FIRST, picture: None, followed: None }
    }
}

/// How many pixels the longer side of a page or picture has before the window has said how sharp it is to be: an A4 page is sharp up to
/// a width of 1024.
pub const LONGEST_AT_FIRST: u32 = 1448;

/// What of a file is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LookKey {
    /// SHA-256 of the file.
    pub sha256: String,
    /// The page, from 1, where it has pages.
    pub page: Option<u32>,
    /// Which capture it is, where the file is a web archive.
    pub archived: Option<Capture>,
}

impl LookKey {
    /// A page of a file, or the file as a whole.
    pub fn new(sha256: &str, page: Option<u32>) -> Self {
        Self { sha256: sha256.to_owned(), page, archived: None }
    }

    /// Whether both are of one document.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.sha256 == other.sha256 && self.archived == other.archived
    }
}

/// A file that can be looked at or be opened with the system's own program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookFile<'a> {
    /// The name that it came with.
    pub name: &'a str,
    /// The SHA-256 of its bytes.
    pub sha256: &'a str,
    /// What it is; of a page of a web archive what that page is.
    pub media_type: &'a str,
    /// Which capture it is, where the file is a web archive.
    pub archived: Option<&'a Capture>,
}

impl LookFile<'_> {
    /// Whether it is sound or film, and nothing of it is drawn.
    pub fn is_recording(&self) -> bool {
        self.media_type.starts_with("audio/") || self.media_type.starts_with("video/")
    }
}

/// A picture in the pane.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureView {
    /// Which.
    pub key: LookKey,
    /// The picture, or why it cannot be had; nothing while it is being drawn.
    pub drawn: Option<Result<Arc<Picture>, String>>,
    /// The part of it that is chosen and is no evidence yet.
    pub selected: Option<Area>,
}

/// Evidence that lies on a picture or page: the place of its claim among those that are shown, its own in the claim, and the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "told above")]
pub struct RegionHere {
    pub claim: usize,
    pub evidence: usize,
    pub area: Area,
}

/// Passages of the document that could speak of a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// The claim.
    pub claim: ClaimId,
    /// The words that were looked for.
    pub(super) words: String,
    /// The version that was searched.
    pub version: VersionId,
    /// The passages, the likeliest first, each with the words that led there.
    pub passages: Vec<Passage>,
    /// Which of them is selected.
    pub current: usize,
}

/// What was checked before and is like a claim.
#[derive(Debug, Clone)]
pub struct Repeats {
    /// The claim.
    pub claim: ClaimId,
    /// The words that were looked for.
    pub(super) words: String,
    /// The library in which they were.
    pub(super) index: Arc<Index>,
    /// What was found, the likest first.
    pub found: Vec<Like>,
    /// Whether all of it is shown, and not only what stands out.
    pub shows_all: bool,
}
