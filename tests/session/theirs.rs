//! The file of the open project is deleted, emptied, cut, or something else is put in its place.

use std::{
    fs,
    path::{Path, PathBuf},
};

use claimdesk::{
    app::{Command, Dialog, EffectResult, Intent, Theirs, intent::Answer},
    store,
};

use super::reliability::{notice, safe_project};
use crate::support::{Driver, moment};

/// What may become of a file: its name, the doing, and the words in which it is told.
type Fate = (&'static str, fn(&Path), &'static str);

const FATES: [Fate; 7] = [
    ("deleted", |path| fs::remove_file(path).unwrap(), "is not there any more"),
    ("renamed", |path| fs::rename(path, path.with_extension("old")).unwrap(), "is not there any more"),
    ("emptied", |path| fs::write(path, "").unwrap(), "it is empty now"),
    ("cut", |path| fs::write(path, &fs::read(path).unwrap()[..900]).unwrap(), "ends in the middle of an entry"),
    ("zeros", |path| fs::write(path, vec![0; 900]).unwrap(), "holds zero bytes"),
    ("rubbish", |path| fs::write(path, "Dear all,\nsee you on Monday.\n").unwrap(), "is no project any more"),
    (
        "a folder",
        |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        },
        "A folder stands in the place",
    ),
];

/// The watcher has noticed something.
fn look(driver: &mut Driver, path: &Path) {
    let touched = EffectResult::FileTouched(path.to_owned());
    let effects = driver.session.receive(touched, moment(std::time::Duration::from_secs(50)));
    driver.perform(effects);
}

/// A saved project with nothing unsaved, whose file has met this fate.
fn after(fate: fn(&Path)) -> (Driver, PathBuf) {
    let (driver, path) = safe_project();
    fate(&path);
    (driver, path)
}

fn holds_the_project(driver: &Driver, path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text == store::encode(driver.project()))
}

#[test]
fn it_is_told_once_with_what_happened_and_the_project_counts_as_unsaved() {
    for (name, fate, words) in FATES {
        let (mut driver, path) = after(fate);
        assert!(driver.document().is_saved(), "{name}: not looked at yet");
        look(&mut driver, &path);
        notice(&driver, words);
        assert!(driver.document().has_unsaved_work(), "{name}: the title says so");
        look(&mut driver, &path);
        assert_eq!(driver.notices().len(), 1, "{name}: {:?}", driver.notices());
        driver.send(Intent::Close);
        assert!(matches!(driver.session.dialog, Some(Dialog::Unsaved(_))) && !driver.has_quit, "{name}: closing asks");
    }
}

#[test]
fn saving_writes_it_again_or_asks_for_another_place() {
    for (name, fate, words) in FATES {
        let (mut driver, path) = after(fate);
        look(&mut driver, &path);
        let (_, action) = driver.session.notices[0].action.clone().unwrap();
        driver.send(Command::Save);
        if path.is_dir() {
            notice(&driver, "there is a folder or a device of this name");
            let other = driver.path("other.ron");
            driver.picks.push_back(other.clone());
            driver.send(action);
            assert!(holds_the_project(&driver, &other), "{name}");
        } else {
            assert!(holds_the_project(&driver, &path), "{name}: {:?}", driver.notices());
        }
        assert!(driver.document().is_saved(), "{name}");
        assert!(!driver.notices().iter().any(|text| text.contains(words)), "{name}: {:?}", driver.notices());
    }
}

#[test]
fn saving_looks_by_itself_when_nothing_was_noticed_yet() {
    for (name, fate, _) in FATES {
        let (mut driver, path) = after(fate);
        driver.send(Command::Save);
        assert!(!driver.notices().contains(&"Everything is saved already."), "{name}");
        assert!(path.is_dir() || holds_the_project(&driver, &path), "{name}: {:?}", driver.notices());
    }
    let (mut driver, _) = safe_project();
    driver.send(Command::Save);
    assert_eq!(driver.notices(), ["Everything is saved already."]);
}

#[test]
fn what_stood_there_is_in_the_history_and_what_is_let_go_too() {
    let (mut driver, path) = after(FATES[5].1);
    look(&mut driver, &path);
    driver.send(Command::Save);
    driver.send(Command::FileVersions);
    let Some(Dialog::Versions(versions)) = driver.session.dialog.clone() else { panic!("a list of versions") };
    let rubbish = store::Fingerprint::of(b"Dear all,\nsee you on Monday.\n");
    assert!(versions.iter().any(|version| version.fingerprint == rubbish), "{versions:?}");

    let (mut driver, path) = after(FATES[0].1);
    // Without a history, as a project that came from elsewhere.
    fs::remove_dir_all(driver.path("state/history")).unwrap();
    let text = store::encode(driver.project());
    look(&mut driver, &path);
    driver.send(Command::CloseProject);
    driver.send(Intent::Answer(Answer::Discard));
    assert!(driver.session.document.is_none() && !path.exists());
    let state = store::StateDir(driver.path("state"));
    let key = store::project_key(&driver.folder.path().canonicalize().unwrap().join("review.ron"));
    let kept = store::Versions::of(&state, &key).find(&claimdesk::io::Disk, &store::Fingerprint::of(text.as_bytes()));
    assert_eq!(kept.as_deref(), Some(text.as_bytes()));
}

#[test]
fn a_file_that_comes_back_is_the_file_again() {
    let (mut driver, path) = safe_project();
    let away = path.with_extension("away");
    fs::rename(&path, &away).unwrap();
    look(&mut driver, &path);
    assert_eq!(driver.document().theirs, Some(Theirs::Gone));
    fs::rename(&away, &path).unwrap();
    look(&mut driver, &path);
    assert!(driver.document().is_saved() && driver.notices().is_empty(), "{:?}", driver.notices());
}

#[test]
fn a_project_of_another_program_is_asked_about_although_nothing_was_changed_here() {
    let (mut driver, path) = safe_project();
    let theirs = fs::read_to_string(&path).unwrap().replace("divers find", "divers FIND");
    fs::write(&path, &theirs).unwrap();
    look(&mut driver, &path);
    assert!(driver.document().is_saved(), "closing has nothing to lose");
    driver.send(Command::Save);
    assert_eq!(driver.session.dialog, Some(Dialog::ChangedOutside(path.clone())));
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    driver.send(Intent::Answer(Answer::Overwrite));
    assert!(holds_the_project(&driver, &path));
}

#[test]
fn a_merge_that_was_not_finished_is_asked_about() {
    let (mut driver, path) = safe_project();
    let marks = format!("<<<<<<< ours\n{}=======\n>>>>>>> theirs\n", fs::read_to_string(&path).unwrap());
    fs::write(&path, &marks).unwrap();
    look(&mut driver, &path);
    driver.send(Command::Save);
    assert_eq!(driver.session.dialog, Some(Dialog::ChangedOutside(path.clone())));
    assert_eq!(fs::read_to_string(&path).unwrap(), marks);
}
