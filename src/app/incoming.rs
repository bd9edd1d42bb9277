//! Claims from another tool's file, as they are shown with what becomes of each before they come in.

use std::{path::PathBuf, sync::Arc};

use crate::{
    exchange::{Mapping, Note, Placing, Tally},
    import::Watch,
    model::{ArticleId, Project},
};

/// A file of another tool, shown before its claims come in.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The file.
    pub path: PathBuf,
    /// The name of its format.
    pub format: &'static str,
    /// What it says.
    pub notes: Arc<[Note]>,
    /// The article that the reviewer chose; `None`: as the file says, or where most is found.
    pub article: Option<ArticleId>,
    /// Where each note stands.
    pub placing: Arc<Placing>,
    /// What each label becomes.
    pub mapping: Mapping,
    /// How many notes stand how.
    pub tally: Tally,
}

/// Reading a file of another tool, or looking for its notes in another article.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadIncoming {
    /// The file.
    pub path: PathBuf,
    /// The project.
    pub project: Project,
    /// The article that the reviewer chose.
    pub article: Option<ArticleId>,
    /// What was read before, with the mapping as the reviewer left it.
    pub before: Option<Box<Incoming>>,
    /// How far it has come.
    pub watch: Watch,
}
