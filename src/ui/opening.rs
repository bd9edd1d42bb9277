//! An article on its way in: how far it has come, and a button that stops it. Nothing else is blocked meanwhile.

use std::time::Duration;

use egui::{Align2, Area, Order, Rect, RichText, Sense, Ui, vec2};

use crate::{
    app::{Intent, Moment, Opening, Session},
    import::{Progress, Stage},
};

use super::{
    preview::size,
    theme,
    widgets::{self, key_cap, keyed, muted, right, sheet},
};

/// What is open sooner than this needs no word.
const PATIENCE: Duration = Duration::from_millis(200);

/// How often the progress is drawn.
const TICK: Duration = Duration::from_millis(100);

/// Draws the article on its way, once it takes its time.
pub fn ui(ui: &Ui, session: &Session, now: Moment, out: &mut Vec<Intent>) {
    let Some(opening) = &session.opening else { return };
    let waited = now.elapsed.saturating_sub(opening.since);
    ui.ctx().request_repaint_after(if waited < PATIENCE { PATIENCE - waited } else { TICK });
    if waited < PATIENCE {
        return;
    }
    let area =
        Area::new(egui::Id::unique("opening")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 96.0));
    area.show(ui.ctx(), |ui| {
        sheet(ui).inner_margin(egui::Margin::same(18)).show(ui, |ui| {
            ui.set_width(420.0);
            card(ui, opening, waited, session.prefs.key_caps, out);
        });
    });
}

fn card(ui: &mut Ui, opening: &Opening, waited: Duration, key_caps: bool, out: &mut Vec<Intent>) {
    let progress = opening.watch.progress();
    ui.label(RichText::new(opening.what).font(theme::heading_font()));
    if !opening.path.is_empty() {
        ui.add(egui::Label::new(RichText::new(&opening.path).size(12.5).color(theme::tokens(ui).muted)).truncate());
    }
    ui.add_space(4.0);
    bar(ui, progress.share(), waited);
    ui.horizontal(|ui| {
        muted(ui, words(progress));
        right(ui, |ui| {
            if ui.button("Stop").clicked() {
                out.push(Intent::StopOpening);
            }
            if key_caps {
                key_cap(ui, &keyed(ui, "{back}"));
            }
        });
    });
}

/// A bar that is filled as far as the work has come; a part of it wanders where that is unknown.
fn bar(ui: &mut Ui, share: Option<f32>, waited: Duration) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    ui.painter().rect_filled(rect, 3.0, tokens.accent.fill);
    let (from, to) = match share {
        Some(share) => (0.0, share.max(0.01)),
        None => {
            let phase = (waited.as_secs_f32() / 1.6).fract();
            ((phase * 1.3 - 0.3).max(0.0), (phase * 1.3).min(1.0))
        }
    };
    let at = |share: f32| rect.left() + rect.width() * share;
    let done = Rect::from_min_max(egui::pos2(at(from), rect.top()), egui::pos2(at(to), rect.bottom()));
    ui.painter().rect_filled(done, 3.0, tokens.accent.ink);
    let name = share.map_or("In progress".to_owned(), |share| format!("{:.0} %", share * 100.0));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &name));
    widgets::name_for_screen_readers(&response, &name);
}

/// How far the work has come, in words.
fn words(progress: Progress) -> String {
    let Progress { stage, done, total } = progress;
    match (stage, total) {
        (Stage::Starting, _) => "Starting…".to_owned(),
        (Stage::Fetching, 0) if done == 0 => "Connecting…".to_owned(),
        (Stage::Fetching, 0) => format!("Fetching: {}", size(done)),
        (Stage::Fetching, _) => format!("Fetching: {} of {}", size(done), size(total)),
        (Stage::Reading, 0) => "Reading…".to_owned(),
        (Stage::Reading, _) => format!("Reading: {done} of {total}"),
        (Stage::Recognising, _) => format!("Recognising the text: page {} of {total}", (done + 1).min(total)),
        (Stage::Following, _) => format!("Following claims: {done} of {total}"),
        (Stage::Placing, _) => format!("Looking for the words: {done} of {total}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_progress_is_told_as_far_as_it_is_known() {
        let check = |stage, done, total, expected| assert_eq!(words(Progress { stage, done, total }), expected);
        check(Stage::Fetching, 0, 0, "Connecting…");
        check(Stage::Fetching, 3_200_000, 0, "Fetching: 3.2 MB");
        check(Stage::Fetching, 40_000, 12_000_000, "Fetching: 40 kB of 12.0 MB");
        check(Stage::Reading, 12, 500, "Reading: 12 of 500");
        check(Stage::Placing, 3, 9, "Looking for the words: 3 of 9");
    }
}
