//! The articles of the project: one comes in, another goes, their order.

mod claim_file;
mod new_draft;
mod review;

use std::sync::Arc;

use crate::model::{ArticleId, Edit};

use crate::{
    command::Command,
    intent::ArticleIntent,
    notice::NoticeKind,
    preview::Preview,
    rooms::{Articles, Workbench},
};

impl Workbench<'_, Articles> {
    pub(crate) fn article_intent(&mut self, intent: ArticleIntent) {
        match intent {
            ArticleIntent::Go(article_id) => self.document.go_to_article(&article_id),
            ArticleIntent::Move(article, to) => {
                self.edit(&Edit::MoveArticle { article, to });
            }
            ArticleIntent::Remove(article_id) => self.remove_article(&article_id),
        }
    }

    /// Takes the previewed article in, behind the others.
    pub(crate) fn add_article(&mut self, preview: Preview) {
        let project = self.document.project();
        let (article, original) = preview.into_article(&mut self.around.ids, project, self.around.now.time);
        let article_id = article.id.clone();
        if self.edit(&Edit::AddArticle { article: Arc::new(article), at: usize::MAX }) {
            self.document.go_to_article(&article_id);
            self.document.originals.extend([original]);
        }
    }

    fn remove_article(&mut self, article_id: &ArticleId) {
        let claims = self.document.project().claims_of(article_id).count();
        if !self.edit(&Edit::RemoveArticle(article_id.clone())) {
            return;
        }
        let focus_is_gone = self.document.article().is_none();
        if focus_is_gone {
            let next = self.document.project().articles().first().map(|article| article.id.clone());
            let focus = self.document.focus_mut();
            (focus.article, focus.claim) = (next, None);
            focus.text.begin();
        }
        let text = match claims {
            0 => "The article is removed.".to_owned(),
            1 => "The article is removed, with its claim.".to_owned(),
            _ => format!("The article is removed, with its {claims} claims."),
        };
        self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
    }
}
