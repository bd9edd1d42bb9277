//! Keeping work from getting lost: the journal, what a crash has left, and the history.

use std::path::{Path, PathBuf};

use crate::{
    model::{Edit, Project},
    store::{
        self, Access, Discarded, Files, Fingerprint, Holder, JournalNews, KeptVersion, Op, UNSAVED, Versions,
        journal::{Base, Record},
    },
};

use super::{
    changes,
    document::{BeginAnew, Document, Theirs},
    effect::{Effect, Job, JobResult, OpenError, OpenJob},
    ids::Ids,
    intent::SafetyIntent,
    jobs,
    notice::{About, Dialog, NoticeKind, Then},
    recovery::{Resumed, count_of_changes},
    session::Session,
};

impl Session {
    /// The effects so far, with what has to go into the journal.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        let ops = self.journal_ops();
        // Before everything else but the journal: a job that follows must find in it what happened before.
        let is_journal = |effect: &Effect| matches!(effect, Effect::Journal(_));
        let at = self.effects.iter().rposition(is_journal).map_or(0, |last| last + 1);
        self.effects.splice(at..at, ops.into_iter().map(Effect::Journal));
        let path = self.document.as_ref().and_then(|document| document.path.clone());
        if path != self.watched {
            self.watched.clone_from(&path);
            self.effects.push(Effect::Watch(path));
        }
        let wishes = self.document.as_mut().map(Document::take_wishes).unwrap_or_default();
        self.effects.extend(wishes.into_iter().map(Effect::Wish));
        std::mem::take(&mut self.effects)
    }

    fn journal_ops(&mut self) -> Vec<Op> {
        let Some(document) = &mut self.document else { return Vec::new() };
        let outbox = &mut document.journal;
        if self.state.is_none() {
            outbox.records.clear();
            return Vec::new();
        }
        let mut ops = begin_journal(document, &mut self.ids, self.now.time);
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

    /// The open project, once all that happened to it is on its way to the journal. `None`: there is no project or no
    /// journal.
    fn journalled(&mut self) -> Option<&mut Document> {
        let ops = self.journal_ops();
        self.effects.extend(ops.into_iter().map(Effect::Journal));
        self.document.as_mut().filter(|_| self.state.is_some())
    }

    /// The file holds what was being written; the journal goes on from there.
    pub(super) fn journal_saved(&mut self, fingerprint: Fingerprint) {
        let now = self.now.time;
        // That waits until the journal has its new name.
        let wants_anew = self.document.as_mut().and_then(|document| document.journal.anew.take());
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
        self.effects.push(Effect::Journal(Op::Saved { name, record, anew }));
    }

    /// The project is left in good order.
    pub(super) fn close_journal(&mut self) {
        if self.journalled().is_some_and(|document| document.journal.name.is_some()) {
            self.effects.push(Effect::Journal(Op::Close));
        }
    }

    /// The unsaved work is not wanted: it goes from the journal to the history, and nothing of it returns by itself.
    pub(super) fn discard_work(&mut self) {
        let now = self.now.time;
        let Some(document) = self.journalled() else { return };
        let key = history_key(Some(document));
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
        self.effects.push(Effect::Journal(Op::Discard(Box::new(discarded))));
    }

    /// The thread that writes the journal has something to say.
    pub(super) fn journal_news(&mut self, news: JournalNews) {
        match news {
            JournalNews::Failed(reason) => {
                let text = format!(
                    "Could not keep a safety copy of what you do: {reason}. It is tried again every second; save the project now."
                );
                self.tell_with(NoticeKind::Error, text, None, Some(("Save", super::Command::Save.into())));
                self.notices.last_is_about(About::Journal);
            }
            JournalNews::Well => self.notices.settle(About::Journal),
            JournalNews::Grown => self.with_document(|document| {
                document.journal.anew.get_or_insert(BeginAnew::WhenQuiet);
            }),
            JournalNews::Lost(reason) => {
                self.with_document(Document::begin_anew);
                let text = format!(
                    "A mistake in Claimdesk stopped the safety copy of what you do ({reason}). It was begun anew with everything in it."
                );
                self.tell(NoticeKind::Warning, text, None);
            }
        }
    }

    /// Whether what is saved over is kept.
    pub fn keeps_history(&self) -> bool {
        self.state.is_some()
    }

    /// Who this is, as others are told.
    pub(super) fn holder(&self) -> Option<Holder> {
        self.state.as_ref()?;
        let words = |person: &crate::model::Reviewer| {
            [&person.name, &person.initials].into_iter().find(|it| !it.is_empty()).cloned()
        };
        let name = self.person().and_then(words).unwrap_or_default();
        Some(Holder { name, machine: self.machine.clone(), process: std::process::id(), since: self.now.time })
    }

    pub(super) fn open_project(&mut self, path: PathBuf) {
        if self.document.as_ref().is_some_and(|document| document.path.as_ref() == Some(&path)) {
            // The same file again: our own lock must not stand in the way.
            self.close_journal();
            self.with_document(|document| document.lock = None);
        }
        let (state, holder) = (self.state.clone(), self.holder());
        self.run(Job::OpenProject(OpenJob { path, state, holder }));
    }

    pub(super) fn safety(&mut self, intent: SafetyIntent) {
        match intent {
            SafetyIntent::ThrowAwayRecovered => self.throw_away_recovered(),
            SafetyIntent::AskAboutOutside => {
                let path = self.document.as_ref().and_then(|document| document.path.clone());
                self.dialog = path.map(Dialog::ChangedOutside);
            }
            SafetyIntent::Restore(version) => {
                let key = history_key(self.document.as_ref());
                self.read_version(key, version);
            }
            SafetyIntent::OpenVersion(key, version) => self.leave_for(Then::Version(key, version)),
            SafetyIntent::OpenRest(path) => self.leave_for(Then::Rest(path)),
            SafetyIntent::ResumeUnsaved(name) => self.leave_for(Then::Resume(name)),
            SafetyIntent::TakeWork(name) => self.ask_for_work(name),
            SafetyIntent::AskToForget(what) => self.dialog = Some(Dialog::Forget(what)),
            SafetyIntent::Forget => self.forget_project(),
            SafetyIntent::FollowLink(url) => {
                self.dialog = None;
                self.effects.push(Effect::OpenLink(url));
            }
        }
    }

    fn throw_away_recovered(&mut self) {
        let path = self.document.as_ref().and_then(|document| document.path.clone());
        self.discard_work();
        self.go(path.map_or(Then::CloseProject, Then::Open));
        self.tell(NoticeKind::Done, "The changes are put away. “Earlier versions…” still has them.", None);
    }

    pub(super) fn read_version(&mut self, key: String, version: KeptVersion) {
        self.dialog = None;
        if let Some(state) = self.state.clone() {
            self.run(Job::ReadVersion(state, key, version));
        }
    }

    pub(super) fn list_versions(&mut self) {
        match self.state.clone() {
            Some(state) => self.run(Job::ListVersions(state, history_key(self.document.as_ref()))),
            None => self.dialog = Some(Dialog::Versions(Vec::new())),
        }
    }

    pub(super) fn resume(&mut self, name: String) {
        if let Some((state, holder)) = self.state.clone().zip(self.holder()) {
            self.run(Job::ResumeUnsaved(state, name, holder));
        }
    }

    /// The project as the journal gave it back, with a message that says what came back.
    pub(super) fn take_resumed(&mut self, resumed: Resumed, path: Option<&Path>) -> Document {
        let Resumed { mut document, unsaved, failed, damaged } = resumed;
        document.path = path.map(Path::to_owned);
        let place = path.map(|path| path.display().to_string());
        if let Some(unsaved) = unsaved {
            let text =
                format!("Claimdesk did not close in good order. Back are {unsaved}. They are not in a file yet.");
            let action = Some(("Throw them away", SafetyIntent::ThrowAwayRecovered.into()));
            self.tell_with(NoticeKind::Warning, text, place.clone(), action);
        }
        if damaged > 0 {
            let text = "The journal of this project is damaged: a part of what was not saved could not be read, and all that could be is \
                        back. Look at what is missing. A copy of the journal is kept as it is.";
            self.tell(NoticeKind::Warning, text, place.clone());
        }
        if failed > 0 {
            let text = format!(
                "{} could not be made again, since the file is another one than before. Look at what is missing.",
                count_of_changes(failed)
            );
            self.tell(NoticeKind::Warning, text, place);
        }
        document
    }

    /// Takes what came back from the jobs of this file.
    pub(super) fn safety_job_done(&mut self, result: JobResult) {
        match result {
            JobResult::Versions(versions) => self.dialog = Some(Dialog::Versions(versions)),
            JobResult::Version(key, version, read) => self.version_read(&key, &version, read),
            JobResult::LeftBehind(left) => self.left_behind(left),
            JobResult::ResumedUnsaved(resumed) => self.unsaved_resumed(resumed),
            JobResult::Damaged(path, found) => self.offer_what_is_left(&path, found),
            JobResult::Work(name, work) => self.take_work(name, work),
            JobResult::Forgotten(what, done) => self.forgotten(&what, done),
            JobResult::PutAside(Err(error)) => {
                let text = format!(
                    "Could not put the journal of the other file away: {}. Its work will be offered again.",
                    store::describe_io(&error)
                );
                self.tell(NoticeKind::Warning, text, None);
            }
            JobResult::Rest(path, rest) => self.rest_read(path, rest),
            _ => {}
        }
    }

    fn version_read(&mut self, key: &str, version: &KeptVersion, read: Result<Project, OpenError>) {
        let is_of_open = history_key(self.document.as_ref()) == key;
        let may_change = self.document.as_ref().is_some_and(|document| document.access.is_editable());
        match read {
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), None),
            Ok(project) if is_of_open && may_change => {
                let parts = Box::new(project.parts().clone());
                let label = "go back to an earlier version".to_owned();
                if self.edit(&Edit::Replace { label, parts }) {
                    let text = "The earlier version is back. Save to keep it, or undo.";
                    self.tell_with(NoticeKind::Done, text, None, Some(("Undo", super::Command::Undo.into())));
                }
            }
            Ok(project) => {
                let mut document = Document::unsaved(project);
                document.journal_at_once();
                self.show_document(document);
                let at = version.at.strftime("%Y-%m-%d %H:%M UTC");
                let text = format!("The version of {at} is open as a new project. Save it to keep it.");
                self.tell(NoticeKind::Warning, text, None);
            }
        }
    }

    fn rest_read(&mut self, path: PathBuf, rest: Result<Box<(store::Salvaged, Fingerprint)>, OpenError>) {
        match rest {
            Ok(rest) => {
                let (salvaged, fingerprint) = *rest;
                let place = Some(path.display().to_string());
                self.show_document(Document::opened(salvaged.project, path, Access::Partial, fingerprint));
                let lost = salvaged.lost.join(" ");
                let text = format!("This is what could be read. Missing: {lost} Save it under another name to go on.");
                let action = Some(("Save as…", super::Command::SaveAs.into()));
                self.tell_with(NoticeKind::Warning, text, place, action);
            }
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), Some(path.display().to_string())),
        }
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
fn history_key(document: Option<&Document>) -> String {
    let canonical = document.and_then(|document| document.canonical.as_deref());
    canonical.map_or_else(|| UNSAVED.to_owned(), store::project_key)
}

/// Does the jobs of this file.
pub(super) fn run(files: &dyn Files, job: Job) -> JobResult {
    match job {
        Job::ListVersions(state, key) => JobResult::Versions(Versions::of(&state, &key).list(files)),
        Job::ReadVersion(state, key, version) => {
            let read = Versions::of(&state, &key).read(files, &version);
            let read = read.map_err(|error| OpenError::Io { what: "Could not open the earlier version", error });
            let project = read.and_then(|bytes| Ok(store::decode(&bytes)?.project));
            JobResult::Version(key, version, project)
        }
        Job::OpenRest(path) => {
            let rest = read_rest(files, &path).map(Box::new);
            JobResult::Rest(path, rest)
        }
        _ => JobResult::Panicked("a job that nobody does".to_owned()),
    }
}

fn read_rest(files: &dyn Files, path: &Path) -> Result<(store::Salvaged, Fingerprint), OpenError> {
    let bytes = jobs::read(files, path, "Could not open the project")?;
    Ok((store::salvage(&bytes), Fingerprint::of(&bytes)))
}
