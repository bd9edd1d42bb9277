//! What somebody may have put into the folder of a project in the place of what the program keeps there.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// The words that must get nowhere, and must stay where they are.
pub const SECRET: &str = "the words of somebody else";

/// A kind of trap: its name, and how it is set in a place so that it leads to a file.
pub type Trap = (&'static str, fn(&Path, &Path));

/// Every kind.
pub const TRAPS: [Trap; 6] = [
    ("a link", |place, victim| symlink(victim, place).unwrap()),
    ("a link to nothing", |place, victim| symlink(not_there(victim), place).unwrap()),
    ("a link to a device", |place, _| symlink("/dev/zero", place).unwrap()),
    ("a second name", |place, victim| fs::hard_link(victim, place).unwrap()),
    ("a pipe", |place, _| {
        let made = std::process::Command::new("mkfifo").arg(place).status().unwrap();
        assert!(made.success());
    }),
    ("a folder", |place, _| fs::create_dir(place).unwrap()),
];

/// A file beside another, which is not there.
pub fn not_there(victim: &Path) -> PathBuf {
    victim.with_extension("not-there")
}

/// Every place beside `review.ron` at which the program reads or writes; originals by the hashes of what was opened and what
/// will be.
pub fn places(folder: &Path, hashes: &[String]) -> Vec<PathBuf> {
    let mut places: Vec<_> = [".review.ron.lock", ".review.ron.holder", "review.files", "review.format-0.ron"]
        .iter()
        .map(|name| folder.join(name))
        .collect();
    places.extend(hashes.iter().map(|hash| folder.join("review.files").join(hash)));
    places
}

/// Sets a trap in a place, of which nothing is left.
pub fn set(trap: Trap, place: &Path, victim: &Path) {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(place).unwrap(),
        Ok(_) => fs::remove_file(place).unwrap(),
        Err(_) => {}
    }
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    trap.1(place, victim);
}

/// The victim is as it was, and its words are nowhere else.
pub fn check(folder: &Path, place: &Path, victim: &Path, what: &str) {
    assert_eq!(fs::read_to_string(victim).unwrap(), SECRET, "{what}: written through");
    assert!(!not_there(victim).exists(), "{what}: made through a link");
    for file in files_in(folder).into_iter().filter(|file| file != place) {
        let bytes = fs::read(&file).unwrap();
        let is_copy = bytes.windows(SECRET.len()).any(|words| words == SECRET.as_bytes());
        assert!(!is_copy, "{what}: copied into {}", file.display());
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            files.extend(files_in(&entry.path()));
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    files
}

/// Copies a folder with what lies in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
