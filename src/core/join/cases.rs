//! Seventeen ordinary afternoons of two people, as files: what git alone gets wrong.

use std::{collections::BTreeSet, path::PathBuf};

use super::*;
use crate::{
    model::{Placement, Status},
    store,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/merges")
}

fn project(path: PathBuf) -> Project {
    store::decode(&std::fs::read(path).unwrap()).unwrap().project
}

fn base() -> Project {
    project(folder().join("base.ron"))
}

/// Our work and theirs of the afternoon whose name begins with a number.
fn sides(number: &str) -> (Project, Project) {
    let mut found = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(number);
    let folder = found.find(name).unwrap();
    (project(folder.join("ours.ron")), project(folder.join("theirs.ron")))
}

/// What must hold of every joining of these: it opens for writing, is the same whoever joins, and has what either side has.
pub(super) fn joined(base: Option<&Project>, ours: &Project, theirs: &Project) -> Joined {
    let joined = join(base, ours, theirs);
    let other = join(base, theirs, ours);
    assert_eq!(joined.project.parts(), other.project.parts(), "it depends on who joins");
    let read = store::decode(store::encode(&joined.project).as_bytes()).unwrap();
    assert_eq!((&read.access, &read.problems), (&store::Access::Editable, &Vec::new()));
    assert_eq!(read.project, joined.project);
    joined
}

fn of(number: &str) -> Joined {
    let (ours, theirs) = sides(number);
    joined(Some(&base()), &ours, &theirs)
}

fn ids(project: &Project) -> BTreeSet<String> {
    let claims = project.claims().iter().map(|claim| claim.id.to_string());
    let evidence = project.claims().iter().flat_map(|claim| &claim.evidence).map(|evidence| evidence.id.to_string());
    let sources = project.sources().iter().map(|source| source.id.to_string());
    let people = project.reviewers().iter().map(|reviewer| reviewer.id.to_string());
    claims.chain(evidence).chain(sources).chain(people).collect()
}

/// Neither side removed anything in these, so that all that either has is there.
#[test]
fn nothing_that_either_added_is_missing_and_nothing_is_asked() {
    for number in ["01", "02", "03", "07", "08", "13", "14", "16", "18", "19", "20", "21", "24"] {
        let (ours, theirs) = sides(number);
        let joined = of(number);
        assert_eq!(joined.project.differences(), [], "{number}");
        for side in [&ours, &theirs] {
            let missing: Vec<_> = ids(side).difference(&ids(&joined.project)).cloned().collect();
            assert!(missing.is_empty(), "{number}: {missing:?}");
            for claim in side.claims() {
                let there = joined.project.claim(&claim.id).unwrap();
                assert!(claim.log.iter().all(|entry| there.log.contains(entry)), "{number}: {}", claim.id);
            }
            let made = &joined.project.parts().dismissals;
            assert!(side.parts().dismissals.iter().all(|dismissal| made.contains(dismissal)), "{number}");
        }
    }
}

/// Each side's own change of a claim is in the result, signature included.
#[test]
fn checks_of_different_claims_stand_with_their_signatures() {
    for number in ["01", "02", "14"] {
        let (ours, theirs) = sides(number);
        let (base, joined) = (base(), of(number));
        for side in [&ours, &theirs] {
            for claim in side.claims().iter().filter(|claim| base.claim(&claim.id) != Some(claim)) {
                let other = if std::ptr::eq(side, &ours) { &theirs } else { &ours };
                if other.claim(&claim.id) == base.claim(&claim.id) {
                    let there = joined.project.claim(&claim.id).unwrap();
                    let bare = |claim: &Claim| Claim { number: 0, aliases: Vec::new(), ..claim.clone() };
                    assert_eq!(bare(there), bare(claim), "{number}");
                }
            }
        }
    }
}

#[test]
fn two_verdicts_of_one_claim_are_open_by_number_and_words() {
    let (joined, base) = (of("05"), base());
    let [open] = joined.project.differences() else { panic!("{:?}", joined.project.differences()) };
    let Subject::Claim(id) = &open.subject else { panic!("{open:?}") };
    let claim = joined.project.claim(id).unwrap();
    assert_eq!(open.title(&joined.project), format!("the verdict of claim {} (“{}”)", claim.number, claim.quote()));
    let words: Vec<_> = open.values.iter().map(|opinion| open.words(&joined.project, opinion)).collect();
    assert_eq!(words, ["Confirmed", "Wrong"]);
    let who: Vec<_> = open.values.iter().map(|opinion| opinion.by.as_ref().unwrap().as_str()).collect();
    assert_eq!(who, ["r-one", "r-two"]);
    assert_eq!(claim.verdict, base.claim(id).unwrap().verdict, "it shows what was there before");
    assert!(!claim.status.is_done() && claim.log.len() == 2);
}

#[test]
fn a_source_that_the_other_side_uses_stays() {
    let joined = of("06");
    let source = SourceId::new("s-map").unwrap();
    assert!(joined.project.source(&source).is_some() && joined.project.differences().is_empty());
    let uses: Vec<_> = joined.project.claims_using(&source).map(|(_, claim)| claim.id.to_string()).collect();
    assert!(!uses.is_empty(), "{uses:?}");
    assert!(joined.told.iter().any(|told| told.contains("is used on the other: it stays")), "{:?}", joined.told);
}

#[test]
fn deleting_against_changing_is_asked_and_deleting_a_neighbour_is_not() {
    let joined = of("10");
    let [open] = joined.project.differences() else { panic!("{:?}", joined.project.differences()) };
    let values: Vec<_> = open.values.iter().map(|opinion| &opinion.value).collect();
    assert!(values.contains(&&Value::Gone) && values.contains(&&Value::Kept), "{values:?}");
    let id = ClaimId::new("c-drones").unwrap();
    assert_eq!(open.subject, Subject::Claim(id.clone()));
    assert!(joined.project.claim(&id).unwrap().verdict.is_some(), "what they changed is there");
    let gone = settle(&joined.project, open, Choice::Value(values.iter().position(|it| **it == Value::Gone).unwrap()));
    let mut after = joined.project.clone();
    after.apply(&gone.unwrap()).unwrap();
    assert!(after.claim(&id).is_none() && after.differences().is_empty());
    let neighbour = of("11");
    assert_eq!(neighbour.project.differences(), []);
    assert!(neighbour.project.claim(&id).is_none());
}

#[test]
fn the_same_draft_of_both_is_one_with_every_passage_placed() {
    let joined = of("16").project;
    let article = &joined.articles()[0];
    assert_eq!(article.versions.len(), 2);
    let (ours, _) = sides("16");
    for claim in joined.claims().iter().filter(|claim| claim.article == article.id) {
        let expected = ours.claim(&claim.id).unwrap();
        for (mark, expected) in claim.marks.iter().zip(&expected.marks) {
            assert_eq!((mark.placement, mark.anchor.span), (expected.placement, expected.anchor.span), "{}", claim.id);
            assert!(mark.anchor.version == article.latest().id || mark.placement == Placement::Lost);
        }
    }
    let lost = |project: &Project| project.claims().iter().filter(|claim| claim.is_lost()).count();
    assert_eq!(lost(&joined), lost(&ours));
}

#[test]
fn a_claim_that_was_marked_in_the_old_draft_goes_into_the_new_one() {
    let joined = of("20");
    let claim = joined.project.claim(&ClaimId::new("c-newb").unwrap()).unwrap();
    let article = joined.project.article(&claim.article).unwrap();
    assert_eq!(claim.marks[0].anchor.version, article.latest().id);
    assert_eq!(claim.marks[0].anchor.quote, "It is a poor bargain for the men who were sent");
    assert!(joined.told.iter().any(|told| told.contains("1 passage stood in an older draft")), "{:?}", joined.told);
}

#[test]
fn a_verdict_on_old_words_comes_to_the_new_ones_and_says_so() {
    let (base, joined) = (base(), of("21").project);
    let (_, theirs) = sides("21");
    let changed = theirs.claims().iter().find(|claim| base.claim(&claim.id) != Some(*claim)).unwrap();
    let there = joined.claim(&changed.id).unwrap();
    assert_eq!(there.verdict, changed.verdict);
    assert!(!there.status.is_done() || there.status == Status::Checked);
    assert_eq!(there.marks[0].anchor.version, joined.article(&there.article).unwrap().latest().id);
}

#[test]
fn without_a_state_from_before_what_is_the_same_is_there_once() {
    for number in ["03", "07", "08", "13", "19", "24"] {
        let (ours, theirs) = sides(number);
        let joined = joined(None, &ours, &theirs);
        for side in [&ours, &theirs] {
            let missing: Vec<_> = ids(side).difference(&ids(&joined.project)).cloned().collect();
            assert!(missing.is_empty(), "{number}: {missing:?}");
        }
        assert_eq!(joined.project.differences().len(), 0, "{number}: {:?}", joined.project.differences());
    }
}
