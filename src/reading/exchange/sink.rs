//! Where readers put their notes, weighed as they come: a label can stand for a whole text, and a small file hold a hundred
//! thousand of them, so that what is read could be a million times what is in the file.

use std::ops::{Deref, DerefMut};

use crate::model::{Query, Source};

use super::{Link, Note, Passage, ReadError};

/// How much the notes of one file may hold, in bytes. Ten thousand claims with their sources take a tenth of it.
pub(super) const MAX_HELD: usize = 128 << 20;

/// The notes of a file so far.
#[derive(Debug, Default)]
pub(super) struct Sink {
    notes: Vec<Note>,
    held: usize,
}

impl Sink {
    /// Takes a note, and says at which place.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`].
    pub fn push(&mut self, note: Note) -> Result<usize, ReadError> {
        self.hold(weight(&note))?;
        self.notes.push(note);
        Ok(self.notes.len() - 1)
    }

    /// Takes notes while they are made.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`].
    pub fn extend(&mut self, notes: impl IntoIterator<Item = Note>) -> Result<(), ReadError> {
        notes.into_iter().try_for_each(|note| self.push(note).map(drop))
    }

    /// Takes a further passage of the note at a place.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`].
    pub fn add_passage(&mut self, index: usize, passage: Passage) -> Result<(), ReadError> {
        self.hold(of_passage(&passage))?;
        self.notes[index].passages.push(passage);
        Ok(())
    }

    /// Counts what comes into a note that is here already.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`].
    pub fn hold(&mut self, bytes: usize) -> Result<(), ReadError> {
        self.held += bytes;
        if self.held > MAX_HELD { Err(ReadError::TooMuch) } else { Ok(()) }
    }

    /// The notes.
    pub fn into_notes(self) -> Vec<Note> {
        self.notes
    }
}

impl Deref for Sink {
    type Target = [Note];

    fn deref(&self) -> &[Note] {
        &self.notes
    }
}

impl DerefMut for Sink {
    fn deref_mut(&mut self) -> &mut [Note] {
        &mut self.notes
    }
}

/// Fails where notes hold more than those of one file may.
pub(super) fn weigh(notes: Vec<Note>) -> Result<Vec<Note>, ReadError> {
    let held = notes.iter().map(weight).try_fold(0usize, usize::checked_add);
    if held.is_some_and(|held| held <= MAX_HELD) { Ok(notes) } else { Err(ReadError::TooMuch) }
}

/// About how many bytes a note takes.
fn weight(note: &Note) -> usize {
    let Note {
        passages,
        otherwise,
        document,
        labels,
        tags,
        statement,
        comment,
        links,
        problem,
        suggestion,
        queries,
        claimant,
        kind: _,
        priority: _,
        status: _,
        confidence,
    } = note;
    let texts = [document, statement, comment, problem, suggestion];
    let about = [&claimant.name, &claimant.role, &claimant.organisation, &claimant.url, &claimant.said_on];
    let reason = confidence.as_ref().map_or(0, |confidence| confidence.reason.len());
    let queries: usize = queries.iter().map(|query| size_of::<Query>() + query.question.len() + query.to.len()).sum();
    size_of::<Note>()
        + passages.iter().chain(otherwise).map(of_passage).sum::<usize>()
        + texts.into_iter().chain(about).map(String::len).sum::<usize>()
        + labels.iter().chain(tags).map(|word| size_of::<String>() + word.len()).sum::<usize>()
        + links.iter().map(of_link).sum::<usize>()
        + reason
        + queries
}

fn of_passage(passage: &Passage) -> usize {
    size_of::<Passage>() + passage.quote.len() + passage.prefix.len() + passage.suffix.len()
}

fn of_link(link: &Link) -> usize {
    let Link { url, title, details, stance: _, quote, locator, note, credibility: _ } = link;
    // A source's document is text that is shared, not copied.
    let details = details.as_ref().map_or(0, |source| {
        let texts =
            [&source.title, &source.publisher, &source.url, &source.archived_url, &source.contact, &source.notes];
        size_of::<Source>()
            + texts.map(String::len).iter().sum::<usize>()
            + source.creators.iter().map(|name| size_of::<String>() + name.len()).sum::<usize>()
    });
    size_of::<Link>() + [url, title, quote, locator, note].map(String::len).iter().sum::<usize>() + details
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_taken_until_they_hold_too_much() {
        let mut sink = Sink::default();
        let long = Passage::words("a".repeat(40 << 20));
        sink.extend([Note::on(long.clone()), Note::on(long.clone())]).unwrap();
        sink.add_passage(1, long.clone()).unwrap();
        assert_eq!(sink.push(Note::on(long)), Err(ReadError::TooMuch));
        assert_eq!((sink.len(), sink[1].passages.len()), (2, 2));
    }

    #[test]
    fn every_word_of_a_note_counts() {
        let words = || "a".repeat(1000);
        let bare = weight(&Note::default());
        let link = Link { note: words(), ..Link::default() };
        let heavy = [
            Note { document: words(), ..Note::default() },
            Note { comment: words(), ..Note::default() },
            Note { labels: vec![words()], ..Note::default() },
            Note { otherwise: vec![Passage::words(words())], ..Note::default() },
            Note { links: vec![link], ..Note::default() },
        ];
        assert!(heavy.iter().all(|note| weight(note) >= bare + 1000));
    }
}
