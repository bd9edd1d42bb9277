//! The drafts of articles, and the documents of sources, that two people opened: one of two with the same text, the others one after the
//! other.

use std::{collections::HashSet, sync::Arc};

use rustc_hash::FxHashMap;

use crate::model::{
    Claim, ClaimField, EarlierCheck, Evidence, Mark, Opinion, ProjectParts, Source, SourceId, Value, Version, VersionId,
};

/// Other names for drafts.
pub(super) type Renamed = FxHashMap<VersionId, VersionId>;

/// Gives drafts with the same text one name in all three states, and different ones that bear the same name two.
pub(super) fn unify([base, ours, theirs]: [&mut ProjectParts; 3]) {
    for side in [&mut *ours, &mut *theirs] {
        let apart = other_than_before(base, side);
        rename(side, &apart);
    }
    let [apart_ours, apart_theirs] = collisions(base, ours, theirs);
    rename(ours, &apart_ours);
    rename(theirs, &apart_theirs);
    let same = twins(&[ours, theirs]);
    [&mut *base, &mut *ours, &mut *theirs].into_iter().for_each(|parts| rename(parts, &same));
    // A draft that one of the two has under another name than it had before.
    for side in [ours, theirs] {
        let same = twins(&[base, side]);
        let same: Renamed =
            same.into_iter().map(|(from, to)| if holds(base, &from) { (to, from) } else { (from, to) }).collect();
        rename(side, &same);
    }
}

fn texts(parts: &ProjectParts) -> impl Iterator<Item = (&str, &[Arc<Version>])> {
    let articles = parts.articles.iter().map(|article| (article.id.as_str(), article.versions.as_slice()));
    articles.chain(parts.sources.iter().map(|source| (source.id.as_str(), source.versions.as_slice())))
}

fn holds(parts: &ProjectParts, id: &VersionId) -> bool {
    texts(parts).any(|(_, versions)| versions.iter().any(|version| version.id == *id))
}

/// Drafts that only one of two states has, and that say what one says that only the other has: the name that goes, and the one that
/// stays, that of the draft that was opened first.
fn twins([one, other]: &[&mut ProjectParts; 2]) -> Renamed {
    let others: FxHashMap<&str, &[Arc<Version>]> = texts(other).collect();
    let mut same = Renamed::default();
    for (id, versions) in texts(one) {
        let Some(others) = others.get(id) else { continue };
        let is_in = |list: &[Arc<Version>], version: &Arc<Version>| list.iter().any(|it| it.id == version.id);
        let mut left: Vec<&Arc<Version>> = others.iter().filter(|version| !is_in(versions, version)).collect();
        for version in versions.iter().filter(|version| !is_in(others, version)) {
            let Some(at) = left.iter().position(|twin| says_the_same(version, twin)) else { continue };
            let twin = left.remove(at);
            let (stays, goes) = if age(version) <= age(twin) { (version, twin) } else { (twin, version) };
            same.insert(goes.id.clone(), stays.id.clone());
        }
    }
    same
}

fn age(version: &Version) -> (Option<jiff::Timestamp>, &VersionId) {
    (version.origin.opened_at, &version.id)
}

/// Whether two texts are one: word for word, block for block, with the same notes at the same words.
fn says_the_same(one: &Version, other: &Version) -> bool {
    one.text() == other.text() && one.blocks() == other.blocks() && one.notes() == other.notes()
}

/// New names for drafts of a side that bear the name of one from before and say something else: a draft never changes.
fn other_than_before(base: &ProjectParts, side: &ProjectParts) -> Renamed {
    let all = |parts| texts(parts).flat_map(|(_, versions)| versions.iter());
    let known: FxHashMap<&VersionId, &Arc<Version>> = all(base).map(|version| (&version.id, version)).collect();
    let is_other = |version: &&Arc<Version>| known.get(&version.id).is_some_and(|old| old.text() != version.text());
    let is_used = |id: &VersionId| holds(base, id) || holds(side, id);
    all(side).filter(is_other).map(|version| (version.id.clone(), free_name(&version.id, is_used))).collect()
}

/// New names for drafts that bear the name of another one on the other side: of ours and of theirs. The one that was opened first keeps
/// it.
fn collisions(base: &ProjectParts, ours: &ProjectParts, theirs: &ProjectParts) -> [Renamed; 2] {
    let all = |parts| texts(parts).flat_map(|(of, versions)| versions.iter().map(move |version| (of, version)));
    let known: FxHashMap<&VersionId, (&str, &Arc<Version>)> =
        all(ours).map(|(of, version)| (&version.id, (of, version))).collect();
    let mut apart = [Renamed::default(), Renamed::default()];
    for (of, version) in all(theirs) {
        let Some((of_other, other)) = known.get(&version.id) else { continue };
        let is_same = *of_other == of && says_the_same(other, version);
        if !is_same && !holds(base, &version.id) {
            let key =
                |of: &str, version: &Version| (version.origin.opened_at, Arc::clone(version.text()), of.to_owned());
            let goes = usize::from(key(of_other, other) <= key(of, version));
            let is_used = |id: &VersionId| known.contains_key(id) || holds(theirs, id);
            apart[goes].insert(version.id.clone(), free_name(&version.id, is_used));
        }
    }
    apart
}

fn free_name(id: &VersionId, is_used: impl Fn(&VersionId) -> bool) -> VersionId {
    let short = &id.as_str()[..id.as_str().len().min(60)];
    let mut names = (2..).filter_map(|number| VersionId::new(&format!("{short}-{number}")).ok());
    names.find(|id| !is_used(id)).unwrap_or_else(|| id.clone())
}

/// Calls drafts otherwise, wherever they are named.
fn rename(parts: &mut ProjectParts, names: &Renamed) {
    if names.is_empty() {
        return;
    }
    let rename_all = |versions: &mut Vec<Arc<Version>>| {
        for version in versions.iter_mut() {
            if let Some(name) = names.get(&version.id) {
                Arc::make_mut(version).id = name.clone();
            }
        }
    };
    for article in &mut parts.articles {
        if article.versions.iter().any(|version| names.contains_key(&version.id)) {
            rename_all(&mut Arc::make_mut(article).versions);
        }
    }
    for source in &mut parts.sources {
        if source.versions.iter().any(|version| names.contains_key(&version.id)) {
            rename_all(&mut Arc::make_mut(source).versions);
        }
    }
    for claim in &mut parts.claims {
        if Drafts(claim).any(|version| names.contains_key(version)) {
            rename_in(Arc::make_mut(claim), names);
        }
    }
    for made in &mut parts.dismissals {
        if names.contains_key(&made.anchor.version) {
            rename_one(&mut Arc::make_mut(made).anchor.version, names);
        }
    }
    rename_in_opinions(parts, names);
}

/// What was found at first, and what is or was open between people, names drafts too.
fn rename_in_opinions(parts: &mut ProjectParts, names: &Renamed) {
    for pass in &mut parts.passes {
        let mut anchors = pass.opinions.iter().flat_map(|opinion| &opinion.passages);
        if anchors.any(|anchor| names.contains_key(&anchor.version)) {
            let opinions = Arc::make_mut(pass).opinions.iter_mut();
            opinions.flat_map(|it| &mut it.passages).for_each(|anchor| rename_one(&mut anchor.version, names));
        }
    }
    for open in &mut parts.differences {
        if open.values.iter().any(names_a_draft) {
            Arc::make_mut(open).values.iter_mut().for_each(|opinion| rename_value(&mut opinion.value, names));
        }
    }
    for settled in &mut parts.settled {
        if settled.values.iter().any(names_a_draft) {
            Arc::make_mut(settled).values.iter_mut().for_each(|opinion| rename_value(&mut opinion.value, names));
        }
    }
}

fn names_a_draft(opinion: &Opinion) -> bool {
    matches!(opinion.value, Value::Claim(ClaimField::Marks(_) | ClaimField::EarlierCheck(_)) | Value::Evidence(_))
}

fn rename_value(value: &mut Value, names: &Renamed) {
    match value {
        Value::Claim(ClaimField::Marks(marks)) => marks.iter_mut().for_each(|mark| rename_mark(mark, names)),
        Value::Claim(ClaimField::EarlierCheck(checks)) => checks.iter_mut().for_each(|it| rename_check(it, names)),
        Value::Evidence(evidence) => evidence.mark.iter_mut().for_each(|mark| rename_mark(mark, names)),
        _ => {}
    }
}

fn rename_one(version: &mut VersionId, names: &Renamed) {
    if let Some(name) = names.get(version) {
        *version = name.clone();
    }
}

/// The drafts and versions of documents in which something of a claim stands or stood.
pub(super) fn named(claim: &Claim) -> impl Iterator<Item = &VersionId> {
    let marks = claim.marks.iter().chain(claim.evidence.iter().filter_map(|evidence| evidence.mark.as_ref()));
    let anchors = marks.flat_map(|mark| mark.earlier.iter().chain([&mark.anchor])).map(|anchor| &anchor.version);
    anchors.chain(claim.earlier_checks.iter().map(|check| &check.version))
}

/// Every draft that a claim names.
struct Drafts<'a>(&'a Claim);

impl Drafts<'_> {
    fn any(&self, is_it: impl Fn(&VersionId) -> bool) -> bool {
        let claim = self.0;
        let marks = claim.marks.iter().chain(claim.evidence.iter().filter_map(|evidence| evidence.mark.as_ref()));
        let mut anchors = marks.flat_map(|mark| mark.earlier.iter().chain([&mark.anchor]));
        anchors.any(|anchor| is_it(&anchor.version)) || !claim.earlier_checks.is_empty()
    }
}

fn rename_in(claim: &mut Claim, names: &Renamed) {
    claim.marks.iter_mut().for_each(|mark| rename_mark(mark, names));
    claim.evidence.iter_mut().filter_map(|evidence| evidence.mark.as_mut()).for_each(|mark| rename_mark(mark, names));
    claim.earlier_checks.iter_mut().for_each(|check| rename_check(check, names));
}

fn rename_check(check: &mut EarlierCheck, names: &Renamed) {
    rename_one(&mut check.version, names);
    let Some(values) = check.values.as_deref_mut() else { return };
    let passages = values.evidence.iter_mut().filter_map(|it| it.passage.as_mut());
    passages.for_each(|it| rename_one(&mut it.version, names));
    values.sources.iter_mut().filter_map(|it| it.version.as_mut()).for_each(|it| rename_one(it, names));
}

/// The drafts of both, those from before first, then in the order in which they were opened; each side's own stay in theirs.
pub(super) fn joined_versions([base, ours, theirs]: [&[Arc<Version>]; 3]) -> Vec<Arc<Version>> {
    let mut joined = base.to_vec();
    let known: HashSet<VersionId> = base.iter().map(|version| version.id.clone()).collect();
    let new = |side: &[Arc<Version>]| {
        side.iter().filter(|version| !known.contains(&version.id)).cloned().collect::<std::collections::VecDeque<_>>()
    };
    let has = |list: &[Arc<Version>], version: &Version| list.iter().any(|known| known.id == version.id);
    let holds_it =
        |list: &std::collections::VecDeque<Arc<Version>>, version: &Version| list.iter().any(|it| it.id == version.id);
    let (mut ours, mut theirs) = (new(ours), new(theirs));
    loop {
        for side in [&mut ours, &mut theirs] {
            while side.front().is_some_and(|version| has(&joined, version)) {
                side.pop_front();
            }
        }
        let is_ours = match (ours.front(), theirs.front()) {
            // What both have comes behind what either has before it.
            (Some(one), Some(other)) => match (holds_it(&theirs, one), holds_it(&ours, other)) {
                (true, false) => false,
                (false, true) => true,
                _ => age(one) <= age(other),
            },
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return joined,
        };
        joined.extend(if is_ours { ours.pop_front() } else { theirs.pop_front() });
    }
}

/// Gives a version that stands in two sources, since one side has made a source anew that the other had merged into another, two names.
pub(super) fn tell_apart(parts: &mut ProjectParts) {
    let mut seen = HashSet::new();
    let mut known: HashSet<VersionId> =
        texts(parts).flat_map(|(_, versions)| versions).map(|it| it.id.clone()).collect();
    let mut twice = Vec::new();
    for (of, versions) in texts(parts) {
        let again = versions.iter().filter(|version| !seen.insert(version.id.clone()));
        twice.extend(again.map(|version| (of.to_owned(), version.id.clone())));
    }
    for (of, id) in twice {
        let name = free_name(&id, |id| known.contains(id));
        known.insert(name.clone());
        let names = Renamed::from_iter([(id.clone(), name.clone())]);
        for source in parts.sources.iter_mut().filter(|source| source.id.as_str() == of) {
            for version in Arc::make_mut(source).versions.iter_mut().filter(|version| version.id == id) {
                Arc::make_mut(version).id = name.clone();
            }
        }
        let is_of = |evidence: &Evidence| evidence.source.as_str() == of && evidence.mark.is_some();
        for claim in parts.claims.iter_mut().filter(|claim| claim.evidence.iter().any(is_of)) {
            for evidence in Arc::make_mut(claim).evidence.iter_mut().filter(|evidence| is_of(evidence)) {
                evidence.mark.iter_mut().for_each(|mark| rename_mark(mark, &names));
            }
        }
    }
}

/// Evidence on words of a document that one side has moved to another source, while its own source was made anew, cites that other source.
pub(super) fn cite_holders(parts: &mut ProjectParts) {
    let versions = |source: &Arc<Source>| {
        let id = source.id.clone();
        source.versions.iter().map(move |version| (version.id.clone(), id.clone())).collect::<Vec<_>>()
    };
    let holders: FxHashMap<VersionId, SourceId> = parts.sources.iter().flat_map(versions).collect();
    let holder = |evidence: &Evidence| {
        let holder = holders.get(&evidence.mark.as_ref()?.anchor.version)?;
        (*holder != evidence.source).then(|| holder.clone())
    };
    for claim in &mut parts.claims {
        if claim.evidence.iter().any(|evidence| holder(evidence).is_some()) {
            for evidence in &mut Arc::make_mut(claim).evidence {
                evidence.source = holder(evidence).unwrap_or_else(|| evidence.source.clone());
            }
        }
    }
}

fn rename_mark(mark: &mut Mark, names: &Renamed) {
    mark.earlier.iter_mut().chain([&mut mark.anchor]).for_each(|anchor| rename_one(&mut anchor.version, names));
}
