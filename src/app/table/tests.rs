//! What queries show, on a small project.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    mark_at,
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimColumn, ClaimField, ClaimId, ClaimQuery,
        ClaimSort, Confidence, Degree, Edit, Evidence, EvidenceId, Origin, Project, QuickList, Reviewer, ReviewerId,
        Signature, Source, SourceId, Span, Standing, Status, Test, VerdictId, Version, VersionId,
    },
};

use super::{Cache, Line, Lines, columns, rows, wording};

/// Two articles; the claims 1 to 5 are the words beta, delta, Alpha, ÜBER and gamma.
fn project() -> Project {
    let mut project = Project::new("Table");
    let put = |project: &mut Project, id: &str, title: &str, text: &str| {
        let version_id = VersionId::new(&format!("v-{id}")).unwrap();
        let version = Version::new(version_id, Origin::default(), [BlockText::new(BlockKind::Paragraph, text)]);
        let article_id = ArticleId::new(&format!("a-{id}")).unwrap();
        let meta = ArticleMeta { title: title.into(), ..ArticleMeta::default() };
        let article = Article { id: article_id.clone(), meta, versions: vec![Arc::new(version.clone())] };
        project.apply(&Edit::AddArticle { article: Arc::new(article), at: 9 }).unwrap();
        let mut at = 0;
        for word in text.split(' ') {
            let span = Span::snapped(text, at, at + word.len()).unwrap();
            let claim_id = ClaimId::new(&format!("c-{id}-{at}")).unwrap();
            let claim = Claim::new(claim_id, article_id.clone(), vec![mark_at(&version, span)]);
            project.apply(&Edit::AddClaim(Arc::new(claim))).unwrap();
            at += word.len() + 1;
        }
    };
    put(&mut project, "one", "Zebra", "beta delta Alpha");
    put(&mut project, "two", "Ant", "ÜBER gamma");
    project
}

fn set(project: &mut Project, number: usize, field: ClaimField) {
    let claim = project.claims()[number - 1].id.clone();
    project.apply(&Edit::SetClaim { claim, field }).unwrap();
}

fn verdict(word: &str) -> ClaimField {
    ClaimField::Verdict(Some(VerdictId::new(word).unwrap()))
}

fn at(day: &str) -> Option<Signature> {
    Some(Signature { by: None, at: format!("{day}T12:00:00Z").parse().unwrap() })
}

/// The numbers of the claims that a query shows.
fn numbers(project: &Project, query: &ClaimQuery) -> Vec<usize> {
    rows(project, query).into_iter().map(|row| row + 1).collect()
}

fn asking(column: ClaimColumn, test: Test) -> ClaimQuery {
    let mut query = ClaimQuery::default();
    query.put_condition(column, Some(test));
    query
}

fn is(key: &str) -> Test {
    Test::Is(vec![key.into()])
}

fn between(from: &str, to: &str) -> Test {
    Test::Between { from: from.into(), to: to.into() }
}

#[test]
fn words_are_sorted_in_any_case_and_claims_without_a_value_come_last_either_way() {
    let mut project = project();
    let sorted = |project: &Project, column, is_descending| {
        let sort = Some(ClaimSort { column, is_descending });
        numbers(project, &ClaimQuery { sort, ..ClaimQuery::default() })
    };
    assert_eq!(sorted(&project, ClaimColumn::Statement, false), [3, 1, 2, 5, 4]);
    assert_eq!(sorted(&project, ClaimColumn::Statement, true), [4, 5, 2, 1, 3]);
    assert_eq!(sorted(&project, ClaimColumn::Number, true), [5, 4, 3, 2, 1]);
    assert_eq!(sorted(&project, ClaimColumn::Article, false), [4, 5, 1, 2, 3], "equals stay in document order");
    assert_eq!(sorted(&project, ClaimColumn::Article, true), [1, 2, 3, 4, 5], "equals stay in document order");
    // By the place on the scale, not by the word.
    set(&mut project, 1, verdict("wrong"));
    set(&mut project, 4, verdict("confirmed"));
    assert_eq!(sorted(&project, ClaimColumn::Verdict, false), [4, 1, 2, 3, 5]);
    assert_eq!(sorted(&project, ClaimColumn::Verdict, true), [1, 4, 2, 3, 5]);
    set(&mut project, 2, ClaimField::Confidence(Some(Confidence::new(Degree::Low))));
    set(&mut project, 5, ClaimField::Confidence(Some(Confidence::new(Degree::High))));
    assert_eq!(sorted(&project, ClaimColumn::Confidence, true), [5, 2, 1, 3, 4]);
    set(&mut project, 5, ClaimField::Created(at("2025-02-03")));
    set(&mut project, 3, ClaimField::Created(at("2025-01-03")));
    assert_eq!(sorted(&project, ClaimColumn::Changed, false), [3, 5, 1, 2, 4]);
}

#[test]
fn conditions_on_several_columns_and_words_must_all_hold() {
    let mut project = project();
    set(&mut project, 1, verdict("wrong"));
    set(&mut project, 3, verdict("confirmed"));
    set(&mut project, 3, ClaimField::Tags(vec!["figures".into(), "Seoul".into()]));
    set(&mut project, 4, ClaimField::Tags(vec!["figures".into()]));
    let check = |column, test, expected: &[usize]| {
        assert_eq!(numbers(&project, &asking(column, test)), expected);
    };
    check(ClaimColumn::Verdict, is("wrong"), &[1]);
    check(ClaimColumn::Verdict, Test::Is(vec!["wrong".into(), "confirmed".into()]), &[1, 3]);
    check(ClaimColumn::Verdict, Test::IsNot(vec!["wrong".into()]), &[2, 3, 4, 5]);
    check(ClaimColumn::Verdict, Test::IsEmpty, &[2, 4, 5]);
    check(ClaimColumn::Verdict, Test::IsFilled, &[1, 3]);
    check(ClaimColumn::Verdict, Test::Is(Vec::new()), &[1, 2, 3, 4, 5]);
    check(ClaimColumn::Tags, is("figures"), &[3, 4]);
    check(ClaimColumn::Tags, Test::IsNot(vec!["Seoul".into()]), &[1, 2, 4, 5]);
    check(ClaimColumn::Article, is("a-two"), &[4, 5]);
    check(ClaimColumn::Statement, Test::Contains("über".into()), &[4]);
    check(ClaimColumn::Statement, Test::Contains("LTA".into()), &[2]);
    check(ClaimColumn::Statement, Test::Lacks("ta".into()), &[3, 4, 5]);
    check(ClaimColumn::Statement, Test::Contains(".*".into()), &[]);
    let mut both = asking(ClaimColumn::Tags, is("figures"));
    both.put_condition(ClaimColumn::Verdict, Some(Test::IsEmpty));
    assert_eq!(numbers(&project, &both), [4]);
    let worded = ClaimQuery { text: "  seoul ".into(), ..ClaimQuery::default() };
    assert_eq!(numbers(&project, &worded), [3]);
    let listed = ClaimQuery { list: QuickList::Open, ..worded };
    assert_eq!(numbers(&project, &listed), [0; 0]);
}

#[test]
fn numbers_and_days_lie_between_ends_that_may_be_open() {
    let mut project = project();
    let source_id = SourceId::new("s-1").unwrap();
    project.apply(&Edit::PutSource(Arc::new(Source::new(source_id.clone())))).unwrap();
    for evidence in ["e-1", "e-2"] {
        let evidence = Evidence::new(EvidenceId::new(evidence).unwrap(), source_id.clone());
        let claim = project.claims()[1].id.clone();
        project.apply(&Edit::AddEvidence { claim, evidence }).unwrap();
    }
    set(&mut project, 1, ClaimField::Created(at("2025-02-03")));
    set(&mut project, 2, ClaimField::Created(at("2025-01-31")));
    let check = |column, from, to, expected: &[usize]| {
        assert_eq!(numbers(&project, &asking(column, between(from, to))), expected, "{from} {to}");
    };
    check(ClaimColumn::Evidence, "1", "", &[2]);
    check(ClaimColumn::Evidence, "", "0", &[1, 3, 4, 5]);
    check(ClaimColumn::Evidence, "2", "2", &[2]);
    check(ClaimColumn::Evidence, "two", "", &[1, 2, 3, 4, 5]);
    check(ClaimColumn::Number, "4", "", &[4, 5]);
    check(ClaimColumn::Marked, "2025-02", "", &[1]);
    check(ClaimColumn::Marked, "2025-01-31", "2025-01-31", &[2]);
    check(ClaimColumn::Marked, "", "2025-02", &[1, 2]);
    check(ClaimColumn::Marked, "2026", "", &[]);
    set(&mut project, 3, ClaimField::Confidence(Some(Confidence::new(Degree::Percent(80)))));
    assert_eq!(numbers(&project, &asking(ClaimColumn::Confidence, between("70", ""))), [3]);
    assert_eq!(numbers(&project, &asking(ClaimColumn::Confidence, is("80 %"))), [3]);
}

#[test]
fn groups_stand_in_the_order_of_their_values_with_counts_and_fold() {
    let mut project = project();
    set(&mut project, 1, verdict("wrong"));
    set(&mut project, 2, verdict("confirmed"));
    set(&mut project, 3, verdict("wrong"));
    let lines = |project: &Project, group, folded: &[&str]| {
        let folded: BTreeSet<String> = folded.iter().map(|key| (*key).to_owned()).collect();
        let lines = Lines::of(project, &ClaimQuery { group: Some(group), ..ClaimQuery::default() }, &folded);
        let told = lines.lines.iter().map(|line| match line {
            Line::Group(group) => format!("{} {}", lines.groups[*group].label, lines.groups[*group].count),
            Line::Claim(index) => (index + 1).to_string(),
        });
        (told.collect::<Vec<_>>(), lines.rows.len())
    };
    let (told, shown) = lines(&project, ClaimColumn::Verdict, &["wrong"]);
    assert_eq!(told, ["✓ Confirmed 1", "2", "✕ Wrong 2", "No verdict 2", "4", "5"]);
    assert_eq!(shown, 5, "claims of folded groups still pass");
    set(&mut project, 2, ClaimField::Tags(vec!["b".into(), "a".into()]));
    set(&mut project, 4, ClaimField::Tags(vec!["a".into()]));
    let (told, shown) = lines(&project, ClaimColumn::Tags, &[]);
    assert_eq!(told, ["a 2", "2", "4", "b 1", "2", "No tags 3", "1", "3", "5"]);
    assert_eq!(shown, 5, "a claim in two groups is one claim");
    let (told, _) = lines(&project, ClaimColumn::Article, &["a-one", "a-two"]);
    assert_eq!(told, ["Zebra 3", "Ant 2"], "articles stand in the order of the project");
}

#[test]
fn who_checked_is_who_signed_it_as_done() {
    let mut project = project();
    let by = ReviewerId::new("r-1").unwrap();
    let reviewer = Reviewer { id: by.clone(), name: "Ada".into(), initials: "AD".into() };
    project.apply(&Edit::PutReviewer(Arc::new(reviewer))).unwrap();
    let signed = Some(Signature { by: Some(by), at: "2025-02-05T09:00:00Z".parse().unwrap() });
    set(&mut project, 2, verdict("confirmed"));
    set(&mut project, 1, ClaimField::Status(Standing { status: Status::InProgress, signed: signed.clone() }));
    set(&mut project, 2, ClaimField::Status(Standing { status: Status::Checked, signed }));
    assert_eq!(numbers(&project, &asking(ClaimColumn::CheckedBy, is("r-1"))), [2]);
    assert_eq!(numbers(&project, &asking(ClaimColumn::CheckedBy, Test::IsEmpty)), [1, 3, 4, 5]);
    let choices = columns::choices(&project, ClaimColumn::CheckedBy);
    assert_eq!(choices.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>(), ["AD"]);
}

#[test]
fn every_column_says_what_it_shows_as_it_filters() {
    let mut project = project();
    set(&mut project, 1, verdict("wrong"));
    set(&mut project, 1, ClaimField::Tags(vec!["figures".into()]));
    let claim = project.claims()[0].clone();
    for column in ClaimColumn::ALL.iter().copied() {
        let text = columns::text(&project, &claim, column);
        let filled = numbers(&project, &asking(column, Test::IsFilled)).contains(&1);
        assert_eq!(filled, !text.is_empty(), "{column:?} {text}");
        assert!(filled || columns::can_be_empty(column), "{column:?}");
        for choice in columns::choices(&project, column) {
            let shown = numbers(&project, &asking(column, Test::Is(vec![choice.key.clone()])));
            let is_shown = text.split(", ").any(|word| word == choice.label);
            assert_eq!(shown.contains(&1), is_shown, "{column:?} {choice:?} {text}");
        }
    }
}

#[test]
fn conditions_are_told_in_words() {
    let project = project();
    let check = |column, test: Test, expected: &str| {
        assert_eq!(wording::condition(&project, column, &test), expected);
    };
    check(ClaimColumn::Verdict, Test::Is(vec!["wrong".into(), "gone".into()]), "Verdict is ✕ Wrong or gone");
    check(ClaimColumn::Article, Test::IsNot(vec!["a-one".into()]), "Article is not Zebra");
    let five = ["a", "b", "c", "d", "e"].map(String::from).to_vec();
    check(ClaimColumn::Tags, Test::Is(five), "Tags is a, b, c and 2 more");
    check(ClaimColumn::Statement, Test::Contains(" word ".into()), "Statement contains “word”");
    check(ClaimColumn::Statement, Test::Contains(" ".into()), "Statement: any");
    check(ClaimColumn::Evidence, between("1", "3"), "Evidence at least 1 at most 3");
    check(ClaimColumn::Changed, between("2025", ""), "Changed from 2025");
    check(ClaimColumn::Assigned, Test::IsEmpty, "Assigned to is empty");
}

#[test]
fn lines_are_worked_out_once_and_held_while_somebody_types() {
    use crate::Document;
    let query = ClaimQuery {
        sort: Some(ClaimSort { column: ClaimColumn::Statement, is_descending: false }),
        ..ClaimQuery::default()
    };
    let mut document = Document::unsaved(project());
    let mut cache = Cache::default();
    let none = BTreeSet::new();
    let mut lines = |document: &Document, query: &ClaimQuery, folded: &BTreeSet<String>, is_held| {
        cache.lines(document.project(), document.state_id(), query, folded, is_held)
    };
    let first = lines(&document, &query, &none, false);
    assert!(Arc::ptr_eq(&first, &lines(&document, &query, &none, false)));
    let change = |document: &mut Document, words: &str| {
        let claim = document.project().claims()[0].id.clone();
        let edit = Edit::SetClaim { claim, field: ClaimField::Statement(Some(words.into())) };
        document.apply(&edit, std::time::Duration::ZERO).unwrap();
    };
    change(&mut document, "zeta");
    let held = lines(&document, &query, &none, true);
    assert_eq!(held.rows, [2, 0, 1, 4, 3], "the row stays under the caret");
    assert_eq!(lines(&document, &query, &none, false).rows, [2, 1, 4, 0, 3]);
    change(&mut document, "epsilon");
    let claim = document.project().claims()[4].id.clone();
    document.apply(&Edit::RemoveClaim(claim), std::time::Duration::ZERO).unwrap();
    assert_eq!(lines(&document, &query, &none, true).rows, [2, 1, 0, 3], "a claim that is gone is not held");
}
