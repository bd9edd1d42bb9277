//! How far the work has come: counts by verdict, status and reviewer, the sources by grade, and each article as a strip of its
//! blocks. A click on the strip goes there.

use std::collections::BTreeMap;

use egui::{FontId, Rect, RichText, ScrollArea, Sense, Stroke, Ui};

use crate::{
    app::{Command, Counts, Document, Intent, Opened, SentenceCounts, Shown, table::columns::HIDDEN},
    model::{Article, Coverage, Decision, Reliability, Status, Tone},
};

use super::{
    readiness,
    theme::{self, Tokens},
    widgets::{self, card, faint, field_label, fit, muted},
};

/// Draws the page.
pub fn ui(ui: &mut Ui, session: Opened<'_>, counts: &Counts, out: &mut Vec<Intent>) {
    let document = session.document;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 48.0).clamp(240.0, 860.0);
        widgets::column(ui, width, |ui| {
            ui.add_space(20.0);
            if document.shown().articles().is_empty() {
                return nothing(ui, out);
            }
            head(ui, document, counts);
            if document.shown().claims().is_empty() {
                widgets::how(ui, "How claims are marked", "marking", out);
            }
            ui.add_space(10.0);
            articles(ui, document, counts, out);
            ui.add_space(10.0);
            tables(ui, document, counts.hidden);
            ui.add_space(24.0);
        });
    });
}

fn head(ui: &mut Ui, document: &Document, counts: &Counts) {
    let sentences = counts.sentences(document.shown()).map_or_else(
        || "the sentences are being counted".to_owned(),
        |SentenceCounts { all, decided }| format!("{decided} of {all} sentences decided"),
    );
    ui.label(RichText::new(counts.checked_words("claims ")).font(FontId::new(19.0, theme::bold())));
    muted(ui, format!("{} without a verdict · {sentences}", counts.open));
    let (words, is_ready) = readiness::summary(document);
    let tokens = theme::tokens(ui);
    let ink = if is_ready { tokens.right.ink } else { tokens.muted };
    ui.label(RichText::new(words).color(ink));
}

fn nothing(ui: &mut Ui, out: &mut Vec<Intent>) {
    ui.label(RichText::new("Nothing to look over yet").font(FontId::new(19.0, theme::bold())));
    muted(ui, "Open the article to check. Its claims and sentences are then counted here, and drawn as a strip.");
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        if ui.button(Command::OpenArticle.title()).clicked() {
            out.push(Command::OpenArticle.into());
        }
        widgets::how(ui, "How an article is opened", "opening", out);
    });
}

fn articles(ui: &mut Ui, document: &Document, counts: &Counts, out: &mut Vec<Intent>) {
    let coverage = document.coverage();
    let tones = Tones::of(document.shown());
    for article in document.shown().articles() {
        card(ui, |ui| {
            let counted = counts.articles.get(&article.id).cloned().unwrap_or_default();
            ui.horizontal(|ui| {
                let title = RichText::new(article.display_title()).font(FontId::new(13.5, theme::bold()));
                ui.add(egui::Label::new(title).truncate());
            });
            let claims = if counted.claims == 1 { "1 claim".to_owned() } else { format!("{} claims", counted.claims) };
            faint(
                ui,
                match counted.sentences {
                    Some(SentenceCounts { all, decided }) => format!("{claims} · {decided} of {all} sentences decided"),
                    None => format!("{claims} · counting the sentences…"),
                },
            );
            ui.add_space(2.0);
            let coverage = coverage.get(&article.id);
            if let Some(coverage) = coverage.filter(|coverage| *coverage.version() == article.latest().id) {
                strip(ui, article, coverage, &tones, out);
            }
        });
        ui.add_space(4.0);
    }
    ui.horizontal_wrapped(|ui| legend(ui, document.shown()));
}

/// The tone of each claim with where it stands, by draft.
struct Tones(BTreeMap<String, Vec<(usize, usize, Option<Tone>)>>);

impl Tones {
    fn of(project: &Shown) -> Self {
        let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for claim in project.claims() {
            let tone = claim.verdict.as_ref().and_then(|id| project.verdict(id)).map(|verdict| verdict.tone);
            for mark in &claim.marks {
                let span = mark.anchor.span;
                let stretch = (span.start(), span.end(), tone);
                found.entry(mark.anchor.version.to_string()).or_default().push(stretch);
            }
        }
        found.values_mut().for_each(|stretches| stretches.sort_by_key(|(start, ..)| *start));
        Self(found)
    }
}

/// How a block stands: the worst of its claims, else whether something in it is open.
#[derive(Clone, Copy, PartialEq)]
enum BlockState {
    Claims(Tone),
    OpenClaim,
    OpenSentences,
    Dismissed,
}

impl BlockState {
    fn color(self, tokens: &Tokens) -> egui::Color32 {
        match self {
            Self::Claims(tone) => tokens.tone(Some(tone)).ink,
            Self::OpenClaim => tokens.faint,
            Self::OpenSentences => tokens.line,
            Self::Dismissed => tokens.paper,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Claims(Tone::Right) => "Claims hold",
            Self::Claims(Tone::Change) => "Words have to change",
            Self::Claims(Tone::Wrong) => "A claim is wrong",
            Self::Claims(Tone::Unverifiable) => "Cannot be settled",
            Self::Claims(Tone::Opinion) => "Opinion",
            Self::OpenClaim => "A claim is open",
            Self::OpenSentences => "Sentences are open",
            Self::Dismissed => "Nothing to check",
        }
    }
}

fn weight(tone: Tone) -> u8 {
    match tone {
        Tone::Wrong => 5,
        Tone::Change => 4,
        Tone::Unverifiable => 3,
        Tone::Opinion => 2,
        Tone::Right => 1,
    }
}

fn states(article: &Article, coverage: &Coverage, tones: &Tones) -> Vec<BlockState> {
    let version = article.latest();
    let stretches = tones.0.get(version.id.as_str()).map(Vec::as_slice).unwrap_or_default();
    let mut state = Vec::with_capacity(version.blocks().len());
    let longest = stretches.iter().map(|(start, end, _)| end - start).max().unwrap_or(0);
    for block in version.blocks() {
        let range = block.span.range();
        let first = stretches.partition_point(|(start, ..)| start + longest < range.start);
        let last = stretches.partition_point(|(start, ..)| *start < range.end).max(first);
        let here = || stretches[first..last].iter().filter(|(_, end, _)| *end > range.start);
        let has_open_sentence = coverage.within(range.clone()).any(|(_, _, decision)| decision == Decision::Open);
        let worst = here().filter_map(|(_, _, tone)| *tone).max_by_key(|tone| weight(*tone));
        state.push(if here().any(|(_, _, tone)| tone.is_none()) {
            BlockState::OpenClaim
        } else {
            match worst {
                Some(tone) => BlockState::Claims(tone),
                None if has_open_sentence => BlockState::OpenSentences,
                None => BlockState::Dismissed,
            }
        });
    }
    state
}

/// The blocks side by side, each as wide as it is long.
fn strip(ui: &mut Ui, article: &Article, coverage: &Coverage, tones: &Tones, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let version = article.latest();
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 22.0), Sense::click());
    let total = version.text().len().max(1) as f32;
    let x_of = |byte: usize| rect.left() + rect.width() * byte as f32 / total;
    let states = states(article, coverage, tones);
    for (block, state) in version.blocks().iter().zip(&states) {
        let (left, right) = (x_of(block.span.start()), x_of(block.span.end()));
        let gap = if right - left > 3.0 { 1.0 } else { 0.0 };
        let cell =
            Rect::from_min_max(egui::pos2(left, rect.top()), egui::pos2((right - gap).max(left + 0.5), rect.bottom()));
        let cell = cell.intersect(rect);
        ui.painter().rect_filled(cell, 2.0, state.color(tokens));
        if *state == BlockState::Dismissed {
            ui.painter().rect_stroke(cell, 2.0, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
        }
    }
    let name = format!("Blocks of {}", article.display_title());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 2.0, Stroke::new(1.5, tokens.accent.ink), egui::StrokeKind::Outside);
    }
    let index_at = |pos: egui::Pos2| version.block_at(((pos.x - rect.left()) / rect.width() * total).max(0.0) as usize);
    if response.clicked() {
        let index = response.interact_pointer_pos().and_then(index_at).unwrap_or_default();
        if let Some(block) = version.blocks().get(index) {
            out.push(Intent::Sentence(article.id.clone(), block.span));
        }
    }
    if let Some(index) = response.hover_pos().and_then(index_at) {
        let words: String = version.block_text(&version.blocks()[index]).chars().take(90).collect();
        response.on_hover_text(format!("{}\n{words}…", states[index].words()));
    }
}

fn legend(ui: &mut Ui, project: &Shown) {
    let tokens = theme::tokens(ui);
    let mut shown: Vec<BlockState> = Vec::new();
    for verdict in &project.scale().verdicts {
        let state = BlockState::Claims(verdict.tone);
        if !shown.contains(&state) {
            shown.push(state);
        }
    }
    shown.extend([BlockState::OpenClaim, BlockState::OpenSentences, BlockState::Dismissed]);
    for state in shown {
        // Sign and words go to the next line together.
        let words = fit(ui, state.words(), FontId::proportional(12.0), tokens.faint, f32::INFINITY);
        let size = egui::vec2(12.0 + 6.0 + words.size().x + 8.0, words.size().y.max(12.0));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let sign = Rect::from_center_size(egui::pos2(rect.left() + 6.0, rect.center().y), egui::vec2(12.0, 12.0));
        ui.painter().rect(sign, 2.0, state.color(tokens), Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
        let at = egui::pos2(sign.right() + 6.0, rect.center().y - words.size().y / 2.0);
        ui.painter().galley(at, words, tokens.faint);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, state.words()));
    }
}

fn tables(ui: &mut Ui, document: &Document, hidden: usize) {
    let project = document.shown();
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        verdicts(left, project, hidden);
        statuses(left, document, hidden);
        reviewers(right, project, hidden);
        grades(right, project);
    });
}

/// A list of words with their counts as bars.
fn bars(ui: &mut Ui, title: &str, rows: &[(String, usize, egui::Color32)]) {
    let tokens = theme::tokens(ui);
    card(ui, |ui| {
        field_label(ui, title);
        let most = rows.iter().map(|(_, count, _)| *count).max().unwrap_or(0).max(1) as f32;
        if rows.is_empty() {
            faint(ui, "Nothing yet.");
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        for (word, count, color) in rows {
            let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 22.0), Sense::hover());
            let words = fit(ui, word, FontId::proportional(13.0), tokens.text, 136.0);
            let middle = |galley: &egui::Galley| rect.center().y - galley.size().y / 2.0;
            ui.painter().galley(egui::pos2(rect.left(), middle(&words)), words, tokens.text);
            let figure = ui.painter().layout_no_wrap(count.to_string(), FontId::proportional(12.0), tokens.muted);
            let right = rect.right() - 34.0;
            let left = rect.left() + 144.0;
            let width = (right - left).max(0.0) * *count as f32 / most;
            let bar = Rect::from_min_size(egui::pos2(left, rect.center().y - 4.0), egui::vec2(width, 8.0));
            ui.painter().rect_filled(bar, 2.0, *color);
            ui.painter().galley(egui::pos2(rect.right() - figure.size().x, middle(&figure)), figure, tokens.muted);
            let told = format!("{word}: {count}");
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
        }
    });
    ui.add_space(4.0);
}

/// The claims of which the rest of a list does not speak, since what was found out about them is hidden.
fn hidden_row(ui: &Ui, hidden: usize) -> Option<(String, usize, egui::Color32)> {
    (hidden > 0).then(|| (HIDDEN.to_owned(), hidden, theme::tokens(ui).faint))
}

fn verdicts(ui: &mut Ui, project: &Shown, hidden: usize) {
    let tokens = theme::tokens(ui);
    let scale = project.scale();
    let count = |id: &crate::model::VerdictId| {
        project.claims().iter().filter(|claim| claim.verdict.as_ref() == Some(id)).count()
    };
    let mut rows: Vec<_> = (scale.verdicts.iter())
        .map(|verdict| {
            let word = format!("{} {}", verdict.sign, verdict.label);
            (word, count(&verdict.id), tokens.tone(Some(verdict.tone)).ink)
        })
        .collect();
    let is_other = |claim: &crate::model::Claim| claim.verdict.as_ref().is_some_and(|id| scale.verdict(id).is_none());
    let others = project.claims().iter().filter(|claim| is_other(claim)).count();
    if others > 0 {
        rows.push(("Of another scale".into(), others, tokens.muted));
    }
    let open = project.claims().iter().filter(|claim| claim.is_open()).count();
    rows.push(("○ Open".into(), open.saturating_sub(hidden), tokens.faint));
    rows.extend(hidden_row(ui, hidden));
    bars(ui, "Verdicts", &rows);
}

fn statuses(ui: &mut Ui, document: &Document, hidden: usize) {
    let color = theme::tokens(ui).accent.ink;
    let known = || document.shown().claims().iter().filter(|claim| !document.is_hidden(&claim.id));
    let count = |status: Status| known().filter(|claim| claim.status == status).count();
    let mut rows: Vec<_> =
        Status::ALL.iter().map(|status| (status.label().to_owned(), count(*status), color)).collect();
    rows.extend(hidden_row(ui, hidden));
    bars(ui, "Status", &rows);
}

fn reviewers(ui: &mut Ui, project: &Shown, hidden: usize) {
    let tokens = theme::tokens(ui);
    let mut rows: Vec<_> = (project.reviewers().iter())
        .map(|reviewer| {
            let is_theirs = |claim: &crate::model::Claim| {
                claim.status.is_done()
                    && claim.signed.as_ref().is_some_and(|signed| signed.by.as_ref() == Some(&reviewer.id))
            };
            let count = project.claims().iter().filter(|claim| is_theirs(claim)).count();
            (reviewer.short().to_owned(), count, tokens.accent.ink)
        })
        .collect();
    let is_unsigned = |claim: &crate::model::Claim| !claim.status.is_done();
    let unsigned = project.claims().iter().filter(|claim| is_unsigned(claim)).count();
    rows.push(("Nobody yet".into(), unsigned.saturating_sub(hidden), tokens.faint));
    rows.extend(hidden_row(ui, hidden));
    bars(ui, "Signed by", &rows);
}

fn grades(ui: &mut Ui, project: &Shown) {
    let tokens = theme::tokens(ui);
    let color = |grade: Option<Reliability>| match grade {
        Some(Reliability::A | Reliability::B) => tokens.right.ink,
        Some(Reliability::C | Reliability::D) => tokens.change.ink,
        Some(Reliability::E | Reliability::F) => tokens.wrong.ink,
        None => tokens.faint,
    };
    let grades = Reliability::ALL.iter().copied().map(Some).chain([None]);
    let rows: Vec<_> = grades
        .map(|grade| {
            let word = grade.map_or("Not graded".to_owned(), |g| format!("{} {}", g.label(), g.meaning()));
            let count = project.sources().iter().filter(|source| source.reliability == grade).count();
            (word, count, color(grade))
        })
        .collect();
    bars(ui, "Sources by grade", &rows);
}
