//! What Windows does its own way: second names, locks whose file goes, and files that somebody has open.

use std::{fs, process::Command};

use claimdesk::{
    io::Disk,
    store::{Files, Refused},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_claimdesk");

#[test]
fn a_file_with_a_second_name_is_known_by_both_and_never_written_into() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    fs::write(&one, "words").unwrap();
    fs::hard_link(&one, &two).unwrap();
    let (of_one, of_two) = (Disk.metadata(&one).unwrap(), Disk.metadata(&two).unwrap());
    assert_eq!((of_one.names, of_one.id), (2, of_two.id));
    assert!(of_one.id.is_some());
    let refused = Disk.folder(folder.path()).unwrap().open_append("two".as_ref(), u64::MAX).err().unwrap();
    assert_eq!(Refused::of(&refused), Some(Refused::HARD_LINK));
    fs::remove_file(&two).unwrap();
    assert!(Disk.folder(folder.path()).unwrap().open_append("one".as_ref(), u64::MAX).is_ok());
}

#[test]
fn a_lock_is_one_at_a_time_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    for _ in 0..3 {
        let held = Disk.try_lock(&path, None).unwrap();
        assert!(held.is_some() && path.exists());
        assert!(Disk.try_lock(&path, None).unwrap().is_none());
        drop(held);
        assert!(!path.exists());
    }
}

#[test]
fn no_export_lands_on_a_project_by_its_second_name() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        Command::new(PROGRAM)
            .args(arguments)
            .current_dir(folder.path())
            .env("CLAIMDESK_HOME", folder.path())
            .output()
            .unwrap()
    };
    fs::write(folder.path().join("a.txt"), "Words of an article.").unwrap();
    assert!(run(&["new", "k.ron", "a.txt"]).status.success());
    fs::hard_link(folder.path().join("k.ron"), folder.path().join("list.csv")).unwrap();
    let before = fs::read(folder.path().join("k.ron")).unwrap();
    let output = run(&["export", "k.ron", "--to", "csv", "-o", "list.csv", "--force"]);
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read(folder.path().join("k.ron")).unwrap(), before);
}
