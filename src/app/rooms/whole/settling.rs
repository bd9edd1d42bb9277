//! What is open between two people's work comes to one value, as one change that undo takes back.

use crate::{
    command::Command,
    join::{self, Choice},
    model::Subject,
    notice::NoticeKind,
    rooms::{Whole, Workbench},
};

impl Workbench<'_, Whole> {
    /// Puts what was chosen of an open difference.
    pub(crate) fn settle(&mut self, subject: &Subject, name: &str, choice: Choice) {
        let project = self.document.project();
        let Some(open) = project.difference(subject, name) else { return };
        let (title, edit) = (open.title(project), join::settle(project, open, choice));
        if edit.is_some_and(|edit| self.edit(&edit)) {
            let text = format!("Settled: {title}.");
            self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
        }
    }

    /// Settles what stands first among what is open of the claim at hand: with the value of this place, or with all of them.
    pub(crate) fn settle_at_claim(&mut self, choice: Choice) {
        let shown = self.document.shown();
        let claim = self.document.shown_claim().map(|claim| claim.id.clone());
        let first = claim.and_then(|id| shown.differences_of(&id).next().cloned());
        let Some(open) = first else {
            let text = "Nothing is open between two people’s work on this claim.";
            return self.around.tell(NoticeKind::Hint, text, None);
        };
        if join::choices(shown, &open).contains(&choice) {
            self.settle(&open.subject, &open.name(), choice);
        } else {
            let text = "These two do not go together. Choose one of them.";
            self.around.tell(NoticeKind::Hint, text, None);
        }
    }
}
