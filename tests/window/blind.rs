//! The blind second check: the first verdict is nowhere to be seen until the second is given, and a difference is settled.

use crate::support::{
    Driver, introduce,
    window::{Window, press, press_with, send, session, window},
};
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        Command, Counts, Intent,
        filter::{Filter, VerdictFilter},
        intent::ClaimIntent,
        table::{Change, TableIntent, Target, columns},
    },
    check::{self, Finding},
    export,
    model::{ClaimColumn, ClaimId, ClaimQuery, Condition, Degree, Edit, Settings, Status, Test, VerdictId},
    store,
};
use egui::accesskit::{Role, Toggled};
use egui_kittest::kittest::Queryable as _;

const WORDS: &str = "4,000 cars";

fn make_blind(driver: &mut Driver) {
    let settings = Settings { blind_second_check: true, ..driver.project().settings().clone() };
    driver.send(Intent::Edit(Edit::SetSettings(settings.into())));
}

/// Ann calls the claim wrong with high confidence and signs it; then Ben sits here.
fn second_reviewer() -> Driver {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    make_blind(&mut driver);
    driver.mark(WORDS);
    driver.digit(3);
    driver.digit(3);
    driver.sign();
    assert_eq!(driver.document().shown(), driver.project(), "who made the first check sees it");
    introduce(&mut driver, "Ben Roe", "BR");
    driver
}

fn verdict(driver: &Driver, place: usize) -> VerdictId {
    driver.project().scale().verdicts[place].id.clone()
}

fn shown(driver: &Driver) -> &claimdesk::model::Claim {
    driver.document().shown_claim().unwrap()
}

fn claim_id(driver: &Driver) -> ClaimId {
    driver.claim().id.clone()
}

#[test]
fn the_first_check_is_hidden_until_the_second_is_given_with_its_confidence() {
    let mut driver = second_reviewer();
    assert!(driver.document().is_hidden(&claim_id(&driver)));
    assert_eq!((shown(&driver).verdict.as_ref(), shown(&driver).confidence.as_ref()), (None, None));
    assert!(shown(&driver).log.iter().all(|entry| !["Verdict", "Confidence"].contains(&entry.what.label())));
    // The same keys that give a first verdict give the second.
    driver.digit(2);
    assert_eq!(driver.claim().verdict, Some(verdict(&driver, 2)), "the first stays what it is");
    assert_eq!(driver.claim().second.as_ref().unwrap().verdict, verdict(&driver, 1));
    assert!(driver.document().is_hidden(&claim_id(&driver)), "the confidence is still to come");
    driver.digit(1);
    let second = driver.claim().second.clone().unwrap();
    assert_eq!(second.confidence.unwrap().degree, Degree::Low);
    assert_eq!(driver.claim().confidence.as_ref().unwrap().degree, Degree::High);
    assert!(!driver.document().is_hidden(&claim_id(&driver)));
    assert_eq!(driver.document().shown(), driver.project());
    driver.send(Command::Undo);
    driver.send(Command::Undo);
    assert!(driver.document().is_hidden(&claim_id(&driver)), "who takes their check back does not keep the view");
}

#[test]
fn what_is_hidden_is_said_to_be_so_and_no_hint_is_given_for_what_cannot_be_done() {
    let mut driver = second_reviewer();
    let claim = claim_id(&driver);
    for column in [ClaimColumn::Verdict, ClaimColumn::Status, ClaimColumn::Evidence, ClaimColumn::CheckedBy] {
        assert!(driver.document().hides(&claim, column), "{column:?}");
    }
    assert!(!driver.document().hides(&claim, ClaimColumn::Quote));
    driver.session.prefs.key_caps = true;
    // A message would stand where the hints do.
    driver.session.notices.clear();
    let mut window = window(driver.session);
    window.run_ok();
    let says = |window: &Window, words: &str| window.query_all_by_label(words).count();
    assert_eq!((says(&window, "Hidden"), says(&window, "Unchecked")), (4, 0), "confidence, sources, status, by whom");
    assert_eq!((says(&window, "Sign"), says(&window, "Statement"), says(&window, "Next claim")), (0, 0, 1));
    send(&mut window, Intent::Show(claimdesk::app::view::Screen::Claims));
    assert_eq!(
        (says(&window, "Unchecked"), says(&window, "Sign"), says(&window, "Statement")),
        (0, 0, 1),
        "the column alone"
    );
    assert!(window.query_all_by_label("Hidden").count() > 1);
    assert!(window.query_all_by_label_contains("Verdict of claim 1: Hidden").count() == 1);
    assert!(window.query_by_label_contains("Status of claim 1").is_none(), "nobody sets what they do not see");
}

#[test]
fn who_gives_no_confidence_says_so_to_compare() {
    let mut driver = second_reviewer();
    driver.digit(3);
    assert!(driver.document().is_hidden(&claim_id(&driver)));
    let claim = claim_id(&driver);
    driver.send(ClaimIntent::CompareChecks(claim.clone()));
    assert!(!driver.document().is_hidden(&claim));
    assert_eq!(driver.claim().status, Status::SecondChecked, "both agree");
}

#[test]
fn neither_lists_nor_counts_nor_findings_give_the_first_verdict_away() {
    let mut driver = second_reviewer();
    let document = driver.document();
    let wrong = Filter { verdict: VerdictFilter::Is(verdict(&driver, 2)), ..Filter::default() };
    assert_eq!(wrong.rows(driver.project()).len(), 1);
    assert_eq!(wrong.rows(document.visible()).len(), 0);
    let counts = Counts::of(document.visible(), &document.coverage());
    assert!(counts.articles.values().all(|article| article.verdicts.is_empty()));
    assert_eq!((counts.claims, counts.hidden, counts.open, counts.done), (1, 1, 0, 0), "hidden is neither");
    assert_eq!(counts.checked_words("claims "), "0 of 0 claims checked, 1 hidden");
    let label = driver.project().scale().verdicts[2].label.clone();
    let tells = |finding: &&Finding| finding.message.contains(&label);
    let all = check::findings(driver.project(), &claimdesk::app::coverage(driver.project()));
    assert!(all.iter().any(|finding| tells(&finding)));
    assert_eq!(document.findings().iter().find(tells), None);
    assert!(document.findings().iter().any(|finding| finding.rule.as_str() == "no-second-check"));
    // A claim that waits for the second check is an open one to who has to give it.
    driver.send(Command::NextOpenClaim);
    assert_eq!(driver.claim().quote(), WORDS);
}

#[test]
fn the_table_hides_the_first_verdict_and_changes_no_hidden_check_in_bulk() {
    let mut driver = second_reviewer();
    driver.mark("two piers");
    driver.send(Command::ShowClaims);
    let hidden = driver.project().claims().iter().find(|claim| claim.quote() == WORDS).unwrap().id.clone();
    let columns = [ClaimColumn::Verdict, ClaimColumn::Confidence];
    let texts = |driver: &Driver| {
        let project = driver.document().shown();
        let claim = project.claim(&hidden).unwrap();
        columns.map(|column| columns::text(project, claim, column).into_owned())
    };
    assert_eq!(texts(&driver), ["", ""]);
    let count_wrong = |driver: &mut Driver| {
        let test = Test::Is(vec!["wrong".into()]);
        let conditions = vec![Condition { column: ClaimColumn::Verdict, test }];
        driver.send(TableIntent::Query(Box::new(ClaimQuery { conditions, ..ClaimQuery::default() })));
        driver.document().table_lines().rows.len()
    };
    assert_eq!(count_wrong(&mut driver), 0, "nor can it be searched for");
    driver.send(TableIntent::Query(Box::default()));
    driver.send(Command::SelectAll);
    let right = Change::Verdict(Some(verdict(&driver, 0)));
    driver.send(ClaimIntent::Change(Target::Selected, right.clone()));
    let verdicts: Vec<_> = driver.project().claims().iter().map(|claim| claim.verdict.clone()).collect();
    assert_eq!(verdicts, [Some(verdict(&driver, 2)), Some(verdict(&driver, 0))]);
    assert!(
        driver.session.notices.iter().any(|notice| notice.text.starts_with("1 claim waits for a blind second check"))
    );
    driver.send(ClaimIntent::Change(Target::Claim(hidden.clone()), right));
    let claim = driver.project().claim(&hidden).unwrap();
    assert_eq!(claim.verdict, Some(verdict(&driver, 2)), "in its row the second check is given");
    assert_eq!(claim.second.as_ref().unwrap().verdict, verdict(&driver, 0));
}

#[test]
fn the_file_holds_both_checks_and_what_the_second_reviewer_exports_does_not() {
    let mut driver = second_reviewer();
    let label = driver.project().scale().verdicts[2].label.clone();
    let file = store::encode(driver.project());
    assert_eq!(&store::decode(file.as_bytes()).unwrap().project, driver.project());
    let export = |driver: &mut Driver, name: &str| {
        let path = driver.path(name);
        driver.picks.push_back(path.clone());
        driver.send(Intent::Export { format: "csv", options: export::Options::default() });
        std::fs::read_to_string(path).unwrap()
    };
    let of_ben = export(&mut driver, "ben.csv");
    assert!(of_ben.contains(WORDS) && !of_ben.contains(&label), "{of_ben}");
    let ann = driver.project().reviewers()[0].as_ref().clone();
    driver.session.prefs.reviewer = Some(ann);
    driver.send(Intent::LeaveField);
    assert!(!driver.document().is_hidden(&claim_id(&driver)));
    assert!(export(&mut driver, "ann.csv").contains(&label));
}

#[test]
fn the_second_reviewer_neither_changes_nor_signs_the_first_check_unseen() {
    let mut driver = second_reviewer();
    let before = driver.claim().clone();
    driver.send(Command::SignChecked);
    driver.send(Command::ClearVerdict);
    driver.send(Intent::set(&before, claimdesk::model::ClaimField::Verdict(None)));
    let now = driver.claim();
    assert_eq!((&now.verdict, &now.signed, now.status), (&before.verdict, &before.signed, before.status));
    assert!(driver.session.notices.iter().any(|notice| notice.text.contains("hidden until you have given")));
}

#[test]
fn nothing_is_hidden_without_the_setting_nor_before_there_is_a_first_check() {
    let mut driver = Driver::with_article();
    introduce(&mut driver, "Ann Lee", "AL");
    driver.mark(WORDS);
    driver.digit(3);
    introduce(&mut driver, "Ben Roe", "BR");
    assert!(!driver.document().is_hidden(&claim_id(&driver)));
    make_blind(&mut driver);
    assert!(driver.document().is_hidden(&claim_id(&driver)));
    driver.mark("nine months");
    driver.digit(1);
    assert!(!driver.document().is_hidden(&claim_id(&driver)), "one's own claim");
}

#[test]
fn a_difference_blocks_until_it_is_settled_and_both_checks_stay_on_record() {
    let mut driver = second_reviewer();
    driver.digit(2);
    driver.digit(2);
    let blocks = |driver: &Driver| driver.document().findings().iter().any(|f| f.rule.as_str() == "checks-disagree");
    assert!(blocks(&driver) && driver.claim().status == Status::Checked);
    let (claim, first, second) = (claim_id(&driver), verdict(&driver, 2), verdict(&driver, 1));
    let reason = " The city corrected its figure. ".to_owned();
    driver.send(ClaimIntent::Settle { claim: claim.clone(), verdict: second.clone(), reason });
    assert!(!blocks(&driver));
    let now = driver.claim();
    assert_eq!((now.verdict.as_ref(), now.status), (Some(&second), Status::SecondChecked));
    assert_eq!(now.confidence.as_ref().unwrap().degree, Degree::Moderate, "that of the verdict it came to");
    let settled = now.second.as_ref().unwrap().settled.as_ref().unwrap();
    assert_eq!((&settled.first, settled.reason.as_str()), (&first, "The city corrected its figure."));
    assert_eq!(settled.first_confidence.as_ref().unwrap().degree, Degree::High);
    assert!(now.log.iter().any(|entry| entry.what.label() == "Settled" && entry.to.contains("corrected")));
    let file = store::encode(driver.project());
    assert_eq!(&store::decode(file.as_bytes()).unwrap().project, driver.project());
    driver.send(ClaimIntent::Unsettle(claim));
    assert_eq!((driver.claim().verdict.as_ref(), driver.claim().status), (Some(&first), Status::Checked));
    assert_eq!(driver.claim().confidence.as_ref().unwrap().degree, Degree::High);
    assert!(blocks(&driver));
}

#[test]
fn a_settled_difference_names_whoever_said_what() {
    let mut driver = second_reviewer();
    driver.digit(2);
    driver.digit(2);
    let (claim, second) = (claim_id(&driver), verdict(&driver, 1));
    driver.send(ClaimIntent::Settle { claim: claim.clone(), verdict: second, reason: String::new() });
    let mut shown = window(driver.session);
    shown.run_ok();
    let says = |words: &str| shown.query_all_by_label(words).count();
    // Ben has settled it on what he said: the claim bears his name now, and Ann's verdict hers.
    assert_eq!((says("High · AL"), says("Moderate · BR"), says("High · BR")), (1, 1, 0));
    send(&mut shown, ClaimIntent::Unsettle(claim));
    assert_eq!(shown.query_all_by_label("High · AL").count(), 1);
}

/// Every text that a screen reader could read out.
fn texts(window: &Window) -> Vec<String> {
    use egui_kittest::kittest::NodeT;
    let texts = |node: egui_kittest::Node<'_>| [node.accesskit_node().label(), node.accesskit_node().value()];
    window.root().children_recursive().flat_map(texts).flatten().collect()
}

#[test]
fn no_screen_shows_the_first_verdict_to_the_second_reviewer() {
    use claimdesk::app::view::Screen;
    let driver = second_reviewer();
    let scale = driver.project().scale();
    let label = scale.verdicts[2].label.clone();
    let claim = claim_id(&driver);
    let mut window = window(driver.session);
    window.run_ok();
    let in_scale = format!("{} {label}", scale.verdicts[2].sign);
    for screen in Screen::ALL {
        send(&mut window, Intent::Show(screen));
        let told = texts(&window);
        // The scale itself is offered to choose from, and shown in the settings; what was chosen is not told.
        let is_scale = |text: &&String| **text == label || screen == Screen::Settings && **text == in_scale;
        let gives_away = |text: &&String| text.contains(&label) && !is_scale(text) && !text.ends_with(": 0");
        let found: Vec<_> = told.iter().filter(gives_away).collect();
        assert!(
            found.is_empty() || screen == Screen::Article && found.iter().all(|text| text.contains("Any")),
            "{screen:?}: {found:?}"
        );
    }
    send(&mut window, Command::Export);
    window.get_by_label_contains("What is hidden from you is left out of what you export");
    let told = texts(&window);
    assert!(told.iter().any(|text| text.contains(WORDS) && text.contains(',')), "the first lines are shown");
    assert!(!told.iter().any(|text| text.contains(WORDS) && text.contains(&label)), "and give nothing away");
    send(&mut window, Command::Back);
    send(&mut window, Intent::Show(Screen::Article));
    window.get_by_label("○ Hidden");
    window.get_by_label("Your second check");
    let chosen =
        window.query_all_by(|node| node.role() == Role::RadioButton && node.toggled() == Some(Toggled::True)).count();
    assert_eq!(chosen, 0, "no verdict is lit");
    press(&mut window, egui::Key::Num2);
    press_with(&mut window, egui::Modifiers::SHIFT, egui::Key::Num2);
    window.get_by_label("The checks differ");
    window.get_by_label(&format!("Settle on {label}")).click_accesskit();
    window.run_ok();
    window.get_by_label("The checks differed and are settled");
    let project = session(&window).document.as_ref().unwrap().project();
    assert_eq!(project.claim(&claim).unwrap().status, Status::SecondChecked);
}
