//! The text of an OpenDocument file: paragraphs, lists, tables, notes, comments.

use std::collections::HashSet;

use crate::{
    import::{
        DraftBlock, Steps,
        references::{self, Marks},
        run::{Beside, Look},
        word_processing::{self, Besides, CommentFrom, Flow, Role, StoryKind},
        xml::{Piece, Tag, Xml},
    },
    model::BlockKind,
};

use super::{NAMESPACES, slides::Frame, styles::Styles};

/// Elements that are passed over: what was deleted, number signs of notes, descriptions of pictures, reading signs, objects.
const PASSED_OVER: &[&str] = &[
    "text:tracked-changes",
    "text:note-citation",
    "text:ruby-text",
    "text:hidden-text",
    "text:hidden-paragraph",
    "office:forms",
    "office:scripts",
    "office:meta",
    "office:settings",
    "office:styles",
    "office:automatic-styles",
    "office:master-styles",
    "office:font-face-decls",
    "office:binary-data",
    "draw:object",
    "svg:title",
    "svg:desc",
    "text:index-title-template",
    "text:table-of-content-source",
];

/// So many empty cells or spaces are made at most of one number in the file.
const MAX_REPEATED: usize = 64;

/// Notes and boxes in each other are followed so far; the text of deeper ones is read where it stands.
const MAX_STORIES: usize = 32;

/// A reader of the text.
pub struct Body<'a> {
    styles: &'a Styles,
    /// The text and, inside it, the notes, comments and boxes that are being read.
    stories: Vec<Story>,
    /// Notes and boxes that are open beyond [`MAX_STORIES`].
    too_deep: usize,
    at_end: Vec<DraftBlock>,
    /// Notes and comments that were read so far.
    notes: usize,
    /// The names of comments whose words have an end of their own.
    ranged: HashSet<String>,
    besides: Besides,
    /// What is read of a slide.
    slide: Option<Slide>,
}

/// A slide, or the page of notes to one.
#[derive(Debug, Default)]
struct Slide {
    /// What the frame is for in which the reading is.
    frame: Option<Frame>,
    /// The notes on the slide; none on a page of notes.
    notes: Vec<DraftBlock>,
    is_notes: bool,
}

/// The text, or a note, comment or box in it.
#[derive(Debug, Default)]
struct Story {
    kind: StoryKind,
    flow: Flow,
    text: String,
    role: Option<Role>,
    in_paragraph: bool,
    lists: u8,
    /// How many indexes are open.
    contents: usize,
    /// Whether each open stretch of text is hidden, how its letters stand, and how many are hidden.
    spans: Vec<(bool, Look)>,
    /// How letters of the paragraph stand.
    look: Look,
    beside: Beside,
    hidden_spans: usize,
    has_change: bool,
    has_hidden: bool,
    author: String,
    marks: Marks,
    /// The name by which the sign in the outer story knows it.
    key: String,
    /// The day of a comment, as it stands in the file.
    date: String,
    in_date: bool,
    /// Whether the name of a comment's author is being read.
    in_author: bool,
}

impl<'a> Body<'a> {
    /// A reader that knows the styles.
    pub fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            stories: vec![Story::default()],
            too_deep: 0,
            at_end: Vec::new(),
            notes: 0,
            ranged: HashSet::new(),
            besides: Besides::default(),
            slide: None,
        }
    }

    /// A reader of a slide: the words of its frames stand one after the other.
    pub fn of_slide(styles: &'a Styles) -> Self {
        Self { slide: Some(Slide::default()), ..Self::new(styles) }
    }

    /// What the speaker has noted on the slide.
    pub fn take_speaker_notes(&mut self) -> Vec<DraftBlock> {
        self.slide.as_mut().map(|slide| std::mem::take(&mut slide.notes)).unwrap_or_default()
    }

    /// The page of notes that has just begun.
    fn speaker_notes(&mut self, xml: &mut Xml<'_>) {
        match &mut self.slide {
            Some(Slide { notes, is_notes: false, .. }) => {
                let slide = Slide { is_notes: true, ..Slide::default() };
                let mut body = Self { slide: Some(slide), ..Self::new(self.styles) };
                body.read_element(xml);
                notes.extend(body.finish().0);
            }
            _ => xml.skip(),
        }
    }

    /// Reads the body of a part.
    pub fn read(&mut self, text: &str, steps: Steps<'_>) {
        self.ranged = ranged(text);
        let mut xml = Xml::told(text, NAMESPACES, steps);
        while let Some(piece) = xml.next() {
            if matches!(&piece, Piece::Start(tag) if tag.name == "office:text") {
                self.read_element(&mut xml);
            }
        }
        self.besides.is_damaged |= xml.is_damaged();
    }

    /// Reads the element that has just begun.
    pub fn read_element(&mut self, xml: &mut Xml<'_>) {
        let mut depth = 1usize;
        while depth > 0 {
            match xml.next() {
                Some(Piece::Start(tag)) if PASSED_OVER.contains(&tag.name.as_str()) => xml.skip(),
                Some(Piece::Start(tag)) if tag.name == "presentation:notes" => self.speaker_notes(xml),
                // A section that is not shown.
                Some(Piece::Start(tag)) if tag.name == "text:section" && tag.attr("text:display") == Some("none") => {
                    self.besides.hidden += 1;
                    xml.skip();
                }
                Some(Piece::Start(tag)) => {
                    depth += 1;
                    self.start(&tag);
                }
                Some(Piece::End(name)) => {
                    depth -= 1;
                    self.end(&name);
                }
                Some(Piece::Text(text)) => self.words(&text),
                None => return,
            }
        }
    }

    /// The blocks and what else was found.
    pub fn finish(mut self) -> (Vec<DraftBlock>, Besides) {
        self.too_deep = 0;
        while self.stories.len() > 1 {
            self.close_story();
        }
        self.flush();
        self.besides.is_damaged |= self.story().flow.is_full();
        let mut blocks = self.stories.pop().map(|story| story.flow.finish()).unwrap_or_default();
        blocks.extend(self.at_end);
        (blocks, self.besides)
    }

    fn story(&mut self) -> &mut Story {
        if self.stories.is_empty() {
            self.stories.push(Story::default());
        }
        let last = self.stories.len() - 1;
        &mut self.stories[last]
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let number = |name: &str| tag.attr(name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
        match tag.name.as_str() {
            "text:p" | "text:h" => self.start_paragraph(tag),
            "text:span" => {
                let style = tag.attr("text:style-name").unwrap_or_default();
                let (is_hidden, look) = (self.styles.is_hidden(style), self.styles.look(style));
                let story = self.story();
                let outer = story.spans.last().map_or(story.look, |(_, look)| *look);
                story.spans.push((is_hidden, look.within(outer)));
                story.hidden_spans += usize::from(is_hidden);
            }
            "text:s" => self.push_text(&" ".repeat(number("text:c").min(MAX_REPEATED))),
            "text:tab" => self.push_text("\t"),
            "text:line-break" => self.push_text("\n"),
            "text:list" => {
                let story = self.story();
                story.lists = story.lists.saturating_add(1);
            }
            "text:change" | "text:change-start" => self.story().has_change = true,
            "text:a" => {
                let address = references::address(tag.attr("xlink:href").unwrap_or_default(), None).unwrap_or_default();
                let story = self.story();
                story.marks.open_link(story.text.len(), address);
            }
            "text:note" => {
                let is_end = tag.attr("text:note-class") == Some("endnote");
                let key = self.next_key();
                let story = self.story();
                story.marks.sign(story.text.len(), key.clone(), "");
                self.open_story(if is_end { StoryKind::Endnote } else { StoryKind::Footnote }, key);
            }
            "office:annotation" => {
                let name = tag.attr("office:name").filter(|name| self.ranged.contains(*name)).map(annotation_key);
                let key = name.clone().unwrap_or_else(|| self.next_key());
                let story = self.story();
                match name {
                    Some(key) => story.marks.open_comment(story.text.len(), key),
                    None => story.marks.sign(story.text.len(), key.clone(), ""),
                }
                self.open_story(StoryKind::Comment, key);
            }
            "office:annotation-end" => {
                let key = annotation_key(tag.attr("office:name").unwrap_or_default());
                let story = self.story();
                story.marks.close_comment(story.text.len(), &key);
            }
            "dc:creator" => self.story().in_author = true,
            "dc:date" => self.story().in_date = true,
            "draw:frame" | "draw:custom-shape" => {
                if let Some(slide) = &mut self.slide {
                    slide.frame = Frame::of(tag);
                }
            }
            "draw:text-box" if self.slide.is_some() => {}
            "draw:text-box" => self.open_story(StoryKind::Box, String::new()),
            "text:table-of-content"
            | "text:illustration-index"
            | "text:table-index"
            | "text:object-index"
            | "text:user-index"
            | "text:alphabetical-index" => self.story().contents += 1,
            "table:table" => self.story().flow.open_table(),
            "table:table-row" => self.story().flow.open_row(),
            "table:table-cell" => {
                let repeated = number("table:number-columns-repeated").min(MAX_REPEATED);
                let story = self.story();
                story.flow.open_cell(repeated - 1);
            }
            "table:covered-table-cell" => {
                let repeated = number("table:number-columns-repeated").min(MAX_REPEATED);
                self.story().flow.open_cell(repeated.saturating_sub(1));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "text:p" | "text:h" => self.flush(),
            "text:span" => {
                let story = self.story();
                let (was_hidden, _) = story.spans.pop().unwrap_or_default();
                story.hidden_spans = story.hidden_spans.saturating_sub(usize::from(was_hidden));
            }
            "text:list" => {
                let story = self.story();
                story.lists = story.lists.saturating_sub(1);
            }
            "draw:frame" | "draw:custom-shape" => {
                if let Some(slide) = &mut self.slide {
                    slide.frame = None;
                }
            }
            "draw:text-box" if self.slide.is_some() => {}
            "text:note" | "office:annotation" | "draw:text-box" => self.close_story(),
            "dc:creator" => self.story().in_author = false,
            "dc:date" => self.story().in_date = false,
            "text:a" => {
                let story = self.story();
                story.marks.close_link(story.text.len());
            }
            "text:table-of-content"
            | "text:illustration-index"
            | "text:table-index"
            | "text:object-index"
            | "text:user-index"
            | "text:alphabetical-index" => {
                let story = self.story();
                story.contents = story.contents.saturating_sub(1);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.flush();
                self.story().flow.close_cell(1);
            }
            "table:table" => self.story().flow.close_table(),
            _ => {}
        }
    }

    /// White space in the file stands for one space.
    fn words(&mut self, text: &str) {
        let story = self.story();
        if story.in_author {
            story.author.push_str(text);
        }
        if story.in_date {
            story.date.push_str(text);
        }
        if !story.in_paragraph {
            return;
        }
        if story.hidden_spans > 0 {
            story.has_hidden |= !text.trim().is_empty();
            return;
        }
        let look = story.spans.last().map_or(story.look, |(_, look)| *look);
        let mut run = String::with_capacity(text.len());
        for char in text.chars() {
            let is_start = run.is_empty() && (story.text.is_empty() || story.text.ends_with([' ', '\n']));
            if !matches!(char, ' ' | '\n' | '\r' | '\t') {
                run.push(char);
            } else if look.is_struck || !is_start && !run.ends_with([' ', '\n']) {
                run.push(' ');
            }
        }
        story.beside.push(&mut story.text, &run, look);
    }

    fn push_text(&mut self, text: &str) {
        let story = self.story();
        if story.in_paragraph && story.hidden_spans == 0 {
            story.text.push_str(text);
        }
    }

    fn start_paragraph(&mut self, tag: &Tag<'_>) {
        self.flush();
        let style = tag.attr("text:style-name").unwrap_or_default();
        let by_style = self.styles.role(style);
        let look = self.styles.look(style);
        let story = self.story();
        let role = if story.contents > 0 {
            Some(Role::Contents)
        } else if tag.name == "text:h" {
            let level = tag.attr("text:outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
            let is_title = by_style == Some(Role::Kind(BlockKind::Headline, 0));
            Some(if is_title {
                Role::Kind(BlockKind::Headline, 0)
            } else {
                Role::Kind(BlockKind::Heading, level.clamp(1, 6))
            })
        } else if story.lists > 0 && !matches!(by_style, Some(Role::Kind(BlockKind::Heading, _))) {
            Some(Role::Kind(BlockKind::ListItem, story.lists))
        } else {
            by_style
        };
        story.role = role;
        story.look = look;
        story.in_paragraph = true;
    }

    fn flush(&mut self) {
        let story = self.story();
        if !story.in_paragraph {
            return;
        }
        story.in_paragraph = false;
        story.spans.clear();
        story.hidden_spans = 0;
        let text = std::mem::take(&mut story.text);
        let marks = story.marks.end_line(text.len());
        let (has_change, has_hidden) = (std::mem::take(&mut story.has_change), std::mem::take(&mut story.has_hidden));
        let first = text.clone();
        let mut block = word_processing::in_role(story.role, text);
        block.marks = marks;
        if let Some(frame) = self.slide.as_ref().and_then(|slide| slide.frame) {
            frame.settle(&mut block);
        }
        let story = self.story();
        story.flow.after(std::mem::take(&mut story.beside).into_blocks());
        story.flow.push(block);
        if has_change && self.besides.first_change.is_empty() {
            self.besides.first_change = first;
        }
        self.besides.hidden += usize::from(has_hidden);
    }

    fn open_story(&mut self, kind: StoryKind, key: String) {
        if self.stories.len() >= MAX_STORIES {
            self.too_deep += 1;
            return;
        }
        self.stories.push(Story { kind, key, ..Story::default() });
    }

    fn next_key(&mut self) -> String {
        self.notes += 1;
        format!("note {}", self.notes)
    }

    /// What a note, comment or box holds comes after the paragraph in which it stands; endnotes at the end.
    fn close_story(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.stories.len() < 2 {
            return;
        }
        self.flush();
        let Some(story) = self.stories.pop() else { return };
        let blocks = story.flow.finish();
        let mut at_end = std::mem::take(&mut self.at_end);
        let from = CommentFrom { key: &story.key, author: &story.author, date: &story.date };
        let is_comment = self.story().flow.close_story(story.kind, blocks, from, &mut at_end);
        self.at_end = at_end;
        self.besides.comments += usize::from(is_comment);
    }
}

fn annotation_key(name: &str) -> String {
    format!("annotation {name}")
}

/// The names of the comments whose words have an end of their own.
fn ranged(text: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    if !text.contains("annotation-end") {
        return names;
    }
    let mut xml = Xml::new(text, NAMESPACES);
    while let Some(piece) = xml.next() {
        if let Piece::Start(tag) = piece
            && tag.name == "office:annotation-end"
            && let Some(name) = tag.attr("office:name")
        {
            names.insert(name.to_owned());
        }
    }
    names
}

/// The heads or feet of pages, left out. Those that repeat each other are one.
pub fn running(styles_text: &str, styles: &Styles, element: &str) -> Vec<DraftBlock> {
    let mut body = Body::new(styles);
    let mut xml = Xml::new(styles_text, NAMESPACES);
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) if tag.name == "office:body" => break,
            Piece::Start(tag) if tag.name.starts_with(element) && !tag.name.ends_with("style") => {
                body.read_element(&mut xml);
                body.flush();
            }
            _ => {}
        }
    }
    let mut blocks: Vec<DraftBlock> = Vec::new();
    for mut block in body.finish().0 {
        block.drop(word_processing::RUNNING_HEAD);
        let is_number = block.block.text.chars().all(|char| !char.is_alphabetic());
        if !is_number && !blocks.iter().any(|other| other.block.text == block.block.text) {
            blocks.push(block);
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_lowered_and_struck_letters_stay_what_they_are() {
        let names = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
            xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0""#;
        let text = format!(
            r#"<office:document {names}><office:automatic-styles>
            <style:style style:name="U"><style:text-properties style:text-position="super 58%"/></style:style>
            <style:style style:name="V" style:parent-style-name="U"><style:text-properties/></style:style>
            <style:style style:name="D"><style:text-properties style:text-position="-33% 58%"/></style:style>
            <style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>
            </office:automatic-styles><office:body><office:text><text:p>300<text:span text:style-name="U">1</text:span> and
            10<text:span text:style-name="V">6</text:span>, CO<text:span text:style-name="D">2</text:span> in
            <text:span text:style-name="S">50 <text:span text:style-name="U">2</text:span></text:span> 60 years</text:p>
            </office:text></office:body></office:document>"#
        );
        let mut styles = Styles::default();
        styles.read(&text);
        let mut body = Body::new(&styles);
        body.read(&text, Steps::default());
        let blocks: Vec<_> = body.finish().0.into_iter().map(|block| (block.keep, block.block.text)).collect();
        assert_eq!(blocks, [(true, "300¹ and 10⁶, CO₂ in 60 years".to_owned()), (false, "50 2".to_owned())]);
    }
}
