//! Notices that a file was changed. It asks every second, which also works on network and synchronised folders, of which
//! systems tell nothing.
//!
//! Not the crate `notify`: its licence (CC0-1.0) is not among those that this program takes in, and where events do not
//! come it would ask just as this does.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, SystemTime},
};

use crate::store::{Files, Fingerprint, MAX_BYTES};

use super::Disk;

/// How often the file is asked for.
const EVERY: Duration = Duration::from_secs(1);

/// Where a system does not say when a file was changed in whatever way, every so many looks its contents are compared.
const READ_EVERY: u32 = 60;

/// Watches one file. The thread ends when this is dropped.
#[derive(Debug)]
pub struct Watcher {
    sender: Sender<Option<PathBuf>>,
}

impl Watcher {
    /// `changed` is called with the path when the watched file may have changed or is gone. Whether it holds something else is for the
    /// caller to find out, by its contents.
    pub fn start(changed: impl Fn(PathBuf) + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        thread::spawn(move || run(&receiver, &changed));
        Self { sender }
    }

    /// Watches another file, or none.
    pub fn watch(&self, path: Option<PathBuf>) {
        // The thread only ends when this sender is gone.
        let _ = self.sender.send(path);
    }
}

fn run(receiver: &Receiver<Option<PathBuf>>, changed: &impl Fn(PathBuf)) {
    let mut watched: Option<(PathBuf, Seen)> = None;
    loop {
        let next = match &watched {
            Some(_) => receiver.recv_timeout(EVERY),
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match next {
            Ok(path) => {
                watched = path.map(|path| {
                    let mut seen = Seen::default();
                    seen.differs(look(&path), || contents(&path));
                    (path, seen)
                });
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let Some((path, seen)) = &mut watched else { continue };
                if seen.differs(look(path), || contents(path)) {
                    changed(path.clone());
                }
            }
        }
    }
}

/// By what a change is seen without reading the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    len: u64,
    modified: Option<SystemTime>,
    /// Which file it is and when anything about it was changed, which no program can set back; where the system says so.
    change: Option<(u64, i64, i64)>,
}

fn look(path: &Path) -> Option<Look> {
    let found = fs::metadata(path).ok()?;
    Some(Look { len: found.len(), modified: found.modified().ok(), change: change_of(&found) })
}

#[cfg(unix)]
fn change_of(found: &fs::Metadata) -> Option<(u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    Some((found.ino(), found.ctime(), found.ctime_nsec()))
}

#[cfg(not(unix))]
fn change_of(_found: &fs::Metadata) -> Option<(u64, i64, i64)> {
    None
}

fn contents(path: &Path) -> Option<Fingerprint> {
    Disk.read(path, MAX_BYTES).ok().map(|bytes| Fingerprint::of(&bytes))
}

/// How many looks in a row a file is not there before that counts: who writes it anew may have taken the old one away first.
const GONE_AFTER: u32 = 2;

/// How a file was seen last.
#[derive(Debug, Default)]
struct Seen {
    look: Option<Look>,
    contents: Option<Fingerprint>,
    looks: u32,
    /// How many looks have found nothing since.
    missing: u32,
}

impl Seen {
    /// Takes a look and says whether the file may have changed since the last one, or is gone.
    fn differs(&mut self, now: Option<Look>, contents: impl FnOnce() -> Option<Fingerprint>) -> bool {
        let Some(now) = now else {
            self.missing = self.missing.saturating_add(1);
            return self.missing == GONE_AFTER;
        };
        let was_gone = std::mem::take(&mut self.missing) >= GONE_AFTER;
        let before = self.look.replace(now);
        let mut is_other = was_gone || before.is_some_and(|before| before != now);
        if now.change.is_none() && (is_other || self.looks.is_multiple_of(READ_EVERY)) {
            let read = contents();
            is_other |= self.contents.is_some() && read.is_some() && self.contents != read;
            self.contents = read;
        }
        self.looks = self.looks.wrapping_add(1);
        is_other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn never() -> Option<Fingerprint> {
        panic!("where the system says when a file was changed, it is not read")
    }

    #[cfg(unix)]
    #[test]
    fn a_change_is_seen_although_length_and_time_are_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "mine").unwrap();
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        let mut seen = Seen::default();
        assert!(!seen.differs(look(&path), never));
        assert!(!seen.differs(look(&path), never));
        // Renamed over, as a synchronising program does it, with the time of the old one.
        let theirs = folder.path().join("theirs");
        fs::write(&theirs, "them").unwrap();
        fs::File::options().write(true).open(&theirs).unwrap().set_modified(modified).unwrap();
        fs::rename(&theirs, &path).unwrap();
        let now = look(&path);
        assert_eq!(now.map(|now| (now.len, now.modified)), Some((4, Some(modified))));
        assert!(seen.differs(now, never));
        assert!(!seen.differs(look(&path), never));
        fs::remove_file(&path).unwrap();
        assert!(!seen.differs(look(&path), never), "it may come back");
        fs::write(&path, "again").unwrap();
        assert!(seen.differs(look(&path), never));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_gone_is_told_at_the_second_look_and_once_and_so_is_its_return() {
        let folder = tempfile::tempdir().unwrap();
        let (path, away) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
        fs::write(&path, "mine").unwrap();
        let mut seen = Seen::default();
        assert!(!seen.differs(look(&path), never));
        fs::rename(&path, &away).unwrap();
        let told: Vec<_> = (0..4).map(|_| seen.differs(look(&path), never)).collect();
        assert_eq!(told, [false, true, false, false]);
        fs::rename(&away, &path).unwrap();
        assert!(seen.differs(look(&path), never));
        assert!(!seen.differs(look(&path), never));
    }

    #[test]
    fn where_the_system_does_not_say_so_the_contents_are_compared_once_a_minute() {
        let same = Some(Look { len: 4, modified: None, change: None });
        let mut seen = Seen::default();
        let mut reads = 0;
        let mut told = Vec::new();
        for second in 0..200 {
            let words = if second < 70 { "mine" } else { "them" };
            let contents = || {
                reads += 1;
                Some(Fingerprint::of(words.as_bytes()))
            };
            if seen.differs(same, contents) {
                told.push(second);
            }
        }
        assert_eq!((told, reads), (vec![120], 4));
        let longer = same.map(|look| Look { len: 5, ..look });
        assert!(seen.differs(longer, || None), "another length is seen at once");
    }
}
