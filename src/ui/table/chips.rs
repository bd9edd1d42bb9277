//! The conditions of the filter as chips: a click opens one, the cross takes it away.

use egui::{Button, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    app::{
        Intent,
        table::{
            columns::{self, ColumnKind},
            wording,
        },
    },
    model::{ClaimColumn, ClaimQuery, QuickList, Test},
    ui::{
        dates, theme,
        widgets::{FIELD, field_label, fit, hint_text, name_for_screen_readers, quiet},
    },
};

use super::page::{Page, TableContents, ask, unfiltered};

/// The widest a chip's words are, in points.
const WIDEST: f32 = 320.0;

/// Draws the chips, when there are some.
pub fn ui(ui: &mut Ui, shown: &TableContents<'_>, page: &mut Page, out: &mut Vec<Intent>) {
    let query = shown.query;
    if query.conditions.is_empty() && query.list == QuickList::All {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(2.0, 4.0);
        ui.add_space(24.0);
        if query.list != QuickList::All {
            let words = format!("List: {}", query.list.label());
            if cross(ui, |ui| drop(chip(ui, &words)), &words) {
                out.push(ask(ClaimQuery { list: QuickList::All, ..query.clone() }));
            }
            ui.add_space(4.0);
        }
        for condition in &query.conditions {
            ui.push_id(condition.column, |ui| {
                condition_ui(ui, shown, page, condition.column, &condition.test, out);
            });
            ui.add_space(4.0);
        }
        if quiet(ui, "Clear filter").clicked() {
            out.push(ask(unfiltered(query)));
        }
    });
    ui.add_space(8.0);
}

fn chip(ui: &mut Ui, words: &str) -> egui::Response {
    let tokens = theme::tokens(ui);
    let font = egui::FontId::proportional(12.5);
    // Cut by width, so that one long value does not push everything else away.
    let galley = fit(ui, words, font.clone(), tokens.accent.ink, WIDEST);
    let shown =
        if galley.elided { format!("{}…", words.chars().take(52).collect::<String>()) } else { words.to_owned() };
    let label = RichText::new(shown).font(font).color(tokens.accent.ink);
    let response = ui.add(Button::new(label).fill(tokens.accent.fill).stroke(egui::Stroke::NONE));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, words));
    response
}

/// Something with a cross behind it. Says whether the cross was clicked.
fn cross(ui: &mut Ui, contents: impl FnOnce(&mut Ui), what: &str) -> bool {
    contents(ui);
    let padding = std::mem::replace(&mut ui.spacing_mut().button_padding.x, 4.0);
    let response = quiet(ui, "✕").on_hover_text("Take this condition away");
    ui.spacing_mut().button_padding.x = padding;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Remove {what}")));
    response.clicked()
}

fn condition_ui(
    ui: &mut Ui,
    shown: &TableContents<'_>,
    page: &mut Page,
    column: ClaimColumn,
    test: &Test,
    out: &mut Vec<Intent>,
) {
    let put = |test: Option<Test>| {
        let mut query = shown.query.clone();
        query.put_condition(column, test);
        ask(query)
    };
    let words = wording::condition(shown.document.shown(), column, test);
    let response = chip(ui, &words);
    let popup_id = Popup::default_response_id(&response);
    let opens = page.opens.take_if(|opened| *opened == column).is_some();
    if opens {
        Popup::open_id(ui.ctx(), popup_id);
    }
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(240.0).show(|ui| {
        if let Some(test) = editor(ui, shown, column, test, opens) {
            out.push(put(Some(test)));
        }
    });
    // What was opened and left without an answer asks for nothing.
    let is_left = test.is_blank() && !Popup::is_id_open(ui.ctx(), popup_id);
    if cross(ui, |_| (), &words) || is_left {
        out.push(put(None));
    }
}

/// Draws what can be asked of a column. Returns what is asked now.
fn editor(ui: &mut Ui, shown: &TableContents<'_>, column: ClaimColumn, test: &Test, is_new: bool) -> Option<Test> {
    ui.set_min_width(240.0);
    let kind = columns::kind(shown.document.shown(), column);
    let asked = kinds(ui, kind, column, test);
    let test = asked.as_ref().unwrap_or(test);
    let changed = match test {
        Test::Contains(words) => words_field(ui, column, words, is_new).map(Test::Contains),
        Test::Lacks(words) => words_field(ui, column, words, is_new).map(Test::Lacks),
        Test::Is(keys) => picks(ui, shown, column, keys).map(Test::Is),
        Test::IsNot(keys) => picks(ui, shown, column, keys).map(Test::IsNot),
        Test::Between { from, to } => bounds(ui, kind, from, to, is_new),
        Test::IsEmpty | Test::IsFilled => None,
    };
    changed.or(asked)
}

/// The kinds of condition that a column knows. Returns the one that was chosen.
fn kinds(ui: &mut Ui, kind: ColumnKind, column: ClaimColumn, test: &Test) -> Option<Test> {
    let keys = match test {
        Test::Is(keys) | Test::IsNot(keys) => keys.clone(),
        _ => Vec::new(),
    };
    let words = match test {
        Test::Contains(words) | Test::Lacks(words) => words.clone(),
        _ => String::new(),
    };
    let mut offered = match kind {
        ColumnKind::Text => {
            vec![("contains", Test::Contains(words.clone())), ("does not contain", Test::Lacks(words))]
        }
        ColumnKind::Choice => vec![("is", Test::Is(keys.clone())), ("is not", Test::IsNot(keys))],
        ColumnKind::Number | ColumnKind::Date => {
            let word = if kind == ColumnKind::Date { "from … until" } else { "at least … at most" };
            let between = match test {
                Test::Between { .. } => test.clone(),
                _ => Test::Between { from: String::new(), to: String::new() },
            };
            vec![(word, between)]
        }
    };
    if columns::can_be_empty(column) {
        offered.extend([("is empty", Test::IsEmpty), ("is not empty", Test::IsFilled)]);
    }
    let mut chosen = None;
    if offered.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().button_padding.x = 8.0;
            ui.spacing_mut().item_spacing.x = 2.0;
            for (word, offer) in offered {
                let is_on = std::mem::discriminant(&offer) == std::mem::discriminant(test);
                if ui.selectable_label(is_on, word).clicked() {
                    chosen = Some(offer);
                }
            }
        });
        ui.separator();
    }
    chosen
}

fn words_field(ui: &mut Ui, column: ClaimColumn, words: &str, is_new: bool) -> Option<String> {
    let mut text = words.to_owned();
    let response = ui.add(TextEdit::singleline(&mut text).hint_text(hint_text(ui, "Words")).margin(FIELD));
    name_for_screen_readers(&response, &format!("Words in {}", column.label()));
    if is_new {
        response.request_focus();
    }
    response.changed().then_some(text)
}

/// Every value with a box to tick.
fn picks(ui: &mut Ui, shown: &TableContents<'_>, column: ClaimColumn, keys: &[String]) -> Option<Vec<String>> {
    let choices = columns::choices(shown.document.visible(), column);
    if choices.is_empty() {
        field_label(ui, "Nothing stands there yet.");
    }
    let mut changed = None;
    let row = ui.spacing().interact_size.y;
    ScrollArea::vertical().max_height(320.0).show_rows(ui, row, choices.len(), |ui, range| {
        ui.set_min_width(224.0);
        for choice in &choices[range] {
            let mut is_on = keys.contains(&choice.key);
            let label: String = choice.label.chars().take(48).collect();
            if ui.checkbox(&mut is_on, label).on_hover_text(&choice.label).changed() {
                let others = keys.iter().filter(|key| **key != choice.key).cloned();
                changed = Some(others.chain(is_on.then(|| choice.key.clone())).collect());
            }
        }
    });
    changed
}

fn bounds(ui: &mut Ui, kind: ColumnKind, from: &str, to: &str, is_new: bool) -> Option<Test> {
    let (mut least, mut most) = (from.to_owned(), to.to_owned());
    let is_date = kind == ColumnKind::Date;
    let (hint, names) = if is_date { (dates::DAY, ["From", "Until"]) } else { ("", ["At least", "At most"]) };
    let mut has_changed = false;
    for (index, (name, value)) in names.into_iter().zip([&mut least, &mut most]).enumerate() {
        let label = field_label(ui, name);
        let response = ui.add(TextEdit::singleline(value).hint_text(hint_text(ui, hint)).margin(FIELD));
        if is_date
            && response.lost_focus()
            && let Some(day) = dates::typed(ui.ctx(), value)
        {
            *value = day;
            has_changed = true;
        }
        if is_new && index == 0 {
            response.request_focus();
        }
        has_changed |= response.labelled_by(label.id).changed();
    }
    has_changed.then_some(Test::Between { from: least, to: most })
}
