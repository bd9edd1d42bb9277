//! The article on the desk: the reader with the card, the menu and the button over it.

use egui::{Button, Pos2, Rect, RichText, Stroke, Ui};

use crate::{
    app::{Cached, Command, Document, Intent, Opened, Scene, Session, Shown, Side, StateId, view::Reveal},
    model::{Article, Claim, ClaimId, Recognised, Version, VersionId},
};

use super::{
    dates::long_date,
    keyboard, menus,
    reader::{self, ReaderWidget, SpanIndex},
    sentence_bar, theme,
    widgets::{IS_MAC, muted, pill, shortcut_of},
};

/// What is kept of the article from frame to frame.
#[derive(Debug, Default)]
pub struct ArticleState {
    reader: ReaderWidget,
    spans: Cached<(StateId, VersionId), SpanIndex>,
}

/// Draws the article, or says what to do where there is none.
pub fn ui(ui: &mut Ui, session: Opened<'_>, state: &mut ArticleState, reveal: Option<Reveal>, out: &mut Vec<Intent>) {
    if show(ui, session, state, reveal, out).is_none() {
        empty(ui, &session, out);
    }
}

fn show(
    ui: &mut Ui,
    session: Opened<'_>,
    state: &mut ArticleState,
    reveal: Option<Reveal>,
    out: &mut Vec<Intent>,
) -> Option<()> {
    let document = session.document;
    let (article, version) = (document.article()?, document.version()?);
    let project = document.shown();
    let key = (document.shown_state(), version.id.clone());
    let spans = state.spans.of(key, || SpanIndex::new(project, version));
    let byline = byline(article, version);
    let examined = document.examined();
    let coverage = examined.as_ref().and_then(|examined| examined.coverage.get(&article.id));
    let signs = |index| number_and_sign(project, index);
    let shown = {
        let view = reader::Article {
            byline: &byline,
            language: &article.meta.language,
            coverage: coverage.filter(|coverage| *coverage.version() == version.id),
            state: (document.shown_state(), examined.as_ref().map(|examined| examined.state).unwrap_or_default()),
            reveal,
            takes_keys: keyboard::has_keys(ui, &session, Scene::Article),
            ..reader::Article::of(&session, document, (Side::Article, version), spans, &signs)
        };
        let claim_id = |index: usize| -> Option<ClaimId> { project.claims().get(index).map(|claim| claim.id.clone()) };
        state.reader.ui(ui, &view, &claim_id)
    };
    out.extend(shown.intents);
    if let Some(at) = shown.selection_end.filter(|_| session.can(Command::MarkClaim)) {
        words_button(ui, &session, Command::MarkClaim, Command::MarkClaim.title(), at, shown.rect, out);
    }
    if let Some((index, rect)) = shown.hovered
        && let Some(claim) = project.claims().get(index)
    {
        hover_card(ui, document, claim, rect);
    }
    sentence_bar::ui(ui, session, shown.rect, out);
    shown.response.context_menu(|ui| menus::article(ui, session, out));
    Some(())
}

/// The number of a claim and the sign of its verdict, as the margin shows them.
fn number_and_sign(project: &Shown, index: usize) -> String {
    let Some(claim) = project.claims().get(index) else { return String::new() };
    let verdict = claim.verdict.as_ref().and_then(|id| project.verdict(id));
    format!("{} {}", claim.number, verdict.map_or("○".to_owned(), |verdict| verdict.sign))
}

/// Authors, publisher, date, draft, and whether its letters were recognised.
fn byline(article: &Article, version: &Version) -> String {
    let meta = &article.meta;
    let index = article.versions.iter().position(|other| other.id == version.id).unwrap_or_default();
    let draft = match article.versions.len() {
        1 => String::new(),
        drafts => format!("draft {} of {drafts}", index + 1),
    };
    let recognised = version.origin.recognised.as_ref().map(Recognised::in_short).unwrap_or_default();
    let parts = [meta.authors.join(", "), meta.publisher.clone(), long_date(&meta.published), draft, recognised];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The button beside selected words that says what they become.
pub(super) fn words_button(
    ui: &mut Ui,
    session: &Session,
    command: Command,
    words: &str,
    at: Pos2,
    area: Rect,
    out: &mut Vec<Intent>,
) {
    let tokens = theme::tokens(ui);
    let width = if session.prefs.key_caps { 124.0 } else { 96.0 };
    let width = if words.len() < 8 { width - 30.0 } else { width };
    let left = (at.x + 6.0).min(area.right() - width - 32.0);
    let top = if at.y + 34.0 > area.bottom() { at.y - 62.0 } else { at.y + 4.0 };
    let mut button = Button::new(RichText::new(words).color(tokens.paper))
        .fill(tokens.accent.ink)
        .stroke(Stroke::new(1.0, tokens.accent.ink));
    if session.prefs.key_caps
        && let Some(shortcut) = shortcut_of(ui, command)
    {
        button = button.shortcut_text(RichText::new(shortcut.label(IS_MAC)).monospace().size(11.0).color(tokens.paper));
    }
    let rect = Rect::from_min_size(Pos2::new(left, top), egui::vec2(width, 28.0));
    if ui.put(rect, button).clicked() {
        out.push(command.into());
    }
}

fn hover_card(ui: &Ui, document: &Document, claim: &Claim, rect: Rect) {
    let id = ui.scope_id().with("hover card");
    let mut tooltip = egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, rect);
    tooltip = tooltip.gap(6.0).width(320.0);
    tooltip.show(|ui| {
        ui.set_max_width(320.0);
        let project = document.shown();
        let tokens = theme::tokens(ui);
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("Claim {}", claim.number)).font(egui::FontId::new(13.0, theme::bold())));
            match claim.verdict.as_ref().and_then(|id| project.verdict(id)) {
                Some(verdict) => {
                    pill(ui, &format!("{} {}", verdict.sign, verdict.label), tokens.tone(Some(verdict.tone)))
                }
                None if document.is_hidden(&claim.id) => pill(ui, "○ Hidden", tokens.open),
                None => pill(ui, "○ Open", tokens.open),
            };
        });
        if let Some(statement) = &claim.statement {
            ui.label(statement);
        }
        let confidence =
            claim.confidence.as_ref().map(|confidence| format!("Confidence: {}", confidence.degree.label()));
        let sources = match claim.evidence.len() {
            0 => "no source yet".to_owned(),
            1 => "1 source".to_owned(),
            count => format!("{count} sources"),
        };
        let parts = [confidence, Some(claim.status.label().to_owned()), Some(sources)];
        muted(ui, parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    });
}

fn empty(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.label(RichText::new("No article yet").font(theme::heading_font()));
        muted(ui, "Open the article to check: a file, a saved web page, or text from the clipboard.");
        ui.add_space(8.0);
        super::widgets::command_button(ui, Command::OpenArticle, true, session.prefs.key_caps, out);
        super::widgets::command_button(ui, Command::PasteArticle, true, session.prefs.key_caps, out);
        ui.add_space(4.0);
        super::widgets::how(ui, "How an article is opened", "opening", out);
    });
}
