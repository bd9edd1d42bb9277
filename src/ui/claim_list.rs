//! The table of claims under the article.

use egui::{Align, Color32, FontId, Layout, RichText, Sense, TextEdit, Ui};
use egui_extras::{Column as Width, TableBuilder, TableRow};

use crate::{
    app::{
        Cached, Document, Intent, Opened, Shown, StateId,
        filter::{COLUMNS, Filter, VerdictFilter, checked_by},
        intent::ClaimIntent,
        table::columns::HIDDEN,
    },
    model::{ClaimColumn, ClaimSort, Status},
};

use super::{
    menus, theme,
    widgets::{chevron, faint, fit, hint_text, keyed, muted, name_for_screen_readers, quiet},
};

/// Height of a row in points.
const ROW: f32 = 28.0;

/// The claims that pass the filter, by index, in the order asked for.
pub type Rows = Cached<(StateId, Filter), Vec<usize>>;

/// Draws the filter and the table.
pub fn ui(ui: &mut Ui, session: Opened<'_>, rows: &mut Rows, out: &mut Vec<Intent>) {
    let document = session.document;
    let (project, filter) = (document.shown(), &document.view.filter);
    let rows = rows.of((document.shown_state(), filter.clone()), || filter.rows(document.visible()));
    // The panel keeps the height that the reviewer gave it, however few claims there are.
    ui.take_available_height();
    filter_bar(ui, document, &document.view.filter, rows.len(), out);
    ui.separator();
    if rows.is_empty() {
        return nothing(ui, project, out);
    }
    let selected = document.focus().claim.as_ref();
    let selected = selected.and_then(|id| rows.iter().position(|row| project.claims()[*row].id == *id));
    let is_new_choice = is_new_choice(ui, document.focus().claim.as_ref());
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing = egui::vec2(0.0, 0.0);
    // Rows end where they end; a fade would grey out the claim that was just scrolled to.
    ui.spacing_mut().scroll.fade.strength = 0.0;
    ui.visuals_mut().selection.bg_fill = tokens.accent.fill;
    let mut table = TableBuilder::new(ui)
        .id_salt("claims")
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Width::exact(72.0))
        .column(Width::remainder().at_least(180.0).clip(true))
        .column(Width::initial(150.0).clip(true))
        .column(Width::initial(104.0).clip(true))
        .column(Width::initial(78.0).clip(true))
        .column(Width::initial(128.0).clip(true))
        .column(Width::initial(96.0).clip(true))
        .min_scrolled_height(0.0)
        .auto_shrink(false);
    if let Some(row) = selected.filter(|_| is_new_choice) {
        table = table.scroll_to_row(row, None);
    }
    let sort = document.view.filter.sort;
    table
        .header(26.0, |mut header| {
            for (column, label) in COLUMNS {
                header.col(|ui| heading(ui, column, label, sort, &document.view.filter, out));
            }
        })
        .body(|body| {
            body.rows(ROW, rows.len(), |mut row| {
                let index = rows[row.index()];
                row.set_selected(selected == Some(row.index()));
                claim_row(&mut row, document, index);
                let response = row.response();
                if response.clicked() || response.secondary_clicked() {
                    out.push(ClaimIntent::Go(project.claims()[index].id.clone()).into());
                }
                response.context_menu(|ui| menus::claim(ui, session, out));
            });
        });
}

/// Whether another claim is shown than in the frame before: only then does the table scroll by itself.
fn is_new_choice(ui: &Ui, claim_id: Option<&crate::model::ClaimId>) -> bool {
    let id = egui::Id::unique("claim list choice");
    let before: Option<Option<String>> = ui.data(|data| data.get_temp(id));
    let now = claim_id.map(ToString::to_string);
    let is_new = before.as_ref() != Some(&now);
    ui.data_mut(|data| data.insert_temp(id, now));
    is_new
}

fn heading(
    ui: &mut Ui,
    column: ClaimColumn,
    label: &str,
    sort: Option<ClaimSort>,
    filter: &Filter,
    out: &mut Vec<Intent>,
) {
    let tokens = theme::tokens(ui);
    let is_sorted = sort.filter(|sort| sort.column == column);
    let arrow = match is_sorted {
        Some(sort) if sort.is_descending => " ↓",
        Some(_) => " ↑",
        None => "",
    };
    ui.add_space(10.0);
    let words = RichText::new(format!("{label}{arrow}")).font(theme::label_font()).color(tokens.faint);
    let response =
        ui.add(egui::Label::new(words).sense(Sense::click())).on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.clicked() {
        let sort = match is_sorted {
            None => Some(ClaimSort { column, is_descending: false }),
            Some(sort) if !sort.is_descending => Some(ClaimSort { column, is_descending: true }),
            Some(_) => None,
        };
        out.push(Intent::Filter(Filter { sort, ..filter.clone() }));
    }
}

fn claim_row(row: &mut TableRow<'_, '_>, document: &Document, index: usize) {
    let project = document.shown();
    let claim = &project.claims()[index];
    let verdict = claim.verdict.as_ref().and_then(|id| project.verdict(id));
    let hand = project.last_hand(claim).map(|reviewer| format!(" · {}", reviewer.short())).unwrap_or_default();
    row.col(|ui| cell(ui, &format!("{}{hand}", claim.number), |tokens| tokens.muted));
    let words = claim.quote().replace('\n', " ");
    if claim.is_lost() {
        row.col(|ui| cell(ui, &format!("× Lost · {words}"), |tokens| tokens.faint));
    } else {
        row.col(|ui| cell(ui, &words, |tokens| tokens.text));
    }
    row.col(|ui| match &verdict {
        Some(verdict) => {
            cell(ui, &format!("{} {}", verdict.sign, verdict.label), |tokens| tokens.tone(Some(verdict.tone)).ink);
        }
        None if document.is_hidden(&claim.id) => cell(ui, "○ Hidden", |tokens| tokens.open.ink),
        None => cell(ui, "○ –", |tokens| tokens.open.ink),
    });
    let confidence = claim.confidence.as_ref().map(|confidence| confidence.degree.label());
    let by = checked_by(project, claim);
    let sources = claim.evidence.len().to_string();
    let cells = [
        (ClaimColumn::Confidence, confidence.as_deref().unwrap_or("–")),
        (ClaimColumn::Evidence, sources.as_str()),
        (ClaimColumn::Status, claim.status.label()),
        (ClaimColumn::CheckedBy, if by.is_empty() { "–" } else { &by }),
    ];
    for (column, words) in cells {
        row.col(|ui| match document.hides(&claim.id, column) {
            true => cell(ui, HIDDEN, |tokens| tokens.faint),
            false => cell(ui, words, |tokens| tokens.text),
        });
    }
}

fn cell(ui: &mut Ui, text: &str, color: impl Fn(&theme::Tokens) -> Color32) {
    let color = color(theme::tokens(ui));
    let rect = ui.max_rect();
    let galley = fit(ui, text, FontId::proportional(13.0), color, rect.width() - 14.0);
    let at = egui::pos2(rect.left() + 10.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, theme::tokens(ui).line));
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Cell, true, text));
}

fn filter_bar(ui: &mut Ui, document: &Document, filter: &Filter, shown: usize, out: &mut Vec<Intent>) {
    let project = document.shown();
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        let mut text = filter.text.clone();
        let field = TextEdit::singleline(&mut text).hint_text(hint_text(ui, "Filter claims")).desired_width(200.0);
        let response = ui.add(field);
        name_for_screen_readers(&response, "Filter claims");
        if response.changed() {
            out.push(Intent::Filter(Filter { text, ..filter.clone() }));
        }
        if let Some(verdict) = verdict_choice(ui, document, &filter.verdict) {
            out.push(Intent::Filter(Filter { verdict, ..filter.clone() }));
        }
        if let Some(status) = status_choice(ui, filter.status) {
            out.push(Intent::Filter(Filter { status, ..filter.clone() }));
        }
        if !filter.is_empty() && quiet(ui, "Clear filter").clicked() {
            out.push(Intent::Filter(Filter { sort: filter.sort, ..Filter::default() }));
        }
        super::widgets::right(ui, |ui| {
            ui.add_space(10.0);
            let all = project.claims().len();
            let words = match (shown, all) {
                (1, 1) => "1 claim".to_owned(),
                _ if shown == all => format!("{all} claims"),
                _ => format!("{shown} of {all} claims"),
            };
            faint(ui, words);
        });
    });
}

fn verdict_choice(ui: &mut Ui, document: &Document, current: &VerdictFilter) -> Option<VerdictFilter> {
    let project = document.shown();
    let label = match current {
        VerdictFilter::Any => "Any verdict".to_owned(),
        VerdictFilter::Open => "No verdict yet".to_owned(),
        VerdictFilter::Hidden => HIDDEN.to_owned(),
        VerdictFilter::Is(id) => project.verdict(id).map_or_else(|| id.to_string(), |verdict| verdict.label),
    };
    let verdicts = project.scale().verdicts.clone();
    let all = [(VerdictFilter::Any, "Any verdict".to_owned()), (VerdictFilter::Open, "No verdict yet".to_owned())]
        .into_iter()
        .chain(verdicts.into_iter().map(|verdict| (VerdictFilter::Is(verdict.id), verdict.label)))
        .chain((document.hidden_checks() > 0).then(|| (VerdictFilter::Hidden, HIDDEN.to_owned())));
    let mut chosen = None;
    let shown = egui::ComboBox::from_id_salt("verdict filter").selected_text(label).icon(chevron).width(130.0).show_ui(
        ui,
        |ui| {
            for (value, word) in all {
                if ui.selectable_label(value == *current, word).clicked() {
                    chosen = Some(value);
                }
            }
        },
    );
    name_for_screen_readers(&shown.response, "Verdict filter");
    chosen
}

fn status_choice(ui: &mut Ui, current: Option<Status>) -> Option<Option<Status>> {
    let word = |status: Option<Status>| status.map_or("Any status", Status::label);
    let mut chosen = None;
    let shown = egui::ComboBox::from_id_salt("status filter")
        .selected_text(word(current))
        .icon(chevron)
        .width(120.0)
        .show_ui(ui, |ui| {
            for value in std::iter::once(None).chain(Status::ALL.iter().copied().map(Some)) {
                if ui.selectable_label(value == current, word(value)).clicked() {
                    chosen = Some(value);
                }
            }
        });
    name_for_screen_readers(&shown.response, "Status filter");
    chosen
}

fn nothing(ui: &mut Ui, project: &Shown, out: &mut Vec<Intent>) {
    ui.vertical_centered(|ui| {
        ui.add_space(18.0);
        if project.claims().is_empty() {
            muted(ui, keyed(ui, "No claims yet. Select words in the article and press {mark}."));
            super::widgets::how(ui, "How claims are marked", "marking", out);
        } else {
            muted(ui, "No claim passes the filter.");
            if ui.button("Show all claims").clicked() {
                out.push(Intent::Filter(Filter::default()));
            }
        }
    });
}
