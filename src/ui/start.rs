//! The first screen: open an article, open a project, the sample, and what was open before.

use std::path::PathBuf;

use egui::{CentralPanel, Frame, RichText, Sense, Stroke, TextEdit, Ui};

use crate::{
    app::{
        Command, Forget, Intent, Recent, Session, count_of_changes, intent::KeptIntent, keys::Shortcut, name_of_work,
    },
    store::journal::LeftBehind,
};

use super::{
    theme,
    widgets::{self, FIELD, IS_MAC, faint, hint_text, muted, name_for_screen_readers},
};

/// Width of the column in points.
const WIDTH: f32 = 560.0;

/// Draws the first screen. `path` is what is typed in its field.
pub fn ui(ui: &mut Ui, session: &Session, path: &mut String, out: &mut Vec<Intent>) {
    let paper = theme::tokens(ui).paper;
    CentralPanel::no_frame().frame(Frame::new().fill(paper)).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let side = ((ui.available_width() - WIDTH) / 2.0).max(16.0);
            ui.horizontal(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(WIDTH.min(ui.available_width() - 16.0));
                    ui.add_space((ui.ctx().content_rect().height() * 0.1).max(24.0));
                    column(ui, session, path, out);
                    ui.add_space(24.0);
                });
            });
        });
    });
}

fn column(ui: &mut Ui, session: &Session, path: &mut String, out: &mut Vec<Intent>) {
    let title = RichText::new("Claimdesk").font(egui::FontId::new(30.0, theme::serif_bold()));
    ui.label(title);
    muted(ui, "Mark every claim, tie it to its sources, record what the check found.");
    ui.add_space(16.0);
    let key_caps = session.prefs.key_caps;
    let rows = [
        (
            "Open an article",
            "A web page, PDF, Word, e-book, mail or text. A new project starts around it.",
            Command::NewFromArticle,
        ),
        ("Open a project", "A saved review, with its claims and sources.", Command::OpenProject),
        (
            "Open the sample project",
            "A small review to look around in. The sample itself stays as it is.",
            Command::OpenSample,
        ),
        (
            "Take the guided tour",
            "Five minutes in the sample project, from the first claim to the export.",
            Command::Tour,
        ),
        (
            "Paste an article",
            "The text on the clipboard becomes the article; a web address is fetched.",
            Command::PasteArticle,
        ),
    ];
    for (name, words, command) in rows {
        if large_row(ui, name, words, widgets::shortcut_of(ui, command).filter(|_| key_caps)) {
            out.push(command.into());
        }
        ui.add_space(2.0);
    }
    path_field(ui, path, out);
    unsaved(ui, &session.left, out);
    recent(ui, &session.prefs.recent, &session.gone, out);
    ui.add_space(14.0);
    ui.horizontal(|ui| {
        faint(ui, "You can also drop a file on this window.");
        widgets::how(ui, "User guide", "first-claim", out);
    });
}

fn large_row(ui: &mut Ui, name: &str, words: &str, shortcut: Option<Shortcut>) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 60.0), Sense::click());
    let (fill, line) = if response.hovered() || response.has_focus() {
        (tokens.accent.fill, tokens.accent.ink)
    } else {
        (tokens.raised, tokens.line)
    };
    ui.painter().rect(rect, 8.0, fill, Stroke::new(1.0, line), egui::StrokeKind::Inside);
    let left = rect.left() + 16.0;
    let bold = egui::FontId::new(14.0, theme::bold());
    ui.painter().text(egui::pos2(left, rect.top() + 20.0), egui::Align2::LEFT_CENTER, name, bold, tokens.text);
    let words = widgets::fit(ui, words, egui::FontId::proportional(12.5), tokens.muted, rect.width() - 32.0);
    ui.painter().galley(egui::pos2(left, rect.top() + 32.0), words, tokens.muted);
    if let Some(shortcut) = shortcut {
        let label = shortcut.label(IS_MAC);
        let galley = ui.painter().layout_no_wrap(label, egui::FontId::monospace(11.0), tokens.faint);
        let size = galley.size() + egui::vec2(10.0, 4.0);
        let cap = egui::Rect::from_min_size(egui::pos2(rect.right() - 14.0 - size.x, rect.top() + 11.0), size);
        ui.painter().rect(cap, 4.0, tokens.paper, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
        ui.painter().galley(cap.center() - galley.size() / 2.0, galley, tokens.faint);
    }
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// Dialogs of the system may be missing; a typed path always works.
fn path_field(ui: &mut Ui, path: &mut String, out: &mut Vec<Intent>) {
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let hint = hint_text(ui, "Or type a path or a web address");
        let field = TextEdit::singleline(path).hint_text(hint);
        let response = ui.add(field.desired_width(ui.available_width() - 70.0).margin(FIELD));
        name_for_screen_readers(&response, "Path or web address");
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let typed = path.trim().to_owned();
        let open = ui.add_enabled(!typed.is_empty(), egui::Button::new("Open").min_size(egui::vec2(62.0, 28.0)));
        if (is_entered || open.clicked()) && !typed.is_empty() {
            path.clear();
            out.push(Intent::OpenPath(super::dialogs::typed_path(&typed)));
        }
    });
}

/// Work that no file holds and no window shows.
fn unsaved(ui: &mut Ui, left: &[LeftBehind], out: &mut Vec<Intent>) {
    if left.is_empty() {
        return;
    }
    widgets::section(ui, "Unsaved work");
    for left in left {
        let where_it_is = match &left.path {
            Some(_) if left.is_gone => ", its file is gone",
            Some(_) => "",
            None => ", never saved",
        };
        let figure = format!("{}{where_it_is}", count_of_changes(left.changes));
        let path_shown = left.path.as_ref().map_or_else(String::new, |path| path.display().to_string());
        let response = widgets::row(ui, &name_of_work(left), &figure, false).on_hover_text(path_shown);
        if response.clicked() {
            out.push(match &left.path {
                Some(path) if !left.is_gone => Intent::OpenPath(path.clone()),
                _ => KeptIntent::ResumeUnsaved(left.name.clone()).into(),
            });
        }
        response.context_menu(|ui| {
            if ui.button("Forget this project…").clicked() {
                out.push(KeptIntent::AskToForget(Forget::Journal(left.clone())).into());
            }
        });
    }
}

fn recent(ui: &mut Ui, recent: &[Recent], gone: &[PathBuf], out: &mut Vec<Intent>) {
    if recent.is_empty() {
        return;
    }
    widgets::section(ui, "Recent projects");
    for project in recent {
        let progress = match gone.contains(&project.path) {
            true => "not there any more".to_owned(),
            false => format!("{} of {} checked", project.done, project.claims),
        };
        let response =
            widgets::row(ui, &project.title, &progress, false).on_hover_text(project.path.display().to_string());
        if response.clicked() {
            out.push(Intent::OpenPath(project.path.clone()));
        }
        response.context_menu(|ui| {
            if ui.button("Remove from the list").clicked() {
                out.push(Intent::Forget(project.path.clone()));
            }
            if ui.button("Forget this project…").clicked() {
                out.push(KeptIntent::AskToForget(Forget::Path(project.path.clone())).into());
            }
        });
    }
}
