//! Mark, rate, tie to sources: what the reviewer does to claims.

use std::sync::Arc;

use crate::model::{
    Claim, ClaimField, ClaimId, Claimant, Confidence, ConfidenceStyle, Degree, Edit, Evidence, Query, Source, SourceId,
    SourceKind, Span, Status, claimant_at,
};

use crate::{
    claim_link,
    command::Command,
    effect::{Clip, ClipboardUse, Effect, GivenFile, GivenFrom, Job, OpenError},
    intent::{ClaimIntent, Intent},
    links::{link_in, site_of},
    marks::{mark_at, several},
    notice::NoticeKind,
    picture::Raster,
    rooms::{Claims, Workbench},
    source_following::with_file,
    table::Change,
    text_view::Side,
    view::{DigitStage, Field, Screen},
};

impl Workbench<'_, Claims> {
    pub(crate) fn mark_claim(&mut self) {
        let document = &*self.document;
        let Some(span) = document.selected_span(Side::Article) else { return };
        let (Some(article), Some(version)) = (document.article(), document.version()) else { return };
        let claim_id = self.around.ids.claim(document.project());
        let mut claim = Claim::new(claim_id.clone(), article.id.clone(), vec![mark_at(version, span)]);
        let (signature, introduction) = self.sign();
        claim.created = Some(signature);
        claim.claimant = claimant_at(version, span);
        let said = said_by(&claim.claimant);
        if self.edit(&batch("mark claim", introduction, Edit::AddClaim(Arc::new(claim)))) {
            if let Some(said) = said {
                self.around.tell_with(NoticeKind::Done, said, None, Some(("Undo", Command::Undo.into())));
            }
            self.document.select_claim(Some(claim_id));
            self.document.focus_mut().text.selection = None;
            self.around.asks_reviewer = self.around.prefs.reviewer.is_none() && !self.around.prefs.reviewer_asked;
        }
    }

    pub(crate) fn add_passage(&mut self) {
        let Some(claim) = self.document.claim_here() else { return };
        let document = &*self.document;
        let Some((version, span)) = document.version().zip(document.selected_span(Side::Article)) else { return };
        if document.article().is_none_or(|article| article.id != claim.article) {
            return;
        }
        let mut marks = claim.marks.clone();
        marks.push(mark_at(version, span));
        let field = ClaimField::Marks(marks);
        if self.edit(&Edit::SetClaim { claim: claim.id.clone(), field }) {
            self.document.focus_mut().text.selection = None;
        }
    }

    pub(crate) fn remove_passage(&mut self) {
        let Some(claim) = self.document.claim_here().filter(|claim| claim.marks.len() > 1) else { return };
        let mut marks = claim.marks.clone();
        marks.remove(self.document.passage_at_caret(&claim).unwrap_or(marks.len() - 1));
        self.set_field(&claim.id, ClaimField::Marks(marks));
    }

    /// Puts one passage of a claim on other words.
    pub(crate) fn resize_mark(&mut self, claim_id: &ClaimId, index: usize, span: Span) {
        let document = &*self.document;
        let (Some(claim), Some(version)) = (document.project().claim(claim_id), document.version()) else { return };
        if !document.is_at_newest(Side::Article) {
            return;
        }
        let mut marks = claim.marks.clone();
        let Some(mark) = marks.get_mut(index) else { return };
        let mut resized = mark_at(version, span);
        resized.earlier.clone_from(&mark.earlier);
        let before = std::mem::replace(mark, resized).anchor.span;
        // Who was taken from the transcript follows the words; who was typed stays.
        let [old, new] = [before, span].map(|span| claimant_at(version, span));
        let is_taken = index == 0 && old != new && claim.claimant == old;
        let set = |field| Edit::SetClaim { claim: claim_id.clone(), field };
        let edits = is_taken.then(|| set(ClaimField::Claimant(new)));
        match edits {
            Some(claimant) => {
                self.edit(&several("move passage", vec![set(ClaimField::Marks(marks)), claimant]));
            }
            None => self.set_field(claim_id, ClaimField::Marks(marks)),
        }
    }

    pub(crate) fn claim_intent(&mut self, intent: ClaimIntent) {
        match intent {
            ClaimIntent::Go(claim_id) => self.document.go_to_claim(&claim_id),
            ClaimIntent::AddEvidence { claim, text } => self.add_evidence(&claim, &text),
            ClaimIntent::UseSource { claim, source } => self.use_source(&claim, source, Vec::new()),
            ClaimIntent::TakeOffer { claim, offer } => self.take_offer(&claim, &offer),
            ClaimIntent::RemoveEvidence { claim, evidence } => {
                self.edit(&Edit::RemoveEvidence { claim, evidence });
            }
            ClaimIntent::AddQuery(claim_id) => self.add_query(&claim_id),
            ClaimIntent::Status(claim_id, status) => self.set_status(&claim_id, status),
            ClaimIntent::Second(claim_id, verdict) => self.second_check(&claim_id, verdict),
            ClaimIntent::SecondConfidence(claim_id, confidence) => self.second_confidence(&claim_id, confidence),
            ClaimIntent::CompareChecks(claim_id) => {
                self.document.view.compared_checks.insert(claim_id);
            }
            ClaimIntent::Settle { claim, verdict, reason } => self.settle_checks(&claim, verdict, &reason),
            ClaimIntent::Unsettle(claim_id) => self.unsettle_checks(&claim_id),
            ClaimIntent::OwnCheck(claim_id) => self.own_check(&claim_id),
            ClaimIntent::SignAgain(claim_id) => self.set_status(&claim_id, Status::Checked),
            ClaimIntent::Change(target, change) => self.change_claims(&target, &change),
            ClaimIntent::Delete(claim_id) => self.delete(claim_id),
        }
    }

    /// The first digit is the verdict, the next the confidence; with Shift it is the confidence at any time.
    pub(crate) fn digit(&mut self, digit: u8, with_shift: bool) {
        let document = &*self.document;
        let is_confidence = with_shift || document.view.stage == DigitStage::Confidence;
        if is_confidence {
            let style = document.project().settings().confidence;
            let Some(degree) = degree_of_digit(style, digit) else { return };
            if self.changes_selected(&Change::Confidence(Some(degree))) {
                return;
            }
            let Some(claim) = self.document.claim_here() else { return };
            let is_second = self.document.is_hidden(&claim.id);
            let given = match is_second {
                true => claim.second.as_ref().and_then(|second| second.confidence.as_ref()),
                false => claim.confidence.as_ref(),
            };
            let reason = given.map(|confidence| confidence.reason.clone()).unwrap_or_default();
            let confidence = Some(Confidence { degree, reason });
            if is_second {
                self.second_confidence(&claim.id, confidence);
            } else {
                self.rate(&claim, "set confidence", [ClaimField::Confidence(confidence)]);
            }
            self.document.view.stage = DigitStage::Verdict;
        } else if digit == 0 {
            self.clear_verdict();
        } else {
            self.set_verdict(usize::from(digit) - 1);
        }
    }

    /// Gives the claim in the inspector a verdict by its place on the scale.
    pub(crate) fn set_verdict(&mut self, index: usize) {
        let scale = self.document.project().scale();
        let verdict = scale.verdicts.get(index);
        let Some(verdict_id) = verdict.map(|verdict| verdict.id.clone()) else { return };
        if self.changes_selected(&Change::Verdict(Some(verdict_id.clone()))) {
            return;
        }
        let Some(claim) = self.document.claim_here() else { return };
        if self.document.is_hidden(&claim.id) {
            self.second_check(&claim.id, Some(verdict_id));
            self.document.view.stage = DigitStage::Confidence;
            return;
        }
        self.rate(&claim, "set verdict", [ClaimField::Verdict(Some(verdict_id))]);
        self.document.view.stage = DigitStage::Confidence;
    }

    /// Sets verdict or confidence. A claim that nobody had looked at is then in progress, in the same step.
    fn rate(&mut self, claim: &Claim, label: &str, fields: impl IntoIterator<Item = ClaimField>) {
        let set = |field| Edit::SetClaim { claim: claim.id.clone(), field };
        let mut edits: Vec<Edit> = fields.into_iter().map(set).collect();
        edits.extend(self.started(claim));
        self.edit(&several(label, edits));
    }

    pub(crate) fn clear_verdict(&mut self) {
        if self.changes_selected(&Change::Verdict(None)) {
            return;
        }
        let hidden = self.document.claim_here().filter(|claim| self.document.is_hidden(&claim.id));
        if let Some(claim) = hidden {
            self.second_check(&claim.id, None);
        } else if let Some(claim) = self.document.claim_here().filter(|claim| claim.verdict.is_some()) {
            self.set_field(&claim.id, ClaimField::Verdict(None));
            self.document.view.stage = DigitStage::Verdict;
        }
    }

    pub(crate) fn delete_claim(&mut self) {
        if self.changes_selected(&Change::Delete) {
            return;
        }
        if let Some(claim) = self.document.claim_here() {
            self.delete(claim.id.clone());
        }
    }

    fn delete(&mut self, claim_id: ClaimId) {
        if self.edit(&Edit::RemoveClaim(claim_id.clone())) && self.document.focus().claim == Some(claim_id) {
            self.document.select_claim(None);
        }
    }

    /// Pasted outside a field: a link becomes evidence of the claim in the inspector.
    pub(crate) fn paste(&mut self, text: &str) {
        match self.document.claim_here() {
            Some(claim) if link_in(text).is_some() => self.add_evidence(&claim.id, text),
            Some(_) => {
                self.around.tell(NoticeKind::Hint, "There is no link on the clipboard to add as evidence.", None);
            }
            None => {}
        }
    }

    pub(crate) fn evidence_from_clipboard(&mut self) {
        let Some(claim) = self.document.claim_here() else { return };
        self.around.read_clipboard(ClipboardUse::Evidence(claim.id.clone()));
    }

    /// The clipboard was read for a claim; the reviewer may be at another one by now.
    pub(crate) fn evidence_pasted(&mut self, claim_id: &ClaimId, clip: Clip) {
        if let Some(raster) = clip.picture.filter(|_| clip.text.is_none()) {
            let from = GivenFrom::Pixels(Arc::new(raster));
            return self.around.run(Job::ReadSourceFile(from, Some(claim_id.clone())));
        }
        let link = clip.text.as_deref().and_then(link_in).unwrap_or_default().to_owned();
        self.add_evidence(claim_id, &link);
    }

    /// Adds evidence in one step: a source with this address or title, which is reused where the project has it, and the
    /// link to it. Nothing given: an empty source to fill in.
    fn add_evidence(&mut self, claim_id: &ClaimId, text: &str) {
        let document = &*self.document;
        let given = link_in(text).unwrap_or(text.trim());
        let known = document.project().sources().iter().find(|source| !given.is_empty() && is_same(source, given));
        if let Some(source_id) = known.map(|source| source.id.clone()) {
            return self.use_source(claim_id, source_id, Vec::new());
        }
        let mut source = Source::new(self.around.ids.source(document.project()));
        if link_in(given).is_some() {
            source.url = given.to_owned();
            source.publisher = site_of(given).unwrap_or_default().to_owned();
            source.accessed = self.around.today().to_string();
        } else {
            source.title = given.to_owned();
            source.kind = SourceKind::Other;
        }
        let source_id = source.id.clone();
        self.use_source(claim_id, source_id, vec![Edit::PutSource(Arc::new(source))]);
        if given.is_empty() {
            self.document.focus_field(Field::Evidence);
        }
    }

    /// Ties a claim to a source, after the edits that make the source.
    fn use_source(&mut self, claim_id: &ClaimId, source_id: SourceId, mut edits: Vec<Edit>) {
        let Some(claim) = self.document.project().claim(claim_id).cloned() else {
            return;
        };
        let evidence = Evidence::new(self.around.evidence_id_for(&claim), source_id);
        edits.push(Edit::AddEvidence { claim: claim_id.clone(), evidence });
        edits.extend(self.started(&claim));
        self.edit(&several("add evidence", edits));
    }

    fn add_query(&mut self, claim_id: &ClaimId) {
        let Some(claim) = self.document.project().claim(claim_id) else {
            return;
        };
        let mut queries = claim.queries.clone();
        queries.push(Query::new(self.around.ids.query()));
        self.set_field(claim_id, ClaimField::Queries(queries));
    }
}

impl Workbench<'_, Claims> {
    /// A file was dropped as evidence, of the claim that was drawn if there was one.
    pub(crate) fn read_source_file(&mut self, path: std::path::PathBuf, claim_id: Option<ClaimId>) {
        self.around.run(Job::ReadSourceFile(GivenFrom::Path(path), claim_id));
    }

    /// A picture was pasted outside a field: it becomes evidence of the claim in the inspector.
    pub(crate) fn paste_picture(&mut self, raster: Arc<Raster>) {
        match self.document.claim_here() {
            Some(claim) => {
                let from = GivenFrom::Pixels(raster);
                self.around.run(Job::ReadSourceFile(from, Some(claim.id.clone())));
            }
            None => {
                let text = "There is no claim open to add the picture to. Click the claim that it bears out or refutes, then paste again.";
                self.around.tell(NoticeKind::Hint, text, None);
            }
        }
    }

    /// A file that was dropped or a picture that was pasted as evidence was read: a source of its own, tied to the claim for which it
    /// was given.
    pub(crate) fn source_file_read(
        &mut self,
        from: &GivenFrom,
        claim_id: Option<ClaimId>,
        read: Result<GivenFile, OpenError>,
    ) {
        let given = match read {
            Ok(given) => given,
            Err(error) => return self.around.tell(NoticeKind::Error, error.to_string(), from.path()),
        };
        let document = &mut *self.document;
        let mut source =
            with_file(&Source::new(self.around.ids.source(document.project())), &given, self.around.now.time);
        if matches!(from, GivenFrom::Path(_)) {
            source.title.clone_from(&given.file.name);
        }
        document.originals.insert(given.file.sha256.clone(), given.bytes);
        let source_id = source.id.clone();
        let edits = vec![Edit::PutSource(Arc::new(source))];
        match claim_id.and_then(|claim_id| document.project().claim(&claim_id).cloned()) {
            Some(claim) => {
                let revision = document.state_id();
                self.use_source(&claim.id, source_id, edits);
                if given.file.is_picture() && self.document.state_id() != revision {
                    let exif = if given.file.has_exif { " It says when, where or with what it was taken." } else { "" };
                    let text =
                        format!("The picture is evidence of claim {}, kept as it is and sealed.{exif}", claim.number);
                    self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
                }
            }
            None => {
                self.edit(&several("add source", edits));
                self.document.view.source = Some(source_id);
                self.show(Screen::Sources);
            }
        }
    }

    /// Signs the claims that were marked before the reviewer said who they are.
    pub(crate) fn sign_first_claims(&mut self) {
        let document = &*self.document;
        let (signature, introduction) = self.sign();
        let unsigned = document.project().claims().iter().filter_map(|claim| {
            let created = claim.created.as_ref().filter(|created| created.by.is_none())?;
            let created = crate::model::Signature { by: signature.by.clone(), at: created.at };
            Some(Edit::SetClaim { claim: claim.id.clone(), field: ClaimField::Created(Some(created)) })
        });
        let edits: Vec<_> = introduction.into_iter().chain(unsigned).collect();
        self.edit(&Edit::Batch { label: "set reviewer".into(), edits });
    }

    fn set_field(&mut self, claim_id: &ClaimId, field: ClaimField) {
        self.edit(&Edit::SetClaim { claim: claim_id.clone(), field });
    }
}

impl Workbench<'_, Claims> {
    pub(crate) fn copy_claim_link(&mut self) {
        let Some(claim) = self.document.claim_here() else { return };
        let path = self.document.canonical.clone().or(self.document.path.clone());
        let Some(path) = path else {
            return self.around.tell(
                NoticeKind::Warning,
                "Could not copy the link: the project has no file yet. Save it first.",
                None,
            );
        };
        self.around.effects.push(Effect::Copy(claim_link::of(&path, claim.number)));
        self.around.tell(NoticeKind::Done, format!("The link to claim {} is copied.", claim.number), None);
    }

    /// Goes to the claim that a link named.
    pub(crate) fn go_to_number(&mut self, number: u32) {
        match self.document.shown().claim_by_number(number).cloned() {
            Some(claim) => self.document.go_to_claim(&claim.id),
            None => self.around.tell(NoticeKind::Warning, format!("There is no claim {number} in this project."), None),
        }
    }
}

impl From<ClaimIntent> for Intent {
    fn from(intent: ClaimIntent) -> Self {
        Self::Claim(intent)
    }
}

/// 1 to 3 are Low, Moderate and High; per cent go in tens, and 0 is 100.
fn degree_of_digit(style: ConfidenceStyle, digit: u8) -> Option<Degree> {
    match (style, digit) {
        (ConfidenceStyle::Words, 1..=3) => Some(Degree::LEVELS[usize::from(digit) - 1]),
        (ConfidenceStyle::Words, _) => None,
        (ConfidenceStyle::Percent, 0) => Some(Degree::Percent(100)),
        (ConfidenceStyle::Percent, digit) => Some(Degree::Percent(digit * 10)),
    }
}

/// Whether a source is the one that was given: by address (whatever the scheme, `www.` and a slash at the end) or by title.
fn is_same(source: &Source, given: &str) -> bool {
    let plain = |url: &str| {
        let url = url.trim().trim_end_matches('/');
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        url.strip_prefix("www.").unwrap_or(url).to_owned()
    };
    match link_in(given) {
        Some(link) => !source.url.is_empty() && plain(&source.url) == plain(link),
        None => source.title.trim().eq_ignore_ascii_case(given),
    }
}

/// What is told where a claim has its claimant from the transcript.
fn said_by(claimant: &Claimant) -> Option<String> {
    let Claimant { name, said_on, said_at, .. } = claimant;
    let when = [said_on, said_at].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    match (name.is_empty(), when.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("Claim marked at {when}.")),
        (false, true) => Some(format!("Claim marked, said by {name}.")),
        (false, false) => Some(format!("Claim marked, said by {name} at {when}.")),
    }
}

fn batch(label: &str, first: Option<Edit>, then: Edit) -> Edit {
    several(label, first.into_iter().chain([then]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_links() {
        assert_eq!(link_in(" https://example.org/a "), Some("https://example.org/a"));
        assert_eq!(link_in("DOI:10.1000/182"), Some("DOI:10.1000/182"));
        for text in ["see https://example.org", "https://", "ftp://example.org", "word", ""] {
            assert_eq!(link_in(text), None, "{text}");
        }
        assert_eq!(site_of("https://user@www.example.org:80/a?b"), Some("example.org"));
    }
}
