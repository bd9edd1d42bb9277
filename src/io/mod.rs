//! The outside: disk, clock, randomness, folders, dialogs. Nothing else touches them.

pub mod clock;
pub mod dialogs;
pub mod dirs;
mod disk;
pub mod random;

pub use disk::Disk;
