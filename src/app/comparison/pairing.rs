//! Which claims of several projects are the same, by their passages in one text; and which passages match.
//!
//! Claims of two projects are taken for the same where their passages share words: first those that have the same id, then those on the
//! same passages, then those that overlap, the largest shared part first. Each has one partner a project at most.

use std::collections::HashMap;

use crate::model::{ClaimId, Span};

use super::{texts::Placed, values::PassageMatches};

/// How many overlapping claims of another project are looked at, for each: those that share most.
const MOST: usize = 64;

/// Two things that share words.
#[derive(Debug, Clone, Copy)]
struct Shared {
    /// The place of the one.
    a: usize,
    /// The place of the other.
    b: usize,
    /// How much they share: twice the common bytes of the bytes of both, in billionths.
    share: u64,
    /// The common bytes of those of the longer one, in billionths.
    of_longer: u64,
}

const BILLION: u64 = 1_000_000_000;

impl Shared {
    fn new(a: usize, b: usize, common: usize, [of_a, of_b]: [usize; 2]) -> Self {
        let part = |part: usize, whole: usize| part as u64 * BILLION / (whole as u64).max(1);
        Self { a, b, share: part(2 * common, of_a + of_b), of_longer: part(common, of_a.max(of_b)) }
    }
}

fn len(spans: &[Span]) -> usize {
    spans.iter().map(|span| span.len()).sum()
}

/// The bytes that two lists of passages in text order have in common.
fn common(a: &[Span], b: &[Span]) -> usize {
    let (mut at, mut other, mut bytes) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(at), b.get(other)) {
        bytes += x.end().min(y.end()).saturating_sub(x.start().max(y.start()));
        if x.end() < y.end() { at += 1 } else { other += 1 }
    }
    bytes
}

/// What shares words, of two lists of passages; of each thing of `a` those that share most.
fn overlaps(a: &[&[Span]], b: &[&[Span]]) -> Vec<Shared> {
    let mut spans: Vec<(Span, usize)> =
        b.iter().enumerate().flat_map(|(at, spans)| spans.iter().map(move |span| (*span, at))).collect();
    spans.sort_by_key(|(span, _)| span.start());
    let mut furthest = 0;
    let ends: Vec<usize> = (spans.iter())
        .map(|(span, _)| {
            furthest = furthest.max(span.end());
            furthest
        })
        .collect();
    let mut bytes = vec![0; b.len()];
    let mut found = Vec::new();
    for (at, own) in a.iter().enumerate() {
        let mut touched = Vec::new();
        for span in *own {
            let behind = spans.partition_point(|(other, _)| other.start() < span.end());
            for index in (0..behind).rev().take_while(|index| ends[*index] > span.start()) {
                let (other, of) = spans[index];
                if other.overlaps(*span) {
                    if bytes[of] == 0 {
                        touched.push(of);
                    }
                    bytes[of] += common(&[*span], &[other]);
                }
            }
        }
        let shared = |of: &usize| Shared::new(at, *of, bytes[*of], [len(own), len(b[*of])]);
        let mut here: Vec<Shared> = touched.iter().map(shared).collect();
        touched.iter().for_each(|of| bytes[*of] = 0);
        if here.len() > MOST {
            here.sort_by_key(|shared| std::cmp::Reverse(shared.share));
            here.truncate(MOST);
        }
        found.extend(here);
    }
    found
}

/// Claims that were joined: of each project one at most.
struct Units<'a, 'b> {
    claims: &'b [Vec<Placed<'a>>],
    /// The unit of each claim, by project.
    of: Vec<Vec<usize>>,
    /// The claims of each unit, by project; an empty one was joined into another.
    units: Vec<Vec<Option<usize>>>,
}

/// The units of one text, in text order: for each project the place of its claim.
pub(crate) fn units(claims: &[Vec<Placed<'_>>]) -> Vec<Vec<Option<usize>>> {
    let mut units = Units { claims, of: Vec::new(), units: Vec::new() };
    for (project, own) in claims.iter().enumerate() {
        let first = units.units.len();
        units.of.push((first..first + own.len()).collect());
        units.units.extend((0..own.len()).map(|at| {
            let mut unit = vec![None; claims.len()];
            unit[project] = Some(at);
            unit
        }));
    }
    let pairs: Vec<_> = (0..claims.len()).flat_map(|b| (0..b).map(move |a| [a, b])).collect();
    pairs.iter().for_each(|pair| units.join_same_ids(*pair));
    pairs.iter().for_each(|pair| units.join_same_passages(*pair));
    units.join_overlapping(&pairs);
    let mut found: Vec<_> = units.units.into_iter().filter(|unit| unit.iter().any(Option::is_some)).collect();
    let first = |unit: &Vec<Option<usize>>| {
        let spans = unit.iter().zip(claims).filter_map(|(at, claims)| Some(&claims[(*at)?].spans));
        // Of two that start together the longer first, as everywhere.
        spans.filter_map(|spans| Some((spans.first()?.start(), std::cmp::Reverse(spans.last()?.end())))).min()
    };
    found.sort_by_cached_key(first);
    found
}

impl Units<'_, '_> {
    fn spans(&self, project: usize, at: usize) -> &[Span] {
        &self.claims[project][at].spans
    }

    /// Whether a claim has no partner in another project yet.
    fn is_free(&self, project: usize, at: usize, other: usize) -> bool {
        self.units[self.of[project][at]][other].is_none()
    }

    /// Makes one of two units, where no project has a claim in both and every two of their claims share words.
    fn join(&mut self, [a, b]: [usize; 2], [at, other]: [usize; 2]) {
        let (into, from) = (self.of[a][at], self.of[b][other]);
        let members = |unit: usize| self.units[unit].iter().enumerate().filter_map(|(p, at)| Some((p, (*at)?)));
        let fits = members(into)
            .all(|(p, i)| members(from).all(|(q, j)| p != q && common(self.spans(p, i), self.spans(q, j)) > 0));
        if into == from || !fits {
            return;
        }
        let moved = std::mem::replace(&mut self.units[from], vec![None; self.claims.len()]);
        for (project, at) in moved.into_iter().enumerate() {
            if let Some(at) = at {
                self.of[project][at] = into;
                self.units[into][project] = Some(at);
            }
        }
    }

    fn join_same_ids(&mut self, [a, b]: [usize; 2]) {
        let claims = self.claims;
        let by_id: HashMap<&ClaimId, usize> =
            claims[a].iter().enumerate().map(|(at, placed)| (&placed.claim.id, at)).collect();
        for (other, placed) in claims[b].iter().enumerate() {
            if let Some(at) = by_id.get(&placed.claim.id) {
                self.join([a, b], [*at, other]);
            }
        }
    }

    fn join_same_passages(&mut self, [a, b]: [usize; 2]) {
        let claims = self.claims;
        let mut by_spans: HashMap<&[Span], Vec<usize>> = HashMap::new();
        for at in (0..claims[a].len()).rev().filter(|at| self.is_free(a, *at, b)) {
            by_spans.entry(&claims[a][at].spans).or_default().push(at);
        }
        for (other, placed) in claims[b].iter().enumerate() {
            if self.is_free(b, other, a)
                && let Some(at) = by_spans.get_mut(placed.spans.as_slice()).and_then(Vec::pop)
            {
                self.join([a, b], [at, other]);
            }
        }
    }

    fn join_overlapping(&mut self, pairs: &[[usize; 2]]) {
        let mut candidates = Vec::new();
        for &[a, b] in pairs {
            let free = |project: usize, other: usize| -> Vec<usize> {
                (0..self.claims[project].len()).filter(|at| self.is_free(project, *at, other)).collect()
            };
            let (of_a, of_b) = (free(a, b), free(b, a));
            let spans = |project: usize, ats: &[usize]| -> Vec<&[Span]> {
                ats.iter().map(|at| self.claims[project][*at].spans.as_slice()).collect()
            };
            for shared in overlaps(&spans(a, &of_a), &spans(b, &of_b)) {
                candidates.push(([a, b], [of_a[shared.a], of_b[shared.b]], shared.share));
            }
        }
        let start = |project: usize, at: usize| self.spans(project, at).first().map(|span| (span.start(), span.end()));
        // What shares most, then what stands first, whichever project it is in: the result is the same both ways round.
        candidates.sort_by_cached_key(|(pair, ats, share)| {
            let (one, other) = (start(pair[0], ats[0]), start(pair[1], ats[1]));
            (std::cmp::Reverse(*share), one.min(other), one.max(other), *pair, *ats)
        });
        for (pair, ats, _) in candidates {
            self.join(pair, ats);
        }
    }
}

fn slices(passages: &[[Span; 1]]) -> Vec<&[Span]> {
    passages.iter().map(<[Span; 1]>::as_slice).collect()
}

/// How the single passages of two projects in one text match.
pub(super) fn passage_matches(a: &[Placed<'_>], b: &[Placed<'_>]) -> PassageMatches {
    let passages = |claims: &[Placed<'_>]| -> Vec<[Span; 1]> {
        let mut spans: Vec<_> = claims.iter().flat_map(|placed| placed.spans.iter().map(|span| [*span])).collect();
        spans.sort_by_key(|[span]| (span.start(), span.end()));
        spans
    };
    let (a, b) = (passages(a), passages(b));
    let mut left: HashMap<Span, usize> = HashMap::new();
    a.iter().for_each(|[span]| *left.entry(*span).or_default() += 1);
    let is_matched =
        |[span]: &&[Span; 1]| left.get_mut(span).filter(|count| **count > 0).map(|count| *count -= 1).is_some();
    let exact = b.iter().filter(is_matched).count();
    let mut candidates = overlaps(&slices(&a), &slices(&b));
    candidates.retain(|shared| 2 * shared.of_longer >= BILLION);
    candidates.sort_by_key(|shared| {
        (std::cmp::Reverse(shared.share), shared.a + shared.b, shared.a.abs_diff(shared.b), shared.a)
    });
    let (mut is_taken_a, mut is_taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut half = 0;
    for shared in candidates {
        if !is_taken_a[shared.a] && !is_taken_b[shared.b] {
            (is_taken_a[shared.a], is_taken_b[shared.b]) = (true, true);
            half += 1;
        }
    }
    PassageMatches { counts: [a.len(), b.len()], exact, half }
}
