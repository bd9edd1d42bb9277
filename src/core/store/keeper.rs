//! Writes the journal of the open project. It knows no threads: [`Keeper::perform`] writes at once, [`Keeper::tick`] brings
//! what was written to the disk when it is due. `io` runs it away from the window.
//!
//! When writing or syncing fails, the file is not trusted any more: what was not durable is still in memory, and the whole
//! journal is written anew. A failed fsync is never tried again as if it could succeed.

use std::{collections::HashMap, io, path::PathBuf, sync::Arc, time::Duration};

use crate::model::Project;

use super::{
    Files, Guard, MAX_BYTES, OpenFile, SaveError, StateDir,
    journal::{self, Record},
    leftovers::clear_temporaries,
    save::save_private,
    sha256,
    versions::{Kind, NewVersion, Versions},
};

/// How long what was written may wait for the disk.
pub const SYNC_AFTER: Duration = Duration::from_millis(500);

/// How long after a failure the journal is written anew.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What is to be done to a journal.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Start a journal with this record.
    Begin {
        /// Its name.
        name: String,
        /// A [`Record::Begin`].
        record: Box<Record>,
    },
    /// Go on with a journal behind its first bytes.
    Resume {
        /// Its name.
        name: String,
        /// How many bytes of it are whole.
        keep: u64,
    },
    /// Write a record.
    Append(Box<Record>),
    /// Keep the bytes of an opened file until the project is saved.
    Original(Arc<[u8]>),
    /// The project is saved; go on under this name.
    Saved {
        /// The journal's name from now on.
        name: String,
        /// A [`Record::Saved`].
        record: Box<Record>,
        /// With which record a new journal begins, when the old one cannot go on under another name.
        anew: Option<Box<Record>>,
    },
    /// The changes are not wanted: keep the state in the history and remove the journal.
    Discard(Box<Discarded>),
    /// The project is closed.
    Close,
}

/// Work that was let go.
#[derive(Debug, Clone, PartialEq)]
pub struct Discarded {
    /// Under which name the history is kept.
    pub key: String,
    /// The journal, in case it was not written to in this session.
    pub journal: String,
    /// The state.
    pub project: Project,
    /// When.
    pub at: jiff::Timestamp,
    /// What was changed, in words.
    pub what: String,
}

/// Writes the journal of the open project.
pub struct Keeper {
    files: Arc<dyn Files>,
    state: StateDir,
    open: Option<Open>,
}

struct Open {
    name: String,
    /// Where the durable bytes still are, while they have not come under the present name, and the lock of that.
    moved_from: Option<(String, Option<Box<dyn Guard>>)>,
    /// None while it could not be taken.
    lock: Option<Box<dyn Guard>>,
    /// None after a failure, until the journal is written anew.
    file: Option<Box<dyn OpenFile>>,
    /// How many bytes are safe on the disk.
    durable: u64,
    /// What stands behind them.
    recent: Vec<u8>,
    since: Option<Duration>,
    retry_at: Option<Duration>,
}

impl Keeper {
    /// Keeps journals in this folder.
    pub fn new(files: Arc<dyn Files>, state: StateDir) -> Self {
        Self { files, state, open: None }
    }

    /// Does what is asked. Records are written (not yet synced) when this returns.
    ///
    /// # Errors
    /// When the disk says no. What could not be written is kept and tried again by [`tick`](Self::tick).
    pub fn perform(&mut self, op: Op, now: Duration) -> io::Result<()> {
        match op {
            Op::Begin { name, record } => {
                let begun = self.begin(name, 0, now);
                // Even when it could not begin yet: it is written as soon as it can.
                begun.and(self.append(&record, now))
            }
            Op::Resume { name, keep } => self.begin(name, keep, now),
            Op::Append(record) => self.append(&record, now),
            Op::Original(bytes) => self.keep_original(&bytes),
            Op::Saved { name, record, anew } => self.saved(name, &record, anew.as_deref(), now),
            Op::Discard(discarded) => self.discard(&discarded),
            Op::Close => self.close(),
        }
    }

    /// Brings to the disk what is due. To be called often; does nothing most of the time.
    ///
    /// # Errors
    /// When the disk says no; it is tried again later.
    pub fn tick(&mut self, now: Duration) -> io::Result<()> {
        let Some(open) = &self.open else { return Ok(()) };
        if open.file.is_none() {
            return if open.retry_at.is_none_or(|at| at <= now) { self.write_anew(now) } else { Ok(()) };
        }
        let is_due = open.since.is_some_and(|since| now.saturating_sub(since) >= SYNC_AFTER);
        if is_due { self.sync(now) } else { Ok(()) }
    }

    /// How long until [`tick`](Self::tick) has something to do.
    pub fn due_in(&self, now: Duration) -> Option<Duration> {
        let open = self.open.as_ref()?;
        let at = if open.file.is_none() { open.retry_at? } else { open.since? + SYNC_AFTER };
        Some(at.saturating_sub(now))
    }

    /// Whether everything is on the disk.
    pub fn is_durable(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.recent.is_empty())
    }

    fn begin(&mut self, name: String, keep: u64, now: Duration) -> io::Result<()> {
        // The old journal is at its end; that it cannot be synced any more must not stop the new one.
        let _ = self.close();
        let retry_at = Some(now + RETRY_AFTER);
        let mut open = Open { durable: keep, retry_at, ..Open::named(name) };
        let opened = self.take_lock(&mut open).and_then(|()| {
            let file = self.files.open_append(&self.state.journal(&open.name), keep)?;
            if keep == 0 {
                // The name of a new file has to last as well.
                self.files.sync_dir(&self.state.journals())?;
            }
            Ok(file)
        });
        let (file, begun) = opened.map_or_else(|error| (None, Err(error)), |file| (Some(file), Ok(())));
        open.file = file;
        self.open = Some(open);
        begun
    }

    fn take_lock(&self, open: &mut Open) -> io::Result<()> {
        if open.lock.is_none() {
            self.files.create_dir_all(&self.state.journals())?;
            let lock = self.files.try_lock(&journal::lock_path(&self.state, &open.name), None)?;
            let lock = lock.ok_or_else(|| io::Error::other("another window of Claimdesk is writing it"))?;
            // What a crash has left of this journal: nobody else writes it now.
            clear_temporaries(self.files.as_ref(), &self.state.journals(), &open.name);
            self.set_aside(open)?;
            open.lock = Some(lock);
        }
        Ok(())
    }

    /// A journal that could not be played back, or not all of it, is not written over: a copy stays beside.
    fn set_aside(&self, open: &Open) -> io::Result<()> {
        let bytes = match self.files.read(&self.state.journal(&open.name), MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let old = journal::decode(&bytes);
        let is_another = open.durable == 0 || open.moved_from.is_some();
        let is_lost = old.is_foreign || is_another && !bytes.is_empty() && old.unsaved_changes() > 0;
        if is_lost {
            let name = format!("{}.{}.kept", open.name, &sha256(&bytes)[..8]);
            save_private(self.files.as_ref(), &self.state.journals().join(name), &bytes).map_err(io_error)?;
        }
        Ok(())
    }

    fn append(&mut self, record: &Record, now: Duration) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let line = journal::encode(record);
        open.recent.extend_from_slice(&line);
        open.since.get_or_insert(now);
        let Some(file) = &mut open.file else { return self.tick(now) };
        file.write_all(&line).inspect_err(|_| open.distrust(now))
    }

    fn sync(&mut self, now: Duration) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let Some(file) = &mut open.file else { return self.write_anew(now) };
        if open.recent.is_empty() {
            return Ok(());
        }
        file.sync_data().inspect_err(|_| open.distrust(now))?;
        open.settled();
        Ok(())
    }

    /// Writes what is safe and what is in memory into a new file that takes the journal's place.
    fn write_anew(&mut self, now: Duration) -> io::Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        open.retry_at = Some(now + RETRY_AFTER);
        let written = self.take_lock(&mut open).and_then(|()| self.rewrite(&mut open));
        self.open = Some(open);
        written
    }

    fn rewrite(&self, open: &mut Open) -> io::Result<()> {
        let path = self.state.journal(&open.name);
        let from = self.state.journal(open.moved_from.as_ref().map_or(&open.name, |(name, _)| name));
        let mut bytes = if open.durable > 0 { self.files.read(&from, MAX_BYTES)? } else { Vec::new() };
        bytes.truncate(open.durable as usize);
        bytes.extend_from_slice(&open.recent);
        save_private(self.files.as_ref(), &path, &bytes).map_err(io_error)?;
        open.file = Some(self.files.open_append(&path, bytes.len() as u64)?);
        open.settled();
        if open.moved_from.take().is_some() {
            // Everything in it is under the present name; that it stays behind does no harm.
            let _ = self.files.remove(&from);
        }
        Ok(())
    }

    fn saved(&mut self, name: String, record: &Record, anew: Option<&Record>, now: Duration) -> io::Result<()> {
        let Some(open) = &self.open else { return Ok(()) };
        let old = open.name.clone();
        if old == name {
            self.append(record, now)?;
            self.sync(now)?;
        } else if let Some(begin) = anew {
            let begun = self.begin(name, 0, now);
            // Even when it could not begin yet: it is written as soon as it can.
            begun.and(self.append(begin, now))?;
            self.sync(now)?;
            self.files.remove(&self.state.journal(&old))?;
        } else {
            let kept = self.append(record, now).and_then(|()| self.sync(now));
            if let Some(open) = &mut self.open {
                open.move_to(name, now);
            }
            kept.and_then(|()| self.write_anew(now))?;
        }
        self.clear_originals(&old);
        Ok(())
    }

    fn discard(&mut self, discarded: &Discarded) -> io::Result<()> {
        let text = super::encode(&discarded.project);
        let version = NewVersion {
            at: discarded.at,
            kind: Kind::Discarded,
            claims: discarded.project.claims().len(),
            what: &discarded.what,
            bytes: text.as_bytes(),
        };
        Versions::of(&self.state, &discarded.key).put(self.files.as_ref(), &version).map_err(io_error)?;
        let name = self.open.take().map_or_else(|| discarded.journal.clone(), |open| open.name);
        match self.files.remove(&self.state.journal(&name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        self.clear_originals(&name);
        self.files.sync_dir(&self.state.journals())
    }

    fn close(&mut self) -> io::Result<()> {
        let synced = match self.open.as_ref().and_then(|open| open.since) {
            Some(since) => self.sync(since),
            None => Ok(()),
        };
        self.open = None;
        synced
    }

    fn keep_original(&self, bytes: &[u8]) -> io::Result<()> {
        let Some(open) = &self.open else { return Ok(()) };
        let path = self.state.journals().join(format!("{}.{}.original", open.name, sha256(bytes)));
        save_private(self.files.as_ref(), &path, bytes).map(drop).map_err(io_error)
    }

    /// They lie beside the project now. That one stays behind does no harm.
    fn clear_originals(&self, name: &str) {
        for path in original_paths(self.files.as_ref(), &self.state, name) {
            let _ = self.files.remove(&path);
        }
    }
}

impl Open {
    fn named(name: String) -> Self {
        let (lock, file) = (None, None);
        Self { name, moved_from: None, lock, file, durable: 0, recent: Vec::new(), since: None, retry_at: None }
    }

    /// From now on it has another name. Its bytes come there when it is written anew.
    fn move_to(&mut self, name: String, now: Duration) {
        let old = (std::mem::replace(&mut self.name, name), self.lock.take());
        self.moved_from.get_or_insert(old);
        self.distrust(now);
    }

    fn distrust(&mut self, now: Duration) {
        self.file = None;
        self.retry_at = Some(now + RETRY_AFTER);
    }

    fn settled(&mut self) {
        self.durable += self.recent.len() as u64;
        self.recent.clear();
        self.since = None;
    }
}

fn io_error(error: SaveError) -> io::Error {
    match error {
        SaveError::Io(error) | SaveError::NotDurable(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

fn original_paths(files: &dyn Files, state: &StateDir, name: &str) -> Vec<PathBuf> {
    let start = format!("{name}.");
    let names = files.list(&state.journals()).unwrap_or_default();
    let mine = names.iter().filter(|found| found.starts_with(&start) && found.ends_with(".original"));
    mine.map(|found| state.journals().join(found)).collect()
}

/// The originals that a journal has kept, by SHA-256.
pub fn journal_originals(files: &dyn Files, state: &StateDir, name: &str) -> HashMap<String, Arc<[u8]>> {
    let paths = original_paths(files, state, name);
    let read = paths.iter().filter_map(|path| files.read(path, MAX_BYTES).ok());
    read.map(|bytes| (sha256(&bytes), bytes.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Fingerprint,
            journal::{Base, read},
            testing::{Fault, MemoryFiles},
        },
        *,
    };
    use crate::model::Edit;

    const NAME: &str = "review-1";

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn state() -> StateDir {
        StateDir("/state".into())
    }

    fn keeper(disk: &MemoryFiles) -> Keeper {
        Keeper::new(Arc::new(disk.clone()), state())
    }

    fn begin() -> Op {
        let base = Base::File(Fingerprint::of(b""));
        let record = Record::Begin { at: jiff::Timestamp::UNIX_EPOCH, path: None, base };
        Op::Begin { name: NAME.into(), record: Box::new(record) }
    }

    fn edit(number: u64) -> Op {
        Op::Append(Box::new(Record::Edit { edit: Edit::SetTitle(number.to_string()), at_ms: number }))
    }

    /// The numbers of the edits in the journal.
    fn found(disk: &MemoryFiles) -> Vec<u64> {
        let journal = read(disk, &state(), NAME).unwrap().unwrap_or_default();
        let numbers = journal.records.iter().filter_map(|record| match record {
            Record::Edit { at_ms, .. } => Some(*at_ms),
            _ => None,
        });
        numbers.collect()
    }

    /// An edit every 100 ms, and a tick: what a thread does.
    fn work(keeper: &mut Keeper, edits: std::ops::Range<u64>) -> Vec<io::Result<()>> {
        edits.flat_map(|n| [keeper.perform(edit(n), millis(n * 100)), keeper.tick(millis(n * 100))]).collect()
    }

    #[test]
    fn every_edit_is_written_at_once_and_synced_after_half_a_second() {
        let disk = MemoryFiles::default();
        let mut keeper = keeper(&disk);
        keeper.perform(begin(), millis(0)).unwrap();
        work(&mut keeper, 0..4).into_iter().for_each(|done| done.unwrap());
        assert_eq!(found(&disk), [0, 1, 2, 3]);
        assert!(!keeper.is_durable());
        assert_eq!(keeper.due_in(millis(300)), Some(millis(200)));
        keeper.tick(millis(499)).unwrap();
        assert!(!keeper.is_durable());
        keeper.tick(millis(500)).unwrap();
        assert!(keeper.is_durable());
        assert_eq!(keeper.due_in(millis(500)), None);
    }

    /// Power fails at every operation of a long session; what is missing after it was made in the last second.
    #[test]
    fn a_power_cut_at_any_step_loses_at_most_a_second() {
        let steps = {
            let disk = MemoryFiles::default();
            let mut keeper = keeper(&disk);
            keeper.perform(begin(), millis(0)).unwrap();
            work(&mut keeper, 0..60);
            disk.operations()
        };
        assert!(steps > 70, "{steps}");
        for step in 0..steps {
            let disk = MemoryFiles::default();
            disk.cut_power_at(step);
            let mut keeper = keeper(&disk);
            let mut made_before = 0;
            if keeper.perform(begin(), millis(0)).is_ok() {
                for n in 0..60 {
                    if work(&mut keeper, n..n + 1).iter().any(Result::is_err) {
                        break;
                    }
                    made_before = n + 1;
                }
            }
            drop(keeper);
            disk.restart();
            let found = found(&disk);
            assert!(found.iter().copied().eq(0..found.len() as u64), "step {step}: {found:?}");
            assert!(found.len() as u64 + 10 >= made_before, "step {step}: {} of {made_before}", found.len());
        }
    }

    /// An operation fails, once; the journal is written anew and the power is cut: nothing is missing, although a failed
    /// fsync has dropped what it should have written.
    #[test]
    fn a_fault_at_any_step_loses_nothing_once_it_is_over() {
        /// The look for leftovers, which is best effort.
        const TIDYING: usize = 2;
        let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::Interrupted];
        let steps = {
            let disk = MemoryFiles::default();
            let mut keeper = keeper(&disk);
            keeper.perform(begin(), millis(0)).unwrap();
            work(&mut keeper, 0..30);
            disk.operations()
        };
        assert!(steps > 35, "{steps}");
        for (step, kind) in (0..steps).flat_map(|step| kinds.map(|kind| (step, kind))) {
            let disk = MemoryFiles::default();
            disk.fail_at(Fault { step, kind });
            let mut keeper = keeper(&disk);
            let begun = keeper.perform(begin(), millis(0));
            let done = work(&mut keeper, 0..30);
            assert!(begun.is_err() || done.iter().any(Result::is_err) || step == TIDYING, "{step} is told");
            keeper.tick(millis(60_000)).unwrap();
            keeper.tick(millis(61_000)).unwrap();
            assert!(keeper.is_durable(), "step {step}");
            disk.restart();
            assert_eq!(found(&disk), (0..30).collect::<Vec<_>>(), "step {step} {kind:?} {done:?}");
        }
    }

    #[test]
    fn a_failed_sync_is_never_taken_for_a_success() {
        let disk = MemoryFiles::default();
        let mut keeper = keeper(&disk);
        keeper.perform(begin(), millis(0)).unwrap();
        keeper.perform(edit(0), millis(0)).unwrap();
        let step = disk.operations();
        disk.fail_at(Fault { step, kind: io::ErrorKind::StorageFull });
        assert!(keeper.tick(millis(600)).is_err());
        assert!(!keeper.is_durable());
        let writes = disk.writes();
        keeper.tick(millis(700)).unwrap();
        assert!(!keeper.is_durable(), "not before it is due again");
        keeper.tick(millis(1600)).unwrap();
        assert!(keeper.is_durable() && disk.writes() > writes, "the bytes were written again, not only synced");
    }

    #[test]
    fn a_torn_tail_is_cut_before_anything_is_written_behind_it() {
        let disk = MemoryFiles::default();
        let mut first = keeper(&disk);
        first.perform(begin(), millis(0)).unwrap();
        work(&mut first, 0..3);
        drop(first);
        let path = "/state/journals/review-1.journal";
        let mut bytes = disk.volatile(path).unwrap();
        bytes.truncate(bytes.len() - 3);
        disk.put(path, &bytes);
        let journal = read(&disk, &state(), NAME).unwrap().unwrap();
        let mut second = keeper(&disk);
        second.perform(Op::Resume { name: NAME.into(), keep: journal.valid_len }, millis(0)).unwrap();
        work(&mut second, 7..9);
        assert_eq!(found(&disk), [0, 1, 7, 8]);
    }

    #[test]
    fn a_journal_that_nobody_played_back_is_kept_beside_the_new_one() {
        let disk = MemoryFiles::default();
        let mut first = keeper(&disk);
        first.perform(begin(), millis(0)).unwrap();
        work(&mut first, 0..3);
        drop(first);
        let mut second = keeper(&disk);
        second.perform(begin(), millis(0)).unwrap();
        let names = disk.list(std::path::Path::new("/state/journals")).unwrap();
        let kept = names.iter().find(|name| name.ends_with(".kept")).expect("a copy");
        let kept = journal::decode(&disk.volatile(&format!("/state/journals/{kept}")).unwrap());
        assert_eq!(kept.unsaved_changes(), 3);
        assert_eq!(found(&disk), [0; 0]);
    }

    const NEW: &str = "new-1";

    fn begin_new() -> Op {
        let base = Base::Project(Project::new("").parts().clone());
        let record = Record::Begin { at: jiff::Timestamp::UNIX_EPOCH, path: None, base };
        Op::Begin { name: NEW.into(), record: Box::new(record) }
    }

    fn saved() -> Op {
        let record = Record::Saved { fingerprint: Fingerprint::of(b"1"), path: "/a.ron".into() };
        Op::Saved { name: NAME.into(), record: Box::new(record), anew: None }
    }

    #[test]
    fn a_journal_in_whose_place_another_comes_is_kept_beside() {
        let disk = MemoryFiles::default();
        let mut first = keeper(&disk);
        first.perform(begin(), millis(0)).unwrap();
        work(&mut first, 0..3).into_iter().for_each(|done| done.unwrap());
        drop(first);
        let before = disk.volatile("/state/journals/review-1.journal").unwrap();
        let mut second = keeper(&disk);
        second.perform(begin_new(), millis(0)).unwrap();
        work(&mut second, 10..12).into_iter().for_each(|done| done.unwrap());
        second.perform(saved(), millis(2000)).unwrap();
        work(&mut second, 20..22).into_iter().for_each(|done| done.unwrap());
        assert_eq!(found(&disk), [10, 11, 20, 21]);
        let names = disk.list(std::path::Path::new("/state/journals")).unwrap();
        assert!(!names.iter().any(|name| name.starts_with(NEW)), "{names:?}");
        let kept = names.iter().find(|name| name.ends_with(".kept")).expect("a copy");
        assert_eq!(disk.durable(&format!("/state/journals/{kept}")), Some(before));
    }

    /// The project gets a file, and with it the journal another name, while any operation fails once.
    #[test]
    fn a_fault_while_the_journal_gets_another_name_loses_nothing() {
        let session = |disk: &MemoryFiles| {
            let mut keeper = keeper(disk);
            let begun = keeper.perform(begin_new(), millis(0));
            let mut done = work(&mut keeper, 0..5);
            done.push(keeper.perform(saved(), millis(600)));
            done.extend(work(&mut keeper, 5..9));
            let is_told = begun.is_err() || done.iter().any(Result::is_err);
            let _ = keeper.tick(millis(60_000));
            keeper.tick(millis(61_000)).unwrap();
            assert!(keeper.is_durable());
            is_told
        };
        let disk = MemoryFiles::default();
        assert!(!session(&disk));
        let steps = disk.operations();
        assert!(steps > 20, "{steps}");
        let mut told = 0;
        for (step, kind) in
            (0..steps).flat_map(|step| [(step, io::ErrorKind::StorageFull), (step, io::ErrorKind::Other)])
        {
            let disk = MemoryFiles::default();
            disk.fail_at(Fault { step, kind });
            told += usize::from(session(&disk));
            disk.restart();
            assert_eq!(found(&disk), (0..9).collect::<Vec<_>>(), "step {step} {kind:?}");
        }
        assert!(told > steps, "most faults are told");
    }

    #[test]
    fn two_writers_never_share_a_journal() {
        let disk = MemoryFiles::default();
        let (mut first, mut second) = (keeper(&disk), keeper(&disk));
        first.perform(begin(), millis(0)).unwrap();
        assert!(second.perform(begin(), millis(0)).is_err());
        work(&mut second, 5..6);
        work(&mut first, 0..2);
        assert_eq!(found(&disk), [0, 1]);
        assert!(!second.is_durable());
    }
}
