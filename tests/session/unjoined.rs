//! Two people's work in one file with the marks of a merge, or in copies beside each other: opened, joined, taken back, saved.

use std::{path::PathBuf, sync::Arc};

use claimdesk::{
    app::{Command, Intent, intent::KeptIntent, unjoined::Before, view::Screen},
    io::Disk,
    model::Project,
    store::{self, Access},
};

use super::reliability::notice;
use crate::support::Driver;

fn merges() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/merges")
}

/// The three files of a case: base, ours, theirs.
fn case(number: &str) -> [Vec<u8>; 3] {
    let mut found = std::fs::read_dir(merges()).unwrap().map(|entry| entry.unwrap().path());
    let is_it = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(number);
    let folder = found.find(is_it).unwrap();
    let read = |path: PathBuf| std::fs::read(path).unwrap();
    [read(merges().join("base.ron")), read(folder.join("ours.ron")), read(folder.join("theirs.ron"))]
}

/// A window that keeps journals and earlier versions.
fn safe() -> Driver {
    Driver::safe(tempfile::tempdir().unwrap(), Arc::new(Disk))
}

fn project(bytes: &[u8]) -> Project {
    store::decode(bytes).unwrap().project
}

/// A file as a merge leaves it that joins lines: one side behind the other. With what stood there before, where that is wanted.
fn marked([base, ours, theirs]: &[Vec<u8>; 3], has_base: bool) -> Vec<u8> {
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
    let base = if has_base { format!("||||||| base\n{}", text(base)) } else { String::new() };
    format!("<<<<<<< HEAD\n{}{base}=======\n{}>>>>>>> theirs\n", text(ours), text(theirs)).into_bytes()
}

fn open(driver: &mut Driver, name: &str, bytes: &[u8]) -> PathBuf {
    let path = driver.write(name, bytes);
    driver.send(Intent::OpenPath(path.clone()));
    path
}

#[test]
fn every_afternoon_opens_for_writing_and_is_saved_as_one() {
    let cases = std::fs::read_dir(merges()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut count = 0;
    for path in cases {
        let number = path.file_name().unwrap().to_string_lossy()[..2].to_owned();
        let case = case(&number);
        let mut driver = Driver::new();
        let path = open(&mut driver, "review.ron", &marked(&case, true));
        assert_eq!(driver.document().access, Access::Editable, "{number}: {:?}", driver.notices());
        assert_eq!(driver.document().view.screen, Screen::Changes, "{number}");
        let [base, ours, theirs] = [0, 1, 2].map(|at| project(&case[at]));
        let joined = claimdesk::join::join(Some(&base), &ours, &theirs).project;
        let open = usize::from(["05", "10"].contains(&number.as_str()));
        assert_eq!(driver.project().differences().len(), open, "{number}");
        assert_eq!(driver.project().claims().len(), joined.claims().len(), "{number}");
        assert_eq!(std::fs::read(&path).unwrap(), marked(&case, true), "nothing is written before it is said so");
        driver.send(Command::Save);
        let read = store::decode(&std::fs::read(&path).unwrap()).unwrap();
        assert!(read.project == *driver.project() && read.access == Access::Editable, "{number}");
        count += 1;
    }
    assert_eq!(count, 17);
}

#[test]
fn taken_back_nothing_can_be_saved_until_both_are_joined_again() {
    let case = case("07");
    let mut driver = Driver::new();
    let path = open(&mut driver, "review.ron", &marked(&case, true));
    notice(&driver, "Both versions are joined");
    let joined = driver.project().clone();
    driver.send(Command::Undo);
    assert_eq!(driver.document().access, Access::Unjoined, "{:?}", driver.notices());
    assert!(*driver.project() == project(&case[1]));
    assert!(!driver.document().has_unsaved_work());
    driver.send(Command::MarkClaim);
    assert_eq!(std::fs::read(&path).unwrap(), marked(&case, true));
    driver.send(Command::Redo);
    assert_eq!(driver.document().access, Access::Editable);
    assert!(*driver.project() == joined);
    driver.send(Command::Save);
    assert!(project(&std::fs::read(&path).unwrap()) == joined);
    driver.send(Command::Undo);
    assert_eq!(driver.document().access, Access::Editable, "what was joined is in the file");
}

#[test]
fn a_saved_version_of_this_machine_shows_what_both_began_with() {
    let case = case("05");
    let mut driver = safe();
    let path = open(&mut driver, "review.ron", &case[0]);
    let title = claimdesk::model::Edit::SetTitle("Bridge".into());
    driver.send(title);
    driver.send(Command::Undo);
    let note = Intent::Edit(claimdesk::model::Edit::SetTitle("Bridge, again".into()));
    driver.send(note);
    driver.send(Command::Save);
    driver.send(Command::CloseProject);
    std::fs::write(&path, marked(&case, false)).unwrap();
    driver.send(Intent::OpenPath(path));
    let joining = driver.document().view.joining.as_ref().unwrap();
    assert!(matches!(joining.found.before, Before::Kept(_)), "{:?}", joining.found.before);
    assert_eq!(driver.project().problems(), []);
}

#[test]
fn without_any_state_from_before_it_is_said() {
    let mut driver = Driver::new();
    open(&mut driver, "review.ron", &marked(&case("07"), false));
    assert_eq!(driver.document().view.joining.as_ref().unwrap().found.before, Before::Unknown);
    assert_eq!(driver.document().access, Access::Editable);
}

#[test]
fn a_damaged_side_and_broken_marks_are_told_and_left() {
    let mut driver = Driver::new();
    let case = case("01");
    let broken = String::from_utf8(marked(&case, true)).unwrap().replace(">>>>>>> theirs\n", "");
    open(&mut driver, "broken.ron", broken.as_bytes());
    notice(&driver, "the marks between them are not whole");
    let damaged = String::from_utf8(marked(&case, true)).unwrap().replacen("claims: [", "claims [", 1);
    open(&mut driver, "damaged.ron", damaged.as_bytes());
    notice(&driver, "the first of them is damaged");
    assert!(driver.session.document.is_none());
}

#[test]
fn a_copy_beside_the_project_is_offered_joined_and_not_offered_again() {
    let case = case("07");
    let mut driver = safe();
    let copy = driver.write("review (Ann's conflicted copy 2026-11-30).ron", &case[2]);
    driver.write("review (1).ron", &case[2]);
    let path = open(&mut driver, "review.ron", &case[1]);
    notice(&driver, "A copy of this project lies beside it (Ann's conflicted copy 2026-11-30)");
    driver.send(Intent::from(KeptIntent::JoinCopy(copy.clone())));
    assert_eq!(driver.document().view.screen, Screen::Changes, "{:?}", driver.notices());
    let joined = driver.project().clone();
    for side in [&case[1], &case[2]] {
        let missing = project(side).sources().iter().filter(|source| joined.source(&source.id).is_none()).count();
        assert_eq!(missing, 0);
    }
    driver.send(Command::Undo);
    assert!(*driver.project() == project(&case[1]));
    driver.send(Command::Redo);
    driver.send(Command::Save);
    notice(&driver, "is not needed any more");
    driver.send(Command::CloseProject);
    driver.send(Intent::OpenPath(path));
    assert!(!driver.notices().iter().any(|text| text.contains("A copy of this project")), "{:?}", driver.notices());
    driver.send(Command::CloseProject);
    driver.send(Intent::OpenPath(copy));
    notice(&driver, "This is a conflicted copy of a project that lies beside it");
}

#[cfg(unix)]
#[test]
fn what_only_a_link_beside_a_project_leads_to_is_not_looked_at() {
    let case = case("07");
    let mut driver = safe();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("other.ron");
    std::fs::write(&target, &case[2]).unwrap();
    let link = |driver: &Driver, name: &str| std::os::unix::fs::symlink(&target, driver.path(name)).unwrap();
    link(&driver, "review (Ann's conflicted copy 2026-11-30).ron");
    open(&mut driver, "review.ron", &case[1]);
    assert!(!driver.notices().iter().any(|text| text.contains("A copy of this project")), "{:?}", driver.notices());
    driver.send(Command::CloseProject);
    link(&driver, "desk.ron");
    open(&mut driver, "desk (Ann's conflicted copy 2026-11-30).ron", &case[1]);
    assert!(!driver.notices().iter().any(|text| text.contains("conflicted copy of")), "{:?}", driver.notices());
}

fn holder(machine: &str) -> String {
    format!(r#"{{"name":"Ann Lee","machine":"{machine}","process":7,"since":"2026-11-30T09:00:00Z"}}"#)
}

#[test]
fn who_has_the_project_open_on_another_machine_is_shown_with_since_when() {
    let mut driver = safe();
    let case = case("07");
    driver.write(".review.ron.holder", holder("laptop-7"));
    open(&mut driver, "review.ron", &case[0]);
    let also_open = driver.document().view.also_open.clone().unwrap();
    assert_eq!(also_open.who(), "Ann Lee on laptop-7");
    notice(&driver, "Ann Lee on laptop-7 has this project open since 30 November");
    assert!(driver.document().access.is_editable(), "a lock does not reach so far");
    driver.send(Command::CloseProject);
    // What this machine has left itself is nobody else.
    driver.write(".review.ron.holder", holder("desk-3"));
    driver.send(Intent::OpenPath(driver.path("review.ron")));
    assert_eq!(driver.document().view.also_open, None);
}

#[test]
fn what_others_did_since_is_told_by_person_and_nothing_hidden_is() {
    use claimdesk::app::visits::work_of_others;
    let case = case("05");
    let (base, ours) = (project(&case[0]), project(&case[1]));
    let [one, two] = ["r-one", "r-two"].map(|id| claimdesk::model::ReviewerId::new(id).unwrap());
    let seen = work_of_others(&base, &ours, &two);
    assert_eq!(seen.iter().map(|work| work.by.clone()).collect::<Vec<_>>(), [Some(one.clone())]);
    assert_eq!(seen[0].changes.len(), 1);
    assert!(seen[0].changes[0].lines.iter().any(|line| line.starts_with("verdict: ")), "{:?}", seen[0].changes);
    assert_eq!(work_of_others(&base, &ours, &one), [], "one's own work is no news");
    let blind = |project: &Project| {
        let mut parts = project.parts().clone();
        Arc::make_mut(&mut parts.settings).blind_second_check = true;
        Project::from_parts(parts)
    };
    assert_eq!(work_of_others(&blind(&base), &blind(&ours), &two), [], "under a blind check it would tell the verdict");
    assert_eq!(work_of_others(&base, &blind(&ours), &two), [], "also where the check became blind since");
}
