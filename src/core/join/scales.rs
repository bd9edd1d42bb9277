//! Verdicts where one person, or both, have taken another scale: those of the other become values of it, as those from before did.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use crate::model::{
    Claim, ClaimField, ClaimId, Edit, Project, ProjectParts, Scale, ScaleId, SecondCheck, Settlement, VerdictId,
};

use super::{Found, claim::by_id};

/// What verdicts of the old scale are in the new one.
type Becomes = BTreeMap<VerdictId, VerdictId>;

/// Where one side alone has taken another scale, gives the other, and what was there before, its verdicts. Where both have, what one of
/// them only carried over into its scale counts as nobody's change.
pub(super) fn map_verdicts(
    base: &mut ProjectParts,
    ours: &mut ProjectParts,
    theirs: &mut ProjectParts,
    found: &mut Found,
) {
    let scale = |parts: &ProjectParts| parts.settings.scale.clone();
    let (old, one, other) = (scale(base), scale(ours), scale(theirs));
    match (one != old, other != old) {
        (true, false) => one_took(base, ours, theirs, found),
        (false, true) => one_took(base, theirs, ours, found),
        (true, true) if one == other => both_took_one(base, ours, theirs),
        (true, true) => both_took_different_ones(base, ours, theirs, found),
        (false, false) => {}
    }
}

fn one_took(base: &mut ProjectParts, taker: &ProjectParts, left: &mut ProjectParts, found: &mut Found) {
    let Some(new) = in_use(taker) else { return };
    let becomes = Becoming { seen: observed(base, taker, &new, 1), old: in_use(left), new: &new };
    let changed = becomes.map(left);
    becomes.map(base);
    if changed > 0 {
        found.say(format!(
            "The scale was changed to “{}” on one side; the verdicts of the other became its values.",
            new.name
        ));
    }
}

/// What one has only carried over is what was there before: the verdict that the other gave holds. Where both have carried one over to
/// different verdicts, that is open as everywhere.
fn both_took_one(base: &mut ProjectParts, ours: &ProjectParts, theirs: &ProjectParts) {
    let carried = [ours, theirs].map(|side| carried_over(base, side));
    let now = [ours, theirs].map(|side| by_id(&side.claims));
    for claim in &mut base.claims {
        let side = match [0, 1].map(|side| carried[side].contains(&claim.id)) {
            [true, false] => 0,
            [false, true] => 1,
            _ => continue,
        };
        let values = now[side].get(&claim.id).map(|claim| (claim.verdict.clone(), claim.second.clone()));
        if let Some((verdict, second)) = values {
            let claim = Arc::make_mut(claim);
            (claim.verdict, claim.second) = (verdict, second);
        }
    }
}

/// Which scale it is to be is open, and what either has only carried over stands in the old one until that is settled.
fn both_took_different_ones(
    base: &ProjectParts,
    ours: &mut ProjectParts,
    theirs: &mut ProjectParts,
    found: &mut Found,
) {
    let before = by_id(&base.claims);
    let mut taken_back = false;
    for side in [&mut *ours, &mut *theirs] {
        let carried = carried_over(base, side);
        taken_back |= !carried.is_empty();
        for claim in side.claims.iter_mut().filter(|claim| carried.contains(&claim.id)) {
            let Some(old) = before.get(&claim.id) else { continue };
            let claim = Arc::make_mut(claim);
            (claim.verdict, claim.second) = (old.verdict.clone(), old.second.clone());
        }
    }
    if taken_back {
        found.say(
            "Both have taken another scale: verdicts that were only carried over stand in the old one until you settle which it is."
                .to_owned(),
        );
    }
}

/// The claims whose verdicts a side has in its new scale for no other reason than that it is another scale: nobody rated or signed them
/// since.
fn carried_over(base: &ProjectParts, side: &ProjectParts) -> HashSet<ClaimId> {
    let Some(new) = in_use(side) else { return HashSet::new() };
    // What one claim alone became may have been somebody's verdict.
    let becomes = Becoming { seen: observed(base, side, &new, 2), old: in_use(base), new: &new };
    let now = by_id(&side.claims);
    let is_carried = |old: &&Arc<Claim>| {
        now.get(&old.id).is_some_and(|claim| {
            let is_mapped = becomes.mapped(old) == (claim.verdict.clone(), claim.second.clone());
            let is_other = (&claim.verdict, &claim.second) != (&old.verdict, &old.second);
            is_mapped && is_other && !(claim.status.is_done() && claim.signed != old.signed)
        })
    };
    base.claims.iter().filter(is_carried).map(|claim| claim.id.clone()).collect()
}

/// The changes that give every claim a verdict of the scale in use, where another has the one that it has.
pub(super) fn into_scale(project: &Project) -> Vec<Edit> {
    let new = project.scale();
    let mut edits = Vec::new();
    for claim in project.claims() {
        let becomes = |verdict: &VerdictId| {
            let is_there = new.verdict(verdict).is_some();
            let old = project.scales().iter().find(|scale| scale.verdict(verdict).is_some()).filter(|_| !is_there);
            old.and_then(|old| old.nearest(old.verdict(verdict)?, &new)).unwrap_or_else(|| verdict.clone())
        };
        let (verdict, second) = mapped(claim, becomes);
        let verdict = Some(verdict).filter(|verdict| *verdict != claim.verdict).map(ClaimField::Verdict);
        let second = Some(second).filter(|second| *second != claim.second).map(ClaimField::Second);
        edits.extend(verdict.into_iter().chain(second).map(|field| Edit::SetClaim { claim: claim.id.clone(), field }));
    }
    edits
}

fn in_use(parts: &ProjectParts) -> Option<Arc<Scale>> {
    find(parts, &parts.settings.scale)
}

fn find(parts: &ProjectParts, id: &ScaleId) -> Option<Arc<Scale>> {
    parts.scales.iter().find(|scale| scale.id == *id).cloned()
}

/// What became of the verdicts from before on the side that has the new scale: of each what it became most often, if so often at least.
fn observed(base: &ProjectParts, taker: &ProjectParts, new: &Scale, least: usize) -> Becomes {
    let now = by_id(&taker.claims);
    let mut votes: BTreeMap<(VerdictId, VerdictId), usize> = BTreeMap::new();
    for claim in &base.claims {
        let pair = claim.verdict.clone().zip(now.get(&claim.id).and_then(|claim| claim.verdict.clone()));
        if let Some((old, became)) = pair.filter(|(_, became)| new.verdict(became).is_some()) {
            *votes.entry((old, became)).or_default() += 1;
        }
    }
    let mut best: BTreeMap<VerdictId, (usize, VerdictId)> = BTreeMap::new();
    for ((old, became), count) in votes {
        let known = best.get(&old).map_or(0, |(count, _)| *count);
        if count > known.max(least - 1) {
            best.insert(old, (count, became));
        }
    }
    best.into_iter().map(|(old, (_, became))| (old, became)).collect()
}

struct Becoming<'a> {
    seen: Becomes,
    old: Option<Arc<Scale>>,
    new: &'a Scale,
}

impl Becoming<'_> {
    fn of(&self, verdict: &VerdictId) -> VerdictId {
        let nearest = || {
            let old = self.old.as_ref()?;
            old.nearest(old.verdict(verdict)?, self.new)
        };
        let known = self.seen.get(verdict).cloned();
        let is_there = self.new.verdict(verdict).map(|verdict| verdict.id.clone());
        known.or(is_there).or_else(nearest).unwrap_or_else(|| verdict.clone())
    }

    /// Gives all claims of a state the new verdicts; returns how many got another one.
    fn map(&self, parts: &mut ProjectParts) -> usize {
        let mut changed = 0;
        for claim in &mut parts.claims {
            let mapped = self.mapped(claim);
            if (&mapped.0, &mapped.1) != (&claim.verdict, &claim.second) {
                let claim = Arc::make_mut(claim);
                (claim.verdict, claim.second) = mapped;
                changed += 1;
            }
        }
        changed
    }

    fn mapped(&self, claim: &Claim) -> Verdicts {
        mapped(claim, |verdict| self.of(verdict))
    }
}

/// The verdict of a claim and the second check of it.
type Verdicts = (Option<VerdictId>, Option<SecondCheck>);

fn mapped(claim: &Claim, of: impl Fn(&VerdictId) -> VerdictId) -> Verdicts {
    let second = claim.second.as_ref().map(|second| SecondCheck {
        verdict: of(&second.verdict),
        settled: second.settled.as_ref().map(|settled| Settlement {
            first: of(&settled.first),
            verdict: of(&settled.verdict),
            ..settled.clone()
        }),
        ..second.clone()
    });
    (claim.verdict.as_ref().map(of), second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        join::{Choice, cases::joined, settle},
        model::{Article, ArticleId, ArticleMeta, BlockKind, BlockText, Origin, Settings, Span, Version, VersionId},
    };

    fn verdict(id: &str) -> VerdictId {
        VerdictId::new(id).unwrap()
    }

    fn rate(project: &mut Project, claim: usize, to: &str) {
        let claim = project.claims()[claim].id.clone();
        let field = ClaimField::Verdict(Some(verdict(to)));
        project.apply(&Edit::SetClaim { claim, field }).unwrap();
    }

    /// Three claims that are confirmed, wrong and not rated, on the desk's scale.
    fn rated() -> Project {
        let block = BlockText::new(BlockKind::Paragraph, "One. Two. Three.");
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), [block]);
        let (id, meta) = (ArticleId::new("a-1").unwrap(), ArticleMeta::default());
        let article = Article { id: id.clone(), meta, versions: vec![Arc::new(version.clone())] };
        let mut project = Project::new("t");
        project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }).unwrap();
        for (at, start) in [0, 5, 10].into_iter().enumerate() {
            let mark = crate::join::mark_at(&version, Span::new(start, start + 4).unwrap());
            let claim = Claim::new(ClaimId::new(&format!("c-{at}")).unwrap(), id.clone(), vec![mark]);
            project.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
        }
        rate(&mut project, 0, "confirmed");
        rate(&mut project, 1, "wrong");
        project
    }

    /// The same with another scale, to which each verdict that was given is carried over so.
    fn taken(project: &Project, scale: Scale, becomes: [&str; 2]) -> Project {
        let mut project = project.clone();
        let settings = Settings { scale: scale.id.clone(), ..project.settings().clone() };
        project.apply(&Edit::PutScale(Arc::new(scale))).unwrap();
        project.apply(&Edit::SetSettings(Arc::new(settings))).unwrap();
        becomes.into_iter().enumerate().for_each(|(at, to)| rate(&mut project, at, to));
        project
    }

    fn verdicts(project: &Project) -> Vec<&str> {
        project.claims().iter().map(|claim| claim.verdict.as_ref().map_or("-", |verdict| verdict.as_str())).collect()
    }

    fn open(project: &Project) -> Vec<String> {
        project.differences().iter().map(|open| open.title(project)).collect()
    }

    #[test]
    fn a_verdict_becomes_that_of_the_scale_which_the_other_has_taken() {
        let base = rated();
        let ours = taken(&base, Scale::politifact(), ["mostly-true", "false"]);
        let mut theirs = base.clone();
        rate(&mut theirs, 1, "confirmed");
        rate(&mut theirs, 2, "wrong");
        let joined = joined(Some(&base), &ours, &theirs);
        // What was confirmed is what the one who took the scale says that it is.
        assert_eq!(
            (verdicts(&joined.project), open(&joined.project)),
            (vec!["mostly-true", "mostly-true", "false"], vec![])
        );
    }

    #[test]
    fn where_both_took_one_scale_the_verdict_that_somebody_gave_holds() {
        let base = rated();
        let mut ours = taken(&base, Scale::politifact(), ["true", "false"]);
        rate(&mut ours, 1, "half-true");
        let mut theirs = taken(&base, Scale::politifact(), ["true", "false"]);
        rate(&mut theirs, 2, "pants-on-fire");
        let joined = joined(Some(&base), &ours, &theirs);
        assert_eq!(
            (verdicts(&joined.project), open(&joined.project)),
            (vec!["true", "half-true", "pants-on-fire"], vec![])
        );
    }

    #[test]
    fn where_both_took_different_scales_only_which_one_is_asked() {
        let base = rated();
        let ours = taken(&base, Scale::politifact(), ["true", "false"]);
        let mut theirs = taken(&base, Scale::snopes(), ["true", "false"]);
        rate(&mut theirs, 2, "unproven");
        let joined = joined(Some(&base), &ours, &theirs);
        assert_eq!(verdicts(&joined.project), ["confirmed", "wrong", "unproven"]);
        assert!(joined.told.iter().any(|told| told.starts_with("Both have taken another scale")), "{:?}", joined.told);
        let [open] = joined.project.differences() else { panic!("{:?}", open(&joined.project)) };
        for (choice, expected) in [
            (Choice::Value(0), ["true", "false", "unproven"]),
            (Choice::Value(1), ["true", "false", "unproven"]),
            (Choice::AsItStands, ["confirmed", "wrong", "unverifiable"]),
        ] {
            let mut after = joined.project.clone();
            after.apply(&settle(&joined.project, open, choice).unwrap()).unwrap();
            assert_eq!((verdicts(&after), after.differences().len()), (expected.to_vec(), 0), "{choice:?}");
            assert_eq!(after.problems(), []);
        }
    }
}
