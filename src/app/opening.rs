//! Opening: projects, articles and what is dropped on the window.
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a room is tied to one lifetime, the closure is not"
)]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    foreign::ReadError,
    import::{Watch, web::FetchError},
    model::{Article, ArticleId, Edit, Project},
    store::{self, Access},
};

use super::{
    document::Document,
    effect::{Clip, ImportFrom, ImportJob, Imported, Job, OpenError, OpenedProject, Pick, Purpose},
    intent::{Intent, PreviewIntent},
    notice::{About, Dialog, NoticeKind, Then},
    preview::{Preview, import_job},
    reach,
    session::Session,
    workbench::{ClaimFile, Claims, Drafts, Keeping, Sources},
};

/// The sample project, as it lies in `projects/`.
pub const SAMPLE: &str = include_str!("../../projects/kursk-withdrawal.ron");

impl Session {
    /// Opens what a path names: a project by its ending, else an article.
    pub(super) fn open_path(&mut self, path: PathBuf) {
        if reach::is_project_path(&path) {
            self.leave_for(Then::Open(path));
        } else if self.document.is_some() {
            self.import_path(path, false);
        } else {
            self.leave_for(Then::NewFrom(path));
        }
    }

    /// Files dropped on the window. With a project open it is asked what the file is.
    pub(super) fn dropped(&mut self, paths: Vec<PathBuf>) {
        let mut paths = paths.into_iter();
        let Some(path) = paths.next() else { return };
        if paths.next().is_some() {
            self.tell(
                NoticeKind::Warning,
                "Several files were dropped; the first is opened. Drop the others one by one.",
                None,
            );
        }
        if self.document.is_some() {
            self.dialog = Some(Dialog::Dropped(path));
        } else {
            self.open_path(path);
        }
    }

    pub(super) fn pick_article(&mut self) {
        self.pick(if self.document.is_some() { Pick::Article } else { Pick::NewFromArticle });
    }

    pub(super) fn picked(&mut self, pick: Pick, path: PathBuf) {
        match pick {
            Pick::NewFromArticle if reach::is_project_path(&path) => self.open_project(path),
            Pick::NewFromArticle => self.import_path(path, true),
            Pick::Article => self.import_path(path, false),
            Pick::Draft => self.at(Drafts, |it| it.import_draft(path)),
            Pick::Document(source_id) => self.at(Sources, |it| it.document_picked(source_id, path)),
            Pick::SealFile(source_id) => self.at(Sources, |it| it.seal_picked(source_id, path)),
            Pick::Sources => {
                let watch = self.around().begin_reading("Importing sources", path.display().to_string());
                self.run(Job::ReadSources(path, watch));
            }
            Pick::Project => self.open_project(path),
            Pick::SaveAs { .. } => self.at(Keeping, |it| it.save_to(reach::with_project_extension(path))),
            Pick::Claims => self.at(ClaimFile, |it| it.read_incoming(path)),
            Pick::Export { format, options, .. } => self.at(Keeping, |it| it.export(path, format, options)),
        }
    }

    /// Opens what is on the clipboard: as HTML where it has words so, since that has headings and lists; else as plain text.
    pub(super) fn open_clipboard(&mut self, clip: Clip) {
        let purpose = if self.document.is_some() { Purpose::AddArticle } else { Purpose::NewProject };
        self.import_clip(clip, purpose);
    }

    pub(super) fn import_path(&mut self, path: PathBuf, is_new: bool) {
        let purpose = if is_new || self.document.is_none() { Purpose::NewProject } else { Purpose::AddArticle };
        self.import(import_job(ImportFrom::typed(path), purpose));
    }

    /// The reviewer said that an address in a private network may be opened.
    pub(super) fn import_private(&mut self, mut job: ImportJob) {
        if let ImportFrom::Web { allow_private, .. } = &mut job.from {
            *allow_private = true;
        }
        self.import(ImportJob { watch: Watch::default(), ..job });
    }

    pub(super) fn article_imported(&mut self, job: ImportJob, imported: Result<Box<Imported>, OpenError>) {
        self.opening = None;
        match imported {
            Ok(imported) => {
                if let Purpose::Document(source_id) = &job.purpose {
                    return self.at(Sources, |it| it.document_imported(source_id, *imported));
                }
                let Imported { draft, name, bytes, remote } = *imported;
                let unfolded = BTreeSet::new();
                self.preview = Some(Preview { draft, name, job, bytes, remote, unfolded });
            }
            Err(OpenError::Fetch(FetchError::Private { .. })) => {
                self.dialog = Some(Dialog::PrivateAddress(Box::new(job)));
            }
            Err(OpenError::Fetch(FetchError::Stopped) | OpenError::Import(ReadError::Stopped)) => {}
            Err(error) => {
                let may_come_later =
                    matches!(error, OpenError::Fetch(FetchError::Broken(_) | FetchError::TooSlow { .. }));
                if let Purpose::Document(source_id) = &job.purpose {
                    return self.at(Sources, |it| it.tell_document_error(source_id, &job, &error, may_come_later));
                }
                let place = job.from.place();
                let again = place.clone().filter(|_| may_come_later);
                let action = again.map(|address| ("Try again", Intent::OpenPath(address.into())));
                self.tell_with(NoticeKind::Error, error.to_string(), place, action);
            }
        }
    }

    pub(super) fn preview_intent(&mut self, intent: PreviewIntent) {
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
            PreviewIntent::Accept => self.accept_preview(),
            PreviewIntent::Cancel => self.preview = None,
        }
    }

    /// Reads the same bytes in another way.
    fn read_again(&mut self, change: impl FnOnce(&mut ImportJob)) {
        let Some(preview) = &self.preview else { return };
        let mut job = ImportJob { watch: Watch::default(), ..preview.job.clone() };
        let (name, bytes) = (preview.name.clone(), Arc::clone(&preview.bytes));
        job.from = match preview.remote.clone() {
            Some(from) => ImportFrom::Fetched { from, name, bytes },
            None => ImportFrom::Bytes { name, bytes },
        };
        change(&mut job);
        self.import(job);
    }

    fn accept_preview(&mut self) {
        if self.preview.as_ref().is_none_or(|preview| !preview.draft.blocks.iter().any(|block| block.keep)) {
            return self.tell(
                NoticeKind::Warning,
                "Could not open the article: no block is ticked. Tick what belongs to it.",
                None,
            );
        }
        if let Some(excess) = self.preview.as_ref().and_then(|preview| reach::too_long(&preview.draft)) {
            let text = format!(
                "Could not open the article: a block that is ticked is {excess}, and no project could be saved with that. Leave it out."
            );
            return self.tell(NoticeKind::Error, text, None);
        }
        let Some(preview) = self.preview.take() else { return };
        if let Purpose::NewDraft(article_id) = &preview.job.purpose {
            let article_id = article_id.clone();
            return self.at(Drafts, |it| it.accept_draft(&article_id, preview));
        }
        let sha256 = store::sha256(&preview.bytes);
        let is_new = preview.job.purpose == Purpose::NewProject || self.document.is_none();
        let title = preview.draft.meta.title.trim().to_owned();
        let empty = Project::new(if title.is_empty() { "New review" } else { &title });
        let project = if is_new { &empty } else { self.document.as_ref().map_or(&empty, Document::project) };
        let origin = preview.origin(self.now.time);
        let article_id = self.ids.article(project);
        let version = preview.draft.to_version(self.ids.version(project), origin);
        let article = Article { id: article_id.clone(), meta: preview.draft.meta, versions: vec![Arc::new(version)] };
        if is_new {
            self.start_project(empty, article);
        } else {
            let at = usize::MAX;
            if !self.edit(&Edit::AddArticle { article: Arc::new(article), at }) {
                return;
            }
            self.with_document(|document| document.go_to_article(&article_id));
        }
        self.with_document(|document| drop(document.originals.insert(sha256, preview.bytes)));
    }

    fn start_project(&mut self, mut project: Project, article: Article) {
        if let Err(error) = project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }) {
            return self.tell(NoticeKind::Error, format!("{error}."), None);
        }
        let mut document = Document::unsaved(project);
        document.journal_at_once();
        self.document = Some(document);
        self.dialog = None;
    }

    /// Opens the sample as a project without a file: whatever is tried out there, the sample itself stays as it is.
    pub(super) fn open_sample(&mut self) {
        match store::decode(SAMPLE.as_bytes()) {
            Ok(loaded) => self.show_document(Document::unsaved(loaded.project)),
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), None),
        }
    }

    pub(super) fn project_opened(&mut self, path: PathBuf, opened: Result<Box<OpenedProject>, OpenError>) {
        let opened = match opened {
            Ok(opened) => *opened,
            Err(error) => {
                self.prefs_forget_missing(&path, &error);
                if is_gone(&error) || matches!(error, OpenError::Store(_)) {
                    self.run(Job::LookAtDamaged(path.clone(), self.state.clone()));
                }
                return self.tell(NoticeKind::Error, error.to_string(), Some(path.display().to_string()));
            }
        };
        let OpenedProject {
            loaded,
            fingerprint,
            is_project_file,
            canonical,
            lock,
            lock_trouble,
            resumed,
            no_journal,
            put_aside,
            kept_aside,
            has_cut_short,
            elsewhere,
            claim,
        } = opened;
        if !is_project_file {
            self.show_document(Document::unsaved(loaded.project));
            let text = "The export is opened as a new project. Save it to keep it.";
            return self.tell(NoticeKind::Done, text, Some(path.display().to_string()));
        }
        let reason = loaded.access.reason();
        let older = loaded.older.filter(|_| loaded.access.is_editable());
        let is_in_use = matches!(loaded.access, Access::InUse(_));
        let mut document = match resumed {
            Some(resumed) => self.take_resumed(resumed, Some(&path)),
            None => Document::opened(loaded.project, path.clone(), loaded.access, fingerprint),
        };
        (document.canonical, document.lock) = (Some(canonical), lock);
        self.show_document(document);
        self.at(Keeping, |it| it.remember_recent());
        if let Some(number) = claim {
            self.at(Claims, |it| it.go_to_number(number));
        }
        self.at(Keeping, |it| it.tell_lock_trouble(lock_trouble));
        self.at(Keeping, |it| it.tell_put_aside(put_aside));
        self.tell_kept_aside(kept_aside, &path);
        self.tell_cut_short(has_cut_short, &path);
        self.tell_no_journal(no_journal, &path);
        self.offer_work_from_elsewhere(elsewhere);
        if let Some(format) = older {
            let text = format!(
                "The project is in an older format ({format}). When it is saved, it is kept as it is beside the new file."
            );
            self.tell(NoticeKind::Warning, text, Some(path.display().to_string()));
        }
        if let Some(reason) = reason {
            let text = format!("The project is open for reading only: {reason}");
            let action = is_in_use.then(|| ("Try again", Intent::OpenPath(path.clone())));
            self.tell_with(NoticeKind::Warning, text, Some(path.display().to_string()), action);
        }
    }

    fn tell_kept_aside(&mut self, changes: Option<String>, path: &Path) {
        if let Some(changes) = changes {
            let text = format!(
                "This project had {changes}, in no file, that could not be brought back before. “Earlier versions…” has it with them now."
            );
            let action = Some(("Earlier versions…", super::Command::FileVersions.into()));
            self.tell_with(NoticeKind::Warning, text, Some(path.display().to_string()), action);
        }
    }

    fn tell_cut_short(&mut self, has_cut_short: bool, path: &Path) {
        if has_cut_short {
            let text =
                "A save of this project was cut short. “Earlier versions…” keeps what it had left beside the file.";
            let action = Some(("Earlier versions…", super::Command::FileVersions.into()));
            self.tell_with(NoticeKind::Warning, text, Some(path.display().to_string()), action);
        }
    }

    fn tell_no_journal(&mut self, reason: Option<String>, path: &Path) {
        if let Some(reason) = reason {
            let text = format!(
                "Could not look for unsaved work of this project: its journal cannot be read ({reason}). It is kept as it is; a new one \
                 begins with the next change."
            );
            self.tell(NoticeKind::Warning, text, Some(path.display().to_string()));
        }
    }

    pub(super) fn show_document(&mut self, document: Document) {
        self.stop_opening();
        self.at(Keeping, |it| it.outside_is_settled());
        self.notices.settle(About::Saving);
        self.notices.settle(About::Lock);
        self.document = Some(document);
        self.preview = None;
        self.dialog = None;
        self.overlay = None;
        self.after_save = None;
        self.ask_before_showing();
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

    pub(super) fn remove_article(&mut self, article_id: &ArticleId) {
        let Some(document) = &self.document else { return };
        let claims = document.project().claims_of(article_id).count();
        if !self.edit(&Edit::RemoveArticle(article_id.clone())) {
            return;
        }
        self.with_document(|document| {
            let focus_is_gone = document.article().is_none();
            if focus_is_gone {
                let next = document.project().articles().first().map(|article| article.id.clone());
                let focus = document.focus_mut();
                (focus.article, focus.claim) = (next, None);
                focus.text.begin();
            }
        });
        let text = match claims {
            0 => "The article is removed.".to_owned(),
            1 => "The article is removed, with its claim.".to_owned(),
            _ => format!("The article is removed, with its {claims} claims."),
        };
        self.tell_with(NoticeKind::Done, text, None, Some(("Undo", super::Command::Undo.into())));
    }
}

fn is_gone(error: &OpenError) -> bool {
    matches!(error, OpenError::Io { error, .. } if error.kind() == std::io::ErrorKind::NotFound)
}
