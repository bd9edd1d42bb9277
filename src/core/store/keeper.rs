//! Writes the journal of the open project. It knows no threads: [`Keeper::perform`] writes at once, [`Keeper::tick`] brings
//! what was written to the disk when it is due. `io` runs it away from the window.
//!
//! When writing or syncing fails, the file is not trusted any more: what was not durable is still in memory, and the whole
//! journal is written anew. A failed fsync is never tried again as if it could succeed.
//!
//! A journal stays small: when it has grown, at a save or while the project is open, [`Keeper::has_grown`] says so, and the
//! session has it begin anew with the state as it is.

#[cfg(test)]
mod tests;

use std::{collections::HashMap, io, path::PathBuf, sync::Arc, time::Duration};

use crate::model::Project;

use super::{
    Files, Fingerprint, Guard, MAX_BYTES, OpenFile, SaveError, StateDir,
    journal::{self, Base, Encoder, Journal, Record},
    leftovers::clear_temporaries,
    save::save_private,
    sha256,
    versions::{Kind, NewVersion, Versions},
};

/// How long what was written may wait for the disk.
pub const SYNC_AFTER: Duration = Duration::from_millis(500);

/// How long after a failure the journal is written anew.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);

/// How many bytes a journal may have grown when the project is saved, before it begins anew: undo after a restart goes back to
/// there then. It is room for some three thousand changes, and undo keeps a thousand.
pub const AT_SAVE: u64 = 1 << 20;

/// How many bytes a journal may grow while the project is open, before it begins anew with the state as it is.
pub const WHILE_OPEN: u64 = 8 << 20;

/// What the thread that writes the journal has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalNews {
    /// It could not be written, and why; it is tried again.
    Failed(String),
    /// It could be written again.
    Well,
    /// It has grown and wants to begin anew ([`Op::Anew`]).
    Grown,
    /// A mistake of the program stopped the thread, as this says. What it had in memory is gone: it wants to begin anew.
    Lost(String),
}

/// What is to be done to a journal.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Start a journal with this record.
    Begin {
        /// Its name.
        name: String,
        /// A [`Record::Begin`].
        record: Box<Record>,
        /// Where the state can be had that it begins from, for the history.
        base: Option<Box<BaseCopy>>,
    },
    /// Put a journal that begins with the state as it is in the place of what was written so far.
    Anew(Box<Anew>),
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
        /// With what a new journal begins, when the old one cannot go on under another name.
        anew: Option<Box<Anew>>,
    },
    /// The changes are not wanted: keep the state in the history and remove the journal.
    Discard(Box<Discarded>),
    /// The project is closed.
    Close,
}

/// Where the state can be had that a journal begins from.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseCopy {
    /// The file that holds it.
    pub path: PathBuf,
    /// The project that was read from it.
    pub project: Project,
    /// When it is kept.
    pub at: jiff::Timestamp,
}

/// A journal that begins with the state as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Anew {
    /// Its name.
    pub name: String,
    /// A [`Record::Begin`].
    pub begin: Record,
    /// Where the state can be had that it begins from.
    pub base: Option<BaseCopy>,
    /// The state as it is, unless that is where it begins.
    pub state: Option<UnsavedState>,
}

/// A state that no file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct UnsavedState {
    /// The state.
    pub project: Project,
    /// When.
    pub at: jiff::Timestamp,
    /// How many changes have led to it since the last save, at least.
    pub changes: usize,
    /// What they were called, each once.
    pub labels: Vec<String>,
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
    encoder: Encoder,
    /// Whether it has everything in it that the journal in its place has.
    supersedes: bool,
    /// What the history does not have yet of the state that it begins from, and when that is tried again.
    base: Option<(BaseCopy, Fingerprint, Duration)>,
    /// How many bytes it began with.
    begun: u64,
    /// From how many bytes on it has grown.
    grown_at: u64,
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
            Op::Begin { name, record, base } => {
                let begun = self.begin(name, 0, now);
                // Even when it could not begin yet: it is written as soon as it can.
                let written = begun.and(self.append(&record, now));
                self.has_begun();
                self.wants_base(base.map(|base| *base), &record, now);
                written.and(self.keep_base(now))
            }
            Op::Anew(anew) => self.anew(*anew, now),
            Op::Resume { name, keep } => {
                let begun = self.begin(name, keep, now);
                self.has_begun();
                begun
            }
            Op::Append(record) => self.append(&record, now),
            Op::Original(bytes) => self.keep_original(&bytes),
            Op::Saved { name, record, anew } => self.saved(name, &record, anew.map(|anew| *anew), now),
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
        let wants_base = open.base.as_ref().is_some_and(|(.., at)| *at <= now);
        let synced = if is_due { self.sync(now) } else { Ok(()) };
        if wants_base { synced.and(self.keep_base(now)) } else { synced }
    }

    /// Whether the journal has grown so much that it should begin anew. Said once, and again when it is twice as large.
    pub fn has_grown(&mut self) -> bool {
        let Some(open) = &mut self.open else { return false };
        let has_grown = open.len() > open.grown_at;
        if has_grown {
            open.grown_at = 2 * open.len();
        }
        has_grown
    }

    /// How long until [`tick`](Self::tick) has something to do.
    pub fn due_in(&self, now: Duration) -> Option<Duration> {
        let open = self.open.as_ref()?;
        let sync_at = if open.file.is_none() { open.retry_at } else { open.since.map(|since| since + SYNC_AFTER) };
        let base_at = open.base.as_ref().map(|(.., at)| *at);
        let at = sync_at.into_iter().chain(base_at).min()?;
        Some(at.saturating_sub(now))
    }

    /// Whether everything is on the disk.
    pub fn is_durable(&self) -> bool {
        self.open.as_ref().is_none_or(Open::is_durable)
    }

    /// Whether a journal is open and everything is on the disk.
    pub fn is_well(&self) -> bool {
        self.open.as_ref().is_some_and(Open::is_durable)
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
            self.make_room(open)?;
            open.lock = Some(lock);
        }
        Ok(())
    }

    /// A journal that could not be played back, or not all of it, is not written over: a copy stays beside.
    fn make_room(&self, open: &Open) -> io::Result<()> {
        let path = self.state.journal(&open.name);
        let bytes = match self.files.read(&path, journal::MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            // Nothing can be done with it here, and the next one has to have room.
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                return self.files.rename(&path, &journal::kept_path(&self.state, &open.name, b"too large"));
            }
            Err(error) => return Err(error),
        };
        let old = journal::decode(&bytes);
        let is_another = !open.supersedes && (open.durable == 0 || open.moved_from.is_some());
        if is_worth_keeping(&old) || is_another && !bytes.is_empty() && old.unsaved_changes() > 0 {
            self.keep_copy(&open.name, &bytes)?;
        }
        Ok(())
    }

    fn keep_copy(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        save_private(self.files.as_ref(), &journal::kept_path(&self.state, name, bytes), bytes)
            .map(drop)
            .map_err(io_error)
    }

    fn append(&mut self, record: &Record, now: Duration) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let line = open.encoder.line(record);
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

    fn saved(&mut self, name: String, record: &Record, anew: Option<Anew>, now: Duration) -> io::Result<()> {
        let Some(open) = &self.open else { return Ok(()) };
        let old = open.name.clone();
        if old == name {
            self.append(record, now)?;
            self.sync(now)?;
        } else if let Some(anew) = anew {
            let begun = self.begin(name, 0, now);
            // Even when it could not begin yet: it is written as soon as it can.
            begun.and(self.begin_with(anew, now))?;
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
        if let Some(open) = &mut self.open
            && open.len() > open.begun + AT_SAVE
        {
            open.grown_at = 0;
        }
        Ok(())
    }

    /// Writes with what a journal begins that has nothing in it yet.
    fn begin_with(&mut self, anew: Anew, now: Duration) -> io::Result<()> {
        let (records, kept) = self.records_of(&anew);
        for record in &records {
            self.append(record, now)?;
        }
        self.has_begun();
        self.wants_base(anew.base, &records[0], now);
        kept.and(self.keep_base(now))
    }

    /// The state as it is comes in the place of all that has led to it. Until that is written, what was written before stays.
    fn anew(&mut self, anew: Anew, now: Duration) -> io::Result<()> {
        let (records, kept) = self.records_of(&anew);
        if self.open.as_ref().is_none_or(|open| open.name != anew.name) {
            // The thread has begun again, or what it should go on with never began.
            let _ = self.close();
            self.open = Some(Open { supersedes: true, ..Open::named(anew.name) });
        }
        self.wants_base(anew.base, &records[0], now);
        let written = self.replace(&records, now);
        kept.and(written).and(self.keep_base(now))
    }

    /// Writes these records in the place of all that was written so far.
    fn replace(&mut self, records: &[Record], now: Duration) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.encoder = Encoder::default();
        open.recent = records.iter().flat_map(|record| open.encoder.line(record)).collect();
        (open.durable, open.file) = (0, None);
        self.has_begun();
        self.write_anew(now)
    }

    /// What has been written so far is what the journal begins with: from here on it grows.
    fn has_begun(&mut self) {
        if let Some(open) = &mut self.open {
            open.begun = open.len();
            open.grown_at = open.begun + WHILE_OPEN;
        }
    }

    /// With what a journal begins anew. When the history cannot be written, the state stands in the journal itself.
    fn records_of(&self, anew: &Anew) -> (Vec<Record>, io::Result<()>) {
        let begin = anew.begin.clone();
        let Some(state) = &anew.state else { return (vec![begin], Ok(())) };
        match (self.keep_state(&anew.name, state), begin) {
            (Ok(record), begin) => (vec![begin, record], Ok(())),
            (Err(error), Record::Begin { at, path, .. }) => {
                let base = Base::Project(Box::new(state.project.parts().clone()));
                (vec![Record::Begin { at, path, base }], Err(error))
            }
            (Err(error), other) => (vec![other], Err(error)),
        }
    }

    /// Puts a state that no file holds into the history.
    fn keep_state(&self, name: &str, state: &UnsavedState) -> io::Result<Record> {
        let text = super::encode(&state.project);
        let what = match state.changes {
            1 => "1 change that no file had then".to_owned(),
            count => format!("{count} changes that no file had then"),
        };
        let (claims, kind) = (state.project.claims().len(), Kind::Working);
        let version = NewVersion { at: state.at, kind, claims, what: &what, bytes: text.as_bytes() };
        Versions::of(&self.state, name).keep(self.files.as_ref(), &version).map_err(io_error)?;
        let fingerprint = Fingerprint::of(text.as_bytes());
        Ok(Record::State { fingerprint, changes: state.changes, labels: state.labels.clone() })
    }

    fn wants_base(&mut self, base: Option<BaseCopy>, begin: &Record, now: Duration) {
        if let (Some(open), Some(base)) = (&mut self.open, base)
            && let Record::Begin { base: Base::File(fingerprint), .. } = begin
        {
            open.base = Some((base, fingerprint.clone(), now));
        }
    }

    /// Puts the state that the journal begins from into the history, unless that has it.
    fn keep_base(&mut self, now: Duration) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let Some((base, fingerprint, _)) = &open.base else { return Ok(()) };
        let kept = keep_base(self.files.as_ref(), &self.state, &open.name, base, fingerprint);
        match (&kept, &mut open.base) {
            (Err(_), Some((.., at))) => *at = now + RETRY_AFTER,
            (_, base) => *base = None,
        }
        kept
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
        self.keep_if_damaged(&name)?;
        match self.files.remove(&self.state.journal(&name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        self.clear_originals(&name);
        self.files.sync_dir(&self.state.journals())
    }

    fn keep_if_damaged(&self, name: &str) -> io::Result<()> {
        match self.files.read(&self.state.journal(name), journal::MAX_BYTES) {
            Ok(bytes) if is_worth_keeping(&journal::decode(&bytes)) => self.keep_copy(name, &bytes),
            _ => Ok(()),
        }
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
        for path in journal::of_name(self.files.as_ref(), &self.state, name, ORIGINAL) {
            let _ = self.files.remove(&path);
        }
    }
}

impl Open {
    fn named(name: String) -> Self {
        Self {
            name,
            moved_from: None,
            lock: None,
            file: None,
            durable: 0,
            recent: Vec::new(),
            encoder: Encoder::default(),
            supersedes: false,
            base: None,
            begun: 0,
            grown_at: WHILE_OPEN,
            since: None,
            retry_at: None,
        }
    }

    fn is_durable(&self) -> bool {
        self.recent.is_empty() && self.base.is_none()
    }

    fn len(&self) -> u64 {
        self.durable + self.recent.len() as u64
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
        self.durable = self.len();
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

/// How the files end in which originals are kept.
const ORIGINAL: &str = ".original";

/// Whether there is something in a journal that cannot be played back now, and perhaps one day.
fn is_worth_keeping(journal: &Journal) -> bool {
    journal.is_foreign || journal.damaged > 0
}

/// Puts the state that a journal begins from into the history. A file that holds something else by now is not it.
fn keep_base(
    files: &dyn Files,
    state: &StateDir,
    name: &str,
    base: &BaseCopy,
    fingerprint: &Fingerprint,
) -> io::Result<()> {
    let versions = Versions::of(state, name);
    if versions.find(files, fingerprint).is_some() {
        return Ok(());
    }
    let on_file = files.read(&base.path, MAX_BYTES).ok();
    let as_read = || Some(super::encode(&base.project).into_bytes());
    let is_it = |bytes: &Vec<u8>| Fingerprint::of(bytes) == *fingerprint;
    let Some(bytes) = on_file.filter(is_it).or_else(|| as_read().filter(is_it)) else { return Ok(()) };
    let (claims, what) = (base.project.claims().len(), "the file as it was opened");
    let version = NewVersion { at: base.at, kind: Kind::Opened, claims, what, bytes: &bytes };
    versions.keep(files, &version).map_err(io_error)
}

/// The originals that a journal has kept, by SHA-256.
pub fn journal_originals(files: &dyn Files, state: &StateDir, name: &str) -> HashMap<String, Arc<[u8]>> {
    let paths = journal::of_name(files, state, name, ORIGINAL);
    let read = paths.iter().filter_map(|path| files.read(path, MAX_BYTES).ok());
    read.map(|bytes| (sha256(&bytes), bytes.into())).collect()
}
