//! What the claim was checked against: a card for each piece of evidence.

use egui::{RichText, TextEdit, Ui};

use crate::{
    app::{
        Document, Intent,
        command::{Command, PASTE_KEY},
        intent::{ClaimIntent, PaneIntent, SourceIntent},
    },
    model::{Claim, Credibility, Edit, Evidence, EvidenceField, Placement, Source, Stance},
    ui::{
        theme,
        widgets::{self, FIELD, faint, field_label, hint_text, name_for_screen_readers, quiet, right},
        wording::{self, placement_colors, placement_words},
    },
};

use super::typed::Typed;

/// Draws the evidence of a claim, and the field that takes more.
pub fn ui(
    ui: &mut Ui,
    document: &Document,
    claim: &Claim,
    typed: &mut Typed,
    take_focus: bool,
    key_caps: bool,
    out: &mut Vec<Intent>,
) {
    ui.horizontal(|ui| {
        field_label(ui, "Evidence");
        faint(ui, format!("· {}", claim.evidence.len()));
        if key_caps {
            right(ui, |ui| {
                faint(ui, "paste a link");
                widgets::shortcut_cap(ui, PASTE_KEY);
            });
        }
    });
    let last = claim.evidence.len().wrapping_sub(1);
    for (index, evidence) in claim.evidence.iter().enumerate() {
        let source = document.shown().source(&evidence.source);
        widgets::card(ui, |ui| {
            card(ui, document, claim, evidence, source.map(AsRef::as_ref), take_focus && index == last, out);
        });
    }
    in_the_draft(ui, document, claim, key_caps, out);
    add_field(ui, document, claim, typed, out);
    ui.add_space(8.0);
}

/// What the draft names for the words of the claim: one click or key makes it evidence, nothing else does.
fn in_the_draft(ui: &mut Ui, document: &Document, claim: &Claim, key_caps: bool, out: &mut Vec<Intent>) {
    for (index, offer) in document.offers(claim).into_iter().enumerate() {
        let label = offer.label();
        ui.horizontal(|ui| {
            right(ui, |ui| {
                let take = quiet(ui, "Take").on_hover_text("Take it as evidence");
                take.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Take as evidence: {label}"))
                });
                if take.clicked() {
                    out.push(ClaimIntent::TakeOffer { claim: claim.id.clone(), offer: offer.clone() }.into());
                }
                if index == 0
                    && key_caps
                    && let Some(key) = widgets::shortcut_of(ui, Command::TakeFromDraft)
                {
                    widgets::shortcut_cap(ui, key);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let words = format!("In the draft: {label}");
                    let words = RichText::new(words).size(12.0).color(theme::tokens(ui).muted);
                    let shown = ui.add(egui::Label::new(words).truncate());
                    if !offer.note.is_empty() {
                        shown.on_hover_text(&offer.note);
                    }
                });
            });
        });
    }
}

fn card(
    ui: &mut Ui,
    document: &Document,
    claim: &Claim,
    evidence: &Evidence,
    source: Option<&Source>,
    take_focus: bool,
    out: &mut Vec<Intent>,
) {
    let set = |field| Intent::Edit(Edit::SetEvidence { claim: claim.id.clone(), evidence: evidence.id.clone(), field });
    ui.horizontal(|ui| {
        stance(ui, evidence, &set, out);
        right(ui, |ui| {
            let remove = quiet(ui, "✕").on_hover_text("Remove this evidence");
            remove.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Remove this evidence"));
            if remove.clicked() {
                let (claim, evidence) = (claim.id.clone(), evidence.id.clone());
                out.push(ClaimIntent::RemoveEvidence { claim, evidence }.into());
            }
            if let Some(grade) = source.and_then(|source| source.reliability) {
                let credibility = evidence.credibility.map(Credibility::label).unwrap_or_default();
                faint(ui, format!("{}{credibility}", grade.label())).on_hover_text(grade.meaning());
            }
            let title = source.map_or("Unknown source", Source::display_title);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let title = RichText::new(title).font(egui::FontId::new(13.0, theme::bold()));
                let title = egui::Label::new(title).sense(egui::Sense::click()).truncate();
                let response = ui.add(title).on_hover_cursor(egui::CursorIcon::PointingHand);
                if response.on_hover_text("Open the source beside the article").clicked() {
                    out.push(show(claim, evidence));
                }
            });
        });
    });
    let (quote, detail) = (evidence.quote.trim(), evidence.note.trim());
    if !quote.is_empty() {
        words(ui, claim, evidence, quote, out);
    }
    what_changed(ui, claim, evidence, out);
    compared(ui, document, claim, evidence);
    if !detail.is_empty() {
        ui.label(RichText::new(detail).color(theme::tokens(ui).muted));
    }
    let from = [evidence.locator.as_str(), source.map_or("", |source| source.publisher.as_str())];
    let from: Vec<_> = from.into_iter().filter(|part| !part.is_empty()).collect();
    let has_text = source.is_some_and(|source| source.latest().is_some());
    ui.horizontal(|ui| {
        right(ui, |ui| {
            let verb = match (has_text, evidence.mark.is_some() || evidence.region.is_some()) {
                (_, true) => "Show in source",
                (true, false) => "Mark the words",
                (false, false) => "Open beside",
            };
            if quiet(ui, verb).on_hover_text("Opens the source beside the article").clicked() {
                out.push(show(claim, evidence));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let from = RichText::new(from.join(" · ")).size(12.0).color(theme::tokens(ui).faint);
                ui.add(egui::Label::new(from).truncate());
            });
        });
    });
    let is_empty = source.is_some_and(|source| source.title.is_empty() && source.url.is_empty());
    let details = egui::CollapsingHeader::new(RichText::new("Details").size(12.0).color(theme::tokens(ui).faint))
        .id_salt(evidence.id.as_str())
        .default_open(is_empty);
    details.show(ui, |ui| fields(ui, evidence, source, take_focus, &set, out));
}

fn show(claim: &Claim, evidence: &Evidence) -> Intent {
    PaneIntent::ShowEvidence { claim: claim.id.clone(), evidence: evidence.id.clone() }.into()
}

/// The words of the source; a click leads to them once they are marked there.
fn words(ui: &mut Ui, claim: &Claim, evidence: &Evidence, quote: &str, out: &mut Vec<Intent>) {
    let words = RichText::new(format!("“{quote}”")).color(theme::tokens(ui).muted);
    if evidence.mark.is_none() {
        ui.label(words);
        return;
    }
    let label = egui::Label::new(words).sense(egui::Sense::click()).wrap();
    let response = ui.add(label).on_hover_cursor(egui::CursorIcon::PointingHand);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, format!("Evidence: {quote}")));
    if response.clicked() {
        out.push(show(claim, evidence));
    }
}

/// What a new version of the source did to the words.
fn what_changed(ui: &mut Ui, claim: &Claim, evidence: &Evidence, out: &mut Vec<Intent>) {
    let Some(mark) = evidence.mark.as_ref().filter(|mark| mark.needs_look()) else { return };
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        widgets::pill(ui, &placement_words(mark.placement), placement_colors(tokens, mark.placement));
        let words = match mark.placement {
            Placement::Lost => "not in the newest version",
            Placement::Changed => "in the newest version",
            _ => "elsewhere in the newest version",
        };
        faint(ui, words);
    });
    if mark.placement == Placement::Changed
        && let Some(old) = mark.earlier.last()
    {
        wording::ui(ui, &old.quote, &mark.anchor.quote, 13.0);
    }
    let accept = if mark.placement == Placement::Lost { "Agree that it is lost" } else { "Take the new words" };
    if quiet(ui, accept).clicked() {
        let (claim, evidence) = (claim.id.clone(), evidence.id.clone());
        out.push(PaneIntent::AcceptWords { claim, evidence }.into());
    }
}

/// Quotations of the claim beside what the source says.
fn compared(ui: &mut Ui, document: &Document, claim: &Claim, evidence: &Evidence) {
    for compared in document.quotations(claim, evidence) {
        let tokens = theme::tokens(ui);
        if compared.is_same {
            ui.label(RichText::new("✓ Quoted word for word").size(12.0).color(tokens.right.ink));
        } else {
            ui.label(RichText::new("≠ The quotation differs: source, then print").size(12.0).color(tokens.change.ink));
            wording::ui(ui, &compared.said, &compared.printed, 13.0);
        }
    }
}

fn stance(ui: &mut Ui, evidence: &Evidence, set: &dyn Fn(EvidenceField) -> Intent, out: &mut Vec<Intent>) {
    let colors = theme::tokens(ui).stance(evidence.stance);
    let words = RichText::new(evidence.stance.label()).font(egui::FontId::new(11.0, theme::bold())).color(colors.ink);
    let button = egui::Button::new(words)
        .fill(colors.fill)
        .stroke(egui::Stroke::NONE)
        .min_size(egui::vec2(0.0, 20.0))
        .corner_radius(4);
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = egui::vec2(6.0, 1.0);
            ui.add(button).on_hover_text("Which way this source points. Click to change.")
        })
        .inner;
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Stance: {}", evidence.stance.label()))
    });
    egui::Popup::menu(&response).show(|ui| {
        for stance in Stance::ALL.iter().copied() {
            if ui.selectable_label(stance == evidence.stance, stance.label()).clicked() {
                out.push(set(EvidenceField::Stance(stance)));
                ui.close();
            }
        }
    });
}

fn fields(
    ui: &mut Ui,
    evidence: &Evidence,
    source: Option<&Source>,
    take_focus: bool,
    set: &dyn Fn(EvidenceField) -> Intent,
    out: &mut Vec<Intent>,
) {
    if let Some(source) = source {
        source_fields(ui, source, take_focus, out);
    }
    if let Some(quote) = widgets::lines(ui, "Quote from the source", &evidence.quote, "", 2, out) {
        out.push(set(EvidenceField::Quote(quote)));
    }
    if let Some(locator) =
        widgets::line(ui, "Where in the source", &evidence.locator, "Page, paragraph, time code", out)
    {
        out.push(set(EvidenceField::Locator(locator)));
    }
    if let Some(note) = widgets::lines(ui, "Note, or how it was checked", &evidence.note, "", 2, out) {
        out.push(set(EvidenceField::Note(note)));
    }
    let grades: Vec<Option<Credibility>> =
        std::iter::once(None).chain(Credibility::ALL.iter().copied().map(Some)).collect();
    let word = |grade: Option<Credibility>| {
        grade.map_or("Not graded".to_owned(), |grade| format!("{} · {}", grade.label(), grade.meaning()))
    };
    if let Some(credibility) =
        widgets::choose(ui, "Credibility of this information", evidence.credibility, &grades, word)
    {
        out.push(set(EvidenceField::Credibility(credibility)));
    }
}

fn source_fields(ui: &mut Ui, source: &Source, take_focus: bool, out: &mut Vec<Intent>) {
    let put = |change: &dyn Fn(&mut Source)| {
        let mut changed = source.clone();
        change(&mut changed);
        Intent::Edit(Edit::put_source(&changed))
    };
    let name = field_label(ui, "Title of the source");
    let mut title = source.title.clone();
    let edit = TextEdit::singleline(&mut title)
        .hint_text(hint_text(ui, "Title or name"))
        .desired_width(f32::INFINITY)
        .margin(FIELD);
    let response = ui.add(edit).labelled_by(name.id);
    if take_focus {
        response.request_focus();
    }
    if response.changed() {
        out.push(put(&|source| source.title.clone_from(&title)));
    }
    if response.lost_focus() {
        out.push(Intent::LeaveField);
    }
    if let Some(url) = widgets::line(ui, "Link", &source.url, "https://…", out) {
        out.push(put(&|source| source.url.clone_from(&url)));
    }
    ui.horizontal(|ui| {
        if !source.url.is_empty() && quiet(ui, "Open the link").on_hover_text(&source.url).clicked() {
            out.push(Intent::OpenLink(source.url.clone()));
        }
        if quiet(ui, "All about this source").clicked() {
            out.push(Intent::Source(SourceIntent::Go(source.id.clone())));
        }
    });
}

/// A field that takes a link or a title, and the sources that the project has already.
fn add_field(ui: &mut Ui, document: &Document, claim: &Claim, typed: &mut Typed, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        let room = ui.available_width() - 82.0;
        let hint = hint_text(ui, "Link or title of a source");
        let field = TextEdit::singleline(&mut typed.evidence).hint_text(hint).desired_width(room).margin(FIELD);
        let response = ui.add(field);
        name_for_screen_readers(&response, "Link or title of a source");
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let has_text = !typed.evidence.trim().is_empty();
        let add = ui.add_enabled(has_text, egui::Button::new("Add")).on_hover_text("Add it as evidence");
        if (is_entered || add.clicked()) && has_text {
            let text = std::mem::take(&mut typed.evidence);
            out.push(ClaimIntent::AddEvidence { claim: claim.id.clone(), text }.into());
        }
    });
    let known: Vec<_> =
        document.shown().sources().iter().filter(|s| claim.evidence.iter().all(|e| e.source != s.id)).collect();
    if known.is_empty() {
        return;
    }
    ui.menu_button(RichText::new("Use a source of the project ▾").size(12.0), |ui| {
        ui.set_min_width(260.0);
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for source in known {
                if ui.button(source.display_title()).clicked() {
                    out.push(ClaimIntent::UseSource { claim: claim.id.clone(), source: source.id.clone() }.into());
                    ui.close();
                }
            }
        });
    });
}
