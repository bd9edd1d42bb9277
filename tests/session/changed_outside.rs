//! A project that another program has changed meanwhile: noticed before it is saved over, joined, kept beside or taken as it is.

use std::time::Duration;

use claimdesk::{
    app::{
        Command, Dialog, EffectResult, Intent,
        intent::{Answer, ClaimIntent, KeptIntent},
    },
    model::{ClaimField, Value},
    store,
};

use super::reliability::{note, notice, safe_project};
use crate::support::{Driver, moment};

/// Another machine, without our lock, opens, changes and saves.
fn elsewhere(path: &std::path::Path, change: impl FnOnce(&mut Driver)) {
    let mut other = Driver::new();
    other.send(Intent::OpenPath(path.to_owned()));
    change(&mut other);
    other.send(Command::Save);
    assert!(other.document().is_saved(), "{:?}", other.notices());
}

#[test]
fn edits_of_two_machines_are_joined_claim_by_claim() {
    let (mut driver, path) = safe_project();
    elsewhere(&path, |other| {
        other.mark("nine months");
        other.send(Intent::Claim(ClaimIntent::Go(other.project().claims()[0].id.clone())));
        other.digit(3);
    });
    driver.mark("closed on Monday");
    driver.send(Intent::Claim(ClaimIntent::Go(driver.project().claims()[1].id.clone())));
    note(&mut driver, "counted in May");
    driver.send(Command::Save);
    assert_eq!(driver.session.dialog, Some(Dialog::ChangedOutside(path.clone())));
    driver.send(Intent::Answer(Answer::Merge));
    assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars", "nine months"]);
    let both = &driver.project().claims()[1];
    assert!(both.verdict.is_some() && both.notes == "counted in May");
    notice(&driver, "Both versions are joined");
    driver.send(Command::Save);
    assert!(driver.document().is_saved());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("nine months") && text.contains("counted in May"));
}

#[test]
fn what_was_told_of_a_change_from_outside_goes_once_it_is_answered() {
    for answer in [Answer::Merge, Answer::Reload, Answer::Overwrite] {
        let (mut driver, path) = safe_project();
        elsewhere(&path, |other| other.mark("nine months"));
        let effects = driver.session.receive(EffectResult::FileTouched(path.clone()), moment(Duration::ZERO));
        driver.perform(effects);
        notice(&driver, "Another program has changed the file");
        driver.send(KeptIntent::AskAboutOutside);
        driver.send(Intent::Answer(answer.clone()));
        let told = driver.notices();
        assert!(!told.iter().any(|text| text.starts_with("Another program")), "{answer:?}: {told:?}");
    }
}

#[test]
fn where_both_changed_the_same_both_are_kept_and_named() {
    let (mut driver, path) = safe_project();
    elsewhere(&path, |other| {
        other.send(Intent::Claim(ClaimIntent::Go(other.project().claims()[0].id.clone())));
        note(other, "theirs");
    });
    note(&mut driver, "mine");
    driver.send(Command::Save);
    driver.send(Intent::Answer(Answer::Merge));
    let claim = &driver.project().claims()[0];
    let values: Vec<_> = driver.project().differences().iter().flat_map(|open| &open.values).collect();
    let has = |words: &str| {
        let value = Value::Claim(ClaimField::Notes(words.into()));
        values.iter().any(|opinion| opinion.value == value)
    };
    assert!(claim.notes.is_empty() && has("mine") && has("theirs"), "{values:?}");
    notice(&driver, "It differs in the notes of claim");
    driver.send(Command::Save);
    driver.send(Command::FileVersions);
    let Some(Dialog::Versions(versions)) = &driver.session.dialog else { panic!("a list of versions") };
    assert!(versions.iter().any(|version| version.kind == store::VersionKind::Opened), "theirs is kept");
}

#[test]
fn both_can_be_kept_and_theirs_can_be_taken() {
    let (mut driver, path) = safe_project();
    elsewhere(&path, |other| other.mark("nine months"));
    driver.mark("closed on Monday");
    driver.send(Command::Save);
    let mine = driver.path("review-mine.ron");
    driver.picks.push_back(mine.clone());
    driver.send(Intent::Answer(Answer::KeepBoth));
    assert!(std::fs::read_to_string(&mine).unwrap().contains("closed on Monday"));
    assert!(std::fs::read_to_string(&path).unwrap().contains("nine months"));

    let (mut driver, path) = safe_project();
    elsewhere(&path, |other| other.mark("nine months"));
    driver.mark("closed on Monday");
    driver.send(Command::Save);
    driver.send(Intent::Answer(Answer::Reload));
    assert_eq!(driver.quotes(), ["4,000 cars", "nine months"]);
    let driver = driver.kill();
    assert!(driver.session.document.is_none(), "what was given up does not return");
}

#[test]
fn a_change_with_the_same_time_and_length_is_noticed_before_saving() {
    let (mut driver, path) = safe_project();
    let time = std::fs::metadata(&path).unwrap().modified().unwrap();
    let theirs = std::fs::read_to_string(&path).unwrap().replace("divers find", "divers FIND");
    std::fs::write(&path, &theirs).unwrap();
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    driver.mark("closed on Monday");
    driver.send(Command::Save);
    assert_eq!(driver.session.dialog, Some(Dialog::ChangedOutside(path.clone())));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
}

#[test]
fn a_touched_file_is_told_only_when_it_differs() {
    let (mut driver, path) = safe_project();
    let touched = |driver: &mut Driver| {
        let now = moment(Duration::from_secs(50));
        let effects = driver.session.receive(EffectResult::FileTouched(path.clone()), now);
        driver.perform(effects);
    };
    touched(&mut driver);
    assert!(driver.notices().is_empty());
    elsewhere(&path, |other| other.mark("nine months"));
    touched(&mut driver);
    let ask = notice(&driver, "Another program has changed the file").unwrap();
    driver.send(ask);
    assert_eq!(driver.session.dialog, Some(Dialog::ChangedOutside(path.clone())));
}
