//! The bar over an article that has several drafts: which one is read, a slider through them, what the newest one did to the
//! claims. While claims are being followed into a new draft it shows how far that has come.

use egui::{Button, Frame, Margin, Panel, ProgressBar, RichText, Slider, Ui};

use crate::{
    app::{Command, Document, Following, Intent, Opened, Session},
    import::Progress,
    model::{Article, Version},
};

use super::{
    dates::long_date,
    theme,
    widgets::{IS_MAC, faint, key_cap, muted, name_for_screen_readers, right, shortcut_of},
};

/// How often progress is drawn anew.
const TICK: std::time::Duration = std::time::Duration::from_millis(100);

/// Draws the bar where there is something to say.
pub fn ui(ui: &mut Ui, session: Opened<'_>, out: &mut Vec<Intent>) {
    let document = session.document;
    let Some((article, version)) = document.article().zip(document.version()) else { return };
    if article.versions.len() < 2 && document.following.is_none() {
        return;
    }
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::top("drafts").exact_size(38.0).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| match &document.following {
            Some(following) => following_ui(ui, following, out),
            None => stepper(ui, &session, document, article, version, out),
        });
    });
}

fn following_ui(ui: &mut Ui, following: &Following, out: &mut Vec<Intent>) {
    ui.ctx().request_repaint_after(TICK);
    let (words, share) = match following.watch.progress() {
        come @ Progress { done, total, .. } if total > 0 => {
            (format!("Following claims: {done} of {total}"), come.share().unwrap_or_default())
        }
        _ => ("Comparing the drafts".to_owned(), 0.0),
    };
    muted(ui, words);
    let bar = ui.add(ProgressBar::new(share).desired_width(180.0).desired_height(6.0));
    name_for_screen_readers(&bar, "Progress of the new draft");
    if ui.button("Stop").on_hover_text("The new draft is not added; the article stays as it is.").clicked() {
        out.push(Intent::StopFollowing);
    }
}

fn stepper(
    ui: &mut Ui,
    session: &Session,
    document: &Document,
    article: &Article,
    version: &Version,
    out: &mut Vec<Intent>,
) {
    let drafts = article.versions.len();
    let index = article.versions.iter().position(|other| other.id == version.id).unwrap_or_default();
    step(ui, session, Command::OlderDraft, "‹", out);
    let mut chosen = index;
    ui.spacing_mut().slider_width = (24.0 * drafts as f32).clamp(48.0, 160.0);
    let slider = ui.add(Slider::new(&mut chosen, 0..=drafts - 1).show_value(false));
    name_for_screen_readers(&slider, "Draft");
    if chosen != index {
        out.push(Intent::ReadDraft(chosen));
    }
    step(ui, session, Command::NewerDraft, "›", out);
    ui.label(RichText::new(format!("Draft {} of {drafts}", index + 1)).strong());
    faint(ui, about(version));
    right(ui, |ui| {
        if !document.is_at_newest(crate::app::Side::Article) {
            if ui.button("To the newest draft").clicked() {
                out.push(Intent::ReadDraft(drafts - 1));
            }
            muted(ui, "An older draft, to read");
            return;
        }
        let waiting = document.review_items().len();
        let words = match waiting {
            0 => "Compare the drafts".to_owned(),
            1 => "Review 1 claim".to_owned(),
            waiting => format!("Review {waiting} claims"),
        };
        if session.prefs.key_caps
            && let Some(shortcut) = shortcut_of(ui, Command::ReviewDraft)
        {
            key_cap(ui, &shortcut.label(IS_MAC));
        }
        let ink = if waiting > 0 { theme::tokens(ui).accent.ink } else { theme::tokens(ui).text };
        if ui.add(Button::new(RichText::new(words).color(ink))).on_hover_text(document.tally().to_string()).clicked() {
            out.push(Command::ReviewDraft.into());
        }
    });
}

fn step(ui: &mut Ui, session: &Session, command: Command, sign: &str, out: &mut Vec<Intent>) {
    let key = shortcut_of(ui, command).map(|key| format!(" ({})", key.label(IS_MAC))).unwrap_or_default();
    let button = Button::new(RichText::new(sign).size(16.0)).frame_when_inactive(false);
    let response = ui.add_enabled(session.can(command), button).on_hover_text(format!("{}{key}", command.title()));
    name_for_screen_readers(&response, command.title());
    if response.clicked() {
        out.push(command.into());
    }
}

/// Where a draft came from, and when.
pub fn about(version: &Version) -> String {
    let day = version.origin.opened_at.map(|at| long_date(&at.strftime("%Y-%m-%d").to_string()));
    let from = if version.origin.file.is_empty() { version.origin.url.clone() } else { version.origin.file.clone() };
    let captured = version.origin.captured.as_ref().map(|page| format!("captured {}", page.when()));
    [day, Some(from), captured].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
