//! Parts of a picture, or of a page as it looks, in the pane beside the article, which become evidence.

use std::sync::Arc;

use crate::{
    intent::PictureIntent,
    marks::several,
    model::{Area, Claim, Edit, Evidence, EvidenceField, Region, SourceId, Stance},
    notice::NoticeKind,
    rooms::{Pictures, Workbench},
    view::{LookKey, PictureView, RegionHere},
};

use crate::document::Document;

impl Document {
    /// The picture or page of a source in the pane, once it was asked for.
    pub fn pane_picture(&self) -> Option<&PictureView> {
        self.picture().filter(|_| self.pane().is_some())
    }

    /// Whether a part of the picture can become evidence of the claim in the inspector.
    pub fn can_take_region(&self) -> bool {
        self.access.is_editable()
            && self.claim().is_some_and(|claim| !self.is_hidden(&claim.id))
            // A part is of a file that is kept by itself: in an archive it would not say of which page.
            && self.pane_picture().is_some_and(|picture| {
                matches!(picture.drawn, Some(Ok(_))) && picture.key.archived.is_none()
            })
    }

    /// The evidence that lies on this picture or page of the source in the pane: the places of the claim and of its evidence in the project
    /// that is shown, and the part. Goes through all claims, so it is kept by whoever draws it.
    pub fn regions_on(&self, key: &LookKey) -> Vec<RegionHere> {
        let Some((_, source)) = self.pane() else { return Vec::new() };
        let claims = self.shown().claims().iter().enumerate();
        let all = claims.flat_map(|(at, claim)| {
            claim.evidence.iter().enumerate().map(move |(place, evidence)| (at, place, evidence))
        });
        let here = all.filter_map(|(claim, place, evidence)| {
            let region = evidence.region.as_ref().filter(|_| evidence.source == source.id)?;
            let is_here = key.archived.is_none() && region.sha256 == key.sha256 && region.page == key.page;
            is_here.then_some(RegionHere { claim, evidence: place, area: region.area })
        });
        here.collect()
    }
}

impl Workbench<'_, Pictures> {
    pub(crate) fn picture_intent(&mut self, intent: PictureIntent) {
        match intent {
            PictureIntent::Select(area) => self.select_area(area),
            PictureIntent::Take(stance) => self.take_region(stance),
            PictureIntent::Move => self.move_region(),
        }
    }

    fn select_area(&mut self, area: Option<Area>) {
        self.document.with_pane(|pane| {
            if let Some(picture) = &mut pane.looking.picture {
                picture.selected = area;
            }
        });
    }

    /// Makes the selected part of the picture, or the whole, the place of evidence. It goes to the evidence of this source that has
    /// no place yet, else to a new one.
    fn take_region(&mut self, stance: Option<Stance>) {
        let Some((claim, source_id, region)) = self.region_to_take() else { return };
        let chosen = self.document.view.pane.as_ref().and_then(|pane| pane.evidence.clone());
        let is_free =
            |evidence: &&Evidence| evidence.source == source_id && evidence.region.is_none() && evidence.mark.is_none();
        let free = claim.evidence.iter().filter(is_free).max_by_key(|evidence| chosen.as_ref() == Some(&evidence.id));
        let (evidence_id, mut edits) = match free {
            Some(evidence) => (evidence.id.clone(), region_edits(&claim, evidence, region, stance)),
            None => {
                let mut evidence = Evidence::new(self.around.evidence_id_for(&claim), source_id);
                (evidence.stance, evidence.locator) = (stance.unwrap_or_default(), region.to_string());
                evidence.region = Some(region);
                (evidence.id.clone(), vec![Edit::AddEvidence { claim: claim.id.clone(), evidence }])
            }
        };
        edits.extend(self.started(&claim));
        if self.edit(&several("mark part of picture", edits)) {
            self.select_area(None);
            self.document.with_pane(|pane| pane.evidence = Some(evidence_id));
        }
    }

    /// Puts the chosen evidence on the selected part instead of the one that it has.
    fn move_region(&mut self) {
        let Some((claim, source_id, region)) = self.region_to_take() else { return };
        let chosen = self.document.pane_evidence().cloned();
        let Some(evidence) = chosen.filter(|evidence| evidence.source == source_id) else { return };
        if self.edit(&several("move evidence", region_edits(&claim, &evidence, region, None))) {
            self.select_area(None);
        }
    }

    /// The claim, the source and the part of its picture, or what is missing.
    fn region_to_take(&mut self) -> Option<(Arc<Claim>, SourceId, Region)> {
        let document = &*self.document;
        let source_id = document.pane()?.1.id.clone();
        let LookKey { sha256, page, archived: _ } = document.look_key()?;
        let area = document.pane_picture()?.selected.unwrap_or(Area::WHOLE);
        let Some(claim) = document.claim_here() else {
            let text =
                "Could not take the picture: no claim is selected. Click the claim that it bears out or refutes.";
            self.around.tell(NoticeKind::Warning, text, None);
            return None;
        };
        document.can_take_region().then_some((claim, source_id, Region { sha256, page, area }))
    }
}

/// The part becomes the evidence's place, and is told there in words, behind what somebody wrote there.
fn region_edits(claim: &Claim, evidence: &Evidence, region: Region, stance: Option<Stance>) -> Vec<Edit> {
    let set = |field| Edit::SetEvidence { claim: claim.id.clone(), evidence: evidence.id.clone(), field };
    let was_told = evidence.region.as_ref().map(ToString::to_string).unwrap_or_default();
    let is_told = region.to_string();
    let locator = match evidence.locator.trim() {
        "" => is_told,
        words if !was_told.is_empty() && words.contains(&was_told) => words.replace(&was_told, &is_told),
        // "page 4" was told already.
        words if is_told.starts_with(words) => is_told,
        words => format!("{words}, {is_told}"),
    };
    let fields = [EvidenceField::Locator(locator), EvidenceField::Region(Some(region))];
    fields.into_iter().chain(stance.map(EvidenceField::Stance)).map(set).collect()
}
