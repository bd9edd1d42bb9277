//! The review of a new draft: the claims that need a look at the left, both drafts side by side, the passage in question below.

mod card;
mod list;

use egui::{Frame, Margin, Panel, Rect, RichText, Ui, UiBuilder};

use crate::{
    app::{
        Cached, Command, Document, Intent, Opened, Reading, Scene, Session, Side, StateId,
        intent::ReaderIntent,
        view::{Compared, Reveal},
    },
    model::{Claim, ClaimId, Span, Version, VersionId},
};

use super::{
    drafts::about,
    keyboard,
    reader::{Article, Changes, ReaderWidget, SpanIndex},
    theme,
    widgets::{IS_MAC, faint, key_cap, muted, right, shortcut_of},
    wording::placement_sign,
};

/// The readers of both drafts, and what they were last brought to.
#[derive(Debug, Default)]
pub struct Panes {
    old: Pane,
    new: Pane,
    /// The claim, its passage and whether the comparison was known when both drafts were last scrolled to it.
    shown: Option<(ClaimId, usize, bool)>,
}

#[derive(Debug, Default)]
struct Pane {
    reader: ReaderWidget,
    spans: Cached<(StateId, VersionId), SpanIndex>,
}

/// Draws the review.
pub fn ui(ui: &mut Ui, session: Opened<'_>, panes: &mut Panes, wish: Option<Reveal>, out: &mut Vec<Intent>) {
    let document = session.document;
    let tokens = theme::tokens(ui);
    let panel = |margin: Margin| Frame::new().fill(tokens.panel).inner_margin(margin);
    let head = Panel::top("review head").exact_size(40.0).frame(panel(Margin::symmetric(14, 0)));
    head.show(ui, |ui| heading(ui, &session, document, out));
    let side = Panel::left("review list").resizable(true).default_size(268.0).size_range(200.0..=420.0);
    side.frame(panel(Margin::symmetric(8, 6))).show(ui, |ui| list::ui(ui, document, out));
    let raised = Frame::new().fill(tokens.raised).inner_margin(Margin::symmetric(16, 10));
    let card = Panel::bottom("review card").resizable(true).default_size(178.0).size_range(120.0..=360.0).frame(raised);
    card.show(ui, |ui| card::ui(ui, &session, document, out));
    drafts(ui, &session, document, panes, wish, out);
}

fn heading(ui: &mut Ui, session: &Session, document: &Document, out: &mut Vec<Intent>) {
    ui.horizontal_centered(|ui| {
        ui.label(RichText::new("Review of the new draft").font(theme::heading_font()));
        muted(ui, document.tally().to_string());
        right(ui, |ui| {
            if ui.button("Back to the article").clicked() {
                out.push(Command::ReadArticle.into());
            }
            if session.prefs.key_caps
                && let Some(shortcut) = shortcut_of(ui, Command::Back)
            {
                key_cap(ui, &shortcut.label(IS_MAC));
            }
        });
    });
}

/// Both drafts, each in its half.
fn drafts(
    ui: &mut Ui,
    session: &Session,
    document: &Document,
    panes: &mut Panes,
    wish: Option<Reveal>,
    out: &mut Vec<Intent>,
) {
    let Some((old, new)) = document.review_drafts() else { return };
    let compared = document.view.compared.as_ref().filter(|it| it.old == old.id && it.new == new.id);
    let (old_words, new_words) = reveal(document, panes, compared, old, new);
    // A selection that was grown by keys is brought into view; a scroll position is that of the article's own page.
    let wish = wish.filter(|wish| matches!(wish, Reveal::Words(_)));
    let area = ui.available_rect_before_wrap();
    let middle = area.center().x.round();
    let halves = [
        Rect::from_min_max(area.min, egui::pos2(middle, area.bottom())),
        Rect::from_min_max(egui::pos2(middle, area.top()), area.max),
    ];
    let revision = compared.map(|compared| &*compared.revision);
    let gone = Changes { words: revision.map_or(&[], |revision| &revision.gone), is_old: true };
    let come = Changes { words: revision.map_or(&[], |revision| &revision.come), is_old: false };
    // The other draft goes along with the one under the pointer, or with the new one, which has the keys.
    let leads_old = ui.rect_contains_pointer(halves[0]);
    let mut side = |pane: &mut Pane, half: usize, version: &Version, changes, reveal, out: &mut Vec<Intent>| {
        let builder = UiBuilder::new().max_rect(halves[half]).id_salt(("draft", half));
        ui.scope_builder(builder, |ui| pane_ui(ui, session, document, pane, version, changes, reveal, out)).inner
    };
    let is_old_scrolled = side(&mut panes.old, 0, old, gone, old_words.map(Reveal::Words), out);
    if let Some(revision) = revision.filter(|_| leads_old && is_old_scrolled) {
        panes.new.reader.bring_to_top(revision.beside_old(panes.old.reader.top()));
    }
    let is_new_scrolled = side(&mut panes.new, 1, new, come, wish.or(new_words.map(Reveal::Words)), out);
    if let Some(revision) = revision.filter(|_| !leads_old && is_new_scrolled) {
        panes.old.reader.bring_to_top(revision.beside_new(panes.new.reader.top()));
        ui.request_repaint();
    }
    let line = egui::Stroke::new(1.0, theme::tokens(ui).line);
    ui.painter().vline(middle, area.y_range(), line);
}

/// Where both drafts are to be scrolled to: to the passage when another is chosen, and again once it is known where the text
/// goes on without it.
fn reveal(
    document: &Document,
    panes: &mut Panes,
    compared: Option<&Compared>,
    old: &Version,
    new: &Version,
) -> (Option<Span>, Option<Span>) {
    let Some((claim, mark)) = document.review_item().or(document.shown_claim().map(|claim| (claim, 0))) else {
        return (None, None);
    };
    let key = Some((claim.id.clone(), mark, compared.is_some()));
    if panes.shown == key {
        return (None, None);
    }
    let is_same = panes.shown.as_ref().is_some_and(|(id, at, _)| (id, *at) == (&claim.id, mark));
    panes.shown = key;
    let in_old = claim.marks[mark].span_in(&old.id);
    let in_new = claim.marks[mark].span_in(&new.id);
    let goes_on = || {
        let at = compared?.revision.new_from_old(in_old?.start());
        Span::snapped(new.text(), at, at + 1)
    };
    let in_old = in_old.filter(|_| !is_same);
    if is_same && in_new.is_some() { (in_old, None) } else { (in_old, in_new.or_else(goes_on)) }
}

/// Draws one draft. Returns whether the reviewer scrolled it.
#[expect(clippy::too_many_arguments, reason = "both drafts are drawn by the same hand")]
fn pane_ui(
    ui: &mut Ui,
    session: &Session,
    document: &Document,
    pane: &mut Pane,
    version: &Version,
    changes: Changes<'_>,
    reveal: Option<Reveal>,
    out: &mut Vec<Intent>,
) -> bool {
    let tokens = theme::tokens(ui);
    let Some(article) = document.article() else { return false };
    let index = article.versions.iter().position(|other| other.id == version.id).unwrap_or_default();
    let frame = Frame::new().fill(tokens.paper).inner_margin(Margin::symmetric(16, 0));
    Panel::top(ui.scope_id().with("draft head")).exact_size(32.0).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.label(RichText::new(format!("Draft {}", index + 1)).font(theme::label_font()));
            faint(ui, about(version));
        });
    });
    let key = (document.shown_state(), version.id.clone());
    let project = document.shown();
    let spans = pane.spans.of(key, || SpanIndex::new(project, version));
    let sign = |index: usize| {
        let claim = project.claims().get(index);
        let placement = claim.and_then(|claim| worst(claim));
        format!("{} {}", claim.map_or(0, |claim| claim.number), placement.unwrap_or_default()).trim_end().to_owned()
    };
    let reading = session.prefs.reading;
    let view = Article {
        language: &article.meta.language,
        selection: document.focus().text.selection.filter(|_| !changes.is_old),
        changes: Some(changes),
        reading: Reading { size: (reading.size - 2.0).max(12.0), ..reading },
        is_editable: false,
        reveal,
        takes_keys: !changes.is_old && keyboard::has_keys(ui, session, Scene::Review),
        ..Article::of(session, document, (Side::Article, version), spans, &sign)
    };
    let claim_id = |index: usize| project.claims().get(index).map(|claim| claim.id.clone());
    let shown = pane.reader.ui(ui, &view, &claim_id);
    let is_scroll = |intent: &Intent| matches!(intent, Intent::Reader(ReaderIntent::Scrolled(_)));
    let is_scrolled = reveal.is_none() && shown.intents.iter().any(is_scroll);
    // The old draft is only read; where the new one is scrolled is no concern of the article's own page.
    out.extend(shown.intents.into_iter().filter(|intent| match intent {
        Intent::Reader(ReaderIntent::Claim(_)) => true,
        Intent::Reader(ReaderIntent::Scrolled(_)) => false,
        _ => !changes.is_old,
    }));
    is_scrolled
}

/// The sign of what happened to a claim, unless it simply stayed.
fn worst(claim: &Claim) -> Option<&'static str> {
    let placement = claim.marks.iter().map(|mark| mark.placement).max()?;
    (placement != crate::model::Placement::Placed).then(|| placement_sign(placement))
}
