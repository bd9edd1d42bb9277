//! WebVTT (W3C), read as leniently as players read it: times with fewer digits, and a block whose time cannot be read is passed over (and
//! listed), not the file refused.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Captions, Draft, ImportError, Importer, Input, LeftOut, MetaField, Steps,
    lines::{head, lines, ms_of},
};

pub(super) const IMPORTER: Importer =
    Importer { id: "vtt", name: "WebVTT captions", extensions: &["vtt", "webvtt"], has_lines: false, sniff, open };

/// The line with the times of a caption.
static TIMINGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time =
        |n: &str| format!(r"(?:(?<h{n}>[0-9]+):)?(?<m{n}>[0-9]{{1,2}}):(?<s{n}>[0-9]{{1,2}})\.(?<f{n}>[0-9]{{1,3}})");
    Regex::new(&format!(r"^\s*{}\s*-->\s*{}", time("1"), time("2"))).ok()
});

fn sniff(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let rest = head.strip_prefix("WEBVTT");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let (text, mut draft) = super::decoded(input, IMPORTER.id, "text/vtt")?;
    let (captions, header) = read(&text, input.steps)?;
    read_header(&header, &mut draft);
    Ok(captions.into_draft(draft))
}

/// Reads captions, and the lines of the header.
fn read<'a, 's>(text: &'a str, steps: Steps<'s>) -> Result<(Captions<'s>, Vec<&'a str>), ImportError> {
    let mut captions = Captions::told(steps);
    let mut header = Vec::new();
    for_each(text, |block| match block {
        Block::Header(lines) => {
            captions.leave_out(&lines[1..].join("\n"), LeftOut::CaptionSetup);
            header = lines;
            Ok(())
        }
        Block::Cue { start, end, lines } => captions.add(start, end, &lines.join("\n")),
        Block::Other(lines, why) => {
            captions.leave_out(&lines.join("\n"), why);
            Ok(())
        }
    })?;
    Ok((captions, header))
}

/// What stands between blank lines.
pub(super) enum Block<'a> {
    /// The first one.
    Header(Vec<&'a str>),
    /// A caption: its times in milliseconds and its lines.
    Cue { start: u64, end: u64, lines: Vec<&'a str> },
    /// What is no caption, and why.
    Other(Vec<&'a str>, LeftOut),
}

/// Goes through the blocks of a file.
///
/// # Errors
/// [`ImportError::Damaged`] for a file that does not begin as WebVTT, and what `take` gives.
pub(super) fn for_each<'a>(
    text: &'a str,
    mut take: impl FnMut(Block<'a>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    if !text.starts_with("WEBVTT") {
        return Err(ImportError::Damaged("the file of captions"));
    }
    let (mut block, mut in_header) = (Vec::new(), true);
    for line in lines(text) {
        if line.is_empty() || begins_block(&block, line, in_header) {
            let lines = std::mem::take(&mut block);
            if !lines.is_empty() {
                take(classified(lines, in_header))?;
                in_header = false;
            }
        }
        if !line.is_empty() {
            block.push(line);
        }
    }
    if block.is_empty() { Ok(()) } else { take(classified(block, in_header)) }
}

/// Whether a line with an arrow cannot be the line of times of the block before it.
fn begins_block(block: &[&str], line: &str, in_header: bool) -> bool {
    !block.is_empty() && line.contains("-->") && (in_header || block.len() > 1 || block[0].contains("-->"))
}

fn classified(lines: Vec<&str>, in_header: bool) -> Block<'_> {
    if in_header {
        return Block::Header(lines);
    }
    let has_arrow = |line: &&str| line.contains("-->");
    let at = usize::from(lines.len() > 1 && !has_arrow(&lines[0]) && has_arrow(&lines[1]));
    if !lines.get(at + 1).is_some_and(has_arrow)
        && let Some((start, end)) = timings(lines[at])
    {
        return Block::Cue { start, end, lines: lines[at + 1..].to_vec() };
    }
    let why = if lines.iter().any(has_arrow) {
        LeftOut::Untimed
    } else if lines[0].starts_with("NOTE") {
        LeftOut::CaptionNote
    } else if lines[0] == "STYLE" || lines[0].trim_end() == "REGION" {
        LeftOut::CaptionSetup
    } else {
        LeftOut::Untimed
    };
    Block::Other(lines, why)
}

/// The times of a line of times.
fn timings(line: &str) -> Option<(u64, u64)> {
    let found = TIMINGS.as_ref()?.captures(line.get(..line.floor_char_boundary(400))?)?;
    let time = |n: &str| {
        let field = |name: &str| found.name(&format!("{name}{n}")).map_or("", |found| found.as_str());
        let [hours, minutes, seconds] = [field("h"), field("m"), field("s")];
        let is_in_range = hours.len() <= 10 && [minutes, seconds].iter().all(|field| *field < "6" || field.len() == 1);
        let thousandths = format!("{:0<3}", field("f"));
        if is_in_range { ms_of([hours, minutes, seconds, &thousandths]) } else { None }
    };
    Some((time("1")?, time("2")?))
}

/// The title behind the sign of the format, and the language.
fn read_header(header: &[&str], draft: &mut Draft) {
    const FOUND_IN: &str = "header of the captions";
    let Some((first, others)) = header.split_first() else { return };
    let title = first.trim_start_matches("WEBVTT").trim().strip_prefix('-').unwrap_or_default().trim();
    if !title.is_empty() {
        draft.meta.title = title.to_owned();
        draft.note(MetaField::Title, FOUND_IN);
    }
    let inline = first.split(';').map(str::trim);
    let language = others.iter().copied().chain(inline).find_map(|line| line.strip_prefix("Language:"));
    super::set_language(draft, language.unwrap_or_default(), FOUND_IN);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        import::{Input, open},
        model::Moment,
    };

    const TALK: &str = "WEBVTT - The hearing\nKind: captions\nLanguage: en\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\n\
        1\n00:12:30.000 --> 00:12:32.000 align:start\n<v Ann Lee>We closed the bridge because\n\n\
        2\n00:12:32.000 --> 00:12:35.500\n<v Ann Lee>it was not safe. &amp; that is all.\n\n\
        00:12:36.000 --> 00:12:37.000\n<v Bo>[Applause]\nWhy now?\n";

    fn draft(text: &str) -> Draft {
        open(&Input { bytes: text.as_bytes(), name: "a.txt", ..Input::default() }).unwrap()
    }

    #[test]
    fn captions_become_turns_with_speaker_and_time() {
        let draft = draft(TALK);
        assert_eq!(
            (draft.format, draft.meta.title.as_str(), draft.meta.language.as_str()),
            ("vtt", "The hearing", "en")
        );
        let kept: Vec<_> = draft.blocks.iter().filter(|block| block.keep).map(|block| &block.block).collect();
        assert_eq!(kept[0].text, "We closed the bridge because it was not safe. & that is all.");
        assert_eq!(kept[0].speech.speaker, "Ann Lee");
        assert_eq!(kept[0].speech.times, [Moment { at: 0, ms: 750_000 }, Moment { at: 29, ms: 752_000 }]);
        assert_eq!((kept[1].text.as_str(), kept[1].speech.speaker.as_str()), ("[Applause] Why now?", "Bo"));
        let out: Vec<_> =
            draft.blocks.iter().filter_map(|block| Some((block.why?, block.block.text.as_str()))).collect();
        let expected = [
            (LeftOut::CaptionSetup, "Kind: captions\nLanguage: en"),
            (LeftOut::CaptionNote, "NOTE made by hand"),
            (LeftOut::CaptionSetup, "STYLE\n::cue { color: red }"),
        ];
        assert_eq!(out, expected);
    }

    #[test]
    fn what_has_no_readable_time_is_listed() {
        let draft = draft(
            "WEBVTT\n\n0:1.000 --> 0:2.0\nOne.\n\nTwo.\n\n00:61.000 --> 00:62.000\nThree.\n\n00:03.000 --> 00:04.000\n00:05.000 --> 00:06.000\nFour.\n",
        );
        let words: Vec<_> = draft.blocks.iter().map(|block| (block.why, block.block.text.as_str())).collect();
        let expected =
            [(None, "One."), (Some(LeftOut::Untimed), "Two.\n00:61.000 --> 00:62.000\nThree."), (None, "Four.")];
        assert_eq!(words, expected);
        assert!(draft.warnings.iter().any(|warning| warning.message.contains("damaged")));
        assert!(draft.warnings.iter().any(|warning| warning.message.contains("One caption has no words")));
    }

    #[test]
    fn a_file_without_its_sign_is_refused() {
        let bytes = b"00:00.500 --> 00:07.000\nOne.";
        let refused = open(&Input { bytes, name: "a.vtt", ..Input::default() });
        assert_eq!(refused, Err(ImportError::Damaged("the file of captions")));
    }
}
