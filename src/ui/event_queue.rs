//! Events in order, however many come at once.
//!
//! egui gives all events of a frame to all widgets, and who has the keyboard is one answer for the whole frame: letters that came
//! before an Escape in the same frame would miss their field and be taken for commands. So this parts what came before egui sees
//! it: a frame takes letters up to the next event that may turn the keyboard elsewhere, or that one alone, and goes on once it is
//! drawn what came of it. Nothing is waited for when events come one by one.

use std::collections::VecDeque;

use egui::{Context, Event, Key, Modifiers, Plugin, RawInput};

use crate::app::{Scene, Session, view::Overlay};

/// How many frames the events behind a turn wait at most for a field to appear and take the keyboard.
const PATIENCE: u8 = 10;

/// The events that no frame has taken yet.
#[derive(Debug, Default)]
pub struct EventQueue {
    waiting: VecDeque<Event>,
    /// Whether a field had the keyboard when the events of this frame were handed out.
    is_typing: bool,
    /// The frames that were drawn since an event may have turned the keyboard elsewhere, while it is not settled where.
    turning: Option<u8>,
    /// The name of a field that takes the keyboard when it is next drawn, and whether it can have been drawn by now.
    wish: Option<(String, bool)>,
}

/// What an event does to the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing: the pointer moves, a key is let go.
    Light,
    /// It goes to whoever has the keyboard, and leaves it there.
    Typed,
    /// It may give the keyboard to somebody else.
    Turn,
}

impl Plugin for EventQueue {
    fn debug_name(&self) -> &'static str {
        "events in order"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.waiting.extend(input.events.drain(..));
        self.is_typing = ctx.text_edit_focused();
        input.events = self.take();
    }
}

impl EventQueue {
    /// What the next frame takes.
    fn take(&mut self) -> Vec<Event> {
        let (mut taken, mut has_typed, mut has_turned) = (Vec::new(), false, false);
        while let Some(event) = self.waiting.front() {
            match kind(event, self.is_typing) {
                // What was held with an event is still held while it is handled.
                Kind::Light if has_turned && matches!(event, Event::ModifiersChanged(_)) => break,
                Kind::Light => {}
                Kind::Typed if self.turning.is_some() => break,
                Kind::Turn if self.turning.is_some() || has_typed => break,
                Kind::Typed => has_typed = true,
                Kind::Turn => {
                    (self.turning, has_turned) = (Some(0), true);
                    let own = self.waiting.pop_front();
                    let key = own.as_ref().and_then(pressed);
                    taken.extend(own);
                    self.pass_over_own_text(key, &mut taken);
                    continue;
                }
            }
            taken.extend(self.waiting.pop_front());
        }
        taken
    }

    /// The text that a key types belongs to it; and a key that is held down is pressed once for each frame that is drawn.
    fn pass_over_own_text(&mut self, key: Option<Key>, taken: &mut Vec<Event>) {
        let Some(key) = key else { return };
        while let Some(event) = self.waiting.front() {
            match event {
                Event::Text(_) => taken.extend(self.waiting.pop_front()),
                Event::Key { key: again, pressed: true, .. } if *again == key && !self.is_typing => {
                    self.waiting.pop_front();
                }
                _ => return,
            }
        }
    }

    /// Notes at the end of a frame whether it is settled who has the keyboard now. Says whether events wait for the next.
    fn note(&mut self, is_settled: bool) -> bool {
        let is_settled = is_settled && self.wish.is_none();
        self.wish = self.wish.take().filter(|(_, is_drawn)| !is_drawn).map(|(name, _)| (name, true));
        self.turning = match self.turning {
            Some(frames) if !is_settled && frames < PATIENCE => Some(frames + 1),
            _ => None,
        };
        !self.waiting.is_empty()
    }
}

/// Who has the keyboard, as far as the window knows: another one is given it by what has changed here.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyboard {
    focused: Option<egui::Id>,
    scene: Scene,
    overlay: Option<Overlay>,
}

impl Keyboard {
    /// As it is now.
    pub fn now(ctx: &Context, session: &Session) -> Self {
        Self { focused: ctx.memory(egui::Memory::focused), scene: session.scene(), overlay: session.overlay }
    }
}

/// Whether a field had the keyboard when the events of this frame came: egui takes it from a field before the frame in which
/// Escape arrives.
pub fn is_typing(ctx: &Context) -> bool {
    ctx.plugin_or_default::<EventQueue>().lock().is_typing
}

/// Ends a frame that began with the keyboard as it was `before`, and has the next one drawn at once where events wait for it.
/// While it `awaits_field`, one that is not drawn yet is to take the keyboard.
pub fn end_frame(ctx: &Context, session: &Session, before: &Keyboard, awaits_field: bool) {
    let is_settled = !awaits_field && *before == Keyboard::now(ctx, session);
    if ctx.plugin_or_default::<EventQueue>().lock().note(is_settled) {
        ctx.request_repaint();
    }
}

/// Has the field of this name that is drawn last in the next frame take the keyboard: something with it was added.
pub fn focus_new(ctx: &Context, name: &str) {
    ctx.plugin_or_default::<EventQueue>().lock().wish = Some((name.to_owned(), false));
    ctx.request_repaint();
}

/// Whether a field was wished for with [`focus_new`].
pub fn is_wished_for(ctx: &Context, name: &str) -> bool {
    let queue = ctx.plugin_or_default::<EventQueue>();
    queue.lock().wish.as_ref().is_some_and(|(wish, is_drawn)| *is_drawn && wish == name)
}

fn pressed(event: &Event) -> Option<Key> {
    match event {
        Event::Key { key, pressed: true, .. } => Some(*key),
        _ => None,
    }
}

fn kind(event: &Event, is_typing: bool) -> Kind {
    match event {
        Event::Key { pressed: false, .. } => Kind::Light,
        Event::Key { key, modifiers, .. } => kind_of_key(*key, *modifiers, is_typing),
        Event::Text(_) | Event::Ime(_) => Kind::Typed,
        Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) if is_typing => Kind::Typed,
        Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) => Kind::Turn,
        Event::PointerButton { .. } | Event::Touch { .. } | Event::AccessKitActionRequest(_) => Kind::Turn,
        Event::MiddleClickPaste { .. } => Kind::Turn,
        _ => Kind::Light,
    }
}

fn kind_of_key(key: Key, modifiers: Modifiers, is_typing: bool) -> Kind {
    let leaves = matches!(key, Key::Escape | Key::Tab | Key::Enter) || is_function_key(key);
    let has_command = modifiers.command || modifiers.ctrl || modifiers.alt;
    match (moves(key), is_typing) {
        (true, _) if !modifiers.alt => Kind::Typed,
        (_, true) if !leaves && !has_command => Kind::Typed,
        _ => Kind::Turn,
    }
}

/// Whether a key moves a caret or a cursor.
pub fn moves(key: Key) -> bool {
    matches!(
        key,
        Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Home
            | Key::End
            | Key::PageUp
            | Key::PageDown
    )
}

/// Whether a key is F1 or one of the others of its kind.
fn is_function_key(key: Key) -> bool {
    key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn queue(is_typing: bool, events: Vec<Event>) -> EventQueue {
        EventQueue { waiting: events.into(), is_typing, ..EventQueue::default() }
    }

    #[test]
    fn letters_reach_their_field_before_the_key_that_leaves_it() {
        let text = || Event::Text("ab".into());
        for (key, modifiers) in
            [(Key::Escape, Modifiers::NONE), (Key::S, Modifiers::COMMAND), (Key::F3, Modifiers::NONE)]
        {
            let mut queue = queue(true, vec![text(), press(key, modifiers), text()]);
            assert_eq!(queue.take(), [text()]);
            queue.note(true);
            // What a key itself types goes with it.
            assert_eq!(queue.take(), [press(key, modifiers), text()]);
        }
    }

    #[test]
    fn what_is_behind_a_turn_waits_until_it_is_settled_but_not_for_ever() {
        let mut queue = queue(false, vec![press(Key::E, Modifiers::NONE), Event::PointerGone, Event::Copy]);
        assert_eq!(queue.take(), [press(Key::E, Modifiers::NONE), Event::PointerGone]);
        for _ in 0..PATIENCE {
            assert!(queue.note(false));
            assert_eq!(queue.take(), []);
        }
        queue.note(false);
        assert_eq!(queue.take(), [Event::Copy]);
        assert!(!queue.note(true));
    }

    #[test]
    fn a_key_that_is_held_down_is_one_press_for_each_frame() {
        let delete = || press(Key::Delete, Modifiers::NONE);
        let mut held = queue(false, vec![delete(), delete(), delete(), press(Key::N, Modifiers::NONE)]);
        assert_eq!(held.take(), [delete()]);
        held.note(true);
        assert_eq!(held.take(), [press(Key::N, Modifiers::NONE)]);
        let mut typed = queue(true, vec![delete(), delete()]);
        assert_eq!(typed.take().len(), 2, "in a field each takes a letter");
    }
}
