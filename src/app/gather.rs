//! The job that brings the library up to date: which files belong to it, which of them changed, and what they say.
//!
//! A file whose length and time are as they were is not read. One that was touched is read, and only worked out anew when its hash is
//! another. What was worked out is kept in the user's own folder; whatever goes wrong with that costs time and nothing else.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    import::{Progress, Stage},
    library::{Index, Shelf, ShelfKind, Stamp},
    store::{self, FileKind, Files, Folder, Rename},
};

use super::{
    effect::JobResult,
    library_job::{Eyes, Gathered, LibraryJob, Unread},
    neighbours,
    reach::{MAX_INPUT, Reach, file_name},
    veil::SeenBy,
};

/// How deep folders are looked into.
const MAX_DEPTH: usize = 16;
/// How many files one library may have; how many names are looked at in all.
const MAX_FILES: usize = 20_000;
const MAX_NAMES: usize = 1_000_000;
/// A file that was written so shortly before it was read may be written again without a sign of it.
const RESTS: i64 = 2_000_000_000;

pub(crate) fn run(reach: &Reach<'_>, job: Box<LibraryJob>) -> JobResult {
    // It is tried again whenever it is wanted, so that a panic ends it as a mistake in a file does.
    let gathered = catch_unwind(AssertUnwindSafe(|| gather(reach, &job))).unwrap_or_else(|_| Gathered {
        index: job.before.clone(),
        unread: vec![Unread { path: PathBuf::new(), why: "A mistake in Claimdesk stopped the reading.".to_owned() }],
        ..Gathered::default()
    });
    JobResult::LibraryGathered(job, Box::new(gathered))
}

/// Brings the library up to date.
pub fn gather(reach: &Reach<'_>, job: &LibraryJob) -> Gathered {
    let files = reach.files;
    let mut gathered = Gathered { index: job.before.clone(), ..Gathered::default() };
    let found = Scan::of(files, job, &mut gathered.unread);
    let cache = Cache::open(files, job);
    let total = found.len() as u64;
    let mut shelves = Vec::with_capacity(found.len());
    let mut kept = BTreeSet::new();
    for (done, path) in (0..).zip(&found) {
        if !job.watch.go_on(Progress { stage: Stage::Reading, done, total }) {
            gathered.is_stopped = true;
            break;
        }
        let read = catch_unwind(AssertUnwindSafe(|| File { reach, job, cache: cache.as_ref(), path }.shelf()));
        match read.unwrap_or_else(|_| Err("reading it stopped the part of the program that reads it".to_owned())) {
            Ok((shelf, is_anew)) => {
                kept.insert(cache_name(path, &job.eyes));
                // A page or list in which nothing was checked is no part of the library.
                if shelf.kind == ShelfKind::Project || !shelf.is_empty() {
                    gathered.read += usize::from(is_anew);
                    shelves.push(shelf);
                }
            }
            Err(why) => gathered.unread.push(Unread { path: path.clone(), why }),
        }
    }
    gathered.unread.sort_by(|a, b| a.path.cmp(&b.path));
    if gathered.is_stopped {
        // What was not come to is as it was.
        shelves.into_iter().for_each(|shelf| gathered.index.put(shelf));
        return gathered;
    }
    let is_same = gathered.index.shelves().len() == shelves.len()
        && shelves.iter().all(|shelf| gathered.index.shelf(&shelf.path).is_some_and(|old| Arc::ptr_eq(old, shelf)));
    if !is_same {
        gathered.index = Index::new(shelves);
    }
    gathered.index.prepare();
    if let Some(cache) = cache.filter(|_| job.tidies) {
        cache.tidy(&kept, &job.eyes);
    }
    job.watch.tell(Progress { stage: Stage::Reading, done: total, total });
    gathered
}

/// The files of a library, in order.
struct Scan<'a> {
    found: BTreeSet<PathBuf>,
    names: usize,
    unread: &'a mut Vec<Unread>,
}

impl<'a> Scan<'a> {
    fn of(files: &dyn Files, job: &LibraryJob, unread: &'a mut Vec<Unread>) -> BTreeSet<PathBuf> {
        let mut scan = Scan { found: BTreeSet::new(), names: 0, unread };
        for path in &job.folders {
            // The folder is one that a person named, and may be a link. What lies in it is not followed.
            let opened = files.canonicalize(path).and_then(|whole| Ok((files.folder(&whole)?, whole)));
            match opened {
                Ok((folder, whole)) => scan.folder(folder.as_ref(), &whole, MAX_DEPTH),
                Err(error) => scan.fail(path, &error),
            }
        }
        for path in &job.projects {
            if let Ok(whole) = files.canonicalize(path)
                && store::has_project_ending(&whole)
            {
                scan.found.insert(whole);
            }
        }
        scan.found
    }

    fn folder(&mut self, folder: &dyn Folder, path: &Path, depth: usize) {
        let names = match folder.list() {
            Ok(names) => names,
            Err(error) => return self.fail(path, &error),
        };
        for name in sorted(names) {
            self.names += 1;
            if self.found.len() >= MAX_FILES || self.names > MAX_NAMES {
                let why = format!("the library holds {MAX_FILES} files already; what else lies here was left out");
                return self.unread.push(Unread { path: path.to_owned(), why });
            }
            // What begins with a dot is hidden, and what lies in `NAME.files` is kept beside a project.
            let shown = name.to_string_lossy();
            if shown.starts_with('.') || shown.ends_with(".files") {
                continue;
            }
            let inner = path.join(&name);
            let kind = folder.metadata(&name).map(|found| found.kind);
            match kind {
                Ok(FileKind::File) if is_of_library(&inner) => drop(self.found.insert(inner)),
                Ok(FileKind::Folder) if depth > 0 => match folder.folder(&name) {
                    Ok(folder) => self.folder(folder.as_ref(), &inner, depth - 1),
                    Err(error) => self.fail(&inner, &error),
                },
                Ok(_) => {}
                // It went while it was looked at.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => self.fail(&inner, &error),
            }
        }
    }

    fn fail(&mut self, path: &Path, error: &io::Error) {
        self.unread.push(Unread { path: path.to_owned(), why: store::describe_io(error) });
    }
}

fn sorted(mut names: Vec<OsString>) -> Vec<OsString> {
    names.sort();
    names
}

fn is_of_library(path: &Path) -> bool {
    store::has_project_ending(path) || neighbours::has_ending(path)
}

/// One file of the library.
struct File<'a> {
    reach: &'a Reach<'a>,
    job: &'a LibraryJob,
    cache: Option<&'a Cache<'a>>,
    path: &'a Path,
}

impl File<'_> {
    /// What it says, and whether that was read out of it just now.
    fn shelf(&self) -> Result<(Arc<Shelf>, bool), String> {
        let failed = |error: io::Error| store::describe_io(&error);
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let name = self.path.file_name().unwrap_or_default();
        // Through the open folder, which follows no link: it may have become one since.
        let folder = self.reach.files.folder(folder).map_err(failed)?;
        let about = folder.metadata(name).map_err(failed)?;
        about.must_be_a_file().map_err(failed)?;
        let reader = reader(&self.job.eyes);
        let before = self.job.before.shelf(self.path).filter(|shelf| shelf.stamp.reader == reader);
        if let Some(shelf) = before.filter(|shelf| shelf.stamp.is_of(about.len, about.modified)) {
            return Ok((Arc::clone(shelf), false));
        }
        let before = before.cloned().or_else(|| self.cache?.read(self.path, &self.job.eyes).map(Arc::new));
        if let Some(shelf) = before.as_ref().filter(|shelf| shelf.stamp.is_of(about.len, about.modified)) {
            return Ok((Arc::clone(shelf), false));
        }
        let bytes = folder.read(name, MAX_INPUT).map_err(failed)?;
        let now = i64::try_from(self.job.at.as_nanosecond()).unwrap_or(i64::MAX);
        let stamp = Stamp {
            len: bytes.len() as u64,
            modified: about.modified,
            sha256: store::sha256(&bytes),
            has_rested: about.modified.is_some_and(|modified| modified.saturating_add(RESTS) <= now),
            reader,
        };
        let is_same = |shelf: &Arc<Shelf>| shelf.stamp.len == stamp.len && shelf.stamp.sha256 == stamp.sha256;
        let (shelf, is_anew) = match before.filter(is_same) {
            Some(same) if same.stamp == stamp => return Ok((same, false)),
            Some(same) => (same.stamped(stamp), false),
            None => (self.work_out(&bytes, stamp)?, true),
        };
        if let Some(cache) = self.cache {
            cache.write(&shelf, &self.job.eyes);
        }
        Ok((Arc::new(shelf), is_anew))
    }

    fn work_out(&self, bytes: &[u8], stamp: Stamp) -> Result<Shelf, String> {
        if !store::has_project_ending(self.path) {
            return neighbours::shelf(self.reach, self.path, bytes, stamp, &self.job.watch);
        }
        let project = store::decode(bytes).map_err(|error| error.to_string())?.project;
        let seen = match &self.job.eyes {
            Eyes::Whole => SeenBy::whole(project),
            Eyes::Of(reader) => SeenBy::new(&project, reader.as_ref()),
        };
        let mut shelf = Shelf::of_project(self.path, &seen.project, &seen.hidden, stamp);
        if shelf.title.trim().is_empty() {
            shelf.title = file_name(self.path);
        }
        Ok(shelf)
    }
}

fn reader(eyes: &Eyes) -> String {
    match eyes {
        Eyes::Whole => String::new(),
        Eyes::Of(reader) => format!("for {}", reader.as_ref().map_or("nobody", |reader| reader.as_str())),
    }
}

/// How the files end that are kept for these eyes.
fn cache_ending(eyes: &Eyes) -> String {
    format!("-{}.shelf", &store::sha256(reader(eyes).as_bytes())[..6])
}

fn cache_name(path: &Path, eyes: &Eyes) -> String {
    format!("{}{}", store::project_key(path), cache_ending(eyes))
}

/// Where what was worked out is kept.
struct Cache<'a>(Box<dyn Folder + 'a>);

impl<'a> Cache<'a> {
    fn open(files: &'a dyn Files, job: &LibraryJob) -> Option<Self> {
        let path = job.state.as_ref()?.library();
        files.create_dir_all(&path).ok()?;
        files.folder(&path).ok().map(Self)
    }

    fn read(&self, path: &Path, eyes: &Eyes) -> Option<Shelf> {
        let bytes = self.0.read(cache_name(path, eyes).as_ref(), MAX_INPUT * 2).ok()?;
        let shelf = Shelf::decode(&bytes, path)?;
        (shelf.stamp.reader == reader(eyes)).then_some(shelf)
    }

    /// Without waiting for the disk: what is lost or cut off in a crash is worked out again.
    fn write(&self, shelf: &Shelf, eyes: &Eyes) {
        let name = cache_name(&shelf.path, eyes);
        let new = format!("{name}.new");
        let written = self.try_write(new.as_ref(), name.as_ref(), &shelf.encode());
        if written.is_err() {
            let _ = self.0.remove(new.as_ref());
        }
    }

    fn try_write(&self, new: &OsStr, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
        // One that was left in the middle.
        let _ = self.0.remove(new);
        let mut file = self.0.create_new(new, 0o600)?;
        file.write_all(bytes)?;
        drop(file);
        self.0.rename(new, name, Rename::Over)
    }

    /// Removes what is kept of files that belong to the library no longer.
    fn tidy(&self, kept: &BTreeSet<String>, eyes: &Eyes) {
        let ending = cache_ending(eyes);
        for name in self.0.list().unwrap_or_default() {
            let shown = name.to_string_lossy();
            if shown.ends_with(&ending) && !kept.contains(shown.as_ref()) {
                let _ = self.0.remove(&name);
            }
        }
    }
}

/// Removes what the library keeps of a project, for whoever's eyes; `key` is that of its whole path.
pub(crate) fn forget(files: &dyn Files, library: &Path, key: &str) {
    let Ok(folder) = files.folder(library) else { return };
    for name in folder.list().unwrap_or_default() {
        let is_of = name.to_string_lossy().strip_prefix(key).is_some_and(|rest| rest.starts_with('-'));
        if is_of {
            let _ = folder.remove(&name);
        }
    }
}
