//! What comes back into the open project as one change that undo takes back: an earlier version of it, unsaved work from elsewhere.

use crate::{
    changes,
    command::Command,
    effect::{Job, Work},
    join,
    model::{Edit, Project},
    notice::NoticeKind,
    rooms::{Whole, Workbench, keeping::told_of_joining},
};

impl Workbench<'_, Whole> {
    /// The open project goes back to a version of itself.
    pub(crate) fn go_back_to(&mut self, project: &Project) {
        let parts = Box::new(project.parts().clone());
        let label = "go back to an earlier version".to_owned();
        if self.edit(&Edit::Replace { label, parts }) {
            let text = "The earlier version is back. Save to keep it, or undo.";
            self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
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
        let joined = join::join(Some(&on_disk.project), document.project(), &project);
        let parts = Box::new(joined.project.parts().clone());
        let what = changes::describe(document.project(), &joined.project);
        if !self.edit(&Edit::Replace { label: "take in unsaved work".to_owned(), parts }) {
            return;
        }
        self.document.originals.extend(originals);
        if let Some(state) = self.around.state.clone() {
            self.around.run(Job::PutAside(state, name));
        }
        let told = told_of_joining(&joined, self.document.shown());
        let text = format!("Taken in are {changes}: {what}. {told}Save to keep them.");
        self.around.tell_with(NoticeKind::Warning, text, None, Some(("Undo", Command::Undo.into())));
    }
}
