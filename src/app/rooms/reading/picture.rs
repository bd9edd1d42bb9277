//! The file of a source as it looks: a picture in the pane beside the article, parts of which become evidence, and recordings, which
//! the system's own program plays.

use std::sync::Arc;

use crate::{
    effect::{Effect, Job, KeptFile},
    intent::PictureIntent,
    marks::several,
    media::ending,
    model::{Area, Claim, Edit, Evidence, EvidenceField, Region, SourceId, Stance, StoredFile},
    notice::NoticeKind,
    picture::Picture,
    rooms::{Reading, Workbench},
    view::{LookKey, PictureView},
};

use crate::document::Document;

impl Document {
    /// The file of the source in the pane, where it is a picture or a recording and shown rather than a text.
    pub fn pane_file(&self) -> Option<&StoredFile> {
        let (pane, source) = self.pane()?;
        let file = source.file.as_ref().filter(|file| file.is_picture() || file.is_recording())?;
        (pane.shows_look || source.latest().is_none()).then_some(file)
    }

    /// Which picture the pane shows: that on which the chosen evidence lies, else the source's newest.
    pub fn look_key(&self) -> Option<LookKey> {
        let file = self.pane_file().filter(|file| file.is_picture())?;
        let (_, source) = self.pane()?;
        let region = self.pane_evidence().and_then(|evidence| evidence.region.as_ref());
        let of_evidence = region.filter(|region| source.copies().any(|copy| copy == region.sha256));
        Some(LookKey {
            sha256: of_evidence.map_or(&file.sha256, |region| &region.sha256).clone(),
            page: of_evidence.and_then(|region| region.page),
        })
    }

    /// The picture in the pane, once it was asked for.
    pub fn pane_picture(&self) -> Option<&PictureView> {
        let key = self.look_key()?;
        self.pane()?.0.picture.as_ref().filter(|picture| picture.key == key)
    }

    /// Whether a part of the picture can become evidence of the claim in the inspector.
    pub fn can_take_region(&self) -> bool {
        self.access.is_editable()
            && self.claim().is_some_and(|claim| !self.is_hidden(&claim.id))
            && self.pane_picture().is_some_and(|picture| matches!(picture.drawn, Some(Ok(_))))
    }

    /// The evidence that lies on the picture in the pane, each with its claim.
    pub fn regions(&self) -> impl Iterator<Item = (&Arc<Claim>, &Evidence, Area)> {
        let source = self.pane().map(|(_, source)| &source.id);
        let key = self.look_key();
        let claims = if key.is_some() { self.shown().claims() } else { &[] };
        let all = claims.iter().flat_map(|claim| claim.evidence.iter().map(move |evidence| (claim, evidence)));
        all.filter(move |(_, evidence)| Some(&evidence.source) == source).filter_map(move |(claim, evidence)| {
            let (region, key) = (evidence.region.as_ref()?, key.as_ref()?);
            let is_here = region.sha256 == key.sha256 && region.page == key.page;
            is_here.then_some((claim, evidence, region.area))
        })
    }
}

impl Workbench<'_, Reading> {
    pub(crate) fn picture_intent(&mut self, intent: PictureIntent) {
        match intent {
            PictureIntent::Select(area) => self.select_area(area),
            PictureIntent::Take(stance) => self.take_region(stance),
            PictureIntent::Move => self.move_region(),
        }
    }

    /// Has the picture drawn that the pane shows, unless it is or is under way.
    pub(crate) fn look_at_picture(&mut self) {
        let Some(key) = self.document.look_key() else { return };
        let known = self.document.pane().and_then(|(pane, _)| pane.picture.as_ref());
        if known.is_some_and(|picture| picture.key == key) {
            return;
        }
        let job = self.look_job(key.clone());
        self.document.with_pane(|pane| pane.picture = Some(PictureView { key, drawn: None, selected: None }));
        self.around.run(Job::Look(job));
    }

    fn look_job(&self, key: LookKey) -> KeptFile {
        let bytes = self.document.originals.get(&key.sha256).cloned();
        KeptFile { key, bytes, project: self.document.path.clone() }
    }

    /// A picture was drawn, or cannot be had.
    pub(crate) fn looked(&mut self, key: &LookKey, drawn: Result<Box<Picture>, String>) {
        self.document.with_pane(|pane| {
            if let Some(picture) = pane.picture.as_mut().filter(|picture| picture.key == *key) {
                picture.drawn = Some(drawn.map(|picture| Arc::new(*picture)));
            }
        });
    }

    /// Has the system's own program open the file in the pane.
    pub(crate) fn open_file(&mut self) {
        let Some(file) = self.document.pane_file().cloned() else { return };
        let Some(ending) = ending(&file.media_type) else { return };
        // By what its bytes are and not by how it was called: what the system does with it depends on the ending.
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
        let stem: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
        let job = self.look_job(LookKey { sha256: file.sha256, page: None });
        self.around.run(Job::TakeOut(job, format!("{}.{ending}", stem.trim_matches('-'))));
    }

    pub(crate) fn taken_out(&mut self, name: String, bytes: Result<Arc<[u8]>, String>) {
        match bytes {
            Ok(bytes) => self.around.effects.push(Effect::OpenFile(name, bytes)),
            Err(why) => self.around.tell(NoticeKind::Error, format!("Could not open the file: {why}."), Some(name)),
        }
    }

    fn select_area(&mut self, area: Option<Area>) {
        self.document.with_pane(|pane| {
            if let Some(picture) = &mut pane.picture {
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
        let LookKey { sha256, page } = document.look_key()?;
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
        words => format!("{words}, {is_told}"),
    };
    let fields = [EvidenceField::Locator(locator), EvidenceField::Region(Some(region))];
    fields.into_iter().chain(stance.map(EvidenceField::Stance)).map(set).collect()
}
