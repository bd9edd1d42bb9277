//! Opening: projects, articles and what is dropped on the window.
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    foreign::ReadError,
    import::{Engine, RecogniseError, Watch, web::FetchError},
    model::{ClaimId, Edit, Project},
    store,
};

use crate::{
    document::Document,
    effect::{Clip, ImportFrom, ImportJob, Imported, Job, OpenError, OpenedNews, OpenedProject, Pick, Purpose, Remote},
    intent::{Intent, PreviewIntent},
    notice::{Dialog, NoticeKind, PageChoice, Then},
    preview::{Preview, import_job},
    reach,
    rooms::Around,
};

/// The sample project, as it lies in `projects/`.
pub const SAMPLE: &str = include_str!("../../../../projects/kursk-withdrawal.ron");

impl Around {
    /// Opens what a path names: a project by its ending, else an article.
    pub(crate) fn open_path(&mut self, path: PathBuf) {
        if reach::is_project_path(&path) {
            self.leave(Then::Open(path));
        } else if self.has_project() {
            self.import_path(path, false);
        } else {
            self.leave(Then::NewFrom(path));
        }
    }

    /// Files dropped on the window, where `claim` is drawn. With a project open it is asked what the file is.
    pub(crate) fn dropped(&mut self, paths: Vec<PathBuf>, claim: Option<ClaimId>) {
        let mut paths = paths.into_iter();
        let Some(path) = paths.next() else { return };
        if self.dialog.is_some() {
            let text = "A question is open. Answer it, then drop the file again.";
            return self.tell(NoticeKind::Hint, text, Some(path.display().to_string()));
        }
        if paths.next().is_some() {
            self.tell(
                NoticeKind::Warning,
                "Several files were dropped; the first is opened. Drop the others one by one.",
                None,
            );
        }
        if self.has_project() {
            self.dialog = Some(Dialog::Dropped { path, claim });
        } else {
            self.open_path(path);
        }
    }

    pub(crate) fn pick_article(&mut self) {
        self.pick(if self.has_project() { Pick::Article } else { Pick::NewFromArticle });
    }

    /// Opens what is on the clipboard: as HTML where it has words so, since that has headings and lists; else as plain text.
    pub(crate) fn open_clipboard(&mut self, clip: Clip) {
        let purpose = if self.has_project() { Purpose::AddArticle } else { Purpose::NewProject };
        self.import_clip(clip, purpose);
    }

    pub(crate) fn import_path(&mut self, path: PathBuf, is_new: bool) {
        let purpose = if is_new || !self.has_project() { Purpose::NewProject } else { Purpose::AddArticle };
        self.import(import_job(ImportFrom::typed(path), purpose));
    }

    /// The reviewer said that an address in a private network may be opened.
    pub(crate) fn import_private(&mut self, mut job: ImportJob) {
        if let ImportFrom::Web { allow_private, .. } = &mut job.from {
            *allow_private = true;
        }
        self.import(ImportJob { watch: Watch::default(), ..job });
    }

    /// A web archive was read: which of its pages is it to be?
    pub(crate) fn ask_for_page(&mut self, job: &ImportJob, imported: Imported) {
        let Imported { draft, name, bytes, remote } = imported;
        let job = again(job, name, bytes, remote);
        self.dialog = Some(Dialog::ChoosePage(Box::new(PageChoice { job, pages: draft.pages })));
    }

    /// The reviewer has chosen a page of a web archive.
    pub(crate) fn import_page(&mut self, job: ImportJob, at: usize) {
        self.import(ImportJob { page: Some((at + 1).to_string()), ..job });
    }

    /// What is offered where an article holds letters only in pictures.
    pub(crate) fn offered(job: &ImportJob, error: &OpenError) -> Option<(&'static str, Intent)> {
        error.is_of_pictures().then(|| ("Recognise its text…", Intent::Recognise(Box::new(job.clone()))))
    }

    /// Asks which program recognises letters, and in which languages.
    pub(crate) fn look_for_recogniser(&mut self, job: ImportJob) {
        self.run(Job::LookForRecogniser(Box::new(job)));
    }

    /// The reviewer chooses the language before anything is recognised; or why nothing can be.
    pub(crate) fn recogniser_found(&mut self, job: Box<ImportJob>, found: Result<Engine, RecogniseError>) {
        match found {
            Ok(engine) => self.dialog = Some(Dialog::Recognise(job, engine)),
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), job.from.path_or_address()),
        }
    }

    /// Opens an article with the text of its pictures.
    pub(crate) fn recognise(&mut self, job: ImportJob, languages: String) {
        self.import(ImportJob { watch: Watch::default(), recognise: Some(languages), ..job });
    }

    /// What was read is shown before it comes in; or why it cannot be had.
    pub(crate) fn show_imported(&mut self, job: ImportJob, imported: Result<Box<Imported>, OpenError>) {
        match imported {
            Ok(imported) => {
                let Imported { draft, name, bytes, remote } = *imported;
                let unfolded = BTreeSet::new();
                self.preview = Some(Preview { draft, name, job, bytes, remote, unfolded });
            }
            Err(error) => {
                if let Some(error) = self.import_failed(&job, error) {
                    let path_shown = job.from.path_or_address();
                    let again = path_shown.clone().filter(|_| error.may_come_later());
                    let again = again.map(|address| ("Try again", Intent::OpenPath(address.into())));
                    let action = Self::offered(&job, &error).or(again);
                    self.tell_with(NoticeKind::Error, error.to_string(), path_shown, action);
                }
            }
        }
    }

    /// What is left to be told of a reading that failed: it was not stopped, and cannot be helped by a yes.
    pub(crate) fn import_failed(&mut self, job: &ImportJob, error: OpenError) -> Option<OpenError> {
        match error {
            OpenError::Fetch(FetchError::Private { .. }) => {
                self.dialog = Some(Dialog::PrivateAddress(Box::new(job.clone())));
                None
            }
            OpenError::Fetch(FetchError::Stopped)
            | OpenError::Import(ReadError::Stopped)
            | OpenError::Recognise(RecogniseError::Stopped) => None,
            error => Some(error),
        }
    }

    pub(crate) fn change_preview(&mut self, intent: PreviewIntent) {
        let Some(preview) = &mut self.preview else { return };
        match intent {
            PreviewIntent::Keep { block, keep } => {
                if let Some(block) = preview.draft.blocks.get_mut(block) {
                    block.keep = keep;
                }
            }
            PreviewIntent::KeepChapter { chapter, keep } => {
                let blocks = preview.draft.chapters.get(chapter).map(|chapter| chapter.blocks.clone());
                let blocks = blocks.and_then(|blocks| preview.draft.blocks.get_mut(blocks));
                blocks.into_iter().flatten().for_each(|block| block.keep = keep);
            }
            PreviewIntent::CutFrom(first) => {
                preview.draft.blocks.iter_mut().skip(first).for_each(|block| block.keep = false);
            }
            PreviewIntent::KeepAll { from, to, keep } => {
                for block in preview.draft.blocks.iter_mut().take(to).skip(from) {
                    block.keep = keep;
                }
            }
            PreviewIntent::Unfold { from, to, is_shown } => {
                preview.unfolded.retain(|block| !(from..to).contains(block));
                preview.unfolded.extend((from..to).filter(|_| is_shown));
            }
            PreviewIntent::Meta(meta) => preview.draft.meta = meta,
            PreviewIntent::Encoding(encoding) => self.read_again(|job| job.encoding = encoding),
            PreviewIntent::Lines(lines) => self.read_again(|job| job.lines = lines),
            PreviewIntent::ChoosePage => {
                let (job, pages) = (again_as(preview), preview.draft.pages.clone());
                self.dialog = Some(Dialog::ChoosePage(Box::new(PageChoice { job, pages })));
            }
            PreviewIntent::Recognise => {
                let job = again_as(preview);
                self.look_for_recogniser(job);
            }
            PreviewIntent::Accept => {}
            PreviewIntent::Cancel => self.preview = None,
        }
    }

    /// Reads the same bytes in another way.
    fn read_again(&mut self, change: impl FnOnce(&mut ImportJob)) {
        let Some(preview) = self.preview.as_ref() else { return };
        let mut job = again_as(preview);
        change(&mut job);
        self.import(job);
    }

    /// The preview, as far as it can come in.
    pub(crate) fn accept_preview(&mut self) -> Option<Preview> {
        let preview = self.preview.as_ref()?;
        if !preview.draft.blocks.iter().any(|block| block.keep) {
            let text = "Could not open the article: no block is ticked. Tick what belongs to it.";
            self.tell(NoticeKind::Warning, text, None);
            return None;
        }
        if let Some(excess) = reach::too_long(&preview.draft) {
            let text = format!(
                "Could not open the article: a block that is ticked is {excess}, and no project could be saved with that. Leave it out."
            );
            self.tell(NoticeKind::Error, text, None);
            return None;
        }
        self.preview.take()
    }

    /// Starts a project around an article.
    pub(crate) fn start_project(&mut self, preview: Preview) {
        let title = preview.draft.meta.title.trim();
        let mut project = Project::new(if title.is_empty() { "New review" } else { title });
        let (article, original) = preview.into_article(&mut self.ids, &project, self.now.time);
        if let Err(error) = project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }) {
            return self.tell(NoticeKind::Error, format!("{error}."), None);
        }
        let mut document = Document::unsaved(project);
        document.journal_at_once();
        document.originals.extend([original]);
        self.arrive(document);
    }

    /// Opens the sample as a project without a file: whatever is tried out there, the sample itself stays as it is.
    pub(crate) fn open_sample(&mut self) {
        match store::decode(SAMPLE.as_bytes()) {
            Ok(loaded) => self.arrive(Document::unsaved(loaded.project)),
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), None),
        }
    }

    /// A project was read and takes the place of the open one. Returns what there is to say of it, and its format if that is an older one.
    pub(crate) fn project_opened(
        &mut self,
        path: PathBuf,
        opened: Result<Box<OpenedProject>, OpenError>,
    ) -> Option<(OpenedNews, Option<u32>)> {
        let opened = match opened {
            Ok(opened) => *opened,
            Err(error) => {
                self.prefs_forget_missing(&path, &error);
                if is_gone(&error) || matches!(error, OpenError::Store(_)) {
                    self.run(Job::LookAtDamaged(path.clone(), self.state.clone()));
                }
                self.tell(NoticeKind::Error, error.to_string(), Some(path.display().to_string()));
                return None;
            }
        };
        let OpenedProject { loaded, fingerprint, is_project_file, canonical, lock, resumed, news } = opened;
        if !is_project_file {
            self.arrive(Document::unsaved(loaded.project));
            let text = "The export is opened as a new project. Save it to keep it.";
            self.tell(NoticeKind::Done, text, Some(path.display().to_string()));
            return None;
        }
        let older = loaded.older.filter(|_| loaded.access.is_editable());
        let mut document = match resumed {
            Some(resumed) => self.take_resumed(resumed, Some(&path)),
            None => Document::opened(loaded.project, path, loaded.access, fingerprint),
        };
        (document.canonical, document.lock) = (Some(canonical), lock);
        self.arrive(document);
        Some((news, older))
    }

    /// A recent project that is gone is still listed until the reviewer takes it off: the disk may come back.
    fn prefs_forget_missing(&mut self, path: &Path, error: &OpenError) {
        if is_gone(error) && self.prefs.recent.iter().any(|recent| recent.path == path) {
            let action = Some(("Remove from the list", Intent::Forget(path.to_owned())));
            self.tell_with(
                NoticeKind::Warning,
                "A recent project is not where it was.",
                Some(path.display().to_string()),
                action,
            );
        }
    }
}

/// Reads the same bytes once more.
fn again(job: &ImportJob, name: String, bytes: Arc<[u8]>, remote: Option<Remote>) -> ImportJob {
    let from = match remote {
        Some(from) => ImportFrom::Fetched { from, name, bytes },
        None => ImportFrom::Bytes { name, bytes },
    };
    ImportJob { from, watch: Watch::default(), ..job.clone() }
}

/// Reads the bytes of a preview once more.
fn again_as(preview: &Preview) -> ImportJob {
    again(&preview.job, preview.name.clone(), Arc::clone(&preview.bytes), preview.remote.clone())
}

fn is_gone(error: &OpenError) -> bool {
    matches!(error, OpenError::Io { error, .. } if error.kind() == std::io::ErrorKind::NotFound)
}
