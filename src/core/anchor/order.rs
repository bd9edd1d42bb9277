//! Which sentences stayed in order, and which were moved.
//!
//! Of all sets of sentences whose new order is their old one, the heaviest stayed; the rest moved around it. A short paragraph
//! that changed places with a long one is then what moved, and not the other way round.

use super::align::NONE;

/// For each old sentence, whether it left the order of the others. `partners` holds its new sentence or [`NONE`], and
/// `weights` how many words it has; one without a partner did not move.
pub(super) fn moved(partners: &[u32], weights: &[u32], new_sentences: usize) -> Vec<bool> {
    let mut best = Heaviest::new(new_sentences);
    let mut before = vec![NONE; partners.len()];
    let mut sums = vec![0_u64; partners.len()];
    for (i, partner) in partners.iter().enumerate().filter(|(_, partner)| **partner != NONE) {
        // Sentences that were joined share a partner, so an equal one is in order too.
        let (sum, last) = best.up_to(*partner as usize);
        (sums[i], before[i]) = (sum + u64::from(weights[i].max(1)), last);
        best.raise(*partner as usize, sums[i], i as u32);
    }
    let mut moved: Vec<bool> = partners.iter().map(|partner| *partner != NONE).collect();
    let mut at = best.up_to(new_sentences.saturating_sub(1)).1;
    while at != NONE {
        moved[at as usize] = false;
        at = before[at as usize];
    }
    moved
}

/// The heaviest sum at any place up to a given one: a Fenwick tree of maxima.
struct Heaviest {
    tree: Vec<(u64, u32)>,
}

impl Heaviest {
    fn new(len: usize) -> Self {
        Self { tree: vec![(0, NONE); len + 1] }
    }

    fn up_to(&self, index: usize) -> (u64, u32) {
        let mut at = (index + 1).min(self.tree.len() - 1);
        let mut best = (0, NONE);
        while at > 0 {
            if self.tree[at].0 > best.0 {
                best = self.tree[at];
            }
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, index: usize, sum: u64, sentence: u32) {
        let mut at = index + 1;
        while at < self.tree.len() {
            if sum > self.tree[at].0 {
                self.tree[at] = (sum, sentence);
            }
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(partners: &[u32], weights: &[u32], expected: &[usize]) {
        let moved = moved(partners, weights, 10);
        let found: Vec<usize> = (0..moved.len()).filter(|i| moved[*i]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn keeps_what_is_in_order() {
        check(&[0, 1, 1, NONE, 4], &[1; 5], &[]);
    }

    #[test]
    fn moves_the_lighter_side() {
        check(&[5, 0, 1, 2], &[2, 2, 2, 2], &[0]);
        check(&[5, 0, 1, 2], &[9, 2, 2, 2], &[1, 2, 3]);
    }
}
