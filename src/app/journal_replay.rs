//! Bringing back what a journal holds: the changes that no file has, and undo.

use std::{collections::HashSet, io, path::Path, time::Duration};

use crate::{
    model::Project,
    store::{
        Files, Fingerprint, StateDir, Versions, decode, encode,
        journal::{self, Base, Journal, Record},
        journal_originals, project_key,
    },
};

use super::document::{Document, OnDisk, Outbox, Unsaved};

/// The largest journal that is gone on with once everything in it is saved; a larger one, of an older program, starts anew.
const MAX_RESUMED: u64 = 8 << 20;

/// What a journal gave back.
#[derive(Debug)]
pub struct Resumed {
    /// The project with its undo history.
    pub document: Document,
    /// The changes that no file holds, in words; `None`: all were saved.
    pub unsaved: Option<String>,
    /// How many changes could not be made again.
    pub failed: usize,
    /// How many stretches of the journal are damaged.
    pub damaged: usize,
}

/// What the journal of a project that was just read has for it.
#[derive(Debug)]
pub enum FromJournal {
    /// Nothing.
    Nothing,
    /// Work and undo.
    Back(Box<Resumed>),
    /// Unsaved work of another project, whose file was in this place before.
    Another(Box<Journal>),
}

/// Goes on with the journal of a project that was just read.
///
/// # Errors
/// As reading the journal.
pub fn resume(
    files: &dyn Files,
    state: &StateDir,
    canonical: &Path,
    project: &Project,
    fingerprint: &Fingerprint,
) -> io::Result<FromJournal> {
    let name = project_key(canonical);
    let Some(journal) = journal::read(files, state, &name)? else { return Ok(FromJournal::Nothing) };
    let past = Past { files, state, name: &name };
    let is_pending = journal.unsaved_changes() > 0;
    if !is_pending && journal.valid_len > MAX_RESUMED {
        return Ok(FromJournal::Nothing);
    }
    let base = match journal.begin() {
        Some((_, _, Base::Project(parts))) => Some(Project::from_parts((**parts).clone())),
        Some((_, _, Base::File(base))) if base == fingerprint => Some(project.clone()),
        Some((_, _, Base::File(base))) => past.project(base),
        None => None,
    };
    let is_of_others = base.as_ref().is_some_and(|base| is_another(base, project)) && !knows(&journal, fingerprint);
    if is_of_others && is_pending {
        return Ok(FromJournal::Another(Box::new(journal)));
    }
    let resumed = match base {
        Some(base) => from_base(base, &journal, &past, project, fingerprint),
        None if is_pending => Some(onto(project, &journal, &past, fingerprint)),
        None => None,
    };
    // Saved, and yet not what the file holds, for whatever reason: the file is right.
    let is_right = |resumed: &Resumed| !resumed.document.is_saved() || resumed.document.project() == project;
    let Some(mut resumed) = resumed.filter(is_right) else { return Ok(FromJournal::Nothing) };
    resumed.document.originals = journal_originals(files, state, &name);
    finish(&mut resumed, &journal, name);
    Ok(FromJournal::Back(Box::new(resumed)))
}

/// Whether two projects have no article in common.
fn is_another(base: &Project, project: &Project) -> bool {
    let articles: HashSet<_> = base.articles().iter().map(|article| &article.id).collect();
    !articles.is_empty() && !project.articles().iter().any(|article| articles.contains(&article.id))
}

/// Whether the file held this once, as far as the journal tells.
fn knows(journal: &Journal, fingerprint: &Fingerprint) -> bool {
    journal.needs().any(|needed| needed == fingerprint)
        || journal
            .records
            .iter()
            .any(|record| matches!(record, Record::Saved { fingerprint: saved, .. } if saved == fingerprint))
}

/// Brings back a project without its file: it never had one, or that is gone.
pub fn resume_unsaved(files: &dyn Files, state: &StateDir, name: &str) -> Option<Resumed> {
    let journal = journal::read(files, state, name).ok()??;
    let past = Past { files, state, name };
    let base = match journal.begin().map(|(_, _, base)| base) {
        Some(Base::Project(parts)) => Some(Project::from_parts((**parts).clone())),
        Some(Base::File(base)) => past.project(base),
        None => None,
    };
    let start = base.or_else(|| past.first_state(&journal))?;
    let mut replay = Replay::new(Document::unsaved(start), &past);
    replay.all(&journal.records);
    let Replay { mut document, failed, .. } = replay;
    // No file holds any state of it.
    document.on_disk = None;
    let mut resumed = Resumed { document, unsaved: None, failed, damaged: journal.damaged };
    resumed.document.originals = journal_originals(files, state, name);
    finish(&mut resumed, &journal, name.to_owned());
    Some(resumed)
}

/// The state of a project with the changes that only a journal of it has, and these in words. `on_file` is what its file holds.
/// `None`: the file has all of it, or nothing can be brought back.
pub fn unsaved_state(
    files: &dyn Files,
    state: &StateDir,
    name: &str,
    journal: &Journal,
    on_file: Option<&[u8]>,
) -> Option<(Project, String)> {
    if journal.unsaved_changes() == 0 {
        return None;
    }
    let past = Past { files, state, name };
    let decoded = |bytes: &[u8]| Some(decode(bytes).ok()?.project);
    let base = match journal.begin().map(|(_, _, base)| base) {
        Some(Base::Project(parts)) => Some(Project::from_parts((**parts).clone())),
        Some(Base::File(base)) if on_file.is_some_and(|bytes| Fingerprint::of(bytes) == *base) => {
            on_file.and_then(decoded)
        }
        Some(Base::File(base)) => past.project(base),
        None => None,
    };
    let (base, records) = match base.or_else(|| past.first_state(journal)) {
        Some(base) => (base, journal.records.as_slice()),
        None => (on_file.and_then(decoded)?, &journal.records[journal.last_save()..]),
    };
    let mut replay = Replay::new(Document::unsaved(base), &past);
    replay.all(records);
    Some((replay.document.project().clone(), unsaved_words(journal)))
}

fn finish(resumed: &mut Resumed, journal: &Journal, name: String) {
    let document = &mut resumed.document;
    let (count, labels) = journal.unsaved_labels();
    document.journal = Outbox {
        resume: Some((name, journal.valid_len)),
        unsaved: Unsaved { count, labels },
        originals: document.originals.keys().cloned().collect(),
        steps: document.steps(),
        ..Outbox::default()
    };
    // What is typed next is another step of undo than what was typed before the program ended.
    document.leave_field();
    if journal.damaged > 0 {
        document.begin_anew();
    }
    if !document.is_saved() {
        resumed.unsaved = Some(unsaved_words(journal));
    }
}

/// All records from the state that they began with.
fn from_base(
    base: Project,
    journal: &Journal,
    past: &Past<'_>,
    on_file: &Project,
    fingerprint: &Fingerprint,
) -> Option<Resumed> {
    let known = match journal.begin()?.2 {
        Base::File(fingerprint) => Some(fingerprint.clone()),
        Base::Project(_) => None,
    };
    let mut document = Document::unsaved(base.clone());
    document.on_disk =
        known.map(|known| OnDisk { revision: 0, fingerprint: Some(known), project: base, saved_at: None });
    let mut replay = Replay::new(document, past);
    replay.all(&journal.records);
    let Replay { mut document, saving, failed, .. } = replay;
    let is_known = document.on_disk.as_ref().is_some_and(|disk| disk.fingerprint.as_ref() == Some(fingerprint));
    // The program may have ended between the rename of a save and the note of it.
    let was_saving =
        saving.filter(|(_, project)| !is_known && Fingerprint::of(encode(project).as_bytes()) == *fingerprint);
    if let Some((revision, project)) = was_saving {
        let fingerprint = Some(fingerprint.clone());
        document.on_disk = Some(OnDisk { revision, fingerprint, project, saved_at: None });
    } else if !is_known && document.is_saved() {
        // Everything was saved, and then somebody else wrote the file: there is nothing to bring back.
        return None;
    } else if !is_known && document.on_disk.is_none() {
        // The file is another's; saving here has to ask.
        let fingerprint = Some(Fingerprint::of(b""));
        document.on_disk =
            Some(OnDisk { revision: OnDisk::NO_STATE, fingerprint, project: on_file.clone(), saved_at: None });
    }
    Some(Resumed { document, unsaved: None, failed, damaged: journal.damaged })
}

/// The state that the journal began with is gone: what can be made again on the file as it is now is made again.
fn onto(project: &Project, journal: &Journal, past: &Past<'_>, fingerprint: &Fingerprint) -> Resumed {
    let mut document = Document::unsaved(project.clone());
    let fingerprint = Some(fingerprint.clone());
    document.on_disk = Some(OnDisk { revision: 0, fingerprint, project: project.clone(), saved_at: None });
    let mut replay = Replay::new(document, past);
    replay.all(&journal.records[journal.last_save()..]);
    Resumed { document: replay.document, unsaved: None, failed: replay.failed, damaged: journal.damaged }
}

/// The history of the project whose journal is played back.
struct Past<'a> {
    files: &'a dyn Files,
    state: &'a StateDir,
    name: &'a str,
}

impl Past<'_> {
    fn project(&self, fingerprint: &Fingerprint) -> Option<Project> {
        let bytes = Versions::of(self.state, self.name).find(self.files, fingerprint)?;
        Some(decode(&bytes).ok()?.project)
    }

    /// The state with which a journal begins anew.
    fn first_state(&self, journal: &Journal) -> Option<Project> {
        match journal.records.get(1)? {
            Record::State { fingerprint, .. } => self.project(fingerprint),
            _ => None,
        }
    }
}

struct Replay<'a> {
    past: &'a Past<'a>,
    document: Document,
    saving: Option<(u64, Project)>,
    failed: usize,
}

impl<'a> Replay<'a> {
    fn new(document: Document, past: &'a Past<'a>) -> Self {
        Self { past, document, saving: None, failed: 0 }
    }

    fn all(&mut self, records: &[Record]) {
        for record in records {
            self.one(record);
        }
    }

    fn one(&mut self, record: &Record) {
        let document = &mut self.document;
        match record {
            Record::Begin { .. } => {}
            Record::State { fingerprint, changes, .. } => match self.past.project(fingerprint) {
                Some(project) => document.start_from(project),
                None => self.failed += changes,
            },
            Record::Edit { edit, at_ms } => {
                self.failed += usize::from(document.apply(edit, Duration::from_millis(*at_ms)).is_err());
            }
            Record::Undo => drop(document.undo()),
            Record::Redo => drop(document.redo()),
            Record::LeaveField => document.leave_field(),
            Record::Saving | Record::SavingTo { .. } => {
                self.saving = Some((document.revision(), document.project().clone()));
            }
            Record::Saved { fingerprint, .. } => {
                if let Some((revision, project)) = self.saving.take() {
                    let fingerprint = Some(fingerprint.clone());
                    document.on_disk = Some(OnDisk { revision, fingerprint, project, saved_at: None });
                }
            }
        }
        document.journal.records.clear();
    }
}

/// The changes behind the last save in words: "12 changes (mark claim, set verdict, change notes and 2 more)".
fn unsaved_words(journal: &Journal) -> String {
    const SHOWN: usize = 3;
    let (count, labels) = journal.unsaved_labels();
    let more = labels.len().saturating_sub(SHOWN);
    let shown = labels.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    let changes = match count {
        0 => return "the article that was opened".to_owned(),
        _ => count_of_changes(count),
    };
    if more > 0 { format!("{changes} ({shown} and {more} more)") } else { format!("{changes} ({shown})") }
}

/// "1 change", "12 changes".
pub fn count_of_changes(count: usize) -> String {
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}
