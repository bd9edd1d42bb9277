//! Undo and redo: labelled snapshots of the whole project, which share everything that did not change.
//!
//! It knows no commands and no time of its own: whoever edits says what the change is called, which field is typed in, and
//! when.

use std::time::Duration;

use crate::model::Project;

/// How long a pause in typing ends an undo step.
pub const TYPING_PAUSE: Duration = Duration::from_secs(1);

/// How many steps back are kept.
pub const DEPTH: usize = 1000;

/// Undo and redo for one open project. `F` is where the reviewer was: it comes back with the project.
#[derive(Debug, Clone)]
pub struct History<F> {
    undo: Vec<Step<F>>,
    redo: Vec<Step<F>>,
}

/// A state to go back (or forward) to.
#[derive(Debug, Clone)]
struct Step<F> {
    label: String,
    state: State<F>,
    typing: Option<(String, Duration)>,
}

impl<F> Step<F> {
    fn outline(&self) -> (&str, &Project) {
        (&self.label, &self.state.project)
    }
}

/// A project at one moment.
#[derive(Debug, Clone)]
pub struct State<F> {
    /// The project.
    pub project: Project,
    /// Where the reviewer was.
    pub focus: F,
    /// Which of all states of this session it is; equal numbers mean equal projects.
    pub revision: u64,
}

impl<F> Default for History<F> {
    fn default() -> Self {
        Self { undo: Vec::new(), redo: Vec::new() }
    }
}

impl<F: Clone> History<F> {
    /// Keeps the state before a change. Typing on in the field that `typing_key` names, without a pause, adds to the last
    /// step instead of making one. Returns whether it made one.
    pub fn record(&mut self, label: &str, typing_key: Option<String>, now: Duration, before: State<F>) -> bool {
        self.redo.clear();
        if let (Some(key), Some(last)) = (&typing_key, self.undo.last_mut())
            && let Some((last_key, last_time)) = &mut last.typing
            && last_key == key
            && now.saturating_sub(*last_time) <= TYPING_PAUSE
        {
            *last_time = now;
            return false;
        }
        self.undo.push(Step { label: label.to_owned(), state: before, typing: typing_key.map(|key| (key, now)) });
        if self.undo.len() > DEPTH {
            self.undo.remove(0);
        }
        true
    }

    /// How many steps lead back, and how many forward.
    pub fn steps(&self) -> (usize, usize) {
        (self.undo.len(), self.redo.len())
    }

    /// Ends the current typing step: the next keystroke starts a new one. Returns whether there was one.
    pub fn seal(&mut self) -> bool {
        self.undo.last_mut().is_some_and(|last| last.typing.take().is_some())
    }

    /// Swaps `current` for the state before the last change and names that change.
    pub fn undo(&mut self, current: &mut State<F>) -> Option<String> {
        swap(&mut self.undo, &mut self.redo, current)
    }

    /// Swaps `current` for the state after the change that was undone last and names that change.
    pub fn redo(&mut self, current: &mut State<F>) -> Option<String> {
        swap(&mut self.redo, &mut self.undo, current)
    }

    /// What undo would take back, and the project that it would lead to.
    pub fn next_undo(&self) -> Option<(&str, &Project)> {
        self.undo.last().map(Step::outline)
    }

    /// What redo would do again, and the project that it would lead to.
    pub fn next_redo(&self) -> Option<(&str, &Project)> {
        self.redo.last().map(Step::outline)
    }
}

fn swap<F: Clone>(from: &mut Vec<Step<F>>, to: &mut Vec<Step<F>>, current: &mut State<F>) -> Option<String> {
    let step = from.pop()?;
    let label = step.label.clone();
    let after = std::mem::replace(current, step.state);
    // Both directions lead back to where the change happened, not to where the reviewer has wandered since.
    let focus = current.focus.clone();
    to.push(Step { label: step.label, state: State { focus, ..after }, typing: None });
    Some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(title: &str, revision: u64) -> State<u8> {
        State { project: Project::new(title), focus: 0, revision }
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn goes_back_and_forth() {
        let mut history = History::default();
        history.record("rename", None, secs(0), state("a", 0));
        let mut current = state("b", 1);
        assert_eq!(history.undo(&mut current).as_deref(), Some("rename"));
        assert_eq!((current.project.title(), current.revision), ("a", 0));
        assert_eq!(history.next_redo().map(|(label, _)| label), Some("rename"));
        assert_eq!(history.redo(&mut current).as_deref(), Some("rename"));
        assert_eq!((current.project.title(), current.revision), ("b", 1));
        assert_eq!(history.redo(&mut current), None);
    }

    #[test]
    fn takes_typing_without_a_pause_as_one_step() {
        let mut history = History::default();
        for (n, time) in [(0, 0), (1, 1), (2, 2), (3, 9)] {
            history.record("type", Some("title".into()), secs(time), state(&n.to_string(), n));
        }
        let mut current = state("now", 4);
        history.undo(&mut current);
        assert_eq!(current.project.title(), "3");
        history.undo(&mut current);
        assert_eq!(current.project.title(), "0");
        assert!(history.next_undo().is_none());
    }

    #[test]
    fn leaving_the_field_ends_the_step() {
        let mut history = History::default();
        history.record("type", Some("title".into()), secs(0), state("0", 0));
        history.seal();
        history.record("type", Some("title".into()), secs(0), state("1", 1));
        let mut current = state("2", 2);
        history.undo(&mut current);
        assert_eq!(current.project.title(), "1");
    }
}
