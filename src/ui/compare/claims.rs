//! The claims of a comparison, a line each: how their passages lie, what each found, and the words. A click goes there.

use egui::{FontId, Rect, RichText, Sense, Ui};

use crate::{
    app::{
        Document, Intent,
        comparison::{ProjectComparison, Unit, UnitClaim, UnitKind},
        intent::ClaimIntent,
        table::columns::HIDDEN,
    },
    ui::{
        theme,
        widgets::{fit, muted},
    },
};

/// Height of a line: all are of one height, so that only those in view are drawn.
const LINE: f32 = 28.0;

/// Which claims are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Chosen {
    /// All of them.
    #[default]
    All,
    /// Those whose verdicts differ.
    Differing,
    /// Those whose passages lie so.
    Of(UnitKind),
}

impl Chosen {
    fn holds(self, unit: &Unit) -> bool {
        match self {
            Self::All => true,
            Self::Differing => unit.verdicts_differ(),
            Self::Of(kind) => unit.kind == kind,
        }
    }

    fn words(self, found: &ProjectComparison) -> String {
        match self {
            Self::All => "All".to_owned(),
            Self::Differing => "Verdicts differ".to_owned(),
            Self::Of(kind) => kind_words(found, kind),
        }
    }
}

fn kind_words(found: &ProjectComparison, kind: UnitKind) -> String {
    match kind {
        UnitKind::Same => "Same passages".to_owned(),
        UnitKind::Overlapping => "Overlapping".to_owned(),
        UnitKind::Only(at) => format!("Only {}", found.projects[at].name),
    }
}

/// Draws the list.
pub fn ui(ui: &mut Ui, document: &Document, found: &ProjectComparison, chosen: &mut Chosen, out: &mut Vec<Intent>) {
    let only = (0..found.projects.len()).map(|at| Chosen::Of(UnitKind::Only(at)));
    let all = [Chosen::All, Chosen::Differing, Chosen::Of(UnitKind::Same), Chosen::Of(UnitKind::Overlapping)];
    let choices: Vec<Chosen> = all.into_iter().chain(only).collect();
    // Another comparison may have fewer projects.
    if !choices.contains(chosen) {
        *chosen = Chosen::All;
    }
    ui.horizontal_wrapped(|ui| {
        for choice in choices {
            let count = found.units.iter().filter(|unit| choice.holds(unit)).count();
            let words = format!("{} · {count}", choice.words(found));
            if ui.selectable_label(*chosen == choice, words).clicked() {
                *chosen = choice;
            }
        }
    });
    ui.add_space(4.0);
    let units: Vec<&Unit> = found.units.iter().filter(|unit| chosen.holds(unit)).collect();
    if units.is_empty() {
        muted(ui, "No claim is so.");
    }
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), LINE * units.len() as f32), Sense::hover());
    let clip = ui.clip_rect();
    let line_at = |y: f32| ((y - rect.top()) / LINE).clamp(0.0, units.len() as f32);
    let (first, behind) = (line_at(clip.top()) as usize, line_at(clip.bottom()).ceil() as usize);
    for (line, unit) in units.iter().enumerate().take(behind).skip(first) {
        let top = rect.top() + line as f32 * LINE;
        let area = Rect::from_min_size(egui::pos2(rect.left(), top), egui::vec2(rect.width(), LINE));
        line_ui(ui, area, line, document, found, unit, out);
    }
}

fn line_ui(
    ui: &mut Ui,
    rect: Rect,
    line: usize,
    document: &Document,
    found: &ProjectComparison,
    unit: &Unit,
    out: &mut Vec<Intent>,
) {
    let tokens = theme::tokens(ui);
    let response = ui.interact(rect, ui.scope_id().with(("compared claim", line)), Sense::click());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, tokens.line);
    }
    let put = |ui: &Ui, words: &str, left: f32, width: f32, font: FontId, ink| {
        let galley = fit(ui, words, font, ink, width);
        ui.painter().galley(egui::pos2(left, rect.center().y - galley.size().y / 2.0), galley, ink);
    };
    let kind = kind_words(found, unit.kind);
    put(ui, &kind, rect.left() + 8.0, 96.0, FontId::proportional(12.0), tokens.muted);
    let column = (rect.width() * 0.5 / found.projects.len() as f32).min(170.0);
    let mut left = rect.left() + 112.0;
    let mut told = vec![kind];
    let differ = unit.verdicts_differ();
    for (claim, project) in unit.claims.iter().zip(&found.projects) {
        let (words, ink) = match claim {
            Some(claim) => (
                format!("{} {}", claim.number, verdict(found, claim)),
                if differ { tokens.change.ink } else { tokens.text },
            ),
            None => ("–".to_owned(), tokens.faint),
        };
        put(ui, &words, left, column - 10.0, FontId::proportional(13.0), ink);
        told.push(format!("{}: {}", project.name, if claim.is_some() { words.as_str() } else { "not marked" }));
        left += column;
    }
    if differ {
        told.push("verdicts differ".to_owned());
        put(ui, "≠", left, 14.0, FontId::new(13.0, theme::bold()), tokens.change.ink);
    }
    left += 18.0;
    let words = unit.claims.iter().flatten().next().map(|claim| claim.quote.replace('\n', " ")).unwrap_or_default();
    put(ui, &words, left, rect.right() - left - 8.0, FontId::new(13.0, theme::serif()), tokens.text);
    told.push(words.clone());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told.join(", ")));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(RichText::new(words));
    if response.clicked() {
        out.extend(go(document, found, unit));
    }
}

fn verdict<'a>(found: &'a ProjectComparison, claim: &UnitClaim) -> &'a str {
    match claim.verdict {
        Some(verdict) => &found.categories[verdict].label,
        None if claim.is_hidden => HIDDEN,
        None => "no verdict",
    }
}

/// To the own claim; else to the words, where the draft that was compared is the one that is read.
fn go(document: &Document, found: &ProjectComparison, unit: &Unit) -> Option<Intent> {
    if let Some(own) = unit.claims.first().and_then(Option::as_ref) {
        return Some(ClaimIntent::Go(own.id.clone()).into());
    }
    let version = &found.texts[unit.text].version;
    let article = document
        .shown()
        .articles()
        .iter()
        .find(|article| article.versions.last().is_some_and(|it| it.id == version.id))?;
    let span = unit.claims.iter().flatten().next()?.spans.first()?;
    Some(Intent::Sentence(article.id.clone(), *span))
}
