//! Small projects whose comparison can be told by eye, case by case.

use std::sync::Arc;

use super::*;
use crate::{
    agreement::NotComputable,
    import::Watch,
    marks::mark_at,
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimId, Edit, Origin, Project, ProjectParts,
        Reviewer, ReviewerId, Scale, SecondCheckWay, Settings, Signature, Span, Status, Tone, Version, VersionId,
    },
    veil::SeenBy,
};

const TEXT: &str = "The bridge was closed on Monday after divers had found cracks. About 4,000 cars cross it on a weekday. \
                    The city will decide on repairs in June. A new bridge costs 12 million.";

fn version(id: &str, text: &str) -> Arc<Version> {
    let blocks = text.split("\n\n").map(|text| BlockText::new(BlockKind::Paragraph, text));
    Arc::new(Version::new(VersionId::new(id).unwrap(), Origin::default(), blocks))
}

/// Claims on the newest draft: id, words, verdict of the desk's scale ("" for none).
fn project(drafts: &[(&str, &str)], claims: &[(&str, &str, &str)]) -> Project {
    let versions: Vec<_> = drafts.iter().map(|(id, text)| version(id, text)).collect();
    let newest = Arc::clone(versions.last().unwrap());
    let article = ArticleId::new("a-1").unwrap();
    let scale = Scale::desk();
    let claims = claims.iter().map(|(id, words, verdict)| {
        let marks = words.split(" … ").map(|words| {
            let start = newest.text().find(words).unwrap_or_else(|| panic!("no {words:?}"));
            mark_at(&newest, Span::new(start, start + words.len()).unwrap())
        });
        let mut claim = Claim::new(ClaimId::new(id).unwrap(), article.clone(), marks.collect());
        claim.verdict = scale.verdicts.iter().find(|known| known.label == *verdict).map(|known| known.id.clone());
        assert_eq!(claim.verdict.is_none(), verdict.is_empty());
        Arc::new(claim)
    });
    let claims = claims.collect();
    let articles = vec![Arc::new(Article { id: article, meta: ArticleMeta::default(), versions })];
    Project::from_parts(ProjectParts { claims, articles, ..Project::new("Review").parts().clone() })
}

fn side(name: &str, project: &Project) -> Side {
    SeenBy::whole(project.clone()).into_side(name.to_owned())
}

fn compared(projects: &[&Project]) -> ProjectComparison {
    let names = ["ann", "bob", "cy"];
    let sides: Vec<_> = projects.iter().zip(names).map(|(project, name)| side(name, project)).collect();
    compare(&sides, &Watch::default()).unwrap()
}

/// A line a unit: how the passages lie, and for each project number and verdict.
fn lines(found: &ProjectComparison) -> Vec<String> {
    let claim = |claim: &Option<UnitClaim>| match claim {
        None => "-".to_owned(),
        Some(claim) => {
            let verdict = claim.verdict.map_or("?", |at| found.categories[at].label.as_str());
            format!("{} {verdict}", claim.id)
        }
    };
    let line = |unit: &Unit| {
        let claims: Vec<_> = unit.claims.iter().map(claim).collect();
        format!("{:?}: {}", unit.kind, claims.join(" | "))
    };
    found.units.iter().map(line).collect()
}

#[test]
fn passages_are_the_same_overlap_or_stand_alone() {
    let ann = project(
        &[("v-1", TEXT)],
        &[
            ("c-1", "The bridge was closed on Monday", "Confirmed"),
            ("c-2", "4,000 cars cross it", "Wrong"),
            ("c-3", "decide on repairs in June", "Confirmed"),
        ],
    );
    let bob = project(
        &[("v-9", TEXT)],
        &[
            ("c-7", "The bridge was closed on Monday", "Confirmed"),
            ("c-8", "About 4,000 cars cross it on a weekday", "Needs change"),
            ("c-9", "costs 12 million", ""),
        ],
    );
    let found = compared(&[&ann, &bob]);
    assert_eq!(
        lines(&found),
        [
            "Same: c-1 Confirmed | c-7 Confirmed",
            "Overlapping: c-2 Wrong | c-8 Needs change",
            "Only(0): c-3 Confirmed | -",
            "Only(1): - | c-9 ?",
        ]
    );
    let pair = &found.pairs[0];
    assert_eq!((pair.same, pair.overlapping, pair.only), (1, 1, [1, 1]));
    // "4,000 cars cross it" is 19 bytes of the 38 of the other: half.
    assert_eq!(pair.passages, PassageMatches { counts: [3, 3], exact: 1, half: 2 });
    let (none, unmarked) = (5, 6);
    let mut expected = vec![vec![0; 7]; 7];
    (expected[0][0], expected[2][1], expected[0][unmarked], expected[unmarked][none]) = (1, 1, 1, 1);
    assert_eq!(pair.table, expected);
    assert_eq!((pair.raw.value, pair.raw.units, pair.raw.missing), (Ok(0.5), 2, 3));
    // One of two alike; by chance 1/2·1/2: (.5 − .25) / .75.
    assert_eq!(pair.cohen[0].value.map(|value| (value * 1e9).round()), Ok((1.0 / 3.0 * 1e9_f64).round()));
    assert_eq!(found.texts[0].words, 33);
    // Ann covers 6 + 4 + 5 words, Bob 6 + 8 + 3; both 6 + 4.
    let (both, ann_only, bob_only, all) = (10.0, 5.0, 7.0, 33.0 * 2.0);
    let (covered, free) = (2.0 * both + ann_only + bob_only, all - (2.0 * both + ann_only + bob_only));
    let expected = 1.0 - 2.0 * (ann_only + bob_only) / (2.0 * covered * free / (all - 1.0));
    assert!((found.words.value.unwrap() - expected).abs() < 1e-9, "{:?} {expected}", found.words);
}

#[test]
fn the_same_claim_is_known_by_its_id_though_others_stand_closer() {
    let ann = project(&[("v-1", TEXT)], &[("c-1", "4,000 cars", "Wrong"), ("c-2", "cars cross it", "Confirmed")]);
    let bob = project(&[("v-1", TEXT)], &[("c-1", "cars cross it", "Wrong"), ("c-2", "4,000 cars cross", "Confirmed")]);
    let found = compared(&[&ann, &bob]);
    assert_eq!(lines(&found), ["Overlapping: c-2 Confirmed | c-2 Confirmed", "Overlapping: c-1 Wrong | c-1 Wrong"]);
}

#[test]
fn a_claim_of_several_passages_is_compared_as_a_whole() {
    let ann = project(&[("v-1", TEXT)], &[("c-1", "The bridge … costs 12 million", "Wrong")]);
    let bob =
        project(&[("v-1", TEXT)], &[("c-2", "The bridge … costs 12 million", "Wrong"), ("c-3", "The bridge", "")]);
    let found = compared(&[&ann, &bob]);
    assert_eq!(lines(&found), ["Same: c-1 Wrong | c-2 Wrong", "Only(1): - | c-3 ?"]);
    assert_eq!(found.pairs[0].passages, PassageMatches { counts: [2, 3], exact: 2, half: 2 });
}

#[test]
fn passages_are_compared_in_the_newest_draft_that_all_have() {
    let newer = format!("A sentence before. {}", TEXT.replace("4,000", "5,000"));
    let ann = project(&[("v-1", TEXT)], &[("c-1", "The bridge was closed on Monday", "Confirmed")]);
    let mut bob = project(&[("v-1", TEXT)], &[("c-2", "The bridge was closed on Monday", "Wrong")]);
    bob.apply(&Edit::AddVersion { article: ArticleId::new("a-1").unwrap(), version: version("v-2", &newer) }).unwrap();
    // He marked this one in the newer draft.
    let late = project(&[("v-2", &newer)], &[("c-3", "5,000 cars", "Wrong")]);
    bob.apply(&Edit::AddClaim(Arc::clone(&late.claims()[0]))).unwrap();
    let found = compared(&[&ann, &bob]);
    assert_eq!(&**found.texts[0].version.text(), TEXT);
    assert_eq!(lines(&found), ["Same: c-1 Confirmed | c-2 Wrong", "Only(1): - | c-3 Wrong"]);
    assert_eq!(found.units[1].claims[1].as_ref().unwrap().quote, "4,000 cars", "followed into the common draft");
}

#[test]
fn what_nobody_else_has_is_told_and_not_counted() {
    let ann = project(&[("v-1", TEXT)], &[("c-1", "The bridge was closed on Monday", "Confirmed")]);
    let mut bob = project(&[("v-1", TEXT)], &[]);
    let other = Article {
        id: ArticleId::new("a-2").unwrap(),
        meta: ArticleMeta::default(),
        versions: vec![version("v-5", "Ferries run again since Tuesday.")],
    };
    let mark = mark_at(&other.versions[0], Span::new(0, 7).unwrap());
    let claim = Claim::new(ClaimId::new("c-5").unwrap(), other.id.clone(), vec![mark]);
    bob.apply(&Edit::AddArticle { article: Arc::new(other), at: 1 }).unwrap();
    bob.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
    let found = compared(&[&ann, &bob]);
    assert_eq!(lines(&found), ["Only(0): c-1 Confirmed | -"]);
    let left_out = &found.projects[1].left_out;
    assert_eq!(left_out.iter().map(|it| (it.id.as_str(), it.why)).collect::<Vec<_>>(), [("c-5", WhyLeftOut::OnlyHere)]);
    assert!(
        remarks(&found)
            .iter()
            .any(|told| told == "1 claim of bob could not be compared: no other project has its article.")
    );
    let alone = |sides: &[Side]| compare(sides, &Watch::default()).unwrap_err();
    assert_eq!(alone(&[side("ann", &ann)]), CompareError::NothingInCommon("ann".into()));
    let cy = Project::new("Another");
    let sides = [side("ann", &ann), side("cy", &cy), side("bob", &bob)];
    assert_eq!(alone(&sides), CompareError::NothingInCommon("cy".into()));
}

#[test]
fn verdicts_are_mapped_by_their_words_and_by_their_ids() {
    let claims =
        [("c-1", "The bridge", "Wrong"), ("c-2", "4,000 cars", "Unverifiable"), ("c-3", "12 million", "Confirmed")];
    let ann = project(&[("v-1", TEXT)], &claims);
    let mut bob = project(&[("v-1", TEXT)], &claims);
    let mut scale = Scale::desk();
    scale.verdicts.swap(0, 4);
    scale.verdicts.iter_mut().find(|verdict| verdict.label == "Wrong").unwrap().label = "Refuted".into();
    bob.apply(&Edit::PutScale(Arc::new(scale))).unwrap();
    let found = compared(&[&ann, &bob]);
    assert_eq!(found.verdicts.raw.value, Ok(1.0), "{:?}", lines(&found));
    assert_eq!(
        found.categories.iter().map(|category| category.rank).collect::<Vec<_>>(),
        [Some(1), Some(2), Some(3), None, None]
    );
    // Unverifiable has no place on the scale: an empty cell of each where order counts.
    let [nominal, ordinal, ..] = found.verdicts.alpha;
    assert_eq!((nominal.units, nominal.missing, ordinal.units, ordinal.missing), (3, 0, 2, 2));
    // A scale that nobody else has: its words are categories of their own.
    let mut cy = project(&[("v-1", TEXT)], &[("c-1", "The bridge", "")]);
    cy.apply(&Edit::PutScale(Arc::new(Scale::snopes()))).unwrap();
    let settings = Settings { scale: Scale::snopes().id, ..cy.settings().clone() };
    cy.apply(&Edit::SetSettings(Arc::new(settings))).unwrap();
    let found = compared(&[&ann, &cy]);
    assert!(found.categories.iter().any(|category| category.label == "Mixture" && category.rank.is_none()));
}

#[test]
fn a_scale_that_does_not_say_how_far_has_no_places_to_count_by() {
    let told = |ranked: usize| {
        let mut ann = project(&[("v-1", TEXT)], &[("c-1", "The bridge", "Wrong")]);
        let mut scale = Scale::desk();
        scale.verdicts.iter_mut().skip(ranked).for_each(|verdict| verdict.tone = Tone::Opinion);
        ann.apply(&Edit::PutScale(Arc::new(scale))).unwrap();
        remarks(&compared(&[&ann, &ann])).pop().unwrap()
    };
    let why = "Weights and the levels ordinal, interval and ratio need a scale that says how far.";
    assert_eq!(told(0), format!("{why} No verdict has a place on it, so that there is nothing to work out."));
    assert_eq!(told(1), format!("{why} Only Confirmed has a place on it, so that there is nothing to work out."));
    assert!(told(2).contains("take the verdicts Confirmed and Needs change as the places 1 to 2 of a scale"));
}

#[test]
fn what_a_second_check_hides_is_hidden_here_too() {
    let (ann_id, bob_id) = (ReviewerId::new("r-ann").unwrap(), ReviewerId::new("r-bob").unwrap());
    let hide = |project: &Project, way: SecondCheckWay, by: &ReviewerId| {
        let mut parts = project.parts().clone();
        let person = Reviewer { id: by.clone(), name: by.to_string(), initials: "X".into() };
        parts.reviewers.push(Arc::new(person));
        parts.settings = Arc::new(parts.settings.with_second_check_way(way));
        for claim in &mut parts.claims {
            let signed = Some(Signature { by: Some(by.clone()), at: "2025-03-01T10:00:00Z".parse().unwrap() });
            let claim = Arc::make_mut(claim);
            (claim.created, claim.signed, claim.status) = (signed.clone(), signed, Status::Checked);
        }
        Project::from_parts(parts)
    };
    let claims = [("c-1", "The bridge", "Wrong"), ("c-2", "4,000 cars", "Wrong")];
    let (ann, bob) = (project(&[("v-1", TEXT)], &claims), project(&[("v-1", TEXT)], &claims));
    let both = |way: SecondCheckWay, reader: Option<&ReviewerId>| {
        let seen = |name: &str, project: &Project, by: &ReviewerId| {
            let project = hide(project, way, by);
            match reader {
                Some(_) => SeenBy::new(&project, reader).into_side(name.to_owned()),
                None => side(name, &project),
            }
        };
        compare(&[seen("ann", &ann, &ann_id), seen("bob", &bob, &bob_id)], &Watch::default())
    };
    let found = both(SecondCheckWay::Blind, Some(&bob_id)).unwrap();
    assert_eq!(lines(&found), ["Same: c-1 ? | c-1 Wrong", "Same: c-2 ? | c-2 Wrong"]);
    assert!(found.units.iter().all(|unit| unit.claims[0].as_ref().unwrap().is_hidden));
    assert_eq!((found.projects[0].hidden, found.projects[1].hidden), (2, 0));
    assert_eq!(found.verdicts.raw.value, Err(NotComputable::NoPairs));
    assert!(methods(&found).contains("2 verdicts of ann are hidden by a blind second check and count as empty cells."));
    let error = both(SecondCheckWay::Independent, Some(&bob_id)).unwrap_err();
    assert_eq!(error, CompareError::Hidden("ann".into(), 2));
    // The file as it is, for whoever settles it.
    let found = both(SecondCheckWay::Independent, None).unwrap();
    assert_eq!(found.verdicts.raw.value, Ok(1.0));
}

#[test]
fn three_are_compared_two_by_two_and_together() {
    let ann =
        project(&[("v-1", TEXT)], &[("c-1", "The bridge was closed", "Wrong"), ("c-2", "4,000 cars", "Confirmed")]);
    let bob =
        project(&[("v-1", TEXT)], &[("c-3", "was closed on Monday", "Wrong"), ("c-4", "4,000 cars", "Confirmed")]);
    let cy = project(&[("v-1", TEXT)], &[("c-5", "Monday after divers", "Confirmed"), ("c-6", "4,000 cars", "Wrong")]);
    let found = compared(&[&ann, &bob, &cy]);
    // Cy's passage shares a word with Bob's and none with Ann's: the three are not one.
    assert_eq!(
        lines(&found),
        [
            "Overlapping: c-1 Wrong | c-3 Wrong | -",
            "Only(2): - | - | c-5 Confirmed",
            "Same: c-2 Confirmed | c-4 Confirmed | c-6 Wrong",
        ]
    );
    assert_eq!(found.pairs.iter().map(|pair| pair.of).collect::<Vec<_>>(), [[0, 1], [0, 2], [1, 2]]);
    let fleiss = found.verdicts.fleiss;
    assert_eq!((fleiss.units, fleiss.missing), (1, 3));
    let alpha = found.verdicts.alpha[0];
    assert_eq!((alpha.units, alpha.missing), (2, 3));
    assert!(methods(&found).contains("Verdicts of ann and cy:"));
}

#[test]
fn it_stops_when_it_is_not_wanted_any_more() {
    let ann = project(&[("v-1", TEXT)], &[("c-1", "The bridge", "Wrong")]);
    let watch = Watch::default();
    watch.stop();
    assert_eq!(compare(&[side("ann", &ann), side("bob", &ann)], &watch), Err(CompareError::Stopped));
}
