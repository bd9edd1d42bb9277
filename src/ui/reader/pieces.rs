//! What the column is made of: blocks, long ones split, each with its type and room.

use std::{ops::Range, sync::Arc};

use egui::{Color32, FontFamily, FontId, text::LayoutJob};

use crate::{
    app::Reading,
    model::{Block, BlockKind, Version},
    ui::theme::{self, Tokens},
};

use super::{
    columns,
    turned::{self, Laid},
};

/// Blocks longer than this are drawn in parts, in bytes: a galley of a whole book takes seconds.
const MAX_PIECE: usize = 8 * 1024;

/// Room above a turn for who speaks and when, in points.
pub const SPEECH: f32 = 20.0;

/// A block, or a part of a long one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the draft.
    pub range: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
    /// See [`Block::level`].
    pub level: u8,
    /// Whether its block goes on in the next piece.
    pub goes_on: bool,
    /// Whether its block began in the piece before.
    pub is_continued: bool,
    /// Who speaks from here on and when, to stand quietly above; empty for prose.
    pub speech: String,
}

/// The pieces of a draft in reading order.
pub fn pieces(version: &Version) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, block) in version.blocks().iter().enumerate() {
        let first = pieces.len();
        pieces.extend(split(version.text(), block));
        if let Some(first) = pieces.get_mut(first) {
            first.speech = version.heading_of_speech(index);
        }
    }
    pieces
}

fn split(text: &str, block: &Block) -> Vec<Piece> {
    let piece = |range: Range<usize>, is_continued, goes_on| Piece {
        range,
        kind: block.kind,
        level: block.level,
        goes_on,
        is_continued,
        speech: String::new(),
    };
    let mut parts = Vec::new();
    let (mut start, end) = (block.span.start(), block.span.end());
    while end - start > MAX_PIECE {
        let limit = text.floor_char_boundary(start + MAX_PIECE);
        let space = text[start..limit].rfind(char::is_whitespace).filter(|at| *at > MAX_PIECE / 2);
        let cut = space.map_or(limit, |at| start + at + 1);
        let cut = crate::model::position::ceil_grapheme(text, cut).min(end);
        parts.push(piece(start..cut, start > block.span.start(), cut < end));
        start = cut;
    }
    if start < end {
        parts.push(piece(start..end, start > block.span.start(), false));
    }
    parts
}

/// Type, indent and room around a piece, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its face and size.
    pub font: FontId,
    /// Distance of base lines.
    pub line: f32,
    /// Room at its left.
    pub indent: f32,
    /// Room above.
    pub above: f32,
    /// Room below.
    pub below: f32,
    /// Whether it is set in the quieter colour.
    pub is_quiet: bool,
}

impl Piece {
    /// How this piece is set.
    pub fn setting(&self, reading: &Reading) -> Setting {
        let size = reading.size;
        let line = (size * reading.line_height).round();
        let text = |font: FontId, line: f32, indent: f32, above: f32, below: f32| Setting {
            font,
            line,
            indent,
            above,
            below,
            is_quiet: false,
        };
        let serif = |size: f32| FontId::new(size, theme::serif());
        let bold = |size: f32| FontId::new(size, theme::serif_bold());
        let mut setting = match self.kind {
            BlockKind::Headline => text(bold((size * 1.52).round()), (size * 1.94).round(), 0.0, 0.0, 8.0),
            BlockKind::Standfirst => text(serif(size * 1.04), line, 0.0, 0.0, 18.0),
            BlockKind::Heading if self.level <= 2 => text(bold(size * 1.15), line, 0.0, 14.0, 8.0),
            BlockKind::Heading => text(bold(size), line, 0.0, 10.0, 6.0),
            BlockKind::ListItem => text(serif(size), line, 22.0 * f32::from(self.level.clamp(1, 6)), 0.0, 6.0),
            BlockKind::Quote => text(serif(size), line, 20.0, 0.0, 14.0),
            BlockKind::Caption => text(FontId::new(13.0, FontFamily::Proportional), 20.0, 0.0, 0.0, 18.0),
            BlockKind::Table => text(FontId::new(13.0, FontFamily::Proportional), 24.0, 10.0, 6.0, 18.0),
            BlockKind::Footnote => text(serif(size * 0.85), (line * 0.88).round(), 0.0, 0.0, 8.0),
            BlockKind::Code => text(FontId::new(13.0, FontFamily::Monospace), 20.0, 12.0, 6.0, 18.0),
            BlockKind::Paragraph => text(serif(size), line, 0.0, 0.0, 14.0),
        };
        setting.is_quiet = matches!(self.kind, BlockKind::Caption | BlockKind::Standfirst | BlockKind::Footnote);
        if self.goes_on {
            setting.below = 0.0;
        }
        if self.is_continued {
            setting.above = 0.0;
        }
        if !self.speech.is_empty() {
            setting.above += SPEECH;
        }
        setting
    }

    /// About how high it will be, before it is laid out.
    pub fn estimate(&self, reading: &Reading, width: f32) -> f32 {
        let setting = self.setting(reading);
        let per_line = ((width - setting.indent) / (setting.font.size * 0.5)).max(8.0);
        let lines = (self.range.len() as f32 / per_line).ceil().max(1.0);
        setting.above + lines * setting.line + setting.below
    }

    /// Lays it out. egui keeps the result while it is asked for in every frame; it must not be kept here.
    pub fn layout(&self, ui: &egui::Ui, text: &str, reading: &Reading, width: f32, tokens: &Tokens) -> Laid {
        let setting = self.setting(reading);
        let color = if setting.is_quiet { tokens.muted } else { tokens.text };
        let words = text.get(self.range.clone()).unwrap_or_default();
        let lay_out = |job: LayoutJob| ui.fonts_mut(|fonts| fonts.layout_job(job));
        let room = width - setting.indent;
        let is_turned = turned::is_turned(words);
        let in_columns = (self.kind == BlockKind::Table && !is_turned)
            .then(|| ui.fonts_mut(|fonts| columns::job(fonts, words, &setting, color, room)))
            .flatten();
        let job = in_columns.unwrap_or_else(|| job(words, &setting, color, room));
        if !is_turned {
            return Laid { galley: lay_out(job), turned: None };
        }
        let (galley, turned) = turned::layout(&job, lay_out);
        Laid { galley, turned: Some(Arc::new(turned)) }
    }
}

fn job(words: &str, setting: &Setting, color: Color32, width: f32) -> LayoutJob {
    let mut format = egui::TextFormat::simple(setting.font.clone(), color);
    format.line_height = Some(setting.line);
    format.valign = egui::Align::Center;
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap.max_width = width.max(80.0);
    job
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockText, Origin, VersionId};

    #[test]
    fn a_turn_has_room_for_who_speaks() {
        let turn = |speaker: &str, text: &str| BlockText {
            speech: crate::model::Speech { speaker: speaker.into(), ..Default::default() },
            ..BlockText::new(BlockKind::Paragraph, text)
        };
        let blocks = [
            turn("Ann", "One."),
            turn("Ann", "Two."),
            turn("Bo", "Three."),
            BlockText::new(BlockKind::Paragraph, "Four."),
        ];
        let pieces = pieces(&Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks));
        let reading = Reading::default();
        let told: Vec<_> = pieces.iter().map(|piece| (piece.speech.as_str(), piece.setting(&reading).above)).collect();
        assert_eq!(told, [("Ann", SPEECH), ("", 0.0), ("Bo", SPEECH), ("", 0.0)]);
    }

    #[test]
    fn long_blocks_are_split_between_words_and_nothing_is_lost() {
        let long = "words and more ".repeat(3000);
        let emoji = "👩‍👩‍👧‍👦".repeat(2000);
        let blocks = [long.as_str(), "short", emoji.as_str()].map(|text| BlockText::new(BlockKind::Paragraph, text));
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks);
        let pieces = pieces(&version);
        assert!(pieces.iter().all(|piece| piece.range.len() <= MAX_PIECE + 64));
        let joined: String = pieces.iter().map(|piece| &version.text()[piece.range.clone()]).collect();
        let blocks: String = version.blocks().iter().map(|block| version.block_text(block)).collect();
        assert_eq!(joined, blocks);
        assert!(
            pieces.iter().all(|piece| crate::model::position::is_grapheme_boundary(version.text(), piece.range.start))
        );
    }
}
