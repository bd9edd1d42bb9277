//! Over any edits of two and of three people from one state: nothing of either is missing, and it does not matter who joins.
//!
//! `CLAIMDESK_JOIN_CASES` says how many pairs are tried, others each time; the same 64 where it is not set.

use proptest::{prelude::*, test_runner::RngSeed};

use super::*;
use crate::model::{
    BlockKind, BlockText, ClaimField, FirstOpinion, FirstPass, Origin, PassId, Version, VersionId,
    every_edit::{Act, Stage, acts, acts_around_claims, person, stage},
};

/// What somebody does, whether under their name, and whether what was left in an older draft is followed then, as the window does.
type Acts = Vec<(Act, bool, bool)>;

/// What somebody makes of a project.
fn work(base: &Project, who: usize, acts: &Acts, from: i64) -> Project {
    let mut project = base.clone();
    let mut past = vec![stage(), project.clone()];
    for (step, (act, is_signed, follows)) in acts.iter().enumerate() {
        let signature = person(who, from + 1000 * step as i64);
        let edit = Stage { project: &project, past: &past, signature: &signature }.edit(*act);
        let edit = if *is_signed { Edit::Signed { signature, edit: Box::new(edit) } } else { edit };
        if project.apply(&edit).is_ok() {
            if let Some(followed) = left_behind(&project).filter(|_| *follows) {
                project.apply(&followed.edit).unwrap();
            }
            past.push(project.clone());
        }
    }
    project
}

fn some_acts(most: usize) -> impl Strategy<Value = Acts> {
    let act = prop_oneof![3 => acts(), 1 => acts_around_claims()];
    proptest::collection::vec((act, proptest::bool::weighted(0.8), proptest::bool::weighted(0.3)), 0..most)
}

fn cases() -> ProptestConfig {
    match std::env::var("CLAIMDESK_JOIN_CASES").ok().and_then(|count| count.parse().ok()) {
        Some(count) => ProptestConfig::with_cases(count),
        None => ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(16), ..ProptestConfig::default() },
    }
}

/// The values of a claim's fields that are open.
fn is_open(joined: &Project, claim: &ClaimId, field: &ClaimField) -> bool {
    let mut values = joined.differences_of(claim).flat_map(|open| &open.values);
    values.any(|opinion| opinion.value == Value::Claim(field.clone()))
}

/// What a side has, and had not before, that is not in the result.
fn missing(base: &Project, side: &Project, joined: &Project) -> Vec<String> {
    let mut missing = Vec::new();
    let texts = |project: &Project| -> HashSet<String> {
        let articles = project.articles().iter().flat_map(|article| &article.versions);
        let sources = project.sources().iter().flat_map(|source| &source.versions);
        articles.chain(sources).map(|version| version.text().to_string()).collect()
    };
    missing.extend(texts(side).difference(&texts(joined)).filter(|it| !texts(base).contains(*it)).cloned());
    let (old, new) = (base.parts(), joined.parts());
    let side_parts = side.parts();
    for claim in side.claims() {
        let before = base.claim(&claim.id);
        if before.is_some_and(|before| !claim::is_changed_by_hand(before, claim)) {
            continue;
        }
        // Of two with one id, one has another now.
        let is_it = |id: &str| id == claim.id.as_str() || id.starts_with(&format!("{}-", claim.id));
        let candidates = joined.claims().iter().filter(|other| is_it(other.id.as_str()));
        let best = candidates.map(|there| missing_of_claim(before, claim, there, joined)).min_by_key(Vec::len);
        missing.extend(best.unwrap_or_else(|| vec![format!("claim {}", claim.id)]));
    }
    let named = |it: &str, is_there: bool, missing: &mut Vec<String>| {
        if !is_there {
            missing.push(it.to_owned());
        }
    };
    for made in side_parts.dismissals.iter().filter(|made| !old.dismissals.contains(made)) {
        let key = (&made.article, made.anchor.span, &made.signed);
        let is_there = new.dismissals.iter().any(|it| (&it.article, it.anchor.span, &it.signed) == key);
        named(&format!("{made:?}"), is_there, &mut missing);
    }
    let open = |value: &Value| joined.differences().iter().flat_map(|open| &open.values).any(|it| it.value == *value);
    for waiver in side_parts.waivers.iter().filter(|waiver| !old.waivers.contains(waiver)) {
        let same =
            |it: &Arc<Waiver>| (&it.rule, &it.subject, &it.reason) == (&waiver.rule, &waiver.subject, &waiver.reason);
        let is_there = new.waivers.iter().any(same) || open(&Value::Waiver(Arc::clone(waiver)));
        named(&format!("{waiver:?}"), is_there, &mut missing);
    }
    for view in side_parts.views.iter().filter(|view| !old.views.contains(view)) {
        named(&format!("{view:?}"), new.views.contains(view) || open(&Value::View(Arc::clone(view))), &mut missing);
    }
    for article in side_parts.articles.iter().filter(|article| base.article(&article.id).is_none()) {
        named(article.id.as_str(), joined.article(&article.id).is_some(), &mut missing);
    }
    missing
}

fn missing_of_claim(before: Option<&Arc<Claim>>, claim: &Claim, there: &Claim, joined: &Project) -> Vec<String> {
    let mut missing = Vec::new();
    let new = |entry: &&crate::model::LogEntry| before.is_none_or(|before| !before.log.contains(entry));
    for entry in claim.log.iter().filter(new).filter(|entry| !there.log.contains(entry)) {
        missing.push(format!("{entry:?}"));
    }
    for word in ["statement", "claimant", "priority", "notes", "change request", "confidence", "assignment", "type"] {
        let field = ClaimField::of(claim, word).unwrap();
        let blank = Claim::new(claim.id.clone(), claim.article.clone(), Vec::new());
        let is_own = !field.is_in(before.map_or(&blank, |before| before));
        if is_own && !field.is_in(there) && !is_open(joined, &there.id, &field) {
            missing.push(format!("{field:?}"));
        }
    }
    let is_new = |evidence: &&Evidence| before.is_none_or(|before| before.evidence_by_id(&evidence.id).is_none());
    for evidence in claim.evidence.iter().filter(is_new) {
        if there.evidence_by_id(&evidence.id).is_none() {
            missing.push(format!("{evidence:?}"));
        }
    }
    let signed = claim.signed.as_ref().filter(|_| claim.status.is_done());
    let is_old = before.is_some_and(|before| before.signed == claim.signed);
    if let Some(signed) = signed.filter(|_| !is_old) {
        let is_there = there.signed.as_ref() == Some(signed);
        let is_kept = there.earlier_checks.iter().any(|check| check.signed.as_ref() == Some(signed));
        let mut values = joined.differences_of(&there.id).flat_map(|open| &open.values);
        let is_open = values.any(|it| matches!(&it.value, Value::Claim(ClaimField::Status(standing)) if standing.signed.as_ref() == Some(signed)));
        if !is_there && !is_kept && !is_open {
            missing.push(format!("the check of {signed:?} of {}", claim.id));
        }
    }
    missing
}

/// Where two files begin to differ.
fn first_difference(one: &Project, other: &Project) -> Option<String> {
    let [one, other] = [one, other].map(crate::store::encode);
    let mut lines = one.lines().zip(other.lines()).enumerate();
    let at = lines.find(|(_, (a, b))| a != b).map(|(at, _)| at)?;
    let around = |text: &str| text.lines().skip(at.saturating_sub(12)).take(20).collect::<Vec<_>>().join("\n");
    Some(format!("{}\n-----\n{}", around(&one), around(&other)))
}

/// Marks that are lost though their words stand in the newest draft; those aside that a side had lost in that very draft.
fn unplaced(joined: &Project, sides: &[&Project]) -> Vec<String> {
    let mut found = Vec::new();
    for claim in joined.claims() {
        let newest = joined.article(&claim.article).unwrap().latest();
        let is_known = |mark: &crate::model::Mark| {
            let has = |side: &&Project| {
                let is_newest = side.article(&claim.article).is_some_and(|it| it.latest().text() == newest.text());
                let known = side.claim(&claim.id).filter(|_| is_newest);
                known.is_some_and(|known| known.marks.iter().any(|it| it.anchor == mark.anchor))
            };
            sides.iter().any(has)
        };
        let is_lost = |mark: &&crate::model::Mark| {
            mark.anchor.version != newest.id || mark.placement == crate::model::Placement::Lost
        };
        let lost = claim.marks.iter().filter(is_lost).filter(|mark| !is_let_go(mark) && !is_known(mark));
        found.extend(lost.filter(|mark| newest.text().contains(&mark.anchor.quote)).map(|mark| format!("{mark:?}")));
    }
    found
}

fn holds(base: &Project, sides: &[&Project], joined: &Project) -> Result<(), TestCaseError> {
    prop_assert_eq!(joined.problems(), []);
    for side in sides {
        prop_assert_eq!(missing(base, side, joined), Vec::<String>::new());
    }
    if sides.iter().all(|side| *side != joined) {
        prop_assert!(left_behind(joined).is_none(), "a mark stands in an older draft");
        prop_assert_eq!(unplaced(joined, sides), Vec::<String>::new());
    }
    let numbers: HashSet<u32> = joined.claims().iter().map(|claim| claim.number).collect();
    prop_assert_eq!(numbers.len(), joined.claims().len());
    for claim in joined.claims() {
        let is_open = joined.differences_of(&claim.id).next().is_some();
        prop_assert!(!is_open || !claim.status.is_done(), "signed while it is open: {claim:?}");
    }
    Ok(())
}

/// Found by the property below: two drafts of one name, the words of a first pass in one of them.
#[test]
fn what_was_found_at_first_follows_a_draft_that_gets_another_name() {
    let base = stage();
    let article = base.claims()[0].article.clone();
    let with_draft = |text: &str| {
        let blocks = [BlockText::new(BlockKind::Paragraph, text)];
        let draft = Version::new(VersionId::new("v-n").unwrap(), Origin::default(), blocks);
        let mut project = base.clone();
        project.apply(&Edit::AddVersion { article: article.clone(), version: Arc::new(draft) }).unwrap();
        let followed = left_behind(&project).expect("claims stood in the draft before");
        project.apply(&followed.edit).unwrap();
        project
    };
    let mut ours = with_draft("In 2024 it cost \"412 million\" in all. The bridge is closed.");
    let pass = FirstPass {
        id: PassId::new("p-1").unwrap(),
        reviewer: base.reviewers()[0].id.clone(),
        given: None,
        articles: vec![article.clone()],
        returned: Some(person(0, 9).at),
        opinions: ours.claims().iter().map(|claim| FirstOpinion::of(claim, String::new())).collect(),
    };
    ours.apply(&Edit::PutPass(Arc::new(pass))).unwrap();
    let theirs =
        with_draft("It was said that the bridge is closed. It cost \"412 million\" in all. The bridge is closed.");
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let joined = join(Some(&base), one, other).project;
        assert_eq!((joined.problems(), joined.passes().len()), (Vec::new(), 1));
    }
}

/// Found by the property below: a source whose document went to another is made anew while evidence takes words of that document.
#[test]
fn evidence_follows_the_document_of_a_source_that_was_merged_and_made_anew() {
    let mut base = stage();
    let [one, other] = [0, 1].map(|at| base.sources()[at].id.clone());
    let blocks = [BlockText::new(BlockKind::Paragraph, "The report says 412 million.")];
    let document = Arc::new(Version::new(VersionId::new("v-n").unwrap(), Origin::default(), blocks));
    base.apply(&Edit::AddDocument { source: one.clone(), version: Arc::clone(&document) }).unwrap();
    let mut ours = base.clone();
    let anew = Source::new(one.clone());
    ours.apply(&Edit::MergeSources { into: other.clone(), from: vec![one.clone()] }).unwrap();
    ours.apply(&Edit::PutSource(anew.into())).unwrap();
    let mut theirs = base.clone();
    let id = crate::model::EvidenceId::new("e-n").unwrap();
    let mut evidence = Evidence::new(id.clone(), one);
    evidence.quote = "412 million".into();
    evidence.mark = Some(mark_at(&document, crate::model::Span::new(16, 27).unwrap()));
    let claim = base.claims()[0].id.clone();
    theirs.apply(&Edit::AddEvidence { claim: claim.clone(), evidence }).unwrap();
    for (left, right) in [(&ours, &theirs), (&theirs, &ours)] {
        let joined = join(Some(&base), left, right).project;
        assert_eq!(joined.problems(), []);
        assert_eq!(joined.claim(&claim).unwrap().evidence_by_id(&id).unwrap().source, other);
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn nothing_of_two_people_is_missing_whoever_joins(before in some_acts(8), one in some_acts(16), other in some_acts(16)) {
        let base = work(&stage(), 0, &before, 10);
        let (ours, theirs) = (work(&base, 1, &one, 100_000), work(&base, 2, &other, 100_500));
        prop_assert_eq!(join(Some(&base), &ours, &base).project, ours.clone());
        prop_assert_eq!(join(Some(&base), &base, &ours).project, ours.clone());
        let joined = join(Some(&base), &ours, &theirs).project;
        let again = join(Some(&base), &theirs, &ours).project;
        let differing = first_difference(&joined, &again);
        prop_assert!(differing.is_none() && joined == again, "it depends on who joins: {}", differing.unwrap_or_default());
        holds(&base, &[&ours, &theirs], &joined)?;
        let read = crate::store::decode(crate::store::encode(&joined).as_bytes()).unwrap();
        prop_assert_eq!(read.project, joined);
    }

    #[test]
    fn three_people_lose_nothing_in_any_order(
        before in some_acts(5), one in some_acts(10), two in some_acts(10), three in some_acts(10),
    ) {
        let base = work(&stage(), 0, &before, 10);
        let sides = [work(&base, 0, &one, 50_000), work(&base, 1, &two, 100_000), work(&base, 2, &three, 200_000)];
        let [a, b, c] = &sides;
        for (first, second, third) in [(a, b, c), (b, c, a)] {
            let pair = join(Some(&base), first, second).project;
            let all = join(Some(&base), &pair, third).project;
            let again = join(Some(&base), third, &pair).project;
            let differing = first_difference(&all, &again);
            prop_assert!(differing.is_none() && all == again, "it depends on who joins: {}", differing.unwrap_or_default());
            holds(&base, &[&pair, third], &all)?;
            let read = crate::store::decode(crate::store::encode(&all).as_bytes()).unwrap();
            prop_assert_eq!((read.project, read.problems), (all, Vec::new()));
        }
    }
}
