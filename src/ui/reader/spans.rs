//! The claims of one draft, prepared for drawing: which stand in a stretch of text, and on which underline lane.

use std::ops::Range;

use crate::{
    app::Shown,
    model::{Span, Tone, Version},
};

/// More claims than this on one word share the lowest lane.
pub const MAX_LANES: u8 = 4;

/// The passages of all claims in one draft, by where they start.
#[derive(Debug, Clone, Default)]
pub struct SpanIndex {
    entries: Vec<Entry>,
    /// The furthest end of the entries up to each.
    max_ends: Vec<usize>,
}

/// One passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub span: Span,
    /// The index of the claim in [`Project::claims`](crate::model::Project::claims).
    pub claim: usize,
    /// Which of the claim's passages.
    pub mark: usize,
    /// The colours of its verdict; `None` while it is open.
    pub tone: Option<Tone>,
    /// Underline lane from the top.
    pub lane: u8,
}

impl SpanIndex {
    /// Prepares the claims of a draft.
    pub fn new(project: &Shown, version: &Version) -> Self {
        let scale = project.scale();
        let len = version.text().len();
        let tone_of = |claim: &crate::model::Claim| {
            let verdict = claim.verdict.as_ref()?;
            scale.verdict(verdict).map(|verdict| verdict.tone).or_else(|| Some(project.verdict(verdict)?.tone))
        };
        let mut entries = Vec::new();
        for (index, claim) in project.claims().iter().enumerate() {
            let tone = tone_of(claim);
            let spans = claim.spans_in(&version.id).filter(|(_, span)| span.end() <= len);
            entries.extend(spans.map(|(mark, span)| Entry { span, claim: index, mark, tone, lane: 0 }));
        }
        Self::from_entries(entries)
    }

    /// Sorts passages and gives each its lane.
    pub fn from_entries(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| (entry.span.start(), std::cmp::Reverse(entry.span.end())));
        let mut lane_ends = [0usize; MAX_LANES as usize];
        let mut furthest = 0;
        let mut max_ends = Vec::with_capacity(entries.len());
        for entry in &mut entries {
            let free = lane_ends.iter().position(|end| *end <= entry.span.start());
            let lane = free.unwrap_or(MAX_LANES as usize - 1);
            entry.lane = lane as u8;
            lane_ends[lane] = lane_ends[lane].max(entry.span.end());
            furthest = furthest.max(entry.span.end());
            max_ends.push(furthest);
        }
        Self { entries, max_ends }
    }

    /// All passages, by where they start.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The passages that share a byte with `range`, longer ones before those inside them.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = &Entry> {
        let first = self.max_ends.partition_point(|end| *end <= range.start);
        let last = self.entries.partition_point(|entry| entry.span.start() < range.end).max(first);
        self.entries[first..last].iter().filter(move |entry| entry.span.end() > range.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(spans: &[(usize, usize)]) -> SpanIndex {
        let entry = |(claim, &(start, end)): (usize, &(usize, usize))| Entry {
            span: Span::new(start, end).unwrap(),
            claim,
            mark: 0,
            tone: None,
            lane: 0,
        };
        SpanIndex::from_entries(spans.iter().enumerate().map(entry).collect())
    }

    #[test]
    fn finds_what_stands_in_a_stretch_even_behind_long_ones() {
        let index = index(&[(0, 100), (2, 4), (50, 60), (90, 95)]);
        let found = |range| index.within(range).map(|entry| entry.claim).collect::<Vec<_>>();
        assert_eq!(found(3..4), [0, 1]);
        assert_eq!(found(4..50), [0]);
        assert_eq!(found(55..91), [0, 2, 3]);
        assert_eq!(found(100..200), [0usize; 0]);
    }

    #[test]
    fn overlapping_claims_get_lanes_of_their_own() {
        let index = index(&[(0, 10), (2, 8), (4, 6), (8, 12), (20, 30)]);
        let lanes: Vec<_> = index.entries().iter().map(|entry| entry.lane).collect();
        assert_eq!(lanes, [0, 1, 2, 1, 0]);
    }
}
