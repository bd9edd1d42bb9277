//! What the session wishes of the window, until the part of it that is meant is drawn.

use crate::app::{
    Effect, Side,
    view::{Field, Reveal, Wish},
};

/// The wishes that are not fulfilled yet: of each kind the last.
#[derive(Debug, Default)]
pub struct Wishes {
    focus: Option<Field>,
    article: Option<Reveal>,
    pane: Option<Reveal>,
    /// Whether the cursor of the claim table is to be brought into view.
    pub cursor: bool,
}

impl Wishes {
    /// Takes what is wished of the window out of what is wished of the outside.
    pub fn take(&mut self, effects: &mut Vec<Effect>) {
        effects.retain(|effect| {
            let Effect::Wish(wish) = effect else { return true };
            match *wish {
                Wish::Focus(field) => self.focus = Some(field),
                Wish::Reveal(side, reveal) => *self.of(side) = Some(reveal),
                Wish::RevealCursor => self.cursor = true,
            }
            false
        });
    }

    /// What is to be brought into view in a text; asked by who draws it.
    pub fn reveal(&mut self, side: Side) -> Option<Reveal> {
        self.of(side).take()
    }

    fn of(&mut self, side: Side) -> &mut Option<Reveal> {
        match side {
            Side::Article => &mut self.article,
            Side::Pane => &mut self.pane,
        }
    }

    /// Whether a field is to take the keyboard that is not drawn yet.
    pub fn awaits_focus(&self) -> bool {
        self.focus.is_some()
    }

    /// Whether this field is to take the keyboard; asked by who draws it.
    pub fn focuses(&mut self, field: Field) -> bool {
        self.focus.take_if(|wished| *wished == field).is_some()
    }
}
