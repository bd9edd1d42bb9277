//! The library: which folders belong to it, bringing it up to date beside the window, and what is looked for in it.

use std::{path::PathBuf, sync::Arc};

use crate::{
    claim_link,
    desk_library::{Library, SearchJob},
    effect::{Effect, Job, Pick},
    import::Watch,
    intent::LibraryIntent,
    library::{Found, HitAt},
    library_job::{Eyes, Gathered, LibraryJob},
    notice::{NoticeKind, Then},
    rooms::Around,
};

/// After how long it is brought up to date again when it is asked for, in seconds.
const FRESH: i64 = 120;

impl Around {
    pub(crate) fn library_intent(&mut self, intent: LibraryIntent) {
        match intent {
            LibraryIntent::Query(query) => self.look_up(query),
            LibraryIntent::Choose(at) => self.library.chosen = at,
            LibraryIntent::OpenProject(at) => self.open_hit(at),
            LibraryIntent::AddFolder => self.pick(Pick::LibraryFolder),
            LibraryIntent::RemoveFolder(folder) => self.remove_folder(&folder),
            LibraryIntent::Update => self.gather_library(true),
            LibraryIntent::Stop => {
                if let Some(watch) = &self.library.gathering {
                    watch.stop();
                }
            }
        }
    }

    /// Brings the library up to date beside the window, unless that was done a moment ago.
    pub(crate) fn gather_library(&mut self, anew: bool) {
        if self.library.gathering.is_some() {
            self.library.is_stale |= anew;
            return;
        }
        let age = self.library.gathered.map(|at| self.now.time.as_second() - at.as_second());
        if !anew && age.is_some_and(|age| (0..FRESH).contains(&age)) {
            return;
        }
        let watch = Watch::default();
        self.library.gathering = Some(watch.clone());
        self.library.is_stale = false;
        let job = LibraryJob {
            folders: self.prefs.library_folders.clone(),
            projects: self.prefs.recent.iter().map(|recent| recent.path.clone()).collect(),
            state: self.state.clone(),
            eyes: self.eyes(),
            tidies: true,
            at: self.now.time,
            before: (*self.library.index).clone(),
            watch,
        };
        self.run_unawaited(Job::GatherLibrary(Box::new(job)));
    }

    /// With whose eyes the library is looked at: what a blind second check hides from them is hidden there too.
    fn eyes(&self) -> Eyes {
        Eyes::Of(self.prefs.reviewer.as_ref().map(|reviewer| reviewer.id.clone()))
    }

    /// Empties the library when somebody else sits here than the one with whose eyes it was looked at. Says whether it did.
    pub(crate) fn hide_from_others(&mut self) -> bool {
        let is_of_another = self.library.eyes.as_ref().is_some_and(|eyes| *eyes != self.eyes());
        if is_of_another {
            let Library { query, gathering, .. } = std::mem::take(&mut self.library);
            self.library = Library { query, gathering, ..Library::default() };
            self.gather_library(true);
        }
        is_of_another
    }

    /// The library is up to date, or was stopped on the way.
    pub(crate) fn library_gathered(&mut self, job: &LibraryJob, gathered: Gathered) {
        self.library.gathering = None;
        if job.eyes != self.eyes() {
            return self.gather_library(true);
        }
        self.library.eyes = Some(job.eyes.clone());
        self.library.gathered = Some(self.now.time);
        self.library.index = Arc::new(gathered.index);
        self.library.unread = gathered.unread;
        if std::mem::take(&mut self.library.is_stale) {
            return self.gather_library(true);
        }
        // What was looked for is looked for in what there is now.
        self.library.found = None;
        self.look_up(self.library.query.clone());
    }

    /// Looks for something. What was found before stays until the answer is there.
    fn look_up(&mut self, query: String) {
        if query != self.library.query {
            self.library.chosen = 0;
        }
        self.library.query.clone_from(&query);
        if query.trim().is_empty() || self.library.found_for(&query).is_some() {
            return;
        }
        // One answer at a time: what is typed meanwhile is looked for next.
        if self.library.searching.is_none() {
            self.library.searching = Some(query.clone());
            let index = Arc::clone(&self.library.index);
            self.run_unawaited(Job::SearchLibrary(SearchJob { index, query }));
        }
    }

    /// Something was looked for.
    pub(crate) fn library_searched(&mut self, query: String, found: Found) {
        // What was looked for in a library that is gone is not shown.
        if self.library.searching.take().as_ref() == Some(&query) {
            self.library.found = Some((query, Arc::new(found)));
        }
        self.look_up(self.library.query.clone());
    }

    /// A folder is to belong to the library.
    pub(crate) fn add_folder(&mut self, folder: PathBuf) {
        if self.prefs.library_folders.contains(&folder) {
            let text = "The folder belongs to the library already.";
            return self.tell(NoticeKind::Hint, text, Some(folder.display().to_string()));
        }
        self.change_prefs(|prefs| prefs.library_folders.push(folder));
        self.gather_library(true);
    }

    fn remove_folder(&mut self, folder: &std::path::Path) {
        self.change_prefs(|prefs| prefs.library_folders.retain(|other| other != folder));
        let text = "The folder is no longer part of the library. Its files are as they were.";
        self.tell(NoticeKind::Hint, text, Some(folder.display().to_string()));
        self.gather_library(true);
    }

    /// Opens the project of a hit in place of the one that is open, once that is safe.
    fn open_hit(&mut self, at: usize) {
        let Some(hit) = self.library.found().and_then(|found| found.hits.get(at)).cloned() else { return };
        let path = match (&hit.at, &hit.entry) {
            (HitAt::Check(_), _) => return,
            (HitAt::Claim(_), Some(entry)) if entry.number > 0 => {
                PathBuf::from(claim_link::of(&hit.shelf.path, entry.number))
            }
            _ => hit.shelf.path.clone(),
        };
        self.leave(Then::Open(path));
    }

    /// Does a job for which nobody waits.
    pub(crate) fn run_unawaited(&mut self, job: Job) {
        self.effects.push(Effect::Run(job.of_open(self.project)));
    }
}
