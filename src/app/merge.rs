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
        retired_number: m.retired_number.max(t.retired_number),
        waivers: pick.list("waiver", [&b.waivers, &m.waivers, &t.waivers], waiver_key, whole),
    };
    let mut parts = parts;
    keep_what_is_used(&mut parts, m, t);
    let articles: HashSet<_> = parts.articles.iter().map(|article| article.id.clone()).collect();
    parts.dismissals.retain(|dismissal| articles.contains(&dismissal.article));
    let mut project = join_merged_sources(Project::from_parts(parts));
    project.open_unsigned_mixtures([mine, theirs]);
    conflicts.extend(renumbered(&project, [mine, theirs]));
    Merged { project, conflicts }
}

/// What is to be said of claims that have another number now, since both sides had given theirs.
fn renumbered(project: &Project, sides: [&Project; 2]) -> Vec<String> {
    let number = |side: &Project, claim: &Claim| side.claim(&claim.id).map(|claim| claim.number);
    let changed = project.claims().iter().filter_map(|claim| {
        let old = sides.iter().find_map(|side| number(side, claim))?;
        (old != claim.number)
            .then(|| format!("the number {old}, which two claims had: one of them is {} now", claim.number))
    });
    changed.collect()
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
                    let part = format!("{name} {key}");
                    joined.push(Arc::new(join(self, &part, base, entry, theirs)));
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
    part: &'a str,
    pick: &'a mut Picker<'b>,
}

impl Join for FieldsOf<'_, '_> {
    fn whole<T: PartialEq + Clone>(&mut self, name: &str, base: &T, mine: &T, theirs: &T) -> T {
        self.pick.field(&format!("the {name} of {}", self.part), base, mine, theirs)
    }
}

/// Both changed it and it has no fields that could be joined.
fn whole<T: Clone>(pick: &mut Picker<'_>, part: &str, _base: &T, mine: &T, _theirs: &T) -> T {
    pick.conflicts.push(part.to_owned());
    mine.clone()
}

/// Drafts never change, so those that only they have are taken as well.
fn article(pick: &mut Picker<'_>, part: &str, base: &Article, mine: &Article, theirs: &Article) -> Article {
    let meta = pick.field(&format!("the details of {part}"), &base.meta, &mine.meta, &theirs.meta);
    let mut versions = mine.versions.clone();
    versions.extend(theirs.versions.iter().filter(|version| mine.version(&version.id).is_none()).cloned());
    Article { id: mine.id.clone(), meta, versions }
}

/// Field by field; copies and versions of the document never change, so that those of both sides are taken.
fn source(pick: &mut Picker<'_>, part: &str, base: &Source, mine: &Source, theirs: &Source) -> Source {
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
        is_confidential: _,
        notes: _,
        seals: _,
        versions: _,
    } = base;
    macro_rules! join {
        ($($field:ident $name:literal),+ $(,)?) => {$(
            joined.$field =
                pick.field(&format!("the {} of {part}", $name), &base.$field, &mine.$field, &theirs.$field);
        )+};
    }
    join!(
        kind "kind", level "level", title "title", creators "creators", publisher "publisher", published "date",
        url "link", archived_url "archived copy", accessed "day of access", file "file", reliability "grade",
        contact "contact", contact_is_private "privacy",
        is_confidential "confidentiality", notes "notes",
    );
    joined.seals.extend(theirs.seals.iter().filter(|seal| !mine.seals.contains(seal)).cloned());
    joined.seals.sort_by_key(|seal| seal.at);
    joined.versions.extend(theirs.versions.iter().filter(|version| mine.version(&version.id).is_none()).cloned());
    joined
}

/// Field by field.
fn claim(pick: &mut Picker<'_>, part: &str, base: &Claim, mine: &Claim, theirs: &Claim) -> Claim {
    let mut joined = mine.clone();
    joined.article = pick.field(&format!("the article of {part}"), &base.article, &mine.article, &theirs.article);
    joined.join_fields(base, theirs, &mut FieldsOf { part, pick: &mut *pick });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        SAMPLE,
        model::{ClaimField, ClaimId, Reviewer, ReviewerId, Signature, Standing, Status},
        store,
    };

    fn sample() -> Project {
        store::decode(SAMPLE.as_bytes()).unwrap().project
    }

    fn with(project: &Project, edits: &[Edit]) -> Project {
        let mut project = project.clone();
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        project
    }

    #[test]
    fn what_nobody_had_signed_so_is_open_after_a_merge() {
        let base = sample();
        let is_rated = |claim: &&Arc<Claim>| claim.verdict.is_some() && !claim.evidence.is_empty();
        let claim = base.claims().iter().find(is_rated).unwrap();
        let set = |field| Edit::SetClaim { claim: claim.id.clone(), field };
        let reviewer = ReviewerId::new("r-new").unwrap();
        let signed = Signature { by: Some(reviewer.clone()), at: "2025-03-01T10:00:00Z".parse().unwrap() };
        let person = Reviewer { id: reviewer, name: "New".into(), initials: "NW".into() };
        let standing = |status| ClaimField::Status(Standing { status, signed: Some(signed.clone()) });
        let signs =
            [Edit::PutReviewer(Arc::new(person)), set(standing(Status::InProgress)), set(standing(Status::Checked))];
        let mine = with(&base, &signs);
        let mut source = base.source(&claim.evidence[0].source).unwrap().as_ref().clone();
        source.title.push_str(", revised");
        let theirs = with(&base, &[Edit::put_source(&source)]);
        for (mine, theirs) in [(&mine, &theirs), (&theirs, &mine)] {
            let merged = merge(&base, mine, theirs).project;
            let joined = merged.claim(&claim.id).unwrap();
            assert!(!joined.status.is_done(), "the title is another than the one that was signed");
            assert!(joined.earlier_checks.iter().any(|check| check.signed.as_ref() == Some(&signed)));
        }
        let notes = with(&base, &[set(ClaimField::Notes("Ask.".into()))]);
        let merged = merge(&base, &mine, &notes).project;
        assert_eq!(merged.claim(&claim.id).unwrap().signed, Some(signed));
    }

    #[test]
    fn a_number_that_both_gave_stays_with_the_older_claim() {
        let base = sample();
        let made = |id: &str, at: &str| {
            let old = base.claims()[0].as_ref().clone();
            let at = at.parse().unwrap();
            let id = ClaimId::new(id).unwrap();
            Edit::AddClaim(Arc::new(Claim { id, number: 0, created: Some(Signature { by: None, at }), ..old }))
        };
        let mine = with(&base, &[made("c-late", "2025-03-02T10:00:00Z")]);
        let theirs = with(&base, &[made("c-soon", "2025-03-01T10:00:00Z")]);
        let number = base.next_number();
        let merged = merge(&base, &mine, &theirs);
        let of = |id: &str| merged.project.claim(&ClaimId::new(id).unwrap()).unwrap().clone();
        assert_eq!(
            (of("c-soon").number, of("c-late").number, of("c-late").aliases.clone()),
            (number, number + 1, vec![number])
        );
        assert!(
            merged.conflicts.iter().any(|told| told.contains(&format!("the number {number}"))),
            "{:?}",
            merged.conflicts
        );
        assert_eq!(merged.project.claim_by_number(number).unwrap().id.as_str(), "c-soon");
    }
}
