//! Going from place to place: claims, passages, matches, pages, and back.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Claim, ClaimId, Span, Version, sentence};

use super::{
    document::Document,
    find::Find,
    intent::{FindIntent, ReaderIntent},
    scene::Scene,
    session::Session,
    table::TableIntent,
    view::{DigitStage, Field, Overlay, Reveal, Screen, Selection},
};

impl Session {
    pub(super) fn reader(&mut self, intent: ReaderIntent) {
        match intent {
            ReaderIntent::Select(selection) => self.with_document(|document| {
                document.focus_mut().selection = Some(selection);
                document.view.pane.iter_mut().for_each(|pane| pane.has_keys = false);
            }),
            ReaderIntent::Deselect => self.with_document(|document| document.focus_mut().selection = None),
            ReaderIntent::Claim(claim_id) => self.select_claim(Some(claim_id)),
            ReaderIntent::Resize { claim, mark, span } => self.resize_mark(&claim, mark, span),
            ReaderIntent::Scrolled(scroll) => self.with_document(|document| document.focus_mut().scroll = scroll),
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
            if in_shown.is_none() && span.is_some() {
                document.focus_mut().draft = None;
                document.focus_mut().selection = None;
            }
            if let Some(span) = span {
                document.view.reveal = Some(Reveal::Words(span));
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

    pub(super) fn open_find(&mut self) {
        let selected = self.selected_span();
        self.with_document(|document| {
            let words = selected.zip(document.version()).map(|(span, version)| span.of(version.text()).to_owned());
            let words = words.filter(|words| words.len() <= 80 && !words.contains('\n'));
            let find = document.view.find.get_or_insert_default();
            if let Some(words) = words {
                find.query = words;
            }
        });
        self.refresh_find();
        self.focus_field(Field::Find);
    }

    pub(super) fn find_intent(&mut self, intent: FindIntent) {
        match intent {
            FindIntent::Query(query) => {
                self.with_document(|document| document.view.find = Some(Find { query, ..Find::default() }));
                self.refresh_find();
                self.reveal_match();
            }
            FindIntent::Step(by) => self.find_step(by),
            FindIntent::Close => self.close_find(),
        }
    }

    pub(super) fn find_step(&mut self, by: isize) {
        self.with_document(|document| {
            if let Some(find) = &mut document.view.find {
                find.step(by);
            }
        });
        self.reveal_match();
    }

    fn reveal_match(&mut self) {
        self.with_document(|document| {
            if let Some(span) = document.view.find.as_ref().and_then(Find::span) {
                document.view.reveal = Some(Reveal::Words(span));
            }
        });
    }

    /// Looks again after the text or the words looked for have changed.
    pub(super) fn refresh_find(&mut self) {
        self.with_document(|document| {
            let from = document.focus().selection.map_or(0, |selection| selection.anchor.min(selection.head));
            let text = document.version().map(|version| Arc::clone(version.text())).unwrap_or_default();
            if let Some(find) = &mut document.view.find {
                find.search(&text, from);
            }
        });
    }

    /// Closes the find bar; the match that was shown becomes the selection.
    fn close_find(&mut self) {
        self.with_document(|document| {
            if let Some(span) = document.view.find.take().as_ref().and_then(Find::span) {
                document.focus_mut().selection = Some(Selection::of(span));
            }
        });
    }

    pub(super) fn select_all(&mut self) {
        self.with_document(|document| {
            let end = document.version().map_or(0, |version| version.text().len());
            document.focus_mut().selection = Some(Selection { anchor: 0, head: end });
        });
    }

    pub(super) fn grow_selection(&mut self) {
        self.resize_selection(|units, current| units.iter().copied().find(|unit| grows(*unit, current)));
    }

    pub(super) fn shrink_selection(&mut self) {
        self.resize_selection(|units, current| units.iter().rev().copied().find(|unit| grows(current, *unit)));
    }

    fn resize_selection(&mut self, resize: impl FnOnce(&[Span], Span) -> Option<Span>) {
        self.with_document(|document| {
            let in_pane = document.pane_has_keys();
            let (selection, version) = match document.view.pane.as_ref().filter(|_| in_pane) {
                Some(pane) => (pane.selection, document.pane_version()),
                None => (document.focus().selection, document.version()),
            };
            let (Some(selection), Some(version)) = (selection, version) else { return };
            let language = document.article().filter(|_| !in_pane);
            let language = language.map(|article| article.meta.language.as_str()).unwrap_or_default();
            let selected = selection.span(version.text());
            let origin = match document.view.grown {
                Some((grown, origin)) if grown == selection => origin,
                _ => selected.map_or(selection.head, Span::start),
            };
            let units = units(version, language, origin);
            let resized = match selected {
                Some(current) => resize(&units, current),
                None => units.first().copied(),
            };
            if let Some(span) = resized {
                let selection = Selection::of(span);
                document.view.grown = Some((selection, origin));
                let reveal = Some(Reveal::Words(span));
                match document.view.pane.as_mut().filter(|_| in_pane) {
                    Some(pane) => (pane.selection, pane.reveal) = (Some(selection), reveal),
                    None => {
                        document.focus_mut().selection = Some(selection);
                        document.view.reveal = reveal;
                    }
                }
            }
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
        self.with_document(|document| document.view.focus_field = Some(field));
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
        } else if self.document.as_ref().is_some_and(|document| document.view.find.is_some()) {
            self.close_find();
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
    } else if document.focus().selection.is_some() {
        document.focus_mut().selection = None;
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
    let caret = document.focus().selection.map_or(0, |selection| selection.head);
    let behind = |claim: &Claim| claim.marks.first().is_some_and(|mark| mark.anchor.span.start() >= caret);
    let found = document.project().claims_of(article_id).find(|(_, claim)| behind(claim));
    found.map_or(0, |(index, _)| index)
}

/// Whether `unit` holds `current` and more.
fn grows(unit: Span, current: Span) -> bool {
    unit.encloses(current) && unit != current
}

/// The word, phrase, sentence and paragraph at `byte`, smallest first.
pub fn units(version: &Version, language: &str, byte: usize) -> Vec<Span> {
    let Some(block) = version.block_at(byte).map(|index| version.blocks()[index]) else { return Vec::new() };
    let sentence = sentence::sentence_at(version, language, byte);
    let phrase = sentence.and_then(|sentence| phrase_at(version.text(), sentence, byte));
    [word_at(version, byte), phrase, sentence, Some(block.span)].into_iter().flatten().collect()
}

/// The words around `byte` between two marks that part a sentence: commas, semicolons, colons, dashes, brackets, quotes. A
/// mark within a number or a time parts nothing.
fn phrase_at(text: &str, sentence: Span, byte: usize) -> Option<Span> {
    let parts = |at: usize, mark: char| {
        let behind = &text[at + mark.len_utf8()..];
        let is_joined = text[..at].ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric);
        match mark {
            ',' | ';' | ':' => !is_joined,
            '-' => text[..at].ends_with(' ') && behind.starts_with(' '),
            _ => "–—()[]“”„«»\"".contains(mark) && !is_joined,
        }
    };
    let marks = sentence.of(text).char_indices().map(|(offset, mark)| (sentence.start() + offset, mark));
    let (mut start, mut end) = (sentence.start(), sentence.end());
    for (at, mark) in marks.filter(|(at, mark)| parts(*at, *mark)) {
        if at >= byte {
            end = at;
            break;
        }
        start = at + mark.len_utf8();
    }
    let words = text.get(start..end)?;
    let start = start + words.len() - words.trim_start().len();
    Span::snapped(text, start, start + words.trim().len()).filter(|span| span.start() <= byte && byte <= span.end())
}

/// The word at `byte`, or the one that ends there.
pub fn word_at(version: &Version, byte: usize) -> Option<Span> {
    let block = version.blocks()[version.block_at(byte)?];
    let start = block.span.start();
    let words: Vec<_> = block.span.of(version.text()).unicode_word_indices().collect();
    let behind = words.partition_point(|(offset, _)| start + offset <= byte);
    let (offset, word) = *words.get(behind.checked_sub(1)?)?;
    Span::snapped(version.text(), start + offset, start + offset + word.len()).filter(|word| byte <= word.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_ends_where_the_sentence_is_parted() {
        let check = |text: &str, at: &str, expected: &str| {
            let sentence = Span::snapped(text, 0, text.len()).unwrap();
            let byte = text.find(at).unwrap();
            assert_eq!(phrase_at(text, sentence, byte).map(|span| span.of(text)), Some(expected), "{text}");
        };
        check("The bridge, which 4,000 cars cross, was closed at 12:30.", "cars", "which 4,000 cars cross");
        check("The bridge, which 4,000 cars cross, was closed at 12:30.", "at", "was closed at 12:30.");
        check("“We will not take any risk,” the engineer wrote.", "not", "We will not take any risk");
        check("The long-term plan – a new bridge – costs more.", "new", "a new bridge");
        check("The long-term plan - a new bridge - costs more.", "term", "The long-term plan");
        check("Nobody was hurt.", "was", "Nobody was hurt.");
        check("桥, 关闭了", "关", "关闭了");
    }
}
