//! What stands at the words of an article without being part of them: links, and the signs of notes and the notes themselves. While a line
//! is read its [`Marks`] go along with the letters; at the end [`settle`] ties every note to the words at which its sign stands.

use std::{collections::HashMap, ops::Range};

use url::Url;

use crate::model::{
    BlockKind, Link, Note, NoteKind, Span,
    cleaning::Woven,
    reference::{MAX_ADDRESS, words_at, words_of},
};

use super::{DraftBlock, LeftOut, raised};

/// Bytes of notes and addresses that are kept of one article. A comment on many paragraphs counts in each.
const MAX_KEPT: usize = 8 << 20;

/// A longer passage is no note, unless its format says that it is one.
const MAX_NOTE: usize = 6 << 10;

/// So many comments are open at a time; one more stands at the place where it begins.
const MAX_OPEN: usize = 64;

/// So often a comment goes on in another line, all of them together; then each ends with its line.
const MAX_CARRIED: usize = 100_000;

/// Notes on notes are followed so far.
const MAX_DEPTH: usize = 4;

/// What stands at the words of a line, in bytes of the line as it was when it was noted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    links: Vec<(Range<usize>, String)>,
    signs: Vec<Sign>,
    open_links: Vec<(usize, String)>,
    open_comments: Vec<OpenComment>,
    /// How often a comment has gone on in another line.
    carried: usize,
}

/// The sign of a note, or the words that a comment is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sign {
    at: Range<usize>,
    /// Which note.
    key: String,
    /// The sign as it is printed.
    text: String,
}

/// A comment whose words have not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OpenComment {
    start: usize,
    key: String,
    /// Whether words in an earlier line have it.
    has_words: bool,
}

/// That a block is a note, or a part of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteOf {
    /// Which note.
    pub key: String,
    /// What it is.
    pub kind: NoteKind,
    /// Who wrote it.
    pub author: String,
    /// Its day, ISO 8601.
    pub date: String,
    /// Its words where they are not those of the block.
    pub text: Option<String>,
    /// Where its words lead, beside the block's own links.
    pub urls: Vec<String>,
    /// Whether the format says that it is a note. Else it is one only where a sign before it leads to it.
    pub is_sure: bool,
}

impl Marks {
    /// A link.
    pub fn link(&mut self, words: Range<usize>, url: String) {
        self.links.push((words, url));
    }

    /// A link begins.
    pub fn open_link(&mut self, at: usize, url: String) {
        self.open_links.push((at, url));
    }

    /// The last link that has begun ends.
    pub fn close_link(&mut self, at: usize) {
        if let Some((start, url)) = self.open_links.pop() {
            self.links.push((start..at, url));
        }
    }

    /// The sign of a note stands here.
    pub fn sign(&mut self, at: usize, key: String, text: &str) {
        // A raised sign and the link around it are one.
        if self.signs.last().is_none_or(|last| last.key != key || last.at != (at..at)) {
            self.signs.push(Sign { at: at..at, key, text: text.trim().to_owned() });
        }
    }

    /// The words begin that a comment is about.
    pub fn open_comment(&mut self, at: usize, key: String) {
        if self.open_comments.len() >= MAX_OPEN {
            return self.sign(at, key, "");
        }
        self.open_comments.push(OpenComment { start: at, key, has_words: false });
    }

    /// They end.
    pub fn close_comment(&mut self, at: usize, key: &str) {
        let Some(index) = self.open_comments.iter().position(|comment| comment.key == key) else { return };
        let OpenComment { start, key, has_words } = self.open_comments.remove(index);
        if start < at || !has_words {
            self.signs.push(Sign { at: start..at.max(start), key, text: String::new() });
        }
    }

    /// Whether a sign of a note stands in the line.
    pub fn has_sign(&self, key: &str) -> bool {
        self.signs.iter().any(|sign| sign.key == key) || self.open_comments.iter().any(|comment| comment.key == key)
    }

    /// The line ends after so many bytes. What is open goes on in the next one.
    pub fn end_line(&mut self, len: usize) -> Self {
        let mut ended =
            Self { links: std::mem::take(&mut self.links), signs: std::mem::take(&mut self.signs), ..Self::default() };
        for (start, url) in &mut self.open_links {
            ended.links.push((std::mem::take(start)..len, url.clone()));
        }
        for comment in &mut self.open_comments {
            let start = std::mem::take(&mut comment.start);
            if start < len {
                comment.has_words = true;
                ended.signs.push(Sign { at: start..len, key: comment.key.clone(), text: String::new() });
            }
        }
        self.carried += self.open_comments.len();
        if self.carried > MAX_CARRIED {
            self.open_comments.clear();
        }
        ended
    }

    /// What of it stands at the words that are kept of the line. The sign of a note is never lost: it stands at what is nearest.
    pub fn through(&self, woven: &Woven) -> Self {
        let links = self.links.iter().filter_map(|(at, url)| Some((woven.range(at.clone())?, url.clone())));
        let signs = self.signs.iter().map(|sign| {
            let at = woven.range(sign.at.clone()).unwrap_or(0..0);
            Sign { at, ..sign.clone() }
        });
        Self { links: links.filter(|(at, _)| !at.is_empty()).collect(), signs: signs.collect(), ..Self::default() }
    }

    /// Parts it where a line is parted: what stands before each of the places goes with the part before it.
    pub fn parted(self, starts: &[usize]) -> Vec<Self> {
        let mut parts = vec![Self::default(); starts.len().max(1)];
        let part = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
        for (at, url) in self.links {
            let (first, last) = (part(at.start), part(at.end.saturating_sub(1)).max(part(at.start)));
            parts[first..=last].iter_mut().for_each(|part| part.links.push((at.clone(), url.clone())));
        }
        for sign in self.signs {
            let last = if sign.at.is_empty() { part(sign.at.start) } else { part(sign.at.end - 1) };
            parts[part(sign.at.start)..=last].iter_mut().for_each(|part| part.signs.push(sign.clone()));
        }
        parts
    }

    /// Takes in what stands in a line that is added behind so many bytes.
    pub fn append(&mut self, other: Self, behind: usize) {
        let moved = |at: Range<usize>| at.start + behind..at.end + behind;
        self.links.extend(other.links.into_iter().map(|(at, url)| (moved(at), url)));
        self.signs.extend(other.signs.into_iter().map(|sign| Sign { at: moved(sign.at), ..sign }));
    }

    /// Takes in what stands in the next line of a paragraph, whose words begin at so many bytes. A link that goes on is one; what stood at a
    /// hyphen that is gone does not reach into the line.
    pub fn go_on(&mut self, other: Self, behind: usize) {
        // They stand in the order of the words.
        let beyond = self.links.iter_mut().rev().take_while(|(at, _)| at.end > behind);
        beyond.for_each(|(at, _)| at.end = behind);
        let is_first = self.links.len();
        self.append(other, behind);
        if let Some((before, [next, ..])) = self.links.split_at_mut_checked(is_first)
            && let Some(last) = before.last_mut().filter(|last| last.1 == next.1 && last.0.end + 1 >= next.0.start)
        {
            last.0.end = next.0.end;
            self.links.remove(is_first);
        }
    }

    /// Its links alone.
    pub fn links_alone(&self) -> Self {
        Self { links: self.links.clone(), ..Self::default() }
    }

    /// The notes whose signs stand in the line.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.signs.iter().map(|sign| sign.key.as_str())
    }

    /// Where the words of the line lead.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(|(_, url)| url.as_str())
    }
}

/// An address that words lead to: whole where the address of the page is known. `None` for places in the page itself, for scripts and
/// for files that are written into the address.
pub fn address(href: &str, base: Option<&Url>) -> Option<String> {
    let href: String = href.trim().chars().filter(|char| !char.is_control()).collect();
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase()).unwrap_or_default();
    if href.is_empty()
        || href.len() > MAX_ADDRESS
        || href.starts_with('#')
        || matches!(scheme.as_str(), "javascript" | "data" | "vbscript" | "about" | "blob")
    {
        return None;
    }
    let whole = match (Url::parse(&href), base) {
        (Err(_), Some(base)) => base.join(&href).ok().map(String::from),
        _ => None,
    };
    Some(whole.unwrap_or(href))
}

/// Marks blocks as a note. What is a note on it stays one of its own.
pub fn as_note(mut blocks: Vec<DraftBlock>, of: &NoteOf) -> Vec<DraftBlock> {
    let own = blocks.iter_mut().filter(|block| block.note.is_none());
    own.for_each(|block| block.note = Some(Box::new(of.clone())));
    blocks
}

/// Puts links and notes on the blocks. A note whose sign stands in the article is listed as one that is kept at its words; one that no sign
/// leads to stays where it is.
pub fn settle(blocks: &mut [DraftBlock]) {
    let notes = Notes::of(blocks);
    let mut left = MAX_KEPT;
    let mut used: HashMap<String, bool> = HashMap::new();
    for (index, block) in blocks.iter_mut().enumerate() {
        let Marks { links, signs, .. } = std::mem::take(&mut block.marks);
        for (at, url) in links {
            if let Some(span) = words_of(&block.block.text, at)
                && take(&mut left, url.len())
            {
                block.block.links.push(Link { span, url });
            }
        }
        for sign in signs {
            for note in notes.at(index, &sign) {
                let found = words_at(&block.block.text, sign.at.clone());
                let Some(span) = found.filter(|_| take(&mut left, note.note.len_in_bytes())) else { continue };
                let text = without_sign(&note.note.text, &sign.text, note.is_sure);
                block.block.notes.push(Note { span, text, ..note.note.clone() });
                *used.entry(note.key.clone()).or_default() |= block.keep;
            }
        }
    }
    for block in blocks {
        let Some(of) = block.note.take() else { continue };
        let is_kept = used.get(&of.key).copied().unwrap_or(false);
        match of.kind {
            NoteKind::Note if is_kept => {
                block.block.kind = BlockKind::Footnote;
                block.drop(LeftOut::Note);
            }
            NoteKind::Comment if is_kept => block.drop(LeftOut::DocumentComment),
            _ => {}
        }
    }
}

/// Takes so many of the bytes that are left.
fn take(left: &mut usize, bytes: usize) -> bool {
    let is_enough = bytes <= *left;
    *left -= if is_enough { bytes } else { 0 };
    is_enough
}

/// The notes of an article by their names.
struct Notes {
    notes: HashMap<String, Gathered>,
    /// The note that each block is of.
    of_block: Vec<Option<String>>,
}

struct Gathered {
    key: String,
    note: Note,
    is_sure: bool,
    first_block: usize,
    /// A heading stands in it: it is a section.
    has_heading: bool,
    /// Notes on the note.
    inner: Vec<String>,
}

impl Notes {
    fn of(blocks: &[DraftBlock]) -> Self {
        let mut notes: HashMap<String, Gathered> = HashMap::new();
        for (index, block) in blocks.iter().enumerate() {
            let Some(of) = block.note.as_deref() else { continue };
            let NoteOf { key, kind, author, date, text, urls, is_sure } = of;
            let gathered = notes.entry(key.clone()).or_insert_with(|| Gathered {
                key: key.clone(),
                note: Note {
                    // Each place has its own.
                    span: Span::new(0, 1).expect("0 is before 1"),
                    kind: *kind,
                    text: String::new(),
                    urls: urls.clone(),
                    author: author.clone(),
                    date: date.clone(),
                },
                is_sure: *is_sure,
                first_block: index,
                has_heading: false,
                inner: Vec::new(),
            });
            gathered.has_heading |= block.block.kind == BlockKind::Heading;
            let is_words = text.is_some() || !block.why.is_some_and(LeftOut::is_beside_text);
            if is_words {
                let note = &mut gathered.note;
                if !note.text.is_empty() {
                    note.text.push('\n');
                }
                note.text.push_str(text.as_deref().unwrap_or(&block.block.text));
                for url in block.marks.urls().filter(|url| !url.is_empty()) {
                    if !note.urls.iter().any(|there| there == url) {
                        note.urls.push(url.to_owned());
                    }
                }
            }
            gathered.inner.extend(block.marks.signs.iter().map(|sign| sign.key.clone()));
        }
        let of_block = blocks.iter().map(|block| block.note.as_ref().map(|of| of.key.clone())).collect();
        Self { notes, of_block }
    }

    /// The note that a sign in a block leads to, and the notes on it.
    fn at(&self, block: usize, sign: &Sign) -> Vec<&Gathered> {
        let mut found: Vec<&Gathered> = Vec::new();
        let mut keys = vec![sign.key.as_str()];
        for _ in 0..MAX_DEPTH {
            let next: Vec<&Gathered> = keys
                .iter()
                .filter_map(|key| self.notes.get(*key))
                .filter(|note| self.is_note(note, block) && found.iter().all(|there| there.key != note.key))
                .collect();
            keys = next.iter().flat_map(|note| &note.inner).map(String::as_str).collect();
            found.extend(next);
        }
        found
    }

    fn is_note(&self, note: &Gathered, block: usize) -> bool {
        let is_itself = self.of_block.get(block).and_then(Option::as_deref) == Some(note.key.as_str());
        !is_itself
            && !note.note.text.trim().is_empty()
            && (note.is_sure || block < note.first_block && !note.has_heading && note.note.text.len() <= MAX_NOTE)
    }
}

/// The words of a note without the sign that stands before them, and without the one that leads back.
fn without_sign(text: &str, sign: &str, is_sure: bool) -> String {
    let bare = |sign: &str| -> String { sign.trim().trim_matches(['[', ']', '(', ')', '.', ':']).to_owned() };
    let back =
        |char: char| char.is_whitespace() || matches!(char, '↩' | '↑' | '⤴' | '↵' | '⏎' | '\u{fe0e}' | '\u{fe0f}');
    let text = text.trim_matches(back).trim_start_matches(['^', ' ']);
    let bracketed = text.starts_with('[').then(|| text.find(']')).flatten().map(|end| &text[..=end]);
    let first = bracketed.or_else(|| text.split_whitespace().next()).unwrap_or_default();
    let raised_len = text.chars().take_while(|char| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(*char)).map(char::len_utf8).sum::<usize>();
    let rest = if raised_len > 0 {
        &text[raised_len..]
    } else if raised::is_note_sign(&bare(first))
        && (!sign.is_empty() && bare(first) == bare(sign) || !is_sure && first.starts_with('['))
    {
        &text[first.len()..]
    } else {
        text
    };
    let rest = rest.trim_start_matches([' ', '\u{a0}', '.', ':', ')']).trim();
    if rest.is_empty() { text.to_owned() } else { rest.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::{Input, open};

    /// Blocks with their links and notes: `[words](url)` and `[words]{note}`.
    pub fn shown(name: &str, bytes: &[u8]) -> Vec<String> {
        let draft = open(&Input { bytes, name, ..Input::default() }).unwrap();
        let blocks = draft.blocks.iter().filter(|block| block.keep);
        blocks
            .map(|block| {
                let block = &block.block;
                let links = block.links.iter().map(|link| (link.span, format!("({})", link.url)));
                let notes = block.notes.iter().map(|note| (note.span, format!("{{{}{}}}", note.author, note.text)));
                let marks = links.chain(notes).map(|(span, to)| format!(" [{}]{to}", span.of(&block.text)));
                block.text.clone() + &marks.collect::<String>()
            })
            .collect()
    }

    #[test]
    fn addresses_are_whole_where_the_page_has_one() {
        let base = Url::parse("https://example.org/news/a.html").unwrap();
        let of = |href: &str| address(href, Some(&base));
        assert_eq!(of(" ../b?c=1#d ").as_deref(), Some("https://example.org/b?c=1#d"));
        assert_eq!(of("//other.example/x").as_deref(), Some("https://other.example/x"));
        assert_eq!(of("mailto:ann@example.org").as_deref(), Some("mailto:ann@example.org"));
        assert_eq!(address("/b", None).as_deref(), Some("/b"));
        for none in ["#top", "javascript:void(0)", "JavaScript:a()", "data:text/plain,a", "", " "] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn a_notes_own_sign_is_none_of_its_words() {
        for (text, sign) in [
            ("1 Report.", "1"),
            ("[1] Report. ↩", "[1]"),
            ("¹ Report.", "1"),
            ("^ Report. ↩\u{fe0e}", "[1]"),
            ("1. Report.", "1"),
            ("[a]Report.", "[a]"),
        ] {
            assert_eq!(without_sign(text, sign, false), "Report.", "{text}");
        }
        assert_eq!(without_sign("1 of 3 boats.", "", true), "1 of 3 boats.");
        assert_eq!(without_sign("40 boats.", "1", false), "40 boats.");
    }

    #[test]
    fn a_comment_on_two_lines_stands_at_the_words_of_both() {
        let mut marks = Marks::default();
        marks.open_comment(4, "c".into());
        let first = marks.end_line(8);
        marks.close_comment(3, "c");
        let second = marks.end_line(9);
        assert_eq!((first.signs[0].at.clone(), second.signs[0].at.clone()), (4..8, 0..3));
    }

    #[test]
    fn comments_that_never_end_are_bounded() {
        let mut marks = Marks::default();
        (0..1_000_000).for_each(|number| marks.open_comment(0, format!("c{number}")));
        let first = marks.end_line(4);
        assert_eq!(first.signs.len(), 1_000_000);
        let later: usize = (0..100_000).map(|_| marks.end_line(4).signs.len()).sum();
        assert!(later <= MAX_CARRIED, "{later}");
    }

    const PAGE: &str = r##"<!doctype html><html><head><title>Boats lost</title><link rel=canonical href="https://example.org/news/boats"></head><body>
        <article><h1>Boats lost</h1>
        <p>The storm sank 41<sup><a href="#fn1">1</a></sup> boats, says <a href="/harbour">the harbour  <b>report</b></a> of last spring, and
        none of them was <a class="fnref" href="#fn2">[2]</a> insured at all, as the office told us<sup>3</sup>.</p>
        <p>See <a href="#top">above</a>, or <a href="https://a.example/x?y=1#z">the count</a> that <a href="javascript:go()">runs</a> here.
        <br><br>It was <a href="mailto:a@example.org">told</a> later by those who know the bay and the wall that it should have been mended.</p>
        <hr><p id="fn1"><sup>1</sup> Report of the harbour police, <a href="https://police.example/r.pdf">page 3</a>.</p>
        <ol><li id="fn2"><p>Letter of the office.</p><p>Of May. <a href="#r2">↩</a></p></li></ol><p><sup>3</sup> By telephone.</p>
        </article></body></html>"##;

    #[test]
    fn links_and_notes_of_a_page_stand_at_their_words() {
        let shown = shown("a.html", PAGE.as_bytes());
        assert_eq!(
            shown,
            [
                "Boats lost",
                "The storm sank 41 boats, says the harbour report of last spring, and none of them was [2] insured at all, as the office told us. \
                 [the harbour report](https://example.org/harbour) [41]{Report of the harbour police, page 3.} [was]{Letter of the office.\nOf May.} \
                 [us]{By telephone.}",
                "See above, or the count that runs here. [the count](https://a.example/x?y=1#z)",
                "It was told later by those who know the bay and the wall that it should have been mended. [told](mailto:a@example.org)",
            ]
        );
        let draft = open(&Input { bytes: PAGE.as_bytes(), name: "a.html", ..Input::default() }).unwrap();
        assert_eq!(draft.blocks[1].block.notes[0].urls, ["https://police.example/r.pdf"]);
        let notes = draft.blocks.iter().filter(|block| block.why == Some(LeftOut::Note));
        assert_eq!(notes.count(), 4, "what is kept as a note is listed");
    }

    #[test]
    fn a_section_to_which_letters_lead_is_no_note() {
        let page = r##"<p><a href="#a">[A]</a> <a href="#b">(b)</a> of the words that are explained here.</p><div id=a><h2>A</h2><p>Anchor: a thing.</p></div><p id=b>Boat</p>"##;
        let shown = shown("a.md", page.as_bytes());
        assert!(shown.iter().any(|block| block == "Anchor: a thing.") && shown[0].ends_with("{Boat}"), "{shown:?}");
    }

    #[test]
    fn notes_and_comments_of_googles_page_stand_at_their_words() {
        let page = r##"<html><head><meta charset=utf-8><title>Draft</title></head><body><p><span>The wall cost 4 million.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> It
            fell</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><span> in May, as everybody in the town who saw it will tell you.</span></p><hr>
            <div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Budget, p. 12</span></p></div>
            <div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Or June?</span></p></div></body></html>"##;
        let draft = open(&Input { bytes: page.as_bytes(), name: "Draft.html", ..Input::default() }).unwrap();
        let block = draft.blocks.iter().find(|block| block.block.text.starts_with("The wall")).unwrap();
        assert_eq!(
            block.block.text,
            "The wall cost 4 million. It fell in May, as everybody in the town who saw it will tell you."
        );
        let notes: Vec<_> = block
            .block
            .notes
            .iter()
            .map(|note| (note.span.of(&block.block.text), note.kind, note.text.as_str()))
            .collect();
        assert_eq!(notes, [("million.", NoteKind::Note, "Budget, p. 12"), ("fell", NoteKind::Comment, "Or June?")]);
    }

    #[test]
    fn links_and_notes_of_cells_stand_at_their_words() {
        let page = r##"<html><head><meta charset=utf-8><title>Boats</title></head><body><article><h1>Boats</h1>
            <p>The storm took many boats of the town, and the office of the harbour has counted them all since then.</p>
            <table><tr><th></th><th>Sunk  <a href="https://a.example/x">in
            May</a></th></tr><tr><td>Old<br>harbour<sup><a href="#fn1">1</a></sup></td><td rowspan=2><p>41 <b><a href="https://a.example/y">boats</a></b></p></td></tr>
            <tr><td>New harbour <a class=fnref href="#fn2">[2]</a></td></tr></table>
            <p>None of them was insured at all, as the office told us when we asked it about all the damage.</p>
            <ol><li id=fn1>Report, <a href="https://police.example/r.pdf">page 3</a>.</li><li id=fn2>Letter.</li></ol></article></body></html>"##;
        let shown = shown("a.html", page.as_bytes());
        let table = shown.iter().find(|block| block.contains("harbour\t")).unwrap();
        assert_eq!(
            table,
            "\tSunk in May\nOld harbour\t41 boats\nNew harbour [2]\t41 boats [in May](https://a.example/x) [boats](https://a.example/y) \
             [boats](https://a.example/y) [harbour]{Report, page 3.} [harbour]{Letter.}"
        );
    }

    #[test]
    fn notes_of_a_page_written_by_libreoffice_are_whole() {
        let page = r##"<html><head><meta charset=utf-8><title>Boats</title></head><body><h1>Boats</h1>
            <p>The storm took many boats of the town<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>, and the
            office of the harbour has counted them all since then.<a class="sdendnoteanc" name="sdendnote1anc" href="#sdendnote1sym"><sup>i</sup></a></p>
            <div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Report.</p>
            <p class="sdfootnote">Page 3.</p></div>
            <div id="sdendnote1"><p class="sdendnote"><a class="sdendnotesym" name="sdendnote1sym" href="#sdendnote1anc">i</a>In a letter.</p></div>
            </body></html>"##;
        let shown = shown("a.html", page.as_bytes());
        assert_eq!(
            shown,
            [
                "Boats",
                "The storm took many boats of the town, and the office of the harbour has counted them all since then. \
                 [town]{Report.\nPage 3.} [then.]{In a letter.}"
            ]
        );
    }

    #[test]
    fn links_and_notes_of_markdown_stand_at_their_words() {
        let text = "One *[two **words**](https://a.example)*, <https://b.example>, [ref][r] and <a href='https://c.example'>three</a>.[^n]\n\n[^n]: Said [here](https://d.example).\n\n    Twice.\n\n[^m]: Lost.\n\n[r]: https://e.example \"T\"\n";
        assert_eq!(
            shown("a.md", text.as_bytes()),
            [
                "One two words, https://b.example, ref and three. [two words](https://a.example) [https://b.example](https://b.example) \
                 [ref](https://e.example) [three](https://c.example) [three.]{Said here.\nTwice.}",
                "Lost."
            ]
        );
    }

    #[test]
    fn links_and_notes_of_rich_text_stand_at_their_words() {
        let text = r#"{\rtf1\ansi The {\field{\*\fldinst{HYPERLINK "https://a.example/b" }}{\fldrslt{\ul harbour report}}} says 41{\super\chftn{\footnote\pard {\super\chftn} Page 3.}} boats.{\*\atnauthor Ann}{\*\annotation Really?}\par Next.}"#;
        assert_eq!(
            shown("a.rtf", text.as_bytes()),
            [
                "The harbour report says 41 boats. [harbour report](https://a.example/b) [41]{Page 3.} [boats.]{AnnReally?}",
                "Next."
            ]
        );
    }

    proptest! {
        /// A link keeps its words whatever white space stands around and between the lines.
        #[test]
        fn words_of_a_link_stay_the_same(before in "[a \n\té\u{301}]{0,8}", words in "[b-d]{1,3}( [b-d]{1,3})?", after in "[a \n\t]{0,8}") {
            let text = format!("<p>x {before}<a href=https://example.org>{words}</a>{after} y</p>");
            let markdown = format!("x {}[{words}](https://example.org){} y", before.replace(['\n', '\t'], " "), after.replace(['\n', '\t'], " "));
            for (name, source) in [("a.html", text), ("a.md", markdown)] {
                let draft = open(&Input { bytes: source.as_bytes(), name, ..Input::default() }).unwrap();
                let links: Vec<_> = draft.blocks.iter().flat_map(|block| block.block.links.iter().map(|link| link.span.of(&block.block.text).to_owned())).collect();
                prop_assert_eq!(links, [words.clone()], "{}", source);
            }
        }
    }
}
