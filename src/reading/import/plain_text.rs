//! Plain text. Blank lines part paragraphs; without any, each line is one; hard-wrapped lines are joined. A transcript is read as one.

use crate::model::BlockKind;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, LineMode, MetaField, Warning,
    encoding::{self, Decoded},
    site_tail,
    speech::transcript,
};

pub(super) const IMPORTER: Importer = Importer {
    id: "text",
    name: "Plain text",
    extensions: &["txt", "text", "log"],
    has_lines: true,
    sniff: |_| false,
    open,
};

/// A first block is taken as the headline when it is no longer than this, in characters.
const MAX_HEADLINE: usize = 200;

/// Opens an input as text, whatever it is called.
pub(super) fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let Decoded { text, encoding, warning } = encoding::decode(input, None)?;
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let layout = Layout::of(&text, input.lines);
    // Whoever has said how lines are to be read wants them as they are.
    let turns = (input.lines == LineMode::Auto).then(|| transcript::of_text(&text)).flatten();
    let is_transcript = turns.is_some();
    let layout = if is_transcript { Layout::Lines } else { layout };
    let mut blocks: Vec<DraftBlock> = turns.unwrap_or_else(|| match layout {
        Layout::Lines => text.lines().filter(|line| has_words(line)).map(paragraph).collect(),
        Layout::Paragraphs | Layout::Wrapped => {
            paragraphs(&text).map(|lines| paragraph(&joined(&lines, layout))).collect()
        }
    });
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: "text/plain".into(),
        encoding: encoding.into(),
        warnings: warning.into_iter().collect(),
        joined_lines: layout == Layout::Wrapped,
        ..Draft::default()
    };
    if layout == Layout::Wrapped {
        draft.warnings.push(Warning::new("The text is hard-wrapped: lines were joined into paragraphs."));
    }
    take_headline(&mut blocks, &mut draft);
    if !is_transcript {
        site_tail::propose(&mut blocks);
    }
    draft.blocks = blocks;
    Ok(draft)
}

/// How the lines of a text make paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Each line is a paragraph.
    Lines,
    /// Blank lines part paragraphs, whose line ends mean something.
    Paragraphs,
    /// Blank lines part paragraphs, whose line ends are only where the line was full.
    Wrapped,
}

impl Layout {
    fn of(text: &str, mode: LineMode) -> Self {
        match mode {
            LineMode::Keep => Self::Lines,
            LineMode::Join => Self::Wrapped,
            LineMode::Auto if is_wrapped(text) => Self::Wrapped,
            LineMode::Auto if has_blank_lines(text) => Self::Paragraphs,
            LineMode::Auto => Self::Lines,
        }
    }
}

/// A blank line with words on both sides of it.
fn has_blank_lines(text: &str) -> bool {
    let mut seen_words = false;
    let mut seen_blank = false;
    for line in text.lines() {
        match (has_words(line), seen_words, seen_blank) {
            (true, _, true) => return true,
            (true, ..) => seen_words = true,
            (false, true, _) => seen_blank = true,
            _ => {}
        }
    }
    false
}

/// Whether lines end because they were full: most lines that are followed by another have nearly one common length, and
/// many of them break in the middle of a sentence.
fn is_wrapped(text: &str) -> bool {
    const SAMPLE: usize = 400;
    let lines: Vec<&str> = text.lines().take(SAMPLE).map(str::trim_end).collect();
    let inner: Vec<&str> =
        lines.windows(2).filter(|pair| has_words(pair[0]) && has_words(pair[1])).map(|p| p[0]).collect();
    if inner.len() < 3 {
        return false;
    }
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let full = inner.iter().filter(|line| line.chars().count() * 10 >= longest * 7).count();
    let open = inner.iter().filter(|line| !line.ends_with(['.', '!', '?', ':', '”', '"', '»', '…', ')'])).count();
    (40..=120).contains(&longest) && full * 10 >= inner.len() * 8 && open * 10 >= inner.len() * 6
}

/// The runs of lines between blank lines.
fn paragraphs(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        let first = lines.find(|line| has_words(line))?;
        let rest = lines.by_ref().take_while(|line| has_words(line));
        Some(std::iter::once(first).chain(rest).collect())
    })
}

/// Joins a paragraph's lines: full lines with a space (a word parted by a hyphen becomes one), others as they stand.
fn joined(lines: &[&str], layout: Layout) -> String {
    if layout == Layout::Paragraphs {
        return lines.join("\n");
    }
    let mut text = String::new();
    for line in lines.iter().map(|line| line.trim()) {
        let parted = text.strip_suffix('-').is_some_and(|head| head.ends_with(char::is_lowercase));
        if parted && line.starts_with(char::is_lowercase) {
            text.pop();
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

fn paragraph(text: &str) -> DraftBlock {
    DraftBlock::kept(BlockKind::Paragraph, text.trim())
}

fn has_words(line: &str) -> bool {
    !line.trim().is_empty()
}

/// A short first block without a full stop is the headline.
fn take_headline(blocks: &mut [DraftBlock], draft: &mut Draft) {
    let [first, _, ..] = blocks else { return };
    if !first.block.speech.is_empty() {
        return;
    }
    let text = first.block.text.trim();
    let is_title =
        text.chars().count() <= MAX_HEADLINE && !text.contains('\n') && !text.ends_with(['.', ',', ';', ':']);
    if is_title {
        draft.meta.title = text.to_owned();
        draft.note(MetaField::Title, "first line");
        first.block.kind = BlockKind::Headline;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lines: LineMode, expected: &[&str]) {
        let input = Input { bytes: text.as_bytes(), lines, ..Input::default() };
        let draft = open(&input).unwrap();
        let blocks: Vec<_> = draft.blocks.iter().map(|block| block.block.text.as_str()).collect();
        assert_eq!(blocks, expected, "{text:?}");
    }

    #[test]
    fn blank_lines_part_paragraphs_else_every_line_is_one() {
        check("Head\n\nOne.\nOn.\n\n\nTwo.\n", LineMode::Auto, &["Head", "One.\nOn.", "Two."]);
        check("Head\nOne.\nTwo.", LineMode::Auto, &["Head", "One.", "Two."]);
        check("Head\r\nOne.\rTwo.", LineMode::Auto, &["Head", "One.", "Two."]);
    }

    #[test]
    fn joins_hard_wrapped_lines_and_says_so() {
        let text = "A headline that is short\n\nThe first line of this text is as long as the others\nare, since somebody's \
                    program has broken the para-\ngraph wherever the line was full; the last of them\nis shorter.\n\nAnd \
                    another paragraph that goes on over the end\nof a line.";
        let expected = [
            "A headline that is short",
            "The first line of this text is as long as the others are, since somebody's program has broken the paragraph \
             wherever the line was full; the last of them is shorter.",
            "And another paragraph that goes on over the end of a line.",
        ];
        check(text, LineMode::Auto, &expected);
        let input = Input { bytes: text.as_bytes(), ..Input::default() };
        assert!(open(&input).unwrap().warnings[0].message.contains("hard-wrapped"));
        assert_eq!(open(&Input { lines: LineMode::Keep, ..input }).unwrap().blocks.len(), 7);
    }

    #[test]
    fn takes_a_short_first_line_as_headline() {
        let kind =
            |text: &str| open(&Input { bytes: text.as_bytes(), ..Input::default() }).unwrap().blocks[0].block.kind;
        assert_eq!(kind("Mayor resigns\nThe mayor has resigned."), BlockKind::Headline);
        assert_eq!(kind("The mayor has resigned.\nHe left."), BlockKind::Paragraph);
        assert_eq!(kind("Alone"), BlockKind::Paragraph);
    }
}
