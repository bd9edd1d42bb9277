//! What the readers of word processors' files share: blocks in reading order with tables and notes among them, and what a style's
//! name says of its paragraphs.

use crate::model::{BlockKind, NoteKind, cleaning::Woven};

use super::{
    Draft, DraftBlock, LeftOut, MetaField, Warning,
    references::{self, Marks, NoteOf},
};

/// Tables nested deeper are read as running text.
const MAX_TABLES: usize = 32;

/// A cell with more bytes holds text rather than data.
const MAX_CELL: usize = 400;

/// So many columns are added at most for a cell that spans several.
const MAX_SPAN: usize = 64;

/// A document with more cells has no tables from there on.
const MAX_CELLS: usize = 1_000_000;

/// Of a document with more blocks the rest is left out.
const MAX_BLOCKS: usize = 100_000;

/// Bytes of text that are kept of a document: that of five long books.
pub const MAX_TEXT: usize = 8 << 20;

/// A first paragraph is taken as the headline when it is no longer than this, in characters.
const MAX_HEADLINE: usize = 200;

/// Why a comment is left out.
pub const COMMENT: LeftOut = LeftOut::DocumentComment;

/// Why a table of contents is left out.
pub const CONTENTS: LeftOut = LeftOut::Contents;

/// Why heads and feet of pages are left out.
pub const RUNNING_HEAD: LeftOut = LeftOut::RunningHead;

/// A stretch of text that is read for itself: the running text, or what stands apart from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StoryKind {
    #[default]
    Text,
    Footnote,
    Endnote,
    Comment,
    Box,
}

/// Gathers a document's blocks.
#[derive(Debug, Default)]
pub struct Flow {
    blocks: Vec<DraftBlock>,
    tables: Vec<Table>,
    /// Notes and comments that wait for the end of the paragraph to which they belong.
    notes: Vec<DraftBlock>,
    cells: usize,
    pushed: usize,
    /// Bytes of what was pushed.
    text: usize,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Vec<DraftBlock>>>,
    in_cell: bool,
}

impl Flow {
    /// Takes in what a note, comment or box in the text held: after the paragraph in which it stands, or at the end, as endnotes do.
    /// Says whether it was a comment. `from` says whose and under which name its sign stands.
    pub fn close_story(
        &mut self,
        kind: StoryKind,
        blocks: Vec<DraftBlock>,
        from: CommentFrom<'_>,
        at_end: &mut Vec<DraftBlock>,
    ) -> bool {
        match kind {
            StoryKind::Endnote => at_end.extend(as_footnotes(blocks, from.key)),
            StoryKind::Footnote => self.after(as_footnotes(blocks, from.key)),
            StoryKind::Comment if blocks.is_empty() => {}
            StoryKind::Comment => {
                self.after([comment(from, &blocks)]);
                return true;
            }
            StoryKind::Box | StoryKind::Text => self.after(blocks),
        }
        false
    }

    /// Takes a paragraph in, with the notes that belong to it. Lines of code that follow each other are one block.
    pub fn push(&mut self, mut block: DraftBlock) {
        let text = &block.block.text;
        let trimmed = if block.block.kind == BlockKind::Code {
            text.trim_end().trim_start_matches(['\n', '\r'])
        } else {
            text.trim()
        };
        if trimmed.len() < text.len() {
            let start = text.find(trimmed).unwrap_or(0);
            let mut woven = Woven::default();
            woven.keep(text, start..start + trimmed.len());
            block.rewoven(woven);
        }
        let notes = std::mem::take(&mut self.notes);
        self.pushed += 1 + notes.len();
        self.text += block.block.text.len() + notes.iter().map(|note| note.block.text.len()).sum::<usize>();
        if self.is_full() {
            return;
        }
        let target = self.target();
        if !block.block.text.is_empty() {
            match target.last_mut() {
                Some(last) if is_code(last) && is_code(&block) => {
                    last.block.text.push('\n');
                    last.marks.append(block.marks, last.block.text.len());
                    last.block.text.push_str(&block.block.text);
                }
                _ => target.push(block),
            }
        }
        target.extend(notes);
    }

    /// A block that follows the paragraph which is being read: a note, a comment, what stands in a box beside it.
    pub fn after(&mut self, blocks: impl IntoIterator<Item = DraftBlock>) {
        self.notes.extend(blocks.into_iter().filter(|block| !block.block.text.trim().is_empty()));
    }

    /// Whether there was more than a document can hold.
    pub fn is_full(&self) -> bool {
        self.pushed > MAX_BLOCKS || self.text > MAX_TEXT
    }

    /// A table begins.
    pub fn open_table(&mut self) {
        if self.tables.len() < MAX_TABLES {
            self.tables.push(Table::default());
        }
    }

    /// A row of the innermost table begins.
    pub fn open_row(&mut self) {
        self.cells += 1;
        if let Some(table) = self.tables.last_mut().filter(|_| self.cells <= MAX_CELLS) {
            table.rows.push(Vec::new());
        }
    }

    /// A cell begins, after `before` empty ones.
    pub fn open_cell(&mut self, before: usize) {
        let Some(table) = self.tables.last_mut() else { return };
        if table.rows.is_empty() {
            table.rows.push(Vec::new());
        }
        let Some(row) = table.rows.last_mut() else { return };
        self.cells += 1 + before.min(MAX_SPAN);
        if self.cells > MAX_CELLS {
            return;
        }
        row.extend(std::iter::repeat_n(Vec::new(), before.min(MAX_SPAN)));
        row.push(Vec::new());
        table.in_cell = true;
    }

    /// The innermost cell ends; it covers `spanned` columns.
    pub fn close_cell(&mut self, spanned: usize) {
        let Some(table) = self.tables.last_mut() else { return };
        let was_in_cell = std::mem::take(&mut table.in_cell);
        if let Some(row) = table.rows.last_mut().filter(|_| was_in_cell) {
            self.cells += spanned.saturating_sub(1).min(MAX_SPAN);
            row.extend(std::iter::repeat_n(Vec::new(), spanned.saturating_sub(1).min(MAX_SPAN)));
        }
    }

    /// The row that has ended is left out.
    pub fn drop_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.rows.pop();
        }
    }

    /// The innermost table ends.
    pub fn close_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let blocks = table.into_blocks();
        self.target().extend(blocks);
    }

    /// How many tables are open.
    pub fn depth(&self) -> usize {
        self.tables.len()
    }

    /// Everything that was gathered, whatever has not ended.
    pub fn finish(mut self) -> Vec<DraftBlock> {
        self.push(DraftBlock::kept(BlockKind::Paragraph, ""));
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.blocks
    }

    fn target(&mut self) -> &mut Vec<DraftBlock> {
        let cell = self.tables.iter_mut().rev().find(|table| table.in_cell);
        match cell.and_then(|table| table.rows.last_mut()?.last_mut()) {
            Some(cell) => cell,
            None => &mut self.blocks,
        }
    }
}

impl Table {
    /// Rows and columns of data are one block; a table that only lays out a page is its cells one after another.
    fn into_blocks(self) -> Vec<DraftBlock> {
        let rows: Vec<_> = self.rows.into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
        let columns = rows.iter().map(|row| row.iter().filter(|cell| !cell.is_empty()).count()).max().unwrap_or(0);
        let is_data = rows.len() > 1 && columns > 1 && rows.iter().flatten().all(|cell| is_data_cell(cell));
        if !is_data {
            return rows.into_iter().flatten().flatten().collect();
        }
        let (mut text, mut marks, mut notes) = (String::new(), Marks::default(), Vec::new());
        for (index, row) in rows.into_iter().enumerate() {
            text.push_str(if index > 0 { "\n" } else { "" });
            for (index, cell) in row.iter().enumerate() {
                text.push_str(if index > 0 { "\t" } else { "" });
                push_cell(cell, &mut text, &mut marks);
            }
            text.truncate(text.trim_end_matches('\t').len());
            notes.extend(row.into_iter().flatten().filter(is_note));
        }
        let mut table = DraftBlock::kept(BlockKind::Table, text);
        table.marks = marks;
        std::iter::once(table).chain(notes).collect()
    }
}

fn is_note(block: &DraftBlock) -> bool {
    block.block.kind == BlockKind::Footnote || !block.keep
}

fn is_data_cell(cell: &[DraftBlock]) -> bool {
    let words = cell.iter().filter(|block| !is_note(block));
    let is_plain = words.clone().all(|block| !matches!(block.block.kind, BlockKind::Table | BlockKind::Quote));
    is_plain && words.map(|block| block.block.text.len()).sum::<usize>() <= MAX_CELL
}

/// Adds the words of a cell in one line, with what stands at them.
pub fn push_cell(cell: &[DraftBlock], line: &mut String, marks: &mut Marks) {
    let mut is_first = true;
    for block in cell.iter().filter(|block| !is_note(block)) {
        let text = block.block.text.as_str();
        let mut woven = Woven::default();
        for word in text.split_whitespace() {
            woven.add(if std::mem::take(&mut is_first) { "" } else { " " });
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            woven.keep(text, start..start + word.len());
        }
        marks.append(block.marks.through(&woven), line.len());
        line.push_str(&woven.text);
    }
}

fn is_code(block: &DraftBlock) -> bool {
    block.keep && block.block.kind == BlockKind::Code
}

/// A block of a kind and level.
pub fn block(kind: BlockKind, level: u8, text: impl Into<String>) -> DraftBlock {
    let mut block = DraftBlock::kept(kind, text);
    block.block.level = level;
    block
}

/// Whose a comment is, and by which name it is known to the text.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommentFrom<'a> {
    /// The name of the note or comment.
    pub key: &'a str,
    /// Who wrote it.
    pub author: &'a str,
    /// When, as the document has it.
    pub date: &'a str,
}

/// A comment on the text, offered as a block that is left out.
pub fn comment(from: CommentFrom<'_>, blocks: &[DraftBlock]) -> DraftBlock {
    let text = blocks.iter().map(|block| block.block.text.as_str()).collect::<Vec<_>>().join("\n");
    let author = from.author.trim();
    let words = if author.is_empty() { text.clone() } else { format!("{author}: {text}") };
    let mut block = DraftBlock::kept(BlockKind::Footnote, words);
    block.drop(COMMENT);
    let day = from.date.get(..10).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
    block.note = Some(Box::new(NoteOf {
        key: from.key.to_owned(),
        kind: NoteKind::Comment,
        author: author.to_owned(),
        date: day.unwrap_or_default().to_owned(),
        text: Some(text),
        urls: blocks.iter().flat_map(|block| block.marks.urls()).map(str::to_owned).collect(),
        is_sure: true,
    }));
    block
}

/// Blocks as the note of a name.
pub fn as_footnotes(mut blocks: Vec<DraftBlock>, key: &str) -> Vec<DraftBlock> {
    for block in blocks.iter_mut().filter(|block| block.keep) {
        (block.block.kind, block.block.level) = (BlockKind::Footnote, 0);
    }
    references::as_note(blocks, &NoteOf { key: key.to_owned(), is_sure: true, ..NoteOf::default() })
}

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// They are blocks of this kind and level.
    Kind(BlockKind, u8),
    /// They are the table of contents.
    Contents,
}

/// What the name of a paragraph style says: the names that Word, LibreOffice and pandoc give their own styles.
pub fn role_of_style(name: &str) -> Option<Role> {
    let name = name.trim().to_lowercase().replace("_20_", " ");
    let (stem, number) = match name.rsplit_once(' ') {
        Some((stem, number)) => (stem, number.parse::<u8>().ok()),
        None => (name.as_str(), None),
    };
    let level = number.unwrap_or(1).clamp(1, 6);
    let stem = if number.is_some() { stem } else { name.as_str() };
    let role = match stem {
        "heading" | "title heading" => Role::Kind(BlockKind::Heading, level),
        "title" | "headline" => Role::Kind(BlockKind::Headline, 0),
        "subtitle" | "standfirst" => Role::Kind(BlockKind::Standfirst, 0),
        "caption" | "illustration" | "figure" | "drawing" | "table" => Role::Kind(BlockKind::Caption, 0),
        "quote" | "quotations" | "intense quote" | "block text" | "block quote" | "block quotation" | "blockquote" => {
            Role::Kind(BlockKind::Quote, 0)
        }
        "preformatted text" | "html preformatted" | "source code" | "code" | "verbatim" | "macro text" => {
            Role::Kind(BlockKind::Code, 0)
        }
        "footnote text" | "endnote text" | "footnote" | "endnote" | "footnote block text" => {
            Role::Kind(BlockKind::Footnote, 0)
        }
        "list bullet" | "list number" => Role::Kind(BlockKind::ListItem, level),
        "toc"
        | "toc heading"
        | "contents"
        | "contents heading"
        | "table of figures"
        | "index"
        | "index heading"
        | "table of authorities" => Role::Contents,
        _ if stem.ends_with("caption") => Role::Kind(BlockKind::Caption, 0),
        _ => return None,
    };
    Some(role)
}

/// A block of a paragraph whose style has a role.
pub fn in_role(role: Option<Role>, text: String) -> DraftBlock {
    match role {
        Some(Role::Kind(kind, level)) => block(kind, level, text),
        Some(Role::Contents) => {
            let mut block = DraftBlock::kept(BlockKind::Paragraph, text);
            block.drop(CONTENTS);
            block
        }
        None => DraftBlock::kept(BlockKind::Paragraph, text),
    }
}

/// Settles the headline and the title: the first paragraph in a title's style; else what the document's properties say; else a
/// heading of the first level, or a short line without a full stop, with which the text begins.
pub fn settle_title(draft: &mut Draft, properties: &str, found_in: &'static str) {
    let mut has_headline = false;
    for block in draft.blocks.iter_mut().filter(|block| block.block.kind == BlockKind::Headline) {
        if has_headline {
            (block.block.kind, block.block.level) = (BlockKind::Heading, 1);
        }
        has_headline = true;
    }
    let mut kept = draft.blocks.iter_mut().filter(|block| block.keep);
    let first = kept.next().filter(|first| !has_headline && opens_text(first, kept.next().is_some()));
    let mut found = "title paragraph";
    if let Some(first) = first {
        found = if first.block.kind == BlockKind::Heading { "first heading" } else { "first line" };
        (first.block.kind, first.block.level) = (BlockKind::Headline, 0);
    }
    let headline = draft.blocks.iter().find(|block| block.block.kind == BlockKind::Headline && block.keep);
    let headline = headline.map(|block| block.block.text.split_whitespace().collect::<Vec<_>>().join(" "));
    let properties = if is_placeholder(properties) { "" } else { properties.trim() };
    let (title, found_in) = match headline {
        Some(headline) if has_headline => (headline, found),
        _ if !properties.is_empty() => (properties.to_owned(), found_in),
        Some(headline) => (headline, found),
        None => return,
    };
    draft.meta.title = title;
    draft.note(MetaField::Title, found_in);
}

/// Whether a first block reads as a headline.
fn opens_text(first: &DraftBlock, has_more: bool) -> bool {
    let text = first.block.text.as_str();
    match first.block.kind {
        BlockKind::Heading => first.block.level == 1,
        BlockKind::Paragraph => {
            has_more
                && text.chars().count() <= MAX_HEADLINE
                && !text.contains('\n')
                && !text.ends_with(['.', ',', ';', ':'])
        }
        _ => false,
    }
}

/// Titles that programs give.
fn is_placeholder(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    title.starts_with("microsoft word - ")
        || matches!(title.as_str(), "" | "untitled" | "word document" | "document" | "untitled document" | "title")
}

/// Notes who wrote it.
pub fn set_authors(draft: &mut Draft, names: &str, found_in: &'static str) {
    let parts = names.split(';').map(str::trim).filter(|name| !name.is_empty() && !is_program(name));
    let authors: Vec<String> = parts.map(str::to_owned).collect();
    if !authors.is_empty() {
        draft.meta.authors = authors;
        draft.note(MetaField::Authors, found_in);
    }
}

/// Authors that programs give.
fn is_program(name: &str) -> bool {
    let name = name.to_lowercase();
    matches!(name.as_str(), "python-docx" | "user" | "author" | "unknown" | "administrator" | "microsoft office user")
}

/// Notes the language.
pub fn set_language(draft: &mut Draft, language: &str, found_in: &'static str) {
    let language = language.trim().replace('_', "-");
    if language.len() >= 2 && language.is_ascii() && !matches!(language.as_str(), "zxx" | "und" | "none") {
        draft.meta.language = language;
        draft.note(MetaField::Language, found_in);
    }
}

/// What a document was found to hold besides its text, as warnings.
#[derive(Debug, Default)]
pub struct Besides {
    /// Tracked insertions, deletions and moves.
    pub changes: usize,
    /// The first words of the first paragraph with a change.
    pub first_change: String,
    /// Comments.
    pub comments: usize,
    /// Paragraphs with words that are not shown in print.
    pub hidden: usize,
    /// Whether the reading ended early.
    pub is_damaged: bool,
}

impl Besides {
    /// Counts what was found in another part as well.
    pub fn add(&mut self, other: Self) {
        let Self { changes, first_change, comments, hidden, is_damaged } = other;
        self.changes += changes;
        self.comments += comments;
        self.hidden += hidden;
        self.is_damaged |= is_damaged;
        if self.first_change.is_empty() {
            self.first_change = first_change;
        }
    }

    /// Tells the reviewer.
    pub fn warn(self, draft: &mut Draft) {
        let Self { changes, first_change, comments, hidden, is_damaged } = self;
        let count =
            |count: usize, one: &str, more: &str| if count == 1 { one.into() } else { format!("{count} {more}") };
        if is_damaged {
            draft.warnings.push(Warning::new(
                "The document is damaged or cut off: what is shown was read up to there. Ask for the file again.",
            ));
        }
        if changes > 0 {
            let message = format!(
                "The document has {}: the text is shown as if every change were accepted.",
                count(changes, "a tracked change", "tracked changes")
            );
            let start: String = first_change.trim().chars().take(60).collect();
            let locator = (!start.is_empty()).then(|| format!("First in “{start}…”"));
            draft.warnings.push(Warning { message, locator });
        }
        if comments > 0 {
            let has = count(comments, "a comment", "comments");
            draft.warnings.push(Warning::new(format!(
                "The document has {has}: kept at the words in question, and no part of the text."
            )));
        }
        if hidden > 0 {
            draft.warnings.push(Warning::new("The document has hidden words that no print shows; they were left out."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> DraftBlock {
        DraftBlock::kept(BlockKind::Paragraph, text)
    }

    fn table(rows: &[&[&str]]) -> Vec<(BlockKind, String)> {
        let mut flow = Flow::default();
        flow.open_table();
        for row in rows {
            flow.open_row();
            for cell in *row {
                flow.open_cell(0);
                flow.push(paragraph(cell));
                flow.close_cell(1);
            }
        }
        flow.finish().into_iter().map(|block| (block.block.kind, block.block.text)).collect()
    }

    #[test]
    fn a_table_of_data_is_a_block_and_a_layout_is_not() {
        assert_eq!(table(&[&["a", "b"], &["c d", ""]]), [(BlockKind::Table, "a\tb\nc d".to_owned())]);
        assert_eq!(table(&[&["a", "b"]]).len(), 2);
        assert_eq!(table(&[&["a"], &["b"]]).len(), 2);
        let long = "long ".repeat(100);
        assert_eq!(table(&[&["a", &long], &["b", "c"]]).len(), 4);
    }

    #[test]
    fn a_document_holds_so_much_text_and_no_more() {
        let mut flow = Flow::default();
        let words = "bomb ".repeat(200_000);
        (0..40).for_each(|_| flow.push(paragraph(&words)));
        assert!(flow.is_full());
        let kept: usize = flow.finish().iter().map(|block| block.block.text.len()).sum();
        assert!(kept <= MAX_TEXT && kept + 2 * words.len() > MAX_TEXT, "{kept}");
    }

    #[test]
    fn notes_follow_their_paragraph_and_their_table() {
        let mut flow = Flow::default();
        flow.open_table();
        for _ in 0..2 {
            flow.open_row();
            for text in ["a", "b"] {
                flow.open_cell(0);
                flow.after([block(BlockKind::Footnote, 0, "note")]);
                flow.push(paragraph(text));
                flow.close_cell(1);
            }
        }
        flow.close_table();
        flow.after([comment(CommentFrom { author: "Ann", ..CommentFrom::default() }, &[paragraph("sure?")])]);
        flow.push(paragraph("c"));
        let texts: Vec<_> = flow.finish().into_iter().map(|block| block.block.text).collect();
        assert_eq!(texts, ["a\tb\na\tb", "note", "note", "note", "note", "c", "Ann: sure?"]);
    }

    #[test]
    fn knows_the_styles_of_word_and_libreoffice() {
        let kind = |name| {
            role_of_style(name).map(|role| match role {
                Role::Kind(kind, level) => (kind.slug(), level),
                Role::Contents => ("contents", 0),
            })
        };
        assert_eq!(kind("heading 2"), Some(("heading", 2)));
        assert_eq!(kind("Heading_20_9"), Some(("heading", 6)));
        assert_eq!(kind("Preformatted_20_Text"), Some(("code", 0)));
        assert_eq!(kind("List Bullet 3"), Some(("list-item", 3)));
        assert_eq!(kind("toc 1"), Some(("contents", 0)));
        assert_eq!(kind("Table Contents"), None);
        assert_eq!(kind("Text body"), None);
    }

    #[test]
    fn titles_that_programs_give_are_none() {
        let mut draft =
            Draft { blocks: vec![block(BlockKind::Heading, 1, "Head"), paragraph("Words")], ..Draft::default() };
        settle_title(&mut draft, "Microsoft Word - Document1", "document properties");
        assert_eq!((draft.meta.title.as_str(), draft.found[0].found_in.as_ref()), ("Head", "first heading"));
        assert_eq!(draft.blocks[0].block.kind, BlockKind::Headline);
    }
}
