//! The histogram diff, as the aligner needs it: which tokens of two rows are the same, in order.

use imara_diff::{Algorithm, Diff, Token};

/// The pairs of equal tokens that a histogram diff leaves unchanged, in order.
pub(super) fn common(old: &[Token], new: &[Token], tokens: u32) -> Vec<(usize, usize)> {
    // What stands on one side only cannot be paired, and the diff is slow on texts that have little in common.
    let (old_at, old) = only_shared(old, new, tokens);
    let (new_at, new) = only_shared(new, &old, tokens);
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, &old, &new, tokens);
    let mut pairs = Vec::with_capacity(old.len());
    let (mut i, mut j) = (0, 0);
    let ends = diff.hunks().map(|hunk| (hunk.before, hunk.after));
    let len = (old.len() as u32, new.len() as u32);
    for (before, after) in ends.chain([(len.0..len.0, len.1..len.1)]) {
        pairs.extend((i..before.start as usize).zip(j..after.start as usize).map(|(i, j)| (old_at[i], new_at[j])));
        (i, j) = (before.end as usize, after.end as usize);
    }
    pairs
}

/// The tokens of `side` that `other` has too, and where they stand.
fn only_shared(side: &[Token], other: &[Token], tokens: u32) -> (Vec<usize>, Vec<Token>) {
    let mut is_shared = vec![false; tokens as usize];
    for token in other {
        is_shared[token.0 as usize] = true;
    }
    side.iter().enumerate().filter(|(_, token)| is_shared[token.0 as usize]).map(|(at, token)| (at, *token)).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_what_both_sides_have_in_order() {
        let row = |text: &str| -> Vec<Token> { text.bytes().map(|byte| Token(u32::from(byte))).collect() };
        assert_eq!(common(&row("xaybzc"), &row("abwcv"), 128), [(1, 0), (3, 1), (5, 3)]);
        assert_eq!(common(&row("abc"), &row("xyz"), 128), []);
        assert_eq!(common(&[], &[], 0), []);
    }
}
