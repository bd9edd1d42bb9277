//! Saving and exporting.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    export,
    store::{self, Access, Fingerprint, LandingError, SaveError, Unkept},
};

use crate::{
    document::{Document, OnDisk},
    effect::{ExportJob, Job, OpenError, Pick, SaveJob, Saved, TheirsFor},
    notice::{About, Dialog, NoticeKind, Told},
    prefs::Recent,
    rooms::{Around, Keeping, Workbench},
};

impl Workbench<'_, Keeping> {
    pub(crate) fn save(&mut self) {
        let document = &*self.document;
        match &document.path {
            Some(path) if document.access.is_editable() => {
                let path = path.clone();
                if document.is_saved() {
                    return self.nothing_to_save(path);
                }
                self.save_to(path);
            }
            _ => self.save_as(),
        }
    }

    fn nothing_to_save(&mut self, path: PathBuf) {
        match self.around.after_save.take() {
            Some(then) => self.around.leaves = Some(then),
            None => self.read_theirs(path, TheirsFor::Saving),
        }
    }

    pub(crate) fn save_as(&mut self) {
        let document = &*self.document;
        let suggested = format!("{}.ron", file_stem(&document.name()));
        self.around.pick(Pick::SaveAs { suggested });
    }

    /// Writes the project to `path`. What the file should still hold is known only for the file it came from; in another
    /// place nothing may stand.
    pub(crate) fn save_to(&mut self, path: PathBuf) {
        self.start_save(path, Guard::AsRead);
    }

    /// Writes over whatever the file holds now.
    pub(crate) fn save_over(&mut self) {
        if let Some(path) = self.document.path.clone() {
            self.start_save(path, Guard::None);
        }
    }

    /// Writes over another file, as the reviewer was shown it.
    pub(crate) fn save_over_other(&mut self, path: PathBuf, holds: Option<Fingerprint>) {
        self.start_save(path, Guard::Holding(holds));
    }

    fn start_save(&mut self, path: PathBuf, guard: Guard) {
        let holder = self.around.holder_of(Some(self.document.project()));
        let document = &mut *self.document;
        if document.saving.is_some() {
            return;
        }
        document.saving = Some(document.revision());
        document.journal_saving(&path);
        let is_same_file = document.path.as_ref() == Some(&path);
        let is_new_place = guard == Guard::AsRead && !is_same_file;
        let expected = match guard {
            Guard::AsRead if is_same_file => document.expected(),
            Guard::Holding(holds) => holds,
            Guard::AsRead | Guard::None => None,
        };
        let open_file = document.canonical.clone().filter(|_| !is_same_file);
        let job = SaveJob {
            originals: named_originals(document),
            originals_from: document.path.clone().filter(|_| !is_same_file),
            expected,
            is_new_place,
            open_file: open_file.map(|canonical| (canonical, document.expected())),
            is_anew: document.on_disk.as_ref().is_some_and(|on_disk| on_disk.revision == OnDisk::NO_STATE),
            project: document.project().clone(),
            revision: document.revision(),
            state: self.around.state.clone(),
            at: self.around.now.time,
            before: document.on_disk.as_ref().map(|on_disk| on_disk.project.clone()),
            what: None,
            holder: holder.filter(|_| !is_same_file),
            replaces_journal: !is_same_file,
            path,
        };
        self.around.run(Job::Save(Box::new(job)));
    }

    pub(crate) fn project_saved(&mut self, job: SaveJob, saved: Result<Saved, SaveError>) {
        let document = &mut *self.document;
        document.saving = None;
        match saved {
            Ok(saved) => {
                let told = news_of_saving(&saved, &job.path);
                let keeps_history = saved.not_kept.is_none();
                let Saved { fingerprint, canonical, lock, .. } = saved;
                let saved_at = Some(self.around.now.time);
                let is_same_file = document.canonical.as_ref() == Some(&canonical);
                document.on_disk = Some(OnDisk {
                    revision: job.revision,
                    fingerprint: Some(fingerprint.clone()),
                    project: job.project,
                    saved_at,
                });
                document.canonical = Some(canonical);
                if !is_same_file {
                    document.lock = lock;
                }
                document.path = Some(job.path);
                document.access = Access::Editable;
                document.originals.retain(|_, bytes| !job.originals.iter().any(|saved| Arc::ptr_eq(saved, bytes)));
                self.journal_saved(fingerprint);
                self.outside_is_settled();
                self.around.notices.settle(About::Saving);
                self.remember_recent();
                if keeps_history {
                    self.around.notices.settle(About::History);
                }
                self.around.notices.tell_all(told);
                self.joined_is_saved();
                self.keep_visit();
                self.after_save();
            }
            Err(SaveError::Occupied { what, holds }) => {
                self.around.dialog = Some(Dialog::SaveOver { path: job.path, what, holds });
            }
            // Something came into the place that was chosen: it is looked at once more.
            Err(SaveError::ChangedOutside | SaveError::Exists) if document.path.as_ref() != Some(&job.path) => {
                self.save_to(job.path);
            }
            Err(SaveError::ChangedOutside) => {
                self.around.after_save = None;
                self.around.dialog = Some(Dialog::ChangedOutside(job.path));
            }
            Err(error) => {
                self.around.after_save = None;
                if matches!(error, SaveError::NotDurable(_))
                    && document.path.as_ref() == Some(&job.path)
                    && let Some(on_disk) = &mut document.on_disk
                {
                    // It is what the file holds, and still not saved: the next save writes it once more.
                    (on_disk.revision, on_disk.fingerprint) = (OnDisk::NO_STATE, job.expected);
                }
                let path_shown = Some(job.path.display().to_string());
                let action = Some(("Save as…", crate::Command::SaveAs.into()));
                self.around.tell_with(NoticeKind::Error, error.to_string(), path_shown, action);
                self.around.notices.last_is_about(About::Saving);
            }
        }
    }

    pub(super) fn remember_recent(&mut self) {
        let document = &*self.document;
        let Some(path) = document.whole_path().map(Path::to_owned) else { return };
        let claims = document.project().claims();
        let done = claims.iter().filter(|claim| claim.status.is_done()).count();
        let recent = Recent { path, title: document.name(), done, claims: claims.len() };
        self.around.change_prefs(|prefs| prefs.remember(recent));
    }

    /// Goes where the reviewer was going, unless something was typed while the file was being written.
    fn after_save(&mut self) {
        self.around.leaves = self.around.after_save.take();
    }

    pub(crate) fn pick_export(&mut self, format: &'static str, options: export::Options) {
        let document = &*self.document;
        let extension = export::exporter(format).map_or("txt", |exporter| exporter.extension_for(&options));
        let suggested = format!("{}.{extension}", file_stem(&document.name()));
        self.around.dialog = None;
        self.around.pick(Pick::Export { format, options, suggested });
    }

    pub(crate) fn export(&mut self, path: PathBuf, format: &'static str, options: export::Options) {
        let document = &*self.document;
        // What is hidden from whoever exports is hidden in what they hand on.
        let (project, of) = ((**document.shown()).clone(), document.path.clone());
        let mut options = options;
        if options.with_pictures {
            // What is not on the disk yet; the rest is read there.
            let pictures =
                export::pictures_of(&project).filter_map(|file| document.originals.get_key_value(&file.sha256));
            options.pictures = pictures.map(|(name, bytes)| (name.clone(), Arc::clone(bytes))).collect();
        }
        self.around.run(Job::Export(Box::new(ExportJob { path, project, of, format, options, may_replace: false })));
    }
}

impl Around {
    /// Writes an export over the file that stands there, as it was when the reviewer said so.
    pub(crate) fn export_over(&mut self, job: Box<ExportJob>) {
        self.run(Job::Export(Box::new(ExportJob { may_replace: true, ..*job })));
    }

    pub(crate) fn exported(&mut self, job: Box<ExportJob>, written: Result<Vec<String>, OpenError>) {
        let path_shown = Some(job.path.display().to_string());
        match written {
            Err(OpenError::Landing(LandingError::Occupied(what))) => self.dialog = Some(Dialog::ExportOver(job, what)),
            Ok(warnings) if warnings.is_empty() => {
                self.notices.tell(NoticeKind::Done, "The export is written.", path_shown, None);
            }
            Ok(warnings) => {
                let text = format!("The export is written. {}", warnings.join(" "));
                self.notices.tell(NoticeKind::Warning, text, path_shown, None);
            }
            Err(error) => self.notices.tell(NoticeKind::Error, error.to_string(), path_shown, None),
        }
    }
}

/// What there is to say of a save that succeeded.
pub(crate) fn news_of_saving(saved: &Saved, path: &Path) -> Vec<Told> {
    let warning = |text: String| Told::new(NoticeKind::Warning, text);
    let sentences = |unkept: &[Unkept]| unkept.iter().map(|unkept| unkept.sentence()).collect::<Vec<_>>().join(" ");
    let unkept = (!saved.unkept.is_empty())
        .then(|| warning(format!("The project is saved. {}", sentences(&saved.unkept))).at(Some(path)));
    let backup = saved.backup.as_deref().map(|backup| {
        let text = "The file was in an older format and is in the present one now. As it was, it is kept beside.";
        warning(text.to_owned()).at(Some(backup))
    });
    let not_kept = saved.not_kept.as_ref().map(|why| {
        let text = "The project is saved, but this version could not be kept among the earlier versions";
        warning(format!("{text}: {why}.")).about(About::History)
    });
    let lock = saved.lock_trouble.clone().map(lock_trouble);
    [lock, unkept, backup, saved.put_aside.as_deref().map(put_aside), not_kept].into_iter().flatten().collect()
}

/// Others may write the project at the same time: that has to be known.
pub(super) fn lock_trouble(trouble: String) -> Told {
    Told::new(NoticeKind::Warning, trouble).about(About::Lock)
}

/// What was in no file yet of the project in whose place this one is.
pub(super) fn put_aside(changes: &str) -> Told {
    let text = format!(
        "The project that was in this place had {changes}, in no file yet. “Earlier versions…” has it with them."
    );
    Told::new(NoticeKind::Warning, text).with("Earlier versions…", crate::Command::FileVersions)
}

/// What the file may hold that is saved over.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Guard {
    /// What was read of it; nothing, where it is another file.
    AsRead,
    /// What the reviewer was told of.
    Holding(Option<Fingerprint>),
    /// Anything.
    None,
}

impl Document {
    /// Whether closing would lose something. A project that was opened as a copy (the sample) and not changed has nothing to
    /// lose.
    pub fn has_unsaved_work(&self) -> bool {
        let is_untouched = self.on_disk.is_none() && self.revision() == 0 && self.originals.is_empty();
        !self.is_saved() && !is_untouched && self.access != Access::Unjoined
    }
}

/// The originals in memory that the project still names.
fn named_originals(document: &Document) -> Vec<Arc<[u8]>> {
    let names: HashSet<_> = store::original_names(document.project()).collect();
    let is_named = |sha256: &String| names.contains(sha256.as_str());
    document.originals.iter().filter(|(sha256, _)| is_named(sha256)).map(|(_, bytes)| Arc::clone(bytes)).collect()
}

/// A title as a file name that every system takes.
pub fn file_stem(title: &str) -> String {
    let mut stem = String::new();
    for char in title.chars() {
        let is_plain = char.is_alphanumeric();
        if is_plain {
            stem.extend(char.to_lowercase());
        } else if !stem.is_empty() && !stem.ends_with('-') && !matches!(char, '\'' | '’' | '.') {
            stem.push('-');
        }
    }
    let stem: String = stem.chars().take(60).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "review".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_come_from_the_title() {
        assert_eq!(file_stem("North Korea’s troops: 50 %?"), "north-koreas-troops-50");
        assert_eq!(file_stem("../..//"), "review");
        assert_eq!(file_stem("Überblick"), "überblick");
    }
}
