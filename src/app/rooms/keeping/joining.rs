//! Two people's work out of one file with the marks of a merge, or out of a copy beside it, comes into the open project as one change.

use std::{path::PathBuf, sync::Arc};

use crate::{
    changes,
    command::Command,
    effect::{Job, OpenError},
    model::Edit,
    notice::NoticeKind,
    rooms::{Keeping, Workbench},
    store::Access,
    unjoined::{CopyJob, Unjoined},
    view::{JoinedFrom, Joining, Screen},
};

use super::told_of_joining;

impl Workbench<'_, Keeping> {
    /// The file that was just opened holds two sides; the first of them is open.
    pub(crate) fn join_marked(&mut self, found: Unjoined) {
        let Some(held) = self.document.on_disk.as_ref().and_then(|it| it.fingerprint.clone()) else { return };
        let is_first = *self.document.project() == found.sides[0].project;
        if !is_first || self.take_joined(&found) {
            self.document.view.joining = Some(Joining { found: Arc::new(found), from: JoinedFrom::Marks(held) });
            self.show(Screen::Changes);
        }
    }

    /// Has a copy beside the file read and joined.
    pub(crate) fn read_copy(&mut self, copy: PathBuf) {
        let Some(path) = self.document.path.clone() else { return };
        let (ours, state) = (self.document.project().clone(), self.around.state.clone());
        self.around.run(Job::ReadCopy(Box::new(CopyJob { path, ours, copy, state })));
    }

    pub(crate) fn copy_read(&mut self, copy: PathBuf, read: Result<Box<Unjoined>, OpenError>) {
        let found = match read {
            Ok(found) => *found,
            Err(error) => {
                let text = error.in_words("Could not join the copy");
                return self.around.tell(NoticeKind::Error, text, Some(copy.display().to_string()));
            }
        };
        if *self.document.project() != found.sides[0].project {
            let text = "Could not join the copy: the project was changed meanwhile. Join it once more.";
            return self.around.tell(NoticeKind::Warning, text, Some(copy.display().to_string()));
        }
        if found.joined.project == found.sides[0].project {
            let text = "The copy has nothing that is not in this project.";
            return self.around.tell(NoticeKind::Done, text, Some(copy.display().to_string()));
        }
        if self.take_joined(&found) {
            // What was offered is done.
            let shown = copy.display().to_string();
            self.around.notices.retain(|notice| notice.path.as_ref() != Some(&shown));
            self.document.view.joining = Some(Joining { found: Arc::new(found), from: JoinedFrom::Copy(copy) });
            self.show(Screen::Changes);
        }
    }

    /// Puts what came of both in the place of what is open, as one change.
    fn take_joined(&mut self, found: &Unjoined) -> bool {
        let joined = &found.joined;
        let what = changes::describe(self.document.project(), &joined.project);
        let edit = Edit::Replace { label: "join".to_owned(), parts: Box::new(joined.project.parts().clone()) };
        if !self.edit(&edit) {
            return false;
        }
        let told = told_of_joining(joined, self.document.shown());
        let text = format!("Both versions are joined ({what}). {told}Save to keep the result.");
        let kind = if joined.project.differences().is_empty() { NoticeKind::Done } else { NoticeKind::Warning };
        self.around.tell_with(kind, text, None, Some(("Undo", Command::Undo.into())));
        true
    }

    /// While a file holds two sides and only one of them is open, nothing is written: the other would be gone.
    pub(super) fn guard_both_sides(&mut self) {
        let document = &mut *self.document;
        let Some(Joining { found, from: JoinedFrom::Marks(held) }) = &document.view.joining else { return };
        let still_holds = document.on_disk.as_ref().and_then(|it| it.fingerprint.as_ref()) == Some(held);
        let ours = &found.sides[0].project;
        let is_one_side = still_holds && *document.project() == *ours && found.joined.project != *ours;
        match (&document.access, is_one_side) {
            (Access::Editable, true) => document.access = Access::Unjoined,
            (Access::Unjoined, false) => document.access = Access::Editable,
            _ => {}
        }
    }

    /// What was joined is in the file now.
    pub(super) fn joined_is_saved(&mut self) {
        let Some(joining) = &self.document.view.joining else { return };
        let copy = match &joining.from {
            JoinedFrom::Copy(copy) => copy.clone(),
            JoinedFrom::Marks(_) => {
                let text = "Both versions are in the file as one. If git asks for it, say: git add, then git commit.";
                return self.around.tell(NoticeKind::Done, text, None);
            }
            JoinedFrom::Outside => return,
        };
        if let Some((state, canonical)) = self.around.state.clone().zip(self.document.canonical.clone()) {
            self.around.effects.push(crate::Effect::Run(Job::NoteJoined(state, canonical, copy.clone())));
        }
        let text = "The copy is joined with this project and is not needed any more.";
        self.around.tell(NoticeKind::Done, text, Some(copy.display().to_string()));
    }
}
