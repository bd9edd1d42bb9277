//! The user guide in the window: contents and search at the left, a page at the right.

use egui::{Align2, Area, FontId, Margin, Order, RichText, ScrollArea, TextEdit, Ui};

use crate::app::{COMMANDS, Command, Intent, Session, guide};

use super::{
    markdown, theme,
    widgets::{FIELD, IS_MAC, faint, hint_text, muted, name_for_screen_readers, right, row, section, sheet},
};

/// Width of the contents in points.
const CONTENTS: f32 = 216.0;

/// Draws the guide over the window. `query` is what is looked for in it.
pub fn ui(ui: &mut Ui, session: &Session, query: &mut String, out: &mut Vec<Intent>) {
    let screen = ui.ctx().content_rect();
    let size = egui::vec2((screen.width() - 96.0).min(960.0), (screen.height() - 112.0).min(720.0));
    let area =
        Area::new(egui::Id::unique("guide")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, egui::Vec2::ZERO);
    area.show(ui.ctx(), |ui| {
        sheet(ui).inner_margin(Margin::same(20)).show(ui, |ui| {
            ui.set_min_size(size);
            ui.set_max_size(size);
            ui.horizontal(|ui| {
                ui.label(RichText::new("User guide").font(theme::heading_font()));
                right(ui, |ui| {
                    if ui.button("Close").clicked() {
                        out.push(Command::Back.into());
                    }
                });
            });
            ui.add_space(8.0);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 28.0;
                ui.vertical(|ui| {
                    ui.set_width(CONTENTS);
                    contents(ui, session, query, out);
                });
                ui.vertical(|ui| page(ui, session, out));
            });
        });
    });
}

fn contents(ui: &mut Ui, session: &Session, query: &mut String, out: &mut Vec<Intent>) {
    let field = TextEdit::singleline(query).hint_text(hint_text(ui, "Find in the guide"));
    let response = ui.add(field.desired_width(f32::INFINITY).margin(FIELD));
    name_for_screen_readers(&response, "Find in the guide");
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("contents").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        if !query.trim().is_empty() {
            return hits(ui, query, out);
        }
        for page in guide::PAGES {
            if row(ui, page.title(), "", page.id == session.guide_page).clicked() {
                out.push(Intent::Guide(page.id));
            }
        }
        section(ui, "More");
        for command in [Command::Help, Command::Tour] {
            if row(ui, command.title(), "", false).clicked() {
                // The tour begins on the desk, the keys take the place of the guide.
                out.push(Command::Back.into());
                out.push(command.into());
            }
        }
    });
}

fn hits(ui: &mut Ui, query: &str, out: &mut Vec<Intent>) {
    let hits = guide::search(query);
    if hits.is_empty() {
        muted(ui, "No page has these words. Try fewer, or another word for it.");
    }
    for hit in hits {
        if row(ui, hit.page.title(), "", false).clicked() {
            out.push(Intent::Guide(hit.page.id));
        }
        let line: String = hit.line.chars().filter(|char| !"#*`".contains(*char)).take(90).collect();
        if !line.is_empty() {
            ui.indent(hit.page.id, |ui| faint(ui, format!("{}…", line.replace('\n', " "))));
        }
    }
}

fn page(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) {
    let Some(page) = guide::page(session.guide_page) else { return };
    // Each page starts at its top.
    ScrollArea::vertical().id_salt(page.id).auto_shrink(false).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 16.0).min(620.0));
        ui.label(RichText::new(page.title()).font(FontId::new(22.0, theme::serif_bold())));
        ui.add_space(8.0);
        let text = session.with_keys(page.body(), |key| format!("`{}`", key.label(IS_MAC)));
        if let Some(target) = markdown::ui(ui, &text) {
            follow(&target, out);
        }
        let place = guide::PAGES.iter().position(|other| other.id == page.id).unwrap_or_default();
        if let Some(next) = guide::PAGES.get(place + 1) {
            ui.add_space(12.0);
            if ui.button(format!("Next: {}", next.title())).clicked() {
                out.push(Intent::Guide(next.id));
            }
        }
        ui.add_space(16.0);
    });
}

/// A link leads to a page or to a command.
fn follow(target: &str, out: &mut Vec<Intent>) {
    if let Some(id) = target.strip_prefix("command:") {
        let command = COMMANDS.iter().find(|entry| entry.id == id).map(|entry| entry.command);
        // What the command shows must not lie under the guide.
        out.extend(command.into_iter().flat_map(|command| [Command::Back.into(), command.into()]));
    } else if let Some(page) = target.strip_suffix(".md").and_then(guide::page) {
        out.push(Intent::Guide(page.id));
    }
}
