//! What is open between people's work comes to one value, as one change that undo takes back: in the claim, or one after the other on a page.

use crate::{
    adjudication::claim_of,
    command::Command,
    intent::AdjudicationIntent,
    join::{self, Choice},
    model::{Difference, Edit, Project, Subject},
    notice::NoticeKind,
    rooms::{Whole, Workbench},
    view::Screen,
};

impl Workbench<'_, Whole> {
    /// Puts what was chosen of an open difference.
    pub(crate) fn settle(&mut self, subject: &Subject, name: &str, choice: Choice) {
        let project = self.document.project();
        let Some(open) = project.difference(subject, name) else { return };
        let reason = match self.document.view.screen {
            Screen::Adjudication => self.document.view.adjudication.reason.clone(),
            _ => String::new(),
        };
        let (title, edit) = (open.title(project), settling(project, open, choice, &reason));
        if edit.is_some_and(|edit| self.edit(&edit)) {
            if self.document.view.screen == Screen::Adjudication {
                self.document.view.adjudication.reason.clear();
                self.bring_difference();
            }
            let text = format!("Settled: {title}.");
            self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
        }
    }

    /// Settles what stands first among what is open of the claim at hand, or what the page is at: with the value of this place, or with
    /// what goes beside the two.
    pub(crate) fn settle_at_claim(&mut self, choice: Choice) {
        let shown = self.document.shown();
        let first = match self.document.view.screen {
            Screen::Adjudication => self.document.difference_here(),
            _ => {
                let claim = self.document.shown_claim().map(|claim| claim.id.clone());
                claim.and_then(|id| shown.differences_of(&id).next().cloned())
            }
        };
        let Some(open) = first else {
            let text = "Nothing is open between two people’s work on this claim.";
            return self.around.tell(NoticeKind::Hint, text, None);
        };
        let is_on_page = self.document.view.screen == Screen::Adjudication;
        if is_on_page && self.document.view.adjudication.is_away {
            self.bring_difference();
            let text = "This is what the keys settle. Press the key once more to settle it.";
            return self.around.tell(NoticeKind::Hint, text, None);
        }
        let choice = match choice {
            Choice::Both if is_on_page => self.document.third_choice(),
            choice => Some(choice),
        };
        match choice.filter(|choice| join::choices(shown, &open).contains(choice)) {
            Some(choice) => self.settle(&open.subject, &open.name(), choice),
            None => {
                let text = "These two do not go together. Choose one of them.";
                self.around.tell(NoticeKind::Hint, text, None);
            }
        }
    }

    /// Goes to the next of what differs, or to the one before.
    pub(crate) fn step_difference(&mut self, by: isize) {
        let count = self.document.differing().len();
        let at = &mut self.document.view.adjudication.at;
        *at = (*at).min(count.saturating_sub(1)).saturating_add_signed(by).min(count.saturating_sub(1));
        self.bring_difference();
    }

    /// Shows what is open at this place of the list.
    pub(crate) fn show_difference(&mut self, at: usize) {
        self.show(Screen::Adjudication);
        self.document.view.adjudication.at = at;
        self.bring_difference();
    }

    /// Has the page show what it is at.
    fn bring_difference(&mut self) {
        let page = &mut self.document.view.adjudication;
        (page.is_away, page.brought) = (false, page.brought.wrapping_add(1));
    }

    pub(crate) fn adjudication_intent(&mut self, intent: AdjudicationIntent) {
        match intent {
            AdjudicationIntent::Look(at) => self.show_difference(at),
            AdjudicationIntent::Away(is_away) => self.document.view.adjudication.is_away = is_away,
            AdjudicationIntent::Reason(reason) => self.document.view.adjudication.reason = reason,
            AdjudicationIntent::Compare => self.compare(Vec::new()),
        }
    }
}

/// What settles a difference so. How sure somebody was goes with their verdict.
fn settling(project: &Project, open: &Difference, choice: Choice, reason: &str) -> Option<Edit> {
    let first = join::settle(project, open, choice)?.because(reason);
    let by = match choice {
        Choice::Value(at) if open.name() == "verdict" => open.values.get(at)?.by.clone(),
        _ => return Some(first),
    };
    let confidence = claim_of(open).and_then(|_| project.difference(&open.subject, "confidence")).cloned();
    let with = confidence.and_then(|open| {
        let at = open.values.iter().position(|opinion| opinion.by == by)?;
        let mut after = project.clone();
        after.apply(&first).ok()?;
        join::settle(&after, &open, Choice::Value(at)).map(|edit| edit.because(reason))
    });
    Some(match with {
        Some(second) => Edit::Batch { label: "settle difference".to_owned(), edits: vec![first, second] },
        None => first,
    })
}
