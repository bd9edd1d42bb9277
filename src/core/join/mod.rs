//! Joins what two people made of one project, from the state that both began with. The only joiner: the window, the command line, git
//! and synced folders come here.
//!
//! Everything of either side is in the result. What both changed alike is there once. Where both changed the same differently, both
//! values are kept as a [`Difference`] that a person settles, and the project shows what was there before. A signature stands only
//! beside what was signed. The result is the same whoever joins.
//!
//! Values in, values out: it reads no file, makes no id at random and asks nobody.

mod claim;
mod collide;
mod drafts;
mod follow;
mod kept;
mod order;
mod removed;
mod scales;
mod settle;
mod textual;
mod told;
mod unsettled;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod property;
#[cfg(test)]
mod taken_back;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use crate::model::{
    Article, ArticleId, ArticleMeta, Claim, ClaimId, ClaimView, Difference, Dismissal, Edit, Entry, Evidence,
    FirstPass, Opinion, Project, ProjectParts, Reviewer, Scale, Settings, Source, SourceId, Subject, Value, Version,
    Waiver, three_way, without_documents,
};

use claim::{Seen, join_claim};
use follow::Texts;
use order::{joined_order, joined_values};

pub use follow::{Followed, follow_mark, is_let_go, left_behind, mark_at};
pub use kept::base_of_kept;
pub use settle::{Choice, choices, settle};
pub use textual::open_where_both_worked;
pub use told::{Became, Changed, Touches, Work, by_person, changes, whole};

/// Two people's work, joined.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// The result. What is open between the two is part of it.
    pub project: Project,
    /// What was done that nobody may have expected, a sentence each.
    pub told: Vec<String>,
}

/// Joins `ours` and `theirs`, which both come from `base`. Without a base both are taken as they are, and what they say differently of one
/// thing is open.
pub fn join(base: Option<&Project>, ours: &Project, theirs: &Project) -> Joined {
    let unchanged = |project: &Project| Joined { project: project.clone(), told: Vec::new() };
    if ours == theirs || base == Some(theirs) {
        return unchanged(ours);
    }
    if base == Some(ours) {
        return unchanged(theirs);
    }
    let mut found = Found::default();
    let mut states =
        [base.map_or_else(nothing, |base| base.parts().clone()), ours.parts().clone(), theirs.parts().clone()];
    let [base, ours, theirs] = &mut states;
    drafts::unify([base, ours, theirs]);
    collide::part(base, ours, theirs, &mut found);
    // As each was signed: what only this joining changes has no signature.
    let signed = [&*ours, &*theirs].map(|parts| Project::from_parts(parts.clone()));
    let removals = [removed::merged_away(base, ours), removed::merged_away(base, theirs)];
    let (ours_before, theirs_before) = (ours.clone(), theirs.clone());
    removed::give_back(base, ours, &theirs_before, &mut found);
    removed::give_back(base, theirs, &ours_before, &mut found);
    scales::map_verdicts(base, ours, theirs, &mut found);
    let project = join_parts([base, ours, theirs], &mut found);
    finish(project, [base, ours, theirs], &signed, &removals, found)
}

/// Joins what is taken in from another project, field by field by the same rules. `theirs` is ours with that work in it and `base` ours as it is
/// to be taken for what both began with; `signed` is that work as its people had it before them when they signed.
pub fn join_taken(base: &Project, ours: &Project, theirs: &Project, signed: &Project) -> Joined {
    if ours == theirs {
        return Joined { project: ours.clone(), told: Vec::new() };
    }
    let mut found = Found::default();
    let mut states = [base, ours, theirs].map(|project| project.parts().clone());
    let [base, of_ours, of_theirs] = &mut states;
    let project = join_parts([&mut *base, &mut *of_ours, &mut *of_theirs], &mut found);
    let signed = [ours.clone(), signed.clone()];
    finish(project, [base, of_ours, of_theirs], &signed, &[HashMap::new(), HashMap::new()], found)
}

/// The state from before of projects that have none in common.
fn nothing() -> ProjectParts {
    let mut parts = Project::new("").parts().clone();
    parts.scales.clear();
    parts
}

/// What was found on the way.
#[derive(Default)]
struct Found {
    differences: Vec<Difference>,
    said: Vec<String>,
}

impl Found {
    fn say(&mut self, sentence: String) {
        if !self.said.contains(&sentence) {
            self.said.push(sentence);
        }
    }

    fn differ(&mut self, subject: Subject, ours: Value, theirs: Value) {
        self.differences.push(Difference::new(subject, [Opinion::of(ours), Opinion::of(theirs)]));
    }
}

/// The texts in which marks stand.
struct Joiner<'a> {
    articles: HashMap<ArticleId, Seen<'a>>,
    sources: HashMap<SourceId, Seen<'a>>,
}

impl<'a> Joiner<'a> {
    fn new(articles: &'a [Arc<Article>], sources: &'a [Arc<Source>], states: [&ProjectParts; 3]) -> Self {
        let newest = |versions: &[Arc<Version>], last: [Option<&Arc<Version>>; 3]| {
            last.map(|last| last.and_then(|last| versions.iter().position(|it| it.id == last.id)).unwrap_or_default())
        };
        let by_id = states.map(|state| state.articles.iter().map(|it| (&it.id, it)).collect::<HashMap<_, _>>());
        let articles = articles.iter().map(|article| {
            let last = [0, 1, 2].map(|side| by_id[side].get(&article.id).and_then(|it| it.versions.last()));
            let texts = Texts::new(&article.versions);
            (article.id.clone(), Seen { texts, newest: newest(&article.versions, last) })
        });
        let by_id = states.map(|state| state.sources.iter().map(|it| (&it.id, it)).collect::<HashMap<_, _>>());
        let sources = sources.iter().filter(|source| !source.versions.is_empty()).map(|source| {
            let last = [0, 1, 2].map(|side| by_id[side].get(&source.id).and_then(|it| it.versions.last()));
            let texts = Texts::new(&source.versions);
            (source.id.clone(), Seen { texts, newest: newest(&source.versions, last) })
        });
        Self { articles: articles.collect(), sources: sources.collect() }
    }

    /// Whether evidence has words in a document that its source does not have.
    fn is_astray(&self, evidence: &Evidence) -> bool {
        let Some(mark) = &evidence.mark else { return false };
        let seen = self.sources.get(&evidence.source);
        seen.and_then(|seen| seen.texts.index(&mark.anchor.version)).is_none()
    }
}

/// What two people made of one entry of a list.
enum Clash<'a, T> {
    Both(Option<&'a T>, &'a Arc<T>, &'a Arc<T>),
    /// One removed what the other changed: before, and as it was changed by us or by them.
    Removed(&'a Arc<T>, &'a Arc<T>, bool),
}

/// Joins lists of entries with names. Where both did something to one, `clash` says what comes of it.
fn keyed<'a, T: PartialEq, K: Ord + Hash + Clone>(
    lists: [&'a [Arc<T>]; 3],
    key: impl Fn(&T) -> K,
    mut clash: impl FnMut(Clash<'a, T>) -> Option<Arc<T>>,
) -> Vec<Arc<T>> {
    let keys = lists.map(|list| list.iter().map(|entry| key(entry)).collect::<Vec<K>>());
    let maps = lists.map(|list| list.iter().map(|entry| (key(entry), entry)).collect::<HashMap<K, &'a Arc<T>>>());
    let mut joined = Vec::new();
    let mut seen = HashSet::new();
    for key in joined_order(&keys[0], &keys[1], &keys[2]) {
        if !seen.insert(key.clone()) {
            continue;
        }
        let [base, ours, theirs] = [0, 1, 2].map(|side| maps[side].get(&key).copied());
        joined.extend(match (base, ours, theirs) {
            (Some(base), Some(ours), Some(theirs)) => match three_way(base, ours, theirs) {
                Some(same) => Some(Arc::clone(same)),
                None => clash(Clash::Both(Some(base), ours, theirs)),
            },
            (None, Some(ours), Some(theirs)) if ours == theirs => Some(Arc::clone(ours)),
            (None, Some(ours), Some(theirs)) => clash(Clash::Both(None, ours, theirs)),
            (None, one, other) => one.or(other).cloned(),
            (Some(base), Some(ours), None) if ours != base => clash(Clash::Removed(base, ours, true)),
            (Some(base), None, Some(theirs)) if theirs != base => clash(Clash::Removed(base, theirs, false)),
            (Some(_), _, _) => None,
        });
    }
    joined
}

/// A list of each state.
macro_rules! lists {
    ($states:ident . $list:ident) => {
        [&$states[0].$list, &$states[1].$list, &$states[2].$list].map(Vec::as_slice)
    };
}

fn join_parts(states: [&mut ProjectParts; 3], found: &mut Found) -> ProjectParts {
    let states: [&ProjectParts; 3] = states.map(|state| &*state);
    let [base, ours, theirs] = states;
    let title = match three_way(&base.title, &ours.title, &theirs.title) {
        Some(title) => title.clone(),
        None => {
            found.differ(Subject::Project, Value::Title(ours.title.clone()), Value::Title(theirs.title.clone()));
            base.title.clone()
        }
    };
    let settings = Settings::joined(&base.settings, &ours.settings, &theirs.settings);
    if !settings.fields.is_empty() {
        let value = |settings| Value::Settings(Arc::new(settings));
        found.differ(Subject::Project, value(settings.ours), value(settings.theirs));
    }
    let articles = keyed(lists!(states.articles), |it| it.id.clone(), |clash| Some(article(clash, found)));
    let sources = keyed(lists!(states.sources), |it| it.id.clone(), |clash| Some(source(clash, found)));
    let joiner = Joiner::new(&articles, &sources, states);
    let claims = keyed(
        lists!(states.claims),
        |it| it.id.clone(),
        |clash| match clash {
            Clash::Both(base, ours, theirs) => Some(Arc::new(join_claim(&joiner, base, ours, theirs, found))),
            // What a person had changed was given back before.
            Clash::Removed(..) => None,
        },
    );
    drop(joiner);
    let mut parts = ProjectParts {
        title,
        settings: Arc::new(settings.shown),
        reviewers: keyed(lists!(states.reviewers), |it| it.id.clone(), |clash| Some(reviewer(clash, found))),
        scales: keyed(lists!(states.scales), |it| it.id.clone(), |clash| Some(scale(clash, found))),
        articles,
        sources,
        claims,
        retired_number: retired(states),
        dismissals: keyed(lists!(states.dismissals), dismissal_key, dismissal),
        waivers: keyed(lists!(states.waivers), waiver_key, |clash| waiver(clash, found)),
        views: keyed(lists!(states.views), |it| it.name.clone(), |clash| view(clash, found)),
        differences: Vec::new(),
        settled: joined_values(lists!(states.settled), |settled| {
            (settled.signed.as_ref().map(|signed| signed.at), format!("{settled:?}"))
        }),
        passes: keyed(lists!(states.passes), |it| it.id.clone(), |clash| Some(pass(clash, found))),
        assignment: match three_way(&base.assignment, &ours.assignment, &theirs.assignment) {
            Some(assignment) => assignment.clone(),
            None => base.assignment.clone(),
        },
    };
    parts.dismissals.sort_by_cached_key(|made| dismissal_key(made));
    parts.waivers.sort_by_cached_key(|waiver| (waiver.subject.clone(), waiver.rule.clone()));
    parts.views.sort_by_cached_key(|view| view.name.clone());
    parts
}

fn article(clash: Clash<'_, Article>, found: &mut Found) -> Arc<Article> {
    let (base, ours, theirs) = match clash {
        Clash::Both(base, ours, theirs) => (base, ours, theirs),
        Clash::Removed(_, changed, _) => return Arc::clone(changed),
    };
    let blank = ArticleMeta::default();
    let joining = ArticleMeta::joined(base.map_or(&blank, |base| &base.meta), &ours.meta, &theirs.meta);
    if !joining.fields.is_empty() {
        let subject = Subject::Article(ours.id.clone());
        found.differ(subject, Value::Article(joining.ours), Value::Article(joining.theirs));
    }
    let before = base.map_or(&[][..], |base| &base.versions);
    let versions = drafts::joined_versions([before, &ours.versions, &theirs.versions]);
    let new = |side: &[Arc<Version>]| side.iter().filter(|it| !before.iter().any(|old| old.id == it.id)).count();
    let both = versions.len() - before.len();
    if new(&ours.versions) > 0 && new(&theirs.versions) > 0 && both > new(&ours.versions).max(new(&theirs.versions)) {
        let title = if joining.shown.title.is_empty() { ours.display_title() } else { &joining.shown.title };
        found.say(format!("Both had brought in a draft of “{title}”: they stand one after the other."));
    }
    Arc::new(Article { id: ours.id.clone(), meta: joining.shown, versions })
}

fn source(clash: Clash<'_, Source>, found: &mut Found) -> Arc<Source> {
    let (base, ours, theirs) = match clash {
        Clash::Both(base, ours, theirs) => (base, ours, theirs),
        Clash::Removed(_, changed, _) => return Arc::clone(changed),
    };
    let blank = Source::new(ours.id.clone());
    let base = base.unwrap_or(&blank);
    let mut joining = Source::joined(base, ours, theirs);
    let seals = joined_values([&base.seals, &ours.seals, &theirs.seals], |seal| (seal.at, seal.sha256.clone()));
    let versions = drafts::joined_versions([&base.versions, &ours.versions, &theirs.versions]);
    for side in [&mut joining.shown, &mut joining.ours, &mut joining.theirs] {
        (side.seals, side.versions) = (seals.clone(), versions.clone());
    }
    if !joining.fields.is_empty() {
        let value = |source: &Source| Value::Source(without_documents(source));
        found.differ(Subject::Source(ours.id.clone()), value(&joining.ours), value(&joining.theirs));
    }
    Arc::new(joining.shown)
}

/// Of two that nobody had before, the same whoever joins.
fn either<'a, T: std::fmt::Debug>(ours: &'a Arc<T>, theirs: &'a Arc<T>) -> &'a Arc<T> {
    if format!("{ours:?}") <= format!("{theirs:?}") { ours } else { theirs }
}

fn reviewer(clash: Clash<'_, Reviewer>, found: &mut Found) -> Arc<Reviewer> {
    match clash {
        Clash::Both(base, ours, theirs) => {
            let shown = either(ours, theirs);
            let joining = Reviewer::joined(base.unwrap_or(shown), ours, theirs);
            if !joining.fields.is_empty() {
                let value = |reviewer| Value::Reviewer(Arc::new(reviewer));
                found.differ(Subject::Project, value(joining.ours), value(joining.theirs));
            }
            Arc::new(joining.shown)
        }
        Clash::Removed(base, changed, is_ours) => {
            found.removed(Subject::Project, Value::Reviewer(Arc::clone(changed)), is_ours);
            Arc::clone(base)
        }
    }
}

impl Found {
    /// One changed what the other removed.
    fn removed(&mut self, subject: Subject, changed: Value, is_ours: bool) {
        let (ours, theirs) = if is_ours { (changed, Value::Gone) } else { (Value::Gone, changed) };
        self.differ(subject, ours, theirs);
    }
}

/// A scale, verdict by verdict.
fn scale(clash: Clash<'_, Scale>, found: &mut Found) -> Arc<Scale> {
    let (base, ours, theirs) = match clash {
        Clash::Both(base, ours, theirs) => (base, ours, theirs),
        Clash::Removed(_, changed, _) => return Arc::clone(changed),
    };
    let shown = either(ours, theirs);
    let base = base.unwrap_or(shown);
    let with = |prefer: &Scale| -> Scale {
        let name = three_way(&base.name, &ours.name, &theirs.name).unwrap_or(&prefer.name).clone();
        let shared = [base, ours, theirs].map(|scale| scale.verdicts.iter().cloned().map(Arc::new).collect::<Vec<_>>());
        let [b, o, t] = [0, 1, 2].map(|side| shared[side].as_slice());
        let verdicts = keyed(
            [b, o, t],
            |verdict| verdict.id.clone(),
            |clash| match clash {
                Clash::Both(_, ours, _) => {
                    prefer.verdict(&ours.id).cloned().map(Arc::new).or_else(|| Some(Arc::clone(ours)))
                }
                Clash::Removed(_, changed, _) => Some(Arc::clone(changed)),
            },
        );
        Scale { id: base.id.clone(), name, verdicts: verdicts.iter().map(|verdict| verdict.as_ref().clone()).collect() }
    };
    let (of_ours, of_theirs) = (with(ours), with(theirs));
    if of_ours != of_theirs {
        found.differ(Subject::Project, Value::Scale(Arc::new(of_ours)), Value::Scale(Arc::new(of_theirs)));
    }
    Arc::new(with(base))
}

type DismissalKey = (ArticleId, crate::model::VersionId, crate::model::Span, Option<crate::model::ReviewerId>);

/// Each person dismisses a sentence once.
fn dismissal_key(made: &Dismissal) -> DismissalKey {
    let by = made.signed.as_ref().and_then(|signed| signed.by.clone());
    (made.article.clone(), made.anchor.version.clone(), made.anchor.span, by)
}

/// What one person said twice holds as they said it last.
fn dismissal(clash: Clash<'_, Dismissal>) -> Option<Arc<Dismissal>> {
    match clash {
        Clash::Both(_, ours, theirs) => {
            let when = |made: &Dismissal| (made.signed.as_ref().map(|signed| signed.at), made.reason);
            Some(Arc::clone(if when(ours) >= when(theirs) { ours } else { theirs }))
        }
        Clash::Removed(_, changed, _) => Some(Arc::clone(changed)),
    }
}

/// A first pass comes back once: what came first is what they had found.
fn pass(clash: Clash<'_, FirstPass>, found: &mut Found) -> Arc<FirstPass> {
    let (ours, theirs) = match clash {
        Clash::Both(_, ours, theirs) => (ours, theirs),
        Clash::Removed(_, changed, _) => return Arc::clone(changed),
    };
    if ours.is_back() && theirs.is_back() {
        found.say("Both had brought in the same first pass: it stays as it came back first.".to_owned());
    }
    let rank = |pass: &FirstPass| (!pass.is_back(), pass.returned, format!("{pass:?}"));
    Arc::clone(if rank(ours) <= rank(theirs) { ours } else { theirs })
}

/// A finding is waived once.
fn waiver_key(waiver: &Waiver) -> (Subject, crate::model::RuleId) {
    (waiver.subject.clone(), waiver.rule.clone())
}

fn waiver(clash: Clash<'_, Waiver>, found: &mut Found) -> Option<Arc<Waiver>> {
    match clash {
        Clash::Both(_, ours, theirs) if ours.reason == theirs.reason => {
            let when = |waiver: &Waiver| waiver.signed.as_ref().map(|signed| (signed.at, signed.by.clone()));
            Some(Arc::clone(if when(ours) <= when(theirs) { ours } else { theirs }))
        }
        Clash::Both(base, ours, theirs) => {
            let opinion = |waiver: &Arc<Waiver>| {
                let signed = waiver.signed.as_ref();
                let (by, at) = (signed.and_then(|it| it.by.clone()), signed.map(|it| it.at));
                Opinion { by, at, value: Value::Waiver(Arc::clone(waiver)) }
            };
            found.differences.push(Difference::new(ours.subject.clone(), [opinion(ours), opinion(theirs)]));
            base.cloned().map(Arc::new)
        }
        Clash::Removed(base, changed, is_ours) => {
            found.removed(base.subject.clone(), Value::Waiver(Arc::clone(changed)), is_ours);
            Some(Arc::clone(base))
        }
    }
}

fn view(clash: Clash<'_, ClaimView>, found: &mut Found) -> Option<Arc<ClaimView>> {
    match clash {
        Clash::Both(base, ours, theirs) => {
            found.differ(Subject::Project, Value::View(Arc::clone(ours)), Value::View(Arc::clone(theirs)));
            base.cloned().map(Arc::new)
        }
        Clash::Removed(base, changed, is_ours) => {
            found.removed(Subject::Project, Value::View(Arc::clone(changed)), is_ours);
            Some(Arc::clone(base))
        }
    }
}

/// The highest number of a claim that is gone.
fn retired(states: [&ProjectParts; 3]) -> u32 {
    let [base, ours, theirs] = states;
    let known = |state: &ProjectParts| state.claims.iter().map(|claim| claim.id.clone()).collect::<HashSet<_>>();
    let (ours_left, theirs_left) = (known(ours), known(theirs));
    let is_gone = |claim: &&Arc<Claim>| !ours_left.contains(&claim.id) || !theirs_left.contains(&claim.id);
    let gone = base.claims.iter().filter(is_gone).flat_map(|claim| claim.aliases.iter().chain([&claim.number]));
    let gone = gone.max().copied().unwrap_or(0);
    let highest = ours.claims.iter().chain(&theirs.claims).map(|claim| claim.number).max().unwrap_or(0);
    let told = base.retired_number.max(ours.retired_number).max(theirs.retired_number);
    if gone > highest { told.max(gone) } else { told }
}

/// Numbers, signatures, what is open from before, and passages that were left behind.
fn finish(
    mut parts: ProjectParts,
    states: [&mut ProjectParts; 3],
    signed: &[Project; 2],
    removals: &[HashMap<SourceId, SourceId>; 2],
    mut found: Found,
) -> Joined {
    let states: [&ProjectParts; 3] = states.map(|state| &*state);
    unsettled::join_open(&mut parts, states, &mut found);
    removed::keep_what_is_used(&mut parts, states, &mut found);
    drafts::tell_apart(&mut parts);
    drafts::cite_holders(&mut parts);
    number(&mut parts, states[0], &mut found);
    let mut project = Project::from_parts(parts);
    for (from, into) in removals.iter().flatten() {
        if project.source(from).is_some() && project.source(into).is_some() {
            let edit = Edit::MergeSources { into: into.clone(), from: vec![from.clone()] };
            // Both are there, so that it cannot fail.
            let _ = project.apply(&edit);
        }
    }
    project.open_unsigned_mixtures([&signed[0], &signed[1]]);
    // Checks that are kept by it may be of a draft that one side took back.
    let mut parts = project.parts().clone();
    if removed::keep_texts(&mut parts, states) {
        project = Project::from_parts(parts);
    }
    let seen = looked_at(project.parts(), states);
    let claims = |claim: &Claim, newest: usize| seen.claims.get(&claim.id).copied().unwrap_or(newest);
    let evidence = |claim: &Claim, evidence: &Evidence, newest: usize| {
        seen.evidence.get(&(claim.id.clone(), evidence.id.clone())).copied().unwrap_or(newest)
    };
    if let Some(followed) = follow::left_behind_of(&project, claims, evidence)
        && project.apply(&followed.edit).is_ok()
    {
        found.say(followed.sentence());
    }
    Joined { project, told: found.said }
}

/// Up to which text, by its place among the joined ones, marks were looked for by the side that has them.
struct LookedAt {
    claims: HashMap<ClaimId, usize>,
    evidence: HashMap<(ClaimId, crate::model::EvidenceId), usize>,
}

fn looked_at(parts: &ProjectParts, states: [&ProjectParts; 3]) -> LookedAt {
    let joiner = Joiner::new(&parts.articles, &parts.sources, states);
    let sides = states.map(|state| claim::by_id(&state.claims));
    let mut looked = LookedAt { claims: HashMap::new(), evidence: HashMap::new() };
    for claim in &parts.claims {
        if let Some(seen) = joiner.articles.get(&claim.article) {
            let has = |side: &usize| sides[*side].get(&claim.id).is_some_and(|it| it.marks == claim.marks);
            let newest = [1, 2, 0].into_iter().filter(has).map(|side| seen.newest[side]).max();
            looked.claims.extend(newest.map(|newest| (claim.id.clone(), newest)));
        }
        for evidence in claim.evidence.iter().filter(|evidence| evidence.mark.is_some()) {
            let Some(seen) = joiner.sources.get(&evidence.source) else { continue };
            let has = |side: &usize| {
                let known = sides[*side].get(&claim.id).and_then(|claim| claim.evidence_by_id(&evidence.id));
                known.is_some_and(|known| known.mark == evidence.mark)
            };
            let newest = [1, 2, 0].into_iter().filter(has).map(|side| seen.newest[side]).max();
            looked.evidence.extend(newest.map(|newest| ((claim.id.clone(), evidence.id.clone()), newest)));
        }
    }
    looked
}

/// Gives another number to one of two claims that both sides had marked under the same: the one that is older keeps it.
fn number(parts: &mut ProjectParts, base: &ProjectParts, found: &mut Found) {
    let old: HashSet<&ClaimId> = base.claims.iter().map(|claim| &claim.id).collect();
    let mut order: Vec<usize> = (0..parts.claims.len()).collect();
    order.sort_by_cached_key(|at| {
        let claim = &parts.claims[*at];
        (!old.contains(&claim.id), claim.created.as_ref().map(|created| created.at), claim.id.clone())
    });
    let highest = parts.claims.iter().flat_map(|claim| claim.aliases.iter().chain([&claim.number])).max();
    let mut next = highest.copied().unwrap_or(0).max(parts.retired_number);
    let mut holders = BTreeMap::new();
    for at in order {
        let number = parts.claims[at].number;
        if number == 0 || *holders.entry(number).or_insert(at) == at {
            continue;
        }
        next = next.saturating_add(1);
        let claim = Arc::make_mut(&mut parts.claims[at]);
        if !claim.aliases.contains(&number) {
            claim.aliases.push(number);
        }
        claim.number = next;
        holders.insert(next, at);
        found.say(format!("Two claims had the number {number}: one of them is {next} now."));
    }
}
