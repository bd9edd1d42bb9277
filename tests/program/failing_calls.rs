//! Calls of the system that fail where nobody thinks of it. Closing, as on a network share that has run full: the standard library ends
//! the program when that happens to a folder that it has read. By then the file is new, and nobody would be told.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a test that cannot be run here says why")]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
};

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

use crate::support::{ARTICLE, Driver};
use claimdesk::{
    app::{Command, Intent, intent::PreviewIntent},
    io::Disk,
    store::{self, Files},
};

/// From now on these calls of this thread fail.
fn let_fail(calls: &[i64]) -> Result<(), String> {
    let error = libc::EIO.unsigned_abs();
    let arch = std::env::consts::ARCH.try_into().map_err(|error| format!("{error}"))?;
    let rules = calls.iter().map(|call| (*call, Vec::new())).collect();
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(error), arch);
    let program: BpfProgram = filter.and_then(TryInto::try_into).map_err(|error| error.to_string())?;
    seccompiler::apply_filter(&program).map_err(|error| error.to_string())
}

#[test]
fn nothing_ends_when_a_folder_cannot_be_closed() {
    let desk = || {
        let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(Disk));
        if let Err(why) = let_fail(&[libc::SYS_close]) {
            println!("not run: this system lets no call fail ({why})");
            return driver.folder;
        }
        let dies = catch_unwind(AssertUnwindSafe(|| drop(std::fs::read_dir(driver.folder.path()))));
        assert!(dies.is_err(), "closing a folder fails here");

        let article = driver.write("article.txt", ARTICLE);
        driver.send(Intent::OpenPath(article));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        let path = driver.save_as("review.ron");
        for words in ["4,000 cars", "closed on Monday", "nine months"] {
            driver.mark(words);
            driver.send(Command::Save);
            assert!(driver.document().is_saved(), "{words}: {:?}", driver.notices());
        }
        driver.save_as("copy.ron");
        driver.mark("two piers");
        // The end, the start after it and what that looks for.
        let mut driver = driver.kill();
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars", "two piers", "nine months"]);
        driver.send(Command::FileVersions);
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(path.clone()));
        assert!(driver.document().lock.is_some(), "{:?}", driver.notices());
        let saved = store::decode(&std::fs::read(&path).unwrap()).unwrap().project;
        assert_eq!(saved.claims().len(), 3);
        // Cleared away where closing works.
        driver.folder
    };
    let folder = thread::spawn(desk).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    assert!(folder.path().is_dir());
}

#[test]
fn a_lock_is_not_tried_for_ever_where_nothing_can_be_said_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.ron.lock");
    let tries = move || {
        let calls = [libc::SYS_statx, libc::SYS_newfstatat, libc::SYS_fstat];
        if let Err(why) = let_fail(&calls) {
            println!("not run: this system lets no call fail ({why})");
            return true;
        }
        // It comes to an end, and not with a lock.
        !matches!(Disk.try_lock(&path, None), Ok(Some(_)))
    };
    assert!(thread::spawn(tries).join().unwrap());
}
