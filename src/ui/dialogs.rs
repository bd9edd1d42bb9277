//! The few questions that have to be answered before going on.

use std::path::{Path, PathBuf};

use egui::{Modal, RichText, TextEdit, Ui};

use crate::{
    app::{
        Command, Dialog, Forget, Intent, Opened, Session, count_of_changes,
        effect::{ImportJob, Pick},
        intent::{Answer, KeptIntent, KeysIntent},
    },
    import::{Engine, language_name, web::address_in},
    model::{ClaimId, SourceId},
    store::Occupant,
};

use super::{
    export_dialog, give_out, import_dialog, import_project, theme, who,
    widgets::{self, FIELD, faint, hint_text, muted, name_for_screen_readers, primary, title},
};

/// What is typed and chosen in the questions.
#[derive(Debug, Default)]
pub struct DialogState {
    path: String,
    export: export_dialog::Draft,
    import: import_dialog::Draft,
    give_out: give_out::Chosen,
    person: who::TypedName,
    search: String,
    language: String,
}

/// Draws the question, if there is one.
pub fn ui(ui: &mut Ui, session: &Session, state: &mut DialogState, out: &mut Vec<Intent>) {
    let dialog = session.dialog.as_ref();
    if !matches!(dialog, Some(Dialog::Person(_) | Dialog::Rename)) {
        state.person = who::TypedName::default();
    }
    if !matches!(dialog, Some(Dialog::ChoosePage(_))) {
        state.search.clear();
    }
    if !matches!(dialog, Some(Dialog::GiveOut)) {
        state.give_out = give_out::Chosen::default();
    }
    let Some(dialog) = dialog else { return };
    let modal = Modal::new(egui::Id::unique("dialog"))
        .frame(widgets::sheet(ui).inner_margin(egui::Margin::same(20)))
        .show(ui.ctx(), |ui| {
            ui.set_width(if matches!(dialog, Dialog::Export | Dialog::Import | Dialog::ImportProject) {
                export_dialog::width(ui)
            } else {
                440.0
            });
            ui.spacing_mut().item_spacing.y = 8.0;
            match dialog {
                Dialog::Person(_)
                | Dialog::Unsaved(_)
                | Dialog::Dropped { .. }
                | Dialog::Export
                | Dialog::Import
                | Dialog::ImportProject
                | Dialog::GiveOut
                | Dialog::SaveOver { .. }
                | Dialog::RemoveSource(_) => {
                    if let Some(session) = session.opened() {
                        of_the_project(ui, session, dialog, state, out);
                    }
                }
                Dialog::Rename => who::rename(ui, session, &mut state.person, out),
                Dialog::TypePath(pick) => type_path(ui, &mut state.path, pick, out),
                Dialog::TypeAddress => type_address(ui, &mut state.path, out),
                Dialog::ChoosePage(choice) => super::archive_pages::ui(ui, choice, &mut state.search, out),
                Dialog::PrivateAddress(job) => private_address(ui, job, out),
                Dialog::Recognise(job, engine) => recognise(ui, job, engine, &mut state.language, out),
                Dialog::ChangedOutside(path) => changed_outside(ui, path, out),
                Dialog::ExportOver(job, what) => export_over(ui, &job.path, what, out),
                Dialog::Versions(versions) => super::versions::ui(ui, session, versions, out),
                Dialog::MapScale(mapping) => super::scale_editor::mapping(ui, mapping, out),
                Dialog::BindKey(command, refusal) => bind_key(ui, session, *command, refusal.as_deref(), out),
                Dialog::Link(url) => link(ui, url, out),
                Dialog::Forget(what) => forget(ui, session, what, out),
            }
        });
    if modal.should_close() && out.is_empty() {
        out.push(Intent::Answer(Answer::Cancel));
    }
}

/// A question about the open project.
fn of_the_project(ui: &mut Ui, session: Opened<'_>, dialog: &Dialog, state: &mut DialogState, out: &mut Vec<Intent>) {
    match dialog {
        Dialog::Person(act) => who::ask(ui, session, &mut state.person, act.is_some(), out),
        Dialog::Unsaved(_) => unsaved(ui, session, out),
        Dialog::Dropped { path, claim } => dropped(ui, session, path, claim.as_ref(), out),
        Dialog::Export => export_dialog::ui(ui, session, &mut state.export, out),
        Dialog::Import => import_dialog::ui(ui, session, &mut state.import, out),
        Dialog::ImportProject => import_project::ui(ui, session, out),
        Dialog::GiveOut => give_out::ui(ui, session, &mut state.give_out, out),
        Dialog::SaveOver { path, what, .. } => save_over(ui, session, path, what, out),
        Dialog::RemoveSource(source_id) => remove_source(ui, session, source_id, out),
        _ => {}
    }
}

/// Buttons at the right, the main one last in reading order.
fn buttons(ui: &mut Ui, main: &str, others: &[(&str, Answer)], answer: Answer, out: &mut Vec<Intent>) {
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        if primary(ui, main).clicked() {
            out.push(Intent::Answer(answer));
        }
        for (text, answer) in others {
            if ui.button(*text).clicked() {
                out.push(Intent::Answer(answer.clone()));
            }
        }
    });
}

fn unsaved(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let name = session.document.name();
    title(ui, "Save your work first?");
    muted(ui, format!("“{name}” has changes that are not saved. Without saving they go to “Earlier versions…”."));
    buttons(ui, "Save", &[("Discard", Answer::Discard), ("Cancel", Answer::Cancel)], Answer::SaveFirst, out);
}

fn dropped(ui: &mut Ui, session: Opened<'_>, path: &Path, claim: Option<&ClaimId>, out: &mut Vec<Intent>) {
    let claim = claim.and_then(|claim_id| session.document.shown().claim(claim_id));
    let evidence = claim.map_or_else(
        || "It becomes a source.".to_owned(),
        |claim| format!("It becomes a source, tied to claim {}.", claim.number),
    );
    title(ui, "What is this file?");
    faint(ui, path.display().to_string());
    let is_project = crate::store::has_project_ending(path);
    let choices = [
        ("An article", "It is opened into this project, beside the others.", Answer::DroppedArticle),
        ("Evidence", evidence.as_str(), Answer::DroppedEvidence),
        (
            if is_project { "A project to import" } else { "Claims from another tool" },
            "What was marked there; it is shown before anything comes in.",
            Answer::DroppedClaims,
        ),
        ("Another project", "This project is closed first.", Answer::DroppedProject),
    ];
    let draft = session.document.article().map(|article| {
        let words = format!("Of “{}”, which is shown. Its claims follow.", article.display_title());
        ("A new draft", words, Answer::DroppedDraft)
    });
    let mut choices = choices.map(|(name, words, answer)| (name, words.to_owned(), answer)).to_vec();
    choices.splice(1..1, draft);
    for (name, words, answer) in choices {
        if ui.add(egui::Button::new(name).min_size(egui::vec2(140.0, 28.0))).clicked() {
            out.push(Intent::Answer(answer));
        }
        faint(ui, words);
    }
    widgets::right(ui, |ui| {
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

/// Keeping it is the main choice: what is forgotten is gone for good.
fn forget(ui: &mut Ui, session: &Session, what: &Forget, out: &mut Vec<Intent>) {
    let (path, left) = match what {
        Forget::Journal(left) => (left.path.as_deref(), Some(left)),
        Forget::Path(path) => {
            let left = session.left.iter().find(|left| left.path.as_ref() == Some(path));
            (Some(path.as_path()), left)
        }
    };
    let is_gone = |path: &Path| session.gone.iter().any(|gone| gone == path);
    let has_file = path.is_some_and(|path| !is_gone(path)) && left.is_none_or(|left| !left.is_gone);
    let unsaved = left.map(|left| format!("{} that no file has, ", count_of_changes(left.changes))).unwrap_or_default();
    let rest = if has_file {
        "The project’s file stays as it is."
    } else {
        "The project has no file: nothing of it is left on this computer then."
    };
    title(ui, &format!("Forget “{}”?", what.name()));
    muted(
        ui,
        format!(
            "What this computer keeps of the project is deleted: {unsaved}its journal and all its earlier versions. That cannot be \
             undone. {rest}"
        ),
    );
    faint(ui, path.map_or_else(String::new, |path| path.display().to_string()));
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        if primary(ui, "Keep it").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
        if ui.button("Forget this project").clicked() {
            out.push(KeptIntent::Forget.into());
        }
    });
}

fn remove_source(ui: &mut Ui, session: Opened<'_>, source_id: &SourceId, out: &mut Vec<Intent>) {
    let document = session.document;
    let Some(source) = document.shown().source(source_id) else { return };
    title(ui, "Remove the source?");
    ui.add(egui::Label::new(source.display_title()).wrap());
    let words = match document.shown().claims_using(source_id).count() {
        1 => "1 claim uses it and loses that evidence.".to_owned(),
        count => format!("{count} claims use it and lose that evidence."),
    };
    muted(ui, words);
    buttons(ui, "Remove it with its evidence", &[("Cancel", Answer::Cancel)], Answer::RemoveSource, out);
}

/// The next key that is pressed becomes the command's; the keyboard brings it.
fn bind_key(ui: &mut Ui, session: &Session, command: Command, refusal: Option<&str>, out: &mut Vec<Intent>) {
    let keys = session.keys.of_command(command);
    title(ui, &format!("A key for “{}”", command.title().trim_end_matches('…')));
    ui.horizontal(|ui| {
        muted(ui, "Press the new key, alone or with Ctrl, Alt or Shift.");
    });
    ui.horizontal(|ui| {
        faint(ui, if keys.is_empty() { "It has none now." } else { "Now:" });
        keys.iter().for_each(|key| widgets::shortcut_cap(ui, *key));
    });
    if let Some(refusal) = refusal {
        let ink = theme::tokens(ui).wrong.ink;
        ui.label(RichText::new(refusal).color(ink));
    }
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
        if !keys.is_empty() && ui.button("No key").clicked() {
            out.push(KeysIntent::Bind(command, None).into());
        }
        if session.keys.is_changed(command) && ui.button("As it came").clicked() {
            out.push(KeysIntent::Reset(command).into());
        }
    });
}

fn type_path(ui: &mut Ui, path: &mut String, pick: &Pick, out: &mut Vec<Intent>) {
    title(ui, pick.title());
    muted(ui, "No file was chosen. If this desktop has no file dialogs, type the path here.");
    let field =
        TextEdit::singleline(path).hint_text(hint_text(ui, "/home/…")).desired_width(f32::INFINITY).margin(FIELD);
    let response = ui.add(field);
    name_for_screen_readers(&response, "Path");
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if ui.memory(|memory| memory.focused().is_none()) && !is_entered {
        response.request_focus();
    }
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        let words = if pick.is_for_writing() { "Write" } else { "Open" };
        if (primary(ui, words).clicked() || is_entered) && !path.trim().is_empty() {
            let typed = typed_path(path);
            // A folder is not enough to write to: the suggested name goes into it.
            let is_folder = path.trim().ends_with(['/', '\\']);
            let typed = if is_folder && pick.is_for_writing() { typed.join(pick.suggested()) } else { typed };
            path.clear();
            out.push(Intent::Answer(Answer::Path(typed)));
        }
        if ui.button("Cancel").clicked() {
            path.clear();
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

fn type_address(ui: &mut Ui, address: &mut String, out: &mut Vec<Intent>) {
    title(ui, "Open a web address");
    muted(ui, "The page is fetched once and read as an article. No pictures and no scripts are loaded.");
    let field = TextEdit::singleline(address).hint_text(hint_text(ui, "https://…")).desired_width(f32::INFINITY);
    let response = ui.add(field.margin(FIELD));
    name_for_screen_readers(&response, "Web address");
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if ui.memory(|memory| memory.focused().is_none()) && !is_entered {
        response.request_focus();
    }
    let whole = whole_address(address);
    let is_typed = !address.trim().is_empty();
    faint(ui, if is_typed && whole.is_none() { "This is not a complete web address yet." } else { "" });
    widgets::right(ui, |ui| {
        let is_clicked = ui.add_enabled_ui(whole.is_some(), |ui| primary(ui, "Open").clicked()).inner;
        if let Some(whole) = whole.filter(|_| is_clicked || is_entered) {
            address.clear();
            out.push(Intent::Answer(Answer::Path(whole.into())));
        }
        if ui.button("Cancel").clicked() {
            address.clear();
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

/// A typed address; where its scheme was left out, https is meant.
fn whole_address(text: &str) -> Option<String> {
    let text = text.trim();
    let host = text.split(['/', '?', ':']).next().unwrap_or_default();
    let is_bare = !text.contains("://") && host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    let whole = if is_bare { format!("https://{text}") } else { text.to_owned() };
    address_in(&whole).map(str::to_owned)
}

fn private_address(ui: &mut Ui, job: &ImportJob, out: &mut Vec<Intent>) {
    title(ui, "Open an address in a private network?");
    muted(
        ui,
        "The address leads to this computer or to a machine in your own network, not to the public web. Open it only if \
         you know what is there.",
    );
    faint(ui, job.from.path_or_address().unwrap_or_default());
    buttons(ui, "Open it", &[("Cancel", Answer::Cancel)], Answer::OpenPrivate, out);
}

fn recognise(ui: &mut Ui, job: &ImportJob, engine: &Engine, chosen: &mut String, out: &mut Vec<Intent>) {
    title(ui, "Recognise the text?");
    muted(
        ui,
        format!(
            "{} reads the letters in the pictures, on this computer and closed off. Letters and figures may be wrong: the text \
             will say so, and wants to be compared with the page.",
            engine.name
        ),
    );
    faint(ui, job.from.path_or_address().unwrap_or_default());
    if !engine.missing.is_empty() {
        muted(ui, &engine.missing);
    }
    if !engine.languages.contains(chosen) {
        *chosen = engine.language_for("").unwrap_or_default().to_owned();
    }
    ui.horizontal(|ui| {
        let label = ui.label("Language of the text");
        let shown = egui::ComboBox::from_id_salt("language of recognition")
            .selected_text(language_name(chosen))
            .show_ui(ui, |ui| {
                for language in &engine.languages {
                    ui.selectable_value(chosen, language.clone(), language_name(language));
                }
            });
        shown.response.labelled_by(label.id);
    });
    buttons(ui, "Recognise", &[("Cancel", Answer::Cancel)], Answer::Recognise(chosen.clone()), out);
}

/// A typed path: quotes around it and a `file://` before it are taken off.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim().trim_matches(['"', '\'']);
    PathBuf::from(text.strip_prefix("file://").unwrap_or(text))
}

fn save_over(ui: &mut Ui, session: Opened<'_>, path: &Path, what: &Occupant, out: &mut Vec<Intent>) {
    let own = session.document.shown().title().trim();
    let stands = match what {
        Occupant::Project(Some(title)) if title.trim() == own => {
            format!("A project of the same title, “{}”, stands in that place.", title.trim())
        }
        Occupant::Project(Some(title)) if !title.trim().is_empty() => {
            format!("Another project, “{}”, stands in that place.", title.trim())
        }
        Occupant::Project(_) => "Another project stands in that place.".to_owned(),
        other => format!("It is no project: {other} stands in that place."),
    };
    let kept = if session.keeps_history() {
        " It goes into its “Earlier versions…” first."
    } else {
        " It would be gone."
    };
    title(ui, if matches!(what, Occupant::Project(_)) { "Save over this project?" } else { "Save over this file?" });
    muted(ui, format!("{stands}{kept}"));
    over_choices(ui, path, "Save over it", out);
}

fn export_over(ui: &mut Ui, path: &Path, what: &Occupant, out: &mut Vec<Intent>) {
    title(ui, "Write over this file?");
    muted(ui, format!("There is a file of this name: {what}. What it holds would be gone."));
    over_choices(ui, path, "Write over it", out);
}

/// Another name is the main choice: with it nothing is lost.
fn over_choices(ui: &mut Ui, path: &Path, over: &str, out: &mut Vec<Intent>) {
    faint(ui, path.display().to_string());
    let others = [(over, Answer::Overwrite), ("Cancel", Answer::Cancel)];
    buttons(ui, "Another name…", &others, Answer::KeepBoth, out);
}

fn changed_outside(ui: &mut Ui, path: &Path, out: &mut Vec<Intent>) {
    title(ui, "The file has changed on the disk");
    muted(
        ui,
        "Another program has changed the project since it was opened here. Whatever you choose, “Earlier versions…” keeps \
         what is replaced.",
    );
    faint(ui, path.display().to_string());
    let choices = [
        ("Join both", "Claim by claim. Where both changed the same, both are kept for you to settle.", Answer::Merge),
        ("Keep both…", "Yours goes into a file of another name.", Answer::KeepBoth),
        ("Take theirs", "The file is loaded again without your unsaved changes.", Answer::Reload),
        ("Keep mine", "Yours is saved over the file.", Answer::Overwrite),
    ];
    for (index, (name, words, answer)) in choices.into_iter().enumerate() {
        ui.horizontal(|ui| {
            let size = egui::vec2(104.0, 28.0);
            let clicked = if index == 0 {
                ui.add_sized(size, widgets::primary_button(ui, name)).clicked()
            } else {
                ui.add(egui::Button::new(name).min_size(size)).clicked()
            };
            if clicked {
                out.push(Intent::Answer(answer));
            }
            ui.add(egui::Label::new(RichText::new(words).size(12.0).color(theme::tokens(ui).faint)).wrap());
        });
    }
    widgets::right(ui, |ui| {
        if ui.button("Later").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

/// The whole address before it is opened: a file may hold one that looks like another.
fn link(ui: &mut Ui, url: &str, out: &mut Vec<Intent>) {
    title(ui, "Open this link in the browser?");
    let words = RichText::new(url).monospace();
    ui.add(egui::Label::new(words).wrap().selectable(true));
    ui.add_space(6.0);
    widgets::right(ui, |ui| {
        if primary(ui, "Open").clicked() {
            out.push(KeptIntent::FollowLink(url.to_owned()).into());
        }
        if ui.button("Cancel").clicked() {
            out.push(Intent::Answer(Answer::Cancel));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_typed_without_its_scheme() {
        let check = |typed: &str, whole: Option<&str>| assert_eq!(whole_address(typed).as_deref(), whole, "{typed}");
        check("example.org/news", Some("https://example.org/news"));
        check(" http://example.org ", Some("http://example.org"));
        for typed in ["", "example", "example.", "two words.org", "ftp://example.org", "/home/a.txt"] {
            check(typed, None);
        }
    }

    #[test]
    fn typed_paths_may_be_quoted_or_copied_from_a_file_manager() {
        for text in ["/tmp/a b.txt", " \"/tmp/a b.txt\" ", "'/tmp/a b.txt'", "file:///tmp/a b.txt"] {
            assert_eq!(typed_path(text), Path::new("/tmp/a b.txt"), "{text}");
        }
    }
}
