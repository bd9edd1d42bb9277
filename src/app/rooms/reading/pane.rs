//! The pane beside the article: the document of a source, in which the words are marked that bear a claim out or refute it.
//!
//! A project has one pane, on one source. It keeps a selection, a find bar and a version of its own; `has_keys` says whether keys
//! for the text go to it or to the article.

use std::sync::Arc;

use crate::{
    anchor::{self, Description},
    model::{
        Claim, ClaimId, Edit, Evidence, EvidenceField, EvidenceId, Mark, Reason, Source, SourceId, Span, Stance, Trace,
        Version,
    },
};

use crate::{
    document::Document,
    effect::{ClipboardUse, Pick},
    intent::{PaneIntent, ReaderIntent},
    locator::locator,
    marks::{mark_at, several},
    notice::NoticeKind,
    rooms::{Reading, Workbench},
    text_view::{Side, TextView},
    view::{Pane, Screen, Shows},
};

impl Document {
    /// The pane with its source, when it is open.
    pub fn pane(&self) -> Option<(&Pane, &Arc<Source>)> {
        let pane = self.view.pane.as_ref().filter(|_| self.view.screen == Screen::Article)?;
        Some((pane, self.project().source(&pane.source)?))
    }

    /// Whether the keys of the text are the pane's.
    pub fn pane_has_keys(&self) -> bool {
        self.pane().is_some_and(|(pane, _)| pane.has_keys) && self.version_in(Side::Pane).is_some()
    }

    /// The chosen evidence of the claim in the inspector, when the pane shows its source.
    pub fn pane_evidence(&self) -> Option<&Evidence> {
        let (pane, source) = self.pane()?;
        let evidence = self.shown_claim()?.evidence_by_id(pane.evidence.as_ref()?)?;
        (evidence.source == source.id).then_some(evidence)
    }

    /// Whether the selected words can become evidence of the claim in the inspector.
    pub fn can_take_words(&self) -> bool {
        self.access.is_editable()
            && self.claim().is_some_and(|claim| !self.is_hidden(&claim.id))
            && self.selected_span(Side::Pane).is_some()
            && self.is_at_newest(Side::Pane)
    }
}

impl Workbench<'_, Reading> {
    pub(crate) fn pane_intent(&mut self, intent: PaneIntent) {
        match intent {
            PaneIntent::Open(source_id) => self.document.open_pane(source_id),
            PaneIntent::ShowEvidence { claim, evidence } => self.show_evidence(&claim, &evidence),
            PaneIntent::Close => self.document.view.pane = None,
            PaneIntent::Reader(ReaderIntent::Claim(claim_id)) => self.pane_clicked(&claim_id),
            PaneIntent::Reader(ReaderIntent::Resize { claim, mark, span }) => self.resize_evidence(&claim, mark, span),
            PaneIntent::Reader(intent) => self.document.read(Side::Pane, intent),
            PaneIntent::Take(stance) => self.take_words(stance),
            PaneIntent::Move => self.move_evidence(),
            PaneIntent::GoLikely(at) => self.show_likely(at),
            PaneIntent::AcceptWords { claim, evidence } => self.accept_words(&claim, &evidence),
            PaneIntent::Version(index) => self.read_pane_version(index),
            PaneIntent::Find(intent) => self.document.find_intent(Side::Pane, intent),
            // Pages and pictures have a room of their own.
            PaneIntent::Show(_) | PaneIntent::Look(_) | PaneIntent::Picture(_) | PaneIntent::OpenFile => {}
            PaneIntent::File(source_id) => self.around.pick(Pick::Document(source_id)),
            PaneIntent::Paste => {
                if let Some((pane, _)) = self.document.pane() {
                    let source_id = pane.source.clone();
                    self.around.read_clipboard(ClipboardUse::Document(source_id));
                }
            }
        }
    }

    /// Opens the source of the claim's first evidence that has a document, else of its first.
    pub(crate) fn open_beside(&mut self) {
        let document = &*self.document;
        let Some(claim) = document.shown_claim().cloned() else { return };
        let has_text = |evidence: &&Evidence| {
            let source = document.project().source(&evidence.source);
            source.is_some_and(|source| source.latest().is_some() || source.file.is_some())
        };
        let chosen = claim.evidence.iter().find(has_text).or(claim.evidence.first());
        match chosen.map(|evidence| evidence.id.clone()) {
            Some(evidence_id) => self.show_evidence(&claim.id, &evidence_id),
            None => {
                self.around.tell(
                    NoticeKind::Hint,
                    "The claim has no source yet. Paste a link, or add one by its title.",
                    None,
                );
            }
        }
    }

    /// Shows the words of evidence in its source. Where none are marked yet, those of its quote, or of a quotation in the claim,
    /// are looked for and selected: nothing is taken without the reviewer.
    fn show_evidence(&mut self, claim_id: &ClaimId, evidence_id: &EvidenceId) {
        let found = (|| {
            let document = &*self.document;
            let claim = document.shown().claim(claim_id)?;
            Some((Arc::clone(claim), claim.evidence_by_id(evidence_id)?.clone()))
        })();
        let Some((claim, evidence)) = found else { return };
        self.document.select_claim(Some(claim_id.clone()));
        self.document.open_pane(evidence.source.clone());
        let Some(source) = self.document.pane().map(|(_, source)| Arc::clone(source)) else {
            return;
        };
        let proposed = match (&evidence.mark, source.latest()) {
            (None, Some(version)) => propose(&claim, &evidence, version),
            _ => None,
        };
        self.document.with_pane(|pane| {
            pane.evidence = Some(evidence.id.clone());
            (pane.text.version, pane.text.selection) = (None, None);
            pane.likely = None;
            pane.shows = match (&evidence.region, pane.shows) {
                (Some(region), _) if region.page.is_some() => Shows::Pages,
                (Some(_), _) => Shows::File,
                // Its words are in the text. Whoever looks at pages is shown the one that has them.
                (None, Shows::File) if evidence.mark.is_some() => Shows::Text,
                (None, shows) => shows,
            };
            pane.turn_to(Some(&evidence), &source);
            if let Some(span) = proposed {
                pane.text.show(span);
            }
        });
        self.document.with_text(Side::Pane, TextView::search_again);
        if evidence.mark.is_none() && proposed.is_none() && source.latest().is_some() {
            self.find_likely(&claim);
        }
    }

    /// A click on marked words: that claim and that evidence, and the claim's own words in the article.
    fn pane_clicked(&mut self, claim_id: &ClaimId) {
        let document = &*self.document;
        let Some(((pane, source), version)) = document.pane().zip(document.version_in(Side::Pane)) else { return };
        let Some(claim) = document.shown().claim(claim_id) else { return };
        let at = pane.text.selection.map_or(0, |selection| selection.head);
        let under = claim.evidence.iter().filter(|evidence| evidence.source == source.id).filter_map(|evidence| {
            let span = evidence.mark.as_ref()?.span_in(&version.id)?;
            (span.start() <= at && at <= span.end()).then_some((span.len(), &evidence.id))
        });
        let evidence = under.min_by_key(|(len, _)| *len).map(|(_, id)| id.clone());
        self.document.go_to_claim(claim_id);
        self.document.with_pane(|pane| {
            // The way to the claim's own evidence would turn the page away from the one that was clicked.
            pane.evidence = evidence.or(pane.evidence.take());
            pane.text.reveal = None;
        });
    }

    /// Makes the selected words the evidence's quote, place and locator. They go to the evidence of this source that has no words
    /// yet, else to a new one.
    pub(crate) fn take_words(&mut self, stance: Option<Stance>) {
        let Some((claim, source_id, version, span)) = self.words_to_take() else { return };
        let quote = span.of(version.text()).to_owned();
        let chosen = self.document.view.pane.as_ref().and_then(|pane| pane.evidence.clone());
        let is_free = |evidence: &&Evidence| {
            let is_chosen = chosen.as_ref() == Some(&evidence.id);
            let has_no_words = evidence.quote.trim().is_empty() || is_chosen || is_same_words(&evidence.quote, &quote);
            evidence.source == source_id && evidence.mark.is_none() && has_no_words
        };
        let mark = mark_at(&version, span);
        let locator = locator(&version, span);
        let free = claim.evidence.iter().filter(is_free).max_by_key(|evidence| chosen.as_ref() == Some(&evidence.id));
        let (evidence_id, mut edits) = match free {
            Some(evidence) => (evidence.id.clone(), words_edits(&claim.id, &evidence.id, mark, quote, locator, stance)),
            None => {
                let mut evidence = Evidence::new(self.around.evidence_id_for(&claim), source_id);
                evidence.stance = stance.unwrap_or_default();
                (evidence.quote, evidence.locator, evidence.mark) = (quote, locator, Some(mark));
                (evidence.id.clone(), vec![Edit::AddEvidence { claim: claim.id.clone(), evidence }])
            }
        };
        edits.extend(self.started(&claim));
        if self.edit(&several("quote source", edits)) {
            self.document.with_pane(|pane| (pane.text.selection, pane.evidence) = (None, Some(evidence_id)));
        }
    }

    /// Puts the chosen evidence on the selected words instead of those that it has.
    fn move_evidence(&mut self) {
        let Some((claim, source_id, version, span)) = self.words_to_take() else { return };
        let chosen = self.document.pane_evidence().cloned();
        let Some(evidence) = chosen.filter(|evidence| evidence.source == source_id) else { return };
        let mark = moved_by_hand(evidence.mark.as_ref(), &version, span);
        let quote = span.of(version.text()).to_owned();
        let edits = words_edits(&claim.id, &evidence.id, mark, quote, locator(&version, span), None);
        if self.edit(&several("move evidence", edits)) {
            self.document.with_text(Side::Pane, |text, _| text.selection = None);
        }
    }

    /// An end of marked words was dragged.
    fn resize_evidence(&mut self, claim_id: &ClaimId, index: usize, span: Span) {
        let document = &*self.document;
        let (Some(claim), Some(version)) = (document.shown().claim(claim_id), document.version_in(Side::Pane)) else {
            return;
        };
        let Some(evidence) = claim.evidence.get(index).filter(|_| document.is_at_newest(Side::Pane)) else { return };
        let mark = moved_by_hand(evidence.mark.as_ref(), version, span);
        let quote = span.of(version.text()).to_owned();
        let edits = words_edits(claim_id, &evidence.id, mark, quote, locator(version, span), None);
        self.edit(&several("change evidence words", edits));
    }

    /// What the source says now is taken as the quote; words that are lost are agreed to be lost.
    fn accept_words(&mut self, claim_id: &ClaimId, evidence_id: &EvidenceId) {
        let document = &*self.document;
        let claim = document.shown().claim(claim_id);
        let Some(evidence) = claim.and_then(|claim| claim.evidence_by_id(evidence_id)) else { return };
        let Some(mut mark) = evidence.mark.clone() else { return };
        if let Some(trace) = &mut mark.trace {
            trace.is_seen = true;
        }
        let set = |field| Edit::SetEvidence { claim: claim_id.clone(), evidence: evidence_id.clone(), field };
        let mut edits = Vec::new();
        let source = document.project().source(&evidence.source);
        if mark.placement != crate::model::Placement::Lost {
            edits.push(set(EvidenceField::Quote(mark.anchor.quote.clone())));
            let version = source.and_then(|source| source.version(&mark.anchor.version));
            edits.extend(version.map(|version| set(EvidenceField::Locator(locator(version, mark.anchor.span)))));
        }
        edits.push(set(EvidenceField::Mark(Some(mark))));
        self.edit(&several("accept evidence words", edits));
    }

    /// The claim, the source, the text and the words that are selected in it, or what is missing.
    fn words_to_take(&mut self) -> Option<(Arc<Claim>, SourceId, Arc<Version>, Span)> {
        let document = &*self.document;
        let source_id = document.pane()?.1.id.clone();
        let version = Arc::clone(document.version_in(Side::Pane)?);
        let is_newest = document.is_at_newest(Side::Pane);
        let words = "Select the words in the document first.";
        let Some(span) = document.selected_span(Side::Pane) else {
            self.around.tell(NoticeKind::Hint, words, None);
            return None;
        };
        let Some(claim) = self.document.claim_here() else {
            let text = "Could not take the words: no claim is selected. Click the claim that they bear out or refute.";
            self.around.tell(NoticeKind::Warning, text, None);
            return None;
        };
        if !is_newest {
            let text = "Could not take the words: this is an older version of the document. Go to the newest one.";
            self.around.tell(NoticeKind::Warning, text, None);
            return None;
        }
        Some((claim, source_id, version, span))
    }

    fn read_pane_version(&mut self, index: usize) {
        let document = &*self.document;
        let Some((_, source)) = document.pane() else { return };
        let Some(version) = source.versions.get(index) else { return };
        let mark = document.pane_evidence().and_then(|evidence| evidence.mark.as_ref()?.span_in(&version.id));
        let (source, version) = (Arc::clone(source), Arc::clone(version));
        self.document.with_pane(|pane| {
            pane.text.read(&source.versions, &version, mark);
            // The page of one is none of another.
            (pane.looking.place, pane.looking.page) = (None, 1);
        });
    }
}

/// The words that the evidence's quote, or a quotation of the claim, could mean in its document.
fn propose(claim: &Claim, evidence: &Evidence, version: &Version) -> Option<Span> {
    let quotes = claim.marks.iter().map(|mark| mark.anchor.quote.as_str());
    let quoted =
        quotes.flat_map(|words| anchor::quotations(words).into_iter().map(move |span| span.of(words).to_owned()));
    let wanted: Vec<String> = std::iter::once(evidence.quote.trim().to_owned()).chain(quoted).collect();
    let finder = anchor::Finder::new(version.text());
    wanted.into_iter().filter(|words| !words.is_empty()).find_map(|quote| {
        let description = Description { quote, ..Description::default() };
        finder.find(&description, None).span
    })
}

fn moved_by_hand(old: Option<&Mark>, version: &Version, span: Span) -> Mark {
    let mut mark = mark_at(version, span);
    let Some(old) = old else { return mark };
    mark.earlier.clone_from(&old.earlier);
    if old.anchor.version != version.id {
        mark.earlier.push(old.anchor.clone());
        mark.trace = Some(Trace { score: 100, reason: Reason::ByHand, is_seen: true });
    }
    mark.earlier.retain(|anchor| anchor.version != version.id);
    mark
}

fn words_edits(
    claim: &ClaimId,
    evidence: &EvidenceId,
    mark: Mark,
    quote: String,
    locator: String,
    stance: Option<Stance>,
) -> Vec<Edit> {
    let fields = [EvidenceField::Mark(Some(mark)), EvidenceField::Quote(quote), EvidenceField::Locator(locator)];
    let set = |field| Edit::SetEvidence { claim: claim.clone(), evidence: evidence.clone(), field };
    fields.into_iter().chain(stance.map(EvidenceField::Stance)).map(set).collect()
}

/// Whether two wordings differ in nothing but spaces, case and the like.
fn is_same_words(a: &str, b: &str) -> bool {
    let whole = Span::new(0, b.len()).ok();
    crate::find::matches(b, a).first().copied() == whole && whole.is_some()
}
