//! Notices that a file was changed. It asks every second, which also works on network and synchronised folders, where the
//! system tells nothing. A change that leaves length and time alone is noticed before the next save.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, SystemTime},
};

/// How often the file is asked for.
const EVERY: Duration = Duration::from_secs(1);

/// Watches one file. The thread ends when this is dropped.
#[derive(Debug)]
pub struct Watcher {
    sender: Sender<Option<PathBuf>>,
}

impl Watcher {
    /// `changed` is called with the path when the watched file has changed.
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
    let mut watched: Option<(PathBuf, Option<Look>)> = None;
    loop {
        let next = match &watched {
            Some(_) => receiver.recv_timeout(EVERY),
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match next {
            Ok(path) => watched = path.map(|path| (path.clone(), look(&path))),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let Some((path, before)) = &mut watched else { continue };
                let now = look(path);
                if now.is_some() && now != *before {
                    changed(path.clone());
                }
                *before = now;
            }
        }
    }
}

/// By what a change is seen without reading the file.
type Look = (u64, Option<SystemTime>);

fn look(path: &Path) -> Option<Look> {
    let found = fs::metadata(path).ok()?;
    Some((found.len(), found.modified().ok()))
}
