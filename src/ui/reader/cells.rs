//! The cell of a sheet under the pointer: its address, and what stands at the head of its column, which may be far away in a large sheet.

use egui::{Rect, Sense};

use super::{article::Article, geometry, visible::Visible};

/// Says which cell the pointer rests on.
pub fn tell(ui: &egui::Ui, article: &Article<'_>, visible: &[Visible], id: egui::Id) {
    let Some(at) = ui.input(|input| input.pointer.hover_pos()) else { return };
    let body = |piece: &Visible| Rect::from_min_size(piece.origin, piece.galley.size());
    let Some(piece) = visible.iter().find(|piece| body(piece).contains(at)) else { return };
    let version = article.version;
    let words = &version.text()[piece.range.clone()];
    let byte = piece.range.start + geometry::byte_at(&piece.galley, words, piece.origin, at);
    let Some(cell) = version.cell_at(byte) else { return };
    let told = match version.head_of(&cell) {
        Some(head) => format!("{head}\n{cell}"),
        None => cell.to_string(),
    };
    ui.interact(body(piece), id.with((piece.range.start, "cell")), Sense::hover()).on_hover_text_at_pointer(told);
}
