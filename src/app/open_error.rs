//! Why a file could not be opened or an export not be written, in words for people.

use crate::{
    foreign::ReadError,
    import::{RecogniseError, web::FetchError},
    store::{Excess, LandingError, StoreError},
};

/// Why a file could not be opened or an export not be written.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk said no.
    #[error("{what}: {}", crate::store::describe_io(.error))]
    Io {
        /// What could not be done.
        what: &'static str,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file is not a project that can be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is not an article, or no file of another tool, that can be read.
    #[error(transparent)]
    Import(#[from] ReadError),
    /// Its pictures cannot be recognised.
    #[error(transparent)]
    Recognise(#[from] RecogniseError),
    /// A picture cannot be drawn.
    #[error("Could not recognise the text of the picture: {0}.")]
    NotDrawn(String),
    /// The file that is kept beside the project cannot be had.
    #[error("Could not open the file: {0}.")]
    NotKept(String),
    /// It has more pages than are recognised.
    #[error(
        "Could not recognise the text: it has {pages} pages, and at most {most} are recognised at once. Split it first."
    )]
    ManyPages {
        /// How many it has.
        pages: usize,
        /// How many there may be.
        most: usize,
    },
    /// The address did not give an article.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It holds more than a project may: that would be refused when the project is saved.
    #[error("{what}: it holds {excess}, and no project could be saved with that. Split it first.")]
    TooMuch {
        /// What could not be done.
        what: &'static str,
        /// What it has too much of.
        excess: Excess,
    },
    /// A mistake of the program ended it.
    #[error("Could not open the article: a mistake in Claimdesk stopped it ({0}). Your project is unharmed.")]
    Panicked(String),
    /// The file of another tool cannot be taken in.
    #[error(transparent)]
    Exchange(#[from] crate::exchange::ReadError),
    /// An output does not land where it should.
    #[error(transparent)]
    Landing(#[from] LandingError),
    /// The export cannot hold this project.
    #[error("{0}")]
    Export(String),
}

impl OpenError {
    /// The error in the words of what was wanted instead of an article.
    pub(crate) fn in_words(&self, instead: &str) -> String {
        let text = self.to_string();
        match text.split_once(':') {
            Some((what, why)) if what.starts_with("Could not") => format!("{instead}:{why}"),
            _ => text,
        }
    }

    /// Whether text recognition may read what could not be read.
    pub(crate) fn is_of_pictures(&self) -> bool {
        matches!(self, Self::Import(error) if error.is_of_pictures())
    }

    /// Whether asking once more may help.
    pub(crate) fn may_come_later(&self) -> bool {
        matches!(self, Self::Fetch(FetchError::Broken(_) | FetchError::TooSlow { .. }))
    }

    /// The error as a whole sentence.
    pub fn sentence(&self) -> String {
        format!("{}.", self.to_string().trim_end_matches('.'))
    }
}
