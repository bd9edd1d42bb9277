//! The promises of `docs/reliability.md`, each through a session and the real disk. What needs a disk that forgets is tested
//! in `src/store`; a program that is killed, in `tests/kill.rs`.

use std::{path::PathBuf, sync::Arc};

use crate::support::{
    ARTICLE, Driver,
    faulty::{DISK_FULL, ERRORS, Faulty},
};
use claimdesk::{
    app::{
        Command, Dialog, Intent,
        intent::{Answer, KeptIntent, PreviewIntent},
    },
    io::Disk,
    model::{ClaimField, Edit, Reviewer},
    store::{self, Access},
};

pub fn safe() -> Driver {
    Driver::safe(tempfile::tempdir().unwrap(), Arc::new(Disk))
}

/// A saved project with one claim, in a session that keeps a journal.
pub fn safe_project() -> (Driver, PathBuf) {
    let mut driver = safe();
    let article = driver.write("article.txt", ARTICLE);
    driver.send(Intent::OpenPath(article));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    driver.mark("4,000 cars");
    let path = driver.save_as("review.ron");
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
    (driver, path)
}

pub fn notice(driver: &Driver, words: &str) -> Option<Intent> {
    let notice = driver.session.notices.iter().find(|notice| notice.text.contains(words));
    let notice = notice.unwrap_or_else(|| panic!("no message with “{words}” in {:?}", driver.notices()));
    notice.action.as_ref().map(|(_, intent)| intent.clone())
}

pub fn note(driver: &mut Driver, words: &str) {
    let intent = Intent::set(driver.claim(), ClaimField::Notes(words.into()));
    driver.send(intent);
}

mod after_a_crash {
    use super::*;

    #[test]
    fn unsaved_work_is_there_again_with_undo_and_a_message() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        for end in 1..=5 {
            note(&mut driver, &"notes"[..end]);
        }
        let (project, undo) = (driver.project().clone(), driver.document().undo_label());
        let mut driver = driver.kill();
        assert_eq!(driver.document().path.as_deref().unwrap().canonicalize().unwrap(), path.canonicalize().unwrap());
        assert_eq!(driver.project(), &project);
        assert!(!driver.document().is_saved());
        notice(&driver, "Back are 6 changes (mark claim, change notes)");
        assert_eq!(driver.document().undo_label(), undo);
        while driver.document().undo_label().is_some() {
            driver.send(Command::Undo);
        }
        assert!(driver.project().claims().is_empty(), "undo reaches back to before the first save");
        // What was undone after the crash is in the journal too.
        let driver = driver.kill();
        assert!(driver.project().claims().is_empty());
    }

    #[test]
    fn what_came_back_can_be_thrown_away_and_is_still_in_the_history() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        let mut driver = driver.kill();
        let throw_away = notice(&driver, "Back are 1 change").unwrap();
        driver.send(throw_away);
        assert_eq!(driver.quotes(), ["4,000 cars"]);
        let mut driver = driver.kill();
        driver.send(Intent::OpenPath(path));
        assert_eq!(driver.quotes(), ["4,000 cars"], "nothing returns by itself");
        driver.send(Command::FileVersions);
        let Some(Dialog::Versions(versions)) = driver.session.dialog.clone() else { panic!("a list of versions") };
        let discarded = versions.iter().find(|version| version.kind == store::VersionKind::Discarded).unwrap();
        assert_eq!(discarded.what, "1 claim added");
        driver.send(KeptIntent::Restore(discarded.clone()));
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        driver.send(Command::Undo);
        assert_eq!(driver.quotes(), ["4,000 cars"]);
    }

    #[test]
    fn what_was_told_of_one_project_does_nothing_to_another() {
        let (mut driver, _) = safe_project();
        driver.mark("closed on Monday");
        let mut driver = driver.kill();
        assert!(notice(&driver, "Back are 1 change").is_some(), "it can be thrown away");
        driver.send(Command::Save);
        assert!(notice(&driver, "Back are 1 change").is_some());
        driver.send(Command::OpenSample);
        assert_eq!(notice(&driver, "Back are 1 change"), None, "the sample would be thrown away");
    }

    #[test]
    fn a_project_that_was_never_saved_comes_back_with_its_original_file() {
        let mut driver = safe();
        let article = driver.write("article.txt", ARTICLE);
        driver.send(Intent::OpenPath(article));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        driver.mark("4,000 cars");
        let mut driver = driver.kill();
        assert_eq!(driver.quotes(), ["4,000 cars"]);
        notice(&driver, "Claimdesk did not close in good order");
        let path = driver.save_as("late.ron");
        let original = &driver.project().articles()[0].versions[0].origin.sha256;
        let kept = path.with_extension("files").join(original);
        assert_eq!(std::fs::read_to_string(kept).unwrap(), ARTICLE);
        let driver = driver.kill();
        assert!(
            driver.session.document.is_none() && driver.notices().is_empty(),
            "all is saved: {:?}",
            driver.notices()
        );
    }

    #[test]
    fn a_save_whose_end_was_not_noted_is_known_to_be_saved() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        let now = crate::support::moment(std::time::Duration::from_secs(100));
        for effect in driver.session.handle(Command::Save.into(), now) {
            match effect {
                claimdesk::app::Effect::Journal(op) => {
                    driver.keeper.as_mut().unwrap().perform(op, now.elapsed).unwrap();
                }
                // The file is written, and the program ends before it hears of it.
                claimdesk::app::Effect::Run(job) => drop(claimdesk::app::jobs::run(&Disk, job)),
                _ => {}
            }
        }
        let mut driver = driver.kill();
        if driver.session.document.is_none() {
            driver.send(Intent::OpenPath(path));
        }
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        assert!(driver.document().is_saved());
    }

    #[test]
    fn two_projects_left_behind_are_both_offered() {
        let (mut driver, first) = safe_project();
        driver.mark("closed on Monday");
        let mut driver = {
            // A second window on another project, killed as well.
            let folder = std::mem::replace(&mut driver.folder, tempfile::tempdir().unwrap());
            drop(driver.keeper.take());
            driver.session.document = None;
            let mut second = Driver::safe(folder, Arc::new(Disk));
            second.session.document = None;
            let article = second.write("other.txt", ARTICLE);
            second.send(Intent::OpenPath(article));
            second.send(Intent::Preview(PreviewIntent::Accept));
            second.kill()
        };
        let offered = driver.session.notices.iter().filter(|notice| notice.text.contains("another project")).count();
        assert_eq!(offered, 1, "{:?}", driver.notices());
        if driver.document().path.is_none() {
            let Some(Intent::OpenPath(open)) = notice(&driver, "another project") else {
                panic!("{:?}", driver.notices())
            };
            assert_eq!(open.canonicalize().unwrap(), first.canonicalize().unwrap());
        }
        driver.send(Command::Palette);
    }
}

mod in_good_order {
    use super::*;

    #[test]
    fn undo_survives_a_restart() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        driver.send(Command::Save);
        driver.send(Command::CloseProject);
        let mut driver = driver.kill();
        assert!(driver.session.document.is_none() && driver.notices().is_empty(), "{:?}", driver.notices());
        driver.send(Intent::OpenPath(path));
        assert!(driver.document().is_saved() && driver.notices().is_empty());
        assert_eq!(driver.document().undo_label().as_deref(), Some("Undo mark claim"));
        driver.send(Command::Undo);
        assert_eq!(driver.quotes(), ["4,000 cars"]);
        driver.send(Command::Undo);
        assert!(driver.quotes().is_empty());
    }

    #[test]
    fn discard_is_kept_in_the_history_and_does_not_return() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        driver.send(Intent::Close);
        driver.send(Intent::Answer(Answer::Discard));
        assert!(driver.has_quit);
        let mut driver = driver.kill();
        assert!(driver.session.document.is_none(), "nothing returns by itself");
        driver.send(Intent::OpenPath(path));
        assert_eq!(driver.quotes(), ["4,000 cars"]);
    }

    #[cfg(unix)]
    #[test]
    fn journal_and_history_are_the_users_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (mut driver, _) = safe_project();
        driver.mark("closed on Monday");
        driver.send(Command::Save);
        let mut found = Vec::new();
        files_in(&driver.path("state"), &mut found);
        assert!(found.iter().any(|path| path.extension().is_some_and(|ending| ending == "journal")));
        assert!(found.iter().any(|path| path.extension().is_some_and(|ending| ending == "version")));
        for path in found.iter().filter(|path| path.extension().is_none_or(|ending| ending != "lock")) {
            let mode = std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", path.display());
        }
    }

    #[cfg(unix)]
    fn files_in(folder: &std::path::Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files_in(&path, found) } else { found.push(path) }
        }
    }

    #[test]
    fn a_change_that_is_undone_gives_the_same_bytes() {
        let (mut driver, path) = safe_project();
        let bytes = std::fs::read(&path).unwrap();
        driver.mark("closed on Monday");
        driver.send(Command::Save);
        assert_ne!(std::fs::read(&path).unwrap(), bytes);
        driver.send(Command::Undo);
        driver.send(Command::Save);
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn the_history_says_what_each_save_changed() {
        let (mut driver, _) = safe_project();
        driver.mark("closed on Monday");
        driver.digit(3);
        driver.send(Command::Save);
        driver.send(Command::FileVersions);
        let Some(Dialog::Versions(versions)) = &driver.session.dialog else { panic!("a list of versions") };
        let words: Vec<_> = versions.iter().map(|version| (version.what.as_str(), version.claims)).collect();
        assert_eq!(words, [("1 claim added", 2), ("saved for the first time", 1)]);
    }
}

mod two_windows {
    use super::*;

    #[test]
    fn the_second_reads_and_says_who_writes() {
        let (mut first, path) = safe_project();
        let id = claimdesk::model::ReviewerId::new("r-1").unwrap();
        first.session.prefs.reviewer = Some(Reviewer { id, name: "Ann Lee".into(), initials: "AL".into() });
        first.send(Intent::OpenPath(path.clone()));
        let mut second = safe();
        second.send(Intent::OpenPath(path.clone()));
        assert!(matches!(second.document().access, Access::InUse(Some(_))));
        let again = notice(&second, "Ann Lee on desk-3 has it open since 2025-02-05 09:").unwrap();
        second.mark("closed on Monday");
        assert_eq!(second.quotes(), ["4,000 cars"]);
        first.mark("nine months");
        first.send(Command::Save);
        first.send(Command::CloseProject);
        second.send(again);
        second.mark("closed on Monday");
        assert_eq!(second.quotes(), ["closed on Monday", "4,000 cars", "nine months"]);
    }

    #[test]
    fn a_dead_holder_does_not_block() {
        let (driver, path) = safe_project();
        let mut driver = driver.kill();
        driver.send(Intent::OpenPath(path));
        assert!(driver.document().access.is_editable());
    }

    #[test]
    fn nobody_saves_over_a_project_that_is_open_elsewhere() {
        let (_first, path) = safe_project();
        let before = std::fs::read(&path).unwrap();
        let mut second = safe();
        let article = second.write("article.txt", ARTICLE);
        second.send(Intent::OpenPath(article));
        second.send(Intent::Preview(PreviewIntent::Accept));
        second.picks.push_back(path.clone());
        second.send(Command::SaveAs);
        notice(&second, "has the project open");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

mod in_the_place_of_another_project {
    use super::*;

    /// A project with a saved claim and an unsaved one, whose program was killed; then a session on the same state folder
    /// with a new project that was never saved.
    fn over_a_crashed_project() -> (Driver, PathBuf) {
        let (mut driver, path) = safe_project();
        driver.send(Command::CloseProject);
        // Another machine's journal is not here: this one begins from what the file holds.
        std::fs::remove_dir_all(driver.path("state/journals")).unwrap();
        driver.send(Intent::OpenPath(path.clone()));
        driver.mark("closed on Monday");
        let mut driver = driver.kill();
        assert_eq!(driver.quotes().len(), 2);
        // It is brought back, and the program is killed once more, before anything is done about it.
        drop(driver.session.document.take());
        let article = driver.write("other.txt", ARTICLE);
        driver.send(Intent::OpenPath(article));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        driver.mark("nine months");
        (driver, path)
    }

    #[test]
    fn a_project_that_was_never_saved_leaves_the_others_unsaved_work_in_the_history() {
        let (mut driver, path) = over_a_crashed_project();
        driver.picks.push_back(path.clone());
        driver.send(Command::SaveAs);
        driver.send(Intent::Answer(Answer::Overwrite));
        assert!(driver.document().is_saved(), "{:?}", driver.notices());
        let versions = notice(&driver, "had 1 change (mark claim), in no file yet").unwrap();
        driver.send(versions);
        let Some(Dialog::Versions(versions)) = driver.session.dialog.clone() else { panic!("a list of versions") };
        let discarded = versions.iter().find(|version| version.kind == store::VersionKind::Discarded).unwrap();
        assert_eq!(
            (versions.len(), discarded.claims),
            (3, 2),
            "the other's file, its unsaved work, and what is there now"
        );
        driver.send(KeptIntent::Restore(discarded.clone()));
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        driver.send(Command::Undo);
        let mut driver = driver.kill();
        if driver.session.document.is_none() {
            driver.send(Intent::OpenPath(path));
        }
        assert_eq!(driver.quotes(), ["nine months"], "nothing of the other comes back by itself");
    }

    #[test]
    fn a_journal_that_cannot_be_played_back_stays_beside() {
        let (mut driver, path) = over_a_crashed_project();
        // Neither the file nor the history has the state that the other's changes start from.
        std::fs::write(&path, "no project").unwrap();
        std::fs::remove_dir_all(driver.path("state/history")).unwrap();
        let journals = driver.path("state/journals");
        let key = store::project_key(&path.canonicalize().unwrap());
        let edits = |bytes: &[u8]| store::journal::decode(bytes).unsaved_changes();
        let before = std::fs::read(journals.join(format!("{key}.journal"))).unwrap();
        assert_eq!(edits(&before), 1);
        driver.picks.push_back(path);
        driver.send(Command::SaveAs);
        driver.send(Intent::Answer(Answer::Overwrite));
        let names = std::fs::read_dir(journals).unwrap().map(|entry| entry.unwrap().path());
        let kept: Vec<_> = names.filter(|path| path.extension().is_some_and(|ending| ending == "kept")).collect();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(std::fs::read(&kept[0]).unwrap(), before);
    }
}

mod other_formats {
    use super::*;

    const OLD: &str = include_str!("../data/store/format-0.ron");

    #[test]
    fn an_older_file_is_kept_as_it_is_before_it_is_saved_in_the_present_format() {
        let mut driver = safe();
        let path = driver.write("ferry.ron", OLD);
        let beside = driver.path("ferry.format-0.ron");
        driver.send(Intent::OpenPath(path.clone()));
        assert_eq!(driver.quotes(), ["once a day from May", "200 passengers"]);
        notice(&driver, "The project is in an older format (0)");
        driver.send(Command::Save);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), OLD, "without a change nothing is written");
        assert!(!beside.exists());
        driver.mark("no reason");
        driver.send(Command::Save);
        assert!(driver.document().is_saved(), "{:?}", driver.notices());
        assert_eq!(std::fs::read_to_string(&beside).unwrap(), OLD);
        let loaded = store::decode(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!((loaded.older, loaded.access, &loaded.project), (None, Access::Editable, driver.project()));
        let told = driver.session.notices.iter().find(|notice| notice.text.contains("As it was, it is kept beside"));
        assert!(told.unwrap().path.as_ref().unwrap().ends_with("ferry.format-0.ron"));
        driver.mark("harbour office");
        driver.send(Command::Save);
        assert!(!driver.path("ferry.format-0-2.ron").exists(), "once is enough");
    }

    #[test]
    fn an_older_file_that_cannot_be_kept_is_not_saved_over() {
        let faulty = Faulty::default();
        let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(faulty.clone()));
        let path = driver.write("ferry.ron", OLD);
        driver.send(Intent::OpenPath(path.clone()));
        driver.mark("no reason");
        // It is looked for and not there; then writing it fails.
        faulty.fail_at("ferry.format-0.ron", 2, DISK_FULL, true);
        driver.send(Command::Save);
        notice(&driver, "Could not save: the disk is full");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), OLD);
        assert!(!driver.document().is_saved());
        faulty.heal();
        driver.send(Command::Save);
        assert!(driver.document().is_saved() && driver.path("ferry.format-0.ron").exists());
    }

    #[test]
    fn a_newer_file_opens_for_reading_and_is_never_saved_over() {
        let (mut driver, path) = safe_project();
        let newer = std::fs::read_to_string(&path).unwrap().replacen("format: 1", "format: 2", 1);
        // A newer program saves while the project is open here.
        std::fs::write(&path, &newer).unwrap();
        driver.mark("closed on Monday");
        driver.send(Command::Save);
        driver.send(Intent::Answer(Answer::Overwrite));
        notice(&driver, "Could not save: a newer Claimdesk wrote this file (format 2)");
        driver.picks.push_back(path.clone());
        driver.send(Command::SaveAs);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), newer);
        driver.save_as("mine.ron");
        assert!(driver.document().is_saved(), "{:?}", driver.notices());
        driver.send(Intent::OpenPath(path.clone()));
        assert_eq!(driver.document().access, Access::Newer(2));
        driver.mark("nine months");
        assert_eq!(driver.quotes(), ["4,000 cars"]);
        driver.picks.push_back(path.clone());
        driver.send(Command::Save);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), newer);
    }
}

mod when_the_disk_says_no {
    use super::*;

    /// Each operation of a save fails in each way, once or for good. The file is the old or the new one, whole; the project
    /// stays open with everything in it; the message says why and offers another place; the next save works.
    #[test]
    fn no_failed_save_tears_the_file_or_loses_the_work() {
        let faulty = Faulty::default();
        let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(faulty.clone()));
        let article = driver.write("article.txt", ARTICLE);
        driver.send(Intent::OpenPath(article));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        let path = driver.save_as("review.ron");
        faulty.count("review.ron");
        driver.send(Edit::SetTitle("0".into()));
        driver.send(Command::Save);
        let steps = faulty.counted();
        assert!(steps >= 8, "{steps}");
        let mut number = 0;
        for (name, error) in ERRORS {
            for step in 0..steps {
                for for_good in [false, true] {
                    number += 1;
                    let old = std::fs::read(&path).unwrap();
                    driver.session.notices.clear();
                    driver.send(Edit::SetTitle(number.to_string()));
                    faulty.fail_at("review.ron", step, error, for_good);
                    driver.send(Command::Save);
                    faulty.heal();
                    let new = store::encode(driver.project());
                    let held = std::fs::read(&path).unwrap();
                    assert!(held == old || held == new.as_bytes(), "{name} at {step}: torn");
                    assert_eq!(driver.project().title(), number.to_string());
                    if !driver.document().is_saved() {
                        let told = driver.session.notices.last().unwrap();
                        assert!(told.kind.is_lasting() && told.text.starts_with("Could not"), "{}", told.text);
                        assert!(told.path.as_ref().unwrap().ends_with("review.ron"));
                        assert!(matches!(told.action, Some((_, Intent::Command(Command::SaveAs)))));
                    } else {
                        assert_eq!(held, new.as_bytes(), "saved means on the disk");
                    }
                    driver.send(Command::Save);
                    assert_eq!(std::fs::read(&path).unwrap(), new.as_bytes(), "{name} at {step}: the next save works");
                }
            }
        }
    }

    #[test]
    fn leftovers_of_a_crash_are_cleared_at_the_next_start() {
        let (driver, path) = safe_project();
        let leftover = driver.write(".review.ron.77-0.claimdesk-tmp", "half");
        let other = driver.write(".other.ron.77-0.claimdesk-tmp", "half");
        let mut driver = driver.kill();
        driver.send(Intent::OpenPath(path));
        assert!(!leftover.exists() && other.exists());
        assert!(driver.notices().iter().all(|text| !text.contains("cut short")), "half a file is nobody's work");
    }

    /// The save had just exchanged what somebody wrote meanwhile for its own.
    #[test]
    fn a_whole_project_that_a_crash_has_left_goes_into_the_history_and_that_is_told() {
        let (driver, path) = safe_project();
        let mut theirs = driver.project().clone();
        theirs.apply(&Edit::SetTitle("theirs".into())).unwrap();
        let leftover = driver.write(".review.ron.77-0.claimdesk-tmp", store::encode(&theirs));
        let mut driver = driver.kill();
        drop(driver.session.document.take());
        driver.send(Intent::OpenPath(path));
        assert!(!leftover.exists());
        let versions = notice(&driver, "A save of this project was cut short.").unwrap();
        driver.send(versions);
        let Some(Dialog::Versions(kept)) = driver.session.dialog.clone() else { panic!("no versions") };
        driver.send(KeptIntent::Restore(kept[0].clone()));
        assert_eq!(driver.project().title(), "theirs");
    }

    /// Every operation on the journal fails in each way, for good and then no more: nothing is missing after a crash.
    #[test]
    fn a_journal_that_could_not_be_written_is_written_anew() {
        for (name, error) in ERRORS {
            for step in 0..6 {
                let faulty = Faulty::default();
                let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(faulty.clone()));
                let article = driver.write("article.txt", ARTICLE);
                driver.send(Intent::OpenPath(article));
                driver.send(Intent::Preview(PreviewIntent::Accept));
                faulty.fail_at(".journal", step, error, true);
                let mut is_told = false;
                for words in ["4,000 cars", "closed on Monday", "nine months"] {
                    driver.mark(words);
                    is_told |= driver.keeper.as_mut().unwrap().tick(std::time::Duration::from_secs(60)).is_err();
                }
                is_told |= driver.notices().iter().any(|text| text.starts_with("Could not keep a safety copy"));
                assert!(is_told, "{name} at {step}");
                faulty.heal();
                driver.keeper.as_mut().unwrap().tick(std::time::Duration::from_secs(3600)).unwrap();
                assert!(driver.keeper.as_ref().unwrap().is_durable());
                let driver = driver.kill();
                assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars", "nine months"], "{name} at {step}");
            }
        }
    }

    #[test]
    fn a_read_only_file_opens_and_its_edits_are_in_the_journal() {
        let (mut driver, path) = safe_project();
        driver.send(Command::CloseProject);
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        driver.send(Intent::OpenPath(path.clone()));
        driver.mark("closed on Monday");
        let mut driver = driver.kill();
        assert_eq!(driver.quotes(), ["closed on Monday", "4,000 cars"]);
        driver.send(Command::Save);
        let save_as = notice(&driver, "the file is read-only").unwrap();
        let copy = driver.path("copy.ron");
        driver.picks.push_back(copy.clone());
        driver.send(save_as);
        assert!(driver.document().is_saved() && std::fs::read_to_string(copy).unwrap().contains("closed on Monday"));
        let driver = driver.kill();
        assert!(driver.session.document.is_none(), "the work is in the copy: {:?}", driver.notices());
    }
}

mod damaged {
    use super::*;

    #[test]
    fn the_last_good_version_and_what_can_be_read_are_offered() {
        let (mut driver, path) = safe_project();
        driver.mark("closed on Monday");
        driver.mark("nine months");
        driver.send(Command::Save);
        driver.send(Command::CloseProject);
        let good = std::fs::read_to_string(&path).unwrap();
        let bad = good.replacen("quote: \"4,000 cars\"", "quote: 4,000 cars", 1);
        assert_ne!(good, bad);
        std::fs::write(&path, &bad).unwrap();
        driver.send(Intent::OpenPath(path.clone()));
        assert!(driver.session.document.is_none());
        let open_rest = notice(&driver, "Parts of the damaged file can be read: 1 article, 2 claims").unwrap();
        let open_version = notice(&driver, "There is a good version of").unwrap();
        driver.send(open_rest);
        assert_eq!(driver.quotes(), ["closed on Monday", "nine months"]);
        assert_eq!(driver.document().access, Access::Partial);
        notice(&driver, "Claim 2 (line ");
        driver.send(open_version);
        driver.send(Command::CloseProject);
        driver.send(Intent::Answer(Answer::Discard));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), bad, "the file is as it was");
    }

    #[test]
    fn a_file_cut_every_kilobyte_and_zero_filled_gives_what_is_whole() {
        let sample = claimdesk::app::SAMPLE;
        let claims = store::decode(sample.as_bytes()).unwrap().project.claims().len();
        let mut most = 0;
        for cut in (1024..sample.len()).step_by(1024) {
            let mut bytes = sample.as_bytes()[..cut].to_vec();
            assert!(store::decode(&bytes).is_err());
            let rest = store::salvage(&bytes).project;
            assert!(rest.claims().len() >= most && rest.claims().len() < claims, "cut at {cut}");
            most = rest.claims().len();
            bytes.resize(sample.len(), 0);
            assert!(store::decode(&bytes).is_err());
            assert_eq!(store::salvage(&bytes).project.claims().len(), most, "zeros from {cut} on");
        }
        assert!(most > claims / 2, "most claims stand before the last kilobyte");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

        /// Bits flipped anywhere: an error or a project, never a panic, and what is whole can still be read.
        #[test]
        fn flipped_bits_never_panic(flips in proptest::collection::vec((0usize..20_000, 0u8..8), 1..4)) {
            let mut bytes = claimdesk::app::SAMPLE.as_bytes().to_vec();
            for (at, bit) in flips {
                let at = at % bytes.len();
                bytes[at] ^= 1 << bit;
            }
            let _ = store::decode(&bytes);
            let rest = store::salvage(&bytes);
            proptest::prop_assert!(rest.project.articles().len() + rest.project.claims().len() > 0);
        }
    }
}

mod hostile {
    use super::*;

    #[test]
    fn a_link_is_shown_in_full_before_it_is_opened() {
        let mut driver = Driver::with_article();
        driver.send(Intent::OpenLink("https://example.org/a?b=c".into()));
        assert_eq!(driver.session.dialog, Some(Dialog::Link("https://example.org/a?b=c".into())));
        assert!(driver.links.is_empty());
        driver.send(KeptIntent::FollowLink("https://example.org/a?b=c".into()));
        assert_eq!(driver.links, ["https://example.org/a?b=c"]);
        for hostile in
            ["https://example.org/\u{202e}gpj.exe", "https://a b", "data:text/html,x", "https://a\u{200b}b.org"]
        {
            driver.send(Intent::OpenLink(hostile.into()));
            assert_eq!(driver.session.dialog, None, "{hostile}");
        }
    }

    #[test]
    fn ids_that_are_no_ids_and_deep_nesting_are_refused() {
        let sample = claimdesk::app::SAMPLE;
        let id = store::decode(sample.as_bytes()).unwrap().project.claims()[0].id.to_string();
        for hostile in ["../x", "A", "a b", "é", "", "\\u{202e}a"] {
            let text = sample.replacen(&format!("id: \"{id}\""), &format!("id: \"{hostile}\""), 1);
            assert!(store::decode(text.as_bytes()).is_err(), "{hostile}");
        }
        let deep = format!("(format: 1, project: (title: {}", "[".repeat(1 << 20));
        assert!(store::decode(deep.as_bytes()).is_err());
        assert!(store::salvage(deep.as_bytes()).found().is_none());
    }
}
