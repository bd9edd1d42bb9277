//! The import dialog: the file and its format, the article it goes into, what each label becomes, and what becomes of every note:
//! where the file says, moved, there already, or lost.

use std::path::PathBuf;

use egui::{ComboBox, FontId, RichText, ScrollArea, Stroke, TextEdit, Ui};

use crate::{
    app::{
        Document, Intent, Opened,
        incoming::Incoming,
        intent::{Answer, ImportIntent},
    },
    exchange::{Becomes, Fate, How, Missing, Note, Placed, Row},
    model::{Scale, Verdict},
};

use super::{
    theme::{self, Pair},
    widgets::{self, FIELD, Segment, faint, field_label, fit, muted, name_for_screen_readers, primary, section, title},
};

/// What is shown in the dialog.
#[derive(Debug, Default)]
pub struct Draft {
    /// Which notes of which file are listed; `None`: the first kind of which there are any.
    shown: Option<(PathBuf, Fate)>,
}

/// Width of the mapping.
const MAPPING: f32 = 372.0;

/// Height of a line of the mapping.
const LABEL: f32 = 30.0;

/// Height of a note in the list.
const NOTE: f32 = 46.0;

/// Draws the dialog.
pub fn ui(ui: &mut Ui, session: Opened<'_>, draft: &mut Draft, out: &mut Vec<Intent>) {
    let Some(incoming) = &session.incoming else { return };
    let document = session.document;
    head(ui, incoming, out);
    let height = (ui.ctx().content_rect().height() - 230.0).clamp(220.0, 500.0);
    if ui.available_width() > 640.0 {
        ui.horizontal_top(|ui| {
            let down = egui::Layout::top_down(egui::Align::Min);
            ui.allocate_ui_with_layout(egui::vec2(MAPPING, height), down, |ui| {
                mapping(ui, document, incoming, height, out);
            });
            ui.add_space(14.0);
            let rest = egui::vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(rest, down, |ui| notes(ui, incoming, draft, height));
        });
    } else {
        mapping(ui, document, incoming, height * 0.5, out);
        ui.add_space(8.0);
        notes(ui, incoming, draft, height * 0.5);
    }
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        let coming = incoming.tally.coming();
        let words = match coming {
            0 => "Nothing to import".to_owned(),
            1 => "Import 1 claim".to_owned(),
            coming => format!("Import {coming} claims"),
        };
        if ui.add_enabled_ui(coming > 0, |ui| primary(ui, &words)).inner.clicked() {
            out.push(Intent::Import(ImportIntent::Accept));
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

/// The file, its format, how much is in it.
fn head(ui: &mut Ui, incoming: &Incoming, out: &mut Vec<Intent>) {
    title(ui, "Import claims");
    ui.horizontal(|ui| {
        let tokens = theme::tokens(ui);
        let name = incoming.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let count = incoming.notes.len();
        let room = ui.available_width() - 120.0;
        let name = fit(ui, &name, FontId::new(13.0, theme::bold()), tokens.text, room * 0.6);
        ui.label(name).on_hover_text(incoming.path.display().to_string());
        let marked = if count == 1 { "1 passage marked".to_owned() } else { format!("{count} marked") };
        muted(ui, format!("{} · {marked}", incoming.format));
        widgets::right(ui, |ui| {
            if widgets::quiet(ui, "Another file…").clicked() {
                out.push(Intent::Import(ImportIntent::AnotherFile));
            }
        });
    });
}

fn mapping(ui: &mut Ui, document: &Document, incoming: &Incoming, height: f32, out: &mut Vec<Intent>) {
    let bottom = ui.cursor().top() + height;
    article(ui, document, incoming, out);
    section(ui, "What the labels become");
    let rows = &incoming.mapping.rows;
    if rows.is_empty() {
        muted(ui, "The file has no labels. The claims come in without a verdict.");
        return;
    }
    let scale = document.shown().scale();
    let room = (bottom - ui.cursor().top()).max(60.0);
    let list = ScrollArea::vertical().id_salt("labels").max_height(room).auto_shrink([false, true]);
    ui.spacing_mut().item_spacing.y = 0.0;
    list.show_rows(ui, LABEL, rows.len(), |ui, range| {
        ui.set_width(ui.available_width() - 8.0);
        for index in range {
            label(ui, &scale, index, &rows[index], out);
        }
    });
}

/// Which article the claims go into.
fn article(ui: &mut Ui, document: &Document, incoming: &Incoming, out: &mut Vec<Intent>) {
    let project = document.shown();
    let title_of = |id: &crate::model::ArticleId| {
        project.article(id).map(|article| article.display_title().to_owned()).unwrap_or_default()
    };
    let meant: Vec<_> = incoming.placing.articles().iter().map(title_of).collect();
    let automatic = match meant.as_slice() {
        [] => "As the file says".to_owned(),
        [only] => format!("As the file says: {only}"),
        several => format!("As the file says: {} articles", several.len()),
    };
    let selected = incoming.article.as_ref().map_or_else(|| automatic.clone(), title_of);
    let name = field_label(ui, "Into the article");
    let response = ComboBox::from_id_salt("import into")
        .selected_text(selected)
        .icon(widgets::chevron)
        .width(ui.available_width() - 8.0)
        .truncate()
        .show_ui(ui, |ui| {
            if ui.selectable_label(incoming.article.is_none(), automatic).clicked() {
                out.push(Intent::Import(ImportIntent::Into(None)));
            }
            for article in project.articles() {
                let is_on = incoming.article.as_ref() == Some(&article.id);
                if ui.selectable_label(is_on, article.display_title()).clicked() {
                    out.push(Intent::Import(ImportIntent::Into(Some(article.id.clone()))));
                }
            }
        })
        .response;
    drop(response.labelled_by(name.id));
}

/// A label with what it becomes.
fn label(ui: &mut Ui, scale: &Scale, index: usize, row: &Row, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        ui.set_height(LABEL);
        let (rect, response) = ui.allocate_exact_size(egui::vec2(128.0, LABEL), egui::Sense::hover());
        let count = ui.painter().layout_no_wrap(row.count.to_string(), FontId::proportional(12.0), tokens.faint);
        let words = fit(ui, &row.word, FontId::proportional(13.0), tokens.text, rect.width() - count.size().x - 8.0);
        let at = egui::pos2(rect.left(), rect.center().y - words.size().y / 2.0);
        let count_at = egui::pos2(rect.left() + words.size().x + 6.0, rect.center().y - count.size().y / 2.0 + 0.5);
        ui.painter().galley(at, words, tokens.text);
        ui.painter().galley(count_at, count, tokens.faint);
        let kind = if row.is_tag { "tag" } else { "label" };
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{} {}", row.word, row.count)));
        response.on_hover_text(format!("The {kind} “{}”, on {}", row.word, row.count));
        if let Some(becomes) = choice(ui, scale, index, row) {
            out.push(Intent::Import(ImportIntent::Map(index, becomes)));
        }
        if let Becomes::Tag(tag) = &row.becomes {
            let mut text = tag.clone();
            let field = TextEdit::singleline(&mut text).desired_width(ui.available_width() - 8.0).margin(FIELD);
            let response = ui.add(field);
            name_for_screen_readers(&response, &format!("Tag for “{}”", row.word));
            if response.changed() {
                out.push(Intent::Import(ImportIntent::Map(index, Becomes::Tag(text))));
            }
        }
    });
}

fn choice(ui: &mut Ui, scale: &Scale, index: usize, row: &Row) -> Option<Becomes> {
    let mut chosen = None;
    let named = |verdict: &Verdict| format!("{} {}", verdict.sign, verdict.label);
    let selected = match &row.becomes {
        Becomes::Verdict(id) => scale.verdicts.iter().find(|verdict| verdict.id == *id).map_or(id.to_string(), named),
        Becomes::Tag(_) => "Tag".to_owned(),
        Becomes::Nothing => "Nothing".to_owned(),
    };
    let response = ComboBox::from_id_salt(("becomes", index))
        .selected_text(selected)
        .icon(widgets::chevron)
        .width(146.0)
        .truncate()
        .show_ui(ui, |ui| {
            let mut offer = |words: String, becomes: Becomes| {
                if ui.selectable_label(row.becomes == becomes, words).clicked() {
                    chosen = Some(becomes);
                }
            };
            for verdict in &scale.verdicts {
                offer(named(verdict), Becomes::Verdict(verdict.id.clone()));
            }
            offer("Tag".to_owned(), Becomes::Tag(row.word.clone()));
            offer("Nothing".to_owned(), Becomes::Nothing);
        })
        .response;
    name_for_screen_readers(&response, &format!("What “{}” becomes", row.word));
    chosen
}

/// What becomes of the notes: how many stand how, and the words of one kind.
fn notes(ui: &mut Ui, incoming: &Incoming, draft: &mut Draft, height: f32) {
    let bottom = ui.cursor().top() + height;
    let tally = incoming.tally;
    let counts = [tally.placed, tally.moved, tally.known, tally.lost];
    let first = Fate::ALL.into_iter().zip(counts).find(|(_, count)| *count > 0).map(|(fate, _)| fate);
    let chosen = draft.shown.as_ref().filter(|(path, _)| *path == incoming.path).map(|(_, fate)| *fate);
    let shown = chosen.or(first).unwrap_or(Fate::Placed);
    let words: Vec<_> =
        Fate::ALL.into_iter().zip(counts).map(|(fate, count)| format!("{} {count}", name(fate))).collect();
    let segments: Vec<_> = Fate::ALL
        .into_iter()
        .zip(&words)
        .map(|(fate, words)| Segment {
            text: words,
            sign: sign(fate),
            help: help(fate),
            key: None,
            colors: colors(ui, fate),
            is_on: fate == shown,
        })
        .collect();
    if let Some(index) = widgets::segments(ui, "fates", &segments) {
        draft.shown = Some((incoming.path.clone(), Fate::ALL[index]));
    }
    faint(ui, help(shown));
    let all = incoming.notes.iter().zip(&incoming.placing.notes);
    let listed: Vec<(&Note, &Placed)> = all.filter(|(_, placed)| placed.fate() == shown).collect();
    let room = (bottom - ui.cursor().top() - 16.0).max(60.0);
    let empty = if incoming.notes.is_empty() { "The file marks nothing." } else { "None." };
    widgets::listing(ui, "notes", room, (NOTE, listed.len()), empty, |ui, at| {
        let (note, placed) = listed[at];
        note_ui(ui, note, placed);
    });
}

/// The words of a note, and under them how it was found or why not.
fn note_ui(ui: &mut Ui, note: &Note, placed: &Placed) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), NOTE), egui::Sense::hover());
    let quote = note.quote().replace(['\n', '\t'], " ");
    let quote = if quote.trim().is_empty() { "(no words)".to_owned() } else { quote };
    let told = told(note, placed);
    let room = rect.width() - 8.0;
    let words = fit(ui, &quote, FontId::new(14.0, theme::serif()), tokens.text, room);
    let below = fit(ui, &told, FontId::proportional(12.0), tokens.faint, room);
    ui.painter().galley(rect.min + egui::vec2(0.0, 5.0), words, tokens.text);
    ui.painter().galley(rect.min + egui::vec2(0.0, 25.0), below, tokens.faint);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{quote}. {told}")));
    response.on_hover_ui(|ui| {
        ui.set_max_width(420.0);
        ui.label(RichText::new(note.quote()).family(theme::serif()));
        if !note.comment.is_empty() {
            muted(ui, note.comment.as_str());
        }
    });
}

/// How a note was found or why not, with its labels.
fn told(note: &Note, placed: &Placed) -> String {
    let how = match &placed.found {
        Err(Missing::Gone) => "These words do not stand in the article",
        Err(Missing::Ambiguous) => "In several places, or among other words",
        Ok(_) if placed.is_known => "A claim stands on these words already",
        Ok(found) => match found.iter().map(|found| found.how).max() {
            Some(How::Moved) => "Found by its words, at another place",
            Some(How::OtherUnit) => "Its place was counted in another unit",
            _ if note.passages.iter().all(|passage| passage.range.is_none()) => "Found by its words",
            _ => "Where the file says",
        },
    };
    let labels = note.labels.join(", ");
    let rest = [labels, note.comment.replace('\n', " ")].into_iter().filter(|part| !part.is_empty());
    std::iter::once(how.to_owned()).chain(rest).collect::<Vec<_>>().join(" · ")
}

fn name(fate: Fate) -> &'static str {
    match fate {
        Fate::Placed => "Placed",
        Fate::Moved => "Moved",
        Fate::Known => "Known",
        Fate::Lost => "Lost",
    }
}

fn sign(fate: Fate) -> &'static str {
    match fate {
        Fate::Placed => "✓",
        Fate::Moved => "±",
        Fate::Known => "=",
        Fate::Lost => "✕",
    }
}

fn help(fate: Fate) -> &'static str {
    match fate {
        Fate::Placed => "These come in. Their words stand where the file says.",
        Fate::Moved => "These come in. Their words stand in one other place.",
        Fate::Known => "These stay out. The project has a claim on the same words.",
        Fate::Lost => "These stay out. Nothing is attached on a guess.",
    }
}

fn colors(ui: &Ui, fate: Fate) -> Pair {
    let tokens = theme::tokens(ui);
    match fate {
        Fate::Placed => tokens.right,
        Fate::Moved => tokens.change,
        Fate::Known => tokens.opinion,
        Fate::Lost => tokens.wrong,
    }
}
