//! Transcripts as people and programs write them, in plain text, Markdown and word processors. They are known by the share of lines that open a
//! turn, never by one: an article with a line “Note: …” stays an article.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    import::{Draft, DraftBlock, LeftOut},
    model::{BlockKind, BlockText, Link, Moment, Note, Span, Speech, cleaning::Woven},
};

use super::transcript_line::{Opening, labelled, timed};

/// The formats whose paragraphs may be a transcript. (Plain text is read by its lines.)
const FORMATS: [&str; 4] = ["docx", "odt", "rtf", "markdown"];

/// Fewer turns with a time are no proof.
const LEAST_TIMED: usize = 2;
/// Fewer turns without one are none.
const LEAST_LABELLED: usize = 4;

/// Words before a colon that name no speaker, in the languages of the desks that we know.
const NO_SPEAKERS: &[&str] = &[
    "note",
    "notes",
    "update",
    "correction",
    "source",
    "sources",
    "warning",
    "tip",
    "pro",
    "con",
    "contra",
    "example",
    "hint",
    "photo",
    "credit",
    "figure",
    "fact",
    "claim",
    "myth",
    "verdict",
    "rating",
    "true",
    "false",
    "step",
    "day",
    "chapter",
    "date",
    "time",
    "where",
    "when",
    "place",
    "price",
    "who",
    "what",
    "why",
    "how",
    "result",
    "conclusion",
    "background",
    "context",
    "summary",
    "read more",
    "see also",
    "related",
    "hinweis",
    "anmerkung",
    "quelle",
    "quellen",
    "foto",
    "achtung",
    "beispiel",
    "behauptung",
    "fakt",
    "mythos",
    "bewertung",
    "ort",
    "datum",
    "zeit",
    "preis",
    "fazit",
    "hintergrund",
    "korrektur",
    "ergebnis",
    "wer",
    "was",
    "wann",
    "wo",
    "warum",
    "wie",
    "remarque",
    "exemple",
    "lieu",
    "prix",
    "heure",
    "affirmation",
    "mythe",
    "verdict final",
    "à savoir",
    "attention",
    "nota",
    "fuente",
    "fuentes",
    "ejemplo",
    "lugar",
    "fecha",
    "hora",
    "precio",
    "afirmación",
    "mito",
    "hecho",
    "veredicto",
    "atención",
    "resultado",
];

/// A line of a text, or what stands between lines.
enum Line<'a> {
    /// Words, and the paragraph of a document with the byte at which they begin in it.
    Words(Cow<'a, str>, Option<(usize, usize)>),
    /// A paragraph ends.
    Gap,
    /// A heading, a table, what is left out: as it is.
    Other(Box<DraftBlock>),
}

/// The turns of a plain text that is a transcript. `None`: it is none.
pub fn of_text(text: &str) -> Option<Vec<DraftBlock>> {
    let way = Way::of(|| text.lines())?;
    let lines = text
        .lines()
        .map(|line| if line.trim().is_empty() { Line::Gap } else { Line::Words(Cow::Borrowed(line), None) });
    Some(read(way, lines, &[]))
}

/// Makes turns of the paragraphs of a document that is a transcript.
pub fn recognise(draft: &mut Draft) {
    if !FORMATS.contains(&draft.format) || !draft.chapters.is_empty() {
        return;
    }
    let is_line = |block: &&DraftBlock| block.keep && block.block.kind == BlockKind::Paragraph;
    let lines = || draft.blocks.iter().filter(is_line).flat_map(|block| block.block.text.lines());
    let Some(way) = Way::of(lines) else { return };
    let blocks = std::mem::take(&mut draft.blocks);
    let mut paragraphs: Vec<BlockText> = Vec::new();
    let mut lines = Vec::new();
    for block in blocks {
        if !is_line(&&block) {
            lines.push(Line::Other(Box::new(block)));
            continue;
        }
        let mut at = 0;
        for line in block.block.text.split('\n') {
            if !line.trim().is_empty() {
                lines.push(Line::Words(Cow::Owned(line.to_owned()), Some((paragraphs.len(), at))));
            }
            at += line.len() + 1;
        }
        lines.push(Line::Gap);
        paragraphs.push(block.block);
    }
    draft.blocks = read(way, lines.into_iter(), &paragraphs);
}

/// How the turns of a transcript begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// With a name and a time.
    Timed,
    /// With a time alone.
    TimeAlone,
    /// With a name and a colon.
    Labelled,
}

impl Way {
    /// The way of a text, where there is no doubt about it.
    fn of<'a, I: Iterator<Item = &'a str>>(lines: impl Fn() -> I) -> Option<Self> {
        let worded = || lines().filter(|line| !line.trim().is_empty());
        let (mut named, mut bare) = (Tally::default(), Tally::default());
        for line in worded() {
            let opening = timed(line);
            let (own, alone) = opening
                .map_or((None, None), |it| if it.speaker.is_empty() { (None, Some(it)) } else { (Some(it), None) });
            named.add(own);
            bare.add(alone);
        }
        if named.is_timed_transcript() {
            return Some(Self::Timed);
        }
        if bare.is_bare_transcript() {
            return Some(Self::TimeAlone);
        }
        let mut labels = Tally::default();
        worded().for_each(|line| labels.add(labelled(line).filter(|opening| is_speaker(opening.speaker))));
        labels.is_labelled_transcript().then_some(Self::Labelled)
    }

    fn opening(self, line: &str) -> Option<Opening<'_>> {
        match self {
            Self::Timed => timed(line).filter(|opening| !opening.speaker.is_empty()),
            Self::TimeAlone => timed(line).filter(|opening| opening.speaker.is_empty()),
            Self::Labelled => labelled(line),
        }
    }
}

/// What the lines of a text look like together.
#[derive(Default)]
struct Tally<'a> {
    /// Lines with words, from the first that opens a turn on.
    lines: usize,
    /// Lines before.
    before: usize,
    openings: usize,
    /// Openings with words, on their line or behind it.
    spoken: usize,
    is_silent: bool,
    names: HashMap<&'a str, usize>,
    last: &'a str,
    /// Openings by another than the one before.
    changes: usize,
    time: Option<u64>,
    /// Openings that are earlier than the one before.
    backward: usize,
    has_hours: bool,
    starts_early: bool,
}

impl<'a> Tally<'a> {
    fn add(&mut self, opening: Option<Opening<'a>>) {
        let Some(Opening { speaker, ms, words }) = opening else {
            if self.openings > 0 {
                self.lines += 1;
                self.spoken += usize::from(std::mem::take(&mut self.is_silent));
            } else {
                self.before += 1;
            }
            return;
        };
        if self.openings == 0 {
            self.starts_early = ms.is_some_and(|ms| ms < 120_000);
        }
        self.lines += 1;
        self.openings += 1;
        self.is_silent = words.trim().is_empty();
        self.spoken += usize::from(!self.is_silent);
        self.has_hours |= ms.is_some_and(|ms| ms >= 3_600_000);
        self.changes += usize::from(speaker != self.last);
        self.backward += usize::from(self.time.zip(ms).is_some_and(|(before, ms)| ms < before));
        self.last = speaker;
        self.time = ms.or(self.time);
        *self.names.entry(speaker).or_default() += 1;
    }

    /// Whether openings are at least one in so many lines.
    fn is_one_in(&self, lines: usize) -> bool {
        self.openings * lines >= self.lines
    }

    /// What stands before the first turn is only a head, and turns have words.
    fn is_whole(&self) -> bool {
        self.before <= 10.max(self.lines / 4) && self.spoken * 4 >= self.openings * 3
    }

    /// Names that speak again.
    fn again(&self) -> usize {
        self.names.values().filter(|count| **count > 1).count()
    }

    /// Whether time runs on.
    fn runs_on(&self) -> bool {
        self.backward * 10 <= self.openings
    }

    fn is_timed_transcript(&self) -> bool {
        let is_sure = if self.again() > 0 { self.is_one_in(12) } else { self.is_one_in(3) };
        self.openings >= LEAST_TIMED && self.runs_on() && self.is_whole() && is_sure
    }

    fn is_bare_transcript(&self) -> bool {
        self.openings >= 3
            && self.runs_on()
            && self.is_whole()
            && self.is_one_in(2)
            && (self.starts_early || self.has_hours)
    }

    fn is_labelled_transcript(&self) -> bool {
        let speak_again = self.names.iter().filter(|(_, count)| **count > 1).map(|(_, count)| count).sum::<usize>();
        let is_conversation =
            self.again() >= 2 && speak_again * 4 >= self.openings * 3 && self.changes * 2 >= self.openings;
        let is_questions = self.names.len() == 2 && self.names.keys().all(|name| name.chars().count() <= 2);
        let is_sure = self.is_one_in(2)
            || self.openings >= 6 && self.is_one_in(4)
            || is_questions && self.changes * 4 >= self.openings * 3 && self.is_one_in(8);
        self.openings >= LEAST_LABELLED && self.is_whole() && is_conversation && is_sure
    }
}

/// Whether a name before a colon may be that of a speaker.
pub fn is_speaker(name: &str) -> bool {
    let name = name.to_lowercase();
    let first = name.split([' ', '(']).next().unwrap_or_default();
    !NO_SPEAKERS.contains(&name.as_str()) && !NO_SPEAKERS.contains(&first)
}

/// A turn that is being made of lines, and what of a paragraph went into it.
#[derive(Default)]
struct Turns<'p> {
    out: Vec<DraftBlock>,
    /// Of each turn the paragraphs that it has words or its name from, in their order.
    woven: Vec<Vec<(usize, Woven)>>,
    paragraphs: &'p [BlockText],
}

impl Turns<'_> {
    fn push(&mut self, block: DraftBlock) {
        self.out.push(block);
        self.woven.push(Vec::new());
    }

    /// Adds words of a line to the last turn.
    fn say(&mut self, line: &str, words: &str, from: Option<(usize, usize)>) {
        let Some((last, woven)) = self.out.last_mut().zip(self.woven.last_mut()) else { return };
        let text = &mut last.block.text;
        let space = if !text.is_empty() && super::turns::needs_space(text, words) { " " } else { "" };
        if let Some((paragraph, at)) = from {
            if woven.last().is_none_or(|(last, _)| *last != paragraph) {
                let mut new = Woven::default();
                new.add(text);
                woven.push((paragraph, new));
            }
            if let Some((_, woven)) = woven.last_mut() {
                woven.add(space);
                let start = at + line.rfind(words).unwrap_or(0);
                woven.keep(&self.paragraphs[paragraph].text, start..start + words.len());
            }
        }
        text.push_str(space);
        text.push_str(words);
    }

    /// The turns, with the links and notes of the paragraphs at their words; what stood at a name stands at the first word.
    fn finish(self) -> Vec<DraftBlock> {
        let mut out = self.out;
        for (block, woven) in out.iter_mut().zip(self.woven) {
            let text = &mut block.block;
            let first = text.text.find(' ').unwrap_or(text.text.len());
            for (paragraph, woven) in woven {
                let BlockText { links, notes, .. } = &self.paragraphs[paragraph];
                let moved = |span: Span| {
                    let range = woven.range(span.range()).filter(|range| !range.is_empty()).unwrap_or(0..first);
                    Span::new(range.start, range.end).ok()
                };
                let is_here = |span: Span| woven.holds(&span.range()) || span.start() == 0;
                let here = links.iter().filter(|link| is_here(link.span));
                text.links.extend(here.filter_map(|link| Some(Link { span: moved(link.span)?, ..link.clone() })));
                let here = notes.iter().filter(|note| is_here(note.span));
                text.notes.extend(here.filter_map(|note| Some(Note { span: moved(note.span)?, ..note.clone() })));
            }
            text.links.sort_by_key(|link| link.span);
            text.notes.sort_by_key(|note| note.span);
        }
        out
    }
}

/// The turns of lines, which are those of `paragraphs` where the text has some.
fn read<'a>(way: Way, lines: impl Iterator<Item = Line<'a>>, paragraphs: &[BlockText]) -> Vec<DraftBlock> {
    let mut turns = Turns { paragraphs, ..Turns::default() };
    let mut speech = Speech::default();
    // Whether the next words go on in the last block.
    let mut is_open = false;
    // The lines of turns that have no words yet, with the places of their blocks.
    let mut bare: Vec<(usize, String)> = Vec::new();
    for line in lines {
        let (line, from) = match line {
            Line::Words(line, from) => (line, from),
            Line::Gap => {
                // A name on a line of its own may have a blank line behind it.
                is_open = is_open && turns.out.last().is_some_and(|last| last.block.text.is_empty());
                continue;
            }
            Line::Other(block) => {
                is_open = false;
                turns.push(*block);
                continue;
            }
        };
        let opening = way.opening(&line);
        if let Some(opening) = opening.as_ref().filter(|opening| is_speaker(opening.speaker)) {
            let times = opening.ms.map(|ms| Moment { at: 0, ms });
            speech =
                Speech { speaker: opening.speaker.to_owned(), times: times.into_iter().collect(), ..Speech::default() };
            let mut block = DraftBlock::kept(BlockKind::Paragraph, "");
            block.block.speech = speech.clone();
            if opening.words.is_empty() {
                bare.push((turns.out.len(), line.trim().to_owned()));
            }
            turns.push(block);
            turns.say(&line, opening.words, from);
        } else {
            if !is_open || opening.is_some() {
                let mut block = DraftBlock::kept(BlockKind::Paragraph, "");
                // “Note: …” amid a speech is not said by who speaks.
                if opening.is_none() {
                    block.block.speech = speech.clone();
                }
                turns.push(block);
            }
            turns.say(&line, line.trim(), from);
        }
        is_open = true;
    }
    let mut out = turns.finish();
    for (at, line) in bare {
        if let Some(block) = out.get_mut(at).filter(|block| block.block.text.is_empty()) {
            block.block.text = line;
            block.drop(LeftOut::NoWords);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Option<Vec<(String, String, String)>> {
        let blocks = of_text(text)?;
        let told = |block: DraftBlock| {
            let time = block.block.speech.locator_at(0);
            (block.block.speech.speaker, time, block.block.text)
        };
        Some(blocks.into_iter().map(told).collect())
    }

    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let found = turns(text).unwrap_or_else(|| panic!("no transcript: {text}"));
        let found: Vec<_> = found.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_with_times_are_turns() {
        check(
            "Hearing of the town council\n\nANNA HOLM [00:15]: We closed the bridge\nbecause it was old.\n\nIt will open again.\n\nBO LEE [01:02:30]: When?\n",
            &[
                ("", "", "Hearing of the town council"),
                ("ANNA HOLM", "00:00:15", "We closed the bridge because it was old."),
                ("ANNA HOLM", "00:00:15", "It will open again."),
                ("BO LEE", "01:02:30", "When?"),
            ],
        );
        check(
            "[00:15] Anna: Ja.\n[00:20] Jürgen Weiß: Nein.",
            &[("Anna", "00:00:15", "Ja."), ("Jürgen Weiß", "00:00:20", "Nein.")],
        );
        check(
            "SPEAKER 1 00:00:15\nYes.\n\nSPEAKER 2 00:00:20\n\nNo.\nNever.\n\nSPEAKER 1 00:00:25\nWell.",
            &[
                ("SPEAKER 1", "00:00:15", "Yes."),
                ("SPEAKER 2", "00:00:20", "No. Never."),
                ("SPEAKER 1", "00:00:25", "Well."),
            ],
        );
        check(
            "[00:00] So it was.\n[00:05] And then\n[00:09] it ended.",
            &[("", "00:00:00", "So it was."), ("", "00:00:05", "And then"), ("", "00:00:09", "it ended.")],
        );
    }

    #[test]
    fn questions_and_answers_are_turns() {
        check(
            "Q: Why?\nA: It was old.\nQ: When?\nA: In May.\nNote: the tape stops here.",
            &[
                ("Q", "", "Why?"),
                ("A", "", "It was old."),
                ("Q", "", "When?"),
                ("A", "", "In May."),
                ("", "", "Note: the tape stops here."),
            ],
        );
        check(
            "Élise Dupont : Pourquoi ?\n\nM. Roux : Il était vieux.\n\nÉlise Dupont : Quand ?\n\nM. Roux : En mai.",
            &[
                ("Élise Dupont", "", "Pourquoi ?"),
                ("M. Roux", "", "Il était vieux."),
                ("Élise Dupont", "", "Quand ?"),
                ("M. Roux", "", "En mai."),
            ],
        );
    }

    #[test]
    fn links_and_notes_stay_at_the_words_of_their_turn() {
        let link = |start, end, url: &str| Link { span: Span::new(start, end).unwrap(), url: url.into() };
        let paragraph = |text: &str, links: Vec<Link>| {
            let mut block = DraftBlock::kept(BlockKind::Paragraph, text);
            block.block.links = links;
            block
        };
        let blocks = vec![
            paragraph("Anna [00:15]: See the report.", vec![link(18, 28, "a"), link(0, 4, "b")]),
            paragraph("Bo (00:20)", Vec::new()),
            paragraph("In it\nor there.", vec![link(9, 14, "c")]),
        ];
        let mut draft = Draft { format: "docx", blocks, ..Draft::default() };
        recognise(&mut draft);
        let found: Vec<_> = draft.blocks.iter().map(|block| &block.block).collect();
        assert_eq!((found[0].text.as_str(), found[1].text.as_str()), ("See the report.", "In it or there."));
        assert_eq!(found[0].links, [link(0, 3, "b"), link(4, 14, "a")]);
        assert_eq!(found[1].links, [link(9, 14, "c")]);
    }

    #[test]
    fn an_article_stays_an_article() {
        let prose = "The bridge was closed on Monday.\n\nNote: it was built in 1900.\n\nThe town has paid.\n\nUpdate: it is open again.\n\n";
        let lists = [
            prose.repeat(3),
            "Claim: The bridge is new.\nVerdict: Wrong.\nClaim: It is long.\nVerdict: Right.\n".repeat(2),
            "Ort: Berlin\nDatum: 5. Mai\nPreis: 10 Euro\nVeranstalter: Stadt\nBeginn: 19:30 Uhr\nEinlass: 19:00 Uhr".to_owned(),
            "Director: Anna Holm\nCast: Bo Lee\nMusic: Cy Day\nLength: 90 minutes\nCountry: Norway".to_owned(),
            "Fuente: El País\nAnna: hola\nLa alcaldesa dijo que no.\nNadie pagó.\nFin.".to_owned(),
            "14:05: The minister speaks.\n14:10: He ends.\n14:20: All go home.".to_owned(),
            "The programme\nWelcome\nThe mayor speaks about the bridge at length.\nLunch (12:30)\nIt ends in the evening, after the last talk.\nNobody pays.".to_owned(),
            "Zug 10:15\nZug 10:30\nBus 10:40\nZug 11:00".to_owned(),
            "The council met.\nAnna Holm (12:30) was there.\n".repeat(4),
        ];
        for text in lists {
            assert_eq!(turns(&text), None, "{text}");
        }
    }
}
