//! Sentences that need no check: dismissed with a reason, taken back, and the way to the next open one.

use std::sync::Arc;

use crate::model::{ArticleId, Decision, DismissReason, Dismissal, Edit, Span};

use crate::{
    document::Document,
    keymap::Keymap,
    marks::mark_at,
    notice::NoticeKind,
    rooms::{Reading, Workbench},
};

impl Document {
    /// The sentence at the caret, or the one in which the selection ends: its number from 1, how many there are, where it
    /// stands and how far it is decided.
    pub fn sentence_at_caret(&self) -> Option<(usize, usize, Span, Decision)> {
        let (article, version) = (self.article()?, self.version()?);
        let selection = self.focus().text.selection?;
        let head = match selection.span(version.text()) {
            Some(span) => span.start(),
            None => selection.head,
        };
        let coverage = self.coverage();
        let coverage = coverage.get(&article.id).filter(|coverage| *coverage.version() == version.id)?;
        let (index, span, decision) = coverage.at(head)?;
        Some((index + 1, coverage.total(), span, decision))
    }
}

impl Workbench<'_, Reading> {
    /// Selects the next open sentence of the article, else of the next article that has one.
    pub(crate) fn next_open_sentence(&mut self) {
        let document = &*self.document;
        let Some(shown) = document.article().map(|article| article.id.clone()) else { return };
        let from = document.focus().text.selection.map_or(0, |selection| selection.head.max(selection.anchor));
        let coverage = document.coverage_now();
        let next =
            |article_id: &ArticleId, byte| Some((article_id.clone(), coverage.get(article_id)?.next_open(byte)?));
        let articles: Vec<_> = document.project().articles().iter().map(|article| &article.id).collect();
        let at = articles.iter().position(|id| **id == shown).unwrap_or(0);
        let mut others = articles[at..].iter().chain(&articles[..at]).skip(1);
        let found = next(&shown, from).or_else(|| others.find_map(|id| next(id, 0)));
        match found {
            Some((article_id, span)) => self.document.select_sentence(&article_id, span),
            None => self.around.tell(NoticeKind::Done, "Every sentence is under a claim or dismissed.", None),
        }
    }

    /// Dismisses the sentences at the caret or in the selection for the reason used last; those that are dismissed already
    /// go on to the next reason.
    pub(crate) fn dismiss_sentence(&mut self) {
        let document = &*self.document;
        let last = document.view.reason;
        self.dismiss_sentences(move |decision| match decision {
            Decision::Dismissed(reason) => next_reason(reason),
            Decision::Open | Decision::OpenClaim | Decision::Claim => last,
        });
    }

    /// Dismisses the sentences at the caret or in the selection that are not under a claim.
    pub(crate) fn dismiss_sentences(&mut self, reason: impl Fn(Decision) -> DismissReason) {
        let touched = self.touched_sentences();
        let document = &*self.document;
        let (Some(article), Some(version)) = (document.article(), document.version()) else { return };
        if touched.is_empty() {
            let text = "Place the caret in a sentence first, or press {next-sentence} to go to an open one.";
            let keys = Keymap::of(&self.around.prefs.keys);
            let text = keys.named_in(text, |key| key.label(cfg!(target_os = "macos")));
            return self.around.tell(NoticeKind::Hint, text, None);
        }
        let has_open = touched.iter().any(|(_, decision)| *decision == Decision::Open);
        let is_wanted = |decision: Decision| match decision {
            Decision::Open => true,
            Decision::Dismissed(_) => !has_open,
            Decision::OpenClaim | Decision::Claim => false,
        };
        let (signature, introduction) = self.sign();
        let mut last = None;
        let dismissals: Vec<Edit> = (touched.iter().filter(|(_, decision)| is_wanted(*decision)))
            .map(|(span, decision)| {
                let reason = reason(*decision);
                last = Some(reason);
                let anchor = mark_at(version, *span).anchor;
                let signed = Some(signature.clone());
                Edit::Dismiss(Arc::new(Dismissal { article: article.id.clone(), anchor, reason, signed }))
            })
            .collect();
        let Some(reason) = last else {
            return self.around.tell(
                NoticeKind::Hint,
                "The sentence is under a claim. Delete the claim to dismiss it.",
                None,
            );
        };
        let edits = introduction.into_iter().chain(dismissals).collect();
        if self.edit(&Edit::Batch { label: "dismiss sentence".into(), edits }) {
            self.document.view.reason = reason;
        }
    }

    /// Takes the dismissals of the sentences at the caret or in the selection back.
    pub(crate) fn reopen_sentence(&mut self) {
        let touched = self.touched_sentences();
        let Some(version) = self.document.version() else { return };
        let version_id = version.id.clone();
        let dismissed = touched.into_iter().filter(|(_, decision)| matches!(decision, Decision::Dismissed(_)));
        let (signature, _) = self.sign();
        let reopen = |span| Edit::Reopen { version: version_id.clone(), span };
        let edits: Vec<Edit> = dismissed
            .map(|(span, _)| Edit::Signed { signature: signature.clone(), edit: Box::new(reopen(span)) })
            .collect();
        if edits.is_empty() {
            return self.around.tell(NoticeKind::Hint, "The sentence is not dismissed.", None);
        }
        self.edit(&Edit::Batch { label: "reopen sentence".into(), edits });
    }

    /// The sentences that the selection touches, or the one at the caret.
    fn touched_sentences(&self) -> Vec<(Span, Decision)> {
        let document = &*self.document;
        let (Some(article), Some(version)) = (document.article(), document.version()) else { return Vec::new() };
        let Some(selection) = document.focus().text.selection else { return Vec::new() };
        let coverage = document.coverage_now();
        let coverage = coverage.get(&article.id).filter(|coverage| *coverage.version() == version.id);
        let Some(coverage) = coverage else { return Vec::new() };
        match selection.span(version.text()) {
            Some(span) => coverage.within(span.range()).map(|(_, span, decision)| (span, decision)).collect(),
            None => coverage.at(selection.head).map(|(_, span, decision)| (span, decision)).into_iter().collect(),
        }
    }
}

fn next_reason(reason: DismissReason) -> DismissReason {
    let at = DismissReason::ALL.iter().position(|other| *other == reason).unwrap_or(0);
    DismissReason::ALL[(at + 1) % DismissReason::ALL.len()]
}
