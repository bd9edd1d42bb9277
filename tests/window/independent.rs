//! The blind second check to the byte, and the independent one: what the first reviewer has found, or marked, changes nothing that
//! the second one sees, and nothing that the second one does changes it.

use std::{sync::Arc, time::Duration};

use crate::support::{
    Driver, introduce, moment,
    window::{Window, send, window},
};
use claimdesk::{
    app::{
        COMMANDS, Command, Counts, Document, Intent, Prefs, Session,
        filter::{Filter, VerdictFilter},
        intent::{Answer, ClaimIntent, FindingIntent, PaneIntent},
        scales::ScaleIntent,
        table::{Lines, columns},
        view::Screen,
    },
    model::{
        BlockKind, BlockText, ChangeRequest, ClaimColumn, ClaimField, ClaimId, ClaimKind, ClaimQuery, ClaimSort,
        Claimant, Condition, Confidence, Correction, Degree, DismissReason, Edit, Evidence, EvidenceId, Origin,
        Priority, Project, Query, QueryId, QuickList, Reviewer, ReviewerId, RuleId, Scale, ScaleId, SecondCheckWay,
        Settings, Signature, Source, SourceId, Span, Stance, Standing, Status, Subject, Test, VerdictId, Version,
        VersionId, Waiver,
    },
    store,
    ui::{
        Shell,
        shot::{self, Look},
    },
};
use egui_kittest::kittest::NodeT;

const WORDS: &str = "4,000 cars";

fn set_way(driver: &mut Driver, way: SecondCheckWay) {
    let settings = driver.project().settings().with_second_check_way(way);
    driver.send(Intent::Edit(Edit::SetSettings(settings.into())));
}

fn reviewer(project: &Project, initials: &str) -> Reviewer {
    project.reviewers().iter().find(|reviewer| reviewer.initials == initials).unwrap().as_ref().clone()
}

/// Ann has marked words, and Ben others, with the same statement and a verdict.
fn marked(way: SecondCheckWay) -> Project {
    marked_after(way, WORDS)
}

fn marked_after(way: SecondCheckWay, words: &str) -> Project {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    set_way(&mut driver, way);
    driver.mark(words);
    introduce(&mut driver, "Ben Roe", "BR");
    driver.mark("nine months");
    let claim = driver.claim().id.clone();
    let statement = ClaimField::Statement(Some(WORDS.into()));
    driver.send(Edit::SetClaim { claim, field: statement });
    driver.digit(1);
    let mut source = Source::new(SourceId::from_random(1));
    source.title = "The count of the city".into();
    driver.send(Edit::put_source(&source));
    let text = [BlockText::new(BlockKind::Paragraph, SOURCE)];
    let version = Arc::new(Version::new(VersionId::from_random(77), Origin::default(), text));
    driver.send(Edit::AddDocument { source: source.id, version });
    driver.project().clone()
}

/// What the source says: words for each verdict of the scale.
const SOURCE: &str = "Zero cars were counted. One car was. Two cars were. Three cars were. Four cars were.";

/// What the first checker may have written about a claim, another thing for each verdict of the scale.
fn first_check(project: &Project, claim: &ClaimId, by: Option<ReviewerId>, place: usize) -> Vec<Edit> {
    let verdicts = &project.scale().verdicts;
    let verdict = |place: usize| Some(verdicts[place % verdicts.len()].id.clone());
    let at = "2025-02-06T10:00:00Z".parse::<jiff::Timestamp>().unwrap();
    let at = at.checked_add(jiff::SignedDuration::from_mins(11 * place as i64)).unwrap();
    let signature = Signature { by, at };
    let mut evidence = Evidence::new(EvidenceId::from_random(place as u32), SourceId::from_random(1));
    evidence.stance = Stance::ALL[place % Stance::ALL.len()];
    (evidence.quote, evidence.note) = (format!("Quote {place}"), format!("Note of evidence {place}"));
    let document = project.sources()[0].latest().unwrap();
    let at = SOURCE.find(["Zero", "One", "Two", "Three", "Four"][place]).unwrap();
    let words = Span::in_text(document.text(), at, at + 3).unwrap();
    evidence.mark = Some(claimdesk::app::mark_at(document, words));
    let mut query = Query::new(QueryId::from_random(place as u32));
    (query.to, query.question) = (format!("Person {place}"), "Is it so?".into());
    let confidence = Confidence { degree: Degree::LEVELS[place % 3], reason: format!("Reason {place}") };
    let status = [Status::Checked, Status::InProgress, Status::QueryOut][place % 3];
    let standing = |status| ClaimField::Status(Standing { status, signed: Some(signature.clone()) });
    let mut fields = vec![
        ClaimField::Verdict(verdict(place + 1)),
        standing(Status::Checked),
        ClaimField::Verdict(verdict(place)),
        ClaimField::Confidence(Some(confidence)),
        ClaimField::Statement(Some(format!("Statement {place}"))),
        ClaimField::Kind(Some(ClaimKind::ALL[place])),
        ClaimField::Priority(Priority::ALL[(place + 2) % 4]),
        ClaimField::Claimant(Claimant { name: format!("Claimant {place}"), ..Claimant::default() }),
        ClaimField::Change(Some(ChangeRequest { problem: String::new(), suggestion: format!("Words {place}") })),
        ClaimField::Notes(format!("Notes {place}")),
        ClaimField::Tags(vec![format!("tag-{place}")]),
        ClaimField::Corrections(vec![Correction { date: String::new(), text: format!("Correction {place}") }]),
    ];
    if place.is_multiple_of(2) {
        fields.push(ClaimField::Queries(vec![query]));
    }
    fields.push(standing(status));
    let set = |field| Edit::SetClaim { claim: claim.clone(), field };
    let waiver = Waiver {
        rule: RuleId::fixed("no-second-check"),
        subject: Subject::Claim(claim.clone()),
        reason: format!("Waived {place}"),
        signed: Some(signature.clone()),
    };
    let edits = fields
        .into_iter()
        .map(set)
        .chain([Edit::AddEvidence { claim: claim.clone(), evidence }, Edit::Waive(Arc::new(waiver))]);
    edits.map(|edit| Edit::Signed { signature: signature.clone(), edit: Box::new(edit) }).collect()
}

/// A project for each verdict of the scale: they differ in Ann's first check alone.
fn projects(way: SecondCheckWay, named: bool) -> Vec<Project> {
    let base = marked(way);
    let claim = base.claims().iter().find(|claim| claim.quote() == WORDS).unwrap().id.clone();
    let ann = named.then(|| reviewer(&base, "AL").id);
    let with = |place: usize| {
        let mut project = base.clone();
        let edits = first_check(&base, &claim, ann.clone(), place);
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        project
    };
    (0..base.scale().verdicts.len()).map(with).collect()
}

/// Ben sits before a project, at the claim that Ann has marked, if he sees it.
fn before_ben(project: &Project) -> Session {
    let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 1, moment(Duration::ZERO));
    session.document = Some(Document::unsaved(project.clone()));
    session.sit_down(Some(reviewer(project, "BR")));
    if let Some(claim) = project.claims().iter().find(|claim| claim.quote() == WORDS) {
        session.handle(ClaimIntent::Go(claim.id.clone()).into(), moment(Duration::ZERO));
    }
    session
}

fn shown(session: &Session) -> String {
    store::encode(session.document.as_ref().unwrap().shown())
}

fn texts(window: &Window) -> Vec<String> {
    let texts = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        let cannot = node.is_disabled().then(|| "cannot be used".to_owned());
        [node.label(), node.value(), cannot]
    };
    window.root().children_recursive().flat_map(texts).flatten().collect()
}

/// What is told on every page, to a screen reader too.
fn told(project: &Project) -> Vec<Vec<String>> {
    let mut window = window(before_ben(project));
    window.run_ok();
    let pages = Screen::ALL.into_iter().map(|screen| {
        send(&mut window, Intent::Show(screen));
        texts(&window)
    });
    pages.collect()
}

fn picture(project: &Project, screen: Screen) -> Vec<u8> {
    let look = Look { size: (1100.0, 700.0), scale: 1.0, is_dark: false };
    shot::take(Shell::new(before_ben(project)), [Intent::Show(screen)], look).to_png()
}

fn are_equal<T: PartialEq>(of: impl Fn(&Project) -> T, projects: &[Project], what: &str) {
    let first = of(&projects[0]);
    for (place, project) in projects.iter().enumerate().skip(1) {
        assert!(of(project) == first, "{what} tells verdict {place} from verdict 0");
    }
}

#[test]
fn no_first_check_changes_a_byte_of_what_the_second_reviewer_is_shown() {
    let projects = projects(SecondCheckWay::Blind, true);
    assert_eq!(projects.len(), 5);
    let session = before_ben(&projects[0]);
    let document = session.document.as_ref().unwrap();
    assert!(document.is_hidden(&document.shown_claim().unwrap().id));
    let claim = document.shown_claim().unwrap();
    assert_eq!((claim.statement.as_ref(), claim.evidence.len(), claim.log.len()), (None, 0, 0));
    assert_eq!(document.shown().sources().len(), 1, "the list of sources stays");
    are_equal(|project| shown(&before_ben(project)), &projects, "the project as shown");
    are_equal(|project| before_ben(project).document.unwrap().findings(), &projects, "readiness");
    are_equal(told, &projects, "what is told");
    let counts = |project: &Project| {
        let document = before_ben(project).document.unwrap();
        Counts::of(document.visible(), &document.coverage())
    };
    are_equal(counts, &projects, "a count");
}

/// Everything that can be asked of a column, with the values that it is said to have.
fn tests_of(document: &Document, column: ClaimColumn) -> Vec<Test> {
    let keys = columns::choices(document.visible(), column).into_iter().map(|choice| choice.key);
    let between = |from: &str, to: &str| Test::Between { from: from.into(), to: to.into() };
    let words = ["0", "1", "e", "tag", "Hidden", "Note", "2025", "AL"];
    let words = words.iter().flat_map(|word| [Test::Contains((*word).into()), Test::Lacks((*word).into())]);
    let days = (1..=12).map(|month| between("2025", &format!("2025-{month:02}")));
    let picked = keys.flat_map(|key| [Test::Is(vec![key.clone()]), Test::IsNot(vec![key])]);
    let numbers = (0..4).map(|number| between(&number.to_string(), ""));
    [Test::IsEmpty, Test::IsFilled].into_iter().chain(picked).chain(words).chain(days).chain(numbers).collect()
}

/// What comes of every list, condition, order and group of the claim table, and of every filter of the claim list.
fn listed(project: &Project) -> String {
    let document = before_ben(project).document.unwrap();
    let visible = document.visible();
    let mut queries: Vec<ClaimQuery> =
        QuickList::ALL.iter().map(|list| ClaimQuery { list: *list, ..ClaimQuery::default() }).collect();
    for column in ClaimColumn::ALL.iter().copied() {
        let sort = |is_descending| Some(ClaimSort { column, is_descending });
        queries.extend([false, true].map(|down| ClaimQuery { sort: sort(down), ..ClaimQuery::default() }));
        queries.push(ClaimQuery { group: Some(column), ..ClaimQuery::default() });
        queries.extend(
            tests_of(&document, column)
                .into_iter()
                .map(|test| ClaimQuery { conditions: vec![Condition { column, test }], ..ClaimQuery::default() }),
        );
    }
    let scale = project.scale();
    let verdicts = scale.verdicts.iter().map(|verdict| VerdictFilter::Is(verdict.id.clone()));
    let verdicts = verdicts.chain([VerdictFilter::Any, VerdictFilter::Open, VerdictFilter::Hidden]);
    let statuses = || Status::ALL.iter().copied().map(Some).chain([None]);
    let filters = verdicts.flat_map(|verdict| {
        statuses().map(move |status| Filter { verdict: verdict.clone(), status, ..Filter::default() })
    });
    let mut told = String::new();
    for query in queries {
        told.push_str(&format!("{query:?}: {:?}\n", Lines::of(visible, &query, &Default::default())));
    }
    for filter in filters {
        told.push_str(&format!("{filter:?}: {:?}\n", filter.rows(visible)));
    }
    told
}

#[test]
fn no_list_order_group_or_filter_tells_one_first_check_from_another() {
    are_equal(listed, &projects(SecondCheckWay::Blind, true), "a list");
    are_equal(listed, &projects(SecondCheckWay::Blind, false), "a list");
    are_equal(listed, &projects(SecondCheckWay::Independent, true), "a list");
}

#[test]
fn what_is_hidden_is_listed_as_hidden_and_as_nothing_else() {
    let project = projects(SecondCheckWay::Blind, true).remove(0);
    let document = before_ben(&project).document.unwrap();
    let visible = document.visible();
    let hidden = document.shown().claims().iter().position(|claim| claim.quote() == WORDS).unwrap();
    let own = 1 - hidden;
    let rows = |query: ClaimQuery| claimdesk::app::table::rows(visible, &query);
    let asking = |column, test| rows(ClaimQuery { conditions: vec![Condition { column, test }], ..Default::default() });
    for column in
        ClaimColumn::ALL.iter().copied().filter(|column| document.hides(&visible.project.claims()[hidden].id, *column))
    {
        let [up, down] = [false, true].map(|is_descending| {
            rows(ClaimQuery { sort: Some(ClaimSort { column, is_descending }), ..Default::default() })
        });
        if !columns::text(visible.project, &visible.project.claims()[own], column).is_empty() {
            assert_eq!((up, down), (vec![own, hidden], vec![own, hidden]), "{column:?}: last either way");
        }
        assert!(!asking(column, Test::IsEmpty).contains(&hidden), "{column:?}: it is not empty");
        let of_zero = asking(column, Test::Between { from: "0".into(), to: "9".into() });
        assert!(!of_zero.contains(&hidden), "{column:?}: nor nought");
        let choices = columns::choices(visible, column);
        let (words, keys): (Vec<_>, Vec<_>) = choices.into_iter().map(|choice| (choice.label, choice.key)).unzip();
        assert_eq!(words.last().map(String::as_str), Some("Hidden"), "{column:?}");
        for (word, key) in words.iter().zip(keys) {
            assert_eq!(asking(column, Test::Is(vec![key])).contains(&hidden), word == "Hidden", "{column:?} {word}");
        }
        if columns::groups(column) {
            let query = ClaimQuery { group: Some(column), ..ClaimQuery::default() };
            let groups = Lines::of(visible, &query, &Default::default()).groups;
            assert!(groups.iter().any(|group| (group.label.as_str(), group.count) == ("Hidden", 1)), "{groups:?}");
        }
    }
    let on = |list| rows(ClaimQuery { list, ..ClaimQuery::default() }).contains(&hidden);
    assert_eq!((on(QuickList::Open), on(QuickList::NoSource)), (true, false), "it waits for a verdict");
    let filtered = |verdict| Filter { verdict, ..Filter::default() }.rows(visible);
    assert_eq!((filtered(VerdictFilter::Hidden), filtered(VerdictFilter::Open)), (vec![hidden], vec![]));
    let unchecked = Filter { status: Some(Status::Unchecked), ..Filter::default() };
    assert_eq!(unchecked.rows(visible), Vec::<usize>::new());
}

/// What has come of it when Ben does this at the claim whose first check is hidden: where he is, and all that he is told.
fn after(project: &Project, intents: &[Intent]) -> String {
    let mut session = before_ben(project);
    for intent in intents {
        drop(session.handle(intent.clone(), moment(Duration::ZERO)));
    }
    let notices: Vec<_> = session.notices.iter().map(|it| (it.text.clone(), it.path.clone())).collect();
    let document = session.document.as_ref();
    let place = document.map(|document| (document.view.screen, format!("{:?}", document.view.pane)));
    let overlay = session.overlay;
    let mut window = window(session);
    window.run_ok();
    format!("{notices:?}\n{place:?}\n{overlay:?}\n{:?}", texts(&window))
}

#[test]
fn a_source_beside_the_article_does_not_turn_to_what_the_first_reviewer_has_cited() {
    let projects = projects(SecondCheckWay::Blind, true);
    let claim = |words: &str| projects[0].claims().iter().find(|claim| claim.quote() == words).unwrap().id.clone();
    let open = Intent::Pane(PaneIntent::Open(SourceId::from_random(1)));
    let go = |words| Intent::from(ClaimIntent::Go(claim(words)));
    for intents in [vec![open.clone()], vec![open, go("nine months"), go(WORDS)]] {
        are_equal(|project| after(project, &intents), &projects, "the source beside");
        let look = Look { size: (1100.0, 700.0), scale: 1.0, is_dark: false };
        let picture = |project: &Project| shot::take(Shell::new(before_ben(project)), intents.clone(), look).to_png();
        are_equal(picture, &projects, "the picture of the source beside");
    }
}

#[test]
fn the_scale_does_not_tell_which_of_its_verdicts_the_first_reviewer_has_given() {
    let own = |project: &Project| {
        let mut project = project.clone();
        let scale = Scale { id: ScaleId::new("own-1").unwrap(), ..(*project.scale()).clone() };
        let settings = Settings { scale: scale.id.clone(), ..project.settings().clone() };
        let edits = [Edit::PutScale(scale.into()), Edit::SetSettings(settings.into())];
        edits.iter().for_each(|edit| project.apply(edit).unwrap());
        project
    };
    let projects: Vec<Project> = projects(SecondCheckWay::Blind, true).iter().map(own).collect();
    let mut changed = (*projects[0].scale()).clone();
    changed.verdicts.remove(1);
    let mut reworded = (*projects[0].scale()).clone();
    reworded.verdicts[1].label = "Other words".into();
    let intents: [Intent; 4] = [
        Intent::Show(Screen::Settings),
        ScaleIntent::Choose(Scale::politifact().into()).into(),
        ScaleIntent::Put(changed.into()).into(),
        Edit::PutScale(reworded.into()).into(),
    ];
    for intent in intents {
        let shown = [Intent::Show(Screen::Settings), intent.clone()];
        are_equal(|project| after(project, &shown), &projects, "the scale");
        let mut driver = Driver::new();
        driver.session = before_ben(&projects[0]);
        driver.send(intent.clone());
        assert_eq!((driver.project(), driver.session.dialog.is_none()), (&projects[0], true), "{intent:?}");
    }
}

#[test]
fn nobody_lets_pass_what_is_hidden_from_them_nor_takes_it_back() {
    let mut driver = Driver::new();
    driver.session = before_ben(&projects(SecondCheckWay::Blind, true)[0]);
    let (before, claim) = (driver.project().clone(), driver.claim().id.clone());
    let (rule, subject) = (RuleId::fixed("no-second-check"), Subject::Claim(claim));
    assert_eq!(before.parts().waivers.len(), 1, "Ann has a reason");
    let reason = "It is late.".to_owned();
    let waive = FindingIntent::Waive { rule: rule.clone(), subject: subject.clone(), reason };
    for intent in [waive, FindingIntent::Unwaive { rule, subject }] {
        driver.send(Intent::Finding(intent));
        assert_eq!(driver.project(), &before);
        assert!(driver.notices().last().unwrap().contains("hidden until you have given"));
    }
}

#[test]
fn it_is_not_said_of_a_source_that_no_claim_uses_it_where_one_that_is_hidden_does() {
    let mut driver = Driver::new();
    driver.session = before_ben(&projects(SecondCheckWay::Blind, true)[0]);
    let before = driver.project().clone();
    driver.send(Intent::Show(Screen::Sources));
    driver.send(Command::RemoveSource);
    assert!(driver.session.dialog.is_none(), "nothing is asked about 0 claims");
    assert_eq!(driver.project(), &before);
    assert!(driver.notices().last().unwrap().contains("hidden until you have given"));
}

#[test]
fn no_command_tells_one_first_check_from_another() {
    let projects = projects(SecondCheckWay::Blind, true);
    // Who leaves sees nothing of it, and what is written is the project itself.
    let leaves = [Command::Quit, Command::CloseProject, Command::OpenSample, Command::Tour, Command::NewFromArticle];
    for entry in COMMANDS.iter().filter(|entry| !leaves.contains(&entry.command)) {
        let intents = [entry.command.into()];
        are_equal(|project| after(project, &intents), &projects[..3], entry.title);
    }
}

#[test]
fn no_first_check_changes_a_point_of_the_pictures_that_the_second_reviewer_sees() {
    let projects = projects(SecondCheckWay::Blind, true);
    for screen in Screen::ALL {
        are_equal(|project| picture(project, screen), &projects, &format!("the picture of {screen:?}"));
    }
}

#[test]
fn a_first_check_without_a_name_is_hidden_too_and_nobody_gives_its_second() {
    let projects = projects(SecondCheckWay::Blind, false);
    are_equal(|project| shown(&before_ben(project)), &projects, "the project as shown");
    let mut driver = Driver::new();
    driver.session = before_ben(&projects[0]);
    let before = driver.claim().clone();
    driver.digit(2);
    assert_eq!(driver.claim(), &before);
    assert!(driver.notices().last().unwrap().contains("nobody has put their name to the first"));
    driver.send(ClaimIntent::OwnCheck(before.id.clone()));
    assert_eq!(driver.document().shown(), driver.project(), "who says that it is theirs sees it");
    driver.send(ClaimIntent::Second(before.id, before.verdict));
    assert_eq!(driver.claim().second, None);
    assert!(driver.notices().last().unwrap().contains("you made the first"));
}

#[test]
fn who_has_rated_and_not_signed_does_not_give_the_second_check() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark(WORDS);
    driver.digit(1);
    let claim = driver.claim().clone();
    assert_eq!(claim.status, Status::InProgress);
    driver.send(ClaimIntent::Second(claim.id.clone(), claim.verdict.clone()));
    assert_eq!(driver.claim().second, None);
    assert_eq!(
        driver.notices().last().unwrap(),
        &"Could not note the second check: you made the first. Another reviewer has to give it."
    );
    // Nor does the model take it by any other way.
    let by = driver.project().reviewers()[0].id.clone();
    let signed = Signature { by: Some(by), at: jiff::Timestamp::UNIX_EPOCH };
    let second = claimdesk::model::SecondCheck::new(signed, claim.verdict.unwrap());
    let mut project = driver.project().clone();
    let edit = Edit::SetClaim { claim: claim.id, field: ClaimField::Second(Some(second)) };
    assert_eq!(project.apply(&edit), Err(claimdesk::model::EditError::OwnSecondCheck));
}

#[test]
fn an_independent_reviewer_sees_the_article_and_none_of_the_others_marks() {
    let projects = projects(SecondCheckWay::Independent, true);
    let session = before_ben(&projects[0]);
    let document = session.document.as_ref().unwrap();
    let quotes: Vec<_> = document.shown().claims().iter().map(|claim| claim.quote()).collect();
    assert_eq!(quotes, ["nine months"], "his own");
    assert_eq!(document.shown_claim(), None);
    assert_eq!(document.shown().sources().len(), 1);
    are_equal(|project| shown(&before_ben(project)), &projects, "the project as shown");
    are_equal(told, &projects, "what is told");
    let Some(document) = &session.document else { return };
    let (article, coverage) = (document.article().unwrap().id.clone(), document.coverage());
    assert_eq!((coverage[&article].decided(), coverage[&article].open()), (1, coverage[&article].total() - 1));
}

#[test]
fn a_gap_in_the_numbers_tells_an_independent_reviewer_that_others_have_marked_and_no_more() {
    let way = SecondCheckWay::Independent;
    let projects = [marked_after(way, WORDS), marked_after(way, "two piers")];
    let [one, other] = projects.each_ref().map(|project| before_ben(project).document.unwrap());
    let numbers = |document: &Document| document.shown().claims().iter().map(|claim| claim.number).collect::<Vec<_>>();
    assert_eq!(numbers(&one), [2], "a number stays, whoever else has marked before");
    let real = one.shown().claims()[0].id.clone();
    assert_eq!(claimdesk::app::Unveiled::project(&one).claim(&real).unwrap().number, 2);
    // Neither where they are nor what they say.
    assert_eq!(store::encode(one.shown()), store::encode(other.shown()));
    assert!(told(&projects[0]) == told(&projects[1]));
    for screen in [Screen::Article, Screen::Claims, Screen::Overview] {
        assert!(picture(&projects[0], screen) == picture(&projects[1], screen), "{screen:?}");
    }
}

#[test]
fn nothing_that_an_independent_reviewer_does_changes_a_claim_that_is_hidden() {
    let project = projects(SecondCheckWay::Independent, true).remove(2);
    let hidden = project.claims().iter().find(|claim| claim.quote() == WORDS).unwrap().clone();
    let mut driver = Driver::new();
    driver.session = before_ben(&project);
    driver.save_as("review.ron");
    let kept = |driver: &Driver, what: &str| {
        let now = driver.project().claim(&hidden.id);
        assert_eq!(now, Some(&hidden), "{what}");
        assert!(driver.document().shown().claim(&hidden.id).is_none(), "{what}");
    };
    // The very words that are marked already are marked once more, and rated.
    driver.mark(WORDS);
    assert_ne!(driver.claim().id, hidden.id);
    driver.digit(3);
    kept(&driver, "marking");
    let id = hidden.id.clone();
    let evidence = hidden.evidence[0].id.clone();
    let verdict: VerdictId = driver.project().scale().verdicts[0].id.clone();
    let mut source = driver.project().sources()[0].as_ref().clone();
    source.title = "Another title".into();
    let direct: Vec<Intent> = vec![
        ClaimIntent::Go(id.clone()).into(),
        ClaimIntent::Delete(id.clone()).into(),
        ClaimIntent::Status(id.clone(), Status::Unchecked).into(),
        ClaimIntent::Second(id.clone(), Some(verdict.clone())).into(),
        ClaimIntent::RemoveEvidence { claim: id.clone(), evidence }.into(),
        ClaimIntent::AddQuery(id.clone()).into(),
        Edit::SetClaim { claim: id.clone(), field: ClaimField::Verdict(Some(verdict)) }.into(),
        Edit::RemoveClaim(id.clone()).into(),
        Edit::put_source(&source).into(),
        Intent::Article(claimdesk::app::intent::ArticleIntent::Remove(hidden.article.clone())),
    ];
    for intent in direct {
        let words = format!("{intent:?}");
        driver.send(intent);
        driver.send(Intent::Answer(Answer::Cancel));
        kept(&driver, &words);
    }
    let leaves = [Command::Quit, Command::CloseProject, Command::OpenSample, Command::Tour, Command::NewFromArticle];
    for screen in Screen::ALL {
        for entry in COMMANDS.iter().filter(|entry| !leaves.contains(&entry.command)) {
            driver.send(Intent::Show(screen));
            driver.send(Command::SelectAll);
            driver.send(entry.command);
            driver.send(Intent::Answer(Answer::Cancel));
            driver.session.overlay = None;
            if driver.session.document.is_some() {
                kept(&driver, entry.title);
            }
        }
    }
}

#[test]
fn who_works_independently_dismisses_for_themselves() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    set_way(&mut driver, SecondCheckWay::Independent);
    let dismissals = |driver: &Driver| driver.document().shown().parts().dismissals.len();
    driver.select("The last repair took nine months");
    driver.send(Command::DismissSentence);
    assert_eq!(dismissals(&driver), 1);
    introduce(&mut driver, "Ben Roe", "BR");
    assert_eq!(dismissals(&driver), 0, "nor does he see what she has dismissed");
    driver.select("The last repair took nine months");
    driver.send(Intent::DismissFor(DismissReason::Opinion));
    assert_eq!((dismissals(&driver), driver.project().parts().dismissals.len()), (1, 2));
    driver.send(Command::ReopenSentence);
    assert_eq!((dismissals(&driver), driver.project().parts().dismissals.len()), (0, 1));
}
