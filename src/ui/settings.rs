//! The page of settings: the project's, the reviewers, the scale, and how the window looks.

use std::sync::Arc;

use egui::{Checkbox, RichText, ScrollArea, Ui};

use crate::{
    app::{Document, Intent, Opened, Session, Theme, scales::ScaleIntent},
    model::{ArticleMeta, ConfidenceStyle, Edit, Scale, SecondCheckWay, Settings},
};

use super::{
    dates::DAY,
    reading_settings, theme, who,
    widgets::{self, TextField, faint, muted, quiet, texts},
};

/// Draws the page. `face` is what is looked for among the faces.
pub fn ui(ui: &mut Ui, session: Opened<'_>, face: &mut String, out: &mut Vec<Intent>) {
    let document = session.document;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 48.0).min(640.0);
        widgets::column(ui, width, |ui| {
            ui.add_space(20.0);
            project(ui, document, out);
            article(ui, document, out);
            scale(ui, document, out);
            reviewers(ui, &session, document, out);
            appearance(ui, &session, face, out);
            ui.add_space(24.0);
        });
    });
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(14.0);
    ui.label(RichText::new(text).font(theme::heading_font()));
    ui.add_space(2.0);
}

fn project(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    heading(ui, "Project");
    if let Some(title) = widgets::line(ui, "Title", document.shown().title(), "", out) {
        out.push(Intent::Edit(Edit::SetTitle(title)));
    }
    muted(ui, "What a publication needs:");
    let fields: [TextField<Settings>; 4] = [
        ("Organisation", "Who publishes the review", |settings| &mut settings.organisation),
        ("Its home page", "https://…", |settings| &mut settings.organisation_url),
        ("Where the review will stand", "https://…", |settings| &mut settings.publication_url),
        ("Date of publication", DAY, |settings| &mut settings.publication_date),
    ];
    if let Some(changed) = texts(ui, document.shown().settings(), &fields, out) {
        out.push(Intent::Edit(Edit::SetSettings(Arc::new(changed))));
    }
}

fn article(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    let Some(article) = document.article() else { return };
    heading(ui, "Article");
    faint(ui, article.display_title());
    let fields: [TextField<ArticleMeta>; 5] = [
        ("Title", "", |meta| &mut meta.title),
        ("Publisher", "", |meta| &mut meta.publisher),
        ("Published", DAY, |meta| &mut meta.published),
        ("Language", "en", |meta| &mut meta.language),
        ("Address", "https://…", |meta| &mut meta.url),
    ];
    let put = |meta: ArticleMeta| Intent::Edit(Edit::SetArticleMeta { article: article.id.clone(), meta });
    ui.push_id("article", |ui| {
        if let Some(changed) = texts(ui, &article.meta, &fields, out) {
            out.push(put(changed));
        }
        if let Some(text) =
            widgets::line(ui, "Authors", &article.meta.authors.join(", "), "Names, parted by commas", out)
        {
            out.push(put(ArticleMeta { authors: super::preview::names(&text), ..article.meta.clone() }));
        }
    });
}

fn scale(ui: &mut Ui, document: &Document, out: &mut Vec<Intent>) {
    heading(ui, "Verdicts and confidence");
    let project = document.shown();
    let current = project.scale();
    let mut scales: Vec<Arc<Scale>> = project.scales().to_vec();
    let more = Scale::presets().into_iter().filter(|preset| project.scales().iter().all(|scale| scale.id != preset.id));
    scales.extend(more.map(Arc::new));
    let index = scales.iter().position(|scale| scale.id == current.id).unwrap_or_default();
    let indices: Vec<usize> = (0..scales.len()).collect();
    if let Some(index) = widgets::choose(ui, "Scale", index, &indices, |index| scales[index].name.clone()) {
        out.push(ScaleIntent::Choose(Arc::clone(&scales[index])).into());
    }
    super::scale_editor::ui(ui, document, &current, out);
    let style = project.settings().confidence;
    if let Some(style) =
        widgets::choose(ui, "Confidence", style, ConfidenceStyle::ALL, |style| style.label().to_owned())
    {
        let settings = Settings { confidence: style, ..project.settings().clone() };
        out.push(Intent::Edit(Edit::SetSettings(Arc::new(settings))));
    }
    ui.add_space(4.0);
    let way = project.settings().second_check_way();
    if let Some(way) = widgets::choose(ui, "Second check", way, SecondCheckWay::ALL, |way| way.label().to_owned()) {
        out.push(Intent::Edit(Edit::SetSettings(Arc::new(project.settings().with_second_check_way(way)))));
    }
    faint(
        ui,
        match way {
            SecondCheckWay::Open => "A second reviewer sees all that the first has found.",
            SecondCheckWay::Blind => {
                "A second reviewer sees what is marked, and what the first has found of it only after giving their own verdict. \
                 It needs reviewers who sign with a name."
            }
            SecondCheckWay::Independent => {
                "Every reviewer sees the article, the sources and what they have marked themselves, and nothing that others have \
                 marked. It needs reviewers who sign with a name."
            }
        },
    );
}

fn reviewers(ui: &mut Ui, session: &Session, document: &Document, out: &mut Vec<Intent>) {
    heading(ui, "Reviewers");
    who::settings(ui, session, out);
    for reviewer in document.shown().reviewers() {
        ui.push_id(reviewer.id.as_str(), |ui| {
            ui.horizontal(|ui| {
                ui.add(egui::Label::new(reviewer.whole()).truncate());
                if quiet(ui, "Remove").clicked() {
                    out.push(Intent::Edit(Edit::RemoveReviewer(reviewer.id.clone())));
                }
            });
        });
    }
}

/// What belongs to this window rather than to the project.
fn appearance(ui: &mut Ui, session: &Session, face: &mut String, out: &mut Vec<Intent>) {
    let prefs = &session.prefs;
    let mut changed = prefs.clone();
    heading(ui, "Reading");
    reading_settings::ui(ui, session, face, &mut changed, out);
    heading(ui, "This window");
    let word = |theme| match theme {
        Theme::System => "As the system".to_owned(),
        Theme::Light => "Light".to_owned(),
        Theme::Dark => "Dark".to_owned(),
    };
    if let Some(theme) = widgets::choose(ui, "Theme", prefs.theme, &[Theme::System, Theme::Light, Theme::Dark], word) {
        changed.theme = theme;
    }
    ui.add_space(4.0);
    ui.add(Checkbox::new(&mut changed.key_caps, "Show keys beside actions"));
    if changed != *prefs {
        out.push(Intent::Prefs(changed));
    }
}
