//! The journal over a long session and after damage, and work whose file was moved, copied, replaced or deleted.

use std::{fs, path::PathBuf};

use claimdesk::{
    app::{Command, Dialog, Forget, Intent, intent::KeptIntent},
    io::Disk,
    model::{ClaimField, Edit},
    store::{self, journal},
};

use super::reliability::{note, notice, safe, safe_project};
use crate::support::{ARTICLE, Driver, files::noise};

/// So many characters without a pattern.
fn words(len: usize, seed: u64) -> String {
    noise(len / 2, seed).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn journal_of(driver: &Driver, name: &str) -> PathBuf {
    let canonical = driver.folder.path().canonicalize().unwrap().join(name);
    driver.path("state/journals").join(format!("{}.journal", store::project_key(&canonical)))
}

fn journal_len(driver: &Driver) -> u64 {
    fs::metadata(journal_of(driver, "review.ron")).unwrap().len()
}

/// Starts again after a crash, with the project in the window.
fn crash(driver: Driver, path: &std::path::Path) -> Driver {
    let mut driver = driver.kill();
    if driver.session.document.is_none() {
        driver.send(Intent::OpenPath(path.to_owned()));
    }
    driver
}

mod over_a_long_session {
    use super::*;

    #[test]
    fn keys_into_a_note_of_400_kilobytes_cost_little() {
        let (mut driver, path) = safe_project();
        let mut text = words(400_000, 1);
        for key in 0..60 {
            text.insert(200_000 + key, 'x');
            note(&mut driver, &text);
        }
        assert!(journal_len(&driver) < 600_000, "{}", journal_len(&driver));
        let driver = crash(driver, &path);
        assert!(driver.project().claims()[0].notes == text && !driver.document().is_saved());
        notice(&driver, "Back are 60 changes");
    }

    #[test]
    fn a_journal_that_has_grown_begins_anew_at_a_save_and_undo_goes_on() {
        let (mut driver, path) = safe_project();
        for seed in 0..4 {
            driver.mark(["closed on Monday", "nine months", "two piers", "every day"][seed]);
            note(&mut driver, &words(400_000, seed as u64));
        }
        assert!(journal_len(&driver) > store::AT_SAVE);
        driver.send(Command::Save);
        assert!(journal_len(&driver) < 1000, "{}", journal_len(&driver));
        driver.send(Command::Undo);
        let (after_undo, undo) = (driver.project().clone(), driver.document().undo_label());
        assert_eq!(undo.as_deref(), Some("Undo mark claim"), "undo goes back behind the save");
        let mut driver = crash(driver, &path);
        assert!(driver.project() == &after_undo && !driver.document().is_saved());
        // What was undone and made again behind the place where the journal began anew.
        driver.send(Command::Save);
        assert!(driver.session.dialog.is_none() && driver.document().is_saved(), "{:?}", driver.notices());
        assert_eq!(fs::read_to_string(&path).unwrap(), store::encode(&after_undo));
    }

    #[test]
    fn undo_and_redo_across_the_place_where_it_began_anew_are_played_back() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        note(&mut driver, &words(1_200_000, 3));
        driver.send(Command::Save);
        assert!(journal_len(&driver) < 1000);
        note(&mut driver, "typed on");
        for travel in [Command::Undo, Command::Undo, Command::Undo, Command::Redo, Command::Redo] {
            driver.send(travel);
            let now = driver.project().clone();
            driver = {
                // Only the journal is asked: this session goes on.
                let state = store::StateDir(driver.path("state"));
                let canonical = path.canonicalize().unwrap();
                let key = store::project_key(&canonical);
                let found = journal::read(&Disk, &state, &key).unwrap().unwrap();
                assert_eq!(found.damaged, 0);
                let copy = tempfile::tempdir().unwrap();
                copy_folder(driver.folder.path(), copy.path());
                let played = played_back(&driver, copy);
                assert!(played == now, "{travel:?}");
                driver
            };
        }
    }

    /// What a new program would find, in a copy of the folder at the same place.
    fn played_back(driver: &Driver, copy: tempfile::TempDir) -> claimdesk::model::Project {
        let folder = driver.folder.path().canonicalize().unwrap();
        let state = store::StateDir(copy.path().join("state"));
        let canonical = folder.join("review.ron");
        let bytes = fs::read(copy.path().join("review.ron")).unwrap();
        let key = store::project_key(&canonical);
        let found = journal::read(&Disk, &state, &key).unwrap().unwrap();
        match claimdesk::app::unsaved_state(&Disk, &state, &key, &found, Some(&bytes)) {
            Some((project, _)) => project,
            None => store::decode(&bytes).unwrap().project,
        }
    }

    fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                fs::create_dir(&to).unwrap();
                copy_folder(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), &to).unwrap();
            }
        }
    }

    #[test]
    fn a_journal_is_bounded_while_the_project_is_open_and_never_saved() {
        let (mut driver, path) = safe_project();
        let before = fs::read(&path).unwrap();
        for change in 0..24 {
            note(&mut driver, &words(500_000, change));
        }
        assert!(journal_len(&driver) < store::WHILE_OPEN + 1_000_000, "{}", journal_len(&driver));
        let project = driver.project().clone();
        let mut driver = crash(driver, &path);
        assert!(driver.project() == &project && !driver.document().is_saved());
        notice(&driver, "Back are 24 changes (change notes)");
        assert_eq!(fs::read(&path).unwrap(), before);
        driver.send(Command::Save);
        assert!(driver.session.dialog.is_none() && driver.document().is_saved(), "it knows what the file held");
    }

    #[test]
    fn what_a_journal_starts_from_is_in_the_history_so_that_it_needs_no_file() {
        let (mut driver, path) = safe_project();
        driver.send(Command::CloseProject);
        // As if it had come from another machine.
        fs::remove_dir_all(driver.path("state")).unwrap();
        driver.send(Intent::OpenPath(path.clone()));
        driver.mark("closed on Monday");
        fs::remove_file(&path).unwrap();
        let mut driver = driver.kill();
        assert!(driver.session.document.is_none(), "what has no file is not opened unasked");
        assert_eq!(driver.session.left.len(), 1);
        let bring_back = notice(&driver, "unsaved work (1 change) of a project whose file is not there").unwrap();
        driver.send(bring_back);
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        let back = driver.save_as("back.ron");
        assert!(driver.document().is_saved() && back.exists(), "{:?}", driver.notices());
        driver.send(Command::CloseProject);
        assert!(driver.session.left.is_empty(), "it has a file again");
    }
}

#[test]
fn a_journal_names_its_file_by_its_whole_path() {
    let (mut driver, path) = safe_project();
    driver.send(Command::CloseProject);
    fs::remove_dir_all(driver.path("state/journals")).unwrap();
    driver.send(Intent::OpenPath(path.clone()));
    // As it is typed on the command line; another time it leads elsewhere.
    driver.session.document.as_mut().unwrap().path = Some("review.ron".into());
    driver.mark("closed on Monday");
    let found = journal::decode(&fs::read(journal_of(&driver, "review.ron")).unwrap());
    assert_eq!(found.path(), Some(path.canonicalize().unwrap().as_path()));
}

mod after_damage {
    use super::*;

    /// A project with a claim and 19 unsaved changes of its title.
    fn nineteen_changes() -> (Driver, PathBuf) {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        for n in 0..18 {
            driver.send(Edit::SetTitle(format!("title {n}")));
        }
        (driver, path)
    }

    fn flip(path: &PathBuf, record: usize) {
        let mut bytes = fs::read(path).unwrap();
        let starts =
            std::iter::once(0).chain(bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1));
        let start = starts.collect::<Vec<_>>()[record];
        bytes[start + 40] ^= 4;
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_flipped_bit_costs_one_change_is_told_and_a_copy_is_kept() {
        let (driver, path) = nineteen_changes();
        let file = journal_of(&driver, "review.ron");
        let records = journal::decode(&fs::read(&file).unwrap()).records.len();
        flip(&file, records - 5);
        let bad = fs::read(&file).unwrap();
        let driver = crash(driver, &path);
        assert_eq!(driver.project().title(), "title 17");
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        notice(&driver, "The journal of this project is damaged");
        let kept =
            journal::kept(&Disk, &store::StateDir(driver.path("state")), file.file_stem().unwrap().to_str().unwrap());
        assert_eq!(kept.len(), 1);
        assert_eq!(fs::read(&kept[0]).unwrap(), bad);
        let driver = crash(driver, &path);
        assert_eq!(driver.project().title(), "title 17");
        assert!(
            !driver.notices().iter().any(|text| text.contains("damaged")),
            "once is enough: {:?}",
            driver.notices()
        );
        assert!(kept[0].exists());
    }

    #[test]
    fn without_its_first_record_what_can_be_made_again_on_the_file_is_made_again() {
        let (driver, path) = nineteen_changes();
        flip(&journal_of(&driver, "review.ron"), 0);
        let driver = crash(driver, &path);
        assert_eq!(driver.project().title(), "title 17");
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        notice(&driver, "The journal of this project is damaged");
    }

    #[test]
    fn a_journal_that_cannot_be_read_is_told_and_kept_and_the_next_one_has_room() {
        let (mut driver, path) = safe_project();
        driver.send(Command::CloseProject);
        let file = journal_of(&driver, "review.ron");
        fs::File::options().write(true).open(&file).unwrap().set_len(journal::MAX_BYTES + 1).unwrap();
        driver.send(Intent::OpenPath(path.clone()));
        notice(&driver, "its journal cannot be read");
        driver.mark("closed on Monday");
        assert!(!driver.notices().iter().any(|text| text.starts_with("Could not keep")), "{:?}", driver.notices());
        assert!(journal_len(&driver) < 10_000);
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        assert_eq!(journal::kept(&Disk, &store::StateDir(driver.path("state")), &name).len(), 1);
        assert_eq!(crash(driver, &path).quotes(), ["closed on Monday", "4,000 cars"]);
    }

    #[test]
    fn a_damaged_file_offers_its_journal() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        fs::write(&path, "rubbish").unwrap();
        let mut driver = crash(driver, &path);
        let bring_back = notice(&driver, "The journal of this project is kept, with 1 change").unwrap();
        driver.send(bring_back);
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "rubbish");
    }
}

mod whose_file_is_elsewhere {
    use super::*;

    #[test]
    fn a_moved_file_is_offered_the_work_by_name_and_it_is_never_played_unasked() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        let moved = driver.path("moved.ron");
        fs::rename(&path, &moved).unwrap();
        let mut driver = driver.kill();
        assert!(driver.session.document.is_none());
        driver.send(Intent::OpenPath(moved.clone()));
        assert_eq!(driver.quotes(), ["4,000 cars"], "it may be a copy");
        let take =
            notice(&driver, "There is unsaved work of “review.ron” that starts from what this file holds: 1 change")
                .unwrap();
        driver.send(take);
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        assert!(!driver.document().is_saved());
        let mut driver = crash(driver, &moved);
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"], "it is in the journal of the moved file now");
        assert!(!driver.notices().iter().any(|text| text.contains("review.ron")), "{:?}", driver.notices());
        driver.send(Command::Undo);
        assert_eq!(driver.quotes(), ["4,000 cars"]);
    }

    #[test]
    fn work_is_offered_to_a_copy_only_when_its_own_file_is_another() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        let copy = driver.path("copy.ron");
        fs::copy(&path, &copy).unwrap();
        let mut driver = driver.kill();
        drop(driver.session.document.take());
        driver.session.notices.clear();
        driver.send(Intent::OpenPath(copy.clone()));
        assert_eq!(driver.quotes(), ["4,000 cars"]);
        assert!(driver.notices().is_empty(), "it belongs to the file that is there: {:?}", driver.notices());
        drop(driver.session.document.take());
        fs::write(&path, claimdesk::app::SAMPLE).unwrap();
        driver.send(Intent::OpenPath(copy));
        notice(&driver, "There is unsaved work of “review.ron”");
    }

    #[test]
    fn another_project_in_the_place_of_the_file_does_not_get_its_work() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        fs::write(&path, claimdesk::app::SAMPLE).unwrap();
        let mut driver = crash(driver, &path);
        let sample = store::decode(claimdesk::app::SAMPLE.as_bytes()).unwrap().project;
        assert!(driver.project() == &sample && driver.document().is_saved());
        let versions =
            notice(&driver, "The project that was in this place had 1 change (mark claim), in no file yet").unwrap();
        driver.send(versions);
        let Some(Dialog::Versions(versions)) = driver.session.dialog.clone() else { panic!("a list of versions") };
        let discarded = versions.into_iter().find(|version| version.kind == store::VersionKind::Discarded).unwrap();
        driver.send(KeptIntent::Restore(discarded));
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
    }

    #[test]
    fn a_recent_project_that_is_gone_offers_its_history_and_its_journal() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        fs::remove_file(&path).unwrap();
        let prefs = driver.session.prefs.clone();
        let mut driver = driver.kill();
        driver.session.prefs = prefs;
        driver.session.notices.clear();
        driver.send(Intent::OpenPath(path.canonicalize().unwrap_or(path)));
        notice(&driver, "A recent project is not where it was");
        let version = notice(&driver, "There is a good version of").unwrap();
        let work = notice(&driver, "The journal of this project is kept, with 1 change").unwrap();
        driver.send(work);
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        drop(driver.session.document.take());
        driver.send(version);
        assert_eq!(driver.quotes(), ["4,000 cars"]);
    }

    #[test]
    fn forgetting_a_project_leaves_nothing_of_it_but_its_file() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        driver.send(Command::CloseProject);
        driver.send(Intent::Answer(claimdesk::app::intent::Answer::Discard));
        let before = fs::read(&path).unwrap();
        let recent = driver.session.prefs.recent[0].path.clone();
        let name = journal_of(&driver, "review.ron").file_stem().unwrap().to_owned();
        driver.send(KeptIntent::AskToForget(Forget::Path(recent)));
        assert!(matches!(driver.session.dialog, Some(Dialog::Forget(_))), "it is asked");
        driver.send(KeptIntent::Forget);
        assert!(driver.session.prefs.recent.is_empty() && driver.session.dialog.is_none());
        assert_eq!(fs::read(&path).unwrap(), before);
        let mut left = vec![driver.path("state")];
        while let Some(folder) = left.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                let is_of_it = entry.file_name().unwrap().to_string_lossy().starts_with(&*name.to_string_lossy());
                assert!(!is_of_it, "{}", entry.display());
                if entry.is_dir() {
                    left.push(entry);
                }
            }
        }
    }

    #[test]
    fn the_first_start_after_ninety_days_forgets_the_journal_of_a_deleted_project_with_nothing_unsaved() {
        for (days, has_unsaved, stays) in [(89, false, true), (91, false, false), (91, true, true)] {
            let (mut driver, path) = safe_project();
            if has_unsaved {
                driver.mark("closed on Monday");
            }
            let mut driver = driver.kill();
            drop(driver.session.document.take());
            let journal = journal_of(&driver, "review.ron");
            fs::remove_file(&path).unwrap();
            let later = crate::support::moment(std::time::Duration::from_secs(days * 24 * 3600));
            let mut session = claimdesk::app::Session::new(driver.session.prefs.clone(), 1, later);
            session.state.clone_from(&driver.session.state);
            driver.session = session;
            let effects = driver.session.look_for_left_behind();
            driver.perform(effects);
            assert_eq!(journal.exists(), stays, "{days} days, unsaved: {has_unsaved}");
        }
    }

    #[test]
    fn unsaved_work_can_be_forgotten_unless_a_window_has_it() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        fs::remove_file(&path).unwrap();
        let mut other = Driver::safe(tempfile::tempdir().unwrap(), std::sync::Arc::new(Disk));
        other.session.state = driver.session.state.clone();
        let forget = |other: &mut Driver| {
            other.send(KeptIntent::AskToForget(Forget::Path(path.clone())));
            other.send(KeptIntent::Forget);
        };
        forget(&mut other);
        notice(&other, "it is open in another window");
        let mut driver = driver.kill();
        let left = driver.session.left[0].clone();
        driver.send(KeptIntent::AskToForget(Forget::Journal(left)));
        driver.send(KeptIntent::Forget);
        assert!(driver.session.left.is_empty() && !journal_of(&driver, "review.ron").exists());
    }
}

mod when_its_thread_panics {
    use std::{
        path::Path,
        sync::{
            Arc, Mutex,
            atomic::{AtomicBool, Ordering},
            mpsc::channel,
        },
    };

    use claimdesk::{
        app::{Effect, EffectResult, jobs},
        io::JournalThread,
        store::{Files, Folder, JournalNews, Metadata, OpenFile, StateDir, Unkept},
    };

    use super::*;
    use crate::support::moment;

    /// The disk, in which a mistake of the program waits for the next write to a journal.
    #[derive(Clone, Default)]
    struct Mistaken(Arc<AtomicBool>);

    struct File(Mistaken, Box<dyn OpenFile>);

    impl OpenFile for File {
        fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
            assert!(!self.0.0.swap(false, Ordering::Relaxed), "a mistake");
            self.1.write_all(bytes)
        }
        fn sync(&mut self) -> std::io::Result<()> {
            self.1.sync()
        }
        fn set_access(&mut self, like: &Metadata) -> std::io::Result<()> {
            self.1.set_access(like)
        }
        fn inherit(&mut self, name: &std::ffi::OsStr) -> std::io::Result<Vec<Unkept>> {
            self.1.inherit(name)
        }
    }

    impl Files for Mistaken {
        fn read(&self, path: &Path, max_bytes: u64) -> std::io::Result<Vec<u8>> {
            Disk.read(path, max_bytes)
        }
        fn metadata(&self, path: &Path) -> std::io::Result<Metadata> {
            Disk.metadata(path)
        }
        fn canonicalize(&self, path: &Path) -> std::io::Result<PathBuf> {
            Disk.canonicalize(path)
        }
        fn read_start(&self, path: &Path, bytes: u64) -> std::io::Result<Vec<u8>> {
            Disk.read_start(path, bytes)
        }
        fn folder(&self, path: &Path) -> std::io::Result<Box<dyn Folder>> {
            Disk.folder(path)
        }
        fn user(&self) -> Option<u32> {
            Disk.user()
        }
        fn create_dir_all(&self, path: &Path) -> std::io::Result<()> {
            Disk.create_dir_all(path)
        }
        fn open_append(&self, path: &Path, keep: u64) -> std::io::Result<Box<dyn OpenFile>> {
            Ok(Box::new(File(self.clone(), Disk.open_append(path, keep)?)))
        }
    }

    #[test]
    fn it_is_told_and_mended_and_nothing_is_missing() {
        let (mut driver, path) = safe_project();
        driver.send(Command::CloseProject);
        driver.keeper = None;
        let (files, (sender, news)) = (Mistaken::default(), channel());
        let sender = Mutex::new(sender);
        let tell = move |said| drop(sender.lock().unwrap().send(said));
        let thread = JournalThread::start(Arc::new(files.clone()), StateDir(driver.path("state")), tell);
        let perform = |driver: &mut Driver, effects: Vec<Effect>| {
            let mut effects = std::collections::VecDeque::from(effects);
            while let Some(effect) = effects.pop_front() {
                match effect {
                    Effect::Journal(op) => thread.perform(op),
                    Effect::Run(job) => {
                        thread.barrier().wait();
                        let done = EffectResult::Done(jobs::run(&Disk, job));
                        effects.extend(driver.session.receive(done, moment(std::time::Duration::from_secs(60))));
                    }
                    _ => {}
                }
            }
        };
        let title = |n: usize| Intent::from(Edit::SetTitle(format!("title {n}")));
        let now = moment(std::time::Duration::from_secs(60));
        let effects = driver.session.handle(Intent::OpenPath(path.clone()), now);
        perform(&mut driver, effects);
        for n in 0..9 {
            files.0.store(n == 4, Ordering::Relaxed);
            let effects = driver.session.handle(title(n), now);
            perform(&mut driver, effects);
            thread.barrier().wait();
        }
        let JournalNews::Lost(why) = news.recv().unwrap() else { panic!("it is told") };
        assert_eq!(why, "a mistake");
        let effects = driver.session.receive(EffectResult::Journal(JournalNews::Lost(why)), now);
        perform(&mut driver, effects);
        notice(&driver, "A mistake in Claimdesk stopped the safety copy");
        for n in 9..12 {
            let effects = driver.session.handle(title(n), now);
            perform(&mut driver, effects);
        }
        thread.barrier().wait();
        drop(thread);
        let driver = crash(driver, &path);
        assert_eq!(driver.project().title(), "title 11");
        notice(&driver, "Back are ");
    }
}

#[test]
fn a_journal_of_an_older_program_is_played_back() {
    let mut driver = safe();
    let article = driver.write("article.txt", ARTICLE);
    driver.send(Intent::OpenPath(article));
    driver.send(Intent::Preview(claimdesk::app::intent::PreviewIntent::Accept));
    driver.mark("4,000 cars");
    let path = driver.save_as("review.ron");
    driver.mark("closed on Monday");
    let text = words(3000, 5);
    for end in (1..10).map(|part| part * 300) {
        let intent = Intent::set(driver.claim(), ClaimField::Notes(text[..end].to_owned()));
        driver.send(intent);
    }
    let project = driver.project().clone();
    // It wrote every text whole, and no time beside what was saved.
    let file = journal_of(&driver, "review.ron");
    let records = journal::decode(&fs::read(&file).unwrap()).records;
    let old: Vec<u8> = records.iter().flat_map(journal::encode).collect();
    fs::write(&file, old).unwrap();
    let driver = crash(driver, &path);
    assert!(driver.project() == &project);
    notice(&driver, "Back are 10 changes");
}
