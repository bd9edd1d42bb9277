//! Going from place to place: claims, passages, matches, pages, and back.

use std::sync::Arc;

use crate::model::{Claim, ClaimId, Span, Version};

use super::{
    document::Document,
    effect::Effect,
    intent::{FindIntent, ReaderIntent},
    scene::Scene,
    session::Session,
    table::TableIntent,
    text_view::{Side, TextView},
    view::{DigitStage, Field, Overlay, Reveal, Screen, Wish},
};

impl Session {
    pub(super) fn reader(&mut self, side: Side, intent: ReaderIntent) {
        match intent {
            ReaderIntent::Select(selection) => self.with_document(|document| {
                document.give_keys(side);
                document.with_text(side, |text, _| text.selection = Some(selection));
            }),
            ReaderIntent::Deselect => self.with_text(side, |text, _| text.selection = None),
            ReaderIntent::Claim(claim_id) if side == Side::Pane => self.pane_clicked(&claim_id),
            ReaderIntent::Claim(claim_id) => self.select_claim(Some(claim_id)),
            ReaderIntent::Resize { claim, mark, span } if side == Side::Pane => {
                self.resize_evidence(&claim, mark, span);
            }
            ReaderIntent::Resize { claim, mark, span } => self.resize_mark(&claim, mark, span),
            ReaderIntent::Scrolled(scroll) => self.with_text(side, |text, _| text.scroll = scroll),
        }
    }

    /// Puts a claim into the inspector.
    pub(super) fn select_claim(&mut self, claim_id: Option<ClaimId>) {
        self.with_document(|document| {
            if document.focus().claim != claim_id {
                document.view.stage = DigitStage::Verdict;
                document.leave_field();
                document.focus_mut().claim = claim_id;
            }
        });
        self.follow_claim_in_pane();
    }

    /// Puts a claim into the inspector and its words into view.
    pub(super) fn go_to_claim(&mut self, claim_id: &ClaimId) {
        let Some(claim) = self.document.as_ref().and_then(|document| document.project().claim(claim_id)).cloned()
        else {
            return;
        };
        self.select_claim(Some(claim_id.clone()));
        self.go_to_article(&claim.article);
        self.with_document(|document| {
            let in_shown = document.version().and_then(|version| Some(claim.spans_in(&version.id).next()?.1));
            let in_newest = || Some(claim.spans_in(&document.article()?.latest().id).next()?.1);
            let span = in_shown.or_else(in_newest);
            let text = &mut document.focus_mut().text;
            if in_shown.is_none() && span.is_some() {
                (text.version, text.selection) = (None, None);
            }
            if let Some(span) = span {
                text.reveal = Some(Reveal::Words(span));
            }
        });
    }

    /// Goes `by` claims on in what is shown: the article, the list of a review, or the table.
    pub(super) fn go_on(&mut self, scene: Scene, by: isize) {
        match scene {
            Scene::Review => self.step_review(by),
            Scene::Table => self.table_intent(TableIntent::Move(by, false)),
            _ => self.step_claim(by, |_| true),
        }
    }

    /// Goes `by` claims on among those that `is_wanted`, around the end; from the caret when no claim is selected.
    pub(super) fn step_claim(&mut self, by: isize, is_wanted: impl Fn(&Claim) -> bool) {
        let Some(document) = &self.document else { return };
        let claims = document.shown().claims();
        let len = claims.len() as isize;
        let start = match document.focus().claim.as_ref().and_then(|id| document.project().claim_index(id)) {
            Some(index) => index as isize,
            None => first_claim_behind_caret(document) as isize - isize::from(by > 0),
        };
        let next = (1..=len).map(|step| (start + step * by).rem_euclid(len) as usize).find(|&i| is_wanted(&claims[i]));
        match next.map(|index| claims[index].id.clone()) {
            Some(claim_id) => self.go_to_claim(&claim_id),
            None => self.tell(super::notice::NoticeKind::Hint, "There is no other such claim.", None),
        }
    }

    /// Goes through the claims that share words with the one in the inspector, the smallest first.
    pub(super) fn next_overlapping(&mut self) {
        let (Some(claim), Some(document)) = (self.claim_here(), &self.document) else { return };
        let Some(version) = document.version() else { return };
        let spans: Vec<Span> = claim.spans_in(&version.id).map(|(_, span)| span).collect();
        let overlapping = |other: &&Arc<Claim>| {
            other.spans_in(&version.id).any(|(_, span)| spans.iter().any(|mine| mine.overlaps(span)))
        };
        let mut group: Vec<_> = document.project().claims().iter().filter(overlapping).collect();
        group.sort_by_key(|other| other.marks.iter().map(|mark| mark.anchor.span.len()).sum::<usize>());
        let Some(place) = group.iter().position(|other| other.id == claim.id) else { return };
        let next = group[(place + 1) % group.len()].id.clone();
        self.go_to_claim(&next);
    }

    /// Changes the view of one text, with the version that is read in it.
    pub(super) fn with_text(&mut self, side: Side, change: impl FnOnce(&mut TextView, &Version)) {
        self.with_document(|document| document.with_text(side, change));
    }

    pub(super) fn find_intent(&mut self, side: Side, intent: FindIntent) {
        if intent == FindIntent::Open {
            self.with_document(|document| document.give_keys(side));
            self.focus_field(Field::Find(side));
        }
        self.with_text(side, |text, version| text.find_intent(intent, version));
    }

    pub(super) fn grow_selection(&mut self) {
        self.resize_selection(TextView::grow);
    }

    pub(super) fn shrink_selection(&mut self) {
        self.resize_selection(TextView::shrink);
    }

    fn resize_selection(&mut self, resize: fn(&mut TextView, &Version, &str)) {
        self.with_document(|document| {
            let side = document.keys_side();
            let article = document.article().filter(|_| side == Side::Article);
            let language = article.map(|article| article.meta.language.clone()).unwrap_or_default();
            document.with_text(side, |text, version| resize(text, version, &language));
        });
    }

    pub(super) fn show(&mut self, screen: Screen) {
        self.overlay = None;
        self.with_document(|document| {
            document.leave_field();
            document.view.screen = screen;
        });
        if screen == Screen::Claims {
            self.prepare_table();
        }
    }

    pub(super) fn focus_field(&mut self, field: Field) {
        self.effects.push(Effect::Wish(Wish::Focus(field)));
    }

    pub(super) fn toggle_overlay(&mut self, overlay: Overlay) {
        self.overlay = if self.overlay == Some(overlay) { None } else { Some(overlay) };
        if self.overlay == Some(Overlay::Palette) {
            self.focus_field(Field::Palette);
        }
    }

    /// Escape as a ladder: what is on top goes first, then the selection, then the claim.
    pub(super) fn back(&mut self) {
        if self.dialog.take().is_some() {
            self.after_save = None;
        } else if self.overlay.take().is_some() || self.stop_opening() || self.preview.take().is_some() {
        } else if self.document.as_ref().is_some_and(Document::pane_has_keys) {
            self.back_in_pane();
        } else if self.document.as_ref().is_some_and(|document| document.focus().text.find.is_some()) {
            self.find_intent(Side::Article, FindIntent::Close);
        } else {
            self.with_document(step_back);
        }
    }
}

fn step_back(document: &mut Document) {
    let table = &mut document.view.table;
    if document.view.screen == Screen::Claims && (table.editing.take().is_some() || !table.selected.is_empty()) {
        table.selected.clear();
    } else if document.view.screen != Screen::Article {
        document.view.screen = Screen::Article;
    } else if document.focus().text.selection.is_some() {
        document.focus_mut().text.selection = None;
    } else if document.view.stage == DigitStage::Confidence {
        document.view.stage = DigitStage::Verdict;
    } else if document.view.pane.is_some() {
        document.view.pane = None;
    } else {
        document.focus_mut().claim = None;
    }
}

fn first_claim_behind_caret(document: &Document) -> usize {
    let Some(article_id) = &document.focus().article else { return 0 };
    let caret = document.focus().text.selection.map_or(0, |selection| selection.head);
    let behind = |claim: &Claim| claim.marks.first().is_some_and(|mark| mark.anchor.span.start() >= caret);
    let found = document.project().claims_of(article_id).find(|(_, claim)| behind(claim));
    found.map_or(0, |(index, _)| index)
}
