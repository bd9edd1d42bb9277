//! Draws the user guide's Markdown: headings, paragraphs, lists, tables, code, links. No pictures, no HTML.

use egui::{FontId, Frame, Margin, RichText, Ui};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::theme;

/// A stretch of words that look the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Words {
    text: String,
    is_bold: bool,
    is_italic: bool,
    is_code: bool,
    link: Option<String>,
}

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Heading(Vec<Words>),
    Paragraph(Vec<Words>),
    /// How deep it stands, its sign, its words.
    Item(usize, String, Vec<Words>),
    Code(String),
    Table(Vec<Vec<Vec<Words>>>),
}

/// Draws a text. Returns the target of the link that was followed.
pub fn ui(ui: &mut Ui, text: &str) -> Option<String> {
    let mut followed = None;
    let blocks = blocks(text);
    for (index, block) in blocks.iter().enumerate() {
        let is_after_list = index > 0 && matches!(blocks[index - 1], Block::Item(..));
        if is_after_list && !matches!(block, Block::Item(..)) {
            ui.add_space(6.0);
        }
        ui.push_id(index, |ui| followed = block_ui(ui, block).or(followed.take()));
    }
    followed
}

/// Draws one paragraph, at the size of the interface.
pub fn line(ui: &mut Ui, text: &str) -> Option<String> {
    let words = blocks(text).into_iter().find_map(|block| match block {
        Block::Paragraph(words) => Some(words),
        _ => None,
    });
    words_ui(ui, &words.unwrap_or_default(), 13.0)
}

/// Size of running text in points.
const SIZE: f32 = 14.0;
/// Height of a line as a multiple of the size.
const LINE: f32 = 1.5;

fn block_ui(ui: &mut Ui, block: &Block) -> Option<String> {
    let tokens = theme::tokens(ui);
    match block {
        Block::Heading(words) => {
            ui.add_space(10.0);
            let text: String = words.iter().map(|words| words.text.as_str()).collect();
            ui.label(RichText::new(text).font(theme::heading_font()));
            ui.add_space(2.0);
            None
        }
        Block::Paragraph(words) => {
            let followed = words_ui(ui, words, SIZE);
            ui.add_space(6.0);
            followed
        }
        Block::Item(depth, sign, words) => {
            let followed = ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(4.0, 0.0);
                ui.spacing_mut().interact_size.y = 0.0;
                ui.add_space(4.0 + 20.0 * depth.saturating_sub(1) as f32);
                let sign = RichText::new(sign).size(SIZE).line_height(Some(SIZE * LINE)).color(tokens.muted);
                let at = ui.label(sign).rect.left();
                // Numbers of one and two digits keep one edge behind them.
                ui.add_space((at + 18.0 - ui.cursor().left()).max(0.0));
                ui.vertical(|ui| words_ui(ui, words, SIZE)).inner
            });
            followed.inner
        }
        Block::Code(code) => {
            let frame = Frame::new().fill(tokens.panel).corner_radius(6.0).inner_margin(Margin::symmetric(10, 8));
            frame.show(ui, |ui| ui.label(RichText::new(code.trim_end()).monospace()));
            ui.add_space(6.0);
            None
        }
        Block::Table(rows) => {
            let grid = egui::Grid::new("table").num_columns(rows.first().map_or(1, Vec::len)).spacing([18.0, 6.0]);
            let followed = grid.show(ui, |ui| {
                let mut followed = None;
                for row in rows {
                    for cell in row {
                        followed = words_ui(ui, cell, SIZE).or(followed);
                    }
                    ui.end_row();
                }
                followed
            });
            ui.add_space(6.0);
            followed.inner
        }
    }
}

fn words_ui(ui: &mut Ui, words: &[Words], size: f32) -> Option<String> {
    ui.scope(|ui| {
        // Every row is of one height, whatever stands in it.
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal_wrapped(|ui| {
            words.iter().fold(None, |followed, words| {
                stretch_ui(ui, words, size).then(|| words.link.clone()).flatten().or(followed)
            })
        })
        .inner
    })
    .inner
}

/// Draws words of one look. Returns whether they are a link that was followed.
fn stretch_ui(ui: &mut Ui, words: &Words, size: f32) -> bool {
    let tokens = theme::tokens(ui);
    let mut text = RichText::new(&words.text);
    text = match words {
        Words { is_code: true, .. } => text.font(FontId::monospace(size - 1.5)).background_color(tokens.line),
        // A line under a link stands close to its words.
        Words { link: Some(_), .. } => text.size(size),
        Words { is_bold: true, .. } => text.font(FontId::new(size, theme::bold())).line_height(Some(size * LINE)),
        _ => text.size(size).line_height(Some(size * LINE)),
    };
    if words.is_italic {
        text = text.italics();
    }
    match words.link {
        Some(_) => ui.link(text.color(tokens.accent.ink).underline()).clicked(),
        None => {
            ui.label(text);
            false
        }
    }
}

/// What a text is made of. The title (the first heading) is left to whoever shows the page.
fn blocks(text: &str) -> Vec<Block> {
    let mut reading = Reading::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reading.take(event);
    }
    reading.blocks
}

#[derive(Debug, Default)]
struct Reading {
    blocks: Vec<Block>,
    words: Vec<Words>,
    style: Words,
    /// For each list around: the number of its next item, if it counts.
    lists: Vec<Option<u64>>,
    sign: Option<String>,
    code: Option<String>,
    rows: Vec<Vec<Vec<Words>>>,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.add(&text, false),
            },
            Event::Code(text) => self.add(&text, true),
            Event::SoftBreak | Event::HardBreak => self.add(" ", false),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn add(&mut self, text: &str, is_code: bool) {
        // A key is no wider than its letter; a little room makes it look like a key.
        let text = if is_code { format!("\u{2009}{text}\u{2009}") } else { text.to_owned() };
        self.words.push(Words { text, is_code, ..self.style.clone() });
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.style.is_bold = true,
            Tag::Emphasis => self.style.is_italic = true,
            Tag::Link { dest_url, .. } => self.style.link = Some(dest_url.into_string()),
            Tag::List(first) => {
                self.finish_item();
                self.lists.push(first);
            }
            Tag::Item => {
                self.sign = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                });
            }
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.style.is_bold = false,
            TagEnd::Emphasis => self.style.is_italic = false,
            TagEnd::Link => self.style.link = None,
            TagEnd::Heading(HeadingLevel::H1) => self.words.clear(),
            TagEnd::Heading(_) => {
                let words = std::mem::take(&mut self.words);
                self.blocks.push(Block::Heading(words));
            }
            TagEnd::Paragraph if self.sign.is_none() => {
                let words = std::mem::take(&mut self.words);
                self.blocks.push(Block::Paragraph(words));
            }
            TagEnd::Item => self.finish_item(),
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::CodeBlock => self.blocks.extend(self.code.take().map(Block::Code)),
            TagEnd::TableCell => {
                let words = std::mem::take(&mut self.words);
                self.rows.iter_mut().last().into_iter().for_each(|row| row.push(words.clone()));
            }
            TagEnd::Table => self.blocks.push(Block::Table(std::mem::take(&mut self.rows))),
            _ => {}
        }
    }

    fn finish_item(&mut self) {
        if let Some(sign) = self.sign.take() {
            let words = std::mem::take(&mut self.words);
            self.blocks.push(Block::Item(self.lists.len(), sign, words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let flat = |words: &[Words]| words.iter().map(|words| words.text.as_str()).collect::<String>();
        let of_block = |block: &Block| match block {
            Block::Heading(words) => format!("# {}", flat(words)),
            Block::Paragraph(words) => flat(words),
            Block::Item(depth, sign, words) => format!("{depth}{sign} {}", flat(words)),
            Block::Code(code) => format!("`{code}`"),
            Block::Table(rows) => {
                rows.iter().map(|row| row.iter().map(|cell| flat(cell)).collect::<Vec<_>>().join("|")).collect()
            }
        };
        blocks(text).iter().map(of_block).collect()
    }

    #[test]
    fn a_page_becomes_its_blocks() {
        let text = "# Title\n\nOne *two*\nthree.\n\n## Part\n\n- a\n  - b\n- c\n\n3. x\n4. y\n\n```\ncode\n```\n\n| k | v |\n|---|---|\n| 1 | 2 |\n";
        let expected = ["One two three.", "# Part", "1• a", "2• b", "1• c", "13. x", "14. y", "`code\n`", "k|v1|2"];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn words_keep_their_looks_and_links() {
        let all = blocks("**b** `k` [l](page.md)");
        let [Block::Paragraph(words)] = all.as_slice() else { panic!("{all:?}") };
        assert!(words[0].is_bold && words[2].is_code);
        assert_eq!((words[4].text.as_str(), words[4].link.as_deref()), ("l", Some("page.md")));
        assert_eq!((words[1].is_bold, words[3].link.as_deref()), (false, None));
    }
}
