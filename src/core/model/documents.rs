//! Sources with their documents, and evidence with its words in them.

use std::sync::Arc;

use super::{
    ClaimId, Edit, EditError, Evidence, EvidenceField, EvidenceId, Mark, Project, Region, Source, SourceId, Version,
    edit::{check_anchors, exists, missing},
};

impl Edit {
    /// Replaces what is known of a source. Its document stays and is not carried along, so that a keystroke in a field writes no
    /// document into the journal.
    pub fn put_source(source: &Source) -> Self {
        Self::PutSource(Arc::new(Source { versions: Vec::new(), ..source.clone() }))
    }
}

/// Whether the words of evidence stand where they should in the source's document.
pub(super) fn fits(evidence: &Evidence, source: &Source) -> bool {
    evidence.mark.as_ref().is_none_or(|mark| check_mark(source, mark).is_ok())
}

/// Whether a part of a picture lies on one that the source keeps.
fn is_kept(region: &Region, source: &Source) -> bool {
    source.copies().any(|copy| copy == region.sha256)
}

fn check_mark(source: &Source, mark: &Mark) -> Result<(), EditError> {
    check_anchors(std::slice::from_ref(mark), |version_id| source.version(version_id))
}

impl Project {
    /// Adds a source, or replaces one and keeps its document.
    pub(super) fn put_source(&mut self, source: &Arc<Source>) {
        let Some(old) = self.parts.sources.iter_mut().find(|other| other.id == source.id) else {
            return self.parts.sources.push(source.clone());
        };
        let versions = old.versions.clone();
        *old = source.clone();
        if old.versions != versions {
            Arc::make_mut(old).versions = versions;
        }
    }

    pub(super) fn add_document(&mut self, source_id: &SourceId, version: &Arc<Version>) -> Result<(), EditError> {
        if version.blocks().is_empty() {
            return Err(EditError::NoDocumentText);
        }
        if self.version(&version.id).is_some() {
            return Err(exists("draft", &version.id));
        }
        Arc::make_mut(self.source_mut(source_id)?).versions.push(version.clone());
        Ok(())
    }

    fn source_mut(&mut self, source_id: &SourceId) -> Result<&mut Arc<Source>, EditError> {
        let found = self.parts.sources.iter_mut().find(|source| source.id == *source_id);
        found.ok_or_else(|| missing("source", source_id))
    }

    /// Holds that evidence has its source, and its words stand in the source's document.
    pub(super) fn check_evidence(&self, evidence: &Evidence) -> Result<(), EditError> {
        let source = self.source(&evidence.source).ok_or_else(|| missing("source", &evidence.source))?;
        evidence.mark.as_ref().map_or(Ok(()), |mark| check_mark(source, mark))
    }

    /// Holds that the part of a picture lies on one of its source. It is asked where one comes in, not ever after: the source may
    /// be given another picture, and the part then still names the one that it lies on.
    pub(super) fn check_region(&self, evidence: &Evidence) -> Result<(), EditError> {
        let Some(region) = &evidence.region else { return Ok(()) };
        let source = self.source(&evidence.source).ok_or_else(|| missing("source", &evidence.source))?;
        if is_kept(region, source) { Ok(()) } else { Err(EditError::NoPicture) }
    }

    pub(super) fn set_evidence(
        &mut self,
        claim_id: &ClaimId,
        evidence_id: &EvidenceId,
        field: &EvidenceField,
    ) -> Result<(), EditError> {
        let claim = self.claim(claim_id).ok_or_else(|| missing("claim", claim_id))?;
        let evidence = claim.evidence_by_id(evidence_id).ok_or_else(|| missing("evidence", evidence_id))?;
        let mut changed = evidence.clone();
        match field.clone() {
            EvidenceField::Source(source) => changed.source = source,
            EvidenceField::Stance(stance) => changed.stance = stance,
            EvidenceField::Quote(quote) => changed.quote = quote,
            EvidenceField::Locator(locator) => changed.locator = locator,
            EvidenceField::Note(note) => changed.note = note,
            EvidenceField::Credibility(credibility) => changed.credibility = credibility,
            EvidenceField::Mark(mark) => changed.mark = mark,
            EvidenceField::Region(region) => changed.region = region,
        }
        if matches!(field, EvidenceField::Source(_)) {
            // The words stood in the document of the source that it was.
            let source = self.source(&changed.source).ok_or_else(|| missing("source", &changed.source))?;
            changed.mark = changed.mark.filter(|mark| check_mark(source, mark).is_ok());
            changed.region = changed.region.filter(|region| is_kept(region, source));
        }
        if matches!(field, EvidenceField::Region(_)) {
            self.check_region(&changed)?;
        }
        self.check_evidence(&changed)?;
        let claim = self.claim_mut(claim_id)?;
        if let Some(old) = claim.evidence.iter_mut().find(|other| other.id == *evidence_id) {
            *old = changed;
        }
        Ok(())
    }

    /// Makes one source of several. Where more than one says something, the one that stays is right, then the first that goes.
    pub(super) fn merge_sources(&mut self, into: &SourceId, from: &[SourceId]) -> Result<(), EditError> {
        let mut merged = self.source(into).ok_or_else(|| missing("source", into))?.as_ref().clone();
        for source_id in from.iter().filter(|source_id| *source_id != into) {
            let other = self.source(source_id).ok_or_else(|| missing("source", source_id))?;
            absorb(&mut merged, other);
        }
        merged.seals.sort_by_key(|seal| seal.at);
        merged.versions.sort_by_key(|version| version.origin.opened_at);
        *self.source_mut(into)? = Arc::new(merged);
        let goes = |source_id: &SourceId| source_id != into && from.contains(source_id);
        self.parts.sources.retain(|source| !goes(&source.id));
        for claim in &mut self.parts.claims {
            if claim.evidence.iter().any(|evidence| goes(&evidence.source)) {
                let claim = Arc::make_mut(claim);
                for evidence in claim.evidence.iter_mut().filter(|evidence| goes(&evidence.source)) {
                    evidence.source = into.clone();
                }
            }
        }
        self.drop_orphans();
        Ok(())
    }
}

/// Takes from another source what this one does not say.
fn absorb(source: &mut Source, other: &Source) {
    // Names every field, so that a new one cannot be forgotten here.
    let Source {
        id: _,
        kind,
        level,
        title,
        creators,
        publisher,
        published,
        url,
        archived_url,
        accessed,
        file,
        reliability,
        contact,
        contact_is_private,
        is_confidential,
        notes,
        seals,
        versions,
    } = other;
    let fill = |mine: &mut String, theirs: &String| {
        if mine.trim().is_empty() {
            mine.clone_from(theirs);
        }
    };
    if source.kind == Default::default() {
        source.kind = *kind;
    }
    source.level = source.level.or(*level);
    source.reliability = source.reliability.or(*reliability);
    fill(&mut source.title, title);
    fill(&mut source.publisher, publisher);
    fill(&mut source.published, published);
    fill(&mut source.url, url);
    fill(&mut source.archived_url, archived_url);
    fill(&mut source.accessed, accessed);
    if source.creators.is_empty() {
        source.creators.clone_from(creators);
    }
    if !contact.trim().is_empty() {
        // A contact that one of them keeps private stays private.
        let is_private = *contact_is_private || source.contact_is_private && !source.contact.trim().is_empty();
        fill(&mut source.contact, contact);
        source.contact_is_private = is_private;
    }
    // What one of them keeps confidential stays so.
    source.is_confidential |= *is_confidential;
    let known = |source: &Source, sha256: &str| source.copies().any(|copy| copy == sha256);
    let mut remarks = vec![notes.clone()];
    match file {
        Some(file) if source.file.is_none() => source.file = Some(file.clone()),
        Some(file) if !known(source, &file.sha256) && other.seals.iter().all(|seal| seal.sha256 != file.sha256) => {
            remarks.push(format!("Also given as the file {} ({})", file.name, file.sha256));
        }
        _ => {}
    }
    for remark in &remarks {
        if remark.trim().is_empty() || source.notes.contains(remark.as_str()) {
            continue;
        }
        if !source.notes.trim().is_empty() {
            source.notes.push('\n');
        }
        source.notes.push_str(remark);
    }
    source.seals.extend(seals.iter().filter(|seal| !source.seals.contains(seal)).cloned().collect::<Vec<_>>());
    source
        .versions
        .extend(versions.iter().filter(|version| source.version(&version.id).is_none()).cloned().collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, BlockKind, BlockText, Origin, Reliability, Seal, Span, VersionId};

    fn source(id: &str, change: impl FnOnce(&mut Source)) -> Arc<Source> {
        let mut source = Source::new(SourceId::new(id).unwrap());
        change(&mut source);
        Arc::new(source)
    }

    fn version(id: &str, text: &str) -> Arc<Version> {
        let blocks = [BlockText::new(BlockKind::Paragraph, text)];
        Arc::new(Version::new(VersionId::new(id).unwrap(), Origin::default(), blocks))
    }

    fn mark(version: &Version, quote: &str) -> Mark {
        let at = version.text().find(quote).unwrap();
        let span = Span::in_text(version.text(), at, at + quote.len()).unwrap();
        let (prefix, suffix) = (String::new(), String::new());
        Mark::new(Anchor { version: version.id.clone(), span, quote: quote.into(), prefix, suffix })
    }

    /// A project with one claim, two sources, and a document in each.
    fn project() -> Project {
        let mut project = Project::new("t");
        let article = version("v-a", "The bridge is closed.");
        let claim_mark = mark(&article, "closed");
        let article_id = super::super::ArticleId::new("a-1").unwrap();
        let meta = super::super::ArticleMeta::default();
        let article = super::super::Article { id: article_id.clone(), meta, versions: vec![article] };
        let claim = super::super::Claim::new(ClaimId::new("c-1").unwrap(), article_id, vec![claim_mark]);
        let edits = [
            Edit::AddArticle { article: Arc::new(article), at: 0 },
            Edit::AddClaim(Arc::new(claim)),
            Edit::PutSource(source("s-1", |s| s.title = "Report".into())),
            Edit::PutSource(source("s-2", |s| {
                (s.url, s.reliability) = ("https://example.org/r".into(), Some(Reliability::B));
                (s.title, s.notes) = ("The report".into(), "Ask again.".into());
                s.seals.push(Seal {
                    sha256: "ab".into(),
                    at: "2025-02-03T10:00:00Z".parse().unwrap(),
                    name: String::new(),
                    url: String::new(),
                });
            })),
            Edit::AddDocument {
                source: SourceId::new("s-1").unwrap(),
                version: version("v-1", "It was closed on Monday."),
            },
            Edit::AddDocument { source: SourceId::new("s-2").unwrap(), version: version("v-2", "Closed, they say.") },
        ];
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        project
    }

    fn evidence(project: &Project, id: &str, source: &str, quote: &str) -> Edit {
        let source_id = SourceId::new(source).unwrap();
        let document = project.source(&source_id).unwrap().latest().unwrap().clone();
        let mut evidence = Evidence::new(EvidenceId::new(id).unwrap(), source_id);
        evidence.mark = Some(mark(&document, quote));
        Edit::AddEvidence { claim: ClaimId::new("c-1").unwrap(), evidence }
    }

    fn set(id: &str, field: EvidenceField) -> Edit {
        Edit::SetEvidence { claim: ClaimId::new("c-1").unwrap(), evidence: EvidenceId::new(id).unwrap(), field }
    }

    #[test]
    fn evidence_stands_in_its_sources_document_or_nowhere() {
        let mut project = project();
        let edit = evidence(&project, "e-1", "s-1", "closed on Monday");
        project.apply(&edit).unwrap();
        assert_eq!(project.problems(), []);
        let other = mark(project.source(&SourceId::new("s-2").unwrap()).unwrap().latest().unwrap(), "Closed");
        let before = project.clone();
        assert!(project.apply(&set("e-1", EvidenceField::Mark(Some(other)))).is_err());
        assert_eq!(project, before);
        project.apply(&set("e-1", EvidenceField::Source(SourceId::new("s-2").unwrap()))).unwrap();
        assert_eq!(project.claims()[0].evidence[0].mark, None, "the other document does not have the words");
    }

    #[test]
    fn a_changed_field_keeps_the_document() {
        let mut project = project();
        let mut changed = project.sources()[0].as_ref().clone();
        changed.publisher = "City".into();
        let Edit::PutSource(carried) = Edit::put_source(&changed) else { panic!("it puts a source") };
        assert!(carried.versions.is_empty());
        project.apply(&Edit::PutSource(carried)).unwrap();
        assert_eq!((project.sources()[0].publisher.as_str(), project.sources()[0].versions.len()), ("City", 1));
    }

    #[test]
    fn merged_sources_keep_what_each_knew_and_every_evidence_its_words() {
        let mut project = project();
        let edits = [evidence(&project, "e-1", "s-1", "closed"), evidence(&project, "e-2", "s-2", "they say")];
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        let (into, from) = (SourceId::new("s-1").unwrap(), vec![SourceId::new("s-2").unwrap()]);
        project.apply(&Edit::MergeSources { into: into.clone(), from: from.clone() }).unwrap();
        let [merged] = project.sources() else { panic!("one source is left") };
        let told = (merged.title.as_str(), merged.url.as_str(), merged.notes.as_str(), merged.reliability);
        assert_eq!(told, ("Report", "https://example.org/r", "Ask again.", Some(Reliability::B)));
        assert_eq!((merged.seals.len(), merged.versions.len()), (1, 2));
        let claim = &project.claims()[0];
        assert!(claim.evidence.iter().all(|evidence| evidence.source == into && evidence.mark.is_some()));
        assert_eq!(project.problems(), []);
        assert!(project.apply(&Edit::MergeSources { into, from }).is_err(), "the other one is gone");
    }

    #[test]
    fn a_private_contact_stays_private_when_sources_are_merged() {
        let mut mine = Source::new(SourceId::new("s-1").unwrap());
        mine.contact_is_private = false;
        let mut theirs = Source::new(SourceId::new("s-2").unwrap());
        theirs.contact = "555 01".into();
        absorb(&mut mine, &theirs);
        assert_eq!((mine.contact.as_str(), mine.contact_is_private), ("555 01", true));
    }
}
