//! The outside: disk, network, other processes, clock, randomness, folders, dialogs. Nothing else touches them.

pub mod clipboard;
pub mod clock;
pub mod dialogs;
pub mod dirs;
mod disk;
mod folder;
pub mod fonts;
pub mod git;
mod internet;
#[cfg(windows)]
mod job;
mod keeper;
mod open_file;
pub mod random;
pub mod recognise;
mod sandbox;
mod settings;
mod watch;
pub mod worker;

pub use disk::Disk;
pub use internet::Internet;
pub use keeper::{Barrier, JournalThread};
pub use open_file::OpenedFiles;
pub use recognise::Tesseract;
pub use settings::{SettingsThread, keep_damaged, read_settings};
pub use watch::Watcher;
pub use worker::Worker;

use crate::store::Holder;

/// This process on this machine, as others are told who has a project open.
pub fn holder(name: String, since: jiff::Timestamp) -> Holder {
    Holder { name, machine: machine(), process: std::process::id(), since }
}

/// The machine's name; empty where it is not known.
pub fn machine() -> String {
    let from_file = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let from_variables = ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok());
    from_file.or(from_variables).map(|name| name.trim().to_owned()).unwrap_or_default()
}

/// Runs something that may panic deep inside a library of the system, and returns what the panic said instead of printing it.
///
/// # Errors
/// The panic's message.
pub fn quietly<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    std::panic::set_hook(before);
    result.map_err(|panic| panic_words(panic.as_ref()))
}

/// What a panic said.
fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it stopped without a reason".to_owned())
}

/// On Windows a program with a window has no console of its own; this one prints into the console it was started from.
#[cfg(windows)]
#[expect(unsafe_code, reason = "the system call has no safe wrapper")]
pub fn attach_console() {
    // SAFETY: the call takes a plain number, touches no memory of ours, and fails harmlessly where there is no console.
    unsafe {
        windows_sys::Win32::System::Console::AttachConsole(windows_sys::Win32::System::Console::ATTACH_PARENT_PROCESS)
    };
}

/// Elsewhere a program prints where it was started.
#[cfg(not(windows))]
pub fn attach_console() {}
