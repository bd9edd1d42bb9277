//! An open folder, in which files are reached by plain names and never through a link. What the system offers for that
//! differs too much for one file.

mod lock;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix::DiskFolder;
#[cfg(unix)]
pub use unix::{about, described, open, user, without_waiting};
#[cfg(windows)]
use windows::DiskFolder;
#[cfg(windows)]
pub use windows::{about, described, open, user, without_waiting};

use std::{
    ffi::OsStr,
    io,
    path::{Component, Path},
};

/// How often a lock file is looked for again that its holder takes away meanwhile.
const TRIES: usize = 64;

/// The name, when it is one that leads nowhere else.
fn plain(name: &OsStr) -> io::Result<&OsStr> {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(only)), None) if only == name => Ok(name),
        _ => Err(io::ErrorKind::InvalidFilename.into()),
    }
}

/// What is said when a lock file vanishes again and again.
fn restless() -> io::Error {
    io::Error::other("the lock file comes and goes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        assert!(plain(OsStr::new(".review.ron.lock")).is_ok());
        for name in ["", ".", "..", "/", "a/b", "../a", "a/", "/etc/passwd"] {
            assert!(plain(OsStr::new(name)).is_err(), "{name}");
        }
    }
}
