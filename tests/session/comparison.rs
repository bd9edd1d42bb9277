//! The open project beside those of others, and what holds for every comparison.

use std::{path::PathBuf, sync::Arc};

use claimdesk::{
    app::{
        Command, SeenBy,
        comparison::{ProjectComparison, UnitKind, compare, figures, methods},
        intent::CompareIntent,
        mark_at,
        view::Screen,
    },
    import::Watch,
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimId, Edit, Origin, Project, ProjectParts,
        Scale, SecondCheckWay, Span, Version, VersionId,
    },
};
use proptest::prelude::*;

use crate::support::{Driver, ann_then_bob, introduce};

/// Two people's work on the same article; Bob has marked one more, and his is open.
fn desk() -> (Driver, PathBuf) {
    let (mut driver, ann) = ann_then_bob();
    driver.mark("two piers");
    driver.save_as("bob.ron");
    (driver, ann)
}

fn found(driver: &Driver) -> &ProjectComparison {
    &driver.document().view.comparison.as_ref().unwrap_or_else(|| panic!("{:?}", driver.notices())).found
}

#[test]
fn a_project_is_laid_beside_that_of_a_colleague_and_nothing_is_changed() {
    let (mut driver, ann) = desk();
    let (before, file) = (driver.project().clone(), std::fs::read(&ann).unwrap());
    driver.send(Command::ShowCompare);
    assert!(driver.document().view.comparison.is_none());
    driver.picks.push_back(ann.clone());
    driver.send(CompareIntent::Add);
    assert_eq!(driver.document().view.screen, Screen::Compare);
    let names: Vec<_> = found(&driver).projects.iter().map(|project| project.name.clone()).collect();
    assert_eq!(names, ["bob", "ann"]);
    let pair = &found(&driver).pairs[0];
    assert_eq!((pair.same, pair.overlapping, pair.only), (2, 0, [1, 0]));
    assert_eq!((pair.raw.value, pair.raw.units, pair.raw.missing), (Ok(0.5), 2, 2));
    assert_eq!((driver.project(), std::fs::read(&ann).unwrap()), (&before, file));
    let paragraph = methods(found(&driver));
    driver.send(CompareIntent::CopyMethods);
    assert_eq!(driver.copied, [paragraph]);
    // What was compared is not what stands there now, until it is compared once more.
    driver.send(Command::ReadArticle);
    driver.mark("Monday");
    let state = |driver: &Driver| driver.document().view.comparison.as_ref().unwrap().state;
    assert_ne!(driver.document().shown_state(), state(&driver));
    driver.send(CompareIntent::Again);
    assert_eq!(driver.document().shown_state(), state(&driver));
    assert_eq!(found(&driver).pairs[0].only, [2, 0]);
    // The same file twice is once; the last one taken away leaves the empty page.
    driver.send(CompareIntent::With(ann));
    assert_eq!(found(&driver).projects.len(), 2);
    driver.send(CompareIntent::Without(0));
    assert!(driver.document().view.comparison.is_none());
}

#[test]
fn a_project_that_was_never_saved_is_called_by_its_whole_title() {
    let (mut driver, ann) = desk();
    let mut unsaved = Driver::with_article();
    unsaved.send(Edit::SetTitle("Budget 2.5, part 1/2".into()));
    unsaved.send(CompareIntent::With(ann.clone()));
    let names = |driver: &Driver| found(driver).projects.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&unsaved), ["Budget 2.5, part 1/2", "ann"]);
    driver.send(CompareIntent::With(ann));
    assert_eq!(names(&driver), ["bob", "ann"]);
}

#[test]
fn a_file_that_cannot_be_compared_is_told_and_the_page_stays_as_it_was() {
    let (mut driver, ann) = desk();
    driver.send(CompareIntent::With(ann.clone()));
    let shown = driver.document().view.comparison.clone();
    let damaged = driver.write("damaged.ron", "no project");
    driver.send(CompareIntent::With(damaged.clone()));
    let told = driver.session.notices.last().unwrap();
    assert!(told.text.starts_with("Could not compare:") && told.text.ends_with('.'), "{told:?}");
    assert_eq!(told.path.as_deref(), damaged.to_str());
    let other = driver.write("other.ron", claimdesk::store::encode(&Project::new("Another")));
    driver.send(CompareIntent::With(other));
    assert!(driver.notices().last().unwrap().contains("no article in common"), "{:?}", driver.notices());
    assert_eq!(driver.document().view.comparison, shown);
    assert!(driver.session.opening.is_none());
}

#[test]
fn a_verdict_that_a_blind_check_hides_is_an_empty_cell_in_every_file() {
    let (mut driver, _) = desk();
    let settings = driver.project().settings().with_second_check_way(SecondCheckWay::Blind);
    driver.send(Edit::SetSettings(Arc::new(settings)));
    let bob = driver.save_as("blind.ron");
    introduce(&mut driver, "Cy", "CY");
    driver.send(CompareIntent::With(bob.clone()));
    let comparison = found(&driver);
    assert_eq!(comparison.projects.iter().map(|project| project.hidden).collect::<Vec<_>>(), [2, 2]);
    assert!(comparison.units.iter().flat_map(|unit| unit.claims.iter().flatten()).all(|claim| claim.verdict.is_none()));
    assert!(methods(comparison).contains("hidden by a blind second check"));
    // Whoever sits down next may not see what the one before could.
    introduce(&mut driver, "Dee", "DE");
    assert!(driver.document().view.comparison.is_none());
    driver.send(CompareIntent::With(bob.clone()));
    // Of an independent check nobody sees what others have marked.
    let settings = driver.project().settings().with_second_check_way(SecondCheckWay::Independent);
    driver.send(Edit::SetSettings(Arc::new(settings)));
    driver.send(CompareIntent::With(bob));
    assert!(driver.notices().last().unwrap().contains("independent second check"), "{:?}", driver.notices());
}

/// The tests' article in one draft.
fn version() -> Arc<Version> {
    let blocks = crate::support::ARTICLE.split("\n\n").map(|text| BlockText::new(BlockKind::Paragraph, text));
    Arc::new(Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks))
}

/// Stretches of words of the article, by the first word, how many, and the verdict (none beyond the scale).
type Stretches = Vec<(usize, usize, usize)>;

fn stretches() -> impl Strategy<Value = Stretches> {
    prop::collection::vec((0_usize..27, 1_usize..6, 0_usize..7), 0..8)
}

fn project(prefix: &str, stretches: &Stretches) -> Project {
    let version = version();
    let words: Vec<Span> = (version.text().split_inclusive(char::is_whitespace))
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len();
            Some((start, word.trim_end().len()))
        })
        .filter_map(|(start, len)| Span::new(start, start + len).ok())
        .collect();
    let article = ArticleId::new("a-1").unwrap();
    let scale = Scale::desk();
    let claims = stretches.iter().enumerate().map(|(at, (first, many, verdict))| {
        let last = words[(first + many - 1).min(words.len() - 1)];
        let mark = mark_at(&version, Span::new(words[*first].start(), last.end()).unwrap());
        let mut claim = Claim::new(ClaimId::new(&format!("c-{prefix}{at}")).unwrap(), article.clone(), vec![mark]);
        claim.verdict = scale.verdicts.get(*verdict).map(|verdict| verdict.id.clone());
        Arc::new(claim)
    });
    let claims = claims.collect();
    let versions = vec![Arc::clone(&version)];
    let articles = vec![Arc::new(Article { id: article.clone(), meta: ArticleMeta::default(), versions })];
    Project::from_parts(ProjectParts { claims, articles, ..Project::new("Review").parts().clone() })
}

fn compared(projects: [&Project; 2]) -> ProjectComparison {
    let sides = projects.map(|project| SeenBy::whole(project.clone()).into_side("it".to_owned()));
    compare(&sides, &Watch::default()).unwrap()
}

proptest! {
    #[test]
    fn every_claim_is_in_one_unit_and_both_ways_round_are_the_same(one in stretches(), other in stretches()) {
        let (ann, bob) = (project("a", &one), project("b", &other));
        let (found, turned) = (compared([&ann, &bob]), compared([&bob, &ann]));
        for (at, project) in [&ann, &bob].into_iter().enumerate() {
            let mut told: Vec<_> =
                found.units.iter().filter_map(|unit| Some(unit.claims[at].as_ref()?.id.clone())).collect();
            let mut all: Vec<_> = project.claims().iter().map(|claim| claim.id.clone()).collect();
            told.sort();
            all.sort();
            prop_assert_eq!(told, all);
        }
        let (pair, other) = (&found.pairs[0], &turned.pairs[0]);
        prop_assert_eq!((pair.same, pair.overlapping), (other.same, other.overlapping));
        prop_assert_eq!(pair.only, [other.only[1], other.only[0]]);
        prop_assert_eq!((pair.passages.exact, pair.passages.half), (other.passages.exact, other.passages.half));
        prop_assert!(pair.passages.exact <= pair.passages.half);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        prop_assert!(found.words.value.ok().zip(turned.words.value.ok()).is_none_or(|(a, b)| near(a, b)));
        prop_assert_eq!(pair.table.iter().flatten().sum::<usize>(), found.units.len());
    }

    #[test]
    fn a_project_agrees_with_itself(one in stretches()) {
        let ann = project("a", &one);
        let found = compared([&ann, &ann]);
        prop_assert!(found.units.iter().all(|unit| unit.kind == UnitKind::Same && !unit.verdicts_differ()));
        for figure in figures(&found) {
            prop_assert!(figure.coefficient.value.map_or(true, |value| value == 1.0), "{figure:?}");
        }
    }
}
