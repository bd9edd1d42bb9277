//! Disks that are full and places that may not be written to, as the system makes them: a tmpfs of 100 KB, a read-only bind
//! mount, a folder without the right to write.
//!
//! Each needs its own mounts or rights, so each test runs itself once more inside `unshare` or `setpriv`. Where the machine
//! does not let it, the test says so and is not run.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a test that cannot be run here says why")]

use std::{
    path::{Path, PathBuf},
    process::Command as Process,
    sync::Arc,
    time::Duration,
};

use crate::support::{ARTICLE, Driver};
use claimdesk::{
    app::{
        Command, Intent,
        intent::{KeptIntent, PreviewIntent},
    },
    io::Disk,
    model::ClaimField,
    store::Access,
};

/// Tells the test that it is the inner one, and on which folder it works.
const INSIDE: &str = "CLAIMDESK_TEST_DISK";

/// Runs this test again by `outer`, a command line that ends in what runs the rest; `script` has `$DISK` and `"$@"`. Returns
/// the folder in the inner run.
fn inside(test: &str, outer: &[&[&str]], script: &str) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(INSIDE) {
        return Some(folder.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let Some(way) = outer.iter().find(|way| is_possible(way, script, &disk)) else {
        println!("{test} is skipped: this machine does not let it be set up ({script})");
        return None;
    };
    let output = run(
        way,
        script,
        &disk,
        &[std::env::current_exe().unwrap().to_str().unwrap(), "--exact", &format!("disks::{test}"), "--nocapture"],
    );
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("1 passed"), "the inner test was run: {told}");
    None
}

fn is_possible(way: &[&str], script: &str, disk: &Path) -> bool {
    run(way, script, disk, &["true"]).status.success()
}

fn run(way: &[&str], script: &str, disk: &Path, what: &[&str]) -> std::process::Output {
    let mut process = Process::new(way[0]);
    process.args(&way[1..]).args(["sh", "-ec", script, "sh"]).args(what).env("DISK", disk).env(INSIDE, disk);
    process.output().unwrap_or_else(|_| Process::new("false").output().unwrap())
}

/// Own mounts: as root, or as root of a namespace.
const OWN_MOUNTS: [&[&str]; 2] = [&["unshare", "--mount"], &["unshare", "--mount", "--map-root-user"]];

/// A session whose journal and history are on another disk than `disk`.
fn session() -> Driver {
    Driver::safe(tempfile::tempdir().unwrap(), Arc::new(Disk))
}

/// A project with one claim, saved into `path`.
fn project(driver: &mut Driver, path: &Path) {
    let article = driver.write("article.txt", ARTICLE);
    driver.send(Intent::OpenPath(article));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    driver.mark("4,000 cars");
    driver.picks.push_back(path.to_owned());
    driver.send(Command::SaveAs);
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
}

fn note(driver: &mut Driver, words: String) {
    let intent = Intent::set(driver.claim(), ClaimField::Notes(words));
    driver.send(intent);
}

/// The last message: what could not be done, the path, and Save as.
fn failed_save(driver: &Driver, why: &str, path: &Path) {
    let told = driver.session.notices.last().unwrap_or_else(|| panic!("nothing is told"));
    assert!(told.kind.is_lasting() && told.text.starts_with("Could not save") && told.text.contains(why), "{told:?}");
    assert_eq!(told.path.as_deref(), path.to_str());
    assert!(matches!(told.action, Some((_, Intent::Command(Command::SaveAs)))), "{told:?}");
}

/// What lies in a folder besides locks and originals.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".lock") && !name.ends_with(".holder") && !name.ends_with(".files"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_full_disk_of_100_kb_keeps_the_old_file_and_the_work() {
    let script = "mount -t tmpfs -o size=100k tmpfs \"$DISK\"; exec \"$@\"";
    let Some(disk) = inside("a_full_disk_of_100_kb_keeps_the_old_file_and_the_work", &OWN_MOUNTS, script) else {
        return;
    };
    let mut driver = session();
    let path = disk.join("review.ron");
    project(&mut driver, &path);
    let old = std::fs::read(&path).unwrap();
    // Incompressible or not, a file of 150 KB has no room.
    let words: String = (0..15_000).map(|number| format!("{number:09} ")).collect();
    note(&mut driver, words.clone());
    driver.send(Command::Save);
    failed_save(&driver, "the disk is full", &path);
    assert_eq!(std::fs::read(&path).unwrap(), old);
    assert_eq!(names(&disk), ["review.ron"], "nothing half is left");
    assert_eq!(driver.claim().notes, words);
    assert!(!driver.document().is_saved());
    // The program ends there: the journal has everything.
    let mut driver = driver.kill();
    assert_eq!(driver.project().claims()[0].notes, words);
    driver.send(Command::Save);
    failed_save(&driver, "the disk is full", &path);
    let other = driver.path("elsewhere.ron");
    driver.picks.push_back(other.clone());
    driver.send(Command::SaveAs);
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
    assert!(std::fs::read_to_string(&other).unwrap().contains("000014999 "));
    assert_eq!(std::fs::read(&path).unwrap(), old);
}

#[test]
fn a_full_disk_under_the_journal_is_told_and_nothing_is_lost_once_there_is_room() {
    let script = "mount -t tmpfs -o size=100k tmpfs \"$DISK\"; exec \"$@\"";
    let name = "a_full_disk_under_the_journal_is_told_and_nothing_is_lost_once_there_is_room";
    let Some(disk) = inside(name, &OWN_MOUNTS, script) else { return };
    let mut driver = Driver::safe(tempfile::tempdir_in(&disk).unwrap(), Arc::new(Disk));
    let path = driver.path("review.ron");
    project(&mut driver, &path);
    let filler = disk.join("filler");
    let mut chunk = vec![0; 64 << 10];
    while !chunk.is_empty() {
        use std::io::Write;
        let mut file = std::fs::File::options().create(true).append(true).open(&filler).unwrap();
        while file.write_all(&chunk).is_ok() {}
        chunk.truncate(chunk.len() / 2);
    }
    for number in 0..40 {
        note(&mut driver, format!("{number} {}", "words ".repeat(100)));
    }
    let is_told = |driver: &Driver| {
        driver.notices().iter().any(|text| text.contains("safety copy") && text.contains("the disk is full"))
    };
    assert!(is_told(&driver), "{:?}", driver.notices());
    driver.send(Command::Save);
    failed_save(&driver, "the disk is full", &path);
    std::fs::remove_file(&filler).unwrap();
    driver.keeper.as_mut().unwrap().tick(Duration::from_secs(3600)).unwrap();
    assert!(driver.keeper.as_ref().unwrap().is_durable());
    let notes = driver.claim().notes.clone();
    assert!(notes.starts_with("39 "));
    let mut driver = driver.kill();
    assert_eq!(driver.project().claims()[0].notes, notes);
    driver.send(Command::Save);
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
}

/// What is promised of a place that may not be written to.
fn check_read_only(disk: &Path, prepare: impl FnOnce(&Path), whys: &[&str]) {
    let mut driver = session();
    let path = disk.join("review.ron");
    // Another session's, so that the history of this one begins with the read-only file.
    project(&mut session(), &path);
    prepare(disk);
    let old = std::fs::read(&path).unwrap();
    driver.send(Intent::OpenPath(path.clone()));
    assert_eq!(driver.document().access, Access::Editable, "{:?}", driver.notices());
    driver.mark("closed on Monday");
    let mut second = Driver::new();
    second.session.state = driver.session.state.clone();
    second.send(Intent::OpenPath(path.clone()));
    assert!(matches!(second.document().access, Access::InUse(_)), "the lock lies in the user's own folder");
    let mut driver = driver.kill();
    assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"], "the journal has it");
    driver.send(Command::Save);
    let why = whys.iter().find(|why| driver.session.notices.last().unwrap().text.contains(**why));
    failed_save(&driver, why.unwrap_or(&whys[0]), &path);
    assert_eq!(std::fs::read(&path).unwrap(), old);
    let copy = driver.path("copy.ron");
    driver.picks.push_back(copy.clone());
    driver.send(Command::SaveAs);
    assert!(driver.document().is_saved() && copy.exists());
    driver.send(KeptIntent::ThrowAwayRecovered);
    assert_eq!(std::fs::read(&path).unwrap(), old);
}

#[test]
fn a_read_only_mount_opens_journals_and_offers_save_as() {
    // Read-only only once the project is there: the inner test remounts.
    let script = "mount --bind \"$DISK\" \"$DISK\"; mount -o remount,bind,ro \"$DISK\"; mount -o remount,bind,rw \"$DISK\"; exec \"$@\"";
    let Some(disk) = inside("a_read_only_mount_opens_journals_and_offers_save_as", &OWN_MOUNTS, script) else { return };
    let remount = |disk: &Path| {
        let done = Process::new("mount").args(["-o", "remount,bind,ro"]).arg(disk).status().unwrap();
        assert!(done.success() && std::fs::write(disk.join("x"), "").is_err(), "the mount is read-only now");
    };
    check_read_only(&disk, remount, &["the disk is read-only"]);
}

#[test]
fn a_folder_without_the_right_to_write_opens_journals_and_offers_save_as() {
    // Root may write everywhere, unless it gives that right up.
    let ways: [&[&str]; 2] = [&["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"], &["env"]];
    let script =
        "chmod 555 \"$DISK\"; if touch \"$DISK/x\" 2>/dev/null; then exit 1; fi; chmod 755 \"$DISK\"; exec \"$@\"";
    let name = "a_folder_without_the_right_to_write_opens_journals_and_offers_save_as";
    let Some(disk) = inside(name, &ways, script) else { return };
    let mode = |disk: &Path, mode: u32| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(disk, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    check_read_only(
        &disk,
        |disk| {
            mode(disk, 0o555);
            assert!(std::fs::write(disk.join("x"), "").is_err(), "the folder may not be written to");
        },
        &["you are not allowed to"],
    );
    mode(&disk, 0o755);
}
