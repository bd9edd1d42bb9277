//! Work that ends after its project was closed: it comes into no other project, and what has become of it is told.

use std::{path::PathBuf, sync::Arc, time::Duration};

use claimdesk::{
    app::{
        Command, Dialog, Effect, EffectResult, Intent,
        effect::{Job, JobResult, Pick},
        intent::{Answer, PreviewIntent},
        jobs,
    },
    model::{ArticleId, Edit, Source, SourceId},
    store,
};

use crate::support::{ARTICLE, Driver, moment};

/// Later than anything that the driver does by itself.
const LATER: Duration = Duration::from_secs(3600);

/// Two saved projects, of which the first is open and changed.
fn desk() -> (Driver, PathBuf, PathBuf) {
    let mut driver = Driver::with_article();
    driver.mark("nine months");
    let other = driver.save_as("other.ron");
    driver.send(Edit::SetTitle("First".into()));
    driver.send(Edit::PutSource(Arc::new(Source::new(SourceId::new("s-report").unwrap()))));
    let first = driver.save_as("first.ron");
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
    driver.mark("4,000 cars");
    (driver, first, other)
}

/// What follows from a result or intent, but for what its job has to say. The library is of no project.
fn hold(driver: &mut Driver, effects: Vec<Effect>) -> Vec<JobResult> {
    let is_held = |effect: &Effect| matches!(effect, Effect::Run(job) if !matches!(job, Job::GatherLibrary(_)));
    let (jobs, others): (Vec<_>, Vec<_>) = effects.into_iter().partition(is_held);
    driver.perform(others);
    let run = |effect| match effect {
        Effect::Run(job) => Some(jobs::run(driver.files.as_ref(), job)),
        _ => None,
    };
    jobs.into_iter().filter_map(run).collect()
}

fn ask(driver: &mut Driver, intent: impl Into<Intent>) -> Vec<JobResult> {
    let effects = driver.session.handle(intent.into(), moment(LATER));
    hold(driver, effects)
}

fn pick(driver: &mut Driver, pick: Pick, path: PathBuf) -> Vec<JobResult> {
    let effects = driver.session.receive(EffectResult::Picked(pick, Some(path)), moment(LATER));
    hold(driver, effects)
}

fn close(driver: &mut Driver) {
    driver.send(Command::CloseProject);
    driver.send(Intent::Answer(Answer::Discard));
    assert!(driver.session.document.is_none());
    driver.session.notices.clear();
}

/// Its job has its say at last.
fn deliver(driver: &mut Driver, results: Vec<JobResult>) {
    assert_eq!(results.len(), 1);
    for result in results {
        let effects = driver.session.receive(EffectResult::Done(result), moment(LATER));
        driver.perform(effects);
    }
}

#[test]
fn a_save_that_ends_late_makes_no_other_project_its_own() {
    let (mut driver, first, other) = desk();
    let saved = ask(&mut driver, Command::Save);
    close(&mut driver);
    driver.send(Intent::OpenPath(other.clone()));
    deliver(&mut driver, saved);
    assert_eq!(driver.document().path.as_ref(), Some(&other));
    assert_eq!(driver.quotes(), ["nine months"]);
    assert_eq!(driver.notices(), ["“first.ron”, which was closed meanwhile, is saved."]);
    let written = std::fs::read(&first).unwrap();
    assert!(String::from_utf8_lossy(&written).contains("4,000 cars"));
    driver.mark("two piers");
    driver.send(Command::Save);
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
    assert_eq!(std::fs::read(&first).unwrap(), written, "the first project is as it was saved");
    let other = store::decode(&std::fs::read(&other).unwrap()).unwrap().project;
    assert_eq!(other.claims().len(), 2);
}

#[test]
fn a_save_that_fails_late_is_told() {
    for opens_other in [false, true] {
        let (mut driver, first, other) = desk();
        std::fs::remove_file(&first).unwrap();
        std::fs::create_dir(&first).unwrap();
        let saved = ask(&mut driver, Command::Save);
        close(&mut driver);
        if opens_other {
            driver.send(Intent::OpenPath(other.clone()));
        }
        deliver(&mut driver, saved);
        let told = driver.session.notices.last().expect("it is told");
        assert!(told.kind.is_lasting());
        let text =
            "Could not save “first.ron”, which was closed meanwhile: there is a folder or a device of this name.";
        assert_eq!(told.text, text);
        assert_eq!(told.path.as_deref(), first.to_str());
    }
}

#[test]
fn a_file_that_cannot_be_read_for_a_closed_project_is_told_whatever_it_was_for() {
    let source = || SourceId::new("s-report").unwrap();
    let picks = [
        (Pick::SealFile(source()), "copy.pdf", "Could not seal the source"),
        (Pick::Document(source()), "report.pdf", "Could not open the article"),
        (Pick::Sources, "list.ris", "Could not import the sources"),
        (Pick::Claims, "claims.json", "Could not"),
        (Pick::Compared, "bob.ron", "Could not compare"),
        (Pick::Draft(ArticleId::new("a-1").unwrap()), "draft.txt", "Could not open the article"),
        (Pick::Article, "second.txt", "Could not open the article"),
    ];
    for (wanted, name, words) in picks {
        for opens_other in [false, true] {
            let (mut driver, _, other) = desk();
            let path = driver.path(name);
            let read = pick(&mut driver, wanted.clone(), path.clone());
            close(&mut driver);
            if opens_other {
                driver.send(Intent::OpenPath(other.clone()));
            }
            // What another project came for is stopped, as the reviewer sees.
            let is_stopped = read[0].is_stopped();
            deliver(&mut driver, read);
            assert!(!is_stopped || opens_other, "{name}");
            let told = driver.session.notices.iter().find(|notice| notice.path.as_deref() == path.to_str());
            assert!(is_stopped || told.is_some_and(|told| told.text.starts_with(words)), "{name}: {told:?}");
            assert!(driver.session.opening.is_none() && driver.session.preview.is_none(), "{name}");
        }
    }
}

#[test]
fn what_was_read_for_a_closed_project_comes_into_no_other_and_is_told() {
    let (mut driver, _, other) = desk();
    let copy = driver.write("copy.txt", "the copy");
    let read = pick(&mut driver, Pick::SealFile(SourceId::new("s-report").unwrap()), copy.clone());
    close(&mut driver);
    driver.send(Intent::OpenPath(other));
    let before = driver.project().clone();
    deliver(&mut driver, read);
    assert_eq!(*driver.project(), before);
    let told = driver.session.notices.last().unwrap();
    assert!(told.text.starts_with("Nothing came in: the project that it was read for was closed meanwhile."));
    assert_eq!(told.path.as_deref(), copy.to_str());
}

/// A safe session with a damaged project of which a version is kept, and an open one with unsaved work.
fn beside_a_damaged_project() -> Driver {
    let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(claimdesk::io::Disk));
    let article = driver.write("article.txt", ARTICLE);
    for (name, words) in [("damaged.ron", "nine months"), ("open.ron", "4,000 cars")] {
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(article.clone()));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        driver.mark(words);
        driver.save_as(name);
    }
    let damaged = driver.path("damaged.ron");
    let text = std::fs::read_to_string(&damaged).unwrap();
    std::fs::write(&damaged, text.replacen("quote: \"nine", "quote: nine", 1)).unwrap();
    driver.send(Intent::OpenPath(damaged));
    assert_eq!(driver.quotes(), ["4,000 cars"], "what cannot be opened closes nothing");
    driver.mark("two piers");
    driver
}

fn offer(driver: &Driver, words: &str) -> Intent {
    let told = driver.session.notices.iter().find(|notice| notice.text.contains(words));
    told.and_then(|notice| Some(notice.action.clone()?.1)).unwrap_or_else(|| panic!("{:?}", driver.notices()))
}

#[test]
fn what_is_left_of_a_damaged_project_comes_into_no_open_one_and_asks_before_it_closes_it() {
    for (words, quotes) in [("There is a good version of", &["nine months"][..]), ("can be read", &[])] {
        let mut driver = beside_a_damaged_project();
        let open = driver.document().path.clone();
        let intent = offer(&driver, words);
        driver.send(intent);
        assert!(matches!(driver.session.dialog, Some(Dialog::Unsaved(_))), "{words}");
        assert_eq!(driver.quotes(), ["4,000 cars", "two piers"], "{words}");
        driver.send(Intent::Answer(Answer::SaveFirst));
        assert_eq!(driver.quotes(), quotes, "{words}: {:?}", driver.notices());
        assert_ne!(driver.document().path, open);
        let saved = std::fs::read(open.unwrap()).unwrap();
        let saved = store::decode(&saved).unwrap().project;
        let saved: Vec<_> = saved.claims().iter().map(|claim| claim.quote()).collect();
        assert_eq!(saved, ["4,000 cars", "two piers"], "{words}");
    }
}

/// Which path is asked for by a command.
fn asked(driver: &mut Driver, command: Command) -> Pick {
    let effects = driver.session.handle(command.into(), moment(LATER));
    let pick = effects.into_iter().find_map(|effect| match effect {
        Effect::Pick(pick) => Some(pick),
        _ => None,
    });
    pick.expect("a path is asked for")
}

#[test]
fn a_path_that_was_chosen_for_a_closed_project_is_not_taken_for_the_open_one() {
    for command in [Command::SaveAs, Command::OpenArticle, Command::ImportSources, Command::Import] {
        let (mut driver, _, other) = desk();
        let wanted = asked(&mut driver, command);
        close(&mut driver);
        driver.send(Intent::OpenPath(other.clone()));
        let before = (driver.project().clone(), driver.document().path.clone());
        let path = driver.path("chosen.ron");
        let jobs = pick(&mut driver, wanted.clone(), path.clone());
        assert_eq!(jobs.len(), 0, "{command:?}");
        assert!(!path.exists() && driver.session.opening.is_none(), "{command:?}");
        assert!(before == (driver.project().clone(), driver.document().path.clone()), "{command:?}");
        let told = driver.session.notices.last().unwrap();
        assert!(told.text.starts_with("Nothing was done with the file"), "{told:?}");
        // What had no answer asks for no path in the other project either.
        let effects = driver.session.receive(EffectResult::Picked(wanted, None), moment(LATER));
        driver.perform(effects);
        assert_eq!(driver.session.dialog, None, "{command:?}");
    }
}

#[test]
fn a_draft_is_of_the_article_for_which_it_was_chosen() {
    let mut driver = Driver::with_article();
    let first = driver.document().article().unwrap().id.clone();
    let wanted = asked(&mut driver, Command::NewDraft);
    let second = driver.write("second.txt", "Another article\n\nIt has words of its own.\n");
    driver.send(Intent::OpenPath(second));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    assert_ne!(driver.document().article().unwrap().id, first);
    let draft = driver.write("draft.txt", ARTICLE.replace("nine months", "ten months"));
    let effects = driver.session.receive(EffectResult::Picked(wanted, Some(draft)), moment(LATER));
    driver.perform(effects);
    driver.send(Intent::Preview(PreviewIntent::Accept));
    let versions: Vec<_> = driver.project().articles().iter().map(|article| article.versions.len()).collect();
    assert_eq!(versions, [2, 1]);
}

#[test]
fn what_the_clipboard_was_asked_for_goes_into_no_other_project() {
    for command in [Command::PasteArticle, Command::PasteDraft] {
        let (mut driver, _, other) = desk();
        let effects = driver.session.handle(command.into(), moment(LATER));
        let purpose = effects.into_iter().find_map(|effect| match effect {
            Effect::ReadClipboard(purpose) => Some(purpose),
            _ => None,
        });
        close(&mut driver);
        driver.send(Intent::OpenPath(other));
        let clip =
            claimdesk::app::effect::Clip { text: Some("Words of another article.".into()), ..Default::default() };
        let effects = driver.session.receive(EffectResult::Clipboard(purpose.unwrap(), clip), moment(LATER));
        assert_eq!(hold(&mut driver, effects).len(), 0, "{command:?}");
        assert!(driver.session.preview.is_none() && driver.session.opening.is_none(), "{command:?}");
        let told = driver.session.notices.last().unwrap();
        assert!(told.text.starts_with("Nothing was taken from the clipboard"), "{told:?}");
    }
}
