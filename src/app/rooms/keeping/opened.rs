//! What there is to say of a project that was just opened, and what comes back into it: an earlier version, work from elsewhere.

use crate::{
    changes,
    command::Command,
    effect::{Job, OpenedNews, Work},
    intent::{Intent, SafetyIntent},
    journal_replay::count_of_changes,
    left_work::name_of,
    merge::merge,
    model::{Edit, Project},
    notice::NoticeKind,
    store::{Access, journal::LeftBehind},
    rooms::{Keeping, Workbench},
};

impl Workbench<'_, Keeping> {
    /// The open project goes back to a version of itself.
    pub(crate) fn go_back_to(&mut self, project: &Project) {
        let parts = Box::new(project.parts().clone());
        let label = "go back to an earlier version".to_owned();
        if self.edit(&Edit::Replace { label, parts }) {
            let text = "The earlier version is back. Save to keep it, or undo.";
            self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
        }
    }

    /// Says what there is to say of the project that was just opened. Returns the number of the claim to go to.
    pub(crate) fn tell_opened(&mut self, news: OpenedNews, older: Option<u32>) -> Option<u32> {
        let OpenedNews { lock_trouble, claim, no_journal, put_aside, kept_aside, has_cut_short, elsewhere } = news;
        self.remember_recent();
        self.tell_lock_trouble(lock_trouble);
        self.tell_put_aside(put_aside);
        self.tell_kept_aside(kept_aside);
        self.tell_cut_short(has_cut_short);
        self.tell_no_journal(no_journal);
        self.offer_work_from_elsewhere(elsewhere);
        self.tell_older(older);
        self.tell_reading_only();
        claim
    }

    fn tell_kept_aside(&mut self, changes: Option<String>) {
        if let Some(changes) = changes {
            let text = format!(
                "This project had {changes}, in no file, that could not be brought back before. “Earlier versions…” has it with them now."
            );
            let action = Some(("Earlier versions…", Command::FileVersions.into()));
            let place = self.place();
            self.around.tell_with(NoticeKind::Warning, text, place, action);
        }
    }

    fn tell_cut_short(&mut self, has_cut_short: bool) {
        if has_cut_short {
            let text =
                "A save of this project was cut short. “Earlier versions…” keeps what it had left beside the file.";
            let action = Some(("Earlier versions…", Command::FileVersions.into()));
            let place = self.place();
            self.around.tell_with(NoticeKind::Warning, text, place, action);
        }
    }

    fn tell_no_journal(&mut self, reason: Option<String>) {
        if let Some(reason) = reason {
            let text = format!(
                "Could not look for unsaved work of this project: its journal cannot be read ({reason}). It is kept as it is; a new one \
                 begins with the next change."
            );
            let place = self.place();
            self.around.tell(NoticeKind::Warning, text, place);
        }
    }

    fn tell_older(&mut self, format: Option<u32>) {
        if let Some(format) = format {
            let text = format!(
                "The project is in an older format ({format}). When it is saved, it is kept as it is beside the new file."
            );
            let place = self.place();
            self.around.tell(NoticeKind::Warning, text, place);
        }
    }

    fn tell_reading_only(&mut self) {
        if let Some(reason) = self.document.access.reason() {
            let is_in_use = matches!(self.document.access, Access::InUse(_));
            let text = format!("The project is open for reading only: {reason}");
            let again = self.document.path.clone().filter(|_| is_in_use);
            let place = self.place();
            self.around.tell_with(NoticeKind::Warning, text, place, again.map(|path| ("Try again", Intent::OpenPath(path))));
        }
    }

    /// The file, as it is shown under a message.
    fn place(&self) -> Option<String> {
        self.document.path.as_ref().map(|path| path.display().to_string())
    }

    /// Offers the unsaved work of other files that starts from what the opened one holds. It is never taken unasked: the
    /// opened one may be a copy.
    fn offer_work_from_elsewhere(&mut self, elsewhere: Vec<LeftBehind>) {
        for left in elsewhere {
            let text = format!(
                "There is unsaved work of “{}” that starts from what this file holds: {}. Perhaps the file was moved here.",
                name_of(&left),
                count_of_changes(left.changes)
            );
            let place = left.path.as_ref().map(|path| path.display().to_string());
            let action = Some(("Take it in", SafetyIntent::TakeWork(left.name).into()));
            self.around.tell_with(NoticeKind::Warning, text, place, action);
        }
    }

    pub(crate) fn ask_for_work(&mut self, name: String) {
        if let Some((state, path)) = self.around.state.clone().zip(self.document.path.clone()) {
            self.around.run(Job::TakeWork { state, name, path });
        }
    }

    /// The work of another file comes into the open project as one change that undo takes back.
    pub(crate) fn take_work(&mut self, name: String, work: Option<Box<Work>>) {
        let Some(Work { project, changes, originals }) = work.map(|work| *work) else {
            let text = "Could not take the work in: it is open in another window, or what it starts from is not kept any more.";
            return self.around.tell(NoticeKind::Error, text, None);
        };
        let document = &*self.document;
        let Some(on_disk) = &document.on_disk else { return };
        let merged = merge(&on_disk.project, document.project(), &project);
        let parts = Box::new(merged.project.parts().clone());
        let what = changes::describe(document.project(), &merged.project);
        if !self.edit(&Edit::Replace { label: "take in unsaved work".to_owned(), parts }) {
            return;
        }
        self.document.originals.extend(originals);
        if let Some(state) = self.around.state.clone() {
            self.around.run(Job::PutAside(state, name));
        }
        let text = match merged.conflicts.as_slice() {
            [] => format!("Taken in are {changes}: {what}. Save to keep them."),
            conflicts => format!(
                "Taken in are {changes}: {what}. Both had changed {}: yours is kept. Look at it, then save.",
                conflicts.join(", ")
            ),
        };
        self.around.tell_with(NoticeKind::Warning, text, None, Some(("Undo", Command::Undo.into())));
    }
}
