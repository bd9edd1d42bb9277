//! SBV, YouTube's own captions: a line `0:00:01.000,0:00:02.000`, then words.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Captions, Draft, ImportError, Importer, Input, LeftOut,
    lines::{head, lines, runs, times_in},
};

pub(super) const IMPORTER: Importer =
    Importer { id: "sbv", name: "YouTube captions (SBV)", extensions: &["sbv"], has_lines: false, sniff, open };

/// The line with the times of a caption.
static TIMINGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = r"([0-9]+):([0-9]{1,2}):([0-9]{1,2})\.([0-9]{3})";
    Regex::new(&format!(r"^\s*{time},{time}")).ok()
});

fn sniff(bytes: &[u8]) -> bool {
    lines(&head(bytes)).find(|line| !line.trim().is_empty()).is_some_and(|line| timings(line).is_some())
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (text, draft) = super::decoded(input, IMPORTER.id, "text/x-sbv")?;
    let mut captions = Captions::told(input.steps);
    for_each(&text, |block, times| match times {
        Some((start, end)) => captions.add(start, end, &block[1..].join("\n")),
        None => {
            captions.leave_out(&block.join("\n"), LeftOut::Untimed);
            Ok(())
        }
    })?;
    Ok(captions.into_draft(draft))
}

/// Goes through the runs of lines of a file, each with its times where it is a caption. One that has only times is passed over.
///
/// # Errors
/// [`ImportError::Damaged`] for a file that does not begin as SBV, and what `take` gives.
pub(super) fn for_each<'a>(
    text: &'a str,
    mut take: impl FnMut(Vec<&'a str>, Option<(u64, u64)>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut blocks = runs(lines(text)).peekable();
    if !blocks.peek().is_some_and(|first| first.len() > 1 && has_timings(first[0])) {
        return Err(ImportError::Damaged("the file of captions"));
    }
    for block in blocks {
        let times = timings(block[0]);
        if block.len() > 1 || times.is_none() {
            take(block, times)?;
        }
    }
    Ok(())
}

fn has_timings(line: &str) -> bool {
    TIMINGS.as_ref().is_some_and(|timings| timings.is_match(line))
}

fn timings(line: &str) -> Option<(u64, u64)> {
    times_in(TIMINGS.as_ref(), line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::open;

    #[test]
    fn captions_are_read_and_what_has_no_time_is_listed() {
        let text = "0:00:01.000,0:00:02.000\nThe town\nhas paid.\n\nTwo.\n\n0:00:02.f00,0:00:03.000\nThree.\n\n0:00:05.000,0:00:06.000\nFour.\n";
        let draft = open(&Input { bytes: text.as_bytes(), name: "a.txt", ..Input::default() }).unwrap();
        assert_eq!(draft.format, "sbv");
        let words: Vec<_> = draft.blocks.iter().map(|block| (block.why, block.block.text.as_str())).collect();
        let lost = "Two.\n0:00:02.f00,0:00:03.000\nThree.";
        assert_eq!(words, [(None, "The town has paid."), (Some(LeftOut::Untimed), lost), (None, "Four.")]);
        assert_eq!(draft.blocks[2].block.speech.times[0].ms, 5_000);
    }

    #[test]
    fn what_is_not_sbv_is_refused() {
        let refused = open(&Input { bytes: b"some text", name: "a.sbv", ..Input::default() });
        assert_eq!(refused, Err(ImportError::Damaged("the file of captions")));
    }
}
