//! Markdown (CommonMark with tables, footnotes and strikethrough) with front matter. Blocks of HTML in it are read as a page is; tags in a
//! line raise, lower and strike its words, and say nothing else.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::model::{BlockKind, cleaning::Woven};

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, LeftOut, MetaField,
    encoding::{self, Decoded},
    html,
    references::{self, Marks, NoteOf},
    run::{Beside, Look, Shift},
    site_tail,
};

pub(super) const IMPORTER: Importer = Importer {
    id: "markdown",
    name: "Markdown",
    extensions: &["md", "markdown", "mdown", "mkd"],
    has_lines: false,
    sniff: |_| false,
    open,
};

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    let Decoded { text, encoding, warning } = encoding::decode(input, None)?;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut builder = Builder::default();
    Parser::new_ext(&text, options).for_each(|event| builder.take(event));
    builder.read_html();
    builder.flush();
    let mut draft = Draft {
        format: IMPORTER.id,
        media_type: "text/markdown".into(),
        encoding: encoding.into(),
        warnings: warning.into_iter().collect(),
        ..Draft::default()
    };
    read_front_matter(&builder.front_matter, &mut draft);
    let mut blocks = builder.blocks;
    take_headline(&mut blocks, &mut draft);
    site_tail::propose(&mut blocks);
    draft.blocks = blocks;
    Ok(draft)
}

/// Gathers the text of the innermost block that is open.
#[derive(Debug, Default)]
struct Builder {
    blocks: Vec<DraftBlock>,
    text: String,
    /// What the text becomes when it ends.
    kind: BlockKind,
    level: u8,
    quote_depth: usize,
    list_depth: u8,
    /// The note that is being read.
    note: Option<String>,
    /// What stands at the words of the block.
    marks: Marks,
    in_front_matter: bool,
    front_matter: String,
    /// Blocks of HTML that follow each other.
    html: String,
    look: Look,
    /// What stands beside the words of the block.
    beside: Beside,
    /// How many pictures are open, whose words are shown where they cannot be.
    pictures: usize,
    /// The element that is open of which nothing is shown.
    unseen: Option<String>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        if !matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)) {
            self.read_html();
        }
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_front_matter => self.front_matter.push_str(&text),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text);
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.flush(),
            Event::FootnoteReference(name) => self.marks.sign(self.text.len(), format!("[^{name}]"), ""),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => self.open(self.running_kind(), self.list_depth),
            Tag::Heading { level, .. } => self.open(BlockKind::Heading, level_number(*level)),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quote_depth += 1;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.open(BlockKind::Code, 0),
            Tag::List(_) => {
                self.flush();
                self.list_depth = self.list_depth.saturating_add(1);
            }
            Tag::Item => self.open(BlockKind::ListItem, self.list_depth),
            Tag::FootnoteDefinition(name) => {
                self.flush();
                self.note = Some(format!("[^{name}]"));
            }
            Tag::Link { link_type, dest_url, .. } => {
                let mail = if matches!(link_type, LinkType::Email) { "mailto:" } else { "" };
                self.open_link(&format!("{mail}{dest_url}"));
            }
            Tag::Table(_) => self.open(BlockKind::Table, 0),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                self.in_front_matter = true;
            }
            Tag::Strikethrough => self.look.is_struck = true,
            Tag::Image { .. } => self.pictures += 1,
            Tag::HtmlBlock if self.html.is_empty() => self.flush(),
            _ => {}
        }
    }

    /// Words of a line, as the tags around them say.
    fn words(&mut self, words: &str) {
        if self.unseen.is_some() {
            return;
        }
        if self.pictures > 0 {
            return self.beside.take(LeftOut::Fallback, self.text.len(), words);
        }
        self.beside.push(&mut self.text, words, self.look);
    }

    /// A tag in a line.
    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<');
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let name: String =
            inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match name.as_str() {
            "br" => self.text.push('\n'),
            "a" if is_end => self.marks.close_link(self.text.len()),
            "a" => self.open_link(&html::attribute(tag, "href").unwrap_or_default()),
            "sup" => self.look.shift = if is_end { Shift::None } else { Shift::Up },
            "sub" => self.look.shift = if is_end { Shift::None } else { Shift::Down },
            "del" | "s" | "strike" => self.look.is_struck = !is_end,
            "script" | "style" | "noscript" | "template" if !is_end => self.unseen = self.unseen.take().or(Some(name)),
            _ if is_end && self.unseen.as_ref() == Some(&name) => self.unseen = None,
            _ => {}
        }
    }

    /// Words begin that lead somewhere; an empty address is that of a place in the text.
    fn open_link(&mut self, target: &str) {
        let address = references::address(target, None).unwrap_or_default();
        self.marks.open_link(self.text.len(), address);
    }

    /// Reads the blocks of HTML that were gathered.
    fn read_html(&mut self) {
        let source = std::mem::take(&mut self.html);
        if !source.is_empty() {
            self.blocks.extend(html::whole(&source));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Item | TagEnd::Table => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quote_depth = self.quote_depth.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.list_depth = self.list_depth.saturating_sub(1);
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.note = None;
            }
            TagEnd::TableCell => self.text.push('\t'),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.text.truncate(self.text.trim_end_matches('\t').len());
                self.text.push('\n');
            }
            TagEnd::Link => self.marks.close_link(self.text.len()),
            TagEnd::Strikethrough => self.look.is_struck = false,
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            TagEnd::MetadataBlock(_) => self.in_front_matter = false,
            _ => {}
        }
    }

    fn running_kind(&self) -> BlockKind {
        if self.note.is_some() {
            BlockKind::Footnote
        } else if self.list_depth > 0 {
            BlockKind::ListItem
        } else if self.quote_depth > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        }
    }

    fn open(&mut self, kind: BlockKind, level: u8) {
        self.flush();
        (self.kind, self.level) = (kind, level);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let marks = self.marks.end_line(text.len());
        if !text.trim().is_empty() {
            let start = text.len() - text.trim_start().len();
            let mut words = Woven::default();
            words.keep(&text, start..start + text.trim().len());
            let mut block = DraftBlock::kept(self.kind, "");
            block.marks = marks;
            block.rewoven(words);
            block.block.level = self.level;
            let key = self.note.clone();
            block.note = key.map(|key| Box::new(NoteOf { key, is_sure: true, ..NoteOf::default() }));
            self.blocks.push(block);
        }
        self.blocks.extend(std::mem::take(&mut self.beside).into_blocks());
        (self.look, self.unseen) = (Look::default(), None);
        (self.kind, self.level) = (self.running_kind(), self.list_depth);
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

/// `title: …`, `author: …`, `date: …` lines of YAML or TOML; anything more intricate is left alone.
fn read_front_matter(text: &str, draft: &mut Draft) {
    let mut list_of = "";
    for line in text.lines() {
        // The names of a list, each on a line of its own.
        if let Some(name) = line.trim_start().strip_prefix("- ").filter(|_| matches!(list_of, "author" | "authors")) {
            draft.meta.authors.push(name.trim().trim_matches(['"', '\'']).to_owned());
            if draft.meta.authors.len() == 1 {
                draft.note(MetaField::Authors, "front matter");
            }
            continue;
        }
        list_of = line.trim_end().strip_suffix(':').unwrap_or_default();
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            continue;
        }
        let field = match key.trim().to_ascii_lowercase().as_str() {
            "title" => {
                draft.meta.title = value.to_owned();
                MetaField::Title
            }
            "author" | "authors" => {
                let names = value.trim_matches(['[', ']']).split(',').map(|name| name.trim().trim_matches(['"', '\'']));
                draft.meta.authors = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
                MetaField::Authors
            }
            "date" | "published" => {
                let Some(date) = html::iso_date(value) else { continue };
                draft.meta.published = date;
                MetaField::Published
            }
            "lang" | "language" => {
                draft.meta.language = value.to_owned();
                MetaField::Language
            }
            "publisher" | "source" => {
                draft.meta.publisher = value.to_owned();
                MetaField::Publisher
            }
            "url" | "canonical" => {
                draft.meta.url = value.to_owned();
                MetaField::Url
            }
            _ => continue,
        };
        draft.note(field, "front matter");
    }
}

/// A first heading of level 1 is the headline.
fn take_headline(blocks: &mut [DraftBlock], draft: &mut Draft) {
    let Some(first) = blocks.first_mut().filter(|first| first.block.kind == BlockKind::Heading) else { return };
    if first.block.level == 1 {
        first.block.kind = BlockKind::Headline;
        first.block.level = 0;
        if draft.meta.title.is_empty() {
            draft.meta.title.clone_from(&first.block.text);
            draft.note(MetaField::Title, "first heading");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Code, Footnote, Heading, Headline, ListItem, Paragraph, Quote, Table};

    fn check(text: &str, expected: &[(BlockKind, u8, &str)]) {
        let draft = open(&Input { bytes: text.as_bytes(), ..Input::default() }).unwrap();
        let blocks: Vec<_> =
            draft.blocks.iter().map(|b| (b.block.kind, b.block.level, b.block.text.as_str())).collect();
        assert_eq!(blocks, expected, "{text}");
    }

    #[test]
    fn keeps_the_shape_and_drops_the_marks() {
        check(
            "# Head\n\nOne *two* [three](https://example.org).\nFour[^1].\n\n## Part\n\n> Said\n\n- a\n  - b\n\n1. c\n\n```\ncode\n```\n\n[^1]: Note.",
            &[
                (Headline, 0, "Head"),
                (Paragraph, 0, "One two three. Four."),
                (Heading, 2, "Part"),
                (Quote, 0, "Said"),
                (ListItem, 1, "a"),
                (ListItem, 2, "b"),
                (ListItem, 1, "c"),
                (Code, 0, "code"),
                (Footnote, 0, "Note."),
            ],
        );
    }

    #[test]
    fn html_in_it_is_read_as_a_page_is() {
        check(
            "One.\n\n<p>Two <b>words</b>.</p>\n\n<div>\n<table><tr><th>Year</th><th>Spent</th></tr>\n\n<tr><td>2023</td><td>17</td></tr></table>\n</div>\n\nThree<br>lines.\n\n<!-- not -->\n<script>no()</script>\n\nFour <script>no()</script>words.",
            &[
                (Paragraph, 0, "One."),
                (Paragraph, 0, "Two words."),
                (Table, 0, "Year\tSpent\n2023\t17"),
                (Paragraph, 0, "Three\nlines."),
                (Paragraph, 0, "Four words."),
            ],
        );
    }

    #[test]
    fn raised_lowered_and_struck_words_stay_what_they_are() {
        let text = "300<sup>1</sup> and 10<sup>6</sup> of H<sub>2</sub>O, ~~five~~ six <del>50</del> 60 metres. ![A wall](a.jpg)";
        let draft = open(&Input { bytes: text.as_bytes(), ..Input::default() }).unwrap();
        let blocks: Vec<_> = draft.blocks.iter().map(|b| (b.why, b.block.text.as_str())).collect();
        let expected = [
            (None, "300¹ and 10⁶ of H₂O, six 60 metres."),
            (Some(LeftOut::Struck), "five"),
            (Some(LeftOut::Struck), "50"),
            (Some(LeftOut::Fallback), "A wall"),
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn a_table_is_rows_of_cells() {
        check("| a | b |\n|---|---|\n| 1 | 2 |\n", &[(Table, 0, "a\tb\n1\t2")]);
    }

    #[test]
    fn reads_a_list_of_authors() {
        let text = "---\nauthors:\n  - Ida Holm\n  - \"Bo\"\ntags:\n  - a\n---\n\nWords.";
        let draft = open(&Input { bytes: text.as_bytes(), ..Input::default() }).unwrap();
        assert_eq!(draft.meta.authors, ["Ida Holm", "Bo"]);
    }

    #[test]
    fn reads_front_matter() {
        let text = "---\ntitle: \"A: b\"\nauthor: [Ann Lee, Bo]\ndate: 2025-02-04T10:00:00Z\n---\n\nWords.";
        let draft = open(&Input { bytes: text.as_bytes(), ..Input::default() }).unwrap();
        assert_eq!(draft.meta.title, "A: b");
        assert_eq!(draft.meta.authors, ["Ann Lee", "Bo"]);
        assert_eq!(draft.meta.published, "2025-02-04");
        assert_eq!(draft.blocks.len(), 1);
    }
}
