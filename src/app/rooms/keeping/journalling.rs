//! The journal of the open project: what has happened goes there, and it begins and ends with it.

use std::path::Path;

use crate::store::{
    self, Discarded, Fingerprint, Op, UNSAVED,
    journal::{Base, Record},
};

use crate::{
    changes,
    document::{BeginAnew, Document, Theirs},
    effect::Effect,
    ids::Ids,
    rooms::{Keeping, Workbench},
};

impl Workbench<'_, Keeping> {
    /// What has to go into the journal.
    pub(crate) fn journal_ops(&mut self) -> Vec<Op> {
        let document = &mut *self.document;
        let outbox = &mut document.journal;
        if self.around.state.is_none() {
            outbox.records.clear();
            return Vec::new();
        }
        let mut ops = begin_journal(document, &mut self.around.ids, self.around.now.time);
        let outbox = &mut document.journal;
        if outbox.name.is_some() {
            for (sha256, bytes) in &document.originals {
                if outbox.originals.insert(sha256.clone()) {
                    ops.push(Op::Original(bytes.clone()));
                }
            }
        }
        ops.extend(outbox.records.drain(..).map(|record| Op::Append(Box::new(record))));
        ops
    }

    /// The open project, once all that happened to it is on its way to the journal. `None`: there is no journal.
    fn journalled(&mut self) -> Option<&mut Document> {
        let ops = self.journal_ops();
        self.around.effects.extend(ops.into_iter().map(Effect::Journal));
        self.around.state.is_some().then_some(&mut *self.document)
    }

    /// The file holds what was being written; the journal goes on from there.
    pub(super) fn journal_saved(&mut self, fingerprint: Fingerprint) {
        let now = self.around.now.time;
        // That waits until the journal has its new name.
        let wants_anew = self.document.journal.anew.take();
        let Some(document) = self.journalled() else { return };
        document.journal.unsaved = document.journal.unsaved_since_saving.take().unwrap_or_default();
        let (Some(canonical), Some(old)) = (&document.canonical, document.journal.name.clone()) else { return };
        let path = document.whole_path().map(|path| path.display().to_string()).unwrap_or_default();
        let name = store::project_key(canonical);
        let is_self_contained = old.starts_with("new-");
        // What was typed while it was being written is in no file yet: the new journal begins with the whole state.
        let anew = (name != old && !is_self_contained).then(|| Box::new(document.anew(name.clone(), now)));
        document.journal.name = Some(name.clone());
        let record = Box::new(Record::Saved { fingerprint, path, at: Some(now) });
        document.journal.anew = wants_anew.filter(|_| anew.is_none());
        self.around.effects.push(Effect::Journal(Op::Saved { name, record, anew }));
    }

    /// The open file is opened once more.
    pub(crate) fn let_go_of(&mut self, path: &Path) {
        if self.document.path.as_deref() == Some(path) {
            self.close_journal();
            self.document.lock = None;
        }
    }

    /// The project is left in good order.
    pub(crate) fn close_journal(&mut self) {
        self.keep_visit();
        if self.journalled().is_some_and(|document| document.journal.name.is_some()) {
            self.around.effects.push(Effect::Journal(Op::Close));
        }
    }

    /// The unsaved work is not wanted: it goes from the journal to the history, and nothing of it returns by itself.
    pub(crate) fn discard_work(&mut self) {
        let now = self.around.now.time;
        let Some(document) = self.journalled() else { return };
        let key = history_key(document);
        let resumed = document.journal.resume.take().map(|(name, _)| name);
        // What no file holds any more goes into the history although nothing was changed.
        let is_lost = document.theirs.as_ref().is_some_and(Theirs::is_lost);
        let unnamed = is_lost.then(|| key.clone());
        let Some(journal) = document.journal.name.take().or(resumed).or(unnamed) else { return };
        let what = match &document.on_disk {
            Some(on_disk) => changes::describe(&on_disk.project, document.project()),
            None => format!("“{}”, never saved", document.name()),
        };
        let discarded = Discarded { key, journal, project: document.project().clone(), at: now, what };
        self.around.effects.push(Effect::Journal(Op::Discard(Box::new(discarded))));
    }
}

/// The journal begins, begins anew, or is gone on with, where something has happened.
fn begin_journal(document: &mut Document, ids: &mut Ids, now: jiff::Timestamp) -> Vec<Op> {
    let is_saving = document.saving.is_some();
    let outbox = &mut document.journal;
    let name = outbox.name.clone().or_else(|| Some(outbox.resume.as_ref()?.0.clone()));
    if let (Some(name), Some(when)) = (name, outbox.anew)
        && (!is_saving || when == BeginAnew::Now)
    {
        // What a running save writes is not known to the journal then; once it has ended it begins anew again.
        outbox.anew = is_saving.then_some(BeginAnew::WhenQuiet);
        outbox.records.clear();
        (outbox.name, outbox.resume, outbox.base) = (Some(name.clone()), None, None);
        return vec![Op::Anew(Box::new(document.anew(name, now)))];
    }
    if let Some(base) = outbox.base.take() {
        let name = document.canonical.as_deref().map_or_else(|| ids.journal(), store::project_key);
        outbox.name = Some(name.clone());
        let path = document.whole_path().map(|path| path.display().to_string());
        let copy = document.base_copy(now).filter(|_| matches!(base, Base::File(_))).map(Box::new);
        let record = Box::new(Record::Begin { at: now, path, base });
        return vec![Op::Begin { name, record, base: copy }];
    }
    match outbox.resume.take_if(|_| !outbox.records.is_empty()) {
        Some((name, keep)) => {
            outbox.name = Some(name.clone());
            vec![Op::Resume { name, keep }]
        }
        None => Vec::new(),
    }
}

/// Under which name the history of a project is kept.
pub(crate) fn history_key(document: &Document) -> String {
    document.canonical.as_deref().map_or_else(|| UNSAVED.to_owned(), store::project_key)
}
