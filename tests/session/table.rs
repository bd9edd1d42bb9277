//! The claim table through the session: cursor and selection, changes of many claims in one step of undo, named views.

use crate::support::Driver;
use claimdesk::{
    app::{
        Command, Intent, Prefs,
        intent::ClaimIntent,
        table::{Change, Pick, TableIntent, Target},
    },
    model::{
        ClaimColumn, ClaimField, ClaimQuery, ClaimSort, Degree, Edit, Reviewer, ReviewerId, Status, Test, VerdictId,
    },
    store,
};

const WORDS: [&str; 4] = ["old bridge", "4,000 cars", "two piers", "nine months"];

/// Four claims, and the table shown.
fn with_table() -> Driver {
    let mut driver = Driver::with_article();
    WORDS.iter().for_each(|words| driver.mark(words));
    driver.send(Command::ShowClaims);
    driver
}

fn ask(driver: &mut Driver, change: impl FnOnce(&mut ClaimQuery)) {
    let mut query = driver.document().view.table.query.clone();
    change(&mut query);
    driver.send(TableIntent::Query(Box::new(query)));
}

fn change(driver: &mut Driver, change: Change) {
    driver.send(ClaimIntent::Change(Target::Selected, change));
}

fn pick(driver: &mut Driver, line: usize, pick: Pick) {
    driver.send(TableIntent::Pick(line, pick));
}

/// The numbers of the selected claims.
fn selected(driver: &Driver) -> Vec<usize> {
    let claims = driver.document().selected_claims();
    claims.iter().map(|claim| driver.project().claim_index(&claim.id).unwrap() + 1).collect()
}

fn verdicts(driver: &Driver) -> Vec<Option<&str>> {
    driver.project().claims().iter().map(|claim| claim.verdict.as_ref().map(VerdictId::as_str)).collect()
}

fn wrong() -> Change {
    Change::Verdict(Some(VerdictId::new("wrong").unwrap()))
}

mod selection {
    use super::*;

    #[test]
    fn a_click_selects_none_ctrl_one_more_and_shift_a_stretch() {
        let mut driver = with_table();
        pick(&mut driver, 1, Pick::Only);
        assert_eq!((selected(&driver), driver.claim().quote().as_str()), (vec![], "4,000 cars"));
        pick(&mut driver, 3, Pick::Range);
        assert_eq!(selected(&driver), [2, 3, 4]);
        pick(&mut driver, 2, Pick::Toggle);
        assert_eq!(selected(&driver), [2, 4]);
        pick(&mut driver, 0, Pick::Range);
        assert_eq!(selected(&driver), [1, 2, 3], "from where it was picked last");
        pick(&mut driver, 0, Pick::Only);
        assert_eq!(selected(&driver), [0; 0]);
        pick(&mut driver, 99, Pick::Only);
        assert_eq!(driver.claim().quote(), "old bridge");
    }

    #[test]
    fn arrows_move_shift_selects_and_ends_are_ends() {
        let mut driver = with_table();
        driver.send(TableIntent::Move(-9, false));
        driver.send(TableIntent::Move(1, true));
        driver.send(TableIntent::Move(1, true));
        assert_eq!(selected(&driver), [1, 2, 3]);
        driver.send(TableIntent::Move(-1, true));
        assert_eq!(selected(&driver), [1, 2]);
        driver.send(TableIntent::Move(isize::MAX / 2, false));
        assert_eq!(driver.claim().quote(), "nine months");
        assert_eq!(selected(&driver), [1, 2], "moving on keeps what is selected");
        driver.send(TableIntent::Toggle);
        assert_eq!(selected(&driver), [1, 2, 4]);
        driver.send(Command::SelectAll);
        assert_eq!(selected(&driver), [1, 2, 3, 4]);
        driver.send(Command::PreviousClaim);
        assert_eq!(driver.claim().quote(), "two piers");
    }

    #[test]
    fn back_lets_the_selection_go_and_then_the_table() {
        let mut driver = with_table();
        driver.send(Command::SelectAll);
        driver.send(Command::Back);
        assert_eq!(selected(&driver), [0; 0]);
        assert!(driver.document().view.screen == claimdesk::app::view::Screen::Claims);
        driver.send(Command::Back);
        assert!(driver.document().view.screen == claimdesk::app::view::Screen::Article);
    }

    #[test]
    fn what_a_filter_hides_is_not_selected_any_more() {
        let mut driver = with_table();
        driver.send(Command::SelectAll);
        ask(&mut driver, |query| query.text = "bridge".into());
        assert_eq!(selected(&driver), [1]);
        change(&mut driver, wrong());
        ask(&mut driver, |query| query.text.clear());
        assert_eq!(selected(&driver), [1]);
        assert_eq!(verdicts(&driver), [Some("wrong"), None, None, None]);
    }

    #[test]
    fn a_stretch_skips_heads_of_groups_and_folded_claims() {
        let mut driver = with_table();
        let claim = driver.project().claims()[1].id.clone();
        driver.send(Edit::SetClaim { claim, field: ClaimField::Tags(vec!["figures".into()]) });
        ask(&mut driver, |query| query.group = Some(ClaimColumn::Tags));
        // figures: 2; no tags: 1, 3, 4.
        pick(&mut driver, 1, Pick::Only);
        pick(&mut driver, 4, Pick::Range);
        assert_eq!(selected(&driver), [1, 2, 3]);
        driver.send(TableIntent::Fold("figures".into()));
        driver.send(TableIntent::Move(-9, false));
        assert_eq!(driver.claim().quote(), "old bridge");
    }
}

mod changes {
    use super::*;

    #[test]
    fn many_claims_change_in_one_step_of_undo() {
        let mut driver = with_table();
        let before = driver.project().clone();
        driver.send(Command::SelectAll);
        change(&mut driver, wrong());
        assert_eq!(verdicts(&driver), [Some("wrong"); 4]);
        assert!(driver.project().claims().iter().all(|claim| claim.status == Status::InProgress));
        assert_eq!(driver.document().undo_label().as_deref(), Some("Undo set verdict of 4 claims"));
        driver.send(Command::Undo);
        assert_eq!(driver.project(), &before);
        driver.send(Command::Redo);
        assert_eq!(verdicts(&driver), [Some("wrong"); 4]);
    }

    #[test]
    fn each_claim_keeps_the_change_in_its_log() {
        let mut driver = with_table();
        driver.session.prefs.reviewer =
            Some(Reviewer { id: ReviewerId::new("r-ada").unwrap(), name: "Ada".into(), initials: "AD".into() });
        driver.send(Command::SelectAll);
        change(&mut driver, Change::Status(Status::Checked));
        assert_eq!(driver.notices(), ["Could not sign the 4 claims: 4 of them have no verdict. Give a verdict first."]);
        change(&mut driver, wrong());
        change(&mut driver, Change::Status(Status::Checked));
        assert!(driver.project().claims().iter().all(|claim| claim.signed.is_none() || !claim.status.is_done()));
        change(&mut driver, Change::Status(Status::Checked));
        for claim in driver.project().claims() {
            assert_eq!(claim.signed.as_ref().unwrap().by.as_ref().unwrap().as_str(), "r-ada");
            let told = claim.log.iter().map(|entry| (entry.what.label(), entry.to.as_str())).collect::<Vec<_>>();
            assert_eq!(told, [("Verdict", "Wrong"), ("Status", "Checked")]);
        }
        assert_eq!(driver.project().reviewers().len(), 1, "who signs is known to the project");
    }

    #[test]
    fn tags_are_added_where_missing_and_removed_where_they_are() {
        let mut driver = with_table();
        let tags = |driver: &Driver| driver.project().claims().iter().map(|c| c.tags.join(" ")).collect::<Vec<_>>();
        pick(&mut driver, 0, Pick::Toggle);
        change(&mut driver, Change::AddTag("legal".into()));
        driver.send(Command::SelectAll);
        change(&mut driver, Change::AddTag("legal".into()));
        assert_eq!(tags(&driver), ["legal"; 4]);
        assert_eq!(driver.document().undo_label().as_deref(), Some("Undo add tag of 3 claims"));
        let steps = driver.document().revision();
        change(&mut driver, Change::AddTag("legal".into()));
        assert_eq!(driver.document().revision(), steps, "nothing changes, so there is nothing to undo");
        assert_eq!(driver.notices(), ["Nothing to change: all selected claims have it already."]);
        pick(&mut driver, 3, Pick::Toggle);
        change(&mut driver, Change::RemoveTag("legal".into()));
        assert_eq!(tags(&driver), ["", "", "", "legal"]);
    }

    #[test]
    fn keys_for_one_claim_work_on_all_that_are_selected() {
        let mut driver = with_table();
        pick(&mut driver, 0, Pick::Toggle);
        pick(&mut driver, 2, Pick::Toggle);
        driver.digit(1);
        assert_eq!(verdicts(&driver), [Some("confirmed"), None, Some("confirmed"), None]);
        driver.send(Intent::Digit { digit: 3, with_shift: true });
        let degree = driver.project().claims()[2].confidence.as_ref().unwrap().degree;
        assert_eq!(degree, Degree::High);
        driver.sign();
        assert_eq!(driver.project().claims().iter().filter(|claim| claim.status == Status::Checked).count(), 2);
        driver.send(Command::ClearVerdict);
        assert_eq!(verdicts(&driver), [None; 4]);
        driver.send(Command::DeleteClaim);
        assert_eq!(driver.quotes(), ["4,000 cars", "nine months"]);
        assert_eq!(driver.notices(), ["2 claims are deleted."]);
        driver.send(Command::Undo);
        assert_eq!(driver.quotes(), WORDS);
    }

    #[test]
    fn without_a_selection_they_work_on_the_claim_at_the_cursor() {
        let mut driver = with_table();
        pick(&mut driver, 1, Pick::Only);
        driver.digit(3);
        driver.digit(1);
        assert_eq!(verdicts(&driver), [None, Some("wrong"), None, None]);
        assert_eq!(driver.claim().confidence.as_ref().unwrap().degree, Degree::Low);
        driver.send(Command::DeleteClaim);
        assert_eq!(driver.quotes(), ["old bridge", "two piers", "nine months"]);
    }

    #[test]
    fn a_claim_is_given_to_somebody_and_the_reason_of_confidence_stays() {
        let mut driver = with_table();
        let me = Reviewer { id: ReviewerId::new("r-me").unwrap(), name: String::new(), initials: "ME".into() };
        driver.session.prefs.reviewer = Some(me.clone());
        let claim = driver.project().claims()[0].clone();
        let target = || Target::Claim(claim.id.clone());
        let confidence = claimdesk::model::Confidence { degree: Degree::Low, reason: "One source.".into() };
        let field = ClaimField::Confidence(Some(confidence));
        driver.send(Edit::SetClaim { claim: claim.id.clone(), field });
        driver.send(ClaimIntent::Change(target(), Change::Assign(Some(me.id.clone()))));
        driver.send(ClaimIntent::Change(target(), Change::Confidence(Some(Degree::High))));
        let claim = &driver.project().claims()[0];
        assert_eq!((claim.assigned.as_ref(), driver.project().reviewer(&me.id).is_some()), (Some(&me.id), true));
        let confidence = claim.confidence.as_ref().unwrap();
        assert_eq!((confidence.degree, confidence.reason.as_str()), (Degree::High, "One source."));
    }

    #[test]
    fn a_statement_that_is_written_keeps_its_row() {
        let mut driver = with_table();
        ask(&mut driver, |query| {
            query.sort = Some(ClaimSort { column: ClaimColumn::Statement, is_descending: false });
        });
        let claim = driver.project().claims()[1].id.clone();
        let row = |driver: &Driver| driver.document().table_cursor().unwrap();
        driver.send(TableIntent::Write(Some(claim.clone())));
        assert_eq!(row(&driver), 0);
        for words in ["z", "ze", "zeb"] {
            let field = ClaimField::Statement(Some(words.into()));
            driver.session.handle(
                Edit::SetClaim { claim: claim.clone(), field }.into(),
                crate::support::moment(std::time::Duration::from_secs(100)),
            );
        }
        assert_eq!(row(&driver), 0);
        driver.send(TableIntent::Write(None));
        assert_eq!(row(&driver), 3);
        driver.send(Command::Undo);
        assert_eq!(driver.project().claim(&claim).unwrap().statement, None, "typing is one step");
    }

    #[test]
    fn a_project_that_is_read_only_says_so() {
        let mut driver = with_table();
        driver.session.document.as_mut().unwrap().access = store::Access::Newer(9);
        driver.send(Command::SelectAll);
        change(&mut driver, wrong());
        assert_eq!(verdicts(&driver), [None; 4]);
        assert!(driver.notices()[0].starts_with("Could not change the project"), "{:?}", driver.notices());
    }
}

mod views {
    use super::*;

    fn names(driver: &Driver) -> Vec<&str> {
        driver.project().views().iter().map(|view| view.name.as_str()).collect()
    }

    fn has_changed(driver: &Driver) -> Option<bool> {
        driver.document().table_view().map(|(_, has_changed)| has_changed)
    }

    #[test]
    fn a_view_is_saved_opened_changed_renamed_and_deleted() {
        let mut driver = with_table();
        ask(&mut driver, |query| {
            query.put_condition(ClaimColumn::Verdict, Some(Test::IsEmpty));
            query.sort = Some(ClaimSort { column: ClaimColumn::Statement, is_descending: true });
            query.group = Some(ClaimColumn::Status);
            query.columns = vec![ClaimColumn::Number, ClaimColumn::Quote];
        });
        let asked = driver.document().view.table.query.clone();
        driver.send(TableIntent::SaveView("  Still open ".into()));
        assert_eq!((names(&driver), has_changed(&driver)), (vec!["Still open"], Some(false)));
        driver.send(TableIntent::OpenView(None));
        assert!(driver.document().view.table.query.shows_all());
        driver.send(TableIntent::OpenView(Some("Still open".into())));
        assert_eq!(driver.document().view.table.query, asked);
        ask(&mut driver, |query| query.group = None);
        assert_eq!(has_changed(&driver), Some(true));
        driver.send(TableIntent::SaveView("Still open".into()));
        assert_eq!((names(&driver).len(), has_changed(&driver)), (1, Some(false)));
        driver.send(TableIntent::RenameView("Open".into()));
        assert_eq!((names(&driver), has_changed(&driver)), (vec!["Open"], Some(false)));
        driver.send(TableIntent::DeleteView);
        assert_eq!((names(&driver).len(), has_changed(&driver)), (0, None));
        driver.send(Command::Undo);
        driver.send(Command::Undo);
        assert_eq!(names(&driver), ["Still open"]);
    }

    #[test]
    fn no_view_takes_the_name_of_another_and_none_is_without_a_name() {
        let mut driver = with_table();
        driver.send(TableIntent::SaveView("A".into()));
        driver.send(TableIntent::SaveView("B".into()));
        driver.send(TableIntent::RenameView("A".into()));
        driver.send(TableIntent::SaveView("  ".into()));
        assert_eq!(names(&driver), ["A", "B"]);
        assert_eq!(driver.notices(), ["Could not rename the view: there is one called “A” already."]);
    }

    #[test]
    fn views_are_saved_with_the_project_and_merged() {
        let mut driver = with_table();
        ask(&mut driver, |query| {
            query.put_condition(ClaimColumn::Evidence, Some(Test::Between { from: "1".into(), to: String::new() }));
            query.put_condition(ClaimColumn::Tags, Some(Test::IsNot(vec!["“quoted”, with a comma".into()])));
        });
        let base = driver.project().clone();
        driver.send(TableIntent::SaveView("Mine".into()));
        let mine = driver.project().clone();
        let read = store::decode(store::encode(&mine).as_bytes()).unwrap();
        assert_eq!((&read.project, read.access), (&mine, store::Access::Editable));
        driver.send(Command::Undo);
        driver.send(TableIntent::SaveView("Theirs".into()));
        let merged = claimdesk::join::join(Some(&base), &mine, driver.project());
        let names: Vec<_> = merged.project.views().iter().map(|view| view.name.clone()).collect();
        assert_eq!(names, ["Mine", "Theirs"]);
        assert_eq!(merged.project.differences(), []);
    }

    #[test]
    fn columns_order_and_groups_are_remembered_and_filters_are_not() {
        let mut driver = with_table();
        ask(&mut driver, |query| {
            query.columns = vec![ClaimColumn::Quote, ClaimColumn::Tags];
            query.group = Some(ClaimColumn::Status);
            query.text = "bridge".into();
        });
        driver.send(TableIntent::Width(ClaimColumn::Tags, 9000.0));
        let prefs: Prefs = driver.session.prefs.clone();
        assert_eq!(prefs.table.widths[&ClaimColumn::Tags], 900.0);
        let mut other = Driver::with_article();
        other.session.prefs = prefs;
        other.send(Command::ShowClaims);
        let query = &other.document().view.table.query;
        assert_eq!(query.columns, [ClaimColumn::Quote, ClaimColumn::Tags]);
        assert_eq!((query.group, query.text.as_str()), (Some(ClaimColumn::Status), ""));
    }
}
