//! What lies over the window for a moment: the palette, and the page of keys.

use egui::{Align2, Area, Key, Margin, Order, RichText, ScrollArea, TextEdit, Ui};
use nucleo_matcher::{
    Config, Matcher,
    pattern::{CaseMatching, Normalization, Pattern},
};

use crate::{
    app::{
        COMMANDS, Command, Intent, Opened, Session,
        command::{Entry, Group},
        intent::{ArticleIntent, ClaimIntent, KeysIntent, LibraryIntent},
        keys::Shortcut,
        view::{Overlay, Screen},
    },
    model::{ArticleId, ClaimId},
};

use super::{
    library, theme,
    widgets::{FIELD, IS_MAC, faint, hint_text, key_cap, keyed, muted, name_for_screen_readers, right, row, sheet},
};

/// What is typed and chosen in what lies over the window.
#[derive(Debug, Default)]
pub struct OverlayState {
    /// What is looked for in the palette, and which of its offers is chosen.
    query: String,
    chosen: usize,
    /// What is looked for in the guide.
    guide: String,
}

/// Draws what lies over the window. With `opens` the palette has just been opened.
pub fn ui(ui: &mut Ui, session: &Session, state: &mut OverlayState, opens: bool, out: &mut Vec<Intent>) {
    match session.overlay {
        Some(Overlay::Palette) => palette(ui, session, state, opens, out),
        Some(Overlay::Help) => help(ui, session, out),
        Some(Overlay::Guide) => super::guide::ui(ui, session, &mut state.guide, out),
        None => {}
    }
}

/// Something the palette offers.
#[derive(Debug, Clone)]
struct Offer {
    title: String,
    side: String,
    is_possible: bool,
    act: Act,
}

#[derive(Debug, Clone)]
enum Act {
    Command(Command),
    Claim(ClaimId),
    Article(ArticleId),
    /// A hit of the library, by its place.
    Library(usize),
}

/// How many offers are shown.
const SHOWN: usize = 12;

fn palette(ui: &mut Ui, session: &Session, state: &mut OverlayState, opens: bool, out: &mut Vec<Intent>) {
    if opens {
        state.query.clear();
        state.chosen = 0;
    }
    let offers = offers(session, &state.query);
    state.chosen = state.chosen.min(offers.len().saturating_sub(1));
    let mut chosen = None;
    let area = Area::new(egui::Id::unique("palette"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, egui::vec2(0.0, 52.0));
    area.show(ui.ctx(), |ui| {
        sheet(ui).show(ui, |ui| {
            ui.set_width(520.0);
            let (down, up, enter) = ui.input_mut(|input| {
                let press = |input: &mut egui::InputState, key| input.consume_key(egui::Modifiers::NONE, key);
                (press(input, Key::ArrowDown), press(input, Key::ArrowUp), input.key_pressed(Key::Enter))
            });
            let field =
                TextEdit::singleline(&mut state.query).hint_text(hint_text(ui, "A command, a claim or an article"));
            let response = ui.add(field.desired_width(f32::INFINITY).margin(FIELD));
            name_for_screen_readers(&response, "Find a command or a claim");
            if opens || !response.has_focus() && !enter {
                response.request_focus();
            }
            if response.changed() {
                state.chosen = 0;
                if session.opened().is_some() {
                    out.push(LibraryIntent::Query(state.query.clone()).into());
                }
            }
            if down {
                state.chosen = (state.chosen + 1).min(offers.len().saturating_sub(1));
            }
            if up {
                state.chosen = state.chosen.saturating_sub(1);
            }
            ui.add_space(4.0);
            ui.spacing_mut().item_spacing.y = 1.0;
            for (index, offer) in offers.iter().enumerate() {
                let clicked = ui
                    .add_enabled_ui(offer.is_possible, |ui| row(ui, &offer.title, &offer.side, index == state.chosen))
                    .inner
                    .clicked();
                if clicked || enter && index == state.chosen && offer.is_possible {
                    chosen = Some(offer.act.clone());
                }
            }
            if offers.is_empty() {
                muted(ui, "Nothing of that name.");
            }
        });
    });
    if let Some(act) = chosen {
        state.query.clear();
        out.push(Command::Palette.into());
        let intent = match act {
            Act::Command(command) => command.into(),
            Act::Claim(claim_id) => ClaimIntent::Go(claim_id).into(),
            Act::Article(article_id) => Intent::Article(ArticleIntent::Go(article_id)),
            Act::Library(at) => {
                out.push(Intent::Show(Screen::Library));
                LibraryIntent::Choose(at).into()
            }
        };
        out.push(intent);
    }
}

/// What fits the query best. Without a query: the commands that make sense now.
fn offers(session: &Session, query: &str) -> Vec<Offer> {
    let mut all: Vec<Offer> =
        COMMANDS.iter().filter(|entry| entry.command != Command::Palette).map(|entry| offer(session, entry)).collect();
    if query.trim().is_empty() {
        all.retain(|offer| offer.is_possible);
        all.truncate(SHOWN);
        return all;
    }
    if let Some(Opened { document, .. }) = session.opened() {
        for article in document.shown().articles() {
            let (title, act) = (article.display_title().to_owned(), Act::Article(article.id.clone()));
            all.push(Offer { title, side: "article".into(), is_possible: true, act });
        }
        for claim in document.shown().claims() {
            let title = format!("{}  {}", claim.number, claim.checked_statement().replace('\n', " "));
            all.push(Offer { title, side: "claim".into(), is_possible: true, act: Act::Claim(claim.id.clone()) });
        }
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, Offer)> = all
        .into_iter()
        .filter_map(|offer| {
            let text = nucleo_matcher::Utf32Str::new(&offer.title, &mut buffer);
            pattern.score(text, &mut matcher).map(|score| (score, offer))
        })
        .collect();
    // Of equal ones the shorter is nearer to what was typed.
    scored.sort_by_key(|(score, offer)| (!offer.is_possible, std::cmp::Reverse(*score), offer.title.len()));
    let found = library::offers(&session.library, query).into_iter().filter(|_| session.opened().is_some());
    let found: Vec<Offer> =
        found.map(|(at, title, side)| Offer { title, side, is_possible: true, act: Act::Library(at) }).collect();
    scored.into_iter().take(SHOWN - found.len()).map(|(_, offer)| offer).chain(found).collect()
}

fn offer(session: &Session, entry: &Entry) -> Offer {
    let side = session.keys.shown(entry.command).map(|shortcut| shortcut.label(IS_MAC)).unwrap_or_default();
    Offer {
        title: entry.title.to_owned(),
        side,
        is_possible: session.can(entry.command),
        act: Act::Command(entry.command),
    }
}

fn help(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) {
    let screen = ui.ctx().content_rect();
    let area =
        Area::new(egui::Id::unique("help")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, egui::Vec2::ZERO);
    area.show(ui.ctx(), |ui| {
        sheet(ui).inner_margin(Margin::same(20)).show(ui, |ui| {
            let width = (screen.width() - 120.0).min(880.0);
            ui.set_width(width);
            ui.horizontal(|ui| {
                ui.label(RichText::new("Keys and help").font(theme::heading_font()));
                right(ui, |ui| {
                    if ui.button("Close").clicked() {
                        out.push(Command::Help.into());
                    }
                    for command in [Command::Guide, Command::Tour] {
                        if ui.button(command.title()).clicked() {
                            out.push(Command::Help.into());
                            out.push(command.into());
                        }
                    }
                });
            });
            let words = keyed(
                ui,
                "A claim in five actions: select the words, press {mark}, paste the link of a source, then one digit for the verdict and one \
                 for the confidence. Plain letters and digits act while no field has the keyboard; {back} leaves a field. Click a line to give the command another key.",
            );
            muted(ui, words);
            ui.add_space(6.0);
            ScrollArea::vertical().min_scrolled_height(screen.height() - 220.0).max_height(screen.height() - 220.0).show(ui, |ui| {
                let between = ui.spacing().item_spacing;
                ui.spacing_mut().item_spacing.x = 36.0;
                ui.columns(2, |columns| {
                    for column in columns.iter_mut() {
                        column.spacing_mut().item_spacing = egui::vec2(between.x, 1.0);
                    }
                    for (index, group) in Group::ALL.into_iter().enumerate() {
                        let column = usize::from(matches!(index, 2 | 4));
                        help_group(&mut columns[column], session, group, out);
                    }
                    digits(&mut columns[1], session);
                });
            });
        });
    });
}

fn help_group(ui: &mut Ui, session: &Session, group: Group, out: &mut Vec<Intent>) {
    super::widgets::section(ui, group.label());
    for entry in COMMANDS.iter().filter(|entry| entry.group == group) {
        command_row(ui, entry, session.keys.of_command(entry.command), out);
    }
}

/// Height of a line of the page of keys, in points.
const KEY_ROW: f32 = 25.0;

/// A command with its keys; a click asks for another.
fn command_row(ui: &mut Ui, entry: &Entry, keys: &[Shortcut], out: &mut Vec<Intent>) {
    let room = egui::vec2(ui.available_width(), KEY_ROW);
    let (rect, response) = ui.allocate_exact_size(room, egui::Sense::click());
    let response = response.on_hover_text(format!("{}\nClick to change the key.", entry.help));
    let name = format!("Change the key of {}", entry.title.trim_end_matches('…'));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(egui::vec2(6.0, 1.0)), 5.0, theme::tokens(ui).raised);
    }
    ui.scope_builder(
        egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(egui::Align::Center)),
        |ui| {
            ui.add(egui::Label::new(entry.title).selectable(false));
            right(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for key in keys.iter().rev() {
                    key_cap(ui, &key.label(IS_MAC));
                }
                if keys.is_empty() {
                    faint(ui, "–");
                }
            });
        },
    );
    if response.clicked() {
        out.push(KeysIntent::Change(entry.command).into());
    }
}

fn help_row(ui: &mut Ui, title: &str, keys: &[String], help: &str) {
    ui.horizontal(|ui| {
        ui.set_min_height(KEY_ROW);
        ui.label(title).on_hover_text(help);
        right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for key in keys.iter().rev() {
                key_cap(ui, key);
            }
        });
    });
}

fn digits(ui: &mut Ui, session: &Session) {
    super::widgets::section(ui, "Digits");
    let scale = session.opened().map(|open| open.document.shown().scale());
    let scale = scale.unwrap_or_else(|| std::sync::Arc::new(crate::model::Scale::desk()));
    for (index, verdict) in scale.verdicts.iter().enumerate() {
        help_row(ui, &format!("{} {}", verdict.sign, verdict.label), &[(index + 1).to_string()], &verdict.meaning);
    }
    help_row(
        ui,
        "Confidence: Low, Moderate, High",
        &["⇧1".into(), "⇧2".into(), "⇧3".into()],
        "With Shift at any time.",
    );
    faint(ui, "After a verdict, the next digit is the confidence.");
    super::widgets::section(ui, "In the article");
    for (title, key) in [
        ("Select words, a sentence", "double, triple click"),
        ("Extend the selection", "Shift click"),
        ("Move the caret", "arrows"),
        ("By words; to the ends", "Ctrl ← →, Home End"),
        ("Page", "Space, Page Down"),
    ] {
        help_row(ui, title, &[key.to_owned()], "");
    }
}
