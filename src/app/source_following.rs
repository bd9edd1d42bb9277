//! What a new version of a source's document does to the evidence taken from it: the words are placed, moved, changed or lost,
//! by the same code that follows claims.

use std::{collections::HashMap, sync::Arc};

use crate::{
    anchor::Follow,
    import::Watch,
    model::{
        ArticleMeta, Claim, ClaimId, Edit, EvidenceField, EvidenceId, Mark, Origin, Seal, Source, SourceId, SourceKind,
        StoredFile, Version,
    },
};

use super::{
    draft_following::{come, follow_mark, is_let_go},
    given::GivenFile,
    links::site_of,
};

/// What a new version does to the words of one piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowedEvidence {
    /// The claim.
    pub claim: ClaimId,
    /// The evidence.
    pub evidence: EvidenceId,
    /// Its words as they were.
    pub before: Mark,
    /// The same with the new version.
    pub after: Mark,
    /// How much is the same, from 0 to 1.
    pub score: f32,
}

/// The evidence taken from a source whose words were marked in its document.
pub fn marked_evidence<'a>(
    claims: &'a [Arc<Claim>],
    source_id: &'a SourceId,
) -> impl Iterator<Item = (&'a Claim, &'a EvidenceId, &'a Mark)> {
    claims.iter().flat_map(move |claim| {
        let of_source = claim.evidence.iter().filter(move |evidence| evidence.source == *source_id);
        of_source.filter_map(move |evidence| Some((claim.as_ref(), &evidence.id, evidence.mark.as_ref()?)))
    })
}

/// Follows the words of evidence into a new version of their source's document. `None` when it was stopped.
pub fn follow_evidence(
    source: &Source,
    claims: &[Arc<Claim>],
    version: &Version,
    watch: &Watch,
) -> Option<Vec<FollowedEvidence>> {
    let marked: Vec<_> = marked_evidence(claims, &source.id).collect();
    let mut comparisons = HashMap::new();
    // Words that were lost on the way are looked for from the version where they last stood.
    for (.., mark) in marked.iter().filter(|(.., mark)| !is_let_go(mark)) {
        let Some(old) = source.version(&mark.anchor.version) else { continue };
        if watch.is_stopped() {
            return None;
        }
        comparisons.entry(&old.id).or_insert_with(|| Follow::new(old.text(), version.text()));
    }
    let total = marked.len();
    let mut followed = Vec::with_capacity(total);
    for (claim, evidence, mark) in marked {
        let (after, score) = follow_mark(mark, version, &comparisons);
        let (claim, evidence, before) = (claim.id.clone(), evidence.clone(), mark.clone());
        followed.push(FollowedEvidence { claim, evidence, before, after, score });
        if !watch.go_on(come(followed.len(), total)) {
            return None;
        }
    }
    Some(followed)
}

/// One change that undo takes back as a whole: the version comes in and all evidence follows. The quotes stay as they were
/// taken; where the words changed, the reviewer decides whether the new ones still bear the claim out.
pub fn new_document(source: &SourceId, version: &Arc<Version>, followed: &[FollowedEvidence]) -> Edit {
    let set = |followed: &FollowedEvidence| Edit::SetEvidence {
        claim: followed.claim.clone(),
        evidence: followed.evidence.clone(),
        field: EvidenceField::Mark(Some(followed.after.clone())),
    };
    let add = Edit::AddDocument { source: source.clone(), version: version.clone() };
    Edit::Batch {
        label: "open source document".into(),
        edits: std::iter::once(add).chain(followed.iter().map(set)).collect(),
    }
}

/// The source with a file that was given for it, sealed at this time. What the file shows of itself fills what nobody has said; the seals of
/// files that it had before stay.
pub fn with_file(source: &Source, given: &GivenFile, at: jiff::Timestamp) -> Source {
    let mut changed = Source { versions: Vec::new(), ..source.clone() };
    let StoredFile { name, sha256, .. } = given.file.clone();
    if changed.title.trim().is_empty() {
        name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).clone_into(&mut changed.title);
    }
    if changed.url.is_empty() {
        changed.url.clone_from(&given.url);
    }
    if [SourceKind::default(), SourceKind::Other].contains(&changed.kind) {
        changed.kind = kind_of(&given.file);
    }
    changed.seals.push(Seal { sha256, at, name, url: given.url.clone() });
    changed.file = Some(given.file.clone());
    changed
}

/// What a source is, by its file.
fn kind_of(file: &StoredFile) -> SourceKind {
    match file {
        file if file.is_picture() => SourceKind::Picture,
        file if file.is_recording() => SourceKind::Recording,
        _ => SourceKind::Unpublished,
    }
}

/// What the document says of itself fills what nobody has said of the source.
pub fn described(source: &Source, meta: &ArticleMeta, origin: &Origin, today: jiff::civil::Date) -> Source {
    let mut described = Source { versions: Vec::new(), ..source.clone() };
    let fill = |mine: &mut String, theirs: &str| {
        if mine.trim().is_empty() {
            theirs.trim().clone_into(mine);
        }
    };
    let is_named_after_file = source.title == origin.file && !origin.file.is_empty();
    if is_named_after_file && !meta.title.trim().is_empty() {
        described.title.clear();
    }
    fill(&mut described.title, &meta.title);
    let is_site = site_of(&source.url).is_some_and(|site| site == source.publisher);
    if is_site && !meta.publisher.trim().is_empty() {
        described.publisher.clear();
    }
    fill(&mut described.publisher, &meta.publisher);
    fill(&mut described.published, &meta.published);
    match &origin.captured {
        // The page was looked at when it was captured. What was fetched is the archive.
        Some(page) => {
            fill(&mut described.url, &page.url);
            fill(&mut described.archived_url, &origin.url);
            fill(&mut described.accessed, &page.at.map(|at| at.strftime("%F").to_string()).unwrap_or_default());
        }
        None => fill(&mut described.url, if origin.url.is_empty() { &meta.url } else { &origin.url }),
    }
    if origin.captured.is_none() && !origin.url.is_empty() {
        fill(&mut described.accessed, &today.to_string());
    }
    if described.creators.is_empty() {
        described.creators.clone_from(&meta.authors);
    }
    described.versions.clone_from(&source.versions);
    described
}
