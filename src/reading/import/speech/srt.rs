//! SubRip captions: a number, a line of times, words. No standard says how; this reads what most readers read.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Captions, Draft, ImportError, Importer, Input, LeftOut, Steps,
    lines::{head, lines, runs, times_in},
};

pub(super) const IMPORTER: Importer =
    Importer { id: "srt", name: "SubRip captions", extensions: &["srt"], has_lines: false, sniff, open };

/// The line with the times of a caption.
static TIMINGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = "([0-9]+):([0-9]{1,2}):([0-9]{1,2})[,.]([0-9]+)";
    Regex::new(&format!(r"^\s*{time}\s*-->\s*{time}")).ok()
});

fn sniff(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let mut lines = lines(&head).skip_while(|line| line.trim().is_empty());
    let Some(first) = lines.next() else { return false };
    // Without a number in front the comma tells it from WebVTT without its sign.
    let has_comma = |line: &str| line.split("-->").next().is_some_and(|start| start.contains(','));
    is_number(first) && lines.next().is_some_and(|line| timings(line).is_some())
        || timings(first).is_some() && has_comma(first)
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (text, draft) = super::decoded(input, IMPORTER.id, "application/x-subrip")?;
    Ok(read(&text, input.steps)?.into_draft(draft))
}

/// A caption: its times in milliseconds and its lines.
pub(super) struct SrtCue<'a> {
    pub start: u64,
    pub end: u64,
    pub lines: Vec<&'a str>,
}

/// A caption, or lines that belong to none.
pub(super) enum Block<'a> {
    Cue(SrtCue<'a>),
    Other(Vec<&'a str>),
}

fn read<'a>(text: &str, steps: Steps<'a>) -> Result<Captions<'a>, ImportError> {
    let mut captions = Captions::told(steps);
    for_each(text, |block| match block {
        Block::Cue(cue) => captions.add(cue.start, cue.end, &cue.lines.join("\n")),
        Block::Other(lines) => {
            captions.leave_out(&lines.join("\n"), LeftOut::Untimed);
            Ok(())
        }
    })?;
    Ok(captions)
}

/// Goes through the captions of a file. Lines behind a blank one that begin no caption belong to the one before.
///
/// # Errors
/// [`ImportError::Damaged`] for a file that does not begin as SubRip, and what `take` gives.
pub(super) fn for_each<'a>(
    text: &'a str,
    mut take: impl FnMut(Block<'a>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut first = lines(text).skip_while(|line| line.trim().is_empty());
    let begins = match (first.next(), first.next(), first.next()) {
        (Some(first), Some(second), Some(_)) if is_number(first) => second.contains("-->"),
        (Some(first), ..) => timings(first).is_some(),
        (None, ..) => false,
    };
    if !begins {
        return Err(ImportError::Damaged("the file of captions"));
    }
    let mut open: Option<SrtCue<'a>> = None;
    for block in cue_blocks(text) {
        let at = usize::from(is_number(block[0]) && block.get(1).is_some_and(|line| line.contains("-->")));
        if block[at].contains("-->") {
            if let Some(cue) = open.take() {
                take(Block::Cue(cue))?;
            }
            match timings(block[at]) {
                Some((start, end)) => open = Some(SrtCue { start, end, lines: block[at + 1..].to_vec() }),
                None => take(Block::Other(block))?,
            }
        } else if let Some(cue) = &mut open {
            cue.lines.extend(block);
        } else {
            take(Block::Other(block))?;
        }
    }
    open.map_or(Ok(()), |cue| take(Block::Cue(cue)))
}

/// The runs of lines, parted where a number and a line of times follow; a number alone goes with the times behind the blank line.
fn cue_blocks(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut parted = runs(lines(text)).flat_map(parted).peekable();
    std::iter::from_fn(move || {
        let mut block = parted.next()?;
        if block.len() == 1
            && is_number(block[0])
            && let Some(next) = parted.next_if(|next| next[0].contains("-->"))
        {
            block.extend(next);
        }
        Some(block)
    })
}

fn parted(block: Vec<&str>) -> Vec<Vec<&str>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for at in 1..block.len().saturating_sub(1) {
        if is_number(block[at]) && block[at + 1].contains("-->") {
            parts.push(block[start..at].to_vec());
            start = at;
        }
    }
    parts.push(block[start..].to_vec());
    parts
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn timings(line: &str) -> Option<(u64, u64)> {
    times_in(TIMINGS.as_ref(), line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::open;

    fn blocks(text: &str) -> Vec<(Option<LeftOut>, String)> {
        let draft = open(&Input { bytes: text.as_bytes(), name: "a.srt", ..Input::default() }).unwrap();
        assert_eq!(draft.format, "srt");
        draft.blocks.into_iter().map(|block| (block.why, block.block.text)).collect()
    }

    #[test]
    fn sentences_over_captions_are_whole() {
        let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<i>The town</i> has\r\n\r\n2\r\n00:00:02,100 --> 00:00:04,000\r\npaid <font color=\"red\">4,000</font>\r\n\r\n1998\r\n\r\n3\r\n00:00:04,000 --> 00:00:05,000\r\neuros.\r\n";
        assert_eq!(blocks(text), [(None, "The town has paid 4,000 1998 euros.".to_owned())]);
    }

    #[test]
    fn a_damaged_part_is_listed_and_the_rest_stands() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:02,000 --> 00:00:03:000\nTwo.\n\n3\n00:00:03.000 --> 00:00:04,000\nThree.\n";
        let expected = [
            (None, "One. Three.".to_owned()),
            (Some(LeftOut::Untimed), "2\n00:00:02,000 --> 00:00:03:000\nTwo.".to_owned()),
        ];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn captions_without_numbers_are_read() {
        assert_eq!(blocks("\n00:00:01,000 --> 00:00:02,000\nOne.\n\n00:00:02,000 --> 00:00:02,500\nTwo.").len(), 1);
    }

    #[test]
    fn what_is_not_subrip_is_refused() {
        for text in ["Some text", "1\nSome text", "Some text\n00:00:00,500 --> 00:00:07,000", "1"] {
            let refused = open(&Input { bytes: text.as_bytes(), name: "a.srt", ..Input::default() });
            assert_eq!(refused, Err(ImportError::Damaged("the file of captions")), "{text}");
        }
    }
}
