//! Messages. Those about something done stand in the line at the foot and go away by themselves; warnings, errors, and everything
//! where there is no such line, stand in a strip under all else until they are read. Neither ever lies over anything.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use crate::app::{Intent, Notice, NoticeKind, Session};

use super::{
    theme,
    widgets::{faint, quiet, right},
};

/// How long a message about something done stays, in seconds.
const STAY: f64 = 6.0;

/// The strip is no higher than this, in points; more messages scroll.
const HEIGHT: f32 = 150.0;

/// Draws the messages that stay until they are read.
pub fn ui(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) {
    let stays = |notice: &&Notice| notice.kind.is_lasting() || !has_foot(session);
    let notices: Vec<&Notice> = session.notices.iter().filter(stays).collect();
    if !notices.is_empty() {
        let frame = Frame::new().fill(theme::tokens(ui).raised).inner_margin(Margin::symmetric(14, 4));
        Panel::bottom("notices").resizable(false).frame(frame).show(ui, |ui| {
            // The strip grows with what stands in it before it scrolls.
            let area = ScrollArea::vertical().max_height(HEIGHT).min_scrolled_height(HEIGHT);
            area.show(ui, |ui| {
                for notice in notices {
                    strip(ui, notice, out);
                }
            });
        });
    }
    expire(ui, session, out);
}

/// Draws the last message about something done into the line at the foot. Says whether there is one.
pub fn foot_ui(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) -> bool {
    let passing = session.notices.iter().rfind(|notice| !notice.kind.is_lasting());
    if let Some(notice) = passing {
        right(ui, |ui| {
            // The line is low.
            ui.spacing_mut().interact_size.y = 20.0;
            ui.spacing_mut().button_padding.y = 1.0;
            buttons(ui, notice, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add_space(16.0);
                sign(ui, notice.kind);
                // A long message gives way, and shows when pointed at.
                ui.add(Label::new(&notice.text).truncate()).on_hover_text(&notice.text);
                if let Some(path) = &notice.path {
                    ui.add(Label::new(RichText::new(path).color(theme::tokens(ui).faint)).truncate());
                }
            });
        });
    }
    passing.is_some()
}

/// Whether the line at the foot is drawn.
fn has_foot(session: &Session) -> bool {
    session.opened().is_some() && session.preview.is_none()
}

/// Messages about something done go away by themselves.
fn expire(ui: &Ui, session: &Session, out: &mut Vec<Intent>) {
    let now = ui.input(|input| input.time);
    for notice in session.notices.iter().filter(|notice| !notice.kind.is_lasting()) {
        let id = egui::Id::unique(("notice", notice.id));
        let since: f64 = ui.data_mut(|data| *data.get_temp_mut_or_insert_with(id, || now));
        let left = STAY - (now - since);
        if left <= 0.0 {
            out.push(Intent::Dismiss(notice.id));
        } else {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left + 0.01));
        }
    }
}

fn sign(ui: &mut Ui, kind: NoticeKind) {
    let tokens = theme::tokens(ui);
    let (sign, ink) = match kind {
        NoticeKind::Done => ("✓", tokens.right.ink),
        NoticeKind::Hint => ("·", tokens.muted),
        NoticeKind::Warning => ("⚠", tokens.change.ink),
        NoticeKind::Error => ("✕", tokens.wrong.ink),
    };
    ui.label(RichText::new(sign).color(ink).strong());
}

/// From the right: Dismiss, and what can be done about it.
fn buttons(ui: &mut Ui, notice: &Notice, out: &mut Vec<Intent>) {
    if quiet(ui, "Dismiss").clicked() {
        out.push(Intent::Dismiss(notice.id));
    }
    if let Some((words, intent)) = &notice.action
        && ui.button(*words).clicked()
    {
        out.push(intent.clone());
        out.push(Intent::Dismiss(notice.id));
    }
}

/// How wide the buttons of a message are, with what parts them from its words.
fn width_of_buttons(ui: &Ui, notice: &Notice) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let wide = |words: &str| {
        let galley = ui.painter().layout_no_wrap(words.to_owned(), font.clone(), egui::Color32::PLACEHOLDER);
        galley.size().x + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
    };
    wide("Dismiss") + notice.action.as_ref().map_or(0.0, |(words, _)| wide(words)) + 24.0
}

fn strip(ui: &mut Ui, notice: &Notice, out: &mut Vec<Intent>) {
    // The first line stands level with the words of the buttons.
    let line = ui.text_style_height(&egui::TextStyle::Body);
    let above = (ui.spacing().interact_size.y - line).max(0.0) / 2.0;
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.add_space(above);
            sign(ui, notice.kind);
        });
        let room = (ui.available_width() - width_of_buttons(ui, notice)).max(120.0);
        ui.vertical(|ui| {
            ui.set_width(room);
            ui.add_space(above);
            ui.add(Label::new(&notice.text).wrap());
            if let Some(path) = &notice.path {
                faint(ui, path);
            }
        });
        // No higher than a button: the next message begins under this one.
        let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| buttons(ui, notice, out));
    });
}
