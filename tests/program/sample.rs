//! The sample project that the first command of the README opens.

use std::collections::HashSet;

use claimdesk::{
    library::{Index, Shelf, Stamp},
    store::{self, Access},
};

const SAMPLE: &str = include_str!("../../projects/kursk-withdrawal.ron");

#[test]
fn it_is_whole_and_as_the_program_writes_it() {
    let loaded = store::decode(SAMPLE.as_bytes()).unwrap();
    assert_eq!((loaded.access, loaded.problems), (Access::Editable, vec![]));
    assert_eq!(store::encode(&loaded.project), SAMPLE);
}

#[test]
fn it_shows_what_a_review_is_made_of() {
    let project = store::decode(SAMPLE.as_bytes()).unwrap().project;
    let claims = project.claims();
    assert!(claims.len() >= 12 && project.articles().len() >= 2);
    let used: HashSet<_> = claims.iter().filter_map(|claim| claim.verdict.clone()).collect();
    assert!(project.scale().verdicts.iter().all(|verdict| used.contains(&verdict.id)), "every verdict is in use");
    assert!(claims.iter().filter(|claim| claim.is_open()).count() >= 3, "some claims are open");
    let kinds: HashSet<_> = claims.iter().filter_map(|claim| claim.kind).collect();
    assert!(kinds.len() >= 6, "claims of different types");
    assert!(claims.iter().any(|claim| claim.marks.len() > 1), "a claim with two passages");
    let spans: Vec<_> =
        claims.iter().flat_map(|claim| claim.marks.iter().map(|mark| (&claim.article, mark.anchor.span))).collect();
    let overlap =
        spans.iter().enumerate().any(|(i, (a, x))| spans[i + 1..].iter().any(|(b, y)| a == b && x.overlaps(*y)));
    assert!(overlap, "claims overlap");
    let stances: HashSet<_> =
        claims.iter().flat_map(|claim| claim.evidence.iter().map(|evidence| evidence.stance)).collect();
    assert_eq!(stances.len(), 4, "every stance");
}

#[test]
fn its_links_lead_nowhere_but_to_example_org() {
    for link in SAMPLE.split("http").skip(1).filter(|rest| rest.starts_with("://") || rest.starts_with("s://")) {
        let host = link.split_once("://").unwrap().1;
        assert!(host.starts_with("example.org"), "{}", &link[..40]);
    }
}

#[test]
fn the_library_beside_it_is_whole_and_repeats_a_claim_of_the_sample() {
    let library = [
        include_str!("../../projects/library/winter-losses.ron"),
        include_str!("../../projects/library/treaty.ron"),
        include_str!("../../projects/library/old-bridge.ron"),
    ];
    let shelves = library.iter().enumerate().map(|(at, text)| {
        let loaded = store::decode(text.as_bytes()).unwrap();
        assert_eq!((loaded.access, loaded.problems), (Access::Editable, vec![]));
        assert_eq!(store::encode(&loaded.project), *text);
        let path = std::path::PathBuf::from(format!("{at}.ron"));
        std::sync::Arc::new(Shelf::of_project(&path, &loaded.project, &HashSet::new(), Stamp::default()))
    });
    let index = Index::new(shelves);
    let sample = store::decode(SAMPLE.as_bytes()).unwrap().project;
    let shown = |number: u32| {
        let claim = sample.claims().iter().find(|claim| claim.number == number).unwrap();
        let found = index.like(&claim.checked_statement(), None, 3);
        found.first().filter(|first| first.is_shown).map(|first| first.entry.statement.clone())
    };
    assert_eq!(shown(5).as_deref(), Some("Half of the North Korean force in Kursk became casualties"));
    assert_eq!(shown(18).as_deref(), Some("Pyongyang has never admitted that its soldiers took part in the fighting"));
    assert_eq!(shown(11), None, "a claim that was never checked");
}

#[test]
fn the_tricky_project_of_the_client_checks_is_whole_and_tricky() {
    let text = include_str!("../clients/tricky.ron");
    let loaded = store::decode(text.as_bytes()).unwrap();
    assert_eq!((loaded.access, loaded.problems), (Access::Editable, vec![]));
    assert_eq!(store::encode(&loaded.project), text);
    let words = loaded.project.articles()[0].latest().text().to_string();
    for hard in
        ["👩‍👩‍👧‍👦", "🏳️‍🌈", "q̣̇", "שלום", "قال", "\u{a0}", "\u{200b}", "]]>", "</script>", "\t", "=1+2", "+49", "-5", "@home"]
    {
        assert!(words.contains(hard), "{hard}");
    }
}
