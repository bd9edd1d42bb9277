//! `claimdesk import` of another project, `claimdesk split`, and `claimdesk compare` of one project, at a terminal.

use std::{path::Path, process::Output, sync::Arc};

use claimdesk::{
    app::mark_at,
    model::{
        Article, Claim, ClaimField, ClaimId, Edit, Evidence, EvidenceId, Project, Reviewer, ReviewerId, Signature,
        Source, SourceId, Span, Standing, Status, VerdictId,
    },
    store,
};
use serde_json::Value;

use crate::cli::run;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn read(folder: &Path, name: &str) -> Project {
    let loaded = store::decode(&std::fs::read(folder.join(name)).unwrap()).unwrap();
    assert_eq!(loaded.access, store::Access::Editable);
    loaded.project
}

/// What somebody finds in a file: words, verdict, address of a source.
fn work(folder: &Path, name: &str, person: (&str, &str), found: &[(&str, &str, &str)]) {
    let mut project = read(folder, name);
    let reviewer = project.reviewers().iter().find(|known| known.name == person.1).cloned();
    let reviewer = reviewer.unwrap_or_else(|| {
        let id = ReviewerId::new(person.0).unwrap();
        Arc::new(Reviewer { id, name: person.1.into(), initials: person.1[..2].to_uppercase() })
    });
    project.apply(&Edit::PutReviewer(reviewer.clone())).unwrap();
    let by = Signature { by: Some(reviewer.id.clone()), at: "2025-02-05T10:00:00Z".parse().unwrap() };
    let sign = |project: &mut Project, edit: Edit| {
        project.apply(&Edit::Signed { signature: by.clone(), edit: Box::new(edit) }).unwrap();
    };
    for (words, verdict, url) in found {
        let article: Arc<Article> = project.articles()[0].clone();
        let draft = article.latest();
        let at = draft.text().find(words).unwrap();
        let mark = mark_at(draft, Span::in_text(draft.text(), at, at + words.len()).unwrap());
        let id = ClaimId::new(&format!("c-{}-{at}-{}", person.0, words.len())).unwrap();
        let mut claim = Claim::new(id.clone(), article.id.clone(), vec![mark]);
        claim.created = Some(by.clone());
        project.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
        if !url.is_empty() {
            let source = SourceId::new(&format!("s-{}-{at}", person.0)).unwrap();
            let added = Source { url: (*url).to_owned(), ..Source::new(source.clone()) };
            project.apply(&Edit::put_source(&added)).unwrap();
            let evidence = Evidence::new(EvidenceId::new("e-1").unwrap(), source);
            sign(&mut project, Edit::AddEvidence { claim: id.clone(), evidence });
        }
        let verdict = ClaimField::Verdict(Some(VerdictId::new(verdict).unwrap()));
        sign(&mut project, Edit::SetClaim { claim: id.clone(), field: verdict });
        let standing = ClaimField::Status(Standing { status: Status::Checked, signed: Some(by.clone()) });
        sign(&mut project, Edit::SetClaim { claim: id, field: standing });
    }
    std::fs::write(folder.join(name), store::encode(&project)).unwrap();
}

fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let article = "Bridge closed\n\nThe bridge was closed on Monday. About 4,000 cars cross it daily. The last repair took nine months.\n";
    std::fs::write(folder.path().join("article.txt"), article).unwrap();
    done(&run(folder.path(), &["new", "desk.ron", "article.txt"]));
    folder
}

#[test]
fn a_project_is_imported_with_what_differs_to_settle_and_a_second_time_brings_nothing() {
    let folder = desk();
    let folder = folder.path();
    std::fs::copy(folder.join("desk.ron"), folder.join("bea.ron")).unwrap();
    work(
        folder,
        "desk.ron",
        ("r-ann", "Ann Lee"),
        &[("4,000 cars", "confirmed", "https://example.org/a"), ("nine months", "confirmed", "")],
    );
    work(
        folder,
        "bea.ron",
        ("r-bea", "Bea Lund"),
        &[
            ("4,000 cars", "wrong", "https://example.org/b"),
            ("on Monday", "confirmed", ""),
            ("took nine months", "wrong", ""),
        ],
    );
    let before = std::fs::read(folder.join("desk.ron")).unwrap();
    let dry = run(folder, &["import", "desk.ron", "bea.ron", "--dry-run", "--json"]);
    let told: Value = serde_json::from_str(&done(&dry)).unwrap();
    assert_eq!(std::fs::read(folder.join("desk.ron")).unwrap(), before);
    assert_eq!((told["to_settle"].as_array().unwrap().len(), told["came_in"].as_array().unwrap().len()), (1, 2));
    assert_eq!((&told["to_settle"][0]["number"], &told["to_settle"][0]["what"][0]), (&1.into(), &"verdict".into()));
    assert_eq!((&told["known"], &told["lost"]), (&0.into(), &Value::Array(Vec::new())));
    let told = done(&run(folder, &["import", "desk.ron", "bea.ron"]));
    assert!(told.starts_with("2 claims came in; 1 differs from what was found here and is to be settled."), "{told}");
    assert!(
        told.contains("(“took nine months”) is almost claim 2 (“nine months”); with --same they are one."),
        "{told}"
    );
    assert!(
        told.contains("To settle in claim 1, verdict: 4,000 cars") && told.contains("1 difference is open"),
        "{told}"
    );
    let project = read(folder, "desk.ron");
    assert_eq!((project.claims().len(), project.differences().len(), project.sources().len()), (4, 1, 2));
    done(&run(folder, &["verify", "desk.ron"]));
    let check = run(folder, &["check", "desk.ron"]);
    assert!(text(&check.stdout).contains("(unsettled)"), "{}", text(&check.stdout));
    let again = done(&run(folder, &["import", "desk.ron", "bea.ron"]));
    assert!(again.starts_with("3 were there already."), "{again}");
    assert_eq!(read(folder, "desk.ron"), project);
    // With the flag what is almost the same is the same.
    std::fs::write(folder.join("desk.ron"), before).unwrap();
    let told = done(&run(folder, &["import", "desk.ron", "bea.ron", "--same"]));
    assert!(told.starts_with("1 claim came in; 2 differ from what was found here and are to be settled."), "{told}");
    assert_eq!(read(folder, "desk.ron").claims().len(), 3);
}

#[test]
fn what_has_no_place_in_the_project_is_told_and_the_rest_comes_in() {
    let folder = desk();
    let folder = folder.path();
    std::fs::copy(folder.join("desk.ron"), folder.join("bea.ron")).unwrap();
    work(folder, "bea.ron", ("r-bea", "Bea Lund"), &[("4,000 cars", "wrong", ""), ("on Monday", "confirmed", "")]);
    std::fs::write(folder.join("new.txt"), "Bridge closed\n\nThe bridge was closed on Monday.\n").unwrap();
    done(&run(folder, &["update", "desk.ron", "1", "new.txt"]));
    let output = run(folder, &["import", "desk.ron", "bea.ron"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stdout).contains("Its words are not in the newest draft: 4,000 cars"),
        "{}",
        text(&output.stdout)
    );
    let project = read(folder, "desk.ron");
    assert_eq!(project.claims().iter().map(|claim| claim.quote()).collect::<Vec<_>>(), ["on Monday"]);
    assert_eq!(project.claims()[0].marks[0].anchor.version, project.articles()[0].latest().id);
    std::fs::write(folder.join("other.txt"), "Ferry runs\n\nThe ferry runs again after the long storm of last week.\n")
        .unwrap();
    done(&run(folder, &["new", "other.ron", "other.txt"]));
    let output = run(folder, &["import", "desk.ron", "other.ron"]);
    assert!(text(&output.stderr).contains("no article in common"), "{}", text(&output.stderr));
}

#[test]
fn three_first_passes_are_given_out_brought_back_and_compared_out_of_one_project() {
    let folder = desk();
    let folder = folder.path();
    work(
        folder,
        "desk.ron",
        ("r-chief", "Chris Hale"),
        &[("closed on Monday", "needs-change", "https://example.org/secret")],
    );
    std::fs::create_dir(folder.join("out")).unwrap();
    let people = ["--for", "Ann Lee", "--for", "Bea Lund", "--for", "Cleo Park"];
    let told = done(&run(folder, &[&["split", "desk.ron", "-o", "out"][..], &people].concat()));
    assert!(told.contains("Ann Lee (AL) is new to the project.") && told.contains("For Bea Lund (BL): "), "{told}");
    let file = std::fs::read_to_string(folder.join("out/desk-al.ron")).unwrap();
    for secret in ["Chris", "CH", "secret", "claims: [", "needs-change: ", "log: [", "r-chief"] {
        assert!(!file.contains(secret), "{secret}");
    }
    assert_eq!(read(folder, "desk.ron").passes().len(), 3);
    let again = run(folder, &["split", "desk.ron", "--for", "AL", "-o", "out"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("exists already"), "{}", text(&again.stderr));
    assert_eq!(read(folder, "desk.ron").passes().len(), 3);
    work(folder, "out/desk-al.ron", ("", "Ann Lee"), &[("4,000 cars", "confirmed", ""), ("nine months", "wrong", "")]);
    work(folder, "out/desk-bl.ron", ("", "Bea Lund"), &[("4,000 cars", "wrong", ""), ("nine months", "wrong", "")]);
    work(folder, "out/desk-cp.ron", ("", "Cleo Park"), &[("4,000 cars", "wrong", "")]);
    let few = run(folder, &["compare", "desk.ron"]);
    assert!(text(&few.stderr).contains("holds 0 first passes"), "{}", text(&few.stderr));
    for (name, who) in [("al", "AL"), ("bl", "BL"), ("cp", "CP")] {
        let told = done(&run(folder, &["import", "desk.ron", &format!("out/desk-{name}.ron")]));
        assert!(told.contains(&format!("The first pass of {who} is on record")), "{told}");
    }
    let project = read(folder, "desk.ron");
    assert_eq!(project.claims().len(), 3);
    assert!(
        project.claims().iter().any(|claim| claim.quote() == "closed on Monday" && claim.status == Status::Checked)
    );
    let mut open: Vec<_> = project.differences().iter().map(|open| (open.name(), open.values.len())).collect();
    open.sort();
    assert_eq!(open, [("existence".to_owned(), 2), ("verdict".to_owned(), 2)]);
    done(&run(folder, &["verify", "desk.ron"]));
    let compared = done(&run(folder, &["compare", "desk.ron", "--json"]));
    let told: Value = serde_json::from_str(&compared).unwrap();
    assert_eq!(told["projects"].as_array().unwrap().len(), 3);
    assert_eq!((&told["pairs"][0]["raw"]["value"], &told["pairs"][0]["raw"]["n"]), (&0.5.into(), &2.into()));
    let changed = done(&run(folder, &["diff", "out/desk-al.ron", "desk.ron"]));
    assert!(changed.contains("First pass of BL") && changed.contains("Open difference in the verdict"), "{changed}");
}

#[test]
fn the_documents_of_sources_come_along_with_the_files_that_lie_beside_the_other_project() {
    let folder = desk();
    let folder = folder.path();
    std::fs::copy(folder.join("desk.ron"), folder.join("bea.ron")).unwrap();
    let report = "Traffic report\n\nThe city counted 4,012 cars on an average day of the last year.\n";
    std::fs::write(folder.join("report.txt"), report).unwrap();
    done(&run(folder, &["add", "bea.ron", "report.txt", "--source", "new"]));
    work(folder, "bea.ron", ("r-bea", "Bea Lund"), &[("4,000 cars", "confirmed", "")]);
    let mut project = read(folder, "bea.ron");
    let (claim, source) = (project.claims()[0].clone(), project.sources()[0].clone());
    let draft = source.latest().unwrap().clone();
    let at = draft.text().find("4,012 cars").unwrap();
    let mark = mark_at(&draft, Span::in_text(draft.text(), at, at + 10).unwrap());
    let evidence = Evidence {
        quote: "4,012 cars".into(),
        mark: Some(mark),
        ..Evidence::new(EvidenceId::new("e-1").unwrap(), source.id.clone())
    };
    project.apply(&Edit::AddEvidence { claim: claim.id.clone(), evidence }).unwrap();
    std::fs::write(folder.join("bea.ron"), store::encode(&project)).unwrap();
    done(&run(folder, &["import", "desk.ron", "bea.ron"]));
    let came = read(folder, "desk.ron");
    let evidence = &came.claims()[0].evidence[0];
    let kept = came.source(&evidence.source).unwrap();
    assert_eq!(kept.versions.len(), 1);
    assert_eq!(evidence.mark.as_ref().unwrap().anchor.version, kept.versions[0].id);
    done(&run(folder, &["verify", "desk.ron"]));
    assert!(folder.join("desk.files").join(&kept.versions[0].origin.sha256).exists());
}
