//! The bar at the top (menu, name, palette, progress, export) and the line at the foot (keys).

use egui::{Align, Button, Layout, RichText, Ui};

use crate::join::Choice;

use crate::app::{
    COMMANDS, Command, Counts, Document, Intent, Opened, Scene, SentenceCounts, Session, Side,
    command::{DIGITS, Entry, Group},
    view::{DigitStage, Screen},
};

use super::{
    dates, notices, theme, who,
    widgets::{IS_MAC, faint, fit, key_cap, primary, right, shortcut_cap, shortcut_of},
};

/// Room for the longest word on saving, in points.
const STATE_WIDTH: f32 = 96.0;

/// The field in the middle.
const SEARCH: egui::Vec2 = egui::vec2(290.0, 28.0);

/// Draws the bar.
pub fn ui(ui: &mut Ui, session: Opened<'_>, counts: &Counts, out: &mut Vec<Intent>) {
    let document = session.document;
    let full = ui.max_rect();
    let search = egui::Rect::from_center_size(full.center(), SEARCH);
    ui.horizontal_centered(|ui| {
        menu(ui, session, out);
        let name = RichText::new(document.name()).font(egui::FontId::new(14.0, theme::bold()));
        let room = (full.width() / 2.0 - 170.0 - 60.0).max(80.0);
        ui.allocate_ui_with_layout(egui::vec2(room, full.height()), Layout::left_to_right(Align::Center), |ui| {
            // The state of saving always shows; a long name gives way.
            let left = (room - STATE_WIDTH).max(40.0);
            ui.scope(|ui| {
                ui.set_max_width(left);
                ui.add(egui::Label::new(name).truncate());
            });
            saved_state(ui, &session, document);
        });
        right(ui, |ui| {
            if primary(ui, "Export…").on_hover_text(Command::Export.entry().help).clicked() {
                out.push(Command::Export.into());
            }
            who::chip(ui, &session, out);
            who::also_open(ui, &session, document);
            // In a narrow window the words give way; the overview has them too.
            let ink = theme::tokens(ui).muted;
            let words =
                fit(ui, &counts.checked_words(""), egui::TextStyle::Body.resolve(ui.style()), ink, f32::INFINITY);
            if ui.available_rect_before_wrap().right() - words.size().x > search.right() + 12.0 {
                ui.label(words);
            }
        });
    });
    let mut find = Button::new(RichText::new(Command::Palette.title()).color(theme::tokens(ui).muted)).min_size(SEARCH);
    if let Some(shortcut) = shortcut_of(ui, Command::Palette).filter(|_| session.prefs.key_caps) {
        let caps = RichText::new(shortcut.label(IS_MAC)).monospace().size(10.5).color(theme::tokens(ui).faint);
        find = find.right_text(caps);
    }
    if ui.put(search, find).clicked() {
        out.push(Command::Palette.into());
    }
}

fn saved_state(ui: &mut Ui, session: &Session, document: &Document) {
    let words = if !document.access.is_editable() {
        "read-only".to_owned()
    } else if document.saving.is_some() {
        "saving…".to_owned()
    } else if document.is_saved() {
        let at = document.on_disk.as_ref().and_then(|on_disk| on_disk.saved_at);
        let at = at.map(|at| dates::time(at, &session.zone));
        at.map_or("saved".to_owned(), |at| format!("saved {at}"))
    } else if document.has_unsaved_work() {
        "● not saved".to_owned()
    } else {
        "not saved yet".to_owned()
    };
    faint(ui, words);
}

/// Every command by group.
fn menu(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let icon = RichText::new("☰").size(17.0);
    let button = Button::new(icon).frame_when_inactive(false);
    let response = ui.add(button);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Menu"));
    egui::Popup::menu(&response).width(220.0).show(|ui| {
        for group in Group::ALL {
            ui.menu_button(group.label(), |ui| {
                ui.set_min_width(280.0);
                for entry in COMMANDS.iter().filter(|entry| entry.group == group) {
                    menu_entry(ui, session, entry, out);
                }
            });
        }
    });
}

fn menu_entry(ui: &mut Ui, session: Opened<'_>, entry: &Entry, out: &mut Vec<Intent>) {
    let document = session.document;
    let title = match entry.command {
        Command::Undo => document.undo_label(),
        Command::Redo => document.redo_label(),
        _ => None,
    };
    let mut button = Button::new(title.unwrap_or_else(|| entry.title.to_owned()));
    if let Some(shortcut) = shortcut_of(ui, entry.command) {
        button = button.shortcut_text(shortcut.label(IS_MAC));
    }
    if ui.add_enabled(session.can(entry.command), button).clicked() {
        out.push(entry.command.into());
        ui.close();
    }
}

/// Where the caret is among the sentences of the article that is shown, and how many of them are decided.
fn sentence_words(session: Opened<'_>, counts: &Counts) -> Option<String> {
    let document = session.document;
    if document.view.screen != Screen::Article {
        return None;
    }
    let counted = counts.articles.get(document.focus().article.as_ref()?)?;
    let Some(SentenceCounts { all: sentences, decided }) = counted.sentences else {
        return Some("Counting the sentences…".to_owned());
    };
    Some(match document.sentence_at_caret() {
        Some((number, _, _, _)) => format!("Sentence {number} of {sentences} · {decided} decided"),
        None => format!("{decided} of {sentences} sentences decided"),
    })
}

/// Draws the line at the foot.
pub fn foot_ui(ui: &mut Ui, session: Opened<'_>, counts: &Counts, out: &mut Vec<Intent>) {
    let document = session.document;
    ui.horizontal_centered(|ui| {
        let selected = document.selected_span(Side::Article).zip(document.version());
        if let Some(words) = sentence_words(session, counts) {
            faint(ui, words);
            ui.add_space(8.0);
        }
        let words = match selected {
            Some((span, version)) => {
                let words = span.of(version.text()).split_whitespace().count();
                if words == 1 { "1 word selected".to_owned() } else { format!("{words} words selected") }
            }
            None => {
                let open = counts.open;
                let words = if open == 1 { "1 claim open".to_owned() } else { format!("{open} claims open") };
                if counts.hidden == 0 { words } else { format!("{words} · {} hidden", counts.hidden) }
            }
        };
        faint(ui, words);
        if session.jobs_waiting > 0 {
            ui.add(egui::Spinner::new().size(12.0));
            faint(ui, "Working…");
        }
        if notices::foot_ui(ui, &session, out) || !session.prefs.key_caps {
            return;
        }
        right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let hints = hints(&session);
            for (words, command) in std::iter::once(&("All keys", Command::Help)).chain(hints.iter().rev()) {
                if let Some(shortcut) = shortcut_of(ui, *command) {
                    shortcut_cap(ui, shortcut);
                }
                faint(ui, *words);
                ui.add_space(8.0);
            }
            if session.fits(&DIGITS) && selected.is_none() {
                let (digits, words) = match document.view.stage {
                    DigitStage::Verdict => ("1–9", "Verdict"),
                    DigitStage::Confidence => ("1–3", "Confidence"),
                };
                key_cap(ui, digits);
                faint(ui, words);
            }
        });
    });
}

/// What the third key settles a difference with.
fn third_words(choice: Choice) -> &'static str {
    match choice {
        Choice::Both => "Both",
        Choice::Value(_) => "Third",
        Choice::AsItStands => "Neither",
    }
}

/// What is worth a hint where the reviewer is, as far as it makes sense now.
fn hints(session: &Session) -> Vec<(&'static str, Command)> {
    let third = session.document.as_ref().and_then(Document::third_choice).map_or("Both", third_words);
    let hints: &[(&str, Command)] = match session.scene() {
        Scene::Table => &[
            ("Go to the claim", Command::GoToClaim),
            ("Select", Command::SelectRow),
            ("Sign", Command::SignChecked),
            ("Statement", Command::EditStatement),
            ("Search", Command::Find),
        ],
        Scene::Review => &[
            ("Accept", Command::AcceptPlacement),
            ("Re-attach", Command::Reattach),
            ("Let go", Command::LetGo),
            ("Next claim", Command::NextClaim),
        ],
        Scene::Article if session.can(Command::MarkClaim) => &[
            ("Mark", Command::MarkClaim),
            ("Dismiss", Command::DismissSentence),
            ("Next sentence", Command::NextOpenSentence),
            ("Grow", Command::GrowSelection),
        ],
        Scene::Pane if session.can(Command::TakeWords) => {
            &[("Quote", Command::TakeWords), ("Grow", Command::GrowSelection), ("To the article", Command::SwitchPane)]
        }
        Scene::Article | Scene::Pane if session.can(Command::SignChecked) => {
            &[("Sign", Command::SignChecked), ("Statement", Command::EditStatement), ("Next claim", Command::NextClaim)]
        }
        Scene::Article | Scene::Pane => &[
            ("Next open sentence", Command::NextOpenSentence),
            ("Next claim", Command::NextClaim),
            ("Find", Command::Find),
        ],
        Scene::Sources => &[("Remove the source", Command::RemoveSource), ("Back", Command::Back)],
        Scene::Settling => &[
            ("First", Command::SettleFirst),
            ("Second", Command::SettleSecond),
            (third, Command::SettleBoth),
            ("Next", Command::NextClaim),
            ("Back", Command::Back),
        ],
        Scene::Page | Scene::Sheet => &[("Back", Command::Back)],
        Scene::Start | Scene::Preview | Scene::Dialog => &[],
    };
    let is_withheld = |command| session.document.as_ref().is_some_and(|document| document.withholds(command));
    hints.iter().copied().filter(|(_, command)| session.can(*command) && !is_withheld(*command)).collect()
}
