//! Markdown (CommonMark with tables, footnotes and strikethrough) with front matter.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::model::BlockKind;

use super::{
    Draft, DraftBlock, ImportError, Importer, Input, MetaField,
    encoding::{self, Decoded},
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
    in_footnote: bool,
    in_front_matter: bool,
    front_matter: String,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_front_matter => self.front_matter.push_str(&text),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push_str(&text);
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.flush(),
            Event::FootnoteReference(_) | Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
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
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.in_footnote = true;
            }
            Tag::Table(_) => self.open(BlockKind::Table, 0),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                self.in_front_matter = true;
            }
            _ => {}
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
                self.in_footnote = false;
            }
            TagEnd::TableCell => self.text.push('\t'),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.text.truncate(self.text.trim_end_matches('\t').len());
                self.text.push('\n');
            }
            TagEnd::MetadataBlock(_) => self.in_front_matter = false,
            _ => {}
        }
    }

    fn running_kind(&self) -> BlockKind {
        if self.in_footnote {
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
        if !text.trim().is_empty() {
            let mut block = DraftBlock::kept(self.kind, text.trim());
            block.block.level = self.level;
            self.blocks.push(block);
        }
        (self.kind, self.level) = (self.running_kind(), self.list_depth);
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

/// `title: …`, `author: …`, `date: …` lines of YAML or TOML; anything more intricate is left alone.
fn read_front_matter(text: &str, draft: &mut Draft) {
    for line in text.lines() {
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
                let Some(date) = super::html::iso_date(value) else { continue };
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
    fn a_table_is_rows_of_cells() {
        check("| a | b |\n|---|---|\n| 1 | 2 |\n", &[(Table, 0, "a\tb\n1\t2")]);
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
