//! The project's sources: a list at the left, the chosen one at the right.

mod copies;

use std::collections::HashMap;

use egui::{CentralPanel, Checkbox, Frame, Margin, Panel, RichText, ScrollArea, Ui};

use crate::{
    app::{
        Cached, Command, Document, Intent, Opened, StateId,
        intent::{ClaimIntent, SourceIntent},
        source_library,
    },
    model::{Edit, Reliability, Source, SourceId, SourceKind, SourceLevel},
};

use super::{
    dates::DAY,
    event_queue, menus, theme,
    widgets::{self, TextField, faint, muted, quiet, right, texts},
};

/// What is worked out of the sources once for each state of the project.
pub type Known = Cached<StateId, Of>;

/// What is known of a project's sources.
#[derive(Debug, Default)]
pub struct Of {
    /// Which are the same.
    same: Vec<Vec<SourceId>>,
    /// How many claims use each.
    uses: HashMap<SourceId, usize>,
}

impl Of {
    fn new(document: &Document) -> Self {
        let project = document.shown();
        let used = project.claims_by_source().into_iter();
        Self {
            same: source_library::duplicates(project),
            uses: used.map(|(source_id, claims)| (source_id.clone(), claims.len())).collect(),
        }
    }
}

/// How many of the claims that use a source are listed.
const MOST_LISTED: usize = 500;

/// The name of the field for a source's title.
const TITLE: &str = "Title or name";

/// Draws the page.
pub fn ui(ui: &mut Ui, session: Opened<'_>, known: &mut Known, out: &mut Vec<Intent>) {
    let document = session.document;
    let tokens = theme::tokens(ui);
    let sources = document.shown().sources();
    if sources.is_empty() {
        return empty(ui, out);
    }
    let chosen = document.shown_source();
    let Of { same, uses } = known.of(document.shown_state(), || Of::new(document));
    let frame = Frame::new().fill(tokens.paper).inner_margin(Margin::symmetric(14, 12));
    Panel::left("source list").resizable(true).default_size(360.0).size_range(240.0..=560.0).frame(frame).show(
        ui,
        |ui| {
            ui.horizontal(|ui| {
                ui.label(RichText::new("Sources").font(theme::heading_font()));
                right(ui, |ui| {
                    if ui.button("Add a source").clicked() {
                        add(ui, out);
                    }
                    if quiet(ui, "Import…").on_hover_text(Command::ImportSources.entry().help).clicked() {
                        out.push(Command::ImportSources.into());
                    }
                });
            });
            ui.add_space(6.0);
            duplicates(ui, document, same, out);
            ScrollArea::vertical().auto_shrink(false).show_rows(ui, 30.0, sources.len(), |ui, range| {
                ui.spacing_mut().item_spacing.y = 2.0;
                for source in &sources[range] {
                    let uses = uses.get(&source.id).copied().unwrap_or_default();
                    let grade = source.reliability.map(Reliability::label).unwrap_or_default();
                    let figure = format!("{grade}  {uses}");
                    let is_on = chosen.is_some_and(|chosen| chosen.id == source.id);
                    let row = widgets::row(ui, source.display_title(), figure.trim(), is_on);
                    if row.clicked() || row.secondary_clicked() {
                        out.push(SourceIntent::Go(source.id.clone()).into());
                    }
                    row.context_menu(|ui| menus::source(ui, &session, source, out));
                }
            });
        },
    );
    let frame = Frame::new().fill(tokens.paper).inner_margin(Margin::symmetric(24, 14));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let Some(source) = chosen else { return };
        ScrollArea::vertical().id_salt(source.id.as_str()).auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(620.0);
            if !document.access.is_editable() {
                ui.disable();
            }
            fields(ui, source, out);
            used_by(ui, document, source, out);
        });
    });
}

/// Sources that seem to be the same, with the way to make them one.
fn duplicates(ui: &mut Ui, document: &Document, groups: &[Vec<SourceId>], out: &mut Vec<Intent>) {
    let Some((group, [into, from @ ..])) = groups.first().map(|group| (group, group.as_slice())) else { return };
    let Some(title) = document.shown().source(into).map(|source| source.display_title().to_owned()) else { return };
    widgets::card(ui, |ui| {
        let count = group.len();
        let more = if groups.len() > 1 { format!(" ({} more such)", groups.len() - 1) } else { String::new() };
        ui.label(RichText::new(format!("{count} sources seem to be one{more}")).font(theme::label_font()));
        ui.add(egui::Label::new(RichText::new(title).color(theme::tokens(ui).muted)).truncate());
        ui.horizontal(|ui| {
            let merge = ui.add_enabled(document.access.is_editable(), egui::Button::new("Make them one"));
            if merge.on_hover_text("Keeps what each of them says, their documents and their evidence").clicked() {
                out.push(SourceIntent::Merge { into: into.clone(), from: from.to_vec() }.into());
            }
            for (at, source_id) in group.iter().enumerate() {
                if quiet(ui, &format!("Look at {}", at + 1)).clicked() {
                    out.push(SourceIntent::Go(source_id.clone()).into());
                }
            }
        });
    });
    ui.add_space(6.0);
}

fn add(ui: &Ui, out: &mut Vec<Intent>) {
    out.push(SourceIntent::Add.into());
    event_queue::focus_new(ui.ctx(), TITLE);
}

fn empty(ui: &mut Ui, out: &mut Vec<Intent>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.label(RichText::new("No sources yet").font(theme::heading_font()));
        muted(ui, "Paste a link while a claim is selected, drop a document on the window, or add a source here.");
        ui.add_space(8.0);
        if ui.button("Add a source").clicked() {
            add(ui, out);
        }
        if ui.button("Import from a reference manager…").clicked() {
            out.push(Command::ImportSources.into());
        }
        if quiet(ui, "Back to the article").clicked() {
            out.push(Command::ReadArticle.into());
        }
        widgets::how(ui, "How sources and evidence go together", "sources", out);
    });
}

fn fields(ui: &mut Ui, source: &Source, out: &mut Vec<Intent>) {
    let first: [TextField<Source>; 1] = [(TITLE, "", |source| &mut source.title)];
    let rest: [TextField<Source>; 6] = [
        ("Publisher", "", |source| &mut source.publisher),
        ("Published", DAY, |source| &mut source.published),
        ("Link", "https://…", |source| &mut source.url),
        ("Archived copy", "https://…", |source| &mut source.archived_url),
        ("Looked at", DAY, |source| &mut source.accessed),
        ("Contact", "Telephone, e-mail", |source| &mut source.contact),
    ];
    edited(texts(ui, source, &first, out), out);
    ui.add_space(4.0);
    copies::ui(ui, source, out);
    if let Some(text) = widgets::line(ui, "Made by", &source.creators.join(", "), "Names, parted by commas", out) {
        out.push(put(source, |source| source.creators = super::preview::names(&text)));
    }
    choices(ui, source, out);
    edited(texts(ui, source, &rest, out), out);
    let mut is_private = source.contact_is_private;
    if ui.add(Checkbox::new(&mut is_private, "Keep the contact out of exports")).clicked() {
        out.push(put(source, |source| source.contact_is_private = is_private));
    }
    let mut is_confidential = source.is_confidential;
    let label = "Confidential: exports say “a source known to the desk”";
    let about = "Name, title, links, notes and copies stay out of every export. Quoted words and the statement go out as they are.";
    if ui.add(Checkbox::new(&mut is_confidential, label)).on_hover_text(about).clicked() {
        out.push(put(source, |source| source.is_confidential = is_confidential));
    }
    if let Some(notes) = widgets::lines(ui, "Notes", &source.notes, "", 3, out) {
        out.push(put(source, |source| source.notes.clone_from(&notes)));
    }
}

fn choices(ui: &mut Ui, source: &Source, out: &mut Vec<Intent>) {
    if let Some(kind) = widgets::choose(ui, "What it is", source.kind, SourceKind::ALL, |kind| kind.label().to_owned())
    {
        out.push(put(source, |source| source.kind = kind));
    }
    let levels: Vec<_> = std::iter::once(None).chain(SourceLevel::ALL.iter().copied().map(Some)).collect();
    let word = |level: Option<SourceLevel>| level.map_or("Not set", SourceLevel::label).to_owned();
    if let Some(level) = widgets::choose(ui, "How near to what happened", source.level, &levels, word) {
        out.push(put(source, |source| source.level = level));
    }
    let grades: Vec<_> = std::iter::once(None).chain(Reliability::ALL.iter().copied().map(Some)).collect();
    let word = |grade: Option<Reliability>| {
        grade.map_or("Not graded".to_owned(), |grade| format!("{} · {}", grade.label(), grade.meaning()))
    };
    if let Some(grade) = widgets::choose(ui, "Reliability in general", source.reliability, &grades, word) {
        out.push(put(source, |source| source.reliability = grade));
    }
}

fn edited(changed: Option<Source>, out: &mut Vec<Intent>) {
    out.extend(changed.map(|source| Intent::Edit(Edit::put_source(&source))));
}

fn put(source: &Source, change: impl FnOnce(&mut Source)) -> Intent {
    let mut changed = source.clone();
    change(&mut changed);
    Intent::Edit(Edit::put_source(&changed))
}

fn used_by(ui: &mut Ui, document: &Document, source: &Source, out: &mut Vec<Intent>) {
    widgets::section(ui, "Used by");
    let claims: Vec<_> = document.shown().claims_using(&source.id).collect();
    if claims.is_empty() {
        faint(ui, "No claim uses this source yet.");
    }
    for (_, claim) in claims.iter().take(MOST_LISTED) {
        let words = format!("{}  {}", claim.number, claim.quote().replace('\n', " "));
        let stance =
            claim.evidence.iter().find(|e| e.source == source.id).map(|e| e.stance.label()).unwrap_or_default();
        if widgets::row(ui, &words, stance, false).clicked() {
            out.push(ClaimIntent::Go(claim.id.clone()).into());
        }
    }
    if claims.len() > MOST_LISTED {
        faint(ui, format!("And {} more.", claims.len() - MOST_LISTED));
    }
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        if !source.url.is_empty() && ui.button("Open the link").on_hover_text(&source.url).clicked() {
            out.push(Intent::OpenLink(source.url.clone()));
        }
        let words = if claims.is_empty() { "Remove the source" } else { "Remove the source and its evidence" };
        let words = RichText::new(words).color(theme::tokens(ui).wrong.ink);
        if ui.add(egui::Button::new(words).frame_when_inactive(false)).clicked() {
            out.push(Intent::Source(SourceIntent::Remove(source.id.clone())));
        }
    });
}
