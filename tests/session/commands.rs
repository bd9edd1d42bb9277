//! A command says where it works: nothing changes a claim that is not drawn, whatever is pressed wherever the reviewer is.

use std::{collections::HashSet, path::PathBuf};

use crate::support::Driver;
use claimdesk::app::Unveiled as _;
use claimdesk::{
    app::{
        COMMANDS, Command, Intent, Scene,
        effect::Clip,
        intent::{Answer, ClaimIntent, PaneIntent, PreviewIntent, ReaderIntent, SourceIntent},
        keys,
        table::{Pick, TableIntent},
        view::{DigitStage, Screen, Selection},
    },
    model::{ClaimColumn, ClaimId, ClaimKind, ClaimQuery, Project, Status},
};

const OLD: &str = "\
Bridge closed after divers find cracks

The old bridge over the river was closed on Monday. About 4,000 cars cross it every day, the city said.

“We will not take any risk,” the engineer wrote. Anna Lee of the survey found cracks in two piers.

Nobody was hurt. The town council meets on Thursday to talk about a new bridge.
";

const NEW: &str = "\
Bridge closed after divers find cracks

The old bridge over the river was closed on Monday. About 4,500 cars cross it every day, the city said.

“We will not take any risk,” the engineer wrote. Anna Ek of the survey found cracks in two piers.

The town council meets on Thursday to talk about a new bridge.
";

/// The link that lies on the clipboard.
const LINK: &str = "https://example.org/on-the-clipboard";

/// A project with two drafts, four claims in several states, and a source with a document, in a file.
fn project_file(driver: &mut Driver) -> PathBuf {
    for words in
        ["closed on Monday", "About 4,000 cars cross it every day", "Anna Lee of the survey", "Nobody was hurt."]
    {
        driver.mark(words);
        driver.digit(1);
        driver.digit(2);
    }
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Survey report".into() });
    let source = driver.claim().evidence[0].source.clone();
    let report = driver.write("report.txt", "Survey\nAnna Ek found cracks in two piers.\nNobody was hurt, she said.\n");
    driver.picks.push_back(report);
    driver.send(PaneIntent::File(source));
    driver.send(PaneIntent::Close);
    let draft = driver.write("new.txt", NEW);
    driver.picks.push_back(draft);
    driver.send(Command::NewDraft);
    driver.send(Intent::Preview(PreviewIntent::Accept));
    assert_eq!(driver.document().article().unwrap().versions.len(), 2);
    assert!(!driver.document().review_items().is_empty());
    driver.save_as("review.ron")
}

/// A place where the reviewer can be, and how they get there.
struct Whereabouts {
    name: &'static str,
    scene: Scene,
    go: fn(&mut Driver),
}

fn open_pane(driver: &mut Driver) {
    let source = driver.project().sources()[0].id.clone();
    driver.send(PaneIntent::Open(source));
    driver.send(PaneIntent::Reader(ReaderIntent::Select(Selection { anchor: 7, head: 20 })));
}

fn show(driver: &mut Driver, screen: Screen) {
    driver.send(Intent::Show(screen));
}

fn in_table(driver: &mut Driver, query: ClaimQuery) {
    show(driver, Screen::Claims);
    driver.send(TableIntent::Query(Box::new(query)));
}

/// Only claims with words that no claim has.
fn without_rows() -> ClaimQuery {
    ClaimQuery { text: "no claim says this".into(), ..ClaimQuery::default() }
}

const WHEREABOUTS: &[Whereabouts] = &[
    Whereabouts { name: "start", scene: Scene::Start, go: |d| d.send(Command::CloseProject) },
    Whereabouts { name: "article", scene: Scene::Article, go: |_| {} },
    Whereabouts {
        name: "table, cursor scrolled away",
        scene: Scene::Table,
        go: |d| {
            show(d, Screen::Claims);
            d.send(TableIntent::InView(0..1));
        },
    },
    Whereabouts {
        name: "article, words selected",
        scene: Scene::Article,
        go: |d| d.select("The town council meets on Thursday"),
    },
    Whereabouts { name: "article, next digit is the confidence", scene: Scene::Article, go: |d| d.digit(3) },
    Whereabouts { name: "article, the list filtered", scene: Scene::Article, go: filter_list },
    Whereabouts { name: "article, older draft", scene: Scene::Article, go: |d| d.send(Command::OlderDraft) },
    Whereabouts { name: "pane", scene: Scene::Pane, go: open_pane },
    Whereabouts {
        name: "pane open, article has the keys",
        scene: Scene::Article,
        go: |d| {
            open_pane(d);
            d.send(Command::SwitchPane);
        },
    },
    Whereabouts { name: "review", scene: Scene::Review, go: |d| d.send(Command::ReviewDraft) },
    Whereabouts { name: "table", scene: Scene::Table, go: |d| show(d, Screen::Claims) },
    Whereabouts { name: "table, filtered", scene: Scene::Table, go: |d| in_table(d, without_rows()) },
    Whereabouts {
        name: "table, rows selected",
        scene: Scene::Table,
        go: |d| {
            show(d, Screen::Claims);
            d.send(TableIntent::Pick(0, Pick::Toggle));
            d.send(TableIntent::Pick(2, Pick::Toggle));
        },
    },
    Whereabouts {
        name: "table, selected rows filtered away",
        scene: Scene::Table,
        go: |d| {
            show(d, Screen::Claims);
            d.send(Command::SelectAll);
            d.send(TableIntent::Query(Box::new(without_rows())));
        },
    },
    Whereabouts {
        name: "table, selected rows folded away",
        scene: Scene::Table,
        go: |d| {
            in_table(d, ClaimQuery { group: Some(ClaimColumn::Status), ..ClaimQuery::default() });
            d.send(Command::SelectAll);
            d.send(TableIntent::FoldAll(true));
        },
    },
    Whereabouts {
        name: "table, selected rows scrolled away",
        scene: Scene::Table,
        go: |d| {
            show(d, Screen::Claims);
            d.send(TableIntent::Pick(2, Pick::Toggle));
            d.send(TableIntent::Pick(3, Pick::Toggle));
            d.send(TableIntent::InView(0..2));
        },
    },
    Whereabouts { name: "sources", scene: Scene::Sources, go: |d| show(d, Screen::Sources) },
    Whereabouts { name: "overview", scene: Scene::Page, go: |d| show(d, Screen::Overview) },
    Whereabouts { name: "readiness", scene: Scene::Page, go: |d| show(d, Screen::Readiness) },
    Whereabouts { name: "compare", scene: Scene::Page, go: |d| show(d, Screen::Compare) },
    Whereabouts { name: "adjudication", scene: Scene::Settling, go: |d| show(d, Screen::Adjudication) },
    Whereabouts { name: "what changed", scene: Scene::Page, go: |d| show(d, Screen::Changes) },
    Whereabouts { name: "library", scene: Scene::Page, go: |d| show(d, Screen::Library) },
    Whereabouts { name: "settings", scene: Scene::Page, go: |d| show(d, Screen::Settings) },
    Whereabouts {
        name: "settings under the palette",
        scene: Scene::Page,
        go: |d| {
            show(d, Screen::Settings);
            d.send(Command::Palette);
        },
    },
    Whereabouts { name: "article under the help", scene: Scene::Sheet, go: |d| d.send(Command::Help) },
    Whereabouts {
        name: "sources under the guide",
        scene: Scene::Sheet,
        go: |d| {
            show(d, Screen::Sources);
            d.send(Command::Guide);
        },
    },
    Whereabouts {
        name: "preview",
        scene: Scene::Preview,
        go: |d| {
            let other = d.write("other.txt", "Another article\n\nIt has words of its own.\n");
            d.picks.push_back(other);
            d.send(Command::OpenArticle);
        },
    },
    Whereabouts { name: "dialog", scene: Scene::Dialog, go: |d| d.send(Command::Export) },
];

fn filter_list(driver: &mut Driver) {
    let filter = claimdesk::app::filter::Filter { text: "no claim says this".into(), ..Default::default() };
    driver.send(Intent::Filter(filter));
}

/// The claims that the window draws with their fields, told from what is shown and not from what commands say.
fn drawn(driver: &Driver) -> HashSet<ClaimId> {
    let Some(document) = &driver.session.document else { return HashSet::new() };
    if driver.session.preview.is_some() || driver.session.dialog.is_some() {
        return HashSet::new();
    }
    let claims = document.project().claims();
    match document.view.screen {
        Screen::Article => document.focus().claim.iter().cloned().collect(),
        Screen::Review => document.review_item().map(|(claim, _)| claim.id.clone()).into_iter().collect(),
        Screen::Claims => {
            let lines = document.table_lines();
            let in_view = document.view.table.in_view.clone().unwrap_or(0..lines.lines.len());
            in_view.filter_map(|line| lines.claim(line)).map(|row| claims[row].id.clone()).collect()
        }
        _ => HashSet::new(),
    }
}

/// The claims that are not what they were: changed or gone.
fn touched(before: &Project, after: &Project) -> Vec<ClaimId> {
    let is_same = |claim: &claimdesk::model::Claim| after.claim(&claim.id).is_some_and(|now| **now == *claim);
    before.claims().iter().filter(|claim| !is_same(claim)).map(|claim| claim.id.clone()).collect()
}

/// What can be pressed, pasted, dropped or chosen, and how a question that comes of it is answered.
fn acts(dropped: &std::path::Path) -> Vec<(String, Vec<Intent>)> {
    let commands = COMMANDS.iter().map(|entry| (entry.id.to_owned(), Intent::Command(entry.command)));
    let digits = (0..=9).flat_map(|digit| {
        [false, true].map(|with_shift| (format!("digit {digit} {with_shift}"), Intent::Digit { digit, with_shift }))
    });
    let others = [("paste", Intent::Paste(LINK.into())), ("verdict", Intent::Verdict(2))];
    let single = commands.chain(digits).chain(others.map(|(name, intent)| (name.to_owned(), intent)));
    let drop = vec![Intent::Drop(vec![dropped.to_owned()]), Intent::Answer(Answer::DroppedEvidence)];
    single.map(|(name, intent)| (name, vec![intent])).chain([("drop".to_owned(), drop)]).collect()
}

#[test]
fn nothing_changes_a_claim_that_is_not_drawn() {
    let mut maker = Driver::with_text(OLD);
    let path = project_file(&mut maker);
    maker.send(Command::CloseProject);
    let dropped = maker.write("dropped.txt", "The survey of the bridge.");
    let mut did = HashSet::new();
    for place in WHEREABOUTS {
        for with_claim in [true, false] {
            for (name, acts) in acts(&dropped) {
                let mut driver = Driver::new();
                driver.clipboard = Clip { text: Some(LINK.into()), ..Clip::default() };
                driver.send(Intent::OpenPath(path.clone()));
                let claim = driver.project().claims()[3].id.clone();
                if with_claim {
                    driver.send(ClaimIntent::Go(claim));
                }
                (place.go)(&mut driver);
                let at = format!("{name} at {} ({with_claim})", place.name);
                assert_eq!(driver.session.scene(), place.scene, "{at}");
                let (drawn, before) = (drawn(&driver), driver.session.document.as_ref().map(|d| d.project().clone()));
                // What is doubtful is signed at the second time only.
                if name == "sign" {
                    driver.send(acts[0].clone());
                }
                acts.into_iter().for_each(|act| driver.send(act));
                // Undo and redo speak of what was done last, wherever it was; a test of their own holds that they say what.
                if ["undo", "redo"].contains(&name.as_str()) {
                    continue;
                }
                let (Some(before), Some(after)) = (before, &driver.session.document) else { continue };
                if after.project().articles().first().map(|it| &it.id) != before.articles().first().map(|it| &it.id) {
                    // Another project was opened in its place.
                    continue;
                }
                for claim in touched(&before, after.project()) {
                    assert!(drawn.contains(&claim), "{at} changed a claim that is not drawn");
                    did.insert((place.name, name.clone()));
                }
                let draws_claims = [Scene::Article, Scene::Pane, Scene::Review, Scene::Table].contains(&place.scene);
                if !draws_claims && name != "drop" {
                    assert!(before == *after.project(), "{at} changed the project");
                }
            }
        }
    }
    // It is no test when nothing ever changes.
    for (place, name) in [
        ("article", "sign"),
        ("article", "delete"),
        ("article", "paste"),
        ("article", "drop"),
        ("article", "digit 3 false"),
        ("article, next digit is the confidence", "digit 3 false"),
        ("pane", "take-words"),
        ("review", "accept"),
        ("table", "digit 2 false"),
        ("table, rows selected", "sign"),
    ] {
        assert!(did.contains(&(place, name.to_owned())), "{name} does nothing at {place}");
    }
}

#[test]
fn keys_on_another_page_leave_the_hidden_claim_alone() {
    let mut driver = Driver::with_text(OLD);
    driver.mark("closed on Monday");
    for screen in [Screen::Sources, Screen::Overview, Screen::Readiness, Screen::Compare, Screen::Settings] {
        driver.send(Intent::Show(screen));
        driver.digit(3);
        driver.send(Command::SignChecked);
        driver.send(Command::DeleteClaim);
        driver.send(Intent::Paste(LINK.into()));
        let claim = &driver.project().claims()[0];
        assert_eq!(
            (claim.verdict.as_ref(), claim.status, claim.evidence.len()),
            (None, Status::Unchecked, 0),
            "{screen:?}"
        );
    }
}

#[test]
fn delete_on_sources_is_the_source_and_asks_when_claims_use_it() {
    let mut driver = Driver::with_text(OLD);
    driver.mark("closed on Monday");
    let claim = driver.claim().id.clone();
    driver.send(ClaimIntent::AddEvidence { claim, text: "Survey report".into() });
    driver.send(Intent::Show(Screen::Sources));
    let delete = |driver: &Driver| driver.session.command_of_key(|key| key == keys::key(keys::Key::Delete));
    assert_eq!(delete(&driver).map(|(command, _)| command), Some(Command::RemoveSource));
    driver.send(Command::RemoveSource);
    assert_eq!((driver.project().sources().len(), driver.project().claims().len()), (1, 1), "it is asked first");
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(driver.project().sources().len(), 1);
    driver.send(Command::RemoveSource);
    driver.send(Intent::Answer(Answer::RemoveSource));
    assert_eq!((driver.project().sources().len(), driver.project().claims()[0].evidence.len()), (0, 0));
    driver.send(Command::Undo);
    assert_eq!(driver.project().claims()[0].evidence.len(), 1, "one step of undo");

    // Nobody loses anything by a source that no claim uses.
    driver.send(Intent::Source(SourceIntent::Add));
    driver.send(Command::RemoveSource);
    assert_eq!((driver.session.dialog.clone(), driver.project().sources().len()), (None, 1));
    driver.send(Command::ReadArticle);
    assert_eq!(delete(&driver).map(|(command, _)| command), Some(Command::DeleteClaim));
}

#[test]
fn evidence_from_the_clipboard_goes_to_the_claim_for_which_it_was_asked() {
    use claimdesk::app::{Effect, EffectResult};
    let mut driver = Driver::with_text(OLD);
    driver.mark("closed on Monday");
    let first = driver.claim().id.clone();
    let effects = driver.session.handle(Command::AddEvidence.into(), crate::support::moment(Default::default()));
    let [Effect::ReadClipboard(purpose)] = &effects[..] else { panic!("{effects:?}") };
    // The clipboard takes its time, and the reviewer goes on.
    driver.mark("About 4,000 cars cross it every day");
    let clip = Clip { text: Some(LINK.into()), ..Clip::default() };
    driver.session.receive(EffectResult::Clipboard(purpose.clone(), clip), crate::support::moment(Default::default()));
    assert_eq!(driver.project().claim(&first).unwrap().evidence.len(), 1);
    assert_eq!(driver.claim().evidence.len(), 0);
}

#[test]
fn rows_that_are_folded_away_are_not_selected() {
    let mut driver = Driver::with_text(OLD);
    driver.mark("closed on Monday");
    driver.mark("About 4,000 cars cross it every day");
    let kind = claimdesk::model::ClaimField::Kind(Some(ClaimKind::ALL[0]));
    let claim = driver.claim().clone();
    driver.send(Intent::set(&claim, kind));
    in_table(&mut driver, ClaimQuery { group: Some(ClaimColumn::Kind), ..ClaimQuery::default() });
    driver.send(TableIntent::Fold(String::new()));
    driver.send(Command::SelectAll);
    assert_eq!(
        driver.document().claims_here().iter().map(|c| c.id.clone()).collect::<Vec<_>>(),
        std::slice::from_ref(&claim.id)
    );
    driver.send(TableIntent::FoldAll(true));
    assert!(driver.document().claims_here().is_empty());
    in_table(&mut driver, ClaimQuery::default());
    assert_eq!(driver.document().claims_here().len(), 1, "the one at the cursor");
}

#[test]
fn the_next_digit_is_the_verdict_again_where_another_claim_is_drawn() {
    let mut driver = Driver::with_text(OLD);
    driver.mark("closed on Monday");
    driver.digit(1);
    assert_eq!(driver.document().view.stage, DigitStage::Confidence);
    driver.mark("About 4,000 cars cross it every day");
    assert_eq!(driver.document().view.stage, DigitStage::Verdict);
}

#[test]
fn a_question_before_signing_signs_the_claims_that_it_names() {
    let mut driver = Driver::with_text(OLD);
    for words in ["closed on Monday", "About 4,000 cars cross it every day"] {
        driver.mark(words);
        driver.digit(1);
        driver.digit(1);
    }
    let (first, second) = (driver.project().claims()[0].id.clone(), driver.claim().id.clone());
    driver.send(ClaimIntent::AddEvidence { claim: second.clone(), text: "Survey report".into() });
    let status = |driver: &Driver, id: &ClaimId| driver.project().claim(id).unwrap().status;
    driver.send(ClaimIntent::Go(first.clone()));
    driver.send(Command::SignChecked);
    let asked = driver.session.notices.last().unwrap().clone();
    assert!(asked.text.starts_with("Sign claim 1 without a source?"), "{}", asked.text);
    driver.send(ClaimIntent::Go(second.clone()));
    driver.send(asked.action.unwrap().1);
    assert_eq!((status(&driver, &first), status(&driver, &second)), (Status::Checked, Status::InProgress));
}

#[test]
fn a_file_is_dropped_once_the_open_question_is_answered() {
    let mut driver = Driver::with_text(OLD);
    driver.mark("closed on Monday");
    driver.send(Command::CloseProject);
    let question = driver.session.dialog.clone();
    assert!(question.is_some());
    driver.send(Intent::Drop(vec!["report.pdf".into()]));
    assert_eq!(driver.session.dialog, question);
    assert_eq!(driver.notices(), ["A question is open. Answer it, then drop the file again."]);
}

#[test]
fn the_next_digit_is_the_verdict_where_other_rows_are_selected() {
    let mut driver = Driver::with_text(OLD);
    driver.mark("closed on Monday");
    driver.mark("About 4,000 cars cross it every day");
    show(&mut driver, Screen::Claims);
    driver.digit(2);
    assert_eq!(driver.document().view.stage, DigitStage::Confidence);
    driver.send(Command::SelectAll);
    driver.digit(3);
    assert_eq!(driver.notices(), ["2 claims: Wrong"]);
}

#[test]
fn selected_rows_that_are_scrolled_away_come_back_in_place_of_what_a_key_does() {
    let mut driver = Driver::with_text(OLD);
    for words in ["closed on Monday", "About 4,000 cars cross it every day", "Anna Lee of the survey"] {
        driver.mark(words);
    }
    show(&mut driver, Screen::Claims);
    driver.send(TableIntent::Pick(2, Pick::Toggle));
    driver.send(TableIntent::InView(0..1));
    driver.send(Command::DeleteClaim);
    assert_eq!(driver.project().claims().len(), 3);
    assert_eq!(driver.notices(), ["What is selected was out of view. Press the key again."]);
    driver.send(TableIntent::InView(1..3));
    driver.send(Command::DeleteClaim);
    assert_eq!(driver.project().claims().len(), 2);
}

mod told {
    use super::*;

    fn click(driver: &mut Driver, text: &str) {
        let notice = driver.session.notices.iter().find(|notice| notice.text == text).expect(text).clone();
        driver.send(notice.action.expect("a way back").1);
    }

    #[test]
    fn a_key_says_what_it_did_to_which_claim() {
        let mut driver = Driver::with_text(OLD);
        driver.mark("closed on Monday");
        driver.mark("About 4,000 cars cross it every day");
        driver.digit(3);
        assert_eq!(driver.notices(), ["Claim 2: Wrong"]);
        driver.digit(3);
        assert_eq!(driver.notices(), ["Claim 2: confidence High"]);
        // Without a source it is asked first.
        driver.send(Command::SignChecked);
        driver.send(Command::SignChecked);
        assert_eq!(driver.notices(), ["Claim 2 signed"]);
        driver.send(Command::ClearVerdict);
        assert_eq!(driver.notices(), ["Claim 2: no verdict"]);
        driver.send(Command::DeleteClaim);
        assert_eq!(driver.notices(), ["Claim 2 is deleted."]);
        click(&mut driver, "Claim 2 is deleted.");
        assert_eq!(driver.project().claims().len(), 2);
    }

    #[test]
    fn sentences_are_told_by_their_reason() {
        let mut driver = Driver::with_text(OLD);
        driver.send(Command::NextOpenSentence);
        driver.send(Command::DismissSentence);
        assert_eq!(driver.notices(), ["Sentence dismissed: not checkable"]);
        driver.send(Command::ReopenSentence);
        assert_eq!(driver.notices(), ["Sentence reopened"]);
        driver.send(Command::SelectAll);
        driver.send(Command::DismissSentence);
        assert!(driver.notices()[0].ends_with("sentences dismissed: not checkable"), "{:?}", driver.notices());
    }

    #[test]
    fn many_claims_are_one_message() {
        let mut driver = Driver::with_text(OLD);
        driver.mark("closed on Monday");
        driver.mark("About 4,000 cars cross it every day");
        show(&mut driver, Screen::Claims);
        driver.send(Command::SelectAll);
        driver.digit(1);
        assert_eq!(driver.notices(), ["2 claims: Confirmed"]);
    }

    #[test]
    fn its_undo_takes_back_nothing_else() {
        let mut driver = Driver::with_text(OLD);
        driver.mark("closed on Monday");
        driver.digit(3);
        let claim = driver.claim().clone();
        driver.send(Intent::set(&claim, claimdesk::model::ClaimField::Notes("a note".into())));
        let notice = &driver.session.notices[0];
        assert_eq!((notice.text.as_str(), &notice.action), ("Claim 1: Wrong", &None), "the note was written since");
        assert_eq!(driver.claim().notes, "a note");
    }

    #[test]
    fn undo_elsewhere_says_what_it_took_back() {
        let mut driver = Driver::with_text(OLD);
        driver.mark("closed on Monday");
        driver.digit(3);
        driver.send(Command::Undo);
        assert!(!driver.notices().iter().any(|text| text.starts_with("Taken back")), "it is seen");
        driver.send(Command::Redo);
        show(&mut driver, Screen::Sources);
        driver.send(Command::Undo);
        assert!(driver.notices().contains(&"Taken back: set verdict, claim 1."), "{:?}", driver.notices());
        driver.send(Command::Redo);
        assert!(driver.notices().contains(&"Made again: set verdict, claim 1."), "{:?}", driver.notices());
    }
}
