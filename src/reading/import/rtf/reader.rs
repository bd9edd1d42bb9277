//! The text of a rich text file. Groups are a stack of small states, so that depth costs nothing but a few bytes.

use std::collections::HashMap;

use crate::{
    import::{
        DraftBlock, Steps,
        docx::hyperlink,
        references::{self, Marks},
        run::{Beside, Look, Shift},
        word_processing::{self, Besides, CommentFrom, Flow, Role, StoryKind},
        xml::ReadSoFar,
    },
    model::{BlockKind, cleaning::Woven},
};

use super::{
    chars::{self, Fonts, Pending},
    dates,
    tokens::{Token, Tokens},
};

/// Groups nested deeper share a state.
const MAX_DEPTH: usize = 10_000;

/// Notes in notes are followed so far.
const MAX_STORIES: usize = 8;

/// Longer codes of fields say nothing that is needed.
const MAX_CODE: usize = 16 << 10;

/// A style's ancestors are followed so far.
const MAX_ANCESTORS: usize = 20;

/// What was read of a file.
#[derive(Debug, Default)]
pub struct Read {
    /// The blocks.
    pub blocks: Vec<DraftBlock>,
    /// The title in the document's properties.
    pub title: String,
    /// The author there.
    pub author: String,
    /// What else was found.
    pub besides: Besides,
}

/// Where text goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Destination {
    #[default]
    Text,
    Nowhere,
    Fonts,
    Styles,
    Info,
    Title,
    Author,
    CommentAuthor,
    CommentStart,
    CommentEnd,
    CommentRange,
    CommentDate,
    FieldCode,
}

/// What a group inherits and gives back when it ends.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    destination: Destination,
    /// `\*` was read at the beginning of the group: an unknown word that follows is passed over with it.
    is_optional: bool,
    /// Nothing of the group was read yet.
    is_fresh: bool,
    /// How many characters stand in for a `\u` in old programs, less one.
    fallback: i32,
    font: i32,
    is_hidden: bool,
    is_deleted: bool,
    look: Look,
    paragraph: Format,
    /// Which story this group began; 0 for none.
    begins_story: bool,
    /// Whether this group holds the words of a link.
    begins_link: bool,
}

/// The formatting of a paragraph.
#[derive(Debug, Clone, Copy, Default)]
struct Format {
    style: i32,
    outline: Option<u8>,
    list: u8,
    level: u8,
    in_table: bool,
    /// Whether the first line hangs out, as the signs of lists do.
    hangs: bool,
}

/// The text, or a note, comment or box in it.
#[derive(Debug, Default)]
struct Story {
    kind: StoryKind,
    flow: Flow,
    text: String,
    in_cell: bool,
    in_row: bool,
    has_change: bool,
    has_hidden: bool,
    beside: Beside,
    marks: Marks,
    /// The name by which the sign in the outer story knows it.
    key: String,
    /// The day of a comment.
    date: String,
    /// The outer story in which the words are marked that a comment is about.
    range_in: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<i32>,
    outline: Option<u8>,
}

#[derive(Debug, Default)]
struct RtfReader {
    state: State,
    states: Vec<State>,
    /// Groups that are open beyond [`MAX_DEPTH`].
    too_deep: usize,
    stories: Vec<Story>,
    fonts: Fonts,
    pending: Pending,
    styles: HashMap<i32, Style>,
    /// What stands in for a `\u` and is still to be passed over.
    to_skip: i32,
    comment_author: String,
    /// The code of the field that is being read.
    field_code: String,
    /// Notes and comments that were read so far.
    notes: usize,
    /// The comments whose words are marked, and the story in which they are.
    ranges: HashMap<String, usize>,
    /// Where white space of a raised sign begins that is none of the text.
    raised_blank: Option<usize>,
    at_end: Vec<DraftBlock>,
    was_deleted: bool,
    read: Read,
}

/// Reads a file.
pub fn read(bytes: &[u8], steps: Steps<'_>) -> Read {
    let mut reader = RtfReader { stories: vec![Story::default()], ..RtfReader::default() };
    let mut progress = ReadSoFar::new(bytes.len(), steps);
    let mut tokens = Tokens::new(bytes);
    while let Some(token) = tokens.next() {
        reader.take(token);
        progress.tell(bytes.len() - tokens.left());
    }
    reader.finish()
}

impl RtfReader {
    fn take(&mut self, token: Token<'_>) {
        if self.to_skip > 0 {
            match token {
                Token::Open | Token::Close => self.to_skip = 0,
                _ => return self.to_skip -= 1,
            }
        }
        let is_fresh = std::mem::take(&mut self.state.is_fresh);
        match token {
            Token::Byte(byte) | Token::Hex(byte) => self.pending.byte(byte),
            // Amid a group the sign means nothing, and what stands there is text.
            Token::Symbol(b'*') => self.state.is_optional = is_fresh,
            token => {
                self.settle();
                match token {
                    Token::Open => self.open(),
                    Token::Close => self.close(),
                    Token::Word(word, number) => self.word(word, number),
                    Token::Symbol(symbol) => self.symbol(symbol),
                    Token::Byte(_) | Token::Hex(_) => {}
                }
            }
        }
    }

    /// Turns the bytes that wait into characters.
    fn settle(&mut self) {
        let text = self.pending.take(self.fonts.charset(self.state.font));
        if !text.is_empty() {
            self.text(&text);
        }
    }

    fn open(&mut self) {
        if self.states.len() >= MAX_DEPTH {
            self.too_deep += 1;
            return;
        }
        self.states.push(self.state);
        (self.state.begins_story, self.state.begins_link) = (false, false);
        self.state.is_optional = false;
        self.state.is_fresh = true;
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.state.begins_link {
            let story = self.story();
            story.marks.close_link(story.text.len());
        }
        if self.state.begins_story {
            self.close_story();
        }
        self.state = self.states.pop().unwrap_or_default();
    }

    fn story(&mut self) -> &mut Story {
        if self.stories.is_empty() {
            self.stories.push(Story::default());
        }
        let last = self.stories.len() - 1;
        &mut self.stories[last]
    }

    fn text(&mut self, text: &str) {
        match self.state.destination {
            Destination::Nowhere | Destination::Fonts | Destination::Info => {}
            Destination::Title => self.read.title.push_str(text),
            Destination::Author => self.read.author.push_str(text),
            Destination::CommentAuthor => self.comment_author.push_str(text),
            Destination::CommentStart => {
                let (key, depth) = (range_key(text), self.stories.len().saturating_sub(1));
                if self.ranges.insert(key.clone(), depth).is_none() {
                    let story = self.story();
                    story.marks.open_comment(story.text.len(), key);
                }
            }
            Destination::CommentEnd => {
                let story = self.story();
                story.marks.close_comment(story.text.len(), &range_key(text));
            }
            Destination::CommentRange => {
                let key = range_key(text);
                if let Some(depth) = self.ranges.remove(&key) {
                    let story = self.story();
                    (story.key, story.range_in) = (key, Some(depth));
                }
            }
            Destination::CommentDate => self.story().date = dates::day(text).unwrap_or_default(),
            Destination::FieldCode if self.field_code.len() < MAX_CODE => self.field_code.push_str(text),
            Destination::FieldCode => {}
            Destination::Styles => {
                let style = self.styles.entry(self.state.paragraph.style).or_default();
                style.outline = self.state.paragraph.outline.or(style.outline);
                style.name.push_str(text.trim_end_matches(';'));
            }
            Destination::Text if self.state.is_deleted => self.note_change(!self.was_deleted),
            Destination::Text if self.state.is_hidden => self.story().has_hidden |= !text.trim().is_empty(),
            Destination::Text => {
                let look = self.state.look;
                let is_blank = look.shift == Shift::Up && text.trim().is_empty();
                self.raised_blank = is_blank.then_some(self.story().text.len());
                let Story { text: line, beside, .. } = self.story();
                beside.push(line, text, look);
            }
        }
        self.was_deleted = self.state.is_deleted;
    }

    fn note_change(&mut self, is_new: bool) {
        self.read.besides.changes += usize::from(is_new);
        self.story().has_change = true;
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("\u{2011}"),
            b'{' | b'}' | b'\\' => self.text(&char::from(symbol).to_string()),
            b'\n' | b'\r' => self.paragraph_ends(),
            b'\t' => self.text("\t"),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_optional = std::mem::take(&mut self.state.is_optional);
        let value = number.unwrap_or(0);
        let is_on = number != Some(0);
        let small = u8::try_from(value).unwrap_or(0);
        match word {
            "u" => self.unicode(value),
            "uc" => self.state.fallback = value.clamp(0, 64) - 1,
            "ansicpg" => self.fonts.default = chars::of_code_page(value).unwrap_or(self.fonts.default),
            "mac" => self.fonts.default = chars::of_code_page(10000).unwrap_or(self.fonts.default),
            "pc" => self.fonts.default = chars::of_code_page(437).unwrap_or(self.fonts.default),
            "pca" => self.fonts.default = chars::of_code_page(850).unwrap_or(self.fonts.default),
            "f" => self.state.font = value,
            "deff" => self.state.font = value,
            "fcharset" if self.state.destination == Destination::Fonts => {
                self.fonts.set_charset(self.state.font, value);
            }
            "plain" => {
                (self.state.is_hidden, self.state.is_deleted) = (false, false);
                self.state.look = Look::default();
            }
            "super" => self.state.look.shift = if is_on { Shift::Up } else { Shift::None },
            "sub" => self.state.look.shift = if is_on { Shift::Down } else { Shift::None },
            "nosupersub" => self.state.look.shift = Shift::None,
            "up" => self.state.look.shift = Shift::by(number.unwrap_or(6)),
            "dn" => self.state.look.shift = Shift::by(-number.unwrap_or(6)),
            "strike" | "striked" => self.state.look.is_struck = is_on,
            "v" => self.state.is_hidden = is_on,
            "deleted" => self.state.is_deleted = is_on,
            "revised" if is_on => self.note_change(true),
            "chftn" => {
                let (blank, story) = (self.raised_blank.take(), self.story());
                if let Some(at) = blank.filter(|at| story.text.get(*at..).is_some_and(|rest| rest.trim().is_empty())) {
                    story.text.truncate(at);
                }
            }
            "pard" => self.state.paragraph = Format::default(),
            "s" | "ds" => self.state.paragraph.style = value,
            "sbasedon" if self.state.destination == Destination::Styles => {
                self.styles.entry(self.state.paragraph.style).or_default().based_on = number;
            }
            "outlinelevel" => self.state.paragraph.outline = Some(small),
            "ls" => self.state.paragraph.list = u8::from(value > 0),
            "ilvl" => self.state.paragraph.level = small,
            "pn" => {
                self.state.destination = Destination::Nowhere;
                if let Some(outer) = self.states.last_mut() {
                    outer.paragraph.list = 1;
                }
            }
            "fi" => self.state.paragraph.hangs = value < 0,
            "intbl" => self.state.paragraph.in_table = true,
            "itap" => self.state.paragraph.in_table = value > 0,
            "par" | "sect" => self.paragraph_ends(),
            "line" | "lbr" => self.text("\n"),
            "tab" => self.text("\t"),
            "cell" => self.cell_ends(),
            "row" => self.row_ends(),
            // Cells of a table in a cell: their words are parted, no more.
            "nestcell" | "nestrow" => self.text(" "),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "emspace" | "enspace" | "qmspace" => self.text(" "),
            "zwj" => self.text("\u{200d}"),
            "zwnj" => self.text("\u{200c}"),
            "ltrmark" | "rtlmark" => {}
            _ => self.destination(word, is_optional),
        }
    }

    /// Words that say where the text of their group goes.
    fn destination(&mut self, word: &str, is_optional: bool) {
        if self.state.destination == Destination::Nowhere {
            return;
        }
        let destination = match word {
            "fonttbl" => Destination::Fonts,
            "stylesheet" => Destination::Styles,
            "info" => Destination::Info,
            "title" if self.state.destination == Destination::Info => Destination::Title,
            // A second one is who changed it last.
            "author" if self.state.destination == Destination::Info && self.read.author.is_empty() => {
                Destination::Author
            }
            "atnauthor" => {
                self.comment_author.clear();
                Destination::CommentAuthor
            }
            "atrfstart" => Destination::CommentStart,
            "atrfend" => Destination::CommentEnd,
            "atnref" if self.story().kind == StoryKind::Comment => Destination::CommentRange,
            "atndate" if self.story().kind == StoryKind::Comment => Destination::CommentDate,
            "field" => {
                self.field_code.clear();
                return;
            }
            "fldinst" => Destination::FieldCode,
            "fldrslt" => return self.field_words(),
            "footnote" => return self.open_story(StoryKind::Footnote),
            "annotation" => return self.open_story(StoryKind::Comment),
            "shptxt" => return self.open_story(StoryKind::Box),
            "ftnalt" => {
                let story = self.story();
                story.kind = if story.kind == StoryKind::Footnote { StoryKind::Endnote } else { story.kind };
                return;
            }
            "shpinst" | "shp" | "shptxtgroup" | "background" => return,
            "colortbl" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl" | "filetbl" | "pict" | "object"
            | "objdata" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
            | "footerf" | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn" | "listtext"
            | "pntext" | "atnid" | "atnref" | "atndate" | "atnparent" | "bkmkstart" | "bkmkend" | "sp" | "shprslt"
            | "nonshppict" | "xe" | "tc" | "themedata" | "datastore" | "nonesttables" | "do" | "panose" | "falt"
            | "generator" | "xmlnstbl" | "operator" | "doccomm" | "keywords" | "subject" | "creatim" | "revtim"
            | "printim" => Destination::Nowhere,
            "mmath" | "moMath" => return,
            _ if is_optional => Destination::Nowhere,
            _ => return,
        };
        self.state.destination = destination;
    }

    /// The words of a field begin, which may lead somewhere.
    fn field_words(&mut self) {
        let target = hyperlink(&std::mem::take(&mut self.field_code));
        if let Some(address) = references::address(&target, None) {
            let story = self.story();
            story.marks.open_link(story.text.len(), address);
            self.state.begins_link = true;
        }
    }

    fn unicode(&mut self, number: i32) {
        self.to_skip = self.state.fallback + 1;
        if let Some(char) = self.pending.unit(number) {
            self.text(char.encode_utf8(&mut [0; 4]));
        }
    }

    fn paragraph_ends(&mut self) {
        if self.state.destination == Destination::Text {
            if !self.state.paragraph.in_table {
                self.table_ends();
            } else {
                self.open_cell();
            }
            self.flush();
        }
    }

    fn cell_ends(&mut self) {
        if self.state.destination != Destination::Text {
            return;
        }
        self.open_cell();
        self.flush();
        let story = self.story();
        story.flow.close_cell(1);
        story.in_cell = false;
    }

    fn row_ends(&mut self) {
        if self.state.destination == Destination::Text {
            self.story().in_row = false;
        }
    }

    fn open_cell(&mut self) {
        let story = self.story();
        if story.in_cell {
            return;
        }
        if story.flow.depth() == 0 {
            story.flow.open_table();
        }
        if !story.in_row {
            story.flow.open_row();
            story.in_row = true;
        }
        story.flow.open_cell(0);
        story.in_cell = true;
    }

    fn table_ends(&mut self) {
        let story = self.story();
        if story.flow.depth() > 0 {
            story.flow.close_table();
        }
        (story.in_cell, story.in_row) = (false, false);
    }

    fn flush(&mut self) {
        let format = self.state.paragraph;
        let story = self.story();
        let text = std::mem::take(&mut story.text);
        let marks = story.marks.end_line(text.len());
        let (has_change, has_hidden) = (std::mem::take(&mut story.has_change), std::mem::take(&mut story.has_hidden));
        if has_change && self.read.besides.first_change.is_empty() {
            self.read.besides.first_change.clone_from(&text);
        }
        self.read.besides.hidden += usize::from(has_hidden);
        let rest = without_list_sign(&text).filter(|_| format.hangs);
        let role = self.role(format, rest.is_some());
        let mut words = Woven::default();
        words.keep(&text, text.len() - rest.map_or(text.len(), str::len)..text.len());
        let story = self.story();
        story.flow.after(std::mem::take(&mut story.beside).into_blocks());
        let mut block = word_processing::in_role(role, text);
        block.marks = marks;
        block.rewoven(words);
        story.flow.push(block);
    }

    fn role(&self, format: Format, has_sign: bool) -> Option<Role> {
        let by_style = self.ancestors(format.style).find_map(|style| word_processing::role_of_style(&style.name));
        let of_style = || self.ancestors(format.style).find_map(|style| style.outline);
        let outline = format.outline.or_else(of_style).filter(|level| *level < 9);
        let by_outline = outline.map(|level| Role::Kind(BlockKind::Heading, (level + 1).min(6)));
        let is_item = format.list > 0 || has_sign;
        let by_list = is_item.then(|| Role::Kind(BlockKind::ListItem, format.level.saturating_add(1)));
        by_style
            .filter(|role| !is_item || !matches!(role, Role::Kind(BlockKind::ListItem, _)))
            .or(by_outline)
            .or(by_list)
    }

    /// A style and those that it is based on, the nearest first.
    fn ancestors(&self, style: i32) -> impl Iterator<Item = &Style> {
        let next = |style: &&Style| self.styles.get(&style.based_on?);
        std::iter::successors(self.styles.get(&style), next).take(MAX_ANCESTORS)
    }

    fn open_story(&mut self, kind: StoryKind) {
        if self.stories.len() >= MAX_STORIES {
            return;
        }
        self.state.begins_story = true;
        self.state.paragraph = Format::default();
        self.state.is_hidden = false;
        self.state.look = Look::default();
        let key = format!("note {}", self.notes);
        self.notes += 1;
        self.stories.push(Story { kind, key, ..Story::default() });
    }

    fn close_story(&mut self) {
        if self.stories.len() < 2 {
            return;
        }
        self.flush();
        let Some(story) = self.stories.pop() else { return };
        let depth = self.stand(&story);
        let blocks = story.flow.finish();
        let author =
            if story.kind == StoryKind::Comment { std::mem::take(&mut self.comment_author) } else { String::new() };
        let mut at_end = std::mem::take(&mut self.at_end);
        let from = CommentFrom { key: &story.key, author: &author, date: &story.date };
        let is_comment = self.stories[depth].flow.close_story(story.kind, blocks, from, &mut at_end);
        self.at_end = at_end;
        self.read.besides.comments += usize::from(is_comment);
    }

    /// The story in which a note that has been read stands: where it was met, or at the words that are marked as its own. Some programs put
    /// a comment into the note that follows its words.
    fn stand(&mut self, note: &Story) -> usize {
        let innermost = self.stories.len().saturating_sub(1);
        let depth = note.range_in.unwrap_or(innermost).min(innermost);
        let Some(story) = self.stories.get_mut(depth) else { return depth };
        let at = story.text.len();
        if note.range_in.is_some() {
            story.marks.close_comment(at, &note.key);
        } else if note.kind != StoryKind::Box {
            story.marks.sign(at, note.key.clone(), "");
        }
        depth
    }

    fn finish(mut self) -> Read {
        self.settle();
        self.read.besides.is_damaged = !self.states.is_empty() || self.too_deep > 0;
        while self.stories.len() > 1 {
            self.close_story();
        }
        self.table_ends();
        self.flush();
        self.read.besides.is_damaged |= self.story().flow.is_full();
        let blocks = self.stories.pop().map(|story| story.flow.finish()).unwrap_or_default();
        self.read.blocks = blocks;
        self.read.blocks.extend(self.at_end);
        self.read.title = self.read.title.trim().to_owned();
        self.read
    }
}

/// The name of a comment whose words are marked by this number.
fn range_key(number: &str) -> String {
    format!("range {}", number.trim())
}

/// A paragraph without the sign of a list that programs without lists write at its start: “•”, “1.”, “a)”, and a tab.
fn without_list_sign(text: &str) -> Option<&str> {
    let (sign, rest) = text.trim_start().split_once('\t')?;
    let sign = sign.trim();
    let is_bullet = matches!(sign, "•" | "-" | "–" | "·" | "o" | "▪" | "◦" | "\u{2043}");
    let number = sign.strip_suffix(['.', ')']).map(|number| number.trim_start_matches('('));
    let is_number = number
        .is_some_and(|number| !number.is_empty() && number.len() <= 4 && number.chars().all(char::is_alphanumeric));
    (is_bullet || is_number).then(|| rest.trim_start())
}
