//! The page of the library: what was checked before over many projects, looked through by words, phrases and filters.

use std::path::Path;

use egui::{FontId, Frame, Key, Margin, Panel, Response, RichText, ScrollArea, Sense, TextEdit, Ui};

use crate::{
    app::{Intent, Opened, desk_library::Library, intent::LibraryIntent},
    library::{Entry, Found, Hit, HitAt, Place, ShelfKind},
};

use super::{
    dates::long_date,
    lit::{self, Looks},
    theme,
    widgets::{self, FIELD, card, faint, field_label, hint_text, muted, name_for_screen_readers, quiet, right},
};

/// How wide the claim that is read has to be, in points, to stand beside the list.
const READING: f32 = 380.0;

/// Draws the page. With `focus_search` the field takes the keyboard.
pub fn ui(ui: &mut Ui, session: Opened<'_>, focus_search: bool, out: &mut Vec<Intent>) {
    let library = &session.library;
    if let Some(hit) = library.chosen() {
        let tokens = theme::tokens(ui);
        let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(16, 14));
        let most = (ui.available_width() - 320.0).max(260.0);
        let panel = Panel::right("library claim").resizable(true).default_size(READING.min(most));
        panel.size_range(260.0..=most).frame(frame).show(ui, |ui| reading(ui, hit, library.chosen, out));
    }
    ScrollArea::vertical().id_salt("library").auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 48.0).clamp(240.0, 900.0);
        widgets::column(ui, width, |ui| {
            ui.add_space(20.0);
            head(ui, library, out);
            search(ui, library, focus_search, out);
            ui.add_space(8.0);
            match library.found() {
                Some(found) => hits(ui, library, found, out),
                None if library.query.trim().is_empty() => folders(ui, session, out),
                None => drop(muted(ui, "Looking through the library.")),
            }
            ui.add_space(24.0);
        });
    });
}

fn head(ui: &mut Ui, library: &Library, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Library").font(FontId::new(19.0, theme::bold())));
        right(ui, |ui| match &library.gathering {
            Some(watch) => {
                ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
                if ui.button("Stop").clicked() {
                    out.push(LibraryIntent::Stop.into());
                }
                let progress = watch.progress();
                let words = match progress.total {
                    0 => "Looking for projects".to_owned(),
                    total => format!("Reading: {} of {total} files", progress.done),
                };
                muted(ui, words);
                ui.spinner();
            }
            None => {
                if quiet(ui, "Update").on_hover_text("Reads files that have changed").clicked() {
                    out.push(LibraryIntent::Update.into());
                }
            }
        });
    });
    muted(ui, format!("{}. It is only read from here, and nothing in it decides anything.", size(library)));
    ui.add_space(8.0);
}

/// How much the library holds.
fn size(library: &Library) -> String {
    let shelves = library.index.shelves();
    let others = shelves.iter().filter(|shelf| shelf.kind == ShelfKind::Neighbours).count();
    let claims = counted(library.index.len(), "claim", "claims");
    let projects = counted(shelves.len() - others, "project", "projects");
    match others {
        0 => format!("{claims} in {projects}"),
        _ => format!("{claims} in {projects} and {} of other desks", counted(others, "file", "files")),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// The field. Arrows go through the hits while it has the keyboard.
fn search(ui: &mut Ui, library: &Library, focus: bool, out: &mut Vec<Intent>) {
    let id = egui::Id::unique("library search");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let (down, up) = ui.input_mut(|input| {
        let mut press = |key| has_focus && input.consume_key(egui::Modifiers::NONE, key);
        (press(Key::ArrowDown), press(Key::ArrowUp))
    });
    let mut query = library.query.clone();
    let hint = hint_text(ui, "Words, \"a phrase\", verdict:wrong, person:lee, tag:bridge, since:2024");
    let field = TextEdit::singleline(&mut query).id(id).hint_text(hint).margin(FIELD).desired_width(f32::INFINITY);
    let response = ui.add(field);
    name_for_screen_readers(&response, "Search the library");
    if focus {
        response.request_focus();
    }
    if response.changed() {
        out.push(LibraryIntent::Query(query).into());
    }
    let count = library.found().map_or(0, |found| found.hits.len());
    if down && library.chosen + 1 < count {
        out.push(LibraryIntent::Choose(library.chosen + 1).into());
    }
    if up && library.chosen > 0 {
        out.push(LibraryIntent::Choose(library.chosen - 1).into());
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if is_entered && library.chosen().is_some() {
        out.push(LibraryIntent::OpenProject(library.chosen).into());
    }
}

fn hits(ui: &mut Ui, library: &Library, found: &Found, out: &mut Vec<Intent>) {
    let words = match (found.total, found.is_partly) {
        (0, _) => {
            "Nothing in the library has these words. Another word for it, or fewer of them, may find more.".to_owned()
        }
        (_, true) => "Nothing has all of these words. These have some of them:".to_owned(),
        (total, false) if total > found.hits.len() => format!("The first {} of {total}:", found.hits.len()),
        (total, false) => format!("{}:", counted(total, "hit", "hits")),
    };
    faint(ui, words);
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    // Whatever is chosen by arrows is brought into view.
    let last = ui.scope_id().with("chosen");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(last, library.chosen), library.chosen));
    for (at, hit) in found.hits.iter().enumerate() {
        let response = row(ui, hit, at == library.chosen);
        if at == library.chosen && before != at && !ui.clip_rect().contains_rect(response.rect) {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            out.push(LibraryIntent::Choose(at).into());
        }
    }
}

/// One hit.
fn row(ui: &mut Ui, hit: &Hit, is_on: bool) -> Response {
    const MARGIN: egui::Vec2 = egui::vec2(10.0, 7.0);
    let tokens = theme::tokens(ui);
    let width = ui.available_width() - 2.0 * MARGIN.x;
    let serif = FontId::new(14.0, theme::serif());
    let first = hit.entry.as_ref().map(|entry| entry.statement.clone());
    let in_first = hit.lit.iter().find(|lit| lit.place == Place::Statement);
    let mut lines = Vec::new();
    match (in_first, &first) {
        (Some(lit), _) => lines.push(lit::job(ui, &lit.text, &lit.spans, &Looks { font: serif, width, rows: 3 })),
        (None, Some(statement)) => lines.push(lit::job(ui, statement, &[], &Looks { font: serif, width, rows: 2 })),
        (None, None) => {}
    }
    let elsewhere = hit.lit.iter().filter(|lit| first.is_none() || lit.place != Place::Statement);
    for lit in elsewhere.take(2) {
        let label = format!("{}: ", lit.place.label());
        let spans: Vec<_> = lit.spans.iter().map(|span| span.start + label.len()..span.end + label.len()).collect();
        let looks = Looks { font: FontId::proportional(12.5), width, rows: 2 };
        lines.push(lit::job(ui, &format!("{label}{}", lit.text), &spans, &looks));
    }
    let lines: Vec<_> = lines.into_iter().map(|job| ui.painter().layout_job(job)).collect();
    let verdict = hit.entry.as_ref().map(rating).unwrap_or_default();
    let colors = tokens.tone(hit.entry.as_ref().and_then(|entry| entry.tone));
    let pill = ui.painter().layout_no_wrap(verdict.clone(), FontId::new(11.5, theme::bold()), colors.ink);
    let about = about(hit);
    let room = width - if verdict.is_empty() { 0.0 } else { pill.size().x + 24.0 };
    let foot = widgets::fit(ui, &about, FontId::proportional(12.0), tokens.faint, room.max(60.0));
    let text: f32 = lines.iter().map(|line| line.size().y + 3.0).sum();
    let height = text + foot.size().y.max(pill.size().y + 4.0) + 2.0 * MARGIN.y;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::click());
    let ground = if is_on { tokens.accent.fill } else { tokens.raised };
    ui.painter().rect_filled(rect, 8.0, ground);
    let edge = if response.hovered() || response.has_focus() { tokens.accent.ink } else { tokens.line };
    ui.painter().rect_stroke(rect, 8.0, egui::Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let mut at = rect.min + MARGIN;
    for line in lines {
        let below = line.size().y + 3.0;
        ui.painter().galley(at, line, tokens.text);
        at.y += below;
    }
    if !verdict.is_empty() {
        let ground = egui::Rect::from_min_size(at, pill.size() + egui::vec2(14.0, 4.0));
        ui.painter().rect_filled(ground, 6.0, colors.fill);
        ui.painter().galley(at + egui::vec2(7.0, 2.0), pill.clone(), colors.ink);
        at.x = ground.right() + 10.0;
    }
    ui.painter().galley(at + egui::vec2(0.0, 2.0), foot, tokens.faint);
    let told = first.unwrap_or_else(|| hit.lit.first().map(|lit| lit.text.clone()).unwrap_or_default());
    let name = [told.replace('\n', " "), verdict, about]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, &name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// The rating as it is said, and that nobody signed it, where nobody did.
pub fn rating(entry: &Entry) -> String {
    match (entry.is_hidden, entry.heading.trim().is_empty()) {
        (true, _) => "Waits for your check".to_owned(),
        (false, false) => entry.heading.clone(),
        (false, true) => entry.verdict.clone(),
    }
}

/// When, by whom, and in which project.
pub fn about(hit: &Hit) -> String {
    let title = if hit.shelf.title.is_empty() { name(&hit.shelf.path) } else { hit.shelf.title.clone() };
    let Some(entry) = &hit.entry else {
        return [title, hit.article.clone()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    };
    let place = match (entry.number, entry.publisher.is_empty()) {
        (0, false) => entry.publisher.clone(),
        (0, true) => title,
        (number, _) => format!("{title}, claim {number}"),
    };
    [long_date(&entry.date), entry.decided_by.clone(), place]
        .into_iter()
        .filter(|it| !it.trim().is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The claim of a hit, to be read; its project stays closed.
fn reading(ui: &mut Ui, hit: &Hit, at: usize, out: &mut Vec<Intent>) {
    ScrollArea::vertical().id_salt("library claim").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        let tokens = theme::tokens(ui);
        match &hit.entry {
            Some(entry) => claim(ui, entry),
            None => {
                ui.add(egui::Label::new(RichText::new(&hit.article).font(theme::heading_font())).wrap());
                for lit in &hit.lit {
                    let looks =
                        Looks { font: FontId::new(14.0, theme::serif()), width: ui.available_width(), rows: 12 };
                    let job = lit::job(ui, &lit.text, &lit.spans, &looks);
                    ui.label(job);
                }
            }
        }
        ui.add_space(8.0);
        field_label(ui, "Where it is from");
        ui.add(egui::Label::new(about(hit)).wrap());
        let path = RichText::new(hit.shelf.path.display().to_string()).size(12.0).color(tokens.faint);
        ui.add(egui::Label::new(path).wrap());
        ui.add_space(6.0);
        match (&hit.at, &hit.entry) {
            (HitAt::Check(_), Some(entry)) => {
                if !entry.address.is_empty() && ui.button("Open the fact-check…").clicked() {
                    out.push(Intent::OpenLink(entry.address.clone()));
                }
            }
            _ => {
                let help = "Opens that project in place of this one. Unsaved work is asked about first.";
                if ui.button("Open its project").on_hover_text(help).clicked() {
                    out.push(LibraryIntent::OpenProject(at).into());
                }
            }
        }
    });
}

fn claim(ui: &mut Ui, entry: &Entry) {
    let tokens = theme::tokens(ui);
    let statement = RichText::new(&entry.statement).font(FontId::new(15.0, theme::serif()));
    ui.add(egui::Label::new(statement).wrap());
    let rating = rating(entry);
    if !rating.is_empty() {
        widgets::pill(ui, &rating, tokens.tone(entry.tone));
    }
    let mut part = |label: &str, words: &[&str]| {
        if words.iter().any(|words| !words.trim().is_empty()) {
            ui.add_space(4.0);
            field_label(ui, label);
            for words in words.iter().filter(|words| !words.trim().is_empty()) {
                ui.add(egui::Label::new(*words).wrap());
            }
        }
    };
    let quotes: Vec<&str> = entry.quotes.iter().map(String::as_str).collect();
    part("As printed", &quotes);
    part("Said by", &[&entry.claimant]);
    part("Confidence", &[&entry.confidence]);
    let evidence: Vec<&str> = entry.evidence.iter().map(String::as_str).collect();
    part("Evidence", &evidence);
    let sources: Vec<String> = entry
        .sources
        .iter()
        .map(|source| match (source.title.trim(), source.url.trim()) {
            ("", url) => url.to_owned(),
            (title, "") => title.to_owned(),
            (title, url) => format!("{title}\n{url}"),
        })
        .collect();
    part("Sources", &sources.iter().map(String::as_str).collect::<Vec<_>>());
    part("Notes", &[&entry.notes]);
    part("Tags", &[&entry.tags.join(", ")]);
    part("Article", &[&entry.article]);
}

/// What makes the library: folders with how much is in them, and what could not be read.
fn folders(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let library = &session.library;
    card(ui, |ui| {
        widgets::title(ui, "Folders");
        muted(
            ui,
            "Projects in these folders belong to the library, with files of fact-checks of other desks. So do the projects opened last.",
        );
        for folder in &session.prefs.library_folders {
            folder_row(ui, library, folder, out);
        }
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            if ui.button("Choose a folder…").clicked() {
                out.push(LibraryIntent::AddFolder.into());
            }
            widgets::how(ui, "How the library works", "library", out);
        });
    });
    if !library.unread.is_empty() {
        ui.add_space(8.0);
        card(ui, |ui| {
            let words = counted(library.unread.len(), "file could not be read", "files could not be read");
            widgets::title(ui, &words);
            for unread in &library.unread {
                ui.add(egui::Label::new(&unread.why).wrap());
                let path = RichText::new(unread.path.display().to_string()).size(12.0).color(theme::tokens(ui).faint);
                ui.add(egui::Label::new(path).wrap());
            }
        });
    }
    if library.index.is_empty() && library.gathering.is_none() {
        ui.add_space(8.0);
        faint(ui, "Nothing is in the library yet. Choose the folder in which the desk keeps its projects.");
    }
}

fn folder_row(ui: &mut Ui, library: &Library, folder: &Path, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        right(ui, |ui| {
            let remove =
                quiet(ui, "✕").on_hover_text("Take the folder out of the library. Its files stay as they are.");
            name_for_screen_readers(&remove, &format!("Take out {}", folder.display()));
            if remove.clicked() {
                out.push(LibraryIntent::RemoveFolder(folder.to_owned()).into());
            }
            let [projects, others] = library.count_in(folder);
            let words = match others {
                0 => counted(projects, "project", "projects"),
                _ => format!(
                    "{}, {} of others",
                    counted(projects, "project", "projects"),
                    counted(others, "file", "files")
                ),
            };
            faint(ui, words);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let path = folder.display().to_string();
                ui.add(egui::Label::new(&path).truncate()).on_hover_text(&path);
            });
        });
    });
}

/// How many hits of the library the palette offers.
pub const IN_PALETTE: usize = 5;

/// What is offered of the library in the palette for what was typed: place, words and where they are from.
pub fn offers(library: &Library, query: &str) -> Vec<(usize, String, String)> {
    let hits = library.found_for(query).map(|found| found.hits.as_slice()).unwrap_or_default();
    let offer = |(at, hit): (usize, &Hit)| {
        let words = hit.entry.as_ref().map(|entry| entry.statement.clone());
        let words = words.or_else(|| hit.lit.first().map(|lit| lit.text.clone())).unwrap_or_default();
        let rating = hit.entry.as_ref().map(rating).unwrap_or_default();
        let side = if rating.is_empty() { "library".to_owned() } else { format!("{rating} · library") };
        (at, words.replace('\n', " "), side)
    };
    hits.iter().take(IN_PALETTE).enumerate().map(offer).collect()
}
