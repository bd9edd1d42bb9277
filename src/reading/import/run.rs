//! How a run of letters stands in its line, in the files of word processors and books: raised, lowered, struck out; and what stands beside a
//! line without being part of it.

use super::{DraftBlock, LeftOut, raised};
use crate::model::BlockKind;

/// How a run of letters stands in its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Where it stands.
    pub shift: Shift,
    /// Whether it is struck out.
    pub is_struck: bool,
}

/// Where a run of letters stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shift {
    /// On the line.
    #[default]
    None,
    /// Above it.
    Up,
    /// Below it.
    Down,
}

impl Shift {
    /// By how far letters are raised, in any unit.
    pub fn by(amount: i32) -> Self {
        match amount.signum() {
            1 => Self::Up,
            -1 => Self::Down,
            _ => Self::None,
        }
    }

    /// The text in characters of its own, so that a number stays the one that is printed.
    pub fn text(self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Up => raised::raised(text),
            Self::Down => raised::lowered(text),
        }
    }
}

impl Look {
    /// A look within another one.
    pub fn within(self, outer: Self) -> Self {
        let shift = if self.shift == Shift::None { outer.shift } else { self.shift };
        Self { shift, is_struck: self.is_struck || outer.is_struck }
    }
}

/// Words that stand beside a line, each with the reason and where in the line.
#[derive(Debug, Default)]
pub struct Beside(Vec<(LeftOut, usize, String)>);

impl Beside {
    /// Takes words that stand at a place of the line. What follows at the same place for the same reason is one passage.
    pub fn take(&mut self, why: LeftOut, at: usize, words: &str) {
        match self.0.last_mut() {
            Some((last, before_at, before)) if *last == why && *before_at == at => before.push_str(words),
            _ => self.0.push((why, at, words.to_owned())),
        }
    }

    /// Adds a run to a line, or to what stands beside it.
    pub fn push(&mut self, line: &mut String, text: &str, look: Look) {
        // The space before what is struck out and the one behind it are one.
        let is_behind = self.0.last().is_some_and(|(_, before_at, _)| *before_at == line.len()) && line.ends_with(' ');
        if look.is_struck {
            self.take(LeftOut::Struck, line.len(), text);
        } else if look.shift == Shift::None {
            line.push_str(if is_behind { text.trim_start_matches(' ') } else { text });
        } else {
            line.push_str(&look.shift.text(text));
        }
    }

    /// The words as blocks that are left out.
    pub fn into_blocks(self) -> impl Iterator<Item = DraftBlock> {
        let words = self.0.into_iter().filter(|(.., words)| words.chars().any(char::is_alphanumeric));
        words.map(|(why, _, words)| {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut block = DraftBlock::kept(BlockKind::Paragraph, words);
            block.drop(why);
            block
        })
    }
}
