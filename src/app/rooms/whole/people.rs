//! Who has the project before them: another person, or the same with another name.

use std::sync::Arc;

use crate::{
    document::Document,
    effect::{Effect, Job},
    model::Edit,
    notice::NoticeKind,
    rooms::{Whole, Workbench, surroundings::person},
    view::DigitStage,
};

impl Workbench<'_, Whole> {
    /// Another person has the project before them than the one that sat here, if anybody did.
    pub(crate) fn changes_hands(&mut self, sat_here: bool) {
        clear_the_desk(self.document);
        self.name_holder();
        if sat_here {
            let text = match person(&self.around.prefs, Some(self.document.project())) {
                Some(person) => format!("{} signs from now on.", person.whole()),
                None => "What is signed from now on bears no name.".to_owned(),
            };
            self.around.tell(NoticeKind::Done, text, None);
        }
    }

    /// Whoever sits here bears another name in this project too.
    pub(crate) fn rename_here(&mut self) {
        let own = self.around.prefs.reviewer.clone();
        if let Some(renamed) = own.filter(|own| self.document.project().reviewer(&own.id).is_some()) {
            self.edit(&Edit::PutReviewer(Arc::new(renamed)));
        }
        self.name_holder();
    }

    /// Whoever cannot write the project is told who has it open: the same person who signs.
    fn name_holder(&mut self) {
        let canonical = self.document.canonical.clone().filter(|_| self.document.lock.is_some());
        if let Some((canonical, holder)) = canonical.zip(self.around.holder_of(Some(self.document.project()))) {
            let job = Job::NameHolder(canonical, self.around.state.clone(), holder);
            self.around.effects.push(Effect::Run(job));
        }
    }
}

/// Another person finds nothing on the screen that the one before had begun.
fn clear_the_desk(document: &mut Document) {
    document.leave_field();
    let view = &mut document.view;
    view.table.selected.clear();
    view.table.editing = None;
    view.compared_checks.clear();
    (view.asked_to_sign, view.pane, view.stage) = (None, None, DigitStage::Verdict);
}
