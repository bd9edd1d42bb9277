//! The left side: articles with their progress, ready-made lists of claims, pages of the project.

use egui::{RichText, ScrollArea, Sense, Ui};

use crate::{
    app::{
        ArticleCounts, Command, Counts, Document, Intent, Opened, Shown,
        filter::{Filter, QuickList},
        intent::ArticleIntent,
        table::TableIntent,
        view::Screen,
    },
    check::Readiness,
    model::{Article, ClaimQuery},
};

use super::{
    theme,
    widgets::{row, row_with, section, shortcut_of},
};

/// Draws the left side.
pub fn ui(ui: &mut Ui, session: Opened<'_>, counts: &Counts, out: &mut Vec<Intent>) {
    let document = session.document;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        articles(ui, document, counts, session.prefs.key_caps, out);
        lists(ui, document, counts, out);
        section(ui, "Project");
        let claims = document.shown().claims().len().to_string();
        if row(ui, "Claim table", &claims, document.view.screen == Screen::Claims).clicked() {
            out.push(Intent::Show(Screen::Claims));
        }
        let sources = document.shown().sources().len().to_string();
        if row(ui, "Sources", &sources, document.view.screen == Screen::Sources).clicked() {
            out.push(Intent::Show(Screen::Sources));
        }
        if row(ui, "Overview", "", document.view.screen == Screen::Overview).clicked() {
            out.push(Intent::Show(Screen::Overview));
        }
        let (words, ink) = match document.examined().map(|it| Readiness::of(&it.findings, document.hidden_checks())) {
            None => (String::new(), None),
            Some(Readiness::Ready) => ("ready".to_owned(), None),
            Some(Readiness::Unfinished(_)) => ("not finished".to_owned(), None),
            Some(Readiness::Blocked(count)) => (format!("{count} block"), Some(theme::tokens(ui).wrong.ink)),
        };
        if row_with(ui, "Readiness", &words, ink, document.view.screen == Screen::Readiness).clicked() {
            out.push(Intent::Show(Screen::Readiness));
        }
        if row(ui, "Compare", "", document.view.screen == Screen::Compare).clicked() {
            out.push(Intent::Show(Screen::Compare));
        }
        let open = document.differing().len();
        let (words, ink) = match open {
            0 => (String::new(), None),
            open => (format!("{open} open"), Some(theme::tokens(ui).change.ink)),
        };
        if row_with(ui, "Adjudication", &words, ink, document.view.screen == Screen::Adjudication).clicked() {
            out.push(Intent::Show(Screen::Adjudication));
        }
        if document.view.joining.is_some() || document.view.since.is_some() {
            let count = document.view.since.as_ref().map(|since| since.count().to_string()).unwrap_or_default();
            if row(ui, "What changed", &count, document.view.screen == Screen::Changes).clicked() {
                out.push(Intent::Show(Screen::Changes));
            }
        }
        let projects = session.library.index.shelves().len();
        let figure = if projects == 0 { String::new() } else { projects.to_string() };
        if row(ui, "Library", &figure, document.view.screen == Screen::Library).clicked() {
            out.push(Intent::Show(Screen::Library));
        }
        if row(ui, "Settings", "", document.view.screen == Screen::Settings).clicked() {
            out.push(Intent::Show(Screen::Settings));
        }
    });
}

fn articles(ui: &mut Ui, document: &Document, counts: &Counts, key_caps: bool, out: &mut Vec<Intent>) {
    section(ui, "Articles");
    let project = document.shown();
    for (index, article) in project.articles().iter().enumerate() {
        let is_shown =
            document.view.screen == Screen::Article && document.focus().article.as_ref() == Some(&article.id);
        let counted = counts.articles.get(&article.id).cloned().unwrap_or_default();
        let count = counted.claims.to_string();
        let response = row(ui, article.display_title(), &count, is_shown).on_hover_text(article.display_title());
        if response.clicked() {
            out.push(Intent::Article(ArticleIntent::Go(article.id.clone())));
        }
        response.context_menu(|ui| article_menu(ui, project, article, index, out));
        meter(ui, project, &counted);
    }
    let command = Command::OpenArticle;
    let key =
        shortcut_of(ui, command).filter(|_| key_caps).map(|key| key.label(super::widgets::IS_MAC)).unwrap_or_default();
    if row(ui, "+ Open an article…", &key, false).clicked() {
        out.push(command.into());
    }
}

fn article_menu(ui: &mut Ui, project: &Shown, article: &Article, index: usize, out: &mut Vec<Intent>) {
    ui.set_min_width(180.0);
    let id = || article.id.clone();
    if ui.add_enabled(index > 0, egui::Button::new("Move up")).clicked() {
        out.push(Intent::Article(ArticleIntent::Move(id(), index - 1)));
    }
    if ui.add_enabled(index + 1 < project.articles().len(), egui::Button::new("Move down")).clicked() {
        out.push(Intent::Article(ArticleIntent::Move(id(), index + 1)));
    }
    ui.separator();
    if ui.button(RichText::new("Remove the article").color(theme::tokens(ui).wrong.ink)).clicked() {
        out.push(Intent::Article(ArticleIntent::Remove(id())));
    }
}

/// A thin bar with a stretch for each verdict, in the order of the scale; what is left is open.
fn meter(ui: &mut Ui, project: &Shown, counts: &ArticleCounts) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 10.0), Sense::hover());
    let bar = egui::Rect::from_min_max(rect.min + egui::vec2(8.0, 1.0), rect.max - egui::vec2(8.0, 5.0));
    ui.painter().rect_filled(bar, 2.0, tokens.line);
    let mut left = bar.left();
    let mut told = Vec::new();
    for verdict in &project.scale().verdicts {
        let count = counts.verdicts.get(&verdict.id).copied().unwrap_or_default();
        if count == 0 {
            continue;
        }
        told.push(format!("{count} {}", verdict.label));
        let width = bar.width() * count as f32 / counts.claims as f32;
        let stretch = egui::Rect::from_min_size(egui::pos2(left, bar.top()), egui::vec2(width, bar.height()));
        ui.painter().rect_filled(stretch, 1.0, tokens.tone(Some(verdict.tone)).ink);
        left += width;
    }
    told.push(format!("{} open", counts.open));
    told.extend((counts.hidden > 0).then(|| format!("{} hidden", counts.hidden)));
    response.on_hover_text(told.join(" · "));
}

fn lists(ui: &mut Ui, document: &Document, counts: &Counts, out: &mut Vec<Intent>) {
    section(ui, "Claims");
    let (filter, table) = (&document.view.filter, &document.view.table.query);
    let is_in_table = document.view.screen == Screen::Claims;
    let chosen = if is_in_table { table.list } else { filter.list };
    for (list, count) in QuickList::ALL.iter().copied().zip(counts.lists) {
        // What drafts do is listed once there are some.
        let is_rare = matches!(list, QuickList::NeedsLook | QuickList::Lost);
        if is_rare && count == 0 && chosen != list {
            continue;
        }
        let count = count.to_string();
        if row(ui, list.label(), &count, chosen == list && list != QuickList::All).clicked() {
            out.push(match is_in_table {
                true => TableIntent::Query(Box::new(ClaimQuery { list, ..table.clone() })).into(),
                false => Intent::Filter(Filter { list, ..filter.clone() }),
            });
        }
    }
}
