//! Drafts that one side took back, and sources that it made one of, while the other worked on.

use super::*;
use crate::model::{BlockKind, BlockText, EvidenceField, EvidenceId, Origin, VersionId, every_edit::stage};

fn evidence(source: &str) -> Evidence {
    Evidence::new(EvidenceId::new("e-1").unwrap(), SourceId::new(source).unwrap())
}

fn with(project: &Project, edit: Edit) -> Project {
    let mut project = project.clone();
    project.apply(&edit).unwrap();
    project
}

#[test]
fn a_draft_that_one_took_back_goes_with_all_that_stood_in_it() {
    let article = stage().articles()[0].id.clone();
    let block = BlockText::new(BlockKind::Paragraph, "It cost \"412 million\" in all. The bridge is closed.");
    let version = Arc::new(Version::new(VersionId::new("v-n0").unwrap(), Origin::default(), [block]));
    let mut base = with(&stage(), Edit::AddVersion { article, version });
    let followed = left_behind(&base).unwrap().edit;
    base.apply(&followed).unwrap();
    let claim = base.claims()[0].id.clone();
    let theirs = with(&base, Edit::AddEvidence { claim, evidence: evidence("s-1") });
    let joined = cases::joined(Some(&base), &stage(), &theirs).project;
    assert_eq!(joined.problems(), []);
}

#[test]
fn evidence_of_a_source_that_was_merged_goes_along_whatever_is_open() {
    let claim = stage().claims()[0].id.clone();
    let base = with(&stage(), Edit::AddEvidence { claim: claim.clone(), evidence: evidence("s-1") });
    let field = EvidenceField::Quote("w1".into());
    let id = evidence("s-1").id;
    let one = with(&base, Edit::SetEvidence { claim: claim.clone(), evidence: id.clone(), field });
    let [from, into] = ["s-1", "s-2"].map(|id| SourceId::new(id).unwrap());
    let two = with(&base, Edit::MergeSources { into, from: vec![from] });
    let three = with(&base, Edit::RemoveEvidence { claim, evidence: id });
    for (a, b, c) in [(&one, &two, &three), (&two, &three, &one), (&three, &one, &two)] {
        let pair = cases::joined(Some(&base), a, b).project;
        assert_eq!(pair.problems(), []);
        let all = cases::joined(Some(&base), &pair, c).project;
        assert_eq!(all.problems(), []);
    }
}

#[test]
fn two_sources_that_both_made_one_of_are_one_whichever_name_they_kept() {
    let claim = stage().claims()[0].id.clone();
    let base = with(&stage(), Edit::AddEvidence { claim, evidence: evidence("s-2") });
    let [one, other] = ["s-1", "s-2"].map(|id| SourceId::new(id).unwrap());
    let ours = with(&base, Edit::MergeSources { into: one.clone(), from: vec![other.clone()] });
    let theirs = with(&base, Edit::MergeSources { into: other, from: vec![one.clone()] });
    let joined = cases::joined(Some(&base), &ours, &theirs).project;
    let left: Vec<_> = joined.sources().iter().map(|source| source.id.clone()).collect();
    assert_eq!((left, joined.claims()[0].evidence[0].source.clone()), (vec![one.clone()], one));
}

#[test]
fn a_claim_of_which_a_finding_was_let_pass_is_not_removed_unasked() {
    let (subject, reason) = (Subject::Claim(stage().claims()[0].id.clone()), "Known.".to_owned());
    let waiver = Waiver { rule: crate::model::RuleId::fixed("no-copy"), subject, reason, signed: None };
    let ours = with(&stage(), Edit::Waive(Arc::new(waiver.clone())));
    let theirs = with(&stage(), Edit::RemoveClaim(stage().claims()[0].id.clone()));
    let joined = cases::joined(Some(&stage()), &ours, &theirs).project;
    assert!(joined.differences().iter().any(|open| open.subject == waiver.subject), "{:?}", joined.differences());
    assert_eq!(joined.parts().waivers, [Arc::new(waiver)]);
}

#[test]
fn drafts_of_both_come_in_one_order_whoever_joins() {
    let draft = |id: &str, text: &str| {
        let block = BlockText::new(BlockKind::Paragraph, text);
        let version = Version::new(VersionId::new(id).unwrap(), Origin::default(), [block]);
        Edit::AddVersion { article: stage().articles()[0].id.clone(), version: Arc::new(version) }
    };
    let shared = with(&stage(), draft("v-s", "The same of both."));
    let (ours, theirs) = (with(&shared, draft("v-n", "One.")), with(&shared, draft("v-n", "Two.")));
    let joined = cases::joined(Some(&stage()), &ours, &theirs).project;
    let texts: Vec<_> = joined.articles()[0].versions[3..].iter().map(|it| it.text().to_string()).collect();
    assert_eq!(texts[0], "The same of both.");
    assert_eq!(texts.len(), 3);
}
