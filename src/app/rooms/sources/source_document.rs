//! How a source gets its document: a file, the page at its address or the clipboard, through the same jobs as an article; and how a
//! copy of it is sealed.

use std::{path::PathBuf, sync::Arc};

use crate::{
    import::Watch,
    model::{ArticleMeta, Edit, Seal, Source, SourceId, Version},
    store,
};

use crate::{
    Command,
    draft_following::is_same_text,
    effect::{
        Clip, GivenFile, ImportFrom, ImportJob, Imported, Job, OpenError, Pick, Purpose, SealFrom, SealJob, Sealed,
        SourceFollowJob,
    },
    intent::{Intent, SourceIntent},
    marks::several,
    notice::NoticeKind,
    preview::import_job,
    rooms::{Around, Sources, Workbench},
    source_following::{FollowedEvidence, described, marked_evidence, new_document, with_file},
    tally::Tally,
    view::{LookKey, Shows},
};

impl Workbench<'_, Sources> {
    pub(crate) fn source_intent(&mut self, intent: SourceIntent) {
        match intent {
            SourceIntent::Add => self.add_source(),
            SourceIntent::Go(source_id) => self.document.go_to_source(source_id),
            SourceIntent::Remove(source_id) => self.ask_to_remove_source(source_id),
            SourceIntent::Fetch(source_id) => self.fetch_document(&source_id),
            SourceIntent::SealPage(source_id) => self.seal_page(&source_id),
            SourceIntent::SealFile(source_id) => self.seal_file(source_id),
            SourceIntent::Merge { into, from } => self.merge_sources(into, from),
        }
    }

    /// Reads a file as the document of a source.
    pub(crate) fn document_picked(&mut self, source_id: SourceId, path: PathBuf) {
        self.around.import(import_job(ImportFrom::typed(path), Purpose::Document(source_id)));
    }

    /// Fetches the page at a source's address as its document.
    fn fetch_document(&mut self, source_id: &SourceId) {
        match self.address_of(source_id) {
            Some(from) => self.around.import(import_job(from, Purpose::Document(source_id.clone()))),
            None => self.tell_no_address(),
        }
    }

    fn address_of(&self, source_id: &SourceId) -> Option<ImportFrom> {
        let source = self.document.project().source(source_id)?;
        let from = ImportFrom::typed(PathBuf::from(source.url.trim()));
        matches!(from, ImportFrom::Web { .. }).then_some(from)
    }

    fn tell_no_address(&mut self) {
        let text = "Could not fetch the page: the source has no web address. Give it one, or open a file.";
        self.around.tell(NoticeKind::Warning, text, None);
    }

    pub(crate) fn document_from_clipboard(&mut self, source_id: SourceId, clip: Clip) {
        self.around.import_clip(clip, Purpose::Document(source_id));
    }

    /// A document was read for a source, or cannot be had.
    pub(crate) fn document_answered(
        &mut self,
        source_id: &SourceId,
        job: &ImportJob,
        imported: Result<Box<Imported>, OpenError>,
    ) {
        match imported {
            Ok(imported) => self.document_imported(source_id, *imported),
            Err(error) => {
                if let Some(error) = self.around.import_failed(job, error) {
                    self.tell_document_error(source_id, job, &error);
                }
            }
        }
    }

    /// A document was read for a source: it comes in at once, with the evidence that was marked in the version before.
    fn document_imported(&mut self, source_id: &SourceId, imported: Imported) {
        let document = &*self.document;
        let Some(source) = document.project().source(source_id).cloned() else {
            let text = "Could not keep the document: its source is not in the project any more.";
            return self.around.tell(NoticeKind::Error, text, None);
        };
        if !document.access.is_editable() {
            return self.tell_read_only();
        }
        let origin = imported.origin(self.around.now.time);
        let version = Arc::new(imported.draft.to_version(self.around.ids.version(document.project()), origin));
        if version.blocks().is_empty() {
            let text = "Could not open the document: there is no text in it.";
            return self.around.tell(NoticeKind::Error, text, Some(imported.name));
        }
        if source.latest().is_some_and(|newest| is_same_text(newest, &version)) {
            self.document.open_pane(source_id.clone());
            return self.around.tell(
                NoticeKind::Hint,
                "The document is the same as the one that is kept. Nothing was added.",
                None,
            );
        }
        let left_out = imported.draft.blocks.iter().filter(|block| !block.keep).count();
        self.follow_source(source, version, imported.bytes, imported.draft.meta, left_out);
    }

    /// A picture or a recording was given as the document of a source: it is kept as it is, and sealed.
    pub(crate) fn file_given(&mut self, source_id: &SourceId, job: ImportJob, given: GivenFile) {
        let Some(source) = self.document.project().source(source_id).cloned() else {
            let text = "Could not keep the file: its source is not in the project any more.";
            return self.around.tell(NoticeKind::Error, text, None);
        };
        if !self.document.access.is_editable() {
            return self.tell_read_only();
        }
        let is_known = source.file.as_ref().is_some_and(|file| file.sha256 == given.file.sha256);
        if !is_known {
            let kept = with_file(&source, &given, self.around.now.time);
            if !self.edit(&several("keep source file", vec![Edit::put_source(&kept)])) {
                return;
            }
            self.document.originals.insert(given.file.sha256.clone(), given.bytes);
        }
        self.document.open_pane(source_id.clone());
        let file = &given.file;
        let (shows, page) = if file.is_pdf() { (Shows::Pages, Some(1)) } else { (Shows::File, None) };
        self.document.with_pane(|pane| {
            // The evidence that was chosen may lie on the picture before.
            (pane.shows, pane.evidence) = (shows, pane.evidence.take().filter(|_| is_known));
            (pane.looking.place, pane.looking.page) = (Some(LookKey::new(&file.sha256, page)), 1);
        });
        if is_known {
            let text = "The file is the same as the one that is kept. Nothing was added.";
            return self.around.tell(NoticeKind::Hint, text, None);
        }
        let what = match &given.file {
            file if file.is_picture() => "picture",
            file if file.is_pdf() => "PDF",
            _ => "recording",
        };
        let exif = if given.file.has_exif { " It says when, where or with what it was taken." } else { "" };
        let words = format!("The {what} is kept beside the project as it is, and sealed.{exif}");
        self.around.tell_with(NoticeKind::Done, words, None, Some(("Undo", Command::Undo.into())));
        let text = match &given.file {
            file if file.is_picture() => {
                Some("Where the picture shows words, they can be recognised as the text of the source.")
            }
            file if file.is_pdf() => {
                Some("Its pages hold only pictures of text. Their words can be recognised as the text of the source.")
            }
            _ => None,
        };
        if let Some(text) = text {
            let action = ("Recognise its text…", Intent::Recognise(Box::new(job)));
            self.around.tell_with(NoticeKind::Hint, text, None, Some(action));
        }
    }

    fn follow_source(
        &mut self,
        source: Arc<Source>,
        version: Arc<Version>,
        bytes: Arc<[u8]>,
        meta: ArticleMeta,
        left_out: usize,
    ) {
        let document = &*self.document;
        let claims = document.project().claims_using(&source.id).map(|(_, claim)| Arc::clone(claim)).collect();
        let watch = Watch::default();
        self.around.run(Job::FollowSource(Box::new(SourceFollowJob {
            source,
            claims,
            version,
            bytes,
            meta,
            left_out,
            watch,
        })));
    }

    /// Brings the document in. When evidence was marked or moved meanwhile, it is followed once more.
    pub(crate) fn source_followed(&mut self, job: SourceFollowJob, followed: Option<Vec<FollowedEvidence>>) {
        let Some(followed) = followed else { return };
        let document = &*self.document;
        let Some(source) = document.project().source(&job.source.id).cloned() else { return };
        let claims: Vec<_> = document.project().claims().to_vec();
        let now: Vec<_> = marked_evidence(&claims, &source.id).collect();
        let is_current = source.versions.len() == job.source.versions.len()
            && now.len() == followed.len()
            && now.iter().zip(&followed).all(|((claim, evidence, mark), followed)| {
                claim.id == followed.claim && **evidence == followed.evidence && **mark == followed.before
            });
        if !is_current {
            return self.follow_source(source, job.version, job.bytes, job.meta, job.left_out);
        }
        let is_first = source.versions.is_empty();
        let described = described(&source, &job.meta, &job.version.origin, self.around.today());
        let mut edits = vec![new_document(&source.id, &job.version, &followed)];
        edits.extend((described != *source).then(|| Edit::put_source(&described)));
        if !self.edit(&several("open source document", edits)) {
            return;
        }
        let sha256 = job.version.origin.sha256.clone();
        let document = &mut *self.document;
        document.originals.insert(sha256, job.bytes);
        // The version that was read is not the newest any more.
        document.view.pane = document.view.pane.take().filter(|pane| pane.source != source.id);

        self.document.open_pane(source.id.clone());
        self.tell_document(is_first, job.left_out, Tally::of(followed.iter().map(|followed| &followed.after)));
    }

    fn tell_document(&mut self, is_first: bool, left_out: usize, tally: Tally) {
        let mut words =
            if is_first { "The document is open beside the article." } else { "The new version is in." }.to_owned();
        if tally.all() > 0 {
            words += &format!(" Evidence in it: {tally}.");
        }
        match left_out {
            0 => {}
            1 => words += " 1 block that belongs to the page rather than to its text stayed out.",
            count => words += &format!(" {count} blocks that belong to the page rather than to its text stayed out."),
        }
        let kind = if tally.changed + tally.lost > 0 { NoticeKind::Warning } else { NoticeKind::Done };
        self.around.tell(kind, words, None);
    }

    /// Seals a source: the page at its address is fetched and kept as it is.
    fn seal_page(&mut self, source_id: &SourceId) {
        match self.address_of(source_id) {
            Some(ImportFrom::Web { address, allow_private }) => {
                let from = SealFrom::Web { address, allow_private };
                self.around.run(Job::Seal(SealJob { source: source_id.clone(), from }));
            }
            _ => self.tell_no_address(),
        }
    }

    fn seal_file(&mut self, source_id: SourceId) {
        self.around.pick(Pick::SealFile(source_id));
    }

    pub(crate) fn seal_picked(&mut self, source: SourceId, path: PathBuf) {
        self.around.run(Job::Seal(SealJob { source, from: SealFrom::Path(path) }));
    }

    pub(crate) fn sealed(&mut self, job: &SealJob, sealed: Result<Sealed, OpenError>) {
        let Sealed { name, url, bytes } = match sealed {
            Ok(sealed) => sealed,
            Err(error) => {
                return self.around.tell(
                    NoticeKind::Error,
                    error.in_words("Could not seal the source"),
                    job.from.path_or_address(),
                );
            }
        };
        let Some(source) = self.document.project().source(&job.source).cloned() else {
            return;
        };
        let sha256 = store::sha256(&bytes);
        let was_same = source.seals.last().is_some_and(|seal| seal.sha256 == sha256);
        let mut changed = source.as_ref().clone();
        changed.seals.push(Seal { sha256: sha256.clone(), at: self.around.now.time, name, url });
        if self.edit(&several("seal source", vec![Edit::put_source(&changed)])) {
            drop(self.document.originals.insert(sha256, bytes));
            let words = if was_same {
                "The source is sealed again; it is as it was at the last seal."
            } else {
                "The source is sealed: its bytes are kept beside the project, with the time."
            };
            self.around.tell(NoticeKind::Done, words, None);
        }
    }

    /// An error of reading a document, in the words of a source.
    fn tell_document_error(&mut self, source_id: &SourceId, job: &ImportJob, error: &OpenError) {
        let again =
            error.may_come_later().then(|| ("Try again", Intent::Source(SourceIntent::Fetch(source_id.clone()))));
        let action = Around::offered(job, error).or(again);
        self.around.tell_with(
            NoticeKind::Error,
            error.in_words("Could not open the document"),
            job.from.path_or_address(),
            action,
        );
    }
}
