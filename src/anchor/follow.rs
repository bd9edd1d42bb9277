//! Follows passages from one text into another.

use std::ops::Range;

use super::align::{Alignment, NONE};
use super::{Found, Placement, Reason};
use crate::model::Span;

/// Two texts, compared once, and where passages of the old one are in the new one.
#[derive(Debug)]
pub struct Follow<'a> {
    alignment: Alignment<'a>,
}

impl<'a> Follow<'a> {
    /// Compares two texts.
    pub fn new(old: &'a str, new: &'a str) -> Self {
        Self { alignment: Alignment::new(old, new) }
    }

    /// Says where a passage of the old text is in the new one.
    pub fn place(&self, span: Span) -> Found {
        let al = &self.alignment;
        let words = al.old.covering(span.range());
        if words.is_empty() {
            return Found::lost(Reason::Gone, 0.0);
        }
        let Some(chain) = self.chain(words.clone()) else {
            return self.replaced(words);
        };
        let total = al.old_weight(words.clone());
        let matched: f32 = chain.iter().map(|(o, _)| al.vocabulary.weight(al.old.words[*o].id)).sum();
        let cover = matched / total.max(1e-6);
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let start = self.left_edge(&words, first);
        let end = self.right_edge(&words, last);
        if cover < 0.3 {
            return Found::lost(Reason::Gone, cover);
        }
        let bytes = self.bytes(span, &words, start..end);
        let Some(found) = Span::snapped(al.new.text, bytes.start, bytes.end) else {
            return Found::lost(Reason::Gone, cover);
        };
        Found { span: Some(found), placement: Placement::Placed, score: cover, reason: Reason::Same }
    }

    fn bytes(&self, _span: Span, _words: &Range<usize>, new: Range<usize>) -> Range<usize> {
        let w = &self.alignment.new.words;
        w[new.start].start as usize..w[new.end - 1].end as usize
    }

    /// The heaviest run of partners that stay together.
    fn chain(&self, words: Range<usize>) -> Option<Vec<(usize, usize)>> {
        let al = &self.alignment;
        let links = words.filter(|i| al.to_new[*i] != NONE).map(|i| (i, al.to_new[i] as usize));
        let mut chains: Vec<Vec<(usize, usize)>> = Vec::new();
        for link in links {
            let fits = |c: &Vec<(usize, usize)>| {
                let last = c[c.len() - 1];
                link.1 > last.1 && link.1 - last.1 <= 12 + 3 * (link.0 - last.0)
            };
            match chains.last_mut() {
                Some(c) if fits(c) => c.push(link),
                _ => chains.push(vec![link]),
            }
        }
        let weight =
            |c: &Vec<(usize, usize)>| -> f32 { c.iter().map(|(o, _)| al.vocabulary.weight(al.old.words[*o].id)).sum() };
        chains.into_iter().max_by(|a, b| weight(a).total_cmp(&weight(b)))
    }

    fn left_edge(&self, words: &Range<usize>, first: (usize, usize)) -> usize {
        let al = &self.alignment;
        let sentence = al.old.sentence_of(first.0);
        let new_sentence = al.new.sentence(al.new.sentence_of(first.1));
        if words.start <= al.old.sentence(sentence).start {
            let free = al.to_old[new_sentence.start..first.1]
                .iter()
                .rev()
                .take_while(|p| **p == NONE || words.contains(&(**p as usize)))
                .count();
            return first.1 - free;
        }
        let q = (0..words.start).rev().take(60).find(|i| al.to_new[*i] != NONE);
        let Some(q) = q.filter(|q| (al.to_new[*q] as usize) < first.1) else { return first.1 };
        let q_new = (al.to_new[q] as usize + 1).max(new_sentence.start);
        let (outside, inside) = (words.start - q - 1, first.0 - words.start);
        let room = first.1 - q_new.min(first.1);
        if inside == 0 || room == 0 {
            return first.1;
        }
        let skip = (room * outside + (outside + inside) / 2) / (outside + inside);
        q_new + skip
    }

    fn right_edge(&self, words: &Range<usize>, last: (usize, usize)) -> usize {
        let al = &self.alignment;
        let sentence = al.old.sentence_of(last.0);
        let new_sentence = al.new.sentence(al.new.sentence_of(last.1));
        if words.end >= al.old.sentence(sentence).end {
            let free = al.to_old[last.1 + 1..new_sentence.end]
                .iter()
                .take_while(|p| **p == NONE || words.contains(&(**p as usize)))
                .count();
            return last.1 + 1 + free;
        }
        let q = (words.end..al.to_new.len()).take(60).find(|i| al.to_new[*i] != NONE);
        let Some(q) = q.filter(|q| (al.to_new[*q] as usize) > last.1) else { return last.1 + 1 };
        let q_new = (al.to_new[q] as usize).min(new_sentence.end);
        let (outside, inside) = (q - words.end, words.end - last.0 - 1);
        let room = q_new.max(last.1 + 1) - last.1 - 1;
        if inside == 0 || room == 0 {
            return last.1 + 1;
        }
        let take = (room * inside + (outside + inside) / 2) / (outside + inside);
        last.1 + 1 + take
    }

    /// A passage none of whose words is left: whatever stands between its neighbours, when that is short.
    fn replaced(&self, words: Range<usize>) -> Found {
        let al = &self.alignment;
        let lost = Found::lost(Reason::Gone, 0.0);
        let sentence = al.old.sentence(al.old.sentence_of(words.start));
        let l = (sentence.start..words.start).rev().find(|i| al.to_new[*i] != NONE);
        let r = (words.end..sentence.end).find(|i| al.to_new[*i] != NONE);
        let (Some(l), Some(r)) = (l, r) else { return lost };
        let (ln, rn) = (al.to_new[l] as usize, al.to_new[r] as usize);
        if rn <= ln + 1 || rn - ln - 1 > 2 * (r - l - 1) + 2 || l + 1 != words.start || r != words.end {
            return lost;
        }
        let b = self.bytes(Span::new(0, 1).expect("s"), &words, ln + 1..rn);
        Found {
            span: Span::snapped(al.new.text, b.start, b.end),
            placement: Placement::Changed,
            score: 0.5,
            reason: Reason::Same,
        }
    }
}
