//! A new draft of an article: from the file or the clipboard through the preview, a job that follows every claim, and one edit.

use std::{path::PathBuf, sync::Arc};

use crate::{
    import::{Watch, web::address_in},
    model::{Article, ArticleId, Claim, Version},
};

use crate::{
    Command,
    document::Document,
    draft_following::{FollowedClaim, Following, is_same_draft, new_draft},
    effect::{Clip, ClipboardUse, FollowJob, ImportFrom, Job, Pick, Purpose},
    notice::NoticeKind,
    preview::{Preview, import_job},
    rooms::{Articles, Workbench},
    tally::Tally,
    text_view::{Side, TextView},
    view::Screen,
};

impl Workbench<'_, Articles> {
    /// Reads a new draft of the article that is shown.
    pub(crate) fn pick_draft(&mut self) {
        if let Some(article) = self.document.article() {
            let article_id = article.id.clone();
            self.around.pick(Pick::Draft(article_id));
        }
    }

    pub(crate) fn import_draft(&mut self, article_id: ArticleId, path: PathBuf) {
        self.around.import(import_job(ImportFrom::typed(path), Purpose::NewDraft(article_id)));
    }

    /// Reads a file that was dropped as a draft of the article that is shown.
    pub(crate) fn import_dropped_draft(&mut self, path: PathBuf) {
        if let Some(purpose) = self.draft_purpose() {
            self.around.import(import_job(ImportFrom::typed(path), purpose));
        }
    }

    /// Fetches the page of the article that is shown once more.
    pub(crate) fn fetch_draft(&mut self) {
        let Some(purpose) = self.draft_purpose() else { return };
        let article = self.document.article();
        match article.and_then(|article| address_in(&article.meta.url)) {
            Some(address) => {
                let address = address.to_owned();
                self.around.import(import_job(ImportFrom::Web { address, allow_private: false }, purpose));
            }
            None => {
                let text =
                    "Could not fetch the page again: the article has no web address. Open the new draft from a file.";
                self.around.tell(NoticeKind::Warning, text, None);
            }
        }
    }

    pub(crate) fn ask_clipboard_for_draft(&mut self) {
        if let Some(article) = self.document.article() {
            let article_id = article.id.clone();
            self.around.read_clipboard(ClipboardUse::Draft(article_id));
        }
    }

    pub(crate) fn draft_from_clipboard(&mut self, article_id: ArticleId, clip: Clip) {
        self.around.import_clip(clip, Purpose::NewDraft(article_id));
    }

    fn draft_purpose(&mut self) -> Option<Purpose> {
        let article = self.document.article().map(|article| article.id.clone());
        if article.is_none() {
            let text = "Could not add the draft: no article is shown. Open its article first.";
            self.around.tell(NoticeKind::Warning, text, None);
        }
        article.map(Purpose::NewDraft)
    }

    /// Takes the previewed text as a new draft, unless nothing in it is new.
    pub(crate) fn accept_draft(&mut self, article_id: &ArticleId, preview: Preview) {
        let document = &*self.document;
        let Some(article) = document.project().article(article_id).cloned() else {
            let text = "Could not add the draft: its article is not in the project any more.";
            return self.around.tell(NoticeKind::Error, text, None);
        };
        if !document.access.is_editable() {
            return self.tell_read_only();
        }
        if document.following.is_some() {
            let text = "Could not add the draft: claims are being followed into another one. Wait for it or stop it.";
            self.around.preview = Some(preview);
            return self.around.tell(NoticeKind::Warning, text, None);
        }
        let origin = preview.origin(self.around.now.time);
        let version = preview.draft.to_version(self.around.ids.version(document.project()), origin);
        if is_same_draft(article.latest(), &version) {
            return self.around.tell(
                NoticeKind::Hint,
                "The draft is the same as the newest one. Nothing was added.",
                None,
            );
        }
        self.follow(&article, Arc::new(version), preview.bytes);
    }

    /// Starts following the claims of an article into a draft.
    fn follow(&mut self, article: &Arc<Article>, version: Arc<Version>, bytes: Arc<[u8]>) {
        let document = &mut *self.document;
        let claims = claims_of(document, &article.id);
        let watch = Watch::default();
        document.following = Some(Following { article: article.id.clone(), watch: watch.clone() });
        self.around.run(Job::Follow(FollowJob { article: Arc::clone(article), claims, version, bytes, watch }));
    }

    pub(crate) fn stop_following(&mut self) {
        let Some(following) = self.document.following.take() else { return };
        following.watch.stop();
        self.around.tell(NoticeKind::Hint, "The new draft was not added. The article is as it was.", None);
    }

    /// Brings the draft in with every claim at its place. When the reviewer has marked or moved claims meanwhile, they are
    /// followed once more.
    pub(crate) fn followed(&mut self, job: FollowJob, followed: Option<Vec<FollowedClaim>>) {
        let document = &mut *self.document;
        let is_awaited = document.following.as_ref().is_some_and(|following| following.watch == job.watch);
        if !is_awaited {
            return;
        }
        document.following = None;
        let Some(followed) = followed else { return };
        let Some(article) = document.project().article(&job.article.id).cloned() else { return };
        let claims = claims_of(document, &article.id);
        let is_current = article.versions.len() == job.article.versions.len() && fits(&claims, &followed);
        if !is_current {
            return self.follow(&article, job.version, job.bytes);
        }
        let edit = new_draft(&article.id, &job.version, &followed);
        if !self.edit(&edit) {
            return;
        }
        let document = &mut *self.document;
        document.originals.insert(job.version.origin.sha256.clone(), job.bytes);
        let text = &mut document.focus_mut().text;
        (text.version, text.selection) = (None, None);

        self.document.go_to_article(&article.id);
        self.document.with_text(Side::Article, TextView::search_again);
        self.tell_tally(Tally::of(followed.iter().flat_map(|claim| &claim.after)));
    }

    fn tell_tally(&mut self, tally: Tally) {
        let needs_look = tally.moved + tally.changed + tally.lost > 0;
        let action = needs_look.then(|| ("Review", Command::ReviewDraft.into()));
        let kind = if needs_look { NoticeKind::Warning } else { NoticeKind::Done };
        let words = if tally.all() == 0 { String::new() } else { format!(" Its claims: {tally}.") };
        self.around.tell_with(kind, format!("The new draft is in.{words}"), None, action);
    }

    /// Reads the draft at a place from the oldest.
    pub(crate) fn read_draft(&mut self, index: usize) {
        let document = &mut *self.document;
        let Some(article) = document.article().cloned() else { return };
        let Some(version) = article.versions.get(index) else { return };
        if document.version().is_some_and(|shown| shown.id == version.id) {
            return;
        }
        document.view.screen = Screen::Article;
        let words = document.claim().and_then(|claim| Some(claim.spans_in(&version.id).next()?.1));
        document.focus_mut().text.read(&article.versions, version, words);
    }

    pub(crate) fn step_draft(&mut self, by: isize) {
        let Some((article, version)) = (|| {
            let document = &*self.document;
            let version = document.version()?;
            Some((document.article()?, version))
        })() else {
            return;
        };
        let index = article.versions.iter().position(|other| other.id == version.id);
        if let Some(index) = index.and_then(|index| index.checked_add_signed(by)) {
            self.read_draft(index);
        }
    }
}

fn claims_of(document: &Document, article_id: &ArticleId) -> Vec<Arc<Claim>> {
    document.project().claims_of(article_id).map(|(_, claim)| Arc::clone(claim)).collect()
}

/// Whether these are the claims that were followed, on the passages from which they were followed.
fn fits(claims: &[Arc<Claim>], followed: &[FollowedClaim]) -> bool {
    claims.len() == followed.len()
        && claims
            .iter()
            .zip(followed)
            .all(|(claim, followed)| claim.id == followed.claim && claim.marks == followed.before)
}
