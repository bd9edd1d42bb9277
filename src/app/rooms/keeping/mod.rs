//! The file and the journal of the project, and what is brought back of it.

mod joining;
mod journalling;
mod opened;
mod presence;
mod saving;
mod theirs;

pub(crate) use journalling::history_key;
pub use saving::file_stem;
pub(crate) use saving::news_of_saving;
pub(crate) use theirs::{run as look_at_theirs, told_of_joining};
