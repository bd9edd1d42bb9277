//! Joins two people's changes of one project, part by part, by id.
//!
//! What one side alone changed is taken. Where both changed the same field in different ways, mine stays and the field is
//! named; a part that one side removed and the other changed stays.

use std::{
    collections::{HashMap, HashSet},
    fmt::Display,
    hash::Hash,
    sync::Arc,
};

use crate::model::{Article, Claim, Dismissal, Edit, Join, Project, ProjectParts, Source, Subject, Waiver};

/// Two states joined.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The result.
    pub project: Project,
    /// Where both sides had changed the same, in words. Mine is in the result.
    pub conflicts: Vec<String>,
}

/// Joins `mine` and `theirs`, which both come from `base`.
pub fn merge(base: &Project, mine: &Project, theirs: &Project) -> Merged {
    let mut conflicts = Vec::new();
    let (b, m, t) = (base.parts(), mine.parts(), theirs.parts());
    let mut pick = Picker { conflicts: &mut conflicts };
    let title = pick.field("the title", &b.title, &m.title, &t.title);
    let settings = pick.field("the project settings", &b.settings, &m.settings, &t.settings);
    let parts = ProjectParts {
        title,
        settings,
        reviewers: pick.list("reviewer", [&b.reviewers, &m.reviewers, &t.reviewers], |r| r.id.clone(), whole),
        scales: pick.list("scale", [&b.scales, &m.scales, &t.scales], |s| s.id.clone(), whole),
        articles: pick.list("article", [&b.articles, &m.articles, &t.articles], |a| a.id.clone(), article),
        sources: pick.list("source", [&b.sources, &m.sources, &t.sources], |s| s.id.clone(), source),
        claims: pick.list("claim", [&b.claims, &m.claims, &t.claims], |c| c.id.clone(), claim),
        dismissals: pick.list("dismissal", [&b.dismissals, &m.dismissals, &t.dismissals], dismissal_key, whole),
        views: pick.list("view", [&b.views, &m.views, &t.views], |view| view.name.clone(), whole),
        waivers: pick.list("waiver", [&b.waivers, &m.waivers, &t.waivers], waiver_key, whole),
    };
    let mut parts = parts;
    keep_what_is_used(&mut parts, m, t);
    let articles: HashSet<_> = parts.articles.iter().map(|article| article.id.clone()).collect();
    parts.dismissals.retain(|dismissal| articles.contains(&dismissal.article));
    Merged { project: join_merged_sources(Project::from_parts(parts)), conflicts }
}

/// A source that one side has merged into another, and that the other side still uses, follows.
fn join_merged_sources(mut project: Project) -> Project {
    let sources = project.sources().to_vec();
    for source in sources.iter().filter(|source| !source.versions.is_empty()) {
        let holds = |other: &Source| source.versions.iter().all(|version| other.version(&version.id).is_some());
        if let Some(into) = sources.iter().find(|other| other.id != source.id && holds(other)) {
            // Two that hold the same cannot both go into each other: the second finds the first gone.
            let edit = Edit::MergeSources { into: into.id.clone(), from: vec![source.id.clone()] };
            let _ = project.apply(&edit);
        }
    }
    project
}

/// A sentence is dismissed once.
fn dismissal_key(dismissal: &Dismissal) -> String {
    let Dismissal { article, anchor, .. } = dismissal;
    format!("of “{}” in {article}, {}", anchor.quote, anchor.version)
}

/// A finding is waived once.
fn waiver_key(waiver: &Waiver) -> String {
    match &waiver.subject {
        Subject::Project => waiver.rule.to_string(),
        Subject::Article(id) => format!("{} of {id}", waiver.rule),
        Subject::Claim(id) => format!("{} of {id}", waiver.rule),
        Subject::Source(id) => format!("{} of {id}", waiver.rule),
    }
}

struct Picker<'a> {
    conflicts: &'a mut Vec<String>,
}

impl Picker<'_> {
    /// The side that changed; mine where both did.
    fn field<T: PartialEq + Clone>(&mut self, name: &str, base: &T, mine: &T, theirs: &T) -> T {
        if mine == base {
            return theirs.clone();
        }
        if theirs != base && theirs != mine {
            self.conflicts.push(name.to_owned());
        }
        mine.clone()
    }

    /// Entries by id: mine in my order, then what only they have.
    fn list<T: PartialEq, I: Eq + Hash + Display>(
        &mut self,
        name: &str,
        [base, mine, theirs]: [&[Arc<T>]; 3],
        id: impl Fn(&T) -> I,
        join: impl Fn(&mut Self, &str, &T, &T, &T) -> T,
    ) -> Vec<Arc<T>> {
        let by_id =
            |list: &[Arc<T>]| list.iter().map(|entry| (id(entry), Arc::clone(entry))).collect::<HashMap<_, _>>();
        let (in_base, in_theirs) = (by_id(base), by_id(theirs));
        let in_mine: HashSet<I> = mine.iter().map(|entry| id(entry)).collect();
        let mut joined = Vec::new();
        for entry in mine {
            let key = id(entry);
            match (in_base.get(&key), in_theirs.get(&key)) {
                (Some(base), Some(theirs)) if base == entry => joined.push(Arc::clone(theirs)),
                (Some(base), Some(theirs)) if base == theirs || theirs == entry => joined.push(Arc::clone(entry)),
                (Some(base), Some(theirs)) => {
                    let place = format!("{name} {key}");
                    joined.push(Arc::new(join(self, &place, base, entry, theirs)));
                }
                // They removed it; it goes unless it was changed here.
                (Some(base), None) if base == entry => {}
                (None, Some(theirs)) if theirs != entry => {
                    self.conflicts.push(format!("{name} {key}"));
                    joined.push(Arc::clone(entry));
                }
                _ => joined.push(Arc::clone(entry)),
            }
        }
        for entry in theirs.iter().filter(|entry| !in_mine.contains(&id(entry))) {
            // New there, or removed here although they have changed it since.
            if in_base.get(&id(entry)).is_none_or(|base| base != entry) {
                joined.push(Arc::clone(entry));
            }
        }
        joined
    }
}

/// The fields of one part.
struct FieldsOf<'a, 'b> {
    place: &'a str,
    pick: &'a mut Picker<'b>,
}

impl Join for FieldsOf<'_, '_> {
    fn field<T: PartialEq + Clone>(&mut self, name: &str, base: &T, mine: &T, theirs: &T) -> T {
        self.pick.field(&format!("the {name} of {}", self.place), base, mine, theirs)
    }
}

/// Both changed it and it has no fields that could be joined.
fn whole<T: Clone>(pick: &mut Picker<'_>, place: &str, _base: &T, mine: &T, _theirs: &T) -> T {
    pick.conflicts.push(place.to_owned());
    mine.clone()
}

/// Drafts never change, so those that only they have are taken as well.
fn article(pick: &mut Picker<'_>, place: &str, base: &Article, mine: &Article, theirs: &Article) -> Article {
    let meta = pick.field(&format!("the details of {place}"), &base.meta, &mine.meta, &theirs.meta);
    let mut versions = mine.versions.clone();
    versions.extend(theirs.versions.iter().filter(|version| mine.version(&version.id).is_none()).cloned());
    Article { id: mine.id.clone(), meta, versions }
}

/// Field by field; copies and versions of the document never change, so that those of both sides are taken.
fn source(pick: &mut Picker<'_>, place: &str, base: &Source, mine: &Source, theirs: &Source) -> Source {
    let mut joined = mine.clone();
    // Names every field, so that a new one cannot be forgotten here.
    let Source {
        id: _,
        kind: _,
        level: _,
        title: _,
        creators: _,
        publisher: _,
        published: _,
        url: _,
        archived_url: _,
        accessed: _,
        file: _,
        reliability: _,
        contact: _,
        contact_is_private: _,
        notes: _,
        seals: _,
        versions: _,
    } = base;
    macro_rules! join {
        ($($field:ident $name:literal),+ $(,)?) => {$(
            joined.$field =
                pick.field(&format!("the {} of {place}", $name), &base.$field, &mine.$field, &theirs.$field);
        )+};
    }
    join!(
        kind "kind", level "level", title "title", creators "creators", publisher "publisher", published "date",
        url "link", archived_url "archived copy", accessed "day of access", file "file", reliability "grade",
        contact "contact", contact_is_private "privacy", notes "notes",
    );
    joined.seals.extend(theirs.seals.iter().filter(|seal| !mine.seals.contains(seal)).cloned());
    joined.seals.sort_by_key(|seal| seal.at);
    joined.versions.extend(theirs.versions.iter().filter(|version| mine.version(&version.id).is_none()).cloned());
    joined
}

/// Field by field.
fn claim(pick: &mut Picker<'_>, place: &str, base: &Claim, mine: &Claim, theirs: &Claim) -> Claim {
    let mut joined = mine.clone();
    joined.article = pick.field(&format!("the article of {place}"), &base.article, &mine.article, &theirs.article);
    joined.join_fields(base, theirs, &mut FieldsOf { place, pick: &mut *pick });
    joined.log.extend(theirs.log.iter().filter(|entry| !mine.log.contains(entry)).cloned());
    joined.log.sort_by_key(|entry| entry.at);
    let evidence = [&base.evidence, &mine.evidence, &theirs.evidence]
        .map(|list| list.iter().cloned().map(Arc::new).collect::<Vec<_>>());
    let [b, m, t] = [0, 1, 2].map(|side| evidence[side].as_slice());
    let list = pick.list("evidence", [b, m, t], |evidence| evidence.id.clone(), whole);
    joined.evidence = list.into_iter().map(|evidence| (*evidence).clone()).collect();
    joined
}

/// What one side removed and the other has come to use stays: an article of a claim, a source of evidence, a scale.
fn keep_what_is_used(parts: &mut ProjectParts, mine: &ProjectParts, theirs: &ProjectParts) {
    for claim in parts.claims.clone() {
        if !parts.articles.iter().any(|article| article.id == claim.article) {
            let mut all = mine.articles.iter().chain(&theirs.articles);
            parts.articles.extend(all.find(|article| article.id == claim.article).cloned());
        }
        for evidence in &claim.evidence {
            if !parts.sources.iter().any(|source| source.id == evidence.source) {
                let mut all = mine.sources.iter().chain(&theirs.sources);
                parts.sources.extend(all.find(|source| source.id == evidence.source).cloned());
            }
        }
    }
    if !parts.scales.iter().any(|scale| scale.id == parts.settings.scale) {
        let mut all = mine.scales.iter().chain(&theirs.scales);
        parts.scales.extend(all.find(|scale| scale.id == parts.settings.scale).cloned());
    }
}
