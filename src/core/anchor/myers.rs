//! Approximate search: where in a text does a pattern end with the fewest edits?
//!
//! The bit-parallel algorithm of Myers (JACM 46:3, 1999) with Hyyrö's block form for patterns over 64 bytes. It works on bytes; its callers
//! fold the text first and round its answers to words.

/// A pattern, ready to be searched.
#[derive(Debug)]
pub(super) struct Pattern {
    /// For each byte, the places of the pattern that hold it, one bit each.
    positions: Vec<[u64; 256]>,
    len: usize,
}

/// Where a match ends, and how many edits it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ending {
    pub end: usize,
    pub edits: usize,
}

/// The state of 64 rows of the table of edits: which differ from the row above by one more, and by one less.
#[derive(Clone, Copy)]
struct Block {
    more: u64,
    less: u64,
}

impl Pattern {
    /// Prepares a pattern, which must not be empty.
    pub fn new(pattern: impl ExactSizeIterator<Item = u8>) -> Self {
        let len = pattern.len();
        let mut positions = vec![[0; 256]; len.div_ceil(64)];
        for (i, byte) in pattern.enumerate() {
            positions[i / 64][usize::from(byte)] |= 1 << (i % 64);
        }
        Self { positions, len }
    }

    /// The ends of all matches of at most `most` edits that are better than those around them, in order; of equal ones
    /// in a row the last.
    pub fn endings(&self, text: impl Iterator<Item = u8>, most: usize) -> Vec<Ending> {
        let mut endings: Vec<Ending> = Vec::new();
        let mut blocks = vec![Block { more: !0, less: 0 }; self.positions.len()];
        let mut here = Ending { end: 0, edits: self.len };
        let mut is_falling = false;
        for byte in text {
            let step = self.advance(&mut blocks, byte);
            if step > 0 && is_falling && here.edits <= most {
                endings.push(here);
            }
            is_falling = step < 0 || (is_falling && step == 0);
            here = Ending { end: here.end + 1, edits: here.edits.saturating_add_signed(step) };
        }
        if is_falling && here.edits <= most {
            endings.push(here);
        }
        endings
    }

    /// The best end within a short text; of equal ones the last.
    pub fn best(&self, text: impl Iterator<Item = u8>) -> Option<Ending> {
        let mut blocks = vec![Block { more: !0, less: 0 }; self.positions.len()];
        let mut edits = self.len;
        let mut best: Option<Ending> = None;
        for (at, byte) in text.enumerate() {
            edits = edits.saturating_add_signed(self.advance(&mut blocks, byte));
            if best.is_none_or(|best| edits <= best.edits) {
                best = Some(Ending { end: at + 1, edits });
            }
        }
        best
    }

    /// Takes in one byte of the text; returns by how much the edits of the whole pattern change.
    fn advance(&self, blocks: &mut [Block], byte: u8) -> isize {
        let mut carry = 0_isize;
        let last = blocks.len() - 1;
        for (i, (block, positions)) in blocks.iter_mut().zip(&self.positions).enumerate() {
            let top = if i == last { 1 << ((self.len - 1) % 64) } else { 1 << 63 };
            carry = block.advance(positions[usize::from(byte)], carry, top);
        }
        carry
    }
}

impl Block {
    /// One column of 64 rows: `carry` is the change at the row above, the answer the change at the row of `top`.
    fn advance(&mut self, equal: u64, carry: isize, top: u64) -> isize {
        let Self { more, less } = *self;
        let carries_less = u64::from(carry < 0);
        let vertical = equal | less;
        let equal = equal | carries_less;
        let diagonal = (((equal & more).wrapping_add(more)) ^ more) | equal;
        let (mut up, mut down) = (less | !(diagonal | more), more & diagonal);
        let out = isize::from(up & top != 0) - isize::from(down & top != 0);
        up = (up << 1) | u64::from(carry > 0);
        down = (down << 1) | carries_less;
        *self = Self { more: down | !(vertical | up), less: up & vertical };
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The edits of the best match ending at each place, by the plain table.
    fn table(pattern: &[u8], text: &[u8]) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut ends = Vec::new();
        for byte in text {
            let mut diagonal = column[0];
            for i in 1..=pattern.len() {
                let cost = diagonal + usize::from(pattern[i - 1] != *byte);
                diagonal = column[i];
                column[i] = cost.min(column[i] + 1).min(column[i - 1] + 1);
            }
            ends.push(column[pattern.len()]);
        }
        ends
    }

    #[test]
    fn finds_where_the_fewest_edits_end() {
        let pattern = Pattern::new(b"survey".iter().copied());
        let endings = pattern.endings(b"a surgery, the survey.".iter().copied(), 2);
        assert_eq!(endings, [Ending { end: 9, edits: 2 }, Ending { end: 21, edits: 0 }]);
    }

    proptest! {
        #[test]
        fn agrees_with_the_plain_table(pattern in "[ab]{1,150}", text in "[ab]{1,300}") {
            let expected = table(pattern.as_bytes(), text.as_bytes());
            let best = Pattern::new(pattern.bytes()).best(text.bytes()).expect("a text");
            prop_assert_eq!(Some(best.edits), expected.iter().min().copied());
            prop_assert_eq!(Some(best.end - 1), expected.iter().rposition(|edits| *edits == best.edits));
        }
    }
}
