//! What lies beside a project, and what lies where something is to be written: the window follows no link, and lands on
//! nothing unasked.
#![allow(clippy::print_stdout, reason = "a test that cannot be run here says why")]

use std::{fs, os::unix::fs::symlink, path::Path, sync::Arc};

use claimdesk::{
    app::{Command, Dialog, Intent, NoticeKind, intent::Answer},
    export::Options,
    io::Disk,
    store::{self, Holder, Locked, Occupant, StateDir},
};

use super::reliability::{notice, safe_project};
use crate::support::{
    ARTICLE, Driver,
    traps::{self, SECRET, TRAPS},
};

/// The window on a folder, the one of a kill before.
fn window(folder: tempfile::TempDir) -> Driver {
    Driver::safe(folder, Arc::new(Disk))
}

#[test]
fn no_trap_beside_a_project_leads_the_window_out_of_its_folder() {
    let hashes = [store::sha256(ARTICLE.as_bytes()), store::sha256(b"Ferry\n\nThe ferry runs again.")];
    for trap in TRAPS {
        for index in 0..traps::places(Path::new(""), &hashes).len() {
            let (driver, path) = safe_project();
            let folder = path.parent().unwrap().to_owned();
            let outside = tempfile::tempdir().unwrap();
            let victim = outside.path().join("victim");
            fs::write(&victim, SECRET).unwrap();
            let place = traps::places(&folder, &hashes)[index].clone();
            let what = format!("{} as {}", trap.0, place.display());
            let mut driver = driver.kill();
            drop(driver.session.document.take());
            traps::set(trap, &place, &victim);
            driver.send(Intent::OpenPath(path.clone()));
            let other = driver.write("ferry.txt", "Ferry\n\nThe ferry runs again.");
            driver.send(Intent::OpenPath(other));
            driver.send(Intent::Preview(claimdesk::app::intent::PreviewIntent::Accept));
            assert_eq!(driver.project().articles().len(), 2, "{what}: {:?}", driver.notices());
            driver.send(Command::Save);
            let is_folder_of_originals = place.ends_with("review.files");
            if driver.document().is_saved() {
                let saved = store::decode(&fs::read(&path).unwrap()).unwrap().project;
                assert_eq!(&saved, driver.project(), "{what}");
            } else {
                let told = driver.session.notices.iter().find(|notice| notice.kind == NoticeKind::Error);
                let told = told.unwrap_or_else(|| panic!("{what}: {:?}", driver.notices()));
                assert!(is_folder_of_originals || trap.0 == "a folder", "{what}: {}", told.text);
            }
            if place.ends_with(".review.ron.lock") && trap.0.starts_with("a link") {
                notice(&driver, ".review.ron.lock beside it is a link. Remove it");
            }
            let copy = driver.save_as("copy.ron");
            assert!(copy.exists(), "{what}: another place works: {:?}", driver.notices());
            driver.send(Command::CloseProject);
            traps::check(&folder, &place, &victim, &what);
        }
    }
}

#[test]
fn a_project_may_be_a_link_and_its_originals_lie_beside_what_it_leads_to() {
    let (driver, path) = safe_project();
    let folder = path.parent().unwrap().to_owned();
    let mut driver = driver.kill();
    drop(driver.session.document.take());
    fs::create_dir(folder.join("links")).unwrap();
    let link = folder.join("links/short.ron");
    symlink(&path, &link).unwrap();
    driver.send(Intent::OpenPath(link.clone()));
    let other = driver.write("ferry.txt", "Ferry\n\nThe ferry runs again.");
    driver.send(Intent::OpenPath(other));
    driver.send(Intent::Preview(claimdesk::app::intent::PreviewIntent::Accept));
    driver.send(Command::Save);
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(!folder.join("links/short.files").exists());
    let original = folder.join("review.files").join(store::sha256(b"Ferry\n\nThe ferry runs again."));
    assert_eq!(fs::read_to_string(original).unwrap(), "Ferry\n\nThe ferry runs again.");
    // Through the link it is the same file, not another one.
    driver.mark("runs again");
    driver.picks.push_back(path.clone());
    driver.send(Command::SaveAs);
    assert!(driver.document().is_saved() && driver.session.dialog.is_none(), "{:?}", driver.notices());
    assert_eq!(fs::read_to_string(&path).unwrap(), store::encode(driver.project()));
}

/// Saves as this file, which is there already.
fn save_as_over(driver: &mut Driver, path: &Path) -> Occupant {
    driver.picks.push_back(path.to_owned());
    driver.send(Command::SaveAs);
    match driver.session.dialog.clone() {
        Some(Dialog::SaveOver { what, .. }) => what,
        other => panic!("it is asked, not {other:?}: {:?}", driver.notices()),
    }
}

#[test]
fn save_as_over_another_project_asks_names_it_and_keeps_the_old_one() {
    let (mut driver, path) = safe_project();
    let other = driver.path("other.ron");
    let old =
        fs::read_to_string(&path).unwrap().replacen("Bridge closed after divers find cracks", "Ferry timetable", 1);
    fs::write(&other, &old).unwrap();
    driver.mark("closed on Monday");
    assert_eq!(save_as_over(&mut driver, &other), Occupant::Project(Some("Ferry timetable".into())));
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(fs::read_to_string(&other).unwrap(), old, "nothing was said");
    assert_eq!(driver.document().path.as_deref(), Some(path.as_path()));
    save_as_over(&mut driver, &other);
    driver.send(Intent::Answer(Answer::Overwrite));
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
    assert_eq!(fs::read_to_string(&other).unwrap(), store::encode(driver.project()));
    driver.send(Command::FileVersions);
    let Some(Dialog::Versions(kept)) = &driver.session.dialog else { panic!() };
    assert!(kept.iter().any(|version| version.fingerprint == store::Fingerprint::of(old.as_bytes())));
}

#[test]
fn what_changes_after_the_question_is_asked_about_again() {
    let (mut driver, _) = safe_project();
    let other = driver.write("other.ron", "a letter");
    assert_eq!(save_as_over(&mut driver, &other), Occupant::Project(None), "it has the ending of one");
    fs::write(&other, "another letter").unwrap();
    driver.send(Intent::Answer(Answer::Overwrite));
    assert!(matches!(driver.session.dialog, Some(Dialog::SaveOver { .. })), "{:?}", driver.notices());
    assert_eq!(fs::read_to_string(&other).unwrap(), "another letter");
}

#[test]
fn another_kind_of_file_is_called_what_it_is() {
    let (mut driver, _) = safe_project();
    for (name, bytes, kind) in [
        ("a.png", &b"\x89PNG\r\n\x1a\n"[..], Occupant::Other("a picture")),
        ("a.pdf", b"%PDF-1.7", Occupant::Other("a PDF file")),
        ("a.txt", b"Dear all", Occupant::Other("a text file")),
    ] {
        let path = driver.write(name, bytes);
        assert_eq!(save_as_over(&mut driver, &path), kind);
        driver.send(Intent::Answer(Answer::Cancel));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn save_as_over_a_project_that_somebody_has_open_is_refused() {
    let (mut driver, path) = safe_project();
    let other = driver.path("other.ron");
    fs::copy(&path, &other).unwrap();
    let at = jiff::Timestamp::UNIX_EPOCH;
    let holder = Holder { name: "Ann Lee".into(), machine: "desk-4".into(), process: 1, since: at };
    let state = StateDir(driver.path("her-state"));
    let whole = other.canonicalize().unwrap();
    let Locked::Mine(_hers, None) = store::lock(&Disk, &whole, Some(&state), &holder) else { panic!("it is free") };
    driver.picks.push_back(other);
    driver.send(Command::SaveAs);
    notice(&driver, "Ann Lee on desk-4 has the project open");
    assert!(driver.session.dialog.is_none());
}

#[test]
fn no_export_lands_on_a_project_and_on_another_file_only_when_asked() {
    let (mut driver, path) = safe_project();
    let bytes = fs::read(&path).unwrap();
    let (link, second) = (driver.path("link.csv"), driver.path("second.csv"));
    symlink(&path, &link).unwrap();
    fs::hard_link(&path, &second).unwrap();
    let export = |driver: &mut Driver, to: &Path| {
        driver.session.notices.clear();
        driver.picks.push_back(to.to_owned());
        driver.send(Intent::Export { format: "csv", options: Options::default() });
    };
    for to in [&path, &link, &second] {
        export(&mut driver, to);
        assert!(driver.notices()[0].starts_with("Could not write there: "), "{:?}", driver.notices());
        assert!(driver.session.dialog.is_none(), "there is nothing to ask");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    let other = driver.write("notes.txt", "my notes");
    export(&mut driver, &other);
    assert!(matches!(&driver.session.dialog, Some(Dialog::ExportOver(_, Occupant::Other("a text file")))));
    driver.send(Intent::Answer(Answer::Cancel));
    assert_eq!(fs::read_to_string(&other).unwrap(), "my notes");
    export(&mut driver, &other);
    driver.send(Intent::Answer(Answer::Overwrite));
    notice(&driver, "The export is written.");
    assert_ne!(fs::read_to_string(&other).unwrap(), "my notes");
}

#[test]
fn a_hard_link_that_is_broken_is_said_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let (mut driver, path) = safe_project();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let second = driver.path("second.ron");
    fs::hard_link(&path, &second).unwrap();
    let old = fs::read(&path).unwrap();
    driver.mark("closed on Monday");
    driver.send(Command::Save);
    notice(&driver, "The file had a second name (a hard link), under which the old one is still found.");
    assert_eq!(fs::read(&second).unwrap(), old);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    driver.session.notices.clear();
    driver.mark("nine months");
    driver.send(Command::Save);
    assert!(!driver.notices().iter().any(|told| told.contains("second name")), "it is said once");
}

#[test]
fn extended_attributes_stay() {
    let (mut driver, path) = safe_project();
    let file = fs::File::open(&path).unwrap();
    if rustix::fs::fsetxattr(&file, "user.desk", b"politics", rustix::fs::XattrFlags::empty()).is_err() {
        println!("skipped: this disk keeps no extended attributes");
        return;
    }
    driver.mark("closed on Monday");
    driver.send(Command::Save);
    assert!(driver.document().is_saved());
    let mut value = [0; 64];
    let len = rustix::fs::fgetxattr(fs::File::open(&path).unwrap(), "user.desk", &mut value[..]).unwrap();
    assert_eq!(&value[..len], b"politics");
}

#[test]
fn a_save_that_fails_in_two_ways_is_one_message_which_the_next_save_takes_away() {
    use crate::support::faulty::{ERRORS, Faulty};
    let (driver, path) = safe_project();
    let Driver { folder, session, keeper, .. } = driver;
    drop((session, keeper));
    let faulty = Faulty::default();
    let mut driver = Driver::safe(folder, Arc::new(faulty.clone()));
    driver.send(Intent::OpenPath(path));
    driver.mark("closed on Monday");
    for (_, error) in &ERRORS[..2] {
        faulty.fail_at("review.ron", 4, *error, true);
        driver.send(Command::Save);
        let told = driver.session.notices.iter().filter(|notice| notice.kind == NoticeKind::Error).count();
        assert_eq!(told, 1, "{:?}", driver.notices());
    }
    faulty.heal();
    driver.send(Command::Save);
    assert!(driver.document().is_saved());
    assert!(driver.session.notices.iter().all(|notice| !notice.kind.is_lasting()), "{:?}", driver.notices());
}

#[test]
fn a_stale_lock_of_a_crash_does_not_block() {
    let (driver, path) = safe_project();
    let folder = driver.kill().folder;
    fs::write(folder.path().join(".review.ron.lock"), "").unwrap();
    fs::write(folder.path().join(".review.ron.holder"), "{}").unwrap();
    let mut driver = window(folder);
    driver.send(Intent::OpenPath(path));
    assert!(driver.document().access.is_editable(), "{:?}", driver.notices());
}
