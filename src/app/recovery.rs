//! Bringing back what a journal holds: the changes that no file has, and undo.

use std::{path::Path, time::Duration};

use crate::{
    model::Project,
    store::{
        Files, Fingerprint, StateDir, Versions, decode, encode,
        journal::{self, Base, Journal, Record},
        journal_originals, project_key,
    },
};

use super::document::{Document, OnDisk, Outbox};

/// The largest journal that is gone on with once everything in it is saved; a larger one starts anew.
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
}

/// Goes on with the journal of a project that was just read. `None`: there is nothing to go on with.
pub fn resume(
    files: &dyn Files,
    state: &StateDir,
    canonical: &Path,
    project: &Project,
    fingerprint: &Fingerprint,
) -> Option<Resumed> {
    let name = project_key(canonical);
    let journal = journal::read(files, state, &name).ok()??;
    let is_pending = journal.unsaved_changes() > 0;
    if !is_pending && journal.valid_len > MAX_RESUMED {
        return None;
    }
    let (_, _, base) = journal.begin()?;
    let base_project = match base {
        Base::Project(parts) => Some(Project::from_parts(parts.clone())),
        Base::File(base) if base == fingerprint => Some(project.clone()),
        Base::File(base) => {
            let bytes = Versions::of(state, &name).find(files, base);
            bytes.and_then(|bytes| Some(decode(&bytes).ok()?.project))
        }
    };
    let mut resumed = match base_project {
        Some(base) => from_base(base, &journal, project, fingerprint)?,
        None if is_pending => onto(project, &journal, fingerprint),
        None => return None,
    };
    if resumed.document.is_saved() && resumed.document.project() != project {
        // Not what the file holds, for whatever reason: the file is right.
        return None;
    }
    resumed.document.originals = journal_originals(files, state, &name);
    finish(&mut resumed, &journal, name);
    Some(resumed)
}

/// Brings back a project that never had a file.
pub fn resume_unsaved(files: &dyn Files, state: &StateDir, name: &str) -> Option<Resumed> {
    let journal = journal::read(files, state, name).ok()??;
    let Some((_, _, Base::Project(parts))) = journal.begin() else { return None };
    let mut replay = Replay::new(Document::unsaved(Project::from_parts(parts.clone())));
    replay.all(&journal.records);
    let document = replay.document;
    let mut resumed = Resumed { document, unsaved: None, failed: replay.failed };
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
    let decoded = |bytes: &[u8]| Some(decode(bytes).ok()?.project);
    let base = match journal.begin()?.2 {
        Base::Project(parts) => Some(Project::from_parts(parts.clone())),
        Base::File(base) if on_file.is_some_and(|bytes| Fingerprint::of(bytes) == *base) => on_file.and_then(decoded),
        Base::File(base) => Versions::of(state, name).find(files, base).as_deref().and_then(decoded),
    };
    let (base, records) = match base {
        Some(base) => (base, journal.records.as_slice()),
        None => (on_file.and_then(decoded)?, &journal.records[last_save(journal)..]),
    };
    let mut replay = Replay::new(Document::unsaved(base));
    replay.all(records);
    Some((replay.document.project().clone(), unsaved_words(journal)))
}

fn finish(resumed: &mut Resumed, journal: &Journal, name: String) {
    let document = &mut resumed.document;
    document.journal = Outbox { resume: Some((name, journal.valid_len)), ..Outbox::default() };
    document.journal.originals = document.originals.keys().cloned().collect();
    // What is typed next is another step of undo than what was typed before the program ended.
    document.leave_field();
    if !document.is_saved() {
        resumed.unsaved = Some(unsaved_words(journal));
    }
}

/// All records from the state that they began with.
fn from_base(base: Project, journal: &Journal, on_file: &Project, fingerprint: &Fingerprint) -> Option<Resumed> {
    let known = match journal.begin()?.2 {
        Base::File(fingerprint) => Some(fingerprint.clone()),
        Base::Project(_) => None,
    };
    let mut document = Document::unsaved(base.clone());
    document.on_disk =
        known.map(|known| OnDisk { revision: 0, fingerprint: Some(known), project: base, saved_at: None });
    let mut replay = Replay::new(document);
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
    Some(Resumed { document, unsaved: None, failed })
}

/// The state that the journal began with is gone: what can be made again on the file as it is now is made again.
fn onto(project: &Project, journal: &Journal, fingerprint: &Fingerprint) -> Resumed {
    let mut document = Document::unsaved(project.clone());
    let fingerprint = Some(fingerprint.clone());
    document.on_disk = Some(OnDisk { revision: 0, fingerprint, project: project.clone(), saved_at: None });
    let mut replay = Replay::new(document);
    replay.all(&journal.records[last_save(journal)..]);
    Resumed { document: replay.document, unsaved: None, failed: replay.failed }
}

/// The place behind the last record that a save has brought to the file.
fn last_save(journal: &Journal) -> usize {
    let records = &journal.records;
    let saved = records.iter().rposition(|record| matches!(record, Record::Saved { .. })).unwrap_or(0);
    let saving = records[..saved].iter().rposition(|record| matches!(record, Record::Saving | Record::SavingTo { .. }));
    saving.map_or(0, |at| at + 1)
}

struct Replay {
    document: Document,
    saving: Option<(u64, Project)>,
    failed: usize,
}

impl Replay {
    fn new(document: Document) -> Self {
        Self { document, saving: None, failed: 0 }
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
    let (mut count, mut labels) = (0, Vec::new());
    for record in &journal.records[last_save(journal)..] {
        let label = match record {
            Record::Edit { edit, .. } => edit.label(),
            Record::Undo => "undo",
            Record::Redo => "redo",
            _ => continue,
        };
        count += 1;
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let more = labels.len().saturating_sub(SHOWN);
    let shown = labels.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    let changes = match count {
        0 => return "the article that was opened".to_owned(),
        1 => "1 change".to_owned(),
        _ => format!("{count} changes"),
    };
    if more > 0 { format!("{changes} ({shown} and {more} more)") } else { format!("{changes} ({shown})") }
}
