//! "Saved" means on the disk, and a save that fails or is cut short loses nothing: every operation of every kind of save goes
//! wrong in every way, on a disk in memory.

use std::{path::PathBuf, sync::Arc};

use crate::memory::{MemoryFiles, Trouble};
use crate::support::{
    ARTICLE, Driver,
    faulty::{ERRORS, Faulty},
};
use claimdesk::{
    app::{
        Command, EffectResult, Intent,
        intent::{KeptIntent, PreviewIntent},
    },
    model::Edit,
    store,
};

/// A kind of save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A project that has no file yet.
    First,
    /// Over the file that it came from.
    Later,
    /// Into another file.
    SaveAs,
    /// Into the file of another project that a crash has left with unsaved work.
    OverAnother,
    /// Over a file of an older format.
    OlderFormat,
}

/// A session on a disk in memory, about to save.
struct AboutToSave {
    driver: Driver,
    disk: MemoryFiles,
    kind: Kind,
    /// Where it saves to, and what is there.
    target: PathBuf,
    old: Option<Vec<u8>>,
    /// Where it came from, if that is another file.
    source: Option<(PathBuf, Vec<u8>)>,
    quotes: Vec<String>,
}

fn open_article(driver: &mut Driver, disk: &MemoryFiles, words: &str) {
    let article = driver.path("article.txt");
    disk.put(article.to_str().unwrap(), ARTICLE.as_bytes());
    driver.send(Intent::OpenPath(article));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    driver.mark(words);
}

fn held(disk: &MemoryFiles, path: &std::path::Path) -> Option<Vec<u8>> {
    disk.volatile(path.to_str().unwrap())
}

impl AboutToSave {
    fn new(kind: Kind) -> Self {
        let disk = MemoryFiles::default();
        let folder = tempfile::tempdir().unwrap();
        // The folder is there although nothing lies in it yet.
        disk.put(folder.path().join("readme").to_str().unwrap(), b"");
        let mut driver = Driver::safe(folder, Arc::new(disk.clone()));
        let mut source = None;
        let target = match kind {
            Kind::First => {
                open_article(&mut driver, &disk, "4,000 cars");
                driver.path("review.ron")
            }
            Kind::Later | Kind::SaveAs => {
                open_article(&mut driver, &disk, "4,000 cars");
                let path = driver.save_as("review.ron");
                assert!(driver.document().is_saved(), "{:?}", driver.notices());
                driver.mark("closed on Monday");
                if kind == Kind::SaveAs {
                    source = Some((path, held(&disk, &driver.path("review.ron")).unwrap()));
                }
                driver.path(if kind == Kind::SaveAs { "copy.ron" } else { "review.ron" })
            }
            Kind::OverAnother => {
                open_article(&mut driver, &disk, "4,000 cars");
                let path = driver.save_as("review.ron");
                driver.mark("closed on Monday");
                disk.start_again();
                driver = driver.kill();
                drop(driver.session.document.take());
                open_article(&mut driver, &disk, "nine months");
                path
            }
            Kind::OlderFormat => {
                let path = driver.path("review.ron");
                disk.put(path.to_str().unwrap(), include_bytes!("../data/store/format-0.ron"));
                driver.send(Intent::OpenPath(path.clone()));
                driver.mark("no reason");
                path
            }
        };
        driver.session.notices.clear();
        let (quotes, old) = (driver.quotes(), held(&disk, &target));
        Self { driver, disk, kind, target, old, source, quotes }
    }

    fn save(&mut self) {
        if matches!(self.kind, Kind::Later | Kind::OlderFormat) {
            self.driver.send(Command::Save);
        } else {
            self.driver.picks.push_back(self.target.clone());
            self.driver.send(Command::SaveAs);
            if matches!(self.driver.session.dialog, Some(claimdesk::app::Dialog::SaveOver { .. })) {
                self.driver.send(Intent::Answer(claimdesk::app::intent::Answer::Overwrite));
            }
        }
    }

    /// The file is the old one or the new one, whole. Returns whether it is the new one.
    fn is_whole(&self, what: &str) -> bool {
        let new = store::encode(self.driver.project()).into_bytes();
        let there = held(&self.disk, &self.target);
        assert!(there == self.old || there.as_ref() == Some(&new), "{what}: torn");
        if let Some((path, bytes)) = &self.source {
            assert_eq!(held(&self.disk, path).as_ref(), Some(bytes), "{what}: the file it came from is as it was");
        }
        there.as_ref() == Some(&new)
    }

    /// Starts again and looks for the work: it is back, or offered, or in the file. After trouble in the recovery itself it may
    /// be in the history of the file that it was made on, when that is told then or was told before.
    fn start_again(self, what: &str, history: InHistory) {
        let Self { driver, disk, kind, target, quotes, source, .. } = self;
        let mut driver = driver.kill();
        let (mut found, mut is_told) = (Vec::new(), history == InHistory::IfTold { is_told: true });
        let mut look = |driver: &Driver| {
            is_told |= tells_of_history(driver);
            found.extend(driver.session.document.as_ref().map(|_| driver.quotes()));
        };
        look(&driver);
        let offers: Vec<Intent> = driver
            .session
            .notices
            .iter()
            .filter(|notice| notice.text.contains("another project"))
            .filter_map(|notice| Some(notice.action.clone()?.1))
            .chain(driver.session.left.iter().map(|left| KeptIntent::ResumeUnsaved(left.name.clone()).into()))
            .collect();
        for offer in offers.into_iter().chain([Intent::OpenPath(target.clone())]) {
            // Nothing of what was found is given up.
            driver.send(Command::CloseProject);
            driver.session.dialog = None;
            drop(driver.session.document.take());
            disk.start_again();
            driver = driver.kill();
            drop(driver.session.document.take());
            driver.send(offer);
            look(&driver);
        }
        let words: Vec<&str> = quotes.iter().map(String::as_str).collect();
        let is_kept = |driver: &mut Driver| {
            let files = source.iter().map(|(path, _)| path).chain([&target]);
            files.into_iter().any(|path| {
                drop(driver.session.document.take());
                driver.send(Intent::OpenPath(path.clone()));
                is_in_history(driver, &words)
            })
        };
        if !found.contains(&quotes) {
            assert_ne!(history, InHistory::No, "{what}: {quotes:?} is not in {found:?}");
            assert!(is_kept(&mut driver), "{what}: {quotes:?} is neither in {found:?} nor in the history");
            assert!(is_told, "{what}: nobody is told that {quotes:?} is in the history");
        }
        if kind == Kind::OverAnother && driver.document().path.as_ref() != Some(&target) {
            driver.send(Intent::OpenPath(target));
        }
        if kind == Kind::OverAnother {
            let theirs = ["closed on Monday", "4,000 cars"];
            let is_theirs = |quotes: &Vec<String>| *quotes == theirs;
            assert!(found.iter().any(is_theirs) || is_in_history(&mut driver, &theirs), "{what}: the other's work");
        }
        let left: Vec<_> =
            disk.names().into_iter().filter(|name| name.to_string_lossy().ends_with(".claimdesk-tmp")).collect();
        assert!(left.is_empty(), "{what}: {left:?}");
    }
}

/// Where the work may be that is in no window and no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InHistory {
    /// Nowhere.
    No,
    /// In the history, when somebody was told so.
    IfTold { is_told: bool },
}

fn tells_of_history(driver: &Driver) -> bool {
    driver.notices().iter().any(|text| text.contains("“Earlier versions…” has it"))
}

fn is_in_history(driver: &mut Driver, quotes: &[&str]) -> bool {
    driver.send(Command::FileVersions);
    let Some(claimdesk::app::Dialog::Versions(versions)) = driver.session.dialog.clone() else { return false };
    versions.into_iter().any(|version| {
        driver.send(KeptIntent::Restore(version));
        driver.quotes() == quotes
    })
}

/// Every operation of a save of this kind, in every way that it can go wrong.
fn check(kind: Kind, at_least: usize) {
    let steps = {
        let mut desk = AboutToSave::new(kind);
        let before = desk.disk.operations();
        desk.save();
        assert!(desk.driver.document().is_saved() && desk.is_whole("without trouble"), "{:?}", desk.driver.notices());
        desk.disk.operations() - before
    };
    assert!(steps >= at_least, "a save of this kind has at least {at_least} operations, not {steps}");
    for step in 0..steps {
        for (name, number) in ERRORS {
            for trouble in [Trouble::Once(number), Trouble::ForGood(number)] {
                an_error(kind, step, trouble, &format!("{kind:?}, {name} at {step} of {steps}, {trouble:?}"));
            }
        }
        a_kill(kind, step, &format!("{kind:?}, killed at {step} of {steps}"));
    }
}

fn an_error(kind: Kind, step: usize, trouble: Trouble, what: &str) {
    let mut desk = AboutToSave::new(kind);
    desk.disk.break_in(step, trouble);
    desk.save();
    assert!(desk.disk.has_broken(), "{what}: it did not come to that");
    let is_new = desk.is_whole(what);
    assert_eq!(desk.driver.quotes(), desk.quotes, "{what}: the work is still there");
    let target = desk.target.to_str().unwrap();
    if desk.driver.document().is_saved() {
        assert!(is_new, "{what}: saved means saved");
        let is_told =
            desk.driver.notices().iter().any(|text| text.contains("could not be kept among the earlier versions"));
        assert!(is_told || is_kept(&desk, held(&desk.disk, &desk.target).as_deref()), "{what}: a lost version is told");
        assert_eq!(desk.disk.durable(target), held(&desk.disk, &desk.target), "{what}: saved means on the disk");
    } else {
        let told = desk.driver.session.notices.iter().find(|notice| notice.path.is_some());
        let told = told.unwrap_or_else(|| panic!("{what}: nothing is told: {:?}", desk.driver.notices()));
        assert!(told.kind.is_lasting() && told.text.starts_with("Could not"), "{what}: {}", told.text);
        assert_eq!(told.path.as_deref(), Some(target), "{what}");
        assert!(matches!(told.action, Some((_, Intent::Command(Command::SaveAs)))), "{what}");
    }
    desk.disk.heal();
    let later = std::time::Duration::from_secs(3600);
    desk.driver.keeper.as_mut().unwrap().tick(later).unwrap_or_else(|error| panic!("{what}: {error}"));
    if !desk.driver.document().is_saved() {
        desk.save();
    }
    assert!(desk.driver.document().is_saved() && desk.is_whole(what), "{what}: the next save works");
    // The power fails after that.
    desk.disk.restart();
    desk.start_again(what, InHistory::No);
}

fn is_kept(desk: &AboutToSave, bytes: Option<&[u8]>) -> bool {
    let state = store::StateDir(desk.driver.path("state"));
    let versions = store::Versions::of(&state, &store::project_key(&desk.target));
    // A copy: the trouble is not over.
    let disk = desk.disk.fork();
    disk.heal();
    bytes.is_some_and(|bytes| versions.find(&disk, &store::Fingerprint::of(bytes)).is_some())
}

/// Which operations of a save and of the recovery from it go wrong: every so-manieth.
#[derive(Debug, Clone, Copy)]
struct Sample {
    save: usize,
    recovery: usize,
}

impl Sample {
    /// `CLAIMDESK_EVERY=1` takes every operation of both, in each way that it can go wrong: some minutes a kind.
    fn of_this_run() -> Self {
        let every: Option<usize> = std::env::var("CLAIMDESK_EVERY").ok().and_then(|every| every.parse().ok());
        every.map_or(Self { save: 4, recovery: 11 }, |every| Self { save: every.max(1), recovery: every.max(1) })
    }

    fn is_every(self) -> bool {
        self.recovery == 1
    }
}

/// A crash at an operation of a save, then trouble at an operation of the recovery from it, and another crash: what was there
/// before all that is found by the next start.
fn check_recovery(kind: Kind, at_least: usize) {
    let sample = Sample::of_this_run();
    let all = [Trouble::Kill, Trouble::Once(ERRORS[1].1), Trouble::ForGood(ERRORS[0].1)];
    let mut runs = 0;
    for step in 0.. {
        let mut has_come_to_that = false;
        for at in (0..).map(|at| at * sample.recovery + step % sample.recovery) {
            let one = [all[(step + at) % all.len()]];
            let troubles = if sample.is_every() { &all[..] } else { &one };
            let recoveries: Vec<_> =
                troubles.iter().map_while(|trouble| a_recovery(kind, step * sample.save, *trouble, at)).collect();
            runs += recoveries.len();
            has_come_to_that |= !recoveries.is_empty();
            if recoveries.iter().all(|is_over| *is_over) {
                break;
            }
        }
        if !has_come_to_that {
            break;
        }
    }
    assert!(runs >= at_least, "{kind:?}: {runs} runs");
}

/// Killed at an operation of the save, and trouble at one of the recovery. Returns whether that was over before; `None`: so was
/// the save.
fn a_recovery(kind: Kind, step: usize, trouble: Trouble, at: usize) -> Option<bool> {
    let what = format!("{kind:?}, killed at {step}, then {trouble:?} at {at} of the recovery");
    let mut desk = AboutToSave::new(kind);
    desk.disk.break_in(step, Trouble::Kill);
    desk.save();
    if !desk.disk.has_broken() {
        return None;
    }
    desk.disk.start_again();
    desk.disk.break_in(at, trouble);
    desk.driver = desk.driver.kill();
    if desk.driver.session.document.is_none() {
        desk.driver.send(Intent::OpenPath(desk.target.clone()));
    }
    // Work goes on, and with it the journal.
    desk.driver.send(Edit::SetTitle("goes on".to_owned()));
    let (is_over, is_told) = (!desk.disk.has_broken(), tells_of_history(&desk.driver));
    desk.disk.start_again();
    desk.start_again(&what, InHistory::IfTold { is_told });
    Some(is_over)
}

#[test]
fn trouble_while_recovering_from_a_crash_loses_nothing() {
    for kind in [Kind::First, Kind::Later, Kind::SaveAs, Kind::OverAnother, Kind::OlderFormat] {
        check_recovery(kind, 15);
    }
}

fn a_kill(kind: Kind, step: usize, what: &str) {
    let mut desk = AboutToSave::new(kind);
    desk.disk.break_in(step, Trouble::Kill);
    desk.save();
    assert!(desk.disk.has_broken(), "{what}: it did not come to that");
    desk.is_whole(what);
    desk.disk.start_again();
    desk.start_again(what, InHistory::No);
}

#[test]
fn a_cause_is_one_lasting_message_that_goes_with_the_next_save() {
    let faulty = Faulty::default();
    let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(faulty.clone()));
    let article = driver.write("article.txt", ARTICLE);
    driver.send(Intent::OpenPath(article));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    driver.save_as("review.ron");
    let about = |driver: &Driver, words: &str| {
        let told = driver.session.notices.iter().filter(|notice| notice.text.contains(words));
        told.map(|notice| (notice.kind.is_lasting(), notice.text.clone())).collect::<Vec<_>>()
    };
    for (name, number) in ERRORS {
        faulty.fail_at("", 0, number, true);
        driver.send(Edit::SetTitle(name.to_owned()));
        driver.send(Command::Save);
        for words in ["Could not save", "Could not keep a safety copy"] {
            let told = about(&driver, words);
            assert!(matches!(told.as_slice(), [(true, _)]), "{name}, {words}: {told:?}");
        }
    }
    faulty.heal();
    let well = EffectResult::Journal(store::JournalNews::Well);
    drop(driver.session.receive(well, crate::support::moment(std::time::Duration::from_secs(3600))));
    driver.send(Command::Save);
    assert!(driver.document().is_saved());
    assert_eq!(about(&driver, "Could not"), []);
    // The file is saved, its history is not: that is told once for all such saves, until one is kept.
    for (name, number) in ERRORS {
        faulty.fail_at(".version", 0, number, true);
        driver.send(Edit::SetTitle(format!("{name} again")));
        driver.send(Command::Save);
        assert!(driver.document().is_saved());
        let told = about(&driver, "could not be kept among the earlier versions");
        assert!(matches!(told.as_slice(), [(true, _)]), "{name}: {told:?}");
    }
    faulty.heal();
    driver.send(Edit::SetTitle("kept".to_owned()));
    driver.send(Command::Save);
    assert_eq!(about(&driver, "could not be kept"), []);
}

#[test]
fn the_first_save_tears_nothing_and_loses_nothing() {
    check(Kind::First, 30);
}

#[test]
fn a_later_save_tears_nothing_and_loses_nothing() {
    check(Kind::Later, 20);
}

#[test]
fn save_as_tears_nothing_and_loses_nothing() {
    check(Kind::SaveAs, 30);
}

#[test]
fn save_as_over_another_project_tears_nothing_and_loses_nothing_of_both() {
    check(Kind::OverAnother, 30);
}

#[test]
fn a_save_over_an_older_format_tears_nothing_and_loses_nothing() {
    check(Kind::OlderFormat, 30);
}
