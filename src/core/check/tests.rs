//! For every rule, a project that breaks it and one that mends it.

use std::sync::Arc;

use super::*;
use crate::model::{
    Anchor, Article, ArticleMeta, BlockKind, BlockText, ChangeRequest, ClaimField, ClaimId, ClaimKind, Claimant,
    Confidence, Correction, Degree, Difference, DismissReason, Dismissal, Edit, Evidence, EvidenceField, EvidenceId,
    Mark, Opinion, Origin, Placement, ProjectParts, Query, QueryId, Reason, Reliability, RuleId, SecondCheck, Settings,
    Settlement, Signature, SourceKind, SourceLevel, Stance, Standing, Status, Trace, Value, Version, Waiver, sentence,
};

const TEXT: &str = "The old bridge was closed on Monday. What a pity.";
const WORDS: &str = "The old bridge was closed on Monday.";

fn id<T: TryFrom<String>>(text: &str) -> T {
    T::try_from(text.to_owned()).ok().unwrap()
}

fn claim_id() -> ClaimId {
    id("c-1")
}

fn anchor(version: &str, text: &str, words: &str) -> Anchor {
    let at = text.find(words).unwrap();
    let span = Span::new(at, at + words.len()).unwrap();
    Anchor { version: id(version), span, quote: words.into(), prefix: String::new(), suffix: String::new() }
}

fn version(name: &str, text: &str) -> Version {
    Version::new(id(name), Origin::default(), [BlockText::new(BlockKind::Paragraph, text)])
}

fn signature() -> Signature {
    Signature { by: None, at: "2025-02-05T09:00:00Z".parse().unwrap() }
}

fn set(project: &mut Project, field: ClaimField) {
    project.apply(&Edit::SetClaim { claim: claim_id(), field }).unwrap();
}

fn verdict(project: &mut Project, verdict: &str) {
    set(project, ClaimField::Verdict(Some(id(verdict))));
    let second = SecondCheck::new(signature(), id(verdict));
    set(project, ClaimField::Second(Some(second)));
}

fn stance(project: &mut Project, stance: Stance) {
    let field = EvidenceField::Stance(stance);
    project.apply(&Edit::SetEvidence { claim: claim_id(), evidence: id("e-1"), field }).unwrap();
}

fn source(project: &mut Project, change: impl FnOnce(&mut Source)) {
    let mut source = project.sources()[0].as_ref().clone();
    change(&mut source);
    project.apply(&Edit::PutSource(Arc::new(source))).unwrap();
}

fn query(to: &str, asked_on: &str, answer: &str) -> ClaimField {
    let mut query = Query::new(id::<QueryId>("q-1"));
    (query.to, query.asked_on, query.answer) = (to.into(), asked_on.into(), answer.into());
    ClaimField::Queries(vec![query])
}

fn placed(project: &mut Project, placement: Placement) {
    let mut mark = Mark::new(anchor("v-1", TEXT, WORDS));
    mark.placement = placement;
    set(project, ClaimField::Marks(vec![mark]));
}

/// Wrong, refuted, with the right words printed already: contested, and nothing left to do.
fn contested(project: &mut Project) {
    verdict(project, "wrong");
    stance(project, Stance::Refutes);
    let correction = Correction { date: "2025-02-06".into(), text: "It was Tuesday.".into() };
    set(project, ClaimField::Corrections(vec![correction]));
}

/// Opens a document for the source and marks words of it as evidence.
fn document(project: &mut Project, version_id: &str, text: &str, words: &str, claim: &str, evidence: &str) {
    let opened = Edit::AddDocument { source: id("s-1"), version: Arc::new(version(version_id, text)) };
    project.apply(&opened).unwrap();
    let field = EvidenceField::Mark(Some(Mark::new(anchor(version_id, text, words))));
    project.apply(&Edit::SetEvidence { claim: id(claim), evidence: id(evidence), field }).unwrap();
}

/// A claim with a quotation, in an article of its own.
fn quotation(project: &mut Project) {
    let text = "“It was closed on Tuesday night,” he said.";
    let article =
        Article { id: id("a-2"), meta: ArticleMeta::default(), versions: vec![Arc::new(version("v-2", text))] };
    let mut claim = Claim::new(id("c-2"), id("a-2"), vec![Mark::new(anchor("v-2", text, text))]);
    claim.evidence.push(Evidence::new(id::<EvidenceId>("e-2"), id("s-1")));
    project.apply(&Edit::AddArticle { article: Arc::new(article), at: 1 }).unwrap();
    project.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
}

fn evidence_placed(project: &mut Project, placement: Placement, is_seen: bool) {
    let mut mark = project.claims()[0].evidence[0].mark.clone().unwrap();
    mark.placement = placement;
    mark.trace = Some(Trace { score: 60, reason: Reason::Edited, is_seen });
    let field = EvidenceField::Mark(Some(mark));
    project.apply(&Edit::SetEvidence { claim: claim_id(), evidence: id("e-1"), field }).unwrap();
}

/// A project that breaks no rule.
fn ready() -> Project {
    let mut project = Project::new("Bridge");
    let meta =
        ArticleMeta { title: "Bridge closed".into(), url: "https://courier.example/1".into(), ..Default::default() };
    let article = Article { id: id("a-1"), meta, versions: vec![Arc::new(version("v-1", TEXT))] };
    let mut source = Source::new(id("s-1"));
    source.title = "City order".into();
    source.url = "https://city.example/order".into();
    source.archived_url = "https://archive.example/order".into();
    source.level = Some(SourceLevel::Primary);
    let evidence = Evidence::new(id::<EvidenceId>("e-1"), id("s-1"));
    let mark = Mark::new(anchor("v-1", TEXT, WORDS));
    let reason = DismissReason::Opinion;
    let dismissal = Dismissal { article: id("a-1"), anchor: anchor("v-1", TEXT, "What a pity."), reason, signed: None };
    let settings = Settings { organisation: "The desk".into(), ..project.settings().clone() };
    let edits = [
        Edit::SetSettings(Arc::new(settings)),
        Edit::AddArticle { article: Arc::new(article), at: 0 },
        Edit::PutSource(Arc::new(source)),
        Edit::AddClaim(Arc::new(Claim::new(claim_id(), id("a-1"), vec![mark]))),
        Edit::AddEvidence { claim: claim_id(), evidence },
        Edit::Dismiss(Arc::new(dismissal)),
    ];
    edits.iter().for_each(|edit| project.apply(edit).unwrap());
    stance(&mut project, Stance::Supports);
    verdict(&mut project, "confirmed");
    set(&mut project, ClaimField::Confidence(Some(Confidence::new(Degree::High))));
    sign(&mut project);
    project
}

fn sign(project: &mut Project) {
    set(project, ClaimField::Status(Standing { status: Status::SecondChecked, signed: Some(signature()) }));
}

fn run(project: &Project) -> Vec<Finding> {
    let of_article = |article: &Arc<Article>| {
        let sentences = sentence::sentences(article.latest(), "en").into();
        let claims = project.claims_of(&article.id).map(|(_, claim)| claim);
        (article.id.clone(), Coverage::new(project, article, sentences, claims))
    };
    findings(project, &project.articles().iter().map(of_article).collect())
}

fn rules(project: &Project) -> Vec<&'static str> {
    let rules = run(project).into_iter().filter_map(|finding| check_by_id(&finding.rule));
    rules.map(|check| check.id.as_str()).collect()
}

/// A rule, what breaks it, and what mends it in another way than undoing that, where there is one.
type Case = (&'static str, fn(&mut Project), Option<fn(&mut Project)>);

const CASES: &[Case] = &[
    (
        "unsettled",
        |p| {
            let note = |words: &str| Opinion::of(Value::Claim(ClaimField::Notes(words.into())));
            let open = Difference::new(Subject::Claim(claim_id()), [note("Ask."), note("Asked.")]);
            let differences = vec![Arc::new(open)];
            *p = Project::from_parts(ProjectParts { differences, ..p.parts().clone() });
        },
        Some(|p| {
            let (subject, name) = (Subject::Claim(claim_id()), "notes".to_owned());
            p.apply(&Edit::Settle { subject, name, edits: Vec::new(), chosen: Vec::new(), reason: String::new() })
                .unwrap();
        }),
    ),
    ("no-verdict", |p| set(p, ClaimField::Verdict(None)), None),
    ("claim-lost", |p| placed(p, Placement::Lost), Some(|p| placed(p, Placement::Moved))),
    (
        "open-query",
        |p| set(p, query("the city", "2025-02-04", "")),
        Some(|p| set(p, query("the city", "2025-02-04", "Yes, Monday."))),
    ),
    (
        "checks-disagree",
        |p| {
            let second = SecondCheck::new(signature(), id("unverifiable"));
            set(p, ClaimField::Second(Some(second)));
        },
        Some(|p| {
            let now = p.claims()[0].verdict.clone().unwrap();
            let mut second = SecondCheck::new(signature(), id("unverifiable"));
            let (first, verdict) = (now.clone(), now);
            let reason = "The register is clear.".to_owned();
            second.settled = Some(Settlement { signed: signature(), first, first_confidence: None, verdict, reason });
            set(p, ClaimField::Second(Some(second)));
        }),
    ),
    (
        "words-changed",
        |p| set(p, ClaimField::Marks(vec![Mark::new(anchor("v-1", TEXT, "The old bridge was closed"))])),
        Some(|p| set(p, ClaimField::Status(Standing { status: Status::Checked, signed: Some(signature()) }))),
    ),
    ("not-signed", |p| set(p, ClaimField::Status(Standing { status: Status::InProgress, signed: None })), None),
    (
        "no-second-check",
        |p| {
            set(p, ClaimField::Second(None));
            set(p, ClaimField::Status(Standing { status: Status::Checked, signed: None }));
        },
        Some(|p| set(p, ClaimField::Status(Standing { status: Status::SecondChecked, signed: None }))),
    ),
    (
        "low-confidence",
        |p| set(p, ClaimField::Confidence(Some(Confidence::new(Degree::Percent(49))))),
        Some(|p| set(p, ClaimField::Confidence(Some(Confidence::new(Degree::Percent(50)))))),
    ),
    (
        "claimant-not-asked",
        |p| {
            contested(p);
            set(p, ClaimField::Claimant(Claimant { name: "Ann Lee".into(), ..Claimant::default() }));
        },
        Some(|p| set(p, query("Ms Lee, by e-mail", "2025-02-04", "Sorry."))),
    ),
    ("no-confidence", |p| set(p, ClaimField::Confidence(None)), Some(|p| verdict(p, "opinion"))),
    (
        "no-evidence",
        |p| p.apply(&Edit::RemoveEvidence { claim: claim_id(), evidence: id("e-1") }).unwrap(),
        Some(|p| verdict(p, "opinion")),
    ),
    (
        "only-context",
        |p| {
            contested(p);
            stance(p, Stance::Context);
        },
        Some(|p| stance(p, Stance::Mixed)),
    ),
    (
        "change-not-made",
        |p| {
            let change = ChangeRequest { suggestion: "closed on Tuesday".into(), ..ChangeRequest::default() };
            set(p, ClaimField::Change(Some(change)));
        },
        Some(|p| {
            let change = ChangeRequest { suggestion: "closed on Monday".into(), ..ChangeRequest::default() };
            set(p, ClaimField::Change(Some(change)));
        }),
    ),
    (
        "verdicts-differ",
        |p| {
            let mut other = p.claims()[0].as_ref().clone();
            other.id = id("c-2");
            other.verdict = Some(id("opinion"));
            other.second = None;
            p.apply(&Edit::AddClaim(Arc::new(other))).unwrap();
        },
        Some(|p| set(p, ClaimField::Statement(Some("Another statement.".into())))),
    ),
    (
        "evidence-against",
        |p| stance(p, Stance::Refutes),
        Some(|p| {
            let mut more = Evidence::new(id("e-2"), id("s-1"));
            more.stance = Stance::Supports;
            p.apply(&Edit::AddEvidence { claim: claim_id(), evidence: more }).unwrap();
        }),
    ),
    ("nothing-supports", |p| stance(p, Stance::Context), Some(|p| stance(p, Stance::Mixed))),
    (
        "no-change-request",
        |p| {
            contested(p);
            set(p, ClaimField::Corrections(Vec::new()));
        },
        Some(|p| {
            let change = ChangeRequest { problem: "Wrong day.".into(), ..ChangeRequest::default() };
            set(p, ClaimField::Change(Some(change)));
        }),
    ),
    (
        "unverifiable-unexplained",
        |p| {
            verdict(p, "unverifiable");
            p.apply(&Edit::RemoveEvidence { claim: claim_id(), evidence: id("e-1") }).unwrap();
        },
        Some(|p| set(p, ClaimField::Notes("No record is kept.".into()))),
    ),
    (
        "no-claimant",
        |p| set(p, ClaimField::Kind(Some(ClaimKind::Quotation))),
        Some(|p| set(p, ClaimField::Claimant(Claimant { organisation: "The city".into(), ..Claimant::default() }))),
    ),
    (
        "statement-long",
        |p| set(p, ClaimField::Statement(Some("ä".repeat(76)))),
        Some(|p| set(p, ClaimField::Statement(Some("ä".repeat(75))))),
    ),
    (
        "weak-source",
        |p| source(p, |source| source.reliability = Some(Reliability::F)),
        Some(|p| source(p, |source| source.reliability = Some(Reliability::D))),
    ),
    (
        "one-secondary",
        |p| source(p, |source| source.level = Some(SourceLevel::Secondary)),
        Some(|p| {
            let mut other = Source::new(id("s-2"));
            other.title = "Own count".into();
            p.apply(&Edit::PutSource(Arc::new(other))).unwrap();
            p.apply(&Edit::AddEvidence { claim: claim_id(), evidence: Evidence::new(id("e-2"), id("s-2")) }).unwrap();
        }),
    ),
    (
        "own-source",
        |p| source(p, |source| source.url = "https://www.courier.example/2".into()),
        Some(|p| source(p, |source| source.url = "https://other.example/2".into())),
    ),
    (
        "quote-differs",
        |p| {
            quotation(p);
            document(p, "v-s", "It was closed on Monday night, they say.", "closed on Monday", "c-2", "e-2");
        },
        Some(|p| document(p, "v-t", "It was closed on Tuesday night.", "closed on Tuesday", "c-2", "e-2")),
    ),
    (
        "evidence-changed",
        |p| {
            document(p, "v-s", "It was closed on Monday.", "on Monday", "c-1", "e-1");
            evidence_placed(p, Placement::Lost, false);
        },
        Some(|p| evidence_placed(p, Placement::Lost, true)),
    ),
    ("no-copy", |p| source(p, |source| source.archived_url.clear()), Some(|p| source(p, |source| source.url.clear()))),
    (
        "no-locator",
        |p| source(p, |source| source.kind = SourceKind::Report),
        Some(|p| {
            let field = EvidenceField::Locator("p. 4".into());
            p.apply(&Edit::SetEvidence { claim: claim_id(), evidence: id("e-1"), field }).unwrap();
        }),
    ),
    ("source-untitled", |p| source(p, |source| source.title.clear()), None),
    (
        "nothing-marked",
        |p| {
            let article = Article {
                id: id("a-2"),
                meta: ArticleMeta::default(),
                versions: vec![Arc::new(version("v-2", "One."))],
            };
            p.apply(&Edit::AddArticle { article: Arc::new(article), at: 1 }).unwrap();
        },
        Some(|p| {
            let anchor = anchor("v-2", "One.", "One.");
            let dismissal = Dismissal { article: id("a-2"), anchor, reason: DismissReason::Transition, signed: None };
            p.apply(&Edit::Dismiss(Arc::new(dismissal))).unwrap();
        }),
    ),
    (
        "open-sentences",
        |p| {
            let span = anchor("v-1", TEXT, "What a pity.").span;
            p.apply(&Edit::Reopen { version: id("v-1"), span }).unwrap();
        },
        None,
    ),
    (
        "no-organisation",
        |p| {
            let settings = Settings { organisation: String::new(), ..p.settings().clone() };
            p.apply(&Edit::SetSettings(Arc::new(settings))).unwrap();
        },
        None,
    ),
];

#[test]
fn a_ready_project_breaks_no_rule() {
    assert_eq!(rules(&ready()), [""; 0]);
    let mut project = ready();
    contested(&mut project);
    assert!(rules(&project).contains(&"not-signed"), "what was signed is another verdict");
    sign(&mut project);
    assert_eq!(rules(&project), [""; 0], "a contested claim that is dealt with breaks none either");
}

#[test]
fn every_rule_is_broken_and_mended_by_its_project() {
    for (rule, breaks, mends) in CASES {
        let mut project = ready();
        breaks(&mut project);
        assert!(rules(&project).contains(rule), "{rule}: {:?}", rules(&project));
        if let Some(mends) = mends {
            mends(&mut project);
            assert!(!rules(&project).contains(rule), "{rule} is mended: {:?}", run(&project));
        }
    }
}

#[test]
fn every_rule_has_its_projects_and_an_id_of_its_own() {
    let ids: std::collections::BTreeSet<_> = checks().map(|check| check.id.as_str()).collect();
    assert_eq!(ids.len(), checks().count());
    let tested: std::collections::BTreeSet<_> = CASES.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(ids, tested);
    for check in checks() {
        assert!(
            crate::model::is_id(check.id.as_str()) && check.hint.ends_with('.') && !check.title.ends_with('.'),
            "{}",
            check.id
        );
    }
}

#[test]
fn what_is_said_of_changed_words_goes_by_the_signature_and_not_by_the_placement() {
    let mut project = ready();
    placed(&mut project, Placement::Changed);
    assert!(project.vouched(&project.claims()[0]).is_checked(), "the words are those that were signed");
    assert!(!rules(&project).contains(&"words-changed"));
    set(&mut project, ClaimField::Marks(vec![Mark::new(anchor("v-1", TEXT, "closed on Monday"))]));
    set(&mut project, ClaimField::Verdict(Some(id("wrong"))));
    let found = run(&project).into_iter().find(|finding| finding.rule.as_str() == "words-changed").unwrap();
    assert_eq!(found.message, "Its words changed; “Confirmed” was said of the old ones.", "as it was signed");
}

#[test]
fn a_waived_finding_is_told_and_blocks_nothing() {
    let mut project = ready();
    set(&mut project, query("the city", "2025-02-04", ""));
    assert!(run(&project).iter().any(Finding::blocks));
    let subject = Subject::Claim(claim_id());
    let waiver =
        Waiver { rule: RuleId::fixed("open-query"), subject, reason: "They never answer.".into(), signed: None };
    project.apply(&Edit::Waive(Arc::new(waiver.clone()))).unwrap();
    let found = run(&project);
    assert_eq!(found[0].waived.as_deref(), Some("They never answer."));
    assert!(!found.iter().any(Finding::blocks));
    project.apply(&Edit::Unwaive { rule: waiver.rule, subject: waiver.subject }).unwrap();
    assert!(run(&project).iter().any(Finding::blocks));
}

#[test]
fn a_waiver_goes_with_what_it_speaks_of() {
    let mut project = ready();
    let subject = Subject::Claim(claim_id());
    let waiver = Waiver { rule: RuleId::fixed("open-query"), subject, reason: "Because.".into(), signed: None };
    project.apply(&Edit::Waive(Arc::new(waiver.clone()))).unwrap();
    project.apply(&Edit::RemoveClaim(claim_id())).unwrap();
    assert!(project.parts().waivers.is_empty());
    assert!(project.apply(&Edit::Waive(Arc::new(waiver))).is_err());
}

#[test]
fn a_dismissal_holds_for_the_same_words_in_a_later_draft() {
    let mut project = ready();
    let newer = "What a pity. It was Tuesday.";
    let edit = Edit::AddVersion { article: id("a-1"), version: Arc::new(version("v-9", newer)) };
    project.apply(&edit).unwrap();
    let open: Vec<_> = run(&project).into_iter().filter(|finding| finding.rule.as_str() == "open-sentences").collect();
    assert_eq!(open[0].message, "1 of 2 sentences of “Bridge closed” is open.");
    assert_eq!(open[0].span.unwrap().of(newer), "It was Tuesday.");
    assert!(rules(&project).contains(&"claim-lost"), "its mark stands in the older draft only");
}

/// What a reviewer who is to give a blind second check sees of a project: nothing that hangs on verdict or confidence.

#[test]
fn ready_is_not_said_while_sentences_are_open_and_nothing_is_signed() {
    let mut project = ready();
    assert_eq!(Readiness::of(&run(&project), 0), Readiness::Ready);
    assert_eq!(
        Readiness::of(&run(&project), 1).words(),
        "Not finished: nothing blocks publication, but claims wait for your own check"
    );
    set(&mut project, ClaimField::Status(Standing { status: Status::InProgress, signed: None }));
    assert_eq!(Readiness::of(&run(&project), 0), Readiness::Unfinished(vec!["claims are not signed"]));
    let sentences = project.parts().dismissals[0].anchor.clone();
    project.apply(&Edit::Reopen { version: sentences.version, span: sentences.span }).unwrap();
    assert_eq!(
        Readiness::of(&run(&project), 0).words(),
        "Not finished: nothing blocks publication, but sentences are open and claims are not signed"
    );
    set(&mut project, ClaimField::Verdict(None));
    assert_eq!(Readiness::of(&run(&project), 0).words(), "Not ready: one thing blocks publication");
}
