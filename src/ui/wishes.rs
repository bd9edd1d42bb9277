//! What the session wishes of the window, until the part of it that is meant is drawn.

use crate::app::{
    Effect,
    view::{Field, Reveal, Wish},
};

/// The wishes that are not fulfilled yet: of each kind the last.
#[derive(Debug, Default)]
pub struct Wishes {
    focus: Option<Field>,
    /// A place in the article.
    pub reveal: Option<Reveal>,
    /// A place in the document beside it.
    pub beside: Option<Reveal>,
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
                Wish::Reveal(place) => self.reveal = Some(place),
                Wish::RevealBeside(place) => self.beside = Some(place),
                Wish::RevealCursor => self.cursor = true,
            }
            false
        });
    }

    /// Whether this field is to take the keyboard; asked by who draws it.
    pub fn focuses(&mut self, field: Field) -> bool {
        self.focus.take_if(|wished| *wished == field).is_some()
    }
}
