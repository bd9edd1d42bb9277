//! The pane beside the article: the document of a source, the words marked in it, and what is to become of those selected.

use egui::{Align, Button, Frame, Label, Layout, Margin, Panel, RichText, Stroke, Ui};

use crate::{
    app::{
        Cached, Command, Document, Intent, Opened, Pane, Reading, Scene, Session, Shown, Side, StateId,
        intent::{FindIntent, PaneIntent, ReaderIntent, SourceIntent},
        view::{Reveal, Shows},
    },
    model::{Claim, ClaimId, Evidence, Placement, Recognised, Source, Stance, Tone, Version, VersionId},
};

use super::{
    dates::long_date,
    drafts::about,
    find_bar, keyboard,
    likely::{self, reason},
    menus,
    picture::{self, PictureState},
    reader::{self, Entry, ReaderWidget, SpanIndex},
    reading::words_button,
    theme,
    widgets::{IS_MAC, faint, key_cap, muted, name_for_screen_readers, quiet, right, shortcut_of, with_key},
    wording::{placement_colors, placement_words},
};

/// What is kept of the pane from frame to frame.
#[derive(Debug, Default)]
pub struct PaneState {
    reader: ReaderWidget,
    spans: Cached<(StateId, VersionId), SpanIndex>,
    pub(super) picture: PictureState,
}

/// What the pane is to do once.
#[derive(Debug, Clone, Copy)]
pub struct PaneOnce {
    /// The find bar takes the keyboard.
    pub focus_find: bool,
    /// A place is brought into view.
    pub reveal: Option<Reveal>,
}

/// Draws the pane.
pub fn ui(ui: &mut Ui, session: Opened<'_>, state: &mut PaneState, once: PaneOnce, out: &mut Vec<Intent>) {
    let document = session.document;
    if let Some((pane, source)) = document.pane() {
        head(ui, document, pane, source, out);
        if let Some(file) = document.pane_file() {
            likely::ui(ui, document, out);
            return picture::ui(ui, session, file, &mut state.picture, out);
        }
        find_bar::ui(ui, session, Side::Pane, once.focus_find, out);
        match document.version_in(Side::Pane) {
            Some(version) => {
                foot(ui, &session, document, source, out);
                likely::ui(ui, document, out);
                text(ui, session, document, state, version, once.reveal, out);
            }
            None => empty(ui, document, source, out),
        }
    }
}

/// The words of evidence in one version of a source's document, prepared for drawing. A passage of theirs is the place of the
/// evidence in its claim.
fn evidence_spans(project: &Shown, source: &Source, version: &Version) -> SpanIndex {
    let mut entries = Vec::new();
    for (index, claim) in project.claims().iter().enumerate() {
        for (mark, evidence) in claim.evidence.iter().enumerate().filter(|(_, e)| e.source == source.id) {
            let span = evidence.mark.as_ref().and_then(|mark| mark.span_in(&version.id));
            let span = span.filter(|span| span.end() <= version.text().len());
            let tone = Some(tone(evidence.stance));
            entries.extend(span.map(|span| Entry { span, claim: index, mark, tone, lane: 0 }));
        }
    }
    SpanIndex::from_entries(entries)
}

fn tone(stance: Stance) -> Tone {
    match stance {
        Stance::Supports => Tone::Right,
        Stance::Refutes => Tone::Wrong,
        Stance::Mixed => Tone::Change,
        Stance::Context => Tone::Opinion,
    }
}

/// A sign for a stance, where there is no room for the word.
pub fn stance_sign(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "+",
        Stance::Refutes => "−",
        Stance::Mixed => "±",
        Stance::Context => "·",
    }
}

fn head(ui: &mut Ui, document: &Document, pane: &Pane, source: &Source, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::top("pane head").exact_size(50.0).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            right(ui, |ui| {
                let close = with_key(ui, "Close", Command::Back);
                let close = quiet(ui, "✕").on_hover_text(close);
                name_for_screen_readers(&close, "Close the source");
                if close.clicked() {
                    out.push(PaneIntent::Close.into());
                }
                more(ui, document, source, out);
                let has_text = document.version_in(Side::Pane).is_some();
                let find = with_key(ui, "Find in the document", Command::Find);
                if has_text && quiet(ui, "Find").on_hover_text(find).clicked() {
                    let is_open = pane.text.find.is_some();
                    out.push(PaneIntent::Find(if is_open { FindIntent::Close } else { FindIntent::Open }).into());
                }
                versions(ui, document, source, out);
                switch(ui, document, source, out);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 1.0;
                        ui.add_space(7.0);
                        let title = RichText::new(source.display_title()).font(egui::FontId::new(13.0, theme::bold()));
                        ui.add(Label::new(title).truncate()).on_hover_text(source.display_title());
                        let about = about_source(document, source);
                        let line = RichText::new(&about).size(12.0).color(tokens.faint);
                        ui.add(Label::new(line).truncate()).on_hover_text(about);
                    });
                });
            });
        });
    });
}

/// Whether its words were recognised, publisher, date, grade and when it was captured, if it was.
fn about_source(document: &Document, source: &Source) -> String {
    let grade = source.reliability.map(|grade| format!("grade {}", grade.label())).unwrap_or_default();
    let captured = source.capture(None).map(|page| format!("captured {}", page.when())).unwrap_or_default();
    let recognised = document.version_in(Side::Pane).and_then(|version| version.origin.recognised.as_ref());
    let recognised = recognised.map(Recognised::in_short).unwrap_or_default();
    let parts = [recognised, source.publisher.clone(), long_date(&source.published), grade, captured];
    let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    if line.is_empty() { source.kind.label().to_owned() } else { line }
}

fn versions(ui: &mut Ui, document: &Document, source: &Source, out: &mut Vec<Intent>) {
    let count = source.versions.len();
    let shows_words = matches!(document.pane_shows(), Some(Shows::Text | Shows::Pages));
    let read = document.text(Side::Pane).and_then(|text| text.version_of(&source.versions));
    let Some(version) = read.filter(|_| count > 1 && shows_words) else { return };
    let index = source.versions.iter().position(|other| other.id == version.id).unwrap_or_default();
    let words = format!("{} of {count} ▾", index + 1);
    let button = ui.button(RichText::new(words).size(12.0)).on_hover_text("Versions of the document");
    name_for_screen_readers(&button, &format!("Version {} of {count}", index + 1));
    egui::Popup::menu(&button).show(|ui| {
        for (at, version) in source.versions.iter().enumerate().rev() {
            let words = format!("Version {}  {}", at + 1, about(version));
            if ui.selectable_label(at == index, words).clicked() {
                out.push(PaneIntent::Version(at).into());
                ui.close();
            }
        }
    });
}

/// As what the document is shown, where there is a choice.
fn switch(ui: &mut Ui, document: &Document, source: &Source, out: &mut Vec<Intent>) {
    let Some(shown) = document.pane_shows() else { return };
    let ways: Vec<_> = Shows::ALL.into_iter().filter(|shows| document.pane_can_show(*shows)).collect();
    if ways.len() < 2 {
        return;
    }
    // From the right.
    for shows in ways.into_iter().rev() {
        let (name, help) = match shows {
            Shows::Text => ("Text", "The words of the document"),
            Shows::Pages => ("Page", "The page of the PDF as it looks"),
            Shows::File if source.file.as_ref().is_some_and(crate::model::StoredFile::is_recording) => {
                ("Recording", "The recording that is kept")
            }
            Shows::File => ("Picture", "The picture as it looks"),
        };
        let tokens = theme::tokens(ui);
        let is_on = shows == shown;
        let words = RichText::new(name).size(12.0).color(if is_on { tokens.accent.ink } else { tokens.muted });
        let help = with_key(ui, help, Command::SwitchLook);
        if ui.selectable_label(is_on, words).on_hover_text(help).clicked() {
            out.push(PaneIntent::Show(shows).into());
        }
    }
}

fn more(ui: &mut Ui, document: &Document, source: &Source, out: &mut Vec<Intent>) {
    let button = quiet(ui, "⋯").on_hover_text("More about this source");
    name_for_screen_readers(&button, "More about this source");
    egui::Popup::menu(&button).show(|ui| {
        ui.set_min_width(220.0);
        if document.access.is_editable() {
            ui.label(RichText::new("A newer version of the document").size(12.0).color(theme::tokens(ui).faint));
            ways_in(ui, source, out);
            ui.separator();
        }
        if ui.button("All about this source").clicked() {
            out.push(SourceIntent::Go(source.id.clone()).into());
        }
        if !source.url.is_empty() && ui.button("Open the link in the browser").clicked() {
            out.push(Intent::OpenLink(source.url.clone()));
        }
    });
}

/// The ways in which a document can come in.
fn ways_in(ui: &mut Ui, source: &Source, out: &mut Vec<Intent>) {
    if ui.button("Open a file…").clicked() {
        out.push(PaneIntent::File(source.id.clone()).into());
    }
    if has_address(source) && ui.button("Fetch the page").on_hover_text(&source.url).clicked() {
        out.push(SourceIntent::Fetch(source.id.clone()).into());
    }
    if ui.button("Paste the text").clicked() {
        out.push(PaneIntent::Open(source.id.clone()).into());
        out.push(PaneIntent::Paste.into());
    }
}

/// Whether the source has an address that can be fetched.
pub fn has_address(source: &Source) -> bool {
    let url = source.url.trim().to_ascii_lowercase();
    url.starts_with("http://") || url.starts_with("https://")
}

fn empty(ui: &mut Ui, document: &Document, source: &Source, out: &mut Vec<Intent>) {
    Frame::new().inner_margin(Margin::symmetric(28, 0)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.26);
            ui.label(RichText::new("No document yet").font(theme::heading_font()));
            ui.add_space(2.0);
            muted(ui, "Open what this source says: a file, its page, or text from the clipboard. Then mark the words that count.");
            ui.add_space(10.0);
            if document.access.is_editable() {
                ui.spacing_mut().item_spacing.y = 6.0;
                ways_in(ui, source, out);
            }
        });
    });
}

fn text(
    ui: &mut Ui,
    session: Opened<'_>,
    document: &Document,
    state: &mut PaneState,
    version: &Version,
    reveal: Option<Reveal>,
    out: &mut Vec<Intent>,
) {
    let Some((_, source)) = document.pane() else { return };
    let project = document.shown();
    let key = (document.shown_state(), version.id.clone());
    let spans = state.spans.of(key, || evidence_spans(project, source, version));
    let sign = |index: usize| {
        let Some(claim) = project.claims().get(index) else { return String::new() };
        let evidence = claim.evidence.iter().find(|evidence| evidence.source == source.id);
        format!("{} {}", claim.number, evidence.map_or("", |evidence| stance_sign(evidence.stance)))
    };
    let reading = session.prefs.reading;
    let view = reader::Article {
        name: "Source",
        reading: Reading { size: (reading.size - 1.5).max(12.0), ..reading },
        reveal,
        takes_keys: keyboard::has_keys(ui, &session, Scene::Pane),
        ..reader::Article::of(&session, document, (Side::Pane, version), spans, &sign)
    };
    let claim_id = |index: usize| -> Option<ClaimId> { project.claims().get(index).map(|claim| claim.id.clone()) };
    let shown = state.reader.ui(ui, &view, &claim_id);
    out.extend(shown.intents.into_iter().filter_map(|intent| match intent {
        Intent::Reader(ReaderIntent::Scrolled(_)) => None,
        Intent::Reader(intent) => Some(PaneIntent::Reader(intent).into()),
        intent => Some(intent),
    }));
    if let Some(at) = shown.selection_end.filter(|_| session.can(Command::TakeWords)) {
        words_button(ui, &session, Command::TakeWords, "Quote", at, shown.rect, out);
    }
    shown.response.context_menu(|ui| menus::pane(ui, session, out));
}

/// What the selected words can become, or what the chosen evidence is.
fn foot(ui: &mut Ui, session: &Session, document: &Document, source: &Source, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 7));
    Panel::bottom("pane foot").resizable(false).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        match document.shown_claim() {
            Some(claim) if document.can_take_words() => take_row(ui, session, document, claim.number, out),
            Some(claim) => {
                match document.pane_evidence() {
                    Some(evidence) => chosen_row(ui, claim, evidence, claim.number, out),
                    None => {
                        hint(ui, session, &format!("Select the words that bear out or refute claim {}.", claim.number));
                    }
                };
            }
            _ => hint(ui, session, &count_words(document, source)),
        }
    });
}

fn hint(ui: &mut Ui, session: &Session, words: &str) {
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        faint(ui, words);
        if session.prefs.key_caps
            && let Some(shortcut) = shortcut_of(ui, Command::TakeWords)
        {
            right(ui, |ui| {
                faint(ui, "quotes");
                key_cap(ui, &shortcut.label(IS_MAC));
            });
        }
    });
}

fn count_words(document: &Document, source: &Source) -> String {
    match document.shown().claims_using(&source.id).count() {
        0 => "No claim uses this source yet. Click a claim, then select words here.".to_owned(),
        1 => "1 claim uses this source. Click a claim to quote for it.".to_owned(),
        count => format!("{count} claims use this source. Click a claim to quote for it."),
    }
}

/// A button for each stance, which says what it does to the claim. Returns the one that was clicked.
pub fn stance_buttons(ui: &mut Ui, does: &str) -> Option<Stance> {
    let tokens = theme::tokens(ui);
    let mut clicked = None;
    for stance in Stance::ALL.iter().copied() {
        let colors = tokens.stance(stance);
        let words = RichText::new(stance.label()).font(egui::FontId::new(12.0, theme::bold())).color(colors.ink);
        let button = Button::new(words).fill(colors.fill).stroke(Stroke::NONE);
        let help = format!("{does}: {} the claim", stance_verb(stance));
        if ui.add(button).on_hover_text(help).clicked() {
            clicked = Some(stance);
        }
    }
    clicked
}

fn take_row(ui: &mut Ui, session: &Session, document: &Document, number: u32, out: &mut Vec<Intent>) {
    likely_row(ui, session, document, out);
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        muted(ui, format!("Claim {number}:"));
        if let Some(stance) = stance_buttons(ui, "Quotes the words") {
            out.push(PaneIntent::Take(Some(stance)).into());
        }
        let can_move = document.pane_evidence().is_some_and(|evidence| evidence.mark.is_some());
        if can_move {
            right(ui, |ui| {
                let help = "Puts the chosen evidence on these words instead";
                if quiet(ui, "Move here").on_hover_text(help).clicked() {
                    out.push(PaneIntent::Move.into());
                }
            });
        } else if session.prefs.key_caps
            && let Some(shortcut) = shortcut_of(ui, Command::TakeWords)
        {
            right(ui, |ui| {
                key_cap(ui, &shortcut.label(IS_MAC));
            });
        }
    });
}

/// Which of the likely passages is selected, and the way to the next.
fn likely_row(ui: &mut Ui, session: &Session, document: &Document, out: &mut Vec<Intent>) {
    let Some(likely) = document.likely() else { return };
    let (number, count) = (likely.current + 1, likely.passages.len());
    let reason = likely.passages.get(likely.current).map(|passage| reason(&passage.shared)).unwrap_or_default();
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        let words = match count {
            1 => format!("The only passage that is like the claim: {reason}"),
            _ => format!("Passage {number} of {count} like the claim: {reason}"),
        };
        right(ui, |ui| {
            if count > 1 {
                if session.prefs.key_caps
                    && let Some(shortcut) = shortcut_of(ui, Command::LikelyWords)
                {
                    key_cap(ui, &shortcut.label(IS_MAC));
                }
                if quiet(ui, "Next").clicked() {
                    out.push(Command::LikelyWords.into());
                }
                ui.add_space(6.0);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let help = format!("{words}\n{LIKELY_HELP}");
                let words = RichText::new(words).size(12.0).color(theme::tokens(ui).faint);
                ui.add(Label::new(words).truncate()).on_hover_text(help);
            });
        });
    });
}

const LIKELY_HELP: &str = "A place to look at, found by its words. Whether it bears on the claim is for you to say.";

fn stance_verb(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "they support",
        Stance::Refutes => "they refute",
        Stance::Mixed => "they bear out a part of",
        Stance::Context => "they help to understand",
    }
}

fn chosen_row(ui: &mut Ui, claim: &Claim, evidence: &Evidence, number: u32, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        let tokens = theme::tokens(ui);
        let words = format!("{} {}", stance_sign(evidence.stance), evidence.stance.label());
        super::widgets::pill(ui, &words, tokens.stance(evidence.stance));
        muted(ui, format!("claim {number}"));
        if !evidence.locator.is_empty() {
            faint(ui, format!("· {}", evidence.locator));
        }
        let Some(mark) = &evidence.mark else {
            faint(ui, "· select its words");
            return;
        };
        if mark.needs_look() {
            right(ui, |ui| {
                let is_lost = mark.placement == Placement::Lost;
                let words = if is_lost { "Agree that it is lost" } else { "Take the new words" };
                if ui.button(words).clicked() {
                    let (claim, evidence) = (claim.id.clone(), evidence.id.clone());
                    out.push(PaneIntent::AcceptWords { claim, evidence }.into());
                }
                super::widgets::pill(ui, &placement_words(mark.placement), placement_colors(tokens, mark.placement));
            });
        }
    });
}
