//! Who sits here: the initials in the bar at the top, the question, and the other question, which name that person is to bear.

use egui::{Button, Frame, Margin, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    app::{Command, Document, Intent, Opened, Session, intent::Answer},
    model::Reviewer,
};

use super::{
    dates, theme,
    widgets::{self, FIELD, hint_text, muted, name_for_screen_readers, primary, quiet, right, row, title},
};

/// What is typed of a name.
#[derive(Debug, Default)]
pub struct TypedName {
    name: String,
    initials: String,
    /// Whether the fields are shown, or filled with what was there before.
    is_open: bool,
}

/// The people who are listed are no higher than this, in points; more scroll.
const HEIGHT: f32 = 224.0;

/// Draws the initials of whoever sits here; a click asks who it is.
pub fn chip(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let (short, words, colors) = match session.person() {
        Some(person) => (short(person), format!("Who sits here: {}", person.whole()), tokens.accent),
        None => ("?".to_owned(), "Who sits here: nobody has said".to_owned(), tokens.open),
    };
    let letters = RichText::new(short).font(egui::FontId::new(12.0, theme::bold())).color(colors.ink);
    let button = Button::new(letters).fill(colors.fill).corner_radius(13.0).min_size(egui::vec2(32.0, 26.0));
    let response = ui.add(button);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
    if response.on_hover_text(format!("{words}. Click to change who signs.")).clicked() {
        out.push(Command::ChoosePerson.into());
    }
}

/// Draws who else has the project open on another machine, and since when.
pub fn also_open(ui: &mut Ui, session: &Session, document: &Document) {
    let Some(holder) = &document.view.also_open else { return };
    let tokens = theme::tokens(ui);
    let since = dates::time(holder.since, &session.zone);
    let words = format!("{} has this project open since {since}", holder.who());
    let name = if holder.name.trim().is_empty() { &holder.machine } else { &holder.name };
    let short: String = name.chars().take(18).collect();
    let response = widgets::pill(ui, &format!("{short} is here too"), tokens.change);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
    response.on_hover_text(format!("{words}, as the folder tells. Both of you can write it."));
}

/// At most four letters.
fn short(person: &Reviewer) -> String {
    let short = if person.initials.is_empty() { Reviewer::initials_of(&person.name) } else { person.initials.clone() };
    short.chars().take(4).collect()
}

/// Asks who sits here. `waits`: an act waits for the answer.
pub fn ask(ui: &mut Ui, session: Opened<'_>, typed: &mut TypedName, waits: bool, out: &mut Vec<Intent>) {
    let document = session.document;
    title(ui, "Who sits here?");
    let what = if waits { "Whoever it is signs this, and all" } else { "Whoever it is signs all" };
    muted(ui, format!("{what} that is marked, rated and dismissed from now on."));
    let own = session.prefs.reviewer.as_ref();
    let project = document.shown();
    let stranger = own.filter(|own| project.reviewer(&own.id).is_none());
    let people: Vec<&Reviewer> = stranger.into_iter().chain(project.reviewers().iter().map(AsRef::as_ref)).collect();
    ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for person in &people {
            let is_own = own.is_some_and(|own| own.id == person.id);
            let side = if is_own { "signed here last" } else { "" };
            let response = row(ui, &person.whole(), side, is_own);
            if response.on_hover_text(person.whole()).clicked() {
                out.push(Intent::Answer(Answer::Person(person.id.clone())));
            }
        }
    });
    let is_open = typed.is_open || people.is_empty();
    let is_entered = is_open && fields(ui, typed, true);
    ui.add_space(6.0);
    right(ui, |ui| {
        if is_open {
            sign_with_this(ui, typed, is_entered, out);
        } else if ui.button("Somebody else…").clicked() {
            typed.is_open = true;
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
        if quiet(ui, "Sign without a name").clicked() {
            out.push(Intent::Answer(Answer::NoReviewer));
        }
    });
}

/// Asks for the name that whoever sits here is to bear.
pub fn rename(ui: &mut Ui, session: &Session, typed: &mut TypedName, out: &mut Vec<Intent>) {
    let Some(person) = session.person() else { return };
    if !std::mem::replace(&mut typed.is_open, true) {
        (typed.name, typed.initials) = (person.name.clone(), person.initials.clone());
    }
    title(ui, "Rename yourself");
    muted(
        ui,
        format!(
            "Wherever {} has signed in this project, the new name stands. Are you somebody else? Then choose yourself instead.",
            person.whole()
        ),
    );
    let is_entered = fields(ui, typed, true);
    ui.add_space(6.0);
    right(ui, |ui| {
        if is_taken(ui, typed, "Rename", is_entered) {
            let TypedName { name, initials, .. } = std::mem::take(typed);
            out.push(Intent::Answer(Answer::Renamed { name, initials }));
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
        if ui.button("I am somebody else…").clicked() {
            *typed = TypedName::default();
            out.push(Intent::Answer(Answer::Cancel));
            out.push(Command::ChoosePerson.into());
        }
    });
}

/// Asks beside the article, not over it, who is at work: at the first claim.
pub fn card(ui: &mut Ui, typed: &mut TypedName, out: &mut Vec<Intent>) {
    Frame::new().inner_margin(Margin { left: 16, right: 16, top: 14, bottom: 0 }).show(ui, |ui| {
        widgets::card(ui, |ui| {
            ui.label(RichText::new("Who is checking?").font(theme::label_font()).size(13.0));
            muted(ui, "Your name and initials sign what you check in this project. You can skip this.");
            let is_entered = fields(ui, typed, false);
            ui.horizontal(|ui| {
                sign_with_this(ui, typed, is_entered, out);
                if quiet(ui, "Skip").clicked() {
                    out.push(Intent::Answer(Answer::NoReviewer));
                }
            });
        });
    });
}

fn sign_with_this(ui: &mut Ui, typed: &mut TypedName, is_entered: bool, out: &mut Vec<Intent>) {
    if is_taken(ui, typed, "Sign with this", is_entered) {
        let TypedName { name, initials, .. } = std::mem::take(typed);
        out.push(Intent::Answer(Answer::Reviewer { name, initials }));
    }
}

/// Draws the button that takes the name, and returns whether it is taken: by a click, or by Enter in a field.
fn is_taken(ui: &mut Ui, typed: &TypedName, words: &str, is_entered: bool) -> bool {
    let has_name = !typed.name.trim().is_empty() || !typed.initials.trim().is_empty();
    let is_clicked = ui.add_enabled_ui(has_name, |ui| primary(ui, words).clicked()).inner;
    has_name && (is_clicked || is_entered)
}

/// Draws the fields and returns whether Enter was pressed in one. `asks`: a question has been opened for them, and the name has the
/// keyboard until another place takes it.
fn fields(ui: &mut Ui, typed: &mut TypedName, asks: bool) -> bool {
    let fields = ui.horizontal(|ui| {
        let name = TextEdit::singleline(&mut typed.name).hint_text(hint_text(ui, "Name")).margin(FIELD);
        let name = ui.add(name.desired_width(ui.available_width() - 110.0));
        name_for_screen_readers(&name, "Your name");
        if name.changed() {
            typed.initials = Reviewer::initials_of(&typed.name);
        }
        let initials = TextEdit::singleline(&mut typed.initials).hint_text(hint_text(ui, "Initials")).margin(FIELD);
        let initials = ui.add(initials.desired_width(80.0));
        name_for_screen_readers(&initials, "Your initials");
        (name, initials)
    });
    let (name, initials) = fields.inner;
    let is_entered =
        (name.lost_focus() || initials.lost_focus()) && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if asks && !is_entered && ui.memory(|memory| memory.focused().is_none()) {
        name.request_focus();
    }
    is_entered
}

/// Draws who signs, with the two acts that are not the same: being somebody else, and bearing another name.
pub fn settings(ui: &mut Ui, session: &Session, out: &mut Vec<Intent>) {
    let words =
        session.person().map_or("You sign without a name.".to_owned(), |it| format!("You sign as {}.", it.whole()));
    muted(ui, words);
    ui.horizontal_wrapped(|ui| {
        if ui.button("Somebody else sits here…").clicked() {
            out.push(Command::ChoosePerson.into());
        }
        if session.person().is_some() && quiet(ui, Command::RenameMyself.title()).clicked() {
            out.push(Command::RenameMyself.into());
        }
    });
}
