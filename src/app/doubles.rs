//! Mends entries that carry the id of another: an exact copy goes, every other gets an id of its own, and what speaks of it
//! follows. Which of two articles or sources is meant is told by the words; where nothing tells it, the first is meant.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
};

use crate::model::{
    Anchor, ArticleId, Claim, ClaimId, Mark, Project, ProjectParts, ReviewerId, Source, SourceId, Version, VersionId,
};

use super::{ids::Ids, repair::stands};

/// With more articles and sources than this it is not looked which of two is meant by the words: a hostile file could make that
/// last for ever.
const MOST_COMPARED: usize = 400;

/// Mends all of them; each step is told.
pub(crate) fn mend(parts: &mut ProjectParts, ids: &mut Ids, tell: &mut dyn FnMut(String)) {
    drop_copies(&mut parts.articles, |article| article.id.as_str(), tell);
    drop_copies(&mut parts.sources, |source| source.id.as_str(), tell);
    drop_copies(&mut parts.claims, |claim| claim.id.as_str(), tell);
    drop_copies(&mut parts.reviewers, |reviewer| reviewer.id.as_str(), tell);
    drop_copies(&mut parts.scales, |scale| scale.id.as_str(), tell);
    let project = Project::from_parts(parts.clone());
    let by_words = parts.articles.len() + parts.sources.len() <= MOST_COMPARED;
    // The order in which the project itself looks for doubles.
    let mut seen = HashSet::new();
    for at in 0..parts.articles.len() {
        let old = parts.articles[at].id.clone();
        if !seen.insert(old.to_string()) {
            let new = unused(|| ids.article(&project), ArticleId::as_str, &mut seen);
            told(tell, old.as_str(), new.as_str());
            rename_article(parts, at, &new, by_words);
        }
    }
    for at in 0..parts.articles.len() {
        for index in 0..parts.articles[at].versions.len() {
            let old = parts.articles[at].versions[index].id.clone();
            if !seen.insert(old.to_string()) {
                let new = unused(|| ids.version(&project), VersionId::as_str, &mut seen);
                told(tell, old.as_str(), new.as_str());
                rename_draft(parts, at, index, &new);
            }
        }
    }
    for at in 0..parts.sources.len() {
        let old = parts.sources[at].id.clone();
        if !seen.insert(old.to_string()) {
            let new = unused(|| ids.source(&project), SourceId::as_str, &mut seen);
            told(tell, old.as_str(), new.as_str());
            rename_source(parts, at, &new, by_words);
        }
    }
    for at in 0..parts.sources.len() {
        for index in 0..parts.sources[at].versions.len() {
            let old = parts.sources[at].versions[index].id.clone();
            if !seen.insert(old.to_string()) {
                let new = unused(|| ids.version(&project), VersionId::as_str, &mut seen);
                told(tell, old.as_str(), new.as_str());
                rename_document(parts, at, index, &new);
            }
        }
    }
    for at in 0..parts.claims.len() {
        let old = parts.claims[at].id.clone();
        if !seen.insert(old.to_string()) {
            let new = unused(|| ids.claim(&project), ClaimId::as_str, &mut seen);
            told(tell, old.as_str(), new.as_str());
            Arc::make_mut(&mut parts.claims[at]).id = new;
        }
    }
    for at in 0..parts.reviewers.len() {
        let old = parts.reviewers[at].id.clone();
        if !seen.insert(old.to_string()) {
            let new = unused(|| ids.reviewer(&project), ReviewerId::as_str, &mut seen);
            told(tell, old.as_str(), new.as_str());
            let first = parts.reviewers[..at].iter().find(|first| first.id == old);
            if let Some(first) = first {
                tell(format!("What {old} has signed stays with {}, who carried the id first.", first.short()));
            }
            Arc::make_mut(&mut parts.reviewers[at]).id = new;
        }
    }
}

fn told(tell: &mut dyn FnMut(String), old: &str, new: &str) {
    tell(format!("Two entries carried the id {old}; the second is {new} now."));
}

/// An id that nothing has.
fn unused<T>(mut make: impl FnMut() -> T, text: impl Fn(&T) -> &str, seen: &mut HashSet<String>) -> T {
    loop {
        let id = make();
        if seen.insert(text(&id).to_owned()) {
            return id;
        }
    }
}

/// An entry that is the same as the first one with its id goes.
fn drop_copies<T: PartialEq>(list: &mut Vec<Arc<T>>, id: impl Fn(&T) -> &str, tell: &mut dyn FnMut(String)) {
    let mut first: HashMap<String, Arc<T>> = HashMap::new();
    list.retain(|entry| match first.entry(id(entry).to_owned()) {
        Entry::Vacant(slot) => {
            slot.insert(Arc::clone(entry));
            true
        }
        Entry::Occupied(slot) if slot.get() == entry => {
            tell(format!("Entry {} stood there twice, both the same; one is left.", id(entry)));
            false
        }
        Entry::Occupied(_) => true,
    });
}

fn rename_article(parts: &mut ProjectParts, at: usize, new: &ArticleId, by_words: bool) {
    let second = Arc::clone(&parts.articles[at]);
    let old = &second.id;
    let first = parts.articles[..at].iter().find(|article| article.id == *old).cloned();
    let is_of_second = |anchor: &Anchor| {
        let Some(first) = &first else { return true };
        by_words && !is_in(anchor, &first.versions) && is_in(anchor, &second.versions)
    };
    for claim in parts.claims.iter_mut().filter(|claim| claim.article == *old) {
        if claim.marks.iter().any(|mark| is_of_second(&mark.anchor)) {
            Arc::make_mut(claim).article = new.clone();
        }
    }
    for dismissal in parts.dismissals.iter_mut().filter(|dismissal| dismissal.article == *old) {
        if is_of_second(&dismissal.anchor) {
            Arc::make_mut(dismissal).article = new.clone();
        }
    }
    Arc::make_mut(&mut parts.articles[at]).id = new.clone();
}

/// Whether the words stand in one of these texts: where they should, else anywhere.
fn is_in(anchor: &Anchor, versions: &[Arc<Version>]) -> bool {
    let own = versions.iter().find(|version| version.id == anchor.version);
    own.is_some_and(|version| stands(anchor, version))
        || (!anchor.quote.is_empty() && versions.iter().any(|version| version.text().contains(&anchor.quote)))
}

fn rename_draft(parts: &mut ProjectParts, at: usize, index: usize, new: &VersionId) {
    let article = Arc::clone(&parts.articles[at]);
    let is_meant = is_meant(&article.versions, index);
    let rename = |anchor: &mut Anchor| {
        if is_meant(anchor) {
            anchor.version = new.clone();
        }
    };
    for claim in parts.claims.iter_mut().filter(|claim| claim.article == article.id) {
        let claim: &mut Claim = Arc::make_mut(claim);
        claim.marks.iter_mut().for_each(|mark| rename_mark(mark, &rename));
        let is_only = !article.versions[..index].iter().any(|first| first.id == article.versions[index].id);
        if let Some(check) =
            claim.earlier_checks.iter_mut().find(|check| is_only && check.version == article.versions[index].id)
        {
            check.version = new.clone();
        }
    }
    for dismissal in parts.dismissals.iter_mut().filter(|dismissal| dismissal.article == article.id) {
        rename(&mut Arc::make_mut(dismissal).anchor);
    }
    set_version(&mut Arc::make_mut(&mut parts.articles[at]).versions, index, new);
}

fn rename_document(parts: &mut ProjectParts, at: usize, index: usize, new: &VersionId) {
    let source: Arc<Source> = Arc::clone(&parts.sources[at]);
    let is_meant = is_meant(&source.versions, index);
    let rename = |anchor: &mut Anchor| {
        if is_meant(anchor) {
            anchor.version = new.clone();
        }
    };
    for claim in &mut parts.claims {
        if claim.evidence.iter().any(|evidence| evidence.source == source.id) {
            let evidence = &mut Arc::make_mut(claim).evidence;
            let marks = evidence.iter_mut().filter(|evidence| evidence.source == source.id);
            marks.filter_map(|evidence| evidence.mark.as_mut()).for_each(|mark| rename_mark(mark, &rename));
        }
    }
    set_version(&mut Arc::make_mut(&mut parts.sources[at]).versions, index, new);
}

/// Whether an anchor means this version of a text: by its id, and where an earlier one of the same text carries it too, by the
/// words.
fn is_meant(versions: &[Arc<Version>], index: usize) -> impl Fn(&Anchor) -> bool + use<> {
    let second = Arc::clone(&versions[index]);
    let first = versions[..index].iter().find(|version| version.id == second.id).cloned();
    move |anchor| {
        anchor.version == second.id
            && first.as_ref().is_none_or(|first| !stands(anchor, first) && stands(anchor, &second))
    }
}

fn rename_mark(mark: &mut Mark, rename: &impl Fn(&mut Anchor)) {
    rename(&mut mark.anchor);
    mark.earlier.iter_mut().for_each(rename);
}

fn set_version(versions: &mut [Arc<Version>], index: usize, new: &VersionId) {
    if let Some(version) = versions.get_mut(index) {
        Arc::make_mut(version).id = new.clone();
    }
}

fn rename_source(parts: &mut ProjectParts, at: usize, new: &SourceId, by_words: bool) {
    let second = Arc::clone(&parts.sources[at]);
    let first = parts.sources[..at].iter().find(|source| source.id == second.id).cloned();
    for claim in &mut parts.claims {
        if !claim.evidence.iter().any(|evidence| evidence.source == second.id) {
            continue;
        }
        for evidence in &mut Arc::make_mut(claim).evidence {
            let is_of_second = evidence.source == second.id
                && first.as_ref().is_none_or(|first| {
                    evidence.mark.as_ref().filter(|_| by_words).is_some_and(|mark| {
                        !is_in(&mark.anchor, &first.versions) && is_in(&mark.anchor, &second.versions)
                    })
                });
            if is_of_second {
                evidence.source = new.clone();
            }
        }
    }
    Arc::make_mut(&mut parts.sources[at]).id = new.clone();
}
