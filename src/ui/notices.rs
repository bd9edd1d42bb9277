//! Messages at the lower right. Those about something done go away by themselves; warnings and errors stay until read.

use egui::{Align2, Area, Frame, Margin, Order, RichText, Stroke, Ui};

use crate::app::{Intent, Notice, NoticeKind, Session};

use super::{
    theme,
    widgets::{faint, quiet, right},
};

/// How long a message about something done stays, in seconds.
const STAY: f64 = 6.0;

/// Draws the messages.
pub fn ui(ui: &Ui, session: &Session, out: &mut Vec<Intent>) {
    if session.notices.is_empty() {
        return;
    }
    let area = Area::new(egui::Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, egui::vec2(-16.0, -34.0));
    area.show(ui.ctx(), |ui| {
        ui.set_max_width(380.0);
        for notice in &session.notices {
            card(ui, notice, out);
        }
    });
    let now = ui.input(|input| input.time);
    for notice in session.notices.iter().filter(|notice| !notice.kind.is_lasting()) {
        let id = egui::Id::unique(("notice", notice.id));
        let since: f64 = ui.data_mut(|data| *data.get_temp_mut_or_insert_with(id, || now));
        let left = STAY - (now - since);
        if left <= 0.0 {
            out.push(Intent::Dismiss(notice.id));
        } else {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left + 0.01));
        }
    }
}

fn card(ui: &mut Ui, notice: &Notice, out: &mut Vec<Intent>) {
    let tokens = theme::tokens(ui);
    let (sign, ink) = match notice.kind {
        NoticeKind::Done => ("✓", tokens.right.ink),
        NoticeKind::Hint => ("·", tokens.muted),
        NoticeKind::Warning => ("⚠", tokens.change.ink),
        NoticeKind::Error => ("✕", tokens.wrong.ink),
    };
    let frame = Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, if notice.kind.is_lasting() { ink } else { tokens.line }))
        .corner_radius(8.0)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(356.0);
        ui.horizontal_top(|ui| {
            ui.label(RichText::new(sign).color(ink).strong());
            ui.vertical(|ui| {
                ui.add(egui::Label::new(&notice.text).wrap());
                if let Some(place) = &notice.place {
                    faint(ui, place);
                }
            });
        });
        ui.horizontal(|ui| {
            right(ui, |ui| {
                if quiet(ui, "Dismiss").clicked() {
                    out.push(Intent::Dismiss(notice.id));
                }
                if let Some((words, intent)) = &notice.action
                    && ui.button(*words).clicked()
                {
                    out.push(intent.clone());
                    out.push(Intent::Dismiss(notice.id));
                }
            });
        });
    });
}
