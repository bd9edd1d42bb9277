//! What a suggestion changes in a passage, stretch by stretch: what stays is not touched, and with every change made the passage
//! is the suggestion to the letter.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::anchor::{DiffKind, difference};

/// A stretch of a passage that gives way to other words; either may be empty, not both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replaced {
    /// The bytes of the passage.
    pub old: Range<usize>,
    /// The bytes of the suggestion.
    pub new: Range<usize>,
}

/// The stretches that differ, in order; no two of them touch.
pub(super) fn replaced(passage: &str, suggestion: &str) -> Vec<Replaced> {
    let mut found: Vec<Replaced> = Vec::new();
    let runs = difference(passage, suggestion).runs;
    // White space alone is no run.
    let (at, to) = runs.last().map_or((0, 0), |run| (run.old.end, run.new.end));
    for run in runs {
        match run.kind {
            DiffKind::Same => same(passage, suggestion, (run.old, run.new), &mut found),
            DiffKind::Removed | DiffKind::Added => add(run.old, run.new, &mut found),
        }
    }
    same(passage, suggestion, (at..passage.len(), to..suggestion.len()), &mut found);
    for Replaced { old, new } in &mut found {
        // A word takes the white space behind it along; what is the same there stays.
        let ends = [&passage[old.clone()], &suggestion[new.clone()]].map(|words| words.chars().rev());
        let [ours, theirs] = ends;
        let same = ours.zip(theirs).take_while(|(one, other)| one == other && one.is_whitespace());
        let len: usize = same.map(|(space, _)| space.len_utf8()).sum();
        (old.end, new.end) = (old.end - len, new.end - len);
    }
    found
}

fn add(old: Range<usize>, new: Range<usize>, found: &mut Vec<Replaced>) {
    match found.last_mut().filter(|last| last.old.end == old.start && last.new.end == new.start) {
        Some(last) => (last.old.end, last.new.end) = (old.end, new.end),
        None => found.push(Replaced { old, new }),
    }
}

/// The same words may be set otherwise: with other quotation marks, dashes or white space.
fn same(passage: &str, suggestion: &str, (old, new): (Range<usize>, Range<usize>), found: &mut Vec<Replaced>) {
    let (before, after) = (&passage[old.clone()], &suggestion[new.clone()]);
    if before == after {
        return;
    }
    let (mut at, mut to) = (old.start, new.start);
    let [mut words, mut others] = [before, after].map(|text| text.split_word_bounds().peekable());
    loop {
        match (words.peek().copied(), others.peek().copied()) {
            (Some(word), Some(other)) if word == other => {
                (at, to) = (at + word.len(), to + other.len());
                words.next();
                others.next();
            }
            (None, None) => return,
            (word, other) => {
                // A gap on one side alone is not taken for the word that follows on the other.
                let is_gap = |word: &str| word.chars().all(char::is_whitespace);
                let takes = |own: Option<&str>, their: Option<&str>| {
                    own.filter(|own| is_gap(own) || !their.is_some_and(is_gap)).map_or(0, str::len)
                };
                let (gone, come) = (takes(word, other), takes(other, word));
                add(at..at + gone, to..to + come, found);
                (at, to) = (at + gone, to + come);
                if gone > 0 {
                    words.next();
                }
                if come > 0 {
                    others.next();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// "It cost [-412-]{+438+} million".
    fn shown(passage: &str, suggestion: &str) -> String {
        let (mut out, mut at) = (String::new(), 0);
        for Replaced { old, new } in replaced(passage, suggestion) {
            out += &passage[at..old.start];
            if !old.is_empty() {
                out += &format!("[-{}-]", &passage[old.clone()]);
            }
            if !new.is_empty() {
                out += &format!("{{+{}+}}", &suggestion[new]);
            }
            at = old.end;
        }
        out + &passage[at..]
    }

    #[test]
    fn what_stays_is_not_touched() {
        let check = |passage: &str, suggestion: &str, expected: &str| assert_eq!(shown(passage, suggestion), expected);
        check("It cost 412 million in all.", "It cost 438 million in all.", "It cost [-412-]{+438+} million in all.");
        check("two cells", "two cells more", "two cells{+ more+}");
        check("two cells", "about two cells", "{+about +}two cells");
        check(
            "It said “yes” to all",
            "It said \"yes\" to none",
            "It said [-“-]{+\"+}yes[-”-]{+\"+} to [-all-]{+none+}",
        );
        check("the same", "the same", "the same");
    }

    /// A passage or a suggestion: words that come again, in every setting.
    fn text() -> impl Strategy<Value = String> {
        let words = [
            "It",
            "cost",
            "412",
            "438",
            "“yes”",
            "\"yes\"",
            "–",
            "-",
            " ",
            "  ",
            "\n",
            "\u{a0}",
            ".",
            "e\u{301}",
            "是的",
            "שלום",
        ];
        prop::collection::vec(prop::sample::select(words.to_vec()), 0..14).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn with_every_change_made_it_is_the_suggestion(passage in text(), suggestion in text()) {
            let (mut out, mut at) = (String::new(), 0);
            for Replaced { old, new } in replaced(&passage, &suggestion) {
                prop_assert!(old.start >= at && !(old.is_empty() && new.is_empty()));
                out += &passage[at..old.start];
                out += &suggestion[new];
                at = old.end;
            }
            prop_assert_eq!(out + &passage[at..], suggestion);
        }
    }
}
