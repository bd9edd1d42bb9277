//! The guided tour: a few steps in the sample project, each of which notices when it was done.
//!
//! It leads, it does not insist: every step can be passed over, and it can be left at any time. The sample has no file of its
//! own, so nothing that is done in it touches the work of the reviewer, whose own project is asked about first.

use crate::model::Project;

use super::{document::Document, notice::Dialog, text_view::Side, view::Screen};

pub use super::intent::TourIntent;

/// One step.
#[derive(Debug)]
pub struct Step {
    /// What it is about.
    pub title: &'static str,
    /// What to do, in two or three sentences. `{id}` stands for the key of the command with that id.
    pub text: &'static str,
    /// Whether it was done since it began.
    is_done: fn(&Seen<'_>, &Before) -> bool,
}

/// The steps, in order.
pub const STEPS: &[Step] = &[
    Step {
        title: "An article with claims",
        text: "Coloured words are claims: statements that can be checked. Click one, or press {next}. It opens at the right \
               with everything that is known about it.",
        is_done: |seen, _| seen.document.focus().claim.is_some(),
    },
    Step {
        title: "Select words",
        text: "Find a statement that has no colour yet and select its words: drag, or double-click and press {grow} until \
               enough is taken. The keyboard does it too: arrow keys with Shift.",
        is_done: |seen, _| seen.document.selected_span(Side::Article).is_some(),
    },
    Step {
        title: "Mark a claim",
        text: "Press {mark}. The words become a claim, and it opens at the right. Should it be too much or too little, drag \
               its ends, or press {undo}.",
        is_done: |seen, before| seen.counts().claims > before.claims,
    },
    Step {
        title: "Tie it to a source",
        text: "Copy the link of a source and paste it here: source and evidence come in one step. Without a link at hand, \
               press {add-evidence} and type a title.",
        is_done: |seen, before| seen.counts().evidence > before.evidence,
    },
    Step {
        title: "Give a verdict",
        text: "One digit is the verdict, the next says how sure you are: 1 2 is the first verdict of the scale with moderate \
               confidence. Both can be changed at any time.",
        is_done: |seen, before| {
            let now = seen.counts();
            now.verdicts != before.verdicts && now.confidences != before.confidences
        },
    },
    Step {
        title: "Sign it",
        text: "Press {sign} when you are done with a claim. Your initials and the time stand with it, and the bar at the top \
               counts it as checked.",
        is_done: |seen, before| seen.counts().done > before.done,
    },
    Step {
        title: "Miss no sentence",
        text: "A thin line in the margin marks sentences that nobody has decided about. {next-sentence} goes to the next; \
               {dismiss} dismisses one that needs no check, as an opinion or common knowledge.",
        is_done: |seen, before| seen.counts().dismissals > before.dismissals,
    },
    Step {
        title: "See what is left",
        text: "Press {readiness}. Readiness lists what still keeps the piece from going out: claims without a source, open \
               questions, a missing second check. A click goes to the place; a finding can be waived with a reason.",
        is_done: |seen, _| seen.document.view.screen == Screen::Readiness,
    },
    Step {
        title: "Hand it on",
        text: "Press {export}. Choose who it is for: a report, a Word file with comments, a table, data for other programs. \
               You see what it holds before it is written.",
        is_done: |seen, _| seen.dialog == Some(&Dialog::Export),
    },
    Step {
        title: "That is all",
        text: "This sample was yours to try and touches nothing else. {help} shows every key, {palette} finds everything by \
               name. Open your own article when you like.",
        is_done: |_, _| true,
    },
];

/// The tour, while it is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Tour {
    /// Which step, from 0.
    pub step: usize,
    /// Which steps were done.
    pub done: Vec<bool>,
    /// Of which project.
    project: u64,
    before: Before,
}

impl Tour {
    /// The step that is shown.
    pub fn current(&self) -> &'static Step {
        &STEPS[self.step.min(STEPS.len() - 1)]
    }

    /// Whether the step that is shown was done.
    pub fn is_done(&self) -> bool {
        self.done.get(self.step).copied().unwrap_or_default()
    }

    /// Whether it is the last step.
    pub fn is_at_end(&self) -> bool {
        self.step + 1 >= STEPS.len()
    }
}

/// What there was when a step began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Before {
    claims: usize,
    evidence: usize,
    verdicts: Vec<Option<String>>,
    confidences: Vec<Option<u8>>,
    done: usize,
    dismissals: usize,
}

impl Before {
    fn of(project: &Project) -> Self {
        let claims = project.claims();
        Self {
            claims: claims.len(),
            evidence: claims.iter().map(|claim| claim.evidence.len()).sum(),
            verdicts: claims.iter().map(|claim| claim.verdict.as_ref().map(ToString::to_string)).collect(),
            confidences: claims.iter().map(|claim| claim.confidence.as_ref().map(|c| c.degree.rank())).collect(),
            done: claims.iter().filter(|claim| claim.status.is_done()).count(),
            dismissals: project.parts().dismissals.len(),
        }
    }
}

/// What a step looks at.
pub(crate) struct Seen<'a> {
    /// The open project.
    pub document: &'a Document,
    /// The question that has to be answered.
    pub dialog: Option<&'a Dialog>,
}

impl Seen<'_> {
    fn counts(&self) -> Before {
        Before::of(self.document.project())
    }
}

impl Tour {
    /// The tour at its first step.
    pub(crate) fn begin(document: &Document) -> Self {
        let before = Before::of(document.project());
        Self { step: 0, done: vec![false; STEPS.len()], project: document.state_id().project, before }
    }

    /// Goes to another step; `None`: the tour is over.
    pub(crate) fn go(mut self, intent: TourIntent, document: &Document) -> Option<Self> {
        match intent {
            TourIntent::Next if !self.is_at_end() => self.step += 1,
            TourIntent::Back => self.step = self.step.saturating_sub(1),
            TourIntent::Next | TourIntent::Leave => return None,
        }
        self.before = Before::of(document.project());
        Some(self)
    }

    /// Notices what was done; `None`: another project is open.
    pub(crate) fn follow(mut self, seen: &Seen<'_>) -> Option<Self> {
        if seen.document.state_id().project != self.project {
            return None;
        }
        if (self.current().is_done)(seen, &self.before) {
            self.done[self.step] = true;
        }
        Some(self)
    }
}

/// Whether every `{id}` in a text names a command.
pub fn names_only_commands(text: &str) -> bool {
    let is_command = |id: &str| super::COMMANDS.iter().any(|entry| entry.id == id);
    text.split('{').skip(1).all(|rest| rest.split_once('}').is_some_and(|(id, _)| is_command(id)))
}

#[cfg(test)]
mod tests {
    use super::{super::Session, *};

    #[test]
    fn every_key_in_the_steps_is_that_of_a_command() {
        for step in STEPS {
            assert!(names_only_commands(step.text), "{}", step.text);
            assert!(step.text.len() < 260 && step.text.ends_with('.'), "{}", step.text);
        }
        assert!(!names_only_commands("Press {no-such-thing}."));
        assert!(STEPS.len() <= 10, "five minutes");
    }

    #[test]
    fn a_text_names_the_keys_as_they_are() {
        let now = super::super::Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: std::time::Duration::ZERO };
        let mut session = Session::new(super::super::Prefs::default(), 1, now);
        let told = |session: &Session| session.keys.named_in("Press {mark}.", |key| key.label(false));
        assert_eq!(told(&session), "Press c.");
        let bind = super::super::intent::KeysIntent::Bind(
            super::super::Command::MarkClaim,
            Some(super::super::keys::ctrl('m')),
        );
        session.handle(bind.into(), now);
        assert_eq!(told(&session), "Press Ctrl M.");
    }
}
