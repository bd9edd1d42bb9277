//! Keeping work from getting lost: the journal, what a crash has left, and the history.

use std::path::{Path, PathBuf};

use crate::{
    model::{Edit, Project},
    store::{
        self, Access, Discarded, Files, Fingerprint, Holder, KeptVersion, Op, UNSAVED, Versions,
        journal::{self, LeftBehind, Record},
    },
};

use super::{
    changes,
    document::{Document, Theirs},
    effect::{Effect, Job, JobResult, OpenError, OpenJob},
    intent::{Intent, SafetyIntent},
    jobs,
    notice::{Dialog, NoticeKind, Then},
    recovery::{self, Resumed},
    session::Session,
};

impl Session {
    /// The effects so far, with what has to go into the journal.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        let ops = self.journal_ops();
        // Before everything else: a job that follows must find in the journal what happened before it.
        self.effects.splice(0..0, ops.into_iter().map(Effect::Journal));
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
        let mut ops = Vec::new();
        if let Some(base) = outbox.base.take() {
            let name = document.canonical.as_deref().map_or_else(|| self.ids.journal(), store::project_key);
            let path = document.path.as_ref().map(|path| path.display().to_string());
            let record = Box::new(Record::Begin { at: self.now.time, path, base });
            ops.push(Op::Begin { name: name.clone(), record });
            outbox.name = Some(name);
        } else if !outbox.records.is_empty()
            && let Some((name, keep)) = outbox.resume.take()
        {
            ops.push(Op::Resume { name: name.clone(), keep });
            outbox.name = Some(name);
        }
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
        let Some(document) = self.journalled() else { return };
        let (Some(canonical), Some(old)) = (&document.canonical, document.journal.name.clone()) else { return };
        let path = document.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        let name = store::project_key(canonical);
        let is_self_contained = old.starts_with("new-");
        let is_saved = document.is_saved();
        let anew = (name != old && !is_self_contained).then(|| {
            // What was typed while it was being written is in no file yet: the new journal begins with the whole state.
            let base = if is_saved {
                journal::Base::File(fingerprint.clone())
            } else {
                journal::Base::Project(document.project().parts().clone())
            };
            Box::new(Record::Begin { at: now, path: Some(path.clone()), base })
        });
        document.journal.name = Some(name.clone());
        let record = Box::new(Record::Saved { fingerprint, path });
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

    pub(super) fn journal_failed(&mut self, reason: &str) {
        let text = format!(
            "Could not keep a safety copy of what you do: {reason}. It is tried again every second; save the project now."
        );
        let action = Some(("Save", super::Command::Save.into()));
        self.tell_with(NoticeKind::Error, text, None, action);
    }

    /// Whether what is saved over is kept.
    pub fn keeps_history(&self) -> bool {
        self.state.is_some()
    }

    /// Who this is, as others are told.
    pub(super) fn holder(&self) -> Option<Holder> {
        self.state.as_ref()?;
        let name = self.prefs.reviewer.as_ref().map(|reviewer| reviewer.name.clone()).unwrap_or_default();
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

    /// Looks for what a crash has left. To be asked for once, at the start.
    pub fn look_for_left_behind(&mut self) -> Vec<Effect> {
        if let Some(state) = self.state.clone() {
            self.run(Job::LookForLeftBehind(state));
        }
        self.take_effects()
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
            SafetyIntent::OpenVersion(key, version) => self.read_version(key, version),
            SafetyIntent::OpenRest(path) => self.run(Job::OpenRest(path)),
            SafetyIntent::ResumeUnsaved(name) => {
                if let Some((state, holder)) = self.state.clone().zip(self.holder()) {
                    self.run(Job::ResumeUnsaved(state, name, holder));
                }
            }
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

    fn read_version(&mut self, key: String, version: KeptVersion) {
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

    /// The project as the journal gave it back, with a message that says what came back.
    pub(super) fn take_resumed(&mut self, resumed: Resumed, path: &Path) -> Document {
        let Resumed { mut document, unsaved, failed } = resumed;
        document.path = Some(path.to_owned());
        self.tell_recovered(unsaved, failed, Some(path));
        document
    }

    fn tell_recovered(&mut self, unsaved: Option<String>, failed: usize, path: Option<&Path>) {
        let place = path.map(|path| path.display().to_string());
        if let Some(unsaved) = unsaved {
            let text =
                format!("Claimdesk did not close in good order. Back are {unsaved}. They are not in a file yet.");
            let action = Some(("Throw them away", SafetyIntent::ThrowAwayRecovered.into()));
            self.tell_with(NoticeKind::Warning, text, place.clone(), action);
        }
        if failed > 0 {
            let text = format!(
                "{failed} changes could not be made again, since the file is another one than before. Look at what is missing."
            );
            self.tell(NoticeKind::Warning, text, place);
        }
    }

    /// Takes what came back from the jobs of this file.
    pub(super) fn safety_job_done(&mut self, result: JobResult) {
        match result {
            JobResult::Versions(versions) => self.dialog = Some(Dialog::Versions(versions)),
            JobResult::Version(version, read) => self.version_read(&version, read),
            JobResult::LeftBehind(left) => self.left_behind(left),
            JobResult::ResumedUnsaved(Some(resumed)) => {
                let Resumed { document, unsaved, failed } = *resumed;
                self.show_document(document);
                self.tell_recovered(unsaved, failed, None);
            }
            JobResult::Damaged { path, version, rest } => self.offer_what_is_left(&path, version, rest),
            JobResult::Rest(path, rest) => self.rest_read(path, rest),
            _ => {}
        }
    }

    fn version_read(&mut self, version: &KeptVersion, read: Result<Project, OpenError>) {
        match read {
            Err(error) => self.tell(NoticeKind::Error, error.to_string(), None),
            Ok(project) if self.document.as_ref().is_some_and(|document| document.access.is_editable()) => {
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

    /// After a crash the work is there again: the newest is opened at once, the others are offered.
    fn left_behind(&mut self, left: Vec<LeftBehind>) {
        for (place, left) in left.into_iter().enumerate() {
            let LeftBehind { name, path, .. } = left;
            if place == 0 && self.document.is_none() && self.preview.is_none() {
                match path {
                    Some(path) => self.open_project(path),
                    None => self.safety(SafetyIntent::ResumeUnsaved(name)),
                }
                continue;
            }
            let intent = match &path {
                Some(path) => Intent::OpenPath(path.clone()),
                None => SafetyIntent::ResumeUnsaved(name).into(),
            };
            let text =
                "Claimdesk did not close in good order, and another project has changes that are in no file yet.";
            let place = path.map_or("It was never saved.".to_owned(), |path| path.display().to_string());
            self.tell_with(NoticeKind::Warning, text, Some(place), Some(("Open it", intent)));
        }
    }

    fn offer_what_is_left(&mut self, path: &Path, version: Option<(String, KeptVersion)>, rest: Option<String>) {
        let place = Some(path.display().to_string());
        if let Some((key, version)) = version {
            let at = version.at.strftime("%Y-%m-%d %H:%M UTC");
            let text = format!(
                "There is a good version of {at} with {} claims. It opens as a new project; the damaged file stays as it is.",
                version.claims
            );
            let action = Some(("Open that version", SafetyIntent::OpenVersion(key, version).into()));
            self.tell_with(NoticeKind::Warning, text, place.clone(), action);
        }
        if let Some(rest) = rest {
            let text = format!("Parts of the damaged file can be read: {rest}. They open for reading only.");
            let action = Some(("Open what can be read", SafetyIntent::OpenRest(path.to_owned()).into()));
            self.tell_with(NoticeKind::Warning, text, place, action);
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
            JobResult::Version(version, project)
        }
        Job::LookForLeftBehind(state) => {
            store::clear_all_temporaries(files, &state.versions(UNSAVED));
            JobResult::LeftBehind(journal::left_behind(files, &state))
        }
        Job::ResumeUnsaved(state, name, holder) => {
            jobs::clear_where_it_went(files, &state, &name, &holder);
            JobResult::ResumedUnsaved(recovery::resume_unsaved(files, &state, &name).map(Box::new))
        }
        Job::LookAtDamaged(path, state) => {
            let canonical = files.canonicalize(&path).unwrap_or_else(|_| path.clone());
            let key = store::project_key(&canonical);
            let versions = state.map(|state| Versions::of(&state, &key).list(files)).unwrap_or_default();
            let version = versions.into_iter().next().map(|version| (key, version));
            let rest = read_rest(files, &path).ok().and_then(|(salvaged, _)| salvaged.found());
            JobResult::Damaged { path, version, rest }
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
