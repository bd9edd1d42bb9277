//! The sources of another project: which are ours already, by address, else by title, and under which names the others come in.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    ids::Ids,
    model::{Evidence, Mark, Project, Source, SourceId, Version, VersionId},
};

/// What their sources are called in ours.
pub(super) struct Sources {
    /// Our names for theirs.
    pub names: HashMap<SourceId, SourceId>,
    /// Our names for the versions of their documents.
    versions: HashMap<VersionId, VersionId>,
    /// Those that come in, under their new names.
    pub new: HashMap<SourceId, Arc<Source>>,
}

/// Finds out which sources are the same.
pub(super) fn match_sources(ours: &Project, theirs: &Project, ids: &mut Ids) -> Sources {
    let mut sources = Sources { names: HashMap::new(), versions: HashMap::new(), new: HashMap::new() };
    let mut by_key: HashMap<String, &Arc<Source>> = HashMap::new();
    for source in ours.sources().iter().rev() {
        by_key.extend(key(source).map(|key| (key, source)));
    }
    let mut used: HashSet<VersionId> = HashSet::new();
    for source in theirs.sources() {
        let same_id = ours.source(&source.id).filter(|known| are_one(known, source));
        let same = same_id.or_else(|| by_key.get(&key(source)?).copied());
        if let Some(same) = same {
            sources.names.insert(source.id.clone(), same.id.clone());
            for version in &source.versions {
                let known = same.versions.iter().find(|known| known.text() == version.text());
                sources.versions.extend(known.map(|known| (version.id.clone(), known.id.clone())));
            }
            continue;
        }
        let id = if ours.source(&source.id).is_none() { source.id.clone() } else { ids.source(ours) };
        let mut coming = source.as_ref().clone();
        coming.id = id.clone();
        for version in &mut coming.versions {
            let mut name = version.id.clone();
            while ours.version(&name).is_some() || !used.insert(name.clone()) {
                name = ids.version(ours);
            }
            sources.versions.insert(version.id.clone(), name.clone());
            if name != version.id {
                let mut renamed = Version::clone(version);
                renamed.id = name;
                *version = Arc::new(renamed);
            }
        }
        sources.names.insert(source.id.clone(), id.clone());
        sources.new.insert(id, Arc::new(coming));
    }
    sources
}

/// By what a source is known: its address, else its title.
fn key(source: &Source) -> Option<String> {
    match (source.url.trim(), source.title.trim()) {
        ("", "") => None,
        ("", title) => Some(format!("title: {title}")),
        (url, _) => Some(url.to_owned()),
    }
}

/// Whether two sources of one name are the same, and not two by chance.
fn are_one(one: &Source, other: &Source) -> bool {
    let same = |a: &str, b: &str| a.trim() == b.trim();
    key(one) == key(other) || same(&one.title, &other.title) || !one.url.is_empty() && same(&one.url, &other.url)
}

impl Sources {
    /// Evidence as ours: of our source, with its words where they stand in our copy of the document.
    pub fn evidence(&self, ours: &Project, evidence: &Evidence) -> Option<Evidence> {
        let name = self.names.get(&evidence.source)?;
        let source = ours.source(name).or_else(|| self.new.get(name))?;
        let mark = evidence.mark.as_ref().and_then(|mark| self.mark(source, mark));
        let is_kept = |copy: &str| source.copies().any(|kept| kept == copy);
        let region = evidence.region.clone().filter(|region| is_kept(&region.sha256));
        Some(Evidence { source: name.clone(), mark, region, ..evidence.clone() })
    }

    fn mark(&self, source: &Source, mark: &Mark) -> Option<Mark> {
        let renamed = |anchor: &crate::model::Anchor| {
            let version = self.versions.get(&anchor.version)?;
            source.version(version)?;
            Some(crate::model::Anchor { version: version.clone(), ..anchor.clone() })
        };
        let earlier = mark.earlier.iter().filter_map(renamed).collect();
        Some(Mark { anchor: renamed(&mark.anchor)?, earlier, ..mark.clone() })
    }

    /// Our name for a version of a document.
    pub fn version(&self, version: &VersionId) -> Option<&VersionId> {
        self.versions.get(version)
    }
}
