//! Going from place to place in the open project: pages, claims, articles, sentences, the source beside, matches. Every room leads the
//! reviewer by these, so that two rooms need not know each other.

use std::sync::Arc;

use crate::model::{ArticleId, Claim, ClaimId, ClaimQuery, Evidence, SourceId, Span};

use super::{
    adjudication,
    document::Document,
    intent::{FindIntent, ReaderIntent},
    prefs::TableLook,
    text_view::{Reveal, Side, TextView},
    view::{DigitStage, Field, Pane, Screen},
};

impl Document {
    /// Shows a page in the middle. The claim table begins with the person's columns.
    pub(crate) fn show(&mut self, screen: Screen, look: &TableLook) {
        self.leave_field();
        self.view.screen = screen;
        match screen {
            Screen::Claims => self.prepare_table(look),
            Screen::Adjudication => self.look_at_claim(),
            _ => {}
        }
    }

    /// What differs of the claim in the inspector is looked at first.
    fn look_at_claim(&mut self) {
        let claim = self.focus().claim.clone();
        let open = self.differing();
        let at = open.iter().position(|open| claim.is_some() && adjudication::claim_of(open) == claim.as_ref());
        if let Some(at) = at {
            self.view.adjudication.at = at;
        }
    }

    fn prepare_table(&mut self, look: &TableLook) {
        let table = &mut self.view.table;
        if !std::mem::replace(&mut table.is_ready, true) {
            let TableLook { columns, sort, group, .. } = look.clone();
            table.query = ClaimQuery { columns, sort, group, ..table.query.clone() };
        }
        (table.reveals, table.in_view, table.line) = (true, None, 0);
    }

    /// Has a field take the keyboard.
    pub(crate) fn focus_field(&mut self, field: Field) {
        self.view.focus = Some(field);
    }

    /// Whether two drafts stand side by side.
    pub fn is_reviewing(&self) -> bool {
        self.view.screen == Screen::Review
    }

    /// Whether the claim table is shown.
    pub fn is_in_table(&self) -> bool {
        self.view.screen == Screen::Claims
    }

    /// The claims that are selected in the table, in document order; none on every other page.
    pub fn selected_claims(&self) -> Vec<Arc<Claim>> {
        let selected = &self.view.table.selected;
        if selected.is_empty() || !self.is_in_table() {
            return Vec::new();
        }
        self.project().claims().iter().filter(|claim| selected.contains(&claim.id)).cloned().collect()
    }

    /// Puts a claim into the inspector.
    pub(crate) fn select_claim(&mut self, claim_id: Option<ClaimId>) {
        if self.focus().claim != claim_id {
            self.view.stage = DigitStage::Verdict;
            self.leave_field();
            self.focus_mut().claim = claim_id;
        }
        self.follow_claim_in_pane();
    }

    /// Puts a claim into the inspector and its words into view.
    pub(crate) fn go_to_claim(&mut self, claim_id: &ClaimId) {
        let Some(claim) = self.shown().claim(claim_id).cloned() else { return };
        self.select_claim(Some(claim_id.clone()));
        self.go_to_article(&claim.article);
        let in_shown = self.version().and_then(|version| Some(claim.spans_in(&version.id).next()?.1));
        let in_newest = || Some(claim.spans_in(&self.article()?.latest().id).next()?.1);
        let span = in_shown.or_else(in_newest);
        let text = &mut self.focus_mut().text;
        if in_shown.is_none() && span.is_some() {
            (text.version, text.selection) = (None, None);
        }
        if let Some(span) = span {
            text.reveal = Some(Reveal::Words(span));
        }
    }

    /// Shows an article, from its top if another one was shown.
    pub(crate) fn go_to_article(&mut self, article_id: &ArticleId) {
        self.view.screen = Screen::Article;
        if self.focus().article.as_ref() != Some(article_id) {
            let focus = self.focus_mut();
            focus.article = Some(article_id.clone());
            focus.text.begin();
        }
        self.with_text(Side::Article, TextView::search_again);
    }

    /// Shows an article with a sentence of it selected.
    pub(crate) fn select_sentence(&mut self, article_id: &ArticleId, span: Span) {
        self.select_claim(None);
        self.go_to_article(article_id);
        self.focus_mut().text.show(span);
    }

    /// Shows a source on the page of sources.
    pub(crate) fn go_to_source(&mut self, source_id: SourceId) {
        self.view.screen = Screen::Sources;
        self.view.source = Some(source_id);
    }

    /// Does what is the same in both texts: selecting, scrolling.
    pub(crate) fn read(&mut self, side: Side, intent: ReaderIntent) {
        match intent {
            ReaderIntent::Select(selection) => {
                self.give_keys(side);
                self.with_text(side, |text, _| text.selection = Some(selection));
            }
            ReaderIntent::Deselect => self.with_text(side, |text, _| text.selection = None),
            ReaderIntent::Scrolled(scroll) => self.with_text(side, |text, _| text.scroll = scroll),
            ReaderIntent::Claim(claim_id) => self.select_claim(Some(claim_id)),
            ReaderIntent::Resize { .. } => {}
        }
    }

    /// Does what the find bar of a text wants.
    pub(crate) fn find_intent(&mut self, side: Side, intent: FindIntent) {
        if intent == FindIntent::Open {
            self.give_keys(side);
            self.focus_field(Field::Find(side));
        }
        self.with_text(side, |text, version| text.find_intent(intent, version));
    }

    /// Selects the next larger unit in the text that has the keys.
    pub(crate) fn grow_selection(&mut self) {
        self.resize_selection(TextView::grow);
    }

    /// Selects the next smaller unit in the text that has the keys.
    pub(crate) fn shrink_selection(&mut self) {
        self.resize_selection(TextView::shrink);
    }

    fn resize_selection(&mut self, resize: fn(&mut TextView, &crate::model::Version, &str)) {
        let side = self.keys_side();
        let article = self.article().filter(|_| side == Side::Article);
        let language = article.map(|article| article.meta.language.clone()).unwrap_or_default();
        self.with_text(side, |text, version| resize(text, version, &language));
    }

    /// Selects all of the text that has the keys.
    pub(crate) fn select_all(&mut self) {
        self.with_text(self.keys_side(), TextView::select_all);
    }

    pub(crate) fn with_pane(&mut self, change: impl FnOnce(&mut Pane)) {
        if let Some(pane) = &mut self.view.pane {
            change(pane);
        }
    }

    /// Opens a source beside the article.
    pub(crate) fn open_pane(&mut self, source_id: SourceId) {
        if self.project().source(&source_id).is_some() {
            self.view.screen = Screen::Article;
            if self.view.pane.as_ref().is_none_or(|pane| pane.source != source_id) {
                self.view.pane = Some(Pane::new(source_id));
            }
        }
        self.follow_claim_in_pane();
    }

    /// The claim in the inspector is another one: the pane shows what that takes from the same source.
    fn follow_claim_in_pane(&mut self) {
        let Some((pane, source)) = self.pane() else { return };
        let claim = self.shown_claim();
        let is_known = claim.zip(pane.evidence.as_ref()).is_some_and(|(claim, id)| claim.evidence_by_id(id).is_some());
        if is_known {
            return;
        }
        let of_source = |evidence: &&Evidence| evidence.source == source.id;
        let of_claim = || claim.iter().flat_map(|claim| &claim.evidence).filter(of_source);
        let evidence = of_claim().find(|evidence| evidence.mark.is_some()).or(of_claim().next()).cloned();
        let source = Arc::clone(source);
        self.with_pane(|pane| {
            pane.evidence = evidence.as_ref().map(|evidence| evidence.id.clone());
            pane.turn_to(evidence.as_ref(), &source);
        });
    }

    /// Gives the keys of the text to the pane, or back to the article.
    pub(crate) fn switch_pane(&mut self) {
        let has_text = self.version_in(Side::Pane).is_some();
        self.with_pane(|pane| pane.has_keys = has_text && !pane.has_keys);
    }

    /// Escape as a ladder: what was opened last goes first, then the selection, then the claim.
    pub(crate) fn step_back(&mut self) {
        if self.pane_has_keys() {
            return self.step_back_in_pane();
        }
        if self.focus().text.find.is_some() {
            return self.find_intent(Side::Article, FindIntent::Close);
        }
        let table = &mut self.view.table;
        if self.view.screen == Screen::Claims && (table.editing.take().is_some() || !table.selected.is_empty()) {
            table.selected.clear();
        } else if self.view.screen != Screen::Article {
            self.view.screen = Screen::Article;
        } else if self.focus().text.selection.is_some() {
            self.focus_mut().text.selection = None;
        } else if self.view.stage == DigitStage::Confidence {
            self.view.stage = DigitStage::Verdict;
        } else if self.view.pane.is_some() {
            self.view.pane = None;
        } else if self.own_pages().is_some() {
            self.view.own_pages = None;
        } else {
            self.focus_mut().claim = None;
        }
    }

    /// The find bar goes first, then the selection, then the pane.
    fn step_back_in_pane(&mut self) {
        let Some(text) = self.text_mut(Side::Pane) else { return };
        if text.find.is_some() {
            self.find_intent(Side::Pane, FindIntent::Close);
        } else if text.selection.is_some_and(|selection| !selection.is_caret()) {
            text.selection = None;
        } else {
            self.view.pane = None;
        }
    }
}
