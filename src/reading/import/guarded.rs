//! Opening what may be hostile: in another process, with a plain-text fallback when that process ends.
//!
//! A thread can neither be stopped nor survive an abort, a stack overflow or running out of memory; a process can be ended.
//! Which process and how is the outside's affair ([`Reader`]).

use std::time::Duration;

use thiserror::Error;

use super::{Draft, ImportError, Input, Watch, open, plain_fallback, plain_text, recognise};

/// Something that reads articles where neither a mistake nor a hostile file can do harm.
pub trait Reader: Send + Sync {
    /// Reads an article.
    ///
    /// # Errors
    /// Every [`ReadError`].
    fn read(&self, input: &Input<'_>, watch: &Watch) -> Result<Draft, ReadError>;
}

/// Reads in this process, without any guard: for tests and benches.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Reader for InProcess {
    fn read(&self, input: &Input<'_>, _watch: &Watch) -> Result<Draft, ReadError> {
        Ok(open(input)?)
    }
}

/// Why an article was not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// It cannot be read.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// It cannot be read, as the other process put it in words.
    #[error("{0}")]
    Refused(String),
    /// The reviewer stopped it.
    #[error("Stopped opening the article.")]
    Stopped,
    /// The other process did not come to an end that can be used.
    #[error("Could not open the article: {0}. Save it as plain text or PDF in its own program and open that.")]
    Failed(Failure),
}

/// How the process that reads failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// It took too long.
    #[error("reading it took longer than {} seconds without an end in sight", .0.as_secs())]
    TooSlow(Duration),
    /// It needs too much memory.
    #[error("reading it needs more than {} MB of memory", .0 >> 20)]
    TooMuchMemory(u64),
    /// It is nested deeper than the stack.
    #[error("its parts are nested too deeply")]
    TooDeep,
    /// It ended for another reason.
    #[error("the part of Claimdesk that reads files stopped ({0})")]
    Ended(String),
    /// It could not be started.
    #[error("the part of Claimdesk that reads files could not be started ({0})")]
    NotStarted(String),
}

/// Opens an article: plain text here, everything else through `reader`. When that fails for a text of any kind, its plain
/// text is opened with a warning instead.
///
/// # Errors
/// Every [`ReadError`].
pub fn open_guarded(reader: &dyn Reader, input: &Input<'_>, watch: &Watch) -> Result<Draft, ReadError> {
    if is_plain(input) {
        return Ok(open(input)?);
    }
    match reader.read(input, watch) {
        Err(ReadError::Failed(failure)) => plain_fallback::open(input, &failure).ok_or(ReadError::Failed(failure)),
        done => done,
    }
}

/// Whether an input is plain text (or nothing that can be read), for which no other process is needed.
fn is_plain(input: &Input<'_>) -> bool {
    match input.format {
        Some(id) => id == plain_text::IMPORTER.id,
        None => recognise(input).is_ok_and(|importer| importer.id == plain_text::IMPORTER.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(Failure);

    impl Reader for Failing {
        fn read(&self, _input: &Input<'_>, _watch: &Watch) -> Result<Draft, ReadError> {
            Err(ReadError::Failed(self.0.clone()))
        }
    }

    fn open_failing(bytes: &[u8], name: &str) -> Result<Draft, ReadError> {
        let input = Input { bytes, name, ..Input::default() };
        open_guarded(&Failing(Failure::TooSlow(Duration::from_secs(8))), &input, &Watch::default())
    }

    #[test]
    fn plain_text_needs_no_other_process() {
        assert_eq!(open_failing(b"One.\n\nTwo.", "a.txt").unwrap().warnings, []);
    }

    #[test]
    fn a_page_that_cannot_be_read_as_one_comes_in_as_plain_text_with_a_warning() {
        let draft = open_failing(b"<html><body><h1>Title</h1><p>Words &amp; more</p></body>", "a.html").unwrap();
        let texts: Vec<_> = draft.blocks.iter().map(|block| block.block.text.as_str()).collect();
        assert_eq!(texts, ["Title", "Words & more"]);
        let warning = &draft.warnings[0].message;
        assert!(warning.contains("took longer than 8 seconds") && warning.contains("plain text"), "{warning}");
    }

    #[test]
    fn what_is_no_text_is_a_clear_error() {
        let error = open_failing(b"\x89HDF\0\0\0\x01<html>\xFF\0\0", "a.html").unwrap_err();
        assert!(error.to_string().starts_with("Could not open the article: reading it took longer"), "{error}");
    }
}
